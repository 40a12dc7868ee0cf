"""Reading: whether the brief can be read in two minutes by someone who has read nothing else."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import pyphen

from peelian.core.pack import Block, Card, Heading, ListOf, Page, Paragraph, plain, runs_of

MOST_WORDS = 300
MOST_FIGURES = 6
MOST_AGE = 16
"""Reading age in years. GOV.UK writes for 9; names of offices and measures cost about four years, sums two more."""

WORD = re.compile(r"[A-Za-zÀ-ÿ0-9][\w'’.,%£-]*")
BRACKETED = re.compile(r"[(\[][^)\]]*?[£]?\d[\d,.]*%?\s*(?:to|–|-)\s*[£]?\d[\d,.]*%?[^)\]]*[)\]]")
SHORT = re.compile(r"\b[A-Z][A-Z0-9&]+s?\b")
KNOWN = ("[c]", "GP", "NHS", "TV", "UK")
"""Short forms that need no explaining; names of the office's own are added to them."""


def faults(pages: Sequence[Page], names: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """What makes the brief no brief, each with what to do."""
    told = " ".join(_texts(pages))
    if (count := len(words_in(told))) > MOST_WORDS:
        yield f"the brief has {count} words, and {MOST_WORDS} are the most", f"take {count - MOST_WORDS} out"
    figures = {_figure(run.key) for page in pages for block in page.blocks for run in runs_of(block) if run.key}
    if len(figures) > MOST_FIGURES:
        yield f"the brief has {len(figures)} figures, and {MOST_FIGURES} are the most", "choose fewer"
    if found := BRACKETED.search(told):
        yield f"{found[0]!r} is an interval in brackets", "leave it to the paper"
    for short in dict.fromkeys(SHORT.findall(told)):
        if short not in KNOWN and not any(short in name for name in names) and not _explained(short, told):
            yield f"{short} is not explained", f"write it out first, with {short} in brackets behind it, or always"
    if (age := reading_age(" ".join(_sentences(pages)))) > MOST_AGE:
        yield f"the brief reads for age {age}, and {MOST_AGE} is the most", "write shorter sentences and shorter words"


def words_in(text: str) -> list[str]:
    return WORD.findall(text)


def reading_age(text: str) -> int:
    """The Flesch-Kincaid grade and five years; 0 without a sentence.

    Kincaid and others (1975): 0.39 words per sentence + 11.8 syllables per word - 15.59. Syllables are counted by where
    a word may be hyphenated, which is a few too low.
    """
    sentences = [part for part in re.split(r"(?<=[.!?])\s+", text) if words_in(part)]
    words = [word for sentence in sentences for word in words_in(sentence)]
    if not words:
        return 0
    syllables = sum(_syllables(word) for word in words)
    return round(0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59 + 5)


def _syllables(word: str) -> int:
    return 1 if word[0].isdigit() else len(_hyphens().positions(word.lower())) + 1


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")


def _explained(short: str, text: str) -> bool:
    """Written out at its first use, with the short form in brackets behind, or the other way round."""
    at = text.find(short)
    return (f"({short})" in text and text.find(f"({short})") <= at) or text[at + len(short) :].lstrip().startswith("(")


def _figure(key: str) -> str:
    """A measure in an area, whatever is told of it, or a statement."""
    return key if key.startswith("stated:") else key.partition("/")[0]


def _texts(pages: Sequence[Page]) -> Iterator[str]:
    for page in pages:
        yield plain(page.title)
        for block in page.blocks:
            yield from _words_of(block)


def _words_of(block: Block) -> Iterator[str]:
    match block:
        case Card():
            yield from (
                block.title,
                plain(block.value),
                block.period,
                plain(block.base),
                plain(block.change),
                block.verdict,
            )
        case Heading() | Paragraph():
            yield plain(block.runs)
        case ListOf():
            yield from (plain(item) for item in block.items)
        case _:
            yield from (plain((run,)) for run in runs_of(block))


def _sentences(pages: Sequence[Page]) -> Iterator[str]:
    """What is written to be read as sentences: cards are not."""
    for page in pages:
        for block in page.blocks:
            if not isinstance(block, Card | Heading):
                yield from (text.rstrip(".") + "." for text in _words_of(block) if text.strip())
