"""Hidden rows and columns of a workbook: what nobody who looks at the file sees may not become a figure.

A row is hidden by its mark, by a filter, by a closed group, or by having no height; a column likewise. A workbook in
which this cannot be looked for is refused.
"""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath

from peelian.core.errors import SourceError
from peelian.sources.layouts.read_match import is_read
from peelian.sources.spreadsheets.cells import number_of
from peelian.sources.spreadsheets.sheets import Cell, Sheet, column_letters
from peelian.sources.spreadsheets.xml_parts import DAMAGED, Element, UnreadableXML, elements

ODS, OPEN_XML = ".ods", (".xlsx", ".xlsm")
MOST_SHEET_COLUMNS, MOST_SHEET_ROWS = 16_384, 1_048_576
"""Columns and rows that a sheet may have."""

SEEN = 1.0
"""Points of a row's height, and hundredths of a column's usual width, below which nothing of it is seen."""

NO = ("", "0", "false")
CELL = re.compile(r"[A-Z]{1,3}([0-9]{1,7})")
LENGTH = re.compile(r"([0-9]*\.?[0-9]+)(mm|cm|in|pt|pc|px)")
POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}
TO_DO = "show them, or take them out"


@dataclass
class Hidden:
    """The hidden rows and columns of a sheet, counted from 0."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def hidden_figures(path: Path, held: Sequence[Sheet]) -> Iterator[SourceError]:
    """A fault for each sheet with figures in hidden rows or columns. Of other kinds of workbook it cannot be told."""
    if path.suffix.lower() not in (ODS, *OPEN_XML):
        return
    try:
        with zipfile.ZipFile(path) as book:
            parts = _ods(book) if path.suffix.lower() == ODS else _open_xml(book)
    except (*DAMAGED, UnreadableXML, KeyError, OSError) as fault:
        what = f"which of its rows and columns are hidden cannot be read ({fault})"
        yield SourceError(path.name, what, "open it, and save it again")
        return
    for sheet in filter(is_read, held):
        where = f"{path.name}, sheet {sheet.name!r}"
        if sheet.name not in parts:
            yield SourceError(where, "which of its rows and columns are hidden cannot be found", "save it again")
            continue
        hidden = parts[sheet.name]
        if rows := [at for at, cells in enumerate(sheet.rows) if at in hidden.rows and any(map(_is_figure, cells))]:
            yield SourceError(where, f"{_listed([str(at + 1) for at in rows], 'row')} hidden, and has figures", TO_DO)
        figures = {at for cells in sheet.rows for at, cell in enumerate(cells) if _is_figure(cell)}
        if columns := sorted(figures & hidden.columns):
            what = f"{_listed([column_letters(at) for at in columns], 'column')} hidden, and has figures"
            yield SourceError(where, what, TO_DO)


def _open_xml(book: zipfile.ZipFile) -> dict[str, Hidden]:
    """By a sheet's name. Of sheets of one name, what is hidden on any of them."""
    names = [name.casefold() for name in book.namelist()]
    if len(set(names)) < len(names):
        raise UnreadableXML("two of its parts have one name")
    links = (link.attributes for link in elements(book, "xl/_rels/workbook.xml.rels", {"Relationship"}))
    targets = {link.get("Id", ""): normpath(join("/xl", link.get("Target", ""))).lstrip("/") for link in links}
    found: dict[str, Hidden] = defaultdict(Hidden)
    for sheet in elements(book, "xl/workbook.xml", {"sheet"}):
        _read_sheet(book, targets[sheet.attributes["id"]], found[sheet.attributes.get("name", "")])
    return dict(found)


def _read_sheet(book: zipfile.ZipFile, part: str, hidden: Hidden) -> None:
    """A row or a cell without its number follows the one before it."""
    row, row_depth, tall, wide = -1, MOST_SHEET_COLUMNS, True, True
    listed: set[int] = set()
    for element in elements(book, part, {"sheetFormatPr", "col", "row", "c"}):
        told = element.attributes
        match element.name:
            case "sheetFormatPr":
                tall = _size(told.get("defaultRowHeight"), True) or told.get("zeroHeight", "") not in NO
                wide = _size(told.get("defaultColWidth"), True, 100)
            case "col":
                columns = range(_number(told.get("min")) - 1, min(_number(told.get("max")), MOST_SHEET_COLUMNS))
                listed.update(columns)
                if told.get("hidden", "") not in NO or not _size(told.get("width"), wide, 100):
                    hidden.columns.update(columns)
            case "row":
                row = _number(told["r"]) - 1 if "r" in told else row + 1
                unseen = told.get("hidden", "") not in NO or not _size(told.get("ht"), tall)
                row_depth = element.depth if unseen else MOST_SHEET_COLUMNS
                if unseen:
                    hidden.rows.add(row)
            case "c" if element.depth > row_depth and (own := CELL.fullmatch(told.get("r", ""))):
                hidden.rows.add(int(own[1]) - 1)
    if not wide:
        hidden.columns.update(set(range(MOST_SHEET_COLUMNS)) - listed)


def _ods(book: zipfile.ZipFile) -> dict[str, Hidden]:
    """By a sheet's name. What a table in a cell hides is no row or column of the sheet."""
    flat = {name for part in ("styles.xml", "content.xml") if part in book.namelist() for name in _flat(book, part)}
    found: dict[str, Hidden] = defaultdict(Hidden)
    hidden, row, column = Hidden(), 0, 0
    table = nested = closed = MOST_SHEET_COLUMNS  # how deep the element is that is open
    names = {"table", "table-row", "table-column", "table-row-group", "table-column-group"}
    for element in elements(book, "content.xml", names):
        if element.depth > nested:
            continue
        nested = element.depth if element.name == "table" and element.depth > table else MOST_SHEET_COLUMNS
        closed = closed if element.depth > closed else MOST_SHEET_COLUMNS
        told = element.attributes
        unseen = (
            told.get("visibility", "visible") != "visible"
            or told.get("style-name") in flat
            or closed < MOST_SHEET_COLUMNS
        )
        match element.name:
            case "table" if nested == MOST_SHEET_COLUMNS:
                table, hidden, row, column = element.depth, found[told.get("name", "")], 0, 0
            case "table-row-group" | "table-column-group" if told.get("display") == "false":
                closed = min(closed, element.depth)
            case "table-row":
                times = _number(told.get("number-rows-repeated", "1"))
                hidden.rows.update(range(row, min(row + times, MOST_SHEET_ROWS)) if unseen else ())
                row += times
            case "table-column":
                times = _number(told.get("number-columns-repeated", "1"))
                hidden.columns.update(range(column, min(column + times, MOST_SHEET_COLUMNS)) if unseen else ())
                column += times
    return dict(found)


def _flat(book: zipfile.ZipFile, part: str) -> Iterator[str]:
    """The names of styles of rows and columns that are given no height or no width."""
    style = Element(0, "", {})
    for element in elements(book, part, {"style", "table-row-properties", "table-column-properties"}):
        if element.name == "style":
            style = element
        elif not all(_length(element.attributes.get(key)) for key in ("row-height", "column-width")):
            yield style.attributes.get("name", "")


def _length(told: str | None) -> bool:
    """Whether a length is one that can be seen, or none is given."""
    found = LENGTH.fullmatch(told or "")
    return not found or float(found[1]) * POINTS[found[2]] >= SEEN


def _size(told: str | None, otherwise: bool, times: int = 1) -> bool:
    """Whether a size is one that can be seen; `otherwise` where none is given."""
    if told is None:
        return otherwise
    try:
        return float(told) * times >= SEEN
    except ValueError:
        return False


def _number(told: str | None) -> int:
    """A count from 1, of at most ten digits."""
    if not told or len(told) > 10 or not told.strip().isdecimal():
        raise UnreadableXML(f"{told!r} is no number of a row or column")
    return int(told)


def _listed(names: Sequence[str], what: str) -> str:
    return f"{what} {names[0]} is" if len(names) == 1 else f"{what} {names[0]}, with {len(names) - 1} more, is"


def _is_figure(cell: Cell) -> bool:
    return cell != "" and number_of(cell) is not None
