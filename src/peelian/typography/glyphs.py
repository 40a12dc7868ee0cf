"""Which characters can be printed: those that the shipped fonts have, as no other machine may have another font."""

import unicodedata
from collections.abc import Iterator
from functools import cache

from peelian.core.shipped_files import SHIPPED

FONTS = SHIPPED / "fonts"
EVERYDAY = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))) | frozenset("–—‘’“”…•−\n\t")
"""Letters of Welsh, Polish and other Latin alphabets, and signs of any report: known without opening a font."""

BLANK, NEVER_DRAWN = ("Cc", "Zs", "Zl", "Zp"), ("Cf",)
SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x34F, 0x350))
"""They choose between two shapes of the character before them, or hold two apart."""


def lacking(text: str) -> Iterator[str]:
    """Each character of the text that no shipped font has, once, in their order.

    Blanks, and what is never drawn of itself, such as soft hyphens and joiners, need none. An accented letter that no
    font has is drawn as its letter and its accent, where a font has both.
    """
    if EVERYDAY.issuperset(text):
        return
    for character in dict.fromkeys(text):
        if character not in EVERYDAY and not _is_printed(character):
            yield character


def named(character: str) -> str:
    """'中' (CJK UNIFIED IDEOGRAPH-4E2D)."""
    return f"{character!r} ({unicodedata.name(character, f'U+{ord(character):04X}')})"


@cache
def _is_printed(character: str) -> bool:
    if unicodedata.category(character) in (*BLANK, *NEVER_DRAWN) or any(ord(character) in each for each in SELECTORS):
        return True
    parts = unicodedata.normalize("NFD", character)
    return ord(character) in _held() or (parts != character and all(ord(part) in _held() for part in parts))


@cache
def _held() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    fonts = (TTFont(path, lazy=True) for path in sorted(FONTS.glob("*-Regular.ttf")))
    return frozenset(code for font in fonts for code in font.getBestCmap())
