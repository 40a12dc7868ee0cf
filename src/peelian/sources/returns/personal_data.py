"""Looks for personal data in every column of a file before anything is stored.

An office's report needs only counts. A file with names, addresses, dates of birth, telephone numbers or the like is
refused. The message names the column to remove, and never repeats its contents, on screen or in a letter.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from peelian.core.errors import SourceError
from peelian.core.shipped_files import shipped_text
from peelian.sources.spreadsheets.cells import is_withheld, number_of
from peelian.sources.spreadsheets.sheets import Cell, Sheet, column_letters
from peelian.sources.spreadsheets.word_match import norm

TO_DO = "remove that column, and send only counts"

PERSONS = (
    r"(victim|complainant|suspect|offender|client|patient|witness|caller|officer|staff|employee|contact|person|"
    r"applicant|child|parent|carer|resident|volunteer|user|informant|detainee|driver|keeper|owner|staff member)s?"
)
NAME = r"((full|first|last|family|given) )?(sur|fore)?names?"

HEADINGS = {
    "names": r"(full|first|fore|sur|last|family|given|maiden|middle|preferred) ?names?|known as|alias(es)?|initials|"
    rf"(.*\b)?{PERSONS}( seconds| s)? {NAME}|{NAME} of (the )?(.*\b)?{PERSONS}",
    "addresses": rf"((.*\b)?(home|postal|full|current|previous|incident|offence|property|location|{PERSONS}) )?"
    r"address(es)?( line)?( \d)?|address(es)? of .*|(.*\b)?post ?codes?|post ?codes? of .*|house (number|name)( .*)?",
    "dates of birth": r".*\b(date of birth|d ?o ?b|birth ?date|birthday)\b.*",
    "telephone numbers": r".*\b(tele)?phone (number|numbers|no|nos)\b.*|(tele)?phone|tel|mobile|landline|"
    r"(mobile|landline|contact|tel) (number|numbers|no|nos)",
    "e-mail addresses": r"e ?mails?|e ?mail (of|for) .*|.*\be ?mail address(es)?",
    "numbers of persons": r".*\b(nhs|national insurance|passport|driving licen[cs]e|collar|warrant|custody( record)?|"
    r"pnc|pnc id|payroll|employee|crime record) (number|id|ref|reference)\b.*|ni number|nino|pnc ?id",
    "vehicles' registration marks": r"vrms?|(.*\b)?registration (number|mark|plate)s?|number plates?",
}
"""Kinds of personal data by the heading of their column, in the form that `norm` gives."""

SIGNS_IN_CELLS = {
    "e-mail addresses": re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    "telephone numbers": re.compile(r"(?<![\d,.])(?:\+44\s?|0)(?:\d\s?){9,10}(?![\d,.])"),
    "postcodes": re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b"),
    "national insurance numbers": re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:\d{2} ?){3}[A-D]\b"),
    "vehicles' registration marks": re.compile(r"\b[A-Z]{2}[0-9]{2} ?[A-HJ-PR-Z]{3}\b"),
    "names": re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? [A-Z][a-z]+"),
    "addresses": re.compile(
        r"\b\d{1,4}[A-Za-z]? [A-Z][a-z]+ (?:Road|Street|Avenue|Lane|Close|Drive|Way|Court|Crescent)\b"
    ),
}
"""Kinds of personal data by the text of a cell, under any heading."""

OF_SENDERS = ("e-mail addresses", "telephone numbers", "postcodes", "addresses")
"""Allowed in a note above or below a table, which may say where to send questions."""

OF_PLACES = ("postcodes", "addresses")
"""Allowed in a column that a return asks for, since a building has an address too."""

IN_WORDS = ("names", "addresses", "e-mail addresses", "telephone numbers")
"""Cannot be in a column of counts. Counts under Phone, E-mail and Letter say how people got in touch."""

LARGEST = 1_000_000
"""From this size on, a number may be a telephone number."""

TWO_NAMES = re.compile(r"([A-Z][a-z]+)[ ,]+(?:[A-Z]\.? )?([A-Z][a-z]+(?:[-'][A-Z][a-z]+)?)")
OF_A_PLACE = re.compile(
    r"(Road|Street|Lane|Avenue|Close|Drive|Way|Hill|Park|Court|House|Green|Bridge|Square|Terrace|Place|Gardens|Crescent|"
    r"Row|Walk|Parade|Hospital|School|College|Centre|Station|Ward|Unit|Team|Hub|Trust|Custody|Suite|Town|Village|Cross|"
    r"Farm|Fields?|Estate|Common|Roundabout|Project|Services?|Support|Foundation|Partnership|Group|Police|Clinic|Refuge)"
)
"""Second words that make two words a place or a service: Victoria Road, Grace House."""

INITIAL = re.compile(r"(?:[A-Z]\.? ){1,2}[A-Z][a-z]{2,}")
"""J Smith, J. K. Smith."""

FIRST_NAMES = frozenset(shipped_text("data", "first_names.txt").split())
"""Common first names of England and Wales. Without them, two capitalised words are as often a place as a person."""

BIRTHS = (date(1905, 1, 1), date(2012, 1, 1))
"""A column with many different days in this range has dates of birth, not of recent events."""

ENOUGH = 2
"""Cells of a column that must look like names. One may be a coincidence."""


def personal_columns(sheets: Sequence[Sheet], known: Collection[str]) -> Iterator[SourceError]:
    """A fault for each column that seems to have personal data. `known` are headings that returns ask for."""
    asked = {norm(heading) for heading in known}
    for sheet in sheets:
        counted = {number for number, row in enumerate(sheet.rows) if any(map(_is_figure, row))}
        columns = max((len(row) for row in sheet.rows), default=0)
        for at in range(columns):
            cells = [(number, row[at]) for number, row in enumerate(sheet.rows) if at < len(row) and row[at] != ""]
            notes = {number for number, _ in cells if sum(cell != "" for cell in sheet.rows[number]) == 1}
            if personal := _personal(cells, notes, counted, asked):
                row, kind = personal
                what = f"column {column_letters(at)} seems to contain {kind}"
                yield SourceError(sheet.place(row, at), what, TO_DO)


def _personal(
    cells: Sequence[tuple[int, Cell]], notes: Collection[int], counted: Collection[int], asked: Collection[str]
) -> tuple[int, str] | None:
    """The row that reveals a column's personal data, and their kind.

    `notes` are rows with one cell. `counted` are rows with a figure, which cannot be headings.
    """
    texts = [(row, cell) for row, cell in cells if isinstance(cell, str)]
    wanted = any(norm(text) in asked for _, text in texts[:40])
    for row, text in texts:
        for kind, pattern in SIGNS_IN_CELLS.items():
            allowed = (wanted and kind in OF_PLACES) or (row in notes and kind in OF_SENDERS)
            if not allowed and pattern.search(text):
                return row, kind
    figures = [cell for row, cell in cells if row in counted]
    numbers = [number_of(cell) for cell in figures]
    counts = bool(numbers) and all(number is not None and number < LARGEST for number in numbers)
    if len(cells) > 1:
        for row, text in texts[:40]:
            plain = norm(text)
            kind = next((kind for kind, pattern in HEADINGS.items() if re.fullmatch(pattern, plain)), "")
            if (
                kind
                and plain not in asked
                and len(plain) < 50
                and row not in counted
                and not (counts and kind in IN_WORDS)
            ):
                return row, kind
    named = [row for row, text in texts if _like_a_name(text)]
    if len(named) >= ENOUGH or (named and any(norm(text) in ("name", "names") for _, text in texts[:40])):
        return named[0], "names"
    days = [(row, cell) for row, cell in cells if isinstance(cell, date)]
    births = [row for row, day in days if BIRTHS[0] <= day < BIRTHS[1]]
    if len(births) >= ENOUGH and len(births) * 2 > len(days) and len({day for _, day in days}) > ENOUGH:
        return births[0], "dates of birth"
    return None


def _is_figure(cell: Cell) -> bool:
    return cell != "" and (number_of(cell) is not None or is_withheld(cell))


def _like_a_name(text: str) -> bool:
    two = TWO_NAMES.fullmatch(text)
    if two and OF_A_PLACE.fullmatch(two[2]):
        return False
    return bool(two and {two[1], two[2]} & FIRST_NAMES) or INITIAL.fullmatch(text) is not None
