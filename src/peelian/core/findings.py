"""Findings: what observations show when set beside each other. Points and per cent are different types."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from peelian.core.observations import Incomplete, Observation, Outcome, Withheld
from peelian.core.rounding import rounded


@dataclass(frozen=True)
class Level:
    """One observation, as it stands."""

    at: Observation


@dataclass(frozen=True)
class PointsChange:
    """A percentage against an earlier one. `difference` is in percentage points."""

    now: Observation
    then: Observation
    difference: Fraction


@dataclass(frozen=True)
class RelativeChange:
    """A count or a rate against an earlier one. `ratio` is now over then; None from zero: no per cent there."""

    now: Observation
    then: Observation
    ratio: Fraction | None

    @property
    def per_cent(self) -> Fraction | None:
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

    at: Observation
    position: int
    of: int
    tied: int
    universe: str
    unranked: tuple[str, ...]


Finding = Level | PointsChange | RelativeChange | Rank | NoFinding


def reason(outcome: Outcome) -> str:
    """Why an outcome has no value."""
    assert isinstance(outcome, Incomplete | Withheld)
    return outcome.reason


def level(outcome: Outcome) -> Level | NoFinding:
    return Level(outcome) if isinstance(outcome, Observation) else NoFinding(reason(outcome))


def change(now: Outcome, then: Outcome) -> Change | NoFinding:
    """Now against then. NoFinding where either has no value, the lengths differ, or the two are not alike.

    Cohorts followed up for different times are not alike (definitions, section 1): recent crimes have had less time to
    get an outcome, so the later cohort always looks worse.
    """
    for outcome in (now, then):
        if not isinstance(outcome, Observation):
            return NoFinding(f"{outcome.period.words}: {reason(outcome)}")
    assert isinstance(now, Observation)
    assert isinstance(then, Observation)
    if now.months_expected != then.months_expected:
        return NoFinding(f"{now.period.words} and {then.period.words} are of different length")
    if now.measure.denominator_kind == "cohort" and now.made.followed_up != then.made.followed_up:
        return NoFinding(f"crimes were followed up for {_months(now)}, and for {_months(then)} in {then.period.words}")
    if now.measure.unit == "percent":
        return PointsChange(now, then, now.value - then.value)
    return RelativeChange(now, then, now.value / then.value if then.value else None)


def rank(outcomes: Sequence[Outcome], key: str, universe: str) -> Rank | NoFinding:
    """The place of area `key` among `outcomes`, one an area, highest first.

    Areas with no value are unranked and named, never last and never zero. Competition ranks: two equal values share
    the better place, and the next is two lower.
    """
    ours = next(outcome for outcome in outcomes if outcome.area.key == key)
    if not isinstance(ours, Observation):
        return NoFinding(reason(ours))
    ranked = [outcome for outcome in outcomes if isinstance(outcome, Observation)]
    if ours.measure.denominator_kind == "cohort" and len({outcome.made.followed_up for outcome in ranked}) > 1:
        return NoFinding("the areas' crimes were not followed up for the same time: not comparable")
    values = [rounded(outcome.value, ours.measure.places) for outcome in ranked]
    own = rounded(ours.value, ours.measure.places)
    return Rank(
        at=ours,
        position=1 + sum(value > own for value in values),
        of=len(values),
        tied=values.count(own) - 1,
        universe=universe,
        unranked=tuple(outcome.area.name for outcome in outcomes if not isinstance(outcome, Observation)),
    )


def _months(cohort: Observation) -> str:
    least, most = min(cohort.made.followed_up), max(cohort.made.followed_up)
    return f"{least} months" if least == most else f"{least} to {most} months"
