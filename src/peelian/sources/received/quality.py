"""Quality of received data: for each source, what arrived, and what is missing, left out, repeated or replaced."""

from collections import defaultdict
from collections.abc import Sequence

from peelian.core.periods import parse_month
from peelian.core.quality import SourceQuality, between
from peelian.sources.facts import store
from peelian.sources.facts.store import ReceivedFile
from peelian.sources.publishers.catalogue import PUBLICATIONS
from peelian.sources.received import kept_files
from peelian.workspace.workspace import Workspace

PUBLISHED = {"police_uk": "data.police.uk", **{source: found.title for source, found in PUBLICATIONS.items()}}


def report(workspace: Workspace) -> tuple[SourceQuality, ...]:
    """One row for each source and fact table, for the office's force."""
    return of(workspace, kept_files.received(workspace.folder / "received", workspace.contracts))


def of(workspace: Workspace, received: Sequence[ReceivedFile]) -> tuple[SourceQuality, ...]:
    """The same report for the files in `received`."""
    force = workspace.force.force
    now = {id(file) for part in store.current(received).values() for file in part.values()}
    by_source: dict[tuple[str, str], list[ReceivedFile]] = defaultdict(list)
    for file in received:
        by_source[file.snapshot.source, file.snapshot.dataset].append(file)
    return tuple(_quality(workspace, source, found, force, now) for (source, _), found in sorted(by_source.items()))


def _quality(
    workspace: Workspace, source: str, found: Sequence[ReceivedFile], force: str, now: set[int]
) -> SourceQuality:
    contract = workspace.contracts.get(source)
    snapshots = [file.snapshot for file in found]
    months = sorted({month for s in snapshots for reporting, month in s.covers if reporting == force})
    expected = set(between(months)) if months and not found[0].table.stock else set(months)
    if contract and contract.months:
        first, _, last = contract.months.partition(":")
        expected |= set(between((parse_month(first), parse_month(last))))
    table = found[0].table.name
    return SourceQuality(
        source=source,
        title=f"{contract.title if contract else PUBLISHED.get(source, source)} ({table})",
        files=len(found),
        rows=sum(s.rows for s in snapshots),
        rejected=sum(s.rejected for s in snapshots),
        duplicates=sum(s.duplicates for s in snapshots),
        as_at=max(s.as_at for s in snapshots),
        months=tuple(months),
        missing=tuple(sorted(expected - set(months))),
        superseded=tuple(sorted(_replaced(file, found, now) for file in found if _replaced(file, found, now))),
    )


def _replaced(file: ReceivedFile, found: Sequence[ReceivedFile], now: set[int]) -> str:
    """The file's name if a later file covers some of its months, else empty."""
    covers = set(file.snapshot.covers)
    later = any(
        other.snapshot.as_at > file.snapshot.as_at and covers & set(other.snapshot.covers)
        for other in found
        if id(other) in now
    )
    return file.snapshot.file if later else ""
