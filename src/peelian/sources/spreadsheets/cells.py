"""Reads cells as months, years and numbers in many spellings. It does not guess what a cell does not say."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from peelian.core.periods import MONTH_NAMES
from peelian.sources.spreadsheets.sheets import EPOCH, Cell

Years = Mapping[int, int]
"""The year of each month by its number: in "2025/26", April is in 2025 and January in 2026."""

FIRST_SERIAL, LAST_SERIAL = 40_179, 51_502
"""2010 and 2040 as serial numbers, in a workbook that lost its date formats."""

MONTH_NUMBERS = {
    name: number
    for number, month in enumerate(MONTH_NAMES, 1)
    for name in (month.casefold(), month[:3].casefold(), *(("sept",) if number == 9 else ()))
}
A_MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
NAMED_MONTH = re.compile(r"(?a)(?:\d{1,2}[\s./-]+)?([A-Za-z]{3,9})\.?[\s./'’-]*(\d{4}|\d{2})")
DAY_FIRST = re.compile(r"(?a)(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?: 00:00(?::00)?)?")
MONTH_FIRST = re.compile(r"(?a)(\d{1,2})[./-](\d{4})")
ISO = re.compile(r"(?a)(\d{4})[./-](\d{1,2})(?:[./-](\d{1,2})(?:[T ]00:00(?::00)?)?)?|(\d{4}) ?[Mm](\d{1,2})")
TOGETHER = re.compile(r"(?a)((?:19|20)\d\d)(0[1-9]|1[0-2])")
"""202510: a number as well as a month."""

YEAR_FIRST = re.compile(rf"(\d\d)[\s-]({A_MONTH})", re.I)
"""25-Oct: October 2025, or a day; see `year_first`."""

WITHIN = re.compile(
    rf"(?<![\w/])({A_MONTH})\b[\s./'’-]*(20\d\d|[1-4]\d)(?![\w/])|(?<![\w/-])(20\d\d)-(0[1-9]|1[0-2])(?![\w/-])", re.I
)
"""A month among other words."""

FINANCIAL = re.compile(r"(?<![\d/.-])(20\d\d|[1-4]\d)\s?[/–-]\s?(?:20)?(\d\d)(?![\d/.-]| ?(?:years?|yrs?)\b)")
CALENDAR = re.compile(r"(?<![\w/.-])(20\d\d)(?![\w/.-])")
SPAN = re.compile(
    rf"\b({A_MONTH})\b[\s'’-]*(20\d\d|[1-4]\d)?\s*(?:to|-|–|until)\s*({A_MONTH})\b[\s'’-]*(20\d\d|[1-4]\d)", re.I
)
QUARTER = re.compile(r"\bq(?:uarter )?[1-4]\b", re.I)

GROUPED = r"\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+"
"""Commas only between groups of three digits: 12,5 is not 125."""
NUMBER_CELL = re.compile(rf"(?a)(?P<minus>[-+(]?)\s?£?\s?(?P<whole>{GROUPED})(?P<part>\.\d+)?\s?\)?")

NOTE_MARKS = re.compile(
    r"\s*(?:[*†‡#⁰¹²³⁴⁵⁶⁷⁸⁹]+|[(\[](?:p|r|e|b|prov|provisional|revised|estimated?|[a-z]?note ?\d+)[)\]])\Z", re.I
)
"""Marks in a cell that refer to a note: provisional, revised, a star."""

WITHHELD = re.compile(
    r"[<>≤≥~]\s?\d+|[*†‡#:.\-–—_?]+|\[[a-z]+\]|[cxz]|n/?[adkr]|nil|none|nk|tbc|tba|null|nan|#\S+|"
    r"(?:data )?(?:not|un)\s?(?:available|known|recorded|applicable|provided)|"
    r"(?:data )?(?:suppressed|withheld|redacted|missing|awaited|pending)|to follow|\d+\s?(?:-|–|to)\s?\d+",
    re.I,
)
"""Words and signs for a figure that is missing or withheld."""


def month_of(cell: Cell, *, serial: bool = False) -> date | None:
    """The first day of the month in a cell, in any spelling, or None.

    A date has the British order. With `serial`, a number may be a date that lost its format.
    """
    if isinstance(cell, date):
        return cell.replace(day=1)
    if isinstance(cell, int | float):
        if not serial or not float(cell).is_integer():
            return None
        if FIRST_SERIAL <= cell <= LAST_SERIAL:
            day = EPOCH + timedelta(days=int(cell))
            return day if day.day == 1 else None  # another day is more likely a figure
        return month_of(str(int(cell)), serial=True)
    return _month_said(unmarked(cell), serial)


@lru_cache(1 << 14)
def _month_said(text: str, serial: bool) -> date | None:
    if match := ISO.fullmatch(text):
        return _first(int(match[1] or match[4]), int(match[2] or match[5]), int(match[3] or 1))
    if match := DAY_FIRST.fullmatch(text):
        day, month = int(match[1]), int(match[2])
        return None if month == 1 < day <= 12 else _first(_year(match[3]), month, day)  # 12/01 is 1 December in America
    if match := MONTH_FIRST.fullmatch(text):
        return _first(int(match[2]), int(match[1]))
    if match := NAMED_MONTH.fullmatch(text):
        number = MONTH_NUMBERS.get(match[1].casefold())
        return _first(_year(match[2]), number) if number else None
    if serial and (match := TOGETHER.fullmatch(text)):
        return _first(int(match[1]), int(match[2]))
    return None


def year_first(cells: Sequence[Cell]) -> bool:
    """Whether texts like 25-Oct are months. They are if all are in one financial year: as days they would vary."""
    match = [found for cell in cells if isinstance(cell, str) and (found := YEAR_FIRST.fullmatch(cell.strip()))]
    years = {int(one[1]) - (MONTH_NUMBERS[one[2].casefold()] < 4) for one in match}
    return len(years) == 1 and 15 <= years.pop() <= 45


def month_year_first(cell: Cell) -> date | None:
    """The month of 25-Oct."""
    match = YEAR_FIRST.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return _first(_year(match[1]), MONTH_NUMBERS[match[2].casefold()]) if match else None


def month_number(cell: Cell) -> int:
    """The number of a month without its year, or 0."""
    return _number_named(cell) if isinstance(cell, str) else 0


@lru_cache(1 << 14)
def _number_named(text: str) -> int:
    return MONTH_NUMBERS.get(unmarked(text).strip(" .:").casefold(), 0)


@lru_cache(1 << 14)
def month_within(text: str) -> tuple[date, str] | None:
    """The one month among other words, and those words. None if there is no month, or more than one."""
    found = list(WITHIN.finditer(text))
    if len(found) != 1:
        return None
    month = month_of(found[0][0])
    rest = " ".join((text[: found[0].start()] + " " + text[found[0].end() :]).split()).strip(" ,:;-–()")
    return (month, rest) if month and not re.search(rf"\b(?:{A_MONTH})\b", rest, re.I) else None


def months_in(text: str) -> set[date]:
    """Every month in a title that has its year."""
    return {month for match in WITHIN.finditer(text) if (month := month_of(match[0]))}


@lru_cache(1 << 14)
def years_of(text: str) -> Years | None:
    """The years in a text: a financial year, else a span of months, else a calendar year. None if unclear.

    The year of a single month or day does not count: "published January 2026" does not date October.
    """
    financial = {_year(first) for first, then in FINANCIAL.findall(text) if (int(first) + 1) % 100 == int(then)}
    if financial:
        year = financial.pop()
        return None if financial else {month: year + (month < 4) for month in range(1, 13)}
    spans = list(SPAN.finditer(text))
    if len(spans) == 1:
        return _span(*spans[0].groups())
    plain = WITHIN.sub(" ", text)
    calendar = {int(year) for year in CALENDAR.findall(plain)}
    if len(calendar) != 1 or QUARTER.search(text) or spans:  # Q4 2025 means different quarters to different people
        return None
    year = calendar.pop()
    return dict.fromkeys(range(1, 13), year)


def is_financial(years: Years) -> bool:
    return len(set(years.values())) > 1


def _span(first: str, first_year: str | None, last: str, last_year: str) -> Years | None:
    start, stop, end = MONTH_NUMBERS[first.casefold()], MONTH_NUMBERS[last.casefold()], _year(last_year)
    begin = _year(first_year) if first_year else end - (start > stop)
    count = (end - begin) * 12 + stop - start + 1
    if not 1 <= count <= 12:
        return None
    return {(start - 1 + n) % 12 + 1: begin + (start - 1 + n) // 12 for n in range(count)}


def number_of(cell: Cell) -> int | float | None:
    """The number in a cell, also written 1,234 or " 12 ". Brackets mean a minus. None if there is no number."""
    if isinstance(cell, str):
        return _number_said(cell)
    return None if isinstance(cell, date) else cell


@lru_cache(1 << 16)
def _number_said(text: str) -> int | float | None:
    match = NUMBER_CELL.fullmatch(unmarked(text).lstrip("'"))
    if not match:
        return None
    number = float(re.sub(r"[, ]", "", match["whole"]) + (match["part"] or "")) * (
        -1 if match["minus"] in ("-", "(") else 1
    )
    return int(number) if number.is_integer() else number


@lru_cache(1 << 16)
def unmarked(text: str) -> str:
    """The text without marks that refer to notes."""
    text = text.strip()
    while (bare := NOTE_MARKS.sub("", text)) != text and bare:
        text = bare
    return text


def is_withheld(cell: Cell) -> bool:
    """Whether a text means that a figure is missing or withheld."""
    return isinstance(cell, str) and _withheld_said(cell)


@lru_cache(1 << 14)
def _withheld_said(text: str) -> bool:
    return WITHHELD.fullmatch(unmarked(text) or text) is not None


def _first(year: int, month: int, day: int = 1) -> date | None:
    """The first of the month, or None for a date that does not exist, such as 31 June."""
    if not (1 <= month <= 12 and 1990 <= year <= 2100 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, 1)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)
