"""Reads Home Office workforce tables: the number of people in each force, as at 30 September and 31 March.

It reads each workbook's tables by police force area: police officers, staff, community support officers, designated
officers, special constables and volunteers, in full-time equivalents or as a headcount. It skips national series.
`n` is in hundredths of a full-time equivalent, or in people.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from peelian.core.errors import SourceError
from peelian.sources.publishers.official_tables import (
    AS_PUBLISHED,
    Edition,
    FactRow,
    check_forces,
    check_total,
    day_in,
    edition,
    figure,
    force_of,
    hundredths,
    text_of,
    without_footnotes,
)
from peelian.sources.publishers.peek import Glance
from peelian.sources.spreadsheets import sheets
from peelian.sources.spreadsheets.sheets import Sheet

WORKFORCE_TITLE = re.compile(r"Police Workforce, England and Wales, \d{1,2} \w+ \d{4}")
TABLE = re.compile(r"Table \d+: (?P<what>.+?) by police force area")
NATIONAL = re.compile(r"Table \d+: Police officers\d*, police staff")
UPDATED = "Last updated"
FORCES_TOTAL = "Total 43 forces"
END = "Total"
REGION_TOO = "West Midlands"
"""The name of both a region and a force in it. The region's row comes first."""

WORKFORCE_ROLES = {
    "police officers": "officers",
    "police staff": "staff",
    "designated officers": "designated officers",
    "police staff and designated officers": "staff and designated officers",
    "police community support officers": "community support officers",
    "special constables": "special constables",
    "police support volunteers": "volunteers",
}
COMBINED = "staff and designated officers"
DESIGNATED = "designated officers"
UNIT_HEADINGS = {"full-time equivalents": "full-time equivalents", "headcount": "headcount"}
NOISE = 0.005
"""The allowed error in sums of full-time equivalents, from adding binary fractions."""

WorkforceFigure = tuple[date, str, str, str, float]
"""month, force, role, unit, figure"""


def is_workforce(glance: Glance) -> bool:
    return bool(WORKFORCE_TITLE.search(glance.says("Index")))


def read_workforce(path: Path) -> Edition:
    """Rows: month, force, '', '', role, counted (full-time equivalents or headcount), n. SourceError if faulty."""
    found = sheets.read_sheets(path)
    figures = [one for sheet in found if _by_force(sheet) for one in _figures(sheet)]
    if not figures:
        raise SourceError(path.name, "none of its sheets is a table by police force area", AS_PUBLISHED)
    _check_combined(figures, path.name)
    return edition(_rows(figures), _as_at(found, path.name))


def _by_force(sheet: Sheet) -> re.Match[str] | None:
    title = text_of(sheet, 1)
    return None if NATIONAL.match(title) else TABLE.match(title)


def _figures(sheet: Sheet) -> Iterator[WorkforceFigure]:
    """Each force's figures in one table, checked against its total for the 43 forces."""
    where = f"{sheet.file}, sheet {sheet.name!r}"
    role, unit = _role(sheet, where), _unit(sheet, where)
    top, months = _months(sheet, where)
    forces, total = _forces(sheet, top, where)
    check_forces((force for force, _ in forces), where)
    for month, column in months:
        held = [(force, figure(sheet.cell(row, column), sheet.place(row, column))) for force, row in forces]
        parts = [number for force, number in held if force != "British Transport Police"]
        check_total(parts, sheet.cell(total, column), sheet.place(total, column), "its forces", NOISE)
        _check_end(sheet, total, column)
        yield from ((month, force, role, unit, float(number)) for force, number in held if number is not None)


def _role(sheet: Sheet, where: str) -> str:
    title = _by_force(sheet)
    assert title
    what = re.sub(r"\s*\([^)]*\)|\s+combined\b", "", title["what"])
    if role := WORKFORCE_ROLES.get(without_footnotes(what).casefold()):
        return role
    raise SourceError(where, f"{title['what']!r} is not a known part of the workforce", AS_PUBLISHED)


def _unit(sheet: Sheet, where: str) -> str:
    for cell in (cell for row in sheet.rows[:6] for cell in row):
        if unit := UNIT_HEADINGS.get(without_footnotes(cell).casefold()):
            return unit
    raise SourceError(where, "it says neither full-time equivalents nor headcount", AS_PUBLISHED)


def _months(sheet: Sheet, where: str) -> tuple[int, list[tuple[date, int]]]:
    """The row above the figures, with the month and column of each date in it, or the one date in the title."""
    for index, row in enumerate(sheet.rows[:12]):
        found = [(cell.replace(day=1), column) for column, cell in enumerate(row) if isinstance(cell, date)]
        if found:
            return index, found
    day = day_in(text_of(sheet, 1).partition("as at")[2])
    if day is None:
        raise SourceError(where, "neither its headings nor its title give a date", AS_PUBLISHED)
    return next(
        i for i, row in enumerate(sheet.rows) if any(without_footnotes(c).casefold() in UNIT_HEADINGS for c in row)
    ), [(day.replace(day=1), 1)]


def _forces(sheet: Sheet, top: int, where: str) -> tuple[list[tuple[str, int]], int]:
    """Each force with its row, and the row of the total for the 43 forces."""
    names = [without_footnotes(row[0]) if row else "" for row in sheet.rows]
    if missing := [name for name in (FORCES_TOTAL, END) if name not in names]:
        raise SourceError(where, f"it has no row {missing[0]!r}", AS_PUBLISHED)
    found = [(force, row) for row in range(top + 1, len(names)) if (force := force_of(names[row]))]
    rows: dict[str, list[int]] = defaultdict(list)
    for force, row in found:
        rows[force].append(row)
    region = force_of(REGION_TOO)
    for force, at in rows.items():
        if len(at) != (2 if force == region else 1):
            raise SourceError(sheet.place(at[-1]), f"{force} is listed {len(at)} times", AS_PUBLISHED)
    return [(force, at[-1]) for force, at in rows.items()], names.index(FORCES_TOTAL)


def _check_end(sheet: Sheet, total: int, column: int) -> None:
    """Check that the 43 forces and the rows below them, such as the transport police, add up to the last total."""
    names = [without_footnotes(row[0]) if row else "" for row in sheet.rows]
    end = names.index(END)
    rows = [figure(sheet.cell(row, column), sheet.place(row, column)) for row in range(total, end)]
    check_total(rows, sheet.cell(end, column), sheet.place(end, column), "the rows above it", NOISE)


def _check_combined(figures: Sequence[WorkforceFigure], where: str) -> None:
    """If staff and designated officers also appear combined, check that they add up to it for each force."""
    parts: dict[tuple[date, str, str], float] = defaultdict(float)
    for month, force, role, unit, number in figures:
        if role in ("staff", DESIGNATED):
            parts[month, force, unit] += number
    for month, force, role, unit, number in figures:
        if role == COMBINED:
            check_total([parts[month, force, unit]], number, where, f"staff and designated officers of {force}", NOISE)


def _rows(figures: Sequence[WorkforceFigure]) -> Iterator[FactRow]:
    """Fact rows. A headcount with a fraction is dropped, and so are 0 designated officers, who are among the staff."""
    for month, force, role, unit, number in figures:
        if role == COMBINED or (role == DESIGNATED and not number):
            continue
        if unit == "headcount":
            if number.is_integer():
                yield month, force, "", "", role, unit, int(number)
        else:
            yield month, force, "", "", role, unit, hundredths(number)


def _as_at(found: Sequence[Sheet], where: str) -> date:
    """The latest update of a table, from the index."""
    index = next((sheet for sheet in found if sheet.name.strip() == "Index"), None)
    days = [_day(cell) for row in (index.rows if index else ()) for cell in row]
    # The first date is in the title: the date of the figures, not of their publication.
    updated = [day for day in days[1:] if day]
    if not updated:
        raise SourceError(f"{where}, sheet 'Index'", f"it has no date under {UPDATED!r}", AS_PUBLISHED)
    return max(updated)


def _day(cell: sheets.Cell) -> date | None:
    return cell if isinstance(cell, date) else day_in(str(cell))
