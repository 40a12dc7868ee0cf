"""The last sheet: every figure of the pack with its receipt, so that a stranger can work it out again."""

from collections.abc import Iterator, Mapping

from peelian.core.language import say
from peelian.core.pack import Pack, Receipt
from peelian.core.phrases import Phrase
from peelian.core.shorthand import shorthand_in
from peelian.render.workbook import words
from peelian.render.workbook.numbers import number
from peelian.render.workbook.sheets import WorkbookCell, WorkbookSheet


def figures_sheet(pack: Pack) -> WorkbookSheet:
    """A row for each receipt. What a figure cannot have is marked so; what is withheld or missing says that."""
    titles = {measure.name: measure.title for measure in pack.measures}
    rows = tuple(tuple(_row(receipt, titles)) for receipt in pack.figures.values())
    return WorkbookSheet(
        say(Phrase.FIGURES),
        say(Phrase.FIGURES_TITLE),
        tuple(map(say, words.FIGURE_COLUMNS)),
        rows,
        subtitles=(say(Phrase.FIGURES_ABOUT), words.back()),
        legend=shorthand_in(str(entry.value) for row in rows for entry in row),
        right=frozenset(words.FIGURE_COLUMNS.index(name) for name in (Phrase.NUMERATOR, Phrase.DENOMINATOR)),
    )


def _row(receipt: Receipt, titles: Mapping[str, str]) -> Iterator[WorkbookCell]:
    none = _none(receipt)
    yield WorkbookCell(receipt.key)
    found = number(receipt.text)
    yield WorkbookCell(*found) if found else WorkbookCell(receipt.text)
    yield WorkbookCell(say(words.FORM_WORDS[receipt.form]))
    yield _told(titles.get(receipt.measure, receipt.measure))
    yield _told(receipt.area_name)
    yield _told(receipt.period_words)
    yield _told(receipt.value, none)
    yield _whole(receipt.numerator, none)
    yield _whole(receipt.denominator, none if _divided(receipt) else words.NOT_APPLICABLE)
    yield _told(receipt.interval, none)
    yield _told(_months(receipt))
    yield _told(receipt.status)
    yield _told(receipt.evidence)
    yield _told(receipt.compared_with)
    yield _told(" ".join(note if note.endswith(".") else f"{note}." for note in receipt.notes))


def _months(receipt: Receipt) -> str:
    if not receipt.months_expected:
        return ""
    return say(Phrase.MONTHS_COUNTED, present=receipt.months_present, expected=receipt.months_expected)


def _none(receipt: Receipt) -> str:
    """What stands where there is no number: missing is not zero, and withheld is not missing."""
    return {"withheld": words.WITHHELD, "incomplete": words.MISSING}.get(receipt.status, words.NOT_APPLICABLE)


def _divided(receipt: Receipt) -> bool:
    return receipt.unit != "count"


def _told(text: str, none: str = words.NOT_APPLICABLE) -> WorkbookCell:
    return WorkbookCell(text or none)


def _whole(value: int | None, none: str) -> WorkbookCell:
    return WorkbookCell(none) if value is None else WorkbookCell(value, "#,##0")
