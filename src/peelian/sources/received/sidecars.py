"""Sidecars: the small text file beside each received file that says what it is and where it came from."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from peelian.core.errors import SourceError
from peelian.core.sources import Snapshot
from peelian.workspace.atomic_write import write_whole

SIDECAR = ".received.json"
SEAL = "seal"
SNAPSHOT = TypeAdapter(Snapshot)


def read_sidecar(path: Path) -> Snapshot:
    """The sidecar's snapshot. SourceError if the sidecar is damaged."""
    to_do = "delete it and the file beside it, and receive that file again"
    try:
        note = json.loads(path.read_bytes())
        if not isinstance(note, dict):
            raise ValueError("it is not a note of receipt")
        seal = note.pop(SEAL, None)  # early sidecars have no seal
        sealed = seal in (None, _seal(note))
        snapshot = SNAPSHOT.validate_python(note)
        datetime.fromisoformat(snapshot.received_at)
    except (ValueError, TypeError, RecursionError, OSError) as fault:
        first = str(fault).splitlines()[0]
        raise SourceError(str(path), f"the sidecar cannot be read ({first})", to_do) from None
    if not sealed:
        raise SourceError(str(path), "the sidecar has changed since it was written", to_do)
    return snapshot


def sidecar_of(file: Path) -> Path:
    return file.with_name(file.name + SIDECAR)


def write_sidecar(file: Path, snapshot: Snapshot) -> Path:
    """Write the file's sidecar, whole or not at all. Returns its path."""
    note = asdict(snapshot)
    if not snapshot.match:
        del note["match"]
    note = json.loads(json.dumps(note, default=str))
    path = sidecar_of(file)
    write_whole(path, json.dumps({**note, SEAL: _seal(note)}, ensure_ascii=False, indent=1) + "\n")
    return path


def _seal(note: dict[str, Any]) -> str:
    """A checksum that reveals a changed sidecar. A changed date, for example, would change which file is current."""
    return hashlib.sha256(json.dumps(note, sort_keys=True).encode()).hexdigest()[:12]
