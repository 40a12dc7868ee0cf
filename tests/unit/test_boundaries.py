"""Boundaries: files of shapes become small outlines that share their borders, and bad files are told in a sentence."""

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from peelian.core.area_outlines import placed
from peelian.core.areas import Area, Areas
from peelian.core.errors import DefinitionError, PeelianError, SourceError
from peelian.core.shipped_files import SHIPPED
from peelian.sources.publishers import boundaries

WEST, EAST, LSOA = "X01", "X02", "E01000001"

AREAS = Areas(
    {key: Area(key, key.title(), "local authority", "Some Police") for key in ("west", "east")},
    {"west": frozenset((WEST, LSOA)), "east": frozenset((EAST, "X03"))},
    {LSOA: frozenset(("2011", "2021"))},
)


def square(left: float, side: float = 0.1, bottom: float = 51.0) -> list[list[float]]:
    """A ring with a point every tenth of its sides, so that there is something to simplify."""
    steps = [step / 10 for step in range(10)]
    corners = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
    ring = [
        [left + side * (a[0] + (b[0] - a[0]) * step), bottom + side * (a[1] + (b[1] - a[1]) * step)]
        for a, b in pairwise(corners)
        for step in steps
    ]
    return [*ring, ring[0]]


def feature(ring: Any, **properties: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def geojson(path: Path, *features: Any) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def drawn(folder: Path, *features: Any) -> dict[str, tuple[Any, ...]]:
    boundaries.add_outlines(folder, AREAS, [geojson(folder / "given.geojson", *features)], "Made up")
    return dict(boundaries.read_outlines(folder / boundaries.OUTLINES))


def test_an_area_is_found_by_any_property_that_holds_a_code(tmp_path):
    file = geojson(tmp_path / "a", feature(square(-2), WARDCD="W1", LAD23CD=WEST), feature(square(-1.9), areacd=EAST))
    assert set(boundaries.read_boundaries(file, AREAS)) == {"west", "east"}


def test_places_of_one_area_become_one_outline(tmp_path):
    found = drawn(tmp_path, feature(square(-2), LAD23CD=EAST), feature(square(-1.9), LAD23CD="X03"))
    assert len(found["east"]) == 1
    assert {x for x, _ in found["east"][0]} >= {-2.0, -1.8}


def test_a_small_area_is_its_own_only_where_the_file_says_its_year(tmp_path):
    assert set(drawn(tmp_path, feature(square(-2), LSOA21CD=LSOA))) == {"west", f"{LSOA}-2021"}
    assert set(drawn(tmp_path, feature(square(-2), areacd=LSOA))) == {"west"}


def test_an_area_that_two_files_draw_is_drawn_as_the_first_says(tmp_path):
    files = [geojson(tmp_path / name, feature(square(left), LAD23CD=WEST)) for name, left in (("a", -2), ("b", -3))]
    boundaries.add_outlines(tmp_path, AREAS, files, "Made up")
    assert min(x for x, _ in boundaries.read_outlines(tmp_path / "outlines.geojson")["west"][0]) == -2.0


def wavy(turn: int) -> list[list[float]]:
    """A border of 1,001 points from (-2, 51) to (-2, 52), walked north or south."""
    points = [[-2 + 0.02 * math.sin(at / 9) + 0.01 * math.sin(at / 2), 51 + at / 1000] for at in range(1001)]
    return points[::turn]


def test_neighbours_still_share_their_border_when_it_is_simpler(tmp_path):
    west = feature([[-3, 51], *wavy(1), [-3, 52], [-3, 51]], LAD23CD=WEST)
    east = feature([[-1, 52], *wavy(-1), [-1, 51], [-1, 52]], LAD23CD=EAST)
    found = drawn(tmp_path, west, east)
    one, other = (shapely.Polygon(found[key][0]) for key in ("west", "east"))
    assert max(len(rings[0]) for rings in found.values()) <= boundaries.POINTS["local authority"]
    assert one.intersection(other).area == 0
    assert one.union(other).area == pytest.approx(one.area + other.area)
    assert one.union(other).geom_type == "Polygon" and not one.union(other).interiors


def test_shared_arcs_of_a_topojson_file_are_walked_both_ways(tmp_path):
    """Two unit cells side by side, in tenths of a degree: the arc between them is the first's forwards."""
    arcs = [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]]
    shapes = [
        {"type": "Polygon", "arcs": [[0, 1]], "properties": {"LAD23CD": WEST}},
        {"type": "MultiPolygon", "arcs": [[[2, -1]]], "properties": {"LAD23CD": EAST}},
        {"type": None, "properties": {"LAD23CD": EAST}},
    ]
    objects = {"areas": {"type": "GeometryCollection", "geometries": shapes}}
    transform = {"scale": [0.1, 0.1], "translate": [-2, 51]}
    file = tmp_path / "a.topojson"
    file.write_text(json.dumps({"type": "Topology", "arcs": arcs, "objects": objects, "transform": transform}))
    found = boundaries.read_boundaries(file, AREAS)
    assert found["west"].equals(shapely.box(-2, 51, -1.9, 51.1).normalize()) or found["west"].area == pytest.approx(
        0.01
    )
    assert [round(edge, 6) for edge in found["west"].bounds] == [-2, 51, -1.9, 51.1]
    assert [round(edge, 6) for edge in found["east"].bounds] == [-1.9, 51, -1.8, 51.1]


def test_arcs_that_are_not_quantised_are_read_as_they_stand(tmp_path):
    arcs = [[[-1.9, 51.0], [-1.9, 51.1]], [[-1.9, 51.1], [-2, 51.1], [-2, 51.0], [-1.9, 51.0]]]
    shape = {"type": "Polygon", "arcs": [[0, 1]], "properties": {"LAD23CD": WEST}}
    (tmp_path / "a").write_text(json.dumps({"type": "Topology", "arcs": arcs, "objects": {"areas": shape}}))
    assert boundaries.read_boundaries(tmp_path / "a", AREAS)["west"].bounds == (-2, 51, -1.9, 51.1)


def test_an_outline_that_crosses_itself_is_mended(tmp_path):
    bow = [[-2, 51], [-1.9, 51.1], [-1.9, 51], [-2, 51.1], [-2, 51]]
    file = geojson(tmp_path / "a", feature(bow, LAD23CD=WEST))
    shape = boundaries.read_boundaries(file, AREAS)["west"]
    assert shape.is_valid and shape.area == pytest.approx(0.005)


def test_islands_too_small_to_see_are_left_out(tmp_path):
    shape = feature(square(-2), LAD23CD=WEST)
    shape["geometry"] = {"type": "MultiPolygon", "coordinates": [[square(-1, 0.001)], [square(-2)]]}
    assert len(drawn(tmp_path, shape)["west"]) == 1


def test_the_file_names_each_area_and_whom_it_is_owed_to(tmp_path):
    drawn(tmp_path, feature(square(-2), LAD23CD=WEST), feature(square(-1.9), LAD23CD=EAST))
    written = json.loads((tmp_path / "outlines.geojson").read_text())
    assert [one["properties"] for one in written["features"]] == [
        {"area": "east", "name": "East", "attribution": "Made up"},
        {"area": "west", "name": "West", "attribution": "Made up"},
    ]
    assert boundaries.attributions(tmp_path / "outlines.geojson") == ("Made up",)


def test_the_order_of_a_files_areas_changes_no_byte(tmp_path):
    shapes = [feature(square(-2), LAD23CD=WEST), feature(square(-1.9), LAD23CD=EAST)]
    drawn(tmp_path, *shapes)
    first = (tmp_path / "outlines.geojson").read_bytes()
    drawn(tmp_path, *reversed(shapes))
    assert (tmp_path / "outlines.geojson").read_bytes() == first


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no JSON", "it cannot be read as JSON; download it again"),
        ("[" * 100_000, "it cannot be read as JSON; download it again"),
        ("[]", "it is neither GeoJSON nor TopoJSON, or is damaged"),
        ('{"type": "FeatureCollection"}', "it is neither GeoJSON nor TopoJSON, or is damaged"),
        ('{"type": "Topology", "objects": {"a": {}}, "arcs": 3}', "it is neither GeoJSON nor TopoJSON, or is damaged"),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path, text, said):
    (tmp_path / "a").write_text(text)
    with pytest.raises(SourceError, match=said):
        boundaries.read_boundaries(tmp_path / "a", AREAS)


@pytest.mark.parametrize(
    ("ring", "said"),
    [
        (square(413_941, 500, 189_670), "are metres of a grid, not degrees; download it as longitude and latitude"),
        ([[y, x] for x, y in square(-2)], "are not in Great Britain: latitude may come first"),
        ([[-2, 51], [-1, 10**9], [-2, 52], [-2, 51]], "are metres of a grid"),
        ([[-2, 51], [math.inf, 51], [-2, 52], [-2, 51]], "cannot be read as JSON"),
        ([[-2, 51], [-2, 51], [-2, 51], [-2, 51]], "its shape of west has no area"),
        ([[-2, 51]], "damaged"),
        ([[[[-2, 51]]]], "damaged"),
        (["a", "b", "c", "a"], "damaged"),
        ([[10**400, 51], [-2, 51], [-2, 52], [10**400, 51]], "damaged"),
    ],
)
def test_a_shape_that_is_no_place_here_is_refused(tmp_path, ring, said):
    file = geojson(tmp_path / "a", feature(ring, LAD23CD=WEST))
    with pytest.raises(SourceError, match=said):
        boundaries.read_boundaries(file, AREAS)


def test_a_number_too_big_to_be_held_is_refused(tmp_path):
    file = geojson(tmp_path / "a", feature([[-2, 51], [-1, 77], [-2, 52], [-2, 51]], LAD23CD=WEST))
    file.write_text(file.read_text().replace("77", "1e999"))
    with pytest.raises(SourceError, match="damaged"):
        boundaries.read_boundaries(file, AREAS)


def test_arcs_used_over_and_over_do_not_fill_the_memory(tmp_path):
    arcs = [[[-2, 51], *([-2, 52] for _ in range(1000)), [-1, 51], [-2, 51]]]
    shape = {"type": "Polygon", "arcs": [[0] * 10_000], "properties": {"LAD23CD": WEST}}
    (tmp_path / "a").write_text(json.dumps({"type": "Topology", "arcs": arcs, "objects": {"areas": shape}}))
    with pytest.raises(SourceError, match="damaged"):
        boundaries.read_boundaries(tmp_path / "a", AREAS)


def test_a_file_too_big_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(boundaries, "MOST_BOUNDARY_BYTES", 10)
    file = geojson(tmp_path / "a", feature(square(-2), LAD23CD=WEST))
    with pytest.raises(SourceError, match="bytes, more than the 10 allowed; download a generalised version"):
        boundaries.read_boundaries(file, AREAS)


def test_a_file_that_is_not_there_is_told_so(tmp_path):
    with pytest.raises(SourceError, match=r"cannot be opened \(No such file or directory\)"):
        boundaries.read_boundaries(tmp_path / "none", AREAS)


def test_files_that_draw_none_of_the_areas_write_nothing(tmp_path):
    with pytest.raises(DefinitionError, match="have none of its councils or small areas"):
        drawn(tmp_path, feature(square(-2), LAD23CD="other"))
    assert not (tmp_path / "outlines.geojson").exists()


def test_a_workspace_without_outlines_has_none(tmp_path):
    assert boundaries.read_outlines(tmp_path / "outlines.geojson") == {}
    assert boundaries.attributions(tmp_path / "outlines.geojson") == ()


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"features": 3}', '{"features": [{"properties": {"area": "a"}, "geometry": null}]}']
)
def test_a_file_of_outlines_that_is_none_is_told_so(tmp_path, text):
    (tmp_path / "outlines.geojson").write_text(text)
    with pytest.raises(DefinitionError, match="it is not a file of outlines; write it with"):
        boundaries.read_outlines(tmp_path / "outlines.geojson")


rubbish = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(("Polygon", WEST, "Topology")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(("type", "arcs", "coordinates", "geometries", "LAD23CD")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(coordinates=rubbish, arcs=rubbish, objects=rubbish, transform=rubbish, topology=st.booleans())
def test_rubbish_is_read_or_refused_and_never_a_crash(
    tmp_path_factory, coordinates, arcs, objects, transform, topology
):
    geometry = {"type": "Polygon", "coordinates": coordinates, "arcs": coordinates, "properties": {"LAD23CD": WEST}}
    told = {"type": "Topology", "arcs": arcs, "objects": {"a": geometry, "b": objects}, "transform": transform}
    if not topology:
        told = {"type": "x", "features": [{"properties": geometry["properties"], "geometry": geometry}, objects]}
    file = tmp_path_factory.getbasetemp() / "rubbish.json"
    file.write_text(json.dumps(told))
    try:
        boundaries.read_boundaries(file, AREAS)
    except PeelianError as fault:
        assert str(fault).startswith(f"{file}: ")


def test_outlines_fill_a_square_and_keep_their_proportions():
    """At 60 degrees north a degree of longitude is half as long as one of latitude."""
    box = ((-2.0, 59.5), (0.0, 59.5), (0.0, 60.5), (-2.0, 60.5), (-2.0, 59.5))
    (ring,) = placed({"a": (box,)})["a"]
    assert ring == ((0, 1), (1, 1), (1, 0), (0, 0), (0, 1))
    tall = placed({"a": (tuple((x / 2, y) for x, y in box),)})["a"][0]
    assert {x for x, _ in tall} == {0.25, 0.75}


def test_a_neighbour_keeps_its_place_beside_the_other():
    west, east = ((-2, 51), (-1, 51), (-1, 52)), ((-1, 51), (0, 51), (-1, 52))
    found = placed({"west": (west,), "east": (east,)})
    assert found["west"][0][1] == found["east"][0][0]
    assert max(x for x, _ in found["west"][0]) < max(x for x, _ in found["east"][0]) == 1.0
    assert placed({}) == {}


def test_barsetshires_districts_tile_it():
    shipped = SHIPPED / "barsetshire" / boundaries.OUTLINES
    shapes = [shapely.Polygon(rings[0]) for rings in boundaries.read_outlines(shipped).values()]
    assert len(shapes) == 4
    assert shapely.coverage_is_valid(shapes)
    assert shapely.union_all(shapes).geom_type == "Polygon" and not shapely.union_all(shapes).interiors
    assert boundaries.attributions(shipped) == ("Made up, as Barsetshire is.",)
