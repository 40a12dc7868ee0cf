"""Control charts and their signals against textbook examples, a plainer way to the same marks, and what theory says."""

import math
import random
import statistics
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelian.statistics import Chart, Limits, assurance, p_chart, rolling_sums, signals, u_chart, variation, xmr
from peelian.statistics.signals import variations

NAN = math.nan

COSTS = (310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304)
CANS = (12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6)

series = st.lists(st.integers(-40, 40), min_size=2, max_size=40)
gapped = st.lists(st.none() | st.integers(-6, 6), max_size=40)


def flat(length: int = 24) -> list[float]:
    """Stable: up and down about 10, never the same step for long."""
    return [10 + (1 if at % 2 else -1) * (1 + at % 3 / 10) for at in range(length)]


def fired(values: Sequence[float | None], limits: Limits | Chart, rule: str, **options: object) -> list[int]:
    return [at for at, found in enumerate(signals(values, limits, **options)) if rule in found.fired]  # type: ignore[arg-type]


# Textbook examples


def test_xmr_as_montgomery_prints_it():
    """Costs of processing loans, Introduction to Statistical Quality Control, 6th edition, example 6.5."""
    found = xmr(COSTS)
    assert (found.centre, found.average_moving_range) == pytest.approx((300.5, 7.79), abs=5e-3)
    assert (found.lower, found.upper) == pytest.approx((279.78, 321.22), abs=1e-2)
    assert not any(signal.fired for signal in signals(COSTS, found))


def test_a_p_chart_as_montgomery_prints_it():
    """Cans of orange juice, 50 to a sample, the same book, example 7.1: samples 15 and 23 are out of control."""
    found = p_chart(CANS, [50] * 30)
    assert found.centre == pytest.approx(0.2313, abs=5e-5)
    assert (found.lower[0], found.upper[0]) == pytest.approx((0.0524, 0.4102), abs=1e-4)
    assert [at + 1 for at in fired(found.points, found, "outside")] == [15, 23]


def test_a_p_prime_chart_by_its_formula():
    """Laney, Quality Engineering 2002;14:531-7: standard errors times the average moving range of z over 1.128."""
    draw = random.Random(1)  # noqa: S311
    bases = [draw.randint(3_000, 4_000) for _ in range(24)]
    events = [round(base * (0.1 + draw.gauss(0, 0.02))) for base in bases]
    centre = sum(events) / sum(bases)
    errors = [math.sqrt(centre * (1 - centre) / n) for n in bases]
    z = [(x / n - centre) / e for x, n, e in zip(events, bases, errors, strict=True)]
    spread = statistics.fmean(abs(b - a) for a, b in pairwise(z)) / 1.128
    found, plain = p_chart(events, bases, prime=True), p_chart(events, bases)
    assert spread > 2
    assert found.upper == pytest.approx([centre + 3 * e * spread for e in errors])
    assert plain.upper == pytest.approx([centre + 3 * e for e in errors])


def test_a_u_chart_by_its_formula():
    events, exposures = (4, 0, 7, 3, 9), (120, 80, 100, 100, 150)
    found = u_chart(events, exposures)
    centre = 23 / 550
    assert found.centre == pytest.approx(centre)
    assert found.upper == pytest.approx([centre + 3 * math.sqrt(centre / t) for t in exposures])
    assert found.lower == (0.0,) * 5
    assert found.points == pytest.approx([x / t for x, t in zip(events, exposures, strict=True)])


# XmR: gaps, screens, baselines, phases


@given(series)
def test_xmr_is_the_mean_and_2_66_average_moving_ranges(values: list[int]):
    found = xmr(values)
    centre, average = statistics.mean(values), statistics.mean(abs(b - a) for a, b in pairwise(values))
    wanted = (centre, centre - 2.66 * average, centre + 2.66 * average, average)
    assert (found.centre, found.lower, found.upper, found.average_moving_range) == pytest.approx(wanted)
    assert found.provisional == (len(values) < 13)


def test_a_moving_range_does_not_bridge_a_gap():
    assert xmr([1, 3, None, 103, 105]).average_moving_range == 2
    assert xmr([1, None, 103, None, 105]).lower is None
    assert xmr([1, None, 103]).centre == 52
    assert xmr([0.5]).centre == 0.5
    for nothing in ([], [None, None]):
        assert (xmr(nothing).centre, xmr(nothing).lower, xmr(nothing).provisional) == (None, None, True)


def test_a_screen_leaves_out_ranges_of_3_267_times_their_average_or_more_once():
    values = [*[10, 11] * 8, 60, *[10, 11] * 4]
    ranges = [abs(b - a) for a, b in pairwise(values)]
    average = statistics.mean(ranges)
    within = statistics.mean(r for r in ranges if r < 3.267 * average)
    assert xmr(values).average_moving_range == pytest.approx(average)
    assert xmr(values, screen=True).average_moving_range == pytest.approx(within) == 1
    assert xmr(values, screen=True).centre == xmr(values).centre
    assert xmr([5] * 20, screen=True).average_moving_range == 0
    just = [0, 3267, 3511, 3755, 4000]  # ranges of 1,000 on average, and the first is 3.267 times that
    assert xmr(just, screen=True).average_moving_range == pytest.approx(733 / 3)


def test_a_baseline_fixes_limits_on_the_first_points_of_each_phase():
    values = [*flat(20), *[v + 50 for v in flat(20)]]
    first, second = xmr(values, baseline=13, rebase=[20])
    assert (first.centre, first.upper) == (xmr(values[:13]).centre, xmr(values[:13]).upper)
    assert (second.centre, second.upper) == (xmr(values[20:33]).centre, xmr(values[20:33]).upper)
    assert (first.start, first.stop, second.start, second.stop) == (0, 20, 20, 40)
    assert not first.provisional
    assert xmr(values, baseline=6).provisional
    assert xmr([1, 3, 9], baseline=2).centre == 2
    assert xmr(values, baseline=500) == xmr(values)


def test_a_rebased_series_is_as_its_parts_and_the_latest_speaks_for_it():
    values = [*flat(15), *[v + 50 for v in flat(6)]]
    found = xmr(values, rebase=[15])
    assert len(found) == 2
    for phase, part in zip(found, (values[:15], values[15:]), strict=True):
        assert (phase.centre, phase.lower, phase.upper) == (xmr(part).centre, xmr(part).lower, xmr(part).upper)
    assert [phase.provisional for phase in found] == [False, True]
    assert found.centre == found[-1].centre
    assert found.provisional


@pytest.mark.parametrize("value", [0.1, 0.7, 1 / 3, 21.6])
@pytest.mark.parametrize("length", [7, 13, 24])
def test_a_constant_series_stands_on_its_own_mean(value: float, length: int):
    """A sum of binary fractions would leave the mean an ulp away, every point outside and one long shift."""
    values = [value] * length
    found = xmr(values)
    assert (found.centre, found.lower, found.upper) == (value, value, value)
    assert not any(signal.fired for signal in signals(values, found))


def test_a_point_on_the_line_is_inside_and_just_beyond_it_outside():
    values = [50.0, 51, 50, 49] * 4
    reach = 2.66
    made = xmr(values)
    assert (made.centre, made.average_moving_range) == (50, 1)
    assert made.upper == 52.66
    for last, outside in ((50 + reach, False), (52.6600001, True), (47.34, False), (47.3399999, True)):
        latest = [*values, last]
        limits = xmr(latest, baseline=16)
        assert bool(fired(latest, limits, "outside")) is outside


# Signals


def marked(values: Sequence[float | None], limits: Limits, shift: int, trend: int, classic: bool) -> list[set[str]]:
    """Every rule by looking at every window: slower and plainer than the code under test."""
    marks: list[set[str]] = [set() for _ in values]
    for phase in limits:
        c, low, high = phase.centre, phase.lower, phase.upper
        if c is None:
            continue
        for first in range(phase.start, phase.stop):
            for size in (1, 3, shift, trend):
                window = range(first, first + size)
                seen = [values[at] for at in window if at < phase.stop]
                known = [v for v in seen if v is not None]
                if len(known) < size:
                    continue
                one_side = all(v > c for v in known) or all(v < c for v in known)
                if size == shift and one_side:
                    for at in window:
                        marks[at].add("shift")
                steps = [b - a for a, b in pairwise(known)]
                if size == trend and (all(s > 0 for s in steps) or all(s < 0 for s in steps)):
                    for at in window:
                        marks[at].add("trend")
                if low is None or high is None:
                    continue
                if size == 1 and not low <= known[0] <= high:
                    marks[first].add("outside")
                far = [abs(v - c) > (high - c) * 2 / 3 + 1e-9 and not (classic and not low <= v <= high) for v in known]
                if size == 3 and one_side and sum(far) >= 2:
                    for at, is_far in zip(window, far, strict=True):
                        marks[at] |= {"two of three"} if is_far else set()
    return marks


@given(gapped, st.sampled_from([5, 6, 7]), st.sampled_from([4, 6, 7]), st.booleans(), st.integers(1, 39))
def test_signals_are_those_found_by_looking_at_every_window(
    values: list[int | None], shift: int, trend: int, classic: bool, start: int
):
    limits = xmr(values, rebase=[start] if start < len(values) else [])
    found = signals(values, limits, shift=shift, trend=trend, two_of_three="classic" if classic else "2023")
    assert [set(signal.fired) for signal in found] == marked(values, limits, shift, trend, classic)


@given(series, st.integers(-100, 100), st.integers(1, 9))
def test_signals_do_not_change_when_the_series_moves_or_is_measured_in_another_unit(
    values: list[int], moved: int, unit: int
):
    def told(numbers: list[int]) -> list[tuple[str, ...]]:
        return [signal.fired for signal in signals(numbers, xmr(numbers))]

    assert told([moved + unit * value for value in values]) == told(values)
    assert told([-value for value in values]) == told(values)
    backwards = [set(rules) for rules in told(values[::-1])]
    assert [set(rules) for rules in told(values)][::-1] == backwards


@given(st.lists(st.integers(-40, 40), min_size=13, max_size=40))
def test_what_is_improvement_one_way_up_is_concern_the_other(values: list[int]):
    turned = [-value for value in values]
    other = {"improvement": "concern", "concern": "improvement", "common cause": "common cause"}
    swapped = {"neutral high": "neutral low", "neutral low": "neutral high", "common cause": "common cause"}
    up = variation(values, xmr(values), better="up")
    assert up is not None
    assert variation(values, xmr(values), better="down") == other[up]
    assert variation(turned, xmr(turned), better="up") == other[up]
    neutral = variation(values, xmr(values), better="neutral")
    assert neutral is not None
    assert variation(turned, xmr(turned), better="neutral") == swapped[neutral]


def test_ties_points_on_the_mean_gaps_and_phases_end_a_run():
    level = [*[8.0, 12] * 8, 10]
    for breaker in (10.0, None):
        for run in ([11.0] * 6, [11.0, 11.1] * 3):
            values = [*level, *run, breaker, *run]
            assert not fired(values, xmr(values, baseline=16), "shift")
    whole = [*level, *[11.0] * 7]
    assert fired(whole, xmr(whole, baseline=16), "shift") == list(range(17, 24))
    assert not fired(whole, xmr(whole, rebase=[20]), "shift")
    climb = [*level, 9, 9.5, 10, 10.5, 11, 11.5, 12]
    assert fired(climb, xmr(climb, baseline=16), "trend") == list(range(17, 24))
    tied = [*level, 9, 9.5, 10, 10, 10.5, 11, 11.5]
    assert not fired(tied, xmr(tied, baseline=16), "trend")
    short = [*level, 9, 9.5, 10, 10.5, 11, 11.5]
    assert not fired(short, xmr(short, baseline=16), "trend")
    assert fired(short, xmr(short, baseline=16), "trend", trend=6)


def test_two_of_three_counts_points_beyond_the_limit_since_2023_and_needs_all_three_on_one_side():
    level = [8.0, 12, 12, 8] * 4
    limits = xmr(level)
    assert limits.upper is not None
    beyond, far, near = limits.upper + 1, limits.upper - 0.5, 10.5
    base = xmr([*level, 0, 0, 0], baseline=16)
    for three, new, classic in (
        ((far, near, far), [16, 18], [16, 18]),
        ((beyond, near, far), [16, 18], []),
        ((beyond, far, far), [16, 17, 18], [17, 18]),
        ((far, 9.5, far), [], []),
        ((far, 20 - far, near), [], []),
    ):
        values = [*level, *three]
        assert fired(values, base, "two of three") == new
        assert fired(values, base, "two of three", two_of_three="classic") == classic


def test_all_rules_are_told_and_the_label_is_the_first_of_their_order():
    values = [*[8.0, 12] * 8, 11, 12, 13, 15.5, 15.7, 40, 50]
    last = signals(values, xmr(values, baseline=16))[-1]
    assert last.fired == ("outside", "trend", "two of three", "shift")
    assert last.label == "outside"
    assert signals(flat(), xmr(flat()))[-1].label is None


def test_the_two_thirds_of_a_clipped_limit_are_those_of_the_limit_before_clipping():
    """A lower limit clipped to 0 is near; two thirds of the way to it is not two standard errors."""
    events, bases = [5, 3, 6, 4, 5, 7, 3, 5, 6, 4, 5, 5, 1, 1, 4], [100] * 15
    found = p_chart(events, bases)
    assert found.lower == (0.0,) * 15
    assert not fired(found.points, found, "two of three")
    assert found.centre is not None
    clipped = Chart(found.points, found.centre, found.lower, found.upper)
    assert fired(found.points, clipped, "two of three") == []


def test_signals_read_charts_and_gaps_in_them():
    events = [50, 52, None, 48, 51, 0, 49, 50, 52, 47, 51, 50, 49, 90]
    bases = [500, 500, 500, 500, 500, 0, 500, 500, 500, 500, 500, 500, 500, 500]
    found = p_chart(events, bases)
    assert found.points[2] is found.points[5] is found.lower[5] is None
    assert fired(found.points, found, "outside") == [13]
    assert variation([*found.points, 0.1], p_chart([*events, 50], [*bases, 500]), better="up") == "common cause"
    assert not any(signal.fired for signal in signals([0.2] * 3, p_chart([1, None, 1], [10, None, 10])))
    empty = p_chart([None, 0], [5, 0])
    assert (empty.points, empty.centre) == ((None, None), None)
    assert empty.lower == empty.upper == empty.sigma == (None, None)
    assert not any(signal.fired for signal in signals(empty.points, empty))


def test_runs_are_found_in_charts_too():
    level = [12, 8] * 8
    shifted, far = [*level, *[11] * 7], [*level, 10, 19, 10.5, 19]
    chart = p_chart(shifted, [100] * 23)
    assert fired(chart.points, chart, "shift") == list(range(16, 23))
    limits = p_chart(level, [100] * 16)
    assert limits.sigma[0] == pytest.approx(0.03)
    longer = Chart(tuple(x / 100 for x in far), 0.1, (0.01,) * 20, (0.19,) * 20, (0.03,) * 20)
    assert fired(longer.points, longer, "two of three") == [17, 19]


def test_charts_of_nothing_and_of_everything_stay_within_what_can_be():
    none, every = p_chart([0] * 14, [20] * 14), p_chart([20] * 14, [20] * 14, prime=True)
    assert (none.lower[0], none.upper[0], every.lower[0], every.upper[0]) == (0, 0, 1, 1)
    wide = p_chart([1, 9] * 7, [10] * 14, prime=True)
    assert (wide.lower[0], wide.upper[0]) == (0, 1)
    assert not any(signal.fired for signal in signals(wide.points, wide))


# Icons


def test_variation_is_of_the_latest_point_and_a_trend_says_the_way_it_runs():
    level = [8.0, 12] * 8
    down_above = [*level, 15.2, 14.9, 14.4, 13.9, 13.4, 12.9, 12.4]
    limits = xmr(down_above, baseline=16)
    assert signals(down_above, limits)[-1].label == "trend"
    assert variation(down_above, limits, better="up") == "concern"
    assert variation(down_above, limits, better="down") == "improvement"
    assert variation(down_above, limits, better="neutral") == "neutral low"
    # Turned upside down it rises, below the centre; its first point came down from the one before it.
    up_below = [20 - value for value in down_above]
    found = variations(up_below, limits, better="up")
    assert found[-7:] == ("improvement",) * 7
    assert variations([*up_below[16:], *level], xmr([*up_below[16:], *level]), better="up")[0] == "improvement"
    shifted = [*level, *[11.0] * 8]
    assert variation(shifted, xmr(shifted, baseline=16), better="up") == "improvement"
    assert variation([*shifted, 9.0], xmr([*shifted, 9.0], baseline=16), better="up") == "common cause"


def test_below_13_points_in_the_latest_phase_or_at_a_gap_there_is_no_icon():
    for length, wanted in ((12, None), (13, "common cause")):
        assert variation(flat(length), xmr(flat(length)), better="up") == wanted
    assert variation(flat(30), xmr(flat(30), rebase=[20]), better="up") is None
    assert variation([*flat(20), None], xmr([*flat(20), None]), better="up") is None
    assert variation([*flat(12), None, 10], xmr([*flat(12), None, 10]), better="up") == "common cause"
    assert variation([], xmr([]), better="up") is None


def test_assurance_sets_the_target_against_the_latest_limits():
    values = flat()
    limits = xmr(values)
    assert limits.lower is not None
    assert limits.upper is not None
    for target, up in (
        (limits.lower - 0.01, "consistently passes"),
        (limits.lower, "hit and miss"),
        (10, "hit and miss"),
        (limits.upper, "hit and miss"),
        (limits.upper + 0.01, "consistently fails"),
    ):
        down = {"consistently passes": "consistently fails", "consistently fails": "consistently passes"}.get(up, up)
        assert assurance(values, limits, target, better="up") == up
        assert assurance(values, limits, target, better="down") == down
        assert assurance(values, limits, target, better="neutral") is None
    assert assurance(values, limits, None, better="up") is None


def test_a_series_that_never_varies_meets_its_target_every_month_or_fails():
    values = [95.0] * 14
    for target, better, wanted in (
        (95, "up", "met every month"),
        (90, "up", "met every month"),
        (95.5, "up", "consistently fails"),
        (96, "down", "met every month"),
        (95, "down", "met every month"),
        (94, "down", "consistently fails"),
    ):
        assert assurance(values, xmr(values), target, better=better) == wanted  # type: ignore[arg-type]


def test_assurance_does_not_borrow_the_limits_of_an_earlier_phase():
    values = [*flat(20), 90.0]
    assert assurance(values, xmr(values), 30, better="up") == "consistently fails"
    assert assurance(values, xmr(values, rebase=[20]), 30, better="up") is None
    chart = p_chart([*CANS, None], [*[50] * 30, None])
    assert assurance(chart.points, chart, 0.5, better="up") == "consistently fails"


# Rolling sums


@given(st.lists(st.none() | st.integers(-100, 100), max_size=40), st.integers(1, 14))
def test_a_rolling_sum_is_of_its_window_and_never_of_a_gap(values: list[int | None], window: int):
    found = rolling_sums(values, window)
    assert len(found) == len(values)
    for end, total in enumerate(found, start=1):
        inside = values[max(0, end - window) : end]
        whole = len(inside) == window and None not in inside
        assert total == (sum(v for v in inside if v is not None) if whole else None)


def test_a_rolling_sum_is_of_twelve_months_unless_another_window_is_asked_for():
    assert rolling_sums([1] * 13) == (*[None] * 11, 12, 12)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=12, max_size=36))
def test_rolling_sums_of_the_parts_add_to_those_of_the_whole(parts: list[tuple[int, int]]):
    one, other = rolling_sums([a for a, _ in parts]), rolling_sums([b for _, b in parts])
    whole = rolling_sums([a + b for a, b in parts])
    assert whole == tuple(None if a is None or b is None else a + b for a, b in zip(one, other, strict=True))


# What cannot be


def test_impossible_input_is_refused():
    good = xmr(flat())
    for call, said in (
        (lambda: xmr([1, NAN]), "finite"),
        (lambda: xmr([1, "2"]), "not a number"),  # type: ignore[list-item]
        (lambda: xmr([1, 2, 3], baseline=1), "baseline"),
        (lambda: xmr([1, 2, 3], baseline=2.5), "baseline"),  # type: ignore[arg-type]
        (lambda: xmr([1, 2, 3], rebase=[0]), "rebase"),
        (lambda: xmr([1, 2, 3], rebase=[3]), "rebase"),
        (lambda: xmr([1, 2, 3], rebase=[2, 1]), "rebase"),
        (lambda: xmr([1, 2, 3], rebase=[1.5]), "rebase"),  # type: ignore[list-item]
        (lambda: p_chart([11], [10]), "more than their base"),
        (lambda: p_chart([-1], [10]), "below zero"),
        (lambda: p_chart([1], [0]), "base of zero"),
        (lambda: p_chart([1, 2], [10]), "differ in length"),
        (lambda: u_chart([-1], [10]), "below zero"),
        (lambda: u_chart([1], [-10]), "below zero"),
        (lambda: u_chart([1], [NAN]), "finite"),
        (lambda: u_chart([1], [10, 10]), "differ in length"),
        (lambda: signals(flat(), good, shift=1), "shift"),
        (lambda: signals(flat(), good, trend=6.5), "trend"),  # type: ignore[arg-type]
        (lambda: signals(flat(), good, two_of_three="2024"), "two_of_three"),  # type: ignore[arg-type]
        (lambda: signals(flat(23), good), "23 values"),
        (lambda: signals([0.1], p_chart([1, 2], [10, 10])), "differ in length"),
        (lambda: signals([NAN, *flat(23)], good), "finite"),
        (lambda: variation(flat(), good, better="higher"), "better"),  # type: ignore[arg-type]
        (lambda: variation(flat(23), good, better="up"), "23 values"),
        (lambda: assurance(flat(), good, 10, better="higher"), "better"),  # type: ignore[arg-type]
        (lambda: assurance(flat(), good, NAN, better="up"), "target"),
        (lambda: rolling_sums([1, 2], 0), "window"),
        (lambda: rolling_sums([1, 2], 1.5), "window"),  # type: ignore[arg-type]
        (lambda: rolling_sums([1, NAN]), "finite"),
    ):
        with pytest.raises(ValueError, match=said):
            call()
