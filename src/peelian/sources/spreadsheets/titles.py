"""Titles: words for all figures of a table, from the sheet's name, the rows above the table, or the file's name."""

import re
from pathlib import Path

from peelian.core.periods import month_key
from peelian.core.sources import Column
from peelian.sources.spreadsheets.cells import Years, month_number, month_of, months_in, years_of
from peelian.sources.spreadsheets.headings import in_years
from peelian.sources.spreadsheets.sheets import Sheet
from peelian.sources.spreadsheets.views import lone, titles
from peelian.sources.spreadsheets.word_match import force_of, gist, norm

MOST_WORDS = 8
"""The most words of a heading over rows. A longer text is a note."""


def sources(sheet: Sheet, above: int) -> tuple[str, ...]:
    """The texts that may apply to a whole table, most reliable first."""
    return (sheet.name, *reversed(titles(sheet, above)), Path(sheet.file).stem.replace("_", " "))


def told_once(sheet: Sheet, above: int, column: Column, own: str = "") -> str:
    """The one word or month for a whole column, or "" if there is none or more than one."""
    if not column.allowed and column.type == "text":
        return sheet.name
    joined = " ".join(titles(sheet, above))
    for text in (sheet.name, joined, Path(sheet.file).stem.replace("_", " ")):
        found = _found(text, sheet, above, column, own)
        if len(found) == 1:
            return found.pop()
    return ""


def _found(text: str, sheet: Sheet, above: int, column: Column, own: str) -> set[str]:
    if column.type == "month":
        found = months_in(text) or {month for month in [month_of(text)] if month}
        if not found and text == sheet.name and (number := month_number(text)):
            found = {month for month in [in_years(number, years(sheet, above))] if month}
        return {month_key(month) for month in found}
    if column.type == "force":
        return {force for part in re.split(r"\s[-–:|]\s|,", text) if (force := force_of(part, own))}
    return set(words_in(text, column.allowed))


def words_in(text: str, allowed: tuple[str, ...]) -> list[str]:
    """The return's words in a text. If one word is part of another, only the longer one."""
    plain = " ".join(gist(text))
    held = [w for w in allowed if gist(w) and re.search(rf"\b{re.escape(' '.join(gist(w)))}\b", plain)]
    return [w for w in held if not any(w != o and set(gist(w)) < set(gist(o)) for o in held)]


def years(sheet: Sheet, above: int) -> Years | None:
    """The years for months without a year, from the nearest title that has them, else the sheet's or file's name."""
    for text in (*reversed(titles(sheet, above)), sheet.name, Path(sheet.file).stem.replace("_", " ")):
        if found := years_of(text):
            return found
    return None


ASIDE = re.compile(
    r"%|\b(per ?cent(age)?s?|year[- ]to[- ]date|ytd|cumulative|rolling|previous year|last year|targets?|forecasts?|"
    r"averages?|change (on|from|since))\b",
    re.I,
)
"""Words in titles of tables that are calculated from another table, or compared with it."""


def is_aside(sheet: Sheet, above: int) -> bool:
    """Whether the title just above a table says that its figures are not counts of each month."""
    for row in range(above - 1, -1, -1):
        if any(cell != "" for cell in sheet.rows[row]):
            text = lone(sheet.rows[row])
            return bool(text) and not is_note(text) and ASIDE.search(text) is not None
    return False


def is_note(text: str) -> bool:
    return len(norm(text).split()) > MOST_WORDS
