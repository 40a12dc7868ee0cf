"""The XML of a workbook's parts, element by element: nothing is kept of it, and nothing in it is looked up.

Expat reads it, as it stands beside Python. A document type is refused, without which XML can name no entity, so that
none is expanded; a part is read as far as its zip says that it goes.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, IndexError)
"""What a damaged archive raises when it is opened or read."""

BLOCK = 1 << 16
SEPARATOR = "\n"
"""Between a namespace and a name: in neither."""


class UnreadableXML(ValueError):
    """It is not well formed, or has a document type."""


@dataclass(frozen=True, slots=True)
class Element:
    """The start of an element: how deep it is, its name and its attributes, all without their namespaces."""

    depth: int
    name: str
    attributes: dict[str, str]


def elements(book: zipfile.ZipFile, part: str, names: Set[str]) -> Iterator[Element]:
    """The elements of these names, in their order. UnreadableXML, or what `zipfile` raises of a damaged part."""
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
