"""Telling: what a chart says, in its title, in words for who cannot see it, and in its table."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Protocol

from peelian.core import words
from peelian.core.observations import Observation
from peelian.core.pack import Cell, Chart, Point, Row, Run, Runs, Series, Table
from peelian.narrative.references import Reference

if TYPE_CHECKING:
    from peelian.narrative.sections import Section

MOST_LETTERS = 220
"""The longest alternative text: about twenty seconds by ear."""


class Limits(Protocol):
    @property
    def lower95(self) -> float: ...
    @property
    def upper95(self) -> float: ...
    @property
    def lower998(self) -> float: ...
    @property
    def upper998(self) -> float: ...


def table(
    about: str,
    timed: bool,
    categories: Sequence[str],
    series: Sequence[Series],
    source: str,
    ends: Mapping[str, Run] | None = None,
) -> Table:
    """The figures of a chart: a row for each month or area, a column for each series, for intervals, for signals."""
    marked = any(point.mark for one in series for point in one.points)
    heads = [words.say("period" if timed else "area"), *(one.name for one in series)]
    heads += [words.say("range")] if ends else []
    heads += [words.say("what it says")] if marked else []

    def cells(at: int, category: str) -> Iterator[Cell]:
        for one in series:
            point = one.points[at]
            yield Cell((Run(point.text, point.key),), number=point.value is not None)
        if ends:
            yield Cell((ends[category],), number=True)
        if marked:
            first = series[0].points[at]
            usual = words.say("usual" if first.value is not None else "no month")
            yield Cell((Run(first.mark or usual),))

    rows = tuple(Row((Run(category),), tuple(cells(at, category))) for at, category in enumerate(categories))
    return Table(words.say("the figures", about=about), tuple(heads), rows, source)


def title(chart: Chart) -> Runs:
    """What the chart shows, told from the figures drawn. Where none has a value, that."""
    match chart.shape:
        case "line" | "spc":
            return _latest(chart)
        case "forecast":
            return _against(chart)
        case "flow":
            return _left(chart)
        case _:
            return _extremes(chart)


def _latest(chart: Chart) -> Runs:
    """Each line's value in the last month that any has one."""
    last = max((at for one in chart.series for at, p in enumerate(one.points) if p.value is not None), default=None)
    if last is None:
        return _nothing(chart)
    runs = [Run(f"{chart.categories[last]}: ")]
    for one in chart.series:
        runs += [Run(f"{one.name} "), _bound(one.points[last]), Run(", ")]
    return tuple(runs[:-1])


def _against(chart: Chart) -> Runs:
    actual, forecast = chart.series
    both = zip(actual.points, forecast.points, strict=True)
    at = max((n for n, (a, f) in enumerate(both) if a.value is not None and f.value is not None), default=None)
    if at is None:
        return _nothing(chart)
    first, second = words.say("against forecast", month=chart.categories[at]).split("|")
    return Run(first), _bound(actual.points[at]), Run(second), _bound(forecast.points[at])


def _left(chart: Chart) -> Runs:
    stock = chart.series[-1]
    known = [at for at, point in enumerate(stock.points) if point.value is not None]
    if not known:
        return _nothing(chart)
    first, last = known[0], known[-1]
    return (
        Run(f"{stock.name}: "), _bound(stock.points[last]), Run(f", {chart.categories[last]}; "),
        _bound(stock.points[first]), Run(f", {chart.categories[first]}"),
    )  # fmt: skip


def _extremes(chart: Chart) -> Runs:
    """The area that matters, then the ends; the ends alone where it is one of them or none matters."""
    known = _known(chart)
    if not known:
        return _nothing(chart)
    high, low = max(known, key=lambda one: one[1].value or 0), min(known, key=lambda one: one[1].value or 0)
    if high[1].value == low[1].value:
        return Run(words.say("all alike")), _bound(high[1])
    told: list[Run] = []
    for name, point in known:
        if name == chart.highlight and name not in (high[0], low[0]):
            told += [Run(f"{name}: "), _bound(point), Run("; ")]
    highest = words.say("highest", name=high[0])
    told += [Run(highest if told else highest[:1].upper() + highest[1:]), _bound(high[1]), Run("; ")]
    return (*told, Run(words.say("lowest", name=low[0])), _bound(low[1]))


def _known(chart: Chart) -> list[tuple[str, Point]]:
    pairs = zip(chart.categories, chart.series[0].points, strict=True)
    return [(name, point) for name, point in pairs if point.value is not None]


def _nothing(chart: Chart) -> Runs:
    return (Run(words.say("nothing drawn", about=chart.about)),)


def _bound(point: Point) -> Run:
    return Run(point.text, point.key)


def funnel_title(chart: Chart, seen: Sequence[Observation], limits: Sequence[Limits]) -> Runs:
    """Where the area that matters lies; else which areas lie outside the limits."""
    said = {one.area.name: _place(float(one.value), at) for one, at in zip(seen, limits, strict=True)}
    if chart.highlight in said:
        place = chart.categories.index(chart.highlight)
        return Run(f"{chart.highlight}: "), _bound(chart.series[0].points[place]), Run(f", {said[chart.highlight]}")
    outside = [name for name, told in said.items() if told != words.say("inside")]
    return (Run(words.say("outside ones", names=", ".join(outside)) if outside else words.say("none outside")),)


def funnel_table(
    section: "Section", chart: Chart, wholes: Sequence[Reference], seen: Sequence[Observation], limits: Sequence[Limits]
) -> Table:
    """Area, value, base, and where it lies; its limits are curves, told by where the value lies among them."""
    said = {one.area.key: _place(float(one.value), at) for one, at in zip(seen, limits, strict=True)}
    rows = []
    for name, point, whole in zip(chart.categories, chart.series[0].points, wholes, strict=True):
        base = section.binder.figure("", Reference(form="base").over(whole)) if point.value is not None else None
        place = said.get(whole.area or section.binder.area, words.say("not drawn"))
        value = Cell((_bound(point),), number=point.value is not None)
        rows.append(
            Row(
                (Run(name),),
                (value, Cell((base or Run(words.say("not drawn")),), base is not None), Cell((Run(place),))),
            )
        )
    heads = (words.say("area"), chart.series[0].name, chart.across or words.say("base"), words.say("where it lies"))
    return Table(words.say("the figures", about=chart.about), heads, tuple(rows), chart.source)


def _place(value: float, at: Limits) -> str:
    if value > at.upper998 or value < at.lower998:
        return words.say("outside both")
    return words.say("outside one" if value > at.upper95 or value < at.lower95 else "inside")


def alternative(chart: Chart) -> str:
    """What a reader who cannot see the chart is told: its type, its data, its message. Never the title again."""
    kind = words.say(f"a {chart.shape}")
    about = chart.about[:1].lower() + chart.about[1:] if chart.about[1:2].islower() else chart.about
    told = shorten(words.say("chart of", kind=kind, about=about), 140, placeholder=" ...")
    for part in _parts(chart):
        if len(told) + 1 + len(part) <= MOST_LETTERS:
            told += f" {part}"
    return told


def _parts(chart: Chart) -> Iterator[str]:
    """What may follow, most telling first."""
    if not _known(chart):
        yield words.say("no value drawn")
    elif chart.shape in ("line", "spc", "forecast", "flow"):
        for one in chart.series:
            if one.role in ("value", "forecast", "in", "out", "stock"):
                yield from _ends(chart, one)
        marks = [point.mark for point in chart.series[0].points if point.mark]
        if chart.shape == "spc":
            yield words.say("marked", count=len(marks)) if marks else words.say("none marked")
        gaps = sum(point.value is None for point in chart.series[0].points)
        if gaps:
            yield words.say("gap" if gaps == 1 else "gaps", count=gaps)
    else:
        known = _known(chart)
        high, low = max(known, key=lambda one: one[1].value or 0), min(known, key=lambda one: one[1].value or 0)
        yield words.say("areas drawn", count=len(known), high=high[0], most=high[1].text, low=low[0], least=low[1].text)
        own = dict(known).get(chart.highlight)
        if own:
            yield f"{chart.highlight}: {own.text}."


def _ends(chart: Chart, one: Series) -> Iterator[str]:
    known = [(c, p) for c, p in zip(chart.categories, one.points, strict=True) if p.value is not None]
    if known:
        (first, a), (last, b) = known[0], known[-1]
        yield words.say("from to ends", name=one.name, then=a.text, first=first, now=b.text, last=last)
