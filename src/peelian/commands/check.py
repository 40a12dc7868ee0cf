"""`peelian check` lists every fault in a workspace, worst first."""

from pathlib import Path

import typer

from peelian.commands.options import Folder
from peelian.commands.output import count, say


def check(folder: Folder = Path()) -> None:
    """Read every definition, section and received file, and list every fault, worst first.

    Example: peelian check my-office
    """
    from peelian.packs import check as faults_of
    from peelian.workspace import workspace

    declared = workspace.load(folder)
    faults = faults_of.check_workspace(declared)
    for fault in faults:
        print(fault)
    say(f"{count(len(declared.pack_ids), 'pack')} checked: {count(len(faults), 'fault')}.")
    raise typer.Exit(max((fault.exit_code for fault in faults), default=0))
