"""Sections: what a section's text is read against, and what is found wrong in it on the way.

Its Markdown is read by `pages`, block by block (`markdown`, `fences`), and its words by `inline`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from peelian.core.errors import DefinitionError, PeelianError
from peelian.core.pack import Run, Runs
from peelian.core.periods import Period
from peelian.core.plan import Plan
from peelian.narrative.binding import Binder
from peelian.narrative.block_texts import SlideText
from peelian.narrative.lines import Lines
from peelian.narrative.reference_syntax import Reference


@dataclass(frozen=True)
class PlanReported:
    """The plan a pack reports on, the councils its table has columns for, and a sentence on each table's source."""

    plan: Plan
    councils: tuple[str, ...]
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Section:
    """One Markdown file being read. `names` may be typed though they hold digits; `peers` are `@AREA` references.

    `opinion` says whose judgement the section is.
    """

    file: str
    binder: Binder
    names: Sequence[str]
    peers: Sequence[str] = ()
    reported: PlanReported | None = None
    opinion: str = ""
    faults: list[PeelianError] = field(default_factory=list)
    """Everything wrong with it, so that a person mends it in one go."""

    slides: list[tuple[SlideText, Lines]] = field(default_factory=list)
    """The slide blocks of pages not yet made: a slide is chosen from a page when the page is whole."""

    measures_written: set[str] = field(default_factory=set)
    """The measures that have half a page in it."""

    def fault(self, line: int, message: str, to_do: str = "correct it") -> None:
        """Keeps a fault. What to do is the message's last part, where it has one."""
        self.faults.append(DefinitionError(f"{self.file}, line {line}", *parted(message, to_do)))

    def reference(self, text: str, lines: Lines) -> Reference:
        """A reference whose measure, area and period are known. ValueError here, where its line is known."""
        lines.of(text)
        found, ask = Reference.parse(text), self.binder.ask
        if found.measure and found.measure not in ask.measures:
            raise ValueError(f"there is no measure {found.measure!r}; see `peelian measures` for the names")
        if found.area:
            try:
                ask.areas[found.area]
            except KeyError:
                raise ValueError(f"there is no area {found.area!r}; areas.csv lists the areas") from None
        if found.period:
            Period.parse(found.period, self.binder.period.last)
        return found

    def named(self, reference: Reference) -> Runs:
        """What a row or a point is called: its measure's title, its area's name or its period."""
        ask, parts = self.binder.ask, []
        if reference.measure:
            parts.append(ask.measures[reference.measure].title)
        if reference.area:
            parts.append(ask.areas[reference.area].name)
        if reference.period:
            parts.append(self.binder.period_words(reference.period))
        return (Run(", ".join(parts)),)

    def with_peers(self, rows: Sequence[str]) -> Sequence[str]:
        """Rows as given, with "peers" replaced by the office's force and the forces it is set beside."""
        return [given for row in rows for given in (self.peers if row == "peers" else (row,))]

    def councils(self) -> Sequence[str]:
        """The councils that send members to the Panel, as `@AREA`; without a plan, all in the pack's area."""
        if self.reported:
            keys: Sequence[str] = self.reported.councils
        else:
            areas = self.binder.ask.areas
            within = areas.within(areas[self.binder.area])
            keys = [area.key for area in within if area.kind == "local authority"]
        return [f"@{key}" for key in keys]


def parted(message: str, otherwise: str) -> tuple[str, str]:
    """What is wrong and what to do, in a message that may hold both."""
    what, _, to_do = message.rpartition("; ")
    return (what, to_do) if what else (message, otherwise)
