"""The lock on a workspace: one Peelian writes it at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from peelian.core.errors import DefinitionError
from peelian.sources.received import commit

PATIENCE = 5
"""Seconds to wait for another Peelian, which may finish soon."""


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Locks the workspace for writing. The system releases the lock when the process ends, even by a crash.

    It first finishes the moves of a process that ended early.
    """
    (folder / "build").mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(folder / "build" / ".lock", timeout=PATIENCE, is_singleton=True).acquire()
    except Timeout:
        raise DefinitionError(str(folder), "another Peelian is using it", "wait until it finishes") from None
    with lock:
        commit.finish(folder / "received")
        yield
