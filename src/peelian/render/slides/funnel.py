"""A funnel on a slide: each area at its base, between curves of limits that areas alike would seldom pass."""

from typing import Any

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.util import Pt

from peelian.core.pack import Chart, Run, Series
from peelian.render.scale import PLAIN, Scale, rounded, scale_of
from peelian.render.slides.layout import Box
from peelian.render.slides.plot import add_places, dashed, dot, form_of, set_plot, spaced, title_axis, value_axis
from peelian.render.slides.text import add_runs, colour
from peelian.render.theme import BLUE, GREY, INK, MUTED
from peelian.typography.text_size import LINE, text_width

MOST_POINTS_NAMED = 5
"""Areas that are each named. Of more, the one that matters is: names would lie on each other."""


def draw_funnel(slide: Any, chart: Chart, box: Box, size: float, language: str) -> Any:
    areas, *curves = chart.series
    known = [(name, p) for name, p in zip(chart.categories, areas.points, strict=True) if p.value is not None]
    scale, form = scale_of(chart), form_of(chart)
    bases = [p.at for one in (areas, *curves) for p in one.points if p.at is not None]
    across = rounded(min(bases), max(bases))
    data: Any = XyChartData(number_format="General")  # type: ignore[no-untyped-call]
    for series in (areas, *curves):
        made_of = data.add_series(series.name)
        for point in series.points:
            if point.value is not None:
                made_of.add_data_point(point.at, point.value)
    shape = add_places(slide, data, XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, box, size)
    made = shape.chart
    left = value_axis(made.value_axis, chart, scale, form, size, language) + 0.12
    _base_axis(made.category_axis, across, chart.across, size, language)
    right = max(text_width(one.name, size) for one in curves) + 0.2 if curves else 0.2
    plot = Box(left, 0.12, box.width - left - right, box.height - 0.12 - size * LINE / 72 * 3)
    set_plot(made, plot, box)
    drawn, *lines = made.plots[0].series
    for one, line in zip(curves, lines, strict=True):
        line.smooth = False
        line.marker.style = XL_MARKER_STYLE.NONE
        line.format.line.color.rgb, line.format.line.width = colour(GREY), Pt(1.5)
        line.format.line.dash_style = dashed(one.role)
    inch = (scale.most - scale.least) / plot.height
    for line, one in spaced(
        [(line, one) for line, one in zip(lines, curves, strict=True) if _upper(one, curves)], inch
    ):
        label = line.points[len(one.points) - 1].data_label
        add_runs(label.text_frame.paragraphs[0], (Run(one.name),), size, language, ink=INK)
        label.text_frame.word_wrap, label.position = False, XL_LABEL_POSITION.RIGHT
    drawn.format.line.fill.background()
    drawn.marker.style = XL_MARKER_STYLE.CIRCLE
    dot(drawn, MUTED)
    for place, (name, point) in enumerate(known):
        if name == chart.highlight:
            dot(drawn.points[place], BLUE, 12)
        if name == chart.highlight or len(known) <= MOST_POINTS_NAMED:
            label = drawn.points[place].data_label
            told = (Run(f"{name} {point.text}", strong=name == chart.highlight),)
            add_runs(label.text_frame.paragraphs[0], told, size, language, ink=INK)
            label.text_frame.word_wrap = False
            end = (point.at or 0) > (across.least + across.most) / 2
            label.position = XL_LABEL_POSITION.LEFT if end else XL_LABEL_POSITION.RIGHT
    return shape


def _upper(one: Series, curves: list[Series]) -> bool:
    """The upper of two curves of one name carries it."""
    ends = [other.points[-1].value or 0 for other in curves if other.name == one.name]
    return (one.points[-1].value or 0) == max(ends)


def _base_axis(axis: Any, scale: Scale, words: str, size: float, language: str) -> None:
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = scale.least, scale.most, scale.step * 2
    axis.has_major_gridlines = False
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = PLAIN.code(scale.places), False
    axis.tick_labels.font.size = Pt(size)
    axis.format.line.color.rgb = colour(MUTED)
    if words:
        title_axis(axis, words, size, language)
