"""Moving in: the files of one receive become received together, or none of them, whatever happens meanwhile.

What is to be moved is written down first, in `received/.moving.json`. From then on it will be done, by this process or
by the next that writes the workspace; until it is done, and the list gone, nothing on it counts as received.
"""

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from peelian.core.errors import SourceError
from peelian.workspace.atomic_write import aside_of, write_whole

LIST = ".moving.json"
STAGING = ".staging"
"""The folder, below `received/`, where files wait until all of them are right. There is one writer, so there is one."""


def move_in(home: Path, moves: Sequence[tuple[Path, Path]]) -> None:
    """Move files within `home`, each from where it was staged to where it is kept; all of them or none."""
    if not moves:
        return
    told = [[path.relative_to(home).as_posix() for path in move] for move in moves]
    write_whole(home / LIST, json.dumps(told, ensure_ascii=False))
    finish(home)


def finish(home: Path) -> None:
    """Do what is left of a list of moves, and clear away what was staged. Nothing where nothing was begun."""
    for staged, kept in _listed(home):
        if staged.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(kept)
    for path in (home / LIST, aside_of(home / LIST)):
        path.unlink(missing_ok=True)
    shutil.rmtree(home / STAGING, ignore_errors=True)


def not_yet(home: Path) -> frozenset[Path]:
    """The files being moved in, which are not received until all of them are there."""
    return frozenset(kept for _, kept in _listed(home))


def _listed(home: Path) -> Iterable[tuple[Path, Path]]:
    try:
        told = json.loads((home / LIST).read_bytes())
        return [(home / staged, home / kept) for staged, kept in told]
    except FileNotFoundError:
        return ()
    except ValueError:
        what, to_do = "the list of files being moved in is damaged", "delete it, and receive the last files again"
        raise SourceError(str(home / LIST), what, to_do) from None
