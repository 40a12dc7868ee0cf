"""Moves the files of one receive into place, all or none, even if the process ends early.

It first lists the moves in `received/.moving.json`. This process, or the next that writes the workspace, then finishes
them. A file on the list does not count as received until the list is gone.
"""

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from peelian.core.errors import SourceError
from peelian.workspace.atomic_write import aside_of, write_whole

LIST = ".moving.json"
STAGING = ".staging"
"""The folder in `received/` where files wait until all are checked. One is enough, since only one process writes."""


def move_in(home: Path, moves: Sequence[tuple[Path, Path]]) -> None:
    """Move files within `home` from staging to where they are kept, all or none."""
    if not moves:
        return
    listed = [[path.relative_to(home).as_posix() for path in move] for move in moves]
    write_whole(home / LIST, json.dumps(listed, ensure_ascii=False))
    finish(home)


def finish(home: Path) -> None:
    """Finish a list of moves, if there is one, and clear the staging folder."""
    for staged, kept in _listed(home):
        if staged.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(kept)
    for path in (home / LIST, aside_of(home / LIST)):
        path.unlink(missing_ok=True)
    shutil.rmtree(home / STAGING, ignore_errors=True)


def not_yet(home: Path) -> frozenset[Path]:
    """The files on the list of moves, which do not count as received yet."""
    return frozenset(kept for _, kept in _listed(home))


def _listed(home: Path) -> Iterable[tuple[Path, Path]]:
    try:
        listed = json.loads((home / LIST).read_bytes())
        return [(home / staged, home / kept) for staged, kept in listed]
    except FileNotFoundError:
        return ()
    except ValueError:
        what, to_do = "the list of files to move is damaged", "delete it, and receive the last files again"
        raise SourceError(str(home / LIST), what, to_do) from None
