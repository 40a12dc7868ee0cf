"""Headings: the heading of each column of a table, in up to three rows, and the month or year in it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from peelian.core.periods import month_key
from peelian.sources.spreadsheets.cells import (
    Years,
    month_number,
    month_of,
    month_within,
    month_year_first,
    year_first,
    years_of,
)
from peelian.sources.spreadsheets.sheets import Cell, Sheet, column_letters
from peelian.sources.spreadsheets.word_match import norm

MOST_ROWS = 3
YEAR_WORDS = re.compile(r"\b(fy|financial|year|quarter|q[1-4]|20\d\d|\d\d|ending|calendar)\b|[\s/–-]")


@dataclass(frozen=True)
class Heading:
    """The heading of one column: its parts from the upper row to the lower, and the dates in them.

    `text` is the whole heading, made unique in its table. `rest` is the heading without month and years. `number` is
    the number of a month without a year. `day` is the date if the month is written as a date.
    """

    at: int
    parts: tuple[str, ...]
    text: str
    rest: str
    rests: tuple[str, ...]
    month: date | None = None
    number: int = 0
    years: Years | None = None
    day: date | None = None

    @property
    def blank(self) -> bool:
        return not self.parts

    def month_in(self, context: Years | None) -> date | None:
        """The month of the heading. A month without a year takes its year from `context`."""
        return self.month or in_years(self.number, self.years or context)


def in_years(number: int, years: Years | None) -> date | None:
    """The month with this number, dated by `years`."""
    year = (years or {}).get(number)
    return date(year, number, 1) if year else None


def headings(sheet: Sheet, row: int, count: int) -> tuple[Heading, ...]:
    """The heading of each column: the last `count` cells down to this row. An upper cell may head several columns."""
    levels = _levels(sheet, row, count)
    first = [year_first(level) for level in levels]
    made = []
    for at in range(len(levels[-1])):
        cells: list[tuple[Cell, bool]] = []
        for level, whether in zip(levels, first, strict=True):
            if level[at] != "" and level[at] not in [cell for cell, _ in cells]:
                cells.append((level[at], whether))
        made.append(_heading(at, cells))
    times: Counter[str] = Counter()
    unique = []
    for one in made:
        times[norm(one.text)] += 1
        again = times[norm(one.text)]
        unique.append(one if again == 1 else _renamed(one, f"{one.text} ({again})"))
    return tuple(unique)


def said(cell: Cell) -> str:
    month = None if isinstance(cell, str) else month_of(cell)
    return month_key(month) if month else str(cell)


def _renamed(heading: Heading, text: str) -> Heading:
    return Heading(**{**heading.__dict__, "text": text})


def _levels(sheet: Sheet, row: int, count: int) -> list[list[Cell]]:
    """The rows of headings. An upper heading extends to the right until the next one or a blank column."""
    rows = range(row - count + 1, row + 1)
    width = max(len(sheet.rows[r]) for r in rows)
    levels: list[list[Cell]] = [[sheet.cell(r, at) for at in range(width)] for r in rows]
    for n, level in enumerate(levels[:-1]):
        carried: Cell = ""
        for at in range(width):
            fresh = any(levels[k][at] != "" and (at == 0 or levels[k][at] != levels[k][at - 1]) for k in range(n))
            nothing = all(levels[k][at] == "" for k in range(n, count))
            carried = level[at] if level[at] != "" else "" if fresh or nothing else carried
            level[at] = carried
    return levels


def _heading(at: int, cells: Sequence[tuple[Cell, bool]]) -> Heading:
    month, number, years, day = None, 0, None, None
    parts, rests = [], []
    for cell, first in cells:
        text = said(cell)
        parts.append(text)
        dated = month_of(cell, serial=True) or (month_year_first(cell) if first else None)
        within = month_within(text) if isinstance(cell, str) and not dated else None
        if dated:
            month, day = dated, cell if isinstance(cell, date) else day
        elif named := month_number(cell):
            number = named
        elif within:
            month = within[0]
            rests += [within[1]] if within[1] else []
        else:
            found = years_of(text)
            years = found or years
            if not found or YEAR_WORDS.sub("", norm(text)):
                rests.append(text)
    text = " ".join(parts) or f"(column {column_letters(at)})"
    return Heading(at, tuple(parts), text, " ".join(rests), tuple(rests), month, number, years, day)
