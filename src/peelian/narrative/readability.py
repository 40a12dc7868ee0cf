"""Reading: whether the brief can be read in two minutes by someone who has read nothing else."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import assert_never

import pyphen

from peelian.core.pack import (
    Block,
    Callout,
    Card,
    Chart,
    Heading,
    ListOf,
    Notes,
    Page,
    Paragraph,
    Table,
    figure_keys,
    plain,
    runs_of,
)

MOST_WORDS = 300
MOST_FIGURES = 6
MOST_AGE = 16
"""Reading age in years. Prose as GOV.UK writes it comes to 9 here, a short plain report to a Panel to 11, two sentences
of some thirty words each with the names of bodies and crimes to 19: tests/unit/test_readability.py has them.
"""

FEWEST_WORDS = 20
"""Of fewer the formula says nothing: one long name among five words makes them hard."""

WORD = re.compile(r"[A-Za-zÀ-ÿ0-9][\w'’.,%£-]*")
BRACKETED = re.compile(r"[(\[][^()\[\]]*?\d[\d.,%]*\s*(?:\bto\b|\band\b|–|-)\s*[-−+£]?\d[^()\[\]]*[)\]]")
SPAN = re.compile(r"(?:19|20)\d\d|\bage[ds]?\b|\bpages?\b", re.IGNORECASE)
"""What tells a bracket of years, ages or pages from an interval."""

SHORT = re.compile(r"\b[A-Z](?:&?[A-Z])+[0-9]*(?=s?\b)")
KNOWN = frozenset(("DVLA", "EU", "GP", "MP", "NHS", "TV", "UK", "US", "VAT"))
"""Short forms that nearly all readers know: those of GOV.UK's style guide, and three of common speech. PCC, ASB and
HMICFRS are not among them. To these come the names that office.toml lists.
"""


def brief_faults(pages: Sequence[Page], names: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """What makes the brief no brief, each with what to do."""
    told = " ".join(_texts(pages))
    if (count := len(words_in(told))) > MOST_WORDS:
        yield f"the brief has {count} words, and {MOST_WORDS} are the most", f"take {count - MOST_WORDS} out"
    keys = dict.fromkeys(key for page in pages for key in figure_keys(page.title, page.blocks))
    if (count := len({_figure(key) for key in keys})) > MOST_FIGURES:
        yield f"the brief has {count} figures, and {MOST_FIGURES} are the most", f"take {count - MOST_FIGURES} out"
    for page in pages:
        yield from _intervals(page)
    known = KNOWN.union(*(SHORT.findall(name) for name in names))
    for short in dict.fromkeys(SHORT.findall(told)):
        if short not in known and not _explained(short, told):
            yield f"{short} is not explained", f"write it out first, with {short} in brackets behind it, or always"
    sentences = " ".join(_sentences(pages))
    if len(words_in(sentences)) >= FEWEST_WORDS and (age := reading_age(sentences)) > MOST_AGE:
        longest = max(_split(sentences), key=lambda sentence: len(words_in(sentence)))
        to_do = f"write shorter sentences and shorter words; begin with {longest!r}"
        yield f"the brief reads for age {age}, and {MOST_AGE} is the most", to_do


def _intervals(page: Page) -> Iterator[tuple[str, str]]:
    """An interval in brackets, or one printed from its figure: neither belongs on one side."""
    part = plain(page.title)
    for run in (run for block in page.blocks for run in runs_of(block) if run.key.endswith(":interval")):
        yield f"{run.text!r} in {part!r} is an interval", "leave it to the paper"
    for found in BRACKETED.finditer(" ".join(_texts((page,)))):
        if not SPAN.search(found[0]):
            yield f"{found[0]!r} in {part!r} is an interval in brackets", "leave it to the paper"


def words_in(text: str) -> list[str]:
    return WORD.findall(text)


def reading_age(text: str) -> int:
    """The Flesch-Kincaid grade and five years; 0 without a sentence.

    Kincaid and others (1975): 0.39 words per sentence + 11.8 syllables per word - 15.59. Syllables are as
    `_syllables` counts them, within 2% of the true number over a hundred words of such reports.
    """
    sentences = _split(text)
    words = [word for sentence in sentences for word in words_in(sentence)]
    if not words:
        return 0
    syllables = sum(_syllables(word) for word in words)
    return round(0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59 + 5)


def _split(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if words_in(part)]


def _syllables(word: str) -> int:
    """One for a number, as it is one to the eye. Of a word, where it may be hyphenated or its groups of vowels,
    whichever are more: hyphenation alone never parts a single letter, so "area" would have one.
    """
    parts = re.findall(r"[a-zà-ÿ'’]+", word.lower())
    return sum(max(len(_hyphens().positions(part)), _vowels(part) - 1) + 1 for part in parts) or 1


def _vowels(word: str) -> int:
    """Groups of vowels, without the e that is not spoken in "home", "homes" and "called"."""
    spoken = re.sub(r"(?<![aeiouylscgxzh])es$|(?<![aeiouytd])ed$|(?<![^aeiouy]l)(?<![aeiouy])e$", "", word)
    return len(re.findall(r"[aeiouyà-ÿ]+", spoken))


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")


def _explained(short: str, text: str) -> bool:
    """Written out at its first use, with the short form in brackets behind it, or the other way round."""
    first = re.search(rf"(?<!\w){re.escape(short)}s?(?!\w)", text)
    return first is not None and (
        (text[: first.start()].endswith("(") and text[first.end() :].startswith(")"))
        or text[first.end() :].lstrip().startswith("(")
    )


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
            yield from (block.title, plain(block.value), block.period)
            yield from (plain(block.base), plain(block.change), block.verdict)
        case Callout():
            yield from (block.title, plain(block.runs))
        case Heading() | Paragraph():
            yield plain(block.runs)
        case ListOf():
            yield from (plain(item) for item in block.items)
        case Notes():
            yield from (plain(runs) for runs in block.paragraphs)
        case Table() | Chart():
            yield from (plain((run,)) for run in runs_of(block))
        case _:
            assert_never(block)


def _sentences(pages: Sequence[Page]) -> Iterator[str]:
    """What is written to be read as sentences: cards, headings, tables and pictures are not."""
    for page in pages:
        for block in page.blocks:
            if isinstance(block, Paragraph | ListOf | Callout | Notes):
                yield from (_stopped(text.strip()) for text in _words_of(block) if text.strip())


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
