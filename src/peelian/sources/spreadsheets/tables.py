"""Tables: rows that could be headings, with the cells below each. The results are kept and shared by all returns."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

from peelian.sources.spreadsheets import titles, views
from peelian.sources.spreadsheets.cells import Years, is_withheld, month_of, number_of
from peelian.sources.spreadsheets.headings import MOST_ROWS, Heading, headings
from peelian.sources.spreadsheets.sheets import Cell, Sheet
from peelian.sources.spreadsheets.views import lone
from peelian.sources.spreadsheets.word_match import norm, word_of

MOST_TITLES = 40
"""The most rows above the headings."""

SAMPLE = 400
"""Rows below the headings from which to find the kind of a column."""

MOSTLY = 0.8
"""The share of a column's cells that must be figures for a column of figures."""

_T = TypeVar("_T")


class Below:
    """The cells below one row, column by column."""

    def __init__(self, sheet: Sheet, row: int) -> None:
        self.sheet, self.row = sheet, row
        self._cells: dict[int, list[Cell]] = {}
        self._known: dict[Hashable, Any] = {}

    @cached_property
    def rows(self) -> list[int]:
        """The rows with figures. A row with one cell is a title, a note or a divider."""
        rows = range(self.row + 1, min(self.row + 1 + SAMPLE, len(self.sheet.rows)))
        return [r for r in _of_this_table(self.sheet, self.row, rows) if _has_figures(self.sheet.rows[r])]

    @cached_property
    def alone(self) -> tuple[tuple[int, str], ...]:
        """Rows with a single text, with or without figures below."""
        rows = range(self.row + 1, min(self.row + SAMPLE, len(self.sheet.rows)))
        return tuple((row, text) for row in rows if (text := lone(self.sheet.rows[row])))

    def cells(self, at: int) -> list[Cell]:
        if at not in self._cells:
            self._cells[at] = [cell for row in self.rows if (cell := self.sheet.cell(row, at)) != ""]
        return self._cells[at]

    def different(self, at: int) -> Counter[Cell]:
        """Each different cell, with its number of occurrences."""
        return self.once(("different", at), lambda: Counter(self.cells(at)))

    def numeric(self, at: int) -> bool:
        """Whether a column has figures. Some of them may be withheld."""
        return self.once(("numeric", at), lambda: self._numeric(at))

    def _numeric(self, at: int) -> bool:
        cells = self.cells(at)
        numbers = sum(number_of(cell) is not None for cell in cells)
        return numbers > 0 and numbers + sum(map(is_withheld, cells)) >= MOSTLY * len(cells)

    def texts(self, at: int) -> bool:
        return self.once(("texts", at), lambda: self._texts(at))

    def _texts(self, at: int) -> bool:
        cells = self.cells(at)
        words = [cell for cell in cells if isinstance(cell, str) and number_of(cell) is None]
        return len(words) == len(cells) > sum(map(is_withheld, words))

    def once(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """The result of `make`, kept for the next call with this key."""
        if key not in self._known:
            self._known[key] = make()
        found: _T = self._known[key]
        return found


class Table:
    """A row of headings, alone or with one or two above it, and the cells below."""

    def __init__(self, below: Below, count: int) -> None:
        self.sheet, self.row, self.count, self.below = below.sheet, below.row, count, below
        self.above = below.row - count + 1
        self.heads: Sequence[Heading] = headings(below.sheet, below.row, count)

    @cached_property
    def context(self) -> Years | None:
        """The years from a title, for months without a year."""
        return titles.years(self.sheet, self.above)

    @cached_property
    def filled(self) -> tuple[Heading, ...]:
        """Headings with a text, or with cells below."""
        return tuple(head for head in self.heads if not head.blank or self.below.cells(head.at))


class Tables:
    """Every possible table of a sheet, by the row and number of its headings."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._below: dict[int, Below] = {}
        self._made: dict[tuple[int, int], Table] = {}

    def headed(self, words: Collection[str]) -> Iterator[Table]:
        """The tables with a possible last row of headings. Numbers in `words` count as words."""
        for row in range(min(MOST_TITLES, max(len(self.sheet.rows) - 1, 0))):
            if self._plainly_not[row] or not self._may_head(row, words):
                continue
            for count in range(1, min(MOST_ROWS, row + 1) + 1):
                if count > 1 and is_title(self.sheet, row - count + 1):
                    break
                table = self._table(row, count)
                if len(table.heads) > 1:
                    yield table

    def _table(self, row: int, count: int) -> Table:
        if (row, count) not in self._made:
            below = self._below.setdefault(row, Below(self.sheet, row))
            self._made[row, count] = Table(below, count)
        return self._made[row, count]

    @cached_property
    def _plainly_not(self) -> list[bool]:
        return [self._is_plainly_not(row) for row in range(min(MOST_TITLES, max(len(self.sheet.rows) - 1, 0)))]

    def _is_plainly_not(self, row: int) -> bool:
        """Whether a row cannot be headings: one text over all columns, months down a column, or almost no cells."""
        own = self.sheet.rows[row]
        cells = [cell for cell in own if cell != ""]
        if len(cells) > 1 and lone(own):
            return True
        if any(month_of(cell) and month_of(self.sheet.cell(row + 1, at)) for at, cell in enumerate(own)):
            return True
        alone = len(cells) == 1 and own[0] == ""  # the figures have a heading, the labels have none
        return len(cells) < 2 and not alone

    def _may_head(self, row: int, words: Collection[str]) -> bool:
        """Whether every number in the row is a word, a month or a year."""
        numbers = [cell for cell in self._numbers[row] if str(cell) not in words]
        if not numbers:
            return True
        cells = [cell for cell in self.sheet.rows[row] if cell != ""]
        years = all(number_of(cell) in range(2010, 2041) for cell in numbers)
        return years and not any(word_of(str(cell), tuple(words)) or month_of(cell) for cell in cells)

    @cached_property
    def _numbers(self) -> list[list[Cell]]:
        return [
            [c for c in row if c != "" and number_of(c) is not None and not month_of(c, serial=True)]
            for row in self.sheet.rows[:MOST_TITLES]
        ]


class SheetViews:
    """A sheet upright, on its side, and split into tables side by side. Each view is made on first use."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.whole = Tables(sheet)

    @cached_property
    def turned(self) -> Tables:
        return Tables(views.turned(self.sheet))

    @cached_property
    def beside(self) -> tuple[Sheet, ...]:
        return views.beside(self.sheet)

    @cached_property
    def first(self) -> Tables:
        """The first of several tables side by side."""
        return Tables(self.beside[0])


def is_title(sheet: Sheet, row: int) -> bool:
    """Whether a row has one text or none. Such a row is not headings: its text applies to the whole table."""
    return bool(lone(sheet.rows[row])) or not any(cell != "" for cell in sheet.rows[row])


def _of_this_table(sheet: Sheet, header: int, rows: range) -> Iterator[int]:
    """Rows of more than one cell, up to the next table: a row of other words after a blank row or a title."""
    own = [norm(cell) for cell in sheet.rows[header]]
    parted = begun = False
    for row in rows:
        cells = [cell for cell in sheet.rows[row] if cell != ""]
        if not cells or lone(sheet.rows[row]):
            parted = True
            continue
        figures = _has_figures(sheet.rows[row])
        if begun and parted and not figures:
            again = any([norm(cell) for cell in below] == own for below in sheet.rows[row : row + MOST_ROWS])
            if not again:
                return
        parted, begun = False, begun or figures
        yield row


def _has_figures(row: Sequence[Cell]) -> bool:
    """Whether a row has a figure or a mark for a withheld one. Units and codes under headings do not count."""
    return any(cell != "" and (number_of(cell) is not None or is_withheld(cell)) for cell in row)
