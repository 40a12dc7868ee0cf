"""Finds figures in hidden rows and columns of a workbook. Cells a reader cannot see must not become figures.

A row can be hidden by its attribute, by a filter, by a closed group or by a height of 0, and so can a column. A
workbook that cannot be checked for this is refused.
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
"""The most columns and rows of a sheet."""

SEEN = 1.0
"""The least visible height of a row in points, and width of a column in hundredths of its unit."""

NO = ("", "0", "false")
CELL = re.compile(r"[A-Z]{1,3}([0-9]{1,7})")
LENGTH = re.compile(r"([0-9]*\.?[0-9]+)(mm|cm|in|pt|pc|px)")
POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}
TO_DO = "unhide them, or remove them"


@dataclass
class Hidden:
    """The hidden rows and columns of a sheet, counted from 0."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def hidden_figures(path: Path, held: Sequence[Sheet]) -> Iterator[SourceError]:
    """A fault for each sheet with figures in hidden rows or columns. Only XLSX, XLSM and ODS can be checked."""
    if path.suffix.lower() not in (ODS, *OPEN_XML):
        return
    try:
        with zipfile.ZipFile(path) as book:
            parts = _ods(book) if path.suffix.lower() == ODS else _open_xml(book)
    except (*DAMAGED, UnreadableXML, KeyError, OSError) as fault:
        what = f"its hidden rows and columns cannot be read ({fault})"
        yield SourceError(path.name, what, "open it and save it again")
        return
    for sheet in filter(is_read, held):
        where = f"{path.name}, sheet {sheet.name!r}"
        if sheet.name not in parts:
            yield SourceError(where, "its hidden rows and columns cannot be found", "open it and save it again")
            continue
        hidden = parts[sheet.name]
        if rows := [at for at, cells in enumerate(sheet.rows) if at in hidden.rows and any(map(_is_figure, cells))]:
            yield SourceError(where, f"it has figures in hidden {_listed([str(at + 1) for at in rows], 'row')}", TO_DO)
        figures = {at for cells in sheet.rows for at, cell in enumerate(cells) if _is_figure(cell)}
        if columns := sorted(figures & hidden.columns):
            what = f"it has figures in hidden {_listed([column_letters(at) for at in columns], 'column')}"
            yield SourceError(where, what, TO_DO)


def _open_xml(book: zipfile.ZipFile) -> dict[str, Hidden]:
    """The hidden rows and columns by sheet name. Sheets with the same name are combined."""
    names = [name.casefold() for name in book.namelist()]
    if len(set(names)) < len(names):
        raise UnreadableXML("two of its parts have the same name")
    links = (link.attributes for link in elements(book, "xl/_rels/workbook.xml.rels", {"Relationship"}))
    targets = {link.get("Id", ""): normpath(join("/xl", link.get("Target", ""))).lstrip("/") for link in links}
    found: dict[str, Hidden] = defaultdict(Hidden)
    for sheet in elements(book, "xl/workbook.xml", {"sheet"}):
        _read_sheet(book, targets[sheet.attributes["id"]], found[sheet.attributes.get("name", "")])
    return dict(found)


def _read_sheet(book: zipfile.ZipFile, part: str, hidden: Hidden) -> None:
    """Adds a sheet's hidden rows and columns to `hidden`. A row or cell without a number follows the one before it."""
    row, row_depth, tall, wide = -1, MOST_SHEET_COLUMNS, True, True
    listed: set[int] = set()
    for element in elements(book, part, {"sheetFormatPr", "col", "row", "c"}):
        attributes = element.attributes
        match element.name:
            case "sheetFormatPr":
                tall = _size(attributes.get("defaultRowHeight"), True) or attributes.get("zeroHeight", "") not in NO
                wide = _size(attributes.get("defaultColWidth"), True, 100)
            case "col":
                first, last = _number(attributes.get("min")), _number(attributes.get("max"))
                columns = range(first - 1, min(last, MOST_SHEET_COLUMNS))
                listed.update(columns)
                if attributes.get("hidden", "") not in NO or not _size(attributes.get("width"), wide, 100):
                    hidden.columns.update(columns)
            case "row":
                row = _number(attributes["r"]) - 1 if "r" in attributes else row + 1
                unseen = attributes.get("hidden", "") not in NO or not _size(attributes.get("ht"), tall)
                row_depth = element.depth if unseen else MOST_SHEET_COLUMNS
                if unseen:
                    hidden.rows.add(row)
            case "c" if element.depth > row_depth and (own := CELL.fullmatch(attributes.get("r", ""))):
                hidden.rows.add(int(own[1]) - 1)
    if not wide:
        hidden.columns.update(set(range(MOST_SHEET_COLUMNS)) - listed)


def _ods(book: zipfile.ZipFile) -> dict[str, Hidden]:
    """The hidden rows and columns by sheet name. A table inside a cell does not count."""
    flat = {name for part in ("styles.xml", "content.xml") if part in book.namelist() for name in _flat(book, part)}
    found: dict[str, Hidden] = defaultdict(Hidden)
    hidden, row, column = Hidden(), 0, 0
    table = nested = closed = MOST_SHEET_COLUMNS  # the depth of the open element
    names = {"table", "table-row", "table-column", "table-row-group", "table-column-group"}
    for element in elements(book, "content.xml", names):
        if element.depth > nested:
            continue
        nested = element.depth if element.name == "table" and element.depth > table else MOST_SHEET_COLUMNS
        closed = closed if element.depth > closed else MOST_SHEET_COLUMNS
        attributes = element.attributes
        unseen = (
            attributes.get("visibility", "visible") != "visible"
            or attributes.get("style-name") in flat
            or closed < MOST_SHEET_COLUMNS
        )
        match element.name:
            case "table" if nested == MOST_SHEET_COLUMNS:
                table, hidden, row, column = element.depth, found[attributes.get("name", "")], 0, 0
            case "table-row-group" | "table-column-group" if attributes.get("display") == "false":
                closed = min(closed, element.depth)
            case "table-row":
                times = _number(attributes.get("number-rows-repeated", "1"))
                hidden.rows.update(range(row, min(row + times, MOST_SHEET_ROWS)) if unseen else ())
                row += times
            case "table-column":
                times = _number(attributes.get("number-columns-repeated", "1"))
                hidden.columns.update(range(column, min(column + times, MOST_SHEET_COLUMNS)) if unseen else ())
                column += times
    return dict(found)


def _flat(book: zipfile.ZipFile, part: str) -> Iterator[str]:
    """The names of row and column styles with a height or width of 0."""
    style = Element(0, "", {})
    for element in elements(book, part, {"style", "table-row-properties", "table-column-properties"}):
        if element.name == "style":
            style = element
        elif not all(_length(element.attributes.get(key)) for key in ("row-height", "column-width")):
            yield style.attributes.get("name", "")


def _length(text: str | None) -> bool:
    """Whether a length is visible. True if there is none."""
    found = LENGTH.fullmatch(text or "")
    return not found or float(found[1]) * POINTS[found[2]] >= SEEN


def _size(text: str | None, otherwise: bool, times: int = 1) -> bool:
    """Whether a size is visible. `otherwise` if there is none."""
    if text is None:
        return otherwise
    try:
        return float(text) * times >= SEEN
    except ValueError:
        return False


def _number(text: str | None) -> int:
    """A count from 1, of at most ten digits."""
    if not text or len(text) > 10 or not text.strip().isdecimal():
        raise UnreadableXML(f"{text!r} is not the number of a row or column")
    return int(text)


def _listed(names: Sequence[str], what: str) -> str:
    return f"{what} {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")


def _is_figure(cell: Cell) -> bool:
    return cell != "" and number_of(cell) is not None
