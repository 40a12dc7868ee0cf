"""Coverage: which months a force has reported, whatever the number of rows. Absent is not zero."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from peelian.core.language import say
from peelian.core.periods import month_words, months_between
from peelian.core.phrases import Phrase
from peelian.core.sources import Snapshot


@dataclass(frozen=True)
class Coverage:
    """The current snapshot of every (dataset, force, month) reported.

    `by_small_area` has the ids of those that place a row by its LSOA alone.
    """

    snapshots: Mapping[tuple[str, str, date], Snapshot] = field(default_factory=dict)
    by_small_area: frozenset[str] = frozenset()

    def has(self, dataset: str, force: str, month: date) -> bool:
        return (dataset, force, month) in self.snapshots

    def snapshot(self, dataset: str, force: str, month: date) -> Snapshot:
        return self.snapshots[dataset, force, month]

    def months(self, dataset: str, force: str | None = None) -> tuple[date, ...]:
        """Months reported by the force, or by any, earliest first."""
        return tuple(sorted({m for d, f, m in self.snapshots if d == dataset and force in (None, f)}))


def months_in_words(months: Sequence[date]) -> str:
    """Runs told as spans: June 2022, August 2022 to January 2023."""
    runs: list[list[date]] = []
    for month in sorted(months):
        if runs and months_between(runs[-1][-1], month) == 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(_span(run) for run in runs)


def _span(run: Iterable[date]) -> str:
    first, *rest = run
    return say(Phrase.SPAN, first=month_words(first), last=month_words(rest[-1])) if rest else month_words(first)
