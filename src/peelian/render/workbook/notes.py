"""Notes of the workbook: what must be known to read a table, told once, and referred to where it matters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from peelian.core.language import say
from peelian.core.pack import MeasureRecord, Pack, Receipt, Table
from peelian.core.phrases import Phrase

TITLE_CELL = (-1, -1)
Place = tuple[int, int]
"""A row and a column, from 0, with -1 for the headings: (2, -1) is a row's heading, (-1, 2) a column's."""
Found = tuple[int, int, Receipt]


@dataclass
class Notes:
    """Notes in the order in which the sheets first refer to them."""

    told: dict[str, int] = field(default_factory=dict)

    def refer(self, texts: Iterable[str]) -> str:
        """` [note 1] [note 3]` for the texts, or nothing for none."""
        numbers = sorted({self.told.setdefault(text, len(self.told) + 1) for text in texts})
        return "".join(f" [note {number}]" for number in numbers)


def place_notes(pack: Pack, table: Table) -> dict[Place, list[str]]:
    """The notes by where they are referred to: as near as the checklist lets it, and never in a cell of data.

    A measure's definition and trap stand by its rows or columns, or by the title where it is the table's only one.
    """
    found = list(_receipts(pack, table))
    titles = {measure.name: measure.title for measure in pack.measures}
    told = {measure.name: _meaning(measure) for measure in pack.measures}
    notes: dict[Place, list[str]] = {}
    for name in dict.fromkeys(receipt.measure for _, _, receipt in found if receipt.measure in told):
        for where in _around(name, found):
            notes.setdefault(where, []).append(told[name])
    if any(receipt.compared_with for _, _, receipt in found):
        notes.setdefault(TITLE_CELL, []).extend(text for text in (pack.compare_why, pack.chance) if text)
    for row, _, receipt in found:
        notes.setdefault((row, -1), []).extend(_why_none(receipt, titles.get(receipt.measure, "")))
    return notes


def _meaning(measure: MeasureRecord) -> str:
    """What the measure counts, its trap, and who checked it."""
    kind = f"{measure.kind}." if measure.kind else ""
    checked = say(Phrase.CHECKED, checked=measure.checked) if measure.checked else ""
    return " ".join(filter(None, (f"{measure.title}: {measure.definition}", kind, measure.caveat, checked)))


def _receipts(pack: Pack, table: Table) -> Iterator[Found]:
    for number, row in enumerate(table.rows):
        for column, runs in enumerate((row.header, *(cell.runs for cell in row.cells))):
            yield from ((number, column, pack.figures[run.key]) for run in runs if run.key in pack.figures)


def _around(measure: str, found: list[Found]) -> list[Place]:
    rows = {row for row, _, receipt in found if receipt.measure == measure}
    columns = {column for _, column, receipt in found if receipt.measure == measure}
    if all(receipt.measure == measure for _, _, receipt in found):
        return [TITLE_CELL]
    if all(receipt.measure == measure for row, _, receipt in found if row in rows):
        return [(row, -1) for row in sorted(rows)]
    if all(receipt.measure == measure for _, column, receipt in found if column in columns):
        return [(-1, column) for column in sorted(columns)]
    return [TITLE_CELL]


def _why_none(receipt: Receipt, title: str) -> Iterator[str]:
    """Why a figure has no value: it is withheld, or months are missing."""
    if receipt.status == "withheld":
        yield from (f"[c]: {note}." for note in receipt.notes)
    elif receipt.status == "incomplete":
        subject = ", ".join(part for part in (title, receipt.area_name, receipt.period_words) if part)
        yield from (f"{subject}: {note}." for note in receipt.notes)
