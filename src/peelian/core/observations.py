"""What may leave disclosure control: an observation, or the reason there is none."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from peelian.core.areas import Area
from peelian.core.measures import Measure
from peelian.core.periods import Period
from peelian.core.sources import Evidence


@dataclass(frozen=True)
class Query:
    """The SQL text and parameters that gave an integer."""

    sql: str
    parameters: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """Where a figure comes from: enough for a stranger to make it again."""

    queries: tuple[Query, ...] = ()
    snapshots: tuple[str, ...] = ()
    evidence: Evidence = "recomputed"
    threshold: int = 0
    notes: tuple[str, ...] = ()
    reading_at: date | None = None
    """The month of a stock's reading, where one is among what it is made of."""

    followed_up: tuple[int, ...] = ()
    """For a cohort: months from each month recorded to the date its outcomes are as at."""


@dataclass(frozen=True)
class Count:
    """Integers of one measure, area and period. Lives inside one call: disclosure control turns it into a statistic."""

    numerator: int
    denominator: int | None


@dataclass(frozen=True)
class Statistic:
    """What every outcome of a measure for an area and a period has in common."""

    measure: Measure
    area: Area
    period: Period
    months_present: int
    months_expected: int
    made: Made = field(compare=False, repr=False)


@dataclass(frozen=True)
class Observation(Statistic):
    """A value, exact, with the integers it was made from. `value` is in the measure's unit, unrounded."""

    numerator: int
    denominator: int | None
    value: Fraction


@dataclass(frozen=True)
class Withheld(Statistic):
    """A small number, not printed so that nobody can be known from it. Neither zero nor missing."""

    reason: str


@dataclass(frozen=True)
class Incomplete(Statistic):
    """No value: months are missing, the series breaks, or the base is absent or zero. The reason is for a reader."""

    reason: str


@dataclass(frozen=True)
class Estimate(Statistic):
    """A median, another percentile or a mean, taken from counts in bands. `lower` and `upper` are its 95% limits."""

    value: Fraction
    base: int
    lower: float
    upper: float


@dataclass(frozen=True)
class Reported(Statistic):
    """A figure that came without integers (a weighted percentage): printed and ranked, never summed.

    `places` are the decimals it came with; `base` how many it rests on, None where that was not told.
    """

    value: Fraction
    places: int
    base: int | None


Known = Observation | Estimate | Reported
"""Outcomes with a value."""

Outcome = Known | Withheld | Incomplete
