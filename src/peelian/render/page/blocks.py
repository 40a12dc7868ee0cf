"""A pack's blocks as HTML, for the page and for the PDF: each laid out by a template of its own."""

from functools import cache, lru_cache
from typing import assert_never
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from peelian.core.pack import Block, Callout, Card, Chart, Heading, ListOf, Notes, Paragraph, Run, Runs, Table, plain
from peelian.core.shipped_files import SHIPPED
from peelian.core.words import EVIDENCE_WORDS
from peelian.render.charts import chart

FORMS = {
    "value": "The figure itself",
    "count": "The number counted",
    "base": "The number it is out of",
    "of": "The number counted, out of how many",
    "change": "How much it changed",
    "from-to": "Where it moved from and to",
    "interval": "The range chance alone could explain",
    "verdict": "The change in a word",
    "split": "What the numerator and the denominator did",
    "needed": "How large a base would make the change clear",
    "signal": "What the latest month says",
    "rank": "Its place among others",
    "months": "The months of data it rests on",
    "target": "Its target, and whether it was met",
    "average": "The average it moves around",
    "lower-limit": "The least to expect by chance alone",
    "upper-limit": "The most to expect by chance alone",
    "clearance": "When none would be left",
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


def block(one: Block, id: str, level: int, draw: chart.Draw = chart.draw) -> Markup:
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
            narrow, wide = (chart.svg(one, f"{id}-{width}", width, draw) for width in (chart.NARROW, chart.WIDE))
            return _laid_out("chart.html", block=one, wide=wide, narrow=narrow)
        case Card():
            return _laid_out("card.html", block=one)
        case Callout():
            return _laid_out("callout.html", block=one)
        case Notes():
            return _laid_out("notes.html", block=one)
        case _:
            assert_never(one)


def runs(some: Runs) -> Markup:
    """Text with its figures linked to their receipts and its notes beside it."""
    return Markup("").join(map(_run, some))


def figure_id(key: str) -> str:
    """The id of a figure's receipt: letters, digits, _, - and . alone, and no two keys share one."""
    return "figure-" + slug(key)


@lru_cache(4096)
def slug(text: str) -> str:
    """Percent-encoding with a full stop for the percent sign, and the full stop itself encoded."""
    return quote(text, safe="").replace(".", "%2E").replace("~", "%7E").replace("%", ".")


def css_text(text: str) -> Markup:
    """A CSS string; every character but a letter or digit is written by number, so none can end the style sheet."""
    return Markup('"{}"').format("".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text))


def number_columns(table: Table) -> set[int]:
    """The columns whose heading stands over numbers, counted from 0, the row headings' own."""
    return {place for row in table.rows for place, cell in enumerate(row.cells, 1) if cell.number}


def filled(template: str, **parts: object) -> str:
    """A template with its parts, escaped by it."""
    return _templates().get_template(template).render(parts)


def _laid_out(template: str, **parts: object) -> Markup:
    return Markup(filled(template, **parts))  # noqa: S704 - escaped by the template


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


def _link(url: str, words: str) -> Markup:
    """A link when the address is one a page may carry; a script posing as an address stays words."""
    if urlsplit(url).scheme.lower() not in ("http", "https", "mailto", ""):
        return escape(words)
    return Markup('<a href="{}">{}</a>').format(url, words)


def _said(words: str | Markup) -> str | Markup:
    """What stands in a cell that has nothing to say: an empty one could be an oversight."""
    return words if str(words).strip() else "none"


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(SHIPPED / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"runs": runs, "plain": plain, "figure_id": figure_id, "slug": slug, "link": _link}
    environment.filters |= {"number_columns": number_columns, "said": _said}
    environment.globals |= {"FORMS": FORMS, "STATUSES": STATUSES, "BETTER": BETTER, "EVIDENCE": EVIDENCE_WORDS}
    return environment
