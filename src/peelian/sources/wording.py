"""Words beside words: whether a supplier's is the return's, whether a heading is of a total or of something derived.

By plain rules, from the surest down, so that each can be explained; a person confirms what they propose.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache

from peelian.sources.cells import unmarked
from peelian.sources.police_uk import force_aliases
from peelian.sources.sheets import Cell

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
SAME = ((re.compile(WITHIN), "within"), (re.compile(OVER), "over"), (re.compile(r"(?<=\d) to (?=\d)"), " "))
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
    for pattern, word in SAME:
        told = pattern.sub(word, told)
    return tuple(NUMERALS.get(word, _singular(word)) for word in told.split() if word not in SMALL)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def word_of(text: str, allowed: Sequence[str]) -> str:
    """The return's word that a supplier's is; "" where it is none of them, or could be two."""
    return _word_of(unmarked(text), tuple(allowed))


@lru_cache(1 << 16)
def _word_of(text: str, allowed: tuple[str, ...]) -> str:
    told, said = norm(text), gist(text)
    for word in allowed:
        if norm(word) == told:
            return word
    if not said:
        return ""
    open_to = [word for word in allowed if _against(word) == _against(text)]

    def part_of(word: str) -> bool:  # of all words: "violence" is as much of "violence without injury"
        return set(said) <= set(gist(word)) and _numbers(word) == _numbers(text)

    rules: tuple[Callable[[str], bool], ...] = (
        lambda word: sorted(gist(word)) == sorted(said),
        lambda word: re.search(rf"\b{re.escape(norm(word))}\b", told) is not None and norm(word) != "",
        lambda word: bool(gist(word)) and set(gist(word)) <= set(said) and _numbers(word) == _numbers(text),
        part_of,
        lambda word: _shortened(said, gist(word)),
    )
    for rule in rules:
        fits = [word for word in (allowed if rule is part_of else open_to) if rule(word)]
        fits = [word for word in fits if not any(word != o and set(gist(word)) < set(gist(o)) for o in fits)]
        if fits:
            return fits[0] if len(fits) == 1 and fits[0] in open_to else ""
    initials = [word for word in open_to if len(word.split()) > 1 and "".join(w[0] for w in norm(word).split()) == told]
    if len(initials) == 1:
        return initials[0]
    plain = {
        norm(word): word for word in open_to if _numbers(word) <= _numbers(text) and not _opposite(norm(word), told)
    }
    near = [word for word in plain if _may_be_alike(word, told)]
    close = get_close_matches(told, near, n=1, cutoff=ALIKE) if near else []
    return plain[close[0]] if close else ""


def _may_be_alike(one: str, other: str) -> bool:
    """Whether two words have letters enough in common to be alike: cheap to ask, and seldom so."""
    most = ALIKE * (len(one) + len(other)) / 2
    return min(len(one), len(other)) >= most and sum((_letters(one) & _letters(other)).values()) >= most


@lru_cache(1 << 14)
def _letters(word: str) -> Counter[str]:
    return Counter(word)


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
