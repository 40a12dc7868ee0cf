"""Totals: checked against their parts, never read. One that its parts do not come to is told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

LEAF, TOTAL, GROUP = "leaf", "total", "group"


@dataclass(frozen=True)
class Entry:
    """One row's figures as a total sees them, by column; what its labels say; None where a figure cannot be read.

    A `GROUP` is a row over others that also says what they come to; its `level` is higher the more it holds.
    """

    row: int
    kind: str
    labels: tuple[str, ...]
    figures: Mapping[int, float | None]
    read: bool = True
    level: int = 0


def wrong(entries: Sequence[Entry]) -> Iterator[tuple[int, int, float, float]]:
    """Row, column, the total, and what its parts come to.

    A total may stand after its parts or before, be of those since the total before it, of all, or of the rows that have
    its labels: it is wrong only where it is none of these. One with a part that cannot be read is not checked.
    """
    for n, entry in enumerate(entries):
        if entry.kind == LEAF:
            continue
        for at, number in entry.figures.items():
            if number is None:
                continue
            sums: list[float] = []
            for told in _sums(entries, n, at):
                if told is None or abs(number - told) < 0.5:
                    break
                sums.append(told)
            else:
                yield entry.row, at, number, min(sums, key=lambda told: abs(told - number))


def _sums(entries: Sequence[Entry], n: int, at: int) -> Iterator[float | None]:
    leaves = [(k, entry) for k, entry in enumerate(entries) if entry.kind == LEAF]
    own = entries[n]
    scopes: list[list[Entry]] = []
    if own.kind == GROUP:
        end = next((k for k in range(n + 1, len(entries)) if _closes(entries[k], own)), len(entries))
        scopes.append([entry for k, entry in leaves if n < k < end])
        begin = next((k for k in range(n - 1, -1, -1) if _closes(entries[k], own)), -1)
        scopes.append([entry for k, entry in leaves if begin < k < n])
    else:
        before = next((k for k in range(n - 1, -1, -1) if entries[k].kind == TOTAL), -1)
        after = next((k for k in range(n + 1, len(entries)) if entries[k].kind == TOTAL), len(entries))
        scopes.append([entry for k, entry in leaves if before < k < n])
        scopes.append([entry for k, entry in leaves if k < n])
        scopes.append([entry for k, entry in leaves if n < k])
        scopes.append([entry for k, entry in leaves if n < k < after])
        scopes.append([entry for _, entry in leaves])
        if any(own.labels):
            scopes.append([entry for _, entry in leaves if _agree(own.labels, entry.labels)])
    for scope in scopes:
        for every in (True, False):
            parts = [entry.figures.get(at) for entry in scope if every or entry.read]
            yield None if None in parts else sum(part for part in parts if part is not None)


def _agree(total: Sequence[str], part: Sequence[str]) -> bool:
    return all(not told or told == own for told, own in zip(total, part, strict=True))


def _closes(entry: Entry, group: Entry) -> bool:
    return entry.kind == TOTAL or (entry.kind == GROUP and entry.level >= group.level)
