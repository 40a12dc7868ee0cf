"""Reads Home Office use of force tables: incidents, uses of conducted energy devices and tactics, by force and year.

It reads each workbook's tables by police force for its own financial year. Incidents, devices and tactics count
different things and must not be added: an incident may have several tactics. It skips national tables, and earlier
years that a later workbook repeats: one file covers one whole year.
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
    count,
    day_in,
    edition,
    force_of,
    header_of,
    text_of,
    without_footnotes,
)
from peelian.sources.publishers.peek import Glance
from peelian.sources.spreadsheets import sheets
from peelian.sources.spreadsheets.sheets import Sheet

USE_OF_FORCE_TITLE = re.compile(
    r"Police use of force statistics, England and Wales, 1 April (\d{4}) to 31 March (\d{4})"
)
INCIDENTS = re.compile(r"Table \d+\. Incidents by police force")
DEVICES = re.compile(r"Table \d+\. Use of CED by type and police force")
TACTICS = re.compile(
    r"Table \d+\. Number of times tactics were used, by police force and officer perceived "
    r"(age|gender|ethnicity|disability|health condition)"
)
PUBLISHED = "Publication Date"
WHOLE = "Total England and Wales"
ALL = "all"

DEVICE_USES = ("Drawn", "Aimed", "Red-dot", "Arced", "Drive stun", "Fired", "Angled drive stun", "Not stated")
GROUPS = ("Restraint", "Unarmed skills", "Other equipment", "Less lethal weapons", "Firearms", "Other")
TACTICS_TOTAL = "Total Tactics"
TIMES = "Number of times tactic reported"


def is_use_of_force(glance: Glance) -> bool:
    return bool(USE_OF_FORCE_TITLE.search(glance.says("Contents")))


def read_use_of_force(path: Path) -> Edition:
    """Rows: month (March of the year), force, '', '', counted, kind, person, n. SourceError for a faulty table.

    `counted` is incidents, device uses or tactics. `kind` is the use of a device or the group of a tactic. `person` is
    all, or the person as the officer perceived them: `ethnicity: White`.
    """
    found = sheets.read_sheets(path)
    contents = next((text_of(sheet, 5) for sheet in found if sheet.name == "Contents"), "")
    years = USE_OF_FORCE_TITLE.search(contents)
    if not years or int(years[2]) != int(years[1]) + 1:
        raise SourceError(path.name, "its contents do not name its financial year", AS_PUBLISHED)
    rows = list(_rows(found, int(years[1])))
    if not any(row[4] == "incidents" for row in rows):
        raise SourceError(path.name, "it has no table of incidents by police force", AS_PUBLISHED)
    as_at = day_in(contents.partition(PUBLISHED)[2])
    if as_at is None:
        raise SourceError(path.name, f"its contents give no {PUBLISHED!r}", AS_PUBLISHED)
    return edition(rows, as_at)


def _rows(found: Sequence[Sheet], year: int) -> Iterator[FactRow]:
    month, traits = date(year + 1, 3, 1), set[str]()
    for sheet in found:
        title = text_of(sheet, 1)
        if INCIDENTS.match(title):
            yield from ((month, force, "", "", "incidents", ALL, ALL, n) for force, n in _incidents(sheet))
        elif DEVICES.match(title):
            yield from ((month, force, "", "", "device uses", kind, ALL, n) for force, kind, n in _devices(sheet, year))
        elif tactics := TACTICS.match(title):
            for force, group, person, n in _tactics(sheet, tactics[1]):
                # Every table by a trait repeats the figures for all persons: the first one counts.
                if person != ALL or not traits:
                    yield month, force, "", "", "tactics", group, person, n
            traits.add(tactics[1])


def _incidents(sheet: Sheet) -> list[tuple[str, int]]:
    top, at = header_of(sheet, {"force": "Police force", "n": "Total"})
    body = _body(sheet, top, at["force"])
    whole = body[WHOLE][0]
    counts = [(force, _count(sheet, row, at["n"])) for force, row in _single(sheet, body)]
    check_total([n for _, n in counts], sheet.cell(whole, at["n"]), sheet.place(whole, at["n"]), "its forces")
    return [(force, n) for force, n in counts if n is not None]


def _devices(sheet: Sheet, year: int) -> Iterator[tuple[str, str, int]]:
    """Uses of a device by kind in the workbook's own year. Nothing from a table of other years."""
    top, at = header_of(sheet, {"force": "Police force", "n": "Total"})
    headings = [without_footnotes(cell) for cell in sheet.rows[top]]
    own = f"{year}/{(year + 1) % 100:02}"
    of_years = headings[0] == "Financial year"
    if not of_years and f"1 April {year} to 31 March {year + 1}" not in text_of(sheet, 1):
        return
    body = _body(sheet, top, at["force"], own if of_years else "")
    whole = body[WHOLE][0]
    columns = {kind: _column(sheet, headings, kind) for kind in DEVICE_USES}
    forces = _single(sheet, body)
    for column in (at["n"], *columns.values()):
        parts = [_count(sheet, row, column) for _, row in forces]
        check_total(parts, sheet.cell(whole, column), sheet.place(whole, column), "its forces")
    for force, row in forces:
        uses = {kind: _count(sheet, row, column) for kind, column in columns.items()}
        check_total(uses.values(), sheet.cell(row, at["n"]), sheet.place(row, at["n"]), "the uses")
        yield from ((force, kind.lower(), n) for kind, n in uses.items() if n is not None)


def _column(sheet: Sheet, headings: Sequence[str], kind: str) -> int:
    """The column of a kind of use. `Not stated` was later renamed `CED not stated`."""
    for heading in (kind, f"CED {kind.lower()}"):
        if heading in headings:
            return headings.index(heading)
    raise SourceError(f"{sheet.file}, sheet {sheet.name!r}", f"it has no column {kind!r}", AS_PUBLISHED)


def _tactics(sheet: Sheet, trait: str) -> Iterator[tuple[str, str, str, int]]:
    """For each force and group of tactics, how often officers used them: on all persons, and by perceived trait."""
    top, at = header_of(sheet, {"force": "Police force", "tactic": "Tactic", "n": TIMES})
    name = "health" if trait in ("disability", "health condition") else trait
    persons = {
        f"{name}: {without_footnotes(sheet.cell(top, column))}": column for column in range(at["tactic"] + 1, at["n"])
    }
    persons[ALL] = at["n"]
    body = _body(sheet, top, at["force"])
    forces = _forces(sheet, body)
    for group in (*GROUPS, TACTICS_TOTAL):
        own = {force: _tactic(sheet, rows, at["tactic"], group) for force, rows in [(WHOLE, body[WHOLE]), *forces]}
        whole = own.pop(WHOLE)
        for person, column in persons.items():
            numbers = {force: _count(sheet, row, column) for force, row in own.items()}
            check_total(numbers.values(), sheet.cell(whole, column), sheet.place(whole, column), "its forces")
            if group != TACTICS_TOTAL:
                yield from ((force, group, person, n) for force, n in numbers.items() if n is not None)
    for force, rows in forces:
        parts = [_count(sheet, _tactic(sheet, rows, at["tactic"], group), at["n"]) for group in GROUPS]
        total = _tactic(sheet, rows, at["tactic"], TACTICS_TOTAL)
        check_total(parts, sheet.cell(total, at["n"]), sheet.place(total, at["n"]), f"the tactics of {force}")


def _tactic(sheet: Sheet, rows: Sequence[int], column: int, group: str) -> int:
    wanted = group if group == TACTICS_TOTAL else f"Total {group}"
    for row in rows:
        if without_footnotes(str(sheet.cell(row, column)).lstrip("*")) == wanted:
            return row
    raise SourceError(sheet.place(rows[0]), f"it has no row {wanted!r} below", AS_PUBLISHED)


def _body(sheet: Sheet, top: int, column: int, year: str = "") -> dict[str, list[int]]:
    """The rows below the header by name, for one year if the table has several."""
    found: dict[str, list[int]] = defaultdict(list)
    for row in range(top + 1, len(sheet.rows)):
        name = without_footnotes(str(sheet.cell(row, column)).lstrip("*"))
        if name and (not year or str(sheet.cell(row, 0)).strip() == year):
            found[name].append(row)
    if WHOLE not in found:
        raise SourceError(f"{sheet.file}, sheet {sheet.name!r}", f"it has no row {WHOLE!r}", AS_PUBLISHED)
    return found


def _forces(sheet: Sheet, body: dict[str, list[int]]) -> list[tuple[str, list[int]]]:
    found = [(force, rows) for name, rows in body.items() if (force := force_of(name))]
    check_forces((force for force, _ in found), f"{sheet.file}, sheet {sheet.name!r}")
    return found


def _single(sheet: Sheet, body: dict[str, list[int]]) -> list[tuple[str, int]]:
    """The row of each force in a table with one row each."""
    forces = _forces(sheet, body)
    if twice := [(force, rows) for force, rows in forces if len(rows) > 1]:
        force, rows = twice[0]
        raise SourceError(sheet.place(rows[1]), f"{force} is listed twice", AS_PUBLISHED)
    return [(force, row) for force, (row,) in forces]


def _count(sheet: Sheet, row: int, column: int) -> int | None:
    return count(sheet.cell(row, column), sheet.place(row, column))
