"""Finding: where the headings of a match stand on a sheet, and what each column of figures there is of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from peelian.core.periods import month_key
from peelian.core.sources import Column, Contract
from peelian.sources.layouts import drift
from peelian.sources.layouts.matches import FIGURE_COLUMN, Match
from peelian.sources.spreadsheets import titles, views
from peelian.sources.spreadsheets.cells import Years, number_of
from peelian.sources.spreadsheets.headings import Heading, headings
from peelian.sources.spreadsheets.sheets import Sheet
from peelian.sources.spreadsheets.tables import MOST_TITLES
from peelian.sources.spreadsheets.word_match import is_derived, is_total, norm


@dataclass(frozen=True)
class Figures:
    """A column of figures: what they are of, by the return's columns, and the years its months are in where it says."""

    at: int
    of: Mapping[str, str]
    years: Years | None = None


@dataclass(frozen=True)
class Found:
    """Where a match's parts stand on a sheet: the row of the last headings, and each part's column.

    `sums` are columns headed as totals of the others in their row; `unread` the headings nobody asked for.
    """

    header: int
    columns: Mapping[str, int]
    figures: tuple[Figures, ...]
    told: Mapping[str, str]
    unread: tuple[str, ...]
    years: Years | None = None
    year_at: int = -1
    only: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    sums: tuple[int, ...] = ()
    parts: tuple[str, ...] = ()
    """The headings themselves, of which there are as many as columns."""

    aside: bool = False
    """Whether its title says that it is worked out from another table: read only where there is no other."""

    headed: tuple[bool, ...] = ()
    """Of each column, whether a figure in it has a heading, or needs none."""


def parts(sheet: Sheet, match: Match) -> tuple[Sheet, ...]:
    """The sheet as the match reads it: as it stands, on its side, or each of the tables side by side on it."""
    if match.turned:
        return (views.turned(sheet),)
    return views.beside(sheet) if match.beside else (sheet,)


def found(sheet: Sheet, match: Match, contract: Contract) -> Found | None:
    """Where on the sheet the match's headings stand; None where one is missing or stands twice."""
    aside: Found | None = None
    for row in range(match.headings - 1, min(MOST_TITLES, len(sheet.rows))):
        if place := found_at(sheet, match, contract, row, headings(sheet, row, match.headings)):
            if not place.aside:
                return place
            aside = aside or place
    return aside


def found_at(
    sheet: Sheet,
    match: Match,
    contract: Contract,
    row: int,
    heads: Sequence[Heading],
    before: Found | None = None,
    years: Years | None = None,
) -> Found | None:
    """The same, of one row and its headings; those of a table below another are told once by what told the first."""
    by_text = {norm(head.text): head.at for head in heads}
    columns = {name: by_text.get(norm(heading), -1) for name, heading in match.columns.items()}
    only = {by_text.get(norm(heading), -1): words for heading, words in match.only.items()}
    year_at = by_text.get(norm(match.year), -1) if match.year else -1
    if -1 in columns.values() or -1 in only or (match.year and year_at == -1):
        return None
    taken = {*columns.values(), *only, year_at}
    above = row - match.headings + 1
    context = years if before else titles.years(sheet, above)
    figures = list(_figures(match, [head for head in heads if head.at not in taken], context))
    if FIGURE_COLUMN in columns:
        figures.append(Figures(columns.pop(FIGURE_COLUMN), {}))
    alike = [(tuple(sorted(one.of.items())), tuple(sorted((one.years or {}).items()))) for one in figures]
    wanted = {norm(value.heading) for value in match.value}
    if not figures or len(set(alike)) < len(alike) or not wanted <= {norm(head.rest) for head in heads}:
        return None
    by_name = {column.name: column for column in contract.column}
    names = [name for name in match.told if name in by_name]
    told = before.told if before else {name: _told(sheet, above, by_name[name], match, contract) for name in names}
    if not all(told.values()):
        return None
    taken |= {one.at for one in figures}
    rest = [head for head in heads if head.at not in taken]
    sums = tuple(head.at for head in rest if any(map(is_total, (*head.parts, head.rest))) and not is_derived(head.text))
    unread = tuple(head.text for head in rest if not head.blank)
    if _more_words(sheet, match, contract, row, rest) or (match.seen and drift.moved(sheet, row, heads, match.seen)):
        return None
    headed = tuple(not head.blank or head.at in taken or head.at < min(taken, default=0) for head in heads)
    texts, aside = tuple(head.text for head in heads), titles.is_aside(sheet, above)
    return Found(row, columns, tuple(figures), told, unread, context, year_at, only, sums, texts, aside, headed)


def _more_words(sheet: Sheet, match: Match, contract: Contract, row: int, rest: Sequence[Heading]) -> bool:
    """Whether figures stand under a heading that may be one more of the return's free words: nobody has been asked."""
    free = {column.name for column in contract.column if column.type == "text" and not column.allowed}
    if not any(name in free - {"place"} for value in match.value for name in value.of):
        return False
    plain = [h for h in rest if not h.blank and not is_derived(h.text) and not any(map(is_total, (*h.rests, h.rest)))]
    rows = range(row + 1, len(sheet.rows))
    return any(isinstance(number_of(sheet.cell(r, head.at)), int | float) for head in plain for r in rows)


def _told(sheet: Sheet, above: int, column: Column, match: Match, contract: Contract) -> str:
    """What is told once of a column; of a place, by its name, the code."""
    told = titles.told_once(sheet, above, column, contract.force)
    codes = {norm(name): code for name, code in match.words.get("place", {}).items()}
    return codes.get(norm(told), "") if column.name == "place" else told


def _figures(match: Match, heads: Sequence[Heading], context: Years | None) -> Iterator[Figures]:
    wanted = {norm(value.heading): value.of for value in match.value}
    for head in heads:
        of = wanted.get(norm(head.rest)) if wanted else ({} if not head.rest else None)
        if of is None:
            continue
        month = head.month_in(context) if match.months else None
        if match.months and month:
            yield Figures(head.at, {"month": month_key(month), **of})
        elif wanted and not match.months:
            yield Figures(head.at, of, head.years)


def days_alike(days: Sequence[date]) -> bool:
    """Whether each month is told by one day: of several in a month each is a day's or a week's, not the month's."""
    return len({(day.year, day.month) for day in days}) == len(set(days))
