"""The workbook's access: what keeps someone out of a spreadsheet, found in its own XML.

The rules are the Analysis Function's checklist:
https://analysisfunction.civilservice.gov.uk/policy-store/making-spreadsheets-accessible-a-brief-checklist-of-the-basics/.
"""

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from peelian.core.language import say
from peelian.core.phrases import Phrase

SPREADSHEETML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
BY_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
WANTED = (Phrase.COVER, Phrase.CONTENTS, Phrase.NOTES)
CORNER = re.compile(r"([A-Z]+)(\d+)")
HINDRANCES = (
    (f"{SPREADSHEETML}mergeCell", "it has a merged cell", "give each row and column a cell of its own"),
    (f"{SPREADSHEETML}autoFilter", "it has a filter", "take it out: who hears a table cannot tell what is hidden"),
    (f"{SPREADSHEETML}pane", "it has frozen panes", "take them out: they take the screen of who enlarges it"),
    (f"{SPREADSHEETML}f", "it has a formula", "write the value"),
)


@dataclass(frozen=True)
class SheetXml:
    """A sheet's own XML and its tables', its cells' texts by place ("B7"), and where its links lead."""

    name: str
    hidden: bool
    root: Element
    tables: tuple[Element, ...]
    cells: Mapping[str, str]


def workbook_faults(path: Path) -> list[str]:
    """A sentence for each fault, with its sheet; none for a workbook without."""
    with zipfile.ZipFile(path) as package:
        sheets = list(_sheets(package))
    names = {sheet.name for sheet in sheets}
    found = [f"there is no sheet {wanted!r}; a workbook has one" for wanted in map(say, WANTED) if wanted not in names]
    for sheet in sheets:
        found += [f"sheet {sheet.name!r}: {fault}" for fault in _of_sheet(sheet)]
    return found + list(_unlinked(sheets))


def _of_sheet(sheet: SheetXml) -> Iterator[str]:
    if sheet.hidden:
        yield "it is hidden; show it or take it out"
    if not sheet.cells.get("A1", "").strip():
        yield "its cell A1 is empty; give the sheet a title there"
    for mark, what, to_do in HINDRANCES:
        if any(next(root.iter(mark), None) is not None for root in (sheet.root, *sheet.tables)):
            yield f"{what}; {to_do}"
    if any(
        one.get("hidden") in ("1", "true") for tag in ("row", "col") for one in sheet.root.iter(SPREADSHEETML + tag)
    ):
        yield "it hides rows or columns; show them"
    for cell in sheet.root.iter(f"{SPREADSHEETML}c"):
        if cell.get("t") == "e":
            yield f"cell {cell.get('r')} holds an error; say why there is no value"
    if sheet.name != say(Phrase.COVER) and len(sheet.tables) != 1:
        yield f"it holds {len(sheet.tables)} tables; a sheet has one, marked as a table"
    for table in sheet.tables:
        yield from _of_table(table, sheet.cells)


def _of_table(table: Element, cells: Mapping[str, str]) -> Iterator[str]:
    head, *rows = _places(table.get("ref", "A1"))
    texts = [" ".join(cells.get(place, "").split()) for place in head]
    for place, text in zip(head, texts, strict=True):
        if not text:
            yield f"the column at {place} has no heading; name it"
    for text, times in Counter(text for text in texts if text).items():
        if times > 1:
            yield f"{times} columns are headed {text!r}; name them apart"
    for place in (place for row in rows for place in row):
        if not cells.get(place, "").strip():
            yield f"cell {place} of its table is empty; say why there is nothing"


def _unlinked(sheets: list[SheetXml]) -> Iterator[str]:
    contents = next((sheet for sheet in sheets if sheet.name == say(Phrase.CONTENTS)), None)
    if contents is None:
        return
    links = {
        one.get("location", "").rpartition("!")[0].strip("'") for one in contents.root.iter(f"{SPREADSHEETML}hyperlink")
    }
    for sheet in sheets:
        if sheet.name not in (say(Phrase.COVER), say(Phrase.CONTENTS)) and sheet.name not in links:
            yield f"sheet {sheet.name!r}: the contents do not link to it; add a link"


def _sheets(package: zipfile.ZipFile) -> Iterator[SheetXml]:
    shared = _shared(package)
    targets = _related(package, "xl/workbook.xml")
    for one in _xml(package, "xl/workbook.xml").iter(f"{SPREADSHEETML}sheet"):
        part = targets[one.get(BY_ID, "")]
        root, related = _xml(package, part), _related(package, part)
        tables = tuple(_xml(package, related[part.get(BY_ID, "")]) for part in root.iter(f"{SPREADSHEETML}tablePart"))
        cells = {cell.get("r", ""): _text(cell, shared) for cell in root.iter(f"{SPREADSHEETML}c")}
        yield SheetXml(one.get("name", ""), one.get("state", "visible") != "visible", root, tables, cells)


def _text(cell: Element, shared: list[str]) -> str:
    value = cell.findtext(f"{SPREADSHEETML}v", "")
    if cell.get("t") == "s":
        return shared[int(value)]
    return value or "".join(text.text or "" for text in cell.iter(f"{SPREADSHEETML}t"))


def _shared(package: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    told = _xml(package, "xl/sharedStrings.xml").iter(f"{SPREADSHEETML}si")
    return ["".join(text.text or "" for text in one.iter(f"{SPREADSHEETML}t")) for one in told]


def _related(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """The parts a part refers to, by the ids it calls them by."""
    folder, name = posixpath.split(part)
    beside = f"{folder}/_rels/{name}.rels"
    if beside not in package.namelist():
        return {}
    return {
        one.get("Id", ""): posixpath.normpath(posixpath.join("/" + folder, one.get("Target", ""))).lstrip("/")
        for one in _xml(package, beside)
    }


def _xml(package: zipfile.ZipFile, part: str) -> Element:
    return ElementTree.fromstring(package.read(part))  # noqa: S314 (a file this build has just written)


def _places(ref: str) -> list[list[str]]:
    """The cells of "A5:C9", row by row."""
    first, last = (CORNER.fullmatch(corner) for corner in (*ref.split(":"), ref.split(":")[0])[:2])
    assert first and last, ref
    columns = [_letters(number) for number in range(_number(first[1]), _number(last[1]) + 1)]
    return [[f"{column}{row}" for column in columns] for row in range(int(first[2]), int(last[2]) + 1)]


def _number(letters: str) -> int:
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - 64
    return total


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters
