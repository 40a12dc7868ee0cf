"""Shares of one: per cent as spreadsheets store them, 0.712 where 71.2% is shown."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from peelian.core.sources import Contract
from peelian.sources.layouts.matches import FIGURE_COLUMN, Match
from peelian.sources.layouts.rows import Line
from peelian.sources.spreadsheets.cells import number_of

FINE = 3
"""Decimals by which a number below one is a share of one among per cents: these have one or two."""

NONE, SOME, ALL = "none", "some", "all"


def told(lines: Sequence[Line], contract: Contract) -> str:
    """Whether all, some or none of a return's figures, of a kind that is not added up, are shares of one.

    All are where none is over one and one is a part of it; some where one has more decimals than a per cent has.
    """
    if all(column.type != "figure" for column in contract.column if column.name == FIGURE_COLUMN):
        return NONE
    texts = [text for line in lines if not line.fault and "%" not in (text := line.cells.get(FIGURE_COLUMN, ""))]
    numbers = [(text, number) for text in texts if (number := number_of(text)) is not None]
    parts = [text for text, number in numbers if 0 < number < 1]
    if parts and all(0 <= number <= 1 for _, number in numbers):
        return ALL if len(texts) == sum(not line.fault for line in lines) else SOME
    return SOME if any(len(text.partition(".")[2]) >= FINE for text in parts) else NONE


def as_percentages(cells: Mapping[str, str], match: Match, are: str) -> Mapping[str, str]:
    """The cells of a figure, a share of one as per cent where the match says so.

    ValueError where it does not say so of shares, or says so of what is none.
    """
    if are == NONE and not match.shares:
        return cells
    number = number_of(text := cells.get(FIGURE_COLUMN, ""))
    if number is None:
        return cells
    if not match.shares:
        if 0 < number < 1 and "%" not in text:
            raise ValueError(f"{text!r} looks as if it were a share of one, not per cent")
        return cells
    if "%" in text or not 0 <= number <= 1:
        raise ValueError(f"{text!r} is no share of one, as the others are")
    return {**cells, FIGURE_COLUMN: format((Decimal(text) * 100).normalize(), "f")}
