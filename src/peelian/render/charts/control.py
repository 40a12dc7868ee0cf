"""Control charts: months between their limits, each marked by shape, colour and word where it is more than chance."""

from collections.abc import Mapping

from peelian.core import sentences
from peelian.core.language import say
from peelian.core.pack import Chart, Mark, Series
from peelian.render.charts import parts
from peelian.render.theme import BLUE, GREY, INK, MUTED, ORANGE, PURPLE, QUIET

MONTH_MARKS: Mapping[Mark, tuple[str, str]] = {
    "": (QUIET, "circle"),
    "better": (BLUE, "diamond"),
    "worse": (ORANGE, "square"),
    "higher": (PURPLE, "triangle-up"),
    "lower": (PURPLE, "triangle-down"),
}
"""Colour and shape of a month by what is said of it: no two shapes are alike."""

ROLE_DASHES: dict[str, list[int]] = {"average": [], "limit": [6, 4], "target": [2, 3]}


def control_spec(chart: Chart, width: int) -> parts.Spec:
    """The months' line, its average and limits stepping where they begin anew, a target if there is one."""
    value, *rest = chart.series
    scale = parts.value_scale(chart)
    names = [parts.folded(_named(one), 18 if width == parts.WIDE else 12) for one in chart.series]
    plot = round(width - parts.ticks_width(scale) - parts.breadth(names) - 34)
    height = max(round(plot * (0.55 if width == parts.WIDE else 0.9)), 150)
    x, y = parts.along(chart.categories, plot), parts.up(scale)
    layers = [_line(one, x, y) for one in rest]
    layers += _anew(chart, x, width)
    layers.append(
        parts.layer(
            parts.segments(value), {"type": "line", "color": MUTED, "strokeWidth": 1.5},
            {"x": x, "y": y, "detail": {"field": "segment"}},
        )
    )  # fmt: skip
    layers.append(_months(value, x, y))
    ends = parts.ends(chart.series, names, scale, height)
    text = {"type": "text", "align": "left", "baseline": "middle", "dy": {"expr": parts.raised("datum.text")}}
    layers.append(parts.layer(ends, text, {"x": {"value": plot + 12}, "y": y, "text": {"field": "text"}}))
    return parts.whole_spec(parts.unit_words(chart.unit, scale), width, plot, height, layers)


def _named(one: Series) -> str:
    """The line's name with its latest printed value."""
    known = [point for point in one.points if point.value is not None]
    return f"{one.name} {known[-1].text}" if known else one.name


def _line(one: Series, x: parts.Spec, y: parts.Spec) -> parts.Spec:
    mark = {
        "type": "line",
        "interpolate": "step-after" if one.role != "target" else "linear",
        "color": INK if one.role == "target" else GREY,
        "strokeWidth": 1.5,
        "strokeDash": ROLE_DASHES[one.role],
    }
    return parts.layer(parts.segments(one, steps=True), mark, {"x": x, "y": y, "detail": {"field": "segment"}})


def _months(value: Series, x: parts.Spec, y: parts.Spec) -> parts.Spec:
    rows = [
        {"x": at, "y": point.value, "said": say(sentences.MARKS[point.mark])}
        for at, point in enumerate(value.points)
        if point.value is not None
    ]
    present = [mark for mark in MONTH_MARKS if any(row["said"] == say(sentences.MARKS[mark]) for row in rows)]
    domain = [say(sentences.MARKS[mark]) for mark in present]
    legend = {
        "orient": "bottom",
        "title": None,
        "labelFontSize": parts.LETTER_SIZE,
        "symbolSize": 110,
        "direction": "horizontal",
    }
    colours = {"domain": domain, "range": [MONTH_MARKS[mark][0] for mark in present]}
    shapes = {"domain": domain, "range": [MONTH_MARKS[mark][1] for mark in present]}
    shown = legend if len(domain) > 1 else None
    return parts.layer(
        rows,
        {"type": "point", "filled": True, "opacity": 1, "size": 60},
        {
            "x": x,
            "y": y,
            "color": {"field": "said", "type": "nominal", "scale": colours, "legend": shown},
            "shape": {"field": "said", "type": "nominal", "scale": shapes, "legend": shown},
        },
    )


def _anew(chart: Chart, x: parts.Spec, width: int) -> list[parts.Spec]:
    """A rule and the reason where limits begin anew."""
    letters = 24 if width == parts.WIDE else 14
    rows = [{"x": one.at, "text": parts.folded(one.words, letters)} for one in chart.rebased]
    if not rows:
        return []
    text = {
        "type": "text",
        "align": "left",
        "baseline": "top",
        "dx": 4,
        "color": MUTED,
        "fontSize": parts.LETTER_SIZE - 2,
    }
    return [
        parts.layer(rows, {"type": "rule", "color": MUTED, "strokeDash": [1, 3]}, {"x": x}),
        parts.layer(rows, text, {"x": x, "y": {"value": 0}, "text": {"field": "text"}}),
    ]
