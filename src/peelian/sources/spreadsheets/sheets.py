"""Reads CSV, XLSX, XLS and ODS files as sheets of cells. Nothing in them is run."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from peelian.core.errors import SourceError

Cell = str | int | float | date
"""Text without blanks around it ("" for an empty cell), a number, or a date."""

MOST_WORKBOOK_BYTES, MOST_TEXT_BYTES = 60_000_000, 25_000_000
"""Bytes of a workbook, and of a text file. The cells of a text file take ten times as much memory."""

MOST_CELLS = 600_000
"""In one sheet. The largest published one has 441,168. Twice as many take half a minute and half a gigabyte."""

MOST_COLUMNS = 2_000
MOST_LINE = 500_000
"""Characters of a line of text."""

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
DELIMITERS = ",;\t|"
LOOKED_AT = 50
"""Lines from which to find a text file's delimiter."""

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]")
"""Control characters, blanks without width, changes of direction, and the sign for a lost letter."""

EPOCH = date(1899, 12, 30)
"""Day 0 of a workbook's dates."""


class Merged:
    """Marks a number from a merged range: it is not clear which of the range's cells it belongs to."""


class MergedInt(Merged, int):
    pass


class MergedFloat(Merged, float):
    pass


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file. A text file has one sheet without a name. Rows may differ in length."""

    file: str
    name: str
    rows: tuple[tuple[Cell, ...], ...]
    hidden: bool = False
    titles: tuple[str, ...] = ()
    left: int = 0
    turned: bool = False
    """A part of a sheet, or a sheet on its side, keeps its titles and the original place of its cells: see `views`."""

    def place(self, row: int, column: int | None = None) -> str:
        """Where a cell is, in the words of a spreadsheet program. `row` and `column` count from 0."""
        sheet = f", sheet {self.name!r}" if self.name else ""
        if column is None:
            return f"{self.file}{sheet}, row {row + 1}"
        row, column = (column, row) if self.turned else (row, column + self.left)
        return f"{self.file}{sheet}, cell {column_letters(column)}{row + 1}"

    def cell(self, row: int, column: int) -> Cell:
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else ""


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Every sheet of the file. SourceError if it has another format, is locked, or is too large for a return.

    An invisible character refuses the file, since it may hide or reverse words.
    """
    if (size := path.stat().st_size) > MOST_WORKBOOK_BYTES:
        raise SourceError(
            path.name, f"it has {size:,} bytes, more than the {MOST_WORKBOOK_BYTES:,} allowed", "send only the figures"
        )
    if path.suffix.lower() in WORKBOOKS:
        found = tuple(_workbook(path))
    elif size > MOST_TEXT_BYTES:
        raise SourceError(
            path.name, f"it has {size:,} bytes, more than the {MOST_TEXT_BYTES:,} allowed", "send only the figures"
        )
    else:
        found = (_text(path),)
    for sheet in found:
        if (width := max(map(len, sheet.rows), default=0)) > MOST_COLUMNS:
            what = f"it has {width:,} columns, more than the {MOST_COLUMNS:,} allowed"
            raise SourceError(f"{path.name}{sheet.name and f', sheet {sheet.name!r}'}", what, "send only the figures")
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str) and (not cell.isprintable() or "\ufffd" in cell) and UNSEEN.search(cell):
                    what = f"{cell[:40]!r} has an invisible or damaged character"
                    raise SourceError(sheet.place(row, column), what, "type the cell again")
    return found


def column_letters(column: int) -> str:
    """The name of a column in a sheet: A, B, ..., Z, AA."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _workbook(path: Path) -> Iterator[Sheet]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            for metadata in book.sheets_metadata:
                if metadata.typ != SheetTypeEnum.WorkSheet:
                    continue
                found = book.get_sheet_by_name(metadata.name)
                if found.total_height * found.total_width > MOST_CELLS:
                    what = f"it has {found.total_height:,} rows and {found.total_width:,} columns"
                    raise SourceError(f"{path.name}, sheet {metadata.name!r}", what, "send only the figures")
                rows = [[_cell(cell) for cell in row] for row in found.to_python(skip_empty_area=False)]
                _spread(rows, getattr(found, "merged_cell_ranges", None) or ())
                hidden = metadata.visible != SheetVisibleEnum.Visible
                yield Sheet(path.name, metadata.name, tuple(map(tuple, rows)), hidden)
    except (CalamineError, OSError, ValueError) as fault:
        locked = isinstance(fault, PasswordError)
        what = "it is locked with a password" if locked else f"it cannot be read as a workbook ({fault})"
        raise SourceError(path.name, what, "save it again without a password, as XLSX or CSV") from None


def _spread(rows: list[list[Cell]], merged: Sequence[Any]) -> None:
    """Copies the value of each merged range to all its cells. A number is marked as merged."""
    for (top, left), (bottom, right) in merged:
        if top < len(rows) and left < len(rows[top]) and (top, left) != (bottom, right):
            rows[top][left] = _merged(rows[top][left])
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                rows[row][column] = rows[top][left]


def _merged(cell: Cell) -> Cell:
    if isinstance(cell, float):
        return MergedFloat(cell)
    return MergedInt(cell) if isinstance(cell, int) else cell


def _cell(cell: object) -> Cell:
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell).upper()
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date | int):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    return " ".join(str(cell).split())


def _text(path: Path) -> Sheet:
    content = path.read_bytes()
    if (at := content.find(b"\0")) >= 0 and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        on = content.count(b"\n", 0, at) + 1
        raise SourceError(f"{path.name}, line {on}", "it is not text", "save it as CSV UTF-8, or send the workbook")
    try:
        text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # the encoding of older Windows programs
    for number, line in enumerate(io.StringIO(text), 1):
        if len(line) > MOST_LINE:
            raise SourceError(f"{path.name}, line {number}", f"it has more than {MOST_LINE:,} characters", "correct it")
    first, _, after = text.partition("\n")
    if first.strip().strip('"').casefold().startswith("sep=") and len(first.strip().strip('"')) == 5:
        delimiter, text = first.strip().strip('"')[4], after
    else:
        delimiter = _delimiter(text.splitlines()[:LOOKED_AT])
    read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)  # a quoted cell may have lines
    try:
        rows = tuple(_rows(read, path.name))
    except csv.Error as fault:
        where = f"{path.name}, line {read.line_num}"
        raise SourceError(where, f"it cannot be read as CSV ({fault})", "save it as CSV UTF-8") from None
    return Sheet(path.name, "", rows)


def _rows(read: Iterable[list[str]], file: str) -> Iterator[tuple[Cell, ...]]:
    cells = 0
    for row in read:
        cells += max(1, len(row))
        if cells > MOST_CELLS:
            raise SourceError(file, f"it has more than {MOST_CELLS:,} cells", "send only the figures")
        yield tuple(" ".join(cell.split()) for cell in row)


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter that gives the most lines the same number of cells, and the most cells."""

    def alike(delimiter: str) -> int:
        try:
            counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        except csv.Error:  # a cell is too long, which the full read reports
            return 0
        width, times = max(counts.items(), key=lambda at: (at[1], at[0]), default=(0, 0))
        return width * times

    return max(DELIMITERS, key=alike)
