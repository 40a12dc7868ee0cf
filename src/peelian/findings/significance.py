"""Verdicts: what published statistics say of observations, so that only what they support is told as a change."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Literal

from peelian.core.findings import (
    Bounds,
    Change,
    Control,
    Level,
    Needed,
    Phase,
    PointsChange,
    Rank,
    RelativeChange,
    Signal,
    Split,
)
from peelian.core.language import say
from peelian.core.measures import Bands
from peelian.core.observations import Estimate, Known, Observation, Outcome, Reported, Withheld
from peelian.core.periods import months_between
from peelian.core.phrases import Phrase
from peelian.statistics import (
    Funnel,
    Interval,
    banded_mean,
    banded_percentile,
    estimates_ratio_interval,
    overdispersion,
    proportion_difference_interval,
    proportion_interval,
    rate_interval,
    rate_ratio_interval,
    signals,
    variation,
    xmr,
)
from peelian.statistics import funnel as funnel_limits
from peelian.statistics.signals import variations

WILSON, NEWCOMBE = "Wilson", "Newcombe"
SHARES: Mapping[str, float] = {"median": 0.5, "85th percentile": 0.85, "90th percentile": 0.9}
MOST_TIMES_THE_BASE = 1 << 40
"""Beyond this many times the base no base is named: the change is as good as none."""


def estimate(bands: Bands, counted: Sequence[int]) -> tuple[float, float, float] | None:
    """What the measure takes from the counts in its bands, and its limits; None where that cannot be told."""
    ends = [(ends[0], ends[1] if len(ends) > 1 else math.inf) for ends in bands.edges.values()]
    share = SHARES.get(bands.take)
    found = banded_percentile(counted, ends, share) if share else banded_mean(counted, ends)
    return None if found is None else (found.value, found.lower, found.upper)


def interval(seen: Known) -> Bounds | None:
    """Its 95% limits: Wilson's for a percentage, Byar's or exact Poisson's for a count, a rate or a ratio.

    None for what chance does not move, and for what was reported without a base, or is no percentage.
    """
    measure = seen.measure
    match seen:
        case _ if not measure.by_chance:
            return None
        case Estimate():
            return Bounds(
                seen.lower,
                seen.upper,
                say(Phrase.NORMAL if measure.bands and measure.bands.take == "mean" else Phrase.BY_RANKS),
            )
        case Reported():
            parts = _as_if_unweighted(seen)
            return _bounds(proportion_interval(*parts), 100, say(Phrase.WILSON_UNWEIGHTED)) if parts else None
        case Observation() if measure.unit == "percent":
            return _bounds(proportion_interval(seen.numerator, seen.denominator), 100, WILSON)
        case Observation():
            found = rate_interval(seen.numerator, seen.denominator or 1, float(measure.scale))
            return _bounds(found, 1, say(Phrase.BYAR))


def _as_if_unweighted(seen: Reported) -> tuple[float, int] | None:
    """A percentage's base, and how many of it the percentage would be; None without a base."""
    if seen.measure.unit != "percent" or seen.base is None:
        return None
    return min(float(seen.value) / 100, 1) * seen.base, seen.base


def level_with_interval(seen: Known) -> Level:
    return Level(seen, interval(seen))


def tested(found: Change, times: int = 1) -> Change:
    """The change with the limits of the difference or ratio; untested where neither side has an event.

    With `times`, as if each side were so many times as large. What chance does not move is not tested, nor what came
    without a base.
    """
    now, then = found.now, found.then
    if not now.measure.by_chance:
        return found
    if not isinstance(now, Observation) or not isinstance(then, Observation):
        return _tested_told(found)
    x1, n1, x2, n2 = (
        times * (number if number is not None else 1)
        for end in (now, then)
        for number in (end.numerator, end.denominator)
    )
    if isinstance(found, PointsChange):
        return replace(found, interval=_bounds(proportion_difference_interval(x1, n1, x2, n2), 100, NEWCOMBE))
    if not x1 and not x2:
        return replace(found, interval=Bounds(1, 1, say(Phrase.RATIO_OF_RATES)))
    if now.denominator is None:
        n1 = n2 = 1
    return replace(found, interval=_bounds(rate_ratio_interval(x1, n1, x2, n2), 1, say(Phrase.RATIO_OF_RATES)))


def _tested_told(found: Change) -> Change:
    """A change of estimates, by the limits of both; of reported percentages, by their bases as if unweighted."""
    now, then = found.now, found.then
    if isinstance(found, PointsChange) and isinstance(now, Reported) and isinstance(then, Reported):
        first, second = _as_if_unweighted(now), _as_if_unweighted(then)
        if first and second:
            method = say(Phrase.NEWCOMBE_UNWEIGHTED)
            return replace(found, interval=_bounds(proportion_difference_interval(*first, *second), 100, method))
    if isinstance(found, RelativeChange) and isinstance(now, Estimate) and isinstance(then, Estimate):
        ends = (Interval(float(end.value), end.lower, end.upper) for end in (now, then))
        if limits := estimates_ratio_interval(*ends):
            return replace(found, interval=_bounds(limits, 1, say(Phrase.RECOVERED)))
    return found


def needed(found: Change) -> Needed:
    """About what base, or count, each side would need for this change to be clear."""
    return Needed(found, _base_needed(found))


def _base_needed(found: Change) -> int | None:
    now, then = found.now, found.then
    if found.clear is not False or now.value == then.value:
        return None
    if not isinstance(now, Observation) or not isinstance(then, Observation):
        return None
    low, high = 1, 2
    while not tested(found, high).clear:
        low, high = high, high * 2
        if high > MOST_TIMES_THE_BASE:
            return None
    while high - low > max(1, low // 100):
        middle = (low + high) // 2
        low, high = (low, middle) if tested(found, middle).clear else (middle, high)
    return _two_figures(high * min(_base(now), _base(then)))


def split(found: Change) -> Split | None:
    """A ratio's change as the change of its numerator and that of its denominator, each tested; None for others.

    A ratio of outcomes to crimes rises when outcomes rise, and also when crimes fall (definitions, section 1).
    """
    now, then = found.now, found.then
    if not isinstance(now, Observation) or not isinstance(then, Observation):
        return None
    if now.measure.denominator_kind != "ratio" or now.denominator is None or then.denominator is None:
        return None
    parts = []
    for a, b in ((now.numerator, then.numerator), (now.denominator, then.denominator)):
        after, before = (
            replace(end, numerator=n, denominator=None, value=Fraction(n)) for end, n in ((now, a), (then, b))
        )
        parts.append(tested(RelativeChange(after, before, Fraction(a, b) if b else None)))
    first, second = parts
    assert isinstance(first, RelativeChange)
    assert isinstance(second, RelativeChange)
    return Split(first, second)


def ranked(found: Rank, others: Sequence[Outcome]) -> Rank:
    """The rank with how many others' intervals overlap its own, where they have any."""
    own = interval(found.at)
    others = [other for other in others if isinstance(other, Known) and other.area != found.at.area]
    bounds = [limits for other in others if isinstance(other, Known) and (limits := interval(other))]
    if own is None or len(bounds) < len(others):
        return found
    return replace(found, overlaps=sum(own.lower <= b.upper and b.lower <= own.upper for b in bounds))


def signal(at: Outcome, months: Mapping[date, Outcome], rebase: Sequence[date] = ()) -> Signal:
    """What the latest of a run of months says, by the NHS rules, on an XmR chart of the monthly values.

    `months` are in order, none left out; those without a value are gaps. Limits begin anew at each month of `rebase`.
    """
    days = list(months)
    values = [float(o.value) if isinstance(o, Known) else None for o in months.values()]
    starts = [months_between(days[0], month) for month in sorted(rebase) if days[0] < month <= days[-1]]
    limits = xmr(values, rebase=starts)
    kind = variation(values, limits, better=at.measure.better)
    label = signals(values, limits)[-1].label if kind else None
    latest = [value for value in values[limits[-1].start :] if value is not None]
    return Signal(at, kind, label or "", len(latest), days[limits[-1].start])


def control(months: Mapping[date, Outcome], rebase: Mapping[date, str]) -> Control:
    """The same chart, of every month. `rebase` are the months at which limits begin anew, each with its reason.

    A phase with a withheld month has no limits, and its months are not judged: what is said of a series may not rest on
    a number that is not given. A count or a share cannot be less than nothing, nor a share more than all: limits stop
    there.
    """
    days, outcomes = list(months), list(months.values())
    values = [float(o.value) if isinstance(o, Known) else None for o in outcomes]
    anew = {months_between(days[0], month): why for month, why in rebase.items() if days[0] < month <= days[-1]}
    limits = xmr(values, rebase=sorted(anew))
    kinds = list(variations(values, limits, better=outcomes[0].measure.better))
    most = 100.0 if outcomes[0].measure.unit == "percent" else math.inf
    phases = []
    for phase in limits:
        lines: tuple[float | None, ...] = (phase.centre, phase.lower, phase.upper)
        inside = outcomes[phase.start : phase.stop]
        withheld = any(isinstance(outcome, Withheld) for outcome in inside)
        if withheld:
            lines = (None, None, None)
            kinds[phase.start : phase.stop] = [None] * len(inside)
        centre, lower, upper = (None if line is None else min(max(line, 0.0), most) for line in lines)
        why, known = anew.get(phase.start, ""), sum(isinstance(outcome, Known) for outcome in inside)
        phases.append(Phase(phase.start, phase.stop, centre, lower, upper, why, known, phase.provisional, withheld))
    return Control(tuple(outcomes), tuple(kinds), tuple(phases))


def funnel(areas: Sequence[Observation], at: Sequence[float]) -> tuple[Funnel, ...]:
    """Limits around the areas' overall average at each base, in the measure's unit."""
    kind: Literal["proportion", "rate"] = "proportion" if areas[0].measure.unit == "percent" else "rate"
    average = sum(one.numerator for one in areas) / sum(one.denominator or 0 for one in areas)
    return tuple(found for found in funnel_limits(kind, average, at, int(areas[0].measure.scale)) if found)


def spread(areas: Sequence[Observation]) -> float:
    """How many times more the areas vary than chance alone would have them: 1 where they do not."""
    kind: Literal["proportion", "rate"] = "proportion" if areas[0].measure.unit == "percent" else "rate"
    return overdispersion(kind, [one.numerator for one in areas], [one.denominator for one in areas]).phi


def _bounds(found: Interval | None, scale: int, method: str) -> Bounds:
    assert found is not None
    return Bounds(found.lower * scale, found.upper * scale, method)


def _base(seen: Observation) -> int:
    return seen.numerator if seen.denominator is None else seen.denominator


def _two_figures(number: int) -> int:
    """Rounded up to two significant figures: it is a rule of thumb."""
    step = int(10 ** max(0, len(str(number)) - 2))
    return -(-number // step) * step
