"""Quality: what arrived from a source, and what did not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from peelian.core.coverage import months_in_words
from peelian.core.language import say
from peelian.core.periods import add_months, months_between
from peelian.core.phrases import Phrase


@dataclass(frozen=True)
class SourceQuality:
    """One source's files for the office's force. `missing` are months between the first and last reported, or that its
    template expects, of which nothing is held. `superseded` names files that a later one replaced, in part or whole.
    """

    source: str
    title: str
    files: int
    rows: int
    rejected: int
    duplicates: int
    as_at: date
    months: tuple[date, ...]
    missing: tuple[date, ...]
    superseded: tuple[str, ...]

    @property
    def held_in_words(self) -> str:
        return months_in_words(self.months)

    @property
    def missing_in_words(self) -> str:
        return months_in_words(self.missing) or say(Phrase.NONE)


def between(months: Sequence[date]) -> tuple[date, ...]:
    """Every month from the first to the last of some months."""
    first, last = min(months), max(months)
    return tuple(add_months(first, number) for number in range(months_between(first, last) + 1))
