"""Cards on a slide: a figure set large with what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from peelian.core.errors import DefinitionError
from peelian.core.pack import Card, Run, plain
from peelian.render.slides.layout import Box
from peelian.render.slides.text import (
    MAIN,
    PALE,
    SPACING,
    Line,
    add_runs,
    bare,
    decorative,
    fill,
    lines_height,
    panel,
    place,
    write,
)
from peelian.typography.text_size import height, lines, pieces

VALUE_SIZES = (60, 54, 48, 40, 32, 28, 24)
SIZES = (24, 22, 20, 18)
CARD_PAD, CARD_RULE = 0.24, 0.09


@dataclass(frozen=True)
class Letters:
    """The sizes of a card's value and of all else on it, in points."""

    value: int
    text: int


def letters_that_fit(cards: Sequence[Card], width: float, tall: float, where: str) -> Letters:
    """The largest at which every one of the cards fits, so that cards side by side are alike.

    DefinitionError where one does not fit at the least.
    """
    fitting: set[tuple[int, int]] | None = None
    for card in cards:
        tried = {(size, small) for small in SIZES for size in _value_sizes(card, width)}
        own = {pair for pair in tried if _deep(card, width, *pair) <= tall}
        fitting = own if fitting is None else fitting & own
        if not fitting:
            what = f"the card {card.title!r} does not fit at {SIZES[-1]} points"
            raise DefinitionError(where, what, "shorten its title")
    return Letters(*max(fitting or (), key=lambda pair: pair[0] + 2 * pair[1]))


def draw_card(slide: Any, shape: Any, card: Card, box: Box, sizes: Letters, language: str) -> None:
    """Title, value, period and base, change and verdict, top to bottom, in the placeholder `shape`, laid on `box`."""
    size, small = sizes.value, sizes.text
    title, rest = Line((Run(card.title),), "heading"), _rest(card)
    decorative(panel(slide, f"Rule of {card.title}", Box(box.left, box.top, CARD_RULE, box.height), MAIN))
    shape.name = f"Card: {card.title}"
    place(shape, Box(box.left + CARD_RULE, box.top, box.width - CARD_RULE, box.height))
    fill(shape, PALE)
    frame = bare(shape.text_frame, CARD_PAD)
    frame.vertical_anchor = MSO_ANCHOR.TOP
    write(frame, (title,), small, language)
    add_runs(frame.add_paragraph(), card.value, size, language, bold=True, ink=MAIN)
    for line in rest:
        add_runs(frame.add_paragraph(), line.runs, small, language, bold=line.kind == "heading")
    for paragraph in frame.paragraphs:
        paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(SPACING * small)


def card_height(card: Card, width: float) -> float:
    """The least height in which a card can be drawn."""
    return min(_deep(card, width, size, SIZES[-1]) for size in _value_sizes(card, width))


def _value_sizes(card: Card, width: float) -> tuple[int, ...]:
    """The sizes at which its value takes one line; the least of all where none does."""
    value = pieces(card.value, bold=True)
    return tuple(size for size in VALUE_SIZES if lines(value, _inside(width), size) == 1) or VALUE_SIZES[-1:]


def _deep(card: Card, width: float, size: float, small: float) -> float:
    told = (Line((Run(card.title),), "heading"), *_rest(card))
    value = height(pieces(card.value, bold=True), _inside(width), size)
    return value + lines_height(told, _inside(width), small) + 2 * CARD_PAD + 0.1


def _inside(width: float) -> float:
    return width - 2 * CARD_PAD - CARD_RULE


def _rest(card: Card) -> tuple[Line, ...]:
    told = [Line((Run(card.period),))]
    told += [Line(runs) for runs in (card.base, card.change) if runs]
    if card.verdict and card.verdict not in plain(card.change):
        told.append(Line((Run(card.verdict),), "heading"))
    return tuple(told)
