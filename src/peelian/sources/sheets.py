"""Suppliers' files as sheets of cells: CSV, XLSX, XLS and ODS, read without running anything that is in them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from peelian.core.errors import SourceError

Cell = str | int | float | date
"""Text without blanks round it, "" for nothing; a number; a day."""

MOST_BYTES = 100_000_000
MOST_TEXT = 25_000_000
"""Bytes of a text file, which takes ten times as much memory as cells."""
MOST_CELLS = 2_000_000
MOST_COLUMNS = 2_000
MOST_ROWS = 300_000
MOST_OF_A_LINE = 1_000_000
"""Bytes of a line of text."""
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
DELIMITERS = ",;\t|"
LOOKED_AT = 50
"""Lines by which a text file's delimiter is told."""

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

EPOCH = date(1899, 12, 30)
"""Day 0 of a workbook's dates."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file; a text file has one without a name. Rows may differ in length."""

    file: str
    name: str
    rows: tuple[tuple[Cell, ...], ...]
    hidden: bool = False
    titles: tuple[str, ...] = ()
    left: int = 0
    turned: bool = False
    """A part of a sheet, or a sheet on its side, keeps its titles and knows where its cells were: see `views`."""

    def place(self, row: int, column: int | None = None) -> str:
        """Where a cell is, as the person who made the file finds it. Rows and columns count from 0 here."""
        sheet = f", sheet {self.name!r}" if self.name else ""
        if column is None:
            return f"{self.file}{sheet}, row {row + 1}"
        row, column = (column, row) if self.turned else (row, column + self.left)
        return f"{self.file}{sheet}, cell {letters(column)}{row + 1}"

    def cell(self, row: int, column: int) -> Cell:
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""


def read(path: Path) -> tuple[Sheet, ...]:
    """Every sheet of the file. SourceError where it is no such file, is locked, or is too large to be a return.

    A character that cannot be seen, which may turn words round or hide some, refuses the file.
    """
    if (size := path.stat().st_size) > MOST_BYTES:
        raise SourceError(
            path.name, f"it has {size:,} bytes, and {MOST_BYTES:,} are the most", "send the figures alone"
        )
    if path.suffix.lower() in WORKBOOKS:
        found = tuple(_workbook(path))
    elif size > MOST_TEXT:
        raise SourceError(path.name, f"it has {size:,} bytes, and {MOST_TEXT:,} are the most", "send the figures alone")
    else:
        found = (_text(path),)
    for sheet in found:
        if (width := max(map(len, sheet.rows), default=0)) > MOST_COLUMNS:
            what = f"it has {width:,} columns, and {MOST_COLUMNS:,} are the most"
            raise SourceError(f"{path.name}{sheet.name and f', sheet {sheet.name!r}'}", what, "send the figures alone")
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str) and not cell.isprintable() and UNSEEN.search(cell):
                    what = f"{cell[:40]!r} has a character that cannot be seen"
                    raise SourceError(sheet.place(row, column), what, "type the cell again")
    return found


def letters(column: int) -> str:
    """A, B, ..., Z, AA: how a sheet calls its columns."""
    told = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        told = chr(65 + letter) + told
    return told


def _workbook(path: Path) -> Iterator[Sheet]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            for told in book.sheets_metadata:
                if told.typ != SheetTypeEnum.WorkSheet:
                    continue
                found = book.get_sheet_by_name(told.name)
                if found.total_height * found.total_width > MOST_CELLS:
                    what = f"it has {found.total_height:,} rows and {found.total_width:,} columns"
                    raise SourceError(f"{path.name}, sheet {told.name!r}", what, "send the figures alone")
                rows = [[_cell(cell) for cell in row] for row in found.to_python(skip_empty_area=False)]
                _spread(rows, getattr(found, "merged_cell_ranges", None) or ())
                hidden = told.visible != SheetVisibleEnum.Visible
                yield Sheet(path.name, told.name, tuple(map(tuple, rows)), hidden)
    except (CalamineError, OSError, ValueError) as fault:
        locked = isinstance(fault, PasswordError)
        what = "it is locked with a password" if locked else f"it cannot be read as a workbook ({fault})"
        raise SourceError(path.name, what, "save it again without a password, as XLSX or CSV") from None


def _spread(rows: list[list[Cell]], merged: Sequence[Any]) -> None:
    """Each cell of a merged range says what the range says."""
    for (top, left), (bottom, right) in merged:
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                rows[row][column] = rows[top][left]


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
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(path.name, "it is not text", "save it as CSV UTF-8, or send the workbook")
    if content.count(b"\n") + content.count(b"\r") > 2 * MOST_ROWS:
        raise SourceError(path.name, f"it has more than {MOST_ROWS:,} rows", "send the figures alone")
    for number, line in enumerate(io.BytesIO(content), start=1):
        if len(line) > MOST_OF_A_LINE:
            what = f"it is longer than {MOST_OF_A_LINE:,} bytes"
            raise SourceError(f"{path.name}, line {number}", what, "save it as CSV UTF-8")
    try:
        text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what older programs on Windows write
    told, _, after = text.partition("\n")
    if told.strip().strip('"').casefold().startswith("sep=") and len(told.strip().strip('"')) == 5:
        delimiter, text = told.strip().strip('"')[4], after
    else:
        delimiter = _delimiter(text.splitlines()[:LOOKED_AT])
    try:
        read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)  # a quoted cell may have lines of its own
        rows = tuple(tuple(" ".join(cell.split()) for cell in row) for row in read)
    except csv.Error as fault:
        raise SourceError(path.name, f"it cannot be read as CSV ({fault})", "save it as CSV UTF-8") from None
    if sum(map(len, rows)) > MOST_CELLS:
        raise SourceError(path.name, f"it has more than {MOST_CELLS:,} cells", "send the figures alone")
    return Sheet(path.name, "", rows)


def _delimiter(lines: Sequence[str]) -> str:
    """The one that most lines have alike, and most of."""

    def alike(delimiter: str) -> int:
        try:
            counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        except csv.Error:  # a cell too long: told by whoever reads the whole
            return 0
        width, times = max(counts.items(), key=lambda at: (at[1], at[0]), default=(0, 0))
        return width * times

    return max(DELIMITERS, key=alike)
