"""A pack as one web page: a single file that prints, needs no scripts and fetches nothing.

Every printed figure is a link to its receipt at the end of the page, and every receipt says where it is printed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from peelian.core.pack import Block, Heading, Pack, Page, Runs
from peelian.core.shipped_files import shipped_text
from peelian.core.shorthand import shorthand_in
from peelian.render.charts import chart
from peelian.render.page import receipts
from peelian.render.page.blocks import block, css_text, figure_id, filled, runs

__all__ = ["Article", "Section", "article", "block", "css_text", "figure_id", "filled", "page", "runs", "sections"]


@dataclass(frozen=True)
class Article:
    """A page laid out: its blocks are HTML."""

    id: str
    title: Runs
    blocks: tuple[Markup, ...]
    opinion: str = ""


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    articles: tuple[Article, ...]


def page(pack: Pack, draw: chart.Draw = chart.draw, lay_out: Callable[[Page], Article] | None = None) -> str:
    """The whole pack as one HTML file. `draw` makes a chart's picture, or finds one kept; so does `lay_out` a page."""
    printed = receipts.places_printed(pack)
    unknown = {key for _, key in printed} - pack.figures.keys()
    assert not unknown, f"{pack.id}: printed without a receipt: {sorted(unknown)}"

    def laid_out(each: Block, id: str, level: int) -> Markup:
        return block(each, id, level, draw)

    each_page = lay_out or (lambda one: article(one, laid_out))
    return filled(
        "page.html",
        pack=pack,
        css=Markup(_css()),  # noqa: S704 - our own files
        notice_css=css_text(pack.notice),
        marks=marks(pack),
        brief=[each_page(one) for one in pack.brief],
        sections=sections(pack, each_page),
        groups=receipts.groups(pack, printed),
        places=receipts.places(printed),
        sources={source.id: (number, source.publisher) for number, source in enumerate(pack.sources, 1)},
    )


def marks(pack: Pack) -> str:
    """What the shorthand means that stands in place of figures of the pack, or beside them."""
    return " ".join(shorthand_in(receipt.text for receipt in pack.figures.values()))


def sections(pack: Pack, laid_out: Callable[[Page], Article]) -> tuple[Section, ...]:
    """Pages under their section's name, in the order the names first come."""
    together: dict[str, list[Page]] = {}
    for one in pack.pages:
        together.setdefault(one.section or pack.title, []).append(one)
    return tuple(
        Section(f"section-{number}", title, tuple(map(laid_out, pages)))
        for number, (title, pages) in enumerate(together.items(), 1)
    )


def article(one: Page, laid_out: Callable[[Block, str, int], Markup]) -> Article:
    """Headings never go down by more than one level: a reader by ear would look for the one between."""
    id, level, blocks = receipts.page_id(one), 3, []
    for number, each in enumerate(one.blocks, 1):
        if isinstance(each, Heading):
            level = min(max(each.level + 1, 4), level + 1, 6)
        blocks.append(laid_out(each, f"{id}-{number}", level))
    return Article(id, one.title, tuple(blocks), one.opinion)


@cache
def _css() -> str:
    """The Design System's rules, then the page's own, which are stronger by coming later."""
    return "".join(shipped_text("templates", name) for name in ("govuk.css", "peelian.css"))
