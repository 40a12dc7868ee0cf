"""The paper and the brief as tagged PDF (PDF/UA-1), from the same blocks as the page."""

import base64
import hashlib
import math
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

from markupsafe import Markup

from peelian.core.errors import OutputError
from peelian.core.garbage_collector import seldom
from peelian.core.language import say
from peelian.core.pack import Block, Card, Chart, Pack, Page, Paragraph, Table, figure_keys
from peelian.core.phrases import Phrase
from peelian.core.shipped_files import shipped_text
from peelian.render import fonts
from peelian.render.charts import chart
from peelian.render.page import blocks, web_page
from peelian.render.pdf import annex, table_columns
from peelian.render.pdf.chart_tables import Twin, twin

A4_HEIGHT = 297
MM_PER_PX = 25.4 / 96
FIGURE = web_page.figure_id("")
INSTALL = "install Pango (on Debian: libpango-1.0-0 and libpangoft2-1.0-0), or read the page instead"


def paper(pack: Pack, draw: chart.Draw = chart.draw) -> bytes:
    """The whole paper. OutputError where the system lacks what lays out text."""
    return paper_of(paper_html(pack, draw))


def paper_of(text: str) -> bytes:
    """The paper, of what `paper_html` gives."""
    return _written(_laid_out("paper.pdf", text), text)


def brief(pack: Pack) -> bytes:
    """The brief, on one side of A4. OutputError where it takes more, or the system lacks what lays out text."""
    return brief_of(brief_html(pack))


def brief_of(text: str) -> bytes:
    """The brief, of what `brief_html` gives."""
    document = _laid_out("brief.pdf", text)
    if over := _over(document):
        what = f"the brief is {over} mm longer than one side of A4"
        raise OutputError("brief.pdf", what, "shorten its text, or show fewer figures")
    return _written(document, text)


def paper_html(pack: Pack, draw: chart.Draw = chart.draw) -> str:
    """What the paper is made from: contents, sections, the figures behind its charts, where each figure comes from."""
    twins: list[Twin] = []
    sections = web_page.sections(pack, lambda one: web_page.article(one, partial(_block, draw, twins)))
    told = frozenset((*_told(pack.pages), *_cover_keys(pack)))
    tabled = frozenset(key for one in pack.pages for key in figure_keys(one.title, one.blocks)) - told
    groups, stated = annex.groups(pack, told, tabled), annex.stated(pack, told | tabled)
    received = annex.received(pack)
    return _filled(
        "paper.html",
        pack,
        marks=web_page.marks(pack),
        sections=sections,
        twins=twins,
        groups=groups,
        stated=stated,
        received=received,
    )


def brief_html(pack: Pack) -> str:
    articles = [web_page.article(one, partial(_block, chart.draw, [])) for one in pack.brief]
    keys = dict.fromkeys(key for one in pack.brief for key in figure_keys(one.title, one.blocks))
    return _filled("brief.html", pack, articles=articles, keys=tuple(keys))


def _filled(template: str, pack: Pack, **parts: object) -> str:
    return web_page.filled(
        template,
        pack=pack,
        css=Markup(_css()),  # noqa: S704 - our own file
        notice_css=web_page.css_text(pack.notice),
        title_css=web_page.css_text(pack.title),
        **parts,
    )


def _told(pages: tuple[Page, ...]) -> Iterator[str]:
    """The keys of figures in text, not those that stand in tables alone, a chart's among them."""
    for one in pages:
        titles = (Paragraph(each.title) if isinstance(each, Chart) else each for each in one.blocks)
        yield from figure_keys(one.title, tuple(each for each in titles if not isinstance(each, Table)))


def _cover_keys(pack: Pack) -> Iterator[str]:
    return (run.key for runs in (*pack.cover.asks, *pack.cover.background) for run in runs if run.key)


def _block(draw: chart.Draw, twins: list[Twin], one: Block, id: str, level: int) -> Markup:
    """A chart's figures go to the end as a table; a card has a template of its own; the rest is the page's."""
    if isinstance(one, Chart):
        twins.append(twin(one, id))
        # As an image: WeasyPrint reads an SVG inside the page as HTML first, element by element with the page's styles.
        picture = base64.b64encode(chart.svg(one, id, chart.WIDE, draw).encode()).decode()
        return _part("paper_chart.html", block=one, id=id, picture=f"data:image/svg+xml;base64,{picture}")
    if isinstance(one, Table):
        numbers = blocks.number_columns(one)
        return _part("table.html", block=one, shares=table_columns.percentages(one, frozenset(numbers)))
    if isinstance(one, Card):
        return _part("paper_card.html", block=one)
    return web_page.block(one, id, level, draw)


def _part(template: str, **parts: object) -> Markup:
    return Markup(web_page.filled(template, **parts))  # noqa: S704 - escaped by the template


@cache
def _css() -> str:
    return shipped_text("templates", "paper.css")


def missing() -> str:
    """Why this system cannot lay out a PDF, and what to do; nothing where it can."""
    fonts.for_papers()
    try:
        import weasyprint  # noqa: F401 - to see whether the libraries it calls are there
    except OSError as fault:
        return f"this system cannot lay out a PDF ({str(fault).splitlines()[0]}); {INSTALL}"
    return ""


def _laid_out(name: str, text: str) -> Any:
    if lacking := missing():
        what, _, to_do = lacking.partition("; ")
        raise OutputError(name, what, to_do)
    from peelian.render.pdf.tree import Parsed

    with seldom():
        return Parsed(text).render()


def _over(document: Any) -> int:
    """By how many millimetres the brief's end lies below its first side; 0 where it fits."""
    *before, last = document.pages
    if not before:
        return 0
    bottom: float = last.anchors["end"][3]
    return math.ceil((len(before) - 1) * A4_HEIGHT + bottom * MM_PER_PX)


def _written(document: Any, text: str) -> bytes:
    """The same text gives the same bytes: the identifier comes from it, not from the clock."""
    identifier = hashlib.sha256(text.encode()).digest()[:16]
    with seldom():
        return bytes(document.write_pdf(finisher=_finish, pdf_variant="pdf/ua-1", pdf_identifier=identifier))


def _finish(document: Any, made: Any) -> None:
    _name_links(document)
    _scope_headings(made)


def _scope_headings(made: Any) -> None:
    """WeasyPrint names each cell's headings, and leaves out what some readers go by: whether of a row or a column."""

    def parent(element: Any) -> Any:
        return made.objects[int(element["P"].split()[0])]

    for element in made.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            above = parent(parent(element)).get("S")
            element["A"]["Scope"] = "/Column" if above == "/THead" else "/Row"


def _name_links(document: Any) -> None:
    """WeasyPrint describes a link by its address, which says nothing to who hears it: its own words do."""
    for page in document.pages:
        for kind, target, _rectangle, box in page.links:
            words = " ".join("".join(box.element.itertext()).split())
            if kind == "internal" and target.startswith(FIGURE):
                words = say(Phrase.COMES_FROM, figure=words)
            told = box.link_annotation
            told["Contents"] = type(told["Contents"])(words or target)
