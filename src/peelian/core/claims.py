"""Words that assert, and what a finding must show before they may be printed.

A claim is the author's own words bound to a finding: `[more than tripled](=measure:change)`. Words not in these tables
cannot be checked and are refused.
"""

import re
from collections.abc import Callable
from fractions import Fraction

from peelian.core.findings import Change, Finding, Level, NoFinding, Rank
from peelian.core.observations import Outcome, Statistic
from peelian.core.sentences import change as change_words

UP = (
    "rose",
    "risen",
    "rise",
    "rises",
    "increased",
    "increase",
    "increases",
    "grew",
    "grown",
    "higher",
    "up",
    "went up",
)
DOWN = ("fell", "fallen", "fall", "falls", "decreased", "decrease", "decreases", "reduced", "reduction", "dropped",
        "declined", "lower", "down", "went down")  # fmt: skip
BETTER = ("improved", "improvement", "better")
WORSE = ("worsened", "worse", "deteriorated")
NO_CHANGE = ("unchanged", "did not change", "no change", "the same")
UNCLEAR = ("no clear change", "little changed", "not clearly changed")
HIGHEST, LOWEST = ("highest", "the highest", "top", "most"), ("lowest", "the lowest", "bottom", "fewest")
COMPLETE = ("all", "every", "every month", "all months", "complete")
NUMBERED = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

MULTIPLES: dict[str, Fraction] = {
    "doubled": Fraction(2),
    "doubling": Fraction(2),
    "tripled": Fraction(3),
    "tripling": Fraction(3),
    "trebled": Fraction(3),
    "quadrupled": Fraction(4),
    "halved": Fraction(1, 2),
    "halving": Fraction(1, 2),
}

UNBOUND = re.compile(
    r"\b(rose|risen|fell|fallen|increased|decreased|reduced|improved|worsened|deteriorated|doubl(?:ed|ing)|"
    r"tripl(?:ed|ing)|trebled|quadrupled|halv(?:ed|ing)|highest|lowest)\b",
    re.IGNORECASE,
)
"""Words that always assert something about a figure: typed without a binding they are refused."""


def unsupported(words: str, finding: Finding | Outcome) -> str | None:
    """What the finding says instead, when it does not bear the words out; None when it does.

    ValueError when the words are not ones that can be checked against such a finding.
    """
    text = " ".join(words.lower().split())
    if isinstance(finding, NoFinding):
        return f"there is no finding ({finding.reason})"
    if text in COMPLETE:
        return _completeness(finding)
    if isinstance(finding, Rank):
        return _rank(text, finding)
    if isinstance(finding, Level) or not isinstance(finding, Change):
        raise ValueError(f"{words!r} says how something changed or ranked; bind it to :change or :rank")
    return _change(text, finding)


def _change(text: str, found: Change) -> str | None:
    difference = found.now.value - found.then.value
    better = found.now.measure.better
    told = f"the figure went {change_words(found)}"
    holds: bool
    if text in UP:
        holds = difference > 0
    elif text in DOWN:
        holds = difference < 0
    elif text in NO_CHANGE:
        holds = difference == 0
    elif text in UNCLEAR:
        holds = difference == 0 or found.clear is False
    elif text in BETTER + WORSE:
        if better == "neutral":
            return f"{found.now.measure.title!r} has no better direction; say that it rose or fell"
        holds = difference != 0 and ((difference > 0) == (better == "up")) == (text in BETTER)
        told += f", and for this measure {better} is better"
    elif (limit := _multiple(text)) is not None:
        holds = _reaches(found, *limit)
    else:
        raise ValueError(f"{text!r} is not a word that can be checked against a change; use one of {known_words()}")
    if holds and found.clear is False and text not in NO_CHANGE + UNCLEAR:
        return f"{told}: chance alone could well give that"
    return None if holds else told


def _multiple(text: str) -> tuple[bool, Fraction] | None:
    """Whether "more than" was said, and the multiple; None when the text is not a multiple."""
    more = text.startswith("more than ")
    times = MULTIPLES.get(text.removeprefix("more than "))
    return None if times is None else (more, times)


def _reaches(found: Change, more: bool, times: Fraction) -> bool:
    """ "Tripled" is at least three times, "more than tripled" strictly more; "halved" is a half or less."""
    if found.then.value == 0:
        return False
    ratio = found.now.value / found.then.value
    beyond: Callable[[Fraction, Fraction], bool] = (
        (lambda a, b: a > b if more else a >= b) if times > 1 else (lambda a, b: a < b if more else a <= b)
    )
    return beyond(ratio, times)


def _rank(text: str, found: Rank) -> str | None:
    told = f"it is number {found.position} of {found.of} {found.universe}"
    told += f", equal with {found.tied} other" + ("s" if found.tied > 1 else "") if found.tied else ""
    word = text.removeprefix("joint ").removeprefix("equal ")
    joint = word != text
    from_below = found.of - found.position - found.tied + 1
    place = 1
    first, _, end = word.partition(" ")
    if first in NUMBERED:
        place, word = NUMBERED.index(first) + 2, end
    if word not in HIGHEST + LOWEST:
        raise ValueError(f"{text!r} is not a word that can be checked against a rank; use one of {known_words()}")
    holds = (found.position if word in HIGHEST else from_below) == place and joint == bool(found.tied)
    return None if holds else told


def _completeness(finding: Finding | Outcome) -> str | None:
    if not isinstance(finding, Statistic):
        raise ValueError("bind it to :months to claim that every month is there")
    whole = finding.months_present == finding.months_expected
    return None if whole else f"it has {finding.months_present} of {finding.months_expected} months"


def known_words() -> str:
    """For the message of an error: the words that may be bound."""
    families = (
        UP[0],
        DOWN[0],
        NO_CHANGE[0],
        BETTER[0],
        WORSE[0],
        HIGHEST[0],
        LOWEST[0],
        *MULTIPLES,
        "more than tripled",
    )
    return ", ".join(families)
