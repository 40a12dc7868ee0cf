"""`peelian doctor`: what is damaged, and what restores it."""

from pathlib import Path

import typer

from peelian.commands.options import Folder
from peelian.commands.output import count, progress_shown, say


def doctor(folder: Folder = Path()) -> None:
    """Tell what is damaged of received files, facts and built packs, and how to restore it. Nothing is changed.

    Example: peelian doctor my-office
    """
    from peelian.packs import damage as looking
    from peelian.workspace import workspace

    declared = workspace.load(folder)
    with progress_shown() as progress:
        found = looking.find_damage(declared, progress)
    for fault in found.faults:
        print(fault)
    looked = f"{count(found.files, 'received file')}, {count(found.parts, 'part')} of facts and"
    say(f"Looked at {looked} {count(found.packs, 'pack')}: {len(found.faults) or 'none'} damaged.")
    raise typer.Exit(max((fault.exit_code for fault in found.faults), default=0))
