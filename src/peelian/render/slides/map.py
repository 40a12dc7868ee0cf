"""A small map on a slide: each area a shape that Office can edit, and its figures as a table beside it."""

from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from peelian.core.language import say
from peelian.core.pack import Chart, Outline, Run
from peelian.core.phrases import Phrase
from peelian.render.charts.map import RAMP, step
from peelian.render.slides.layout import TABLE_SIZES, Box, Fit
from peelian.render.slides.table import TableFlow
from peelian.render.slides.text import add_runs, bare, colour, describe, draw_frame, draw_source, frame_height
from peelian.render.theme import INK, MUTED
from peelian.typography.text_size import LINE, one_line, pieces

LEAST_MAP_HEIGHT = 3.0
MAP_SHARE, MAP_GAP = 0.45, 0.4
"""The part of the width that is the map's, and the inches between it and the table."""

SCALE = 10_000
"""Steps across the map to which a freeform's points are rounded."""


@dataclass(frozen=True)
class MapFlow:
    """A map with its caption and its table: a `Flow`."""

    chart: Chart
    caption: str = ""
    sizes: tuple[int, ...] = TABLE_SIZES
    wants: float = 4.3

    @property
    def _table(self) -> TableFlow:
        return TableFlow(replace(self.chart.table, caption="", source=""))

    def _reading(self, side: float, size: float) -> str:
        keys = [f"{told}: {name}" for name, told in _names(self.chart, side, size).items() if told != name]
        return ". ".join(filter(None, (say(Phrase.DARKER_MORE), "; ".join(keys))))

    def least(self, width: float, size: float) -> float:
        table = self._table.least(width * (1 - MAP_SHARE) - MAP_GAP, size)
        framed = frame_height(self.caption, self._reading(LEAST_MAP_HEIGHT, size), width, size)
        return max(LEAST_MAP_HEIGHT, table) + framed

    def most(self, width: float, size: float) -> float:
        return max(self.least(width, size), width * MAP_SHARE + frame_height(self.caption, "", width, size))

    def draw(self, slide: Any, fit: Fit, language: str) -> Any:
        """The group of the map's shapes comes back."""
        room = draw_frame(slide, self.caption, fit.box, fit.size, language)
        reading = self._reading(min(room.width * MAP_SHARE, room.height), fit.size)
        below = frame_height("", reading, room.width, fit.size)
        side = min(room.width * MAP_SHARE, room.height - below)
        group = _areas(slide, self.chart, Box(room.left, room.top, side, side), fit.size, language)
        describe(group, self.chart.about or say(Phrase.MAP), self.chart.alt)
        left = room.left + room.width * MAP_SHARE + MAP_GAP
        beside = Box(left, room.top, room.left + room.width - left, room.height - below)
        self._table.draw(slide, Fit(beside, fit.size), language)
        draw_source(slide, reading, room.left, room.top + room.height - below, room.width, fit.size, language)
        return group


def _areas(slide: Any, chart: Chart, box: Box, size: float, language: str) -> Any:
    points = dict(zip(chart.categories, chart.series[0].points, strict=True))
    values = [point.value for point in points.values() if point.value is not None]
    names = _names(chart, box.width, size)
    group = slide.shapes.add_group_shape()
    for one in chart.outlines:
        first, *others = one.rings
        builder = group.shapes.build_freeform(*_at(first[0]), scale=Inches(box.width) / SCALE)
        builder.add_line_segments([_at(point) for point in first[1:]])
        for ring in others:
            builder.move_to(*_at(ring[0]))
            builder.add_line_segments([_at(point) for point in ring[1:]])
        shape = builder.convert_to_shape(Inches(box.left), Inches(box.top))
        shape.name = one.category
        shape._element.remove(shape._element.find(qn("p:style")))
        value = points[one.category].value if one.category in points else None
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour("#FFFFFF" if value is None else RAMP[step(value, values)])
        strong = one.category == chart.highlight
        shape.line.color.rgb, shape.line.width = colour(INK if strong else MUTED), Pt(3 if strong else 1)
        if told := names[one.category]:
            frame = bare(shape.text_frame, 0)
            frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            frame.word_wrap = False
            add_runs(frame.paragraphs[0], (Run(told, strong=True),), size, language, ink=INK)
            frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    return group


def _names(chart: Chart, side: float, size: float) -> dict[str, str]:
    """What stands in each area: its name where that fits, else a letter."""
    found, letters = {}, iter(ascii_uppercase)
    for one in chart.outlines:
        wide, high = _extent(one)
        fits = one_line(pieces((Run(one.category),), bold=True), size) <= wide * side * 0.9
        tall = high * side >= size * LINE / 72
        found[one.category] = one.category if fits and tall else next(letters, "")
    return found


def _extent(one: Outline) -> tuple[float, float]:
    xs, ys = zip(*(point for ring in one.rings for point in ring), strict=True)
    return max(xs) - min(xs), max(ys) - min(ys)


def _at(point: tuple[float, float]) -> tuple[int, int]:
    return round(point[0] * SCALE), round(point[1] * SCALE)
