"""Boundaries: turns GeoJSON and TopoJSON files into `outlines.geojson`, small enough for a map in a pack."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from peelian.core.area_outlines import Ring, Rings
from peelian.core.areas import Areas
from peelian.core.errors import DefinitionError, SourceError

OUTLINES = "outlines.geojson"
MOST_BOUNDARY_BYTES = 50_000_000
MOST_POINTS_READ = 5_000_000
"""In one shape. A TopoJSON file may use an arc many times, so the size of the file is no limit."""

POINTS = {"local authority": 150, "lsoa": 25}
"""The most points of an outline. For LSOAs it is an average, since one in the country has five times as many."""

FINEST, COARSER = 0.0002, 1.25
"""The first tolerance to try, in degrees (20 metres), and its factor until there are few enough points."""

DEGREE_DECIMALS = 4
"""Decimals of a degree to keep: about 10 metres."""

SPECK = 0.001
"""Islands smaller than this share of their area are not drawn."""

HERE = (-9.0, 49.0, 2.5, 61.5)
"""Great Britain and the sea around it: west, south, east, north."""

LSOA = {"LSOA11CD": "2011", "LSOA21CD": "2021"}
"""The properties that hold a small area's code, and the year of its boundaries."""

BROKEN = (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, RecursionError)
"""The exceptions that JSON of an unexpected form can raise."""

Properties = Mapping[str, Any]
Geometry = Mapping[str, Any]


def add_outlines(folder: Path, areas: Areas, files: Sequence[Path], attribution: str) -> tuple[str, ...]:
    """Write `outlines.geojson`: each local authority and LSOA of areas.csv that the files have, simplified together.

    Returns the keys written. If two files have an area, the first one counts. SourceError if a file cannot be read,
    DefinitionError if the files have no area of areas.csv.
    """
    drawn: dict[str, Any] = {}
    for path in files:
        drawn = {**read_boundaries(path, areas), **drawn}
    if not drawn:
        where, what = str(folder / "areas.csv"), "the files have none of its councils or small areas"
        raise DefinitionError(where, what, "give a boundary file with those codes")
    features = [
        {
            "type": "Feature",
            "properties": {"area": key, "name": areas[key].name, "attribution": attribution},
            "geometry": {"type": "MultiPolygon", "coordinates": polygons},
        }
        for key, polygons in sorted(_simplified(drawn, areas).items())
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    (folder / OUTLINES).write_text(text + "\n", encoding="utf-8", newline="\n")
    return tuple(sorted(drawn))


def read_boundaries(path: Path, areas: Areas) -> Mapping[str, Any]:
    """The shapely polygons of the areas in a file, by area. The places of one area become one polygon."""
    import shapely

    found = _json(path)
    parts: dict[str, list[Any]] = defaultdict(list)
    try:
        arcs = _arcs(found) if found["type"] == "Topology" else None
        for properties, geometry in _features(found):
            for key in _areas_of(properties, areas):
                parts[key].append(_shape(geometry, arcs))
    except (*BROKEN, shapely.errors.ShapelyError):
        what = "it is neither GeoJSON nor TopoJSON, or is damaged"
        raise SourceError(str(path), what, "download the boundary file again") from None
    for key, shapes in parts.items():
        _check_degrees(path, key, shapes)
    return {key: shapely.union_all(shapes) for key, shapes in parts.items()}


def read_outlines(path: Path) -> Mapping[str, Rings]:
    """The outlines in a workspace, by area, in degrees. Empty if it has none."""
    if not path.exists():
        return {}
    try:
        return {
            str(feature["properties"]["area"]): tuple(
                _ring(ring) for polygon in feature["geometry"]["coordinates"] for ring in polygon
            )
            for feature in _json(path)["features"]
        }
    except (*BROKEN, SourceError):
        what = "it is not a file of outlines"
        raise DefinitionError(str(path), what, "write it with `peelian areas`, or delete it") from None


def attributions(path: Path) -> tuple[str, ...]:
    """Whom to credit for the outlines of a workspace. A pack with a map must print it."""
    if not path.exists():
        return ()
    found = (feature.get("properties", {}).get("attribution", "") for feature in _json(path).get("features", ()))
    return tuple(sorted({credit for credit in found if credit}))


def _json(path: Path) -> Any:
    try:
        if (size := path.stat().st_size) > MOST_BOUNDARY_BYTES:
            what = f"it has {size:,} bytes, more than the {MOST_BOUNDARY_BYTES:,} allowed"
            raise SourceError(str(path), what, "download a generalised version")
        return json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_no_number)
    except OSError as fault:
        raise SourceError(str(path), f"it cannot be opened ({fault.strerror})", "give the path of a file") from None
    except (ValueError, RecursionError):
        raise SourceError(str(path), "it cannot be read as JSON", "download it again") from None


def _no_number(constant: str) -> float:
    raise ValueError(f"{constant} is not a number in JSON")


def _features(found: Mapping[str, Any]) -> Iterator[tuple[Properties, Geometry]]:
    if found["type"] == "Topology":
        layers = found["objects"].values()
        features = (feature for layer in layers for feature in layer.get("geometries", [layer]))
        pairs = ((feature.get("properties"), feature) for feature in features)
    else:
        pairs = ((feature["properties"], feature["geometry"]) for feature in found["features"])
    for properties, geometry in pairs:
        if geometry and geometry["type"] in ("Polygon", "MultiPolygon"):
            yield properties or {}, geometry


def _areas_of(properties: Properties, areas: Areas) -> set[str]:
    """The areas that a feature is, or is part of, by any property that holds a code (LAD23CD, areacd).

    An LSOA counts as an area of its own only by a property with a year, since the code alone may be of either year.
    """
    codes = {name.upper(): str(code) for name, code in properties.items() if name.upper().endswith("CD")}
    own = {f"{code}-{LSOA[name]}" for name, code in codes.items() if LSOA.get(name) in areas.vintages.get(code, ())}
    return own | {area for area, places in areas.members.items() if not places.isdisjoint(codes.values())}


def _shape(geometry: Geometry, arcs: Sequence[Ring] | None) -> Any:
    """A valid polygon. Repairs rings that cross themselves, and drops parts without an area."""
    import shapely
    from shapely.geometry import shape

    made = shape(geometry if arcs is None else _resolved(geometry, arcs))
    if not all(map(math.isfinite, shapely.get_coordinates(made).ravel().tolist())):
        raise ValueError("a point is not finite")
    return shapely.make_valid(made, method="structure", keep_collapsed=False)


def _arcs(found: Mapping[str, Any]) -> list[Ring]:
    """The arcs of a TopoJSON file, which are shared borders. With a transform they are quantised and delta-encoded.

    https://github.com/topojson/topojson-specification, 2.1.2 to 2.1.4.
    """
    transform = found.get("transform")
    (across, up), (left, bottom) = (transform["scale"], transform["translate"]) if transform else ((1, 1), (0, 0))
    arcs = []
    for arc in found["arcs"]:
        x = y = 0.0
        points = []
        for dx, dy, *_ in arc:
            x, y = (x + dx, y + dy) if transform else (dx, dy)
            points.append((x * across + left, y * up + bottom))
        arcs.append(tuple(points))
    return arcs


def _resolved(geometry: Geometry, arcs: Sequence[Ring]) -> Geometry:
    """The geometry with points instead of arc numbers. A number below zero means the arc in reverse."""
    read = 0

    def ring(numbers: Sequence[int]) -> list[tuple[float, float]]:
        nonlocal read
        points: list[tuple[float, float]] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points.extend(arc[1:] if points else arc)
            read += len(arc)
            if read > MOST_POINTS_READ:
                raise ValueError("more points than any area has")
        return points

    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return {"type": "MultiPolygon", "coordinates": [[ring(numbers) for numbers in polygon] for polygon in polygons]}


def _check_degrees(path: Path, key: str, shapes: Iterable[Any]) -> None:
    west, south, east, north = HERE
    for shape in shapes:
        if shape.is_empty:
            raise SourceError(str(path), f"its shape of {key} has no area", "download it again")
        left, bottom, right, top = shape.bounds
        if not (west <= left <= right <= east and south <= bottom <= top <= north):
            grid = max(map(abs, shape.bounds)) > 180
            kind = "metres of a grid, not degrees" if grid else "not in Great Britain: latitude may come first"
            what = f"its coordinates of {key} are {kind}"
            raise SourceError(str(path), what, "download it as longitude and latitude (WGS 84)")


def _simplified(drawn: Mapping[str, Any], areas: Areas) -> Mapping[str, list[list[list[list[float]]]]]:
    """The coordinates of each area's polygons, biggest first.

    It simplifies areas of one kind and year together, so that shared borders stay shared and no gap opens.
    """
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(drawn):
        groups[areas[key].kind, areas[key].vintage or ""].append(key)
    done: dict[str, Any] = {}
    for (kind, _), keys in groups.items():
        done |= dict(zip(keys, _few_points([drawn[key] for key in keys], kind), strict=True))
    return {key: [_coordinates(polygon) for polygon in polygons] for key, polygons in done.items()}


def _few_points(shapes: Sequence[Any], kind: str) -> list[list[Any]]:
    """Each shape's polygons, simplified by Visvalingam and Whyatt's rule with the least tolerance that is enough."""
    import shapely

    tolerance = FINEST
    while True:
        simple = [_without_specks(shape) for shape in shapely.coverage_simplify(shapes, tolerance)]
        counts = [sum(shapely.get_num_coordinates(polygon) for polygon in polygons) for polygons in simple]
        found = sum(counts) / len(counts) if kind == "lsoa" else max(counts)
        if found <= POINTS[kind] or tolerance > 0.1:
            return simple
        tolerance *= COARSER


def _without_specks(shape: Any) -> list[Any]:
    polygons = sorted(getattr(shape, "geoms", [shape]), key=lambda polygon: (-polygon.area, polygon.bounds))
    return [polygon for polygon in polygons if polygon.area >= SPECK * shape.area]


def _coordinates(polygon: Any) -> list[list[list[float]]]:
    """The polygon's rings, rounded. Points that rounding made equal appear once."""
    rings = []
    for ring in (polygon.exterior, *polygon.interiors):
        points = [[round(x, DEGREE_DECIMALS), round(y, DEGREE_DECIMALS)] for x, y, *_ in ring.coords]
        rings.append([points[0], *(point for before, point in pairwise(points) if point != before)])
    return [ring for ring in rings if len(ring) > 3]


def _ring(points: Iterable[Any]) -> Ring:
    ring = tuple((float(x), float(y)) for x, y, *_ in points)
    if not all(math.isfinite(number) for point in ring for number in point):
        raise ValueError("a point is not finite")
    return ring
