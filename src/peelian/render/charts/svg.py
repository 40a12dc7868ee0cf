"""SVG as Vega draws it, made lean: half of it neither eye nor ear needs, and all of it costs time in every paper."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

SVG = ' xmlns="http://www.w3.org/2000/svg"'
UNNEEDED = ("role", "class", "pointer-events")
FONT = "font-family"
ID, USED = re.compile(r'\bid="([^"]+)"'), re.compile(r'(\bid="|url\(#)([^")]+)')
"""Vega numbers its clips through a process: numbered anew, the same chart is the same text."""

Element = ElementTree.Element


def lean(drawn: str) -> str:
    """The same picture with fewer elements: groups that say nothing, empty paths and words for other programs go.

    The same picture is the same text, whatever was drawn before it.
    """
    # Without its namespace, whose prefix another library of the process may have changed.
    root = ElementTree.fromstring(drawn.replace(SVG, "", 1))  # noqa: S314 - what our own process drew
    fonts = {element.get(FONT) for element in root.iter() if element.get(FONT)}
    if len(fonts) == 1:
        root.set(FONT, next(iter(fonts)) or "")
    _clean(root, keep_font=len(fonts) != 1)
    text = ElementTree.tostring(root, encoding="unicode").replace("<svg", f"<svg{SVG}", 1)
    numbers = {id: f"part{number}" for number, id in enumerate(dict.fromkeys(ID.findall(text)), 1)}
    return USED.sub(lambda used: used[1] + numbers.get(used[2], used[2]), text)


def own(marks: str, id: str) -> str:
    """The marks with ids of their own in a page of several pictures."""
    return USED.sub(rf"\g<1>{id}-\g<2>", marks)


def _clean(element: Element, keep_font: bool) -> None:
    element[:] = [kept for child in element for kept in _kept(child, keep_font)]


def _kept(element: Element, keep_font: bool) -> Iterator[Element]:
    """The element cleaned, its children in its place, or nothing."""
    if element.get("display") == "none" or _draws_nothing(element):
        return
    for name in [name for name in element.attrib if name in UNNEEDED or name.startswith("aria-")]:
        del element.attrib[name]
    if element.get("opacity") == "1":
        del element.attrib["opacity"]
    if not keep_font and FONT in element.attrib:
        del element.attrib[FONT]
    _clean(element, keep_font)
    if element.tag != "g":
        yield element
    elif not element.attrib:
        yield from element
    elif len(element):
        yield element


def _draws_nothing(element: Element) -> bool:
    """An empty path, or the ground of a group that nothing fills or outlines."""
    if element.tag != "path":
        return False
    ground = element.get("class") in ("background", "foreground")
    return not element.get("d") or (ground and "fill" not in element.attrib and "stroke" not in element.attrib)
