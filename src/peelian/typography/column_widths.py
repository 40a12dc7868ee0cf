"""How wide a table's columns are, worked out from the letters' own widths: on paper, on a slide, in a workbook.

No word is broken. Where columns share a width, each has its longest word, and the rest goes by what each could use, as
a browser sets an automatic table. Widths are inches, sizes points.
"""

from collections.abc import Iterable, Sequence

from peelian.typography.text_size import Piece, longest_word, one_line

CellText = tuple[Piece, ...]


def shared(
    columns: Sequence[Iterable[CellText]], padding: Sequence[float], size: float, width: float, *, fill: bool = False
) -> tuple[float, ...] | None:
    """Each column's width where they share one; None where not even the longest words fit side by side.

    Columns that need less than the width take no more than they need, unless they are to `fill` it.
    """
    cells = [tuple(column) for column in columns]
    least = [
        max(longest_word(cell, size) for cell in column) + room for column, room in zip(cells, padding, strict=True)
    ]
    most = [max(one_line(cell, size) for cell in column) + room for column, room in zip(cells, padding, strict=True)]
    if sum(least) > width:
        return None
    if sum(most) <= width:
        return tuple(one * width / sum(most) for one in most) if fill else tuple(most)
    share = (width - sum(least)) / (sum(most) - sum(least))
    return tuple(low + (high - low) * share for low, high in zip(least, most, strict=True))


def alone(
    cells: Iterable[CellText], header: CellText, padding: float, size: float, widest: float, widest_word: float
) -> float:
    """A column's width where nothing limits the table's: its longest cell, up to `widest`; and its longest word.

    The header counts by its words alone: it may go over several lines.
    """
    found = tuple(cells)
    whole = max(one_line(cell, size) for cell in found)
    word = max(longest_word(cell, size) for cell in (*found, header))
    return max(min(whole, widest) + padding, min(word, widest_word) + padding)
