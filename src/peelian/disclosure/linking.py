"""Linking: the figures of packs as one set of cells, with every sum that ties them in time, in place and in kind.

A cell is a selection, an area and whole months. Windows that overlap are both sums of the stretches of months between
their ends; an area is the sum of its parts; a selection is its parts and a rest. Stretches, areas and rests that nobody
prints are cells too: the attacker works with them, and some could be small.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from peelian.core.periods import Period, month_key
from peelian.disclosure.splits import Rest, Split
from peelian.disclosure.tables import Relation

Counted = Callable[[Hashable, str, date], int]
"""The count of a selection in an area in a month."""


@dataclass(frozen=True)
class Others:
    """The parts of an area no figure of the family is for, taken together."""

    area: str

    def __str__(self) -> str:
        return f"the rest of {self.area}"


@dataclass(frozen=True)
class Cell:
    """A number: what is counted, where, and in which months (`stop` is the month after the last)."""

    selection: Hashable
    area: str | Others
    start: date
    stop: date

    def __str__(self) -> str:
        return f"{self.selection}@{self.area}/{month_key(self.start)} to before {month_key(self.stop)}"


@dataclass(frozen=True)
class Linked:
    """Cells with their numbers and sums. Those not asked for are hidden; one may stand for several that go together."""

    cells: Mapping[Cell, int]
    relations: tuple[Relation[Cell], ...]


def families(selections: Iterable[Hashable], splits: Iterable[Split]) -> list[frozenset[Hashable]]:
    """Selections that splits tie together, directly or through others."""
    groups: list[set[Hashable]] = [{selection} for selection in dict.fromkeys(selections)]
    for tied in [{split.whole, *split.parts} for split in splits]:
        touched = [group for group in groups if group & tied]
        groups = [group for group in groups if not group & tied] + [tied.union(*touched)]
    return [frozenset(group) for group in groups]


def link(
    asked: Collection[Cell], splits: Collection[Split], parts: Mapping[str, Collection[str]], counted: Counted
) -> Linked:
    """One family's cells. `asked` are those figures show; `parts` are each area's parts, printed or not."""
    found = _Links(asked, splits, parts, counted)
    relations = [*found.in_place(), *found.in_kind(), *found.in_time()]
    stand = [cell for relation in relations for cell in (relation.total, *relation.parts)]
    cells = {cell: found.number(cell) for cell in dict.fromkeys([*asked, *stand])}
    return _reduced(cells, relations, frozenset(asked))


class _Links:
    """The sums of one family, at the grain of its stretches: the months between any two ends of its windows."""

    def __init__(
        self, asked: Collection[Cell], splits: Collection[Split], parts: Mapping[str, Collection[str]], counted: Counted
    ) -> None:
        self._asked, self._splits, self._counted = asked, splits, counted
        ends = sorted({end for cell in asked for end in (cell.start, cell.stop)})
        windows = {(cell.start, cell.stop) for cell in asked}
        self._stretches = [s for s in pairwise(ends) if any(start <= s[0] and s[1] <= stop for start, stop in windows)]
        shown = {cell.area for cell in asked}
        self._wholes = _wholes(shown, parts)
        self._areas = sorted(shown | {*self._wholes}, key=str)
        named = {cell.selection for cell in asked}.union(*({split.whole, *split.parts} for split in splits))
        # A rest follows from its whole.
        self._selections = sorted((one for one in named if not isinstance(one, Rest)), key=str)
        self._numbers: dict[Cell, int] = {}

    def number(self, cell: Cell) -> int:
        """The true count: from the data, or what is left of a whole."""
        if cell not in self._numbers:
            self._numbers[cell] = self._number(cell)
        return self._numbers[cell]

    def in_place(self) -> Iterator[Relation[Cell]]:
        """An area is its parts; those no figure is for are taken together."""
        for whole, inside in self._wholes.items():
            others = [Cell(selection, Others(whole), *s) for selection in self._selections for s in self._stretches]
            parts: list[str | Others] = [*inside, *([] if self._nothing(others) else [Others(whole)])]
            for selection in self._selections:
                for s in self._stretches:
                    total = Cell(selection, whole, *s)
                    yield Relation(total, tuple(Cell(selection, area, *s) for area in parts))

    def in_kind(self) -> Iterator[Relation[Cell]]:
        """A selection is its parts and a rest."""
        for split in self._splits:
            shown = any(cell.selection == split for cell in self._asked)
            known = not shown and self._nothing(Cell(split, area, *s) for area in self._areas for s in self._stretches)
            parts = [*sorted(split.parts, key=str), *([] if known else [split])]
            for area in self._areas:
                for s in self._stretches:
                    yield Relation(Cell(split.whole, area, *s), tuple(Cell(part, area, *s) for part in parts))

    def in_time(self) -> Iterator[Relation[Cell]]:
        """A window is its stretches."""
        for cell in self._asked:
            within = [s for s in self._stretches if cell.start <= s[0] and s[1] <= cell.stop]
            if len(within) > 1:
                yield Relation(cell, tuple(replace(cell, start=start, stop=stop) for start, stop in within))

    def _nothing(self, remainder: Iterable[Cell]) -> bool:
        """A remainder that is nothing everywhere is taken to be known to be nothing: that helps the attacker."""
        return not any(self.number(cell) for cell in remainder)

    def _number(self, cell: Cell) -> int:
        if isinstance(cell.selection, Rest):
            whole = self.number(replace(cell, selection=cell.selection.whole))
            return whole - sum(self.number(replace(cell, selection=part)) for part in cell.selection.parts)
        if isinstance(cell.area, Others):
            whole = self.number(replace(cell, area=cell.area.area))
            return whole - sum(self.number(replace(cell, area=part)) for part in self._wholes[cell.area.area])
        months = Period(cell.start, cell.stop, "month").months
        return sum(self._counted(cell.selection, cell.area, month) for month in months)


def _wholes(areas: Collection[str | Others], parts: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Each area that has an area of these among its parts, at whatever depth, and which of its parts those are in."""
    above = {part: whole for whole, inside in parts.items() for part in inside}
    found: dict[str, list[str]] = defaultdict(list)
    for area in sorted(area for area in areas if isinstance(area, str)):
        while (whole := above.get(area)) is not None and area not in found[whole]:
            found[whole].append(area)
            area = whole
    return dict(found)


def _reduced(cells: Mapping[Cell, int], relations: Collection[Relation[Cell]], asked: Collection[Cell]) -> Linked:
    """Without what tells an attacker nothing: a hidden total that stands in one relation alone, and all but one of the
    hidden parts that always stand together, which then has their sum."""
    numbers, kept = dict(cells), list(dict.fromkeys(relations))
    while True:
        stands: dict[Cell, list[int]] = defaultdict(list)
        for row, relation in enumerate(kept):
            for cell in (relation.total, *relation.parts):
                stands[cell].append(row)
        idle = {
            r for r, relation in enumerate(kept) if relation.total not in asked and len(stands[relation.total]) == 1
        }
        if idle:
            kept = [relation for row, relation in enumerate(kept) if row not in idle]
            continue
        totals = {relation.total for relation in kept}
        together: dict[tuple[int, ...], list[Cell]] = defaultdict(list)
        for cell, rows in stands.items():
            if cell not in asked and cell not in totals:
                together[tuple(rows)].append(cell)
        merged = {cell: group[0] for group in together.values() for cell in group[1:]}
        for cell, first in merged.items():
            numbers[first] += numbers[cell]
        kept = [Relation(r.total, tuple(part for part in r.parts if part not in merged)) for r in kept]
        if not merged:
            break
    used = {cell for relation in kept for cell in (relation.total, *relation.parts)} | {*asked}
    return Linked({cell: numbers[cell] for cell in cells if cell in used}, tuple(kept))
