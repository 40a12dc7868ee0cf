"""The office's look in a deck: its two colours in the theme, its logo on the master that every slide is laid on."""

import base64
import io
import re
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.shapes.picture import CT_Picture
from pptx.util import Emu, Inches

from peelian.core.language import say
from peelian.core.pack import Pack
from peelian.core.phrases import Phrase
from peelian.render.slides.layout import MARGIN, WIDE, Box

INKS = {"main": ("dk2", "hlink", "accent1"), "second": ("accent2", "folHlink")}
"""The theme's colours that follow the office's."""

LOGO_PLACES = {"": Box(WIDE - MARGIN - 2.2, 0.2, 2.2, 0.38), "Title": Box(WIDE - MARGIN - 3, 0.5, 3, 0.9)}
"""Where the logo stands: small on the master, large on the title slide's layout. It fits inside, at the right."""


def brand(deck: Any, pack: Pack) -> None:
    """Whatever the office's staff add to the deck later has its look too."""
    theme: Any = deck.slide_master.part.part_related_by(RT.THEME)
    text = theme.blob.decode()
    for which, ink in (("main", pack.brand.main), ("second", pack.brand.second)):
        for name in INKS[which]:
            text = re.sub(rf'(<a:{name}><a:srgbClr val=")[0-9A-Fa-f]{{6}}', rf"\g<1>{ink[1:].upper()}", text)
    theme._blob = text.encode()
    if pack.brand.logo:
        content = base64.b64decode(pack.brand.logo.partition(",")[2])
        for name, box in LOGO_PLACES.items():
            _add_logo(deck.slide_layouts.get_by_name(name) if name else deck.slide_master, content, pack.office, box)


def _add_logo(page: Any, content: bytes, office: str, box: Box) -> None:
    part, relation = page.part.get_or_add_image_part(io.BytesIO(content))
    wide, high = part.scale(None, None)
    scale = min(Inches(box.width) / wide, Inches(box.height) / high)
    size = Emu(int(wide * scale)), Emu(int(high * scale))
    corner = Emu(Inches(box.left + box.width) - size[0]), Inches(box.top)
    number = max(shape.shape_id for shape in page.shapes) + 1
    alt = say(Phrase.LOGO_OF, office=office)
    page.shapes._spTree.append(CT_Picture.new_pic(number, "Logo", alt, relation, *corner, *size))  # type: ignore[no-untyped-call]
