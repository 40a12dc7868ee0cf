"""Wording: what of a text is figure or bound word, and may not change; the rest is the office's to write."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from peelian.core.claims import UNBOUND
from peelian.core.periods import MONTH_NAMES
from peelian.readback.decks import as_typed

TokenKind = Literal["bound", "date", "number", "word"]

_MONTH = rf"(?:{'|'.join((*MONTH_NAMES, *(name[:3] for name in MONTH_NAMES)))})"
_YEAR = r"(?:19|20)\d\d"
DATE = (
    rf"\b(?:(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\s+{_MONTH}(?:\s+{_YEAR})?"
    rf"|(?:{_MONTH}(?:\s+{_YEAR})?(?:\s+(?:to|and)\s+|-))?{_MONTH}\s+{_YEAR}"
    rf"|(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])/(?:20)?\d\d|(?:[01]?\d|2[0-3]):[0-5]\d)\b"
)
"""What the office may write on its own: 12 March 2026, March 2026, 12/03/2026, and a time of day."""

UNIT = (
    r"(?:\s?(?:%|per\s?cent\b|percentage points?\b|points?\b|per [\d,]+(?: people)?\b|million\b|billion\b|thousand\b"
    r"|hundred\b|times\b|(?:st|nd|rd|th|k|m|bn|pp|x)\b))"
)
BEFORE = r"(?:\b(?:up|down)\s+)?[+\-±<>]?[£$€]?"
NUMBER_TOKEN = rf"{BEFORE}(?:\d+(?:,\d{{3}})*(?:\.\d+)?|\.\d+){UNIT}?"
ASSERTS = rf"{UNBOUND.pattern}|\b(?:no clear change|too few to say|no change|unchanged|did not change)\b"
SLIDE_NUMBER = re.compile(r"(?:slide |page )?(\d+)(?: ?(?:of|/) ?\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Token:
    """A figure, a date, a bound word or a word that asserts, as it stands in a text."""

    text: str
    kind: TokenKind
    start: int
    end: int

    @property
    def same(self) -> str:
        """What is compared: the case of letters and the kind of space are layout."""
        return self.text.lower()


def tokens(text: str, bound: Collection[str] = ()) -> list[Token]:
    """What may not change in a text, in order. `bound` are the figures and words bound on its slide."""
    found = [Token(match[0].strip(), _kind(match), *match.span()) for match in _pattern(_key(bound)).finditer(text)]
    taken = [(token.start, token.end) for token in found]
    for place, letter in enumerate(text):
        if letter.isnumeric() and not any(start <= place < end for start, end in taken):
            found.append(Token(letter, "number", place, place + 1))
    return sorted(found, key=lambda token: token.start)


def skeleton(text: str, found: Sequence[Token]) -> str:
    """The words between, by which a paragraph is known again though its figures differ."""
    said, at = "", 0
    for token in found:
        said, at = f"{said}{text[at : token.start]}#", token.end
    return said + text[at:]


def wordless(text: str, found: Sequence[Token]) -> bool:
    """Whether there is nothing but figures: then only its place says what a text is about."""
    return bool(found) and not any(letter.isalpha() for letter in skeleton(text, found))


def is_slide_number(text: str, number: int) -> bool:
    match = SLIDE_NUMBER.fullmatch(text)
    return match is not None and int(match[1]) == number


def _key(bound: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted({as_typed(text) for text in bound if text.strip()}, key=lambda text: (-len(text), text)))


@lru_cache(maxsize=256)
def _pattern(bound: tuple[str, ...]) -> re.Pattern[str]:
    parts = [rf"(?P<date>{DATE})", rf"(?P<number>{NUMBER_TOKEN})", rf"(?P<word>{ASSERTS})"]
    if bound:
        parts.insert(0, rf"(?P<bound>{'|'.join(map(_bound, bound))})")
    return re.compile("|".join(parts), re.IGNORECASE)


def _bound(text: str) -> str:
    """A bound text standing by itself: no digit, sign or unit added to it. A unit behind it belongs to it."""
    before = rf"(?<![\w.,]){BEFORE}" if text[0].isdigit() else r"(?<!\w)"
    after = rf"{UNIT}?(?![\w%]|[.,]\d)" if text[-1].isdigit() else r"(?!\w)"
    return before + re.escape(text).replace(r"\ ", r"\s") + after


def _kind(match: re.Match[str]) -> TokenKind:
    kinds: tuple[TokenKind, ...] = ("date", "number", "word")
    return next((kind for kind in kinds if match[kind] is not None), "bound")
