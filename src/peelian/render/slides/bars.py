"""Bars across areas on a slide: they lie down, so that an area's name reads across."""

from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.oxml.ns import qn
from pptx.util import Pt

from peelian.core.language import say
from peelian.core.pack import Chart, Run, Series
from peelian.core.phrases import Phrase
from peelian.render.scale import NumberFormat, scale_of
from peelian.render.slides.error_bars import add_intervals
from peelian.render.slides.layout import Box
from peelian.render.slides.plot import (
    ACROSS,
    add_chart,
    category_axis,
    form_of,
    ink_of,
    least_skip,
    legend_below,
    legend_room,
    level_labels,
    set_plot,
    show_every,
    value_axis,
)
from peelian.render.slides.text import add_runs, colour
from peelian.render.theme import BLUE, INK, QUIET
from peelian.typography.text_size import LINE, Piece, lines, one_line, text_width

MOST_BARS_NAMED = 16
"""Bars that can each be named and labelled. Of more, some are named, and the caption tells the one that matters."""


NAMES = 0.3
"""The most of a chart's width that its areas' names may take: longer ones are wrapped."""


def crowded(chart: Chart) -> bool:
    return chart.shape in ACROSS and len(chart.categories) > MOST_BARS_NAMED


def folded(text: str, room: float, size: float) -> list[str]:
    """The text in lines no wider than `room`, broken between words."""
    found: list[str] = []
    for word in text.split():
        if found and one_line((Piece(f"{found[-1]} {word}", True),), size) <= room:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found or [""]


def bars_height(chart: Chart, width: float, size: float) -> float:
    """The least height in which each bar can be named; 0 where there are too many to try."""
    if crowded(chart):
        return 0
    room = width * NAMES - 0.15
    most = max(lines((Piece(_bar_name(chart, place)),), room, size) for place in range(len(chart.categories)))
    return len(chart.categories) * most * size * LINE / 72 + _below(chart, width, size) + 0.05


def dark_bar(chart: Chart) -> str:
    """What a caption says of the highlighted bar where bars are too many to label; "" where they are not."""
    if not crowded(chart) or len(chart.series) > 1 or chart.highlight not in chart.categories:
        return ""
    point = chart.series[0].points[chart.categories.index(chart.highlight)]
    dark = Phrase.DARK_BAR if chart.shape == "bar" else Phrase.DARK_DOT
    return say(dark, name=chart.highlight, value=point.text)


def _below(chart: Chart, width: float, size: float) -> float:
    """Inches under the bars: the unit, the scale where bars are not labelled, a legend for several series."""
    if len(chart.series) > 1:
        return 2.7 * size * LINE / 72 + legend_room(chart, width, size)
    return (2.7 if crowded(chart) else 1.5) * size * LINE / 72


def draw_bars(slide: Any, chart: Chart, box: Box, size: float, language: str) -> Any:
    """Bars in the pack's order from the top. One series is labelled at its ends and has no scale."""
    scale, form = scale_of(chart), form_of(chart)
    single = len(chart.series) == 1
    names = [_bar_name(chart, place) for place in range(len(chart.categories))]
    shape = add_chart(slide, chart, XL_CHART_TYPE.BAR_CLUSTERED, names, box, size)
    made = shape.chart
    value_axis(made.value_axis, chart, scale, form, size, language)
    category_axis(made)
    made.category_axis.reverse_order = True
    made.value_axis._element.find(qn("c:crosses")).set("val", "max")
    made.has_legend = False
    below = _below(chart, box.width, size)
    left = min(max(text_width(name, size) for name in names) + 0.15, box.width * NAMES)
    right = max((text_width(point.text, size) for s in chart.series for point in s.points), default=0) + 0.15
    plot = Box(left, 0.05, box.width - left - right, box.height - 0.05 - below)
    set_plot(made, plot, box)
    show_every(made, least_skip(plot.height / len(names), size * LINE / 72) if crowded(chart) else 1)
    made.plots[0].gap_width = 45
    for place, (series, drawn) in enumerate(zip(chart.series, made.plots[0].series, strict=True)):
        _bars(drawn, chart, place)
        add_intervals(drawn, series.points, INK)
        if single and not crowded(chart) and not _with_intervals(chart):
            _label_bars(drawn, series, form, size, language)
    if not single:
        legend_below(made, chart, box, size)
    elif not crowded(chart):
        _without_scale(made, chart)
    if not crowded(chart):
        level_labels(made.category_axis)
    return shape


def _without_scale(made: Any, chart: Chart) -> None:
    """Bars that each say their value need no scale, and can run the plot's whole width."""
    points = chart.series[0].points
    highest = max((end for point in points for end in (point.value, point.high) if end is not None), default=0)
    if highest > 0:
        made.value_axis.maximum_scale = highest
    made.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    made.value_axis.has_major_gridlines = False


def _bar_name(chart: Chart, place: int) -> str:
    """A bar that is not drawn says why beside its name; one with an interval at its end says its value there too."""
    name, point = chart.categories[place], chart.series[0].points[place]
    told = (
        chart.shape == "bar"
        and len(chart.series) == 1
        and point.text
        and (point.value is None or _with_intervals(chart))
    )
    return f"{name}: {point.text}" if told and not crowded(chart) else name


def _with_intervals(chart: Chart) -> bool:
    return any(point.low is not None for point in chart.series[0].points)


def _bars(drawn: Any, chart: Chart, place: int) -> None:
    single, strong = len(chart.series) == 1, chart.highlight in chart.categories
    drawn.invert_if_negative = False
    drawn.format.fill.solid()
    ink = (QUIET if strong else BLUE) if single else ink_of(chart, place, chart.highlight == chart.series[place].name)
    drawn.format.fill.fore_color.rgb = colour(ink)
    if single and strong:
        bar = drawn.points[chart.categories.index(chart.highlight)]
        bar.format.fill.solid()
        bar.format.fill.fore_color.rgb = colour(BLUE)


def _label_bars(drawn: Any, series: Series, form: NumberFormat | None, size: float, language: str) -> None:
    """Each bar's value at its end: by number format where that prints what the pack prints, else the pack's text."""
    labels = drawn.data_labels
    labels.show_value, labels.position, labels.font.size = True, XL_LABEL_POSITION.OUTSIDE_END, Pt(size)
    if form:
        labels.number_format, labels.number_format_is_linked = form.code(), False
        return
    for place, point in enumerate(series.points):
        if point.value is not None:
            label = drawn.points[place].data_label
            add_runs(label.text_frame.paragraphs[0], (Run(point.text),), size, language, ink=INK)
            label.position = XL_LABEL_POSITION.OUTSIDE_END
