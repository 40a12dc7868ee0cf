"""Reads a return: a file with columns, types, keys and allowed values from a template in the workspace.

It reports every fault of a file with its line or cell before anything is kept. It reads a CSV with the template's
columns directly, and any other layout by its match, which may leave out months with a fault.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from peelian.core.errors import SourceError, raise_all
from peelian.core.periods import add_months, month_key, parse_month
from peelian.core.rounding import rounded
from peelian.core.sources import Column, Contract
from peelian.sources.layouts import matches as layouts_matches
from peelian.sources.layouts import read_match
from peelian.sources.layouts.matches import Match
from peelian.sources.layouts.rows import Line
from peelian.sources.returns import free_words, identities, percent_shares
from peelian.sources.spreadsheets import sheets
from peelian.sources.spreadsheets.sheets import Sheet
from peelian.workspace import forces

MOST_FAULTS = 20
RETURN_MONTH = r"(199|20[0-9])[0-9]-(0[1-9]|1[0-2])"
"""A possible month. Any other refuses the whole file, since nobody knows which month it means."""


PLAIN_TOTAL = re.compile(r"(grand[ -]?|sub[ -]?)?totals?", re.IGNORECASE)
"""Words that are a total and not, for example, a service. "total recorded crime" and "all" may be words of a return."""


@dataclass(frozen=True)
class Return:
    """The contents of a correct return: fact rows, and the (force, month) pairs that they cover."""

    rows: tuple[tuple[object, ...], ...]
    covers: tuple[tuple[str, date], ...]
    left_out: tuple[SourceError, ...] = ()
    """The faults of the months left out, which count as missing."""

    unread: tuple[str, ...] = ()
    """Headings of columns that are not needed."""

    new: tuple[str, ...] = ()
    """Words that the file did not have when its layout was confirmed."""


def read_as(path: Path, contract: Contract, match: str) -> Return:
    """Read a file by the text of its match, or by the template if the text is empty."""
    if match:
        return read_matched(path, contract, layouts_matches.parse(match, f"{path.name}, its match"))
    return read_return(path, contract)


def read_matched(path: Path, contract: Contract, match: Match, held: Sequence[Sheet] = ()) -> Return:
    """The months of the file without a fault. SourceError, or Faults for several, if there is none.

    A fault without a month refuses the file, since it may affect any month. `held` are its sheets, if already read.
    """
    held = held or sheets.read_sheets(path)
    if not read_match.fitting(held, [match], {match.reads: contract}):
        what = f"its headings differ from those of the match for {contract.title!r}"
        raise SourceError(path.name, what, "receive it again, and confirm its layout")
    read = read_match.read_with_match(held, match, contract)
    if match.seen and len(read.apart) > match.apart:
        what = f"{read.apart[-1]} has new headings since the layout was confirmed, and would not be read"
        raise SourceError(path.name, what, "correct its headings, or receive it again")
    parted = percent_shares.told(read.lines, contract)
    odd = free_words.odd(read.lines, match, contract)
    places: dict[tuple[object, ...], str] = {}
    rows: list[tuple[object, ...]] = []
    faults: list[tuple[str, SourceError]] = []
    again: list[tuple[Line, tuple[object, ...], SourceError]] = []
    for line in read.lines:
        try:
            if line.fault:
                raise ValueError(line.fault)
            free_words.check_words(line, odd, contract)
            cells = percent_shares.as_percentages(line.cells, match, parted)
            found = {column.name: _cell(cells.get(column.name, ""), column) for column in contract.column}
        except ValueError as fault:
            faults.append((line.month, SourceError(line.where, str(fault), "correct the cell")))
            continue
        key = tuple(found[column.name] for column in contract.column if column.key)
        if key and key in places:
            again.append((line, key, SourceError(line.where, f"it repeats {places[key]}", "keep one of the two")))
        places.setdefault(key, line.where)
        rows.append(_row(found, contract))
    faults += _repeated(again, places, contract)
    faults += [(month, fault) for month, fault in identities.broken(rows, contract, path.name)]
    wrong = {month for month, _ in faults}
    good = tuple(row for row in rows if month_key(row[0]) not in wrong)  # type: ignore[arg-type]
    if not good or not all(re.fullmatch(RETURN_MONTH, month) for month in wrong):
        raise_all([fault for _, fault in faults[:MOST_FAULTS]])
        raise SourceError(
            path.name, "it has no figures below its headings", "ask the supplier; a blank does not mean 0"
        )
    new = tuple(free_words.new(read.lines, match, contract))
    return Return(good, _covers(good, contract), tuple(fault for _, fault in faults), read.unread, new)


def _repeated(
    again: Iterable[tuple[Line, tuple[object, ...], SourceError]],
    keys: Iterable[tuple[object, ...]],
    contract: Contract,
) -> Iterator[tuple[str, SourceError]]:
    """Each fault with its month, or without one if the line may belong to another month.

    That is so if the line lacks a word, or if not every month of the file has such a line.
    """
    if not (again := list(again)):
        return
    names = [column.name for column in contract.column if column.key]
    if "month" not in names:
        yield from (("", fault) for _, _, fault in again)
        return
    at = names.index("month")
    months: dict[tuple[object, ...], set[object]] = defaultdict(set)
    for key in keys:
        months[key[:at] + key[at + 1 :]].add(key[at])
    every = set().union(*months.values())
    for line, key, fault in again:
        sure = not line.carried and months[key[:at] + key[at + 1 :]] == every
        yield line.month if sure else "", fault


def read_return(path: Path, contract: Contract) -> Return:
    """Rows of month, force, place, place_name, the table's columns, n.

    Columns that are not in the template are not read. SourceError, or Faults for several, names the file, line and
    column of each fault: a missing or repeated column, a wrong type, a value that is not allowed, a repeated key.
    """
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text, strict=True)
        try:
            header = next(reader, [])
            index = _index(header, contract, path.name)
            rows, faults = _rows(reader, index, len(header), contract, path.name)
        except (csv.Error, UnicodeDecodeError) as fault:
            raise SourceError(f"{path.name}, line {reader.line_num}", str(fault), "save it as CSV UTF-8") from None
    raise_all(faults)
    raise_all([fault for _, fault in identities.broken(rows, contract, path.name)])
    if not rows:
        to_do = "ask the supplier; a row with 0 means that nothing happened"
        raise SourceError(path.name, "it has a header and no rows", to_do)
    unread = tuple(head for at, head in enumerate(header) if head.strip() and at not in index.values())
    return Return(tuple(rows), _covers(rows, contract), unread=unread)


def _covers(rows: Iterable[tuple[object, ...]], contract: Contract) -> tuple[tuple[str, date], ...]:
    """The (force, month) pairs that the rows cover. A quarterly or yearly row covers all its months.

    A reading of a stock covers only its own month.
    """
    found: set[tuple[str, date]] = set()
    for month, force, *_ in rows:
        assert isinstance(month, date)
        back = 0 if contract.stock else (month.month - 4) % contract.every
        months = 1 if contract.stock else contract.every
        found |= {(str(force), add_months(month, number - back)) for number in range(months)}
    return tuple(sorted(found))


def matches(header: Sequence[str], contract: Contract) -> bool:
    """Whether a file with this header has all columns of the return."""
    return {column.header for column in contract.column} <= set(header)


def header_of(path: Path) -> tuple[str, ...]:
    """The cells of the first line. Empty if the file is not text."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            return tuple(next(csv.reader(text), ()))
    except (UnicodeDecodeError, csv.Error):
        return ()


def _index(header: Sequence[str], contract: Contract, file: str) -> dict[str, int]:
    faults: list[SourceError] = []
    for column in contract.column:
        if header.count(column.header) != 1:
            what = "has no column" if column.header not in header else "has more than one column"
            faults.append(
                SourceError(
                    f"{file}, line 1", f"it {what} {column.header!r}", f"use the template of {contract.title!r}"
                )
            )
    raise_all(faults)
    return {column.name: header.index(column.header) for column in contract.column}


def _rows(
    reader: Iterator[list[str]], index: dict[str, int], width: int, contract: Contract, file: str
) -> tuple[list[tuple[object, ...]], list[SourceError]]:
    keys = [column.name for column in contract.column if column.key]
    lines: dict[tuple[object, ...], int] = {}
    rows: list[tuple[object, ...]] = []
    faults: list[SourceError] = []
    for number, cells in enumerate(reader, start=2):
        if len(faults) >= MOST_FAULTS:
            faults.append(
                SourceError(file, f"it has more than {MOST_FAULTS} faults", "correct these and receive it again")
            )
            break
        where = f"{file}, line {number}"
        if len(cells) != width:
            faults.append(SourceError(where, f"it has {len(cells)} cells, the header {width}", "correct the line"))
        else:
            try:
                found = {column.name: _cell(cells[index[column.name]], column) for column in contract.column}
            except ValueError as fault:
                faults.append(SourceError(where, str(fault), "correct the cell"))
                continue
            key = tuple(found[name] for name in keys)
            if keys and key in lines:
                faults.append(SourceError(where, f"it repeats line {lines[key]}", "keep one of the two"))
            lines[key] = number
            rows.append(_row(found, contract))
    return rows, faults


def _row(found: Mapping[str, object], contract: Contract) -> tuple[object, ...]:
    """A fact row: month, force, place, place_name, the table's own columns, n."""
    return (
        found["month"],
        found.get("force", contract.force),
        found.get("place", ""),
        found.get("place_name", ""),
        *(found.get(column, "") for column in contract.table.columns),
        found.get("n", 1),
    )


def _cell(text: str, column: Column) -> object:
    """The cell's value in its column's type. ValueError says what is wrong with it."""
    text = text.strip()
    if not text and not column.may_be_blank:
        raise ValueError(f"{column.header!r} is blank")
    if column.allowed and text not in column.allowed and text:
        raise ValueError(f"{column.header!r} is {text!r}, not one of {', '.join(column.allowed)}")
    match column.type:
        case "text":
            if column.key and not column.allowed and PLAIN_TOTAL.fullmatch(text):
                raise ValueError(f"{column.header!r} is {text!r}, but the return has no totals")
            return text
        case "force":
            return forces.force_aliases().get(text, text)
        case "month":
            try:
                month = parse_month(text)
            except ValueError as fault:
                raise ValueError(f"{column.header!r}: {fault}") from None
            if not re.fullmatch(RETURN_MONTH, text):
                raise ValueError(f"{column.header!r} is {text!r}, not a month from 1990 to 2099")
            return month
        case "whole number":
            if not re.fullmatch(r"[0-9]{1,15}", text):
                raise ValueError(f"{column.header!r} is {text!r}, not a whole number")
            return int(text)
        case "pounds" | "decimal":
            return _hundredths(text, column)
        case "figure":
            return _figure(text, column)


def _hundredths(text: str, column: Column) -> int:
    """Pounds as pence, other decimals as hundredths, rounded to the nearest, halves away from zero."""
    plain = text.replace(",", "").replace("£", "").replace(" ", "").replace("−", "-")
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]+)?", plain):
        raise ValueError(f"{column.header!r} is {text!r}, not {'an amount' if column.type == 'pounds' else 'a number'}")
    return int(rounded(Fraction(plain) * 100, 0))


def _figure(text: str, column: Column) -> str:
    """A reported figure without its sign: "71.2" for 71.2%. It stays text, since it must not be added to anything."""
    plain = text.replace(",", "").replace("%", "").strip()
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", plain):
        raise ValueError(f"{column.header!r} is {text!r}, not a figure")
    return plain
