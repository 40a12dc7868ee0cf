"""The workbook's own checker: each fault that keeps someone out of a spreadsheet is found, and its sheet named."""

import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from test_workbook import PACK

from peelian.readback.workbook_access import workbook_faults
from peelian.render.workbook.workbook import workbook

Edit = Callable[[Any], object]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "workbook.xlsx"
    workbook(PACK, path)
    return path


def edited(sound: Path, path: Path, edit: Edit) -> Path:
    book = load_workbook(sound)
    edit(book)
    book.save(path)
    return path


def setting(sheet: str, cell: str, value: object) -> Edit:
    return lambda book: setattr(book[sheet][cell], "value", value)


def heading(book: Any, column: str) -> str:
    """The cell that heads a column of the first table."""
    return f"{column}{re.match(r'[A-Z]+([0-9]+)', next(iter(book['Table_1'].tables.values())).ref)[1]}"


def untable(book: Any) -> None:
    book["Table_1"].tables.clear()


def test_a_sound_workbook_has_no_fault_and_is_quickly_looked_through(sound):
    begun = time.perf_counter()
    assert workbook_faults(sound) == []
    assert time.perf_counter() - begun < 0.3


def test_a_workbook_saved_by_another_program_is_read_too(sound, tmp_path):
    assert workbook_faults(edited(sound, tmp_path / "saved.xlsx", lambda _: None)) == []


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (lambda book: book["Table_1"].merge_cells("A1:C1"), "sheet 'Table_1': it has a merged cell"),
        (lambda book: setattr(book["Table_1"], "freeze_panes", "B2"), "sheet 'Table_1': it has frozen panes"),
        (lambda book: setattr(book["Notes"].auto_filter, "ref", "A4:B6"), "sheet 'Notes': it has a filter"),
        (lambda book: setattr(book["Table_2"], "sheet_state", "hidden"), "sheet 'Table_2': it is hidden"),
        (lambda book: setattr(book["Table_2"].row_dimensions[6], "hidden", True), "sheet 'Table_2': it hides rows"),
        (lambda book: setattr(book["Table_2"].column_dimensions["B"], "hidden", True), "sheet 'Table_2': it hides"),
        (setting("Table_1", "A1", None), "sheet 'Table_1': its cell A1 is empty"),
        (setting("Table_1", "A1", "  "), "sheet 'Table_1': its cell A1 is empty"),
        (setting("Figures", "C9", "=1+1"), "sheet 'Figures': it has a formula"),
        (setting("Figures", "C9", "#N/A"), "sheet 'Figures': cell C9 holds an error"),
        (setting("Figures", "C9", None), "sheet 'Figures': cell C9 of its table is empty"),
        (lambda book: setting("Table_1", heading(book, "C"), "Value")(book), "2 columns are headed 'Value'"),
        (lambda book: setting("Table_1", heading(book, "C"), None)(book), "has no heading; name it"),
        (lambda book: setattr(book["Notes"], "title", "Remarks"), "there is no sheet 'Notes'"),
        (lambda book: book.remove(book["Cover"]), "there is no sheet 'Cover'"),
        (lambda book: book.remove(book["Contents"]), "there is no sheet 'Contents'"),
        (lambda book: book.copy_worksheet(book["Table_1"]), "sheet 'Table_1 Copy': the contents do not link to it"),
        (untable, "sheet 'Table_1': it holds 0 tables; a sheet has one"),
    ],
)
def test_a_seeded_fault_is_found_and_its_sheet_named(sound, tmp_path, edit, fault):
    found = workbook_faults(edited(sound, tmp_path / "broken.xlsx", edit))
    assert any(fault in one for one in found), found


def test_a_filter_on_the_table_itself_is_found(sound, tmp_path):
    path = tmp_path / "filtered.xlsx"
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/tables/table3.xml":
                content = content.replace(b"<tableColumns", b'<autoFilter ref="A8:D11"/><tableColumns')
            new.writestr(name, content)
    assert [fault.partition(";")[0] for fault in workbook_faults(path)] == ["sheet 'Table_1': it has a filter"]


def test_every_fault_says_what_to_do(sound, tmp_path):
    def break_much(book: Any) -> None:
        book["Table_1"].merge_cells("A1:C1")
        book["Table_1"].freeze_panes = "B2"
        book["Figures"]["C9"] = "#N/A"
        book.remove(book["Contents"])

    found = workbook_faults(edited(sound, tmp_path / "broken.xlsx", break_much))
    assert len(found) == 4
    assert all("; " in fault for fault in found)
