"""Dots on a slide: areas down, each a dot with its interval, its name at the left and its value at the right."""

from typing import Any

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.util import Pt

from peelian.core.language import say
from peelian.core.pack import Chart, Run
from peelian.core.phrases import Phrase
from peelian.render.scale import scale_of
from peelian.render.slides.bars import NAMES, crowded, folded
from peelian.render.slides.layout import Box
from peelian.render.slides.plot import add_places, dot, form_of, set_plot, value_axis
from peelian.render.slides.text import add_runs, colour
from peelian.render.theme import BLUE, INK, MUTED
from peelian.typography.text_size import LINE, text_width


def draw_dots(slide: Any, chart: Chart, box: Box, size: float, language: str) -> Any:
    """Of areas too many to name, the one that matters and the two ends are named."""
    scale, form, points = scale_of(chart), form_of(chart), chart.series[0].points
    data: Any = XyChartData(number_format=form.code() if form else "General")  # type: ignore[no-untyped-call]
    down = [len(points) - place for place in range(len(points))]
    known = [place for place, point in enumerate(points) if point.value is not None]
    told = (say(Phrase.INTERVAL_HEAD), chart.series[0].name, "Names", "Values")
    intervals, areas, names, values = (data.add_series(name) for name in told)
    for place in known:
        areas.add_data_point(points[place].value, down[place])
        for end in (points[place].low, points[place].high):
            intervals.add_data_point(points[place].value if end is None else end, down[place])
        intervals.add_data_point(None, None)
    for at in down:
        names.add_data_point(scale.least, at)
        values.add_data_point(scale.most, at)
    shape = add_places(slide, data, XL_CHART_TYPE.XY_SCATTER, box, size)
    made = shape.chart
    value_axis(made.category_axis, chart, scale, form, size, language)
    up = made.value_axis
    up.minimum_scale, up.maximum_scale, up.visible, up.has_major_gridlines = 0.5, len(points) + 0.5, False, False
    shown = [place for place in range(len(points)) if not crowded(chart) or _matters(chart, place)]
    room = box.width * NAMES
    left = min(max(text_width(chart.categories[n], size, True) for n in shown) + 0.2, room)
    right = max(text_width(points[n].text, size, True) for n in shown) + 0.2
    set_plot(made, Box(left, 0.05, box.width - left - right, box.height - size * LINE / 72 * 2.7), box)
    ends, drawn, named, valued = made.plots[0].series
    ends.format.line.color.rgb, ends.format.line.width = colour(MUTED), Pt(2)
    ends.smooth = False
    for series in (ends, named, valued):
        series.marker.style = XL_MARKER_STYLE.NONE
    for series in (drawn, named, valued):
        series.format.line.fill.background()
    for place in shown:
        strong = chart.categories[place] == chart.highlight
        _label(
            named,
            place,
            folded(chart.categories[place], left - 0.15, size),
            XL_LABEL_POSITION.LEFT,
            size,
            language,
            strong,
        )
        _label(valued, place, [points[place].text], XL_LABEL_POSITION.RIGHT, size, language, strong)
    drawn.marker.style = XL_MARKER_STYLE.CIRCLE
    strong_known = [n for n, place in enumerate(known) if chart.categories[place] == chart.highlight]
    dot(drawn, MUTED if strong_known else BLUE)
    for n in strong_known:
        dot(drawn.points[n], BLUE, 12)
    return shape


def _matters(chart: Chart, place: int) -> bool:
    return place in (0, len(chart.categories) - 1) or chart.categories[place] == chart.highlight


def _label(
    drawn: Any, place: int, lines: list[str], side: Any, size: float, language: str, strong: bool
) -> None:  # fmt: skip
    frame = drawn.points[place].data_label.text_frame
    frame.word_wrap = False
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        add_runs(paragraph, (Run(line, strong=strong),), size, language, ink=INK)
        paragraph.font.size = Pt(size)
    drawn.points[place].data_label.position = side
