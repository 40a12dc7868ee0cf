"""Periods: months on the calendar, keys that come back, words a reader sees."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelian.core.coverage import months_in_words
from peelian.core.periods import Period, add_months, day_words, months_between, parse_month

MONTHS = st.builds(date, st.integers(2013, 2080), st.integers(1, 12), st.just(1))
PERIODS = st.one_of(
    st.builds(Period.month, MONTHS),
    st.builds(Period.quarter, st.integers(2013, 2080), st.integers(1, 4)),
    st.builds(Period.financial_year, st.integers(2013, 2080)),
    st.builds(Period.twelve_months, MONTHS),
    MONTHS.map(lambda last: Period.year_to_date(last.year - (last.month < 4), last)),
)


@pytest.mark.parametrize(
    ("key", "first", "last", "words"),
    [
        ("2025-12", "2025-12", "2025-12", "December 2025"),
        ("2025-26-q1", "2025-04", "2025-06", "April to June 2025"),
        ("2025-26-q3", "2025-10", "2025-12", "October to December 2025"),
        ("2025-26-q4", "2026-01", "2026-03", "January to March 2026"),
        ("2025-26", "2025-04", "2026-03", "April 2025 to March 2026"),
        ("1999-00", "1999-04", "2000-03", "April 1999 to March 2000"),
        ("2025-26-ytd-2025-12", "2025-04", "2025-12", "April to December 2025"),
        ("2025-26-ytd-2025-04", "2025-04", "2025-04", "April 2025"),
        ("12m-2025-12", "2025-01", "2025-12", "12 months to December 2025"),
    ],
)
def test_a_key_names_whole_months(key, first, last, words):
    period = Period.parse(key)
    assert (period.start, period.last, period.words) == (parse_month(first), parse_month(last), words)
    assert period.key == key


@given(PERIODS)
def test_a_key_comes_back_as_the_period(period):
    assert Period.parse(period.key) == period


@pytest.mark.parametrize(
    ("name", "last", "key"),
    [
        ("month", "2025-12", "2025-12"),
        ("12m", "2025-12", "12m-2025-12"),
        ("ytd", "2025-12", "2025-26-ytd-2025-12"),
        ("ytd", "2026-03", "2025-26-ytd-2026-03"),
        ("ytd", "2026-04", "2026-27-ytd-2026-04"),
        ("quarter-before", "2025-12", "2025-26-q2"),
        ("quarter-before", "2026-03", "2025-26-q3"),
        ("quarter-before", "2026-04", "2025-26-q4"),
    ],
)
def test_a_period_may_be_named_by_the_month_it_is_seen_from(name, last, key):
    assert Period.parse(name, parse_month(last)).key == key
    with pytest.raises(ValueError, match="is not a period"):
        Period.parse(name)


def test_a_day_is_printed_with_its_month_in_words():
    assert day_words(date(2026, 2, 12)) == "12 February 2026"


def test_a_key_that_could_be_a_month_or_a_year_is_the_month():
    assert Period.parse("2011-12").kind == "month"


def test_a_year_to_date_runs_to_the_month_of_the_pack():
    last = date(2025, 12, 1)
    assert Period.parse("2025-26-ytd", last) == Period.parse("2025-26-ytd-2025-12")


@pytest.mark.parametrize(
    "text",
    ["", "2025", "2025-13", "2025-27", "2025-26-q5", "2025-26-q3-2025-12", "2025-26-ytd", "2025-26-ytd-2026-04",
     "12m-2025", "12m-2025-00", "q3", "October 2025", "２０２５-12"],
)  # fmt: skip
def test_what_is_not_a_period_is_refused(text):
    with pytest.raises(ValueError, match=r"not a period|not a month|does not say to which month|not in the financial"):
        Period.parse(text)


@given(PERIODS)
def test_a_period_holds_its_months_and_no_other(period):
    assert len(period.months) == months_between(period.start, period.stop)
    assert all(month in period for month in period.months)
    assert add_months(period.start, -1) not in period
    assert period.stop not in period


@given(PERIODS)
def test_the_period_to_compare_with_is_as_long_a_year_earlier_and_never_overlaps(period):
    earlier = period.a_year_earlier()
    assert [add_months(month, 12) for month in earlier.months] == list(period.months)
    assert earlier.stop <= period.start


@given(MONTHS, st.integers(-600, 600))
def test_adding_months_and_counting_them_are_each_others_inverse(month, months):
    assert months_between(month, add_months(month, months)) == months


def test_missing_months_are_told_as_spans_over_the_turn_of_a_year():
    months = [date(2022, 6, 1), date(2022, 12, 1), date(2023, 1, 1), date(2022, 11, 1), date(2023, 3, 1)]
    assert months_in_words(months) == "June 2022, November 2022 to January 2023, March 2023"
