"""Matches: how a supplier's own layout is read as a return, kept as text.

A supplier's sheet has titles above and notes below, headings in one row or two, months down or across, totals among the
figures, words of its own. A `Match` says which of it is what; nothing else of the file is read as a fact.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import tomlkit
from tomlkit.items import KeyType, SingleKey, Table

from peelian.core.errors import DefinitionError, PeelianError
from peelian.core.measures import FORBID_EXTRA
from peelian.core.sources import Contract
from peelian.workspace.text_files import parse_toml, read_text, validated

ACROSS = "across"
MOST_HEADINGS = 10
FIGURE_COLUMN = "n"
"""The return's column of figures."""

SIMPLE = ("months", "year", "turned", "beside", "shares", "down", "over", "told", "seen", "apart")
"""What a match says in a line of its own, in the order in which a person reads it."""


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
    `months` is "across" where each month has a column of its own; `year` heads the column that tells the years of
    months told without. `words` has, by column, the supplier's words and the return's; `left` those whose rows are not
    asked for; `only` what a column that is not the return's must say for a row to be read. `down` are columns whose
    blank cells say what the cell above says; `over` those that a row above others says for those below it; `told` those
    that each sheet's name, its titles or the file's name say once. `turned` is a table on its side, its headings in the
    first column; `beside` one of several side by side. `shares` reads shares of one as per cent.

    What the file was like when it was confirmed: `seen` are its headings without their months, as often as they stand
    in a table, `apart` how many of its tables were left unread, `known` the words that stood where any may. A file that
    is not like it is asked about again.
    """

    reads: str
    headings: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    months: str = ""
    year: str = ""
    value: tuple[Value, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    down: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    turned: bool = False
    beside: bool = False
    shares: bool = False
    seen: tuple[str, ...] = ()
    apart: int = 0
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    __pydantic_config__ = FORBID_EXTRA


def load_match(path: Path) -> Match:
    """A kept match. DefinitionError names the file."""
    return parse(read_text(path), str(path))


def kept(folder: Path) -> tuple[Match, ...]:
    """Every match confirmed in a workspace, by the names of their files."""
    return tuple(load_match(path) for path in sorted(folder.glob("*.toml")))


def match_faults(folder: Path, contracts: Mapping[str, Contract]) -> Iterator[PeelianError]:
    """One for each kept match that is damaged, or reads a return or a column that there is not."""
    for path in sorted(folder.glob("*.toml")):
        try:
            match = load_match(path)
            contract = contracts.get(match.reads)
            names = {column.name for column in contract.column} if contract else set()
            if not contract:
                raise DefinitionError(str(path), f"there is no return {match.reads!r}", "correct it, or delete it")
            if unknown := {*match.columns, *match.fixed, *match.words, *match.down, *match.over, *match.told} - names:
                what = f"{contract.title!r} has no column {min(unknown)!r}"
                raise DefinitionError(str(path), what, f"use one of {', '.join(sorted(names))}")
        except PeelianError as fault:
            yield fault


def keep(folder: Path, match: Match) -> Path:
    """Written beside those kept already: a return may come in several layouts."""
    folder.mkdir(parents=True, exist_ok=True)
    names = (match.reads, *(f"{match.reads}-{number}" for number in range(2, 1000)))
    path = next(folder / f"{name}.toml" for name in names if not (folder / f"{name}.toml").exists())
    path.write_text(written(match), encoding="utf-8", newline="\n")
    return path


def parse(text: str, where: str) -> Match:
    """DefinitionError, or Faults, where it is no match."""
    match: Match = validated(parse_toml(text, where), Match, where)
    if not 1 <= match.headings <= MOST_HEADINGS:
        what = f"headings is {match.headings}, not a number from 1 to {MOST_HEADINGS}"
        raise DefinitionError(where, what, "write the number of rows of headings")
    if match.apart < 0:
        raise DefinitionError(where, f"apart is {match.apart}, below 0", "write the number of tables that are not read")
    if match.months not in ("", ACROSS):
        raise DefinitionError(where, f"months is {match.months!r}", f"write {ACROSS!r}, or leave it out")
    return match


def written(match: Match) -> str:
    """The match as text that a person can read and change: what it leaves out is as `Match` has it."""
    told = {name: value for name, value in asdict(match).items() if value != getattr(Match(""), name)}
    text = tomlkit.document()
    for name in ("reads", "headings", *SIMPLE):
        if name in told or name == "headings":
            text.add(name, tomlkit.item(getattr(match, name)))
    for name in ("columns", "fixed"):
        if name in told:
            text.add(tomlkit.nl()).add(name, tomlkit.item(told[name]))
    for name in ("left", "only", "known"):
        if name in told:
            text.add(tomlkit.nl()).add(name, _by_words(told[name]))
    if match.words:
        by_column = tomlkit.table(is_super_table=True)
        for column, words in match.words.items():
            by_column.add(column, _by_words(words))
        text.add(tomlkit.nl()).add("words", by_column)
    if match.value:
        listed = tomlkit.aot()
        for value in match.value:
            of = tomlkit.inline_table()
            of.update(value.of)
            listed.append(tomlkit.table().add("heading", value.heading).add("of", of))
        text.add(tomlkit.nl()).add("value", listed)
    return tomlkit.dumps(text)


def _by_words(told: Mapping[str, str | tuple[str, ...]]) -> Table:
    """A table by the supplier's words, all in quotes, as some have blanks and some have not."""
    made = tomlkit.table()
    for word, own in told.items():
        made.add(SingleKey(word, KeyType.Basic), tomlkit.item(own))
    return made
