"""The slides' access: what keeps someone out of a deck, found by reading it with python-pptx alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

LEAST = 18
"""Points: what can still be read from the back of a council chamber."""

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def faults(path: Path) -> list[str]:
    """A sentence for each fault, with its slide and shape; none for a deck without."""
    from pptx import Presentation

    deck: Any = Presentation(str(path))
    found: list[str] = []
    titles: dict[str, int] = {}
    for number, slide in enumerate(deck.slides, 1):
        where = f"slide {number} ({slide._element.cSld.get('name') or 'no name'})"
        found += (f"{where}{fault}" for fault in _slide(slide, deck))
        title = _title(slide)
        if title and title in titles:
            found.append(f"{where}: its title is that of slide {titles[title]}; give each slide its own")
        titles.setdefault(title, number)
    return found


def _title(slide: Any) -> str:
    shape = slide.shapes.title
    return "" if shape is None else " ".join(shape.text_frame.text.split())


def _slide(slide: Any, deck: Any) -> Iterator[str]:
    if not _title(slide):
        yield ": it has no title; write one"
    shapes = list(slide.shapes)
    if shapes and slide.shapes.title is not None and shapes[0].shape_id != slide.shapes.title.shape_id:
        yield f": {shapes[0].name!r} is read before the title; put the title first"
    for shape in shapes:
        yield from (f", {shape.name!r}: {fault}" for fault in _shape(shape, deck))


def _shape(shape: Any, deck: Any) -> Iterator[str]:
    words = shape._element.xpath(".//p:cNvPr")[0].get("descr", "")
    if (shape.has_chart or shape.has_table or shape.shape_type in (6, 13)) and not words:
        yield "it has no words for who cannot see it; write what it says"
    if shape.left is not None and (
        shape.left < 0
        or shape.top < 0
        or shape.left + shape.width > deck.slide_width
        or shape.top + shape.height > deck.slide_height
    ):
        yield "it reaches over the slide's edge; move or shorten it"
    if shape.has_table:
        yield from _table(shape.table)
    if shape.is_placeholder and shape.has_text_frame and not shape.text_frame.text.strip():
        yield "it is an empty placeholder; fill it or take it out"
    for run in shape._element.iter(f"{A}r"):
        properties = run.find(f"{A}rPr")
        if properties is not None and properties.get("sz") and int(properties.get("sz")) < LEAST * 100:
            size = int(properties.get("sz")) / 100
            yield f"{run.findtext(f'{A}t')!r} is set in {size:g} points, and {LEAST} are the least; choose less text"
        if (properties is None or not properties.get("lang")) and (run.findtext(f"{A}t") or "").strip():
            yield f"{run.findtext(f'{A}t')!r} has no language; set it"
    if shape.has_chart:
        for element in shape.chart._chartSpace.iter(f"{A}defRPr", f"{A}rPr"):
            if element.get("sz") and int(element.get("sz")) < LEAST * 100:
                size = int(element.get("sz")) / 100
                yield f"its text is set in {size:g} points, and {LEAST} are the least; enlarge it"
                break


def _table(table: Any) -> Iterator[str]:
    if not table.first_row:
        yield "its first row is not marked as its heading; mark it"
    for row in table.rows:
        for cell in row.cells:
            if cell.is_merge_origin or cell.is_spanned:
                yield "it has a merged cell; give each row and column a cell of its own"
            elif not cell.text_frame.text.strip():
                yield "it has an empty cell; say why there is nothing"
