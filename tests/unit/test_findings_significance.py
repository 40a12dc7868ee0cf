"""Significance: which interval an outcome or a change has, when a change is clear, and what a series says."""

import math
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from observed import PERIOD, area_called, incomplete, measure, observation, withheld
from peelian.core.findings import Bounds, PointsChange, RelativeChange, change, rank
from peelian.core.measures import Bands
from peelian.core.observations import Estimate, Made, Reported
from peelian.core.periods import Period, add_months
from peelian.findings import significance
from peelian.statistics import funnel, overdispersion, proportion_difference_interval, rate_ratio_interval, xmr

EARLIER = PERIOD.a_year_earlier()


def limits(found: Bounds | None) -> tuple[float, float, str]:
    assert found
    return found.lower, found.upper, found.method


def close(lower: float, upper: float, method: str):
    return pytest.approx(lower, abs=5e-3), pytest.approx(upper, abs=5e-3), method


def moved(now, then, **parts):
    """A change of counts, or of (numerator, denominator)."""
    ends = ((end, None) if isinstance(end, int) else end for end in (now, then))
    first, second = (observation(*end, period, **parts) for end, period in zip(ends, (PERIOD, EARLIER), strict=True))
    found = change(first, second)
    assert isinstance(found, PointsChange | RelativeChange)
    return found


def estimate(value: float, lower: float, upper: float, period: Period = PERIOD, take: str = "median") -> Estimate:
    of = replace(measure("seconds"), denominator=None, bands=Bands("band", {"short": (0, 10)}, take))
    return Estimate(of, area_called("north"), period, 3, 3, Made(), Fraction(repr(value)), 100, lower, upper)


def reported(text: str, base: int | None, period: Period = PERIOD, unit: str = "percent") -> Reported:
    of = replace(measure("count"), unit=unit, reads="value")
    return Reported(of, area_called("north"), period, 3, 3, Made(), Fraction(text), 1, base)


def by_month(*values: int | None, start: date = date(2024, 1, 1), better: str = "down"):
    """Counts month by month; None is a month that is not there, and -1 one that is withheld."""
    made = {}
    for at, value in enumerate(values):
        period = Period.month(add_months(start, at))
        gap = {None: incomplete, -1: withheld}.get(value)
        made[period.start] = gap(period) if gap else observation(value, None, period, better=better)
    return made


# Intervals of a level


def test_a_percentage_has_wilsons_interval_and_a_count_byars_or_the_exact_one():
    """84 of 100: docs/methods, Wilson. 10 and 5 events: PHEindicatormethods' Byar, and the tables of exact Poisson."""
    assert limits(significance.interval(observation(84, 100))) == close(75.58, 89.90, "Wilson")
    assert limits(significance.interval(observation(10)))[:2] == close(4.79, 18.39, "")[:2]
    assert limits(significance.interval(observation(5)))[:2] == close(1.62, 11.67, "")[:2]


def test_a_rate_has_the_interval_of_its_count_over_its_base_in_its_unit():
    found = observation(5, 2_000, unit="per 1,000 people", kind="population")
    assert limits(significance.interval(found))[:2] == close(1.62 / 2, 11.67 / 2, "")[:2]


def test_what_chance_does_not_move_has_none():
    still = observation(84, 100)
    assert significance.interval(replace(still, measure=replace(still.measure, by_chance=False))) is None


def test_an_estimate_brings_its_own_and_says_how_it_was_made():
    assert limits(significance.interval(estimate(12, 10, 15))) == (10, 15, "from ranks")
    assert limits(significance.interval(estimate(12, 10, 15, take="mean"))) == (10, 15, "normal approximation")


def test_a_reported_percentage_has_one_by_its_base_and_nothing_else_reported_has():
    lower, upper, method = limits(significance.interval(reported("84", 100)))
    assert (lower, upper) == close(75.58, 89.90, "")[:2]
    assert "Wilson" in method
    assert significance.interval(reported("84", None)) is None
    assert significance.interval(reported("84", 100, unit="posts")) is None
    assert limits(significance.interval(reported("100.4", 50)))[1] == 100


def test_a_level_brings_its_interval():
    found = significance.level_with_interval(observation(84, 100))
    assert (found.at.numerator, limits(found.interval)[2]) == (84, "Wilson")


# Changes


def test_a_change_of_percentages_has_newcombes_interval_in_points():
    found = significance.tested(moved((56, 70), (48, 80)))
    expected = proportion_difference_interval(56, 70, 48, 80)
    assert limits(found.interval) == close(expected.lower * 100, expected.upper * 100, "Newcombe")
    assert found.clear
    assert not significance.tested(moved((56, 70), (60, 80))).clear


def test_a_change_of_counts_or_rates_has_the_interval_of_their_ratio():
    counts = significance.tested(moved(60, 40))
    assert limits(counts.interval)[:2] == close(*_ratio(60, 1, 40, 1), "")[:2]
    rates = significance.tested(moved((60, 3_000), (40, 4_000), unit="per 1,000 people", kind="population"))
    assert limits(rates.interval)[:2] == close(*_ratio(60, 3_000, 40, 4_000), "")[:2]


def test_as_if_each_side_were_so_many_times_as_large():
    found = significance.tested(moved((6, 30), (3, 40), unit="per 1,000 people", kind="population"), 10)
    assert limits(found.interval)[:2] == close(*_ratio(60, 300, 30, 400), "")[:2]
    # A count has no base that could be as many times as large: it is over the same time.
    assert limits(significance.tested(moved(6, 4), 10).interval)[:2] == close(*_ratio(60, 1, 40, 1), "")[:2]
    share = significance.tested(moved((56, 70), (48, 80)), 10)
    expected = proportion_difference_interval(560, 700, 480, 800)
    assert limits(share.interval)[:2] == close(expected.lower * 100, expected.upper * 100, "")[:2]


def _ratio(*numbers: int) -> tuple[float, float]:
    found = rate_ratio_interval(*numbers)
    assert found
    return found.lower, found.upper


def test_from_nothing_to_nothing_is_no_change_for_certain_and_from_nothing_to_much_is_clear():
    nothing = significance.tested(moved(0, 0))
    assert limits(nothing.interval)[:2] == (1, 1)
    assert nothing.clear is False
    assert significance.tested(moved(20, 0)).clear
    assert significance.tested(moved(0, 20)).clear


def test_a_change_chance_does_not_move_is_not_tested():
    found = moved(60, 40)
    still = replace(found, now=replace(found.now, measure=replace(found.now.measure, by_chance=False)))
    assert significance.tested(still).clear is None


def test_estimates_are_compared_by_the_limits_of_both():
    """As in the statistics of it: 10 (8 to 13) over 5 (4 to 6) is 2 (1.5 to 2.824)."""
    found = significance.tested(change(estimate(10, 8, 13), estimate(5, 4, 6, EARLIER)))
    assert limits(found.interval)[:2] == close(1.5, 2.824, "")[:2]
    assert limits(found.interval)[2] == "intervals of both periods combined"
    assert significance.tested(change(estimate(10, 8, math.inf), estimate(5, 4, 6, EARLIER))).interval is None


def test_reported_percentages_are_compared_by_their_bases_and_without_them_not_at_all():
    found = significance.tested(change(reported("80", 70), reported("60", 80, EARLIER)))
    expected = proportion_difference_interval(56, 70, 48, 80)
    method = "Newcombe, ignoring survey weights"
    assert limits(found.interval) == close(expected.lower * 100, expected.upper * 100, method)
    for bases in ((70, None), (None, 80)):
        assert significance.tested(change(reported("80", bases[0]), reported("60", bases[1], EARLIER))).clear is None
    assert (
        significance.tested(change(reported("80", 70, unit="posts"), reported("60", 80, EARLIER, "posts"))).clear
        is None
    )


# What a clear change would need


def test_the_base_a_clear_change_needs_is_the_least_that_is_clear_rounded_up_to_two_figures():
    """47 times the smaller base, 40, is 1,880; 22 times a count of 10 is 220."""
    shares = significance.tested(moved((10, 50), (9, 40)))
    assert [bool(significance.tested(shares, times).clear) for times in (1, 46, 47)] == [False, False, True]
    assert significance.needed(shares).base == 1_900
    assert significance.needed(shares).change is shares
    counts = significance.tested(moved(12, 10))
    assert [bool(significance.tested(counts, times).clear) for times in (1, 21, 22)] == [False, False, True]
    assert significance.needed(counts).base == 220


def test_a_large_base_is_found_to_a_hundredth_and_none_beyond_a_million_million_times():
    """1,001 and 1,000 are clear from 7,687 times as many."""
    assert significance.needed(significance.tested(moved(1_001, 1_000))).base in (7_700_000, 7_800_000)
    assert significance.needed(significance.tested(moved(10**11 + 1, 10**11))).base
    assert significance.needed(significance.tested(moved(10**13 + 1, 10**13))).base is None


def test_a_clear_change_or_none_needs_nothing_nor_does_one_that_was_not_tested():
    assert significance.needed(significance.tested(moved(60, 20))).base is None
    assert significance.needed(significance.tested(moved(20, 20))).base is None
    assert significance.needed(moved(12, 10)).base is None
    told = significance.tested(change(reported("80", 20), reported("78", 20, EARLIER)))
    assert told.clear is False
    assert significance.needed(told).base is None


# A ratio's change, split


def test_a_ratio_is_split_into_its_numerator_and_its_base():
    found = significance.split(moved((60, 300), (40, 400), unit="per 100", kind="ratio"))
    assert found
    assert (found.numerator.ratio, found.denominator.ratio) == (Fraction(3, 2), Fraction(3, 4))
    assert (found.numerator.now.numerator, found.numerator.then.numerator) == (60, 40)
    assert (found.numerator.now.value, found.denominator.then.value) == (60, 400)
    assert limits(found.denominator.interval)[:2] == close(*_ratio(300, 1, 400, 1), "")[:2]
    from_none = significance.split(moved((60, 300), (0, 400), unit="per 100", kind="ratio"))
    assert from_none
    assert from_none.numerator.ratio is None
    assert significance.split(moved((60, 300), (40, 400), kind="share")) is None
    assert significance.split(change(estimate(10, 8, 13), estimate(5, 4, 6, EARLIER))) is None


# Ranks


def test_a_rank_says_how_many_others_intervals_overlap_its_own():
    """20 of 100 is 13.3 to 28.9; 30 is 21.9 to 39.6; 60 is 50.2 to 69.1; 10 is 5.5 to 17.4."""
    outcomes = [observation(n, 100, area=area) for area, n in (("a", 20), ("b", 30), ("c", 60), ("d", 10))]
    outcomes.append(incomplete(area="e"))
    overlaps = {key: significance.ranked(rank(outcomes, key, "forces"), outcomes).overlaps for key in "abcd"}
    assert overlaps == {"a": 2, "b": 1, "c": 0, "d": 1}


def test_where_any_has_no_interval_none_is_said_to_overlap():
    outcomes = [reported("80", 100), replace(reported("70", None), area=area_called("south"))]
    assert significance.ranked(rank(outcomes, "north", "forces"), outcomes).overlaps is None
    assert significance.ranked(rank(outcomes, "south", "forces"), outcomes).overlaps is None


# Series


LEVEL = (50, 52, 49, 51, 48, 50, 52, 49, 51, 50, 48, 52)


def test_a_signal_is_of_the_latest_month_by_the_rule_that_fired():
    months = by_month(*LEVEL, 80)
    found = significance.signal(months[date(2025, 1, 1)], months)
    assert (found.kind, found.rule, found.months, found.since) == ("concern", "outside", 13, date(2024, 1, 1))
    quiet = by_month(*LEVEL, 50)
    assert significance.signal(quiet[date(2025, 1, 1)], quiet).kind == "common cause"
    assert significance.signal(quiet[date(2025, 1, 1)], quiet).rule == ""


def test_a_signal_needs_13_months_since_limits_began_anew():
    months = by_month(*LEVEL, *LEVEL, 80)
    at = months[date(2026, 1, 1)]
    late = significance.signal(at, months, [date(2025, 6, 1)])
    assert (late.kind, late.rule, late.months, late.since) == (None, "", 8, date(2025, 6, 1))
    early = significance.signal(at, months, [date(2025, 1, 1)])
    assert (early.kind, early.months, early.since) == ("concern", 13, date(2025, 1, 1))
    # What lies at or before the first month, or after the last, begins nothing.
    for outside in (date(2023, 5, 1), date(2024, 1, 1), date(2026, 2, 1)):
        assert significance.signal(at, months, [outside]).since == date(2024, 1, 1)
    assert significance.signal(at, months, [date(2026, 1, 1)]).months == 1


def test_months_without_a_value_are_gaps():
    months = by_month(None, *LEVEL, 80)
    assert significance.signal(months[date(2025, 2, 1)], months).months == 13


def test_control_has_the_limits_of_each_phase_and_why_it_began():
    months = by_month(*LEVEL, None, *LEVEL)
    found = significance.control(months, {date(2025, 1, 1): "moved", date(2024, 1, 1): "no", date(2026, 2, 1): "no"})
    first, second = found.phases
    alone = xmr(LEVEL)
    assert (first.start, first.stop, first.reason, first.values, first.provisional) == (0, 12, "", 12, True)
    assert (first.centre, first.lower, first.upper) == (alone.centre, alone.lower, alone.upper)
    assert (second.start, second.stop, second.reason, second.values) == (12, 25, "moved", 12)
    assert (len(found.months), len(found.kinds)) == (25, 25)
    assert not first.withheld
    at_the_end = significance.control(months, {date(2026, 1, 1): "moved"})
    assert [phase.start for phase in at_the_end.phases] == [0, 24]


def test_a_phase_with_a_withheld_month_has_no_limits_and_is_not_judged():
    months = by_month(*LEVEL, 50, *LEVEL, -1)
    found = significance.control(months, {date(2025, 2, 1): "moved"})
    first, second = found.phases
    assert (first.withheld, second.withheld) == (False, True)
    assert (second.centre, second.lower, second.upper, second.values) == (None, None, None, 12)
    assert first.centre
    assert set(found.kinds[:13]) == {"common cause"}
    assert set(found.kinds[13:]) == {None}


def test_limits_stop_at_nothing_and_a_share_at_all():
    wild = by_month(0, 90, 0, 90)
    [phase] = significance.control(wild, {}).phases
    assert phase.lower == 0
    assert phase.upper > 100
    start = date(2024, 1, 1)
    shares = {
        add_months(start, at): observation(n, 100, Period.month(add_months(start, at))) for at, n in enumerate((9, 99))
    }
    [phase] = significance.control(shares, {}).phases
    assert (phase.lower, phase.upper) == (0, 100)


def test_control_judges_by_what_is_better():
    for better, said in (("down", "concern"), ("up", "improvement"), ("neutral", "neutral high")):
        assert significance.control(by_month(*LEVEL, 80, better=better), {}).kinds[-1] == said
        months = by_month(*LEVEL, 80, better=better)
        assert significance.signal(months[date(2025, 1, 1)], months).kind == said


# Areas


@pytest.mark.parametrize(
    ("unit", "kind", "scale", "how"),
    [("percent", "share", 100, "proportion"), ("per 1,000 people", "population", 1_000, "rate")],
)
def test_a_funnel_is_around_the_average_of_all_and_a_spread_of_their_differences(unit, kind, scale, how):
    areas = [
        observation(n, base, unit=unit, kind=kind, area=str(base)) for n, base in ((30, 200), (90, 300), (20, 400))
    ]
    assert significance.funnel(areas, (100, 500)) == funnel(how, 140 / 900, (100, 500), scale)
    assert significance.spread(areas) == overdispersion(how, (30, 90, 20), (200, 300, 400)).phi


# Estimates from bands


def test_what_a_measure_takes_from_its_bands():
    """By hand in the statistics of it: the median and the 90th percentile of 40 and 60, the mean of 3 and 1."""
    ends = {"short": (0, 10), "long": (10, 30)}
    for take, counts, value in (
        ("median", (40, 60), 13.3333),
        ("85th percentile", (40, 60), 25),
        ("90th percentile", (40, 60), 26.6667),
        ("mean", (3, 1), 8.75),
    ):
        found = significance.estimate(Bands("band", ends, take), counts)
        assert found
        assert found[0] == pytest.approx(value, abs=1e-4)
        assert found[1] < found[0] < found[2]
    opened = Bands("band", {**ends, "longest": (30,)}, "median")
    assert significance.estimate(opened, (0, 0, 9)) is None
    assert significance.estimate(opened, (9, 0, 0)) == (
        5,
        pytest.approx(1.73335, abs=1e-4),
        pytest.approx(8.26665, abs=1e-4),
    )
