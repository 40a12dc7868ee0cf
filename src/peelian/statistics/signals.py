"""Signals: what in a control chart is more than chance, and what that says of the latest point and of a target."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from peelian.statistics import checks
from peelian.statistics.checks import Number
from peelian.statistics.process_control import FEW_POINTS, Chart, Limits

Rule = Literal["outside", "trend", "two of three", "shift"]
Better = Literal["up", "down", "neutral"]
Variation = Literal["improvement", "concern", "neutral high", "neutral low", "common cause"]
Assurance = Literal["consistently passes", "consistently fails", "hit and miss", "met every month"]

RULES: tuple[Rule, ...] = ("outside", "trend", "two of three", "shift")
"""In the order in which one is chosen as a point's label."""


@dataclass(frozen=True)
class Signal:
    """The rules a point fired, in the order of RULES, and the first of them as its label."""

    fired: tuple[Rule, ...] = ()
    label: Rule | None = None


@dataclass(frozen=True)
class _Point:
    value: float | None
    centre: float | None
    lower: float | None
    upper: float | None
    near: tuple[float, float] | None
    phase: int

    @property
    def side(self) -> int:
        """1 above the centre, -1 below, 0 on it or nowhere."""
        if self.value is None or self.centre is None:
            return 0
        return (self.value > self.centre) - (self.value < self.centre)

    @property
    def outside(self) -> bool:
        """Strictly beyond a limit: on the line is inside."""
        if self.value is None or self.lower is None or self.upper is None:
            return False
        return self.value > self.upper or self.value < self.lower

    @property
    def far(self) -> bool:
        """Strictly beyond two thirds of the way from the centre to a limit."""
        if self.value is None or self.near is None:
            return False
        return self.value < self.near[0] or self.value > self.near[1]


def signals(
    values: Sequence[Number | None],
    limits: Limits | Chart,
    *,
    shift: int = 7,
    trend: int = 7,
    two_of_three: Literal["2023", "classic"] = "2023",
) -> tuple[Signal, ...]:
    """For each point, every rule it fired. All points of a run are marked, a gap fires none.

    outside: strictly beyond a limit. shift: so many in a row strictly on one side of the centre. trend: so many points
    in a row each strictly above, or each strictly below, the one before. two of three: of three in a row on one side,
    two or more beyond two thirds of the way to the limit (those two or more are marked); points beyond the limit count
    in "2023" and not in "classic". A tie, a point on the centre, a gap or a new phase ends a run. On a p or u chart the
    two thirds are of the limit before clipping. ValueError for a run below two points, or limits of another length.
    Source: NHS England, Making Data Count, Strengthening your decisions; as NHSRplotthedots.
    """
    for run, name in ((shift, "shift"), (trend, "trend")):
        checks.whole_number(run, name, 2)
    checks.choice(two_of_three, "two_of_three", ("2023", "classic"))
    points = _points(values, limits)
    marked: list[set[Rule]] = [{"outside"} if point.outside else set() for point in points]
    for start, stop in _runs(points, lambda a, b: b.side != 0 and a.side == b.side):
        if stop - start >= shift and points[start].side:
            _mark(marked, range(start, stop), "shift")
    for goes in (lambda a, b: _step(a, b) > 0, lambda a, b: _step(a, b) < 0):
        for start, stop in _runs(points, goes):
            if stop - start >= trend:
                _mark(marked, range(start, stop), "trend")
    for start in range(len(points) - 2):
        three = points[start : start + 3]
        if len({p.phase for p in three}) == 1 and abs(sum(p.side for p in three)) == 3:
            far = [start + i for i, p in enumerate(three) if p.far and (two_of_three == "2023" or not p.outside)]
            if len(far) >= 2:
                _mark(marked, far, "two of three")
    found = (tuple(rule for rule in RULES if rule in rules) for rules in marked)
    return tuple(Signal(fired, fired[0] if fired else None) for fired in found)


def variation(values: Sequence[Number | None], limits: Limits | Chart, *, better: Better) -> Variation | None:
    """What the latest point says of change, by the rules of `signals` and what is better.

    A trend says the way it runs, any other rule the side of the centre the point is on; of several rules, the label's.
    None when the latest phase has fewer than 13 points, or its latest is a gap. ValueError as for `signals`.
    Source: NHS England, Making Data Count, variation icons.
    """
    found = variations(values, limits, better=better)
    return found[-1] if found else None


def variations(
    values: Sequence[Number | None], limits: Limits | Chart, *, better: Better
) -> tuple[Variation | None, ...]:
    """What `variation` says, of each point in its place: as the whole series shows it, not as it looked that month."""
    checks.choice(better, "better", ("up", "down", "neutral"))
    points = _points(values, limits)
    held = Counter(point.phase for point in points if point.value is not None)
    fired = signals(values, limits)

    def one(at: int) -> Variation | None:
        point, label = points[at], fired[at].label
        if held[point.phase] < FEW_POINTS or point.value is None:
            return None
        if label is None:
            return "common cause"
        begins = at == 0 or "trend" not in fired[at - 1].fired
        high = (
            _step(*points[at : at + 2] if begins else points[at - 1 : at + 1]) > 0
            if label == "trend"
            else point.side > 0
        )
        if better == "neutral":
            return "neutral high" if high else "neutral low"
        return "improvement" if high == (better == "up") else "concern"

    return tuple(one(at) for at in range(len(points)))


def assurance(
    values: Sequence[Number | None], limits: Limits | Chart, target: Number | None, *, better: Better
) -> Assurance | None:
    """Whether the process as it runs will meet a target: the target against the latest limits.

    A target on a limit is hit and miss. A series that never varies and meets its target "met every month". None without
    a target, where the latest phase has no limits, or where neither up nor down is better. It is as sure as the limits:
    where they are provisional, so is this. ValueError for a target that is not a finite number.
    Source: NHS England, Making Data Count, assurance icons.
    """
    checks.choice(better, "better", ("up", "down", "neutral"))
    points = _points(values, limits)
    latest = next((p for p in reversed(points) if p.lower is not None and p.phase == points[-1].phase), None)
    goal = None if target is None else checks.finite(target, "target")
    if goal is None or better == "neutral" or latest is None or latest.lower is None or latest.upper is None:
        return None
    seen = {point.value for point in points if point.phase == latest.phase and point.value is not None}
    if len(seen) == 1 and (min(seen) >= goal if better == "up" else min(seen) <= goal):
        return "met every month"
    if latest.lower <= goal <= latest.upper:
        return "hit and miss"
    return "consistently passes" if (goal < latest.lower) == (better == "up") else "consistently fails"


def _points(values: Sequence[Number | None], limits: Limits | Chart) -> tuple[_Point, ...]:
    """Each value beside its own limits. ValueError when there are not as many values as the limits are of."""
    series = checks.series(values)
    if isinstance(limits, Chart):
        checks.paired(series, limits.points, "values and the chart's points")
        sigmas = limits.sigma or (None,) * len(series)
        return tuple(
            _Point(value, limits.centre, low, high, _near(limits.centre, low, high, sigma), 0)
            for value, low, high, sigma in zip(series, limits.lower, limits.upper, sigmas, strict=True)
        )
    if limits[-1].stop != len(series):
        raise ValueError(f"there are {len(series)} values, and limits of {limits[-1].stop}")
    lines = [(phase, _near(phase.centre, phase.lower, phase.upper, None)) for phase in limits]
    return tuple(
        _Point(value, phase.centre, phase.lower, phase.upper, near, number)
        for number, (phase, near) in enumerate(lines)
        for value in series[phase.start : phase.stop]
    )


def _near(
    centre: float | None, lower: float | None, upper: float | None, sigma: float | None
) -> tuple[float, float] | None:
    """The lines two thirds of the way from the centre to each limit, in the decimals the limits are."""
    if centre is None or lower is None or upper is None:
        return None
    if sigma is not None:
        return centre - 2 * sigma, centre + 2 * sigma
    middle, low, high = (Fraction(repr(line)) for line in (centre, lower, upper))
    reach = max(middle - low, high - middle) * 2 / 3
    return float(middle - reach), float(middle + reach)


def _runs(points: Sequence[_Point], goes_on: Callable[[_Point, _Point], bool]) -> Iterator[tuple[int, int]]:
    """Longest stretches in which each point goes on from the one before, in one phase; half-open."""
    start = 0
    for at in range(1, len(points) + 1):
        same = at < len(points) and points[at].phase == points[at - 1].phase
        if not (same and goes_on(points[at - 1], points[at])):
            if at > start:
                yield start, at
            start = at


def _step(a: _Point, b: _Point) -> int:
    """1 up, -1 down, 0 for a tie or a gap."""
    if a.value is None or b.value is None:
        return 0
    return (b.value > a.value) - (b.value < a.value)


def _mark(marked: list[set[Rule]], where: Sequence[int], rule: Rule) -> None:
    for at in where:
        marked[at].add(rule)
