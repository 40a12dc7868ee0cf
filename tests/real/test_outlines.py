"""Boundaries as the Office for National Statistics publishes them: codes are found, points few, borders shared."""

import csv
import json
from pathlib import Path

import pytest
import shapely

from peelian.core.areas import Areas
from peelian.sources.publishers import boundaries
from peelian.workspace.areas import read_areas

ROOT = Path(__file__).parents[2]
COUNCILS = ("E06000030", "E06000054")
DISTRICTS = "lad/Local_Authority_Districts_May_2023_UK_BGC_V2_606764927733448598.topojson"


def polygons(folder: Path) -> dict[str, shapely.Polygon]:
    """Each outline's largest ring, as a polygon; its holes and islands are left aside."""
    found = boundaries.read_outlines(folder / boundaries.OUTLINES)
    return {key: shapely.Polygon(rings[0]) for key, rings in found.items()}


def wiltshire() -> Areas:
    return read_areas(ROOT / "examples/wiltshire/areas.csv", shipped=True)


@pytest.mark.parametrize(
    "files",
    [
        (DISTRICTS,),
        ("lad/geogLA2022EW.json",),
        *(tuple(f"{kind}/{c}.geojson" for c in COUNCILS) for kind in ("ward25",)),
    ],
    ids=["TopoJSON of districts", "TopoJSON of simplified districts", "GeoJSON of wards"],
)
def test_two_councils_are_found_however_they_are_drawn(shared_data, tmp_path, files):
    given = [shared_data / "boundaries" / name for name in files]
    assert boundaries.add_outlines(tmp_path, wiltshire(), given, "ONS") == ("swindon", "wiltshire-council")
    found = polygons(tmp_path)
    assert all(len(shape.exterior.coords) <= 150 for shape in found.values())
    assert found["wiltshire-council"].area / found["swindon"].area == pytest.approx(3255 / 230, rel=0.02)
    assert shapely.coverage_is_valid(list(found.values()))


def test_the_outlines_of_the_example_are_those_of_the_districts(shared_data, tmp_path):
    shipped = ROOT / "examples/wiltshire" / boundaries.OUTLINES
    (owed,) = boundaries.attributions(shipped)
    assert "Open Government Licence" in owed and "Contains OS data © Crown copyright" in owed
    boundaries.add_outlines(tmp_path, wiltshire(), [shared_data / "boundaries" / DISTRICTS], owed)
    assert (tmp_path / boundaries.OUTLINES).read_bytes() == shipped.read_bytes()


def test_small_areas_of_two_vintages_are_drawn_side_by_side(shared_data, tmp_path):
    """Each year's 2011 or 2021 areas tile the two councils, with 25 points on average."""
    files = [shared_data / f"boundaries/lsoa{year}/{code}.geojson" for year in ("11", "21") for code in COUNCILS]
    rows = [("area", "name", "kind", "force", "place", "vintage")]
    for file in files:
        for feature in json.loads(file.read_text())["features"]:
            told = feature["properties"]
            year = "2011" if "LSOA11CD" in told else "2021"
            council = "swindon" if told["UTLACD"] == COUNCILS[0] else "wiltshire-council"
            code = told.get("LSOA11CD") or told["LSOA21CD"]
            rows.append((council, council.title(), "local authority", "Wiltshire Police", code, year))
    with (tmp_path / "areas.csv").open("w", newline="") as out:
        csv.writer(out).writerows(rows)
    keys = boundaries.add_outlines(tmp_path, read_areas(tmp_path / "areas.csv", shipped=True), files, "ONS")
    found = boundaries.read_outlines(tmp_path / boundaries.OUTLINES)
    for year, count in (("-2011", 285 + 132), ("-2021", 307 + 140)):
        mine = [shapely.Polygon(found[key][0], found[key][1:]) for key in keys if key.endswith(year)]
        assert len(mine) == count
        points = [sum(map(len, found[key])) for key in keys if key.endswith(year)]
        assert sum(points) / count <= 25
        whole = shapely.union_all([shapely.make_valid(shape) for shape in mine])
        assert whole.area == pytest.approx(sum(shape.area for shape in mine), rel=1e-4)
        assert sum(shapely.Polygon(hole).area for hole in whole.interiors) < 1e-4 * whole.area
