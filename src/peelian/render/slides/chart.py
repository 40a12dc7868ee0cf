"""A native chart on a slide, that Office can edit, with its finding above it and how to read it below."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from peelian.core.language import say
from peelian.core.pack import Chart, Run, Shape
from peelian.core.phrases import Phrase
from peelian.render.office_package import steady
from peelian.render.slides.bars import bars_height, dark_bar, draw_bars
from peelian.render.slides.dots import draw_dots
from peelian.render.slides.funnel import draw_funnel
from peelian.render.slides.layout import CHART_SIZES, Box, Fit
from peelian.render.slides.lines import draw_lines, lines_height, marked
from peelian.render.slides.plot import ACROSS, C, legend_room, unit_of
from peelian.render.slides.text import add_text, describe, draw_frame, draw_source, frame_height
from peelian.render.theme import MUTED

HIGH_LEGEND = 1.2
"""Inches of a legend, above which its names are what a chart has no room for."""

LEAST_CHART_HEIGHT, WANTS = 2.4, 4.3
"""Inches below which a chart is not worth drawing, and above which it is easy to read."""

DRAW: dict[Shape, Callable[[Any, Chart, Box, float, str], Any]] = {
    "line": draw_lines,
    "spc": draw_lines,
    "forecast": draw_lines,
    "flow": draw_lines,
    "bar": draw_bars,
    "dots": draw_dots,
    "funnel": draw_funnel,
}


@dataclass(frozen=True)
class ChartFlow:
    """A chart with its caption and what helps to read it: a `Flow` that takes any height.

    `caption` is what the slide's title does not say already: the finding, or what is drawn.
    """

    chart: Chart
    caption: str = ""
    sizes: tuple[int, ...] = CHART_SIZES
    wants: float = WANTS

    @property
    def reading(self) -> str:
        """How to read what no label says: what marks mean, which bar is dark, where limits begin anew."""
        return ". ".join(part.rstrip(".") for part in _reading(self.chart) if part)

    @property
    def _unit(self) -> str:
        """What stands above a chart whose values run up: beside its axis it would be wrapped, or read sideways."""
        return "" if self.chart.shape in ACROSS else unit_of(self.chart)

    def least(self, width: float, size: float) -> float:
        drawn = max(LEAST_CHART_HEIGHT, self._needed(width, size))
        return drawn + frame_height(self.caption, self.reading, width, size) + frame_height("", self._unit, width, size)

    def _needed(self, width: float, size: float) -> float:
        if self.chart.shape in ACROSS:
            return bars_height(self.chart, width, size)
        return lines_height(self.chart, width, size) if DRAW[self.chart.shape] is draw_lines else 0

    def unfit(self, width: float) -> tuple[str, str]:
        """What is wrong with a chart that has no room on a slide, and what to do; nothing where it is not its names."""
        names = [series.name for series in self.chart.series]
        if len(names) == 1 or legend_room(self.chart, width, self.sizes[-1]) < HIGH_LEGEND:
            return "", ""
        what = f"its chart's legend is too high: one of its names is {max(names, key=len)!r}"
        return what, "give its series shorter names"

    def most(self, width: float, size: float) -> float:  # noqa: ARG002 (a Flow's)
        return math.inf

    def draw(self, slide: Any, fit: Fit, language: str) -> Any:
        """The shape of the chart itself comes back."""
        chart, size = self.chart, fit.size
        room = draw_frame(slide, self.caption, fit.box, size, language)
        above, below = (frame_height("", told, room.width, size) for told in (self._unit, self.reading))
        if self._unit:
            place = Box(room.left, room.top, room.width, above - 0.1)
            add_text(slide, "Unit", (Run(self._unit),), place, size, language, ink=MUTED)
        box = Box(room.left, room.top + above, room.width, room.height - above - below)
        shape = DRAW[chart.shape](slide, chart, box, size, language)
        describe(shape, chart.about or say(Phrase.CHART), chart.alt)
        finish(shape.chart, language)
        draw_source(slide, self.reading, box.left, box.top + box.height, box.width, size, language)
        return shape


def _reading(chart: Chart) -> Iterator[str]:
    yield dark_bar(chart)
    yield marked(chart)
    for one in chart.rebased:
        yield say(Phrase.LIMITS_BEGIN_ANEW, month=chart.categories[one.at], why=one.words)
    if any(point.low is not None for series in chart.series for point in series.points):
        yield say(Phrase.THIN_LINES)


def finish(made: Any, language: str) -> None:
    """Square corners, one language throughout, axes numbered as the schema allows, a workbook that tells no time."""
    space = made._chartSpace
    for axis in space.iter(qn("c:axId"), qn("c:crossAx")):
        axis.set("val", axis.get("val").removeprefix("-"))
    for properties in space.iter(qn("a:defRPr"), qn("a:rPr"), qn("a:endParaRPr")):
        properties.set("lang", language)
    for name in ("c:roundedCorners", "c:lang"):
        for old in space.findall(qn(name)):
            space.remove(old)
    told = 0 if space.find(qn("c:date1904")) is None else 1
    for xml in (f'<c:roundedCorners {C} val="0"/>', f'<c:lang {C} val="{language}"/>'):
        space.insert(told, parse_xml(xml))
    workbook = made.part.chart_workbook
    workbook.update_from_xlsx_blob(steady(workbook.xlsx_part.blob))
