"""Labels: what a row is of, as the return writes it: months in words, the supplier's words, what rows above say."""

import re
from collections.abc import Mapping

from peelian.core.periods import month_key
from peelian.core.sources import Column, Contract
from peelian.sources.layouts.matches import Match
from peelian.sources.spreadsheets.cells import (
    A_MONTH,
    Years,
    is_financial,
    month_number,
    month_of,
    month_year_first,
    number_of,
    unmarked,
    years_of,
)
from peelian.sources.spreadsheets.headings import in_years
from peelian.sources.spreadsheets.sheets import Cell
from peelian.sources.spreadsheets.titles import is_note
from peelian.sources.spreadsheets.word_match import force_of, is_derived, is_total, norm, word_of

BLANK = "(blank)"
"""How a pivot table writes that nothing was recorded."""

WORKED_OUT = re.compile(
    r".*%.*|.*\b(ytd|year to date)|"
    r"(monthly |annual |overall )?"
    r"(per ?cent|pct|average|avg|mean|median|target|variance|difference|change|previous|last)"
    r"( (on|from|since|in|vs?|per|to|of|for|year|quarter|month|score|rate|wait|time|days|number|\d).*)?",
    re.I,
)
"""Labels of rows worked out from others, where any word may stand."""


OTHER_WORD = re.compile(
    rf"(?!\b(?:{A_MONTH}|fy|calendar|financial|fiscal|year|years|yr|to|until|and|ending|ended|end|months?|whole|full|of|"
    r"the|q[1-4]|h[12]|half|quarters?|total|all|in)\b)\b[a-z]+",
    re.IGNORECASE,
)
"""What a label of a year or of several months never has: Smarch 2025 is a month told wrongly."""


class Labels:
    """What the labels of one table's rows say, by its match."""

    def __init__(self, match: Match, contract: Contract) -> None:
        self._match = match
        self.columns: Mapping[str, Column] = {column.name: column for column in contract.column}
        self._force = contract.force or match.fixed.get("force", "")
        self._words = {name: {norm(word): own for word, own in words.items()} for name, words in match.words.items()}
        self._left = {name: {norm(word) for word in words} for name, words in match.left.items()}

    def said(self, cell: Cell, name: str, years: Years | None, first: bool = False) -> str:
        """The cell as the return writes it; as it stands where it is none of the return's words."""
        column = self.columns[name]
        if cell == BLANK:
            return ""
        if column.type == "month":
            month = month_in(cell, years, first)
            return month or str(cell)
        text = unmarked(str(cell))
        own = self._words.get(name, {}).get(norm(text))
        if own is not None:
            return own
        if column.type == "force":
            return force_of(text, self._force) or text
        same = [word for word in column.allowed if norm(word) == norm(text)]
        return same[0] if len(same) == 1 else text

    def tells(self, cell: Cell, name: str, years: Years | None = None) -> str:
        """The return's word, month or force a cell surely tells; "" where any word may stand, or it is none."""
        column = self.columns[name]
        said = self.said(cell, name, years)
        if column.type == "month":
            return said if month_in(cell, years) else ""
        if column.type == "force":
            return force_of(said, self._force)
        if norm(unmarked(str(cell))) in self._words.get(name, {}):
            return said
        if not column.allowed or is_note(str(cell)):
            return ""
        return said if said in column.allowed else word_of(str(cell), column.allowed)

    def is_left(self, cell: Cell, name: str) -> bool:
        """Whether rows with this label are not asked for."""
        column, told = self.columns[name], norm(unmarked(str(cell)))
        if told in self._left.get(name, ()):
            return True
        if column.type == "month":
            return bool(told) and not month_number(cell) and not month_of(cell, serial=True) and is_period(cell)
        return not column.allowed and column.type == "text" and bool(WORKED_OUT.fullmatch(str(cell).strip()))

    def is_total(self, cell: Cell, name: str) -> bool:
        among_places = (
            name == "place" and isinstance(cell, str) and cell and norm(cell) not in self._words.get(name, ())
        )
        if among_places and (norm(cell) in ("force", "force area", "county") or force_of(str(cell), self._force)):
            return True  # what the places come to
        return is_total(cell, self.columns[name].allowed) and norm(unmarked(str(cell))) not in self._left.get(name, ())


def month_in(cell: Cell, years: Years | None, first: bool = False) -> str:
    """The month a cell tells, as 2025-12, in the years told elsewhere where it tells none; "" where it cannot be known.

    `first` takes 25-Oct for a month. A month's number is one only in a calendar year: the first of a financial year is
    January to some and April to others.
    """
    month = month_of(cell, serial=True) or (month_year_first(cell) if first else None)
    number = month_number(cell)
    if not month and not number and years and not is_financial(years):
        counted = number_of(cell)
        number = int(counted) if counted is not None and counted in range(1, 13) else 0
    month = month or in_years(number, years)
    return month_key(month) if month else ""


def is_period(cell: Cell) -> bool:
    """Whether a label among months is of several of them, or is worked out from them."""
    if not isinstance(cell, str) or month_of(cell, serial=True) or month_number(cell):
        return False
    several = re.fullmatch(
        r"(?:fy )?(?:20)?(\d\d) (\d\d)|20\d\d|(?:.*\b)?(?:q[1-4]|quarter|h[12])(?:\b.*)?", norm(cell)
    )
    if several and several[1] and (int(several[1]) + 1) % 100 != int(several[2]):
        return False  # 2025-13 is no year, but a month that is wrong
    return bool(several) or is_derived(cell) or (years_of(cell) is not None and not OTHER_WORD.search(cell))
