"""Boundaries: GeoJSON and TopoJSON files of areas to `outlines.geojson`, small enough for a map in a pack."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from peelian.core.areas import Areas
from peelian.core.errors import DefinitionError, SourceError
from peelian.core.outlines import Rings

OUTLINES = "outlines.geojson"
MOST_BYTES = 50_000_000
TOLERANCE = {"local authority": 0.004, "lsoa": 0.0008}
"""How far a simplified border may stray, in degrees: about 400 and 80 metres, less than a pixel of a small map."""

PLACES = 4
"""Decimals of a degree kept: about 10 metres."""

LSOA = {"LSOA11CD": "2011", "LSOA21CD": "2021"}
"""The properties that name a small area, and the year of its boundaries."""

SHAPES = ("Polygon", "MultiPolygon")


def add_outlines(folder: Path, areas: Areas, files: Sequence[Path], attribution: str) -> tuple[str, ...]:
    """Write `outlines.geojson`: each local authority and LSOA of areas.csv that the files draw, simplified together.

    The keys written come back. SourceError where a file cannot be read; DefinitionError where it draws none of them.
    """
    councils = {code: key for key, codes in areas.members.items() for code in codes}
    drawn: dict[str, Any] = {}
    for path in files:
        for name, code, geometry in _features(path):
            vintage = LSOA.get(name, "")
            key = f"{code}-{vintage}" if vintage in areas.vintages.get(code, ()) else councils.get(code, "")
            if key and (vintage or name not in LSOA):
                drawn[key] = _shape(path, geometry)
    if not drawn:
        where, what = str(folder / "areas.csv"), "the files draw none of its councils and small areas"
        raise DefinitionError(where, what, "give the file of boundaries of the same year")
    simple = _simplified(drawn, {key: TOLERANCE.get(areas[key].kind, 0.004) for key in drawn})
    features = [
        {
            "type": "Feature",
            "properties": {"area": key, "name": areas[key].name, "attribution": attribution},
            "geometry": {"type": "MultiPolygon", "coordinates": _coordinates(simple[key])},
        }
        for key in sorted(simple)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    (folder / OUTLINES).write_text(text + "\n", encoding="utf-8", newline="\n")
    return tuple(sorted(simple))


def read_outlines(path: Path) -> Mapping[str, Rings]:
    """The outlines a workspace holds, by area, in degrees; none where it holds none."""
    if not path.exists():
        return {}
    try:
        features = _json(path)["features"]
        return {
            str(feature["properties"]["area"]): tuple(
                tuple((float(x), float(y)) for x, y, *_ in ring)
                for polygon in feature["geometry"]["coordinates"]
                for ring in polygon
            )
            for feature in features
        }
    except (KeyError, TypeError, ValueError, AttributeError):
        raise DefinitionError(str(path), "it is no file of outlines", "write it with `peelian areas`") from None


def _features(path: Path) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The areas of a file: the property that holds an area's own code, such as LAD23CD, the code, and the geometry."""
    found = _json(path)
    if not isinstance(found, dict) or found.get("type") not in ("FeatureCollection", "Topology"):
        raise SourceError(str(path), "it is neither GeoJSON nor TopoJSON", "give a file of boundaries")
    try:
        for properties, geometry in _topology(found) if found["type"] == "Topology" else _collection(found):
            name = next((name for name in properties if name.upper().endswith("CD")), "")
            if name and geometry.get("type") in SHAPES:
                yield name.upper(), str(properties[name]), geometry
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        raise SourceError(str(path), "its shapes cannot be read", "download it again") from None


def _shape(path: Path, geometry: Mapping[str, Any]) -> Any:
    import shapely
    from shapely.geometry import shape

    try:
        made = shapely.make_valid(shape(geometry))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, shapely.errors.ShapelyError):
        raise SourceError(str(path), "a shape in it cannot be read", "download it again") from None
    if made.is_empty or max(map(abs, made.bounds)) > 180:
        what = "its coordinates are no degrees: it looks like the British National Grid"
        raise SourceError(str(path), what, "download it as longitude and latitude (WGS 84)")
    return made


def _collection(found: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for feature in found["features"]:
        yield feature.get("properties") or {}, feature.get("geometry") or {}


def _topology(found: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """TopoJSON to GeoJSON geometries: arcs are shared borders, delta-encoded (https://github.com/topojson/topojson)."""
    arcs = _arcs(found)

    def ring(places: Sequence[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for place in places:
            arc = arcs[place] if place >= 0 else arcs[~place][::-1]
            points.extend(arc[1 if points else 0 :])
        return points

    for layer in found["objects"].values():
        for geometry in layer.get("geometries", [layer]):
            kind = geometry.get("type")
            if kind not in SHAPES:
                continue
            polygons = [geometry["arcs"]] if kind == "Polygon" else geometry["arcs"]
            told = [[ring(places) for places in polygon] for polygon in polygons]
            yield geometry.get("properties") or {}, {"type": "MultiPolygon", "coordinates": told}


def _arcs(found: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    transform = found.get("transform")
    (across, down), (left, top) = (transform["scale"], transform["translate"]) if transform else ((1, 1), (0, 0))
    arcs = []
    for arc in found["arcs"]:
        x = y = 0.0
        points = []
        for dx, dy, *_ in arc:
            x, y = (x + dx, y + dy) if transform else (dx, dy)
            points.append((x * across + left, y * down + top))
        arcs.append(points)
    return arcs


def _simplified(drawn: Mapping[str, Any], tolerance: Mapping[str, float]) -> Mapping[str, Any]:
    """Neighbours' shared borders are simplified as one, so that no gap opens between them."""
    import shapely

    done: dict[str, Any] = {}
    for size in set(tolerance.values()):
        keys = [key for key in drawn if tolerance[key] == size]
        done |= dict(zip(keys, shapely.coverage_simplify([drawn[key] for key in keys], size), strict=True))
    return done


def _coordinates(shape: Any) -> list[list[list[list[float]]]]:
    polygons = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
    return [
        [
            [[round(x, PLACES), round(y, PLACES)] for x, y, *_ in ring.coords]
            for ring in (polygon.exterior, *polygon.interiors)
        ]
        for polygon in sorted(polygons, key=lambda polygon: -polygon.area)
    ]


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SourceError(str(path), f"it has more than {MOST_BYTES:,} bytes", "download a generalised version")
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, RecursionError, ValueError):
        raise SourceError(str(path), "it cannot be read as JSON", "download it again") from None
