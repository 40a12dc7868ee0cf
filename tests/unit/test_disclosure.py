"""Disclosure control: the only road from a count to an observation."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observed import PERIOD, area_called, measure
from peelian.core.observations import Count, Incomplete, Made, Observation, Withheld
from peelian.disclosure import observe

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
