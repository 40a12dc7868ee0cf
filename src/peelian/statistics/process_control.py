"""Process control charts of monthly values: XmR where values stand alone, p and u where bases vary."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import overload

from peelian.statistics import checks
from peelian.statistics.checks import Number

LIMIT = Fraction("2.66")
"""Limits stand this many average moving ranges from the mean: 3 / 1.128."""

SCREEN = Fraction("3.267")
"""Moving ranges this many times their average, or more, are left out of it when screened."""

RANGE_TO_SIGMA = 1.128
"""The average range of two values of a normal series, in standard deviations."""

FEW_POINTS = 13
"""Below this many points limits are provisional and no icon is given."""


@dataclass(frozen=True)
class Phase:
    """Limits of the points from `start` up to, not including, `stop`. None where there are too few to tell."""

    start: int
    stop: int
    centre: float | None
    lower: float | None
    upper: float | None
    average_moving_range: float | None
    provisional: bool


@dataclass(frozen=True)
class Limits(Sequence[Phase]):
    """The phases of an XmR chart, earliest first. Its own centre, limits and range are those of the latest phase."""

    phases: tuple[Phase, ...]

    @property
    def centre(self) -> float | None:
        return self.phases[-1].centre

    @property
    def lower(self) -> float | None:
        return self.phases[-1].lower

    @property
    def upper(self) -> float | None:
        return self.phases[-1].upper

    @property
    def average_moving_range(self) -> float | None:
        return self.phases[-1].average_moving_range

    @property
    def provisional(self) -> bool:
        return self.phases[-1].provisional

    @overload
    def __getitem__(self, at: int) -> Phase: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Phase]: ...
    def __getitem__(self, at: int | slice) -> Phase | Sequence[Phase]:
        return self.phases[at]

    def __len__(self) -> int:
        return len(self.phases)

    def __iter__(self) -> Iterator[Phase]:
        return iter(self.phases)


@dataclass(frozen=True)
class Chart:
    """A p or u chart: `centre` for all, and a point and limits for each base; None where the base is none or zero.

    `sigma` is a third of the way to a limit before clipping; without it, of the way to the farther limit.
    """

    points: tuple[float | None, ...]
    centre: float | None
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    sigma: tuple[float | None, ...] = ()


def xmr(
    values: Sequence[Number | None],
    *,
    screen: bool = False,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
) -> Limits:
    """Mean and limits of single values: the mean, and 2.66 times the average moving range either side.

    A moving range that touches a gap is dropped. `rebase` are the indexes (from 0) of points that begin a new phase;
    `baseline` fixes each phase's limits on its first so many points. `screen` leaves moving ranges of 3.267 times their
    average or more out, once. A phase of fewer than 13 points is provisional; of fewer than two next to each other, it
    has no limits. Reckoned in the decimals the values are, so that a point on a line is on it. ValueError for a rebase
    that is not an index in order, or a baseline below two.
    Source: Wheeler, Understanding Variation, 2000; NHS England, Making Data Count.
    """
    series = checks.series(values)
    first = None if baseline is None else checks.whole_number(baseline, "baseline", 2)
    starts = [0, *(checks.whole_number(index, "rebase", 1) for index in rebase)]
    if any(later <= earlier for earlier, later in pairwise(starts)) or (len(starts) > 1 and starts[-1] >= len(series)):
        raise ValueError(f"rebase is {tuple(rebase)}, and must be indexes of later points, in order")
    stops = [*starts[1:], len(series)]
    return Limits(tuple(_phase(series, a, b, screen, first) for a, b in zip(starts, stops, strict=True)))


def p_chart(events: Sequence[Number | None], bases: Sequence[Number | None], prime: bool = False) -> Chart:
    """Proportions over bases that vary: limits of three standard errors at the overall proportion, clipped to 0 and 1.

    `prime` widens (or narrows) them by how much the points really vary from one to the next, for over-dispersed
    series. A zero base or a gap has no point. ValueError for events below zero,
    more than their base, or over a zero one.
    Source: Montgomery, Statistical Quality Control, chapter 7; prime: Laney, Quality Engineering 2002;14:531-7.
    """
    pairs = _pairs(events, bases)
    for pair in pairs:
        if pair:
            checks.part(*pair)
    return _chart(pairs, lambda centre, base: (centre * (1 - centre) / base) ** 0.5, prime, highest=1.0)


def u_chart(events: Sequence[Number | None], exposures: Sequence[Number | None], prime: bool = False) -> Chart:
    """Rates over exposures that vary: limits of three standard errors at the overall rate, never below zero.

    `prime`, gaps, zero exposures and sources are as for `p_chart`, and ValueError, save that a rate may exceed 1.
    """
    return _chart(_pairs(events, exposures), lambda centre, base: (centre / base) ** 0.5, prime, highest=None)


def rolling_sums(values: Sequence[Number | None], window: int = 12) -> tuple[float | None, ...]:
    """Each value with the window - 1 before it, summed; None where that touches a gap or the beginning.

    ValueError for a window that is not a whole number, at least 1.
    """
    width = checks.whole_number(window, "window", 1)
    series = checks.series(values)
    sums: list[float | None] = []
    for end in range(1, len(series) + 1):
        inside = [value for value in series[max(0, end - width) : end] if value is not None]
        sums.append(math.fsum(inside) if len(inside) == width else None)
    return tuple(sums)


def _phase(series: Sequence[float | None], start: int, stop: int, screen: bool, baseline: int | None) -> Phase:
    points = series[start : stop if baseline is None else min(stop, start + baseline)]
    seen = [value for value in points if value is not None]
    if not seen:
        return Phase(start, stop, None, None, None, None, True)
    # In whole numbers of the last decimal any value has: binary sums would leave a constant series of 0.1 an ulp off
    # its own mean, and every point outside its limits.
    ratios = [None if value is None else Decimal(repr(value)).as_integer_ratio() for value in points]
    unit = math.lcm(*(ratio[1] for ratio in ratios if ratio))
    exact = [ratio and ratio[0] * (unit // ratio[1]) for ratio in ratios]
    ranges = [abs(b - a) for a, b in pairwise(exact) if a is not None and b is not None]
    centre = _mean([value for value in exact if value is not None])
    if not ranges:
        return Phase(start, stop, float(centre / unit), None, None, None, True)
    average = _mean(ranges)
    if screen and (within := [found for found in ranges if found < SCREEN * average]):
        average = _mean(within)
    lower, upper = centre - LIMIT * average, centre + LIMIT * average
    middle, low, high, typical = (float(line / unit) for line in (centre, lower, upper, average))
    return Phase(start, stop, middle, low, high, typical, len(seen) < FEW_POINTS)


def _mean(numbers: Sequence[int]) -> Fraction:
    return Fraction(sum(numbers), len(numbers))


def _pairs(events: Sequence[Number | None], bases: Sequence[Number | None]) -> list[tuple[float, float] | None]:
    checks.paired(events, bases, "events and bases")
    pairs: list[tuple[float, float] | None] = []
    for x, n in zip(events, bases, strict=True):
        if x is None or n is None:
            pairs.append(None)
            continue
        found = checks.count(x, "events"), checks.count(n, "base")
        if found[1] == 0 and found[0] > 0:
            raise ValueError(f"{x} events have a base of zero")
        pairs.append(found if found[1] else None)
    return pairs


def _chart(
    pairs: Sequence[tuple[float, float] | None],
    error: Callable[[float, float], float],
    prime: bool,
    highest: float | None,
) -> Chart:
    seen = [pair for pair in pairs if pair]
    points = tuple(pair[0] / pair[1] if pair else None for pair in pairs)
    if not seen:
        return Chart(points, None, points, points, points)
    centre = sum(x for x, _ in seen) / sum(n for _, n in seen)
    errors = [error(centre, pair[1]) if pair else None for pair in pairs]
    spread = _laney(points, centre, errors) if prime else 1.0
    sigma = tuple(None if e is None else e * spread for e in errors)
    reaches = [None if s is None else 3 * s for s in sigma]
    return Chart(
        points,
        centre,
        tuple(None if r is None else max(0.0, centre - r) for r in reaches),
        tuple(None if r is None else (centre + r if highest is None else min(highest, centre + r)) for r in reaches),
        sigma,
    )


def _laney(points: Sequence[float | None], centre: float, errors: Sequence[float | None]) -> float:
    """How many standard errors the points really vary by, from the moving ranges of their z-scores."""
    z = [None if p is None or not e else (p - centre) / e for p, e in zip(points, errors, strict=True)]
    ranges = [abs(b - a) for a, b in pairwise(z) if a is not None and b is not None]
    return sum(ranges) / len(ranges) / RANGE_TO_SIGMA if ranges else 1.0
