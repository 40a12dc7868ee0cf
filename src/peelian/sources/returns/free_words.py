"""Checks words in columns that allow any word: numbers and signs among them, and words new in a file."""

import re
from collections.abc import Iterator, Mapping, Sequence

from peelian.core.sources import Column, Contract
from peelian.sources.layouts.matches import Match
from peelian.sources.layouts.rows import Line
from peelian.sources.spreadsheets.cells import is_withheld, number_of
from peelian.sources.spreadsheets.word_match import norm


def free(contract: Contract) -> tuple[Column, ...]:
    """The return's key columns that allow any word."""
    return tuple(c for c in contract.column if c.type == "text" and c.key and not c.allowed and c.name != "place")


def said(lines: Sequence[Line], column: Column) -> tuple[str, ...]:
    """The words in a column, each once."""
    words = (line.cells.get(column.name, "") for line in lines if not line.fault)
    return tuple(dict.fromkeys(word for word in words if word))


def odd(lines: Sequence[Line], match: Match, contract: Contract) -> Mapping[str, frozenset[str]]:
    """By column, numbers among words, and signs for a missing word. If all words are numbers, they are codes."""
    found = {}
    for column in (c for c in contract.column if c.type in ("text", "force") and c.key and not c.allowed):
        every = said(lines, column)
        new_words = [word for word in every if word not in match.words.get(column.name, {}).values()]
        named = any(number_of(word) is None for word in (*every, *match.known.get(column.name, ())))
        numbers = {word for word in new_words if number_of(word) is not None}
        signs = {word for word in new_words if is_withheld(word) and not re.search("[a-z]{4}", word, re.I)}
        found[column.name] = frozenset(signs | (numbers if named else set()))
    return found


def check_words(line: Line, odd: Mapping[str, frozenset[str]], contract: Contract) -> None:
    """ValueError if a number or a sign is in the place of a word."""
    for column in contract.column:
        word = line.cells.get(column.name, "")
        if word in odd.get(column.name, ()):
            raise ValueError(f"{column.header!r} is {word!r}, not a word")


def new(lines: Sequence[Line], match: Match, contract: Contract) -> Iterator[str]:
    """Words that the file did not have when its layout was confirmed, each with its column."""
    for column in free(contract):
        if known := {norm(word) for word in match.known.get(column.name, ())}:
            yield from (f"{column.header} {w!r}" for w in said(lines, column) if norm(w) not in known)
