"""What a workspace holds, so that two can be held against each other: what was received, the facts' rows, the packs."""

import hashlib
import json
from pathlib import Path

import duckdb

from peelian.sources.received.sidecars import SIDECAR


def stored(office: Path) -> dict[str, str]:
    """By path: the digest of what is there. Of facts, their rows; of a sidecar, all but when it was received."""
    return {
        path.relative_to(office).as_posix(): hashlib.sha256(_told(path)).hexdigest()
        for path in sorted(office.rglob("*"))
        if path.is_file() and path.name != ".lock" and not {"charts", "kept"} & {*path.parts}
    }


def _told(path: Path) -> bytes:
    if path.name.endswith(SIDECAR):
        told = json.loads(path.read_bytes())
        told = {name: cell for name, cell in told.items() if name not in ("received_at", "seal")}
        return json.dumps(told).encode()
    return rows_of(path) if path.suffix == ".parquet" and "facts" in path.parts else path.read_bytes()


def rows_of(part: Path) -> bytes:
    """The rows of a part of facts, in an order of their own."""
    with duckdb.connect() as connection:
        return repr(connection.read_parquet(str(part)).order("ALL").fetchall()).encode()


def whole(office: Path) -> bool:
    """Whether nothing is half there: each pack pointed to has its folder, and its pack.json is of that digest."""
    for current in office.glob("build/packs/*/current"):
        name = current.read_text().strip()
        text = (current.parent / name / "pack.json").read_bytes()
        if hashlib.sha256(text).hexdigest()[: len(name)] != name:
            return False
    return True
