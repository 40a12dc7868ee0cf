"""`peelian setup` writes plan, measures, peers, suppliers and packs to a workbook, and reads it back."""

from pathlib import Path
from typing import Annotated

import typer

from peelian.commands.options import Folder
from peelian.commands.output import count, say


def setup(
    action: Annotated[str, typer.Argument(help="export or import.")],
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="The workbook.")],
    apply: Annotated[
        bool, typer.Option("--apply", help="With import: write the changes. Default: only list them.")
    ] = False,
) -> None:
    """Write plan, measures, peers, suppliers and packs to a workbook, and read a changed one back.

    Import lists each change and writes nothing without --apply.

    Example: peelian setup export my-office setup.xlsx
    """
    from peelian.sources.registers import setup_workbook
    from peelian.workspace import workspace

    setup_workbook.refuse_unknown(action)
    declared = workspace.load(folder)
    if action == "export":
        setup_workbook.export(declared, file)
        say(f"Wrote {file}. Change it, then: peelian setup import {folder} {file}")
        return
    made = setup_workbook.changes(declared, file)
    for change in made:
        print(change)
    if made and apply:
        setup_workbook.apply(made)
        workspace.load(folder)
    done = "written" if apply else "found; write them with --apply"
    say(f"{count(len(made), 'change')} {done if made else 'found'}.")
