"""Asking: the answers on the facts of a workspace, brought up to its received files first."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from peelian.core.coverage import Coverage
from peelian.core.measures import Measure
from peelian.core.progress import Progress, quiet
from peelian.engine.choose import chosen
from peelian.engine.counts import Counts
from peelian.findings.answers import Answers
from peelian.sources.facts import store as facts_store
from peelian.sources.received import kept_files
from peelian.sources.received.lock import one_writer
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


@contextmanager
def asked_of(workspace: Workspace, coverage: Coverage, measures: Iterable[Measure]) -> Iterator[Answers]:
    """Answers on the facts there are."""
    parts = {table: facts_store.parts(workspace.folder / "build" / "facts", table) for table in workspace.tables}
    engine = chosen(workspace.office)
    try:
        countable = [measure for measure in measures if workspace.lacking(measure) is None]
        counts = Counts(engine, parts, workspace.areas, countable)
        yield Answers(counts, coverage, workspace.areas, workspace.measures, workspace.tables, workspace.breaks)
    finally:
        engine.close()
