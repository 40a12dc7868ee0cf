"""Proposing: how a file of an unknown layout could be read as an office's return, in words a person can confirm.

By plain rules, so that each line of what is seen can be explained: the same words, words within words, alike words with
the same numbers, and what stands in a column.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from peelian.core.periods import month_key
from peelian.core.sources import Column, Contract
from peelian.sources import matching
from peelian.sources.matching import MOST_TITLES, NUMBERS, Match, Value, is_total, norm, told_once, word_of
from peelian.sources.police_uk import force_aliases
from peelian.sources.sheets import Cell, Sheet, month_of, number_of

SAMPLE = 400
"""Rows below the headings by which a column is told."""

MOSTLY = 0.8
"""The part of a column's cells that must be of a kind for the column to be."""


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
    named = matching.headings(sheet, row, headings)
    if sum(bool(name) for name in named) < 2:
        return None
    # A row of one cell is a title, a note or a divider.
    below = [r for r in range(row + 1, min(row + 1 + SAMPLE, len(sheet.rows))) if _filled(sheet.rows[r]) > 1]
    lower = [matching.said(cell) for cell in sheet.rows[row]]
    look = _Look(sheet, named, lower, matching.across(sheet, row, headings), below, contract, office)
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


def _same(heading: str, column: Column) -> bool:
    return norm(heading) in {norm(column.header), norm(column.name)}


def _within(heading: str, column: Column) -> bool:
    told, own = set(norm(heading).split()), set(norm(column.header).split())
    return bool(told and own) and (own <= told or told <= own) and not month_of(heading)


def _filled(cells: Sequence[Cell]) -> int:
    return sum(cell != "" for cell in cells)
