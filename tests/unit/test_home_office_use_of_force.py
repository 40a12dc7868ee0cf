"""The Home Office use of force tables: each fault they really had is read right or refused."""

from datetime import date

import pytest

import official_tables as tables
from official_tables import WILTSHIRE, figures, find, save
from peelian.core.errors import SourceError
from peelian.sources.publishers import home_office_use_of_force

SEPTEMBER, MARCH = date(2019, 9, 1), date(2020, 3, 1)


def read(tmp_path, sheets):
    return home_office_use_of_force.read_use_of_force(save(tmp_path / "any name.xlsx", sheets))


def test_incidents_devices_and_tactics_are_three_counts(tmp_path):
    found = read(tmp_path, tables.use_of_force())
    assert found.as_at == date(2020, 12, 17)
    assert figures(found, counted="incidents") == [(MARCH, WILTSHIRE, "", "", "incidents", "all", "all", 10)]
    devices = {row[5]: row[-1] for row in figures(found, counted="device uses")}
    assert devices == {"drawn": 1, "aimed": 0, "red-dot": 1, "arced": 0, "drive stun": 0, "fired": 1,
                       "angled drive stun": 0, "not stated": 0}  # fmt: skip
    whole = [row for row in figures(found, counted="tactics") if row[6] == "all"]
    assert sorted(row[5] for row in whole) == sorted(home_office_use_of_force.GROUPS)
    assert {row[6] for row in found.rows} == {"all", "gender: Male", "gender: Female", "health: Mental", "health: None"}


def test_only_the_workbooks_own_year_is_read(tmp_path):
    assert {month for _, month in read(tmp_path, tables.use_of_force()).covers} == {MARCH}


def test_the_first_edition_has_no_tactics_by_force_and_devices_of_one_year(tmp_path):
    sheets = tables.use_of_force(2017, tactics=False)
    title = "Table 13. Use of CED by type and police force: 1 April 2017 to 31 March 2018"
    sheets["Table_13"] = [[title], *([*row[1:]] for row in sheets["Table_13"][1:4]),
                          *([*row[1:]] for row in sheets["Table_13"] if row and row[0] == "2017/18")]  # fmt: skip
    earlier = [[title.replace("1 April 2017 to 31 March 2018", "January to March 2017")], *sheets["Table_13"][1:]]
    found = read(tmp_path, {**sheets, "Table_14": earlier})
    assert sum(row[-1] for row in figures(found, counted="device uses")) == 3


def test_a_figure_not_available_is_not_nought(tmp_path):
    sheets = tables.use_of_force()
    find(sheets["Table_12"], "Wiltshire", 1)[2] = ":"
    find(sheets["Table_12"], "Total England", 1)[2] = 420
    found = read(tmp_path, sheets)
    assert not figures(found, counted="incidents")
    assert figures(found, counted="tactics")


@pytest.mark.parametrize(
    ("sheet", "name", "at", "column", "cell", "told"),
    [
        ("Table_12", "Wiltshire", 1, 2, 11, "its forces add up to 431, but it prints 430"),
        ("Table_12", "Wiltshire", 1, 2, 10.5, "10.5 is not a whole number"),
        ("Table_12", "Wiltshire", 1, 1, "Wessex", "it has no row for Wiltshire Police"),
        ("Table_12", "Total England", 1, 1, "All", "it has no row 'Total England and Wales'"),
        ("Table_12", "Table 12", 0, 0, "Table 12. Incidents", "it has no table of incidents by police force"),
        ("Table_13", "Financial year", 0, 5, "Waved", "it has no column 'Aimed'"),
        ("Table_15", "Wiltshire", 0, 2, "*All", "it has no row 'Total Tactics' below"),
        ("Table_15", "Wiltshire", 0, 5, 7, "its forces add up to 259, but it prints 258"),
        ("Contents", "Publication", 0, 0, "Published", "its contents give no 'Publication Date'"),
        ("Contents", "Police use", 0, 0, "Police use of force", "do not name its financial year"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path, sheet, name, at, column, cell, told):
    sheets = tables.use_of_force()
    find(sheets[sheet], name, at)[column] = cell
    with pytest.raises(SourceError, match=told):
        read(tmp_path, sheets)


def test_a_force_told_twice_is_refused(tmp_path):
    sheets = tables.use_of_force()
    sheets["Table_12"].append(["any", "Kent", 0])
    with pytest.raises(SourceError, match="Kent Police is listed twice"):
        read(tmp_path, sheets)


def test_uses_that_do_not_come_to_a_forces_total_are_refused(tmp_path):
    sheets = tables.use_of_force()
    own = [row for row in sheets["Table_13"] if row and row[0] == "2019/20"]
    find(own, "Wiltshire", 2)[3], find(own, "Kent", 2)[3] = 4, 2
    with pytest.raises(SourceError, match="the uses add up to 3, but it prints 2"):
        read(tmp_path, sheets)


def test_a_table_without_its_headings_is_refused(tmp_path):
    sheets = tables.use_of_force()
    find(sheets["Table_12"], "Region")[1] = "Force"
    with pytest.raises(SourceError, match="no row has the headings Police force, Total"):
        read(tmp_path, sheets)
