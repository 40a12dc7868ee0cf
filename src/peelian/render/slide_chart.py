"""A native chart on a slide, that Office can edit, with its caption and source."""

import io
import math
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from peelian.core.pack import Chart
from peelian.render.slide_bars import bars_height, dark_bar, draw_bars
from peelian.render.slide_layout import CHART_SIZES, Box, Fit
from peelian.render.slide_lines import draw_lines
from peelian.render.slide_plot import C
from peelian.render.slide_text import describe, draw_frame, draw_source, frame_height

LEAST, WANTS = 3.0, 4.3
"""Inches below which a chart is not worth drawing, and above which it is easy to read."""

FIXED = b"2026-01-01T00:00:00Z"


@dataclass(frozen=True)
class ChartFlow:
    """A chart with its caption and source: a `Flow` that takes any height."""

    chart: Chart
    sizes: tuple[int, ...] = CHART_SIZES
    wants: float = WANTS

    @property
    def caption(self) -> str:
        return ". ".join(part for part in (self.chart.title, dark_bar(self.chart)) if part)

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
        describe(shape, chart.title or "Chart", chart.alt)
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


def steady(package: bytes) -> bytes:
    """The same Office file with fixed dates, in its properties and in its zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", FIXED, content)
            new.writestr(zipfile.ZipInfo(item.filename), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
