"""How high a chart's legend is: names in columns as wide as the widest, wrapped where one is wider than the chart."""

import math
from collections.abc import Sequence

from peelian.typography.text_size import LINE, Piece, lines, text_width

KEY = 0.75
"""Inches of an entry besides its name: the line drawn before it, and the space after."""

LEADING = 1.15
"""Entries stand a little apart."""


def rows(names: Sequence[str], width: float, size: float) -> int:
    """Lines of text that the legend takes in so many inches."""
    columns = min(len(names), int(width / (max(text_width(name, size) for name in names) + KEY)))
    if columns:
        return math.ceil(len(names) / columns)
    deepest = max(lines((Piece(name),), width - KEY, size) for name in names)
    return len(names) * deepest  # programs give each entry the height of the highest


def legend_height(names: Sequence[str], width: float, size: float) -> float:
    """Inches."""
    return rows(names, width, size) * LEADING * size * LINE / 72
