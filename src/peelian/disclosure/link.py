"""Linking: the figures of packs as one set of cells, with every sum that ties them in time, in place and in kind.

A cell is a selection, an area and whole months. Windows that overlap are both sums of the stretches of months between
their ends; an area is the sum of its parts; a selection is its parts and a rest. Stretches, areas and rests that nobody
prints are cells too: the attacker works with them, and some could be small.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from peelian.core.periods import Period, month_key
from peelian.disclosure.splits import Rest, Split
from peelian.disclosure.tables import K, Relation

Counted = Callable[[Hashable, str, date], int]
"""The count of a selection in an area in a month."""

Parts = Mapping[str, Collection[str]]
Stretch = tuple[date, date]


@dataclass(frozen=True)
class Others:
    """The parts of an area but those named, taken together."""

    area: str
    but: frozenset[str]

    def __str__(self) -> str:
        return f"{self.area} less {', '.join(sorted(self.but))}"


@dataclass(frozen=True)
class CountedCell:
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

    cells: Mapping[CountedCell, int]
    relations: tuple[Relation[CountedCell], ...]


def families(selections: Iterable[Hashable], splits: Iterable[Split]) -> list[frozenset[Hashable]]:
    """Selections that splits tie together, directly or through others."""
    groups: list[set[Hashable]] = [{selection} for selection in dict.fromkeys(selections)]
    for tied in [{split.whole, *split.parts} for split in splits]:
        touched = [group for group in groups if group & tied]
        groups = [group for group in groups if not group & tied] + [tied.union(*touched)]
    return [frozenset(group) for group in groups]


def link(asked: Sequence[CountedCell], splits: Sequence[Split], parts: Parts, counted: Counted) -> Linked:
    """One family's cells. `asked` are those figures show; `parts` are each area's parts, printed or not."""
    numbers, relations = _Numbers(counted), list[Relation[CountedCell]]()
    coarser: Sequence[Stretch] = ()
    grains = _grains(asked, splits, parts)
    for grain in grains:
        cut = [stretch for stretch in coarser if stretch not in grain.stretches]
        sums = grain.sums([*cut, *grain.stretches], splits, parts, numbers)
        stand = dict.fromkeys([*grain.plain(cut), *_cells(sums)])
        relations += [*sums, *(grain.over_time(cell) for cell in stand if (cell.start, cell.stop) in cut)]
        coarser = grain.stretches
    for cell in asked:
        grain = next(grain for grain in grains if grain.holds(cell))
        if (cell.start, cell.stop) not in grain.stretches:
            relations.append(grain.over_time(cell))
    every = dict.fromkeys([*asked, *_cells(relations)])
    return _reduced({cell: numbers[cell] for cell in every}, relations, frozenset(asked))


@dataclass(frozen=True)
class _Grain:
    """Stretches of months, and the selections and areas that any figure cuts so fine.

    A total known by month says nothing of how its parts, known by year, fall in the months: any way of filling them in
    goes with any yearly numbers (a transportation problem is soluble whenever its margins agree). So parts that no
    figure cuts so fine go together at this grain, as others or as a rest.
    """

    stretches: Sequence[Stretch]
    selections: Sequence[Hashable]
    areas: Sequence[str]

    def holds(self, cell: CountedCell) -> bool:
        ends = {end for stretch in self.stretches for end in stretch}
        return (
            _kinds(cell.selection) <= {*self.selections} and cell.area in self.areas and {cell.start, cell.stop} <= ends
        )

    def plain(self, stretches: Collection[Stretch]) -> list[CountedCell]:
        """The cells that are no remainder."""
        return [CountedCell(kind, area, *s) for kind in self.selections for area in self.areas for s in stretches]

    def over_time(self, cell: CountedCell) -> Relation[CountedCell]:
        """A cell is its stretches."""
        within = [s for s in self.stretches if cell.start <= s[0] and s[1] <= cell.stop]
        return Relation(cell, tuple(replace(cell, start=start, stop=stop) for start, stop in within))

    def sums(
        self, stretches: Sequence[Stretch], splits: Sequence[Split], parts: Parts, numbers: "_Numbers"
    ) -> list[Relation[CountedCell]]:
        """An area is its parts and the others, a selection its parts and a rest, in each stretch.

        A remainder that is nothing everywhere is taken to be known to be nothing: that helps the attacker.
        """
        places, found = list[str | Others](self.areas), list[Relation[CountedCell]]()
        for area in self.areas:
            if inside := [part for part in self.areas if part in parts.get(area, ())]:
                others = Others(area, frozenset(inside))
                left = any(numbers[CountedCell(kind, others, *s)] for kind in self.selections for s in stretches)
                made: list[str | Others] = [*inside, others] if left else [*inside]
                places += made[len(inside) :]
                for kind in self.selections:
                    for s in stretches:
                        found.append(
                            Relation(CountedCell(kind, area, *s), tuple(CountedCell(kind, part, *s) for part in made))
                        )
        for whole, apart in dict.fromkeys((split.whole, split.parts & {*self.selections}) for split in splits):
            if whole in self.selections and apart:
                rest = Rest(whole, apart)
                shown = [*sorted(apart, key=str)]
                if any(numbers[CountedCell(rest, place, *s)] for place in places for s in stretches):
                    shown.append(rest)
                for place in places:
                    for s in stretches:
                        found.append(
                            Relation(
                                CountedCell(whole, place, *s), tuple(CountedCell(part, place, *s) for part in shown)
                            )
                        )
        return found


class _Numbers(dict[CountedCell, int]):
    """The true numbers: from the data, or what is left of a whole."""

    def __init__(self, counted: Counted) -> None:
        super().__init__()
        self._counted = counted

    def __missing__(self, cell: CountedCell) -> int:
        kind, area = cell.selection, cell.area
        if isinstance(kind, Rest):
            less = [replace(cell, selection=part) for part in kind.parts]
            number = self[replace(cell, selection=kind.whole)] - sum(self[part] for part in less)
        elif isinstance(area, Others):
            number = self[replace(cell, area=area.area)] - sum(self[replace(cell, area=part)] for part in area.but)
        else:
            number = sum(self._counted(kind, area, month) for month in Period(cell.start, cell.stop, "month").months)
        self[cell] = number
        return number


def _grains(asked: Sequence[CountedCell], splits: Sequence[Split], parts: Parts) -> list[_Grain]:
    """From the coarsest, of every selection and area, to the finest; each is of some of those of the one before."""
    kinds_at: dict[date, set[Hashable]] = defaultdict(set)
    areas_at: dict[date, set[str]] = defaultdict(set)
    for cell in asked:
        for end in (cell.start, cell.stop):
            kinds_at[end] |= _kinds(cell.selection)
            areas_at[end] |= {cell.area} if isinstance(cell.area, str) else set()
    for end in kinds_at:
        _climb(kinds_at[end], [(part, split.whole) for split in splits for part in split.parts])
        _climb(areas_at[end], [(part, whole) for whole, inside in parts.items() for part in inside])
    windows = {(cell.start, cell.stop) for cell in asked}
    ends = sorted(kinds_at, key=lambda end: (len(kinds_at[end]) * len(areas_at[end]), end))
    kinds, areas, found = set[Hashable](), set[str](), dict[int, _Grain]()
    for i, end in enumerate(ends):
        kinds, areas = kinds | kinds_at[end], areas | areas_at[end]
        stretches = [s for s in pairwise(sorted(ends[i:])) if any(w[0] <= s[0] and s[1] <= w[1] for w in windows)]
        # Of the ends that have the same selections and areas the first comes with all of them.
        found.setdefault(len(kinds) * len(areas), _Grain(stretches, sorted(kinds, key=str), sorted(areas)))
    return list(found.values())[::-1]


def _kinds(selection: Hashable) -> set[Hashable]:
    """The selections a cell is worked out from."""
    return {selection.whole, *selection.parts} if isinstance(selection, Rest) else {selection}


def _climb(named: set[K], above: Collection[tuple[K, K]]) -> None:
    """Add what the named are parts of, what that is part of, and so on."""
    size = 0
    while size != len(named):
        size = len(named)
        named |= {whole for part, whole in above if part in named}


def _reduced(
    cells: Mapping[CountedCell, int], relations: Collection[Relation[CountedCell]], asked: Collection[CountedCell]
) -> Linked:
    """Without what tells an attacker nothing: a hidden total that stands in one relation alone, and all but one of the
    hidden parts that always stand together, which then has their sum."""
    numbers, kept = dict(cells), list(dict.fromkeys(relations))
    while True:
        stands: dict[CountedCell, list[int]] = defaultdict(list)
        for row, relation in enumerate(kept):
            for cell in (relation.total, *relation.parts):
                stands[cell].append(row)
        idle = {r for r in kept if r.total not in asked and len(stands[r.total]) == 1}
        totals = {relation.total for relation in kept}
        together: dict[tuple[int, ...], list[CountedCell]] = defaultdict(list)
        for cell, rows in stands.items():
            if cell not in asked and cell not in totals:
                together[tuple(rows)].append(cell)
        merged = {cell: group[0] for group in together.values() for cell in group[1:]}
        if not idle and not merged:
            break
        for cell, first in merged.items():
            numbers[first] += numbers[cell]
        kept = [Relation(r.total, tuple(part for part in r.parts if part not in merged)) for r in kept if r not in idle]
    used = {*asked, *_cells(kept)}
    return Linked({cell: numbers[cell] for cell in cells if cell in used}, tuple(kept))


def _cells(relations: Iterable[Relation[CountedCell]]) -> list[CountedCell]:
    return [cell for relation in relations for cell in (relation.total, *relation.parts)]
