"""Looking: what each column under one row of headings could be, of one return's. By plain rules, surest first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from peelian.core.sources import Column, Contract
from peelian.sources import titles
from peelian.sources.cells import Years, is_withheld, number_of, unmarked, years_of
from peelian.sources.headings import MOST_ROWS, Heading
from peelian.sources.labels import month_in
from peelian.sources.matching import NUMBERS, Value
from peelian.sources.sheets import Cell, Sheet
from peelian.sources.views import lone
from peelian.sources.wording import force_of, is_total, norm, word_of

SAMPLE = 400
"""Rows below the headings by which a column is told."""

MOSTLY = 0.8
"""The part of a column's cells that must be of a kind for the column to be."""

HALF = 0.5
"""The same where the words stand among headings of theirs in one column."""

COUNTS = re.compile(
    r"(sum of |count of )?(numbers?|count|volumes?|total|n|qty|quantity|value|figures?|actual|(this )?month|monthly)",
    re.I,
)
"""Headings that a column of figures has, whatever it counts."""

ASIDE = re.compile(
    r"\b(notes?|comments?|remarks?|rag|status|trend|source|units?|analyst|quality|narrative|key|id|ref|quarter|qtr|"
    r"year|fy|financial|updated|published|version|code|measure type|sort|order)\b",
    re.I,
)
"""Headings of columns that say nothing of what figures are of."""


COUNCILS = frozenset(
    ["unitary", "authority", "ua", "district", "council", "borough", "city", "county", "local", "area"]
)


@dataclass(frozen=True)
class Own:
    """What an office's suppliers need not say: its force, and the codes of its places by their names."""

    force: str = ""
    places: Mapping[str, str] = field(default_factory=dict)

    def code(self, name: str) -> str:
        """The code of the place a text names, with or without "Council" and the like; "" where it names none."""
        told = norm(unmarked(name))
        plain = " ".join(word for word in told.split() if word not in COUNCILS)
        return next((code for own, code in self.places.items() if norm(own) in (told, plain)), "")


NOBODY = Own()


class Look:
    """One row of headings looked at as a return's."""

    def __init__(self, sheet: Sheet, row: int, count: int, heads: Sequence[Heading], contract: Contract, office: Own):
        self.sheet, self.row, self.heads, self.contract, self.office = sheet, row, heads, contract, office
        self.above = row - count + 1
        # A row of one cell is a title, a note or a divider.
        rows = range(row + 1, min(row + 1 + SAMPLE, len(sheet.rows)))
        self.below = [r for r in _of_this_table(sheet, row, rows) if _has_figures(sheet.rows[r])]
        self.context = titles.years(sheet, self.above)
        self.force = contract.force or office.force
        self.columns: dict[str, str] = {}
        self.at: dict[str, int] = {}
        self.values: list[Value] = []
        self.fixed: dict[str, str] = {}
        self.told: dict[str, str] = {}
        self.over: list[str] = []
        self.only: dict[str, tuple[str, ...]] = {}
        self.months = ""
        self.year = ""
        self.guessed = 0
        self.no_months = ""
        self.unsure: list[str] = []
        self.year_at = -1

    def has(self, name: str) -> bool:
        return (
            any(name in held for held in (self.at, self.fixed, self.told))
            or name in self.over
            or (bool(self.values) and all(name in value.of for value in self.values))
        )

    def column(self, name: str) -> Column:
        return next(column for column in self.contract.column if column.name == name)

    def cells(self, at: int) -> list[Cell]:
        return [cell for row in self.below if (cell := self.sheet.cell(row, at)) != ""]

    def numeric(self, at: int) -> bool:
        """Whether a column holds figures, some of them withheld or not."""
        cells = self.cells(at)
        numbers = sum(number_of(cell) is not None for cell in cells)
        return numbers > 0 and numbers + sum(map(is_withheld, cells)) >= MOSTLY * len(cells)

    def unused(self) -> list[Heading]:
        taken = {*self.at.values(), self.year_at}
        return [h for h in self.heads if h.at not in taken and (not h.blank or self.cells(h.at))]

    def take(self, name: str, head: Heading) -> None:
        self.columns[name], self.at[name] = head.text, head.at

    def texts(self, at: int) -> bool:
        cells = self.cells(at)
        words = [cell for cell in cells if isinstance(cell, str) and number_of(cell) is None]
        return len(words) == len(cells) > sum(map(is_withheld, words))

    def tells(self, text: str, column: Column) -> bool:
        if is_total(text, column.allowed) or titles.is_note(text):
            return False
        if column.type == "month":
            return bool(month_in(text, self.some_years()))
        if column.type == "force":
            return bool(force_of(text, self.force)) and not self.office.code(text)
        if column.name == "place":
            return bool(self.office.code(text))
        return bool(column.allowed and word_of(text, column.allowed))

    def tells_cell(self, cell: Cell, column: Column) -> bool:
        if column.type == "month" and not isinstance(cell, str):
            return bool(month_in(cell, self.some_years()))
        return self.tells(str(cell), column)

    def free_missing(self) -> Column | None:
        """The one column of free words that is not found yet; None where there are none or several."""
        free = [
            c for c in self.contract.column
            if c.type == "text" and not c.allowed and c.name not in self.at and not c.may_be_blank and c.name != "place"
        ]  # fmt: skip
        return free[0] if len(free) == 1 else None

    def own_header(self) -> str:
        return next((column.header for column in self.contract.column if column.name == NUMBERS), "")

    def some_years(self) -> Years | None:
        return self.any_years() if self.year else self.context or self.any_years()

    def any_years(self) -> Years | None:
        """Some years, where a column, a heading or a row over others tells them: which is seen row by row."""
        if self.year_at >= 0:
            cells = [str(cell) for cell in self.cells(self.year_at)]
        else:
            cells = [
                lone(self.sheet.rows[r]) for r in range(self.row + 1, min(self.row + SAMPLE, len(self.sheet.rows)))
            ]
        return next(
            (found for text in cells if text and (found := years_of(text))),
            next((head.years for head in self.heads if head.years), None),
        )


def _of_this_table(sheet: Sheet, header: int, rows: range) -> Iterator[int]:
    """Rows of more than one cell, until a row of words after a blank one or a title heads a table of other headings."""
    own = [norm(cell) for cell in sheet.rows[header]]
    parted = begun = False
    for row in rows:
        cells = [cell for cell in sheet.rows[row] if cell != ""]
        if not cells or lone(sheet.rows[row]):
            parted = True
            continue
        figures = _has_figures(sheet.rows[row])
        again = any([norm(cell) for cell in below] == own for below in sheet.rows[row : row + MOST_ROWS])
        if begun and parted and not figures and not again:
            return
        parted, begun = False, begun or figures
        yield row


def _has_figures(row: Sequence[Cell]) -> bool:
    """Whether a row has a figure, or what stands where one is withheld: not so units and codes under headings."""
    return any(cell != "" and (number_of(cell) is not None or is_withheld(cell)) for cell in row)
