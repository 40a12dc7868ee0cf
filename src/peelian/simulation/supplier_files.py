"""Writes rows as suppliers send them. Most fill in the template. Some send a report from their own systems."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

from peelian.core.periods import month_key, month_words
from peelian.core.sources import Contract
from peelian.simulation.chance import ReturnCell, ReturnRow

PlainTable = Sequence[Sequence[ReturnCell]]
MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""The creation date in every workbook. It is fixed, so that the same rows give the same bytes."""


def write_return(name: str, contract: Contract, rows: Sequence[ReturnRow], stem: Path) -> Path:
    """Write the return's file in its supplier's layout. Returns its path: `stem` with an ending."""
    return OWN_LAYOUTS.get(name, tidy)(contract, rows, stem)


def tidy(contract: Contract, rows: Sequence[ReturnRow], stem: Path) -> Path:
    """The filled-in template."""
    head = [column.header for column in contract.column]
    lines = [[_as_text(row[column.name], column.type) for column in contract.column] for row in rows]
    return _csv([head, *lines], stem)


def _as_text(cell: ReturnCell, kind: str) -> ReturnCell:
    if isinstance(cell, date):
        return month_key(cell)
    if kind in ("pounds", "decimal"):
        assert isinstance(cell, int)
        return f"{cell // 100}.{cell % 100:02d}" if cell % 100 else cell // 100
    return cell


def _months_across(
    down: Sequence[str], heads: Sequence[str], title: str
) -> Callable[[Contract, Sequence[ReturnRow], Path], Path]:
    """A layout with a title, and a column for each month."""

    def made(_: Contract, rows: Sequence[ReturnRow], stem: Path) -> Path:
        across = sorted({row["month"] for row in rows})
        found: dict[tuple[ReturnCell, ...], dict[ReturnCell, ReturnCell]] = {}
        for row in rows:
            found.setdefault(tuple(row[name] for name in down), {})[row["month"]] = row["n"]
        body = [[*key, *(cells.get(month, "") for month in across)] for key, cells in found.items()]
        named = [month_words(month) for month in across if isinstance(month, date)]
        return _book([[title], [], [*heads, *named], *body], stem)

    return made


def _figures_across(
    down: Mapping[str, str], figures: Mapping[str, str], title: str, *, pounds: bool = False
) -> Callable[[Contract, Sequence[ReturnRow], Path], Path]:
    """A layout with a row for each value of `down`, and a column for each figure under the supplier's own heading."""

    def made(_: Contract, rows: Sequence[ReturnRow], stem: Path) -> Path:
        found: dict[tuple[ReturnCell, ...], dict[ReturnCell, ReturnCell]] = {}
        for row in rows:
            found.setdefault(tuple(row[name] for name in down), {})[row["figure"]] = row["n"]
        body: list[list[ReturnCell]] = []
        for key, cells in found.items():
            labels = [month_words(cell) if isinstance(cell, date) else cell for cell in key]
            numbers = [cells.get(figure, "") for figure in figures]
            body.append([*labels, *((_in_pounds(n) for n in numbers) if pounds else numbers), ""])
        head = [*down.values(), *figures.values(), "Comments"]
        return _csv([head, *body], stem) if pounds else _book([[title], [], head, *body], stem)

    return made


def _in_pounds(cell: ReturnCell) -> ReturnCell:
    return f"£{cell / 100:,.2f}" if isinstance(cell, int) else cell


def _survey(_: Contract, rows: Sequence[ReturnRow], stem: Path) -> Path:
    """Semicolons, per cent signs, months in words, and a column that the agency adds."""
    head = ["Month", "Force", "Survey", "Question", "Per cent", "Base", "Method"]
    body = []
    for row in rows:
        month, survey, value = row["month"], str(row["survey"]).title(), f"{row['value']}%"
        assert isinstance(month, date)
        body.append([month_words(month), row["force"], survey, row["question"], value, row["n"], "weighted"])
    return _csv([head, *body], stem, delimiter=";")


def _calls(_: Contract, rows: Sequence[ReturnRow], stem: Path) -> Path:
    """The control room's own report: a title, its own headings, dates as days."""
    head = ["Month beginning", "Police force", "Line", "Clock", "How answered", "No. of calls", "Analyst"]
    body = [[row["month"], row["force"], row["line"], row["clock"], str(row["answered"]).capitalize(), row["n"], ""]
            for row in rows]  # fmt: skip
    return _book([["Control room performance"], ["Made for the commissioner's office"], [], head, *body], stem)


OWN_LAYOUTS: Mapping[str, Callable[[Contract, Sequence[ReturnRow], Path], Path]] = {
    "calls_return": _calls,
    "complaints_return": _months_across(["figure"], ["Figure"], "Complaints resolution team"),
    "finance_return": _figures_across(
        {"month": "Month", "heading": "Heading"},
        {
            "budget for the year": "Budget for the year",
            "forecast for the year": "Forecast for the year",
            "so far this year": "So far this year",
        },
        "",
        pounds=True,
    ),
    "speed_enforcement_return": _months_across(["team", "disposal"], ["Team", "Disposal"], "Camera and ticket office"),
    "surveys_return": _survey,
}


def _csv(table: PlainTable, stem: Path, delimiter: str = ",") -> Path:
    path = stem.with_name(f"{stem.name}.csv")
    with path.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n", delimiter=delimiter).writerows(table)
    return path


def _book(table: PlainTable, stem: Path) -> Path:
    path = stem.with_name(f"{stem.name}.xlsx")
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE})
    day = book.add_format({"num_format": "mmm yyyy"})
    sheet = book.add_worksheet("Report")
    for at, row in enumerate(table):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(at, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
            elif cell != "":
                sheet.write(at, column, cell)
    book.close()
    return path
