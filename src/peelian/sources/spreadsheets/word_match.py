"""Words beside words: whether a supplier's is the return's, whether a heading is of a total or of something derived.

By plain rules, from the surest down, so that each can be explained; a person confirms what they propose.
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
"""How alike two words must be to be proposed as the same."""

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
"""Headings of what is worked out from figures, or set beside them."""

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
    """Without case, signs or runs of blanks: "999 calls (answered)" and "999 Calls - Answered" are one."""
    told = str(text).casefold()
    for sign, word in SIGNS.items():
        told = told.replace(sign, f" {word} ")
    told = re.sub(r"(?<=\d)\+", " over ", told)
    told = re.sub(r"(?<=\d)(?=[a-z])", " ", told)
    words = re.sub(r"[^0-9a-z]+", " ", told).split()
    return " ".join(SHORT.get(word, word) for word in words)


@lru_cache(1 << 16)
def gist(text: str) -> tuple[str, ...]:
    """The words that carry a meaning, singular, in their order."""
    told = norm(text)
    for pattern, word in SPELT_ALIKE:
        told = pattern.sub(word, told)
    return tuple(NUMERALS.get(word, _singular(word)) for word in told.split() if word not in SMALL)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def word_of(text: str, allowed: Sequence[str]) -> str:
    """The return's word that a supplier's is; "" where it is none of them, or could be two."""
    return _word_of(unmarked(text), tuple(allowed))


class _Word:
    """A word, and what it is compared by."""

    def __init__(self, text: str) -> None:
        self.text, self.told, self.gist = text, norm(text), gist(text)
        self.held, self.ordered = frozenset(self.gist), sorted(self.gist)
        self.against: frozenset[str] = _against(text)
        self.numbers: frozenset[str] = _numbers(text)
        self.letters = Counter(self.told)

    def may_be_alike(self, said: "_Word") -> bool:
        """Whether they have letters enough in common to be alike: cheap to ask, and seldom so."""
        most = ALIKE * (len(self.told) + len(said.told)) / 2
        if min(len(self.told), len(said.told)) < most:
            return False
        return sum(min(times, said.letters.get(letter, 0)) for letter, times in self.letters.items()) >= most


_compared = lru_cache(1 << 14)(_Word)


@lru_cache(1 << 10)
def _words(allowed: tuple[str, ...]) -> tuple[_Word, ...]:
    return tuple(map(_compared, allowed))


RULES: tuple[Callable[[_Word, _Word], bool], ...] = (
    lambda own, said: own.ordered == said.ordered,
    lambda own, said: own.told != "" and f" {own.told} " in f" {said.told} ",
    lambda own, said: bool(own.held) and own.held <= said.held and own.numbers == said.numbers,
    lambda own, said: said.held <= own.held and own.numbers == said.numbers,
    lambda own, said: _shortened(said.gist, own.gist),
)
"""From the surest down: whether a word of the return's is the one said."""

PART_OF = RULES[3]
"""Asked of all words: "violence" is as much of "violence without injury"."""


@lru_cache(1 << 16)
def _word_of(text: str, allowed: tuple[str, ...]) -> str:
    words, said = _words(allowed), _compared(text)
    for word in words:
        if word.told == said.told:
            return word.text
    if not said.gist:
        return ""
    open_to = [word for word in words if word.against == said.against]
    for rule in RULES:
        fits = [word for word in (words if rule is PART_OF else open_to) if rule(word, said)]
        if fits:
            fits = [word for word in fits if not any(word.held < other.held for other in fits)]
            return fits[0].text if len(fits) == 1 and fits[0] in open_to else ""
    initials = [word for word in open_to if " " in word.text and _initials(word.told) == said.told]
    if len(initials) == 1:
        return initials[0].text
    near = {
        word.told: word.text
        for word in open_to
        if word.numbers <= said.numbers and word.may_be_alike(said) and not _opposite(word.told, said.told)
    }
    close = get_close_matches(said.told, near, n=1, cutoff=ALIKE) if near else []
    return near[close[0]] if close else ""


def _initials(told: str) -> str:
    return "".join(word[0] for word in told.split())


@lru_cache(1 << 16)
def _against(text: str) -> frozenset[str]:
    """Words that turn a meaning round: "not answered" is no kind of "answered"."""
    return AGAINST & set(norm(text).split())


@lru_cache(1 << 16)
def _numbers(text: str) -> frozenset[str]:
    """A word with another number in it is another word, however like."""
    return frozenset(re.findall(r"\d+", " ".join(gist(text))))


def _shortened(said: Sequence[str], own: Sequence[str]) -> bool:
    """Viol w injury, Crim damage: word by word the beginning of the return's."""
    pairs = list(zip(said, own, strict=False))
    return len(said) == len(own) and all(a == b or (len(a) > 2 and b.startswith(a)) for a, b in pairs)


def _opposite(one: str, other: str) -> bool:
    """Satisfied and dissatisfied are as like as two words can be."""
    pairs = [(a, b) for a in one.split() for b in other.split() if a != b]
    return any(a == p + b or b == p + a for a, b in pairs for p in PREFIXES)


def is_total(cell: Cell, allowed: Sequence[str] = ()) -> bool:
    """Whether the cell heads a total rather than a part; a word the return asks for never does."""
    return isinstance(cell, str) and _total_said(cell) and norm(unmarked(cell)) not in map(norm, allowed)


@lru_cache(1 << 14)
def _total_said(text: str) -> bool:
    return TOTALS.fullmatch(norm(unmarked(text))) is not None


@lru_cache(1 << 14)
def is_derived(heading: str) -> bool:
    """Whether a heading is of a percentage, an average, a target, a year to date, another year."""
    return DERIVED.search(heading) is not None


@cache
def _forces() -> dict[str, str]:
    return {" ".join(force_key(name).split()): own for name, own in force_aliases().items()}


@lru_cache(1 << 14)
def force_key(name: str) -> str:
    """A force's name without the words that all of them have."""
    return re.sub(r"\b(police|constabulary|force|service|the|area|and)\b", " ", norm(name)).strip()


@lru_cache(1 << 14)
def force_of(text: str, own: str = "") -> str:
    """The force a text names, as its street files print it, or `own`; "" where it names none."""
    key = " ".join(force_key(unmarked(text)).split())
    if own and key and key == " ".join(force_key(own).split()):
        return own
    return force_aliases().get(text) or (_forces().get(key, "") if key else "")
