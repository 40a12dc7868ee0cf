"""Rows of a matched table from its headings down: figures, totals, headings over rows, pages' heads, other tables."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from peelian.core.sources import Contract
from peelian.sources.layouts import drift, totals
from peelian.sources.layouts.labels import Labels
from peelian.sources.layouts.locate import Figures, Found, days_alike, found_at
from peelian.sources.layouts.matches import FIGURE_COLUMN, Match
from peelian.sources.spreadsheets.cells import Years, is_withheld, month_of, number_of, year_first, years_of
from peelian.sources.spreadsheets.headings import headings
from peelian.sources.spreadsheets.sheets import Cell, Merged, Sheet
from peelian.sources.spreadsheets.titles import is_note
from peelian.sources.spreadsheets.views import lone
from peelian.sources.spreadsheets.word_match import is_derived, is_total, norm

SHIFTED = "its cells are not under their headings"
ASTRAY = "its row has more cells than there are headings"

REMARK = re.compile(
    r"(notes?|source|see|please|nb|n\.b\.|key|page|continued|draft|provisional|revised|updated|figures?|data|subject)\b",
    re.I,
)


@dataclass(frozen=True)
class Line:
    """One figure: where it stands, what it is of by the return's columns, all as text; and what is wrong with it.

    `month` is the month it is of, as 2025-12, where that can be told.
    """

    where: str
    cells: Mapping[str, str]
    fault: str = ""
    blank: bool = False
    row: int = -1
    across: bool = False
    """Whether its column, not its row, says which month or year it is of."""

    carried: bool = False
    """Whether a blank cell of its row was taken to say what the one above says."""

    @property
    def month(self) -> str:
        return self.cells.get("month", "")


@dataclass
class _State:
    """What the rows so far say of those below."""

    years: Years | None
    above: dict[str, str] = field(default_factory=dict)
    over: dict[str, str] = field(default_factory=dict)
    reading: bool = True
    any_figure: bool = False
    under_total: bool = False
    parted: bool = False
    """Whether a blank row or a title stands just above."""


class Rows:
    """A table read row by row. `unread` fills as it is: rows nobody asked for, tables that are not the return's."""

    def __init__(self, sheet: Sheet, match: Match, place: Found, contract: Contract) -> None:
        self._sheet, self._match, self._place, self._contract = sheet, match, place, contract
        self._labels = Labels(match, contract)
        self._state = _State(place.years)
        self._entries: list[totals.Entry] = []
        self._days: dict[str, set[date]] = {}
        self._first = any(
            year_first([sheet.cell(row, at) for row in range(place.header + 1, len(sheet.rows))])
            for name, at in place.columns.items()
            if self._labels.columns[name].type == "month"
        )
        self._at_first, self._first_header = place, place.header
        self.unread: list[str] = []
        self.apart: list[str] = []
        """Tables among what is unread."""

    def lines(self) -> Iterator[Line]:
        """Every figure below the headings, in the sheet's order, then each total that its parts do not come to.

        A row without a figure is a note or a divider. A cell that is no figure where one should be is a line with a
        fault; so is a figure of a day or a week.
        """
        for row in range(self._place.header - self._match.headings, -1, -1):  # the nearest title says what is below
            if text := lone(self._sheet.rows[row]):
                self._heading_over(text, only_new=True)
        over = range(self._place.header - self._match.headings + 1)
        if sum(is_counted(self._sheet.rows[row]) for row in over) > 1:
            self.apart.append(f"the rows above {self._sheet.place(self._place.header)}")
        found: list[Line] = []
        row = self._place.header + 1
        while row < len(self._sheet.rows):
            if again := self._headings_again(row):
                row += again
                continue
            found += self._read(row)
            row += 1
        found += [*self._above_the_headings(), *self._months_unlike(), *self._short()]
        weekly = {month for month, days in self._days.items() if not days_alike(sorted(days))}
        for line in found:
            day = line.month in weekly and not line.fault
            yield replace(line, fault="it is for a day or a week, not a month") if day else line
        yield from self._wrong_totals(found)

    def _above_the_headings(self) -> Iterator[Line]:
        """A fault where figures stand right over the headings: their row has been moved among those of figures."""
        for row in range(self._first_header - self._match.headings, -1, -1):
            if lone(self._sheet.rows[row]) or all(cell == "" for cell in self._sheet.rows[row]):
                return
            figures = [one for one in self._at_first.figures if number_of(self._sheet.cell(row, one.at)) is not None]
            told = [name for name, at in self._at_first.columns.items() if self._tells_at(row, name, at)]
            if figures and told:
                yield Line(self._sheet.place(row, figures[0].at), {}, "it is above the headings")
                return

    def _tells_at(self, row: int, name: str, at: int) -> bool:
        cell = self._sheet.cell(row, at)
        if self._typed(name):
            return cell != "" and bool(self._labels.tells(cell, name, self._state.years))
        return _may_be_a_word(cell) and cell != "" and not is_total(cell)

    def _months_unlike(self) -> Iterator[Line]:
        """A fault for each month across that has not all the columns that others have."""
        held: dict[str, set[tuple[tuple[str, str], ...]]] = {}
        for one in self._at_first.figures:
            if month := one.of.get("month", ""):
                held.setdefault(month, set()).add(tuple(sorted((k, v) for k, v in one.of.items() if k != "month")))
        every = set().union(*held.values()) if held else set()
        for month, own in held.items():
            if lost := sorted(every - own):
                what = f"it has no column for {', '.join(word for _, word in lost[0])}, unlike other months"
                yield Line(self._sheet.place(self._first_header), {"month": month}, what, across=True)

    def _short(self) -> Iterator[Line]:
        """A fault where, months across, a row ends early: if a cell was lost, the rest are of other months."""
        leaves = [entry for entry in self._entries if entry.kind == totals.LEAF and entry.read]
        last = max((at for entry in leaves for at, number in entry.figures.items() if number is not None), default=-1)
        for entry in leaves if self._match.months and not self._place.sums else ():
            told = [number for number in entry.figures.values() if number is not None]
            if told and last in entry.figures and self._sheet.cell(entry.row, last) == "":
                yield Line(self._sheet.place(entry.row, last), {}, "its row ends earlier than other rows")

    def _headings_again(self, row: int) -> int:
        """How many rows the same headings take, where they begin again in this row: a page's head, or a table below."""
        last = row + self._match.headings - 1
        if last >= len(self._sheet.rows):
            return 0
        own = [self._sheet.cell(self._place.header, at) for at in self._place.columns.values()]
        same = [norm(self._sheet.cell(last, at)) for at in self._place.columns.values()]
        if not any(own) or same != list(map(norm, own)):
            heads = {norm(self._sheet.cell(self._place.header, one.at)) for one in self._place.figures}
            if not all(norm(self._sheet.cell(last, one.at)) in heads - {""} for one in self._place.figures):
                return 0
        heads_below = headings(self._sheet, last, self._match.headings)
        place = found_at(self._sheet, self._match, self._contract, last, heads_below, self._place, self._state.years)
        if place is None:
            if not any(own) or same != list(map(norm, own)):
                return 0
            self._state.reading = False
            self._leave(last)
            return self._match.headings
        self._place = place
        self._state.reading, self._state.above = not place.aside, {}
        if place.aside:
            self._leave(row)
        return self._match.headings

    def _leave(self, row: int) -> None:
        told = f"the table with {self._sheet.place(row, _leftmost(self._sheet.rows[row]))}"
        self.unread.append(told)
        self.apart.append(told)

    def _read(self, row: int) -> Iterator[Line]:
        cells, state = self._sheet.rows[row], self._state
        if all(cell == "" for cell in cells):
            state.parted = True
            return
        figures = [(one, self._sheet.cell(row, one.at)) for one in self._place.figures]
        text = lone(cells)
        if text and all(number_of(figure) is None for _, figure in figures):
            self._heading_over(text)
            self._carry(row)
            state.parted = True
            return
        parted, state.parted = state.parted, False
        if state.any_figure and state.reading and self._another_table(row, figures, parted):
            state.reading = False
            self._leave(row)
        if state.reading:
            yield from self._figures(row, figures)

    def _heading_over(self, text: str, only_new: bool = False) -> None:
        """What a row that heads others says: a word for a column, the years of their months."""
        if is_note(text) or is_total(text):
            return
        if not only_new and (years := years_of(text)):
            self._state.years = years
        free = [name for name in self._match.over if self._labels.columns[name].type == "text"]
        free = [name for name in free if not self._labels.columns[name].allowed and name != "place"]
        for name in self._match.over:
            told = self._labels.tells(text, name, self._state.years)
            if not told and free == [name] and _may_be_a_word(text) and not self._tells_another(text, name):
                told = self._labels.said(text, name, self._state.years)
            if told and not (only_new and name in self._state.over):
                self._over(name, told, clear=not only_new)

    def _tells_another(self, text: str, name: str) -> bool:
        others = [other for other in self._match.over if other != name]
        return any(self._labels.tells(text, other, self._state.years) for other in others)

    def _over(self, name: str, told: str, clear: bool = True) -> None:
        self._state.over[name] = told
        level = self._match.over.index(name)
        for inner in self._match.over[level + 1 :] if clear else ():
            self._state.over.pop(inner, None)
        if clear:
            self._state.above = {}

    def _carry(self, row: int) -> None:
        for name in self._match.down:
            cell = self._sheet.cell(row, self._place.columns[name]) if name in self._place.columns else ""
            tells = self._labels.tells(cell, name, self._state.years) if self._typed(name) else _may_be_a_word(cell)
            if cell != "" and tells:
                self._state.above[name] = self._labels.said(cell, name, self._state.years, self._first)

    def _figures(self, row: int, figures: list[tuple[Figures, Cell]]) -> Iterator[Line]:
        place, labels, state = self._place, self._labels, self._state
        years = state.years
        if place.year_at >= 0:
            told = self._sheet.cell(row, place.year_at)
            years = years_of(str(told)) if told != "" else years
            state.years = years
        raw = {name: self._sheet.cell(row, at) for name, at in place.columns.items()}
        numbers = {one.at: number_of(figure) for one, figure in figures}
        if any(labels.is_total(cell, name) for name, cell in raw.items()) or self._is_total(row):
            own = tuple("" if labels.is_total(c, n) else labels.said(c, n, years, self._first) for n, c in raw.items())
            self._entry(row, totals.TOTAL, own, numbers)
            state.under_total = not state.over and bool(self._match.over)
            return
        if (level := self._group(raw, years)) >= 0:
            state.under_total = False
            if any(number is not None for number in numbers.values()):
                self._entry(row, totals.GROUP, (), numbers, level=level)
            return
        if state.under_total:  # parts of a total of all, before the first of what they are parts of
            return
        of = {**self._match.fixed, **place.told, **state.over}
        for name, cell in raw.items():
            of[name] = labels.said(cell, name, years, self._first)
            if not of[name] and cell == "" and name in self._match.down:
                of[name] = state.above.get(name, "")
            elif name in self._match.down and of[name] != state.above.get(name, ""):
                self._reset_inner(name)
            state.above[name] = of[name]
            self._note_day(cell, of[name], name)
        nothing = all(number is None for number in numbers.values())
        if nothing and any(cell != "" for cell in raw.values()) and (self._is_shifted(row, raw) or self._astray(row)):
            yield Line(self._sheet.place(row), {}, SHIFTED)
            return
        if all(figure == "" for _, figure in figures) and not self._complete(of, years):
            return
        if nothing and not any(of[name] for name in place.columns):
            return
        left = [cell for name, cell in raw.items() if labels.is_left(cell, name)]
        if nothing and not left and not state.any_figure and not self._complete(of, years):
            return  # units or codes under the headings
        others = any(norm(self._sheet.cell(row, at)) not in map(norm, words) for at, words in place.only.items())
        self._entry(row, totals.LEAF, tuple(of.get(n, "") for n in raw), numbers, read=not left and not others)
        if left or others:
            self.unread += [f"rows of {str(cell)!r}" for cell in left if f"rows of {str(cell)!r}" not in self.unread]
            return
        state.any_figure = True
        over = self._astray(row)
        if over and self._match.months:  # it may be of any month
            yield Line(self._sheet.place(row), {}, ASTRAY)
        for one, figure in figures:
            yield self._line(row, one, figure, {**of, **one.of}, raw, over)

    def _is_shifted(self, row: int, raw: Mapping[str, Cell]) -> bool:
        """Whether, of a row without figures, one stands among its words: in their column, or in a short line."""
        words = [cell for cell in raw.values() if isinstance(cell, str) and cell != "" and number_of(cell) is None]
        free = [cell for name, cell in raw.items() if not self._typed(name)]
        if words and any(number_of(cell) is not None for cell in free):
            return True
        cells = self._sheet.rows[row]
        if len(words) + (len(raw) > len(words)) < 2 or not any(c != "" and number_of(c) is not None for c in cells):
            return False
        short = self._sheet.name == "" and len(cells) < len(self._place.headed)
        return short or any(self._tells_of_another(cell, name) for name, cell in raw.items() if cell != "")

    def _tells_of_another(self, cell: Cell, name: str) -> bool:
        """Whether a cell is a word, month or force of another column, and not of its own."""
        years, typed = self._state.years, [other for other in self._place.columns if self._typed(other)]
        if name not in typed or self._labels.tells(cell, name, years):
            return False
        return any(self._labels.tells(cell, other, years) for other in typed if other not in (name, "place"))

    def _reset_inner(self, name: str) -> None:
        """A word carried down is not carried past another of a column before it."""
        names = list(self._place.columns)
        for inner in names[names.index(name) + 1 :]:
            self._state.above.pop(inner, None)

    def _line(
        self,
        row: int,
        one: Figures,
        figure: Cell,
        of: dict[str, str],
        raw: Mapping[str, Cell],
        over: bool,
    ) -> Line:
        if one.years and "month" in raw:
            of["month"] = self._labels.said(raw["month"], "month", one.years, self._first)
        number = number_of(figure)
        fault = "" if number is not None else "it is blank" if figure == "" else f"{str(figure)!r} is not a number"
        if number is not None and (over or isinstance(figure, Merged)):
            fault = ASTRAY if over else "it is in merged cells, so its own cell is unclear"
        money = isinstance(figure, str) and "£" in figure and self._labels.columns[FIGURE_COLUMN].type == "whole number"
        told = str(figure) if number is None or money else str(number)
        return Line(
            self._sheet.place(row, one.at),
            {**of, FIGURE_COLUMN: told},
            fault,
            figure == "",
            row,
            "month" in one.of or bool(one.years),
            any(raw[name] == "" and of[name] != "" for name in self._match.down if name in raw),
        )

    def _astray(self, row: int) -> bool:
        """Whether the row has a cell with no heading over it: of a text file any, of a workbook a number."""
        cells, headed = self._sheet.rows[row], self._place.headed
        if self._sheet.name == "" and any(cell != "" for cell in cells[len(headed) :]):
            return True
        numbers = [at for at, cell in enumerate(cells) if cell != "" and number_of(cell) is not None]
        return any(True for _ in drift.astray(cells, numbers, headed))

    def _is_total(self, row: int) -> bool:
        """Whether a cell before the figures, in a column nobody asked for, heads a total."""
        first = min(one.at for one in self._place.figures)
        known = {*self._place.columns.values(), *self._place.only}
        return any(is_total(self._sheet.cell(row, at)) for at in range(first) if at not in known)

    def _group(self, raw: Mapping[str, Cell], years: Years | None) -> int:
        """How much a row over others holds, where this is one: 0 or more; else -1. It is noted what it says."""
        over, told = self._match.over, [(n, c) for n, c in raw.items() if c != ""]
        if not over or len(told) != 1 or self._labels.tells(told[0][1], told[0][0], years):
            return -1
        (name, cell) = told[0]
        for n, outer in enumerate(over):
            if word := self._labels.tells(cell, outer, years):
                self._over(outer, word)
                return len(over) - n
        free = [o for o in over if not self._typed(o) and o != "place" and _may_be_a_word(cell)]
        if len(free) == 1 and self._typed(name) and not self._labels.is_left(cell, name):
            self._over(free[0], self._labels.said(cell, free[0], years))
            return len(over) - over.index(free[0])
        return -1

    def _typed(self, name: str) -> bool:
        column = self._labels.columns[name]
        return column.type != "text" or bool(column.allowed) or name in self._match.words

    def _complete(self, of: Mapping[str, str], years: Years | None) -> bool:
        """Whether the row's labels are those of a figure: each is there, and each that can be known is known."""
        for name in self._place.columns:
            column = self._labels.columns[name]
            if not of[name] and not column.may_be_blank:
                return False
            if self._typed(name) and of[name] and name != "place" and not self._labels.tells(of[name], name, years):
                return False
        return True

    def _another_table(self, row: int, figures: list[tuple[Figures, Cell]], parted: bool) -> bool:
        """Whether this row heads a table that is not the match's: words all through, no label, figures below it."""
        cells = [(at, cell) for at, cell in enumerate(self._sheet.rows[row]) if cell != ""]
        words = [
            at for at, cell in cells if isinstance(cell, str) and number_of(cell) is None and not is_withheld(cell)
        ]
        if len(words) < 2 or any(number_of(cell) is not None for _, cell in cells):
            return False
        if any(is_withheld(figure) for _, figure in figures) or not (parted or all(f != "" for _, f in figures)):
            return False
        typed = [name for name in self._place.columns if self._typed(name)]
        for name in typed:
            cell = self._sheet.cell(row, self._place.columns[name])
            if cell != "" and self._labels.tells(cell, name, self._state.years):
                return False
        below = next((r for r in range(row + 1, len(self._sheet.rows)) if any(self._sheet.rows[r])), -1)
        return below > 0 and any(number_of(self._sheet.cell(below, at)) is not None for at in words)

    def _note_day(self, cell: Cell, month: str, name: str) -> None:
        if isinstance(cell, date) and self._labels.columns[name].type == "month":
            self._days.setdefault(month, set()).add(cell)

    def _entry(
        self,
        row: int,
        kind: str,
        labels: tuple[str, ...],
        numbers: Mapping[int, int | float | None],
        read: bool = True,
        level: int = 0,
    ) -> None:
        shown = kind != totals.LEAF
        kept = {at: number for at, number in numbers.items() if number is not None or not shown}
        self._entries.append(totals.Entry(row, kind, labels, kept, read, level))

    def _wrong_totals(self, found: list[Line]) -> Iterator[Line]:
        months = {one.at: one.of.get("month", "") for one in self._place.figures}
        names = list(self._place.columns)
        by_row = {entry.row: entry for entry in self._entries}
        for row, at, number, come_to in totals.wrong(self._entries):
            labels = dict(zip(names, by_row[row].labels, strict=False))
            month = months.get(at) or labels.get("month", "")
            what = f"the total is {number:,}, but its parts add up to {come_to:,.0f}"
            yield Line(self._sheet.place(row, at), {"month": month} if month else {}, what)
        for entry, at, number, come_to in self._wrong_across():
            month = (
                next((line.month for line in found if line.row == entry.row), "") if not any(months.values()) else ""
            )
            what = f"the total is {number:,}, but its parts add up to {come_to:,.0f}"
            yield Line(self._sheet.place(entry.row, at), {"month": month} if month else {}, what)

    def _wrong_across(self) -> Iterator[tuple[totals.Entry, int, float, float]]:
        """Totals at the end of a row: where most rows come to them, those that do not are wrong."""
        leaves = [entry for entry in self._entries if entry.kind == totals.LEAF and entry.read]
        for at in self._place.sums:
            checked = []
            for entry in leaves:
                number, parts = number_of(self._sheet.cell(entry.row, at)), list(entry.figures.values())
                if number is None and self._sheet.cell(entry.row, at) != "":
                    continue
                if len(parts) > 1 and None not in parts:  # a blank total is none: its row may be short of a cell
                    checked.append((entry, at, number or 0, float(sum(part for part in parts if part is not None))))
            differing = [one for one in checked if abs(one[2] - one[3]) >= 0.5]
            if len(differing) * 2 < len(checked):
                yield from differing


def _may_be_a_word(cell: Cell) -> bool:
    """Whether a text over rows may be a word of its own, and not a month, a number, a target or a remark."""
    told = isinstance(cell, str) and number_of(cell) is None and month_of(cell) is None
    return told and not is_derived(str(cell)) and REMARK.match(str(cell)) is None


def is_counted(row: Sequence[Cell]) -> bool:
    """Whether a row has a number and a word."""
    told = [cell for cell in row if cell != ""]
    return any(number_of(cell) is not None for cell in told) and any(
        isinstance(cell, str) and number_of(cell) is None for cell in told
    )


def _leftmost(cells: tuple[Cell, ...]) -> int:
    return next((at for at, cell in enumerate(cells) if cell != ""), 0)
