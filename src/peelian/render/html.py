"""A pack as one web page: a single file that prints, needs no scripts and fetches nothing.

Every printed figure is a link to its receipt at the end of the page, and every receipt says where it is printed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import assert_never
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from peelian.core.pack import (
    Block,
    Callout,
    Card,
    Chart,
    Heading,
    ListOf,
    Notes,
    Pack,
    Page,
    Paragraph,
    Receipt,
    Run,
    Runs,
    Table,
    figure_keys,
    plain,
    runs_of,
)
from peelian.core.words import EVIDENCE_WORDS
from peelian.render import charts

FORMS = {
    "value": "The figure itself",
    "count": "The number counted",
    "base": "The number it is out of",
    "change": "How much it changed",
    "from-to": "Where it moved from and to",
    "interval": "The range chance alone could explain",
    "verdict": "The change in a word",
    "split": "What the numerator and the denominator did",
    "needed": "How large a base would make the change clear",
    "signal": "What the latest month says",
    "rank": "Its place among others",
    "months": "The months of data it rests on",
}
STATUSES = {
    "value": "",
    "withheld": "Withheld: the number is small enough to point to a person",
    "incomplete": "No value: the data stop short of the period",
    "stated": "Told by a document, not computed from data",
}
BETTER = {
    "up": "Higher is better",
    "down": "Lower is better",
    "neutral": "Neither higher nor lower is better in itself",
}


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


@dataclass(frozen=True)
class Place:
    """Where a figure is printed."""

    href: str
    title: str


@dataclass(frozen=True)
class Group:
    """A measure's receipts: those printed in sentences told in full, those of tables and charts listed by page.

    `measure` names the record that says what it means; it is empty where there is none.
    """

    measure: str
    title: str
    told: tuple[Receipt, ...]
    listed: Mapping[Place | None, tuple[Receipt, ...]]


def page(pack: Pack, draw: charts.Draw = charts.draw) -> str:
    """The whole pack as one HTML file. `draw` makes a chart's picture, or finds one kept."""
    told = (*pack.brief, *pack.pages)
    printed = [(_place(one), key) for one in told for key in figure_keys(one.title, one.blocks)]
    unknown = {key for _, key in printed} - pack.figures.keys()
    assert not unknown, f"{pack.id}: printed without a receipt: {sorted(unknown)}"

    def laid_out(each: Block, id: str, level: int) -> Markup:
        return block(each, id, level, draw)

    return (
        _templates()
        .get_template("page.html")
        .render(
            pack=pack,
            css=Markup(_css()),  # noqa: S704 - our own file
            notice_css=css_text(pack.notice),
            brief=[article(one, laid_out) for one in pack.brief],
            sections=sections(pack, lambda one: article(one, laid_out)),
            groups=_groups(pack, printed),
            places=_places(printed),
            sources={source.id: number for number, source in enumerate(pack.sources, 1)},
        )
    )


def figure_id(key: str) -> str:
    """The id of a figure's receipt: letters, digits, _, - and . alone, and no two keys share one."""
    return "figure-" + _slug(key)


def runs(some: Runs) -> Markup:
    """Text with its figures linked to their receipts and its notes beside it."""
    return Markup("").join(map(_run, some))


def block(one: Block, id: str, level: int, draw: charts.Draw = charts.draw) -> Markup:
    """One block as HTML. `id` is unique in the page; `level` is a heading's own."""
    match one:
        case Heading():
            return Markup("<h{level}>{words}</h{level}>").format(level=level, words=runs(one.runs))
        case Paragraph():
            return Markup("<p>{}</p>").format(runs(one.runs))
        case ListOf():
            return _laid_out("list.html", block=one)
        case Table():
            return _laid_out("table.html", block=one)
        case Chart():
            wide, narrow = (charts.svg(one, f"{id}-{width}", width, draw) for width in (charts.WIDE, charts.NARROW))
            return _laid_out("chart.html", block=one, wide=wide, narrow=narrow)
        case Card():
            return _laid_out("card.html", block=one)
        case Callout():
            return _laid_out("callout.html", block=one)
        case Notes():
            return _laid_out("notes.html", block=one)
        case _:
            assert_never(one)


def _run(run: Run) -> Markup:
    words = escape(run.text)
    if run.strong:
        words = Markup("<strong>{}</strong>").format(words)
    if run.key:
        words = Markup('<a class="figure" href="#{}" data-figure="{}">{}</a>').format(
            figure_id(run.key), run.key, words
        )
    elif run.url:
        words = _link(run.url, words)
    if run.note:
        words += Markup(' <span class="note">({})</span>').format(run.note)
    return words


def number_columns(table: Table) -> set[int]:
    """The columns whose heading stands over numbers, counted from 0, the row headings' own."""
    return {place for row in table.rows for place, cell in enumerate(row.cells, 1) if cell.number}


def _link(url: str, words: str) -> Markup:
    """A link when the address is one a page may carry; a script posing as an address stays words."""
    if urlsplit(url).scheme.lower() not in ("http", "https", "mailto", ""):
        return escape(words)
    return Markup('<a href="{}">{}</a>').format(url, words)


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
    id, level, blocks = _page_id(one), 3, []
    for number, each in enumerate(one.blocks, 1):
        if isinstance(each, Heading):
            level = min(max(each.level + 1, 4), level + 1, 6)
        blocks.append(laid_out(each, f"{id}-{number}", level))
    return Article(id, one.title, tuple(blocks), one.opinion)


def _groups(pack: Pack, printed: list[tuple[Place, str]]) -> list[Group]:
    """Receipts by measure, in the pack's order of measures; figures stated by documents come last."""
    titles = {measure.name: measure.title for measure in pack.measures}
    in_sentences = {key for one in (*pack.brief, *pack.pages) for key in _sentence_keys(one)}
    first = {key: place for place, key in reversed(printed)}
    by_measure: dict[str, list[Receipt]] = {name: [] for name in titles}
    for receipt in pack.figures.values():
        by_measure.setdefault(receipt.measure, []).append(receipt)
    groups = []
    for name, receipts in sorted(by_measure.items(), key=lambda at: not at[0]):
        listed: dict[Place | None, tuple[Receipt, ...]] = {}
        for receipt in receipts:
            if receipt.key not in in_sentences:
                place = first.get(receipt.key)
                listed[place] = (*listed.get(place, ()), receipt)
        told = tuple(receipt for receipt in receipts if receipt.key in in_sentences)
        if receipts:
            title = titles.get(name, name) or "Stated in documents"
            groups.append(Group(name if name in titles else "", title, told, listed))
    return groups


def _places(printed: list[tuple[Place, str]]) -> dict[str, list[Place]]:
    """Every page a figure is printed on, once each."""
    places: dict[str, list[Place]] = {}
    for place, key in printed:
        if place not in places.setdefault(key, []):
            places[key].append(place)
    return places


def _sentence_keys(one: Page) -> Iterator[str]:
    """The keys of the figures printed in words rather than in a table or a chart."""
    yield from (run.key for run in one.title if run.key)
    for each in one.blocks:
        if not isinstance(each, Table | Chart):
            yield from (run.key for run in runs_of(each) if run.key)


def _place(one: Page) -> Place:
    return Place(f"#{_page_id(one)}", plain(one.title))


def _page_id(one: Page) -> str:
    return "page-" + _slug(one.id)


def _slug(text: str) -> str:
    """Percent-encoding with a full stop for the percent sign, and the full stop itself encoded."""
    return quote(text, safe="").replace(".", "%2E").replace("~", "%7E").replace("%", ".")


def css_text(text: str) -> Markup:
    """A CSS string; every character but a letter or digit is written by number, so none can end the style sheet."""
    return Markup('"{}"').format("".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text))


def _said(words: str | Markup) -> str | Markup:
    """What stands in a cell that has nothing to say: an empty one could be an oversight."""
    return words if str(words).strip() else "none"


def filled(template: str, **parts: object) -> str:
    """A template with its parts, escaped by it."""
    return _templates().get_template(template).render(parts)


def _laid_out(template: str, **parts: object) -> Markup:
    return Markup(filled(template, **parts))  # noqa: S704 - escaped by the template


@cache
def _css() -> str:
    return files("peelian.render").joinpath("peelian.css").read_text(encoding="utf-8")


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("peelian.render", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"runs": runs, "plain": plain, "figure_id": figure_id, "slug": _slug, "link": _link}
    environment.filters |= {"number_columns": number_columns, "said": _said}
    environment.globals |= {"FORMS": FORMS, "STATUSES": STATUSES, "BETTER": BETTER, "EVIDENCE": EVIDENCE_WORDS}
    return environment
