"""Reads IOPC deaths during or following police contact, by force, kind and financial year. Each edition has a series.

A death that involves two forces appears in one of two ways. It may be in a row for both forces together, which is not
read. Or it may be in each force's row with a mark, and then the forces' figures add up to more than the total.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from peelian.core.errors import SourceError
from peelian.core.periods import add_months
from peelian.sources.publishers.official_tables import (
    AS_PUBLISHED,
    Edition,
    FactRow,
    check_forces,
    check_total,
    count,
    edition,
    force_of,
    territorial,
    text_of,
    without_footnotes,
)
from peelian.sources.publishers.peek import Glance
from peelian.sources.spreadsheets import sheets
from peelian.sources.spreadsheets.sheets import Cell, Sheet

DEATHS_TITLE = "Deaths during or following police contact"
TABLE = re.compile(r"Table \d\.\d Number of (INCIDENTS|FATALITIES) by (?:appropriate authority|force)")
HEADING = "Appropriate authority"
YEAR = re.compile(r"(\d{2})/(\d{2})\D*")
LISTED_ONLY = "are listed below"
"""The sheet of shootings says with these words that it leaves out forces without any."""

DEATH_KINDS = {
    "Road traffic incidents": "road traffic incident",
    "Fatal shootings": "fatal shooting",
    "Deaths in or following police custody": "in or following police custody",
    "Apparent suicides following police custody": "apparent suicide following police custody",
    "Other deaths following police contact": "other contact",
}
SHARED_MARKS = re.compile(r"[\^*]+$")


def is_deaths(glance: Glance) -> bool:
    return DEATHS_TITLE in glance.says("Cover") and any("by_force" in name.casefold() for name in glance.sheets)


def read_deaths(path: Path) -> Edition:
    """Rows: month (March of the year), force, '', '', kind, counted (deaths or incidents), n. SourceError if faulty.

    It has no date of publication, so the as-at date is the end of its last year.
    """
    found = [sheet for sheet in sheets.read_sheets(path) if "by_force" in sheet.name.casefold()]
    rows = [row for sheet in found for row in _sheet(sheet)]
    kinds = {row[4] for row in rows if row[5] == "deaths"}
    if missing := set(DEATH_KINDS.values()) - kinds:
        raise SourceError(path.name, f"it has no table of deaths by force: {', '.join(sorted(missing))}", AS_PUBLISHED)
    last = max(row[0] for row in rows if isinstance(row[0], date))
    return edition(rows, date.fromordinal(add_months(last, 1).toordinal() - 1))


def _sheet(sheet: Sheet) -> Iterator[FactRow]:
    title = " ".join(str(sheet.cell(0, 0)).split())
    if title not in DEATH_KINDS:
        raise SourceError(sheet.place(0, 0), f"{title!r} is not a known kind of death", AS_PUBLISHED)
    only = LISTED_ONLY in text_of(sheet, 8)
    tables = 0
    for top, row in enumerate(sheet.rows):
        heading = next((m for cell in row[:1] if (m := TABLE.match(" ".join(str(cell).split())))), None)
        if heading:
            tables += 1
            counted = "deaths" if heading[1] == "FATALITIES" else "incidents"
            for month, force, n in _table(sheet, top + 1, only):
                yield month, force, "", "", DEATH_KINDS[title], counted, n
    if not tables:
        raise SourceError(
            f"{sheet.file}, sheet {sheet.name!r}", "it has no table by appropriate authority", AS_PUBLISHED
        )


def _table(sheet: Sheet, top: int, only_listed: bool) -> Iterator[tuple[date, str, int]]:
    """Figures of each force and year. Rows for several forces, or for other bodies, count only in the total."""
    where = sheet.place(top)
    if top + 1 >= len(sheet.rows) or without_footnotes(sheet.cell(top, 0)) != HEADING:
        raise SourceError(where, f"the row below the table's title does not begin with {HEADING!r}", AS_PUBLISHED)
    years = [(month, column) for column, cell in enumerate(sheet.rows[top + 1]) if (month := _march(cell))]
    names = [without_footnotes(row[0]) if row else "" for row in sheet.rows]
    end = next((row for row in range(top + 2, len(names)) if names[row].startswith("Total")), None)
    if not years or end is None:
        raise SourceError(where, "it has no row of years, or no row of totals", AS_PUBLISHED)
    body = range(top + 2, end)
    forces = [(force, row) for row in body if (force := force_of(names[row]))]
    if twice := [force for force, n in Counter(force for force, _ in forces).items() if n > 1]:
        raise SourceError(where, f"{twice[0]} is listed more than once", AS_PUBLISHED)
    if not only_listed:
        check_forces((force for force, _ in forces), where)
    for row in body:
        counts = [count(sheet.cell(row, column), sheet.place(row, column)) for _, column in years]
        last = years[-1][1] + 1
        check_total(counts, sheet.cell(row, last), sheet.place(row, last), f"the years of {names[row]}")
    for month, column in years:
        _check(sheet, body, end, column)
        held = {force: count(sheet.cell(row, column), sheet.place(row, column)) for force, row in forces}
        if only_listed:
            held = {**dict.fromkeys(sorted(territorial()), 0), **held}
        yield from ((month, force, n) for force, n in held.items() if n is not None)


def _march(cell: Cell) -> date | None:
    """The last month of a financial year in the form 04/05. All years so far are after 2000."""
    years = YEAR.fullmatch(str(cell).strip())
    return date(2000 + int(years[2]), 3, 1) if years and int(years[2]) == int(years[1]) + 1 else None


def _check(sheet: Sheet, body: range, end: int, column: int) -> None:
    """Check that the rows add up to the total, or exceed it by no more than the deaths marked as shared."""
    parts = [count(sheet.cell(row, column), sheet.place(row, column)) or 0 for row in body]
    total = count(sheet.cell(end, column), sheet.place(end, column)) or 0
    marks = [_mark(sheet.cell(row, column)) for row in body]
    if not 0 < sum(parts) - total <= _shared(marks, parts):
        check_total(parts, sheet.cell(end, column), sheet.place(end, column), "its rows")


def _mark(cell: Cell) -> str:
    mark = SHARED_MARKS.search(cell.strip()) if isinstance(cell, str) else None
    return mark[0] if mark else ""


def _shared(marks: Sequence[str], numbers: Sequence[int]) -> int:
    """The most deaths that can be in two rows: for each mark in several rows, the smallest figure with it."""
    marked: dict[str, list[int]] = defaultdict(list)
    for mark, number in zip(marks, numbers, strict=True):
        if mark:
            marked[mark].append(number)
    return sum(min(found) for found in marked.values() if len(found) > 1)
