"""`peelian doctor` finds damaged files and says how to restore them."""

from pathlib import Path

import typer

from peelian.commands.options import Folder
from peelian.commands.output import count, progress_shown, say


def doctor(folder: Folder = Path()) -> None:
    """Find damage in received files, facts and built packs, and say how to restore them. Changes nothing.

    Example: peelian doctor my-office
    """
    from peelian.packs import damage as looking
    from peelian.workspace import workspace

    declared = workspace.load(folder)
    with progress_shown() as progress:
        found = looking.find_damage(declared, progress)
    for fault in found.faults:
        print(fault)
    checked = f"{count(found.files, 'received file')}, {count(found.parts, 'part')} of facts and"
    say(f"Checked {checked} {count(found.packs, 'pack')}: {len(found.faults) or 'none'} damaged.")
    raise typer.Exit(max((fault.exit_code for fault in found.faults), default=0))
