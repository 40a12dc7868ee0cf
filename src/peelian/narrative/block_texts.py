"""Block texts: what an author may write in each fenced block, as declared shapes. Their first lines name the block."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from peelian.core.measures import FORBID_EXTRA
from peelian.core.pack import Shape


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
    """```chart: what is drawn, and how. Its title is its finding, unless `title` says it in other words.

    `measure` is one measure, or `series` maps names to partial references; points are `months` ("2025-01:2025-12", or
    "last 36") or `points`, references to areas, "peers" or "councils". `about` says what is drawn. `intervals` draws
    each value's 95% interval. A forecast's series are the actual figures and the forecast; a flow's are in, out and
    what is left.
    """

    shape: Shape
    about: str = ""
    title: str = ""
    measure: str = ""
    series: Mapping[str, str] = field(default_factory=dict)
    months: str = ""
    points: tuple[str, ...] = ()
    highlight: str = ""
    sort: Literal["as given", "highest first"] = "as given"
    intervals: bool = False
    source: str = ""

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class MeasureText:
    """```measure: half a page on one measure, in the author's own page. What is not written says so."""

    name: str
    means: str = ""
    asked: str = ""
    told: str = ""

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class CardsText:
    """```cards: up to six figures set large, each a reference to a measure or `stated:ID`."""

    figures: tuple[str, ...]

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
class SlideText:
    """```slide: the page on a slide of its own. Without keys: its title, and its table, its chart or its words.

    `cards` (one or two references) set figures large. `rows` and `columns` choose of the page's table, by what their
    headings print; `words` stand beside what is shown; `say` is for the presenter's copy alone.
    """

    title: str = ""
    show: Literal["", "table", "chart", "words", "section"] = ""
    cards: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    chart: int = 1
    words: tuple[str, ...] = ()
    say: tuple[str, ...] = ()

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class QualityText:
    """```quality: a table of what arrived from each source, what is missing, left out, repeated and replaced."""

    caption: str

    __pydantic_config__ = FORBID_EXTRA
