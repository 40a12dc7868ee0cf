"""A slide's words and its exhibit, told apart and fitted together under its title, or refused by the slide's name."""

from dataclasses import replace

from peelian.core.errors import DefinitionError
from peelian.core.pack import Callout, Card, Chart, Heading, ListOf, Notes, Paragraph, Slide, Table, plain
from peelian.render.slides.chart import ChartFlow
from peelian.render.slides.layout import (
    ALONE_SIZES,
    BODY_SIZES,
    INSIDE,
    MARGIN,
    MOST_TITLE_LINES,
    TITLE_LINES,
    TITLE_SIZES,
    TITLE_TOP,
    Box,
    Placed,
    arrange,
    body_area,
)
from peelian.render.slides.map import MapFlow
from peelian.render.slides.table import TableFlow
from peelian.render.slides.text import Words, lines_of
from peelian.typography.text_size import height, lines, pieces

Exhibit = TableFlow | ChartFlow | MapFlow

FEWER = "choose fewer rows, columns or words with a slide block, or split it into two"


def where(page: Slide) -> str:
    return f"slide {page.id!r} ({plain(page.title)})"


def contents(page: Slide) -> tuple[Words | None, Exhibit | None]:
    """The slide's words and its one table or chart, ready to be fitted. Their sources are told in the notes."""
    exhibits: list[Exhibit] = []
    said: list[Heading | Paragraph | ListOf] = []
    callouts: list[Callout] = []
    for block in page.blocks:
        match block:
            case Table():
                caption = "" if block.caption == plain(page.title) else block.caption
                exhibits.append(TableFlow(replace(block, source="", caption=caption)))
            case Chart():
                exhibits.append(_drawn(block, plain(page.title)))
            case Callout():
                callouts.append(block)
            case Heading() | Paragraph() | ListOf():
                said.append(block)
            case Notes() | Card():
                pass
    if len(exhibits) > 1:
        what = f"it has {len(exhibits)} tables and charts, and a slide shows one"
        raise DefinitionError(where(page), what, "choose one with a slide block")
    exhibit = exhibits[0] if exhibits else None
    if not said and not callouts:
        return None, exhibit
    return Words(lines_of(said), tuple(callouts), BODY_SIZES if exhibit else ALONE_SIZES), exhibit


def _drawn(chart: Chart, title: str) -> Exhibit:
    """The finding above it, or what is drawn where the slide's title is the finding."""
    caption = chart.about if plain(chart.title) == title else plain(chart.title)
    return MapFlow(chart, caption) if chart.shape == "map" else ChartFlow(chart, caption)


def body(page: Slide, size: int) -> Box:
    """All below the title, written at `size`, down to the footer."""
    return body_area(height(pieces(page.title, bold=True), INSIDE, size))


def title_box(page: Slide, size: int) -> Box:
    """As high as the title is, written at `size`."""
    return Box(MARGIN, TITLE_TOP, INSIDE, height(pieces(page.title, bold=True), INSIDE, size))


def title_sizes(page: Slide) -> tuple[int, ...]:
    """The sizes at which the title stands in two lines, or three at the smallest; the one that spares a line first."""
    title = pieces(page.title, bold=True)
    sizes = tuple(size for size in TITLE_SIZES if lines(title, INSIDE, size) <= TITLE_LINES)
    if not sizes and lines(title, INSIDE, TITLE_SIZES[-1]) <= MOST_TITLE_LINES:
        sizes = TITLE_SIZES[-1:]
    if not sizes:
        what = f"the title takes more than {MOST_TITLE_LINES} lines at {TITLE_SIZES[-1]} points"
        raise DefinitionError(where(page), what, "give its slide block a shorter title")
    fewest = min(lines(title, INSIDE, size) for size in sizes)
    return tuple(size for size in sizes if lines(title, INSIDE, size) == fewest)


def fit(page: Slide, words: Words | None, exhibit: Exhibit | None) -> tuple[int, Placed]:
    """The title's size, and the rest arranged below it. A smaller title is tried before a slide is refused."""
    for size in title_sizes(page):
        placed = arrange(body(page, size), words, exhibit)
        if placed:
            return size, placed
    raise unfit(page, exhibit, INSIDE, "it has too much for one slide at 18 points", FEWER)


def unfit(page: Slide, exhibit: Exhibit | None, width: float, what: str, to_do: str) -> DefinitionError:
    """The fault, or what makes the exhibit so high."""
    own, own_to_do = exhibit.unfit(width) if isinstance(exhibit, ChartFlow) else ("", "")
    return DefinitionError(where(page), own or what, own_to_do or to_do)
