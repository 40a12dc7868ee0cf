"""A return's template is taken as it is sent back: its example, in a workbook and in CSV, without a question."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

import offices
from peelian.core.errors import DefinitionError, SourceError
from peelian.sources.received import intake, kept_files
from peelian.sources.received.receive import Options
from peelian.suppliers import template
from peelian.workspace.workspace import load

CALLS = """
name = "calls_return"
title = "Calls"
supplier = "The control room"
fills = "calls"
evidence = "reported"
threshold = 0
column = [
  {name = "month", header = "Month", type = "month", key = true},
  {name = "force", header = "Force", type = "force", key = true},
  {name = "line", header = "Line", key = true, allowed = ["999", "101"], says = "The number dialled."},
  {name = "answered", header = "Answered", key = true, allowed = ["within 10 seconds", "later"]},
  {name = "note", header = "Remark", may_be_blank = true},
  {name = "n", header = "Calls", type = "whole number"},
]
"""
MONTH = date(2025, 12, 1)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = offices.write(tmp_path / "office")
    (folder / "sources" / "calls_return.toml").write_text(CALLS)
    return folder


def filled(path: Path) -> Path:
    """The example's rows in the sheet that is to be filled in, as a supplier would."""
    book = load_workbook(path)
    for row in list(book["Example"].iter_rows(min_row=2, values_only=True)):
        book["Return"].append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_is_sent_back_is_taken_without_a_question(suffix: str, office: Path, tmp_path: Path):
    path = tmp_path / f"calls{suffix}"
    workspace = load(offices.know_barsetshire(office))
    template.send_out(workspace, "calls_return", path, MONTH)
    intake.receive_known(workspace, [filled(path) if suffix == ".xlsx" else path], Options())
    [held] = kept_files.received(office / "received", workspace.contracts)
    assert held.rows
    assert [row[4:] for row in held.rows()] == [
        ("999", "within 10 seconds", "", 10), ("999", "later", "", 20),
        ("101", "within 10 seconds", "", 30), ("101", "later", "", 40),
    ]  # fmt: skip
    assert {row[:2] for row in held.rows()} == {(MONTH, "Barsetshire Constabulary")}, (
        "no real force beside made-up figures"
    )


def test_an_example_that_comes_back_as_it_was_is_not_taken_for_figures(office: Path, tmp_path: Path):
    path = tmp_path / "calls.csv"
    template.send_out(load(office), "calls_return", path, MONTH)
    with pytest.raises(SourceError, match=r"calls\.csv, cell B2: 'Barsetshire Constabulary' is not a known force"):
        intake.receive_known(load(office), [path], Options())


def test_words_are_chosen_from_lists_and_columns_explained(office: Path, tmp_path: Path):
    path = tmp_path / "calls.xlsx"
    template.send_out(load(office), "calls_return", path, MONTH)
    book = load_workbook(path)
    chosen = {str(v.sqref): (v.type, v.formula1) for v in book["Return"].data_validations.dataValidation}
    assert chosen == {
        "C2:C2001": ("list", "Words!$C$2:$C$3"), "D2:D2001": ("list", "Words!$D$2:$D$3"), "F2:F2001": ("whole", "0"),
    }  # fmt: skip
    told = [[cell.value for cell in row] for row in book["About the columns"].iter_rows(min_row=2, max_row=7)]
    assert ["Line", "One of: 999, 101", "yes", "The number dialled."] in told
    assert ["Remark", "Words", "no", "As the heading says."] in told


@pytest.mark.parametrize(
    ("name", "file", "told"),
    [("calls", "a.xlsx", "there is no return 'calls'"), ("calls_return", "a.pdf", "ends in neither .xlsx nor .csv")],
)
def test_what_cannot_be_sent_is_told(name, file, told, office: Path, tmp_path: Path):
    with pytest.raises(DefinitionError, match=told):
        template.send_out(load(office), name, tmp_path / file, MONTH)
    assert not (tmp_path / file).exists()
