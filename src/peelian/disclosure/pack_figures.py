"""A pack's figures, with those of the pack before: which to withhold so that no small number can be worked out.

A figure is printed or withheld whole: numerator, base and what is left of it. Only sources with a threshold take part.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Literal

from peelian.core.areas import Area
from peelian.core.errors import DefinitionError
from peelian.core.measures import Measure, Selection
from peelian.core.observations import Count
from peelian.core.periods import Period
from peelian.disclosure.link import Counted, CountedCell, Linked, families, link
from peelian.disclosure.primary import is_small, of_a_whole
from peelian.disclosure.secondary import Unprotectable, protect
from peelian.disclosure.splits import Rest, Split

FigurePart = Literal["numerator", "denominator", "rest"]
FigureKey = tuple[str, str, Period]


@dataclass(frozen=True)
class NumberShown:
    """One number a figure shows, or lets be worked out: its numerator, its base, or the base less the numerator.

    `selection` says what is counted: the same key wherever the same rows are; a rest's is a `Rest`. `withheld` says, of
    the pack before, that the figure was withheld there. `sensitive` is a split whose zeros say too much.
    """

    measure: str
    selection: Hashable
    area: str
    period: Period
    part: FigurePart
    value: int
    threshold: int
    withheld: bool = False
    sensitive: bool = False
    at_end: bool = False

    @property
    def over(self) -> Period:
        """The months it counts: of how things stand at a period's end, its last alone."""
        return Period.month(self.period.last) if self.at_end else self.period

    @property
    def figure(self) -> FigureKey:
        return self.measure, self.area, self.period

    @property
    def cell(self) -> CountedCell:
        return CountedCell(self.selection, self.area, self.over.start, self.over.stop)

    @property
    def is_primary(self) -> bool:
        """Withheld by the rule itself."""
        return is_small(self.value, self.threshold) or (self.sensitive and self.value == 0)


@dataclass(frozen=True)
class Decision:
    """What to withhold. `figures` are measure, area and period; `secondary` those withheld only to protect others.

    `exposed` is small and can be worked out or narrowed from the pack before, whatever this one withholds. `revised` is
    what that pack printed and today's data no longer give: it is linked with nothing.
    """

    withheld: frozenset[NumberShown]
    secondary: frozenset[FigureKey]
    exposed: tuple[CountedCell, ...]
    revised: tuple[NumberShown, ...]

    @property
    def figures(self) -> frozenset[FigureKey]:
        return frozenset(row.figure for row in self.withheld)


class Narrowed(DefinitionError):
    """Figures whose `[c]` would be narrowed by what the pack before printed. `cells` names them."""

    def __init__(self, cells: Sequence[CountedCell], figures: Iterable[FigureKey]) -> None:
        named = [f"{measure}@{area}/{period.key}" for measure, area, period in figures]
        where = ", ".join(named or map(str, cells))
        super().__init__(where, "the pack before gives it away even when withheld", "leave it out of this pack")
        self.cells = tuple(cells)


def printed_of(
    measure: Measure, area: Area, period: Period, count: Count, threshold: int, *, withheld: bool = False
) -> tuple[NumberShown, ...]:
    """The numbers a figure of this measure shows."""

    def row(selection: Hashable, part: FigurePart, value: int, counted: Selection) -> NumberShown:
        at_end = counted.at_end
        return NumberShown(measure.name, selection, area.key, period, part, value, threshold, withheld, at_end=at_end)

    found = [row(measure.numerator, "numerator", count.numerator, measure.numerator)]
    if measure.denominator is None or count.denominator is None or measure.denominator_kind == "population":
        return tuple(found)
    found.append(row(measure.denominator, "denominator", count.denominator, measure.denominator))
    if of_a_whole(measure):
        rest = Rest(measure.denominator, frozenset({measure.numerator}))
        found.append(row(rest, "rest", count.denominator - count.numerator, measure.denominator))
    return tuple(found)


def withhold(
    now: Sequence[NumberShown],
    before: Sequence[NumberShown],
    parts: Mapping[str, Collection[str]],
    counted: Counted,
    splits: Collection[Split] = (),
) -> Decision:
    """The figures of `now` to withhold, beside `before`, all that was printed or withheld in the pack before.

    `parts` names each area's parts, printed or not, so that together they are all of it. `counted` gives the months of
    selections and areas. `splits` ties selections, as the function of that name finds; numerator and base need none.
    Narrowed when no choice would do; ValueError when parts are more than their whole.
    """
    now, before = [r for r in now if r.threshold], [r for r in before if r.threshold]
    revised = [r for r in before if not r.withheld and _counted(r, counted) != r.value]
    apart = {row.figure for row in revised}
    before = [row for row in before if row.figure not in apart]
    rows = [*now, *before]
    told = dict.fromkeys([*splits, *(row.selection for row in rows if isinstance(row.selection, Rest))])
    lost, exposed = set[FigureKey](), list[CountedCell]()
    for family in families((row.selection for row in rows if not isinstance(row.selection, Rest)), told):
        tied = [split for split in told if split.whole in family]
        ours = family.union(tied)
        mine, old = ([row for row in pack if row.selection in ours] for pack in (now, before))
        if not mine and not old:
            continue
        cells = tuple(dict.fromkeys(row.cell for row in (*mine, *old)))
        figures = _Family(mine, old, link(cells, tied, parts, counted))
        given = figures.exposed()
        chosen, more = figures.withheld(given)
        exposed += [*given, *more]
        lost |= chosen
    marked = {row.figure for row in now if row.is_primary}
    lost |= marked
    withheld = frozenset(row for row in now if row.figure in lost)
    return Decision(withheld, frozenset(lost - marked), tuple(exposed), tuple(revised))


class _Family:
    """The figures that sums tie together."""

    def __init__(self, now: Sequence[NumberShown], before: Sequence[NumberShown], linked: Linked) -> None:
        self._now, self._linked = now, linked
        self._threshold = max(row.threshold for row in (*now, *before))
        self._fixed = {row.cell for row in before if not row.withheld}
        self._marked_before = {row.cell for row in before if row.withheld} - self._fixed
        primary = {row.figure for row in self._now if row.is_primary}
        self._shown = _by_cell(row for row in self._now if row.figure not in primary)
        self._marked = {row.cell for row in self._now} - {*self._shown} - self._fixed
        self._sensitive = {row.cell for row in self._now if row.sensitive and row.value == 0}

    def exposed(self) -> list[CountedCell]:
        """What the pack before gives away by itself."""
        known = self._fixed | self._marked_before
        if not known:
            return []
        return self._protected(known, self._marked_before, {}, [])[1]

    def withheld(self, exposed: Collection[CountedCell]) -> tuple[set[FigureKey], list[CountedCell]]:
        """The figures of this pack to withhold beside those the rule withholds, and what its marks expose."""
        weights = {
            cell: sum(log2(2 + row.value) for row in rows)
            for cell, rows in self._shown.items()
            if cell not in self._fixed
        }
        known = {*self._shown} | self._marked | self._fixed | self._marked_before
        marked = (self._marked | self._marked_before) - {*self._shown}
        chosen, more = self._protected(known, marked, weights, exposed)
        narrowed = {*more} & {row.cell for row in self._now}
        if narrowed:
            raise Narrowed(sorted(narrowed, key=str), dict.fromkeys(r.figure for r in self._now if r.cell in narrowed))
        return {row.figure for cell in chosen & self._shown.keys() for row in self._shown[cell]}, more

    def _protected(
        self,
        known: Collection[CountedCell],
        marked: Collection[CountedCell],
        weights: Mapping[CountedCell, float],
        exempt: Collection[CountedCell],
    ) -> tuple[frozenset[CountedCell], list[CountedCell]]:
        """The cells to withhold, and those that are lost beside the exempt, which are then left out."""
        lost: list[CountedCell] = []
        while True:
            try:
                return self._protect(known, marked, weights, [*exempt, *lost]), lost
            except Unprotectable as fault:
                lost += fault.cells

    def _protect(
        self,
        known: Collection[CountedCell],
        marked: Collection[CountedCell],
        weights: Mapping[CountedCell, float],
        exempt: Collection[CountedCell],
    ) -> frozenset[CountedCell]:
        cells = self._linked.cells
        return protect(
            cells,
            self._linked.relations,
            self._threshold,
            marked,
            self._fixed,
            hidden=cells.keys() - known,
            sensitive=self._sensitive & {*known},
            exempt=[cell for cell in exempt if cell in cells],
            weights=weights,
        )


def _by_cell(rows: Iterable[NumberShown]) -> dict[CountedCell, list[NumberShown]]:
    found: dict[CountedCell, list[NumberShown]] = defaultdict(list)
    for row in rows:
        found[row.cell].append(row)
    return dict(found)


def _counted(row: NumberShown, counted: Counted) -> int:
    """What today's data give for the number."""

    def total(selection: Hashable) -> int:
        if isinstance(selection, Rest):
            return total(selection.whole) - sum(total(part) for part in selection.parts)
        return sum(counted(selection, row.area, month) for month in row.over.months)

    return total(row.selection)
