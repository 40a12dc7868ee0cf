"""Reads the names of a file's sheets and the first words of one, enough to recognise a publisher's table."""

from functools import cached_property
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from peelian.sources.spreadsheets.sheets import WORKBOOKS

LOOKED_AT = 20
"""Rows at the top of a sheet that may identify it."""


class Glance:
    """The names and first words of a file. Empty for one that cannot be opened: its reader will report why."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._book: CalamineWorkbook | None = None
        if path.suffix.lower() in WORKBOOKS:
            try:
                self._book = CalamineWorkbook.from_path(path)
            except (CalamineError, OSError, ValueError):
                self._book = None

    def __enter__(self) -> "Glance":
        return self

    def __exit__(self, *_: object) -> None:
        if self._book:
            self._book.close()

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """The names of a workbook's sheets. Empty for a text file."""
        return tuple(self._book.sheet_names) if self._book else ()

    @cached_property
    def first_line(self) -> str:
        """The first line of a text file."""
        if self._path.suffix.lower() != ".csv":
            return ""
        with self._path.open(encoding="utf-8-sig", errors="replace") as text:
            return text.readline(1000)

    def says(self, sheet: str) -> str:
        """The first words of a sheet, in one line. Empty if there is no such sheet. Ignores spaces around its name."""
        named = next((name for name in self.sheets if name.strip() == sheet), None)
        if not self._book or named is None:
            return ""
        try:
            rows = self._book.get_sheet_by_name(named).to_python(skip_empty_area=False, nrows=LOOKED_AT)
        except (CalamineError, ValueError):  # a sheet that is a chart, or damaged
            return ""
        return " ".join(" ".join(str(cell) for row in rows for cell in row if cell != "").split())
