"""Everything that is wrong in a workspace's packs and received files."""

from peelian.core.errors import PeelianError
from peelian.core.progress import Progress, quiet
from peelian.findings.ask import answers
from peelian.packs.assemble import assemble, used
from peelian.sources.layouts import matches
from peelian.sources.received import kept_files
from peelian.sources.received.intake import MATCHES
from peelian.sources.received.lock import one_writer
from peelian.workspace.workspace import Workspace


def check_workspace(workspace: Workspace, progress: Progress = quiet) -> list[PeelianError]:
    """Everything wrong in the workspace's packs and received files, worst first. Nothing is written but facts."""
    faults: list[PeelianError] = []
    for pack_id in workspace.pack_ids:
        try:
            text = workspace.pack(pack_id)
            with one_writer(workspace.folder), answers(workspace, used(workspace, text), progress) as ask:
                assemble(workspace, text, ask)
        except PeelianError as fault:
            faults.extend(getattr(fault, "faults", [fault]))
    faults.extend(matches.match_faults(workspace.folder / MATCHES, workspace.contracts))
    faults.extend(kept_files.damaged(workspace.folder / "received", workspace.contracts))
    return sorted(faults, key=lambda fault: -fault.exit_code)
