"""What keeps someone out of a deck is found and told with its slide and shape: one fault planted at a time."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from everything import pack
from peelian.readback import slides_access
from peelian.render.slides.presentation import slides

PACK = pack()
MEASURE, TABLE, TEXT = (f"a-slide-of-the-layout-{layout}" for layout in ("measure", "table", "text"))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three slides that faults are planted in."""
    made = tmp_path_factory.mktemp("deck") / "slides.pptx"
    slides(replace(PACK, slides=tuple(one for one in PACK.slides if one.id in (MEASURE, TABLE, TEXT))), made)
    return made


def shape_of(slide: Any, start: str) -> Any:
    return next(shape for shape in slide.shapes if shape.name.startswith(start))


def table_of(slide: Any) -> Any:
    return next(shape for shape in slide.shapes if shape.has_table)


def chart_of(slide: Any) -> Any:
    return next(shape for shape in slide.shapes if shape.has_chart)


def words(shape: Any, text: str) -> None:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def first_run(shape: Any) -> Any:
    return shape.text_frame.paragraphs[0].runs[0]


def inherited(slide: Any) -> None:
    """A size that a run takes from its layout."""
    place = next(p for p in slide.slide_layout.placeholders if p.name == "Section")
    place._element.xpath(".//a:lvl1pPr/a:defRPr")[0].set("sz", "1200")


def merged(slide: Any) -> None:
    table = table_of(slide).table
    table.cell(0, 0).merge(table.cell(1, 0))


def legend(slide: Any, **pinned: float) -> None:
    """A legend, where a program puts it or pinned at shares of the chart, with a name that takes several lines."""
    chart = chart_of(slide).chart
    chart.has_legend = False
    chart.has_legend = True
    for old in chart.legend._element.findall(qn("c:layout")):
        chart.legend._element.remove(old)
    for name in chart._chartSpace.xpath(".//c:ser/c:tx//c:v"):
        name.text = "Victims who were kept informed of what became of their report, asked by telephone"
    values = "".join(f'<c:{side} val="{share}"/>' for side, share in pinned.items())
    layout = f"<c:layout {nsdecls('c')}><c:manualLayout>{values}</c:manualLayout></c:layout>"
    chart.legend._element.insert(0, parse_xml(layout))


FAULTS: list[tuple[str, str, Callable[[Any], object], str]] = [
    ("no title", TEXT, lambda s: s.shapes.title.text_frame.clear(), "it has no title"),
    ("alike titles", TEXT, lambda s: setattr(s.shapes.title.text_frame, "text", "A slide of the layout table"),
     "its title is that of slide"),
    ("title not first", TEXT, lambda s: s.shapes._spTree.append(s.shapes.title._element), "is read before the title"),
    ("no words for a chart", MEASURE, lambda s: words(chart_of(s), ""), "it has no words for who cannot see it"),
    ("no words for a table", TABLE, lambda s: words(table_of(s), ""), "it has no words for who cannot see it"),
    ("words too long", MEASURE, lambda s: words(chart_of(s), "x" * 221), "its words have 221 letters"),
    ("over the edge", MEASURE, lambda s: setattr(chart_of(s), "left", Inches(-1)), "it reaches over the slide's edge"),
    ("empty place", TEXT, lambda s: shape_of(s, "Section").text_frame.clear(), "it is an empty placeholder"),
    ("no header row", TABLE, lambda s: setattr(table_of(s).table, "first_row", False), "its first row is not marked"),
    ("merged cell", TABLE, merged, "it has a merged cell"),
    ("empty cell", TABLE, lambda s: setattr(table_of(s).table.cell(1, 1), "text", ""), "it has an empty cell"),
    ("small words", TEXT, lambda s: setattr(first_run(shape_of(s, "Body")).font, "size", Pt(12)),
     "'More visits.' is set in 12 points, and 18 are the least"),
    ("small by its layout", TEXT, inherited, "'Fewer victims' is set in 12 points"),
    ("small in a chart", MEASURE, lambda s: setattr(chart_of(s).chart.font, "size", Pt(10)), "set in 10 points"),
    ("low contrast", TEXT, lambda s: setattr(first_run(shape_of(s, "Body")).font.color, "rgb", RGBColor(176, 176, 176)),
     "'More visits.' in #B0B0B0 on #FFFFFF has a contrast of 2.17 to 1"),
    ("low contrast on a card", MEASURE,
     lambda s: setattr(first_run(shape_of(s, "Card")).font.color, "rgb", RGBColor(119, 119, 119)),
     "'Recorded crime' in #777777 on #EEF2F6 has a contrast of 3.98 to 1"),
    ("no language", TEXT, lambda s: first_run(shape_of(s, "Body"))._r.rPr.attrib.pop("lang"), "has no language"),
    ("overflowing title", TEXT, lambda s: setattr(s.shapes.title.text_frame, "text", "A title that goes on " * 12),
     "shorten it"),
    ("rows too many", TABLE, lambda s: setattr(table_of(s).table.rows[1], "height", Inches(7)), "its rows reach over"),
    ("a legend anywhere", MEASURE, legend, "its legend is where a program puts it"),
    ("a legend too low", MEASURE, lambda s: legend(s, x=0, y=0.95, w=1, h=0.05), "shorten it"),
    ("a legend on the axis", MEASURE, lambda s: legend(s, x=0, y=0.5, w=1, h=0.5), "its legend takes"),
    ("lying on each other", MEASURE, lambda s: setattr(chart_of(s), "left", Inches(1)), "it lies on"),
]  # fmt: skip


def test_a_deck_without_faults_has_none(path, tmp_path):
    slides(PACK, tmp_path / "every-layout.pptx")
    assert slides_access.deck_faults(tmp_path / "every-layout.pptx") == slides_access.deck_faults(path) == []


@pytest.mark.parametrize(("id", "plant", "told"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_a_fault_is_told_with_its_slide(path, tmp_path, id, plant, told):
    deck = Presentation(str(path))
    number, slide = next((n, s) for n, s in enumerate(deck.slides, 1) if s._element.cSld.get("name") == id)
    plant(slide)
    deck.save(str(tmp_path / "changed.pptx"))
    found = slides_access.deck_faults(tmp_path / "changed.pptx")
    assert any(
        told in fault and (fault.startswith(f"slide {number} ({id})") or "title is that" in told) for fault in found
    ), found
