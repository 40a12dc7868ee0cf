"""Sentences: a change is told whole, in points or in per cent, and never contradicts the figures beside it."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observed import incomplete, observation, withheld
from peelian.core import sentences
from peelian.core.findings import NoFinding, change, rank
from peelian.core.periods import Period

YEAR = Period.parse("12m-2022-09")
QUARTER = Period.parse("2025-26-q3")


def told(now, then, period=YEAR, **parts):
    """Each end is a count, or a numerator and a denominator."""
    ends = [end if isinstance(end, tuple) else (end, None) for end in (now, then)]
    return change(observation(*ends[0], period, **parts), observation(*ends[1], period.a_year_earlier(), **parts))


def test_a_percentage_moves_in_percentage_points():
    said = "from 9.8% to 12.4%, up 2.6 percentage points compared with the 12 months to September 2021"
    assert sentences.change(told((248, 2_000), (196, 2_000))) == said


def test_a_count_moves_in_per_cent():
    said = "from 10,331 to 9,790, down 5.2% compared with October to December 2024"
    assert sentences.change(told(9_790, 10_331, QUARTER)) == said


def test_one_point_is_one_point():
    assert sentences.change_size(told((11, 100), (10, 100))) == "up 1.0 percentage point"


def test_a_rate_moves_in_per_cent_and_says_its_unit():
    said = sentences.change(told((44, 10_000), (40, 10_000), unit="per 1,000 people"))
    assert said.startswith("from 4.0 to 4.4 per 1,000 people, up 10.0% compared with")


def test_from_zero_there_is_no_per_cent():
    assert sentences.change_size(told(3, 0)) == "up from zero"
    assert sentences.change(told(3, 0)).startswith("from 0 to 3, up from zero compared with")


def test_no_change_at_all_is_unchanged():
    assert sentences.change_size(told(7, 7)) == sentences.change_size(told(0, 0)) == "unchanged"


def test_a_change_too_small_to_print_is_unchanged_when_rounded_and_never_up_by_nothing():
    assert sentences.change_size(told(100_001, 100_000)) == "unchanged after rounding"
    assert sentences.change_size(told((30_001, 100_000), (30_000, 100_000))) == "unchanged after rounding"


def test_ends_that_would_contradict_the_change_gain_a_decimal_and_say_so():
    # 9.84% to 12.36% is up 2.5 points (2.52), but 9.8 and 12.4 differ by 2.6.
    said = sentences.change(told((1_236, 10_000), (984, 10_000)))
    assert said.startswith("from 9.84% to 12.36% (rounded), up 2.5 percentage points compared with")


SHARES = st.integers(1, 3_000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


@given(SHARES, SHARES)
def test_a_reader_who_subtracts_gets_the_change_printed(now, then):
    """Or, where the sentence says "rounded", one within the rounding of the three figures."""
    said = sentences.change(told(now, then))
    ends, change_told = said.replace(" (rounded)", "").split(" compared with ")[0].split(", ")
    before, after = ([Decimal(part.rstrip("%")) for part in ends.split() if part.endswith("%")] * 2)[:2]
    direction, size = (*change_told.split(), "0")[:2]
    printed = {"up": 1, "down": -1, "unchanged": 0}[direction] * Decimal(size if size[0].isdigit() else 0)
    allowed = Decimal("0.06") if "(rounded)" in said else 0
    assert abs(after - before - printed) <= allowed


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_direction_printed_is_the_direction_of_the_exact_figures(a, b):
    first = sentences.change_size(told(a, b)).split()[0]
    assert (
        first in {"up": a > b, "down": a < b, "unchanged": True}
        and {
            "up": a > b,
            "down": a < b,
            "unchanged": abs(a - b) * 2_000 < max(b, 1) or a == b,
        }[first]
    )


@pytest.mark.parametrize(
    ("better", "now", "verdict"),
    [("up", 3, "better"), ("up", 1, "worse"), ("down", 3, "worse"), ("down", 1, "better"), ("neutral", 3, "higher"),
     ("neutral", 1, "lower"), ("up", 2, "no change")],
)  # fmt: skip
def test_a_verdict_follows_the_measures_better_direction(better, now, verdict):
    assert sentences.verdict(told(now, 2, better=better)) == verdict


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((9, 5, 1), "highest of 3 forces"),
        ((5, 9, 1), "2nd highest of 3 forces"),
        ((1, 5, 9), "lowest of 3 forces"),
        ((9, 9, 1), "equal highest of 3 forces"),
        ((1, 1, 9), "equal lowest of 3 forces"),
        ((5, 9, 5, 1), "equal 2nd highest of 4 forces"),
    ],
)
def test_a_rank_is_told_with_who_was_ranked(values, said):
    outcomes = [observation(n, area=str(i)) for i, n in enumerate(values)]
    assert sentences.rank(rank(outcomes, "0", "forces")) == said


def test_ordinals():
    numbers = (1, 2, 3, 4, 11, 12, 13, 21, 22, 43, 111)
    said = "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 43rd 111th"
    assert " ".join(sentences.ordinal(n) for n in numbers) == said


def test_where_there_is_no_value_the_reason_is_printed_never_a_number():
    assert sentences.outcome(withheld()) == "[c]"
    assert sentences.outcome(incomplete()) == "no value: 2 of 3 months"
    assert sentences.months(incomplete()) == "2 of 3 months"
    assert sentences.verdict(NoFinding("gone")) == "no value: gone"


def test_a_value_is_rounded_once_from_the_exact_fraction():
    # 2/3 of 1% is 0.666...: at one place 0.7; half of 0.1% goes away from zero.
    assert sentences.value(observation(2, 300)) == "0.7%"
    assert sentences.value(observation(5, 10_000)) == "0.1%"
    assert observation(2, 300).value == Fraction(2, 3)
