"""Readers of finished files that share nothing with the product's own: other libraries, and pack.json as plain JSON.

`faults` says for each surface what is printed and not in the pack, and what is in the pack and not printed.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import lxml.html
from openpyxl import load_workbook
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pptx import Presentation

Json = dict[str, Any]
Figures = Counter[tuple[str, str]]


def faults(folder: Path) -> list[str]:
    """Everything on any surface that is not what pack.json says."""
    pack = json.loads((folder / "pack.json").read_text("utf-8"))
    paper, brief = bound(pack["pages"]) + bound(pack["cover"]), bound(pack["brief"])
    found = [
        *_held("page", paper + brief, page(folder / "page.html")),
        *_held("paper", paper, pdf(folder / "paper.pdf", paper)),
    ]
    if brief:
        linked = pdf(folder / "brief.pdf", brief)
        found += _held("brief", brief, linked) if linked else _in_words(brief, folder / "brief.pdf")
    for slide in pack["slides"]:
        found += _slide(pack, slide, folder / "slides.pptx")
    found += _sheets(pack, folder / "workbook.xlsx")
    data = next(folder.rglob("observations.csv"))
    with data.open(encoding="utf-8", newline="") as lines:
        listed = Counter((row["key"], row["text"]) for row in csv.DictReader(lines))
    return found + _held("dataset", Counter((key, one["text"]) for key, one in pack["figures"].items()), listed)


def bound(json_of: Any) -> Figures:
    """Every run of text bound to a figure, found by what its JSON looks like."""
    found: Figures = Counter()
    for one in _walk(json_of):
        if one.get("key") and "url" in one:
            found[one["key"], _single(one["text"])] += 1
    return found


def _walk(some: Any) -> Iterator[Json]:
    if isinstance(some, dict):
        yield some
    for inside in some.values() if isinstance(some, dict) else some if isinstance(some, list) else ():
        yield from _walk(inside)


def _single(text: str) -> str:
    return " ".join(text.split())


def page(path: Path) -> Figures:
    links = lxml.html.fromstring(path.read_bytes().decode("utf-8")).xpath("//a[@data-figure]")
    return Counter((link.get("data-figure"), _single(link.text_content())) for link in links)


def pdf(path: Path, expected: Figures) -> Figures:
    """Characters whose middle is in a link's rectangle. Pieces of a figure, told on two lines or sides, are joined."""
    texts: dict[str, dict[str, str]] = {}
    for key, text in expected:
        texts.setdefault(key, {})[re.sub(r"\s", "", text)] = text
    pieces: dict[str, list[str]] = {}
    for key, said in _linked(path):
        pieces.setdefault(key, []).append(said)
    found: Figures = Counter()
    for key, parts in pieces.items():
        while parts:
            text, taken = _first(parts, texts.get(key, {}))
            found[key, text] += 1
            del parts[:taken]
    return found


def _first(parts: list[str], known: dict[str, str]) -> tuple[str, int]:
    """The longest known text the first pieces make, of which none but the first is one by itself; and how many."""
    more = next((n for n, part in enumerate(parts[1:], 1) if part in known), len(parts))
    for taken in range(more, 0, -1):
        if (said := "".join(parts[:taken])) in known:
            return known[said], taken
    return parts[0], 1


def _linked(path: Path) -> Iterator[tuple[str, str]]:
    """Each link's key, and the letters in it without spaces."""
    with path.open("rb") as file:
        document = PDFDocument(PDFParser(file))
        laid_out = extract_pages(path, laparams=LAParams())
        for sheet, layout in zip(PDFPage.create_pages(document), laid_out, strict=True):
            letters = [((c.x0 + c.x1) / 2, (c.y0 + c.y1) / 2, c.get_text()) for c in _letters(layout)]
            for link in map(resolve1, resolve1(sheet.annots) or ()):
                name = resolve1(link.get("Dest", b""))
                name = name.decode("latin-1") if isinstance(name, bytes) else str(getattr(name, "name", ""))
                if name.startswith("figure-"):
                    x0, y0, x1, y1 = map(float, resolve1(link["Rect"]))
                    low, high = sorted((y0, y1))
                    inside = "".join(text for x, y, text in letters if x0 <= x <= x1 and low <= y <= high)
                    yield unquote(name.removeprefix("figure-").replace(".", "%")), re.sub(r"\s", "", inside)


def _letters(element: Any) -> Iterator[LTChar]:
    if isinstance(element, LTChar):
        yield element
    elif isinstance(element, LTContainer):
        for inside in element:
            yield from _letters(inside)


def _in_words(expected: Figures, path: Path) -> Iterator[str]:
    said = "".join(c.get_text() for layout in extract_pages(path, laparams=LAParams()) for c in _letters(layout))
    for (key, text), count in expected.items():
        if re.sub(r"\s", "", said).count(re.sub(r"\s", "", text)) < count:
            yield f"{path.name}: {text!r} ({key}) is missing"


def _held(surface: str, expected: Figures, found: Figures) -> list[str]:
    wrong = [f"{surface}: {key} says {text!r}" for key, text in found if (key, text) not in expected]
    return wrong + [f"{surface}: {key}, {text!r}, is missing" for key, text in expected - found]


def _slide(pack: Json, slide: Json, path: Path) -> list[str]:
    """Bound paragraphs whole, tables cell by cell, charts value by value, and the notes' line for each figure."""
    made = next((one for one in Presentation(str(path)).slides if one._element.cSld.get("name") == slide["id"]), None)
    if made is None:
        return [f"slides: {slide['id']} is missing"]
    shapes = list(made.shapes)
    said = [_same(p.text) for s in shapes if s.has_text_frame for p in s.text_frame.paragraphs]
    tables = [[[_same(c.text) for c in row.cells] for row in s.table.rows] for s in shapes if s.has_table]
    wrong = [] if _runs(slide["title"]) in said else ["the title"]
    for block in slide["blocks"]:
        match block["kind"]:
            case "paragraph" | "heading":
                wrong += [] if _runs(block["runs"]) in said else [_runs(block["runs"])]
            case "list":
                wrong += [text for text in map(_runs, block["items"]) if text not in said]
            case "card":
                parts = [_runs(block[part]) for part in ("value", "base", "change")]
                wrong += [part for part in parts if part and not any(part in text for text in said)]
            case "table":
                rows = [[_same(c) for c in block["columns"]]]
                rows += [[_runs(r["header"]), *(_runs(c["runs"]) for c in r["cells"])] for r in block["rows"]]
                wrong += [] if rows in tables else [f"the table {block['caption']!r}"]
            case "chart" if any(s.has_chart for s in shapes):
                wrong += _chart(block, shapes)
    notes = made.notes_slide.notes_text_frame.text if made.has_notes_slide else ""
    for key in dict.fromkeys(key for key, _ in bound(slide)):
        start = _same(pack["figures"][key]["text"]) + " = "
        line = next((line for line in _same_lines(notes) if line.endswith(f"; key: {key}")), "")
        wrong += [] if line.startswith(start) else [f"the notes of {key}"]
    return [f"slides: {slide['id']}: {one} is not as in the pack" for one in wrong]


def _chart(block: Json, shapes: list[Any]) -> list[str]:
    drawn = [
        [round(float(value.text), 9) for value in part.iter("{*}v")]
        for shape in shapes
        if shape.has_chart
        for tag in ("{*}val", "{*}xVal", "{*}yVal")
        for part in shape.chart._chartSpace.iter(tag)
    ]
    wanted = ([round(p["value"], 9) for p in series["points"] if p["value"] is not None] for series in block["series"])
    return [f"a series of {len(one)} points" for one in wanted if one and one not in drawn]


def _runs(runs: list[Json]) -> str:
    return _same("".join(f"{r['text']} ({r['note']})" if r["note"] else r["text"] for r in runs))


def _same(text: str) -> str:
    return _single(text.replace("−", "-").replace("–", "-").replace("’", "'").replace("\x0b", " "))


def _same_lines(text: str) -> list[str]:
    return [_same(line) for line in text.split("\n")]


def _sheets(pack: Json, path: Path) -> list[str]:
    book = load_workbook(path)
    sheets = {sheet.title: [[_shown(cell) for cell in row] for row in sheet.iter_rows()] for sheet in book}
    wrong = []
    wanted = [b for page in pack["pages"] for b in page["blocks"] if b["kind"] == "table"]
    wanted += [b["table"] for page in pack["pages"] for b in page["blocks"] if b["kind"] == "chart"]
    for table in wanted:
        rows = [table["columns"]]
        rows += [[_told(row["header"]), *(_told(cell["runs"]) for cell in row["cells"])] for row in table["rows"]]
        if not any(_stands_in(rows, sheet) for sheet in sheets.values()):
            wrong.append(f"workbook: the table {table['caption']!r} is not as in the pack")
    listed = sheets.get("Figures", [])
    head = next((n for n, row in enumerate(listed) if "key" in map(str.lower, row)), None)
    if head is None:
        return [*wrong, "workbook: no list of figures"]
    key = [cell.lower() for cell in listed[head]].index("key")
    lines = {row[key]: row for row in listed[head + 1 :]}
    for name, receipt in pack["figures"].items():
        if _single(receipt["text"]) not in lines.get(name, ()):
            wrong.append(f"workbook: {name} is not {receipt['text']!r} in the list of figures")
    return wrong


def _told(runs: list[Json]) -> str:
    return _single("".join(f"{r['text']} ({r['note']})" if r["note"] else r["text"] for r in runs))


def _stands_in(rows: list[list[str]], sheet: list[list[str]]) -> bool:
    wide = len(rows[0])
    cut = [row[:wide] for row in sheet]
    starts = (n for n, row in enumerate(cut) if row[1:] == [_single(cell) for cell in rows[0][1:]])
    return any(cut[n + 1 : n + len(rows)] == rows[1:] for n in starts)


def _shown(cell: Any) -> str:
    """A cell as a spreadsheet shows it: only the formats a table of figures needs."""
    if not isinstance(cell.value, int | float) or isinstance(cell.value, bool):
        return _single(re.sub(r"\[note \d+\]", "", str(cell.value or "")))
    form = cell.number_format
    if form == "General":
        return f"{cell.value:.12g}"
    places = len(re.search(r"\.?(0*)(?!.*0)", form.partition(".")[2] or "")[1]) if "." in form else 0
    number = Decimal(str(cell.value)) * (100 if "%" in form.replace('"%"', "") else 1)
    text = f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):{',' if '#,##' in form else ''}f}"
    before, _, after = re.sub(r"[#0][#0,.]*", "\0", form, count=1).replace('"', "").partition("\0")
    return f"{before}{text}{after}"
