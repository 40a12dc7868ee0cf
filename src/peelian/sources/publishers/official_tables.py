"""Functions shared by readers of official statistics: forces' names, missing figures, footnote marks, totals.

A reader does not guess: it knows its publisher's tables.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from peelian.core.areas import Area
from peelian.core.errors import SourceError
from peelian.core.periods import MONTH_NAMES
from peelian.sources.spreadsheets.cells import number_of
from peelian.sources.spreadsheets.sheets import Cell, Sheet
from peelian.workspace.forces import force_aliases, shipped_forces

AS_PUBLISHED = "use the file as published; if it is, its layout is new and Peelian cannot read it yet"

MISSING = frozenset({"", "-", "..", ":", "*", "[x]", "[c]", "[z]", "n/a"})
"""How publishers mark a missing figure. None of them means 0."""

FOOTNOTES = re.compile(r"(?:\s*\[note [^\]]*\])+\s*$|[\s\d,*^~]+$")
FOOTNOTE_MARKS = re.compile(r"[\s*^~\"']+$")
DAY = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(MONTH_NAMES)}) (\d{{4}})", re.IGNORECASE)
MONTH_AND_YEAR = re.compile(rf"\b({'|'.join(MONTH_NAMES)}) (\d{{4}}|\d{{2}})", re.IGNORECASE)
HUNDREDTH = Decimal("0.01")

FactRow = tuple[object, ...]
"""month, force, place, place_name, the fact table's own columns, n"""


@dataclass(frozen=True)
class Edition:
    """One edition of a publisher's tables. `as_at` is its own date, or None if it has none."""

    rows: tuple[FactRow, ...]
    covers: tuple[tuple[str, date], ...]
    as_at: date | None = None
    located: bool = False


def edition(rows: Iterable[FactRow], as_at: date | None, *, located: bool = False) -> Edition:
    """An edition that covers each force and month with a figure."""
    held = tuple(rows)
    covers = sorted({(str(row[1]), row[0]) for row in held if isinstance(row[0], date)})
    return Edition(held, tuple(covers), as_at, located)


def without_footnotes(cell: Cell) -> str:
    """A heading or name without footnotes and extra blanks."""
    return FOOTNOTES.sub("", " ".join(str(cell).split())).strip()


def force_of(cell: Cell) -> str | None:
    """The force that a cell names, by its name in street files. Cells may say `Wiltshire2` or `Devon & Cornwall `."""
    name = without_footnotes(cell)
    spelt = name.replace("&", "and")
    known = force_aliases()
    return known.get(name) or known.get(spelt) or known.get("-".join(spelt.lower().split()))


@cache
def territorial() -> frozenset[str]:
    """The 43 forces of England and Wales that police an area."""
    return frozenset(force.force for force in shipped_forces().values() if force.ranked)


def force_by_code(code: Cell) -> str | None:
    """The force of an ONS police force area code."""
    found: Iterator[Area] = (force for force in shipped_forces().values() if force.code and force.code == code)
    return next((force.force for force in found), None)


def figure(cell: Cell, where: str) -> int | float | None:
    """The number in a cell without footnote marks, or None for a mark of a missing figure. SourceError for the rest."""
    if isinstance(cell, str) and cell.strip().casefold() in MISSING:
        return None
    number = number_of(FOOTNOTE_MARKS.sub("", cell) if isinstance(cell, str) else cell)
    if number is None or number < 0:
        raise SourceError(where, f"{str(cell)[:40]!r} is neither a figure nor a mark for one missing", AS_PUBLISHED)
    return number


def count(cell: Cell, where: str) -> int | None:
    """A figure that must be whole."""
    number = figure(cell, where)
    if isinstance(number, float):
        raise SourceError(where, f"{number} is not a whole number", AS_PUBLISHED)
    return number


def hundredths(number: int | float) -> int:
    """A number in hundredths, rounded half away from zero from its decimal digits, without binary noise."""
    return int((Decimal(repr(number)).quantize(HUNDREDTH, ROUND_HALF_UP) / HUNDREDTH).to_integral_value())


def check_total(parts: Iterable[int | float | None], printed: Cell, where: str, what: str, slack: float = 0) -> None:
    """SourceError unless the parts add up to the printed total. Without a printed total there is no check."""
    total = figure(printed, where)
    summed = sum(part for part in parts if part is not None)
    if total is not None and abs(summed - total) > slack:
        came, due = (f"{n:,.2f}" if isinstance(n, float) else f"{n:,}" for n in (summed, total))
        raise SourceError(where, f"{what} add up to {came}, but it prints {due}", "download it again")


def check_forces(found: Iterable[str], where: str) -> None:
    """SourceError unless every territorial force is in it. A missing force would look like one with no cases."""
    if missing := sorted(territorial() - set(found)):
        raise SourceError(where, f"it has no row for {', '.join(missing)}", AS_PUBLISHED)


def day_in(text: str) -> date | None:
    """The first date in a text, such as Published on 6th February 2019."""
    if not (day := DAY.search(" ".join(text.split()))):
        return None
    return date(int(day[3]), month_number(day[2]), int(day[1]))


def months_in(text: str) -> tuple[date, ...]:
    """The first days of the months in a text. A two-digit year is in this century. Footnotes may follow."""
    found = MONTH_AND_YEAR.findall(" ".join(text.split()))
    return tuple(date(int(year) + (2000 if len(year) == 2 else 0), month_number(name), 1) for name, year in found)


def month_number(name: str) -> int:
    return [month.casefold() for month in MONTH_NAMES].index(name.casefold()) + 1


def text_of(sheet: Sheet, rows: int) -> str:
    """The text of the first rows, in one line."""
    return " ".join(str(cell) for row in sheet.rows[:rows] for cell in row if cell != "")


def header_of(sheet: Sheet, wanted: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The index of the first row with all these headings, and the column of each by its key in `wanted`."""
    for index, row in enumerate(sheet.rows):
        cells = [without_footnotes(cell).casefold() for cell in row]
        if all(heading.casefold() in cells for heading in wanted.values()):
            return index, {name: cells.index(heading.casefold()) for name, heading in wanted.items()}
    what = f"no row has the headings {', '.join(wanted.values())}"
    raise SourceError(f"{sheet.file}, sheet {sheet.name!r}", what, AS_PUBLISHED)
