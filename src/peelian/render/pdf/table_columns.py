"""The columns of the paper's tables: each one's share of the width, written into the page's HTML.

CSS would work them out by itself; WeasyPrint lays out each word of each cell for it, a sixth of the time a paper takes.
"""

from collections.abc import Iterator

from peelian.core.pack import Runs, Table
from peelian.typography import column_widths
from peelian.typography.text_size import Piece, pieces

TABLE_SIZE = 9
"""Points, as in paper.css."""

WIDTH = 176 / 25.4
"""Inches of an A4 page between its margins."""

PADDING = 6 / 72


def percentages(table: Table, numbers: frozenset[int]) -> tuple[float, ...]:
    """Each column's percentage of the width; none where not even the longest words fit side by side.

    `numbers` are the columns set to the right, which have room on both sides.
    """
    columns = [tuple(_cells(table, column)) for column in range(len(table.columns))]
    padding = [PADDING * (1 + (column in numbers)) for column in range(len(columns))]
    padding[-1] -= PADDING
    widths = column_widths.shared(columns, padding, TABLE_SIZE, WIDTH) or ()
    return tuple(round(width * 100 / sum(widths), 2) for width in widths)


def _cells(table: Table, column: int) -> Iterator[tuple[Piece, ...]]:
    yield (Piece(table.columns[column], bold=True),)
    for row in table.rows:
        runs: Runs = (row.header, *(cell.runs for cell in row.cells))[column]
        yield pieces(runs)
