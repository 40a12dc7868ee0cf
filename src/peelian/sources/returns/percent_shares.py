"""Reads percentages that spreadsheets store as shares of one: 0.712 for 71.2%."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from peelian.core.sources import Contract
from peelian.sources.layouts.matches import FIGURE_COLUMN, Match
from peelian.sources.layouts.rows import Line
from peelian.sources.spreadsheets.cells import number_of

FINE = 3
"""A number below one with this many decimals is a share of one. Percentages have one or two decimals."""

NONE, SOME, ALL = "none", "some", "all"


def told(lines: Sequence[Line], contract: Contract) -> str:
    """Whether all, some or none of a return's figures are shares of one. Only figures that are never added count.

    All, if no figure is over one and at least one is a fraction. Some, if a fraction has too many decimals for a
    percentage.
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
    """The cells of a figure, with a share of one turned into per cent if the match says that figures are shares.

    ValueError if a figure looks like a share and the match does not say so, or the other way round.
    """
    if are == NONE and not match.shares:
        return cells
    number = number_of(text := cells.get(FIGURE_COLUMN, ""))
    if number is None:
        return cells
    if not match.shares:
        if 0 < number < 1 and "%" not in text:
            raise ValueError(f"{text!r} looks like a share of one, not a percentage")
        return cells
    if "%" in text or not 0 <= number <= 1:
        raise ValueError(f"{text!r} is not a share of one, unlike the other figures")
    return {**cells, FIGURE_COLUMN: format((Decimal(text) * 100).normalize(), "f")}
