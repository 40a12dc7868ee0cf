"""Looking: what each column under one row of headings could be, of one return's. By plain rules, surest first."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from peelian.core.sources import Column, Contract
from peelian.sources.layouts.labels import month_in
from peelian.sources.layouts.matches import FIGURE_COLUMN, Value
from peelian.sources.spreadsheets import titles
from peelian.sources.spreadsheets.cells import Years, unmarked, years_of
from peelian.sources.spreadsheets.headings import Heading
from peelian.sources.spreadsheets.sheets import Cell
from peelian.sources.spreadsheets.tables import Table
from peelian.sources.spreadsheets.word_match import force_of, is_total, norm, word_of

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
    """What an office's suppliers need not say: its force, and the codes of its places by their names.

    `forces` are all that its areas name, which no publisher need know.
    """

    force: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    forces: frozenset[str] = frozenset()

    def code(self, name: str) -> str:
        """The code of the place a text names, with or without "Council" and the like; "" where it names none."""
        if not self.places:
            return ""
        told = norm(unmarked(name))
        plain = " ".join(word for word in told.split() if word not in COUNCILS)
        found = [self._by_name[key] for key in (told, plain) if key in self._by_name]
        return min(found)[1] if found else ""

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[int, str]]:
        """The first place of each name, and where among the others it stands."""
        named: dict[str, tuple[int, str]] = {}
        for number, (name, code) in enumerate(self.places.items()):
            named.setdefault(norm(name), (number, code))
        return named


NOBODY = Own()


class Candidate:
    """One table looked at as a return's."""

    def __init__(self, table: Table, contract: Contract, office: Own):
        self.table, self.contract, self.office = table, contract, office
        self.sheet, self.row, self.heads, self.above = table.sheet, table.row, table.heads, table.above
        self.below, self.context = table.below.rows, table.context
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
        self._strange: tuple[dict[str, int], list[str]] = ({}, [])

    def has(self, name: str) -> bool:
        return (
            any(name in held for held in (self.at, self.fixed, self.told))
            or name in self.over
            or (bool(self.values) and all(name in value.of for value in self.values))
        )

    def column(self, name: str) -> Column:
        return next(column for column in self.contract.column if column.name == name)

    def cells(self, at: int) -> list[Cell]:
        return self.table.below.cells(at)

    def different(self, at: int) -> Counter[Cell]:
        return self.table.below.different(at)

    def numeric(self, at: int) -> bool:
        return self.table.below.numeric(at)

    def texts(self, at: int) -> bool:
        return self.table.below.texts(at)

    def unused(self) -> list[Heading]:
        taken = {*self.at.values(), self.year_at}
        return [head for head in self.table.filled if head.at not in taken]

    def take(self, name: str, head: Heading) -> None:
        self.columns[name], self.at[name] = head.text, head.at

    def strange(self, names: Mapping[str, int], find: Callable[[], list[str]]) -> list[str]:
        """The labels that are of none of these columns, found anew where the columns are others than before."""
        if self._strange[0] != names:
            self._strange = (dict(names), find())
        return list(self._strange[1])

    @cached_property
    def own_words(self) -> frozenset[str]:
        return frozenset(norm(word) for column in self.contract.column for word in column.allowed)

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
        return next((column.header for column in self.contract.column if column.name == FIGURE_COLUMN), "")

    def some_years(self) -> Years | None:
        return self.any_years() if self.year else self.context or self.any_years()

    def any_years(self) -> Years | None:
        """Some years, where a column, a heading or a row over others tells them: which is seen row by row."""
        if self.year_at >= 0:
            cells = [str(cell) for cell in self.cells(self.year_at)]
        else:
            cells = [text for _, text in self.table.below.alone]
        return next(
            (found for text in cells if text and (found := years_of(text))),
            next((head.years for head in self.heads if head.years), None),
        )
