"""A pack: pages of blocks, and a receipt for every figure on them. The only input of renderers and site.

Everything printed is text already: a renderer lays out, it does not query, compute or word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True)
class Point:
    """`value` is for drawing alone (None is a gap); `text` is what is printed."""

    value: float | None
    text: str
    key: str


@dataclass(frozen=True)
class Series:
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Chart:
    """`categories` label the points of every series, in order. A `line` has time along it; `bar` compares areas.

    `unit` labels the value axis. `highlight` is the category or series to draw strongest. `alt` says type, data and
    message in words.
    """

    shape: Literal["line", "bar"]
    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    highlight: str = ""
    source: str = ""
    kind: Literal["chart"] = "chart"


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


Block = Heading | Paragraph | ListOf | Table | Chart | Callout | Notes


@dataclass(frozen=True)
class Page:
    """One page and one slide: a sentence as its title, and at most one table or chart."""

    id: str
    section: str
    title: Runs
    blocks: tuple[Block, ...]


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
    """A measure as a reader sees it: what is counted, out of what, and the trap."""

    name: str
    title: str
    why: str
    definition: str
    better: str
    caveat: str
    version: str
    digest: str


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


def plain(runs: Runs) -> str:
    """The text alone, with each run's note in brackets."""
    return "".join(f"{run.text} ({run.note})" if run.note else run.text for run in runs)
