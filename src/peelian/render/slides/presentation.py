"""A pack's presentation: a title slide, then its slides, in native tables and charts that Office can edit."""

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pptx import Presentation

from peelian.core.errors import DefinitionError
from peelian.core.pack import Card, Layout, Pack, Run, Runs, Slide
from peelian.core.shipped_files import SHIPPED
from peelian.render.office_package import steady
from peelian.render.slides.brand import brand
from peelian.render.slides.cards import card_height, draw_card, letters_that_fit
from peelian.render.slides.columns import draw_columns
from peelian.render.slides.contents import Exhibit, body, contents, fit, title_box, title_sizes, unfit, where
from peelian.render.slides.cover import cover
from peelian.render.slides.footer import footer
from peelian.render.slides.layout import Box, Fit, largest
from peelian.render.slides.notes import write_notes
from peelian.render.slides.placeholders import clear, named, remove, take
from peelian.render.slides.text import Line, Words, add_runs, lines_height, place, write

TEMPLATE = SHIPPED / "templates" / "slides.pptx"
FIXED = datetime(2026, 1, 1)  # noqa: DTZ001 (a property of the file, not an instant)

LAYOUTS: dict[Layout, str] = {
    "summary": "Summary",
    "measure": "Measure",
    "two measures": "Two measures",
    "table": "Table",
    "chart": "Chart",
    "text": "Text",
    "section": "Section",
    "closing": "Closing",
}

CARD_SHARE, CARD_GAP = 0.38, 0.4
"""A card's part of the width beside a chart or words, and the inches between."""

SECTION_SIZES = (36, 32, 28)


def slides(pack: Pack, path: Path, spoken: Mapping[str, tuple[Runs, ...]] | None = None) -> None:
    """The pack's slides, written to `path`. DefinitionError naming the slide whose text does not fit at 18 points.

    `spoken` is what the presenter says on each slide, given for the presenter's own copy alone: it goes into its notes.
    """
    deck = Presentation(str(TEMPLATE))
    language = pack.language or "en-GB"
    brand(deck, pack)
    cover(deck, pack, language)
    for each in pack.slides:
        _slide(deck, pack, each, language, (spoken or {}).get(each.id, ()))
    facts = deck.core_properties
    facts.title, facts.author, facts.subject = pack.title, pack.office, pack.period_words
    facts.language, facts.last_modified_by = language, pack.office
    facts.created = facts.modified = FIXED
    made = io.BytesIO()
    deck.save(made)
    path.write_bytes(steady(made.getvalue()))


def _slide(deck: Any, pack: Pack, each: Slide, language: str, spoken: tuple[Runs, ...]) -> None:
    """One slide: title, section, its blocks by its layout, and footer, in the order they are read."""
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name(LAYOUTS[each.layout]))
    slide._element.cSld.set("name", each.id)
    section = named(slide, "Section")
    if each.section:
        add_runs(section.text_frame.paragraphs[0], (Run(each.section),), None, language)
    cards = [block for block in each.blocks if isinstance(block, Card)]
    if each.layout == "section":
        _opening(slide, each, language)
    elif each.layout == "summary":
        draw_columns(slide, each.blocks, _titled(slide, each, language), language, where(each))
    elif cards:
        _cards(slide, each, cards, language)
    else:
        _flowing(slide, each, language)
    if not each.section:
        remove(section)
    footer(slide, pack, language)
    write_notes(slide, pack, each, language, spoken)


def _titled(slide: Any, each: Slide, language: str, size: int | None = None) -> Box:
    """The title, written; and all below it down to the footer."""
    size = size or title_sizes(each)[0]
    shape = named(slide, "Title")
    add_runs(shape.text_frame.paragraphs[0], each.title, size, language)
    place(shape, title_box(each, size))
    return body(each, size)


def _opening(slide: Any, each: Slide, language: str) -> None:
    """A priority's first slide: its title large, and a line of words below."""
    words, _ = contents(each)
    for name, lines, sizes in (
        ("Title", (Line(each.title, "heading"),), SECTION_SIZES),
        ("Body", words.lines if words else (), words.sizes if words else ()),
    ):
        shape = named(slide, name)
        if not lines:
            remove(shape)
            continue
        wide, tall = shape.width.inches, shape.height.inches
        size = next((size for size in sizes if lines_height(lines, wide, size) <= tall), None)
        if size is None:
            raise DefinitionError(where(each), f"its {name.lower()} does not fit at {sizes[-1]} points", "shorten it")
        write(shape.text_frame, lines, size, language)


def _flowing(slide: Any, each: Slide, language: str) -> None:
    """Words, and one table or chart, arranged to fit."""
    words, exhibit = contents(each)
    size, placed = fit(each, words, exhibit)
    _titled(slide, each, language, size)
    if words and placed.words:
        words.draw(slide, named(slide, "Body"), placed.words, language)
    if exhibit and placed.exhibit:
        _exhibit(slide, exhibit, placed.exhibit, language)
    clear(slide, "Title", "Section", *(("Body",) if words and words.lines else ()))


def _exhibit(slide: Any, exhibit: Exhibit, fit: Fit, language: str) -> None:
    """The table or chart, drawn in the place its layout has for one."""
    shape = exhibit.draw(slide, fit, language)
    for name in ("Chart", "Table"):
        if name in {place.name for place in slide.slide_layout.placeholders} and shape.has_chart | shape.has_table:
            take(slide, name, shape)


def _cards(slide: Any, each: Slide, cards: list[Card], language: str) -> None:
    """One card beside a chart, its words below it, or beside words; two side by side, their words below both."""
    words, exhibit = contents(each)
    area = _titled(slide, each, language)
    one, names = len(cards) == 1, ("Card", "Second card")[: len(cards)]
    if len(cards) > 2 or (exhibit and not one):
        what = f"it has {len(cards)} cards{' and a chart' if exhibit else ''}"
        raise DefinitionError(where(each), what, "show one beside a chart, or two without")
    wide = (area.width if not (words or exhibit) else area.width * CARD_SHARE) if one else (area.width - CARD_GAP) / 2
    left = Box(area.left, area.top, wide, area.height)
    right = Box(area.left + wide + CARD_GAP, area.top, area.width - wide - CARD_GAP, area.height)
    deep = area.height if one else area.height * 0.85
    if words and one and not exhibit:
        _words(slide, each, words, right, language)
    elif words:
        below = left if one else area
        spare = max(card_height(card, wide) for card in cards) + CARD_GAP / 2
        deep = _words(slide, each, words, below, language, spare)
    sizes = letters_that_fit(cards, wide, deep, where(each))
    for number, (name, card) in enumerate(zip(names, cards, strict=True)):
        box = Box(area.left + number * (wide + CARD_GAP), area.top, wide, deep)
        draw_card(slide, named(slide, name), card, box, sizes, language)
    if exhibit:
        size = largest(exhibit, right.width, right.height)
        if size is None:
            what, to_do = "its chart does not fit at 18 points", "choose fewer areas or lines"
            raise unfit(each, exhibit, right.width, what, to_do)
        _exhibit(slide, exhibit, Fit(right, size), language)
    clear(slide, "Title", "Section", *names, *(("Body",) if words and words.lines else ()))


def _words(slide: Any, each: Slide, words: Words, box: Box, language: str, spare: float = 0.0) -> float:
    """The words at the foot of `box`, with at least `spare` inches left above, or at its head where none are needed.

    The height left above them comes back.
    """
    size = largest(words, box.width, box.height - spare)
    if size is None:
        raise DefinitionError(where(each), "its words do not fit at 18 points", "take some out of the slide block")
    tall = words.least(box.width, size)
    top = box.top + box.height - tall if spare else box.top
    words.draw(slide, named(slide, "Body"), Fit(Box(box.left, top, box.width, tall), size), language)
    return box.height - tall - CARD_GAP / 2
