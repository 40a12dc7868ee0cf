"""Findings: what may be set beside what, and when there is nothing to tell."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observed import area_called, incomplete, measure, observation, withheld
from peelian.core.findings import (
    NoFinding,
    PointsChange,
    Rank,
    RelativeChange,
    change,
    goal,
    level,
    rank,
    too_few,
)
from peelian.core.observations import Made, Reported
from peelian.core.periods import Period
from peelian.findings import significance

YEAR = Period.parse("12m-2022-09")
EARLIER = YEAR.a_year_earlier()


def test_a_percentage_changes_in_points_and_a_count_or_rate_in_per_cent():
    share = change(observation(248, 2_000, YEAR), observation(196, 2_000, EARLIER))
    assert share == PointsChange(share.now, share.then, Fraction(26, 10))
    count = change(observation(60, None, YEAR), observation(50, None, EARLIER))
    assert isinstance(count, RelativeChange)
    assert count.per_cent == 20


def test_a_level_is_a_value_or_why_there_is_none():
    assert level(observation(7, None, YEAR)).at.numerator == 7
    assert level(withheld(YEAR)) == NoFinding("fewer than 5, withheld")


@pytest.mark.parametrize(("better", "met"), [("down", [True, True, False]), ("up", [False, True, True])])
def test_a_target_is_met_from_the_target_on_as_both_are_printed(better, met):
    seen = [observation(n, 1_000, YEAR, better=better) for n in (99, 100, 101)]
    found = [goal(replace(one, measure=replace(one.measure, target="10"))) for one in seen]
    assert [(one.target, one.met) for one in found] == [(10, one) for one in met]
    assert found[0].at.numerator == 99
    just = observation(10_004, 100_000, YEAR, better="down")  # printed as 10.0%
    assert goal(replace(just, measure=replace(just.measure, target="10"))).met


def test_without_a_value_or_a_target_none_is_met():
    assert goal(incomplete(YEAR)) == NoFinding("11 of 12 months")
    assert goal(observation(7, None, YEAR)) == NoFinding("no target is set")


@pytest.mark.parametrize(
    ("now", "then", "little"),
    [
        ((9, None), (50, None), True),
        ((50, None), (9, None), True),
        ((10, None), (10, None), False),
        ((12, 29), (50, 90), True),
        ((12, 30), (50, 90), False),
    ],
)
def test_under_10_events_or_a_base_under_30_is_too_few_to_tell(now, then, little):
    assert too_few(change(observation(*now, YEAR), observation(*then, EARLIER))) is little


def test_a_rate_is_not_too_few_by_its_base_nor_a_reported_figure_without_one():
    rate = {"unit": "per 100", "kind": "ratio"}
    assert not too_few(change(observation(12, 20, YEAR, **rate), observation(12, 20, EARLIER, **rate)))
    for base, little in ((29, True), (30, False), (None, False)):
        ends = [
            Reported(measure("percent"), area_called("north"), period, 12, 12, Made(), Fraction(50), 0, base)
            for period in (YEAR, EARLIER)
        ]
        assert too_few(change(*ends)) is little


def test_the_limits_of_a_change_in_points_are_about_it_and_not_about_its_opposite():
    found = significance.tested(change(observation(248, 2_000, YEAR), observation(196, 2_000, EARLIER)))
    assert found.interval
    assert 0 < found.interval.lower < 2.6 < found.interval.upper < 6


def test_from_zero_there_is_no_per_cent():
    assert change(observation(3, None, YEAR), observation(0, None, EARLIER)).per_cent is None


@pytest.mark.parametrize(
    ("now", "then", "why"),
    [
        (observation(1, None, YEAR), incomplete(EARLIER), "12 months to September 2021: 11 of 12 months"),
        (withheld(YEAR), observation(1, None, EARLIER), "12 months to September 2022: fewer than 5"),
        (observation(1, None, YEAR), observation(1, None, Period.parse("2021-22-q1")), "are different lengths of time"),
    ],
)
def test_there_is_no_change_where_an_end_has_no_value_or_the_lengths_differ(now, then, why):
    found = change(now, then)
    assert isinstance(found, NoFinding)
    assert why in found.reason


def test_cohorts_followed_up_for_different_times_are_not_compared():
    now = observation(20, 100, YEAR, kind="cohort", followed_up=(3, 2, 1))
    then = observation(30, 100, EARLIER, kind="cohort", followed_up=(15, 14, 13))
    found = change(now, then)
    assert isinstance(found, NoFinding)
    assert "1 to 3 months" in found.reason
    assert "13 to 15 months" in found.reason
    of_one_age = replace(now, made=replace(now.made, followed_up=(4, 4)))
    assert "4 months" in change(of_one_age, then).reason
    alike = replace(then, made=now.made)
    assert isinstance(change(now, alike), PointsChange)


def test_equal_values_share_the_better_place_and_the_next_is_two_lower():
    values = {"north": 9, "south": 7, "east": 7, "west": 4}
    outcomes = [observation(n, None, YEAR, area=key) for key, n in values.items()]
    places = {key: rank(outcomes, key, "forces") for key in values}
    assert {key: (found.position, found.tied, found.of) for key, found in places.items()} == {
        "north": (1, 0, 4),
        "south": (2, 1, 4),
        "east": (2, 1, 4),
        "west": (4, 0, 4),
    }


def test_a_rank_is_on_what_is_printed():
    outcomes = [observation(1_231, 10_000, YEAR, area="north"), observation(1_234, 10_000, YEAR, area="south")]
    found = rank(outcomes, "north", "forces")
    assert (found.position, found.tied) == (1, 1)


def test_an_area_without_a_value_is_named_and_not_ranked():
    outcomes = [observation(5, None, YEAR, area="north"), incomplete(YEAR, area="south"), withheld(YEAR, area="east")]
    found = rank(outcomes, "north", "forces")
    assert (found.position, found.of, found.unranked) == (1, 1, ("South", "East"))
    assert isinstance(rank(outcomes, "south", "forces"), NoFinding)


def test_cohorts_of_different_age_are_not_ranked():
    outcomes = [
        observation(5, 10, YEAR, area=area, kind="cohort", followed_up=(months,))
        for area, months in [("a", 3), ("b", 15)]
    ]
    assert isinstance(rank(outcomes, "a", "forces"), NoFinding)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=43))
def test_places_add_up(values):
    """Those above, those equal and those below are everybody."""
    outcomes = [observation(n, None, YEAR, area=str(i)) for i, n in enumerate(values)]
    for i, n in enumerate(values):
        found = rank(outcomes, str(i), "forces")
        assert isinstance(found, Rank)
        below = sum(other < n for other in values)
        assert found.position - 1 + found.tied + 1 + below == found.of == len(values)
