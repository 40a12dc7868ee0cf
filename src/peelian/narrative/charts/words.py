"""Telling: what a chart says, in its title, in words for who cannot see it, and in its table."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from string import Formatter

from peelian.core import sentences
from peelian.core.language import say, template
from peelian.core.pack import Cell, Chart, Point, Row, Run, Runs, Series, Shape, Table
from peelian.core.phrases import Phrase

MOST_LETTERS = 220
"""The longest alternative text: about twenty seconds by ear."""

MOST_ABOUT = 140
"""Of those, the most that what is drawn may take, so that there is room for what it shows."""

LEVELS = ("average", "limit", "target")
"""Roles of the lines that months are held against."""

MOST_OUTSIDE_NAMED = 3
"""Areas outside a funnel's limits that a title names, at the most."""

KINDS: Mapping[Shape, Phrase] = {
    "line": Phrase.LINE_CHART,
    "bar": Phrase.BAR_CHART,
    "spc": Phrase.CONTROL_CHART,
    "dots": Phrase.DOT_PLOT,
    "funnel": Phrase.FUNNEL_PLOT,
    "forecast": Phrase.FORECAST_CHART,
    "flow": Phrase.FLOW_CHART,
    "map": Phrase.MAP,
}

Column = tuple[str, Sequence[Cell]]
"""A column beside a chart's series in its table: heading, and a cell for each row."""


def table(
    about: str,
    timed: bool,
    categories: Sequence[str],
    series: Sequence[Series],
    source: str,
    more: Sequence[Column] = (),
    said: Sequence[str] = (),
) -> Table:
    """The figures of a chart: a row for each month or area, a column for each series, then `more`.

    An average, a limit or a target is the same for many months: it has a row below them for each span of months.
    `said` is what the rules of process control say of each month; without it, the marks of the points are told.
    """
    said = said or _marks(series)
    levels = [one for one in series if timed and one.role in LEVELS]
    columns: list[Column] = [
        (one.name, [Cell((bound(point),), number=point.value is not None) for point in one.points])
        for one in series
        if one not in levels
    ]
    columns += more
    columns += [column(say(Phrase.WHAT_IT_SAYS), said)] if said else []
    heads = (say(Phrase.PERIOD if timed else Phrase.AREA), *(head for head, _ in columns))
    rows = [Row((Run(category),), tuple(cells[at] for _, cells in columns)) for at, category in enumerate(categories)]
    rows += [row for one in levels for row in _level(one, categories, len(columns) - 1)]
    return Table(say(Phrase.THE_FIGURES, about=about), heads, tuple(rows), source)


def _level(one: Series, categories: Sequence[str], more: int) -> Iterator[Row]:
    """A row for each span of months in which the line stays where it is; of one span alone, its name says enough."""
    spans = [list(same) for _, same in groupby(enumerate(one.points), key=lambda at: (at[1].text, at[1].key))]
    for span in spans:
        (first, point), last = span[0], span[-1][0]
        told = say(Phrase.LEVEL_SPAN, name=one.name, first=categories[first], last=categories[last])
        value = Cell((bound(point),), number=point.value is not None)
        yield Row(
            (Run(told if len(spans) > 1 else one.name),),
            (value, *[Cell((Run(say(Phrase.A_LINE_OF_THE_CHART)),))] * more),
        )


def column(head: str, told: Sequence[str]) -> Column:
    """A column of words; where there are none, the table says so."""
    return head, [Cell((Run(one or say(Phrase.NOT_DRAWN)),)) for one in told]


def _marks(series: Sequence[Series]) -> Sequence[str]:
    if not any(point.mark for one in series for point in one.points):
        return ()
    return [say(Phrase.NOTHING if point.value is None else sentences.MARKS[point.mark]) for point in series[0].points]


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


def year_on(subject: str, latest: Point, change: Run, none: bool) -> Runs:
    """A line's latest month against the same month a year before; its value, and why, where there is `none`."""
    if none:
        return Run(f"{subject}: "), bound(latest), Run("; "), change
    return Run(f"{subject}: "), change


def _latest(chart: Chart) -> Runs:
    """Each line's value in the last month that any has one."""
    last = max((at for one in chart.series for at, p in enumerate(one.points) if p.value is not None), default=None)
    if last is None:
        return _nothing(chart)
    runs = [Run(f"{chart.categories[last]}: ")]
    for one in chart.series:
        runs += [Run(f"{one.name} "), bound(one.points[last]), Run(", ")]
    return tuple(runs[:-1])


def _against(chart: Chart) -> Runs:
    """The latest month that has both, and in how many of such months the actual figure was above the forecast."""
    actual, forecast = chart.series
    both = [
        (at, a.value, f.value)
        for at, (a, f) in enumerate(zip(actual.points, forecast.points, strict=True))
        if a.value is not None and f.value is not None
    ]
    if not both:
        return _nothing(chart)
    at = both[-1][0]
    above = sum(a > f for _, a, f in both)
    ends = {"actual": bound(actual.points[at]), "forecast": bound(forecast.points[at])}
    told = filled(Phrase.AGAINST_FORECAST, month=chart.categories[at], **ends)
    return (*told, Run(say(Phrase.ABOVE_FORECAST, above=above, months=len(both)))) if len(both) > 1 else told


def _left(chart: Chart) -> Runs:
    """What is left at the end, and what it was at the start."""
    stock = chart.series[-1]
    known = [at for at, point in enumerate(stock.points) if point.value is not None]
    if not known:
        return _nothing(chart)
    start, end = known[0], known[-1]
    at_end: dict[str, str | Run] = {
        "name": stock.name,
        "month": chart.categories[end],
        "left": bound(stock.points[end]),
    }
    if start == end:
        return filled(Phrase.LEFT, **at_end)
    return filled(Phrase.LEFT_OF, **at_end, start=chart.categories[start], was=bound(stock.points[start]))


def _extremes(chart: Chart) -> Runs:
    """The area that matters, then the ends; the ends alone where it is one of them or none matters."""
    known, own = _known(chart), [at for at, name in enumerate(chart.categories) if name == chart.highlight]
    missing = [
        run
        for at in own
        if chart.series[0].points[at].value is None
        for run in (Run(f"{chart.highlight}: "), bound(chart.series[0].points[at]), Run("; "))
    ]
    if not known:
        return _nothing(chart)
    high, low = _ends(known)
    if high[1].text == low[1].text:
        alike = say(Phrase.ALL_ALIKE)
        return *missing, Run(alike[:1].lower() + alike[1:] if missing else alike), bound(high[1])
    told: list[Run] = missing
    for name, point in known:
        if name == chart.highlight and point.text not in (high[1].text, low[1].text):
            told += [Run(f"{name}: "), bound(point), Run("; ")]
    highest = say(Phrase.HIGHEST, name=high[0])
    told += [Run(highest if told else highest[:1].upper() + highest[1:]), bound(high[1]), Run("; ")]
    return (*told, Run(say(Phrase.LOWEST, name=low[0])), bound(low[1]))


def _ends(known: Sequence[tuple[str, Point]]) -> tuple[tuple[str, Point], tuple[str, Point]]:
    """The highest and the lowest, each named with all that print the same."""

    def end(point: Point) -> tuple[str, Point]:
        names = [name for name, other in known if other.text == point.text]
        told = say(Phrase.AREAS_ALIKE, count=len(names)) if len(names) > MOST_OUTSIDE_NAMED else sentences.listed(names)
        return told, point

    points = [point for _, point in known]
    return end(max(points, key=lambda one: one.value or 0)), end(min(points, key=lambda one: one.value or 0))


def _known(chart: Chart) -> list[tuple[str, Point]]:
    pairs = zip(chart.categories, chart.series[0].points, strict=True)
    return [(name, point) for name, point in pairs if point.value is not None]


def _nothing(chart: Chart) -> Runs:
    return (Run(say(Phrase.NOTHING_DRAWN, about=chart.about)),)


def filled(phrase: Phrase, **parts: str | Run) -> Runs:
    """The phrase with its places filled, those with runs by the runs themselves."""
    runs: list[Run] = []
    text = ""
    for before, place, _, _ in Formatter().parse(template(phrase)):
        text += before
        part = parts[place] if place else ""
        if isinstance(part, str):
            text += part
        else:
            runs += [Run(text), part] if text else [part]
            text = ""
    return (*runs, Run(text)) if text else tuple(runs)


def bound(point: Point) -> Run:
    """A point's figure as it is printed, with its receipt."""
    return Run(point.text, point.key)


def among_limits(chart: Chart, said: Sequence[str]) -> Runs:
    """Where the area that matters lies in a funnel; else which areas lie outside the limits.

    `said` is where each area lies, empty where it has no value.
    """
    if chart.highlight in chart.categories:
        at = chart.categories.index(chart.highlight)
        place = Run(f", {said[at]}") if said[at] else Run("")
        return tuple(run for run in (Run(f"{chart.highlight}: "), bound(chart.series[0].points[at]), place) if run.text)
    placed = [(name, told) for name, told in zip(chart.categories, said, strict=True) if told]
    outside = [name for name, told in placed if told != say(Phrase.INSIDE)]
    if not outside:
        return (Run(say(Phrase.NONE_OUTSIDE)),)
    if len(outside) > MOST_OUTSIDE_NAMED:
        return (Run(say(Phrase.MANY_OUTSIDE, count=len(outside), of=len(placed))),)
    return (Run(say(Phrase.OUTSIDE_ONES, names=sentences.listed(outside))),)


def alternative(chart: Chart) -> str:
    """What a reader who cannot see the chart is told: its type, its data, its message. Never the title again.

    What does not fit is left out whole, the least telling first.
    """
    kind = say(KINDS[chart.shape])
    told = say(Phrase.CHART_OF, kind=kind, about=_shorter(chart.about, MOST_ABOUT - len(kind))) if chart.about else ""
    if not told or len(told) > MOST_ABOUT:
        told = say(Phrase.KIND, kind=kind)
    for part in _parts(chart, MOST_LETTERS - len(told) - 1):
        if len(told) + 1 + len(part) <= MOST_LETTERS:
            told += f" {part}"
    return told


def _shorter(about: str, room: int) -> str:
    """Without the last of its parts between commas, as many as it takes; as the middle of a sentence."""
    parts = about.split(", ")
    while len(parts) > 1 and len(", ".join(parts)) > room - 5:
        parts.pop()
    kept = ", ".join(parts)
    return kept[:1].lower() + kept[1:] if kept[1:2].islower() else kept


def _parts(chart: Chart, room: int) -> Iterator[str]:
    """What may follow in so many letters, most telling first."""
    if not any(point.value is not None for one in chart.series for point in one.points):
        yield say(Phrase.NO_VALUE_DRAWN)
    elif chart.shape in ("line", "spc", "forecast", "flow"):
        yield from _timed_parts(chart)
    else:
        yield from _area_parts(chart, room)


def _timed_parts(chart: Chart) -> Iterator[str]:
    lines = [one for one in chart.series if one.role in ("value", "forecast", "in", "out", "stock")]
    if chart.shape == "spc":
        marks = sum(bool(point.mark) for point in chart.series[0].points)
        yield say(Phrase.MARKED, count=marks) if marks else say(Phrase.NONE_MARKED)
        yield from (say(Phrase.TARGET_DRAWN, target=one.points[0].text) for one in chart.series if one.role == "target")
    elif len(lines) > 1:
        yield say(Phrase.LINES_DRAWN, count=len(lines))
    for one in lines:
        known = [(c, p) for c, p in zip(chart.categories, one.points, strict=True) if p.value is not None]
        if known:
            (first, a), (last, b) = known[0], known[-1]
            yield say(Phrase.FROM_TO_ENDS, name=one.name, then=a.text, first=first, now=b.text, last=last)
    if gaps := sum(point.value is None for point in chart.series[0].points):
        yield say(Phrase.MONTH_WITHOUT if gaps == 1 else Phrase.MONTHS_WITHOUT, count=gaps)


def _area_parts(chart: Chart, room: int) -> Iterator[str]:
    """How many areas, then each of them where that fits, else the highest and the lowest, else the range."""
    known = _known(chart)
    if not known:
        return
    high, low = _ends(known)
    each = ", ".join(f"{name} {point.text}" for name, point in sorted(known, key=lambda one: -(one[1].value or 0)))
    ends = {"high": high[0], "most": high[1].text, "low": low[0], "least": low[1].text}
    told = (
        say(Phrase.AREAS_EACH, count=len(known), each=each) if len(known) > 1 else say(Phrase.AREA_DRAWN, each=each),
        say(Phrase.AREAS_DRAWN, count=len(known), **ends),
    )
    yield next((one for one in told if len(one) <= room), say(Phrase.AREAS_RANGE, count=len(known), **ends))
    if gaps := len(chart.categories) - len(known):
        yield say(Phrase.AREA_WITHOUT if gaps == 1 else Phrase.AREAS_WITHOUT, count=gaps)
