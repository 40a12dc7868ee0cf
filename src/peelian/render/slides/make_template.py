"""Makes `shipped/templates/slides.pptx`, the nine layouts of slides.

Run it as `python -m peelian.render.slides.make_template`.

It starts from python-pptx's own default, so that the template in the tree can always be made again and compared.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches

from peelian.core.shipped_files import SHIPPED
from peelian.render.office_package import steady
from peelian.render.slides.layout import FOOTER_HEIGHT, FOOTER_TOP, HIGH, INSIDE, MARGIN, TITLE_TOP, WIDE
from peelian.render.slides.text import PALE
from peelian.render.theme import BLUE, INK, PALETTE, PURPLE

TEMPLATE = SHIPPED / "templates" / "slides.pptx"
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
SLIDE_NUMBER = """<a:fld id="{5F1B6A44-3A2C-4B5E-9C1D-0A6E4B7C8D21}" type="slidenum">
<a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld>"""
STRIP = """<p:sp {ns}><p:nvSpPr><p:cNvPr id="{id}" name="Strip"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
<a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>"""
BAND = STRIP.replace('name="Strip"', 'name="Band"')
BACKGROUND = '<p:bg {ns}><p:bgPr><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'


def placeholder(
    id: int, name: str, ph: str, box: tuple[float, float, float, float], size: float, colour: str = "tx1", *,
    bold: bool = False, align: str = "l", anchor: str = "t", prompt: str = "",
) -> Any:  # fmt: skip
    """One placeholder: `box` is left, top, width, height in inches; `size` in points."""
    x, y, cx, cy = (int(Inches(inches)) for inches in box)
    content = SLIDE_NUMBER if 'type="sldNum"' in ph else TEXT.format(prompt or name)
    return parse_xml(
        SHAPE.format(
            ns=NAMESPACES, id=id, name=name, ph=ph, x=x, y=y, cx=cx, cy=cy, size=int(size * 100), colour=colour,
            bold=int(bold), align=align, anchor=anchor, prompt=content,
        )
    )  # fmt: skip


@dataclass(frozen=True)
class Design:
    """A layout: its kind in the file's own words, what stands on it, and whether it is dark."""

    kind: str
    shapes: Callable[[], list[Any]]
    dark: bool = False


def header(title: Any) -> list[Any]:
    """Strip, title, section: the title first among what is read."""
    section = (MARGIN, 0.24, INSIDE - 2.4, 0.34)
    return [
        parse_xml(STRIP.format(ns=NAMESPACES, id=2, cx=int(Inches(WIDE)), cy=int(Inches(0.12)))),
        title,
        placeholder(4, "Section", 'type="body" sz="quarter" idx="13"', section, 18, "tx2", bold=True),
    ]


def title_of_page() -> Any:
    return placeholder(3, "Title", 'type="title"', (MARGIN, TITLE_TOP, INSIDE, 0.95), 30, bold=True)


def parts(**boxes: tuple[float, float, float, float]) -> Callable[[], list[Any]]:
    """A layout under a page's title: each part's box by its name. A chart's or a table's takes any content."""

    def shapes() -> list[Any]:
        made = []
        for place, (told, box) in enumerate(boxes.items()):
            name = told.replace("_", " ")
            kind = "" if name in ("Chart", "Table") else 'type="body" '
            made.append(placeholder(5 + place, name, f'{kind}idx="{13 + place if place else 1}"', box, 20))
        return [*header(title_of_page()), *made, *footer_shapes("tx1", 11, 12)]

    return shapes


TOP, DEEP = 1.85, 4.9
"""Where a page's parts begin, and how far down they go."""

THIRD, HALF, CARD = (INSIDE - 0.8) / 3, (INSIDE - 0.4) / 2, INSIDE * 0.38
BESIDE = (MARGIN + CARD + 0.4, INSIDE - CARD - 0.4)
WORDS = (MARGIN, TOP, INSIDE, DEEP)


def title_shapes() -> list[Any]:
    left, wide = MARGIN + 0.5, INSIDE - 0.5
    return [
        parse_xml(BAND.format(ns=NAMESPACES, id=2, cx=int(Inches(0.55)), cy=int(Inches(HIGH)))),
        placeholder(3, "Title", 'type="ctrTitle"', (left, 1.5, wide, 1.75), 40, "tx2", bold=True, anchor="b"),
        placeholder(4, "Subtitle", 'type="subTitle" idx="1"', (left, 3.45, wide, 0.8), 24),
        placeholder(5, "Details", 'type="body" sz="quarter" idx="13"', (left, 4.5, wide, 2.1), 20),
        *footer_shapes("tx1", 11, 12, left),
    ]


def section_shapes() -> list[Any]:
    return [
        placeholder(3, "Title", 'type="title"', (MARGIN, 1.6, INSIDE, 1.75), 36, "bg1", bold=True, anchor="b"),
        placeholder(4, "Section", 'type="body" sz="quarter" idx="13"', (MARGIN, 0.6, INSIDE - 2.6, 0.34), 18, "bg1"),
        placeholder(5, "Body", 'type="body" idx="1"', (MARGIN, 3.6, INSIDE, 3.0), 22, "bg1"),
        *footer_shapes("bg1", 11, 12),
    ]


DESIGNS = {
    "Title": Design("title", title_shapes),
    "Summary": Design("cust", parts(
        **{f"Column_{n + 1}": (MARGIN + n * (THIRD + 0.4), TOP, THIRD, DEEP) for n in range(3)})),
    "Measure": Design("cust", parts(
        Card=(MARGIN, TOP, CARD, 3), Body=(MARGIN, TOP + 3.2, CARD, DEEP - 3.2),
        Chart=(BESIDE[0], TOP, BESIDE[1], DEEP))),
    "Two measures": Design("cust", parts(
        Card=(MARGIN, TOP, HALF, 3.6), Second_card=(MARGIN + HALF + 0.4, TOP, HALF, 3.6),
        Body=(MARGIN, TOP + 3.8, INSIDE, DEEP - 3.8))),
    "Table": Design("cust", parts(Body=(MARGIN, TOP, INSIDE, 0.9), Table=(MARGIN, TOP + 1, INSIDE, DEEP - 1))),
    "Chart": Design("cust", parts(Body=(MARGIN, TOP, INSIDE, 0.9), Chart=(MARGIN, TOP + 1, INSIDE, DEEP - 1))),
    "Text": Design("obj", parts(Body=WORDS)),
    "Section": Design("secHead", section_shapes, dark=True),
    "Closing": Design("cust", parts(Body=WORDS)),
}  # fmt: skip
"""Every layout by its name, in the order in which an office is offered them."""


def footer_shapes(colour: str, footer: int, number: int, left: float = MARGIN) -> list[Any]:
    """`footer` and `number` are the placeholders' indexes: a master's differ from its layouts'."""
    wide, narrow = (
        (left, FOOTER_TOP, WIDE - MARGIN - left - 1, FOOTER_HEIGHT),
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


def make_slides_template(path: Path) -> None:
    """The template, written to `path`: the layouts of DESIGNS, 13.333 x 7.5 inches."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    layouts = deck.slide_layouts
    for layout in list(layouts)[len(DESIGNS) :]:
        layouts.remove(layout)
    for layout, (name, design) in zip(layouts, DESIGNS.items(), strict=True):
        layout.name = name
        layout._element.set("type", design.kind)
        fill(layout, design.shapes())
        if name in ("Title", "Section"):
            layout._element.set("showMasterSp", "0")
        if design.dark:
            layout._element.cSld.insert(0, parse_xml(BACKGROUND.format(ns=NAMESPACES)))
    body = placeholder(5, "Body", 'type="body" idx="1"', (MARGIN, 1.75, INSIDE, 5.1), 20)
    fill(deck.slide_master, [title_of_page(), body, *footer_shapes("tx1", 3, 4)])
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
    make_slides_template(TEMPLATE)
