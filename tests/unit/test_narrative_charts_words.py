"""What a chart says to who cannot see it: its type, its data, its message, in 220 characters, not its title again."""

import re
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import chart
from peelian.core.pack import Chart, Mark, Point, Series, Shape, plain
from peelian.narrative.charts import words
from peelian.narrative.charts.points import SHAPE_ROLES

SHAPES = get_args(Shape)
NAMES = st.lists(st.text("abcdefgh ,ABC", min_size=1, max_size=60), min_size=1, max_size=40, unique=True)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Any shape, with names and values as long and as missing as they come."""
    shape = draw(st.sampled_from(SHAPES))
    categories = tuple(draw(NAMES))
    roles = SHAPE_ROLES.get(shape, ("value",) * draw(st.integers(1, 6) if shape in ("line", "bar") else st.just(1)))

    def point() -> Point:
        value = draw(st.none() | st.integers(0, 10**9))
        mark = draw(st.sampled_from(get_args(Mark))) if shape == "spc" else ""
        return Point(value, "[c]" if value is None else f"{value:,}", "k", mark=mark)

    series = tuple(
        Series(draw(st.text("xyz ", min_size=1, max_size=80)), tuple(point() for _ in categories), role)
        for role in roles
    )
    made = chart(shape, draw(st.text("defg ,DE", max_size=300)), "Number", categories, series, "")
    made = replace(made, highlight=draw(st.sampled_from(["", *categories])))
    return replace(made, title=words.title(made))


@given(charts())
def test_words_for_a_chart_are_never_longer_than_can_be_heard_and_never_the_title(made):
    told = words.alternative(made)
    assert len(told) <= words.MOST_LETTERS
    assert told.endswith(".")
    assert plain(made.title) not in told


@given(charts())
def test_words_for_a_chart_are_whole_words_of_its_own(made):
    """Nothing is cut in the middle: what does not fit is left out."""
    own = " ".join((made.about, *made.categories, *(one.name for one in made.series)))
    known = set(re.findall(r"[A-Za-z]{12,}", own.lower()))
    assert set(re.findall(r"[a-z]{12,}", words.alternative(made).lower())) <= known


LONG = "Crimes recorded in the twelve months before the Panel's meeting, by district of the county"


@pytest.mark.parametrize(
    ("shape", "begins"),
    [
        ("line", "Line chart of crimes"),
        ("bar", "Bar chart of crimes"),
        ("spc", "Control chart of crimes"),
        ("dots", "Dot plot with 95% intervals of crimes"),
        ("funnel", "Funnel plot of crimes"),
        ("forecast", "Line chart of actual and forecast of crimes"),
        ("flow", "Chart of numbers in, out and left of crimes"),
        ("map", "Map of crimes"),
    ],
)
def test_words_for_a_chart_begin_with_its_type_and_what_is_drawn(shape, begins):
    series = tuple(
        Series(role, (Point(1, "1", ""), Point(2, "2", "")), role) for role in SHAPE_ROLES.get(shape, ("value",))
    )
    made = chart(shape, LONG, "Number", ("May", "June"), series, "")
    assert words.alternative(made).startswith(begins)


def areas(shape: Shape, **values: float | None) -> Chart:
    points = tuple(Point(value, "no value" if value is None else f"{value}", "k") for value in values.values())
    return chart(shape, "Thefts", "Number", tuple(values), (Series("Thefts", points),), "")


def test_areas_are_told_each_while_they_fit_and_by_their_ends_when_they_do_not():
    few = areas("map", Barchester=4, Plumstead=9)
    assert words.alternative(few) == "Map of thefts. 2 areas, highest first: Plumstead 9, Barchester 4."
    many = areas("map", **{f"District{at:02}": at for at in range(40)})
    assert words.alternative(many).endswith("40 areas: highest District39, 39; lowest District00, 0.")


def test_missing_areas_and_months_are_told_as_missing():
    assert words.alternative(areas("bar", Barchester=4, Plumstead=9, Courcy=None)).endswith("1 area has no value.")
    assert words.alternative(areas("line", May=4, June=None, July=None)).endswith("2 months have no value.")


def test_areas_that_print_the_same_are_named_together():
    assert plain(words.title(areas("bar", Barchester=4, Plumstead=4))) == "All alike: 4"
    two = areas("bar", Barchester=4, Plumstead=4, Courcy=1)
    assert plain(words.title(two)) == "Highest Barchester and Plumstead, 4; lowest Courcy, 1"
    five = areas("bar", **dict.fromkeys("ABCD", 4), E=1)
    assert plain(words.title(five)) == "Highest 4 areas, 4; lowest E, 1"
