"""Where things stand on a slide: the page's geometry, and the rule that fits words and one exhibit into it.

Every size comes off a short ladder, largest first. What fits at no size is for an author to split, never to overflow.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

WIDE, HIGH, MARGIN = 13.333, 7.5, 0.6
INSIDE = WIDE - 2 * MARGIN
TITLE_TOP, FOOTER_TOP, FOOTER_HEIGHT = 0.62, 6.95, 0.4
EXHIBIT_GAP = 0.25
BANDS = (3.4, 4.3)
"""Widths a column of words may take beside an exhibit."""

TITLE_SIZES = (32, 30, 28)
TITLE_LINES, MOST_TITLE_LINES = 2, 3
"""A title goes down its sizes to take two lines; at the smallest it may take three."""

BODY_SIZES = (22, 20, 18)
ALONE_SIZES = (28, 26, 24, *BODY_SIZES)
TABLE_SIZES = (22, 20, 18)
CHART_SIZES = (18,)
CLEAR = 18
"""No text on a slide is smaller than 18 points: what does not fit is for its author to choose from, never to shrink."""


@dataclass(frozen=True)
class Box:
    """A rectangle in inches from the slide's top left."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Fit:
    """Where something goes, and its text's size in points."""

    box: Box
    size: float


class Flow(Protocol):
    """What can be fitted: its ladder of sizes, and the least and most height it takes at a width and size.

    `wants` is the height below which it is worse to look at, 0 where any height that holds it is as good.
    """

    @property
    def sizes(self) -> tuple[int, ...]: ...
    @property
    def wants(self) -> float: ...
    def least(self, width: float, size: float) -> float: ...
    def most(self, width: float, size: float) -> float: ...


@dataclass(frozen=True)
class Placed:
    """The words and the exhibit where they were fitted. `worth` compares one arrangement with another."""

    words: Fit | None
    exhibit: Fit | None
    worth: float


def body_area(title_height: float) -> Box:
    """All between a title of that height and the footer."""
    top = TITLE_TOP + title_height + 0.22
    return Box(MARGIN, top, INSIDE, FOOTER_TOP - 0.12 - top)


def arrange(area: Box, words: Flow | None, exhibit: Flow | None) -> Placed | None:
    """The best arrangement that fits in `area`; None when none does.

    Words go in a band above the exhibit or in a column to its left: whichever leaves larger text, less empty space and
    a chart tall enough to read.
    """
    if words is None or exhibit is None:
        return _one(area, words, exhibit)
    placed = [*_above(area, words, exhibit)]
    for width in BANDS:
        placed += _beside(area, width, words, exhibit)
    return max(placed, key=lambda one: one.worth, default=None)


def largest(flow: Flow, width: float, height: float) -> int | None:
    """The largest size at which `flow` is no higher than `height`."""
    return next((size for size in flow.sizes if flow.least(width, size) <= height), None)


def _one(area: Box, words: Flow | None, exhibit: Flow | None) -> Placed | None:
    flow = words or exhibit
    if flow is None:
        return Placed(None, None, 0)
    size = largest(flow, area.width, area.height)
    if size is None:
        return None
    fit = Fit(area, size)
    return Placed(fit, None, size) if words else Placed(None, fit, size)


def _above(area: Box, words: Flow, exhibit: Flow) -> Iterator[Placed]:
    for size in words.sizes:
        band = words.least(area.width, size)
        left = area.height - band - EXHIBIT_GAP
        exhibit_size = largest(exhibit, area.width, left)
        if exhibit_size is None:
            continue
        empty = _empty(exhibit, area.width, exhibit_size, left) / area.height
        yield Placed(
            Fit(Box(area.left, area.top, area.width, band), size),
            Fit(Box(area.left, area.top + band + EXHIBIT_GAP, area.width, left), exhibit_size),
            _worth(size, exhibit_size, empty, exhibit.wants - left),
        )


def _beside(area: Box, width: float, words: Flow, exhibit: Flow) -> Iterator[Placed]:
    other = area.width - width - 2 * EXHIBIT_GAP
    size, exhibit_size = largest(words, width, area.height), largest(exhibit, other, area.height)
    if size is None or exhibit_size is None:
        return
    empty = _empty(words, width, size, area.height) * width + _empty(exhibit, other, exhibit_size, area.height) * other
    yield Placed(
        Fit(Box(area.left, area.top, width, area.height), size),
        Fit(Box(area.left + width + 2 * EXHIBIT_GAP, area.top, other, area.height), exhibit_size),
        _worth(size, exhibit_size, empty / (area.width * area.height), exhibit.wants - area.height),
    )


def _empty(flow: Flow, width: float, size: float, height: float) -> float:
    """The height left under it when it has grown as far as it can."""
    most = flow.most(width, size)
    return 0.0 if math.isinf(most) else max(0.0, height - most)


def _worth(words: float, exhibit: float, empty: float, shortfall: float) -> float:
    """Up to what reads well across a room a point of an exhibit's text counts twice one of the words, then half.

    A quarter of the slide empty, or half an inch off a chart, is worth two points.
    """
    seen = 2 * min(exhibit, CLEAR) + 0.5 * max(0.0, exhibit - CLEAR)
    return words + seen - 8 * empty - 4 * max(0.0, shortfall)
