"""Shorthand that stands in place of a figure or beside it, and what it means to a reader."""

from collections.abc import Iterable, Mapping

SHORTHAND: Mapping[str, str] = {
    "[c]": "[c] means withheld, so that nobody can be known from a small number.",
    "[low]": "[low] means that the figure rounds to nothing but is more than nothing.",
    "[p]": "[p] means provisional: it may be revised.",
    "[r]": "[r] means revised since it was last published.",
    "[u]": "[u] means too few to rely on.",
    "[x]": "[x] means not available: months are missing from what was received.",
    "[z]": "[z] means not applicable: this figure has none.",
}
"""The Analysis Function's: https://analysisfunction.civilservice.gov.uk/policy-store/symbols-in-tables-definitions-and-help/."""


def shorthand_in(texts: Iterable[str]) -> tuple[str, ...]:
    """What each shorthand in the texts means, in the order of the alphabet."""
    together = "\n".join(texts)
    return tuple(meaning for mark, meaning in SHORTHAND.items() if mark in together)
