"""A matched file's lines: what each figure is of, cell by cell; totals checked and left out, notes left alone."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from peelian.core.periods import add_months, month_key, parse_month
from peelian.core.sources import Contract
from peelian.sources.layouts.locate import Found, found, parts
from peelian.sources.layouts.matches import Match
from peelian.sources.layouts.rows import Line, Rows, is_counted
from peelian.sources.spreadsheets.sheets import Sheet, column_letters
from peelian.sources.spreadsheets.word_match import is_derived

SET_ASIDE = re.compile(
    r"\b(example|sample|template|guidance|guide|instructions?|notes?|read ?me|lists?|lookups?|metadata|cover|contents|"
    r"archive|superseded|do not use)\b",
    re.I,
)
"""Names of sheets that hold no figures of the supplier's, though they look as those that do."""


MONTH_KEY = re.compile(r"[0-9]{4}-[0-9]{2}")


@dataclass(frozen=True)
class Reading:
    """A file read by a match: a line for each figure, and what nobody asked for, in words."""

    lines: tuple[Line, ...]
    unread: tuple[str, ...]
    apart: tuple[str, ...] = ()
    """Tables and sheets that have figures and are left unread, in words."""


def is_read(sheet: Sheet) -> bool:
    """A hidden sheet is never read, nor one of examples, notes, targets or another year's figures."""
    return not sheet.hidden and not SET_ASIDE.search(sheet.name) and not is_derived(sheet.name)


def places(sheets: Sequence[Sheet], match: Match, contract: Contract) -> tuple[tuple[Sheet, Found], ...]:
    """Every table of the file that has the match's headings."""
    tables = (part for sheet in sheets if is_read(sheet) for part in parts(sheet, match))
    having = [(part, place) for part in tables if (place := found(part, match, contract))]
    own = [(part, place) for part, place in having if not place.aside]
    return tuple(own or having)


def fitting(sheets: Sequence[Sheet], matches: Sequence[Match], contracts: Mapping[str, Contract]) -> tuple[Match, ...]:
    """The matches whose headings all stand in the file, those kept first before others."""
    return tuple(match for match in matches if places(sheets, match, contracts[match.reads]))


def read_with_match(sheets: Sequence[Sheet], match: Match, contract: Contract) -> Reading:
    """Every figure of the file's tables. A sheet that tells again exactly what one before it told is left unread."""
    lines: list[Line] = []
    unread: dict[str, None] = {}
    held: dict[tuple[tuple[str, str], ...], str] = {}
    having = places(sheets, match, contract)
    apart = [*_left(sheets, match, having)]
    apart += [f"a table for comparison, in {part.place(place.header)}" for part, place in having if place.aside]
    for sheet, place in having:
        rows = Rows(sheet, match, place, contract)
        own = tuple(rows.lines())
        figures = {_key(line): line.cells.get("n", "") for line in own}
        if held and own and all(held.get(key) == n for key, n in figures.items()):
            unread[f"sheet {sheet.name!r}, which repeats another sheet"] = None
            continue
        held |= figures
        apart += rows.apart
        lines += own
        unread |= dict.fromkeys((*place.unread, *rows.unread))
    told = tuple(_without_months_to_come(lines))
    before = earlier({line.month for line in told if line.across and MONTH_KEY.fullmatch(line.month)})
    unread |= {f"{month}, an earlier year for comparison": None for month in sorted(before)}
    kept = tuple(line for line in told if not (line.across and line.month in before))
    return Reading(kept, tuple(unread), tuple(apart))


def _left(sheets: Sequence[Sheet], match: Match, having: Sequence[tuple[Sheet, Found]]) -> Iterator[str]:
    """Sheets, and tables side by side on them, that have figures and not the match's headings."""
    held = {(part.name, part.left) for part, _ in having}
    for sheet in filter(is_read, sheets):
        for part in parts(sheet, match):
            if (part.name, part.left) not in held and sum(map(is_counted, part.rows)) > 1:
                yield (
                    f"sheet {part.name!r}" if not match.beside else f"the table from column {column_letters(part.left)}"
                )


def earlier(months: Set[str]) -> set[str]:
    """Of months across, those a year or more before the last and not in one run with it: a comparison, not a return."""
    last = max(months, default="")
    if not last:
        return set()
    run, month = {last}, parse_month(last)
    while month_key(month := add_months(month, -1)) in months:
        run.add(month_key(month))
    before = month_key(add_months(parse_month(last), -12))
    a_year_on = {one: month_key(add_months(parse_month(one), 12)) for one in months}
    return {one for one in months - run if one <= before or a_year_on[one] in run}


def _key(line: Line) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, told) for name, told in line.cells.items() if name != "n"))


def _without_months_to_come(lines: Sequence[Line]) -> Iterator[Line]:
    """A month of which every figure is blank is not told, as those still to come: no blank of it is a fault."""
    told = {line.month for line in lines if not line.blank}
    return (line for line in lines if not line.blank or line.month in told or not line.month)
