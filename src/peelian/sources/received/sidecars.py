"""Sidecars: beside each received file, a small text file of what it is and where it came from."""

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
    """SourceError when the sidecar is damaged."""
    to_do = "delete it and the file beside it, and receive that file again"
    try:
        told = json.loads(path.read_bytes())
        if not isinstance(told, dict):
            raise ValueError("it is no note of receipt")
        seal = told.pop(SEAL, None)  # none stands in those written before there was one
        sealed = seal in (None, _seal(told))
        snapshot = SNAPSHOT.validate_python(told)
        datetime.fromisoformat(snapshot.received_at)
    except (ValueError, TypeError, RecursionError, OSError) as fault:
        first = str(fault).splitlines()[0]
        raise SourceError(str(path), f"the sidecar cannot be read ({first})", to_do) from None
    if not sealed:
        raise SourceError(str(path), "the sidecar is not as it was written", to_do)
    return snapshot


def sidecar_of(file: Path) -> Path:
    return file.with_name(file.name + SIDECAR)


def write_sidecar(file: Path, snapshot: Snapshot) -> Path:
    """Written whole or not at all."""
    told = asdict(snapshot)
    if not snapshot.match:
        del told["match"]
    told = json.loads(json.dumps(told, default=str))
    path = sidecar_of(file)
    write_whole(path, json.dumps({**told, SEAL: _seal(told)}, ensure_ascii=False, indent=1) + "\n")
    return path


def _seal(told: dict[str, Any]) -> str:
    """By which a sidecar that is not as it was written is known: a changed date would change which file is current."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]
