"""What text on a slide looks like once everything it inherits is reckoned in: size, weight, colour and ground."""

from collections.abc import Iterator
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

NAMES = {"tx1": "dk1", "tx2": "dk2", "bg1": "lt1", "bg2": "lt2"}
INSETS = {"lIns": 91_440, "tIns": 45_720, "rIns": 91_440, "bIns": 45_720}
"""A body of text's margins, and what they are where nothing says."""

WHITE, BLACK, USUAL = "#FFFFFF", "#000000", 18.0


class Style:
    """A deck's theme and layouts, asked about one run or shape at a time. Colours come back as "#12436D"."""

    def __init__(self, deck: Any) -> None:
        theme = parse_xml(deck.slide_master.part.part_related_by(RT.THEME).blob)
        self._scheme: dict[str, str] = {}
        for entry in next(theme.iter(qn("a:clrScheme"))):
            colour = entry[0]
            self._scheme[entry.tag.rpartition("}")[2]] = f"#{(colour.get('val') or colour.get('lastClr')).upper()}"
        for name, element in deck.slide_master._element.find(qn("p:clrMap")).attrib.items():
            if str(element) in self._scheme:
                self._scheme[str(name)] = self._scheme[str(element)]

    def size(self, run: Any, shape: Any) -> float:
        """Points: the run's own, else its place's in the layout or master."""
        own = run.find(qn("a:rPr"))
        for properties in (own, *_inherited(shape)):
            if properties is not None and properties.get("sz"):
                return int(properties.get("sz")) / 100
        return USUAL

    def bold(self, run: Any, shape: Any) -> bool:
        for properties in (run.find(qn("a:rPr")), *_inherited(shape)):
            if properties is not None and properties.get("b"):
                return str(properties.get("b")) in ("1", "true")
        return False

    def margins(self, shape: Any) -> tuple[int, int, int, int]:
        """Left, top, right and bottom, in EMU: the shape's own, else its place's."""
        bodies = [place._element.find(f".//{qn('a:bodyPr')}") for place in _places(shape)]
        told = ((body.get(side) for body in bodies if body is not None) for side in INSETS)
        left, top, right, bottom = (next((int(at) for at in one if at is not None), INSETS[side])
                                    for side, one in zip(INSETS, told, strict=True))  # fmt: skip
        return left, top, right, bottom

    def ink(self, run: Any, shape: Any) -> str:
        own = run.find(qn("a:rPr"))
        if own is not None and own.find(qn("a:hlinkClick")) is not None:
            return self._scheme.get("hlink", BLACK)
        for properties in (own, *_inherited(shape)):
            if properties is not None and (found := self._filled(properties)):
                return found
        return self._scheme.get("dk1", BLACK)

    def ground(self, body: Any, slide: Any) -> str:
        """What the text stands on: its cell, its shape, or the slide."""
        cell = body.getparent()
        own = cell.find(qn("a:tcPr")) if cell.tag == qn("a:tc") else cell.find(qn("p:spPr"))
        if own is not None and (found := self._filled(own)):
            return found
        for page in (slide, slide.slide_layout, slide.slide_layout.slide_master):
            ground = page._element.cSld.find(qn("p:bg"))
            if ground is not None and (found := self._filled(next(iter(ground)))):
                return found
        return WHITE

    def _filled(self, properties: Any) -> str:
        solid = properties.find(qn("a:solidFill"))
        if solid is None or not len(solid):
            return ""
        colour = solid[0].get("val", "")
        return self._scheme.get(colour, "") if solid[0].tag == qn("a:schemeClr") else f"#{colour.upper()}"


def _inherited(shape: Any) -> list[Any]:
    """The first level's properties of the placeholder's layout, then of the layout's master."""
    listed = (place._element.find(f".//{qn('a:lvl1pPr')}") for place in _places(shape))
    found = (properties.find(qn("a:defRPr")) for properties in listed if properties is not None)
    return [properties for properties in found if properties is not None]


def _places(shape: Any) -> Iterator[Any]:
    """The shape; and if it is a placeholder, what it is one of, in its layout and in that one's master."""
    yield shape
    place = shape
    while getattr(place, "is_placeholder", False) and (place := getattr(place, "_base_placeholder", None)) is not None:
        yield place
