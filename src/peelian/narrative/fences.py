"""Fenced blocks: tables, tables of figures, charts, callouts and notes, each a few lines of TOML or Markdown."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from pydantic import TypeAdapter, ValidationError

from peelian.core.errors import DefinitionError, PeelianError
from peelian.core.measures import FORBID_EXTRA
from peelian.core.pack import Block, Callout, Cell, Chart, Notes, Paragraph, Row, Run, Runs, Series, Table, plain
from peelian.core.periods import Period, add_months, month_key, months_between, parse_month
from peelian.narrative import charting
from peelian.narrative.lines import Lines
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


@dataclass(frozen=True)
class QualityText:
    """```quality: a table of what arrived from each source, what is missing, left out, repeated and replaced."""

    caption: str

    __pydantic_config__ = FORBID_EXTRA


def block(section: "Section", kind: str, text: str, line: int) -> Block:
    """The fenced block as it is printed. `line` is the line of its first text. DefinitionError when it is not right."""
    if kind == "notes":
        return _notes(section, text, line)
    lines = Lines(text, line, now=line)
    try:
        if kind not in KINDS:
            lines.now -= 1
            told = repr(kind) if kind else "a fence with no name"
            raise ValueError(f"{told} is no block; use {', '.join(KINDS)} or notes")
        declared, make = KINDS[kind]
        raw: Any = TypeAdapter(declared).validate_python(tomllib.loads(text))
        return make(section, raw, lines)
    except tomllib.TOMLDecodeError as fault:
        what, to_do = _not_toml(str(fault), lines, kind), "correct that line"
    except ValidationError as error:
        what, to_do = _refused(error.errors()[0], lines), f"correct the {kind}"
    except ValueError as fault:
        what, to_do = parted(str(fault), f"correct the {kind}")
    except PeelianError as fault:
        what, to_do = f"{fault.where}: {fault.what}", fault.to_do
    raise DefinitionError(f"{section.file}, line {lines.now}", what, to_do)


def parted(told: str, otherwise: str) -> tuple[str, str]:
    """What is wrong and what to do, in a message that may hold both."""
    what, _, to_do = told.rpartition("; ")
    return (what, to_do) if what else (told, otherwise)


def _not_toml(fault: str, lines: Lines, kind: str) -> str:
    """tomllib counts lines from the block's first; told here by the file's."""
    if at := re.search(r" \(at line ([0-9]+), column [0-9]+\)$", fault):
        lines.now, fault = lines.first + int(at[1]) - 1, fault[: at.start()]
    return f"the {kind} is not TOML ({fault})"


def _refused(problem: Any, lines: Lines) -> str:
    key = ".".join(str(part) for part in problem["loc"])
    lines.of_key(str(problem["loc"][0]))
    if isinstance(problem["input"], str | int | float):
        lines.of(str(problem["input"]))
    extra = problem["type"] == "unexpected_keyword_argument"
    return f"{key!r} is not a key it can have" if extra else f"{key}: {problem['msg'].lower()}"


def _notes(section: "Section", text: str, line: int) -> Notes:
    inside = section.blocks(text, line)
    for at, found in inside:
        if not isinstance(found, Paragraph):
            raise DefinitionError(
                f"{section.file}, line {at}", "notes hold paragraphs alone", "move the rest to the page"
            )
    return Notes(tuple(found.runs for _, found in inside if isinstance(found, Paragraph)))


def _table(section: "Section", text: TableText, lines: Lines) -> Table:
    caption = _plain(section, text.caption, lines)
    heads = tuple(_plain(section, column, lines) for column in text.columns)
    rows = []
    for cells in text.rows:
        if not cells or len(cells) != len(heads):
            told = f": {cells[0]!r}" if cells and lines.of(cells[0]) else ""
            raise ValueError(f"a row has {len(cells)} cells, the table {len(heads)} columns{told}")
        header, *rest = (section.runs(cell, lines.of(cell)) for cell in cells)
        rows.append(Row(header, tuple(Cell(runs) for runs in rest)))
    return Table(caption, heads, tuple(rows), _plain(section, text.source, lines))


def _figures(section: "Section", text: FiguresText, lines: Lines) -> Table:
    rows = []
    columns = {head: _reference(section, told, lines) for head, told in text.columns.items()}
    for told in _areas(section, text.rows):
        reference = _reference(section, told, lines)
        cells = [Cell((section.binder.figure("", reference, column),), number=True) for column in columns.values()]
        own = text.heads.get(told)
        rows.append(Row(section.runs(own, lines.of(own)) if own else _named(section, reference), tuple(cells)))
    heads = (_plain(section, text.first, lines), *(_plain(section, head, lines) for head in columns))
    return Table(_plain(section, text.caption, lines), heads, tuple(rows), _plain(section, text.source, lines))


def _chart(section: "Section", text: ChartText, lines: Lines) -> Chart:
    binder = section.binder
    if bool(text.months) == bool(text.points):
        raise ValueError("give either months or points")
    if not text.series:
        raise ValueError("it has no series")
    points = _areas(section, text.points)
    across = _months(text.months, lines) if text.months else [_reference(section, p, lines) for p in points]
    series = {
        _plain(section, name, lines): [_reference(section, told, lines).over(p) for p in across]
        for name, told in text.series.items()
    }
    drawn = {name: [binder.point(whole) for whole in wholes] for name, wholes in series.items()}
    labels = [plain(_named(section, p)) for p in across]
    order = list(range(len(across)))
    if text.sort == "highest first":
        first = drawn[next(iter(drawn))]
        order.sort(key=lambda i: (first[i].value is None, -(first[i].value or 0)))
    measures = [binder.ask.measures[whole.measure] for wholes in series.values() for whole in wholes]
    if len(units := {measure.unit for measure in measures}) > 1:
        raise ValueError(f"its series are in more than one unit: {', '.join(sorted(units))}; give each a chart")
    measure = measures[0]
    about, source = _plain(section, text.title, lines), _plain(section, text.source, lines)
    categories = tuple(labels[i] for i in order)
    bound = tuple(Series(name, tuple(found[i] for i in order)) for name, found in drawn.items())
    chart = Chart(
        text.shape,
        section.runs(text.title, lines.of(text.title)),
        {"count": "Number", "percent": "Per cent"}.get(measure.unit, measure.unit.capitalize()),
        categories,
        bound,
        alt="",
        table=charting.twin(about, "Period" if text.months else "Area", categories, bound, source),
        about=about,
        highlight=_highlighted(section, text.highlight, (*labels, *series), lines),
        source=source,
    )
    return replace(chart, alt=charting.alternative(chart, measure.title))


def _callout(section: "Section", text: CalloutText, lines: Lines) -> Callout:
    return Callout(_plain(section, text.title, lines), section.runs(text.text, lines.of(text.text)))


def _reference(section: "Section", told: str, lines: Lines) -> Reference:
    """Whatever is wrong with its parts is told here, where its line is known. ValueError."""
    lines.of(told)
    found, ask = Reference.parse(told), section.binder.ask
    if found.measure and found.measure not in ask.measures:
        raise ValueError(f"there is no measure {found.measure!r}; see `peelian measures` for the names")
    if found.area:
        try:
            ask.areas[found.area]
        except KeyError:
            raise ValueError(f"there is no area {found.area!r}; areas.csv lists the areas") from None
    if found.period:
        Period.parse(found.period, section.binder.period.last)
    return found


def _months(text: str, lines: Lines) -> Sequence[Reference]:
    lines.of(text)
    first, _, last = text.partition(":")
    start, stop = parse_month(first), parse_month(last)
    if stop < start:
        raise ValueError(f"{text!r} ends before it begins")
    return [Reference(period=month_key(add_months(start, i))) for i in range(months_between(start, stop) + 1)]


def _areas(section: "Section", rows: Sequence[str]) -> Sequence[str]:
    """Rows as given, with `peers` standing for the office's force and the forces it is set beside."""
    return [told for row in rows for told in (section.peers if row == "peers" else (row,))]


def _named(section: "Section", reference: Reference) -> Runs:
    """What a row is called: its measure's title, its area's name or its period."""
    ask = section.binder.ask
    parts = []
    if reference.measure:
        parts.append(ask.measures[reference.measure].title)
    if reference.area:
        parts.append(ask.areas[reference.area].name)
    if reference.period:
        parts.append(Period.parse(reference.period, section.binder.period.last).words)
    return (Run(", ".join(parts)),)


def _highlighted(section: "Section", told: str, drawn: Sequence[str], lines: Lines) -> str:
    if not told:
        return ""
    lines.of(told)
    name = plain(_named(section, _reference(section, told, lines))) if told.startswith(("@", "/")) else told
    if name not in drawn:
        raise ValueError(f"{told!r}, to be highlighted, is not on the chart")
    return name


def _plain(section: "Section", text: str, lines: Lines) -> str:
    return plain(section.runs(text, lines.of(text))) if text else ""


def _quality(section: "Section", text: QualityText, lines: Lines) -> Table:
    """What arrived from each source: told by the files themselves, so nothing is bound."""
    columns = ("Source", "Files", "Months held", "Months missing", "Left out", "Repeats dropped", "Replaced since")
    rows = tuple(
        Row(
            (Run(source.title),),
            tuple(
                Cell((Run(told),), number=told[:1].isdigit() and told.replace(",", "").isdigit())
                for told in (
                    f"{source.files:,}",
                    source.held_in_words,
                    source.missing_in_words,
                    f"{source.rejected:,}",
                    f"{source.duplicates:,}",
                    ", ".join(source.superseded) or "none",
                )
            ),
        )
        for source in section.binder.quality
    )
    return Table(
        _plain(section, text.caption, lines), columns, rows, "The files received, as their notes of receipt tell."
    )


KINDS: Mapping[str, tuple[type, Callable[["Section", Any, Lines], Block]]] = {
    "table": (TableText, _table),
    "figures": (FiguresText, _figures),
    "chart": (ChartText, _chart),
    "callout": (CalloutText, _callout),
    "quality": (QualityText, _quality),
}
