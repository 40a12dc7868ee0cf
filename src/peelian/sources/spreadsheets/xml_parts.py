"""Reads the XML of a workbook's parts element by element. It keeps nothing and looks nothing up.

It uses the Expat that comes with Python. It refuses a document type, the only way to define entities, so none is
expanded. It reads a part up to the size that its zip declares.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, IndexError)
"""The exceptions that opening or reading a damaged archive can raise."""

BLOCK = 1 << 16
SEPARATOR = "\n"
"""A character between namespace and name, which neither can contain."""


class UnreadableXML(ValueError):
    """The XML is not well formed, or has a document type."""


@dataclass(frozen=True, slots=True)
class Element:
    """The start of an element: its depth, its name and its attributes, without namespaces."""

    depth: int
    name: str
    attributes: dict[str, str]


def elements(book: zipfile.ZipFile, part: str, names: Set[str]) -> Iterator[Element]:
    """The elements with these names, in order. UnreadableXML, or an exception of `zipfile` for a damaged part."""
    found: list[Element] = []
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if (own := _local(name)) in names:
            found.append(Element(depth, own, {_local(key): value for key, value in attributes.items()}))

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: Any) -> None:
        raise UnreadableXML(f"{part} has a document type")

    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = refuse
    with book.open(part) as opened:
        try:
            while block := opened.read(BLOCK):
                parser.Parse(block)
                yield from found
                found.clear()
            parser.Parse(b"", True)
        except expat.ExpatError as fault:
            raise UnreadableXML(f"{part}: {fault}") from None
    yield from found


def _local(name: str) -> str:
    return name.rpartition(SEPARATOR)[2]
