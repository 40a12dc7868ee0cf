"""Lines over time on a slide: gaps stay gaps, a line is named at its end where there is room, a marked month told."""

from itertools import pairwise
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from peelian.core.language import say
from peelian.core.pack import Chart, Mark, Point, Run, Series
from peelian.core.phrases import Phrase
from peelian.render.scale import Scale, months_of, scale_of
from peelian.render.slides.error_bars import add_intervals
from peelian.render.slides.layout import Box
from peelian.render.slides.plot import (
    add_chart,
    category_axis,
    dashed,
    dot,
    every,
    form_of,
    ink_of,
    legend_below,
    legend_room,
    set_plot,
    show_every,
    value_axis,
)
from peelian.render.slides.text import add_runs, colour
from peelian.render.theme import BLUE, GREY, INK, MUTED, ORANGE, PURPLE
from peelian.typography.text_size import LINE, text_width

MARKERS: dict[Mark, tuple[str, Any, Phrase]] = {
    "better": (BLUE, XL_MARKER_STYLE.DIAMOND, Phrase.DIAMONDS),
    "worse": (ORANGE, XL_MARKER_STYLE.SQUARE, Phrase.SQUARES),
    "higher": (PURPLE, XL_MARKER_STYLE.TRIANGLE, Phrase.TRIANGLES),
    "lower": (PURPLE, XL_MARKER_STYLE.X, Phrase.CROSSES),
}
"""Colour, shape, and what the shape means, of a month by what the rules say of it: no two shapes are alike."""

PLOT = 1.2
"""Inches of height below which lines cannot be told apart."""

NAMES = 4
"""A line is named at its end where the name takes less than one of so many parts of the chart's width."""

SERIES_DASHES = (
    MSO_LINE.SOLID,
    MSO_LINE.DASH,
    MSO_LINE.ROUND_DOT,
    MSO_LINE.LONG_DASH,
    MSO_LINE.DASH_DOT,
    MSO_LINE.SQUARE_DOT,
)


def draw_lines(slide: Any, chart: Chart, box: Box, size: float, language: str) -> Any:
    """Lines named at their ends where the names fit and stand clear of each other, else in a legend below."""
    scale, form = scale_of(chart), form_of(chart)
    shape = add_chart(slide, chart, XL_CHART_TYPE.LINE, chart.categories, box, size)
    made = shape.chart
    direct = _stand_clear(chart, scale, box, size) and not long_names(chart, box.width, size)
    right = _widest(chart, size) + 0.3 if direct else 0.2
    left = value_axis(made.value_axis, chart, scale, form, size, language) + 0.12
    wide = box.width - left - right
    skip = every(chart.categories, wide, size)
    below = _lines_below(chart, skip) * size * LINE / 72 + (0 if direct else legend_room(chart, box.width, size))
    set_plot(made, Box(left, 0.12, wide, box.height - 0.12 - below), box)
    show_every(made, skip)
    category_axis(made)
    for place, (series, drawn) in enumerate(zip(chart.series, made.plots[0].series, strict=True)):
        strong = chart.highlight == series.name
        plain = series.role == "value"
        weight = 2.75 if plain and (strong or not chart.highlight) else 2 if plain else 1.5
        dash = SERIES_DASHES[0 if direct else place % len(SERIES_DASHES)] if plain else dashed(series.role)
        _line(drawn, series, _ink(chart, place, strong), weight, dash)
        for one in chart.rebased if series.role in ("average", "limit") else ():
            drawn.points[one.at].format.line.fill.background()  # a line stops where limits begin anew, and steps
        _mark(drawn, series)
        add_intervals(drawn, series.points, _ink(chart, place, strong), "y")
        if direct:
            _name_end(drawn, series, size, language, strong)
    made.has_legend = False
    if not direct:
        legend_below(made, chart, box, size)
    return shape


def lines_height(chart: Chart, width: float, size: float) -> float:
    """The least height in which lines with long names can be drawn over their legend; 0 where they may need none."""
    if not long_names(chart, width, size):
        return 0
    return PLOT + 0.12 + _lines_below(chart, 1) * size * LINE / 72 + legend_room(chart, width, size)


def long_names(chart: Chart, width: float, size: float) -> bool:
    """Whether the lines' names are too long to stand at their ends, so that they have a legend."""
    return _widest(chart, size) >= width / NAMES


def _widest(chart: Chart, size: float) -> float:
    return max(text_width(_end_label(series), size, True) for series in chart.series)


def marked(chart: Chart) -> str:
    """What the marks of a control chart say, in words."""
    found = dict.fromkeys(point.mark for series in chart.series for point in series.points if point.mark)
    told = [say(MARKERS[mark][2]) for mark in found]
    return say(Phrase.UNLIKE_MONTHS, marks=", ".join(told)) if told else ""


def _mark(drawn: Any, series: Series) -> None:
    for place, point in enumerate(series.points):
        if point.mark and point.value is not None:
            ink, shape, _ = MARKERS[point.mark]
            drawn.points[place].marker.style = shape
            dot(drawn.points[place], ink, 11)


def _ink(chart: Chart, place: int, strong: bool) -> str:
    match chart.series[place].role:
        case "average" | "limit" | "outer limit":
            return GREY
        case "target":
            return INK
        case "value" if chart.shape == "spc":
            return MUTED
        case _:
            return ink_of(chart, place, strong)


def _lines_below(chart: Chart, skip: int) -> float:
    """Lines of text that the categories' names take. LibreOffice wraps words that PowerPoint thins."""
    return 1.6 if skip == 1 or months_of(chart.categories) else 3.4


def _line(drawn: Any, series: Series, ink: str, weight: float, dash: MSO_LINE) -> None:
    """The line, with a dot at its end and at any point alone between gaps, which no line would show."""
    drawn.smooth = False
    drawn.marker.style = XL_MARKER_STYLE.NONE
    last = _last(series)
    dots = sorted({*_alone(series.points), *(() if last is None else (last,))})
    for line in (drawn.format.line, *(drawn.points[place].format.line for place in dots)):
        line.color.rgb, line.width, line.dash_style = colour(ink), Pt(weight), dash
    for place in dots:
        drawn.points[place].marker.style = XL_MARKER_STYLE.CIRCLE
        dot(drawn.points[place], ink, 7)


def _alone(points: tuple[Point, ...]) -> list[int]:
    drawn = [False, *(point.value is not None for point in points), False]
    return [place for place in range(len(points)) if drawn[place : place + 3] == [False, True, False]]


def _last(series: Series) -> int | None:
    return next((n for n in reversed(range(len(series.points))) if series.points[n].value is not None), None)


def _end_label(series: Series) -> str:
    """The series' name, with its last value where that is the last category's."""
    last = _last(series)
    return f"{series.name} {series.points[last].text}" if last == len(series.points) - 1 else series.name


def _stand_clear(chart: Chart, scale: Scale, box: Box, size: float) -> bool:
    ends = sorted(series.points[last].value or 0.0 for series in chart.series if (last := _last(series)) is not None)
    inch = (scale.most - scale.least) / (box.height * 0.8)
    return len(ends) == len(chart.series) and all(high - low > inch * size * 1.3 / 72 for low, high in pairwise(ends))


def _name_end(drawn: Any, series: Series, size: float, language: str, strong: bool) -> None:
    last = _last(series)
    label = drawn.points[last].data_label
    add_runs(label.text_frame.paragraphs[0], (Run(_end_label(series), strong=strong),), size, language, ink=INK)
    label.text_frame.word_wrap = False
    label.position = XL_LABEL_POSITION.RIGHT
