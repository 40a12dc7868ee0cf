"""Hidden rows and columns: told, and refused, where they have figures."""

from pathlib import Path
from typing import Any

import pytest

from peelian.sources.returns import hidden_cells
from peelian.sources.spreadsheets import sheets
from suppliers import book

TABLE = [["Month", "Calls", "Note"], ["Jan 2026", 12, "a"], ["Feb 2026", 13, "b"], ["", "", "c"]]


def hide_row(number: int) -> Any:
    return lambda made: setattr(made.active.row_dimensions[number], "hidden", True)


def hide_column(letter: str) -> Any:
    return lambda made: setattr(made.active.column_dimensions[letter], "hidden", True)


@pytest.mark.parametrize(
    ("edit", "faults"),
    [
        (hide_row(3), ["row 3 is hidden, and has figures"]),
        (hide_column("B"), ["column B is hidden, and has figures"]),
        (hide_row(4), []),
        (hide_column("C"), []),
        (lambda _: None, []),
    ],
)
def test_hidden_figures_are_refused(edit: Any, faults: list[str], tmp_path: Path):
    path = book("A & B", edit=edit)(TABLE, tmp_path / "calls")
    found = list(hidden_cells.check(path, sheets.read(path)))
    assert [(fault.where, fault.what) for fault in found] == [("calls.xlsx, sheet 'A & B'", what) for what in faults]


def test_text_hides_nothing(tmp_path: Path):
    path = tmp_path / "calls.csv"
    path.write_text("Month,Calls\n2026-01,1\n")
    assert list(hidden_cells.check(path, sheets.read(path))) == []
