"""A slide's notes: what the page says under it, and a line of provenance for every figure on it."""

from collections.abc import Iterator, Sequence
from typing import Any

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
)
from peelian.render.slide_text import add_runs


def write_notes(slide: Any, pack: Pack, page: Page, language: str) -> None:
    said = [runs for block in page.blocks if isinstance(block, Notes) for runs in block.paragraphs]
    lines = [provenance(pack, pack.figures[key]) for key in figure_keys(page)]
    chance = (pack.chance,) if pack.chance and page == pack.pages[0] else ()
    add_notes(slide, [*said, *((Run(line),) for line in (*chance, *lines))], language)


def add_notes(slide: Any, paragraphs: Sequence[Runs], language: str) -> None:
    frame = slide.notes_slide.notes_text_frame
    for place, runs in enumerate(paragraphs):
        add_runs(frame.paragraphs[0] if place == 0 else frame.add_paragraph(), runs, None, language)


def figure_keys(page: Page) -> tuple[str, ...]:
    """The key of every figure printed or drawn on a page, once, in reading order."""
    bound = [run.key for run in page.title]
    for block in page.blocks:
        bound += _keys(block)
    return tuple(dict.fromkeys(key for key in bound if key))


def _keys(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph() | Callout():
            yield from (run.key for run in block.runs)
        case ListOf():
            yield from (run.key for item in block.items for run in item)
        case Notes():
            yield from (run.key for runs in block.paragraphs for run in runs)
        case Card():
            yield from (run.key for runs in (block.value, block.base, block.change) for run in runs)
        case Table():
            for row in block.rows:
                yield from (run.key for run in row.header)
                yield from (run.key for cell in row.cells for run in cell.runs)
        case Chart():
            yield from (point.key for series in block.series for point in series.points)


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
