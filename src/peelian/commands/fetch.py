"""`peelian fetch` downloads a force's files from the published archives."""

from pathlib import Path
from typing import Annotated

import typer

from peelian.commands.output import print_report, progress_shown, say


def fetch(
    source: Annotated[str, typer.Argument(help="Which archives: police-uk.")],
    months: Annotated[str, typer.Option(help="The first and last month, such as 2023-01:2025-12.")],
    folder: Annotated[Path, typer.Option(help="The workspace: the folder that holds office.toml.")] = Path(),
    force: Annotated[
        list[str] | None, typer.Option(help="A force, as named in file names; may be repeated. Default: the office's.")
    ] = None,
    archive: Annotated[
        str, typer.Option(help="The newest archive to use, such as 2026-09. Default: the last month's.")
    ] = "",
    base: Annotated[str, typer.Option("--from", help="Another address that serves the archives.")] = "",
) -> None:
    """Download only a force's files from the published archives, and receive them.

    An interrupted fetch keeps its downloads, and the next fetch continues from there.

    Example: peelian fetch police-uk --folder my-office --months 2023-01:2025-12
    """
    from peelian.core.errors import DefinitionError
    from peelian.sources.received import fetch as archives
    from peelian.sources.received.download import BASE
    from peelian.sources.received.receive import Options
    from peelian.workspace import workspace

    if source != "police-uk":
        raise DefinitionError("fetch", f"{source!r} cannot be fetched", "write police-uk")
    declared = workspace.load(folder)
    with progress_shown() as progress:
        done = archives.fetch_police_uk(
            declared, tuple(force or ()), months, Options(), base or BASE, archive, progress
        )
    for one in done:
        say(f"From {one.archive}:")
        print_report(one.report)
        if one.lacking:
            print(f"Not in {one.archive}: {', '.join(one.lacking)}.")
