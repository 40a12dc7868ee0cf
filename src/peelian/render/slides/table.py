"""A table on a slide: its columns' widths and rows' heights by measure, its style our own."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from peelian.core.language import say
from peelian.core.pack import Row, Run, Runs, Table
from peelian.core.phrases import Phrase
from peelian.render.slides.layout import TABLE_SIZES, Box, Fit
from peelian.render.slides.text import PALE, add_runs, colour, describe, draw_frame, draw_source, emu, frame_height
from peelian.render.theme import BLUE, RULE
from peelian.typography import column_widths
from peelian.typography.text_size import LINE, height, pieces

SIDE, ABOVE = 0.09, 0.045
"""A cell's margins in inches."""

GROWTH = 1.2
"""How much of a line's height a row may be let out by, to fill the slide."""

UNSTYLED = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's "No Style, No Grid": the default is banded in Office blue."""


@dataclass(frozen=True)
class TableFlow:
    """A table with its caption and source: a `Flow`."""

    table: Table
    sizes: tuple[int, ...] = TABLE_SIZES
    wants: float = 0.0

    def least(self, width: float, size: float) -> float:
        """Infinite where a word is wider than its column can be."""
        columns = widths_of(self.table, width, size)
        if columns is None:
            return math.inf
        return sum(row_heights(self.table, columns, size)) + self._frame(width, size)

    def most(self, width: float, size: float) -> float:
        return self.least(width, size) + growth(self.table, size)

    def _frame(self, width: float, size: float) -> float:
        return frame_height(self.table.caption, self.table.source, width, size)

    def draw(self, slide: Any, fit: Fit, language: str) -> Any:
        """Caption, table, source, top to bottom; rows let out as far as there is room. The table's shape comes back."""
        table, size = self.table, fit.size
        columns = widths_of(table, fit.box.width, size)
        assert columns is not None
        spare = min(fit.box.height - self.least(fit.box.width, size), growth(table, size))
        heights = row_heights(table, columns, size)
        extra = max(0.0, spare) / len(heights)
        room = draw_frame(slide, table.caption, fit.box, size, language)
        box = Box(room.left, room.top, room.width, sum(heights) + extra * len(heights))
        shape = slide.shapes.add_table(len(heights), len(columns), *emu(box))
        describe(shape, table.caption or say(Phrase.TABLE), alt(table))
        for made, width in zip(shape.table.columns, columns, strict=True):
            made.width = Inches(width)
        for made, tall in zip(shape.table.rows, heights, strict=True):
            made.height = Inches(tall + extra)
        _fill(shape.table, table, size, language, ABOVE + extra / 2)
        draw_source(slide, table.source, box.left, box.top + box.height, box.width, size, language)
        return shape


def alt(table: Table) -> str:
    columns = ", ".join(column for column in table.columns if column)
    return say(Phrase.TABLE_ALT, caption=table.caption.rstrip("."), rows=len(table.rows), columns=columns)


def growth(table: Table, size: float) -> float:
    return (len(table.rows) + 1) * GROWTH * size * LINE / 72


def grid(table: Table) -> list[list[tuple[Runs, bool]]]:
    """Every row as the runs of its cells, each with whether it is bold; the first is the header."""
    header: list[tuple[Runs, bool]] = [((Run(column),), True) for column in table.columns]
    return [header, *([(row.header, True), *((cell.runs, False) for cell in row.cells)] for row in table.rows)]


def numeric(table: Table) -> list[bool]:
    """For each column, whether all that stands in it is numbers."""
    cells = zip(*(row.cells for row in table.rows), strict=True) if table.rows else ()
    found = [False, *(all(cell.number for cell in column) for column in cells)]
    return found + [False] * (len(table.columns) - len(found))


def widths_of(table: Table, width: float, size: float) -> tuple[float, ...] | None:
    """The columns' widths; None where a word is wider than its column can be."""
    columns = [[pieces(*cell) for cell in column] for column in zip(*grid(table), strict=True)]
    return column_widths.shared(columns, [2 * SIDE] * len(columns), size, width, fill=True)


def row_heights(table: Table, columns: Sequence[float], size: float) -> list[float]:
    def tall(row: list[tuple[Runs, bool]]) -> float:
        cells = zip(row, columns, strict=True)
        return max(height(pieces(*cell), width - 2 * SIDE, size) for cell, width in cells) + 2 * ABOVE

    return [tall(row) for row in grid(table)]


def _fill(made: Any, table: Table, size: float, language: str, above: float) -> None:
    made.first_row = made.first_col = True
    made.horz_banding = False
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = UNSTYLED
    right = numeric(table)
    for place, row in enumerate(grid(table)):
        numbers = _numbers(table.rows[place - 1]) if place else right
        for cell, (runs, bold), number in zip(made.rows[place].cells, row, numbers, strict=True):
            _cell(cell, runs, size, language, bold=bold, number=number, above=above, header=place == 0)


def _numbers(row: Row) -> list[bool]:
    return [False, *(cell.number for cell in row.cells)]


def _cell(
    cell: Any, runs: Runs, size: float, language: str, *, bold: bool, number: bool, above: float, header: bool
) -> None:
    cell.margin_left = cell.margin_right = Inches(SIDE)
    cell.margin_top = cell.margin_bottom = Inches(above)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if header else MSO_ANCHOR.TOP
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if number else PP_ALIGN.LEFT
    add_runs(paragraph, runs, size, language, bold=bold)
    _rule_below(cell, BLUE if header else RULE, 19_050 if header else 6_350)
    if header:
        cell.fill.solid()
        cell.fill.fore_color.rgb = colour(PALE)


def _rule_below(cell: Any, ink: str, width: int) -> None:
    properties = cell._tc.get_or_add_tcPr()
    properties.insert(
        0,
        parse_xml(f'<a:lnB {nsdecls("a")} w="{width}"><a:solidFill><a:srgbClr val="{ink[1:]}"/></a:solidFill></a:lnB>'),
    )
