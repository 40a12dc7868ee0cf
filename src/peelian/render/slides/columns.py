"""Columns on a slide: up to three lists side by side, each under the word it is about."""

from collections.abc import Sequence
from typing import Any

from peelian.core.errors import DefinitionError
from peelian.core.pack import Block, Heading, ListOf, Paragraph
from peelian.render.slides.layout import Box
from peelian.render.slides.placeholders import clear, named
from peelian.render.slides.text import (
    MAIN,
    PALE,
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
from peelian.typography.text_size import height, pieces

SIZES = (26, 24, 22, 20, 18)
MOST_SIDE_BY_SIDE = 3
COLUMN_GAP, COLUMN_PAD, COLUMN_RULE = 0.4, 0.18, 0.06


def draw_columns(slide: Any, blocks: Sequence[Block], area: Box, language: str, where: str) -> None:
    """A heading and a list each, in the layout's columns, all at one size. DefinitionError where they do not fit."""
    columns = _columns(blocks)
    if not 0 < len(columns) <= MOST_SIDE_BY_SIDE:
        raise DefinitionError(
            where, f"it has {len(columns)} headings, and a summary has one to {MOST_SIDE_BY_SIDE}", "choose three"
        )
    width = (area.width - COLUMN_GAP * (len(columns) - 1)) / len(columns)
    size = next((size for size in SIZES if all(_tall(one, width, size) <= area.height for one in columns)), None)
    if size is None:
        raise DefinitionError(where, f"its lists do not fit at {SIZES[-1]} points", "name fewer in each of its lists")
    names = [f"Column {number + 1}" for number in range(len(columns))]
    clear(slide, "Title", "Section", *names)
    tall = max(_tall(one, width, size) for one in columns)
    for number, (name, column) in enumerate(zip(names, columns, strict=True)):
        box = Box(area.left + number * (width + COLUMN_GAP), area.top, width, min(tall, area.height))
        decorative(panel(slide, f"Rule {number + 1}", Box(box.left, box.top, width, COLUMN_RULE), MAIN))
        _column(
            named(slide, name),
            column,
            Box(box.left, box.top + COLUMN_RULE, width, box.height - COLUMN_RULE),
            size,
            language,
        )
        slide.shapes._spTree.append(named(slide, name)._element)


def _columns(blocks: Sequence[Block]) -> list[tuple[Heading, list[Line]]]:
    found: list[tuple[Heading, list[Line]]] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append((block, []))
        elif isinstance(block, ListOf) and found:
            found[-1][1].extend(Line(item, "bullet") for item in block.items)
        elif isinstance(block, Paragraph) and found:
            found[-1][1].append(Line(block.runs))
    return found


def _tall(column: tuple[Heading, list[Line]], width: float, size: float) -> float:
    heading, rest = column
    inside = width - 2 * COLUMN_PAD
    return (
        height(pieces(heading.runs, True), inside, size + 2)
        + size / 72
        + lines_height(rest, inside, size)
        + 2 * COLUMN_PAD
        + COLUMN_RULE
    )


def _column(shape: Any, column: tuple[Heading, list[Line]], box: Box, size: float, language: str) -> None:
    heading, rest = column
    place(shape, box)
    fill(shape, PALE)
    frame = bare(shape.text_frame, COLUMN_PAD)
    write(frame, (Line(()), *rest), size, language)
    add_runs(frame.paragraphs[0], heading.runs, size + 2, language, bold=True, ink=MAIN)
