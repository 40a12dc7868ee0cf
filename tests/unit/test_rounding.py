"""Rounding: from exact numbers, halves away from zero."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelian.core.rounding import printed, rounded

FRACTIONS = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**7)
HALVES = st.builds(lambda odd, places: Fraction(2 * odd + 1, 2 * 10**places), st.integers(-(10**9), 10**9), st.just(1))


@given(st.one_of(FRACTIONS, HALVES), st.integers(0, 4))
def test_rounding_is_decimals_half_up_of_the_exact_fraction(value, places):
    with localcontext(prec=60):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        assert rounded(value, places) == exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@given(FRACTIONS, st.integers(0, 4))
def test_a_rounded_number_is_within_half_a_unit_of_the_last_place(value, places):
    assert abs(Fraction(rounded(value, places)) - value) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(10_331), 0, "10,331"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "−1"),
        (Fraction(-1, 100), 1, "0.0"),
        (Fraction(1_005, 1_000), 2, "1.01"),  # as a float, 1.005 is below the half
        (Fraction(-1_234_567, 1_000), 1, "−1,234.6"),
        (Fraction(9_999, 1_000), 2, "10.00"),
    ],
)
def test_as_printed(value, places, text):
    assert printed(value, places) == text
