"""A slide's notes: what the page says under it, and a line of provenance for every figure on it."""

from collections.abc import Iterator, Sequence
from typing import Any

from peelian.core.language import say
from peelian.core.pack import Chart, Notes, Pack, Receipt, Run, Runs, Slide, Table, figure_keys
from peelian.core.phrases import Phrase
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
        what = say(Phrase.STATED_IN, source=stated[receipt.statement].source, text=stated[receipt.statement].text)
    parts = [
        what,
        receipt.form,
        _out_of(receipt),
        receipt.interval,
        receipt.period_words,
        say(Phrase.COMPARED_WITH_PERIOD, period=receipt.compared_with) if receipt.compared_with else "",
        receipt.area_name,
        _months(receipt),
        receipt.status if receipt.status in ("withheld", "incomplete") else "",
        say(Phrase.EVIDENCE_IS, evidence=receipt.evidence) if receipt.evidence else "",
        *receipt.notes,
        say(Phrase.SOURCE_FILES, files=", ".join(files[id] for id in receipt.snapshots)) if receipt.snapshots else "",
        say(Phrase.KEY_IS, key=receipt.key),
    ]
    return say(Phrase.PROVENANCE, text=receipt.text, facts="; ".join(part for part in parts if part))


def _out_of(receipt: Receipt) -> str:
    if receipt.numerator is None:
        return ""
    if receipt.denominator is None:
        return f"{receipt.numerator:,}"
    return say(Phrase.OUT_OF, numerator=f"{receipt.numerator:,}", denominator=f"{receipt.denominator:,}")


def _months(receipt: Receipt) -> str:
    if receipt.months_expected is None:
        return ""
    return say(Phrase.MONTHS_OF, present=receipt.months_present, expected=receipt.months_expected)
