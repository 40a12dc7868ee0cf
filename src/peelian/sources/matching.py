"""Matching: a supplier's own layout read as a return: proposed once, confirmed by a person, kept as text, used again.

A supplier's sheet has titles above and notes below, headings in one row or two, months down or across, totals among the
figures, words of its own. A `Match` says which of it is what; nothing else of the file is read as a fact.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from peelian.core.errors import DefinitionError
from peelian.core.measures import FORBID_EXTRA
from peelian.core.periods import month_key
from peelian.core.sources import Column, Contract
from peelian.sources.police_uk import force_aliases
from peelian.sources.sheets import Cell, Sheet, month_of, number_of

MOST_TITLES = 40
"""Rows above the headings, at the most."""

SAMPLE = 400
"""Rows below the headings by which a column is told."""

MOSTLY = 0.8
"""The part of a column's cells that must be of a kind for the column to be."""

ALIKE = 0.72
"""How alike two words must be to be proposed as the same: a person confirms it."""

TOTALS = re.compile(r"(grand |sub ?|overall |force )?totals?\b.*|sum|all( .*)?")
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
class Own:
    """What an office's suppliers need not say: its force, and the codes of its places by their names."""

    force: str = ""
    places: Mapping[str, str] = field(default_factory=dict)


NOBODY = Own()


@dataclass(frozen=True)
class Proposal:
    """A match proposed for a sheet, what was seen there in words, and what of the return it does not find."""

    match: Match
    sheet: Sheet
    seen: tuple[str, ...]
    lacking: tuple[str, ...]

    def asked_for_so(self, contract: Contract) -> bool:
        """Whether it is the template's own layout, column by column: then nobody need confirm it."""
        own = {column.name: column.header for column in contract.column}
        return (
            not self.lacking
            and self.match == Match(contract.name, columns=dict(self.match.columns))
            and (dict(self.match.columns) == own)
        )


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
    headings = _headings(sheet, row, match.headings)
    plain = [norm(heading) for heading in headings]
    columns = {}
    for name, heading in match.columns.items():
        if plain.count(norm(heading)) != 1:
            return None
        columns[name] = plain.index(norm(heading))
    values: list[tuple[int, Mapping[str, str]]] = []
    if match.months == "across":
        parts = {norm(value.heading): value.of for value in match.value}
        for at, cell in enumerate(_across(sheet, row, match.headings)):
            of = parts.get(norm(_said(sheet.cell(row, at)))) if parts else {}
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
    unread = tuple(heading for at, heading in enumerate(headings) if heading and at not in taken)
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


def propose(sheets: Sequence[Sheet], contracts: Collection[Contract], office: Own = NOBODY) -> Proposal | None:
    """The best reading of the file as one of the returns; None where no sheet has anything of one.

    A file that names no force is of the office's; one that names its places has their codes.
    """
    best: tuple[tuple[int, int, int, int], Proposal] | None = None
    for contract in contracts:
        for sheet in sheets:
            if sheet.hidden:
                continue
            for row in range(min(MOST_TITLES, max(len(sheet.rows) - 1, 0))):
                for headings in (1, 2) if row else (1,):
                    offered = _proposed(sheet, row, headings, contract, office)
                    if offered is None:
                        continue
                    proposal, own = offered
                    worth = (-len(proposal.lacking), own, -headings, -row)
                    if best is None or worth > best[0]:
                        best = (worth, proposal)
    return best[1] if best else None


def _proposed(sheet: Sheet, row: int, headings: int, contract: Contract, office: Own) -> tuple[Proposal, int] | None:
    """A proposal with headings that end in this row, and how many of the return's columns have a heading there."""
    named = _headings(sheet, row, headings)
    if sum(bool(name) for name in named) < 2:
        return None
    # A row of one cell is a title, a note or a divider.
    below = [r for r in range(row + 1, min(row + 1 + SAMPLE, len(sheet.rows))) if _filled(sheet.rows[r]) > 1]
    lower = [_said(cell) for cell in sheet.rows[row]]
    look = _Look(sheet, named, lower, _across(sheet, row, headings), below, contract, office)
    look.by_name()
    look.by_content()
    look.places()
    look.figures()
    look.throughout(sheet, row - headings + 1)
    lacking = tuple(look.lacking())
    own = len(look.columns) + len(look.values) + (1 if look.months else 0)
    if not look.columns and not look.values and not look.months:
        return None
    match = Match(
        contract.name, headings, dict(look.columns), dict(look.fixed), look.months, tuple(look.values), look.words(),
        look.down(), tuple(look.told),
    )  # fmt: skip
    return Proposal(match, sheet, tuple(look.seen(match, row)), lacking), own


class _Look:
    """One row of headings looked at as a return's: what each of its columns could be."""

    def __init__(
        self,
        sheet: Sheet,
        named: Sequence[str],
        lower: Sequence[str],
        across: Sequence[Cell],
        below: Sequence[int],
        contract: Contract,
        office: Own,
    ) -> None:
        self._sheet, self._named, self._across, self._below, self._contract = sheet, named, across, below, contract
        self._lower, self._office = lower, office
        self._codes = {norm(name): code for name, code in office.places.items()}
        self.columns: dict[str, str] = {}
        self.values: list[Value] = []
        self.fixed: dict[str, str] = {}
        self.told: dict[str, str] = {}
        self.months = ""
        self._at: dict[str, int] = {}

    def by_name(self) -> None:
        """The same words first, then all the words of one in the other, for one heading alone."""
        for alike in (_same, _within):
            for column in self._contract.column:
                if column.name in self._at:
                    continue
                fits = [at for at in self._unused() if alike(self._named[at], column) and not self._of_one(at, column)]
                if len(fits) == 1:
                    self._take(column.name, fits[0])

    def _of_one(self, at: int, column: Column) -> bool:
        """Whether a column of figures is headed by a word of another column: then it holds a part of them alone."""
        told = (other for other in self._contract.column if other.allowed and other.name not in self._at)
        return column.name == NUMBERS and any(word_of(self._named[at], other.allowed) for other in told)

    def by_content(self) -> None:
        for column in self._contract.column:
            if column.name in self._at or column.name == NUMBERS:
                continue
            fits = [at for at in self._unused() if self._is(at, column)]
            if len(fits) == 1:
                self._take(column.name, fits[0])

    def _is(self, at: int, column: Column) -> bool:
        cells = [cell for cell in self._cells(at) if not is_total(cell)]
        if not cells:
            return False
        if column.type == "month":
            good = [month_of(cell) is not None for cell in cells]
        elif column.type == "force":
            good = [str(cell) in force_aliases() for cell in cells]
        elif column.allowed:
            words = [str(cell) for cell in cells if number_of(cell) is None or str(cell) in column.allowed]
            good = [bool(word_of(word, column.allowed)) for word in words]
        else:
            return False
        return bool(good) and sum(good) >= MOSTLY * len(cells)

    def places(self) -> None:
        """Where no column has codes, the one that names the office's places does for them."""
        if "place" in self._at or not any(column.name == "place" for column in self._contract.column):
            return
        named = [at for at in {*self._unused(), self._at.get("place_name", -1)} if at >= 0 and self._names_places(at)]
        if len(named) == 1:
            self._take("place", named[0])

    def _names_places(self, at: int) -> bool:
        cells = [cell for cell in self._cells(at) if not is_total(cell)]
        return bool(cells) and sum(norm(cell) in self._codes for cell in cells) * 2 >= len(cells)

    def figures(self) -> None:
        """Months across, or several columns of figures each of some of the return's words, or one column of figures."""
        months = [at for at in self._unused() if month_of(self._across[at], serial=True)]
        missing = [c for c in self._contract.column if c.allowed and c.name not in self._at]
        if months and "month" not in self._at:
            self.months = "across"
            parts = list(dict.fromkeys(self._lower[at] for at in months if not is_total(self._lower[at])))
            named = [(part, {c.name: word for c in missing if (word := word_of(part, c.allowed))}) for part in parts]
            self.values = [Value(part, of) for part, of in named if of]
            return
        numeric = [at for at in self._unused() if self._numeric(at) and not is_total(self._named[at])]
        values = [
            (at, {c.name: word for c in missing if (word := word_of(self._named[at], c.allowed))}) for at in numeric
        ]
        own = [Value(self._named[at], of) for at, of in values if of]
        if NUMBERS in self._at and len(own) > 1:  # what was taken for the figures is their total
            del self.columns[NUMBERS], self._at[NUMBERS]
        if NUMBERS not in self._at:
            self.values = own
            if not own and len(numeric) == 1:
                self._take(NUMBERS, numeric[0])

    def throughout(self, sheet: Sheet, above: int) -> None:
        """What the sheet's name, a title or the file's name says once; and the force of a file that names none."""
        for column in self._contract.column:
            if column.name in self._at or column.name == NUMBERS or self._of_values(column.name):
                continue
            if column.type == "month" and self.months:
                continue
            if told := told_once(sheet, above, column):
                self.told[column.name] = told
            elif "force" in (column.name, column.type) and (own := self._contract.force or self._office.force):
                self.fixed[column.name] = own

    def _of_values(self, name: str) -> bool:
        return bool(self.values) and all(name in value.of for value in self.values)

    def lacking(self) -> Iterator[str]:
        """What of the return is nowhere, in words."""
        for column in self._contract.column:
            told = any(column.name in held for held in (self._at, self.fixed, self.told))
            told = told or self._of_values(column.name)
            told = told or column.may_be_blank or (column.name == "month" and bool(self.months))
            if column.name == NUMBERS:
                told = NUMBERS in self._at or bool(self.values) or bool(self.months)
            if not told:
                yield f"no column is {column.header!r}"
        for name, words in self._unknown().items():
            yield f"{words[0]!r} in {self.columns[name]!r} is none of the return's words for it"

    def words(self) -> dict[str, dict[str, str]]:
        """The supplier's words that are not the return's own, each with the one it is like."""
        found: dict[str, dict[str, str]] = {}
        for column in self._contract.column:
            if column.allowed and column.name in self._at:
                cells = dict.fromkeys(str(cell) for cell in self._cells(self._at[column.name]) if not is_total(cell))
                own = {c: w for c in cells if c not in column.allowed and (w := word_of(c, column.allowed))}
                if own:
                    found[column.name] = own
        if "place" in self._at:
            cells = dict.fromkeys(str(cell) for cell in self._cells(self._at["place"]))
            if named := {cell: code for cell in cells if (code := self._codes.get(norm(cell))) and code != cell}:
                found["place"] = named
        return found

    def _unknown(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for column in self._contract.column:
            if column.allowed and column.name in self._at:
                cells = dict.fromkeys(str(c) for c in self._cells(self._at[column.name]) if not is_total(c))
                if strange := [cell for cell in cells if not word_of(cell, column.allowed)]:
                    found[column.name] = strange
        return found

    def down(self) -> tuple[str, ...]:
        """Columns that say a word once for the rows below it too: blank beside figures, and not in the first row.

        Not those in which the return takes a blank for an answer.
        """
        found = []
        blank_told = {column.name for column in self._contract.column if column.may_be_blank}
        for name, at in self._at.items():
            if name == NUMBERS or name in blank_told or not self._below:
                continue
            blank = [r for r in self._below if self._sheet.cell(r, at) == "" and self._figures_in(r)]
            if blank and self._sheet.cell(self._below[0], at) != "":
                found.append(name)
        return tuple(found)

    def _figures_in(self, row: int) -> bool:
        return any(isinstance(number_of(cell), int | float) and cell != "" for cell in self._sheet.rows[row])

    def seen(self, match: Match, row: int) -> Iterator[str]:
        """What is on the sheet, in sentences."""
        place = f"Sheet {self._sheet.name!r}" if self._sheet.name else "The file"
        rows = f"row {row + 1}" if match.headings == 1 else f"rows {row} and {row + 1}"
        yield f"{place}: headings in {rows}, {len(self._below)} rows of figures below."
        for name, heading in match.columns.items():
            yield f"{self._header(name)!r} is the column {heading!r}."
        if match.months:
            months = [m for at in self._unused() if (m := month_of(self._across[at], serial=True))]
            yield f"Months stand across: {len(months)}, from {month_key(min(months))} to {month_key(max(months))}."
        for value in match.value:
            of = ", ".join(f"{self._header(name)} {word!r}" for name, word in value.of.items())
            yield f"Figures under {value.heading!r} are of {of}."
        for name, word in match.fixed.items():
            yield f"{self._header(name)!r} is {word!r} throughout."
        for name, word in self.told.items():
            yield f"{self._header(name)!r} is told once, by the sheet's name, a title or the file's: here {word!r}."
        for column in self._contract.column:
            if column.may_be_blank and not any(column.name in held for held in (self._at, self.fixed, self.told)):
                yield f"{column.header!r} is nowhere, and left blank."
        for name, words in match.words.items():
            for word, own in words.items():
                yield f"{self._header(name)}: {word!r} is read as {own!r}."
        for name in match.down:
            yield f"A blank cell of {match.columns[name]!r} says what the cell above it says."
        if totals := sum(any(is_total(cell) for cell in self._sheet.rows[r]) for r in self._below):
            rows = "One row is a total" if totals == 1 else f"{totals} rows are totals"
            yield f"{rows}: checked, and not read."
        if unread := [self._named[at] for at in self._unused(match) if self._named[at]]:
            yield f"Not asked for, and left unread: {', '.join(map(repr, unread))}."

    def _header(self, name: str) -> str:
        return next((column.header for column in self._contract.column if column.name == name), name)

    def _take(self, name: str, at: int) -> None:
        self.columns[name], self._at[name] = self._named[at], at

    def _unused(self, match: Match | None = None) -> list[int]:
        taken = {*self._at.values()}
        if match:
            headings = {norm(value.heading) for value in match.value}
            taken |= {at for at, name in enumerate(self._named) if norm(name) in headings}
            taken |= {at for at, cell in enumerate(self._across) if match.months and month_of(cell, serial=True)}
        return [at for at, name in enumerate(self._named) if name and at not in taken]

    def _cells(self, at: int) -> list[Cell]:
        return [cell for row in self._below if (cell := self._sheet.cell(row, at)) != ""]

    def _numeric(self, at: int) -> bool:
        cells = self._cells(at)
        return bool(cells) and sum(number_of(cell) is not None for cell in cells) >= MOSTLY * len(cells)


MONTHS_IN = re.compile(r"\b(?:[A-Za-z]{3,9}[ \-][0-9]{4}|[0-9]{4}-[0-9]{2})\b")


def norm(text: object) -> str:
    """Without case, signs or runs of blanks: "999 calls (answered)" and "999 Calls - Answered" are one."""
    told = str(text).casefold().replace("<", " within ").replace("≤", " within ").replace("&", " and ")
    told = re.sub(r"(?<=\d)(?=[a-z])", " ", told)
    words = re.sub(r"[^0-9a-z]+", " ", told).split()
    return " ".join(SHORT.get(word, word) for word in words)


SHORT = {"secs": "seconds", "sec": "seconds", "s": "seconds", "mins": "minutes", "no": "number", "num": "number"}


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


def _same(heading: str, column: Column) -> bool:
    return norm(heading) in {norm(column.header), norm(column.name)}


def _within(heading: str, column: Column) -> bool:
    told, own = set(norm(heading).split()), set(norm(column.header).split())
    return bool(told and own) and (own <= told or told <= own) and not month_of(heading)


def is_total(cell: Cell) -> bool:
    """Whether the cell heads a total rather than a part."""
    return isinstance(cell, str) and TOTALS.fullmatch(norm(cell)) is not None


def _headings(sheet: Sheet, row: int, count: int) -> list[str]:
    """Each column's heading: of two rows, the upper one's, which may stand for several columns, before the lower's."""
    lower = [_said(cell) for cell in sheet.rows[row]]
    if count == 1:
        return lower
    upper, told = [_said(cell) for cell in sheet.rows[row - 1]], ""
    made = []
    for at, below in enumerate(lower):
        told = upper[at] if at < len(upper) and upper[at] else told
        made.append(below if not told or told == below else f"{told} {below}".strip())
    return made


def _across(sheet: Sheet, row: int, count: int) -> Sequence[Cell]:
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


def _filled(cells: Sequence[Cell]) -> int:
    return sum(cell != "" for cell in cells)


def _said(cell: Cell) -> str:
    month = None if isinstance(cell, str) else month_of(cell)
    return month_key(month) if month else str(cell)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
