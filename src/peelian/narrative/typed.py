"""Typed figures and words: what may not stand in a narrative unless it is bound."""

import re
from collections.abc import Sequence

from peelian.core.claims import UNBOUND
from peelian.core.errors import ClaimError
from peelian.core.periods import MONTH_NAMES

_MONTH = rf"(?:{'|'.join(MONTH_NAMES)})"
_DAY = r"[0-9]{1,2}"
_YEARS = r"(?:19|20)[0-9]{2}(?:,\s+(?:19|20)[0-9]{2})*(?:\s+(?:and|or|to)\s+(?:19|20)[0-9]{2})?"
DATES = re.compile(
    rf"\b(?:{_DAY}\s+{_MONTH}\s+to\s+{_DAY}\s+{_MONTH}\s+[12][0-9]{{3}}"
    rf"|(?:{_DAY}(?:\s+(?:to|and)\s+|[-–]))?{_DAY}\s+{_MONTH}(?:\s+[12][0-9]{{3}})?"
    rf"|{_MONTH}\s+[12][0-9]{{3}}"
    rf"|[12][0-9]{{3}}-[0-9]{{2}}"
    rf"|(?:in|since|during|late|early|before|after|until)\s+{_YEARS}(?!\s+\w+s\b)"
    r"|per 1,000 people)\b",
    re.IGNORECASE,
)
"""What may be typed though it holds digits: 6 December 2023, 13 to 19 November 2023, October 2025, a financial year
2025-26, a year after a word of time (in 2021, since 2022 and 2023) that counts nothing, and the unit of a rate.
"""

NUMERAL = re.compile(r"[^\s]*[\d½¼¾⅓⅔²³][^\s]*")


def check(text: str, names: Sequence[str], where: str) -> None:
    """ClaimError for a digit that is not bound, a date or a listed name, and for an asserting word that is not bound.

    `names` are the names with digits that office.toml lists (operations, Acts, 101).
    """
    rest = text
    for name in sorted(names, key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " " * len(name), rest)
    rest = DATES.sub(lambda match: " " * len(match[0]), rest)
    if match := NUMERAL.search(rest):
        raise ClaimError(
            where,
            f"{match[0].strip('.,;:()')!r} is typed, not bound, in {sentence(text, match.start())!r}",
            "write [[measure]], or [[stated:ID]] for a figure that a document tells",
        )
    if match := UNBOUND.search(rest):
        raise ClaimError(
            where,
            f"{match[0]!r} asserts, and is not bound, in {sentence(text, match.start())!r}",
            f"write [{match[0]}](=measure:change), or reword it",
        )


def sentence(text: str, at: int) -> str:
    """The sentence of a text that holds the position."""
    start = max((match.end() for match in re.finditer(r"[.!?]\s", text[:at])), default=0)
    end = re.search(r"[.!?](\s|$)", text[at:])
    return " ".join(text[start : at + end.start() + 1 if end else None].split())
