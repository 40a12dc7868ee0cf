"""Bars from zero across areas, each with its printed value."""

from peelian.core.pack import Chart
from peelian.render.charts import parts
from peelian.render.theme import INK, PALETTE, QUIET


def bars_spec(chart: Chart, width: int) -> parts.Spec:
    """Areas down, bars from zero, each with its printed value; the one that matters is dark and in bold letters."""
    labels = [parts.folded(category, 28 if width == parts.WIDE else 15) for category in chart.categories]
    rows = _bar_rows(chart)
    written = parts.breadth(row["text"] for row in rows if row["drawn"])
    plot = max(round(width - parts.breadth(labels) - written - 24), 60)
    low, high = min([0, *(row["at"] for row in rows)]), max([0, *(row["at"] for row in rows)])
    low -= (written + 12) / plot * (high - low) if low < 0 else 0
    deep = max((label.count("\n") + 1 for label in labels), default=1)
    step = max(24 if len(labels) <= 20 else 21, parts.LINE_HEIGHT * deep + 8, 21 * len(chart.series) + 8)
    x: parts.Spec = {
        "field": "at",
        "type": "quantitative",
        "scale": {"domain": [low, high or 1], "nice": False, "zero": True},
        "axis": None,
    }
    matters = chart.categories.index(chart.highlight) if chart.highlight in chart.categories else -1
    y: parts.Spec = {
        "field": "category",
        "type": "ordinal",
        "sort": None,
        "scale": {"paddingInner": 0.22, "paddingOuter": 0.1},
        "axis": {
            "domain": False,
            "labelExpr": parts.lookup(labels),
            "labelOffset": {"expr": parts.raised(parts.words(labels))},
            "labelFontWeight": {"condition": {"test": f"datum.value == {matters}", "value": "bold"}, "value": "normal"},
            "labelLineHeight": parts.LINE_HEIGHT,
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
        parts.layer(drawn, {"type": "bar"}, {"x": x, "y": y, "color": fill, **beside}),
        parts.layer(rows, text, {"x": x, "y": y, "text": {"field": "text"}, **beside}),
        parts.layer([{"at": 0}], {"type": "rule", "color": INK}, {"x": x}),
    ]
    return parts.whole_spec(chart.unit, width, plot, step * len(labels), layers)


def _bar_rows(chart: Chart) -> list[parts.Spec]:
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
