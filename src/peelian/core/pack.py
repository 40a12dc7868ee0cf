"""A pack: three cuts of blocks, and a receipt for every figure on them. The only input of renderers and site.

The paper is everything (`pages`), the presentation is chosen from it (`slides`), the brief is one side of A4
(`brief`). Everything printed is text already: a renderer lays out, it does not query, compute or word.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

Status = Literal["value", "withheld", "incomplete", "stated"]


@dataclass(frozen=True)
class Run:
    """A run of text. `key` names the figure it is bound to, `note` is what is printed beside it ("stated by ...")."""

    text: str
    key: str = ""
    url: str = ""
    strong: bool = False
    note: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside a page, below the page's own title. `level` counts from 3."""

    level: int
    runs: Runs
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Paragraph:
    runs: Runs
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class ListOf:
    items: tuple[Runs, ...]
    numbered: bool = False
    kind: Literal["list"] = "list"


@dataclass(frozen=True)
class Cell:
    """One cell of a table. `number` sets it right-aligned; `note` says what stands behind it ("11 of 12 months")."""

    runs: Runs
    number: bool = False


@dataclass(frozen=True)
class Row:
    """A row: its header cell, then one cell for each of the table's columns after the first."""

    header: Runs
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """`columns` are all header cells, the first above the row headers. `source` is a full sentence."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    source: str = ""
    kind: Literal["table"] = "table"


Mark = Literal["", "better", "worse", "higher", "lower"]
"""What process control says of a point: nothing, or the word it is drawn and told by."""

Role = Literal["value", "average", "limit", "outer limit", "target", "forecast", "in", "out", "stock"]
"""What a series is to its chart, and so how it is drawn. `limit` is at 95% in a funnel, `outer limit` at 99.8%."""

Shape = Literal["line", "bar", "spc", "dots", "funnel", "forecast", "flow", "map"]


@dataclass(frozen=True)
class Point:
    """`value` is for drawing alone (None is a gap); `text` is what is printed, `key` its receipt's.

    `low` and `high` are the ends of its interval, `at` its place along a funnel's base axis: for drawing too.
    """

    value: float | None
    text: str
    key: str
    low: float | None = None
    high: float | None = None
    at: float | None = None
    mark: Mark = ""


@dataclass(frozen=True)
class Series:
    name: str
    points: tuple[Point, ...]
    role: Role = "value"


@dataclass(frozen=True)
class Rebased:
    """From category number `at` on, a control chart's limits are worked out anew, for the reason `words` gives."""

    at: int
    words: str


@dataclass(frozen=True)
class Outline:
    """The outline of one of a map's areas: rings of (x, y), x to the right and y down, in a square of side 1."""

    category: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True)
class Chart:
    """`title` says the finding, `about` what is drawn: measure, areas, months. `alt` says type, data and message.

    `categories` label the points of every series, in order, save in the limits of a funnel, whose points have a place
    (`at`) and no category. `line`, `spc`, `forecast` and `flow` have time along them; `bar`, `dots`, `funnel` and `map`
    compare areas. Points with `low` and `high` are drawn with their interval. `unit` labels the value axis, `across` a
    funnel's base axis. `highlight` is the category or series to draw strongest. `table` is the same figures as a table.
    """

    shape: Shape
    title: Runs
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    table: Table
    about: str = ""
    highlight: str = ""
    source: str = ""
    across: str = ""
    rebased: tuple[Rebased, ...] = ()
    outlines: tuple[Outline, ...] = ()
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True)
class Card:
    """One figure told whole, set large: what it is, its value, over what months, out of what, and how it changed.

    `verdict` is the change in a word a reader sees (better, worse, higher, lower, no clear change, too few to say).
    """

    title: str
    value: Runs
    period: str
    base: Runs = ()
    change: Runs = ()
    verdict: str = ""
    kind: Literal["card"] = "card"


@dataclass(frozen=True)
class Callout:
    """A warning or a caveat, set apart, with its own short title."""

    title: str
    runs: Runs
    kind: Literal["callout"] = "callout"


@dataclass(frozen=True)
class Notes:
    """What stands in a slide's notes and below the page's text: definition, interval, source."""

    paragraphs: tuple[Runs, ...]
    kind: Literal["notes"] = "notes"


Block = Heading | Paragraph | ListOf | Table | Chart | Card | Callout | Notes


@dataclass(frozen=True)
class Page:
    """A page of the paper or a part of the brief: a sentence as its title. `opinion` says whose judgement it is.

    `opinion` is empty where the page tells data. `id` is unique in the pack and stays the same while the page's file
    and its place in it do.
    """

    id: str
    section: str
    title: Runs
    blocks: tuple[Block, ...]
    opinion: str = ""


Layout = Literal["summary", "measure", "two measures", "table", "chart", "text", "section", "closing"]


@dataclass(frozen=True)
class Slide:
    """One slide of the presentation, chosen from the paper's page `page` ("" where it is made from several).

    summary: up to three Headings, each with a list; measure: a Card, and a Chart or words; two measures: two Cards, and
    words; table: a Table; chart: a Chart, and words; text, section and closing: words. Notes may stand in any: they
    go into the slide's notes.
    """

    id: str
    layout: Layout
    section: str
    title: Runs
    blocks: tuple[Block, ...]
    page: str = ""


@dataclass(frozen=True)
class Cover:
    """A council's cover sheet: who wrote the paper, for which meeting, why, what the Panel is asked to do, and where
    the background papers are.
    """

    author: str = ""
    meeting: str = ""
    purpose: str = ""
    asks: tuple[Runs, ...] = ()
    background: tuple[Runs, ...] = ()


@dataclass(frozen=True)
class Brand:
    """The office's own look: two colours ("#12436D") with 4.5:1 on white, and a logo as a data address, or none."""

    main: str = "#12436D"
    second: str = "#801650"
    logo: str = ""


@dataclass(frozen=True)
class Receipt:
    """How a printed figure was made. `queries` are indexes into the pack's queries, `snapshots` into its sources.

    `value` is the exact value as a fraction ("31/250"), so that a stranger can compare without rounding.
    """

    key: str
    text: str
    form: str
    status: Status
    evidence: str
    measure: str = ""
    area: str = ""
    area_name: str = ""
    period: str = ""
    period_words: str = ""
    value: str = ""
    unit: str = ""
    numerator: int | None = None
    denominator: int | None = None
    months_present: int | None = None
    months_expected: int | None = None
    compared_with: str = ""
    interval: str = ""
    notes: tuple[str, ...] = ()
    queries: tuple[int, ...] = ()
    snapshots: tuple[str, ...] = ()
    statement: str = ""


@dataclass(frozen=True)
class QueryText:
    sql: str
    parameters: tuple[str, ...]


@dataclass(frozen=True)
class SourceRecord:
    """One received file a pack rests on."""

    id: str
    sha256: str
    file: str
    publisher: str
    licence: str
    as_at: str
    rows: int
    rejected: int
    duplicates: int


@dataclass(frozen=True)
class MeasureRecord:
    """A measure as a reader sees it: what is counted, out of what, and the trap.

    `kind` says so where it counts what was done, not what came of it; `checked`, who checked its definition and when it
    is next reviewed.
    """

    name: str
    title: str
    why: str
    definition: str
    better: str
    caveat: str
    version: str
    digest: str
    kind: str = ""
    checked: str = ""


@dataclass(frozen=True)
class StatementRecord:
    id: str
    text: str
    value: str
    period: str
    scope: str
    source: str
    url: str


@dataclass(frozen=True)
class Pack:
    """`notice` stands on every page. `attribution` is printed once, at the end, one line a licence. `chance` says how
    many changes were tested, and how many of them chance alone would make look clear.
    """

    id: str
    title: str
    subtitle: str
    office: str
    panel: str
    area: str
    period: str
    period_words: str
    compare_words: str
    compare_why: str
    notice: str
    language: str
    pages: tuple[Page, ...]
    figures: Mapping[str, Receipt]
    queries: tuple[QueryText, ...]
    sources: tuple[SourceRecord, ...]
    measures: tuple[MeasureRecord, ...]
    statements: tuple[StatementRecord, ...]
    attribution: tuple[str, ...]
    chance: str = ""
    slides: tuple[Slide, ...] = ()
    brief: tuple[Page, ...] = ()
    cover: Cover = Cover()
    brand: Brand = Brand()


def runs_of(block: Block) -> Iterator[Run]:
    """Every run of a block in the order it is read; a chart's are its title's and its table's."""
    match block:
        case Heading() | Paragraph() | Callout():
            yield from block.runs
        case ListOf():
            yield from (run for item in block.items for run in item)
        case Notes():
            yield from (run for runs in block.paragraphs for run in runs)
        case Card():
            yield from (*block.value, *block.base, *block.change)
        case Table():
            for row in block.rows:
                yield from row.header
                yield from (run for cell in row.cells for run in cell.runs)
        case Chart():
            yield from block.title
            yield from runs_of(block.table)
        case _:
            assert_never(block)


def figure_keys(title: Runs, blocks: Sequence[Block]) -> tuple[str, ...]:
    """The key of every figure printed or drawn, once each, in the order they are read."""
    runs = (*title, *(run for block in blocks for run in runs_of(block)))
    return tuple(dict.fromkeys(run.key for run in runs if run.key))


def plain(runs: Runs) -> str:
    """The text alone, with each run's note in brackets."""
    return "".join(f"{run.text} ({run.note})" if run.note else run.text for run in runs)
