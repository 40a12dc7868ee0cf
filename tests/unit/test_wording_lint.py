"""Printed words keep clear of the worst habits that docs/wording.md names."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from peelian.core.phrases import Phrase
from peelian.core.shipped_files import SHIPPED

EXAMPLES = Path(__file__).parents[2] / "examples"

HABITS = {
    "told": r"\btold\b",
    "stands": r"\bstands?\b",
    "whose": r"\bwhose\b",
    "of theirs": r"\bof (?:theirs|its own accord)\b",
    "as it is": r"\bas (?:it|they) (?:is|are|stands?|stood)\b",
    "in a word": r"\bin a word\b",
    "set against": r"\bset (?:against|beside)\b",
    "up 3% on a period": r"\b(?:up|down|changed?|unchanged) on\b",
    "reckoned": r"\breckoned\b",
    "anew": r"\banew\b",
    "seldom": r"\bseldom\b",
    "known from": r"\bcan be known\b",
    "told apart": r"\btell (?:them |it )?apart\b",
    "come to": r"\bcame to [\[\d]",
}

ALLOWED = (
    "told that they may ask",  # a person is told of a right: the word's own meaning
    "being told of",
    "told of the right",
    "Told of the right",
    "told why a case",
    "was told that winter",
    "board was told",
    "neighbours stood",
    "Teams choose where to stand",
)
"""Where a word of the list is the plain one."""


def habits(text: str) -> list[str]:
    for plain in ALLOWED:
        text = text.replace(plain, "")
    return [name for name, pattern in HABITS.items() if re.search(pattern, text, re.IGNORECASE)]


def strings(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for name, part in found.items():
            if not name.startswith("where"):
                yield from strings(part)
    elif isinstance(found, list):
        for part in found:
            yield from strings(part)


@pytest.mark.parametrize("phrase", Phrase, ids=lambda phrase: phrase.name)
def test_no_phrase_has_a_habit_to_avoid(phrase: Phrase):
    assert habits(phrase.value) == []


@pytest.mark.parametrize("folder", ["measures", "returns", "barsetshire/measures"])
def test_no_text_of_a_shipped_definition_has_one(folder: str):
    for path in sorted((SHIPPED / folder).glob("*.toml")):
        texts = tomllib.loads(path.read_text(encoding="utf-8"))
        faults = [(text, found) for text in strings(texts) if (found := habits(text))]
        assert faults == [], path.name


@pytest.mark.parametrize(
    "folder", [SHIPPED / "barsetshire", EXAMPLES / "wiltshire" / "packs"], ids=["barsetshire", "wiltshire"]
)
def test_no_section_of_an_example_has_one(folder: Path):
    for path in (*sorted(folder.rglob("*.md")), *sorted(folder.rglob("pack.toml"))):
        keys = re.sub(r"^(?:told|asked|means) = ", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert [(line, found) for line in keys.splitlines() if (found := habits(line))] == [], path.name


@pytest.mark.parametrize(
    "text",
    [
        "As told by the force.",
        "It stands at 12.",
        "Up 3%, in a word better",
        "what changed on last year",
        "Forces whose data lack",
    ],
)
def test_the_lint_finds_what_it_names(text: str):
    assert habits(text)
