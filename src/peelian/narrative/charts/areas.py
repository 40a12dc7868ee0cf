"""Areas side by side: where the one that matters stands among them, between a funnel's limits or on a map."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from peelian.core import findings, sentences
from peelian.core.area_outlines import placed
from peelian.core.findings import Bounds, NoFinding
from peelian.core.language import say
from peelian.core.observations import Known, Observation
from peelian.core.pack import Chart, Outline, Point, Role, Run, Runs, Series
from peelian.core.phrases import Phrase
from peelian.narrative.binding import Spread
from peelian.narrative.charts import points as charts_points
from peelian.narrative.charts import words as charts_words
from peelian.narrative.charts.points import ChartRequest
from peelian.narrative.sections import Section

SAMPLES = 30
"""Bases at which a funnel's curves are reckoned."""

CURVES: tuple[tuple[Role, Phrase, str], ...] = (
    ("limit", Phrase.LIMITS_95, "lower95"),
    ("limit", Phrase.LIMITS_95, "upper95"),
    ("outer limit", Phrase.LIMITS_998, "lower998"),
    ("outer limit", Phrase.LIMITS_998, "upper998"),
)


def compared_chart(section: Section, asked: ChartRequest) -> Chart:
    """Bars and dots: the title is the place of the area that matters, and of intervals how many overlap its own.

    ValueError for dots of a measure that owes nothing to chance: they are drawn with intervals, and it has none.
    """
    if asked.shape == "dots" and not asked.measure.by_chance:
        raise ValueError("dots are drawn with intervals, and this measure is exact; draw bars")
    return replace(charts_points.chart(section, asked), title=_standing(section, asked))


def _standing(section: Section, asked: ChartRequest) -> Runs:
    """Its place among the areas shown, with its value. Empty where no area matters, so that the ends are told."""
    wholes = dict(zip(asked.labels, asked.first(), strict=True))
    own = wholes.get(asked.highlight)
    if own is None:
        return ()
    outcomes = {name: section.binder.outcome(whole) for name, whole in wholes.items()}
    found = findings.rank(list(outcomes.values()), outcomes[asked.highlight].area.key, say(Phrase.AREAS_SHOWN))
    if not isinstance(outcomes[asked.highlight], Known):
        return ()
    value = charts_words.bound(section.binder.point(own))
    series = f", {next(iter(asked.wholes))}" if len(asked.wholes) > 1 else ""
    subject = Run(f"{asked.highlight}{series}: ")
    if isinstance(found, NoFinding):
        return subject, value, Run(f"; {say(Phrase.NO_RANK, reason=found.reason)}")
    place = sentences.rank(replace(found, overlaps=None))
    if not asked.intervals:
        return subject, value, Run(f", {place}")
    bounds = {name: section.binder.bounds(whole) for name, whole in wholes.items()}
    mine = bounds.pop(asked.highlight)
    overlapping = sum(_overlap(mine, other) for other in bounds.values())
    return subject, value, Run(f", {place}; {sentences.overlaps(replace(found, overlaps=overlapping))}")


def _overlap(mine: Bounds | None, other: Bounds | None) -> bool:
    return bool(mine and other and mine.lower <= other.upper and other.lower <= mine.upper)


def map_chart(section: Section, asked: ChartRequest) -> Chart:
    """Areas where they lie. ValueError names one that has no outline."""
    made, outlines = charts_points.chart(section, asked), section.binder.outlines
    names = {whole.area or section.binder.area: name for name, whole in zip(asked.labels, asked.first(), strict=True)}
    if lacking := [key for key in names if key not in outlines]:
        raise ValueError(f"there is no outline of {lacking[0]!r}; give one with `peelian areas FOLDER --outlines FILE`")
    shapes = placed({key: outlines[key] for key in names})
    return replace(made, outlines=tuple(Outline(name, shapes[key]) for key, name in names.items()))


def funnel_chart(section: Section, asked: ChartRequest) -> Chart:
    """Areas at their bases, between limits that areas alike would seldom pass. ValueError for what has no base."""
    if not asked.measure.denominator:
        raise ValueError("a funnel sets a rate or a percentage against its base; this measure is a count")
    binder = section.binder
    [(name, wholes)] = asked.wholes.items()
    outcomes = [binder.outcome(whole) for whole in wholes]
    seen = [outcome for outcome in outcomes if isinstance(outcome, Observation)]
    if len(seen) < 2:
        raise ValueError("a funnel needs two areas with a value")
    bases = [float(one.denominator or 0) for one in seen]
    places = dict(zip((one.area.key for one in seen), _places(seen, binder.ask.funnel(seen, bases)), strict=True))
    said = [places.get(outcome.area.key, "") for outcome in outcomes]
    points = tuple(
        replace(binder.point(whole), at=float(outcome.denominator or 0) if isinstance(outcome, Observation) else None)
        for whole, outcome in zip(wholes, outcomes, strict=True)
    )
    asked = asked.saying(say(Phrase.SPREAD, times=sentences.one_place(binder.ask.spread(seen))))
    made = charts_points.drawn(
        asked,
        (Series(name, points),),
        more=(
            charts_points.form(section, "interval", say(Phrase.INTERVAL_HEAD), wholes),
            charts_points.form(section, "base", say(Phrase.BASE_HEAD), wholes),
            charts_words.column(say(Phrase.WHERE_IT_LIES), said),
        ),
    )
    out_of = asked.measure.out_of[:1].upper() + asked.measure.out_of[1:]
    return replace(
        made,
        series=(*made.series, *_curves(section, asked, seen, bases)),
        across=out_of or say(Phrase.BASE_HEAD),
        title=charts_words.among_limits(made, said),
    )


def _curves(
    section: Section, asked: ChartRequest, seen: Sequence[Observation], bases: Sequence[float]
) -> Iterator[Series]:
    """The limits at bases from a little below the smallest to a little above the largest, and the areas' average."""
    low, high = min(bases) * 0.8, max(bases) * 1.1
    at = [low + (high - low) * step / (SAMPLES - 1) for step in range(SAMPLES)]
    limits = section.binder.ask.funnel(seen, at)
    for role, told, line in CURVES:
        points = (Point(getattr(ends, line), "", "", at=x) for x, ends in zip(at, limits, strict=True))
        yield Series(say(told), tuple(points), role)
    average = float(sum(one.numerator for one in seen)) / sum(bases) * asked.measure.scale
    yield Series(say(Phrase.AVERAGE), tuple(Point(average, "", "", at=x) for x in (at[0], at[-1])), "average")


def _places(seen: Sequence[Observation], limits: Sequence[Spread]) -> Iterator[str]:
    """Where each area lies: inside the limits, or outside which."""
    for one, at in zip(seen, limits, strict=True):
        value = float(one.value)
        if value > at.upper998 or value < at.lower998:
            yield say(Phrase.OUTSIDE_BOTH)
        else:
            yield say(Phrase.OUTSIDE_ONE if value > at.upper95 or value < at.lower95 else Phrase.INSIDE)
