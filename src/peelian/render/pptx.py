"""A pack as slides: a title slide, then one for each page, in native tables and charts that Office can edit."""

import copy
from datetime import datetime
from pathlib import Path
from typing import Any, assert_never

from pptx import Presentation
from pptx.oxml.ns import qn

from peelian.core.errors import DefinitionError
from peelian.core.pack import Callout, Card, Chart, Heading, ListOf, Notes, Pack, Page, Paragraph, Run, Table, plain
from peelian.render.slide_chart import ChartFlow
from peelian.render.slide_layout import (
    ALONE_SIZES,
    BODY_SIZES,
    INSIDE,
    TITLE_LINES,
    TITLE_SIZES,
    Placed,
    arrange,
    body_area,
)
from peelian.render.slide_measure import height, lines, pieces
from peelian.render.slide_notes import write_notes
from peelian.render.slide_table import TableFlow
from peelian.render.slide_text import Kind, Line, Words, add_runs, lines_height, lines_of, write

TEMPLATE = Path(__file__).with_name("template.pptx")
FIXED = datetime(2026, 1, 1)  # noqa: DTZ001 (a property of the file, not an instant)

COVER_TITLE_SIZES = (40, 36, 32, 28)
COVER_SIZES = (22, 20, 18, 16, 14)
SMALL_SIZES = (12, 11, 10)

Exhibit = TableFlow | ChartFlow


def slides(pack: Pack, path: Path) -> None:
    """The pack's slides, written to `path`. DefinitionError naming the page where a page does not fit its slide."""
    deck = Presentation(str(TEMPLATE))
    language = pack.language or "en-GB"
    cover(deck, pack, language)
    for page in pack.pages:
        page_slide(deck, pack, page, language)
    facts = deck.core_properties
    facts.title, facts.author, facts.subject = pack.title, pack.office, pack.period_words
    facts.language, facts.last_modified_by = language, pack.office
    facts.created = facts.modified = FIXED
    deck.save(str(path))


def cover(deck: Any, pack: Pack, language: str) -> None:
    """The title slide: what, whose, for whom, when; the notice, and the licences' attribution."""
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title"))
    about = tuple(text for text in (pack.office, pack.panel, pack.period_words) if text)
    write_cover(slide, "Title", (pack.title,), COVER_TITLE_SIZES, language)
    write_cover(slide, "Subtitle", (pack.subtitle,) if pack.subtitle else (), COVER_SIZES, language)
    write_cover(slide, "Details", about, COVER_SIZES, language)
    write_cover(slide, "Attribution", pack.attribution, SMALL_SIZES, language)
    footer(slide, pack, language)


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


def page_slide(deck: Any, pack: Pack, page: Page, language: str) -> None:
    """One page as one slide: title, section, words, exhibit and footer, in the order they are read."""
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Page"))
    words, exhibit = contents(page)
    title_size, placed = fit(page, words, exhibit)
    add_runs(named(slide, "Title").text_frame.paragraphs[0], page.title, title_size, language)
    section, body = named(slide, "Section"), named(slide, "Body")
    if page.section:
        add_runs(section.text_frame.paragraphs[0], (Run(page.section),), None, language)
    else:
        remove(section)
    if words and placed.words:
        words.draw(slide, body, placed.words, language)
    else:
        remove(body)
    if exhibit and placed.exhibit:
        exhibit.draw(slide, placed.exhibit, language)
    footer(slide, pack, language)
    write_notes(slide, pack, page, language)


def contents(page: Page) -> tuple[Words | None, Exhibit | None]:
    """The page's words and its one table or chart, ready to be fitted."""
    exhibits: list[Exhibit] = []
    said: list[Heading | Paragraph | ListOf] = []
    callouts: list[Callout] = []
    for block in page.blocks:
        match block:
            case Table():
                exhibits.append(TableFlow(block))
            case Chart():
                exhibits.append(ChartFlow(block))
            case Callout():
                callouts.append(block)
            case Heading() | Paragraph() | ListOf():
                said.append(block)
            case Notes() | Card():
                pass
            case _:
                assert_never(block)
    if len(exhibits) > 1:
        raise DefinitionError(where(page), f"{len(exhibits)} tables or charts on one slide", "give each its own page")
    exhibit = exhibits[0] if exhibits else None
    if not said and not callouts:
        return None, exhibit
    return Words(lines_of(said), tuple(callouts), BODY_SIZES if exhibit else ALONE_SIZES), exhibit


def fit(page: Page, words: Words | None, exhibit: Exhibit | None) -> tuple[int, Placed]:
    """The title's size, and the rest arranged below it. A smaller title is tried before a page is refused."""
    title = pieces(page.title, bold=True)
    sizes = [size for size in TITLE_SIZES if lines(title, INSIDE, size) <= TITLE_LINES]
    if not sizes:
        raise DefinitionError(
            where(page), f"the title takes more than {TITLE_LINES} lines at {TITLE_SIZES[-1]} points", "shorten it"
        )
    if len(sizes) > 1 and lines(title, INSIDE, sizes[1]) < lines(title, INSIDE, sizes[0]):
        sizes = sizes[1:]  # a step down the ladder that saves a line spares a word left alone on it
    for size in sizes:
        placed = arrange(body_area(height(title, INSIDE, size)), words, exhibit)
        if placed:
            return size, placed
    raise DefinitionError(where(page), "too much for one slide at the smallest size of text", "split it into two pages")


def where(page: Page) -> str:
    return f"page {page.id!r} ({plain(page.title)})"


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
