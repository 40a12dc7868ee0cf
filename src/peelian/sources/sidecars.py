"""Sidecars: beside each received file, a small text file of what it is and where it came from."""

import json
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from peelian.core.errors import SourceError
from peelian.core.sources import Snapshot
from peelian.core.writing import write_whole

SIDECAR = ".received.json"
SNAPSHOT = TypeAdapter(Snapshot)


def read_sidecar(path: Path) -> Snapshot:
    """SourceError when the sidecar is damaged."""
    try:
        return SNAPSHOT.validate_json(path.read_bytes())
    except (ValidationError, OSError) as fault:
        first = str(fault).splitlines()[0]
        raise SourceError(str(path), f"the sidecar cannot be read ({first})", "receive the file again") from None


def sidecar_of(file: Path) -> Path:
    return file.with_name(file.name + SIDECAR)


def write_sidecar(file: Path, snapshot: Snapshot) -> Path:
    """Written whole or not at all."""
    told = asdict(snapshot)
    if not snapshot.match:
        del told["match"]
    path = sidecar_of(file)
    write_whole(path, json.dumps(told, default=str, ensure_ascii=False, indent=1) + "\n")
    return path
