import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from official_tables import save
from peelian.core.errors import Faults, SourceError
from peelian.sources.publishers.districts import District, districts
from peelian.sources.publishers.ons_population import SHEET, RawRows, earlier, people, population, series
from peelian.sources.publishers.ons_population import read_population as read_edition

CUMBRIA, WILTSHIRE = "Cumbria Constabulary", "Wiltshire Police"
DISTRICTS = (
    District("E06000030", "Swindon", WILTSHIRE),
    District("E06000054", "Wiltshire", WILTSHIRE),
    District("E07000026", "Allerdale", CUMBRIA, None, 2022),
    District("E07000030", "Eden", CUMBRIA, None, 2022),
    District("E06000063", "Cumberland", CUMBRIA, 2023),
    District("E06000064", "Westmorland and Furness", CUMBRIA, 2023),
)
HEADER = ["Code", "Name", "Geography", "All ages", "0"]
SWINDON = ["E06000030", "Swindon", "Unitary Authority", 235_657.0, 2_600.0]
COUNTY = ["E06000054", "Wiltshire\xa0", "Unitary Authority", 515_885, 4_900]


def sheet(*rows: list[object], year: int = 2022) -> RawRows:
    title = f"MYE2: Persons by single year of age and sex for local authorities in the UK, mid-{year}"
    return [[title, "", "", "", ""], ["This worksheet contains one table.", "", "", "", ""], HEADER, *rows]


def of(*codes: str) -> list[list[object]]:
    return [[code, code, "any", 1_000, 10] for code in codes]


def read(cells: RawRows):
    return population(cells, "mye.xlsx", DISTRICTS)


def test_people_are_counted_by_district_and_force():
    found = read(sheet(COUNTY, SWINDON))
    assert found.year == 2022
    assert found.rows == (
        (date(2022, 6, 1), WILTSHIRE, "E06000030", "Swindon", 235_657),
        (date(2022, 6, 1), WILTSHIRE, "E06000054", "Wiltshire", 515_885),
    )
    assert all(type(row[4]) is int for row in found.rows)
    assert found.complete == {WILTSHIRE}


def test_countries_regions_counties_and_other_nations_are_left_out():
    rows = of("K04000001", "E92000001", "W92000004", "E12000009", "E10000014", "E11000001", "S12000033", "N09000008")
    notes = [["Source: Office for National Statistics", "", "", "", ""], [""] * 5]
    found = read(sheet(*rows, SWINDON, *notes))
    assert [row[2] for row in found.rows] == ["E06000030"]
    assert not found.unknown


def test_a_district_without_a_force_is_told_and_in_no_row():
    found = read(sheet(SWINDON, COUNTY, *of("E06000099", "W06000099")))
    assert found.unknown == {"E06000099", "W06000099"}
    assert {row[1] for row in found.rows} == {WILTSHIRE}
    assert found.complete == {WILTSHIRE}


def test_a_force_that_lacks_a_district_is_not_complete():
    found = read(sheet(SWINDON))
    assert WILTSHIRE not in found.complete
    assert found.lacking[WILTSHIRE] == {"E06000054"}


@pytest.mark.parametrize("codes", [("E07000026", "E07000030"), ("E06000063", "E06000064")])
@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_an_estimate_may_be_on_the_boundaries_of_another_year(year, codes):
    assert read(sheet(SWINDON, COUNTY, *of(*codes), year=year)).complete == {CUMBRIA, WILTSHIRE}


@pytest.mark.parametrize(
    ("codes", "year", "missing"),
    [
        (["E07000026"], 2023, {"E07000030"}),
        (["E06000063"], 2022, {"E06000064"}),
        ([], 2022, {"E07000026", "E07000030"}),
        ([], 2024, {"E06000063", "E06000064"}),
    ],
)
def test_what_a_force_lacks_is_told_by_the_boundaries_of_the_file(codes, year, missing):
    assert read(sheet(SWINDON, COUNTY, *of(*codes), year=year)).lacking == {CUMBRIA: missing}


def test_a_district_and_what_replaced_it_are_never_added():
    with pytest.raises(SourceError, match="E06000063 of Cumbria Constabulary and its other districts"):
        read(sheet(SWINDON, COUNTY, *of("E07000026", "E07000030", "E06000063")))


@pytest.mark.parametrize("cell", ["235,657", "", "[x]", 235_657.5, -1, 0, True, float("nan"), float("inf"), None])
def test_a_cell_that_is_no_number_of_people_is_refused(cell):
    with pytest.raises(SourceError, match=r"mye\.xlsx, row 4: 'All ages' of E06000030 is .*, not a number of people"):
        read(sheet(["E06000030", "Swindon", "Unitary Authority", cell, 1]))


def test_every_wrong_cell_is_told_at_once():
    wrong = [[code, code, "any", "[x]", 1] for code in ("E06000030", "E06000054")]
    with pytest.raises(Faults) as refused:
        read(sheet(*wrong))
    assert [fault.where for fault in refused.value.faults] == ["mye.xlsx, row 4", "mye.xlsx, row 5"]


def test_a_district_told_twice_is_refused():
    with pytest.raises(SourceError, match="row 6: E06000030 is listed twice"):
        read(sheet(SWINDON, COUNTY, SWINDON))


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ([], "its title does not give its year"),
        ([["Persons by age", ""], HEADER, SWINDON], "its title does not give its year: 'Persons by age'"),
        ([["From mid-2011 to mid-2022"], HEADER, SWINDON], "its title does not give its year"),
        ([["Persons, mid-2022"], ["Code", "Name", "All ages"], SWINDON], "no row has the cells Code, Name, Geography"),
        (sheet(), "it has no district of England or Wales"),
        (sheet(*of("S12000033")), "it has no district of England or Wales"),
    ],
)
def test_a_sheet_that_is_not_as_published_is_refused(cells, what):
    with pytest.raises(SourceError) as refused:
        read(cells)
    assert str(refused.value).startswith(f"mye.xlsx: {what}")


def test_the_earlier_years_of_one_series_are_read_from_2012_on():
    header = ["Code", "Name", "Geography", "Mid-2014", "Mid-2013", "Mid-2012", "Mid-2011"]
    rows = [["E06000030", "Swindon", "any", 4, 3, 2, 1], ["E06000054", "Wiltshire", "any", 40, 30, 20, 10]]
    sheet = [["MYE4: Population estimates: Summary for the UK, mid-2001 to mid-2014"], header, *rows]
    found = series(sheet, "mye.xls, sheet MYE4", DISTRICTS)
    assert [(year.year, [row[4] for row in year.rows]) for year in found] == [(2012, [2, 20]), (2013, [3, 30])]
    assert all(WILTSHIRE in year.complete for year in found)


def test_years_of_another_series_are_not_read():
    title = "MYE4: Population estimates: Summary for the UK, mid-2001, mid-2011 and mid-2021"
    assert series([[title], ["Code", "Name", "Geography", "Mid-2021", "Mid-2011"]], "", DISTRICTS) == ()


@settings(deadline=None, max_examples=30)
@given(st.integers(2016, 2030), st.data())
def test_parts_sum_to_the_whole_and_a_dropped_district_is_missed_by_its_force_alone(year, data):
    in_use = [district for district in districts() if district.in_use(year)]
    numbers = st.lists(st.integers(1, 10**6), min_size=len(in_use), max_size=len(in_use))
    rows = [[d.code, d.name, "any", n, 1] for d, n in zip(in_use, data.draw(numbers), strict=True)]
    whole = population(sheet(*rows, year=year), "all", districts())
    assert sum(row[4] for row in whole.rows) == sum(row[3] for row in rows)
    assert not whole.lacking
    dropped = data.draw(st.sampled_from(in_use))
    part = population(sheet(*(row for row in rows if row[0] != dropped.code), year=year), "part", districts())
    assert whole.complete - part.complete == {dropped.force}
    assert part.lacking == {dropped.force: {dropped.code}}


def test_a_workbook_is_read(tmp_path):
    path = workbook(tmp_path / "mye.xlsx", SHEET, sheet(SWINDON, COUNTY))
    assert people(path, DISTRICTS) == population(sheet(SWINDON, COUNTY), "", DISTRICTS)


def test_a_row_is_told_by_its_number_in_the_workbook_even_below_blank_rows(tmp_path):
    wrong = ["E06000030", "Swindon", "Unitary Authority", "[x]", 1]
    cells = sheet(wrong)
    path = workbook(tmp_path / "mye.xlsx", SHEET, [cells[0], [], [], *cells[2:]])
    with pytest.raises(SourceError, match=r"^mye\.xlsx, sheet MYE2 - Persons, row 5: "):
        people(path, DISTRICTS)


def test_a_workbook_without_the_sheet_is_refused(tmp_path):
    path = workbook(tmp_path / "mye.xlsx", "MYE2 - Males", sheet(SWINDON))
    with pytest.raises(SourceError, match=r"it has no sheet 'MYE2 - Persons' \(it has MYE2 - Males\)"):
        people(path, DISTRICTS)


@pytest.mark.parametrize("content", [b"", b"Code,Name\n", None])
def test_a_file_that_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "mye.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=r"mye\.xlsx: it cannot be read as a workbook"):
        people(path, DISTRICTS)


def workbook(path: Path, name: str, cells: RawRows) -> Path:
    """The least an XLSX file can be: nothing the project depends on writes one."""
    schemas = "http://schemas.openxmlformats.org"
    relations = f"{schemas}/officeDocument/2006/relationships"
    rows = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in cells)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{schemas}/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{schemas}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{schemas}/spreadsheetml/2006/main" xmlns:r="{relations}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{schemas}/package/2006/relationships"><Relationship '
        f'Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{schemas}/spreadsheetml/2006/main"><sheetData>{rows}'
        "</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w") as file:
        for part, xml in parts.items():
            file.writestr(part, xml)
    return path


def _cell(value: object) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def test_a_workbook_with_a_series_covers_its_earlier_years_too(tmp_path):
    header = ["Code", "Name", "Geography", "Mid-2014", "Mid-2013", "Mid-2012"]
    own = [[district.code, district.name, "any"] for district in districts() if district.in_use(2014)]
    path = save(
        tmp_path / "mye.xlsx",
        {
            SHEET: [["mid-2014"], HEADER[:4], *([*row, 10] for row in own)],
            "MYE4": [["MYE4: Summary, mid-2001 to mid-2014"], header, *([*row, 10, 9, 8] for row in own)],
        },
    )
    found = read_edition(path)
    assert found.located
    months = {date(year, 6, 1) for year in (2012, 2013, 2014)}
    assert {month for _, month in found.covers} == months
    assert len(found.covers) == 3 * 43
    assert {row[0] for row in found.rows} == months
    assert not earlier(workbook(tmp_path / "one.xlsx", SHEET, sheet(SWINDON, COUNTY)), DISTRICTS)
