"""Fenced blocks: what is between ``` in a section, each a few lines of TOML."""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from peelian.core.errors import DefinitionError, PeelianError
from peelian.core.language import say
from peelian.core.pack import Block, Callout, Card, Cell, Heading, ListOf, Row, Run, Runs, Table
from peelian.core.phrases import Phrase
from peelian.narrative import cards, inline
from peelian.narrative.block_texts import (
    CalloutText,
    CardsText,
    ChartText,
    EvidenceText,
    FiguresText,
    MeasureText,
    QualityText,
    SlideText,
    TableText,
)
from peelian.narrative.charts import chart
from peelian.narrative.lines import Lines
from peelian.narrative.plan_pages import PlanPages
from peelian.narrative.sections import Section, parted


def blocks(section: Section, kind: str, text: str, line: int) -> tuple[Block, ...]:
    """The fence as it is printed, as one block or several; a slide's is kept for its page's end, and prints none.

    `line` is the line of its first text. DefinitionError when it is not right.
    """
    lines = Lines(text, line, now=line)
    try:
        if kind not in BLOCK_KINDS:
            lines.now -= 1
            told = repr(kind) if kind else "a fence with no name"
            raise ValueError(f"{told} is no block; use {', '.join(BLOCK_KINDS)} or notes")
        declared, make = BLOCK_KINDS[kind]
        raw: Any = _adapter(declared).validate_python(tomllib.loads(text))
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


@cache
def _adapter(declared: type) -> TypeAdapter[Any]:
    """Made once: making one takes longer than reading a block with it."""
    return TypeAdapter(declared)


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


def _table(section: Section, text: TableText, lines: Lines) -> Table:
    caption = inline.plain_text(section, text.caption, lines)
    heads = tuple(inline.plain_text(section, column, lines) for column in text.columns)
    rows = []
    for cells in text.rows:
        if not cells or len(cells) != len(heads):
            told = f": {cells[0]!r}" if cells and lines.of(cells[0]) else ""
            raise ValueError(f"a row has {len(cells)} cells, the table {len(heads)} columns{told}")
        if not all(cell.strip() for cell in cells):
            lines.of(cells[0])
            raise ValueError(f"a cell of the row {cells[0]!r} is empty; say why there is nothing, as in: not held")
        header, *rest = (inline.runs(section, cell, lines.of(cell)) for cell in cells)
        rows.append(Row(header, tuple(Cell(runs) for runs in rest)))
    return _named_table(Table(caption, heads, tuple(rows), inline.plain_text(section, text.source, lines)))


def _named_table(table: Table) -> Table:
    """A table is found by its caption and read by its headings: it has them all."""
    if not table.caption.strip():
        raise ValueError("its caption is empty; write what the table shows")
    if not all(column.strip() for column in table.columns):
        raise ValueError("a column has no heading; write one")
    if not table.rows:
        raise ValueError("it has no rows; write some, or remove it")
    return table


def _figures(section: Section, text: FiguresText, lines: Lines) -> Table:
    rows = []
    columns = {head: section.reference(told, lines) for head, told in text.columns.items()}
    for told in section.with_peers(text.rows):
        row = section.reference(told, lines)
        cells = [Cell((section.binder.figure("", row, column),), number=True) for column in columns.values()]
        own = text.heads.get(told)
        rows.append(Row(inline.runs(section, own, lines.of(own)) if own else section.named(row), tuple(cells)))
    heads = (
        inline.plain_text(section, text.first, lines),
        *(inline.plain_text(section, head, lines) for head in columns),
    )
    caption, source = inline.plain_text(section, text.caption, lines), inline.plain_text(section, text.source, lines)
    return _named_table(Table(caption, heads, tuple(rows), source))


def _callout(section: Section, text: CalloutText, lines: Lines) -> Callout:
    return Callout(inline.plain_text(section, text.title, lines), inline.runs(section, text.text, lines.of(text.text)))


def _cards(section: Section, text: CardsText, lines: Lines) -> tuple[Card, ...]:
    if not 0 < len(text.figures) <= cards.MOST_CARDS:
        raise ValueError(f"it has {len(text.figures)} figures; give one to {cards.MOST_CARDS}")
    return tuple(cards.card(section, figure, lines) for figure in text.figures)


def _slide(section: Section, text: SlideText, lines: Lines) -> tuple[Block, ...]:
    section.slides.append((text, lines))
    return ()


def _measure(section: Section, text: MeasureText, lines: Lines) -> tuple[Block, ...]:
    """Half a page on a measure of the plan."""
    lines.of(text.name)
    if section.reported is None or text.name not in section.reported.plan.measures:
        raise ValueError(f"{text.name!r} is no measure of the plan; name one of plan.toml")
    section.measures_written.add(text.name)
    return tuple(PlanPages(section, section.reported).half_page(text, lines))


def _evidence(section: Section, text: EvidenceText, lines: Lines) -> tuple[Block, ...]:
    """The evidence an opinion rests on, listed under its own heading."""
    items = tuple(inline.runs(section, told, lines.of(told)) for told in text.items)
    if not items:
        raise ValueError("it lists nothing; write what the opinion rests on, or that nothing is given")
    return (Heading(3, evidence_head()), ListOf(items))


def evidence_head() -> Runs:
    return (Run(say(Phrase.EVIDENCE_FOR)),)


def _quality(section: Section, text: QualityText, lines: Lines) -> Table:
    """What arrived from each source: told by the files themselves, so nothing is bound."""
    columns = (
        Phrase.QUALITY_SOURCE,
        Phrase.FILES,
        Phrase.MONTHS_HELD,
        Phrase.MONTHS_MISSING_HEAD,
        Phrase.LEFT_OUT,
        Phrase.REPEATS_DROPPED,
        Phrase.REPLACED_SINCE,
    )
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
                    ", ".join(source.superseded) or say(Phrase.NONE),
                )
            ),
        )
        for source in section.binder.quality
    )
    return Table(
        inline.plain_text(section, text.caption, lines), tuple(map(say, columns)), rows, say(Phrase.QUALITY_FROM)
    )


Made = Block | tuple[Block, ...]

BLOCK_KINDS: Mapping[str, tuple[type, Callable[[Section, Any, Lines], Made]]] = {
    "table": (TableText, _table),
    "figures": (FiguresText, _figures),
    "chart": (ChartText, chart.chart),
    "measure": (MeasureText, _measure),
    "cards": (CardsText, _cards),
    "callout": (CalloutText, _callout),
    "evidence": (EvidenceText, _evidence),
    "slide": (SlideText, _slide),
    "quality": (QualityText, _quality),
}
