"""What a line chart and a bar chart share: the native chart itself, its two axes, its plot, its colours."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from peelian.core.pack import Chart, Run
from peelian.render.slide_layout import Box
from peelian.render.slide_measure import text_width
from peelian.render.slide_scale import PLAIN, NumberFormat, Scale, format_of, months_of
from peelian.render.slide_text import add_runs, colour, emu
from peelian.render.theme import BLUE, GRID, INK, MUTED, PALETTE, QUIET

SKIPS = (1, 2, 3, 4, 6, 12, 24, 36, 48, 60)
C = nsdecls("c")


def add_chart(slide: Any, chart: Chart, kind: Any, names: Any, box: Box, size: float) -> Any:
    form = form_of(chart)
    data: Any = CategoryChartData(number_format=form.code() if form else "General")  # type: ignore[no-untyped-call]
    months = months_of(names) if kind == XL_CHART_TYPE.LINE else None
    data.categories = months[0] if months else names
    if months:
        data.categories.number_format = months[1]
    for series in chart.series:
        data.add_series(series.name, [point.value for point in series.points])
    shape = slide.shapes.add_chart(kind, *emu(box), data)
    shape.chart.has_title = False
    shape.chart.font.size = Pt(size)
    shape.chart.font.color.rgb = colour(INK)
    return shape


def form_of(chart: Chart) -> NumberFormat | None:
    return format_of([point for series in chart.series for point in series.points])


def value_axis(made: Any, chart: Chart, scale: Scale, form: NumberFormat | None, size: float, language: str) -> float:
    """The axis, set; and the width its longest number takes."""
    axis, shown = made.value_axis, form or PLAIN
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = scale.least, scale.most, scale.step
    axis.major_gridlines.format.line.color.rgb = colour(GRID)
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = shown.code(scale.places), False
    axis.tick_labels.font.size = Pt(size)
    axis.has_title = bool(chart.unit)
    if chart.unit:
        unit = chart.unit if scale.least == 0 else f"{chart.unit}, from {scale.least:g} up"
        add_runs(axis.axis_title.text_frame.paragraphs[0], (Run(unit),), size, language, ink=MUTED)
        axis.axis_title.text_frame.paragraphs[0].font.bold = False
        body = axis.axis_title.text_frame._txBody.bodyPr
        body.set("rot", "-5400000" if chart.shape == "line" else "0")
        body.set("vert", "horz")
    return max(text_width(shown.printed(tick, scale.places), size) for tick in scale.ticks) + 0.1


def category_axis(made: Any) -> None:
    axis = made.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.color.rgb = colour(MUTED)
    axis.tick_labels.font.size = made.font.size


def every(categories: tuple[str, ...], width: float, size: float) -> int:
    """Of the categories along the bottom, each which one can be named so that names stand clear of each other."""
    widest = max(text_width(category, size) for category in categories) + 0.15
    return least_skip(width / len(categories), widest)


def level(axis: Any) -> None:
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


def legend_below(made: Any) -> None:
    made.has_legend = True
    made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False


def ink_of(chart: Chart, place: int, strong: bool) -> str:
    if chart.highlight in {series.name for series in chart.series}:
        return BLUE if strong else QUIET
    return PALETTE[place % len(PALETTE)]
