"""Reads ONS police recorded crime: offences in the 12 months to the end of a quarter, by police force area.

It knows two layouts: Table P1 of the workbooks of police force areas (2018 and 2019), with forces and regions, and
Table C2 of community safety partnerships (2025), with each force's councils, which gives local figures. It skips tables
of change, rates and knife crime. Peelian works out change and rates from the counts.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
    day_in,
    edition,
    force_by_code,
    force_of,
    months_in,
    text_of,
    without_footnotes,
)
from peelian.sources.publishers.peek import Glance
from peelian.sources.spreadsheets import sheets
from peelian.sources.spreadsheets.sheets import Cell, Sheet

BY_FORCE = re.compile(r"Table P1: +Police recorded crime by offence group and police force area.*number of offences")
BY_PARTNERSHIP = re.compile(
    r"Table C\d+: Number of police recorded crimes for headline offences by Community Safety Partnership area"
)
YEAR_ENDING = "year ending"
WHOLE = "ENGLAND AND WALES"
PUBLISHED_ON = "Published on"
IN_BRACKETS = re.compile(r"[\d,]+\)$")
"""Footnotes inside a heading's brackets: `(excluding fraud3)`."""

TOTAL = "total recorded crime (excluding fraud)"

OFFENCES = (
    TOTAL, "violence against the person", "homicide", "death or serious injury caused by illegal driving",
    "violence with injury", "violence without injury", "stalking and harassment", "sexual offences", "robbery",
    "theft offences", "burglary", "residential burglary", "non-residential burglary", "vehicle offences",
    "theft from the person", "bicycle theft", "shoplifting", "all other theft offences", "criminal damage and arson",
    "drug offences", "possession of weapons offences", "public order offences",
    "miscellaneous crimes against society",
)  # fmt: skip
ONCE_CALLED = {
    "death or serious injury - unlawful driving": "death or serious injury caused by illegal driving",
    "other theft offences": "all other theft offences",
    "miscellaneous crimes": "miscellaneous crimes against society",
}
SUMS = {
    TOTAL: (
        "violence against the person", "sexual offences", "robbery", "theft offences", "criminal damage and arson",
        "drug offences", "possession of weapons offences", "public order offences",
        "miscellaneous crimes against society",
    ),
    "violence against the person": (
        "homicide", "death or serious injury caused by illegal driving", "violence with injury",
        "violence without injury", "stalking and harassment",
    ),
    "theft offences": (
        "burglary", "vehicle offences", "theft from the person", "bicycle theft", "shoplifting",
        "all other theft offences",
    ),
    "burglary": ("residential burglary", "non-residential burglary"),
}  # fmt: skip
"""Each total, and the offences that add up to it."""


def is_recorded_crime(glance: Glance) -> bool:
    return bool(
        BY_PARTNERSHIP.match(glance.first_line.lstrip('"'))
        or BY_PARTNERSHIP.match(glance.says("Table C2"))
        or BY_FORCE.match(glance.says("Table P1"))
    )


def read_recorded_crime(path: Path) -> Edition:
    """Rows: month (the last of the 12), force, place, place_name, offence, n. SourceError if faulty.

    The as-at date is the publication date of a correction, else the end of the 12 months: the tables have no other.
    """
    found = sheets.read_sheets(path)
    corrected = next((day_in(text_of(sheet, 5).partition(PUBLISHED_ON)[2]) for sheet in found
                      if sheet.name == "Correction"), None)  # fmt: skip
    for sheet in found:
        title = " ".join(str(sheet.cell(0, 0)).split()) if sheet.rows and sheet.rows[0] else ""
        if BY_FORCE.match(title) or BY_PARTNERSHIP.match(title):
            month = _month(title, sheet)
            as_at = corrected or date.fromordinal(add_months(month, 1).toordinal() - 1)
            if BY_FORCE.match(title):
                return edition(_of_forces(sheet, month), as_at)
            return edition(_of_partnerships(sheet, month), as_at, located=True)
    raise SourceError(path.name, "it has no table P1 or C2 of police recorded crime", AS_PUBLISHED)


def _month(title: str, sheet: Sheet) -> date:
    months = months_in(title.partition(YEAR_ENDING)[2])
    if len(months) != 1:
        raise SourceError(sheet.place(0, 0), f"the title does not give the 12 months: {title[-60:]!r}", AS_PUBLISHED)
    return months[0]


def _offences(cells: Mapping[int, Cell], where: str) -> dict[str, int]:
    """Each offence's column. SourceError if one is missing, or a heading is unknown: it may be a new offence."""
    found: dict[str, int] = {}
    for column, cell in cells.items():
        name = IN_BRACKETS.sub(")", without_footnotes(cell)).casefold()
        name = ONCE_CALLED.get(name, name)
        if name in OFFENCES:
            found[name] = column
        elif name not in ("", "victim-based crime", "other crimes against society"):
            raise SourceError(where, f"{str(cell)!r} is not a known offence", AS_PUBLISHED)
    if missing := [name for name in OFFENCES if name not in found]:
        raise SourceError(where, f"it has no column {missing[0]!r}", AS_PUBLISHED)
    return found


def _of_forces(sheet: Sheet, month: date) -> Iterator[FactRow]:
    where = f"{sheet.file}, sheet {sheet.name!r}"
    top = next(
        (
            i
            for i, row in enumerate(sheet.rows)
            if [without_footnotes(c) for c in row[:2]] == ["Area Code", "Area Name"]
        ),
        0,
    )
    if not top:
        raise SourceError(where, "no row has the headings Area Code, Area Name", AS_PUBLISHED)
    # The heading of the total is one row above the other headings.
    cells = {column: cell if cell != "" else sheet.cell(top - 1, column) for column, cell in enumerate(sheet.rows[top])}
    offences = _offences({column: cell for column, cell in cells.items() if column > 1}, where)
    names = [
        without_footnotes(sheet.cell(row, 1)) if len(sheet.rows[row]) > 1 else "" for row in range(len(sheet.rows))
    ]
    if WHOLE not in names:
        raise SourceError(where, f"it has no row {WHOLE!r}", AS_PUBLISHED)
    whole = names.index(WHOLE)
    forces = [(force, row) for row in range(top + 1, len(names)) if (force := _force(sheet, row, names[row]))]
    check_forces((force for force, _ in forces), where)
    for offence, column in offences.items():
        held = [(force, count(sheet.cell(row, column), sheet.place(row, column))) for force, row in forces]
        printed = sheet.cell(whole, column)
        check_total([n for _, n in held], printed, sheet.place(whole, column), f"{offence} of its forces")
        yield from ((month, force, "", "", offence, n) for force, n in held if n is not None)
    for force, row in forces:
        counts = {name: count(sheet.cell(row, column), sheet.place(row, column)) for name, column in offences.items()}
        _check_groups(counts, sheet.place(row), force)


def _force(sheet: Sheet, row: int, name: str) -> str | None:
    """The row's force, by its code, since West Midlands is also a region. The transport police have no code."""
    code, force = sheet.cell(row, 0), force_of(name)
    if force_by_code(code):
        if force_by_code(code) != force:
            raise SourceError(sheet.place(row), f"{code} is not the code of {name}", AS_PUBLISHED)
        return force
    return force if force == "British Transport Police" else None


def _check_groups(numbers: Mapping[str, int | None], where: str, force: str) -> None:
    """Check that offences add up to their groups, and groups to the total. No check where a figure is missing."""
    for whole, parts in SUMS.items():
        counts = [numbers[part] for part in parts]
        total = numbers[whole]
        if total is not None and None not in counts:
            check_total(counts, total, where, f"{whole} of {force}: its parts")


@dataclass(frozen=True)
class _Line:
    """A row of the table of partnerships: a council, a group of councils, or the whole force if `name` is empty."""

    force: str
    place: str
    name: str
    numbers: Mapping[str, int | None]


def _of_partnerships(sheet: Sheet, month: date) -> Iterator[FactRow]:
    """Rows of each force's parts, checked against its total for every offence."""
    where = sheet.file if not sheet.name else f"{sheet.file}, sheet {sheet.name!r}"
    lines = list(_lines(sheet, where))
    by_force: dict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        by_force[line.force].append(line)
    check_forces(by_force, where)
    for force, own in by_force.items():
        wholes, parts = [line for line in own if not line.name], [line for line in own if line.name]
        if len(wholes) > 1:
            raise SourceError(where, f"{force} has {len(wholes)} rows for the whole force", AS_PUBLISHED)
        for offence in OFFENCES:
            # The City of London has one district and no separate row for the force.
            printed = wholes[0].numbers[offence] if wholes else None
            if printed is not None and parts:
                check_total([p.numbers[offence] for p in parts], printed, where, f"{offence} of the parts of {force}")
            for part in parts or wholes:
                if (n := part.numbers[offence]) is not None:
                    yield month, force, part.place, part.name, offence, n
        for line in own:
            _check_groups(line.numbers, where, line.name or force)


def _lines(sheet: Sheet, where: str) -> Iterator[_Line]:
    top, at = _partnership_header(sheet, where)
    first = max(at.values()) + 1
    offences = _offences({c: cell for c, cell in enumerate(sheet.rows[top]) if c >= first}, where)
    for row in range(top + 1, len(sheet.rows)):
        cells = {name: " ".join(str(sheet.cell(row, column)).split()) for name, column in at.items()}
        if not any(cells.values()):
            continue
        # By name: one edition has the code of South Wales for Gwent's unassigned crimes, and Kent's for Surrey's.
        force = force_of(cells["force"])
        if not force:
            raise SourceError(sheet.place(row), f"{cells['force']!r} is not a police force area", AS_PUBLISHED)
        numbers = {name: count(sheet.cell(row, column), sheet.place(row, column)) for name, column in offences.items()}
        if any(n is not None for n in numbers.values()):
            council = cells["council"] if re.fullmatch(r"[EW]0\d{7}", cells["council"]) else ""
            yield _Line(force, council or cells["partnership"], cells["name"], numbers)


def _partnership_header(sheet: Sheet, where: str) -> tuple[int, dict[str, int]]:
    wanted = {
        "force": "Police Force Area name",
        "partnership": "Community Safety Partnership code",
        "name": "Community Safety Partnership name",
        "council": "Local Authority code",
        "council name": "Local Authority name",
    }
    for index, row in enumerate(sheet.rows):
        cells = [" ".join(str(cell).split()) for cell in row]
        if set(wanted.values()) <= set(cells):
            return index, {name: cells.index(heading) for name, heading in wanted.items()}
    raise SourceError(where, f"no row has the headings {', '.join(wanted.values())}", AS_PUBLISHED)
