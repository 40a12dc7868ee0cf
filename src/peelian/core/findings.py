"""Findings: what observations show when set beside each other. Points and per cent are different types."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from peelian.core.language import say
from peelian.core.observations import Incomplete, Known, Observation, Outcome, Withheld
from peelian.core.phrases import Phrase
from peelian.core.rounding import rounded


@dataclass(frozen=True)
class Bounds:
    """The 95% limits of an estimate and the method that gave them.

    A level's are in its measure's unit, a percentage's change's in points, any other change's those of now over then.
    """

    lower: float
    upper: float
    method: str


@dataclass(frozen=True)
class Level:
    """One value with its interval; None where chance does not move it."""

    at: Known
    interval: Bounds | None = None


@dataclass(frozen=True)
class PointsChange:
    """A percentage against an earlier one. `difference` is in percentage points."""

    now: Known
    then: Known
    difference: Fraction
    interval: Bounds | None = None

    @property
    def clear(self) -> bool | None:
        """Whether chance alone would seldom give it; None when it was not tested."""
        return None if self.interval is None else not self.interval.lower <= 0 <= self.interval.upper


@dataclass(frozen=True)
class RelativeChange:
    """A count or a rate against an earlier one. `ratio` is now over then; None from zero: no per cent there."""

    now: Known
    then: Known
    ratio: Fraction | None
    interval: Bounds | None = None

    @property
    def clear(self) -> bool | None:
        """Whether chance alone would seldom give it; None when it was not tested."""
        return None if self.interval is None else not self.interval.lower <= 1 <= self.interval.upper

    @property
    def per_cent(self) -> Fraction | None:
        """The change in per cent of the earlier value; None from zero."""
        return None if self.ratio is None else (self.ratio - 1) * 100


Change = PointsChange | RelativeChange


@dataclass(frozen=True)
class NoFinding:
    """Why there is no change, level or rank to tell."""

    reason: str


@dataclass(frozen=True)
class Rank:
    """A competition rank, highest first, on printed precision: `position` of `of`, `tied` with so many others.

    `universe` says who was ranked; `unranked` names those with no value, who are not in `of`.
    """

    at: Known
    position: int
    of: int
    tied: int
    universe: str
    unranked: tuple[str, ...]
    overlaps: int | None = None
    """How many others' intervals overlap its own; None when that was not asked."""


SignalKind = Literal["improvement", "concern", "neutral high", "neutral low", "common cause"]


@dataclass(frozen=True)
class Signal:
    """What the latest month of a series says by the rules of process control: `rule` is the one that fired, if any.

    `kind` is None when there are too few months to tell; `months` is how many the limits rest on, `since` the first
    of them.
    """

    at: Outcome
    kind: SignalKind | None
    rule: str
    months: int
    since: date


@dataclass(frozen=True)
class Split:
    """A ratio's change as what its numerator did and what its denominator did (definitions, section 1)."""

    numerator: RelativeChange
    denominator: RelativeChange


@dataclass(frozen=True)
class Needed:
    """The base, or count, each side of a change would need to be clear; None when it is, or when nothing moved."""

    change: Change
    base: int | None


@dataclass(frozen=True)
class Phase:
    """The limits of a control chart's months from index `start` up to, not including, `stop`; None where none are.

    `reason` says why limits begin anew there, empty for the first phase. `values` is how many months have one;
    `provisional` that they are too few to tell by. `withheld` says that limits are not given because a month is not.
    """

    start: int
    stop: int
    centre: float | None
    lower: float | None
    upper: float | None
    reason: str = ""
    values: int = 0
    provisional: bool = False
    withheld: bool = False


@dataclass(frozen=True)
class Control:
    """A control chart: months in order, none left out, what the rules say of each, and the limits phase by phase."""

    months: tuple[Outcome, ...]
    kinds: tuple[SignalKind | None, ...]
    phases: tuple[Phase, ...]


@dataclass(frozen=True)
class Limit:
    """A line of a control chart in the months before `at`: its average, or its lower or upper limit."""

    at: Known
    value: float


@dataclass(frozen=True)
class Clearance:
    """When a stock that falls comes to nothing, at the pace of the months it fell over; None where it does not fall."""

    at: Observation
    pace: Fraction
    months: int
    month: date | None


@dataclass(frozen=True)
class Goal:
    """A value against its measure's target. On the target is met."""

    at: Known
    target: Fraction
    met: bool


Finding = Level | PointsChange | RelativeChange | Rank | Signal | Split | Needed | Goal | Limit | Clearance | NoFinding

FEW_EVENTS, FEW_BASE = 10, 30


def too_few(found: Change) -> bool:
    """Whether an unclear change rests on so little that nothing can be said: under 10 events, or a base under 30."""
    return any(_rests_on_little(end) for end in (found.now, found.then))


def _rests_on_little(seen: Known) -> bool:
    if not isinstance(seen, Observation):
        return seen.base is not None and seen.base < FEW_BASE
    return seen.numerator < FEW_EVENTS or (seen.measure.unit == "percent" and (seen.denominator or 0) < FEW_BASE)


def reason(outcome: Outcome) -> str:
    """Why an outcome has no value."""
    assert isinstance(outcome, Incomplete | Withheld)
    return outcome.reason


def level(outcome: Outcome) -> Level | NoFinding:
    return Level(outcome) if isinstance(outcome, Known) else NoFinding(reason(outcome))


def goal(outcome: Outcome) -> Goal | NoFinding:
    """The value against the measure's target, as both are printed. NoFinding where there is no value or no target."""
    if not isinstance(outcome, Known):
        return NoFinding(reason(outcome))
    if not outcome.measure.target:
        return NoFinding(say(Phrase.NO_TARGET_SET))
    target, seen = Fraction(outcome.measure.target), Fraction(rounded(outcome.value, outcome.measure.places))
    return Goal(outcome, target, seen <= target if outcome.measure.better == "down" else seen >= target)


def change(now: Outcome, then: Outcome) -> Change | NoFinding:
    """Now against then. NoFinding where either has no value, the lengths differ, or the two are not alike.

    Cohorts followed up for different times are not alike (definitions, section 1): recent crimes have had less time to
    get an outcome, so the later cohort always looks worse.
    """
    for outcome in (now, then):
        if not isinstance(outcome, Known):
            return NoFinding(say(Phrase.OF_PERIOD, period=outcome.period.words, reason=reason(outcome)))
    assert isinstance(now, Known)
    assert isinstance(then, Known)
    if now.months_expected != then.months_expected:
        return NoFinding(say(Phrase.LENGTHS_DIFFER, now=now.period.words, then=then.period.words))
    if now.measure.denominator_kind == "cohort" and now.made.followed_up != then.made.followed_up:
        parts = {"now": _months(now), "then": _months(then), "period": then.period.words}
        return NoFinding(say(Phrase.FOLLOWED_UP, **parts))
    if now.measure.unit == "percent":
        return PointsChange(now, then, now.value - then.value)
    return RelativeChange(now, then, now.value / then.value if then.value else None)


def rank(outcomes: Sequence[Outcome], key: str, universe: str) -> Rank | NoFinding:
    """The place of area `key` among `outcomes`, one an area, highest first.

    Areas with no value are unranked and named, never last and never zero. Competition ranks: two equal values share
    the better place, and the next is two lower.
    """
    ours = next(outcome for outcome in outcomes if outcome.area.key == key)
    if not isinstance(ours, Known):
        return NoFinding(reason(ours))
    ranked = [outcome for outcome in outcomes if isinstance(outcome, Known)]
    if ours.measure.denominator_kind == "cohort" and len({outcome.made.followed_up for outcome in ranked}) > 1:
        return NoFinding(say(Phrase.NOT_COMPARABLE))
    values = [rounded(outcome.value, ours.measure.places) for outcome in ranked]
    own = rounded(ours.value, ours.measure.places)
    return Rank(
        at=ours,
        position=1 + sum(value > own for value in values),
        of=len(values),
        tied=values.count(own) - 1,
        universe=universe,
        unranked=tuple(outcome.area.name for outcome in outcomes if not isinstance(outcome, Known)),
    )


def _months(cohort: Known) -> str:
    least, most = min(cohort.made.followed_up), max(cohort.made.followed_up)
    if least == most:
        return say(Phrase.FOR_MONTHS, months=most)
    return say(Phrase.FOR_MONTHS_TO, least=least, most=most)
