"""Asking: the answers on the facts of a workspace, brought up to its received files first."""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from peelian.core.coverage import Coverage
from peelian.core.measures import Measure
from peelian.core.progress import Progress, quiet
from peelian.engine.choose import chosen
from peelian.engine.counts import Counts
from peelian.findings.answers import Answers
from peelian.findings.kept_counts import KeptCounts
from peelian.sources.facts import store as facts_store
from peelian.sources.received import kept_files
from peelian.sources.received.lock import one_writer
from peelian.workspace import kept as kept_things
from peelian.workspace.workspace import Workspace


@contextmanager
def answers(workspace: Workspace, measures: Iterable[Measure], progress: Progress = quiet) -> Iterator[Answers]:
    """Answers on the workspace's facts, brought up to its received files first."""
    with asked_of(workspace, facts_of(workspace, progress), measures) as ask:
        yield ask


def facts_of(workspace: Workspace, progress: Progress = quiet) -> Coverage:
    """What the workspace's facts cover, brought up to its received files."""
    store, aside = workspace.folder / "build" / "facts", workspace.folder / "build" / ".facts"
    with one_writer(workspace.folder):
        received = kept_files.received(workspace.folder / "received", workspace.contracts)
        try:
            facts_store.remake(received, store, aside, progress, kept_files.check_unchanged).commit()
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    current = {
        (dataset, force, month): file
        for (dataset, month), by_force in facts_store.current(received).items()
        for force, file in by_force.items()
    }
    by_small_area = frozenset(file.snapshot.id for file in current.values() if file.by_small_area)
    return Coverage({key: file.snapshot for key, file in current.items()}, by_small_area)


def parts_of(workspace: Workspace) -> Mapping[str, Sequence[Path]]:
    """The parts of each fact table."""
    return {table: facts_store.parts(workspace.folder / "build" / "facts", table) for table in workspace.tables}


def made_from(workspace: Workspace, coverage: Coverage, parts: Mapping[str, Sequence[Path]]) -> str:
    """All that decides how rows are counted, as one digest: the facts, the files they are of, and the areas."""
    facts = [(table, facts_store.marks(paths)) for table, paths in sorted(parts.items())]
    files = [(*key, snapshot.sha256) for key, snapshot in sorted(coverage.snapshots.items())]
    areas = [(key, sorted(places)) for key, places in sorted(workspace.areas.members.items())]
    vintages = [(code, sorted(years)) for code, years in sorted(workspace.areas.vintages.items())]
    known = sorted(workspace.areas.by_key.items())
    return kept_things.digest(workspace.office.engine, facts, files, areas, vintages, known)


@contextmanager
def asked_of(workspace: Workspace, coverage: Coverage, measures: Iterable[Measure]) -> Iterator[Answers]:
    """Answers on the facts there are. What was counted is kept for the next time."""
    parts = parts_of(workspace)
    kept = KeptCounts(kept_things.home(workspace.folder) / "counts", parts, workspace.office.engine)
    engine = chosen(workspace.office)
    try:
        countable = [measure for measure in measures if workspace.lacking(measure) is None]
        counts = Counts(engine, parts, workspace.areas, countable, kept)
        yield Answers(
            counts,
            coverage,
            workspace.areas,
            workspace.measures,
            workspace.tables,
            workspace.breaks,
            made_from(workspace, coverage, parts),
        )
    finally:
        engine.close()
        kept.save()
