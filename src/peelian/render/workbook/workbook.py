"""The workbook: a cover, contents, notes, one table a sheet, and every figure, as the Analysis Function asks.

Its checklist: https://analysisfunction.civilservice.gov.uk/policy-store/making-spreadsheets-accessible-a-brief-checklist-of-the-basics/.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from peelian.core.errors import OutputError, raise_all
from peelian.core.language import say
from peelian.core.pack import Pack
from peelian.core.phrases import Phrase
from peelian.core.shorthand import shorthand_in
from peelian.render.office_package import steady
from peelian.render.workbook.layout import BODY_SIZE, COVER_SIZE, HEADING_SIZE, TITLE_SIZE, lay_out, lay_out_cover
from peelian.render.workbook.notes import Notes
from peelian.render.workbook.receipts import figures_sheet
from peelian.render.workbook.sheets import WorkbookSheet, contents, note_list, sheet_faults, tables

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "Arial", "font_size": BODY_SIZE},
    "default_column_width": 80,
    "default_row_height": 21,
}
"""Text that begins with = + - or @ stays text: it must not run when somebody opens the file.

A column's width is told in digits of the default font, so that font is the one whose widths are known: its digits are
9 pixels wide, which XlsxWriter learns from the default column's 80.
"""

PROPERTIES = "docProps/core.xml"


def workbook(pack: Pack, path: Path) -> None:
    """The pack's workbook, written to `path`. OutputError where a table could not be read by everyone."""
    sheets = _sheets(pack)
    raise_all([fault for sheet in sheets for fault in sheet_faults(sheet)])
    made = io.BytesIO()
    book = _book(pack, sheets, made)
    book.set_properties(
        {"title": pack.title, "subject": pack.period_words, "author": pack.office, "created": datetime(2026, 1, 1)}  # noqa: DTZ001 (XlsxWriter wants it without a zone)
    )
    book.close()
    path.write_bytes(steady(_in_language(made.getvalue(), pack.language)))


def _sheets(pack: Pack) -> tuple[WorkbookSheet, ...]:
    """Contents, notes, tables, figures: the last are made first, since they refer to the notes."""
    if not pack.figures:
        raise OutputError(f"workbook of {pack.id}", "the pack has no figure to list", "bind one, or send no workbook")
    told = Notes()
    held = (*tables(pack, told), figures_sheet(pack))
    listed = (note_list(told), *held)
    return (contents(listed), *listed)


def _book(pack: Pack, sheets: Sequence[WorkbookSheet], made: io.BytesIO) -> Any:
    import gptables  # with pandas: half a second that no other command needs
    import pandas

    cover = _cover(gptables, pack, sheets)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "No note text provided")  # notes stand after the contents, as our own sheet
        book = gptables.produce_workbook(
            filename=made,
            sheets={sheet.name: _table(gptables, pandas, sheet) for sheet in sheets},
            theme=_theme(gptables, pack.brand.main),
            cover=cover,
            contentsheet_label=None,
            auto_width=False,
            workbook_options=deepcopy(OPTIONS),  # XlsxWriter writes in what it is given
        )
    first, *others = book.worksheets()
    lay_out_cover(cover, first)
    for sheet, written in zip(sheets, others, strict=True):
        lay_out(sheet, written)
    return book


def _theme(gptables: Any, colour: str) -> Any:
    theme = deepcopy(gptables.gptheme)
    theme.apply_config(
        {
            "cover_title": {"font_color": colour, "font_size": COVER_SIZE, "valign": "top"},
            "cover_subtitle": {"font_color": colour, "font_size": HEADING_SIZE},
            "cover_text": {"valign": "top"},
            "title": {"font_color": colour, "font_size": TITLE_SIZE, "valign": "top"},
            "subtitle": {"font_size": BODY_SIZE},
            "column_heading": {"font_color": colour, "valign": "bottom", "bottom": 2},
            "index_2": {"valign": "top", "bold": True},
            "data": {"valign": "top"},
        }
    )
    return theme


def _cover(gptables: Any, pack: Pack, sheets: Sequence[WorkbookSheet]) -> Any:
    texts = [str(entry.value) for sheet in sheets for row in sheet.rows for entry in row]
    period = say(Phrase.PERIOD_ALONE, period=pack.period_words)
    if pack.compare_words:
        period = say(Phrase.PERIOD_COMPARED, period=pack.period_words, compared=pack.compare_words)
    return gptables.Cover(
        cover_label=say(Phrase.COVER),
        title=pack.title,
        intro=[line for line in (pack.subtitle, pack.office, period, pack.notice) if line],
        about=[
            say(Phrase.ABOUT_SHEETS, contents=say(Phrase.CONTENTS), figures=say(Phrase.FIGURES)),
            *shorthand_in(texts),
            *pack.attribution,
        ],
        contact=[say(Phrase.QUESTIONS_GO_TO, author=pack.cover.author or pack.office)],
    )


def _table(gptables: Any, pandas: Any, sheet: WorkbookSheet) -> Any:
    cells = [[{str(one.value): one.url} if one.url else one.value for one in row] for row in sheet.rows]
    return gptables.GPTable(
        table=pandas.DataFrame(cells, columns=list(sheet.columns), dtype=object),
        table_name=sheet.name.lower(),
        title=sheet.title,
        subtitles=list(sheet.subtitles),
        instructions=sheet.instructions,
        legend=list(sheet.legend),
        index_columns={2: 0},
        additional_formatting=list(_formats(sheet)),
    )


def _formats(sheet: WorkbookSheet) -> Iterator[dict[str, Any]]:
    """Number formats by column where all its numbers share one, else cell by cell: gptables takes cells singly."""
    for column in range(1, len(sheet.columns)):
        side = {"align": "right"} if column in sheet.right else {"align": "left", "indent": 1}
        yield {"column": {"columns": [column], "format": side, "include_names": True}}
    for column in range(len(sheet.columns)):
        forms = {row[column].form for row in sheet.rows} - {""}
        if len(forms) == 1:
            yield {"column": {"columns": [column], "format": {"num_format": forms.pop()}, "include_names": False}}
            continue
        for place, row in enumerate(sheet.rows, 1):
            if row[column].form:
                yield {"cell": {"cells": (place, column), "format": {"num_format": row[column].form}}}


def _in_language(package: bytes, language: str) -> bytes:
    """The package with its language among its properties, where a screen reader's owner can find it."""
    told = f"<dc:language>{escape(language)}</dc:language></cp:coreProperties>".encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == PROPERTIES:
                content = content.replace(b"</cp:coreProperties>", told)
            new.writestr(item, content)
    return made.getvalue()
