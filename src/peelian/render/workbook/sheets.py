"""Sheets of the workbook: what stands in each, before anything is written. One table a sheet, no empty cell."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from peelian.core.errors import OutputError
from peelian.core.language import say
from peelian.core.pack import Cell, Chart, Pack, Page, Runs, Table, plain
from peelian.core.phrases import Phrase
from peelian.core.shorthand import shorthand_in
from peelian.render.workbook import notes, words
from peelian.render.workbook.numbers import number

LONGEST_HEADING = 255
"""What Excel takes as the heading of a table's column: with a longer one it offers to repair the file."""

NOTE = re.compile(r" \[note \d+\]")
SENTENCE_END = re.compile(r"(?<=[a-z0-9)][.!?]) +(?=[A-Z])")


@dataclass(frozen=True)
class WorkbookCell:
    """A cell: words, or a number with the format that prints it; and where it leads, if anywhere."""

    value: str | int | float
    form: str = ""
    url: str = ""


@dataclass(frozen=True)
class WorkbookSheet:
    """A sheet with its one table. `right` are columns of figures. `part` is where in the paper it stands."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[WorkbookCell, ...], ...]
    instructions: str = field(default_factory=lambda: say(Phrase.ONE_TABLE))
    subtitles: tuple[str, ...] = ()
    legend: tuple[str, ...] = ()
    part: str = ""
    right: frozenset[int] = field(default_factory=frozenset)


def tables(pack: Pack, told: notes.Notes) -> Iterator[WorkbookSheet]:
    """Every table of the paper in its order, and each chart's, with the notes it needs added to those told."""
    placed = [(page, table) for page in pack.pages for table in _tables(page)]
    often = Counter(table.caption for _, table in placed)
    for count, (page, table) in enumerate(placed, 1):
        caption = table.caption if often[table.caption] == 1 else f"{page.section}: {table.caption}"
        yield _sheet(pack, page, table, f"Table_{count}", caption, told)


def contents(sheets: tuple[WorkbookSheet, ...]) -> WorkbookSheet:
    """A link to every sheet but the cover and this one, by titles without their references to notes."""
    rows = tuple(
        (
            WorkbookCell(sheet.name, url=f"internal:'{sheet.name}'!A1"),
            WorkbookCell(NOTE.sub("", sheet.title)),
            WorkbookCell(sheet.part or say(Phrase.WHOLE_PAPER)),
        )
        for sheet in sheets
    )
    return WorkbookSheet(say(Phrase.CONTENTS), say(Phrase.CONTENTS), tuple(map(say, words.CONTENTS_COLUMNS)), rows)


def note_list(told: notes.Notes) -> WorkbookSheet:
    rows = tuple((WorkbookCell(f"[note {count}]"), WorkbookCell(text)) for text, count in told.told.items())
    rows = rows or ((WorkbookCell("[note 1]"), WorkbookCell(say(Phrase.NO_NOTES))),)
    heads = tuple(map(say, words.NOTES_COLUMNS))
    return WorkbookSheet(say(Phrase.NOTES), say(Phrase.NOTES_TITLE), heads, rows, subtitles=(words.back(),))


def sheet_faults(sheet: WorkbookSheet) -> Iterator[OutputError]:
    """What would make the sheet's table unreadable, for Excel or for a person who hears it."""
    where = f"workbook, {sheet.name} ({sheet.title})"
    for column in sheet.columns:
        if not column.strip():
            yield OutputError(where, "a column has no heading", "name it in the table's text")
        elif len(column) > LONGEST_HEADING:
            yield OutputError(where, f"the heading {column[:40]!r}... is too long for Excel", "shorten it")
    for column, times in Counter(column.casefold() for column in sheet.columns if column.strip()).items():
        if times > 1:
            yield OutputError(where, f"{times} columns are headed {column!r}", "name them apart")
    for place, row in enumerate(sheet.rows, 1):
        if len(row) != len(sheet.columns):
            yield OutputError(where, f"row {place} has {len(row)} cells for {len(sheet.columns)} columns", "even them")
        for column, entry in zip(sheet.columns, row, strict=False):
            if isinstance(entry.value, str) and not any(character.isalnum() for character in entry.value):
                what = f"row {place}, column {column!r} says {entry.value!r}, which nobody can hear"
                yield OutputError(where, what, "say in words why there is nothing")


def _tables(page: Page) -> Iterator[Table]:
    for block in page.blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Chart):
            yield block.table


def _sheet(pack: Pack, page: Page, table: Table, name: str, caption: str, told: notes.Notes) -> WorkbookSheet:
    """A reference takes a line of its own in a column's heading, which is narrow: elsewhere it ends the text."""
    placed = notes.place_notes(pack, table)
    title = caption + told.refer(placed.get(notes.TITLE_CELL, ()))
    columns = tuple(
        column + told.refer(placed.get((-1, place), ())).replace(" ", "\n", 1)
        for place, column in enumerate(table.columns)
    )
    rows = tuple(
        (
            WorkbookCell(plain(row.header) + told.refer(placed.get((place, -1), ()))),
            *(_entry(cell) for cell in row.cells),
        )
        for place, row in enumerate(table.rows)
    )
    texts = [str(entry.value) for row in rows for entry in row]
    references = any("[note " in text for text in (title, *columns, *texts))
    return WorkbookSheet(
        name=name,
        title=title,
        columns=columns,
        rows=rows,
        instructions=say(Phrase.HAS_NOTES, notes=say(Phrase.NOTES)) if references else say(Phrase.ONE_TABLE),
        subtitles=tuple(line for line in (plain(page.title), page.opinion, words.back()) if line),
        legend=(*shorthand_in(texts), *SENTENCE_END.split(table.source)) if table.source else shorthand_in(texts),
        part=page.section,
        right=_figures(table),
    )


def _entry(cell: Cell) -> WorkbookCell:
    text = plain(cell.runs)
    found = number(text, told=cell.number)
    if found:
        return WorkbookCell(*found)
    return WorkbookCell(text, url=_address(cell.runs))


def _address(runs: Runs) -> str:
    """Where a cell leads: a cell takes one link, and only all of it can be one."""
    url = runs[0].url if len(runs) == 1 else ""
    return url if url.startswith(("https://", "http://", "mailto:")) else ""


def _figures(table: Table) -> frozenset[int]:
    """Columns that hold figures, which stand to the right whatever stands in for one of them."""
    return frozenset(
        column
        for column in range(1, len(table.columns))
        if any(len(row.cells) >= column and row.cells[column - 1].number for row in table.rows)
    )
