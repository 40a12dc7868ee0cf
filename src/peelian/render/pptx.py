"""A pack's presentation: a title slide, then its slides, in native tables and charts that Office can edit."""

import copy
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, assert_never

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn

from peelian.core.errors import DefinitionError
from peelian.core.pack import (
    Callout,
    Card,
    Chart,
    Heading,
    ListOf,
    Notes,
    Pack,
    Paragraph,
    Run,
    Runs,
    Slide,
    Table,
    plain,
)
from peelian.render.package import steady
from peelian.render.slide_cards import draw_card, draw_columns
from peelian.render.slide_chart import ChartFlow
from peelian.render.slide_layout import (
    ALONE_SIZES,
    BODY_SIZES,
    INSIDE,
    TITLE_LINES,
    TITLE_SIZES,
    Box,
    Fit,
    Placed,
    arrange,
    body_area,
    largest,
)
from peelian.render.slide_measure import height, lines, pieces
from peelian.render.slide_notes import add_notes, write_notes
from peelian.render.slide_table import TableFlow
from peelian.render.slide_text import Kind, Line, Words, add_runs, add_text, bare, lines_height, lines_of, write

TEMPLATE = Path(__file__).with_name("template.pptx")
FIXED = datetime(2026, 1, 1)  # noqa: DTZ001 (a property of the file, not an instant)

COVER_TITLE_SIZES = (40, 36, 32, 28)
COVER_SIZES = (22, 20, 18)
SMALL_SIZES = (18,)

Exhibit = TableFlow | ChartFlow


def slides(pack: Pack, path: Path, spoken: Mapping[str, tuple[Runs, ...]] | None = None) -> None:
    """The pack's slides, written to `path`. DefinitionError naming the slide whose text does not fit at 18 points.

    `spoken` is what the presenter says on each slide, given for the presenter's own copy alone: it goes into its notes.
    """
    deck = Presentation(str(TEMPLATE))
    language = pack.language or "en-GB"
    _branded(deck, pack)
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


def _branded(deck: Any, pack: Pack) -> None:
    """The office's two colours in the deck's theme: dark text and hyperlinks follow them."""
    theme: Any = deck.slide_master.part.part_related_by(RT.THEME)
    text = theme.blob.decode()
    for name, ink in (
        ("dk2", pack.brand.main),
        ("hlink", pack.brand.main),
        ("accent1", pack.brand.main),
        ("folHlink", pack.brand.second),
    ):
        text = re.sub(rf'(<a:{name}><a:srgbClr val=")[0-9A-Fa-f]{{6}}', rf"\g<1>{ink[1:]}", text)
    theme._blob = text.encode()


def cover(deck: Any, pack: Pack, language: str) -> None:
    """The title slide: what, whose, for whom, when; the notice, and the licences' attribution."""
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title"))
    about = tuple(text for text in (pack.office, pack.panel, pack.period_words) if text)
    write_cover(slide, "Title", (pack.title,), COVER_TITLE_SIZES, language)
    write_cover(slide, "Subtitle", (pack.subtitle,) if pack.subtitle else (), COVER_SIZES, language)
    write_cover(slide, "Details", about, COVER_SIZES, language)
    write_cover(slide, "Attribution", (), SMALL_SIZES, language)
    footer(slide, pack, language)
    add_notes(slide, tuple((Run(line),) for line in pack.attribution), language)


def write_cover(slide: Any, name: str, texts: tuple[str, ...], ladder: tuple[int, ...], language: str) -> None:
    """The texts, a paragraph each, in a placeholder of the title slide at the largest size that its box holds."""
    shape = named(slide, name)
    if not texts:
        remove(shape)
        return
    kind: Kind = "heading" if name == "Title" else "text"
    written = tuple(Line((Run(text),), kind) for text in texts)
    wide, tall = shape.width.inches, shape.height.inches
    size = next((size for size in ladder if lines_height(written, wide, size) <= tall), None)
    if size is None:
        raise DefinitionError("title slide", f"the {name.lower()} does not fit at {ladder[-1]} points", "shorten it")
    write(shape.text_frame, written, size, language)


def _slide(deck: Any, pack: Pack, each: Slide, language: str, spoken: tuple[Runs, ...]) -> None:
    """One slide: title, section, its blocks by its layout, and footer, in the order they are read."""
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Page"))
    slide._element.cSld.set("name", each.id)
    words, exhibit = contents(each)
    cards = [block for block in each.blocks if isinstance(block, Card)]
    columns = each.layout == "summary"
    beside = bool(cards) or columns
    title_size, placed = fit(each, None if beside else words, None if beside else exhibit)
    add_runs(named(slide, "Title").text_frame.paragraphs[0], each.title, title_size, language)
    section, body = named(slide, "Section"), named(slide, "Body")
    if each.section:
        add_runs(section.text_frame.paragraphs[0], (Run(each.section),), None, language)
    else:
        remove(section)
    area = body_area(height(pieces(each.title, bold=True), INSIDE, title_size))
    if beside:
        remove(body)
    if columns:
        draw_columns(slide, each.blocks, area, language, where(each))
    elif cards:
        _cards(slide, each, cards, words, exhibit, area, language)
    elif words and placed.words:
        words.draw(slide, body, placed.words, language)
    else:
        remove(body)
    if not beside and exhibit and placed.exhibit:
        exhibit.draw(slide, placed.exhibit, language)
    footer(slide, pack, language)
    write_notes(slide, pack, each, language, spoken)


def _cards(
    slide: Any,
    each: Slide,
    cards: Sequence[Card],
    words: Words | None,
    exhibit: Exhibit | None,
    area: Box,
    language: str,
) -> None:
    """One card beside a chart or words; two side by side, with words below."""
    if len(cards) == 1:
        left = area.width * (0.34 if exhibit or words else 1)
        draw_card(slide, cards[0], Box(area.left, area.top, left, area.height), language, where(each))
        room = Box(area.left + left + 0.4, area.top, area.width - left - 0.4, area.height)
    else:
        wide = (area.width - 0.4) / 2
        tall = area.height * (0.7 if words else 0.85)
        for place, card in enumerate(cards):
            draw_card(slide, card, Box(area.left + place * (wide + 0.4), area.top, wide, tall), language, where(each))
        room = Box(area.left, area.top + tall + 0.2, area.width, area.height - tall - 0.2)
    if words:
        size = largest(words, room.width, room.height if not exhibit else room.height - 3.2)
        if size is None:
            raise DefinitionError(where(each), "its words do not fit at 18 points", "take some out of the slide block")
        tall = words.least(room.width, size) + 0.1
        add_text(slide, "Words", (), Box(room.left, room.top, room.width, tall), size, language)
        write(bare(slide.shapes[-1].text_frame, 0), words.lines, size, language)
        room = Box(room.left, room.top + tall + 0.1, room.width, room.height - tall - 0.1)
    if exhibit and len(cards) == 1:
        exhibit.draw(slide, Fit(room, 18), language)


def contents(page: Slide) -> tuple[Words | None, Exhibit | None]:
    """The slide's words and its one table or chart, ready to be fitted. Their sources are told in the notes."""
    exhibits: list[Exhibit] = []
    said: list[Heading | Paragraph | ListOf] = []
    callouts: list[Callout] = []
    for block in page.blocks:
        match block:
            case Table():
                exhibits.append(TableFlow(replace(block, source="", caption="")))
            case Chart():
                exhibits.append(ChartFlow(native(block)))
            case Callout():
                callouts.append(block)
            case Heading() | Paragraph() | ListOf():
                said.append(block)
            case Notes() | Card():
                pass
            case _:
                assert_never(block)
    exhibit = exhibits[0] if exhibits else None
    if not said and not callouts:
        return None, exhibit
    return Words(lines_of(said), tuple(callouts), BODY_SIZES if exhibit else ALONE_SIZES), exhibit


def native(chart: Chart) -> Chart:
    """A chart as PowerPoint draws it: months as lines, areas as bars. A funnel's curves and a map stay in the paper."""
    timed = chart.shape in ("line", "spc", "forecast", "flow")
    drawn = tuple(one for one in chart.series if len(one.points) == len(chart.categories))
    return replace(chart, shape="line" if timed else "bar", series=drawn, source="", title=(Run(chart.about),))


def fit(page: Slide, words: Words | None, exhibit: Exhibit | None) -> tuple[int, Placed]:
    """The title's size, and the rest arranged below it. A smaller title is tried before a slide is refused."""
    title = pieces(page.title, bold=True)
    sizes = [size for size in TITLE_SIZES if lines(title, INSIDE, size) <= TITLE_LINES]
    if not sizes:
        what = f"the title takes more than {TITLE_LINES} lines at {TITLE_SIZES[-1]} points"
        raise DefinitionError(where(page), what, "give its slide block a shorter title")
    if len(sizes) > 1 and lines(title, INSIDE, sizes[1]) < lines(title, INSIDE, sizes[0]):
        sizes = sizes[1:]  # a step down the ladder that saves a line spares a word left alone on it
    for size in sizes:
        placed = arrange(body_area(height(title, INSIDE, size)), words, exhibit)
        if placed:
            return size, placed
    what = "it has too much for one slide at 18 points"
    raise DefinitionError(where(page), what, "choose fewer rows or columns in its slide block, or split it into two")


def where(page: Slide) -> str:
    return f"slide {page.id!r} ({plain(page.title)})"


def footer(slide: Any, pack: Pack, language: str) -> None:
    """The notice and the slide's number, last in reading order. A notice too long for its box is refused."""
    for placeholder in slide.slide_layout.placeholders:
        if placeholder.name not in ("Footer", "Slide number") or (placeholder.name == "Footer" and not pack.notice):
            continue
        element = copy.deepcopy(placeholder._element)
        element.spPr.clear()
        element.txBody.find(qn("a:lstStyle")).clear()
        slide.shapes._spTree.append(element)
        made = slide.shapes[-1]
        made._element.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in slide.shapes) + 1))
        if placeholder.name == "Footer":
            write_notice(made, pack.notice, placeholder.width.inches, placeholder.height.inches, language)
        for run in element.iter(qn("a:rPr")):
            run.set("lang", language)


def write_notice(shape: Any, notice: str, width: float, tall: float, language: str) -> None:
    runs = (Run(notice),)
    size = next((size for size in SMALL_SIZES if height(pieces(runs), width, size) <= tall), None)
    if size is None:
        raise DefinitionError("notice", "it takes more than two lines at the foot of a slide", "shorten it")
    shape.text_frame.clear()
    add_runs(shape.text_frame.paragraphs[0], runs, size, language)


def named(slide: Any, name: str) -> Any:
    """The slide's placeholder that came from the layout's placeholder of that name, named as it is there."""
    index = next(p.placeholder_format.idx for p in slide.slide_layout.placeholders if p.name == name)
    found = next(p for p in slide.placeholders if p.placeholder_format.idx == index)
    found.name = name
    return found


def remove(shape: Any) -> None:
    shape._element.getparent().remove(shape._element)
