"""Parts of charts: what several shapes are drawn from. Sizes are pixels; a specification is Vega-Lite as dicts."""

import json
import math
from collections.abc import Iterable, Sequence
from itertools import groupby
from textwrap import wrap
from typing import Any

from peelian.core.language import say
from peelian.core.pack import Chart, Series
from peelian.core.phrases import Phrase
from peelian.render.scale import Scale, scale_of
from peelian.render.theme import FONT_STACK, GRID, INK, MUTED

Spec = dict[str, Any]

WIDE, NARROW = 640, 320
"""Widths drawn for, in CSS pixels: a column of text and a telephone. The letters are the same size in both."""

LETTER_SIZE, LINE_HEIGHT, LETTER_WIDTH = 14, 17, 7.2
"""Letter size, line height and the width of a usual letter, in pixels."""

SERIES_DASHES: tuple[list[int], ...] = ([], [7, 4], [2, 3], [10, 3, 2, 3], [12, 5], [4, 2])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
STEPS = 4
"""Steps of the value axis, about: four gridlines are enough to read by."""

EVERY = (1, 2, 3, 4, 6, 12, 24, 36, 60, 120)
"""Steps between printed labels that fall on the same months each year."""

MARKED = 24
"""Points a line may have before only its ends carry markers."""

CONFIG: Spec = {
    "aria": False,
    "background": None,
    "font": FONT_STACK,
    "view": {"stroke": None},
    "axis": {
        "domainColor": INK,
        "gridColor": GRID,
        "labelColor": INK,
        "labelFontSize": LETTER_SIZE,
        "labelLimit": 0,
        "labelPadding": 6,
        "ticks": False,
        "title": None,
    },
    "text": {"color": INK, "fontSize": LETTER_SIZE, "lineBreak": "\n", "lineHeight": LINE_HEIGHT},
    "title": {"anchor": "start", "color": MUTED, "fontSize": LETTER_SIZE, "fontWeight": "normal", "frame": "bounds"},
}


def along(categories: Sequence[str], plot: int) -> Spec:
    """The time axis: as many labels as fit, counted back from the latest."""
    letters = 7 if all(len(category.split()) <= 2 for category in categories) else 12
    labels = [folded(category, letters) for category in categories]
    last = len(labels) - 1
    room = plot / max(last, 1)
    every = next((step for step in EVERY if step * room >= breadth(labels) + 8), EVERY[-1])
    return {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [0, max(last, 1)], "nice": False},
        "axis": {
            "grid": False,
            "labelFlush": False,
            "values": list(range(last, -1, -every))[::-1],
            "labelExpr": lookup(labels),
            "labelLineHeight": LINE_HEIGHT,
            "labelOverlap": False,
            "ticks": True,
            "tickColor": INK,
        },
    }


def value_scale(chart: Chart) -> Scale:
    return scale_of(chart, STEPS)


def up(scale: Scale) -> Spec:
    """The value axis."""
    return {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [scale.ticks[0], scale.ticks[-1]], "nice": False, "zero": False},
        "axis": {"values": scale.ticks, "domain": False, "format": ",.10~f"},
    }


def unit_words(unit: str, scale: Scale) -> str:
    """What the axis is in, and where it starts, if not at nothing."""
    start = scale.ticks[0]
    return unit if start == 0 else say(Phrase.AXIS_STARTS, unit=unit, number=number(start))


def ticks_width(scale: Scale) -> float:
    """What the widest number of the value axis takes, in pixels."""
    return breadth(map(number, scale.ticks))


def down(labels: Sequence[str], matters: int) -> Spec:
    """Areas from the top down, the one that matters in bold."""
    weight = {"condition": {"test": f"datum.value == {matters}", "value": "bold"}, "value": "normal"}
    return {
        "field": "place",
        "type": "ordinal",
        "sort": None,
        "scale": {"domain": list(range(len(labels)))},
        "axis": {
            "domain": False,
            "labelExpr": lookup(labels),
            "labelOffset": {"expr": raised(words(labels))},
            "labelFontWeight": weight,
            "labelLineHeight": LINE_HEIGHT,
            "grid": False,
        },
    }


def segments(series: Series, steps: bool = False) -> list[Spec]:
    """The points to draw, numbered by unbroken stretch: a gap in the data is a gap in the line.

    With `steps` a line that changes its value breaks there, as a control chart's limits do.
    """
    rows: list[Spec] = []
    stretches = groupby(enumerate(series.points), key=lambda at: (at[1].value is not None, steps and at[1].value))
    for number, stretch in enumerate([list(points) for (there, _), points in stretches if there]):
        for x, point in stretch:
            end = x in (stretch[0][0], stretch[-1][0])
            rows.append({"x": x, "y": point.value, "segment": number, "end": end, "low": point.low, "high": point.high})
    return rows


def ends(order: Sequence[Series], names: Sequence[str], scale: Scale, height: int) -> list[Spec]:
    """Each series' label level with its last point, moved apart where they would touch."""
    low, high = scale.ticks[0], scale.ticks[-1]
    deep = {name: LINE_HEIGHT * (name.count("\n") + 1) for name in names}
    wanted = []
    for series, name in zip(order, names, strict=True):
        there = [point.value for point in series.points if point.value is not None]
        if there:
            wanted.append(((high - there[-1]) / (high - low) * height, name))
    wanted.sort(key=lambda at: at[0])
    placed: list[float] = []
    floor = -math.inf
    for down, name in wanted:
        placed.append(max(down, floor + deep[name] / 2))
        floor = placed[-1] + deep[name] / 2 + 3
    ceiling = height + 4.0
    for place in reversed(range(len(placed))):
        half = deep[wanted[place][1]] / 2
        placed[place] = min(placed[place], ceiling - half)
        ceiling = placed[place] - half - 3
    pairs = zip(placed, wanted, strict=True)
    return [{"y": high - down / height * (high - low), "text": name} for down, (_, name) in pairs]


def number(tick: float) -> str:
    return f"{tick:,.10f}".rstrip("0").rstrip(".").replace("-", "−")


def folded(text: str, letters: int) -> str:
    return "\n".join(wrap(text, letters, break_long_words=False)) or " "


def breadth(texts: Iterable[str]) -> float:
    """The widest line, in pixels: near enough to leave room for, not to draw by."""
    return LETTER_WIDTH * max((len(line) for text in texts for line in text.split("\n")), default=0)


def words(labels: Sequence[str]) -> str:
    """A Vega expression for the label of a place in order: JSON, so that no label can be read as code."""
    return f"{json.dumps(labels)}[datum.value]"


def lookup(labels: Sequence[str]) -> str:
    """The same, as the list of its lines."""
    return f"split({words(labels)}, '\\n')"


def raised(text: str) -> str:
    """A Vega expression that centres text of several lines, which Vega hangs from its first."""
    return f"{-LINE_HEIGHT / 2} * (length(split({text}, '\\n')) - 1)"


def layer(rows: list[Spec], mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def whole_spec(unit: str, width: int, plot: int, height: int, layers: list[Spec]) -> Spec:
    title = {"text": folded(unit, int(width / LETTER_WIDTH)).split("\n"), "offset": 12}
    return {"config": CONFIG, "title": title, "width": plot, "height": height, "padding": 2, "layer": layers}
