"""What is kept between runs, below `build/kept`: each thing under the digest of all it was made from.

Anything here may be deleted: it is then made again. A file that is damaged, or that another digest belongs to, counts
as not there.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from peelian.workspace.atomic_write import write_whole


def home(folder: Path) -> Path:
    """Where a workspace keeps such things."""
    return folder / "build" / "kept"


def read(path: Path, made_from: str) -> Any:
    """What is kept for the digest of what it was made from; None where nothing is."""
    try:
        first, _, text = path.read_text(encoding="utf-8").partition("\n")
        return json.loads(text) if first == _seal(made_from, text) else None
    except (OSError, ValueError):
        return None


def write(path: Path, made_from: str, thing: Any) -> None:
    """Keep something JSON can hold, in place of what was kept there."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":"), default=str)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, f"{_seal(made_from, text)}\n{text}")


def _seal(made_from: str, text: str) -> str:
    return hashlib.sha256(f"{made_from}\n{text}".encode()).hexdigest()


def digest(*parts: object) -> str:
    """SHA-256 of values by their `repr`, which must tell all that is in them."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode()).hexdigest()
