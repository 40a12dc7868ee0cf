"""Identities: checks that figures of a return agree with each other. It reports errors and never corrects them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from peelian.core.errors import SourceError
from peelian.core.periods import add_months, month_key, month_words
from peelian.core.sources import Contract, Identity

Cells = Mapping[str, int]
"""The figures of one month and one set of keys, by the word in the identity's column."""


def broken(rows: Sequence[tuple[object, ...]], contract: Contract, file: str) -> Iterator[tuple[str, SourceError]]:
    """A fault, with its month such as 2025-12, for each identity of the template that the fact rows break.

    It compares figures with the same values in all other columns. A missing figure breaks nothing, since it has no
    value to compare.
    """
    for identity in contract.identity:
        for of, months in _grouped(rows, contract, identity).items():
            words = ", ".join(part for part in of if part)
            for month, cells in sorted(months.items()):
                where = f"{file}, {month_words(month)}" + (f", {words}" if words else "")
                what = _sum_fault(cells, identity) or _carried_fault(cells, months.get(add_months(month, -1)), identity)
                if what:
                    yield month_key(month), SourceError(where, what, "correct the wrong figure")


def _grouped(
    rows: Sequence[tuple[object, ...]], contract: Contract, identity: Identity
) -> Mapping[tuple[str, ...], Mapping[date, Cells]]:
    """By the other columns, then by month: the figures by the identity's column."""
    names = ("month", "force", "place", "place_name", *contract.table.columns, "n")
    at = names.index(identity.column)
    found: dict[tuple[str, ...], dict[date, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        month, word, n = row[0], str(row[at]), row[-1]
        assert isinstance(month, date)
        assert isinstance(n, int)
        of = tuple(str(cell) for number, cell in enumerate(row) if number not in (0, at, len(row) - 1))
        found[of][month][word] = found[of][month].get(word, 0) + n
    return found


def _sum_fault(cells: Cells, identity: Identity) -> str:
    parts = (*identity.adds, *identity.less, *identity.comes_to)
    if not parts or any(part not in cells for part in parts):
        return ""
    comes = sum(cells[part] for part in identity.adds) - sum(cells[part] for part in identity.less)
    due = sum(cells[part] for part in identity.comes_to)
    if comes == due:
        return ""
    made = " + ".join(map(repr, identity.adds)) + "".join(f" - {part!r}" for part in identity.less)
    return f"{made} is {comes:,}, but {' + '.join(map(repr, identity.comes_to))} is {due:,}"


def _carried_fault(cells: Cells, before: Cells | None, identity: Identity) -> str:
    if not identity.carried or before is None:
        return ""
    begins, ended = identity.carried
    if begins not in cells or ended not in before or cells[begins] == before[ended]:
        return ""
    return f"{begins!r} is {cells[begins]:,}, but {ended!r} of the month before is {before[ended]:,}"
