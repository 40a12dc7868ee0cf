"""The table of phrases: every place is filled rightly, every phrase is used, and other languages say what they lack."""

import ast
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from peelian.core import language
from peelian.core.language import in_language, placeholders, say
from peelian.core.phrases import Phrase
from peelian.core.shipped_files import SHIPPED

SOURCE = Path(language.__file__).parents[1]
TEMPLATES = sorted((SHIPPED / "templates").glob("*.html"))

Filled = tuple[str, str, frozenset[str] | None]
"""Where a phrase is said, which, and the placeholders it is given; None where they come from a mapping."""


def in_code() -> Iterator[Filled]:
    for path in sorted(SOURCE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
            if name in ("say", "filled") and call.args:
                given = {word.arg for word in call.keywords}
                for said in ast.walk(call.args[0]):
                    if isinstance(said, ast.Attribute) and getattr(said.value, "id", "") == "Phrase":
                        yield f"{path}:{call.lineno}", said.attr, None if None in given else frozenset(given)


def in_templates() -> Iterator[Filled]:
    for path in TEMPLATES:
        tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "say":
                given = frozenset(word.key for word in call.kwargs)
                phrases = list(call.args[0].find_all(nodes.Getattr))
                phrases += [call.args[0]] if isinstance(call.args[0], nodes.Getattr) else []
                for said in phrases:
                    if isinstance(said.node, nodes.Name) and said.node.name == "Phrase":
                        yield f"{path}:{call.lineno}", said.attr, given


FILLED = [*in_code(), *in_templates()]


def test_templates_name_phrases_that_there_are():
    assert [(where, name) for where, name, _ in in_templates() if name not in Phrase.__members__] == []


def test_each_place_of_a_phrase_is_filled_wherever_it_is_said():
    lacking = [
        (where, name, wanted - given)
        for where, name, given in FILLED
        if given is not None and not (wanted := placeholders(Phrase[name].value)) <= given
    ]
    assert lacking == []


def test_nothing_is_given_to_a_phrase_that_has_no_place_for_it():
    """One call may choose between phrases with and without a place: some phrase of the call has it."""
    by_call: dict[str, set[str]] = {}
    for where, name, _ in FILLED:
        by_call.setdefault(where, set()).update(placeholders(Phrase[name].value))
    assert [
        (where, name, given - by_call[where]) for where, name, given in FILLED if (given or set()) - by_call[where]
    ] == []


def test_every_phrase_is_used():
    text = "".join(path.read_text(encoding="utf-8") for path in (*SOURCE.rglob("*.py"), *TEMPLATES))
    used = set(re.findall(r"Phrase\.([A-Z0-9_]+)", text))
    assert {phrase.name for phrase in Phrase} - used == set()


def test_templates_have_no_words_of_their_own():
    """Whatever a reader sees of a template comes from the table or from the pack."""
    for path in TEMPLATES:
        text = re.sub(r"\{[{%#].*?[}%#]\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        text = re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.S)
        assert re.findall(r"[A-Za-z]{2,}", text) == [], path.name


@pytest.mark.parametrize("code", language.OTHERS)
def test_a_language_has_the_places_of_the_english(code: str):
    table = language.OTHERS[code]
    assert {p.name for p, text in table.items() if placeholders(text) != placeholders(p.value)} == set()
    lacking = [phrase.name for phrase in Phrase if phrase not in table]
    if code in language.COMPLETE:
        assert lacking == []
    elif lacking:
        warnings.warn(
            f"{code} lacks {len(lacking)} of {len(Phrase)} phrases; they are printed in English", stacklevel=1
        )


def test_what_a_language_lacks_is_said_in_english(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(language, "OTHERS", {"xx": {Phrase.UP: "UP!", Phrase.OUT_OF: "{denominator} > {numerator}"}})
    with in_language("xx-GB"):
        assert say(Phrase.UP) == "UP!"
        assert say(Phrase.OUT_OF, numerator=1, denominator=2) == "2 > 1"
        assert say(Phrase.DOWN) == "down"
    assert say(Phrase.UP) == "up"
