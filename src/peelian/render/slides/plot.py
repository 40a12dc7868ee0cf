"""What native charts share: the chart itself, its axes, its plot, its colours and dashes."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from peelian.core.language import say
from peelian.core.pack import Chart, Role, Run, Series
from peelian.core.periods import months_between
from peelian.core.phrases import Phrase
from peelian.render.scale import PLAIN, NumberFormat, Scale, format_of, months_of, scale_of
from peelian.render.slides.layout import Box
from peelian.render.slides.text import add_runs, colour, emu
from peelian.render.theme import BLUE, GRID, INK, MUTED, PALETTE, QUIET
from peelian.typography.legend import legend_height
from peelian.typography.text_size import LINE, text_width

SKIPS = (1, 2, 3, 4, 6, 12, 24, 36, 48, 60)
C = nsdecls("c")

ACROSS = ("bar", "dots")
"""Shapes whose values run across the slide, areas down."""

ROLE_DASHES: dict[Role, MSO_LINE] = {
    "limit": MSO_LINE.DASH,
    "outer limit": MSO_LINE.ROUND_DOT,
    "target": MSO_LINE.SQUARE_DOT,
    "forecast": MSO_LINE.DASH,
}


def add_chart(slide: Any, chart: Chart, kind: Any, names: Any, box: Box, size: float) -> Any:
    form = form_of(chart)
    data: Any = CategoryChartData(number_format=form.code() if form else "General")  # type: ignore[no-untyped-call]
    months = months_of(names) if kind == XL_CHART_TYPE.LINE else None
    data.categories = months[0] if months else names
    if months:
        data.categories.number_format = months[1]
    for series in chart.series:
        data.add_series(series.name, [point.value for point in series.points])
    return add_places(slide, data, kind, box, size)


def add_places(slide: Any, data: Any, kind: Any, box: Box, size: float) -> Any:
    """A chart of data made already, without title or legend."""
    shape = slide.shapes.add_chart(kind, *emu(box), data)
    shape.chart.has_title = shape.chart.has_legend = False
    shape.chart.font.size = Pt(size)
    shape.chart.font.color.rgb = colour(INK)
    return shape


def form_of(chart: Chart) -> NumberFormat | None:
    return format_of([point for series in chart.series for point in series.points])


def value_axis(axis: Any, chart: Chart, scale: Scale, form: NumberFormat | None, size: float, language: str) -> float:
    """The axis, set; and the width its longest number takes."""
    shown = form or PLAIN
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = scale.least, scale.most, scale.step
    axis.major_gridlines.format.line.color.rgb = colour(GRID)
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = shown.code(scale.places), False
    axis.tick_labels.font.size = Pt(size)
    if chart.shape in ACROSS and chart.unit:
        title_axis(axis, unit_of(chart), size, language)
    return max(text_width(shown.printed(tick, scale.places), size) for tick in scale.ticks) + 0.1


def unit_of(chart: Chart) -> str:
    """What the value axis is in; and where it begins, if not at nothing."""
    least = scale_of(chart).least
    if least == 0 or not chart.unit:
        return chart.unit
    return say(Phrase.AXIS_STARTS, unit=chart.unit, number=f"{least:g}")


def title_axis(axis: Any, words: str, size: float, language: str) -> None:
    """The axis' title, level."""
    axis.has_title = True
    add_runs(axis.axis_title.text_frame.paragraphs[0], (Run(words),), size, language, ink=MUTED)
    axis.axis_title.text_frame.paragraphs[0].font.bold = False
    body = axis.axis_title.text_frame._txBody.bodyPr
    body.set("rot", "0")
    body.set("vert", "horz")


def category_axis(made: Any) -> None:
    axis = made.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.color.rgb = colour(MUTED)
    axis.tick_labels.font.size = made.font.size


def every(categories: tuple[str, ...], width: float, size: float) -> int:
    """Of the categories along the bottom, each which one can be named so that names stand clear of each other.

    Months stand as far apart as they are: then it is every which month, not category.
    """
    widest = max(text_width(category, size) for category in categories) + 0.3
    months = months_of(categories)
    return least_skip(width / (months_between(months[0][0], months[0][-1]) + 1 if months else len(categories)), widest)


def level_labels(axis: Any) -> None:
    """Labels that may be wrapped but never turned or left out: LibreOffice leaves out what it thinks too close."""
    axis._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", "0")


def least_skip(room: float, needed: float) -> int:
    return next((skip for skip in SKIPS if room * skip >= needed), SKIPS[-1])


def show_every(made: Any, skip: int) -> None:
    axis = made.category_axis._element
    if axis.tag == qn("c:dateAx"):
        axis.find(qn("c:baseTimeUnit")).set("val", "months")
        for xml in (f'<c:majorTimeUnit {C} val="months"/>', f'<c:majorUnit {C} val="{skip}"/>'):
            axis.find(qn("c:baseTimeUnit")).addnext(parse_xml(xml))
        return
    for name in ("tickLblSkip", "tickMarkSkip"):
        axis.find(qn("c:noMultiLvlLbl")).addprevious(parse_xml(f'<c:{name} {C} val="{skip}"/>'))


def set_plot(made: Any, plot: Box, box: Box) -> None:
    """Pins the plot inside its axes, as shares of the chart: labels beside it then have the room they were given."""
    shares = {"x": plot.left / box.width, "y": plot.top / box.height, "w": plot.width / box.width,
              "h": plot.height / box.height}  # fmt: skip
    modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    values = "".join(f'<c:{side} val="{share:.4f}"/>' for side, share in shares.items())
    area = made._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = f"<c:layout {C}><c:manualLayout>{modes}{values}</c:manualLayout></c:layout>"
    area.insert(0, parse_xml(layout))


def legend_below(made: Any, chart: Chart, box: Box, size: float) -> None:
    """A legend pinned at the chart's foot, as wide as the chart, in the room that `legend_room` says."""
    made.has_legend = True
    made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    tall = legend_room(chart, box.width, size)
    sides = {"x": 0.0, "y": 1 - tall / box.height, "w": 1.0, "h": tall / box.height}
    modes = '<c:xMode val="edge"/><c:yMode val="edge"/>'
    values = "".join(f'<c:{side} val="{share:.4f}"/>' for side, share in sides.items())
    layout = f"<c:layout {C}><c:manualLayout>{modes}{values}</c:manualLayout></c:layout>"
    made.legend._element.find(qn("c:legendPos")).addnext(parse_xml(layout))


def dashed(role: Role) -> MSO_LINE:
    return ROLE_DASHES.get(role, MSO_LINE.SOLID)


def dot(drawn: Any, ink: str, size: int = 9) -> None:
    """A series' or a point's marker, filled."""
    drawn.marker.size = size
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = colour(ink)
    drawn.marker.format.line.color.rgb = colour(ink)


def spaced(ends: list[tuple[Any, Series]], inch: float) -> list[tuple[Any, Series]]:
    """Of lines, each with what is drawn of it, those whose ends stand a line of text apart: the first one wins.

    `inch` is how much of the axis an inch is.
    """
    kept: list[tuple[Any, Series]] = []
    for drawn, series in ends:
        at = series.points[-1].value or 0.0
        if all(abs(at - (other.points[-1].value or 0.0)) > inch * 0.3 for _, other in kept):
            kept.append((drawn, series))
    return kept


def legend_room(chart: Chart, width: float, size: float) -> float:
    """The height kept for a legend below."""
    return legend_height([series.name for series in chart.series], width, size) + 0.3 * size * LINE / 72


def ink_of(chart: Chart, place: int, strong: bool) -> str:
    if chart.highlight in {series.name for series in chart.series}:
        return BLUE if strong else QUIET
    return PALETTE[place % len(PALETTE)]
