"""Proposing: how a file of an unknown layout could be read as an office's return, in words a person can confirm.

Every row of every sheet is tried as headings, as the sheet stands, on its side, and in parts; the reading that finds
most of a return and guesses least is proposed. It is read before it is: what cannot be found again is not proposed.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from peelian.core.sources import Column, Contract
from peelian.sources.layouts import guess_columns, guess_figures, guess_heading_rows, guess_words, read_match
from peelian.sources.layouts.candidate import NOBODY, Candidate, Own
from peelian.sources.layouts.describe import seen
from peelian.sources.layouts.locate import Found, found, found_at
from peelian.sources.layouts.matches import FIGURE_COLUMN, Match
from peelian.sources.spreadsheets import views
from peelian.sources.spreadsheets.sheets import Sheet, column_letters
from peelian.sources.spreadsheets.tables import SheetViews, Table, Tables
from peelian.sources.spreadsheets.word_match import gist

__all__ = ["NOBODY", "Own", "Proposal", "evidence", "propose"]


MOST_TURNED = 120
"""Rows of a sheet that is looked at on its side."""


@dataclass(frozen=True)
class Proposal:
    """A match proposed for a sheet, what was seen there in words, and what of the return it does not find."""

    match: Match
    sheet: Sheet
    seen: tuple[str, ...]
    lacking: tuple[str, ...]
    worth: tuple[int, ...] = ()
    rank: tuple[int, ...] = ()

    def asked_for_so(self, contract: Contract) -> bool:
        """Whether it is the template's own layout, column by column: then nobody need confirm it."""
        own = {column.name: column.header for column in contract.column}
        return (
            not self.lacking
            and self.match == Match(contract.name, columns=dict(self.match.columns))
            and (dict(self.match.columns) == own)
        )


def propose(sheets: Sequence[Sheet], contracts: Collection[Contract], office: Own = NOBODY) -> tuple[Proposal, ...]:
    """The best reading of the file as each return that has anything of it, the likeliest return first.

    A file that names no force is of the office's; one that names its places has their codes.
    """
    read = [sheet for sheet in sheets if read_match.is_read(sheet)] or [sheet for sheet in sheets if not sheet.hidden]
    looked = [SheetViews(sheet) for sheet in read]
    best = [found for contract in contracts if (found := _best(looked, contract, office))]
    said = evidence(sheets, contracts)
    ranked = [replace(one, rank=_likely(one, said[one.match.reads])) for one in best]
    return tuple(sorted(ranked, key=lambda one: one.rank, reverse=True))


def _likely(one: Proposal, said: int) -> tuple[int, ...]:
    lacking, guessed, own, *_ = one.worth
    return (min(said, 1) if not one.lacking or said else 0, lacking, said, guessed, own)


def evidence(sheets: Sequence[Sheet], contracts: Collection[Contract]) -> dict[str, int]:
    """By return, how many words of its title or name, that no other return has, the file says of itself."""
    told = {word for sheet in sheets for text in _said(sheet) for word in gist(text)}
    own = {c.name: {*gist(c.title), *gist(c.name.replace("_", " "))} for c in contracts}
    shared = {word for name, words in own.items() for other, o in own.items() if name != other for word in words & o}
    return {name: len((words - shared) & told) for name, words in own.items()}


def _said(sheet: Sheet) -> Iterator[str]:
    yield Path(sheet.file).stem.replace("_", " ")
    yield sheet.name
    yield from views.titles(sheet, views.first_table(sheet))


def _best(looked: Sequence[SheetViews], contract: Contract, office: Own) -> Proposal | None:
    """As the sheets stand, where that finds all; else on their side, or the tables side by side on them."""
    best: Proposal | None = None
    for one in looked:
        best = _better(one.whole, contract, office, Match(contract.name), best)
    for one in looked:
        if one.beside:
            sided = list(_offers(one.first, contract, office, Match(contract.name, beside=True)))
            sided = [o for o in sided if sum(bool(found(t, o.match, contract)) for t in one.beside) > 1]
            beside = max(sided, key=lambda offered: offered.worth, default=None)
            if beside and (best is None or beside.worth[0] >= best.worth[0]):
                best = beside
    best = _told_by_sheets(best, [one.sheet for one in looked], contract, office) if best else None
    if best is None or best.lacking:
        for one in looked:
            if len(one.sheet.rows) <= MOST_TURNED:
                best = _better(one.turned, contract, office, Match(contract.name, turned=True), best)
    return best


def _better(tables: Tables, contract: Contract, office: Own, empty: Match, best: Proposal | None) -> Proposal | None:
    """What the tables offer that is worth more than the best so far; else that."""
    for table in tables.headed(_words(contract)):
        least = best.worth if best else ()
        best = _offered(table, contract, office, empty, least) or best
    return best


def _words(contract: Contract) -> set[str]:
    return {word for column in contract.column for word in column.allowed}


def _told_by_sheets(best: Proposal, sheets: Sequence[Sheet], contract: Contract, office: Own) -> Proposal:
    """The one column of free words that nothing tells is told by the sheets' names, where several have the headings.

    Where it is the place's, those of the office's places alone.
    """
    free = [c for c in contract.column if c.type == "text" and not c.allowed and not c.may_be_blank]
    lost = [c for c in free if best.lacking == (_no_column(c),)]
    if len(lost) != 1 or best.match.turned or best.match.beside:
        return best
    match = replace(best.match, told=(*best.match.told, lost[0].name))
    if lost[0].name == "place":
        named = {sheet.name: code for sheet in sheets if (code := office.code(sheet.name))}
        match = replace(match, words={**match.words, "place": named})
    having = [sheet for sheet in sheets if sheet.name and found(sheet, match, contract)]
    if len(having) < 2:
        return best
    line = f"{lost[0].header!r} comes from each sheet's name: {', '.join(repr(sheet.name) for sheet in having)}."
    return replace(best, match=match, seen=(*best.seen, line), lacking=(), worth=(0, *best.worth[1:]))


def _offers(tables: Tables, contract: Contract, office: Own, empty: Match) -> Iterator[Proposal]:
    for table in tables.headed(_words(contract)):
        if offered := _offered(table, contract, office, empty):
            yield offered


def _offered(
    table: Table, contract: Contract, office: Own, empty: Match, least: tuple[int, ...] = ()
) -> Proposal | None:
    """What these headings find of the return, where that is worth more than `least`."""
    sheet, row, count, heads = table.sheet, table.row, table.count, table.heads
    look = Candidate(table, contract, office)
    guess_columns.years(look)
    guess_columns.by_name(look)
    guess_columns.by_content(look)
    guess_columns.places(look)
    guess_figures.figures(look)
    guess_columns.others(look)
    guess_heading_rows.over_rows(look)
    guess_heading_rows.throughout(look)
    if not look.columns and not look.values and not look.months:
        return None
    lacking = list(_lacking(look))
    own = len(look.columns) + len(look.values) + bool(look.months) + len(look.over)
    exact = sum(column.header in look.columns.values() for column in contract.column)
    if (-len(lacking), -look.guessed, own, exact, -count, -row) <= least:
        return None  # at the most: what is not found again is worth less
    match = replace(
        empty,
        headings=count,
        columns=dict(look.columns),
        fixed=dict(look.fixed),
        months=look.months,
        year=look.year,
        value=tuple(look.values),
        words=guess_words.words(look),
        left=guess_words.left(look),
        only=look.only,
        down=guess_words.down(look),
        over=tuple(look.over),
        told=tuple(look.told),
    )
    place = found_at(sheet, match, contract, row, heads)
    if place and (blank := _between(look, place)):
        lacking.append(f"column {column_letters(blank + sheet.left)} has figures and no heading")
    if not lacking and place is None:
        lacking = ["some of its columns look the same"]
    worth = (-len(lacking), -look.guessed, own, exact, -count, -row)
    if worth <= least:
        return None
    return Proposal(match, sheet, tuple(seen(look, match, place)), tuple(lacking), worth)


def _between(look: Candidate, place: Found) -> int:
    """A column of figures without a heading before the last that is read; 0 where there is none."""
    first = min((one.at for one in place.figures), default=0)
    columns = min(place.columns.values(), default=first)
    last = len(place.headed)
    while last > first and not place.headed[last - 1]:
        last -= 1
    blank = (h.at for h in look.unused() if h.blank and columns < h.at <= last and look.numeric(h.at))
    return next(blank, 0)


def _no_column(column: Column) -> str:
    return f"it has no column {column.header!r}"


def _lacking(look: Candidate) -> Iterator[str]:
    """What of the return is nowhere, in words."""
    for column in look.contract.column:
        told = look.has(column.name) or column.may_be_blank or (column.name == "month" and bool(look.months))
        if column.name == FIGURE_COLUMN:
            told = FIGURE_COLUMN in look.at or bool(look.values) or bool(look.months)
        if not told:
            yield _no_column(column)
    for name, word in guess_words.unknown(look):
        yield f"{word!r} in {look.columns[name]!r} is not a word of the return"
    if look.no_months and not look.months:
        yield f"{look.no_months!r} has no months"
    yield from look.unsure
