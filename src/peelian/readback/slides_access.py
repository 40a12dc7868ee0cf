"""The slides' access: what keeps someone out of a deck, found by reading it with python-pptx alone."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from pptx.oxml.ns import qn

from peelian.core.pack import Run
from peelian.readback.slides_style import Style
from peelian.typography import contrast
from peelian.typography.legend import legend_height
from peelian.typography.text_size import height, pieces

LEAST_SIZE = 18
"""Points: what can still be read from the back of a council chamber."""

MOST_ALT_LETTERS = 220
"""Letters of a picture's words: longer ones are a paragraph, and belong on the slide."""

MOST_OVERFLOW = 1.08
"""How much higher than its box text may reckon to be before it is told: programs lay out a little differently."""

INCH = 914_400


def deck_faults(path: Path) -> list[str]:
    """A sentence for each fault, with its slide and shape; none for a deck without."""
    from pptx import Presentation

    deck: Any = Presentation(str(path))
    style = Style(deck)
    found: list[str] = []
    titles: dict[str, int] = {}
    for number, slide in enumerate(deck.slides, 1):
        where = f"slide {number} ({slide._element.cSld.get('name') or 'no name'})"
        found += (f"{where}{fault}" for fault in _slide(slide, deck, style))
        title = _title(slide)
        if title and title in titles:
            found.append(f"{where}: its title is that of slide {titles[title]}; give each slide its own")
        titles.setdefault(title, number)
    return found


def _title(slide: Any) -> str:
    shape = slide.shapes.title
    return "" if shape is None else " ".join(shape.text_frame.text.split())


def _slide(slide: Any, deck: Any, style: Style) -> Iterator[str]:
    if not _title(slide):
        yield ": it has no title; write one"
    shapes = list(slide.shapes)
    if shapes and slide.shapes.title is not None and shapes[0].shape_id != slide.shapes.title.shape_id:
        yield f": {shapes[0].name!r} is read before the title; put the title first"
    for shape in shapes:
        yield from (f", {shape.name!r}: {fault}" for fault in _shape(shape, slide, deck, style))
    for one, other in combinations([shape for shape in shapes if not _decorative(shape)], 2):
        if _overlap(one, other):
            yield f", {one.name!r}: it lies on {other.name!r}; move one of them"


def _shape(shape: Any, slide: Any, deck: Any, style: Style) -> Iterator[str]:
    words = shape._element.xpath(".//p:cNvPr")[0].get("descr", "")
    if (shape.has_chart or shape.has_table or shape.shape_type in (6, 13)) and not words and not _decorative(shape):
        yield "it has no words for who cannot see it; write what it says"
    if len(words) > MOST_ALT_LETTERS:
        yield f"its words have {len(words)} letters, and {MOST_ALT_LETTERS} are the most; shorten them"
    left, top, wide, high = _box(shape)
    if left < 0 or top < 0 or left + wide > deck.slide_width or top + high > deck.slide_height:
        yield "it reaches over the slide's edge; move or shorten it"
    if shape.is_placeholder and shape.has_text_frame and not shape.text_frame.text.strip() and not _field(shape):
        yield "it is an empty placeholder; fill it or take it out"
    if shape.has_table:
        yield from _table(shape, deck)
    for text in _texts(shape):
        yield from _runs(text, shape, slide, style)
    if shape.has_text_frame:
        yield from _overflow(shape, style)
    if shape.has_chart:
        yield from _chart(shape.chart)
        yield from _legend(shape)


def _texts(shape: Any) -> Iterator[Any]:
    """Every body of text: the shape's, its table's cells', and those of a group's shapes; not a chart's."""
    yield from shape._element.iter(qn("p:txBody"), qn("a:txBody"))


def _runs(body: Any, shape: Any, slide: Any, style: Style) -> Iterator[str]:
    for run in body.iter(qn("a:r")):
        said = (run.findtext(qn("a:t")) or "").strip()
        if not said:
            continue
        size = style.size(run, shape)
        if size < LEAST_SIZE:
            yield f"{said!r} is set in {size:g} points, and {LEAST_SIZE} are the least; choose less text"
        properties = run.find(qn("a:rPr"))
        if properties is None or not properties.get("lang"):
            yield f"{said!r} has no language; set it"
        ink, ground = style.ink(run, shape), style.ground(body, slide)
        if (ratio := contrast.ratio(ink, ground)) < contrast.LEAST_CONTRAST:
            told = f"{said!r} in {ink} on {ground} has a contrast of {ratio:.2f} to 1"
            yield f"{told}, and {contrast.LEAST_CONTRAST} are the least; choose a darker or lighter colour"


def _overflow(shape: Any, style: Style) -> Iterator[str]:
    """Text that reckons to be higher than its box."""
    frame = shape.text_frame
    left, top, right, bottom = style.margins(shape)
    wide, room = (shape.width - left - right) / INCH, (shape.height - top - bottom) / INCH
    needed = 0.0
    for paragraph in frame.paragraphs:
        if not paragraph.text.strip():
            continue
        runs = tuple(Run(run.text, strong=style.bold(run._r, shape)) for run in paragraph.runs)
        size = max((style.size(run._r, shape) for run in paragraph.runs), default=float(LEAST_SIZE))
        indent = int((paragraph._p.pPr.get("marL") or 0) if paragraph._p.pPr is not None else 0) / INCH
        needed += height(pieces(runs), max(wide - indent, 0.1), size)
    if needed and needed > room * MOST_OVERFLOW and frame.word_wrap is not False:
        yield f"its text takes {needed:.1f} inches, and its box is {room:.1f} high; shorten it"


def _chart(chart: Any) -> Iterator[str]:
    for element in chart._chartSpace.iter(qn("a:defRPr"), qn("a:rPr")):
        if element.get("sz") and int(element.get("sz")) < LEAST_SIZE * 100:
            size = int(element.get("sz")) / 100
            yield f"its text is set in {size:g} points, and {LEAST_SIZE} are the least; enlarge it"
            return


def _legend(shape: Any) -> Iterator[str]:
    """A legend that reckons to be higher than its room, or lies on the names below the chart's plot."""
    made, (_, _, wide, high) = shape.chart, _box(shape)
    if not made.has_legend:
        return
    names = [series.name for series in made.plots[0].series]
    legend, plot = (_pinned(part) for part in (made.legend._element, made._chartSpace.chart.plotArea))
    if legend is None or plot is None:
        yield "its legend is where a program puts it; pin it and the plot"
        return
    size = made.font.size.pt if made.font.size else float(LEAST_SIZE)
    needed, room = legend_height(names, legend["w"] * wide / INCH, size), legend["h"] * high / INCH
    below = (legend["y"] - plot["y"] - plot["h"]) * high / INCH
    if needed > room * MOST_OVERFLOW or below < size / 72:
        what = f"its legend takes {needed:.1f} inches, and has {min(room, room + below - size / 72):.1f}"
        yield f"{what}: one of its names is {max(names, key=len)!r}; shorten it"


def _pinned(part: Any) -> dict[str, float] | None:
    """Where a part of a chart is pinned, and how large, as shares of the chart."""
    found = {side: part.find(f"{qn('c:layout')}/{qn('c:manualLayout')}/{qn(f'c:{side}')}") for side in "xywh"}
    return None if None in found.values() else {side: float(one.get("val")) for side, one in found.items()}


def _table(shape: Any, deck: Any) -> Iterator[str]:
    table = shape.table
    if not table.first_row:
        yield "its first row is not marked as its heading; mark it"
    if shape.top + sum(row.height for row in table.rows) > deck.slide_height:
        yield "its rows reach over the slide's edge; choose fewer"
    for row in table.rows:
        for cell in row.cells:
            if cell.is_merge_origin or cell.is_spanned:
                yield "it has a merged cell; give each row and column a cell of its own"
            elif not cell.text_frame.text.strip():
                yield "it has an empty cell; say why there is nothing"


def _decorative(shape: Any) -> bool:
    return any(str(element.tag).endswith("}decorative") for element in shape._element.iter())


def _field(shape: Any) -> bool:
    """A placeholder that a program fills in, as a slide's number."""
    return next(shape._element.iter(qn("a:fld")), None) is not None


def _box(shape: Any) -> tuple[int, int, int, int]:
    return shape.left or 0, shape.top or 0, shape.width or 0, shape.height or 0


def _overlap(one: Any, other: Any) -> bool:
    """Whether they share more than the breadth of a line."""
    (a, b, c, d), (e, f, g, h) = _box(one), _box(other)
    across, down = min(a + c, e + g) - max(a, e), min(b + d, f + h) - max(b, f)
    return min(across, down) > INCH * 0.05
