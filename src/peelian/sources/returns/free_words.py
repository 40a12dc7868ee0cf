"""Words where any may stand: those that are numbers or signs, and those that a file did not have before."""

import re
from collections.abc import Iterator, Mapping, Sequence

from peelian.core.sources import Column, Contract
from peelian.sources.layouts.matches import Match
from peelian.sources.layouts.rows import Line
from peelian.sources.spreadsheets.cells import is_withheld, number_of
from peelian.sources.spreadsheets.word_match import norm


def free(contract: Contract) -> tuple[Column, ...]:
    """The columns of the return in which any word may stand, and rows are told apart by it."""
    return tuple(c for c in contract.column if c.type == "text" and c.key and not c.allowed and c.name != "place")


def said(lines: Sequence[Line], column: Column) -> tuple[str, ...]:
    """The words that figures are of, each once."""
    told = (line.cells.get(column.name, "") for line in lines if not line.fault)
    return tuple(dict.fromkeys(word for word in told if word))


def odd(lines: Sequence[Line], match: Match, contract: Contract) -> Mapping[str, frozenset[str]]:
    """By column, numbers among words and signs that stand for nothing told: codes that all are numbers are words."""
    found = {}
    for column in (c for c in contract.column if c.type in ("text", "force") and c.key and not c.allowed):
        every = said(lines, column)
        told = [word for word in every if word not in match.words.get(column.name, {}).values()]
        named = any(number_of(word) is None for word in (*every, *match.known.get(column.name, ())))
        numbers = {word for word in told if number_of(word) is not None}
        signs = {word for word in told if is_withheld(word) and not re.search("[a-z]{4}", word, re.I)}
        found[column.name] = frozenset(signs | (numbers if named else set()))
    return found


def check_words(line: Line, odd: Mapping[str, frozenset[str]], contract: Contract) -> None:
    """ValueError where a number or a sign stands for a word."""
    for column in contract.column:
        told = line.cells.get(column.name, "")
        if told in odd.get(column.name, ()):
            raise ValueError(f"{column.header!r} is {told!r}, where a word should stand")


def new(lines: Sequence[Line], match: Match, contract: Contract) -> Iterator[str]:
    """Words that the file had not when its layout was confirmed, each with its column."""
    for column in free(contract):
        if known := {norm(word) for word in match.known.get(column.name, ())}:
            yield from (f"{column.header} {w!r}" for w in said(lines, column) if norm(w) not in known)
