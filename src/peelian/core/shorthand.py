"""Shorthand that stands in place of a figure or beside it, and what it means to a reader."""

from collections.abc import Iterable, Mapping

from peelian.core.language import say
from peelian.core.phrases import Phrase

SHORTHAND: Mapping[str, Phrase] = {
    "[c]": Phrase.MARK_C,
    "[low]": Phrase.MARK_LOW,
    "[p]": Phrase.MARK_P,
    "[r]": Phrase.MARK_R,
    "[u]": Phrase.MARK_U,
    "[x]": Phrase.MARK_X,
    "[z]": Phrase.MARK_Z,
}
"""The Analysis Function's: https://analysisfunction.civilservice.gov.uk/policy-store/symbols-in-tables-definitions-and-help/."""


def shorthand_in(texts: Iterable[str]) -> tuple[str, ...]:
    """What each shorthand in the texts means, in the order of the alphabet."""
    together = "\n".join(texts)
    return tuple(say(meaning) for mark, meaning in SHORTHAND.items() if mark in together)
