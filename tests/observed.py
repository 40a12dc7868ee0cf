"""Outcomes made by hand, for tests of what is said of them."""

from collections.abc import Sequence

from peelian.core.areas import Area
from peelian.core.measures import Better, DenominatorKind, Measure, Selection, Unit
from peelian.core.observations import Count, Incomplete, Made, Observation, Withheld
from peelian.core.periods import Period
from peelian.disclosure import observe

PERIOD = Period.parse("2025-26-q3")


def measure(unit: Unit = "count", kind: DenominatorKind | None = None, better: Better = "down") -> Measure:
    base = None if unit == "count" else Selection("population" if kind == "population" else "crimes")
    return Measure("some_crime", "Some crime", "", unit, better, Selection("crimes"), base, kind)


def area_called(key: str) -> Area:
    return Area(key, key.capitalize(), "force", key)


def observation(
    numerator: int,
    denominator: int | None = None,
    period: Period = PERIOD,
    *,
    area: str = "north",
    unit: Unit | None = None,
    kind: DenominatorKind | None = None,
    better: Better = "down",
    followed_up: Sequence[int] = (),
) -> Observation:
    """A count, or with a denominator a percentage unless `unit` says otherwise."""
    unit = unit or ("count" if denominator is None else "percent")
    made = Made(followed_up=tuple(followed_up))
    found = observe(Count(numerator, denominator), measure(unit, kind, better), area_called(area), period, made)
    assert isinstance(found, Observation)
    return found


def incomplete(period: Period = PERIOD, *, area: str = "north") -> Incomplete:
    months = len(period.months)
    reason = f"{months - 1} of {months} months"
    return Incomplete(measure(), area_called(area), period, months - 1, months, Made(), reason)


def withheld(period: Period = PERIOD, *, area: str = "north") -> Withheld:
    months = len(period.months)
    return Withheld(measure(), area_called(area), period, months, months, Made(), "fewer than 5, withheld")
