"""The workbook's access: what keeps someone out of a spreadsheet, found in its own XML."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
NAME = re.compile(rb'<sheet [^>]*?name="([^"]*)"([^>]*)')
MARKS = (
    (b"<mergeCell ", "it has a merged cell", "give each row and column a cell of its own"),
    (b"<autoFilter", "it has a filter", "take it out: a reader by ear cannot tell what is hidden"),
    (b"<pane ", "it has frozen panes", "take them out: they take the screen of who enlarges it"),
    (b"<f>", "it has a formula", "write the value"),
    (b't="e"', "it has an error in a cell", "say why there is no value"),
    (b'hidden="1"', "it hides rows or columns", "show them"),
)


def faults(path: Path) -> list[str]:
    """A sentence for each fault, with its sheet; none for a workbook without."""
    with zipfile.ZipFile(path) as package:
        named = NAME.findall(package.read("xl/workbook.xml"))
        parts = sorted((name for name in package.namelist() if SHEET.fullmatch(name)), key=_number)
        found = [fault for name, _ in zip(named, parts, strict=False) for fault in _hidden(*name)]
        for (name, _), part in zip(named, parts, strict=False):
            content = package.read(part)
            found += [f"sheet {name.decode()!r}: {what}; {to_do}" for mark, what, to_do in MARKS if mark in content]
        names = {name.decode() for name, _ in named}
    found += [
        f"there is no sheet {wanted!r}; a workbook has one"
        for wanted in ("Cover", "Contents", "Notes")
        if wanted not in names
    ]
    return found


def _number(part: str) -> int:
    return int(re.sub(r"\D", "", part))


def _hidden(name: bytes, rest: bytes) -> Iterator[str]:
    if b"hidden" in rest.lower():
        yield f"sheet {name.decode()!r} is hidden; show it or take it out"
