"""Hidden rows and columns of a workbook: what nobody who looks at the file sees may not become a figure."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path

from peelian.core.errors import SourceError
from peelian.sources.layouts.read_match import is_read
from peelian.sources.spreadsheets.cells import number_of
from peelian.sources.spreadsheets.sheets import Cell, Sheet, letters

ODS, OPEN_XML = ".ods", (".xlsx", ".xlsm")
HIDDEN = rb'\bhidden="(?:1|true)"'
LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
TABLE = re.compile(rb"<table:table(?=\s)")
PART = re.compile(rb"<table:table-(?:row|column)\b[^>]*>")
MOST, MOST_ROWS = 16_384, 1_048_576
"""Columns and rows that a sheet may have."""

MARK = re.compile(rb'(?:\w+:)?([\w-]+)="([^"]*)"')
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
TO_DO = "show them, or take them out"


def check(path: Path, held: Sequence[Sheet]) -> Iterator[SourceError]:
    """A fault for each sheet with figures in hidden rows or columns. Of other kinds of workbook it cannot be told."""
    if path.suffix.lower() not in (ODS, *OPEN_XML):
        return
    if path.suffix.lower() == ODS:
        parts = dict(_tables(path))
    else:
        parts = {name: (list(_rows(xml)), list(_columns(xml))) for name, xml in _parts(path).items()}
    for sheet in filter(is_read, held):
        hidden_rows, hidden_columns = parts.get(sheet.name, ([], []))
        rows = [row for row in hidden_rows if row < len(sheet.rows) and any(map(_is_figure, sheet.rows[row]))]
        if rows:
            what = f"{_listed([str(row + 1) for row in rows], 'row')} hidden, and has figures"
            yield SourceError(f"{path.name}, sheet {sheet.name!r}", what, TO_DO)
        columns = [at for at in hidden_columns if any(at < len(row) and _is_figure(row[at]) for row in sheet.rows)]
        if columns:
            what = f"{_listed([letters(at) for at in columns], 'column')} hidden, and has figures"
            yield SourceError(f"{path.name}, sheet {sheet.name!r}", what, TO_DO)


def _parts(path: Path) -> dict[str, bytes]:
    """By a sheet's name, its XML."""
    try:
        with zipfile.ZipFile(path) as book:
            links = [_marks(link) for link in LINK.findall(book.read("xl/_rels/workbook.xml.rels"))]
            targets = {link.get("Id", ""): link.get("Target", "").removeprefix("/xl/") for link in links}
            sheets = [_marks(sheet) for sheet in SHEET.findall(book.read("xl/workbook.xml"))]
            return {one.get("name", ""): book.read(f"xl/{targets[one.get('id', '')]}") for one in sheets}
    except (zipfile.BadZipFile, KeyError, OSError):
        return {}


def _tables(path: Path) -> Iterator[tuple[str, tuple[list[int], list[int]]]]:
    """By a sheet's name, its hidden rows and columns, of an OpenDocument workbook."""
    try:
        with zipfile.ZipFile(path) as book:
            content = book.read("content.xml")
    except (zipfile.BadZipFile, KeyError, OSError):
        return
    for table in TABLE.split(content)[1:]:
        rows: list[int] = []
        columns: list[int] = []
        row = column = 0
        for found in PART.finditer(table):
            marks = _marks(found[0])
            kind = "rows" if b"-row" in found[0] else "columns"
            times, hidden = (
                int(marks.get(f"number-{kind}-repeated", "1")),
                marks.get("visibility", "visible") != "visible",
            )
            if kind == "rows":
                rows += range(row, min(row + times, MOST_ROWS)) if hidden else []
                row += times
            else:
                columns += range(column, min(column + times, MOST)) if hidden else []
                column += times
        yield _marks(table[: table.find(b">")]).get("name", ""), (rows, columns)


def _marks(element: bytes) -> dict[str, str]:
    """What an element is marked with, by name without its prefix."""
    return {name.decode(): unescape(told.decode("utf-8", "replace")) for name, told in MARK.findall(element)}


def _rows(content: bytes) -> Iterator[int]:
    for told in ROW.findall(content):
        number = re.search(rb'\br="(\d+)"', told)
        if number and re.search(HIDDEN, told):
            yield int(number[1]) - 1


def _columns(content: bytes) -> Iterator[int]:
    for told in COLUMN.findall(content):
        first, last = re.search(rb'\bmin="(\d+)"', told), re.search(rb'\bmax="(\d+)"', told)
        if first and last and re.search(HIDDEN, told):
            yield from range(int(first[1]) - 1, min(int(last[1]), MOST))


def _listed(names: Sequence[str], what: str) -> str:
    return f"{what} {names[0]} is" if len(names) == 1 else f"{what} {names[0]}, with {len(names) - 1} more, is"


def _is_figure(cell: Cell) -> bool:
    return cell != "" and number_of(cell) is not None
