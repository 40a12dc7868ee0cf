"""Outlines: areas as rings of points, placed in a square for a small map."""

import math
from collections.abc import Mapping, Sequence

Ring = tuple[tuple[float, float], ...]
"""Points (x, y): longitude and latitude in degrees, or a place in the square of side 1, y down."""

Rings = tuple[Ring, ...]


def placed(shapes: Mapping[str, Rings]) -> Mapping[str, Rings]:
    """The shapes in the unit square, together as large as fits, in the middle of it.

    Equirectangular about the middle latitude: at a county's size no eye sees the difference from a national grid.
    """
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    if not points:
        return {}
    west, east = _ends(points, 0)
    south, north = _ends(points, 1)
    shrink = math.cos(math.radians((south + north) / 2))
    wide, high = (east - west) * shrink, north - south
    size = max(wide, high) or 1.0
    left, top = (1 - wide / size) / 2, (1 - high / size) / 2

    def place(x: float, y: float) -> tuple[float, float]:
        return round(left + (x - west) * shrink / size, 4), round(top + (north - y) / size, 4)

    return {key: tuple(tuple(place(*point) for point in ring) for ring in rings) for key, rings in shapes.items()}


def _ends(points: Sequence[tuple[float, float]], axis: int) -> tuple[float, float]:
    values = [point[axis] for point in points]
    return min(values), max(values)
