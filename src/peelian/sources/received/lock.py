"""The lock: one Peelian at a time writes a workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from peelian.core.errors import DefinitionError
from peelian.sources.received import commit

PATIENCE = 5
"""Seconds to wait for another Peelian, which may be about to end."""


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Holds the workspace while it is written; the system frees it when the process ends, however it ends.

    What a process that ended early had begun to move in is moved in first.
    """
    (folder / "build").mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(folder / "build" / ".lock", timeout=PATIENCE, is_singleton=True).acquire()
    except Timeout:
        raise DefinitionError(str(folder), "another Peelian is at work in it", "wait until it has ended") from None
    with lock:
        commit.finish(folder / "received")
        yield
