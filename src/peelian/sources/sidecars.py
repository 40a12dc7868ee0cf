"""Sidecars: beside each received file, a small text file of what it is and where it came from."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from peelian.core.errors import SourceError
from peelian.core.sources import Snapshot

SIDECAR = ".received.json"
SNAPSHOT = TypeAdapter(Snapshot)


def read_sidecar(path: Path) -> Snapshot:
    """SourceError when the sidecar is damaged."""
    try:
        return SNAPSHOT.validate_json(path.read_bytes())
    except (ValidationError, OSError) as fault:
        first = str(fault).splitlines()[0]
        raise SourceError(str(path), f"the sidecar cannot be read ({first})", "receive the file again") from None


def write_sidecar(file: Path, snapshot: Snapshot) -> Path:
    """Written whole or not at all: a file is received from the moment its sidecar is there."""
    path = file.with_name(file.name + SIDECAR)
    aside = path.with_name(f".{path.name}.new")
    told = asdict(snapshot)
    if not snapshot.match:
        del told["match"]
    text = json.dumps(told, default=str, ensure_ascii=False, indent=1)
    with aside.open("w", encoding="utf-8") as out:
        out.write(text + "\n")
        out.flush()
        os.fsync(out.fileno())
    aside.replace(path)
    return path
