"""Charting: a `chart` block to a chart that says its finding, with its words for who cannot see it and its table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from peelian.core import words
from peelian.core.findings import Control
from peelian.core.measures import FORBID_EXTRA, Measure
from peelian.core.observations import Observation
from peelian.core.outlines import placed
from peelian.core.pack import Chart, Mark, Outline, Point, Rebased, Role, Run, Runs, Series, Shape, plain
from peelian.core.periods import add_months, month_key, months_between, parse_month
from peelian.narrative import telling
from peelian.narrative.lines import Lines
from peelian.narrative.references import Reference

if TYPE_CHECKING:
    from peelian.narrative.sections import Section

TIMED = ("line", "spc", "forecast", "flow")
"""Shapes that have time along them; the others compare areas."""

ROLES: Mapping[str, tuple[Literal["value", "forecast", "in", "out", "stock"], ...]] = {
    "forecast": ("value", "forecast"),
    "flow": ("in", "out", "stock"),
}
"""What the series of a shape are, in the order in which they are named."""

MARKS: Mapping[str, Mark] = {
    "improvement": "better",
    "concern": "worse",
    "neutral high": "higher",
    "neutral low": "lower",
}

LINES: tuple[tuple[Role, str, str], ...] = (
    ("average", "average", "centre"),
    ("limit", "lower-limit", "lower"),
    ("limit", "upper-limit", "upper"),
)

SAMPLES = 30
"""Bases at which a funnel's curves are reckoned."""

UNITS = {"count": "Number", "percent": "Per cent"}


@dataclass(frozen=True)
class ChartText:
    """```chart: what is drawn, and how. Its title is its finding, unless `title` says it in other words.

    `measure` is one measure, or `series` maps names to partial references; points are `months` ("2025-01:2025-12") or
    `points`, references to areas, "peers" or "councils". `about` says what is drawn. `intervals` draws each value's 95%
    interval. A forecast's series are the actual figures and the forecast; a flow's are in, out and what is left.
    """

    shape: Shape
    about: str = ""
    title: str = ""
    measure: str = ""
    series: Mapping[str, str] = field(default_factory=dict)
    months: str = ""
    points: tuple[str, ...] = ()
    highlight: str = ""
    sort: Literal["as given", "highest first"] = "as given"
    intervals: bool = False
    source: str = ""

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Asked:
    """A chart block with its references resolved. `wholes` are each series' references, point by point."""

    text: ChartText
    measure: Measure
    labels: tuple[str, ...]
    wholes: Mapping[str, tuple[Reference, ...]]
    highlight: str
    about: str
    source: str

    def areas(self) -> tuple[Reference, ...]:
        return next(iter(self.wholes.values()))


def chart(section: "Section", text: ChartText, lines: Lines) -> Chart:
    """The chart of a block. ValueError where it asks for what its shape cannot draw."""
    asked = _asked(section, text, lines)
    made = DRAWN.get(text.shape, _plain_chart)(section, asked)
    if text.title:
        made = replace(made, title=section.runs(text.title, lines.of(text.title)))
    if not made.title:
        made = replace(made, title=telling.title(made))
    return replace(made, alt=telling.alternative(made))


def _asked(section: "Section", text: ChartText, lines: Lines) -> Asked:
    binder = section.binder
    if bool(text.months) == bool(text.points):
        raise ValueError("give either months or points")
    if bool(text.measure) == bool(text.series):
        raise ValueError("give either a measure or series")
    if bool(text.months) != (text.shape in TIMED):
        raise ValueError(f"a {text.shape} is drawn over {'months' if text.shape in TIMED else 'points'}; give those")
    across = _months(text.months, lines) if text.months else _areas(section, text.points, lines)
    named = {_own_name(section, text.measure, lines, bool(text.months)): text.measure} if text.measure else text.series
    wholes = {
        section.plain(name, lines): tuple(section.reference(told, lines).over(point) for point in across)
        for name, told in named.items()
    }
    drawn = [binder.ask.measures[whole.measure] for one in wholes.values() for whole in one if _known(whole)]
    if len(units := {measure.unit for measure in drawn}) > 1:
        raise ValueError(f"its series are in more than one unit: {', '.join(sorted(units))}; give each a chart")
    roles = ROLES.get(text.shape)
    if (roles and len(wholes) != len(roles)) or (not roles and len(wholes) > 1 and text.shape not in ("line", "bar")):
        many = f"{len(roles)} series: {', '.join(roles)}" if roles else "one measure"
        raise ValueError(f"a {text.shape} draws {many}; it has {len(wholes)} series")
    labels = tuple(plain(section.named(point)) for point in across)
    highlight = _highlighted(section, text.highlight, (*labels, *wholes), lines)
    about = section.plain(text.about, lines) if text.about else _about(section, drawn[0], labels, text)
    return Asked(text, drawn[0], labels, wholes, highlight, about, section.plain(text.source, lines))


def _known(whole: Reference) -> bool:
    if not whole.measure:
        raise ValueError("a series names no measure; begin with the measure's name")
    return True


def _own_name(section: "Section", told: str, lines: Lines, timed: bool) -> str:
    """Over months the only series is named by its area; between areas by what is counted."""
    reference = section.reference(told, lines)
    binder = section.binder
    if not timed:
        return binder.ask.measures[reference.measure].title
    return binder.ask.areas[reference.area or binder.area].name


def _about(section: "Section", measure: Measure, labels: Sequence[str], text: ChartText) -> str:
    if text.months:
        place = _own_name(section, text.measure, Lines("", 0), True) if text.measure else ""
        return ", ".join(part for part in (measure.title, place, f"{labels[0]} to {labels[-1]}") if part)
    return f"{measure.title}, {section.binder.period.words}"


def _plain_chart(section: "Section", asked: Asked) -> Chart:
    """Lines and bars, forecasts and flows: the points as they are."""
    roles = ROLES.get(asked.text.shape, ())
    drawn = {name: [section.binder.point(whole) for whole in wholes] for name, wholes in asked.wholes.items()}
    if asked.text.intervals or asked.text.shape == "dots":
        drawn = {name: _with_intervals(section, points, asked.wholes[name]) for name, points in drawn.items()}
    order = list(range(len(asked.labels)))
    if asked.text.sort == "highest first":
        first = next(iter(drawn.values()))
        order.sort(key=lambda at: (first[at].value is None, -(first[at].value or 0)))
    series = tuple(
        Series(name, tuple(points[at] for at in order), roles[number] if roles else "value")
        for number, (name, points) in enumerate(drawn.items())
    )
    return _chart(section, asked, tuple(asked.labels[at] for at in order), series)


def _with_intervals(section: "Section", points: Sequence[Point], wholes: Sequence[Reference]) -> list[Point]:
    found = []
    for point, whole in zip(points, wholes, strict=True):
        bounds = section.binder.bounds(whole) if point.value is not None else None
        found.append(replace(point, low=bounds.lower, high=bounds.upper) if bounds else point)
    return found


def _chart(section: "Section", asked: Asked, categories: tuple[str, ...], series: tuple[Series, ...]) -> Chart:
    unit = UNITS.get(asked.measure.unit, asked.measure.unit.capitalize())
    ends = _ends(section, asked) if any(point.low is not None for one in series for point in one.points) else {}
    table = telling.table(asked.about, asked.text.shape in TIMED, categories, series, asked.source, ends)
    return Chart(asked.text.shape, (), unit, categories, series, "", table, asked.about, asked.highlight, asked.source)


def _ends(section: "Section", asked: Asked) -> Mapping[str, Run]:
    """Each area's or month's interval in print, for the table beside the chart; of the first series alone."""
    figure = section.binder.figure
    return {
        label: figure("", Reference(form="interval").over(whole))
        for label, whole in zip(asked.labels, asked.areas(), strict=True)
    }


def _spc(section: "Section", asked: Asked) -> Chart:
    """The months, their average and limits phase by phase, and what the rules say of each month."""
    [(name, wholes)] = asked.wholes.items()
    control = section.binder.control(wholes[-1])
    points = [section.binder.point(whole) for whole in wholes]
    if not isinstance(control, Control):
        return _chart(section, asked, asked.labels, (Series(name, tuple(points)),))
    skipped = len(control.months) - len(points)
    kinds = [None] * -skipped + list(control.kinds)[max(skipped, 0) :]
    marked = tuple(replace(point, mark=MARKS.get(kind or "", "")) for point, kind in zip(points, kinds, strict=True))
    rows: list[Series] = [Series(name, marked)]
    for role, form, line in LINES:
        told = tuple(_line(section, control, wholes, skipped, form, line))
        if any(point.value is not None for point in told):
            rows.append(Series(words.say(form), told, role))
    if asked.measure.target:
        rows.append(_target(section, wholes))
    made = _chart(section, asked, asked.labels, tuple(rows))
    rebased = tuple(
        Rebased(phase.start - skipped, phase.reason)
        for phase in control.phases
        if phase.reason and phase.start > skipped
    )
    title: Runs = (
        Run(f"{asked.measure.title}: "),
        section.binder.figure("", Reference(form="signal").over(wholes[-1])),
    )
    return replace(made, rebased=rebased, title=title)


def _line(
    section: "Section", control: Control, wholes: Sequence[Reference], skipped: int, form: str, line: str
) -> Iterator[Point]:
    """A line of a control chart, point by point: one receipt a phase, at its last month that has a value."""
    by_month: dict[int, Point] = {}
    for phase in control.phases:
        value = getattr(phase, line)
        seen = [at for at in range(phase.start, phase.stop) if isinstance(control.months[at], Observation)]
        seen = [at for at in seen if at >= skipped]
        if value is None or not seen:
            continue
        run = section.binder.figure("", Reference(form=form).over(wholes[seen[-1] - skipped]))
        by_month |= {at: Point(value, run.text, run.key) for at in range(phase.start, phase.stop)}
    return (by_month.get(at + skipped, Point(None, words.say("no limit given"), "")) for at in range(len(wholes)))


def _target(section: "Section", wholes: Sequence[Reference]) -> Series:
    measure = section.binder.ask.measures[wholes[0].measure]
    text = words.target(measure)
    return Series(words.say("target"), tuple(Point(float(measure.target), text, "") for _ in wholes), "target")


def _funnel(section: "Section", asked: Asked) -> Chart:
    """Areas at their bases, between limits that areas alike would seldom pass."""
    if not asked.measure.denominator:
        raise ValueError("a funnel sets a rate or a percentage against its base; this measure is a count")
    binder = section.binder
    [(name, wholes)] = asked.wholes.items()
    outcomes = [binder.outcome(whole) for whole in wholes]
    seen = [outcome for outcome in outcomes if isinstance(outcome, Observation)]
    if len(seen) < 2:
        raise ValueError("a funnel needs two areas with a value")
    points = tuple(
        replace(binder.point(whole), at=float(outcome.denominator or 0) if isinstance(outcome, Observation) else None)
        for whole, outcome in zip(wholes, outcomes, strict=True)
    )
    bases = [float(one.denominator or 0) for one in seen]
    low, high = min(bases) * 0.8, max(bases) * 1.1
    at = [low + (high - low) * step / (SAMPLES - 1) for step in range(SAMPLES)]
    limits = binder.ask.funnel(seen, at)
    curves: tuple[tuple[Role, str, str], ...] = (
        ("limit", "funnel limit", "lower95"),
        ("limit", "funnel limit", "upper95"),
        ("outer limit", "funnel outer limit", "lower998"),
        ("outer limit", "funnel outer limit", "upper998"),
    )
    drawn = [
        Series(
            words.say(told),
            tuple(Point(getattr(ends, line), "", "", at=x) for x, ends in zip(at, limits, strict=True)),
            role,
        )
        for role, told, line in curves
    ]
    average = float(sum(one.numerator for one in seen)) / sum(bases) * asked.measure.scale
    drawn.append(Series(words.say("average"), tuple(Point(average, "", "", at=x) for x in (at[0], at[-1])), "average"))
    spread = words.say("spread", times=words.one_place(binder.ask.spread(seen)))
    asked = replace(asked, source=" ".join(part for part in (asked.source, spread) if part))
    made = _chart(section, asked, asked.labels, (Series(name, points),))
    table = telling.funnel_table(section, made, wholes, seen, binder.ask.funnel(seen, bases))
    across = asked.measure.out_of[:1].upper() + asked.measure.out_of[1:]
    made = replace(made, series=(*made.series, *drawn), across=across or words.say("base"), table=table)
    return replace(made, title=telling.funnel_title(made, seen, binder.ask.funnel(seen, bases)))


def _map(section: "Section", asked: Asked) -> Chart:
    """Areas where they lie. DefinitionError names one that has no outline."""
    made = _plain_chart(section, asked)
    keys = [whole.area or section.binder.area for whole in asked.areas()]
    lacking = [key for key in keys if key not in section.binder.outlines]
    if lacking:
        raise ValueError(f"there is no outline of {lacking[0]!r}; give one with `peelian areas FOLDER --outlines FILE`")
    shapes = placed({key: section.binder.outlines[key] for key in keys})
    names = dict(zip(keys, asked.labels, strict=True))
    return replace(made, outlines=tuple(Outline(names[key], shapes[key]) for key in keys))


DRAWN: Mapping[str, Callable[["Section", Asked], Chart]] = {"spc": _spc, "funnel": _funnel, "map": _map}


def _months(text: str, lines: Lines) -> Sequence[Reference]:
    lines.of(text)
    first, _, last = text.partition(":")
    start, stop = parse_month(first), parse_month(last)
    if stop < start:
        raise ValueError(f"{text!r} ends before it begins")
    return [Reference(period=month_key(add_months(start, i))) for i in range(months_between(start, stop) + 1)]


def _areas(section: "Section", points: Sequence[str], lines: Lines) -> Sequence[Reference]:
    return [section.reference(told, lines) for told in section.areas(points)]


def _highlighted(section: "Section", told: str, drawn: Sequence[str], lines: Lines) -> str:
    if not told:
        return ""
    lines.of(told)
    name = plain(section.named(section.reference(told, lines))) if told.startswith(("@", "/")) else told
    if name not in drawn:
        raise ValueError(f"{told!r}, to be highlighted, is not on the chart")
    return name
