"""Process control charts of monthly values: XmR where values stand alone, p and u where bases vary."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import overload

from peelian.statistics import checks
from peelian.statistics.checks import Number

LIMIT = 2.66
"""Limits stand this many average moving ranges from the mean: 3 / 1.128."""

SCREEN = 3.267
"""Moving ranges above this many times their average are left out of it, when screened."""

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
    """A p or u chart: `centre` for all, and a point and limits for each base; None where the base is none or zero."""

    points: tuple[float | None, ...]
    centre: float | None
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]


def xmr(
    values: Sequence[Number | None],
    *,
    screen: bool = False,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
) -> Limits:
    """Mean and limits of single values: the mean, and 2.66 times the average moving range either side.

    A moving range that touches a gap is dropped. `rebase` are the indexes (from 0) of points that begin a new phase;
    `baseline` fixes each phase's limits on its first so many points. `screen` leaves moving ranges above 3.267 times
    their average out, once. A phase of fewer than 13 points is provisional; of fewer than two next to each other, it
    has no limits. ValueError for a rebase that is not an index in order, or a baseline below two.
    Source: Wheeler, Understanding Variation, 2000; NHS England, Making Data Count.
    """
    series = checks.series(values)
    if baseline is not None and baseline < 2:
        raise ValueError(f"baseline is {baseline}, and must be at least 2 points")
    starts = [0, *rebase]
    if any(later <= earlier for earlier, later in pairwise(starts)) or (rebase and starts[-1] >= len(series)):
        raise ValueError(f"rebase is {tuple(rebase)}, and must be indexes of later points, in order")
    stops = [*starts[1:], len(series)]
    return Limits(tuple(_phase(series, a, b, screen, baseline) for a, b in zip(starts, stops, strict=True)))


def p_chart(events: Sequence[Number | None], bases: Sequence[Number | None], prime: bool = False) -> Chart:
    """Proportions over bases that vary: limits of three standard errors at the overall proportion, clipped to 0 and 1.

    `prime` widens (or narrows) them by how much the points really vary from one to the next, for over-dispersed
    series. A zero base or a gap has no point.
    Source: Montgomery, Statistical Quality Control, chapter 7; prime: Laney, Quality Engineering 2002;14:531-7.
    """
    pairs = _pairs(events, bases)
    for pair in pairs:
        if pair:
            checks.part(*pair)
    return _chart(pairs, lambda centre, base: (centre * (1 - centre) / base) ** 0.5, prime, highest=1.0)


def u_chart(events: Sequence[Number | None], exposures: Sequence[Number | None], prime: bool = False) -> Chart:
    """Rates over exposures that vary: limits of three standard errors at the overall rate, never below zero.

    `prime`, gaps, zero exposures and sources are as for `p_chart`.
    """
    return _chart(_pairs(events, exposures), lambda centre, base: (centre / base) ** 0.5, prime, highest=None)


def rolling_sums(values: Sequence[Number | None], window: int = 12) -> tuple[float | None, ...]:
    """Each value with the window - 1 before it, summed; None where that touches a gap or the beginning."""
    if window < 1:
        raise ValueError(f"window is {window}, and must be at least 1")
    series = checks.series(values)
    sums: list[float | None] = []
    for end in range(1, len(series) + 1):
        inside = [value for value in series[max(0, end - window) : end] if value is not None]
        sums.append(sum(inside) if len(inside) == window else None)
    return tuple(sums)


def _phase(series: Sequence[float | None], start: int, stop: int, screen: bool, baseline: int | None) -> Phase:
    points = series[start : stop if baseline is None else min(stop, start + baseline)]
    seen = [value for value in points if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(points) if a is not None and b is not None]
    provisional = len(seen) < FEW_POINTS
    if not seen or not ranges:
        return Phase(start, stop, sum(seen) / len(seen) if seen else None, None, None, None, True)
    centre, average = sum(seen) / len(seen), sum(ranges) / len(ranges)
    if screen and (within := [found for found in ranges if found < SCREEN * average]):
        average = sum(within) / len(within)
    reach = LIMIT * average
    return Phase(start, stop, centre, centre - reach, centre + reach, average, provisional)


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
        return Chart(points, None, points, points)
    centre = sum(x for x, _ in seen) / sum(n for _, n in seen)
    errors = [error(centre, pair[1]) if pair else None for pair in pairs]
    spread = _laney(points, centre, errors) if prime else 1.0
    reaches = [None if e is None else 3 * e * spread for e in errors]
    return Chart(
        points,
        centre,
        tuple(None if r is None else max(0.0, centre - r) for r in reaches),
        tuple(None if r is None else (centre + r if highest is None else min(highest, centre + r)) for r in reaches),
    )


def _laney(points: Sequence[float | None], centre: float, errors: Sequence[float | None]) -> float:
    """How many standard errors the points really vary by, from the moving ranges of their z-scores."""
    z = [None if p is None or not e else (p - centre) / e for p, e in zip(points, errors, strict=True)]
    ranges = [abs(b - a) for a, b in pairwise(z) if a is not None and b is not None]
    return sum(ranges) / len(ranges) / RANGE_TO_SIGMA if ranges else 1.0
