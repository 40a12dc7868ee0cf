"""Describes a sheet and how it would be read, in sentences that a person can confirm."""

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
        yield "It has several tables side by side. Each table with these headings is read."
    for name, heading in match.columns.items():
        yield f"{_header(look, name)!r} is in the column {heading!r}."
    if match.year:
        yield f"The year of each month is in the column {match.year!r}."
    if match.months:
        months = {month_key(month) for head in look.unused() if (month := head.month_in(look.context))}
        apart = earlier(months)
        yield f"Months are across the columns: {len(months - apart)}, from {min(months - apart)} to {max(months)}."
        if apart:
            yield f"Not read, because they are months of an earlier year for comparison: {', '.join(sorted(apart))}."
    for value in match.value:
        of = ", ".join(f"{_header(look, name)} {word!r}" for name, word in value.of.items())
        yield f"Figures under {value.heading!r} are {f'for {of}' if of else 'the figures of the return'}."
    for name, word in match.fixed.items():
        yield f"{_header(look, name)!r} is {word!r} in all rows."
    for name, word in look.told.items():
        yield f"{_header(look, name)!r} comes from the sheet's name, a title or the file's name: here {word!r}."
    for name in match.over:
        yield f"{_header(look, name)!r} comes from a row above the rows it belongs to."
    for column in look.contract.column:
        if column.may_be_blank and not look.has(column.name):
            yield f"{column.header!r} is not in the file, and stays blank."
    for name, words in match.words.items():
        for word, own in words.items():
            yield f"{_header(look, name)}: {word!r} is read as {own!r}."
    for name in match.down:
        yield f"A blank cell in {match.columns[name]!r} repeats the cell above."
    for heading, own_words in match.only.items():
        yield f"Only rows with {own_words[0]!r} in {heading!r} are read."
    for name, spare in match.left.items():
        yield f"Not needed, and not read: rows of {_header(look, name)} {', '.join(map(repr, spare))}."
    asked_for = [word for column in look.contract.column for word in column.allowed]
    if totals := sum(any(is_total(cell, asked_for) for cell in sheet.rows[r]) for r in look.below):
        found = "One row is a total. It is" if totals == 1 else f"{totals} rows are totals. They are"
        yield f"{found} checked, but not read as figures."
    if place and place.unread:
        yield f"Not needed, and not read: {', '.join(map(repr, place.unread))}."


def _header(look: Candidate, name: str) -> str:
    return next((column.header for column in look.contract.column if column.name == name), name)
