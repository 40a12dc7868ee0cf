"""Small maps: areas where they lie, shaded by value, each named with its printed value while there is room."""

from itertools import pairwise

from peelian.core.language import say
from peelian.core.pack import Chart, Outline, Point
from peelian.core.phrases import Phrase
from peelian.render.charts import parts
from peelian.render.theme import INK, MUTED

RAMP = ("#EEF3F7", "#D3E0EA", "#B4CADB", "#94B4CB", "#7A9FBB")
"""From least to most. INK keeps 4.5:1 on the darkest, so that names can stand on any."""

MOST_NAMED_ON_A_MAP = 12
"""Areas that can each be named. Of more, the darkest and the lightest are told in words under the map."""


def map_spec(chart: Chart, width: int) -> parts.Spec:
    size = min(width, 420)
    by_name = dict(zip(chart.categories, chart.series[0].points, strict=True))
    values = [point.value for point in by_name.values() if point.value is not None]
    high = max((y for one in chart.outlines for ring in one.rings for _, y in ring), default=1.0)
    low = min((y for one in chart.outlines for ring in one.rings for _, y in ring), default=0.0)
    height = round((high - low) * size) + 8
    shapes = [_shape(one, by_name.get(one.category), values, chart.highlight, size, low) for one in chart.outlines]
    layers = [
        {
            "data": {"values": shapes},
            "mark": {"type": "geoshape"},
            "projection": {"type": "identity", "scale": 1, "translate": [4, 4]},
            "encoding": {
                "fill": {"field": "fill", "type": "nominal", "scale": None},
                "stroke": {"field": "edge", "type": "nominal", "scale": None},
                "strokeWidth": {"field": "weight", "type": "quantitative", "scale": None},
                "strokeDash": {"field": "dash", "type": "nominal", "scale": None},
            },
        }
    ]
    if len(shapes) <= MOST_NAMED_ON_A_MAP:
        rows = [_label(one, by_name.get(one.category), size, low) for one in chart.outlines]
        text = {"type": "text", "baseline": "middle", "dy": {"expr": parts.raised("datum.text")}, "fontWeight": "bold"}
        place = {"type": "quantitative", "axis": None}
        layers.append(
            parts.layer(
                rows,
                text,
                {
                    "x": {**place, "field": "x", "scale": {"domain": [0, size + 8], "nice": False}},
                    "y": {**place, "field": "y", "scale": {"domain": [height, 0], "nice": False}},
                    "text": {"field": "text"},
                },
            )
        )
    return parts.whole_spec(_unit(chart), width, size + 8, height, layers)


def _shape(one: Outline, point: Point | None, values: list[float], highlight: str, size: int, low: float) -> parts.Spec:
    rings = [[[x * size, (y - low) * size] for x, y in ring] for ring in one.rings]
    known = point is not None and point.value is not None
    strong = one.category == highlight
    return {
        "type": "Feature",
        "geometry": {"type": "MultiPolygon", "coordinates": [[_wound(ring)] for ring in rings]},
        "fill": RAMP[step(point.value, values)] if point and point.value is not None else "#FFFFFF",
        "edge": INK if strong else MUTED,
        "weight": 3 if strong else 1,
        "dash": [] if known else [3, 3],
    }


def _wound(ring: list[list[float]]) -> list[list[float]]:
    """Clockwise as drawn with y down: what a projection takes for the inside."""
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    return ring if area > 0 else ring[::-1]


def step(value: float, values: list[float]) -> int:
    """Its fifth of the way from the least value to the most."""
    least, most = min(values), max(values)
    return min(int((value - least) / ((most - least) or 1) * len(RAMP)), len(RAMP) - 1)


def _label(one: Outline, point: Point | None, size: int, low: float) -> parts.Spec:
    """In the middle of the area's largest ring."""
    ring = max(one.rings, key=lambda ring: _breadth(ring))
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    text = f"{one.category}\n{point.text}" if point else one.category
    return {"x": (min(xs) + max(xs)) / 2 * size + 4, "y": ((min(ys) + max(ys)) / 2 - low) * size + 4, "text": text}


def _breadth(ring: tuple[tuple[float, float], ...]) -> float:
    xs = [x for x, _ in ring]
    return max(xs) - min(xs)


def _unit(chart: Chart) -> str:
    """The unit, and which shade is how much."""
    known = [(n, p) for n, p in zip(chart.categories, chart.series[0].points, strict=True) if p.value is not None]
    if not known:
        return chart.unit
    most, least = max(known, key=lambda one: one[1].value or 0), min(known, key=lambda one: one[1].value or 0)
    ends = {"least": least[1].text, "lightest": least[0], "most": most[1].text, "darkest": most[0]}
    return say(Phrase.MAP_ENDS, unit=chart.unit, **ends)
