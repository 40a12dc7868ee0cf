"""Files as suppliers write them: text and workbooks from rows of cells, and how an office takes them in."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from peelian.core.periods import MONTH_NAMES
from peelian.sources.received import intake
from peelian.sources.received.receive import Options
from peelian.workspace.workspace import load

Table = list[list[Any]]
FORCE = "Wiltshire Police"

CALLS = """
name = "calls_return"
title = "Calls by how they were answered"
supplier = "The control room"
fills = "calls"
evidence = "reported"
threshold = 0
column = [
  {name = "month", header = "Month", type = "month", key = true},
  {name = "force", header = "Force", type = "force", key = true},
  {name = "line", header = "Line", key = true, allowed = ["999", "101"]},
  {name = "answered", header = "Answered", key = true, allowed = ["within 10 seconds", "later", "abandoned"]},
  {name = "n", header = "Calls", type = "whole number"},
]
"""
"""A return's contract, of two columns of words."""


def words(month: date) -> str:
    return f"{MONTH_NAMES[month.month - 1]} {month.year}"


def text(
    delimiter: str = ",", encoding: str = "utf-8", quoting: int = csv.QUOTE_MINIMAL
) -> Callable[[Table, Path], Path]:
    def write(table: Table, path: Path) -> Path:
        lines = io.StringIO()
        csv.writer(lines, delimiter=delimiter, quoting=quoting).writerows(table)  # type: ignore[arg-type]
        path = path.with_suffix(".csv")
        path.write_bytes(lines.getvalue().encode(encoding))
        return path

    return write


def book(
    sheet: str = "Sheet1", before: dict[str, Table] | None = None, edit: Callable[[Any], None] = lambda _: None
) -> Callable[[Table, Path], Path]:
    def write(table: Table, path: Path) -> Path:
        made = Workbook()
        made.remove(made.active)
        for name, rows in {**(before or {}), sheet: table}.items():
            own = made.create_sheet(name)
            for row in rows:
                own.append(row)
        edit(made)
        path = path.with_suffix(".xlsx")
        made.save(path)
        return path

    return write


def received(folder: Path, file: Path, answer: bool) -> int:
    """Takes the file in; how many times a person was asked."""
    asked: list[str] = []

    def confirm(seen: str) -> bool:
        asked.append(seen)
        return answer

    intake.receive(load(folder), [file], Options(), confirm)
    return len(asked)
