"""Years, months among other words, figures with marks: what a cell tells, and what it does not."""

from datetime import date

import pytest

from peelian.sources.spreadsheets.cells import (
    is_withheld,
    month_number,
    month_of,
    month_within,
    number_of,
    year_first,
    years_of,
)

OCTOBER, JANUARY = 10, 1


@pytest.mark.parametrize(
    "text",
    ["2025/26", "FY 2025-26", "25/26", "Calls Q3 2025/26", "2025–26", "October 2025 to March 2026", "Oct 25-Mar 26"],
)
def test_a_financial_year_or_a_span_of_months_tells_the_year_of_each(text):
    years = years_of(text)
    assert years and (years[OCTOBER], years[JANUARY]) == (2025, 2026)


def test_a_calendar_year_is_every_months():
    years = years_of("Arrests 2025")
    assert years and {years[OCTOBER], years[JANUARY]} == {2025}


@pytest.mark.parametrize(
    "text",
    ["", "Published January 2026", "Extracted 14/01/2026", "Q4 2025", "2024/25 and 2025/26", "2024 and 2025", "25-34",
     "18-19 years", "2025-12-26", "1 of 2"],
)  # fmt: skip
def test_a_year_that_is_not_sure_is_none(text):
    assert not years_of(text)


def test_a_span_tells_the_months_in_it_alone():
    years = years_of("October to December 2025")
    assert years and set(years) == {10, 11, 12}


@pytest.mark.parametrize(
    ("text", "rest"),
    [("Calls Oct-25", "Calls"), ("Oct 2025 (number)", "number"), ("% 2025-10", "%"), ("Calls, October 2025", "Calls")],
)  # fmt: skip
def test_a_month_among_other_words_leaves_them(text, rest):
    assert month_within(text) == (date(2025, 10, 1), rest)


@pytest.mark.parametrize("text", ["Oct-25 to Dec-25", "Apr-Dec 25", "Calls", "Answered in 10 seconds"])
def test_several_months_or_none_are_no_month(text):
    assert month_within(text) is None


@pytest.mark.parametrize("cell", ["2025M12", "Dec 2025 (p)", "December 2025*", "Dec-25 [r]"])
def test_marks_do_not_hide_a_month(cell):
    assert month_of(cell) == date(2025, 12, 1)


def test_202512_is_a_month_only_where_one_is_looked_for():
    assert month_of("202512", serial=True) == month_of(202512, serial=True) == date(2025, 12, 1)
    assert month_of("202512") is month_of(202512) is month_of(202513, serial=True) is None


def test_25_oct_is_a_month_where_all_are_of_one_year_and_else_a_day():
    assert year_first(["25-Oct", "25-Nov", "26-Jan"])
    assert not year_first(["24-Oct", "25-Oct", "26-Oct"])
    assert not year_first(["01-Oct", "01-Nov"])


def test_a_month_without_a_year_is_told_by_its_name_alone():
    assert [month_number(cell) for cell in ("Oct", "october", "Sept.", "Oct (p)", "Octopus", 10)] == [
        10,
        10,
        9,
        10,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1,234*", 1234), ("56 (p)", 56), ("12 [r]", 12), ("7²", 7), ("1\u00a0234", None), ("1 234", 1234), ("'15", 15),
     ("12,5", None), ("1,23", None), ("12 5", None), ("1.234,5", None), ("12 (3)", None), ("12 [c]", None)],
)  # fmt: skip
def test_a_figure_is_read_without_its_marks_and_never_by_taking_its_signs_away(cell, number):
    assert number_of(cell) == number


@pytest.mark.parametrize(
    "cell", ["<5", "*", "-", "–", "..", "c", "[c]", "n/a", "N/K", "Not available", "suppressed", "1-4"]
)
def test_what_stands_for_a_figure_withheld_is_none(cell):
    assert is_withheld(cell) and number_of(cell) is None


def test_words_and_figures_are_not_withheld():
    assert not any(map(is_withheld, ("Course", "0", "12", 12, "Safe Haven", "")))
