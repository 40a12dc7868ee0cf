"""How the workbook's sheets are set out: columns wide enough to read, rows as high as their text, pages to print.

Heights are written because only some programs work them out: in the others a text that wraps covers the next row.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from peelian.core.language import say
from peelian.core.phrases import Phrase
from peelian.render.workbook.sheets import WorkbookCell, WorkbookSheet
from peelian.typography import column_widths
from peelian.typography.text_size import Piece, lines

BODY_SIZE, TITLE_SIZE, HEADING_SIZE, COVER_SIZE = 12, 16, 14, 20
"""Points, as the workbook's theme has them."""

SPACING = 1.3
"""A row's height over its text's: Excel asks a little more than a slide."""

NARROWEST, WIDEST_WORD, COVER_WIDTH = 0.9, 4.8, 7.0
"""Inches."""

PADDING = 0.25
PIXELS = 96
A4, LANDSCAPE_FROM, TWO_PAGES_FROM = 9, 7.5, 20.0


def lay_out(sheet: WorkbookSheet, written: Any) -> None:
    """Widths, heights and the printed page of one sheet."""
    widths = [_width(sheet, column) for column in range(len(sheet.columns))]
    for column, width in enumerate(widths):
        written.set_column_pixels(column, column, round(width * PIXELS))
    written.set_row(0, TITLE_SIZE * SPACING + 4)
    first = 2 + len(sheet.subtitles) + len(sheet.legend)
    for above in range(1, first):
        written.set_row(above, BODY_SIZE * SPACING)
    for place, row in enumerate((tuple(map(WorkbookCell, sheet.columns)), *sheet.rows), first):
        tallest = max(
            _lines(_shown(entry), width, place == first or column == 0)
            for column, (entry, width) in enumerate(zip(row, widths, strict=True))
        )
        written.set_row(place, tallest * BODY_SIZE * SPACING + 3)
    written.repeat_rows(first)
    written.set_paper(A4)
    if sum(widths) > LANDSCAPE_FROM:
        written.set_landscape()
    written.fit_to_pages(2 if sum(widths) > TWO_PAGES_FROM else 1, 0)
    written.set_margins(left=0.5, right=0.5)
    written.set_footer(f"&L&A&R{say(Phrase.PAGE_OF, page='&P', pages='&N')}")


def lay_out_cover(cover: Any, written: Any) -> None:
    """Heights of the cover's lines, one below the other in its only column."""
    written.set_column_pixels(0, 0, round(COVER_WIDTH * PIXELS))
    written.set_margins(left=0.5, right=0.5)
    for place, (text, size) in enumerate(_cover_lines(cover)):
        space = 10 if size > BODY_SIZE else 2
        written.set_row(place, _lines(text, COVER_WIDTH, size > BODY_SIZE, size) * size * SPACING + space)
    written.set_paper(A4)


def _cover_lines(cover: Any) -> Iterator[tuple[str, int]]:
    yield cover.title, COVER_SIZE
    for part in (cover.intro, cover.about, cover.contact):
        yield "", HEADING_SIZE
        yield from ((line, BODY_SIZE) for line in part)


def _width(sheet: WorkbookSheet, column: int) -> float:
    """What the longest cell takes on one line, up to a share of the screen; and what the longest word does."""
    cells = [(Piece(text, column == 0),) for text in {_shown(row[column]) for row in sheet.rows}]
    header = (Piece(sheet.columns[column].replace("[note ", "[note_"), True),)
    widest = min(5.5, max(2.2, 13 / len(sheet.columns)))
    return max(NARROWEST, column_widths.alone(cells, header, PADDING, BODY_SIZE, widest, WIDEST_WORD))


@lru_cache(maxsize=4096)
def _lines(text: str, width: float, bold: bool, size: int = BODY_SIZE) -> int:
    return sum(lines((Piece(line, bold),), width - PADDING / 2, size) for line in text.split("\n"))


def _shown(entry: WorkbookCell) -> str:
    """What is printed of a cell, near enough to measure it."""
    if isinstance(entry.value, str):
        return entry.value
    return f"{entry.value:,.2%}" if entry.form.endswith("%") else f"£{entry.value:,}"
