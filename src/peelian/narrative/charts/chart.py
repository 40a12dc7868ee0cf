"""Charting: a `chart` block to a chart that says its finding, with its words for who cannot see it and its table."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from peelian.core.findings import NoFinding
from peelian.core.measures import Measure
from peelian.core.pack import Chart, Shape, plain
from peelian.core.periods import add_months, month_key, months_between, parse_month
from peelian.narrative import inline
from peelian.narrative.block_texts import ChartText
from peelian.narrative.charts import areas as charts_areas
from peelian.narrative.charts import control, words
from peelian.narrative.charts import points as charts_points
from peelian.narrative.charts.points import SHAPE_ROLES, TIMED, ChartRequest
from peelian.narrative.lines import Lines
from peelian.narrative.reference_syntax import Reference
from peelian.narrative.sections import Section

MOST_AREAS_NAMED = 3
"""Areas that generated words about a chart name, at the most."""


DRAWN: Mapping[str, Callable[[Section, ChartRequest], Chart]] = {
    "spc": control.control_chart,
    "funnel": charts_areas.funnel_chart,
    "map": charts_areas.map_chart,
    "bar": charts_areas.compared_chart,
    "dots": charts_areas.compared_chart,
}


def chart(section: Section, text: ChartText, lines: Lines) -> Chart:
    """The chart of a block. ValueError where it asks for what its shape cannot draw."""
    asked = _asked(section, text, lines)
    made = DRAWN.get(text.shape, _over_months)(section, asked)
    if text.title:
        made = replace(made, title=inline.runs(section, text.title, lines.of(text.title)))
    if not made.title:
        made = replace(made, title=words.title(made))
    return replace(made, alt=words.alternative(made))


def _over_months(section: Section, asked: ChartRequest) -> Chart:
    """Lines, forecasts and flows. One line says its latest month against the same month a year before."""
    made = charts_points.chart(section, asked)
    [(name, wholes), *others] = asked.wholes.items()
    last = max((at for at, point in enumerate(made.series[0].points) if point.value is not None), default=None)
    if asked.shape != "line" or others or last is None:
        return made
    year_on = Reference(form="from-to").over(wholes[last])
    subject = asked.measure.title if name == asked.measure.title else f"{asked.measure.title}, {name}"
    return replace(
        made,
        title=words.year_on(
            f"{subject}, {asked.labels[last]}",
            made.series[0].points[last],
            section.binder.figure("", year_on),
            isinstance(section.binder.finding(year_on), NoFinding),
        ),
    )


def _asked(section: Section, text: ChartText, lines: Lines) -> ChartRequest:
    """The block with its references resolved, all of it checked."""
    timed = text.shape in TIMED
    if bool(text.months) == bool(text.points):
        raise ValueError("give either months or points")
    if bool(text.measure) == bool(text.series):
        raise ValueError("give either a measure or series")
    if bool(text.months) != timed:
        raise ValueError(f"a {text.shape} is drawn over {'months' if timed else 'points'}; give those")
    across = _months(text.months, lines, section.binder.period.last) if timed else _areas(section, text.points, lines)
    named = {_own_name(section, text.measure, lines, timed): text.measure} if text.measure else text.series
    wholes = {
        inline.plain_text(section, name, lines): tuple(
            _known(section.reference(told, lines)).over(point) for point in across
        )
        for name, told in named.items()
    }
    measures = [section.binder.ask.measures[one[0].measure] for one in wholes.values()]
    _check_series(text.shape, measures)
    labels = tuple(plain(section.named(point)) for point in across)
    return ChartRequest(
        shape=text.shape,
        measure=measures[0],
        labels=labels,
        wholes=wholes,
        highlight=_highlighted(section, text.highlight, (*labels, *wholes), lines),
        about=inline.plain_text(section, text.about, lines) if text.about else _about(section, measures, wholes, timed),
        source=inline.plain_text(section, text.source, lines),
        intervals=text.intervals or text.shape == "dots",
        highest_first=text.sort == "highest first",
    )


def _known(whole: Reference) -> Reference:
    if not whole.measure:
        raise ValueError("a series names no measure; begin with the measure's name")
    return whole


def _check_series(shape: Shape, measures: Sequence[Measure]) -> None:
    """As many series as the shape has places for, in one unit."""
    if len(units := {measure.unit for measure in measures}) > 1:
        raise ValueError(f"its series are in more than one unit: {', '.join(sorted(units))}; give each a chart")
    roles = SHAPE_ROLES.get(shape)
    if (roles and len(measures) != len(roles)) or (not roles and len(measures) > 1 and shape not in ("line", "bar")):
        many = f"{len(roles)} series: {', '.join(roles)}" if roles else "one measure"
        raise ValueError(f"a {shape} draws {many}; it has {len(measures)} series")


def _own_name(section: Section, told: str, lines: Lines, timed: bool) -> str:
    """Over months the only series is named by its area; between areas by what is counted."""
    reference, binder = _known(section.reference(told, lines)), section.binder
    if not timed:
        return binder.ask.measures[reference.measure].title
    return binder.ask.areas[reference.area or binder.area].name


def _about(
    section: Section, measures: Sequence[Measure], wholes: Mapping[str, Sequence[Reference]], timed: bool
) -> str:
    """Measures, areas over time where they are few enough to name, and the period."""
    binder, every = section.binder, [whole for one in wholes.values() for whole in one]
    areas = dict.fromkeys(binder.ask.areas[whole.area or binder.area].name for whole in every)
    first, last = (binder.period_of(whole).words for whole in (every[0], every[-1]))
    return ", ".join(
        (
            *dict.fromkeys(measure.title for measure in measures),
            *(areas if timed and len(areas) <= MOST_AREAS_NAMED else ()),
            first if first == last else f"{first} to {last}",
        )
    )


def _months(text: str, lines: Lines, now: date) -> Sequence[Reference]:
    """2025-01:2025-12, or "last 36", which end with the pack's."""
    lines.of(text)
    if told := re.fullmatch(r"last ([1-9][0-9]?)", text):
        start, stop = add_months(now, 1 - int(told[1])), now
    else:
        first, _, last = text.partition(":")
        start, stop = parse_month(first), parse_month(last)
    if stop < start:
        raise ValueError(f"{text!r} ends before it begins")
    return [Reference(period=month_key(add_months(start, i))) for i in range(months_between(start, stop) + 1)]


def _areas(section: Section, points: Sequence[str], lines: Lines) -> Sequence[Reference]:
    """The areas named; "councils" stands for those that send members to the Panel."""
    told = [one for point in points for one in (section.councils() if point == "councils" else [point])]
    if not told:
        raise ValueError("it has no point to draw; name an area")
    return [section.reference(one, lines) for one in section.with_peers(told)]


def _highlighted(section: Section, told: str, drawn: Sequence[str], lines: Lines) -> str:
    if not told:
        return ""
    lines.of(told)
    name = plain(section.named(section.reference(told, lines))) if told.startswith(("@", "/")) else told
    if name not in drawn:
        raise ValueError(f"{told!r}, to be highlighted, is not on the chart")
    return name
