"""Decks: a presentation read as what it says, slide by slide: texts, tables, charts with their data, notes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from peelian.readback import deck_charts, safe_open

GridKind = Literal["table", "chart", "chart labels", "chart workbook"]
TITLES = ("title", "ctrTitle")
NOT_SAID = ("sldNum", "dt", "hdr", "sldImg")
"""Placeholders that a program fills in by itself."""


@dataclass(frozen=True)
class Text:
    """A paragraph and where it stands: `shape`, its shape's id and name, outlives editing; `place` is for people."""

    shape: str
    place: str
    text: str


@dataclass(frozen=True)
class Grid:
    """A table, or a chart's numbers as one: the first row heads the columns, the first cell of a row heads it."""

    shape: str
    place: str
    kind: GridKind
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class SlideRead:
    number: int
    id: str
    title: str
    texts: tuple[Text, ...]
    grids: tuple[Grid, ...]

    @property
    def told(self) -> str:
        return f"slide {self.number} {self.title!r}"

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(text.text for text in self.texts if text.place == "notes")


def read_deck(path: Path) -> tuple[SlideRead, ...]:
    """Every slide, hidden ones too. SourceError where the file cannot be read."""
    return tuple(_slide(slide, number) for number, slide in enumerate(safe_open.deck(path).slides, 1))


def _slide(slide: Any, number: int) -> SlideRead:
    texts: list[Text] = []
    grids: list[Grid] = []
    title = ""
    for shape in slide._element.cSld.iter(qn("p:sp"), qn("p:graphicFrame"), qn("p:pic"), qn("p:cxnSp"), qn("p:grpSp")):
        key, name = _key(shape)
        if _placeholder(shape) in NOT_SAID:
            continue
        if shape.tag == qn("p:sp"):
            said = list(paragraphs(shape))
            place = f"text {name!r}"
            if _placeholder(shape) in TITLES and not title:
                title, place = " ".join(said), "title"
            texts += [Text(key, place, text) for text in said]
        elif shape.tag == qn("p:graphicFrame"):
            _frame(slide, shape, key, name, texts, grids)
        if alt := _alt(shape):
            texts.append(Text(f"{key}/alt", f"alt text of {name!r}", alt))
    texts += [Text("notes", "notes", text) for text in _notes(slide)]
    texts += [Text("drawing", "a drawing", text) for text in _drawings(slide)]
    return SlideRead(number, slide._element.cSld.get("name", ""), title, tuple(texts), tuple(grids))


def _frame(slide: Any, shape: Any, key: str, name: str, texts: list[Text], grids: list[Grid]) -> None:
    """What a graphic frame holds: a table, or a chart by its part."""
    for table in shape.iter(qn("a:tbl")):
        rows = (tuple(" ".join(paragraphs(cell)) for cell in row.iter(qn("a:tc"))) for row in table.iter(qn("a:tr")))
        grids.append(Grid(key, f"table {name!r}", "table", tuple(rows)))
    for chart in shape.iter(qn("c:chart")):
        part = _related(slide.part, chart.get(qn("r:id")))
        if part is None:
            continue
        space = parse_xml(part.blob)
        place = f"chart {name!r}"
        grids.append(Grid(f"{key}/cache", place, "chart", deck_charts.cached(space)))
        grids.append(Grid(f"{key}/labels", f"{place}, labels", "chart labels", deck_charts.labels(space)))
        grids.append(Grid(f"{key}/data", f"{place}, its workbook", "chart workbook", deck_charts.workbook(part, name)))
        for rich in space.iter(qn("c:rich")):
            texts += [Text(f"{key}/words", f"{place}, words", text) for text in paragraphs(rich)]


def paragraphs(element: Any) -> Iterator[str]:
    """Each paragraph with words in it, its spaces single. Fields that count slides or tell the date are left out."""
    for paragraph in element.iter(qn("a:p")):
        said = "".join(_pieces(paragraph))
        if text := as_typed(said):
            yield text


def _pieces(paragraph: Any) -> Iterator[str]:
    for child in paragraph:
        if child.tag == qn("a:br"):
            yield " "
        elif child.tag == qn("a:fld") and str(child.get("type", "")).startswith(("slidenum", "datetime")):
            continue
        elif child.tag not in (qn("a:pPr"), qn("a:endParaRPr")):
            yield from (part.text or "" for part in child.iter() if str(part.tag).endswith("}t"))


TYPED_ALIKE = str.maketrans(
    {"−": "-", "–": "-", "‑": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "\u00ad": None}
)
"""What programs change as one types."""


def as_typed(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(TYPED_ALIKE)).strip()


def _key(shape: Any) -> tuple[str, str]:
    for found in shape.iter(qn("p:cNvPr")):
        return f"{found.get('id', '')}:{found.get('name', '')}", found.get("name", "")
    return "", ""


def _alt(shape: Any) -> str:
    for found in shape.iter(qn("p:cNvPr")):
        return as_typed(found.get("descr", ""))
    return ""


def _placeholder(shape: Any) -> str:
    if shape.tag != qn("p:grpSp"):
        for found in shape.iter(qn("p:ph")):
            return str(found.get("type", "obj"))
    return ""


def _notes(slide: Any) -> Iterator[str]:
    if slide.has_notes_slide:
        for shape in slide.notes_slide._element.iter(qn("p:sp")):
            if _placeholder(shape) not in NOT_SAID:
                yield from paragraphs(shape)


def _drawings(slide: Any) -> Iterator[str]:
    """The words of SmartArt, and of the newer kinds of chart, which are parts of their own."""
    for relation in slide.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/diagramData", "/chartEx")):
            continue
        drawing = parse_xml(relation.target_part.blob)
        yield from paragraphs(drawing)
        if relation.reltype.endswith("/chartEx"):
            points = (str(part.text) for part in drawing.iter() if str(part.tag).endswith("}pt") and part.text)
            yield from (text for point in points if (text := as_typed(point)))


def _related(part: Any, identity: str | None) -> Any:
    """The part a relation points to; None where it is missing."""
    relation = part.rels.get(identity) if identity else None
    return None if relation is None or relation.is_external else relation.target_part


def titles(deck: Sequence[SlideRead]) -> tuple[str, ...]:
    return tuple(slide.title for slide in deck)
