"""Points: what a chart block asks for, as series of drawn points with a receipt each, and the table beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from peelian.core.language import say
from peelian.core.measures import Measure, Unit
from peelian.core.observations import Known
from peelian.core.pack import Cell, Chart, Point, Series, Shape
from peelian.core.phrases import Phrase
from peelian.narrative.charts import words as charts_words
from peelian.narrative.reference_syntax import Reference
from peelian.narrative.sections import Section

TIMED = ("line", "spc", "forecast", "flow")
"""Shapes that have time along them; the others compare areas."""

SHAPE_ROLES: Mapping[str, tuple[Literal["value", "forecast", "in", "out", "stock"], ...]] = {
    "forecast": ("value", "forecast"),
    "flow": ("in", "out", "stock"),
}
"""What the series of a shape are, in the order in which they are named."""

AXIS_TITLES: Mapping[Unit, Phrase] = {
    "count": Phrase.NUMBER,
    "per 1,000 people": Phrase.AXIS_PER_1000,
    "percent": Phrase.PER_CENT_AXIS,
    "per 100": Phrase.AXIS_PER_100,
    "pounds": Phrase.AXIS_POUNDS,
    "posts": Phrase.FULL_TIME,
    "people": Phrase.NUMBER,
    "days each": Phrase.AXIS_DAYS_EACH,
    "seconds": Phrase.AXIS_SECONDS,
    "days": Phrase.AXIS_DAYS,
    "mph": Phrase.MILES_AN_HOUR,
}
"""What an axis is headed."""


@dataclass(frozen=True)
class ChartRequest:
    """A chart block with its references resolved. `wholes` are each series' references, a point each, as `labels`."""

    shape: Shape
    measure: Measure
    labels: tuple[str, ...]
    wholes: Mapping[str, tuple[Reference, ...]]
    highlight: str = ""
    about: str = ""
    source: str = ""
    intervals: bool = False
    highest_first: bool = False

    def first(self) -> tuple[Reference, ...]:
        """The references of the first series, which of most shapes is the only one."""
        return next(iter(self.wholes.values()))

    def in_order(self, values: Sequence[float | None]) -> "ChartRequest":
        """Highest first by these values where that is asked for, points without one last."""
        if not self.highest_first:
            return self
        order = sorted(range(len(values)), key=lambda at: (values[at] is None, -(values[at] or 0)))
        labels = tuple(self.labels[at] for at in order)
        return replace(
            self, labels=labels, wholes={name: tuple(one[at] for at in order) for name, one in self.wholes.items()}
        )

    def saying(self, *notes: str) -> "ChartRequest":
        """With sentences after its source."""
        return replace(self, source=" ".join(part for part in (self.source, *notes) if part))


def chart(section: Section, asked: ChartRequest) -> Chart:
    """The points as they are, untitled."""
    roles = SHAPE_ROLES.get(asked.shape, ())
    asked = asked.in_order([section.binder.point(whole).value for whole in asked.first()])
    series = tuple(
        Series(name, tuple(_point(section, asked, whole) for whole in wholes), roles[number] if roles else "value")
        for number, (name, wholes) in enumerate(asked.wholes.items())
    )
    return drawn(asked, series, more=tuple(_beside(section, asked)))


def drawn(
    asked: ChartRequest,
    series: tuple[Series, ...],
    *,
    more: Sequence[charts_words.Column] = (),
    said: Sequence[str] = (),
) -> Chart:
    """The chart of these series with its table, in which `more` columns stand; untitled and without its words."""
    unit = say(AXIS_TITLES[asked.measure.unit])
    table = charts_words.table(asked.about, asked.shape in TIMED, asked.labels, series, asked.source, more, said)
    return Chart(asked.shape, (), unit, asked.labels, series, "", table, asked.about, asked.highlight, asked.source)


def _point(section: Section, asked: ChartRequest, whole: Reference) -> Point:
    point = section.binder.point(whole)
    bounds = section.binder.bounds(whole) if asked.intervals and point.value is not None else None
    return replace(point, low=bounds.lower, high=bounds.upper) if bounds else point


def _beside(section: Section, asked: ChartRequest) -> Iterator[charts_words.Column]:
    """What stands behind the points: their intervals where drawn, and of dots what they are out of."""
    for name, wholes in asked.wholes.items():
        if asked.intervals:
            head = say(Phrase.INTERVAL_HEAD)
            yield form(section, "interval", head if len(asked.wholes) == 1 else f"{name}, {head}", wholes)
    if asked.shape == "dots" and asked.measure.denominator:
        yield form(section, "base", say(Phrase.BASE_HEAD), asked.first())


def form(section: Section, asked: str, head: str, wholes: Sequence[Reference]) -> charts_words.Column:
    """A column of the same figures in another form."""
    return head, [
        Cell(
            (section.binder.figure("", Reference(form=asked).over(one)),),
            number=isinstance(section.binder.outcome(one), Known),
        )
        for one in wholes
    ]
