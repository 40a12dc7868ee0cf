"""Matches: how a supplier's own layout is read as a return, kept as text, and found again on a sheet.

A supplier's sheet has titles above and notes below, headings in one row or two, months down or across, totals among the
figures, words of its own. A `Match` says which of it is what; nothing else of the file is read as a fact.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from peelian.core.errors import DefinitionError
from peelian.core.measures import FORBID_EXTRA
from peelian.core.periods import month_key
from peelian.core.sources import Column, Contract
from peelian.sources.police_uk import force_aliases
from peelian.sources.sheets import Cell, Sheet, month_of

MOST_TITLES = 40
"""Rows above the headings, at the most."""

ALIKE = 0.72
"""How alike two words must be to be proposed as the same: a person confirms it."""

TOTALS = re.compile(r"(grand |sub ?|overall |force )?totals?\b.*|sum|all( .*)?")
MONTHS_IN = re.compile(r"\b(?:[A-Za-z]{3,9}[ \-][0-9]{4}|[0-9]{4}-[0-9]{2})\b")
"""A month in a title, a sheet's name or a file's."""

SHORT = {"secs": "seconds", "sec": "seconds", "s": "seconds", "mins": "minutes", "no": "number", "num": "number"}

NUMBERS = "n"
"""The return's column of figures."""


@dataclass(frozen=True)
class Value:
    """A column of figures under `heading`, and what they are of: a word for some of the return's columns."""

    heading: str
    of: Mapping[str, str] = field(default_factory=dict)

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Match:
    """How a supplier's layout is read as the return called `reads`. Headings are told without regard to case or signs.

    `headings` is how many rows they take. `columns` has the file's heading for each of the return's columns that the
    file has one for; `fixed` what the rest is throughout; `value` the columns of figures, where there are several;
    `months` is "across" where each month has a column of its own. `words` has, by column, the supplier's words and the
    return's. `down` are columns whose blank cells say what the cell above says; `told` those that each sheet's name,
    its titles or the file's name say once: of such, every sheet that has the headings is read.
    """

    reads: str
    headings: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    months: str = ""
    value: tuple[Value, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    down: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Found:
    """Where a match's parts stand on a sheet: the row of the last headings, and each part's column."""

    header: int
    columns: Mapping[str, int]
    values: tuple[tuple[int, Mapping[str, str]], ...]
    told: Mapping[str, str]
    unread: tuple[str, ...]


MATCH = TypeAdapter(Match)


def load(path: Path) -> Match:
    """A kept match. DefinitionError names the file."""
    try:
        return parse(path.read_text(encoding="utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as fault:
        raise DefinitionError(str(path), f"it cannot be read ({fault})", "write it again, or delete it") from None


def kept(folder: Path) -> tuple[Match, ...]:
    """Every match confirmed in a workspace, by the names of their files."""
    return tuple(load(path) for path in sorted(folder.glob("*.toml")))


def keep(folder: Path, match: Match) -> Path:
    """Written beside those kept already: a return may come in several layouts."""
    folder.mkdir(parents=True, exist_ok=True)
    names = (match.reads, *(f"{match.reads}-{number}" for number in range(2, 1000)))
    path = next(folder / f"{name}.toml" for name in names if not (folder / f"{name}.toml").exists())
    path.write_text(written(match), encoding="utf-8", newline="\n")
    return path


def parse(text: str, where: str) -> Match:
    try:
        return MATCH.validate_python(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as fault:
        lines = str(fault).splitlines()
        what = " ".join(lines[1:3]) if isinstance(fault, ValidationError) else lines[0]
        raise DefinitionError(where, f"it is no match ({what.strip()})", "correct it, or delete it") from None


def written(match: Match) -> str:
    """The match as text that a person can read and change."""
    lines = [f"reads = {_quoted(match.reads)}", f"headings = {match.headings}"]
    lines += [f"months = {_quoted(match.months)}"] if match.months else []
    for name, listed in (("down", match.down), ("told", match.told)):
        lines += [f"{name} = [{', '.join(map(_quoted, listed))}]"] if listed else []
    for name, told in (("columns", match.columns), ("fixed", match.fixed)):
        if told:
            lines += ["", f"[{name}]", *(f"{key} = {_quoted(value)}" for key, value in told.items())]
    for column, words in match.words.items():
        lines += ["", f"[words.{column}]", *(f"{_quoted(word)} = {_quoted(own)}" for word, own in words.items())]
    for value in match.value:
        of = ", ".join(f"{key} = {_quoted(word)}" for key, word in value.of.items())
        lines += ["", "[[value]]", f"heading = {_quoted(value.heading)}", f"of = {{{of}}}"]
    return "\n".join(lines) + "\n"


def found(sheet: Sheet, match: Match, contract: Contract) -> Found | None:
    """Where on the sheet the match's headings stand; None where one is missing or stands twice."""
    for row in range(match.headings - 1, min(MOST_TITLES, len(sheet.rows))):
        if place := _found_at(sheet, match, contract, row):
            return place
    return None


def _found_at(sheet: Sheet, match: Match, contract: Contract, row: int) -> Found | None:
    named = headings(sheet, row, match.headings)
    plain = [norm(heading) for heading in named]
    columns = {}
    for name, heading in match.columns.items():
        if plain.count(norm(heading)) != 1:
            return None
        columns[name] = plain.index(norm(heading))
    values: list[tuple[int, Mapping[str, str]]] = []
    if match.months == "across":
        parts = {norm(value.heading): value.of for value in match.value}
        for at, cell in enumerate(across(sheet, row, match.headings)):
            of = parts.get(norm(said(sheet.cell(row, at)))) if parts else {}
            if (month := month_of(cell, serial=True)) and at not in columns.values() and of is not None:
                values.append((at, {"month": month_key(month), **of}))
    else:
        for value in match.value:
            if plain.count(norm(value.heading)) != 1:
                return None
            values.append((plain.index(norm(value.heading)), value.of))
    if NUMBERS in columns:
        values.append((columns.pop(NUMBERS), {}))
    if not values:
        return None
    taken = {*columns.values(), *(at for at, _ in values)}
    unread = tuple(heading for at, heading in enumerate(named) if heading and at not in taken)
    by_name = {column.name: column for column in contract.column}
    told = {name: told_once(sheet, row - match.headings + 1, by_name[name]) for name in match.told if name in by_name}
    return Found(row, columns, tuple(values), told, unread) if all(told.values()) else None


def told_once(sheet: Sheet, above: int, column: Column) -> str:
    """What the sheet's name, the titles above its headings or the file's name say of a column; the first that does."""
    titles = " ".join(str(cell) for row in sheet.rows[: max(above, 0)] for cell in row if cell != "")
    for told in (sheet.name, titles, Path(sheet.file).stem):
        if column.type == "month":
            found = {month_key(month) for month in map(month_of, MONTHS_IN.findall(told)) if month}
        elif column.name == "force" or column.type == "force":
            found = {name for name in force_aliases() if norm(name) in norm(told)}
        else:
            found = {word for word in column.allowed if re.search(rf"\b{re.escape(norm(word))}\b", norm(told))}
        if len(found) == 1:
            return found.pop()
    return ""


def norm(text: object) -> str:
    """Without case, signs or runs of blanks: "999 calls (answered)" and "999 Calls - Answered" are one."""
    told = str(text).casefold().replace("<", " within ").replace("≤", " within ").replace("&", " and ")
    told = re.sub(r"(?<=\d)(?=[a-z])", " ", told)
    words = re.sub(r"[^0-9a-z]+", " ", told).split()
    return " ".join(SHORT.get(word, word) for word in words)


def word_of(text: str, allowed: Sequence[str]) -> str:
    """The return's word that a supplier's is: the same, one that stands in it whole, or one very like it."""
    plain = {norm(word): word for word in allowed}
    told = norm(text)
    if told in plain:
        return plain[told]
    held = [word for own, word in plain.items() if re.search(rf"\b{re.escape(own)}\b", told)]
    if len(held) == 1:
        return held[0]
    close = get_close_matches(told, [own for own in plain if _numbers(own) <= _numbers(told)], n=1, cutoff=ALIKE)
    return plain[close[0]] if close and not held else ""


def _numbers(text: str) -> set[str]:
    """A word with another number in it is another word, however like."""
    return set(re.findall(r"\d+", text))


def is_total(cell: Cell) -> bool:
    """Whether the cell heads a total rather than a part."""
    return isinstance(cell, str) and TOTALS.fullmatch(norm(cell)) is not None


def headings(sheet: Sheet, row: int, count: int) -> list[str]:
    """Each column's heading: of two rows, the upper one's, which may stand for several columns, before the lower's."""
    lower = [said(cell) for cell in sheet.rows[row]]
    if count == 1:
        return lower
    upper, told = [said(cell) for cell in sheet.rows[row - 1]], ""
    made = []
    for at, below in enumerate(lower):
        told = upper[at] if at < len(upper) and upper[at] else told
        made.append(below if not told or told == below else f"{told} {below}".strip())
    return made


def across(sheet: Sheet, row: int, count: int) -> Sequence[Cell]:
    """The cells that may tell months: the lower row's, or where those tell none the upper's."""
    lower = sheet.rows[row]
    if count == 1 or any(month_of(cell, serial=True) for cell in lower):
        return lower
    told: Cell = ""
    carried: list[Cell] = []
    for at in range(len(lower)):
        told = sheet.cell(row - 1, at) or told
        carried.append(told if lower[at] != "" else "")
    return carried


def said(cell: Cell) -> str:
    month = None if isinstance(cell, str) else month_of(cell)
    return month_key(month) if month else str(cell)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
