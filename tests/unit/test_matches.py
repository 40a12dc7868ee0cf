"""Cells as months and numbers, however they are written; matches as text; words set beside words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelian.core.errors import DefinitionError
from peelian.sources.layouts.matches import Match, Value, parse, written
from peelian.sources.layouts.propose import propose
from peelian.sources.spreadsheets.cells import month_of, number_of
from peelian.sources.spreadsheets.sheets import Sheet, column_letters
from peelian.sources.spreadsheets.word_match import is_total, word_of
from peelian.workspace.templates import shipped_returns

DECEMBER = date(2025, 12, 1)


@pytest.mark.parametrize(
    "cell",
    ["2025-12", "2025-12-31", "2025/12/01", "Dec-25", "Dec 2025", "dec '25", "December 2025", "01-Dec-25", "31/12/2025",
     "31.12.2025", "12/2025", "2025-12-01 00:00:00", "2025-12-01T00:00", date(2025, 12, 17)],
)  # fmt: skip
def test_a_month_is_told_however_it_is_written(cell):
    assert month_of(cell) == DECEMBER


@pytest.mark.parametrize(
    "cell", ["", "Total", "2025", "31/06", "32/12/2025", "12/31/2025", "2025-13", "Dunno 2025", 45992]
)
def test_what_tells_no_month_is_none(cell):
    assert month_of(cell) is None


def test_a_date_that_lost_its_format_is_read_as_one_only_where_a_month_is_looked_for():
    assert month_of(45992, serial=True) == DECEMBER
    assert month_of(46000, serial=True) is None  # 9 December: likelier a figure
    assert month_of(1200, serial=True) is None


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1,234", 1234), (" 12 ", 12), ("12.0", 12), ("1.5", 1.5), ("(3)", -3), ("£1,000", 1000), (7, 7), ("", None),
     ("-", None), ("n/a", None), ("12%", None), ("*", None), (DECEMBER, None), ("1 2 3a", None)],
)  # fmt: skip
def test_a_number_is_told_however_it_is_written(cell, number):
    assert number_of(cell) == number


@pytest.mark.parametrize(
    ("text", "word"),
    [("Answered <10s", "within 10 seconds"), ("within 10 secs", "within 10 seconds"), ("Abandoned calls", "abandoned"),
     ("LATER", "later"), ("within 60 seconds", ""), ("Dropped", ""), ("Later or abandoned", "")],
)  # fmt: skip
def test_a_suppliers_word_is_the_returns_or_none(text, word):
    assert word_of(text, ("within 10 seconds", "later", "abandoned")) == word


def test_totals_are_told_from_parts():
    assert all(map(is_total, ("Total", "Grand Total:", "TOTAL calls", "Sub-total", "All")))
    assert not any(map(is_total, ("Totally", "Summer", "Allington", "Burglary", "")))


def test_columns_are_called_as_sheets_call_them():
    assert [column_letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
NAMES = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True)
MATCHES = st.builds(
    Match,
    reads=NAMES,
    headings=st.sampled_from((1, 2)),
    columns=st.dictionaries(NAMES, TEXT, max_size=3),
    fixed=st.dictionaries(NAMES, TEXT, max_size=3),
    months=st.sampled_from(("", "across")),
    value=st.lists(st.builds(Value, TEXT, st.dictionaries(NAMES, TEXT, max_size=2)), max_size=3).map(tuple),
    words=st.dictionaries(NAMES, st.dictionaries(TEXT, TEXT, min_size=1, max_size=3), max_size=2),
    down=st.lists(NAMES, max_size=2).map(tuple),
    told=st.lists(NAMES, max_size=2).map(tuple),
)


WRITTEN = """\
reads = "calls_return"
headings = 2
months = "across"
turned = true
down = ["line"]
seen = ["Line", "Total"]
apart = 1

[columns]
line = "Type of \\"call\\""

[fixed]
force = "Wiltshire Police"

[left]
"All lines" = ["Total"]

[words.answered]
"In 10 s" = "within 10 seconds"
"later" = "later"

[[value]]
heading = "999"
of = {line = "999", answered = "later"}
"""


def test_a_match_is_written_for_a_person_to_read():
    match = Match(
        reads="calls_return",
        headings=2,
        months="across",
        turned=True,
        down=("line",),
        seen=("Line", "Total"),
        apart=1,
        columns={"line": 'Type of "call"'},
        fixed={"force": "Wiltshire Police"},
        left={"All lines": ("Total",)},
        words={"answered": {"In 10 s": "within 10 seconds", "later": "later"}},
        value=(Value("999", {"line": "999", "answered": "later"}),),
    )
    assert written(match) == WRITTEN


@given(MATCHES)
def test_a_match_comes_back_from_its_text_as_it_was(match):
    assert parse(written(match), "here") == match


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("reads = ", "it is not TOML"),
        ('reads = "a"\nnothing = 1', "'nothing' is not a key it can have"),
        ("headings = 1", "reads: field required"),
        ('reads = "a"\nheadings = "x"', "headings: input should be a valid integer"),
    ],
)
def test_a_match_that_is_none_is_told_with_its_place(text, told):
    with pytest.raises(DefinitionError, match=f"here: {told}"):
        parse(text, "here")


def test_a_word_the_return_asks_for_is_not_told_as_a_total():
    """ "All others" is one of the functions of the return of people employed."""
    asked = shipped_returns()["workforce_return"]
    rows = [
        ("MONTH", "FORCE", "EMPLOYER", "FUNCTION", "FIGURE", "POSTS, PEOPLE OR DAYS"),
        ("2026-01", "Wiltshire Police", "force", "response", "posts", 610),
        ("2026-01", "Wiltshire Police", "force", "all others", "posts", 120),
    ]
    [offered, *_] = propose([Sheet("", "", tuple(rows))], [asked])
    assert not [line for line in offered.seen if "total" in line]
