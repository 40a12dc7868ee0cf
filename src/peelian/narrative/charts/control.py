"""Control charts: the months of a measure, their average and limits phase by phase, and what the rules say of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from peelian.core import sentences
from peelian.core.findings import Control, Phase
from peelian.core.language import say
from peelian.core.observations import Known
from peelian.core.pack import Chart, Mark, Point, Rebased, Role, Run, Series
from peelian.core.phrases import Phrase
from peelian.narrative.charts import points as charts_points
from peelian.narrative.charts.points import ChartRequest
from peelian.narrative.reference_syntax import Form, Reference
from peelian.narrative.sections import Section

MARKS_BY_KIND: Mapping[str, Mark] = {
    "improvement": "better",
    "concern": "worse",
    "neutral high": "higher",
    "neutral low": "lower",
}

LINES: tuple[tuple[Role, Phrase, Form, str], ...] = (
    ("average", Phrase.AVERAGE, "average", "centre"),
    ("limit", Phrase.LOWER_LIMIT, "lower-limit", "lower"),
    ("limit", Phrase.UPPER_LIMIT, "upper-limit", "upper"),
)
"""The role, name, form and name in a phase of each line drawn through the months."""


def control_chart(section: Section, asked: ChartRequest) -> Chart:
    """The months between their limits; the title is what the rules say of the latest."""
    [(name, wholes)] = asked.wholes.items()
    found = section.binder.control(wholes[-1])
    points = [section.binder.point(whole) for whole in wholes]
    if not isinstance(found, Control):
        return charts_points.drawn(asked, (Series(name, tuple(points)),))
    months = _Months(section, found, wholes)
    marked = [replace(point, mark=mark) for point, mark in zip(points, months.marks(), strict=True)]
    series = (Series(name, tuple(marked)), *months.lines(), *_target(section, wholes))
    asked = asked.saying(*months.notes(), _set_by(asked))
    made = charts_points.drawn(asked, series, said=tuple(months.said()))
    latest = section.binder.figure("", Reference(form="signal").over(wholes[-1]))
    own = not wholes[-1].area or wholes[-1].area == section.binder.area
    subject = asked.measure.title if own else f"{asked.measure.title}, {name}"
    return replace(made, rebased=tuple(months.rebased()), title=(Run(f"{subject}, {asked.labels[-1]}: "), latest))


@dataclass(frozen=True)
class _Months:
    """The months drawn, which end with those of the control chart and may begin after or before its first."""

    section: Section
    found: Control
    wholes: Sequence[Reference]

    @property
    def skipped(self) -> int:
        """How many of the control chart's months are not drawn; below zero where drawing begins before the first."""
        return len(self.found.months) - len(self.wholes)

    def drawn(self, phase: Phase) -> range:
        """A phase's months that are drawn, as indexes of the control chart's."""
        return range(max(phase.start, self.skipped), phase.stop)

    def phases(self) -> list[Phase]:
        return [phase for phase in self.found.phases if self.drawn(phase)]

    def marks(self) -> Iterator[Mark]:
        for at in range(self.skipped, len(self.found.months)):
            kind = self.found.kinds[at] if at >= 0 else None
            yield MARKS_BY_KIND.get(kind or "", "")

    def said(self) -> Iterator[str]:
        """What the rules say of each month, in a word."""
        for at in range(self.skipped, len(self.found.months)):
            kind = self.found.kinds[at] if at >= 0 else None
            if at < 0 or not isinstance(self.found.months[at], Known):
                yield say(Phrase.NOTHING)
            elif kind is None:
                phase = next(phase for phase in self.found.phases if phase.start <= at < phase.stop)
                yield say(Phrase.NOTHING_WITHHELD if phase.withheld else Phrase.TOO_FEW)
            else:
                yield say(sentences.SIGNALS.get(kind, Phrase.AS_USUAL))

    def lines(self) -> Iterator[Series]:
        """Average and limits. A line that no phase has is not drawn."""
        for role, name, form, line in LINES:
            points = tuple(self._line(form, line))
            if any(point.value is not None for point in points):
                yield Series(say(name), points, role)

    def _line(self, form: str, line: str) -> Iterator[Point]:
        """A line's points: one receipt a phase, at its last month drawn that has a value."""
        by_month: dict[int, Point] = {}
        for phase in self.phases():
            value = getattr(phase, line)
            seen = [at for at in self.drawn(phase) if isinstance(self.found.months[at], Known)]
            if value is not None and seen:
                whole = Reference(form=form).over(self.wholes[seen[-1] - self.skipped])
                run = self.section.binder.figure("", whole)
                by_month |= {at: Point(value, run.text, run.key) for at in self.drawn(phase)}
        none = Point(None, say(Phrase.NO_LIMIT_GIVEN), "")
        return (by_month.get(at, none) for at in range(self.skipped, len(self.found.months)))

    def notes(self) -> Iterator[str]:
        """Where limits are not given, or rest on few months."""
        for phase in self.phases():
            first, last = (self.found.months[at].period.words for at in (phase.start, phase.stop - 1))
            span = first if first == last else say(Phrase.SPAN, first=first, last=last)
            if phase.withheld:
                yield say(Phrase.LIMITS_WITHHELD_IN, span=span)
            elif phase.centre is not None and phase.provisional:
                yield say(Phrase.LIMITS_PROVISIONAL, span=span, months=phase.values)

    def rebased(self) -> Iterator[Rebased]:
        for phase in self.phases():
            if phase.reason and phase.start > self.skipped:
                yield Rebased(phase.start - self.skipped, phase.reason)


def _target(section: Section, wholes: Sequence[Reference]) -> Iterator[Series]:
    """The target as a line, with the receipt that says whether the latest month met it."""
    measure = section.binder.ask.measures[wholes[0].measure]
    if measure.target:
        told = section.binder.figure("", Reference(form="target").over(wholes[-1]))
        point = Point(float(measure.target), sentences.target(measure), told.key)
        yield Series(say(Phrase.TARGET), (point,) * len(wholes), "target")


def _set_by(asked: ChartRequest) -> str:
    measure = asked.measure
    if not measure.target or not measure.target_source:
        return ""
    return say(Phrase.TARGET_SET_BY, target=sentences.target(measure), source=measure.target_source)
