"""Areas set beside each other: dots with their intervals, and a funnel of limits that areas alike would seldom pass."""

from typing import Any

from peelian.core.language import say
from peelian.core.pack import Chart
from peelian.core.phrases import Phrase
from peelian.render.charts import parts
from peelian.render.theme import BLUE, GREY, INK, MUTED

FUNNEL_DASHES: dict[str, list[int]] = {"average": [], "limit": [6, 4], "outer limit": [2, 3]}
MOST_NAMED_IN_A_FUNNEL = 12
"""Areas of a funnel that can each be named."""


def dots_spec(chart: Chart, width: int) -> parts.Spec:
    """Areas down, each a dot with its interval and its printed value at the right; the one that matters is dark."""
    points = chart.series[0].points
    labels = [parts.folded(category, 28 if width == parts.WIDE else 15) for category in chart.categories]
    matters = chart.categories.index(chart.highlight) if chart.highlight in chart.categories else -1
    scale = parts.value_scale(chart)
    written = parts.breadth(point.text for point in points)
    plot = max(round(width - parts.breadth(labels) - written - 40), 60)
    deep = max((label.count("\n") + 1 for label in labels), default=1)
    height = max(24 if len(labels) <= 20 else 21, parts.LINE_HEIGHT * deep + 6) * len(labels)
    rows = [
        {
            "place": at,
            "at": p.value,
            "low": p.low,
            "high": p.high,
            "ink": BLUE if at == matters or matters < 0 else MUTED,
        }
        for at, p in enumerate(points)
        if p.value is not None
    ]
    x = {**parts.up(scale), "field": "at", "axis": {"values": scale.ticks, "domain": False, "format": ",.10~f"}}
    y = parts.down(labels, matters)
    ink = {"field": "ink", "type": "nominal", "scale": None}
    ends = {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}, "color": ink}
    text = [{"place": at, "text": point.text} for at, point in enumerate(points)]
    said = {"type": "text", "align": "left", "baseline": "middle"}
    layers = [
        parts.layer(rows, {"type": "rule", "strokeWidth": 2.5}, ends),
        parts.layer(rows, {"type": "point", "filled": True, "opacity": 1, "size": 90}, {"x": x, "y": y, "color": ink}),
        parts.layer(text, said, {"x": {"value": plot + 8}, "y": y, "text": {"field": "text"}}),
    ]
    unit = parts.unit_words(chart.unit, scale)
    return parts.whole_spec(say(Phrase.WITH_INTERVALS, unit=unit), width, plot, height, layers)


def funnel_spec(chart: Chart, width: int) -> parts.Spec:
    """Each area at its base; curves named where they end."""
    areas, *curves = chart.series
    known = [(name, p) for name, p in zip(chart.categories, areas.points, strict=True) if p.value is not None]
    scale = parts.value_scale(chart)
    bases = [p.at for one in curves for p in one.points if p.at is not None]
    names = list(dict.fromkeys(one.name for one in curves))
    plot = round(width - parts.ticks_width(scale) - parts.breadth(names) - 40)
    height = max(round(plot * (0.6 if width == parts.WIDE else 0.95)), 170)
    x = {
        "field": "at",
        "type": "quantitative",
        "scale": {"domain": [min(bases), max(bases)], "nice": False, "zero": False},
        "axis": {
            "grid": False,
            "format": ",.10~f",
            "title": chart.across,
            "titleFontSize": parts.LETTER_SIZE,
            "tickCount": 4,
        },
    }
    y = parts.up(scale)
    layers = []
    for number, one in enumerate(curves):
        line: list[dict[str, Any]] = [{"at": p.at, "y": p.value, "segment": number} for p in one.points]
        mark = {"type": "line", "color": GREY, "strokeWidth": 1.5, "strokeDash": FUNNEL_DASHES[one.role]}
        layers.append(parts.layer(line, mark, {"x": x, "y": y, "detail": {"field": "segment"}}))
    rows: list[dict[str, Any]]
    rows = [
        {"at": p.at, "y": p.value, "ink": BLUE if name == chart.highlight else MUTED, "text": f"{name} {p.text}"}
        for name, p in known
    ]
    point = {"type": "point", "filled": True, "opacity": 1, "size": 80}
    layers.append(
        parts.layer(rows, point, {"x": x, "y": y, "color": {"field": "ink", "type": "nominal", "scale": None}})
    )
    named = [
        row
        for row, (name, _) in zip(rows, known, strict=True)
        if len(known) <= MOST_NAMED_IN_A_FUNNEL or name == chart.highlight
    ]
    middle = (min(bases) + max(bases)) / 2
    text = {
        "type": "text",
        "baseline": "bottom",
        "dy": -7,
        "align": {"expr": f"datum.at > {middle} ? 'right' : 'left'"},
    }
    layers.append(parts.layer(named, text, {"x": x, "y": y, "text": {"field": "text"}}))
    upper = [
        one
        for one in curves
        if one.points[-1].value == max(c.points[-1].value or 0 for c in curves if c.name == one.name)
    ]
    ends = parts.ends(upper, [one.name for one in upper], scale, height)
    side = {"type": "text", "align": "left", "baseline": "middle", "color": INK}
    layers.append(parts.layer(ends, side, {"x": {"value": plot + 8}, "y": y, "text": {"field": "text"}}))
    return parts.whole_spec(parts.unit_words(chart.unit, scale), width, plot, height, layers)
