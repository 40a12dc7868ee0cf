"""The paper and the brief as tagged PDF (PDF/UA-1), from the same blocks as the page."""

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from peelian.core.errors import OutputError
from peelian.core.pack import Block, Chart, MeasureRecord, Pack, Page, Receipt, Runs, Table, figure_keys
from peelian.render import charts, html

INSTALL = "install Pango (on Debian: libpango-1.0-0 and libpangoft2-1.0-0), or read the page instead"


def paper(pack: Pack, draw: charts.Draw = charts.draw) -> bytes:
    """The whole paper. OutputError where the system lacks what lays out text."""
    return bytes(_pdf(paper_html(pack, draw)).write_pdf(**_options(pack, "paper")))


def brief(pack: Pack) -> bytes:
    """The brief, on one side of A4 and one of where its figures come from. OutputError where it takes more."""
    document = _pdf(brief_html(pack)).render()
    first = next((number for number, page in enumerate(document.pages, 1) if "made" in page.anchors), 0)
    if first > 2:
        raise OutputError("brief.pdf", f"the brief takes {first - 1} sides of A4, and has one", "shorten the brief")
    return bytes(document.write_pdf(**_options(pack, "brief")))


def paper_html(pack: Pack, draw: charts.Draw = charts.draw) -> str:
    """What the paper is made from: contents, sections, where its figures come from, the figures behind its charts."""
    twins: list[tuple[str, Table]] = []
    sections = html.sections(pack, lambda one: _article(one, draw, twins))
    printed = {key for page in pack.pages for key in figure_keys(page.title, page.blocks)}
    return _filled(pack, pack.title, printed, sections=sections, twins=twins, brief=(), cover=tuple(_cover(pack)))


def brief_html(pack: Pack) -> str:
    articles = [_article(page, charts.draw, []) for page in pack.brief]
    printed = {key for page in pack.brief for key in figure_keys(page.title, page.blocks)}
    return _filled(pack, f"{pack.title}: the brief", printed, sections=(), twins=(), brief=articles, cover=())


def _filled(pack: Pack, title: str, printed: set[str], **parts: object) -> str:
    css = files("peelian.render").joinpath("paper.css").read_text(encoding="utf-8")
    return html.filled(
        "paper.html",
        pack=pack,
        title=title,
        css=Markup(css),  # noqa: S704 - our own file
        notice_css=html.css_text(pack.notice),
        made=tuple(_made(pack, printed)),
        **parts,
    )


def _article(one: Page, draw: charts.Draw, twins: list[tuple[str, Table]]) -> html.Article:
    """A page whose charts say where their figures are: in a table at the end."""

    def block(each: Block, id: str, level: int) -> Markup:
        if not isinstance(each, Chart):
            return html.block(each, id, level, draw)
        twins.append((f"{id}-figures", each.table))
        wide = charts.svg(each, f"{id}-wide", charts.WIDE, draw)
        return Markup(html.filled("paper_chart.html", block=each, id=id, wide=wide))  # noqa: S704 - escaped there

    return html.article(one, block)


def _cover(pack: Pack) -> Iterator[tuple[str, object]]:
    told: tuple[tuple[str, object], ...] = (
        ("To", pack.panel),
        ("Meeting", pack.cover.meeting),
        ("Author", pack.cover.author),
        ("Period", pack.period_words),
        ("Compared with", " – ".join(part for part in (pack.compare_words, pack.compare_why) if part)),
        ("Purpose", pack.cover.purpose),
        ("The Panel is asked to", _listed(pack.cover.asks)),
        ("Background papers", _listed(pack.cover.background)),
        ("How many changes are clear", pack.chance),
    )
    return ((name, what) for name, what in told if what)


def _listed(items: tuple[Runs, ...]) -> Markup:
    return Markup("<br>").join(html.runs(item) for item in items)


def _made(pack: Pack, printed: set[str]) -> Iterator[tuple[str, MeasureRecord | None, list[Receipt]]]:
    """By measure, what it means and each figure printed of it; statements last."""
    by_measure: dict[str, list[Receipt]] = {}
    for key, receipt in pack.figures.items():
        if key in printed:
            by_measure.setdefault(receipt.measure, []).append(receipt)
    records = {measure.name: measure for measure in pack.measures}
    for name, receipts in sorted(by_measure.items(), key=lambda at: not at[0]):
        record = records.get(name)
        yield record.title if record else "Stated in documents", record, receipts


def _pdf(text: str) -> Any:
    try:
        import weasyprint
    except OSError as fault:
        raise OutputError(
            "paper.pdf", f"this system cannot lay out a PDF ({str(fault).splitlines()[0]})", INSTALL
        ) from None
    return weasyprint.HTML(string=text, base_url=None, url_fetcher=_fetch)


def _fetch(url: str, *_: object, **__: object) -> Any:
    """Only what the document carries itself: a pack fetches nothing."""
    import weasyprint

    if not url.startswith("data:"):
        raise ValueError(f"{url} is not fetched")
    return weasyprint.default_url_fetcher(url)


def _options(pack: Pack, name: str) -> dict[str, Any]:
    """The same pack gives the same bytes: the identifier comes from it, not from the clock."""
    return {"pdf_variant": "pdf/ua-1", "pdf_identifier": hashlib.sha256(f"{pack.id} {name}".encode()).digest()[:16]}
