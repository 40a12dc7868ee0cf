"""ONS recorded crime in its two layouts: each fault they really had is read right or refused."""

from datetime import date

import pytest

import official_tables as tables
from official_tables import NAMES, figures, find, save
from peelian.core.errors import SourceError
from peelian.sources.publishers import ons_recorded_crime

SEPTEMBER, MARCH = date(2019, 9, 1), date(2020, 3, 1)


def read(tmp_path, sheets):
    return ons_recorded_crime.read_recorded_crime(save(tmp_path / "any name.xlsx", sheets))


def test_forces_are_read_under_the_names_of_the_latest_edition(tmp_path):
    found = read(tmp_path, tables.recorded_crime())
    assert found.as_at == date(2019, 9, 30)
    assert not found.located
    own = {row[4]: row[-1] for row in figures(found, month=SEPTEMBER)}
    assert tuple(own) == ons_recorded_crime.OFFENCES[:1] + tuple(o for o in own if o != ons_recorded_crime.TOTAL)
    assert set(own) == set(ons_recorded_crime.OFFENCES)
    assert own[ons_recorded_crime.TOTAL] == 19
    assert len(found.covers) == 44


def test_a_year_may_be_of_two_digits_and_footnotes_follow_it(tmp_path):
    assert {row[0] for row in read(tmp_path, tables.recorded_crime("June 18")).rows} == {date(2018, 6, 1)}


def test_a_correction_is_as_at_its_own_day(tmp_path):
    corrected = {"Correction": [["An error"], ["Published on 6th February 2019"]], **tables.recorded_crime()}
    assert read(tmp_path, corrected).as_at == date(2019, 2, 6)


def test_a_force_without_figures_is_not_covered(tmp_path):
    sheets = tables.recorded_crime()
    table = sheets["Table P1 "]
    find(table, "Greater Manchester", 1)[1] = "Greater Manchester7,8"
    own, whole = find(table, "Greater Manchester", 1), find(table, "ENGLAND AND WALES", 1)
    for column in (2, *range(4, 26)):
        whole[column] -= own[column]
        own[column] = ".."
    found = read(tmp_path, sheets)
    assert ("Greater Manchester Police", SEPTEMBER) not in found.covers
    assert len(found.covers) == 43


@pytest.mark.parametrize(
    ("name", "at", "column", "cell", "told"),
    [
        ("Wiltshire", 1, 2, 20, "fraud\\) of its forces add up to 837, but it prints 836"),
        ("Wiltshire", 1, 0, "E23000032", "E23000032 is not the code of Wiltshire"),
        ("Wiltshire", 1, 0, "", "it has no row for Wiltshire Police"),
        ("ENGLAND AND WALES", 1, 1, "ALL", "it has no row 'ENGLAND AND WALES'"),
        ("Area Code", 0, 4, "Cybercrime", "'Cybercrime' is not a known offence"),
        ("Area Code", 0, 5, "", "it has no column 'homicide'"),
        ("Area Code", 0, 0, "Code", "no row has the headings Area Code, Area Name"),
        ("Table P1", 0, 0, "Table P1: Police recorded crime by offence group and police force area, number of "
         "offences, year ending", "the title does not give the 12 months"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(tmp_path, name, at, column, cell, told):
    sheets = tables.recorded_crime()
    find(sheets["Table P1 "], name, at)[column] = cell
    with pytest.raises(SourceError, match=told):
        read(tmp_path, sheets)


def test_offence_groups_that_do_not_come_to_a_forces_total_are_refused(tmp_path):
    sheets = tables.recorded_crime()
    find(sheets["Table P1 "], "Wiltshire", 1)[2] = 20
    find(sheets["Table P1 "], "Kent", 1)[2] = 18
    with pytest.raises(SourceError, match="of Kent Police: its parts add up to 19, but it prints 18"):
        read(tmp_path, sheets)


def test_partnerships_are_places_of_their_force(tmp_path):
    found = ons_recorded_crime.read_recorded_crime(tables.partnerships(tmp_path / "any name.csv"))
    assert found.located
    assert found.as_at == date(2025, 6, 30)
    own = {row[2]: row[-1] for row in figures(found, offence=ons_recorded_crime.TOTAL)}
    assert own == {"E06000054": 19_000, "E06000030": 3_781, "": 19}
    assert len(found.covers) == 43


def test_a_row_is_its_names_forces_where_its_code_is_anothers(tmp_path):
    found = ons_recorded_crime.read_recorded_crime(tables.partnerships(tmp_path / "c2.csv"))
    for name in NAMES:
        assert sum(row[-1] for row in found.rows if row[1] == name and row[4] == "homicide") == 1_200


def test_a_row_of_blanks_is_no_figure(tmp_path):
    path = tables.partnerships(tmp_path / "c2.csv")
    text = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*text, "E23000032,Surrey,,unassigned Surrey" + "," * 25 + "\n"]))
    assert len(ons_recorded_crime.read_recorded_crime(path).covers) == 43


def test_parts_that_do_not_come_to_their_force_are_refused(tmp_path):
    path = tables.partnerships(tmp_path / "c2.csv", {("Wiltshire", "", 6): "22,801 "})
    with pytest.raises(SourceError, match="of the parts of Wiltshire Police add up to 22,800, but it prints 22,801"):
        ons_recorded_crime.read_recorded_crime(path)


def test_a_name_no_force_has_is_refused(tmp_path):
    path = tables.partnerships(tmp_path / "c2.csv")
    path.write_text(path.read_text().replace(",Wiltshire,E22000001", ",Wessex,E22000001"))
    with pytest.raises(SourceError, match="'Wessex' is not a police force area"):
        ons_recorded_crime.read_recorded_crime(path)


def test_a_workbook_without_either_table_is_refused(tmp_path):
    with pytest.raises(SourceError, match="it has no table P1 or C2 of police recorded crime"):
        read(tmp_path, {"Notes": [["Crime in England and Wales - PFA tables"]], "Empty": []})


def changed(tmp_path, old, new, times=1):
    """The table of partnerships with some of its text another."""
    path = tables.partnerships(tmp_path / "c2.csv")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, times))
    return ons_recorded_crime.read_recorded_crime(path)


def test_a_force_of_one_district_may_have_no_row_of_its_own(tmp_path):
    path = tables.partnerships(tmp_path / "c2.csv")
    lines = path.read_text().splitlines(keepends=True)
    whole = next(line for line in lines if line.startswith('E23000034,"London, City of",,,'))
    path.write_text("".join(line for line in lines if line != whole))
    found = [row for row in ons_recorded_crime.read_recorded_crime(path).rows if row[1] == "City of London Police"]
    assert sum(row[-1] for row in found if row[4] == ons_recorded_crime.TOTAL) == 22_800


def test_a_part_without_a_figure_has_none(tmp_path):
    wrong = {("Wiltshire", "Two", 8): "[x]", ("Wiltshire", "", 8): "[x]"}
    found = ons_recorded_crime.read_recorded_crime(tables.partnerships(tmp_path / "c2.csv", wrong))
    assert {row[3] for row in figures(found, offence="homicide")} == {"One", "Unassigned Wiltshire"}


def test_two_rows_of_a_whole_force_are_refused(tmp_path):
    with pytest.raises(SourceError, match="Wiltshire Police has 2 rows for the whole force"):
        changed(tmp_path, "E23000038,Wiltshire,E22000001,One", "E23000038,Wiltshire,,")


def test_partnerships_without_their_headings_are_refused(tmp_path):
    with pytest.raises(SourceError, match="no row has the headings Police Force Area name"):
        changed(tmp_path, "Local Authority code", "Council")


def test_a_blank_line_is_no_row(tmp_path):
    path = tables.partnerships(tmp_path / "c2.csv")
    path.write_text(path.read_text() + "," * 28 + "\n")
    assert len(ons_recorded_crime.read_recorded_crime(path).covers) == 43
