"""A pack's blocks as HTML, for the page and for the PDF: each laid out by a template of its own."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import assert_never
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from peelian.core.language import say
from peelian.core.pack import (
    Block,
    Callout,
    Card,
    Chart,
    Heading,
    ListOf,
    Notes,
    Paragraph,
    Run,
    Runs,
    Status,
    Table,
    plain,
)
from peelian.core.phrases import Phrase
from peelian.core.sentences import EVIDENCE
from peelian.core.shipped_files import SHIPPED
from peelian.render.charts import chart

FORM_TITLES: Mapping[str, Phrase] = {
    "value": Phrase.FORM_VALUE,
    "count": Phrase.FORM_COUNT,
    "base": Phrase.FORM_BASE,
    "of": Phrase.FORM_OF,
    "change": Phrase.FORM_CHANGE,
    "from-to": Phrase.FORM_FROM_TO,
    "interval": Phrase.FORM_INTERVAL,
    "verdict": Phrase.FORM_VERDICT,
    "split": Phrase.FORM_SPLIT,
    "needed": Phrase.FORM_NEEDED,
    "signal": Phrase.FORM_SIGNAL,
    "rank": Phrase.FORM_RANK,
    "months": Phrase.FORM_MONTHS,
    "target": Phrase.FORM_TARGET,
    "average": Phrase.FORM_AVERAGE,
    "lower-limit": Phrase.FORM_LOWER_LIMIT,
    "upper-limit": Phrase.FORM_UPPER_LIMIT,
    "clearance": Phrase.FORM_CLEARANCE,
    "stated": Phrase.FORM_STATED,
}
STATUSES: Mapping[Status, Phrase] = {
    "withheld": Phrase.STATUS_WITHHELD,
    "incomplete": Phrase.STATUS_INCOMPLETE,
    "stated": Phrase.STATUS_STATED,
}
"""Why there is no value, and what stands where it was not computed; a value needs no word."""


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
    return words if str(words).strip() else say(Phrase.NONE)


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
    environment.globals |= {
        "say": say,
        "Phrase": Phrase,
        "FORMS": FORM_TITLES,
        "STATUSES": STATUSES,
        "EVIDENCE": EVIDENCE,
    }
    return environment
