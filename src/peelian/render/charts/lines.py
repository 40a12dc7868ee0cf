"""Lines over time: trends, each with its interval where it has one, and a forecast beside what came."""

from dataclasses import replace

from peelian.core.pack import Chart, Series
from peelian.render.charts import parts
from peelian.render.theme import PALETTE


def lines_spec(chart: Chart, width: int) -> parts.Spec:
    """Time along, one line a series, each with its own dash and marker and its name at its end."""
    order = sorted(chart.series, key=lambda series: series.name != chart.highlight)
    scale = parts.value_scale(chart)
    names = [parts.folded(_end_label(series), 20 if width == parts.WIDE else 12) for series in order]
    plot = round(width - parts.ticks_width(scale) - parts.breadth(names) - 34)
    stacked = sum((parts.LINE_HEIGHT + 3) * (name.count("\n") + 1) for name in names)
    height = max(round(plot * (0.55 if width == parts.WIDE else 0.9)), stacked)
    x = parts.along(chart.categories, plot)
    y = parts.up(scale)
    layers: list[parts.Spec] = []
    for number, series in reversed(list(enumerate(order))):
        rows = parts.segments(series)
        look = {"color": PALETTE[number % len(PALETTE)], "strokeWidth": 3.5 if series.name == chart.highlight else 2.25}
        line = {"type": "line", "strokeDash": parts.SERIES_DASHES[number % len(parts.SERIES_DASHES)], **look}
        point = {
            "type": "point",
            "filled": True,
            "opacity": 1,
            "size": 52,
            "shape": parts.SHAPES[number % len(parts.SHAPES)],
        }
        ranged = [row for row in rows if row["low"] is not None]
        if ranged:
            band = {"type": "area", "color": look["color"], "opacity": 0.16}
            ends = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "detail": {"field": "segment"}}
            layers.append(parts.layer(ranged, band, ends))
        layers.append(parts.layer(rows, line, {"x": x, "y": y, "detail": {"field": "segment"}}))
        marked = [row for row in rows if row["end"] or len(rows) <= parts.MARKED]
        layers.append(parts.layer(marked, {**point, "color": look["color"]}, {"x": x, "y": y}))
    named = parts.ends(order, names, scale, height)
    text = {"type": "text", "align": "left", "baseline": "middle", "dy": {"expr": parts.raised("datum.text")}}
    layers.append(parts.layer(named, text, {"x": {"value": plot + 12}, "y": y, "text": {"field": "text"}}))
    return parts.whole_spec(parts.unit_words(chart.unit, scale), width, plot, height, layers)


def flow_spec(chart: Chart, width: int) -> parts.Spec:
    """What comes in and goes out above, what is left below: each on its own scale, the months in line."""
    moving = replace(chart, series=chart.series[:2])
    left = replace(chart, series=chart.series[2:])
    panels = [lines_spec(one, width) for one in (moving, left)]
    widths = min(panel["width"] for panel in panels)
    whole = panels[0] | {"title": None, "width": widths}
    config, padding = whole.pop("config"), whole.pop("padding")
    above = {**whole, "title": panels[0]["title"]}
    below = {key: told for key, told in panels[1].items() if key not in ("config", "padding")} | {"width": widths}
    return {"config": config, "padding": padding, "vconcat": [above, below], "spacing": 26}


def _end_label(series: Series) -> str:
    """The series' name, and its latest value when that is where the line ends."""
    latest = series.points[-1] if series.points else None
    return series.name if latest is None or latest.value is None else f"{series.name} {latest.text}"
