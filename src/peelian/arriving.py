"""Receiving files whose layout is new: what is seen is told, the answer kept; what fails becomes a letter."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import date, timedelta
from pathlib import Path

from peelian import build
from peelian.core.errors import PeelianError, SourceError
from peelian.sources import letters as writing
from peelian.sources import matching
from peelian.sources.incoming import ODD_NAME
from peelian.sources.proposing import Proposal
from peelian.sources.receiving import Options, Report
from peelian.sources.recognising import Undecided, Unmatched
from peelian.workspace import Workspace

LETTERS = "letters"
DAYS = 10
"""Days a supplier is given to send a file again."""


def receive(
    workspace: Workspace,
    paths: Sequence[Path],
    options: Options,
    confirm: Callable[[str], bool],
    watching: Callable[[], AbstractContextManager[build.Progress]] = lambda: nullcontext(build.quiet),
) -> Report:
    """Take files in; of each layout that is new, what would be read is told to `confirm`, and kept if it says yes.

    `watching` tells what is being done, while nothing is asked. SourceError where the answer is no, or where something
    of the return is not found: nothing is taken in.
    """
    asked: set[str] = set()
    kept: list[Path] = []
    while True:
        try:
            with watching() as progress:
                return build.receive(workspace, paths, options, progress)
        except PeelianError as fault:
            ready = [(new, offered) for new, offered in _offered(fault) if new.where not in asked]
            if not ready or not all(confirm(seen(new, offered)) for new, offered in ready):
                for path in kept:  # a match by which nothing was taken in is nobody's yet
                    path.unlink()
                with suppress(OSError):
                    (workspace.folder / build.MATCHES).rmdir()
                raise
            asked |= {new.where for new, _ in ready}
            kept += [matching.keep(workspace.folder / build.MATCHES, offered.match) for _, offered in ready]


def _offered(fault: PeelianError) -> Iterator[tuple[Unmatched, Proposal]]:
    """New layouts in which all of a return was found."""
    for one in getattr(fault, "faults", [fault]):
        if isinstance(one, Unmatched) and one.proposal and not one.proposal.lacking:
            yield one, one.proposal


def seen(new: Unmatched, offered: Proposal) -> str:
    """What is on the file, and how it would be read."""
    return "\n".join((f"{new.where}: {new.what}.", *(f"  {line}" for line in offered.seen)))


def letters(workspace: Workspace, report: Report, today: date) -> Iterator[Path]:
    """A letter to the supplier of each file of which months were left out, written into the workspace."""
    for snapshot in report.received:
        if faults := report.left_out.get(snapshot.file, ()):
            contract = workspace.contracts[snapshot.source]
            yield _written(workspace, contract.supplier, contract.title, snapshot.file, faults, today)


def refusals(workspace: Workspace, paths: Sequence[Path], fault: PeelianError, today: date) -> Iterator[Path]:
    """A letter for each file that was refused, written into the workspace.

    None where it is for the office to say what it is, nor for one of the `paths` given that is not there.
    """
    lost = {str(path) for path in paths if not path.exists()}
    by_file: dict[str, list[SourceError]] = defaultdict(list)
    for one in getattr(fault, "faults", [fault]):
        if isinstance(one, SourceError) and not isinstance(one, Undecided) and one.where not in lost:
            by_file[one.where.partition(",")[0].partition(": ")[0]].append(one)  # of an archive's member, the archive
    for file, faults in by_file.items():
        if not ODD_NAME.search(file):  # an archive's member, or a name nobody could read
            yield _written(workspace, "", "", file, faults, today)


def _written(
    workspace: Workspace, supplier: str, title: str, file: str, faults: Sequence[SourceError], today: date
) -> Path:
    by = today + timedelta(days=DAYS)
    path = workspace.folder / LETTERS / f"{Path(file).name}.txt"
    path.parent.mkdir(exist_ok=True)
    text = writing.letter(workspace.office.name, supplier, title, file, faults, by)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
