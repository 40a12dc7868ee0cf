"""Hidden rows and columns: refused where they have figures, however their file says that they are hidden."""

from pathlib import Path
from typing import Any

import pytest

from hostile.books import ods, ods_rows, packed, parts, xlsx
from peelian.sources.returns import hidden_cells
from peelian.sources.spreadsheets import sheets
from suppliers import book

TABLE = [["Month", "Calls", "Note"], ["Jan 2026", 12, "a"], ["Feb 2026", 13, "b"], ["", "", "c"]]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
ROW_3, COLUMN_B = "it has figures in hidden row 3", "it has figures in hidden column B"


def hide_row(number: int) -> Any:
    return lambda made: setattr(made.active.row_dimensions[number], "hidden", True)


def hide_column(letter: str) -> Any:
    return lambda made: setattr(made.active.column_dimensions[letter], "hidden", True)


def whats(path: Path) -> list[str]:
    return [fault.what for fault in hidden_cells.hidden_figures(path, sheets.read_sheets(path))]


def written(tmp_path: Path, xml: str, **more: str) -> Path:
    """A workbook of one sheet, written by hand."""
    path = tmp_path / "calls.xlsx"
    path.write_bytes(packed({**parts(xlsx(TABLE)), SHEET: xml, **more}))
    return path


def worksheet(third_row: str, before: str = "", namespace: str = MAIN) -> str:
    """One of three figures in a column B, each in a row of its own; `third_row` is how the last row begins."""
    rows = f'<row r="1"><c r="B1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>{third_row}'
    return (
        f'<worksheet xmlns="{namespace}">{before}<sheetData>{rows}<c r="B3"><v>3</v></c></row></sheetData></worksheet>'
    )


@pytest.mark.parametrize(
    ("edit", "faults"),
    [
        (hide_row(3), [ROW_3]),
        (hide_column("B"), [COLUMN_B]),
        (hide_row(4), []),
        (hide_column("C"), []),
        (lambda _: None, []),
    ],
)
def test_hidden_figures_are_refused(edit: Any, faults: list[str], tmp_path: Path):
    path = book("A & B", edit=edit)(TABLE, tmp_path / "calls")
    found = list(hidden_cells.hidden_figures(path, sheets.read_sheets(path)))
    assert [(fault.where, fault.what) for fault in found] == [("calls.xlsx, sheet 'A & B'", what) for what in faults]


@pytest.mark.parametrize(
    "row",
    [
        '<row r="3" hidden="1">',
        "<row r='3' hidden='1'>",
        '<row r = "3" hidden\n=\t"true">',
        '<row r="3" spans="1:2>" hidden="1">',
        '<row hidden="1">',
        '<row r="3" ht="0">',
        '<row r="3" ht="0" customHeight="1">',
        '<row r="3" ht="0.25" customHeight="1">',
        '<row r="9" hidden="1">',
    ],
    ids=["plain", "single quotes", "blanks", "a sign", "no number", "no height", "set", "hair", "another's number"],
)
def test_a_row_is_hidden_however_it_is_written(row: str, tmp_path: Path):
    assert whats(written(tmp_path, worksheet(row))) == [ROW_3]


@pytest.mark.parametrize("row", ['<row r="3" hidden="0" ht="15">', "<row r='3' hidden='false'>", "<row r='3'>"])
def test_a_row_that_is_seen_is_read(row: str, tmp_path: Path):
    assert whats(written(tmp_path, worksheet(row))) == []


@pytest.mark.parametrize(
    "columns",
    [
        '<cols><col min="2" max="2" hidden="1"/></cols>',
        "<cols><col hidden = 'true' max='2' min='2'/></cols>",
        '<cols><col min="2" max="16384" width="0"/></cols>',
        '<sheetFormatPr defaultRowHeight="15" defaultColWidth="0"/><cols><col min="1" max="1" width="9"/></cols>',
    ],
    ids=["hidden", "single quotes", "no width", "no usual width"],
)
def test_a_column_is_hidden_however_it_is_written(columns: str, tmp_path: Path):
    assert whats(written(tmp_path, worksheet('<row r="3">', columns))) == [COLUMN_B]


def test_rows_of_no_usual_height_are_hidden_but_those_given_one(tmp_path: Path):
    usual = '<sheetFormatPr defaultRowHeight="0" customHeight="1"/>'
    whole = worksheet('<row r="3">', usual).replace('<row r="1">', '<row r="1" ht="15">')
    assert whats(written(tmp_path, whole)) == ["it has figures in hidden row 2 and 1 more"]
    only_shown = usual.replace("/>", ' zeroHeight="1"/>')  # as Excel writes a sheet with its unused rows hidden
    assert whats(written(tmp_path, worksheet('<row r="3">', only_shown))) == []


def test_names_may_have_prefixes_and_be_of_the_strict_kind(tmp_path: Path):
    prefixed = (
        f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData><x:row r='3' hidden='1'><x:c r='B3'><x:v>3</x:v></x:c></x:row>"
        "</x:sheetData></x:worksheet>"
    )
    assert whats(written(tmp_path, prefixed)) == [ROW_3]
    assert whats(written(tmp_path, worksheet("<row r='3' hidden='1'>", namespace=STRICT))) == [ROW_3]


def test_what_cannot_be_looked_through_is_refused(tmp_path: Path):
    """calamine forgives XML that is not well formed: what it reads is then not what Excel shows."""
    twice = worksheet('<row r="3" hidden="1" hidden="0">')
    (what,) = whats(written(tmp_path, twice))
    assert what.startswith("its hidden rows and columns cannot be read")
    named = "<!DOCTYPE worksheet [<!ENTITY a 'ha'>]>" + worksheet('<row r="3">')
    (what,) = whats(written(tmp_path, named))
    assert "has a document type" in what
    path = written(tmp_path, worksheet('<row r="3" hidden="1">'))
    links = parts(path.read_bytes())["xl/_rels/workbook.xml.rels"].decode()
    elsewhere = links.replace("worksheets/sheet1.xml", "worksheets/none.xml")
    held = sheets.read_sheets(path)
    (fault,) = hidden_cells.hidden_figures(written(tmp_path, "", **{"xl/_rels/workbook.xml.rels": elsewhere}), held)
    assert "none.xml" in fault.what


@pytest.mark.parametrize("state", ["state='hidden'", 'state = "veryHidden"'])
def test_a_hidden_sheet_is_not_read(state: str, tmp_path: Path):
    path = written(tmp_path, worksheet('<row r="3" hidden="1">'))
    names = parts(path.read_bytes())["xl/workbook.xml"].decode()
    path = written(tmp_path, worksheet('<row r="3">'), **{"xl/workbook.xml": names.replace('state="visible"', state)})
    assert [sheet.hidden for sheet in sheets.read_sheets(path)] == [True]
    assert whats(path) == []


def ods_with(tmp_path: Path, rows: str, before: str = "") -> Path:
    """`before` are styles, which come before the sheets."""
    path = tmp_path / "calls.ods"
    made = ods(TABLE, rows=rows)
    content = parts(made)["content.xml"].decode()
    path.write_bytes(packed({**parts(made), "content.xml": content.replace("<office:body>", f"{before}<office:body>")}))
    return path


FIVE = ods_rows([["Mar 2026", 14, ""]])


@pytest.mark.parametrize(
    "row",
    [
        FIVE.replace("table-row>", 'table-row table:visibility="collapse">', 1),
        FIVE.replace("table-row>", "table-row table:visibility = 'filter'>", 1),
        f"<table:table-row-group table:display='false'>{FIVE}</table:table-row-group>",
        FIVE.replace("table-row>", "table-row table:style-name='ro0'>", 1),
    ],
    ids=["hidden", "filtered", "in a closed group", "no height"],
)
def test_a_row_of_ods_is_hidden_however_it_is_written(row: str, tmp_path: Path):
    flat = (
        f"<office:automatic-styles><style:style xmlns:style='{STYLE}' style:name='ro0' style:family='table-row'>"
        "<style:table-row-properties style:row-height='0cm'/></style:style>"
        f"<style:style xmlns:style='{STYLE}' style:name='ro1'><style:table-row-properties style:row-height='0.45cm'/>"
        "</style:style></office:automatic-styles>"
    )
    assert whats(ods_with(tmp_path, row, flat)) == ["it has figures in hidden row 5"]
    shown = f"<table:table-row-group table:display='true'>{FIVE}</table:table-row-group>"
    assert whats(ods_with(tmp_path, shown.replace("table-row>", "table-row table:style-name='ro1'>", 1), flat)) == []


def test_rows_after_a_closed_group_of_ods_are_seen(tmp_path: Path):
    closed = "<table:table-row-group table:display='false'><table:table-row/></table:table-row-group>"
    assert whats(ods_with(tmp_path, closed + FIVE)) == []


def test_a_column_of_ods_is_hidden(tmp_path: Path):
    path = tmp_path / "calls.ods"
    made = parts(ods(TABLE))
    columns = "<table:table-column/><table:table-column table:visibility='collapse' table:number-columns-repeated='9'/>"
    content = made["content.xml"].decode().replace("<table:table-row>", f"{columns}<table:table-row>", 1)
    path.write_bytes(packed({**made, "content.xml": content}))
    assert whats(path) == [COLUMN_B]


def test_a_hidden_sheet_of_ods_is_not_read(tmp_path: Path):
    style = (
        f"<office:automatic-styles><style:style xmlns:style='{STYLE}' style:name='ta0' style:family='table'>"
        "<style:table-properties table:display='false'/></style:style></office:automatic-styles>"
    )
    path = ods_with(tmp_path, FIVE.replace("table-row>", 'table-row table:visibility="collapse">', 1), style)
    made = parts(path.read_bytes())
    content = made["content.xml"].decode().replace("<table:table ", "<table:table table:style-name='ta0' ", 1)
    path.write_bytes(packed({**made, "content.xml": content}))
    assert [sheet.hidden for sheet in sheets.read_sheets(path)] == [True]
    assert whats(path) == []


def test_text_hides_nothing(tmp_path: Path):
    path = tmp_path / "calls.csv"
    path.write_text("Month,Calls\n2026-01,1\n")
    assert whats(path) == []
