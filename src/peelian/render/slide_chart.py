"""A native chart on a slide, that Office can edit, with its caption and source."""

import math
from dataclasses import dataclass
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from peelian.core.pack import Chart, plain
from peelian.render.package import steady
from peelian.render.slide_bars import bars_height, dark_bar, draw_bars
from peelian.render.slide_layout import CHART_SIZES, Box, Fit
from peelian.render.slide_lines import draw_lines
from peelian.render.slide_plot import C
from peelian.render.slide_text import describe, draw_frame, draw_source, frame_height

LEAST, WANTS = 3.0, 4.3
"""Inches below which a chart is not worth drawing, and above which it is easy to read."""


@dataclass(frozen=True)
class ChartFlow:
    """A chart with its caption and source: a `Flow` that takes any height."""

    chart: Chart
    sizes: tuple[int, ...] = CHART_SIZES
    wants: float = WANTS

    @property
    def caption(self) -> str:
        return ". ".join(part for part in (plain(self.chart.title), dark_bar(self.chart)) if part)

    def least(self, width: float, size: float) -> float:
        drawn = max(LEAST, bars_height(self.chart, width, size) if self.chart.shape == "bar" else 0)
        return drawn + frame_height(self.caption, self.chart.source, width, size)

    def most(self, width: float, size: float) -> float:  # noqa: ARG002 (a Flow's)
        return math.inf

    def draw(self, slide: Any, fit: Fit, language: str) -> None:
        chart, size = self.chart, fit.size
        room = draw_frame(slide, self.caption, fit.box, size, language)
        below = frame_height("", chart.source, room.width, size)
        box = Box(room.left, room.top, room.width, room.height - below)
        draw = draw_bars if chart.shape == "bar" else draw_lines
        shape = draw(slide, chart, box, size, language)
        describe(shape, plain(chart.title) or "Chart", chart.alt)
        finish(shape.chart, language)
        draw_source(slide, chart.source, box.left, box.top + box.height, box.width, size, language)


def finish(made: Any, language: str) -> None:
    """Square corners, one language throughout, and a workbook that does not tell the time it was made."""
    space = made._chartSpace
    for properties in space.iter(qn("a:defRPr"), qn("a:rPr"), qn("a:endParaRPr")):
        properties.set("lang", language)
    for name in ("c:roundedCorners", "c:lang"):
        for old in space.findall(qn(name)):
            space.remove(old)
    first = space.find(qn("c:date1904"))
    for xml in (f'<c:roundedCorners {C} val="0"/>', f'<c:lang {C} val="{language}"/>'):
        first.addnext(parse_xml(xml))
    workbook = made.part.chart_workbook
    workbook.update_from_xlsx_blob(steady(workbook.xlsx_part.blob))
