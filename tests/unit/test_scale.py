"""The axis of a chart: one rule for slides, page and paper."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelian.core.pack import Chart, Point, Series, Table
from peelian.render.charts.parts import value_scale
from peelian.render.scale import scale_of

VALUES = st.lists(st.floats(-1e6, 1e6).map(lambda value: round(value, 3)), min_size=1, max_size=12)


def chart(values: Sequence[float], shape: str = "line") -> Chart:
    months = tuple(f"month {number}" for number, _ in enumerate(values))
    series = Series("Thefts", tuple(Point(value, str(value), "") for value in values))
    return Chart(shape, (), "Number", months, (series,), "", Table("", (), (), ""))  # type: ignore[arg-type]


@given(VALUES)
def test_an_axis_holds_all_that_is_drawn_in_few_steps(values):
    for scale in (scale_of(chart(values)), value_scale(chart(values))):
        assert scale.least <= min(values) + 1e-6
        assert scale.most >= max(values) - 1e-6
        assert 2 <= len(scale.ticks) <= 8


@pytest.mark.parametrize(
    ("values", "least"),
    [([9, 17], 8), ([9, 18], 0), ([2, 9], 0), ([0, 0], 0), ([50, 50], 0), ([-3, 5], -4)],
)
def test_an_axis_starts_at_zero_unless_the_values_are_far_from_it(values, least):
    assert scale_of(chart(values)).least == least


def test_bars_start_at_zero():
    assert scale_of(chart([90, 100], "bar")).least == 0
