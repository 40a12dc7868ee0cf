"""Slides: what an author chooses of a page for the presentation, by a `slide` block on it."""

from collections.abc import Mapping
from typing import TypeVar

from peelian.core.pack import Block, Chart, Layout, ListOf, Notes, Page, Paragraph, Row, Runs, Slide, Table, plain
from peelian.narrative import cards, inline
from peelian.narrative.block_texts import SlideText
from peelian.narrative.lines import Lines
from peelian.narrative.sections import Section

_T = TypeVar("_T")


def slide(section: Section, text: SlideText, lines: Lines, page: Page, number: int) -> Slide:
    """The page's slide of that number. ValueError where it asks for what the page does not have."""
    tables = [block for block in page.blocks if isinstance(block, Table)]
    charts = [block for block in page.blocks if isinstance(block, Chart)]
    if len(text.cards) > 2:
        raise ValueError("a slide has at most two cards; choose two")
    blocks: list[Block] = [cards.card(section, told, lines) for told in text.cards]
    layout = _layout(text, bool(tables), bool(charts))
    if layout == "table":
        if not tables:
            raise ValueError("the page has no table; show something else")
        blocks.append(_chosen(tables[0], text, lines))
    if layout == "chart" or (layout == "measure" and charts and text.show != "words"):
        if not 0 < text.chart <= len(charts):
            raise ValueError(f"the page has {len(charts)} charts, and no chart {text.chart}; name one it has")
        blocks.append(charts[text.chart - 1])
    elif layout == "text" and not text.words:
        blocks.extend(block for block in page.blocks if isinstance(block, Paragraph | ListOf))
    if text.words:
        blocks.append(ListOf(tuple(inline.runs(section, told, lines.of(told)) for told in text.words)))
    blocks.extend(block for block in page.blocks if isinstance(block, Notes))
    title = inline.runs(section, text.title, lines.of(text.title)) if text.title else page.title
    return Slide(f"{page.id}-{number}", layout, page.section, title, tuple(blocks), page.id)


def spoken(section: Section, text: SlideText, lines: Lines) -> tuple[Runs, ...]:
    """What the presenter means to say: for the presenter's copy, never for the pack."""
    return tuple(inline.runs(section, told, lines.of(told)) for told in text.say)


def _layout(text: SlideText, table: bool, chart: bool) -> Layout:
    if text.cards:
        return "measure" if len(text.cards) == 1 else "two measures"
    if text.show == "words":
        return "text"
    if text.show:
        return text.show
    if text.rows or text.columns or table:
        return "table"
    return "chart" if chart else "text"


def _chosen(table: Table, text: SlideText, lines: Lines) -> Table:
    """The rows and columns chosen, in the order they were named; all of them where none is."""
    heads = {plain(row.header): row for row in table.rows}
    rows = [_named(heads, told, "row", lines) for told in text.rows] or list(table.rows)
    places = {name: place for place, name in enumerate(table.columns[1:])}
    kept = [_named(places, told, "column", lines) for told in text.columns] or list(places.values())
    return Table(
        table.caption,
        (table.columns[0], *(table.columns[place + 1] for place in kept)),
        tuple(Row(row.header, tuple(row.cells[place] for place in kept)) for row in rows),
        table.source,
    )


def _named(among: Mapping[str, _T], told: str, what: str, lines: Lines) -> _T:
    lines.of(told)
    if told not in among:
        raise ValueError(f"the page's table has no {what} {told!r}; it has {', '.join(among)}")
    return among[told]
