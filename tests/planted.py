"""Differences planted in finished files, each one a person could make: what reads files back must find them all."""

import io
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Inches

from drawn import chart
from peelian.core.pack import (
    Block,
    Card,
    Cell,
    Chart,
    Cover,
    Heading,
    ListOf,
    Notes,
    Pack,
    Page,
    Paragraph,
    Point,
    Receipt,
    Row,
    Run,
    Series,
    Slide,
    Table,
    figure_keys,
    plain,
)

MONTHS = ("Oct 2025", "Nov 2025", "Dec 2025")
FELL = Run("fell", key="burglary:change")
RATE = Run("12.4%", key="outcomes:value")
CHANGE = Run("up 2.6 percentage points", key="outcomes:change")
VALUE = Run("1,204", key="burglary:value")
DOWN = Run("down 13.1%, no clear change", key="burglary:told")


def crimes() -> Table:
    rows = (("Burglary", "1,204", "down 13.1%"), ("Robbery", "310", "up 4.0%"), ("Shoplifting", "2,950", "[c]"))
    return Table(
        "Recorded crime by type",
        ("Crime", "Offences", "Change"),
        tuple(
            Row((Run(name),), tuple(Cell((Run(text, f"{name}:{n}"),), number=True) for n, text in enumerate(texts)))
            for name, *texts in rows
        ),
        "Source: Barsetshire Police.",
    )


def outcomes() -> Chart:
    points = tuple(Point(v, f"{v:.1f}%", f"outcomes@{n}:value") for n, v in enumerate((11.8, 12.0, 12.4)))
    alt = "Line chart of outcomes: 11.8% in Oct 2025, 12.4% in Dec 2025."
    return chart("line", "Outcomes", "per cent", MONTHS, (Series("Barsetshire", points),), alt)


def pack() -> Pack:
    """Barsetshire's pack, made up: five slides, a paper of the same blocks, a brief."""
    card = Card("Burglary", (VALUE,), "October to December 2025", (Run("a count"),), (DOWN,), "no clear change")
    other = Card(
        "Outcomes", (RATE,), "October to December 2025", (Run("248 of 2,000", "outcomes:of"),), (CHANGE,), "better"
    )
    said = Paragraph((Run("In the quarter burglary "), FELL, Run(" to "), VALUE, Run(", and outcomes went "), CHANGE))
    points = ListOf(((Run("Outcomes: "), RATE), (Run("Offences: "), VALUE)))
    notes = Notes(((Run("Counted by the month in which it was recorded."),),))
    blocks: tuple[tuple[str, Any, tuple[Block, ...]], ...] = (
        ("Burglary fell to 1,204", "two measures", (card, other)),
        ("Crime by type", "table", (crimes(), notes)),
        ("Outcomes rose to 12.4%", "chart", (outcomes(), Paragraph((Run("They stand at "), RATE)))),
        ("What the quarter shows", "text", (said, points, notes)),
        ("What comes next", "text", (Paragraph((Run("The Panel meets in March 2026."),)),)),
    )
    titles = {
        "Burglary fell to 1,204": (Run("Burglary "), FELL, Run(" to "), VALUE),
        "Outcomes rose to 12.4%": (Run("Outcomes "), Run("rose", "outcomes:change"), Run(" to "), RATE),
    }
    slides = tuple(
        Slide(f"slide-{n}", layout, "Fewer victims", titles.get(title, (Run(title),)), told, f"page-{n}")
        for n, (title, layout, told) in enumerate(blocks, 1)
    )
    pages = tuple(Page(f"page-{s.id}", s.section, s.title, (Heading(3, (Run("Detail"),)), *s.blocks)) for s in slides)
    return Pack(
        "2025-26-q3", "Performance report", "", "Office of the Commissioner", "Barsetshire Panel", "Barsetshire Police",
        "2025-26-q3", "October to December 2025", "October to December 2024", "", "", "en-GB", pages, _receipts(slides),
        (), (), (), (), ("Made up for tests.",), slides=slides, cover=Cover(),
        brief=(Page("brief", "", (Run("In brief"),), (card, said)),),
    )  # fmt: skip


def _receipts(slides: tuple[Slide, ...]) -> dict[str, Receipt]:
    texts: dict[str, str] = {"burglary:change": "down 13.1%", "outcomes:change": "up 2.6 percentage points"}
    for slide in slides:
        for block in slide.blocks:
            table = block.table if isinstance(block, Chart) else block
            if isinstance(table, Table):
                texts |= {r.key: r.text for row in table.rows for cell in row.cells for r in cell.runs}
    texts |= {run.key: run.text for run in (RATE, VALUE, DOWN, Run("248 of 2,000", "outcomes:of"))}
    return {key: Receipt(key, text, "value", "value", "recomputed") for key, text in sorted(texts.items())}


def deck(pack: Pack, path: Path) -> None:
    """The pack's slides as plainly as can be, so that no test of reading back rests on our own renderer."""
    made = Presentation()
    cover = made.slides.add_slide(made.slide_layouts[0])
    cover.shapes.title.text, cover.placeholders[1].text = pack.title, pack.period_words
    for slide in pack.slides:
        _slide(made, pack, slide)
    made.save(str(path))


def _slide(made: Any, pack: Pack, slide: Slide) -> None:
    page = made.slides.add_slide(made.slide_layouts[5])
    page._element.cSld.set("name", slide.id)
    page.shapes.title.text = plain(slide.title)
    for place, block in enumerate(slide.blocks):
        box = Inches(1), Inches(1.5 + place * 2.5), Inches(8), Inches(2)
        match block:
            case Card():
                told = (
                    block.title,
                    plain(block.value),
                    block.period,
                    *map(plain, (block.base, block.change)),
                    block.verdict,
                )
                for text in told:
                    page.shapes.add_textbox(*box).text_frame.text = text
            case Paragraph():
                page.shapes.add_textbox(*box).text_frame.text = plain(block.runs)
            case ListOf():
                page.shapes.add_textbox(*box).text_frame.text = "\n".join(map(plain, block.items))
            case Table():
                _table(page, block, box)
            case Chart():
                _chart(page, block, box)
    said = [plain(runs) for block in slide.blocks if isinstance(block, Notes) for runs in block.paragraphs]
    keys = figure_keys(slide.title, slide.blocks)
    lines = [f"{pack.figures[key].text} = made up; key: {key}" for key in keys]
    page.notes_slide.notes_text_frame.text = "\n".join([*said, *lines])


def _table(page: Any, block: Table, box: Any) -> None:
    shape = page.shapes.add_table(len(block.rows) + 1, len(block.columns), *box)
    grid = [block.columns, *((plain(r.header), *(plain(c.runs) for c in r.cells)) for r in block.rows)]
    for row, texts in zip(shape.table.rows, grid, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def _chart(page: Any, block: Chart, box: Any) -> None:
    data: Any = CategoryChartData(number_format='0.0"%"')
    data.categories = block.categories
    for series in block.series:
        data.add_series(series.name, [point.value for point in series.points])
    shape = page.shapes.add_chart(XL_CHART_TYPE.LINE, *box, data)
    shape.chart.plots[0].has_data_labels = True
    shape._element.xpath(".//p:cNvPr")[0].set("descr", block.alt)


@dataclass(frozen=True)
class Planted:
    """A difference: its kind, the slide it is on, and words that whoever finds it must say."""

    kind: str
    slide: int
    says: str


Plant = Callable[[Any, Pack, random.Random, set[Any]], "Planted | None"]


def plant(path: Path, pack: Pack, rng: random.Random, kinds: list[str]) -> list[Planted]:
    """Differences of those kinds planted in a deck, no two in one text. A kind that has no place there is left out."""
    made = Presentation(str(path))
    used: set[Any] = set()
    found = [PLANTS[kind](made, pack, rng, used) for kind in kinds]
    made.save(str(path))
    return [one for one in found if one]


def other_digit(text: str, rng: random.Random) -> str:
    """The same text with one digit changed, never to nought in front."""
    places = [match.start() for match in re.finditer(r"\d", text)]
    at = rng.choice(places)
    return text[:at] + rng.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :]


def _runs(made: Any, used: set[Any], want: Callable[[Any], bool]) -> Iterator[tuple[int, Any]]:
    """Each paragraph's first run of text that is not yet planted in, with its slide's number."""
    for number, slide in enumerate(made.slides, 1):
        for shape in slide.shapes:
            if shape.has_text_frame and want(shape):
                for paragraph in shape.text_frame.paragraphs:
                    if paragraph._p not in used and not paragraph._p.findall(qn("a:fld")):
                        for run in paragraph.runs:
                            yield number, run


def _changed(
    among: list[tuple[int, Any]], rng: random.Random, used: set[Any], change: Callable[[str], str]
) -> tuple[int, Any] | None:
    """One of the runs, changed: its slide's number and itself."""
    if not among:
        return None
    number, run = rng.choice(among)
    used.add(run._r.getparent())
    run.text = change(run.text)
    return number, run


def _is_title(shape: Any) -> bool:
    return shape.is_placeholder and shape.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


def _with_digits(made: Any, used: set[Any], want: Callable[[Any], bool]) -> list[tuple[int, Any]]:
    return [(number, run) for number, run in _runs(made, used, want) if re.search(r"\d", run.text) and number > 1]


def title_digit(made: Any, pack: Pack, rng: random.Random, used: set[Any]) -> Planted | None:  # noqa: ARG001
    found = _changed(_with_digits(made, used, _is_title), rng, used, lambda text: other_digit(text, rng))
    return Planted("title", found[0], ", title: ") if found else None


def paragraph_digit(made: Any, pack: Pack, rng: random.Random, used: set[Any]) -> Planted | None:  # noqa: ARG001
    among = _with_digits(made, used, lambda shape: not _is_title(shape))
    found = _changed(among, rng, used, lambda text: other_digit(text, rng))
    return Planted("paragraph", found[0], ", text '") if found else None


def percent_to_points(made: Any, pack: Pack, rng: random.Random, used: set[Any]) -> Planted | None:  # noqa: ARG001
    among = [(number, run) for number, run in _runs(made, used, lambda _: True) if re.search(r"\d%", run.text)]
    found = _changed(among, rng, used, lambda text: re.sub(r"(?<=\d)%", " points", text, count=1))
    return Planted("unit", found[0], " points'") if found else None


def bound_word(made: Any, pack: Pack, rng: random.Random, used: set[Any]) -> Planted | None:
    """A word that a figure backs, traded for one that says the opposite or nothing."""
    bound = {run.text for slide in pack.slides for run in _bound(slide) if run.key and run.text[:1].isalpha()}
    words = sorted((word for word in bound if not re.search(r"\d", word)), key=len, reverse=True)
    if not words:
        return None
    backed = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
    among = [(number, run) for number, run in _runs(made, used, lambda _: True) if backed.search(run.text)]
    word = rng.choice(["soared", "doubled", "came"])
    found = _changed(among, rng, used, lambda text: backed.sub(word, text, count=1))
    return Planted("word", found[0], ": ") if found else None


def _bound(slide: Slide) -> Iterator[Run]:
    yield from slide.title
    for block in slide.blocks:
        match block:
            case Heading() | Paragraph():
                yield from block.runs
            case ListOf():
                yield from (run for item in block.items for run in item)


def _cells(made: Any, used: set[Any]) -> list[tuple[int, str, Any]]:
    """Each cell with a digit: its slide's number, what heads its row, itself."""
    return [
        (number, row.cells[0].text, cell)
        for number, slide in enumerate(made.slides, 1)
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
        for cell in list(row.cells)[1:]
        if cell._tc not in used and re.search(r"\d", cell.text)
    ]


def cell_digit(made: Any, pack: Pack, rng: random.Random, used: set[Any]) -> Planted | None:  # noqa: ARG001
    among = _cells(made, used)
    if not among:
        return None
    number, head, cell = rng.choice(among)
    used.add(cell._tc)
    cell.text = other_digit(cell.text, rng)
    return Planted("cell", number, f", row {head!r}, column ")


def swapped_cells(made: Any, pack: Pack, rng: random.Random, used: set[Any]) -> Planted | None:  # noqa: ARG001
    cells = _cells(made, used)
    among = [(n, head, a, b) for n, head, a in cells for m, _, b in cells if n == m and a.text != b.text]
    if not among:
        return None
    number, head, one, other = rng.choice(among)
    used |= {one._tc, other._tc}
    one.text, other.text = other.text, one.text
    return Planted("swap", number, f", row {head!r}, column ")


def _charts(made: Any) -> list[tuple[int, Any]]:
    return [(n, s) for n, slide in enumerate(made.slides, 1) for s in slide.shapes if s.has_chart]


def chart_value(made: Any, pack: Pack, rng: random.Random, used: set[Any]) -> Planted | None:  # noqa: ARG001
    values = [
        (n, v)
        for n, s in _charts(made)
        for tag in (qn("c:val"), qn("c:yVal"))
        for e in s.chart._chartSpace.iter(tag)
        for v in e.iter(qn("c:v"))
        if v not in used
    ]
    if not values:
        return None
    number, value = rng.choice(values)
    used.add(value)
    value.text = repr(float(value.text) + rng.choice([0.1, 1, -2, 100]))
    return Planted("chart", number, f"the deck says '{float(value.text):.12g}'")


def workbook_cell(made: Any, pack: Pack, rng: random.Random, used: set[Any]) -> Planted | None:  # noqa: ARG001
    charts = [(n, s) for n, s in _charts(made) if s.chart.part.chart_workbook.xlsx_part is not None]
    if not charts:
        return None
    number, shape = rng.choice(charts)
    blob = shape.chart.part.chart_workbook.xlsx_part.blob
    book = load_workbook(io.BytesIO(blob))
    cells = [c for row in book.active.iter_rows(min_row=2, min_col=2) for c in row if isinstance(c.value, int | float)]
    free = [cell for cell in cells if (number, shape.shape_id, cell.coordinate) not in used]
    if not free:
        return None
    cell = rng.choice(free)
    used.add((number, shape.shape_id, cell.coordinate))
    cell.value += 7
    saved = io.BytesIO()
    book.save(saved)
    shape.chart.part.chart_workbook.update_from_xlsx_blob(saved.getvalue())
    return Planted("workbook", number, ", its workbook, row")


def note_digit(made: Any, pack: Pack, rng: random.Random, used: set[Any]) -> Planted | None:  # noqa: ARG001
    among = [
        (n, p)
        for n, slide in enumerate(made.slides, 1)
        if slide.has_notes_slide
        for p in slide.notes_slide.notes_text_frame.paragraphs
        if p._p not in used and p.runs and re.match(r"\D*\d.* = ", p.runs[0].text)
    ]
    if not among:
        return None
    number, paragraph = rng.choice(among)
    used.add(paragraph._p)
    head, equals, rest = paragraph.runs[0].text.partition(" = ")
    paragraph.runs[0].text = other_digit(head, rng) + equals + rest
    return Planted("note", number, ", notes: the deck says")


def digit_sentence(made: Any, pack: Pack, rng: random.Random, used: set[Any]) -> Planted | None:  # noqa: ARG001
    number = rng.randrange(2, len(made.slides) + 1)
    figure = f"{rng.randrange(3_000, 9_999):,}"
    box = made.slides[number - 1].shapes.add_textbox(Inches(1), Inches(6), Inches(8), Inches(1))
    box.text_frame.text = f"Officers made {figure} more visits than we had hoped."
    used.add(box.text_frame.paragraphs[0]._p)
    return Planted("sentence", number, f"'{figure}' is typed")


PLANTS: Mapping[str, Plant] = {
    "title": title_digit,
    "paragraph": paragraph_digit,
    "cell": cell_digit,
    "chart": chart_value,
    "workbook": workbook_cell,
    "note": note_digit,
    "swap": swapped_cells,
    "word": bound_word,
    "sentence": digit_sentence,
    "unit": percent_to_points,
}
