"""`peelian receive` takes files into the workspace, all or none."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from peelian.commands.options import Folder
from peelian.commands.output import print_report, progress_shown
from peelian.core.errors import PeelianError


def receive(
    folder: Folder,
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or zips, as you received them.")],
    source: Annotated[str, typer.Option(help="The return template that the files use.")] = "",
    as_at: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The date the data were correct.")
    ] = None,
    publisher: Annotated[str, typer.Option(help="Who published the files.")] = "",
    licence: Annotated[str, typer.Option(help="The licence of the files.")] = "",
    accept_rejects: Annotated[bool, typer.Option(help="Keep the lines that can be read and count the rest.")] = False,
    nil: Annotated[bool, typer.Option(help="The supplier says there was nothing to report.")] = False,
    prefer: Annotated[
        bool, typer.Option(help="These files replace others, even ones of the same date or with more in them.")
    ] = False,
    confirm: Annotated[bool, typer.Option(help="Read a new layout as proposed, and remember it.")] = False,
) -> None:
    """Take files in, all or none: data.police.uk downloads, official tables, suppliers' returns.

    For a new layout, it shows what it found and how it would read it, and asks. It remembers the answer.

    Example: peelian receive my-office 2025-12.zip
    """
    from peelian.sources.received import intake
    from peelian.sources.received.receive import Options
    from peelian.suppliers import letters
    from peelian.workspace import workspace

    declared = workspace.load(folder)
    options = Options(source, as_at.date() if as_at else None, publisher, licence, accept_rejects, nil, prefer)
    today = datetime.now(UTC).date()
    try:
        report = intake.receive(declared, paths, options, _yes if confirm else _ask, progress_shown)
    except PeelianError as fault:
        for path in letters.refusals(declared, paths, fault, today):
            print(f"A letter to send: {path}")
        raise
    print_report(report)
    for path in letters.letters(declared, report, today):
        print(f"A letter to the supplier: {path}")


def _yes(proposal: str) -> bool:
    print(proposal)
    return True


def _ask(proposal: str) -> bool:
    """Asks only on a terminal: elsewhere there is nobody to answer."""
    print(proposal)
    return sys.stdin.isatty() and typer.confirm("Read it this way, now and next time?")
