"""A matched sheet's lines: what each figure is of, cell by cell; totals checked and left out, notes left alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from peelian.core.periods import month_key
from peelian.core.sources import Contract
from peelian.sources.matching import NUMBERS, Found, Match, found, is_total, norm
from peelian.sources.sheets import Cell, Sheet, month_of, number_of


@dataclass(frozen=True)
class Line:
    """One figure: where it stands, what it is of by the return's columns, all as text; and what is wrong with it.

    `month` is the month it is of, as 2025-12, where that can be told.
    """

    where: str
    cells: Mapping[str, str]
    fault: str = ""

    @property
    def month(self) -> str:
        return self.cells.get("month", "")


def fitting(
    sheets: Sequence[Sheet], matches: Sequence[Match], contracts: Mapping[str, Contract]
) -> tuple[Match, tuple[tuple[Sheet, Found], ...]] | None:
    """The first match whose headings all stand on a sheet, and where; a hidden sheet is never read.

    It is one sheet, or, where each sheet's name or title tells what it is of, every one that has the headings.
    """
    for match in matches:
        places = ((sheet, found(sheet, match, contracts[match.reads])) for sheet in sheets if not sheet.hidden)
        fits = tuple((sheet, place) for sheet, place in places if place)
        if fits:
            return match, fits if match.told else fits[:1]
    return None


def lines(sheet: Sheet, match: Match, place: Found, contract: Contract) -> Iterator[Line]:
    """Every figure below the headings, in the sheet's order.

    A row without a figure is a note or a divider; the same headings again are a page's head. A cell that is no figure
    where one should be is a line with a fault; so is a total that its parts do not come to.
    """
    above: dict[str, str] = {}
    sums: dict[int, tuple[float, float]] = {at: (0.0, 0.0) for at, _ in place.values}
    for row in range(place.header + 1, len(sheet.rows)):
        if _is_headings(sheet, row, place):
            continue
        figures = [(at, settings, sheet.cell(row, at)) for at, settings in place.values]
        if all(figure == "" for _, _, figure in figures):
            continue
        if any(is_total(cell) for cell in sheet.rows[row]):
            yield from _checked(sheet, row, figures, sums)
            continue
        of = {**match.fixed, **place.told}
        for name, at in place.columns.items():
            of[name] = _text(sheet.cell(row, at), name, match, contract)
            if not of[name] and name in match.down:
                of[name] = above.get(name, "")
            above[name] = of[name]
        if not any(of[name] for name in place.columns) and all(number_of(figure) is None for _, _, figure in figures):
            continue
        for at, settings, figure in figures:
            number = number_of(figure)
            if number is not None:
                sums[at] = (sums[at][0] + number, sums[at][1] + number)
            fault = "" if number is not None else "it is blank" if figure == "" else f"{str(figure)!r} is not a number"
            told = str(figure if number is None else number)
            yield Line(sheet.place(row, at), {**of, **settings, NUMBERS: told}, fault)


def _checked(
    sheet: Sheet,
    row: int,
    figures: Sequence[tuple[int, Mapping[str, str], Cell]],
    sums: dict[int, tuple[float, float]],
) -> Iterator[Line]:
    """A total against its parts: those since the total before, or all above it."""
    for at, settings, figure in figures:
        number, (since, whole) = number_of(figure), sums[at]
        if number is not None and all(abs(number - parts) >= 0.5 for parts in (since, whole)):
            what = f"the total is {number:,}, and its parts come to {since if since != whole else whole:,.0f}"
            yield Line(sheet.place(row, at), settings, what)
        sums[at] = (0.0, whole)


def _is_headings(sheet: Sheet, row: int, place: Found) -> bool:
    """The same headings again."""
    own = [norm(sheet.cell(place.header, at)) for at in place.columns.values()]
    return any(own) and [norm(sheet.cell(row, at)) for at in place.columns.values()] == own


def _text(cell: Cell, name: str, match: Match, contract: Contract) -> str:
    """The cell as the return writes it: a month as 2025-12, the supplier's word as the return's."""
    column = next(column for column in contract.column if column.name == name)
    if column.type == "month":
        month = month_of(cell, serial=True)
        return month_key(month) if month else str(cell)
    text = str(cell)
    own = {norm(word): told for word, told in match.words.get(name, {}).items()}
    if norm(text) in own:
        return own[norm(text)]
    same = [word for word in column.allowed if norm(word) == norm(text)]
    return same[0] if len(same) == 1 else text
