"""Numbers of the workbook: a cell that is plainly one becomes one, in the format that prints it as the pack does."""

import re
from decimal import Decimal

PRINTED_NUMBER = re.compile(
    r"(?P<pound>£?)(?P<whole>0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?P<part>\.\d+)?(?P<percent>%?)"
)
DIGITS = 15
"""What a spreadsheet keeps of a number: a longer one stays text."""


def number(text: str, *, told: bool = True) -> tuple[int | float, str] | None:
    """The number and its format, or None for words. A bare run of four digits or more is one only where `told`.

    A minus stays text: a format writes it as a hyphen, the pack as a minus.
    """
    found = PRINTED_NUMBER.fullmatch(text)
    if not found or sum(character.isdigit() for character in text) > DIGITS:
        return None
    whole, part, percent = found["whole"], found["part"] or "", found["percent"]
    bare = len(whole) > 3 and "," not in whole
    if bare and not told:
        return None
    exact = Decimal(whole.replace(",", "") + part)
    form = ('"£"' if found["pound"] else "") + _places(whole, part, bare=bare or bool(percent)) + percent
    if percent:
        return float(exact / 100), form
    return (float(exact) if part else int(exact)), form


def _places(whole: str, part: str, *, bare: bool) -> str:
    grouped = "," in whole or not bare
    return ("#,##0" if grouped else "0") + (f".{'0' * (len(part) - 1)}" if part else "")
