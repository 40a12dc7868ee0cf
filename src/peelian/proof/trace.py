"""Trace: from a printed figure to its definition, its queries and its received files, whose bytes are checked."""

import difflib
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from peelian.core.errors import DefinitionError
from peelian.core.pack import MeasureRecord, Pack, QueryText, Receipt, SourceRecord, StatementRecord

State = Literal["as received", "changed", "missing"]


@dataclass(frozen=True)
class Trace:
    """Everything behind one figure. `files` pairs each source with the state of its bytes today."""

    receipt: Receipt
    measure: MeasureRecord | None
    statement: StatementRecord | None
    queries: tuple[QueryText, ...]
    files: tuple[tuple[SourceRecord, State], ...]


def trace(pack: Pack, key: str, received: Path) -> Trace:
    """DefinitionError, with the nearest keys, when the pack printed no such figure."""
    receipt = pack.figures.get(key)
    if receipt is None:
        near = difflib.get_close_matches(key, pack.figures, 3, 0.3) or sorted(pack.figures)[:3]
        to_do = f"perhaps {' or '.join(near)}" if near else "it prints no figure at all: bind one in its sections"
        raise DefinitionError(f"pack {pack.id}", f"it prints no figure {key!r}", to_do)
    sources = {source.id: source for source in pack.sources}
    return Trace(
        receipt=receipt,
        measure=next((m for m in pack.measures if m.name == receipt.measure), None),
        statement=next((s for s in pack.statements if s.id == receipt.statement), None),
        queries=tuple(pack.queries[number] for number in receipt.queries),
        files=tuple((sources[i], _state(sources[i], received / sources[i].file)) for i in receipt.snapshots),
    )


def _state(source: SourceRecord, path: Path) -> State:
    if not path.is_file():
        return "missing"
    with path.open("rb") as file:
        same = hashlib.file_digest(file, "sha256").hexdigest() == source.sha256
    return "as received" if same else "changed"
