"""The return templates Peelian ships: each can be sent out and taken back, and no two are mistaken for each other."""

import shutil
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

import offices
from peelian.core.errors import PeelianError, SourceError
from peelian.sources.received import intake
from peelian.sources.received.receive import Options
from peelian.sources.registers import setup_workbook
from peelian.sources.returns import identities, read_return
from peelian.suppliers import template
from peelian.workspace import new_workspace, templates
from peelian.workspace.measures import shipped_measures
from peelian.workspace.templates import shipped_returns
from peelian.workspace.workspace import load

RETURNS = shipped_returns()
MONTH = date(2025, 12, 1)
NOBODY = ("Barsetshire Constabulary", "Wiltshire Police")
"""Whose the example's figures are, which no office takes for its own; and the office's force."""


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_template_sent_out_comes_back_filled_in_without_a_question(tmp_path: Path, ending: str):
    """The example that goes out with it is filled in: what it says holds together, identities too."""
    office = offices.know_barsetshire(offices.write(tmp_path / "office"))
    shutil.rmtree(office / "sources")
    templates.take_returns(office, list(RETURNS))
    sent = tmp_path / "sent"
    sent.mkdir()
    for name in RETURNS:
        template.send_out(load(office), name, sent / f"{name}.{ending}", MONTH)
        if ending == "xlsx":
            _fill_in(sent / f"{name}.xlsx")
        else:
            example = sent / f"{name}.csv"
            example.write_text(example.read_text("utf-8").replace(*NOBODY), "utf-8", newline="")
    report = intake.receive(load(office), sorted(sent.iterdir()), Options(as_at=MONTH), confirm=_nobody)
    assert {snapshot.source for snapshot in report.received} == set(RETURNS)
    assert not report.left_out


def _fill_in(path: Path) -> None:
    """Copy the example's rows where a supplier writes."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    for row in book["Example"].iter_rows(min_row=2):
        for cell in row:
            book["Return"].cell(cell.row, cell.column, NOBODY[1] if cell.value == NOBODY[0] else cell.value)
    for name in ("Example", "About the columns", "Words"):
        book[name].sheet_state = "hidden"
    book.save(path)


def _nobody(seen: str) -> bool:
    raise AssertionError(f"nobody is there to be asked: {seen}")


def test_no_template_has_all_the_headings_of_another():
    for one, other in combinations(RETURNS.values(), 2):
        heads = [{column.header for column in contract.column} for contract in (one, other)]
        assert not heads[0] <= heads[1] and not heads[1] <= heads[0], (one.name, other.name)


def test_every_template_says_what_it_is_for_and_fills_a_table_that_measures_test():
    tested = {facts for measure in shipped_measures().values() for facts in measure.columns}
    for contract in RETURNS.values():
        assert contract.why.endswith(".") and contract.title and contract.supplier
        assert contract.fills in tested
    assert len(shipped_measures()) >= 70


def test_a_new_office_is_given_the_returns_of_the_measures_it_begins_with(tmp_path: Path):
    start = new_workspace.Start("Office", "wiltshire", "Plan", ("complaints_open", "recorded_crime"), "2025-26-q3")
    new_workspace.make_workspace(tmp_path / "office", start)
    assert {path.name for path in (tmp_path / "office" / "sources").iterdir()} == {"complaints_return.toml"}
    assert load(tmp_path / "office").contracts["complaints_return"].fills == "complaints"
    with pytest.raises(PeelianError, match="there is no return 'complaint'; name one of calls_return"):
        templates.take_returns(tmp_path / "office", ["complaint"])


def test_a_supplier_written_in_the_workbook_takes_the_return_in(tmp_path: Path):
    from openpyxl import load_workbook

    office = offices.write(tmp_path / "office")
    setup_workbook.export(load(office), tmp_path / "setup.xlsx")
    assert setup_workbook.changes(load(office), tmp_path / "setup.xlsx") == ()
    book = load_workbook(tmp_path / "setup.xlsx")
    sheet = book["Suppliers"]
    [row] = [row for row in sheet.iter_rows(min_row=2) if row[0].value == "complaints_return"]
    row[2].value = "Complaints team of the office"
    book.save(tmp_path / "setup.xlsx")
    changed = setup_workbook.changes(load(office), tmp_path / "setup.xlsx")
    assert [change.keys for change in changed] == [("supplier",)]
    setup_workbook.apply(changed)
    assert load(office).contracts["complaints_return"].supplier == "Complaints team of the office"


COMPLAINTS = {"open at start": 40, "received": 12, "closed": 9, "open at end": 43, "open under 30 days": 20,
              "open 30 to 120 days": 13, "open over 120 days": 10}  # fmt: skip


def written(path: Path, *months: tuple[str, dict[str, int]]) -> Path:
    lines = [f"{month},Wiltshire Police,{figure},{n}" for month, told in months for figure, n in told.items()]
    path.write_text("\n".join(["Month,Force,Figure,Complaint cases", *lines]) + "\n", encoding="utf-8")
    return path


def test_figures_that_agree_are_taken(tmp_path: Path):
    after = {**COMPLAINTS, "open at start": 43, "open at end": 46, "open under 30 days": 23}
    path = written(tmp_path / "c.csv", ("2025-11", COMPLAINTS), ("2025-12", after))
    assert len(read_return.read_return(path, RETURNS["complaints_return"]).rows) == 14


@pytest.mark.parametrize(
    ("figure", "more", "said"),
    [
        ("open at end", 1, r"'open at start' \+ 'received' - 'closed' is 43, but 'open at end' is 44"),
        ("open over 120 days", -1, "is 42, but 'open at end' is 43"),
    ],
)
def test_figures_that_do_not_agree_are_told_and_never_mended(tmp_path: Path, figure: str, more: int, said: str):
    wrong = {**COMPLAINTS, figure: COMPLAINTS[figure] + more}
    with pytest.raises(PeelianError, match=said):
        read_return.read_return(written(tmp_path / "c.csv", ("2025-12", wrong)), RETURNS["complaints_return"])


def test_what_a_month_begins_with_is_what_the_one_before_ended_with(tmp_path: Path):
    after = {**COMPLAINTS, "open at start": 41, "open at end": 44, "open under 30 days": 21}
    path = written(tmp_path / "c.csv", ("2025-11", COMPLAINTS), ("2025-12", after))
    with pytest.raises(PeelianError, match="'open at start' is 41, but 'open at end' of the month before is 43"):
        read_return.read_return(path, RETURNS["complaints_return"])


def test_a_figure_left_out_breaks_no_sum():
    contract = RETURNS["complaints_return"]
    rows = [
        (MONTH, "Wiltshire Police", "", "", "open at start", 40),
        (MONTH, "Wiltshire Police", "", "", "received", 1),
    ]
    assert list(identities.broken(rows, contract, "c.csv")) == []


@pytest.mark.parametrize(
    ("told", "held"),
    [("£1,250.50", 125050), ("1250", 125000), ("-12.345", -1235), ("998251", 99825100), ("−3", -300)],
)
def test_pounds_are_held_in_pence(tmp_path: Path, told: str, held: int):
    path = tmp_path / "g.csv"
    head = "Month,Force,Grant,Scheme,Figure,Pounds"
    path.write_text(f'{head}\n2025-12,Wiltshire Police,Round,Town,awarded,"{told}"\n', encoding="utf-8")
    [row] = read_return.read_return(path, RETURNS["grants_return"]).rows
    assert row[-1] == held


@pytest.mark.parametrize(("told", "held"), [("71.2%", "71.2"), ("64", "64"), ("100.0", "100.0")])
def test_a_survey_figure_is_kept_as_told(tmp_path: Path, told: str, held: str):
    path = tmp_path / "s.csv"
    head = "Month,Force,Survey,Question,Per cent,Base"
    path.write_text(f"{head}\n2025-12,Wiltshire Police,victims,overall,{told},410\n", encoding="utf-8")
    [row] = read_return.read_return(path, RETURNS["surveys_return"]).rows
    assert row[-2:] == (held, 410)


@pytest.mark.parametrize("told", ["about 70", "70-75", "n/a", "="])
def test_what_is_no_figure_is_a_fault(tmp_path: Path, told: str):
    path = tmp_path / "s.csv"
    head = "Month,Force,Survey,Question,Per cent,Base"
    path.write_text(f"{head}\n2025-12,Wiltshire Police,victims,overall,{told},410\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"line 2: 'Per cent' is .*, not a figure; correct the cell"):
        read_return.read_return(path, RETURNS["surveys_return"])


def test_a_quarterly_return_covers_every_month_of_its_quarter(tmp_path: Path):
    path = tmp_path / "d.csv"
    head = "Quarter ending,Force,Level,Strand,Disruptions"
    path.write_text(f"{head}\n2025-12,Wiltshire Police,minor,Pursue,7\n", encoding="utf-8")
    found = read_return.read_return(path, RETURNS["soc_disruptions_return"])
    assert [month.isoformat()[:7] for _, month in found.covers] == ["2025-10", "2025-11", "2025-12"]
    assert found.rows[0][0] == MONTH
