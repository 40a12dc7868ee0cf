"""The language a pack is printed in, and `say`, which fills a phrase in it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from string import Formatter

from peelian.core.phrases import Phrase

Table = Mapping[Phrase, str]

WELSH: Table = {}
"""Cymraeg. Empty until a Welsh speaker writes it: what a language lacks is printed in English."""

OTHERS: Mapping[str, Table] = {"cy": WELSH}
"""The languages besides English, by the code of `language` in office.toml."""

COMPLETE: tuple[str, ...] = ()
"""Those that must lack nothing. A test fails where one does, and says what the rest lack."""

ENGLISH: Table = {}
"""The phrases' own texts."""

_in_use: ContextVar[Table] = ContextVar("phrases", default=ENGLISH)


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Phrases are said in this language (en, cy, or with a region: en-GB) while the block runs."""
    token = _in_use.set(OTHERS.get(code.partition("-")[0].lower(), ENGLISH))
    try:
        yield
    finally:
        _in_use.reset(token)


def say(phrase: Phrase, **parts: object) -> str:
    """The phrase in the language in use, with its places filled."""
    return template(phrase).format(**parts)


def template(phrase: Phrase) -> str:
    """The phrase with its places open."""
    return _in_use.get().get(phrase, phrase.value)


def pattern(phrase: Phrase, **parts: str) -> str:
    """A regular expression for what the phrase says; `parts` are the expressions for its places."""
    return "".join(
        re.escape(before) + (parts[place] if place else "")
        for before, place, _, _ in Formatter().parse(template(phrase))
    )


def placeholders(text: str) -> frozenset[str]:
    """The names of a text's places: {now}, {then}."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)
