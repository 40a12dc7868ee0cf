"""A slide's places: the placeholders of its layout, found by the layout's names for them, filled or taken out."""

from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls


def named(slide: Any, name: str) -> Any:
    """The slide's placeholder that came from the layout's placeholder of that name, named as it is there."""
    index = next(p.placeholder_format.idx for p in slide.slide_layout.placeholders if p.name == name)
    found = next(p for p in slide.placeholders if p.placeholder_format.idx == index)
    found.name = name
    return found


def remove(shape: Any) -> None:
    shape._element.getparent().remove(shape._element)


def clear(slide: Any, *kept: str) -> None:
    """The slide's placeholders taken out, save the named: what is drawn in their place is none."""
    names = {p.placeholder_format.idx: p.name for p in slide.slide_layout.placeholders}
    for shape in list(slide.placeholders):
        if shape.has_text_frame and names.get(shape.placeholder_format.idx) not in kept:
            remove(shape)


def take(slide: Any, name: str, shape: Any) -> None:
    """A table or chart put in a place, which goes: where an office moves the place in its own layout, it follows."""
    place = named(slide, name)
    index = place.placeholder_format.idx
    remove(place)
    properties = shape._element.xpath(".//p:nvPr")[0]
    properties.insert(0, parse_xml(f'<p:ph {nsdecls("p")} idx="{index}"/>'))
