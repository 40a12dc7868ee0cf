"""Cards and columns on a slide: a figure set large with what it rests on, and lists side by side."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.shapes import MSO_SHAPE

from peelian.core.errors import DefinitionError
from peelian.core.pack import Card, Heading, ListOf, Run, plain
from peelian.render.slide_layout import Box
from peelian.render.slide_measure import height, lines, pieces
from peelian.render.slide_text import (
    PAD,
    PALE,
    Kind,
    Line,
    add_text,
    bare,
    colour,
    emu,
    lines_height,
    write,
)
from peelian.render.theme import BLUE

LEAST = 18
"""Points: the smallest text on any slide."""

VALUE_SIZES = (60, 54, 48, 40, 32, 28, 24)
SIZES = (24, 22, 20, LEAST)
GAP = 0.4


def draw_card(slide: Any, card: Card, box: Box, language: str, where: str) -> None:
    """Title, value, period and base, change and verdict, top to bottom. DefinitionError where they do not fit."""
    panel = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *emu(box))
    panel.name = f"Card: {card.title}"
    panel.fill.solid()
    panel.fill.fore_color.rgb = colour(PALE)
    panel.line.fill.background()
    panel._element.remove(panel._element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}style"))
    inside = box.width - 4 * PAD
    rest = _rest(card)
    size = next((size for size in VALUE_SIZES if lines(pieces(card.value, True), inside, size) == 1), VALUE_SIZES[-1])
    for small in SIZES:
        title = Line((Run(card.title),), "heading")
        spare = box.height - 2 * PAD - height(pieces(card.value, True), inside, size)
        if lines_height((title, *rest), inside, small) <= spare - 0.2:
            break
    else:
        raise DefinitionError(where, f"the card {card.title!r} does not fit at {LEAST} points", "shorten its title")
    frame = bare(panel.text_frame, 2 * PAD)
    write(frame, (title,), small, language)
    value = frame.add_paragraph()
    from peelian.render.slide_text import add_runs

    add_runs(value, card.value, size, language, bold=True, ink=BLUE)
    for line in rest:
        paragraph = frame.add_paragraph()
        add_runs(paragraph, line.runs, small, language, bold=line.kind == "heading")
    for paragraph in frame.paragraphs:
        paragraph.alignment = 1


def _rest(card: Card) -> tuple[Line, ...]:
    told = [Line((Run(card.period),))]
    told += [Line(card.base)] if card.base else []
    told += [Line(card.change)] if card.change else []
    if card.verdict and card.verdict not in plain(card.change):
        told += [Line((Run(card.verdict),), "heading")]
    return tuple(told)


def draw_columns(slide: Any, blocks: Sequence[Any], area: Box, language: str, where: str) -> None:
    """A heading and a list each, side by side, at one size."""
    columns: list[list[Line]] = []
    for block in blocks:
        if isinstance(block, Heading):
            columns.append([Line(block.runs, "heading")])
        elif isinstance(block, ListOf) and columns:
            kind: Kind = "bullet"
            columns[-1] += [Line(item, kind) for item in block.items]
    width = (area.width - GAP * (len(columns) - 1)) / max(len(columns), 1)
    size = next((s for s in SIZES if all(lines_height(c, width, s) <= area.height for c in columns)), None)
    if size is None:
        raise DefinitionError(
            where, f"its lists do not fit at {LEAST} points", "name fewer measures in the plan's text"
        )
    for place, column in enumerate(columns):
        box = Box(area.left + place * (width + GAP), area.top, width, area.height)
        add_text(slide, f"Column {place + 1}", (), box, size, language)
        shape = slide.shapes[-1]
        write(bare(shape.text_frame, 0), column, size, language)
