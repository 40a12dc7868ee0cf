"""Fenced blocks: tables, tables of figures, charts, callouts and notes, each a few lines of TOML or Markdown."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import TypeAdapter, ValidationError

from peelian.core.errors import DefinitionError, PeelianError
from peelian.core.measures import FORBID_EXTRA
from peelian.core.pack import Block, Callout, Cell, Chart, Notes, Paragraph, Row, Run, Runs, Series, Table, plain
from peelian.core.periods import Period, add_months, month_key, months_between, parse_month
from peelian.narrative.references import Reference

if TYPE_CHECKING:
    from peelian.narrative.sections import Section


@dataclass(frozen=True)
class TableText:
    """```table: cells are inline Markdown with bindings."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str = ""

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class FiguresText:
    """```figures: a table of bound figures. Each cell is its row's reference and its column's together.

    `rows` are partial references: a measure, `@area` or `/period`; `columns` maps a header to a partial reference.
    `heads` gives row headers in place of the measure's title, the area's name or the period.
    """

    caption: str
    first: str
    rows: tuple[str, ...]
    columns: Mapping[str, str]
    heads: Mapping[str, str] = field(default_factory=dict)
    source: str = ""

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class ChartText:
    """```chart: `series` maps a name to a partial reference; points are `months` ("2025-01:2025-12") or references."""

    shape: Literal["line", "bar"]
    title: str
    series: Mapping[str, str]
    months: str = ""
    points: tuple[str, ...] = ()
    highlight: str = ""
    sort: Literal["as given", "highest first"] = "as given"
    source: str = ""

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class CalloutText:
    """```callout: a title and a text, both inline Markdown."""

    title: str
    text: str

    __pydantic_config__ = FORBID_EXTRA


def block(section: "Section", kind: str, text: str, line: int) -> Block:
    """The fenced block as it is printed. `line` is the line of its first text. DefinitionError when it is not right."""
    where = f"{section.file}, line {line}"
    if kind == "notes":
        inside = [found for _, found in section.blocks(text, line)]
        if not all(isinstance(found, Paragraph) for found in inside):
            raise DefinitionError(where, "notes hold paragraphs alone", "move the rest to the page")
        return Notes(tuple(found.runs for found in inside if isinstance(found, Paragraph)))
    if kind not in KINDS:
        raise DefinitionError(
            where, f"{kind or 'a fence with no name'} is no block", f"use {', '.join(KINDS)} or notes"
        )
    declared, make = KINDS[kind]
    try:
        raw: Any = TypeAdapter(declared).validate_python(tomllib.loads(text))
        return make(section, raw, line)
    except tomllib.TOMLDecodeError as fault:
        raise DefinitionError(where, f"the {kind} is not TOML ({fault})", "correct that line") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise DefinitionError(where, f"{key}: {first['msg'].lower()}", f"correct the {kind}") from None
    except ValueError as fault:
        raise DefinitionError(where, str(fault), f"correct the {kind}") from None


def _table(section: "Section", text: TableText, line: int) -> Table:
    rows = []
    for cells in text.rows:
        if len(cells) != len(text.columns):
            raise ValueError(f"a row has {len(cells)} cells, the table {len(text.columns)} columns: {cells[0]!r}")
        header, *rest = (section.runs(cell, line) for cell in cells)
        rows.append(Row(header, tuple(Cell(runs) for runs in rest)))
    heads = tuple(plain(section.runs(column, line)) for column in text.columns)
    return Table(plain(section.runs(text.caption, line)), heads, tuple(rows), _plain(section, text.source, line))


def _figures(section: "Section", text: FiguresText, line: int) -> Table:
    rows = []
    columns = {head: Reference.parse(told) for head, told in text.columns.items()}
    for told in _areas(section, text.rows):
        reference = Reference.parse(told)
        cells = []
        for column in columns.values():
            try:
                run = section.binder.figure("", reference, column)
            except PeelianError as fault:
                raise ValueError(f"{told} with {column}: {fault.what}") from None
            cells.append(Cell((run,), number=True))
        head = section.runs(text.heads[told], line) if told in text.heads else _named(section, reference)
        rows.append(Row(head, tuple(cells)))
    heads = (text.first, *(plain(section.runs(head, line)) for head in columns))
    return Table(plain(section.runs(text.caption, line)), heads, tuple(rows), _plain(section, text.source, line))


def _chart(section: "Section", text: ChartText, line: int) -> Chart:
    binder = section.binder
    if bool(text.months) == bool(text.points):
        raise ValueError("give either months or points")
    across = [f"/{month}" for month in _months(text.months)] if text.months else list(_areas(section, text.points))
    series = {name: Reference.parse(told) for name, told in text.series.items()}
    points = {name: [binder.point(own.over(Reference.parse(p))) for p in across] for name, own in series.items()}
    labels = [plain(_named(section, Reference.parse(p))) for p in across]
    order = list(range(len(across)))
    if text.sort == "highest first":
        first = points[next(iter(points))]
        order.sort(key=lambda i: (first[i].value is None, -(first[i].value or 0)))
    measure = binder.ask.measures[next(iter(series.values())).measure]
    title = plain(section.runs(text.title, line))
    chart = Chart(
        text.shape,
        title,
        {"count": "Number", "percent": "Per cent"}.get(measure.unit, measure.unit.capitalize()),
        tuple(labels[i] for i in order),
        tuple(Series(name, tuple(found[i] for i in order)) for name, found in points.items()),
        alt="",
        highlight=_highlighted(section, text.highlight),
        source=_plain(section, text.source, line),
    )
    return Chart(**{**chart.__dict__, "alt": alternative(chart, measure.title)})


def _callout(section: "Section", text: CalloutText, line: int) -> Callout:
    return Callout(plain(section.runs(text.title, line)), section.runs(text.text, line))


def alternative(chart: Chart, measure: str) -> str:
    """What a reader who cannot see the chart is told: type, data, and the ends or the extremes."""
    first, last = chart.categories[0], chart.categories[-1]
    if chart.shape == "line":
        told = f"Line chart of {_lower(measure)}, monthly from {first} to {last}."
        for series in chart.series:
            known = [(c, p) for c, p in zip(chart.categories, series.points, strict=True) if p.value is not None]
            if known:
                (c0, p0), (c1, p1) = known[0], known[-1]
                told += f" {series.name}: {p0.text} in {c0}, {p1.text} in {c1}."
                missing = len(series.points) - len(known)
                told += f" {missing} months have no value." if missing else ""
        return told
    known = [(c, p) for c, p in zip(chart.categories, chart.series[0].points, strict=True) if p.value is not None]
    if not known:
        return f"Bar chart of {_lower(measure)}: no area has a value."
    high, low = max(known, key=lambda k: k[1].value or 0), min(known, key=lambda k: k[1].value or 0)
    told = f"Bar chart of {_lower(measure)} in {len(known)} areas: highest {high[0]}, {high[1].text}; "
    return told + f"lowest {low[0]}, {low[1].text}."


def _months(text: str) -> Sequence[str]:
    first, _, last = text.partition(":")
    start, stop = parse_month(first), parse_month(last)
    return [month_key(add_months(start, i)) for i in range(months_between(start, stop) + 1)]


def _areas(section: "Section", rows: Sequence[str]) -> Sequence[str]:
    """Rows as given, with `peers` standing for the office's force and the forces it is set beside."""
    return [told for row in rows for told in (section.peers if row == "peers" else (row,))]


def _named(section: "Section", reference: Reference) -> Runs:
    """What a row is called: its measure's title, its area's name or its period."""
    ask = section.binder.ask
    parts = []
    if reference.measure:
        if reference.measure not in ask.measures:
            raise ValueError(f"there is no measure {reference.measure!r}")
        parts.append(ask.measures[reference.measure].title)
    if reference.area:
        parts.append(ask.areas[reference.area].name)
    if reference.period:
        parts.append(Period.parse(reference.period, section.binder.period.last).words)
    return (Run(", ".join(parts)),)


def _highlighted(section: "Section", told: str) -> str:
    return plain(_named(section, Reference.parse(told))) if told.startswith(("@", "/")) else told


def _plain(section: "Section", text: str, line: int) -> str:
    return plain(section.runs(text, line)) if text else ""


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


KINDS: Mapping[str, tuple[type, Callable[["Section", Any, int], Block]]] = {
    "table": (TableText, _table),
    "figures": (FiguresText, _figures),
    "chart": (ChartText, _chart),
    "callout": (CalloutText, _callout),
}
