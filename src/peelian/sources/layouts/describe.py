"""Seeing: what is on a sheet and how it would be read, in sentences a person can confirm."""

from collections.abc import Iterator

from peelian.core.periods import month_key
from peelian.sources.layouts.candidate import Candidate
from peelian.sources.layouts.locate import Found
from peelian.sources.layouts.matches import Match
from peelian.sources.layouts.read_match import earlier
from peelian.sources.spreadsheets.word_match import is_total


def seen(look: Candidate, match: Match, place: Found | None) -> Iterator[str]:
    """The sheet, each of the return's columns, what is taken for what, and what is left unread."""
    sheet = look.sheet
    where = f"Sheet {sheet.name!r}" if sheet.name else "The file"
    side = "columns" if match.turned else "rows"
    first, last = look.above + 1, look.row + 1
    rows = f"{side[:-1]} {last}" if first == last else f"{side} {first} {'to' if last - first > 1 else 'and'} {last}"
    yield f"{where}: headings in {rows}, {len(look.below)} {side} of figures below."
    if match.beside:
        yield "Several tables stand side by side: each that has these headings is read."
    for name, heading in match.columns.items():
        yield f"{_header(look, name)!r} is the column {heading!r}."
    if match.year:
        yield f"The years of months are in {match.year!r}."
    if match.months:
        months = {month_key(month) for head in look.unused() if (month := head.month_in(look.context))}
        apart = earlier(months)
        yield f"Months stand across: {len(months - apart)}, from {min(months - apart)} to {max(months)}."
        if apart:
            yield f"Months of an earlier year, set beside them and left unread: {', '.join(sorted(apart))}."
    for value in match.value:
        of = ", ".join(f"{_header(look, name)} {word!r}" for name, word in value.of.items())
        yield f"Figures under {value.heading!r} are {f'of {of}' if of else 'those asked for'}."
    for name, word in match.fixed.items():
        yield f"{_header(look, name)!r} is {word!r} throughout."
    for name, word in look.told.items():
        yield f"{_header(look, name)!r} is told once, by the sheet's name, a title or the file's: here {word!r}."
    for name in match.over:
        yield f"{_header(look, name)!r} is told by a row over the rows it is of."
    for column in look.contract.column:
        if column.may_be_blank and not look.has(column.name):
            yield f"{column.header!r} is nowhere, and left blank."
    for name, words in match.words.items():
        for word, own in words.items():
            yield f"{_header(look, name)}: {word!r} is read as {own!r}."
    for name in match.down:
        yield f"A blank cell of {match.columns[name]!r} says what the cell above it says."
    for heading, own_words in match.only.items():
        yield f"Only rows in which {heading!r} is {own_words[0]!r} are read."
    for name, spare in match.left.items():
        yield f"Rows of {_header(look, name)} not asked for, and left unread: {', '.join(map(repr, spare))}."
    asked_for = [word for column in look.contract.column for word in column.allowed]
    if totals := sum(any(is_total(cell, asked_for) for cell in sheet.rows[r]) for r in look.below):
        told = "One row is a total" if totals == 1 else f"{totals} rows are totals"
        yield f"{told}: checked, and not read."
    if place and place.unread:
        yield f"Not asked for, and left unread: {', '.join(map(repr, place.unread))}."


def _header(look: Candidate, name: str) -> str:
    return next((column.header for column in look.contract.column if column.name == name), name)
