"""Estimates from counts in bands, with the numbers worked by hand; z is 1.959964 for 95%."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelian.statistics import Interval, banded_mean, banded_percentile, estimates_ratio_interval

WAITS = ((0, 10), (10, 30))
OPEN = (*WAITS, (30, math.inf))


def limits(found: Interval | None) -> tuple[float, float, float]:
    assert found
    return found.value, found.lower, found.upper


def test_a_percentile_is_read_off_its_band_as_if_that_were_evenly_filled():
    """Of 100, ranks 50 and 90, give or take z times 5 and 3; in the second band each is a third of a minute."""
    assert limits(banded_percentile((40, 60), WAITS, 0.5)) == pytest.approx((13.33333, 10.06673, 16.59994), rel=1e-6)
    assert limits(banded_percentile((40, 60), WAITS, 0.9)) == pytest.approx((26.66667, 24.70670, 28.62663), rel=1e-6)


def test_more_confidence_reaches_further():
    """z is 2.575829 for 99%."""
    found = limits(banded_percentile((40, 60), WAITS, 0.5, 0.99))
    assert found == pytest.approx((13.33333, 9.280214, 17.62638), rel=1e-6)
    reach = 2.575829 * math.sqrt(227.08333 / 3 / 4)
    assert limits(banded_mean((3, 1), WAITS, 0.99)) == pytest.approx((8.75, 8.75 - reach, 8.75 + reach), rel=1e-6)


def test_ranks_end_at_the_first_and_the_last_that_is_counted():
    assert limits(banded_percentile((0, 2), WAITS, 0.5)) == (20, 10, 30)


def test_a_percentile_at_the_end_of_a_band_is_that_end():
    assert limits(banded_percentile((50, 40, 10), OPEN, 0.9)) == pytest.approx((30, 27.06005, math.inf), rel=1e-6)


def test_in_the_open_band_there_is_no_percentile_nor_a_mean():
    assert banded_percentile((50, 40, 10), OPEN, 0.91) is None
    assert banded_mean((50, 40, 10), OPEN) is None
    assert banded_mean((50, 40, 0), OPEN) == banded_mean((50, 40), WAITS)


def test_where_nothing_is_counted_there_is_no_estimate_and_of_one_no_mean():
    assert banded_percentile((0, 0), WAITS, 0.5) is None
    assert limits(banded_percentile((1, 0), WAITS, 0.5)) == (5, 0, 10)
    assert banded_mean((1, 0), WAITS) is None
    assert banded_mean((2, 0), WAITS) is not None


def test_a_mean_is_of_the_middles_and_varies_by_them_and_within_the_bands():
    """Middles 5 and 20: 35 / 4. Squares 3 (3.75² + 10² / 12) + 11.25² + 20² / 12 = 227.08333, over 3 and then 4."""
    reach = 1.959964 * math.sqrt(227.08333 / 3 / 4)
    assert limits(banded_mean((3, 1), WAITS)) == pytest.approx((8.75, 8.75 - reach, 8.75 + reach), rel=1e-6)


@given(st.lists(st.integers(0, 50), min_size=2, max_size=2).filter(any), st.floats(0.01, 0.99))
def test_a_percentile_lies_in_its_limits_and_they_in_the_bands(counts, share):
    value, lower, upper = limits(banded_percentile(counts, WAITS, share))
    assert 0 <= lower <= value <= upper <= 30


@pytest.mark.parametrize(
    ("counts", "bands", "wrong"),
    [
        ((1,), WAITS, "a count of nothing or more"),
        ((1, -1), WAITS, "a count of nothing or more"),
        ((1, 1), ((0, 10), (11, 30)), "do not follow"),
        ((1, 1), ((0, 10), (10, 10)), "do not follow"),
    ],
)
def test_bands_that_cannot_be_are_refused(counts, bands, wrong):
    with pytest.raises(ValueError, match=wrong):
        banded_percentile(counts, bands, 0.5)
    with pytest.raises(ValueError, match=wrong):
        banded_mean(counts, bands)


@pytest.mark.parametrize("share", [0, 1, -0.5])
def test_a_share_lies_between_none_and_all(share):
    with pytest.raises(ValueError, match="share is"):
        banded_percentile((1, 1), WAITS, share)


def test_a_confidence_that_cannot_be_is_refused():
    for made in (lambda: banded_percentile((0, 0), WAITS, 0.5, 1), lambda: banded_mean((0, 0), WAITS, 1)):
        with pytest.raises(ValueError, match="confidence"):
            made()


def test_two_estimates_compare_by_the_limits_of_both():
    """Donner and Zou, equation 9: (50 - √(2500 - 2304)) / 24 and (50 + √(2500 - 2184)) / 24."""
    found = estimates_ratio_interval(Interval(10, 8, 13), Interval(5, 4, 6))
    assert limits(found) == pytest.approx((2, 1.5, 2.824016), rel=1e-6)


@given(st.floats(0, 10), st.floats(0, 5), st.floats(0, 5), st.floats(1, 10))
def test_beside_an_estimate_without_doubt_the_limits_are_the_others(value, below, above, sure):
    one, exact = Interval(value, max(value - below, 0), value + above), Interval(sure, sure, sure)
    expected = (one.value / sure, one.lower / sure, one.upper / sure)
    assert limits(estimates_ratio_interval(one, exact)) == pytest.approx(expected, abs=1e-6)


def test_over_an_estimate_that_could_be_twice_itself_there_is_no_ratio():
    ten = Interval(10, 8, 13)
    assert estimates_ratio_interval(ten, Interval(5, 4, 10)) is None
    assert estimates_ratio_interval(ten, Interval(5, 4, 9.9)) is not None
    assert estimates_ratio_interval(ten, Interval(5, 0, 6)) is None
    assert estimates_ratio_interval(ten, Interval(0.5, 0.4, 0.6)) is not None


def test_what_lies_below_zero_or_has_no_end_has_no_ratio():
    five = Interval(5, 4, 6)
    assert estimates_ratio_interval(Interval(-1, -2, 1), five) is None
    assert estimates_ratio_interval(Interval(10, 8, math.inf), five) is None
    assert estimates_ratio_interval(five, Interval(10, 8, math.inf)) is None
    assert limits(estimates_ratio_interval(Interval(0, 0, 2), five))[:2] == (0, 0)
    assert limits(estimates_ratio_interval(Interval(1, -1, 2), five))[1] == 0


@pytest.mark.parametrize("wrong", [Interval(10, 11, 12), Interval(10, 8, 9)])
def test_an_estimate_outside_its_own_limits_is_refused(wrong):
    for first, second in ((wrong, Interval(5, 4, 6)), (Interval(5, 4, 6), wrong)):
        with pytest.raises(ValueError, match="outside its own limits"):
            estimates_ratio_interval(first, second)


def test_an_estimate_may_be_one_of_its_own_limits():
    assert estimates_ratio_interval(Interval(5, 5, 6), Interval(5, 4, 5)) is not None
