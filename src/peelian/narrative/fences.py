"""Fenced blocks: what stands between ``` in a section, each a few lines of TOML or Markdown."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from peelian.core import words
from peelian.core.errors import DefinitionError, PeelianError
from peelian.core.measures import FORBID_EXTRA
from peelian.core.pack import Block, Callout, Cell, Heading, ListOf, Notes, Paragraph, Row, Run, Runs, Table
from peelian.core.periods import Period
from peelian.narrative.brief import CardsText, cards_of
from peelian.narrative.charts import chart
from peelian.narrative.lines import Lines
from peelian.narrative.plan_pages import MeasureText
from peelian.narrative.references import Reference
from peelian.narrative.slides import SlideText

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
class CalloutText:
    """```callout: a title and a text, both inline Markdown."""

    title: str
    text: str

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class EvidenceText:
    """```evidence: what an opinion rests on, each item inline Markdown."""

    items: tuple[str, ...]

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class QualityText:
    """```quality: a table of what arrived from each source, what is missing, left out, repeated and replaced."""

    caption: str

    __pydantic_config__ = FORBID_EXTRA


def blocks(section: "Section", kind: str, text: str, line: int) -> tuple[Block, ...]:
    """The fence as it is printed, as one block or several; a slide's is kept for its page's end, and prints none.

    `line` is the line of its first text. DefinitionError when it is not right.
    """
    if kind == "notes":
        return (_notes(section, text, line),)
    lines = Lines(text, line, now=line)
    try:
        if kind not in KINDS:
            lines.now -= 1
            told = repr(kind) if kind else "a fence with no name"
            raise ValueError(f"{told} is no block; use {', '.join(KINDS)} or notes")
        declared, make = KINDS[kind]
        raw: Any = TypeAdapter(declared).validate_python(tomllib.loads(text))
        made = make(section, raw, lines)
        return made if isinstance(made, tuple) else (made,)
    except tomllib.TOMLDecodeError as fault:
        what, to_do = _not_toml(str(fault), lines, kind), "correct that line"
    except RecursionError:
        what, to_do = "its brackets are nested too deep", f"correct the {kind}"
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
    caption = section.plain(text.caption, lines)
    heads = tuple(section.plain(column, lines) for column in text.columns)
    rows = []
    for cells in text.rows:
        if not cells or len(cells) != len(heads):
            told = f": {cells[0]!r}" if cells and lines.of(cells[0]) else ""
            raise ValueError(f"a row has {len(cells)} cells, the table {len(heads)} columns{told}")
        if not all(cell.strip() for cell in cells):
            lines.of(cells[0])
            raise ValueError(f"a cell of the row {cells[0]!r} is empty; say why there is nothing, as in: not held")
        header, *rest = (section.runs(cell, lines.of(cell)) for cell in cells)
        rows.append(Row(header, tuple(Cell(runs) for runs in rest)))
    return _named_table(Table(caption, heads, tuple(rows), section.plain(text.source, lines)))


def _named_table(table: Table) -> Table:
    """A table is found by its caption and read by its headings: it has them all."""
    if not table.caption.strip():
        raise ValueError("its caption is empty; write what the table shows")
    if not all(column.strip() for column in table.columns):
        raise ValueError("a column has no heading; write one")
    if not table.rows:
        raise ValueError("it has no rows; write some, or remove it")
    return table


def _figures(section: "Section", text: FiguresText, lines: Lines) -> Table:
    rows = []
    columns = {head: reference(section, told, lines) for head, told in text.columns.items()}
    for told in section.areas(text.rows):
        row = reference(section, told, lines)
        cells = [Cell((section.binder.figure("", row, column),), number=True) for column in columns.values()]
        own = text.heads.get(told)
        rows.append(Row(section.runs(own, lines.of(own)) if own else section.named(row), tuple(cells)))
    heads = (section.plain(text.first, lines), *(section.plain(head, lines) for head in columns))
    caption, source = section.plain(text.caption, lines), section.plain(text.source, lines)
    return _named_table(Table(caption, heads, tuple(rows), source))


def _callout(section: "Section", text: CalloutText, lines: Lines) -> Callout:
    return Callout(section.plain(text.title, lines), section.runs(text.text, lines.of(text.text)))


def reference(section: "Section", told: str, lines: Lines) -> Reference:
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


def _slide(section: "Section", text: SlideText, lines: Lines) -> tuple[Block, ...]:
    section.chosen.append((text, lines))
    return ()


def _measure(section: "Section", text: MeasureText, lines: Lines) -> tuple[Block, ...]:
    """Half a page on a measure of the plan."""
    lines.of(text.name)
    if section.planned is None or text.name not in section.planned.plan.measures:
        raise ValueError(f"{text.name!r} is no measure of the plan; name one of plan.toml")
    section.told.add(text.name)
    return tuple(replace(section.planned, section=section).half_page(text))


def _evidence(section: "Section", text: EvidenceText, lines: Lines) -> tuple[Block, ...]:
    """The evidence an opinion rests on, listed under its own heading."""
    items = tuple(section.runs(told, lines.of(told)) for told in text.items)
    if not items:
        raise ValueError("it lists nothing; write what the opinion rests on, or that nothing is given")
    return (Heading(3, evidence_head()), ListOf(items))


def evidence_head() -> Runs:
    return (Run(words.say("evidence")),)


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
        section.plain(text.caption, lines), columns, rows, "The files received, as their notes of receipt tell."
    )


Made = Block | tuple[Block, ...]

KINDS: Mapping[str, tuple[type, Callable[["Section", Any, Lines], Made]]] = {
    "table": (TableText, _table),
    "figures": (FiguresText, _figures),
    "chart": (chart.ChartText, chart.chart),
    "measure": (MeasureText, _measure),
    "cards": (CardsText, cards_of),
    "callout": (CalloutText, _callout),
    "evidence": (EvidenceText, _evidence),
    "slide": (SlideText, _slide),
    "quality": (QualityText, _quality),
}
