"""The Home Office workforce tables: each fault they really had is read right or refused."""

from datetime import date

import pytest

import official_tables as tables
from official_tables import WILTSHIRE, figures, find, save
from peelian.core.errors import SourceError
from peelian.sources.publishers import home_office_workforce

SEPTEMBER, MARCH = date(2019, 9, 1), date(2020, 3, 1)


def read(tmp_path, sheets):
    return home_office_workforce.read_workforce(save(tmp_path / "any name.xlsx", sheets))


def test_it_is_read_as_at_each_date_in_hundredths(tmp_path):
    found = read(tmp_path, tables.workforce())
    assert found.as_at == date(2020, 1, 30)
    assert not found.located
    assert [row for row in figures(found, role="officers") if row[0] == SEPTEMBER] == [
        (SEPTEMBER, WILTSHIRE, "", "", "officers", "full-time equivalents", 10_025)
    ]
    assert (SEPTEMBER, WILTSHIRE, "", "", "volunteers", "headcount", 12) in found.rows
    assert (WILTSHIRE, date(2018, 9, 1)) in found.covers
    assert len(found.covers) == 2 * 44


def test_a_region_of_a_forces_name_is_not_the_force(tmp_path):
    found = read(tmp_path, tables.workforce())
    own = [row[-1] for row in found.rows if row[1] == "West Midlands Police" and row[4] == "officers"]
    assert own == [10_025, 10_025]


def test_both_kinds_of_staff_together_are_checked_and_not_kept(tmp_path):
    sheets = tables.workforce()
    assert not figures(read(tmp_path, sheets), role="staff and designated officers")
    find(sheets["Table_4"], "Wiltshire")[1] += 1
    find(sheets["Table_4"], "Kent")[1] -= 1
    with pytest.raises(SourceError, match=r"staff and designated officers of .* add up to 45\.50, but it prints 4"):
        read(tmp_path, sheets)


@pytest.mark.parametrize("cell", ["..", 0])
def test_a_force_that_cannot_tell_designated_officers_apart_has_no_figure_of_them(tmp_path, cell):
    sheets = tables.workforce()
    del sheets["Table_4"]
    find(sheets["Table_3"], "Wiltshire")[2] = cell
    for row in sheets["Table_3"]:
        if str(row[:1]).startswith("['Total"):
            row[2] -= 5
    kept = [row for row in figures(read(tmp_path, sheets), role="designated officers") if row[0] == SEPTEMBER]
    assert not kept


def test_a_headcount_with_a_fraction_is_left_out(tmp_path):
    sheets = tables.workforce()
    find(sheets["Table_5"], "Wiltshire")[1] = 12.45
    for row in sheets["Table_5"]:
        if str(row[:1]).startswith("['Total"):
            row[1] += 0.45
    assert [row[0] for row in figures(read(tmp_path, sheets), role="volunteers")] == [SEPTEMBER]


def test_one_date_may_stand_in_the_title_alone(tmp_path):
    sheets = tables.workforce()
    table = sheets["Table_5"]
    table[0] = ["Table 5: Police support volunteers by police force area, England and Wales, as at 30 September 20171"]
    table[5] = []
    assert [row[0] for row in figures(read(tmp_path, sheets), role="volunteers")] == [date(2017, 9, 1)]


@pytest.mark.parametrize(
    ("sheet", "name", "column", "cell", "told"),
    [
        ("Table_1", "Wiltshire", 2, 99.25, "its forces add up to 4,309.75, but it prints 4,310.75"),
        ("Table_1", "Total 43", 0, "All forces", "it has no row 'Total 43 forces'"),
        ("Table_1", "Wiltshire", 0, "Wessex", "it has no row for Wiltshire Police"),
        ("Table_1", "Wiltshire", 0, "Kent", "Kent Police is listed 2 times"),
        ("Table_1", "West Midlands", 0, "Region", "West Midlands Police is listed 1 times"),
        (
            "Table_1",
            "Table 1",
            0,
            "Table 1: Horses by police force area",
            "'Horses' is not a known part of the workforce",
        ),
        ("Table_1", "England and Wales", 2, "Persons", "neither full-time equivalents nor headcount"),
        ("Index", "Table 1", 2, "", "it has no date under 'Last updated'"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path, sheet, name, column, cell, told):
    sheets = tables.workforce()
    find(sheets[sheet], name)[column] = cell
    with pytest.raises(SourceError, match=told):
        read(tmp_path, sheets)


def test_a_workbook_without_a_table_by_force_is_refused(tmp_path):
    with pytest.raises(SourceError, match="none of its sheets is a table by police force area"):
        read(tmp_path, {"Index": tables.workforce()["Index"]})


def test_a_table_that_tells_no_day_is_refused(tmp_path):
    sheets = tables.workforce()
    sheets["Table_1"][5] = ["", "before", "after"]
    with pytest.raises(SourceError, match="neither its headings nor its title give a date"):
        read(tmp_path, sheets)


def test_what_follows_the_forces_must_come_to_the_last_total(tmp_path):
    sheets = tables.workforce()
    find(sheets["Table_1"], "British Transport")[1] += 1
    with pytest.raises(SourceError, match=r"the rows above it add up to 4,412\.00, but it prints 4,411"):
        read(tmp_path, sheets)
