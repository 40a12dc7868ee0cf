"""Matches a supplier's words with a return's, and recognises headings of totals and derived figures.

It uses plain rules, most reliable first, so that each match can be explained. A person confirms the result.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache

from peelian.sources.spreadsheets.cells import unmarked
from peelian.sources.spreadsheets.sheets import Cell
from peelian.workspace.forces import force_aliases

ALIKE = 0.72
"""How similar two words must be to be proposed as the same."""

TOTALS = re.compile(
    r"(grand |sub ?|overall |force |row |column )?totals?\b.*|.*\b(sub)?totals?|sum|all|all \w+s|overall|"
    r"force ?wide|whole force"
)

DERIVED = re.compile(
    r"%|Δ|\b(per ?cent|percentages?|pct|rates?|ratio|proportion|share of|average|avg|median|mean (time|wait|score)|"
    r"y ?t ?d|fytd|to date|cumulative|rolling|running total|r12|12 ?m(onths?)?|12 months?|since|as at|"
    r"change (on|from|since|in|vs?)|(targets?|thresholds?)(?= *($|\d|for\b|met\b|value\b|\())|variance|differences?|"
    r"previous|last year|prior (year|month|period|quarter)|(year|month|quarter) (earlier|before)|"
    r"same (month|period|quarter)|comparison|comparator|baseline|rag|rank(ing)?|trend|sparkline|forecast|"
    r"project(ion|ed)|predicted|per (1 ?000|thousand|head|officer)|(upper|lower)( control)? limit|[ul]cl)\b|"
    r"\b(changed?|score|index|share|ly|py|diff|var|mean|movement|\+/-)$",
    re.I,
)
"""Words in headings of calculated figures, or of figures for comparison."""

SHORT = {"secs": "seconds", "sec": "seconds", "s": "seconds", "mins": "minutes", "no": "number", "num": "number"}
SIGNS = {
    "<=": "within", "≤": "within", "<": "within", ">=": "over", "≥": "over", ">": "over", "%": "percent", "&": "and",
    "w/o": "without", "w/": "with",
}  # fmt: skip
WITHIN = r"\b(or|and) (less|fewer|under|below|younger)\b|\b(less|fewer) than\b|\bup to\b|\bunder\b|\bbelow\b"
OVER = r"\b(or|and) (more|over|above|older)\b|\b(more|greater|longer|older) than\b|\babove\b|\bplus\b"
SPELT_ALIKE = ((re.compile(WITHIN), "within"), (re.compile(OVER), "over"), (re.compile(r"(?<=\d) to (?=\d)"), " "))
SMALL = frozenset(["and", "of", "the", "in", "a", "an", "by", "for", "to", "at", "on", "or"])
NUMERALS = dict(
    zip(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
        map(str, range(1, 11)),
        strict=True,
    )
)
AGAINST = frozenset(["not", "no", "non", "without", "excluding", "except", "excl", "never"])
PREFIXES = ("un", "dis", "non", "in", "im", "mis")


@lru_cache(1 << 16)
def norm(text: object) -> str:
    """The text without case, signs or extra blanks: "999 calls (answered)" equals "999 Calls - Answered"."""
    plain = str(text).casefold()
    for sign, word in SIGNS.items():
        plain = plain.replace(sign, f" {word} ")
    plain = re.sub(r"(?<=\d)\+", " over ", plain)
    plain = re.sub(r"(?<=\d)(?=[a-z])", " ", plain)
    words = re.sub(r"[^0-9a-z]+", " ", plain).split()
    return " ".join(SHORT.get(word, word) for word in words)


@lru_cache(1 << 16)
def gist(text: str) -> tuple[str, ...]:
    """The words that carry meaning, in the singular, in order."""
    plain = norm(text)
    for pattern, word in SPELT_ALIKE:
        plain = pattern.sub(word, plain)
    return tuple(NUMERALS.get(word, _singular(word)) for word in plain.split() if word not in SMALL)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def word_of(text: str, allowed: Sequence[str]) -> str:
    """The return's word for a supplier's word, or "" if there is none or more than one."""
    return _word_of(unmarked(text), tuple(allowed))


class _Word:
    """A word and its forms for comparison."""

    def __init__(self, text: str) -> None:
        self.text, self.plain, self.gist = text, norm(text), gist(text)
        self.held, self.ordered = frozenset(self.gist), sorted(self.gist)
        self.against: frozenset[str] = _against(text)
        self.numbers: frozenset[str] = _numbers(text)
        self.letters = Counter(self.plain)

    def may_be_alike(self, said: "_Word") -> bool:
        """Whether they share enough letters to be similar. This quick test is seldom true."""
        most = ALIKE * (len(self.plain) + len(said.plain)) / 2
        if min(len(self.plain), len(said.plain)) < most:
            return False
        return sum(min(times, said.letters.get(letter, 0)) for letter, times in self.letters.items()) >= most


_compared = lru_cache(1 << 14)(_Word)


@lru_cache(1 << 10)
def _words(allowed: tuple[str, ...]) -> tuple[_Word, ...]:
    return tuple(map(_compared, allowed))


RULES: tuple[Callable[[_Word, _Word], bool], ...] = (
    lambda own, said: own.ordered == said.ordered,
    lambda own, said: own.plain != "" and f" {own.plain} " in f" {said.plain} ",
    lambda own, said: bool(own.held) and own.held <= said.held and own.numbers == said.numbers,
    lambda own, said: said.held <= own.held and own.numbers == said.numbers,
    lambda own, said: _shortened(said.gist, own.gist),
)
"""Whether a return's word is the supplier's word, most reliable rule first."""

PART_OF = RULES[3]
"""This rule must test all words: "violence" is part of "violence without injury" too."""


@lru_cache(1 << 16)
def _word_of(text: str, allowed: tuple[str, ...]) -> str:
    words, said = _words(allowed), _compared(text)
    for word in words:
        if word.plain == said.plain:
            return word.text
    if not said.gist:
        return ""
    open_to = [word for word in words if word.against == said.against]
    for rule in RULES:
        fits = [word for word in (words if rule is PART_OF else open_to) if rule(word, said)]
        if fits:
            fits = [word for word in fits if not any(word.held < other.held for other in fits)]
            return fits[0].text if len(fits) == 1 and fits[0] in open_to else ""
    initials = [word for word in open_to if " " in word.text and _initials(word.plain) == said.plain]
    if len(initials) == 1:
        return initials[0].text
    near = {
        word.plain: word.text
        for word in open_to
        if word.numbers <= said.numbers and word.may_be_alike(said) and not _opposite(word.plain, said.plain)
    }
    close = get_close_matches(said.plain, near, n=1, cutoff=ALIKE) if near else []
    return near[close[0]] if close else ""


def _initials(plain: str) -> str:
    return "".join(word[0] for word in plain.split())


@lru_cache(1 << 16)
def _against(text: str) -> frozenset[str]:
    """Words that reverse a meaning: "not answered" is not a kind of "answered"."""
    return AGAINST & set(norm(text).split())


@lru_cache(1 << 16)
def _numbers(text: str) -> frozenset[str]:
    """The numbers in a word. Words with different numbers are different, however similar."""
    return frozenset(re.findall(r"\d+", " ".join(gist(text))))


def _shortened(said: Sequence[str], own: Sequence[str]) -> bool:
    """Whether each word is the start of the return's word: Viol w injury, Crim damage."""
    pairs = list(zip(said, own, strict=False))
    return len(said) == len(own) and all(a == b or (len(a) > 2 and b.startswith(a)) for a, b in pairs)


def _opposite(one: str, other: str) -> bool:
    """Whether two words differ only by a prefix of negation, such as satisfied and dissatisfied."""
    pairs = [(a, b) for a in one.split() for b in other.split() if a != b]
    return any(a == p + b or b == p + a for a, b in pairs for p in PREFIXES)


def is_total(cell: Cell, allowed: Sequence[str] = ()) -> bool:
    """Whether the cell heads a total. A word that the return asks for never does."""
    return isinstance(cell, str) and _total_said(cell) and norm(unmarked(cell)) not in map(norm, allowed)


@lru_cache(1 << 14)
def _total_said(text: str) -> bool:
    return TOTALS.fullmatch(norm(unmarked(text))) is not None


@lru_cache(1 << 14)
def is_derived(heading: str) -> bool:
    """Whether a heading is for a percentage, an average, a target, a year to date or another year."""
    return DERIVED.search(heading) is not None


@cache
def _forces() -> dict[str, str]:
    return {" ".join(force_key(name).split()): own for name, own in force_aliases().items()}


@lru_cache(1 << 14)
def force_key(name: str) -> str:
    """A force's name without the words common to all forces."""
    return re.sub(r"\b(police|constabulary|force|service|the|area|and)\b", " ", norm(name)).strip()


@lru_cache(1 << 14)
def force_of(text: str, own: str = "") -> str:
    """The force that a text names, by its name in street files, or `own`. "" if it names none."""
    key = " ".join(force_key(unmarked(text)).split())
    if own and key and key == " ".join(force_key(own).split()):
        return own
    return force_aliases().get(text) or (_forces().get(key, "") if key else "")
