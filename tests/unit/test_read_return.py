"""Declared returns: a file is what its template agrees, or every fault is told with its line and column."""

from datetime import date
from pathlib import Path

import pytest

from peelian.core.errors import Faults, PeelianError, SourceError
from peelian.core.periods import Period
from peelian.findings import ask as findings_ask
from peelian.sources.received import intake
from peelian.sources.received.receive import Options
from peelian.sources.returns import read_return
from peelian.workspace.templates import read_contracts
from peelian.workspace.workspace import load

TEMPLATE = """
name = "calls"
title = "999 calls"
supplier = "Wiltshire Police"
fills = "calls"
evidence = "reported"
threshold = 5
force = "Wiltshire Police"
months = "2025-10:2025-12"

[[column]]
name = "month"
header = "Month"
type = "month"
key = true

[[column]]
name = "line"
header = "Line"
key = true
allowed = ["999", "101"]

[[column]]
name = "note"
header = "Note"
may_be_blank = true

[[column]]
name = "n"
header = "Calls"
type = "whole number"
"""

MEASURE = """
name = "calls"
title = "Calls"
why = "It tells how many call."
unit = "count"
better = "neutral"
areas = ["force", "local authority"]
[numerator]
facts = "calls"
where.line = ["999"]
"""

GOOD = """Month,Line,Note,Calls
2025-10,999,,120
2025-10,101,late,3
2025-11,999,"busy, very",130
"""


@pytest.fixture
def office(workspace: Path) -> Path:
    (workspace / "sources" / "calls.toml").write_text(TEMPLATE)
    (workspace / "measures" / "calls.toml").write_text(MEASURE)
    return workspace


@pytest.fixture
def read(office: Path, tmp_path: Path):
    """What a return of this text is read as."""
    contract = read_contracts(office / "sources")["calls"]

    def read(text: str) -> read_return.Return:
        path = tmp_path / "calls.csv"
        path.write_bytes(text.encode())
        return read_return.read_return(path, contract)

    return read


def test_a_return_becomes_rows_of_its_fact_table(read):
    found = read(GOOD)
    assert found.rows[0] == (date(2025, 10, 1), "Wiltshire Police", "", "", "999", "", 120)
    assert [row[-2:] for row in found.rows] == [("", 120), ("late", 3), ("busy, very", 130)]
    assert found.covers == (("Wiltshire Police", date(2025, 10, 1)), ("Wiltshire Police", date(2025, 11, 1)))


def test_the_order_of_columns_extra_columns_line_ends_and_a_byte_order_mark_do_not_matter(read):
    other = "\ufeffCalls,Officer's own notes,Line,Month,Note\r\n120,ask Jo,999,2025-10,\r\n"
    assert read(other).rows == ((date(2025, 10, 1), "Wiltshire Police", "", "", "999", "", 120),)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2025-13,999,,1", "line 5: 'Month': '2025-13' is not a month"),
        ("October,999,,1", "line 5: 'Month': 'October' is not a month"),
        (",999,,1", "line 5: 'Month' is blank"),
        ("2025-12,112,,1", "line 5: 'Line' is '112', not one of 999, 101"),
        ("2025-12,999,,", "line 5: 'Calls' is blank"),
        ("2025-12,999,,-1", "line 5: 'Calls' is '-1', not a whole number"),
        ("2025-12,999,,1.5", "line 5: 'Calls' is '1.5', not a whole number"),
        ('2025-12,999,,"1,200"', "line 5: 'Calls' is '1,200', not a whole number"),
        ("2025-12,999,,٣", "line 5: 'Calls' is '٣', not a whole number"),
        ("2025-12,999,,1,", "line 5: it has 5 cells, the header 4"),
        ("2025-10,101,again,9", "line 5: it repeats line 3"),
    ],
)
def test_each_fault_is_told_with_its_line_and_column(read, line, told):
    with pytest.raises(SourceError) as fault:
        read(GOOD + line + "\n")
    assert f"calls.csv, {told}" in str(fault.value)


def test_all_faults_are_told_together(read):
    with pytest.raises(Faults) as fault:
        read(GOOD + "2025-13,999,,1\n2025-12,112,,1\n")
    assert [f.where for f in fault.value.faults] == ["calls.csv, line 5", "calls.csv, line 6"]


def test_a_file_of_faults_stops_at_twenty(read):
    with pytest.raises(Faults) as fault:
        read(GOOD + "2025-13,999,,1\n" * 500)
    assert len(fault.value.faults) == 21
    assert "more than 20 faults" in str(fault.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Month,Line,Calls\n2025-10,999,1\n", "line 1: it has no column 'Note'"),
        ("Month,Line,Note,Calls,Calls\n2025-10,999,,1,2\n", "line 1: it has more than one column 'Calls'"),
        ("Month,Line,Note,calls\n2025-10,999,,1\n", "line 1: it has no column 'Calls'"),
        ("", "line 1: it has no column 'Month'"),
        ("Month,Line,Note,Calls\n", "it has a header and no rows"),
        ('Month,Line,Note,Calls\n2025-10,999,"not closed,1\n', "line 2: unexpected end of data"),
    ],
)
def test_a_file_that_is_not_the_template_is_refused(read, text, told):
    with pytest.raises(PeelianError) as fault:
        read(text)
    assert f"calls.csv{', ' if told.startswith('line') else ': '}{told}" in str(fault.value)


def answered(office: Path, period: str, area: str = "wiltshire"):
    declared = load(office)
    with findings_ask.answers(declared, declared.measures.values()) as ask:
        return ask.outcome("calls", area, Period.parse(period))


def test_a_return_is_known_by_its_columns_and_its_small_numbers_are_withheld(office, tmp_path):
    file = tmp_path / "from the force.csv"
    file.write_text(GOOD.replace("999,,120", "999,,4"))
    (snapshot,) = intake.receive_known(load(office), [file], Options()).received
    assert (snapshot.source, snapshot.evidence, snapshot.threshold) == ("calls", "reported", 5)
    assert answered(office, "2025-10").reason == "withheld because it is below 5, so that nobody can be identified"
    assert answered(office, "2025-11").numerator == 130
    assert answered(office, "2025-11").made.evidence == "reported"


def test_a_month_with_no_row_is_absent_and_a_month_told_as_zero_is_zero(office, tmp_path):
    file = tmp_path / "calls.csv"
    file.write_text(GOOD + "2025-12,999,,0\n")
    intake.receive_known(load(office), [file], Options())
    assert answered(office, "2025-12").numerator == 0
    assert answered(office, "2025-26-q4").reason == "0 of 3 months (January 2026 to March 2026 missing)"


def test_a_return_that_tells_no_place_gives_figures_for_the_force_alone(office, tmp_path):
    file = tmp_path / "calls.csv"
    file.write_text(GOOD)
    intake.receive_known(load(office), [file], Options())
    assert "0 of 1 months" in answered(office, "2025-10", "swindon").reason


def test_a_later_return_replaces_the_months_it_tells_and_no_others(office, tmp_path):
    file = tmp_path / "calls.csv"
    file.write_text(GOOD)
    intake.receive_known(load(office), [file], Options(as_at=date(2025, 12, 1)))
    file.write_text("Month,Line,Note,Calls\n2025-11,999,revised,140\n")
    intake.receive_known(load(office), [file], Options(as_at=date(2026, 1, 1)))
    assert [answered(office, month).numerator for month in ("2025-10", "2025-11")] == [120, 140]


def test_a_template_that_is_gone_is_asked_back(office, tmp_path):
    file = tmp_path / "calls.csv"
    file.write_text(GOOD)
    intake.receive_known(load(office), [file], Options())
    (office / "sources" / "calls.toml").unlink()
    (office / "measures" / "calls.toml").unlink()
    with pytest.raises(SourceError, match=r"put sources/calls\.toml back"), findings_ask.answers(load(office), []):
        pass
