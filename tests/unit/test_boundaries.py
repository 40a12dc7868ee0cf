"""Boundaries: what a pack's maps are drawn from, and the files that are refused."""

import json
from pathlib import Path

import pytest

from peelian.core.areas import Area, Areas
from peelian.core.errors import DefinitionError, SourceError
from peelian.core.outlines import placed
from peelian.sources import boundaries

COUNCILS = Areas(
    {key: Area(key, key.title(), "local authority", "Barsetshire Constabulary") for key in ("east", "west")},
    {"east": frozenset({"B01"}), "west": frozenset({"B02"})},
)
WEST = [[[-2.0, 51.0], [-1.9, 51.0], [-1.9, 51.1], [-2.0, 51.1], [-2.0, 51.0]]]
EAST = [[[-1.9, 51.0], [-1.8, 51.0], [-1.8, 51.1], [-1.9, 51.1], [-1.9, 51.0]]]


def written(path: Path, **shapes: object) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"LAD23CD": code, "LAD23NM": code},
            "geometry": {"type": "Polygon", "coordinates": c},
        }
        for code, c in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_the_councils_of_a_workspace_are_taken_out_of_a_file_and_read_back(tmp_path: Path):
    file = written(tmp_path / "lad.geojson", B01=EAST, B02=WEST, B09=EAST)
    assert boundaries.add_outlines(tmp_path, COUNCILS, [file], "Made up") == ("east", "west")
    found = boundaries.read_outlines(tmp_path / boundaries.OUTLINES)
    assert {(x, y) for ring in found["west"] for x, y in ring} == {(x, y) for x, y in WEST[0]}


def test_topojson_is_read_with_its_shared_borders(tmp_path: Path):
    arcs = [[[-1.9, 51.0], [-1.9, 51.1]], [[-1.9, 51.1], [-2.0, 51.1], [-2.0, 51.0], [-1.9, 51.0]],
            [[-1.9, 51.1], [-1.8, 51.1], [-1.8, 51.0], [-1.9, 51.0]]]  # fmt: skip
    areas = [
        {"type": "Polygon", "properties": {"LAD23CD": code}, "arcs": [ring]}
        for code, ring in (("B01", [0, 2]), ("B02", [0, 1]))
    ]
    topology = {
        "type": "Topology",
        "arcs": arcs,
        "objects": {"lad": {"type": "GeometryCollection", "geometries": areas}},
    }
    (tmp_path / "lad.json").write_text(json.dumps(topology))
    assert boundaries.add_outlines(tmp_path, COUNCILS, [tmp_path / "lad.json"], "Made up") == ("east", "west")


def test_areas_are_placed_in_a_square_with_north_up_and_proportions_kept():
    shapes = placed({"west": tuple(tuple(map(tuple, ring)) for ring in WEST)})
    xs, ys = zip(*shapes["west"][0], strict=True)
    assert min(xs) >= 0 and max(xs) <= 1 and (min(ys), max(ys)) == (0, 1)
    assert (max(xs) - min(xs)) == pytest.approx(0.629, abs=0.01)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not json", "it cannot be read as JSON"),
        ("[]", "it is neither GeoJSON nor TopoJSON"),
        ('{"type": "FeatureCollection"}', "its shapes cannot be read"),
        ('{"type": "Topology", "arcs": [[1]], "objects": {}}', "its shapes cannot be read"),
    ],
)
def test_a_file_that_is_no_boundaries_is_refused(tmp_path: Path, text: str, said: str):
    (tmp_path / "bad.json").write_text(text)
    with pytest.raises(SourceError, match=said):
        boundaries.add_outlines(tmp_path, COUNCILS, [tmp_path / "bad.json"], "")


def test_coordinates_of_the_national_grid_are_refused(tmp_path: Path):
    grid = [[[413000, 189000], [414000, 189000], [414000, 190000], [413000, 189000]]]
    with pytest.raises(SourceError, match="looks like the British National Grid"):
        boundaries.add_outlines(tmp_path, COUNCILS, [written(tmp_path / "bng.geojson", B01=grid)], "")


def test_a_file_of_other_areas_is_refused(tmp_path: Path):
    with pytest.raises(DefinitionError, match="the files draw none of its councils"):
        boundaries.add_outlines(tmp_path, COUNCILS, [written(tmp_path / "other.geojson", X01=EAST)], "")
