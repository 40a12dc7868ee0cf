"""Measures: what is counted, over what, and how it is to be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

from peelian.core.areas import AreaKind
from peelian.core.periods import PeriodKind
from peelian.core.phrases import Phrase

Unit = Literal[
    "count", "per 1,000 people", "percent", "per 100", "pounds", "posts", "people", "days each", "seconds", "days",
    "mph",
]  # fmt: skip
Better = Literal["up", "down", "neutral"]
DenominatorKind = Literal["cohort", "ratio", "closed", "share", "population", "exposure"]

Held = Literal["ones", "pence", "hundredths"]
"""What the integers behind a measure count."""

Taken = Literal["median", "85th percentile", "90th percentile", "mean"]

FORBID_EXTRA = {"extra": "forbid"}


@dataclass(frozen=True)
class InPrint:
    """How a unit is printed: the phrase around the number, of one alone where that is another, and its decimals.

    `scale` is what the fraction of the integers is multiplied by: money is held in pence, posts and people employed in
    hundredths of one. A measure may say other decimals. `short` is the phrase where an axis already names the unit.
    """

    scale: Fraction
    whole: Phrase = Phrase.PLAIN
    one: Phrase | None = None
    short: Phrase = Phrase.PLAIN
    places: int = 1


UNITS: Mapping[str, InPrint] = {
    "count": InPrint(Fraction(1), places=0),
    "per 1,000 people": InPrint(Fraction(1000), Phrase.PER_1000_PEOPLE),
    "percent": InPrint(Fraction(100), Phrase.IN_PER_CENT, short=Phrase.IN_PER_CENT),
    "per 100": InPrint(Fraction(100), Phrase.PER_100),
    "pounds": InPrint(Fraction(1, 100), Phrase.IN_POUNDS, short=Phrase.IN_POUNDS, places=0),
    "posts": InPrint(Fraction(1, 100), Phrase.FTE),
    "people": InPrint(Fraction(1, 100), places=0),
    "days each": InPrint(Fraction(1), Phrase.DAYS_EACH),
    "seconds": InPrint(Fraction(1), Phrase.SECONDS, Phrase.ONE_SECOND, places=0),
    "days": InPrint(Fraction(1), Phrase.DAYS, Phrase.ONE_DAY, places=0),
    "mph": InPrint(Fraction(1), Phrase.MPH),
}


@dataclass(frozen=True)
class Selection:
    """Rows of one fact table. `where` keeps rows whose column holds one of the values, `without` drops such rows.

    A row whose column is empty is kept by `without` and never by `where`. Months are summed, unless the rows tell how
    things stand, as open cases do: `at_end` takes those of the period's last month alone.
    """

    facts: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at_end: bool = False

    __pydantic_config__ = FORBID_EXTRA

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(sorted({*self.where, *self.without}))

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Worked out once: a pack looks selections up a hundred thousand times."""
        parts = (tuple(sorted(told.items())) for told in (self.where, self.without))
        return hash((self.facts, *parts, self.at_end))


@dataclass(frozen=True)
class Rebase:
    """From `month` on (as 2024-01) a control chart's limits are worked out anew, and why."""

    month: str
    reason: str

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Bands:
    """Counts in bands of a column, from which an estimate is taken: median waits, mean speeds.

    `edges` are each band's lower and upper end in the measure's unit, lowest first, the upper not in the band; the last
    may be open. Within a band its counts are taken to lie evenly.
    """

    column: str
    edges: Mapping[str, tuple[float, ...]]
    take: Taken

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Measure:
    """One measure, as its text file declares it.

    `denominator_kind` says which denominator a rate has (definitions: cohort, ratio, closed; share for any other part
    of a whole; population for a rate per resident; exposure for anything else that the numerator is no part of): the
    three outcome denominators are never mixed.
    `activity` marks what an organisation did, as against what came of it. `target` is a number in the measure's unit
    as printed ("90"), and `target_source` who set it. `codes` are the national outcome codes the labels in the
    selections stand for, printed with the figure.

    What comes without integers, such as a weighted percentage, stands as text in the column `reads`, its base in `n`;
    what comes in `bands` gives an estimate. `by_chance` is false for money, posts and ledgers: exact, so that they have
    no interval and no test. Money is `held_in` pence, and what has decimals in hundredths.
    """

    name: str
    title: str
    why: str
    unit: Unit
    better: Better
    numerator: Selection
    denominator: Selection | None = None
    denominator_kind: DenominatorKind | None = None
    counts: str = ""
    out_of: str = ""
    areas: tuple[AreaKind, ...] = ("force", "local authority", "outside the force", "no location")
    periods: tuple[PeriodKind, ...] = ("month", "quarter", "year to date", "financial year", "12 months")
    decimals: int | None = None
    activity: bool = False
    caveat: str = ""
    codes: tuple[str, ...] = ()
    rebase: tuple[Rebase, ...] = ()
    target: str = ""
    target_source: str = ""
    reads: str = ""
    bands: Bands | None = None
    by_chance: bool = True
    held_in: Held = "ones"
    version: str = "1"
    checked_by: str = ""
    next_review: str = ""

    __pydantic_config__ = FORBID_EXTRA

    @property
    def places(self) -> int:
        """Decimals printed: none for a count, one for a rate or a percentage unless the measure says."""
        if self.decimals is not None:
            return self.decimals
        return UNITS[self.unit].places

    @property
    def scale(self) -> Fraction:
        """What the fraction of the integers is multiplied by to be in the measure's unit."""
        return UNITS[self.unit].scale

    @property
    def selections(self) -> tuple[Selection, ...]:
        """The numerator's rows, then the denominator's where it has one."""
        return (self.numerator, self.denominator) if self.denominator else (self.numerator,)

    @property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """By fact table, every column it tests or reads."""
        found: dict[str, set[str]] = {selection.facts: set() for selection in self.selections}
        for selection in self.selections:
            found[selection.facts].update(selection.columns)
        more = (self.reads, self.bands.column if self.bands else "")
        found[self.numerator.facts].update(filter(None, more))
        return {facts: tuple(sorted(names)) for facts, names in found.items()}

    @property
    def in_bands(self) -> Mapping[str, Selection]:
        """The numerator's rows of each band."""
        if self.bands is None:
            return {}
        kept = self.numerator
        return {band: replace(kept, where={**kept.where, self.bands.column: (band,)}) for band in self.bands.edges}
