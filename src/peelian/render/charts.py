"""A pack's chart as a picture: a Vega-Lite description, then SVG that scales, with its words beside it.

Plain dicts rather than Altair, whose import alone takes longer than drawing a pack's charts.
"""

import hashlib
import json
import math
import os
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import Any, assert_never

from markupsafe import Markup

from peelian.core.pack import Chart, Series, plain
from peelian.render.theme import FONT_STACK, GRID, INK, MUTED, PALETTE, QUIET

Spec = dict[str, Any]
Draw = Callable[[Spec], str]

WIDE, NARROW = 640, 320
"""Widths drawn for, in CSS pixels: a column of text and a telephone. The letters are the same size in both."""

SIZE, LINE, LETTER = 14, 17, 7.2
"""Letter size, line height and the width of a usual letter, in pixels."""

DASHES: tuple[list[int], ...] = ([], [7, 4], [2, 3], [10, 3, 2, 3], [12, 5], [4, 2])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
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
        "labelFontSize": SIZE,
        "labelLimit": 0,
        "labelPadding": 6,
        "ticks": False,
        "title": None,
    },
    "text": {"color": INK, "fontSize": SIZE, "lineBreak": "\n", "lineHeight": LINE},
    "title": {"anchor": "start", "color": MUTED, "fontSize": SIZE, "fontWeight": "normal", "frame": "bounds"},
}


def draw(spec: Spec) -> str:
    """A Vega-Lite specification as SVG."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec))


def kept(folder: Path) -> Draw:
    """Draws what `folder` does not hold already: by the specification's digest, so a picture is never out of date."""

    def drawn(spec: Spec) -> str:
        path = folder / f"{hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()}.svg"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            aside = path.with_suffix(f".{os.getpid()}")
            aside.write_text(draw(spec), encoding="utf-8", newline="\n")
            aside.replace(path)
        return path.read_text(encoding="utf-8")

    return drawn


def svg(chart: Chart, id: str, width: int = WIDE, draw: Draw = draw) -> Markup:
    """The picture at a letter size meant for `width` pixels; it fills whatever holds it. `id` is unique in the page."""
    drawn = draw(spec(chart, width))
    opening = re.match(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"[^>]*>', drawn)
    assert opening, "vl_convert no longer opens an SVG with its width and height"
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{id}-title {id}-desc" viewBox="{box}">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{alt}</desc>{marks}</svg>'
    ).format(
        id=id,
        box=f"0 0 {max(width, math.ceil(float(opening[1])))} {math.ceil(float(opening[2]))}",
        title=plain(chart.title),
        alt=chart.alt,
        marks=Markup(drawn[opening.end() : drawn.rindex("</svg>")]),  # noqa: S704 - text escaped by Vega
    )


def spec(chart: Chart, width: int = WIDE) -> Spec:
    """The chart in Vega-Lite: data inline, nothing fetched."""
    ragged = [one.name for one in chart.series if len(one.points) != len(chart.categories)]
    assert not ragged, f"{plain(chart.title)}: {ragged}"
    match chart.shape:
        case "line":
            return _lines(chart, width)
        case "bar":
            return _bars(chart, width)
        case "spc" | "dots" | "funnel" | "forecast" | "flow" | "map":
            raise NotImplementedError(chart.shape)
        case _:
            assert_never(chart.shape)


def _lines(chart: Chart, width: int) -> Spec:
    """Time along, one line a series, each with its own dash and marker and its name at its end."""
    order = sorted(chart.series, key=lambda series: series.name != chart.highlight)
    ticks = _ticks([point.value for series in order for point in series.points if point.value is not None])
    names = [_folded(_end_label(series), 20 if width == WIDE else 12) for series in order]
    plot = round(width - _breadth(map(_number, ticks)) - _breadth(names) - 34)
    stacked = sum((LINE + 3) * (name.count("\n") + 1) for name in names)
    height = max(round(plot * (0.55 if width == WIDE else 0.9)), stacked)
    x = _along(chart.categories, plot)
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [ticks[0], ticks[-1]], "nice": False, "zero": False},
        "axis": {"values": ticks, "domain": False, "format": ",.10~f"},
    }
    layers: list[Spec] = []
    for number, series in reversed(list(enumerate(order))):
        rows = _segments(series)
        look = {"color": PALETTE[number % len(PALETTE)], "strokeWidth": 3.5 if series.name == chart.highlight else 2.25}
        line = {"type": "line", "strokeDash": DASHES[number % len(DASHES)], **look}
        point = {"type": "point", "filled": True, "opacity": 1, "size": 52, "shape": SHAPES[number % len(SHAPES)]}
        layers.append(_layer(rows, line, {"x": x, "y": y, "detail": {"field": "segment"}}))
        marked = [row for row in rows if row["end"] or len(rows) <= MARKED]
        layers.append(_layer(marked, {**point, "color": look["color"]}, {"x": x, "y": y}))
    ends = _ends(order, names, (ticks[0], ticks[-1]), height)
    text = {"type": "text", "align": "left", "baseline": "middle", "dy": {"expr": _raised("datum.text")}}
    layers.append(_layer(ends, text, {"x": {"value": plot + 12}, "y": y, "text": {"field": "text"}}))
    unit = chart.unit if ticks[0] == 0 else f"{chart.unit} (the axis starts at {_number(ticks[0])})"
    return _whole(unit, width, plot, height, layers)


def _bars(chart: Chart, width: int) -> Spec:
    """Areas down, bars from zero, each with its printed value; the one that matters is dark and in bold letters."""
    labels = [_folded(category, 28 if width == WIDE else 15) for category in chart.categories]
    rows = _bar_rows(chart)
    written = _breadth(row["text"] for row in rows if row["drawn"])
    plot = max(round(width - _breadth(labels) - written - 24), 60)
    low, high = min([0, *(row["at"] for row in rows)]), max([0, *(row["at"] for row in rows)])
    low -= (written + 12) / plot * (high - low) if low < 0 else 0
    deep = max((label.count("\n") + 1 for label in labels), default=1)
    step = max(24 if len(labels) <= 20 else 21, LINE * deep + 8, 21 * len(chart.series) + 8)
    x: Spec = {
        "field": "at",
        "type": "quantitative",
        "scale": {"domain": [low, high or 1], "nice": False, "zero": True},
        "axis": None,
    }
    matters = chart.categories.index(chart.highlight) if chart.highlight in chart.categories else -1
    y: Spec = {
        "field": "category",
        "type": "ordinal",
        "sort": None,
        "scale": {"paddingInner": 0.22, "paddingOuter": 0.1},
        "axis": {
            "domain": False,
            "labelExpr": _lookup(labels),
            "labelOffset": {"expr": _raised(_words(labels))},
            "labelFontWeight": {"condition": {"test": f"datum.value == {matters}", "value": "bold"}, "value": "normal"},
            "labelLineHeight": LINE,
        },
    }
    beside = {"yOffset": {"field": "series", "type": "ordinal"}} if len(chart.series) > 1 else {}
    text = {
        "type": "text",
        "align": {"expr": "datum.at < 0 ? 'right' : 'left'"},
        "baseline": "middle",
        "dx": {"expr": "datum.at < 0 ? -6 : 6"},
        "fontWeight": {"expr": f"datum.category == {matters} ? 'bold' : 'normal'"},
    }
    fill = {"field": "fill", "type": "nominal", "scale": None}
    drawn = [row for row in rows if row["drawn"]]
    layers = [
        _layer(drawn, {"type": "bar"}, {"x": x, "y": y, "color": fill, **beside}),
        _layer(rows, text, {"x": x, "y": y, "text": {"field": "text"}, **beside}),
        _layer([{"at": 0}], {"type": "rule", "color": INK}, {"x": x}),
    ]
    return _whole(chart.unit, width, plot, step * len(labels), layers)


def _bar_rows(chart: Chart) -> list[Spec]:
    """One for each value: a missing one is not drawn, its words stand where its bar would start.

    Where there are several series the words name the series, so that no one needs a legend or its colours.
    """
    many = len(chart.series) > 1
    quiet = bool(chart.highlight) and not many
    return [
        {
            "category": place,
            "series": number,
            "at": point.value or 0,
            "drawn": point.value is not None,
            "text": f"{point.text}, {series.name}" if many else point.text,
            "fill": QUIET if quiet and category != chart.highlight else PALETTE[number % len(PALETTE)],
        }
        for place, category in enumerate(chart.categories)
        for number, series in enumerate(chart.series)
        for point in (series.points[place],)
    ]


def _along(categories: Sequence[str], plot: int) -> Spec:
    """The time axis: as many labels as fit, counted back from the latest."""
    letters = 7 if all(len(category.split()) <= 2 for category in categories) else 12
    labels = [_folded(category, letters) for category in categories]
    last = len(labels) - 1
    room = plot / max(last, 1)
    every = next((step for step in EVERY if step * room >= _breadth(labels) + 8), EVERY[-1])
    return {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [0, max(last, 1)], "nice": False},
        "axis": {
            "grid": False,
            "labelFlush": False,
            "values": list(range(last, -1, -every))[::-1],
            "labelExpr": _lookup(labels),
            "labelLineHeight": LINE,
            "labelOverlap": False,
            "ticks": True,
            "tickColor": INK,
        },
    }


def _segments(series: Series) -> list[Spec]:
    """The points to draw, numbered by unbroken stretch: a gap in the data is a gap in the line."""
    rows: list[Spec] = []
    stretches = groupby(enumerate(series.points), key=lambda at: at[1].value is not None)
    for number, stretch in enumerate([list(points) for there, points in stretches if there]):
        for x, point in stretch:
            end = x in (stretch[0][0], stretch[-1][0])
            rows.append({"x": x, "y": point.value, "segment": number, "end": end})
    return rows


def _end_label(series: Series) -> str:
    """The series' name, and its latest value when that is where the line ends."""
    latest = series.points[-1] if series.points else None
    return series.name if latest is None or latest.value is None else f"{series.name} {latest.text}"


def _ends(order: Sequence[Series], names: Sequence[str], domain: tuple[float, float], height: int) -> list[Spec]:
    """Each series' label level with its last point, moved apart where they would touch."""
    low, high = domain
    deep = {name: LINE * (name.count("\n") + 1) for name in names}
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


def _ticks(values: Sequence[float]) -> list[float]:
    """About five round numbers that hold the values: from zero, unless the values keep far from it."""
    low, high = min(values, default=0), max(values, default=1)
    low = low if low < 0 or low > high / 2 > 0 else 0
    rough = (high - low or abs(high) or 1) / 4
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * times for times in (1, 2, 2.5, 5, 10) if size * times >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(step * count, 10) for count in range(first, max(last, first + 1) + 1)]


def _number(tick: float) -> str:
    return f"{tick:,.10f}".rstrip("0").rstrip(".").replace("-", "−")


def _folded(text: str, letters: int) -> str:
    return "\n".join(wrap(text, letters, break_long_words=False)) or " "


def _breadth(texts: Iterable[str]) -> float:
    """The widest line, in pixels: near enough to leave room for, not to draw by."""
    return LETTER * max((len(line) for text in texts for line in text.split("\n")), default=0)


def _words(labels: Sequence[str]) -> str:
    """A Vega expression for the label of a place in order: JSON, so that no label can be read as code."""
    return f"{json.dumps(labels)}[datum.value]"


def _lookup(labels: Sequence[str]) -> str:
    """The same, as the list of its lines."""
    return f"split({_words(labels)}, '\\n')"


def _raised(text: str) -> str:
    """A Vega expression that centres text of several lines, which Vega hangs from its first."""
    return f"{-LINE / 2} * (length(split({text}, '\\n')) - 1)"


def _layer(rows: list[Spec], mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _whole(unit: str, width: int, plot: int, height: int, layers: list[Spec]) -> Spec:
    title = {"text": _folded(unit, int(width / LETTER)).split("\n"), "offset": 12}
    return {"config": CONFIG, "title": title, "width": plot, "height": height, "padding": 2, "layer": layers}
