"""Results kept between runs in `build/kept`, each with the digest of its inputs.

Anything here may be deleted and will be made again. A file that is damaged, or has another digest, does not count.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from peelian.workspace.atomic_write import write_whole


def home(folder: Path) -> Path:
    """The folder for a workspace's kept results."""
    return folder / "build" / "kept"


def read(path: Path, made_from: str) -> Any:
    """The result kept for this digest of its inputs, or None."""
    try:
        first, _, text = path.read_text(encoding="utf-8").partition("\n")
        return json.loads(text) if first == _seal(made_from, text) else None
    except (OSError, ValueError):
        return None


def write(path: Path, made_from: str, thing: Any) -> None:
    """Keep a JSON value, in place of the one before."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":"), default=str)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, f"{_seal(made_from, text)}\n{text}")


def _seal(made_from: str, text: str) -> str:
    return hashlib.sha256(f"{made_from}\n{text}".encode()).hexdigest()


def digest(*parts: object) -> str:
    """SHA-256 of values by their `repr`, which must show everything in them."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode()).hexdigest()
