"""Makes `template.pptx`, the two layouts every slide is laid on: `python -m peelian.render.make_template`.

It starts from python-pptx's own default, so that the template in the tree can always be made again and compared.
"""

import io
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches

from peelian.render.package import steady
from peelian.render.slide_layout import FOOTER_HEIGHT, FOOTER_TOP, HIGH, INSIDE, MARGIN, TITLE_TOP, WIDE
from peelian.render.slide_text import PALE
from peelian.render.theme import BLUE, INK, PALETTE, PURPLE

TEMPLATE = Path(__file__).with_name("template.pptx")
FIXED = datetime(2026, 1, 1)  # noqa: DTZ001 (a property of the file, not an instant)

SCHEME = {"dk1": INK, "lt1": "#FFFFFF", "dk2": BLUE, "lt2": PALE, "hlink": BLUE, "folHlink": PURPLE} | {
    f"accent{place}": colour for place, colour in enumerate(PALETTE, start=1)
}

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
SHAPE = """<p:sp {ns}><p:nvSpPr><p:cNvPr id="{id}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>
<p:nvPr><p:ph {ph}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>
<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>
<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{align}"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>
<a:defRPr sz="{size}" b="{bold}"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>
</a:lstStyle><a:p>{prompt}</a:p></p:txBody></p:sp>"""
TEXT = '<a:r><a:rPr lang="en-GB"/><a:t>{}</a:t></a:r>'
NUMBER = """<a:fld id="{5F1B6A44-3A2C-4B5E-9C1D-0A6E4B7C8D21}" type="slidenum">
<a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld>"""
STRIP = """<p:sp {ns}><p:nvSpPr><p:cNvPr id="{id}" name="Strip"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
<a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>"""
BACKGROUND = '<p:bg {ns}><p:bgPr><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'


def placeholder(
    id: int, name: str, ph: str, box: tuple[float, float, float, float], size: float, colour: str = "tx1", *,
    bold: bool = False, align: str = "l", anchor: str = "t", prompt: str = "",
) -> Any:  # fmt: skip
    """One placeholder: `box` is left, top, width, height in inches; `size` in points."""
    x, y, cx, cy = (int(Inches(inches)) for inches in box)
    content = NUMBER if 'type="sldNum"' in ph else TEXT.format(prompt or name)
    return parse_xml(
        SHAPE.format(
            ns=NAMESPACES, id=id, name=name, ph=ph, x=x, y=y, cx=cx, cy=cy, size=int(size * 100), colour=colour,
            bold=int(bold), align=align, anchor=anchor, prompt=content,
        )
    )  # fmt: skip


def title_and_body() -> list[Any]:
    return [
        placeholder(3, "Title", 'type="title"', (MARGIN, TITLE_TOP, INSIDE, 0.95), 28, bold=True),
        placeholder(5, "Body", 'type="body" idx="1"', (MARGIN, 1.75, INSIDE, 5.1), 18),
    ]


def page_shapes() -> list[Any]:
    """Strip, title, section, body, footer, slide number: title first among what is read."""
    title, body = title_and_body()
    section = (MARGIN, 0.24, INSIDE, 0.34)
    return [
        parse_xml(STRIP.format(ns=NAMESPACES, id=2, cx=int(Inches(WIDE)), cy=int(Inches(0.12)))),
        title,
        placeholder(4, "Section", 'type="body" sz="quarter" idx="13"', section, 18, "tx2", bold=True),
        body,
        *footer_shapes("tx1", 11, 12),
    ]


def title_shapes() -> list[Any]:
    small, foot = (MARGIN, 5.5, INSIDE, 1.2), "b"
    return [
        placeholder(3, "Title", 'type="ctrTitle"', (MARGIN, 0.9, INSIDE, 1.9), 40, "bg1", bold=True, anchor="b"),
        placeholder(4, "Subtitle", 'type="subTitle" idx="1"', (MARGIN, 2.95, INSIDE, 0.85), 22, "bg1"),
        placeholder(5, "Details", 'type="body" sz="quarter" idx="13"', (MARGIN, 3.95, INSIDE, 1.5), 20, "bg1"),
        placeholder(6, "Attribution", 'type="body" sz="quarter" idx="14"', small, 12, "bg1", anchor=foot),
        *footer_shapes("bg1", 11, 12),
    ]


def footer_shapes(colour: str, footer: int, number: int) -> list[Any]:
    """`footer` and `number` are the placeholders' indexes: a master's differ from its layouts'."""
    wide, narrow = (
        (MARGIN, FOOTER_TOP, INSIDE - 1, FOOTER_HEIGHT),
        (WIDE - MARGIN - 0.8, FOOTER_TOP, 0.8, FOOTER_HEIGHT),
    )
    at, of = f'type="ftr" sz="quarter" idx="{footer}"', f'type="sldNum" sz="quarter" idx="{number}"'
    return [
        placeholder(11, "Footer", at, wide, 18, colour, anchor="ctr"),
        placeholder(12, "Slide number", of, narrow, 18, colour, align="r", anchor="ctr"),
    ]


def fill(part: Any, shapes: list[Any]) -> None:
    """A layout's or master's shapes replaced by these."""
    tree = part.shapes._spTree
    for shape in list(part.shapes):
        tree.remove(shape._element)
    tree.extend(shapes)


def themed(xml: bytes) -> bytes:
    """A theme part with our colours and Arial, and no empty list of fonts for other scripts."""
    text = xml.decode()
    for name, colour in SCHEME.items():
        ours = f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", ours, text, flags=re.DOTALL)
    for fonts in ("majorFont", "minorFont"):
        arial = f'<a:{fonts}><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/></a:{fonts}>'
        text = re.sub(rf"<a:{fonts}>.*?</a:{fonts}>", arial, text, flags=re.DOTALL)
    text = re.sub(r'<a:(clrScheme|fontScheme) name="[^"]*"', r'<a:\1 name="Peelian"', text)
    return re.sub(r'(<a:theme [^>]*?)name="[^"]*"', r'\1name="Peelian"', text, count=1).encode()


def make(path: Path) -> None:
    """The template, written to `path`: layouts Title and Page, 13.333 x 7.5 inches."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    layouts = deck.slide_layouts
    for layout in list(layouts)[2:]:
        layouts.remove(layout)
    title, page = layouts
    for layout, name, kind, shapes in ((title, "Title", "title", title_shapes()), (page, "Page", "obj", page_shapes())):
        layout.name = name
        layout._element.set("type", kind)
        fill(layout, shapes)
    title._element.cSld.insert(0, parse_xml(BACKGROUND.format(ns=NAMESPACES)))
    fill(deck.slide_master, [*title_and_body(), *footer_shapes("tx1", 3, 4)])
    for part in (deck.slide_master.part, deck.notes_master.part):
        theme: Any = part.part_related_by(RT.THEME)
        theme_xml = themed(theme.blob)
        if hasattr(theme, "_blob"):
            theme._blob = theme_xml
        else:
            theme._element = parse_xml(theme_xml)
    in_english(deck)
    leave_out(deck)
    facts = deck.core_properties
    facts.title, facts.author, facts.last_modified_by, facts.language = "Peelian slides", "Peelian", "Peelian", "en-GB"
    facts.created = facts.modified = FIXED
    facts.keywords = facts.subject = facts.comments = ""
    made = io.BytesIO()
    deck.save(made)
    path.write_bytes(steady(made.getvalue()))


def in_english(deck: Any) -> None:
    """Text without a language of its own is British; the page is not said to be 4:3."""
    presentation = deck.part._element
    presentation.find(qn("p:sldSz")).attrib.pop("type", None)
    for element in (presentation, deck.slide_master._element, deck.notes_master._element):
        for properties in element.iter(qn("a:defRPr"), qn("a:rPr"), qn("a:endParaRPr")):
            properties.set("lang", "en-GB")


def leave_out(deck: Any) -> None:
    """The default's picture of another deck, and somebody's printer."""
    for source, kind in ((deck.part.package, RT.THUMBNAIL), (deck.part, RT.PRINTER_SETTINGS)):
        rels = source._rels
        for id in [id for id, rel in rels.items() if rel.reltype == kind]:
            rels.pop(id)


if __name__ == "__main__":
    make(TEMPLATE)
