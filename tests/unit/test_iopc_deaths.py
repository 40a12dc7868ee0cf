"""The IOPC tables of deaths: each fault they really had is read right or refused."""

from datetime import date

import pytest

import official_tables as tables
from official_tables import figures, find, save
from peelian.core.errors import SourceError
from peelian.sources.publishers import iopc_deaths

SEPTEMBER, MARCH = date(2019, 9, 1), date(2020, 3, 1)


def read(tmp_path, sheets):
    return iopc_deaths.read_deaths(save(tmp_path / "any name.xlsx", sheets))


def test_each_year_and_kind_is_read(tmp_path):
    found = read(tmp_path, tables.deaths())
    assert found.as_at == date(2020, 3, 31)
    own = {row[4]: row[-1] for row in figures(found, counted="deaths") if row[0] == MARCH}
    assert own == {"road traffic incident": 1, "in or following police custody": 1, "other contact": 1,
                   "apparent suicide following police custody": 1, "fatal shooting": 0}  # fmt: skip


def test_a_force_not_listed_among_shootings_had_none_for_the_sheet_says_so(tmp_path):
    sheets = tables.deaths()
    sheets["Shootings_By_Force"][4] = []
    with pytest.raises(SourceError, match="it has no row for Avon and Somerset Constabulary, "):
        read(tmp_path, sheets)


def test_a_death_counted_at_two_forces_is_at_both_and_once_in_the_total(tmp_path):
    found = read(tmp_path, tables.deaths())
    shot = {row[1]: row[-1] for row in found.rows if row[0] == MARCH and row[4] == "fatal shooting" and row[-1]}
    assert shot == {"City of London Police": 3, "Metropolitan Police Service": 3}


def test_more_than_the_shared_deaths_over_the_total_is_refused(tmp_path):
    sheets = tables.deaths()
    find(sheets["Shootings_By_Force"], "Total")[2] = 2
    with pytest.raises(SourceError, match="its rows add up to 6, but it prints 2"):
        read(tmp_path, sheets)


def test_a_row_of_two_forces_is_neithers(tmp_path):
    found = read(tmp_path, tables.deaths())
    custody = [row for row in found.rows if row[0] == MARCH and row[4] == "in or following police custody"]
    assert sum(row[-1] for row in custody) == 43


@pytest.mark.parametrize(
    ("sheet", "name", "column", "cell", "told"),
    [
        ("RTI_By_Force", "Wiltshire", 2, 2, "the years of Wiltshire add up to 3, but it prints 2"),
        ("RTI_By_Force", "Total", 2, 44, "its rows add up to 45, but it prints 44"),
        ("RTI_By_Force", "Wiltshire", 0, "Wessex", "it has no row for Wiltshire Police"),
        ("RTI_By_Force", "Wiltshire", 0, "Kent", "Kent Police is listed more than once"),
        ("RTI_By_Force", "Wiltshire", 2, "many", "'many' is neither a figure"),
        ("RTI_By_Force", "Road traffic", 0, "Falls", "'Falls' is not a known kind of death"),
        ("RTI_By_Force", "Appropriate", 0, "Force", "does not begin with 'Appropriate authority'"),
        ("RTI_By_Force", "Table 5", 0, "Deaths", "it has no table by appropriate authority"),
        ("RTI_By_Force", "Total", 0, "All", "it has no row of years, or no row of totals"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path, sheet, name, column, cell, told):
    sheets = tables.deaths()
    find(sheets[sheet], name)[column] = cell
    with pytest.raises(SourceError, match=told):
        read(tmp_path, sheets)


def test_a_workbook_without_a_kind_is_refused(tmp_path):
    sheets = tables.deaths()
    del sheets["Custody_By_Force"]
    with pytest.raises(SourceError, match="no table of deaths by force: in or following police custody"):
        read(tmp_path, sheets)
