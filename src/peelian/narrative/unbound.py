"""Typed figures and words: what may not stand in a narrative unless it is bound."""

import re
from collections.abc import Sequence

from peelian.core.claims import UNBOUND
from peelian.core.errors import ClaimError
from peelian.core.periods import MONTH_NAMES

_MONTH = rf"(?:{'|'.join(MONTH_NAMES)})"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_YEAR = r"(?:19|20)[0-9]{2}"
_YEARS = rf"{_YEAR}(?:,\s+{_YEAR})*(?:\s+(?:and|or|to)\s+{_YEAR})?"
DATES = re.compile(
    rf"\b(?:{_DAY}\s+{_MONTH}\s+to\s+{_DAY}\s+{_MONTH}\s+{_YEAR}"
    rf"|(?:{_DAY}(?:\s+(?:to|and)\s+|[-–]))?{_DAY}\s+{_MONTH}(?:\s+{_YEAR})?"
    rf"|{_MONTH}\s+{_YEAR}"
    rf"|(?P<year>{_YEAR})-(?P<next>[0-9]{{2}})"
    rf"|(?i:in|since|during|late|early|before|after|until)\s+{_YEARS}(?!\s+(?:\w+s|people|men|women|children)\b)"
    r"|per 1,000 people|95% intervals?)\b"
)
"""What may be typed though it holds digits: 6 December 2023, 13 to 19 November 2023, October 2025, a financial year
2025-26, a year after a word of time (in 2021, since 2022 and 2023) that counts nothing, the unit of a rate, and the
name of an interval.
"""

WORD = re.compile(r"\S+")


def check_bound(text: str, names: Sequence[str], where: str) -> None:
    """ClaimError for a digit that is not bound, a date or a listed name, and for an asserting word that is not bound.

    `names` are the names with digits that office.toml lists (operations, Acts, 101).
    """
    if told := first(text, names):
        _, what, to_do = told
        raise ClaimError(where, what, to_do)


def first(text: str, names: Sequence[str]) -> tuple[int, str, str] | None:
    """Where in the text the first such digit or word stands, what is wrong with it and what to do; None without one."""
    rest = text
    for name in sorted(names, key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " " * len(name), rest)
    rest = DATES.sub(_blank, rest)
    if match := next((word for word in WORD.finditer(rest) if any(c.isnumeric() for c in word[0])), None):
        return (
            match.start(),
            f"{match[0].strip('.,;:()')!r} is typed, not bound, in {sentence(text, match.start())!r}",
            "write [[measure]], or [[stated:ID]] for a figure that a document tells",
        )
    if match := UNBOUND.search(rest):
        return (
            match.start(),
            f"{match[0]!r} asserts, and is not bound, in {sentence(text, match.start())!r}",
            f"write [{match[0]}](=measure:change), or reword it",
        )
    return None


def _blank(date: re.Match[str]) -> str:
    """Spaces in place of a date; the text itself when it looks like a financial year and is none, as 2025-99."""
    if date["year"] and int(date["next"]) != (int(date["year"]) + 1) % 100:
        return date[0]
    return " " * len(date[0])


def sentence(text: str, at: int) -> str:
    """The sentence of a text that holds the position."""
    start = max((match.end() for match in re.finditer(r"[.!?]\s", text[:at])), default=0)
    end = re.search(r"[.!?](\s|$)", text[at:])
    return " ".join(text[start : at + end.start() + 1 if end else None].split())
