"""The workbook: a cover, contents, notes, one table a sheet, and a list of every figure, as the Analysis Function asks.

Its checklist: https://analysisfunction.civilservice.gov.uk/policy-store/making-spreadsheets-accessible-a-brief-checklist-of-the-basics/.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from peelian.core.pack import Cell, Chart, Pack, Receipt, Row, Run, Table, plain, runs_of
from peelian.render.package import steady

WHOLE = re.compile(r"\d{1,3}(,\d{3})*")
SHARE = re.compile(r"(\d{1,3}(?:,\d{3})*)\.(\d+)%")
SHORTHAND = ("[c]: withheld, so that nobody can be known from a small number.",)
FIGURES = ("Printed", "Key", "What it is", "Measure", "Area", "Period", "Compared with", "Exact value", "Numerator",
           "Denominator", "95% interval", "Months held", "Status", "Evidence")  # fmt: skip
NONE = "none"
"""What stands in a cell that has nothing to say: an empty one could be an oversight."""


def workbook(pack: Pack, path: Path) -> None:
    """The pack's workbook, written to `path`."""
    import gptables  # with pandas: half a second that no other command needs
    import pandas

    notes = _notes(pack)
    sheets: dict[str, Any] = {}
    for number, table in enumerate((*_tables(pack), _figures(pack)), 1):
        last = table.columns == FIGURES
        said = tuple(note for about, note, _ in notes if last or about in ("", *_measures(pack, table)))
        name = "Figures" if last else f"Table {number}"
        sheets[name] = _sheet(gptables, pandas, table, name.replace(" ", "_").lower(), said)
    cover = gptables.Cover(
        cover_label="Cover",
        title=f"{pack.title}: tables",
        intro=[line for line in (pack.office, pack.subtitle, pack.notice) if line],
        about=[
            f"Period: {pack.period_words}, compared with {pack.compare_words}.",
            "Each sheet holds one table, as printed in the paper of the same name. The last lists every figure.",
            *SHORTHAND,
            *pack.attribution,
        ],
        contact=[f"Ask the {pack.office} about these figures."],
    )
    aside = path.with_suffix(".writing.xlsx")
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "The following notes are not referenced"
        )  # they are, in each sheet's subtitle
        gptables.write_workbook(
            filename=str(aside),
            sheets=sheets,
            cover=cover,
            notes_table=pandas.DataFrame([told[1:] for told in notes], columns=["Note number", "Note text"]),
            workbook_options={"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
    written = aside.read_bytes()
    aside.unlink()
    path.write_bytes(steady(written))


def _tables(pack: Pack) -> Iterator[Table]:
    for page in pack.pages:
        for block in page.blocks:
            if isinstance(block, Table):
                yield block
            elif isinstance(block, Chart):
                yield block.table


def _notes(pack: Pack) -> tuple[tuple[str, str, str], ...]:
    """What must be known to read the tables: why periods were chosen, and each measure's trap."""
    told = [("", text) for text in (pack.compare_why, pack.chance) if text]
    told += [(measure.name, f"{measure.title}: {measure.caveat}") for measure in pack.measures if measure.caveat]
    told = told or [("", "There are no notes.")]
    return tuple((about, f"[note {number}]", text) for number, (about, text) in enumerate(told, 1))


def _measures(pack: Pack, table: Table) -> set[str]:
    return {pack.figures[run.key].measure for run in runs_of(table) if run.key}


def _sheet(gptables: Any, pandas: Any, table: Table, name: str, notes: Sequence[str]) -> Any:
    """One table: numbers as numbers that show what the pack prints, all else as text."""
    cells: list[list[object]] = []
    formats: list[dict[str, Any]] = []
    for down, row in enumerate(table.rows, 1):
        told = [plain(runs) or NONE for runs in (row.header, *(cell.runs for cell in row.cells))]
        values = [_value(text) for text in told[1:]]
        cells.append([told[0], *(value for value, _ in values)])
        formats += [
            {"cell": {"format": {"num_format": code}, "cells": (down, across)}}
            for across, (_, code) in enumerate(values, 1)
            if code
        ]
    return gptables.GPTable(
        table=pandas.DataFrame(cells, columns=_heads(table.columns), dtype=object),
        table_name=name,
        title=table.caption or name,
        subtitles=[f"See {' '.join(notes)}"] if notes else [],
        source=table.source or NONE,
        index_columns={},
        additional_formatting=formats,
    )


def _heads(columns: Sequence[str]) -> list[str]:
    """Headings unlike each other: a spreadsheet's table needs them so."""
    seen: list[str] = []
    for column in columns:
        seen.append(column if column not in seen else f"{column} ({seen.count(column) + 1})")
    return seen


def _value(text: str) -> tuple[object, str]:
    """A number with the format that prints it as the pack does, or the text as it is."""
    if WHOLE.fullmatch(text):
        return int(text.replace(",", "")), "#,##0"
    if share := SHARE.fullmatch(text):
        return float(f"{share[1].replace(',', '')}.{share[2]}") / 100, f"#,##0.{'0' * len(share[2])}%"
    return text, ""


def _figures(pack: Pack) -> Table:
    titles = {measure.name: measure.title for measure in pack.measures}
    rows = tuple(
        Row((Run(receipt.text),), tuple(Cell((Run(text or NONE),)) for text in _told(receipt, titles)))
        for receipt in pack.figures.values()
    )
    return Table("Every figure of the pack, and what it was made from", FIGURES, rows)


def _told(receipt: Receipt, titles: dict[str, str]) -> Iterator[str]:
    yield receipt.key
    yield receipt.form
    yield titles.get(receipt.measure, receipt.measure)
    yield receipt.area_name
    yield receipt.period_words
    yield receipt.compared_with
    yield receipt.value
    yield "" if receipt.numerator is None else f"{receipt.numerator:,}"
    yield "" if receipt.denominator is None else f"{receipt.denominator:,}"
    yield receipt.interval
    yield "" if receipt.months_present is None else f"{receipt.months_present} of {receipt.months_expected}"
    yield receipt.status
    yield receipt.evidence
