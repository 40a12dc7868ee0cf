"""Disclosure control: the only road from a count to an observation."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observed import PERIOD, area_called, measure
from peelian.core.observations import Count, Estimate, Incomplete, Made, Observation, Withheld
from peelian.disclosure import observe
from peelian.disclosure.primary import of_bands, of_reading

FIVE = Made(threshold=5)


def seen(numerator, denominator=None, unit="count", kind=None, made=FIVE):
    return observe(Count(numerator, denominator), measure(unit, kind), area_called("north"), PERIOD, made)


def test_a_count_from_one_to_below_the_threshold_is_withheld_zero_is_not():
    kinds = [type(seen(n)) for n in range(7)]
    assert kinds == [Observation, Withheld, Withheld, Withheld, Withheld, Observation, Observation]


def test_a_withheld_count_carries_no_number():
    assert not {"numerator", "denominator", "value"} & set(vars(seen(3)))
    assert "3" not in seen(3).reason


def test_a_source_public_at_record_level_has_no_threshold():
    assert seen(1, made=Made()).value == 1


@pytest.mark.parametrize(("part", "whole"), [(3, 100), (97, 100), (3, 3), (0, 3)])
def test_a_share_is_withheld_when_either_part_is_small(part, whole):
    assert isinstance(seen(part, whole, "percent", "share"), Withheld)


def test_a_ratio_is_withheld_when_its_base_is_small_as_the_base_can_be_printed():
    assert isinstance(seen(10, 3, "per 100", "ratio"), Withheld)


def test_a_ratio_may_exceed_its_base():
    assert seen(12, 10, "percent", "ratio").value == 120


def test_a_share_that_exceeds_its_whole_is_a_fault_of_ours():
    with pytest.raises(AssertionError, match="12 is more than its base, 10"):
        seen(12, 10, "percent", "share")


def test_nothing_is_divided_by_zero():
    found = seen(0, 0, "percent", "share")
    assert isinstance(found, Incomplete)
    assert found.reason == "the base is zero"


def test_a_rate_is_exact():
    assert seen(2, 300, "percent", "share", Made()).value == Fraction(2, 3)
    assert seen(7, 751_542, "per 1,000 people", "population").value == Fraction(7_000, 751_542)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(2, 12))
def test_whatever_is_printed_holds_no_small_count(part, rest, threshold):
    found = seen(part, part + rest, "percent", "share", Made(threshold=threshold))
    if isinstance(found, Observation):
        for count in (found.numerator, found.denominator, found.denominator - found.numerator):
            assert count == 0 or count >= threshold


def test_what_is_observed_is_of_all_its_months_and_says_what_the_base_is_of():
    for found in (seen(9), seen(3), seen(0, 0, "percent", "share")):
        assert (found.months_present, found.months_expected) == (3, 3)
    named = replace(measure("percent", "share"), out_of="victims")
    assert observe(Count(0, 0), named, area_called("north"), PERIOD, FIVE).reason == "the base is zero (victims)"


def banded(found, base):
    return of_bands(found, base, measure(), area_called("north"), PERIOD, FIVE)


def test_an_estimate_is_withheld_where_it_rests_on_a_small_number():
    assert [type(banded((2.5, 1, 4), base)) for base in (4, 5)] == [Withheld, Estimate]
    found = banded((2.1, 1.25, 4.5), 5)
    assert (found.value, found.base, found.lower, found.upper) == (Fraction("2.1"), 5, 1.25, 4.5)
    assert (found.months_present, found.months_expected, found.made) == (3, 3, FIVE)


def test_where_there_is_no_estimate_it_says_whether_anything_was_counted():
    assert banded(None, 9).reason == "it is in the highest band, which has no upper limit"
    calls = replace(measure(), counts="calls")
    assert of_bands(None, 0, calls, area_called("north"), PERIOD, FIVE).reason == "nothing was counted (calls)"
    assert (banded(None, 9).months_present, banded(None, 9).months_expected) == (3, 3)


def test_a_reading_keeps_its_decimals_and_is_withheld_where_its_base_is_small():
    def reading(text, base):
        return of_reading(text, base, measure("percent"), area_called("north"), PERIOD, FIVE)

    assert isinstance(reading("71.2", 4), Withheld)
    found = reading("71.20", 5)
    assert (found.value, found.places, found.base) == (Fraction("71.2"), 2, 5)
    assert (found.months_present, found.months_expected, found.made) == (3, 3, FIVE)
    assert (reading("71", 0).places, reading("71", 0).base) == (0, None)
