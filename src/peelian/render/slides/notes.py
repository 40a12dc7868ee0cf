"""A slide's notes: what the page says under it, and a line of provenance for every figure on it."""

from collections.abc import Iterator, Sequence
from typing import Any

from peelian.core.pack import Chart, Notes, Pack, Receipt, Run, Runs, Slide, Table, figure_keys
from peelian.render.slides.text import add_runs


def write_notes(slide: Any, pack: Pack, page: Slide, language: str, spoken: Sequence[Runs] = ()) -> None:
    """What is said first, in the presenter's copy; then the page's notes, its sources, and each figure's provenance."""
    said = [runs for block in page.blocks if isinstance(block, Notes) for runs in block.paragraphs]
    sources = dict.fromkeys(block.source for block in page.blocks if isinstance(block, Table | Chart) if block.source)
    keys = (*figure_keys(page.title, page.blocks), *_drawn(page))
    lines = [*sources, *(provenance(pack, pack.figures[key]) for key in dict.fromkeys(keys))]
    chance = (pack.chance,) if pack.chance and page == pack.slides[0] else ()
    add_notes(slide, [*spoken, *said, *((Run(line),) for line in (*chance, *lines))], language)


def add_notes(slide: Any, paragraphs: Sequence[Runs], language: str) -> None:
    frame = slide.notes_slide.notes_text_frame
    for place, runs in enumerate(paragraphs):
        add_runs(frame.paragraphs[0] if place == 0 else frame.add_paragraph(), runs, None, language)


def _drawn(page: Slide) -> Iterator[str]:
    for block in page.blocks:
        if isinstance(block, Chart):
            yield from (point.key for series in block.series for point in series.points if point.key)


def provenance(pack: Pack, receipt: Receipt) -> str:
    """One line: what is printed, what it is, out of what, when, where, how complete, how sure, from which files."""
    titles = {measure.name: measure.title for measure in pack.measures}
    stated = {statement.id: statement for statement in pack.statements}
    files = {source.id: source.file for source in pack.sources}
    what = titles.get(receipt.measure, receipt.measure)
    if receipt.statement in stated:
        what = f"stated in {stated[receipt.statement].source}: {stated[receipt.statement].text}"
    parts = [
        what,
        receipt.form,
        _out_of(receipt),
        receipt.interval,
        receipt.period_words,
        f"compared with {receipt.compared_with}" if receipt.compared_with else "",
        receipt.area_name,
        _months(receipt),
        receipt.status if receipt.status in ("withheld", "incomplete") else "",
        f"evidence: {receipt.evidence}" if receipt.evidence else "",
        *receipt.notes,
        "source: " + ", ".join(files[id] for id in receipt.snapshots) if receipt.snapshots else "",
        f"key: {receipt.key}",
    ]
    return f"{receipt.text} = " + "; ".join(part for part in parts if part)


def _out_of(receipt: Receipt) -> str:
    if receipt.numerator is None:
        return ""
    return f"{receipt.numerator:,}" + (f" of {receipt.denominator:,}" if receipt.denominator is not None else "")


def _months(receipt: Receipt) -> str:
    if receipt.months_expected is None:
        return ""
    return f"{receipt.months_present} of {receipt.months_expected} months"
