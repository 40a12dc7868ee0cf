"""The workbook's figures, as its list has them and as each table sheet's number formats print them; the dataset's."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from peelian.core.language import say
from peelian.core.phrases import Phrase
from peelian.readback.number_formats import BUILT_IN, as_formatted

SPREADSHEETML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NOTE = re.compile(r"\s*\[note \d+\]")
TextRows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class SheetRead:
    """A sheet as a reader sees it, references to notes left out."""

    name: str
    rows: TextRows


def read_workbook(path: Path) -> tuple[SheetRead, ...]:
    """Every sheet, each number as its cell's format prints it."""
    from python_calamine import CalamineWorkbook

    content = path.read_bytes()
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    formats = _formats(content)
    return tuple(
        SheetRead(
            name,
            tuple(
                tuple(
                    _text(cell, formats.get(name, {}).get((down, across), "General")) for across, cell in enumerate(row)
                )
                for down, row in enumerate(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
            ),
        )
        for name in workbook.sheet_names
    )


def figures(sheets: tuple[SheetRead, ...]) -> dict[str, str] | None:
    """Each figure's text by its key, as the last sheet lists them; None where no sheet does."""
    rows = next((sheet.rows for sheet in sheets if sheet.name == say(Phrase.FIGURES)), ())
    for place, row in enumerate(rows):
        if {say(Phrase.KEY), say(Phrase.AS_PRINTED)} <= {*row}:
            key, text_at = row.index(say(Phrase.KEY)), row.index(say(Phrase.AS_PRINTED))
            return {row[key]: row[text_at] for row in rows[place + 1 :] if row[key]}
    return None


def dataset(path: Path) -> dict[str, str]:
    """Each figure's text by its key in observations.csv."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {row["key"]: row["text"] for row in csv.DictReader(lines)}


def without_notes(text: str) -> str:
    return " ".join(NOTE.sub("", text).split())


def _text(cell: object, code: str) -> str:
    if isinstance(cell, bool):
        return str(cell)
    return as_formatted(cell, code) if isinstance(cell, int | float) else without_notes(str(cell))


def _formats(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """By sheet, the number format of each number: calamine reads values alone."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        styles = ElementTree.fromstring(package.read("xl/styles.xml"))  # noqa: S314 (our own file, just written)
        named = {int(f.get("numFmtId", 0)): f.get("formatCode", "") for f in styles.iter(f"{SPREADSHEETML}numFmt")}
        used = styles.find(f"{SPREADSHEETML}cellXfs")
        codes = [{**BUILT_IN, **named}.get(int(one.get("numFmtId", 0)), "General") for one in used or ()]
        return {name: _cells(package.read(part), codes) for name, part in _sheets(package).items()}


def _sheets(package: zipfile.ZipFile) -> dict[str, str]:
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))  # noqa: S314
    by_id = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    return {
        one.get("name", ""): "xl/" + targets[one.get(by_id)].removeprefix("/xl/")
        for one in book.iter(f"{SPREADSHEETML}sheet")
    }


CELL = re.compile(rb"<c ([^>]*)>")
PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
STYLE = re.compile(rb'\bs="(\d+)"')


def _cells(sheet: bytes, codes: list[str]) -> dict[tuple[int, int], str]:
    """By row and column from 0, the format of each cell that has a style of its own."""
    found = {}
    for attributes in CELL.findall(sheet):
        place, style = PLACE.search(attributes), STYLE.search(attributes)
        if place and style:
            across = 0
            for letter in place[1]:
                across = across * 26 + letter - 64
            found[int(place[2]) - 1, across - 1] = codes[int(style[1])]
    return found
