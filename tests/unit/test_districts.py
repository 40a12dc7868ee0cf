import csv
from pathlib import Path

import pytest

from peelian.core.errors import Faults, SourceError
from peelian.core.shipped_files import SHIPPED
from peelian.sources.publishers.districts import (
    CODE,
    Completing,
    District,
    Reading,
    combine,
    completing,
    csv_text,
    districts,
    read_2016,
    read_2025,
    read_completing,
)

LOOKUP_2016 = """\ufeffLAD16CD,LAD16NM,CSP16CD,CSP16NM,PFA16CD,PFA16NM,FID
E06000030,Swindon,E22000001,Swindon,E23000038,Wiltshire,1
E07000221,Stratford-on-Avon,E22000359,South Warwickshire,E23000017,Warwickshire,2
"""
LOOKUP_2025 = """pfa_code,pfa_name,csp_code,csp_name,lad_code,lad_name
E23000038,Wiltshire ,E22000001,Swindon,E06000030,Swindon
E23000017,Warwickshire,E22000359,South Warwickshire,Combined Local Authorities,
E23000025,Suffolk,E22000274,Suffolk Coastal,E07000244,Suffolk Coastal
E23000025,Suffolk,E22000278,Waveney,E07000244,Waveney
"""
COMPLETING = "code,name,force,first,last,reason\n"


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str, name: str = "lookup.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def told(code: str, name: str, force: str = "Wiltshire Police", where: str = "lookup, line 2") -> Reading:
    return Reading(where, code, name, force)


def ours(code: str, name: str, force: str, first: int | None = None, last: int | None = None) -> Completing:
    return Completing("completing.csv, line 2", District(code, name, force, first, last), "new in April 2019")


def test_a_lookup_is_read_past_its_byte_order_mark(write):
    assert read_2016(write(LOOKUP_2016)) == (
        Reading("lookup.csv, line 2", "E06000030", "Swindon", "Wiltshire Police"),
        Reading("lookup.csv, line 3", "E07000221", "Stratford-on-Avon", "Warwickshire Police"),
    )


def test_a_partnership_that_combines_districts_names_none(write):
    codes = [reading.code for reading in read_2025(write(LOOKUP_2025))]
    assert codes == ["E06000030", "E07000244", "E07000244"]


def test_a_district_of_two_partnerships_is_one_district(write):
    east_suffolk = ours("E07000244", "East Suffolk", "Suffolk Constabulary", first=2019)
    stratford = ours("E07000221", "Stratford-on-Avon", "Warwickshire Police")
    found = combine(read_2016(write(LOOKUP_2016)), read_2025(write(LOOKUP_2025)), [east_suffolk, stratford])
    assert found == (
        District("E06000030", "Swindon", "Wiltshire Police"),
        District("E07000221", "Stratford-on-Avon", "Warwickshire Police"),
        District("E07000244", "East Suffolk", "Suffolk Constabulary", first=2019),
    )


def test_a_district_has_its_newer_name():
    of_2016 = [told("E07000112", "Shepway", "Kent Police")]
    of_2025 = [told("E07000112", "Folkestone and Hythe", "Kent Police")]
    assert combine(of_2016, of_2025, []) == (District("E07000112", "Folkestone and Hythe", "Kent Police"),)


def test_our_table_alone_can_tell_of_a_district():
    cumberland = ours("E06000063", "Cumberland", "Cumbria Constabulary", first=2023)
    assert combine([], [], [cumberland]) == (cumberland.district,)


@pytest.mark.parametrize("of_2025", [[told("E06000030", "Swindon", "Kent Police", "new, line 9")], []])
def test_a_code_given_to_two_forces_is_refused_with_all_that_was_read(of_2025):
    lines = [] if of_2025 else [ours("E06000030", "Swindon", "Kent Police")]
    with pytest.raises(SourceError) as refused:
        combine([told("E06000030", "Swindon", where="old, line 2")], of_2025, lines)
    kent = "new, line 9" if of_2025 else "completing.csv, line 2"
    assert str(refused.value).startswith(
        f"E06000030: two forces have it: Swindon, Wiltshire Police (old, line 2); Swindon, Kent Police ({kent})"
    )


def test_a_code_in_one_lookup_needs_a_line_of_ours():
    with pytest.raises(Faults) as refused:
        combine([told("E07000150", "Corby")], [told("E06000061", "North Northamptonshire")], [])
    assert [fault.where for fault in refused.value.faults] == ["E06000061", "E07000150"]
    assert all("only one lookup has it" in str(fault) for fault in refused.value.faults)


def test_a_code_under_two_names_needs_a_line_of_ours():
    east = "E07000244"
    with pytest.raises(SourceError, match=r"it has several names: .*Suffolk Coastal.*Waveney"):
        combine([told(east, "Waveney")], [told(east, "Suffolk Coastal"), told(east, "Waveney")], [])


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ("", "lookup.csv: its columns are "),
        ("code,name\nE06000030,Swindon\n", "lookup.csv: its columns are code, name"),
        (LOOKUP_2016 + "E06000054,Wiltshire\n", "lookup.csv, line 4: it has 2 cells"),
        (LOOKUP_2016.replace("E06000030", "E10000030"), "lookup.csv, line 2: 'E10000030' is not a district's code"),
        (LOOKUP_2016.replace("E06000030", ""), "lookup.csv, line 2: '' is not a district's code"),
        (LOOKUP_2016.replace("E23000017", "E23000099"), "lookup.csv, line 3: no force has the code 'E23000099'"),
        (LOOKUP_2016 + '"E06000054,Wiltshire\n', "lookup.csv, line 4: unexpected end of data"),
    ],
)
def test_a_lookup_that_is_not_as_published_is_refused(write, wrong, what):
    with pytest.raises(SourceError) as refused:
        read_2016(write(wrong))
    assert str(refused.value).startswith(what)


def test_a_lookup_that_cannot_be_read_is_refused(tmp_path):
    latin = tmp_path / "latin.csv"
    latin.write_bytes("Ynys Môn".encode("latin-1"))
    for path in (latin, tmp_path / "absent.csv"):
        with pytest.raises(SourceError, match="it cannot be read"):
            read_2016(path)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("E06000063,Cumberland,Cumbria Constabulary,2023,,\n", "E06000063 has no reason"),
        ("E06000063,Cumberland,Cumbria,2023,,new\n", "no force is called 'Cumbria'"),
        ("E06000063,Cumberland,Cumbria Constabulary,April,,new\n", "first 'April' is not a year"),
        ("E06000063,Cumberland,Cumbria Constabulary,2023,2022,new\n", "E06000063 ends before it starts"),
        ("E06000063,,Cumbria Constabulary,2023,,new\n", "it lacks a code, a name or a force"),
        (2 * "E06000063,Cumberland,Cumbria Constabulary,2023,,new\n", "E06000063 is already on"),
    ],
)
def test_a_wrong_line_of_ours_is_refused(line, what):
    with pytest.raises(SourceError, match=r"completing\.csv, line [23]: " + what):
        read_completing(COMPLETING + line)


def test_a_district_is_in_use_from_its_first_mid_year_to_its_last():
    somerset_west = District("E07000246", "Somerset West and Taunton", "Avon and Somerset Constabulary", 2019, 2022)
    assert [year for year in range(2016, 2026) if somerset_west.in_use(year)] == [2019, 2020, 2021, 2022]
    assert District("E06000030", "Swindon", "Wiltshire Police").in_use(1998)


def test_the_shipped_table_has_every_district_once():
    codes = [district.code for district in districts()]
    assert codes == sorted(set(codes))
    assert all(CODE.fullmatch(code) for code in codes)
    assert {line.district for line in completing()} <= set(districts())
    in_use = {year: sum(district.in_use(year) for district in districts()) for year in (2016, 2020, 2021, 2023, 2025)}
    assert in_use == {2016: 348, 2020: 336, 2021: 331, 2023: 318, 2025: 318}


def test_the_shipped_table_is_written_as_it_was_compiled():
    shipped = SHIPPED / "data" / "districts.csv"
    assert csv_text(districts()).encode() == shipped.read_bytes()


def test_the_districts_are_those_of_the_43_forces():
    with (SHIPPED / "data" / "forces.csv").open(encoding="utf-8") as text:
        forces = list(csv.DictReader(text))
    ranked = {row["name"] for row in forces if row["ranked"] == "yes"}
    assert len(ranked) == 43
    assert {district.force for district in districts()} == ranked
    assert {row["slug"] for row in forces if row["ranked"] == "no"} == {"btp", "northern-ireland"}
    without = {row["slug"] for row in forces if row["per_resident"] == "no"}
    assert without == {"btp", "northern-ireland", "city-of-london"}
    assert all(bool(row["pfa_code"]) == bool(row["ons_name"]) == (row["ranked"] == "yes") for row in forces)
    for column in ("slug", "name"):
        assert len({row[column] for row in forces}) == len(forces) == 45
    assert len({row["pfa_code"] for row in forces} - {""}) == 43
