"""The districts of the 43 forces are those of England and Wales, and so are their people."""

from collections import Counter
from pathlib import Path

import pytest

from peelian.core.shipped_files import SHIPPED
from peelian.sources.publishers.districts import CODE, compile_districts, districts
from peelian.sources.publishers.ons_population import Population, earlier, people, population, sheet_of_persons

pytestmark = pytest.mark.real

FILES = {
    2020: "ukpopestimatesmid2020on2021geography.xls",
    2021: "ukpopestimatesmid2021on2021geographyfinal.xls",
    2022: "mye22final.xlsx",
}
LOOKUP_2016 = "Local_Authority_District_to_Community_Safety_Partnerships_to_Police_Force_Areas__December_2016__\
Lookup_in_England_and_Wales.csv"
LOOKUP_2025 = "derived_pfa_csp_lad_ons_c2_jun2025.csv"


@pytest.fixture
def shared_data() -> Path:
    folder = Path(__file__).parents[2].parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"PUBLIC DATA ABSENT: {folder}")
    return folder


def by_force(found: Population) -> Counter[str]:
    counts: Counter[str] = Counter()
    for _, force, _, _, n in found.rows:
        counts[force] += n
    return counts


def test_compiling_again_gives_the_shipped_bytes(shared_data):
    compiled = compile_districts(shared_data / "lookups" / LOOKUP_2016, shared_data / "lookups" / LOOKUP_2025)
    assert compiled.encode() == (SHIPPED / "data" / "districts.csv").read_bytes()


@pytest.mark.parametrize("year", FILES)
def test_the_people_of_the_43_forces_are_those_of_england_and_wales(shared_data, year):
    path = shared_data / "ons" / FILES[year]
    found = people(path, districts())
    whole = next(row[3] for row in sheet_of_persons(path) if row[1] == "ENGLAND AND WALES")
    assert found.year == year
    assert sum(by_force(found).values()) == whole
    assert len(found.complete) == 43
    assert not found.lacking
    assert not found.unknown


def test_people_of_forces_in_mid_2022(shared_data):
    found = people(shared_data / "ons" / FILES[2022], districts())
    assert {name: n for _, force, _, name, n in found.rows if force == "Wiltshire Police"} == {
        "Swindon": 235_657,
        "Wiltshire": 515_885,
    }
    counts = by_force(found)
    assert counts["Wiltshire Police"] == 751_542
    assert counts["Warwickshire Police"] == 607_604
    assert counts["West Mercia Police"] == 1_313_984


@pytest.mark.parametrize("year", FILES)
def test_dropping_any_district_leaves_its_force_incomplete_and_no_other(shared_data, year):
    sheet = sheet_of_persons(shared_data / "ons" / FILES[year])
    force_of = {district.code: district.force for district in districts()}
    for dropped in (str(row[0]) for row in sheet if CODE.fullmatch(str(row[0]))):
        found = population([row for row in sheet if row[0] != dropped], "copy", districts())
        assert found.complete == set(force_of.values()) - {force_of[dropped]}
        assert found.lacking == {force_of[dropped]: {dropped}}


def test_earlier_years_are_those_of_england_and_wales_too(shared_data):
    found = {year.year: year for year in earlier(shared_data / "ons" / FILES[2020], districts())}
    assert list(found) == list(range(2012, 2020))
    assert {year: sum(by_force(of).values()) for year, of in found.items() if year in (2019, 2018, 2012)} == {
        2019: 59_439_840,
        2018: 59_115_809,
        2012: 56_567_796,
    }
    assert by_force(found[2019])["Wiltshire Police"] == 222_193 + 500_024
    assert all(len(of.complete) == 43 for of in found.values())
    for year in (2021, 2022):
        assert earlier(shared_data / "ons" / FILES[year], districts()) == ()
