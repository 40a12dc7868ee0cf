"""How wide and how high text is, in inches, from Arial's own widths: to lay slides out, and to see what overflows.

The widths are written here and not read from a font, so that the same pack makes the same slides on every machine.
They are in thousandths of the size, as Helvetica, Arial and Liberation Sans share them.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from peelian.core.pack import Runs

LINE = 1.2
"""A line's height over its size: PowerPoint's single spacing is 1.15 to 1.2 for Arial."""

SAFETY = 0.98
"""Programs kern and round differently: text is wrapped a little early."""

REGULAR = {
    191: "'", 200: "\u2009\u202f", 222: "ijl‘’", 260: "|", 278: " !,./:;I[\\]ft·\xa0", 333: "()-`r“”‑", 334: "{}",
    350: "•", 355: '"', 389: "*", 400: "°", 469: "^", 500: "Jcksvxyz↑↓", 549: "±÷≤≥≈",
    556: "#$0123456789?L_abdeghnopqu£§–€", 576: "µ", 584: "+<=>~×−", 611: "FTZ", 667: "&ABEKPSVXY",
    722: "CDHNRUw", 778: "GOQ", 833: "Mm", 834: "½¼¾", 889: "%", 944: "W", 1000: "—…→™", 1015: "@",
}  # fmt: skip
BOLD = {
    200: "\u2009\u202f", 238: "'", 278: " ,./I\\ijl·\xa0‘’", 280: "|", 333: "!()-:;[]`ft‑", 350: "•", 389: "*r{}",
    400: "°", 474: '"', 500: "z“”↑↓", 549: "±÷≤≥≈", 556: "#$0123456789J_aceksvxy£§–€", 576: "µ", 584: "+<=>^~×−",
    611: "?FLTZbdghnopqu", 667: "EPSVXY", 722: "&ABCDHKNRU", 778: "GOQw", 833: "M", 834: "½¼¾", 889: "%m", 944: "W",
    975: "@", 1000: "—…→™",
}  # fmt: skip
WIDTHS = {
    bold: {character: width for width, characters in table.items() for character in characters}
    for bold, table in ((False, REGULAR), (True, BOLD))
}
WIDEST = 1015


@dataclass(frozen=True)
class Piece:
    """Text of one weight."""

    text: str
    bold: bool = False


def pieces(runs: Runs, bold: bool = False) -> tuple[Piece, ...]:
    """What is printed of runs: each run's text and its note in brackets, bold where the run or the place is."""
    return tuple(Piece(f"{run.text} ({run.note})" if run.note else run.text, bold or run.strong) for run in runs)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Inches on one line. An accented letter is as wide as its letter; an unknown one as wide as the widest."""
    return _thousandths(text, bold) * size / 72_000


@lru_cache(2**15)
def _thousandths(text: str, bold: bool) -> int:
    widths = WIDTHS[bold]
    letters = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return sum(widths.get(letter, WIDEST) for letter in letters)


def words(of: Iterable[Piece]) -> list[tuple[float, float]]:
    """Each word's width and the space before it, in inches at one point: a word may change weight within."""
    found: list[tuple[float, float]] = []
    joined = False
    for piece in of:
        space = text_width(" ", 1, piece.bold)
        for place, word in enumerate(piece.text.replace("\n", " ").split(" ")):
            width = text_width(word, 1, piece.bold)
            if place == 0 and joined and found:
                before, gap = found[-1]
                found[-1] = (before + width, gap)
            else:
                found.append((width, space))
        joined = True
    return found


def longest_word(of: Iterable[Piece], size: float) -> float:
    return max((width for width, _ in words(of)), default=0) * size / SAFETY


def one_line(of: Iterable[Piece], size: float) -> float:
    """The width that holds all of it on one line."""
    return sum(text_width(piece.text, size, piece.bold) for piece in of) / SAFETY


def lines(of: Sequence[Piece], width: float, size: float) -> int:
    """How many lines the text takes, at least one. A word wider than the line is broken where it must be."""
    room = width * SAFETY
    count, used = 1, 0.0
    for word, space in words(of):
        word, space = word * size, space * size
        if used and used + space + word > room:
            count, used = count + 1, 0.0
        used += word + (space if used else 0)
        while used > room:
            count, used = count + 1, used - room
    return count


def height(of: Sequence[Piece], width: float, size: float) -> float:
    return lines(of, width, size) * size * LINE / 72
