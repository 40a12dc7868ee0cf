"""The paper's columns: how wide each is, worked out here from the letters' own widths.

As CSS would have it of its own accord, for which WeasyPrint lays out each word of each cell by itself: a sixth of the
time a paper takes.
"""

from collections.abc import Iterator, Sequence

from peelian.core.pack import Runs, Table
from peelian.typography.text_size import Piece, longest_word, one_line, pieces

TABLE_SIZE = 9
"""Points, as in paper.css."""

WIDTH = 176 / 25.4
"""Inches of an A4 page between its margins."""

PADDING = 6 / 72


def shares(table: Table, numbers: frozenset[int]) -> tuple[float, ...]:
    """Each column's percentage of the width; none where not even the longest words stand side by side.

    A column has its longest word at least, and of the room left as much as its longest cell asks for. `numbers` are the
    columns set to the right.
    """
    columns = [tuple(_texts(table, column)) for column in range(len(table.columns))]
    padding = [PADDING * (1 + (column in numbers)) for column in range(len(columns))]
    padding[-1] -= PADDING
    least = [
        max(longest_word(text, TABLE_SIZE) for text in texts) + beside
        for texts, beside in zip(columns, padding, strict=True)
    ]
    most = [
        max(one_line(text, TABLE_SIZE) for text in texts) + beside
        for texts, beside in zip(columns, padding, strict=True)
    ]
    if sum(least) > WIDTH:
        return ()
    if sum(most) <= WIDTH:
        return _percent(most)
    spare = (WIDTH - sum(least)) / (sum(most) - sum(least))
    return _percent([low + (high - low) * spare for low, high in zip(least, most, strict=True)])


def _texts(table: Table, column: int) -> Iterator[tuple[Piece, ...]]:
    yield (Piece(table.columns[column], bold=True),)
    for row in table.rows:
        runs: Runs = (row.header, *(cell.runs for cell in row.cells))[column]
        yield pieces(runs)


def _percent(widths: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(width * 100 / sum(widths), 2) for width in widths)
