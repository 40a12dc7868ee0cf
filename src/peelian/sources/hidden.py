"""Hidden rows and columns of a workbook: what nobody who looks at the file sees may not become a figure."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path

from peelian.core.errors import SourceError
from peelian.sources.cells import number_of
from peelian.sources.matched import is_read
from peelian.sources.sheets import Cell, Sheet, letters

OPEN_XML = (".xlsx", ".xlsm")
HIDDEN = rb'\bhidden="(?:1|true)"'
LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
MARK = re.compile(rb'(?:\w+:)?(\w+)="([^"]*)"')
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
TO_DO = "show them, or take them out"


def check(path: Path, held: Sequence[Sheet]) -> Iterator[SourceError]:
    """A fault for each sheet with figures in hidden rows or columns. Of other kinds of workbook it cannot be told."""
    if path.suffix.lower() not in OPEN_XML:
        return
    parts = _parts(path)
    for sheet in filter(is_read, held):
        content = parts.get(sheet.name, b"")
        rows = [row for row in _rows(content) if row < len(sheet.rows) and any(map(_is_figure, sheet.rows[row]))]
        if rows:
            what = f"{_listed([str(row + 1) for row in rows], 'row')} hidden, and has figures"
            yield SourceError(f"{path.name}, sheet {sheet.name!r}", what, TO_DO)
        columns = [at for at in _columns(content) if any(at < len(row) and _is_figure(row[at]) for row in sheet.rows)]
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
            yield from range(int(first[1]) - 1, min(int(last[1]), 16_384))


def _listed(names: Sequence[str], what: str) -> str:
    return f"{what} {names[0]} is" if len(names) == 1 else f"{what} {names[0]}, with {len(names) - 1} more, is"


def _is_figure(cell: Cell) -> bool:
    return cell != "" and number_of(cell) is not None
