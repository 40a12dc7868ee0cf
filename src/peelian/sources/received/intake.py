"""Receives files. Shows a person how it would read each new layout, and keeps the answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from peelian.core import progress as core_progress
from peelian.core.errors import PeelianError
from peelian.core.progress import Progress, quiet
from peelian.sources.layouts import candidate, matches
from peelian.sources.layouts.propose import Proposal
from peelian.sources.received import intake
from peelian.sources.received import receive as received_receive
from peelian.sources.received.lock import one_writer
from peelian.sources.received.receive import Options, Report
from peelian.sources.returns import recognise
from peelian.sources.returns.recognise import Unmatched
from peelian.workspace.workspace import Workspace


def receive(
    workspace: Workspace,
    paths: Sequence[Path],
    options: Options,
    confirm: Callable[[str], bool],
    watching: Callable[[], AbstractContextManager[core_progress.Progress]] = lambda: nullcontext(core_progress.quiet),
) -> Report:
    """Take files in. `confirm` is given the proposed reading of each new layout, which is kept if it answers yes.

    `watching` shows progress between questions. If the answer is no, or a new layout lacks part of its return, it
    raises SourceError and takes nothing in.
    """
    asked: set[str] = set()
    kept: list[Path] = []
    while True:
        try:
            with watching() as progress:
                return intake.receive_known(workspace, paths, options, progress)
        except PeelianError as fault:
            ready = [(new, offered) for new, offered in _offered(fault) if new.where not in asked]
            if not ready or not all(confirm(seen(new, offered)) for new, offered in ready):
                for path in kept:  # a match that read no file is not kept
                    path.unlink()
                with suppress(OSError):
                    (workspace.folder / intake.MATCHES).rmdir()
                raise
            asked |= {new.where for new, _ in ready}
            kept += [matches.keep(workspace.folder / intake.MATCHES, offered.match) for _, offered in ready]


def _offered(fault: PeelianError) -> Iterator[tuple[Unmatched, Proposal]]:
    """The new layouts that have every column of their return."""
    for one in getattr(fault, "faults", [fault]):
        if isinstance(one, Unmatched) and one.proposal and not one.proposal.lacking:
            yield one, one.proposal


def seen(new: Unmatched, offered: Proposal) -> str:
    """The contents of the file, and how it would be read."""
    return "\n".join((f"{new.where}: {new.what}.", *(f"  {line}" for line in offered.seen)))


MATCHES = Path("sources") / "matches"
"""The folder for matches that the office confirmed."""


def receive_known(
    workspace: Workspace, paths: Sequence[Path], options: received_receive.Options, progress: Progress = quiet
) -> received_receive.Report:
    """Take files in, without a question; see `receive.receive`."""
    with one_writer(workspace.folder):
        forces = frozenset(area.force for area in workspace.areas.forces)
        own = candidate.Own(workspace.force.force, _places(workspace), forces)
        layouts = recognise.Layouts(matches.kept(workspace.folder / MATCHES), own)
        return received_receive.receive(workspace.folder, paths, workspace.contracts, options, progress, layouts)


def _places(workspace: Workspace) -> Mapping[str, str]:
    """The code of each of the force's councils by name. A council without one code of its own is left out."""
    areas = workspace.areas
    codes = {
        area.name: [code for code in areas.members.get(area.key, ()) if code not in areas.vintages]
        for area in areas.within(workspace.force)
        if area.kind == "local authority"
    }
    return {name: own[0] for name, own in codes.items() if len(own) == 1 and own[0]}
