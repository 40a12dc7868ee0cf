"""Slides on every layout and with every shape of chart: native, editable, told in words, valid, the same each time."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn

from everything import pack
from peelian.core.pack import Brand, Chart, Slide
from peelian.readback import slides_access, slides_figures
from peelian.render.slides.make_template import DESIGNS
from peelian.render.slides.presentation import TEMPLATE, slides

PACK = pack()
KINDS = {
    "line": XL_CHART_TYPE.LINE,
    "spc": XL_CHART_TYPE.LINE,
    "forecast": XL_CHART_TYPE.LINE,
    "flow": XL_CHART_TYPE.LINE,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "dots": XL_CHART_TYPE.XY_SCATTER,
    "funnel": XL_CHART_TYPE.XY_SCATTER,
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("deck") / "slides.pptx"
    slides(PACK, made)
    return made


@pytest.fixture(scope="module")
def deck(path: Path) -> Any:
    return Presentation(str(path))


def slide_of(deck: Any, id: str) -> Any:
    return next(slide for slide in deck.slides if slide._element.cSld.get("name") == id)


def chart_of(deck: Any, shape: str) -> Any:
    return next(s.chart for s in slide_of(deck, f"a-slide-of-the-shape-{shape}").shapes if s.has_chart)


def test_everyone_can_use_it_and_it_says_what_the_pack_says(path):
    assert slides_access.deck_faults(path) == []
    assert list(slides_figures.disagreements(PACK, path)) == []


def test_it_and_its_template_are_valid_office_files(path):
    for file in (path, TEMPLATE):
        found = OpenXmlValidator().validate(str(file))
        assert not found.errors, [str(error) for error in found.errors][:5]


def test_each_slide_is_laid_on_the_layout_of_its_kind(deck):
    used = {slide._element.cSld.get("name"): slide.slide_layout.name for slide in deck.slides}
    wanted = {each.id: each.layout.capitalize() for each in PACK.slides}
    assert {id: used[id] for id in wanted} == wanted
    assert set(used.values()) == set(DESIGNS)


@pytest.mark.parametrize("shape", KINDS)
def test_a_chart_of_each_shape_is_native(deck, shape):
    assert chart_of(deck, shape).chart_type == KINDS[shape]


def test_a_chart_stands_in_its_layouts_place(deck):
    frame = next(s for s in slide_of(deck, "a-slide-of-the-layout-measure").shapes if s.has_chart)
    assert frame.is_placeholder


def test_a_map_is_a_group_of_shapes_that_office_can_edit_beside_its_table(deck):
    slide = slide_of(deck, "a-slide-of-the-shape-map")
    group = next(shape for shape in slide.shapes if shape.shape_type == 6)
    assert [shape.name for shape in group.shapes] == list(chart("map").categories)
    assert group._element.xpath("./p:nvGrpSpPr/p:cNvPr/@descr")[0]
    assert any(shape.has_table for shape in slide.shapes)


def chart(shape: str) -> Chart:
    return next(b for each in PACK.slides for b in each.blocks if isinstance(b, Chart) and b.shape == shape)


def test_a_month_that_is_marked_has_a_marker_of_its_own_and_a_word(deck):
    marked = chart_of(deck, "spc")._chartSpace.xpath(".//c:dPt[c:marker/c:symbol/@val='square']/c:idx/@val")
    assert marked == ["7"]
    said = [s.text_frame.text for s in slide_of(deck, "a-slide-of-the-shape-spc").shapes if s.name == "Source"]
    assert said == ["Marked months: squares are worse. Limits start again in January 2025: a new system"]


def test_a_limit_that_begins_anew_is_not_joined_to_the_one_before(deck):
    lines = chart_of(deck, "spc")._chartSpace.findall(f".//{qn('c:ser')}")
    stops = [one.xpath("./c:dPt[c:spPr/a:ln/a:noFill]/c:idx/@val") for one in lines]
    assert stops == [[], ["4"], ["4"], ["4"]]


def test_intervals_are_drawn_with_the_ends_that_the_pack_gives(deck, tmp_path):
    dots = chart_of(deck, "dots").plots[0].series[0]
    ends = [float(v.text) for v in dots._element.iter(qn("c:v")) if v.text and v.text != dots.name]
    assert ends[:8] == [57, 65, 54, 62, 60, 68, 56, 64]
    bars = chart("bar")
    points = tuple(replace(p, low=p.value - 2, high=p.value + 3) for p in bars.series[0].points if p.value)
    with_ends = replace(bars, series=(replace(bars.series[0], points=points),))
    each = Slide("bars", "chart", "", PACK.slides[0].title, (with_ends,))
    slides(replace(PACK, slides=(each,)), tmp_path / "bars.pptx")
    made = next(s.chart for s in Presentation(str(tmp_path / "bars.pptx")).slides[1].shapes if s.has_chart)
    plus, minus = (
        [float(v.text) for v in made._chartSpace.find(f".//{qn(tag)}").iter(qn("c:v"))] for tag in ("c:plus", "c:minus")
    )
    assert (plus, minus) == ([3.0] * 4, [2.0] * 4)
    assert next(iter(made.plots[0].categories)) == f"{bars.categories[0]}: {bars.series[0].points[0].text}"


def test_the_offices_colours_and_logo_are_the_decks_own(deck, tmp_path):
    assert [s.name for s in deck.slide_master.shapes if s.shape_type == 13] == ["Logo"]
    slides(replace(PACK, brand=Brand("#00401A", "#551111")), tmp_path / "green.pptx")
    green = Presentation(str(tmp_path / "green.pptx"))
    assert not [s for s in green.slide_master.shapes if s.shape_type == 13]
    theme = next(r.target_part.blob for r in green.slide_master.part.rels.values() if r.reltype.endswith("/theme"))
    assert theme.count(b"00401A") == 3 and theme.count(b"551111") == 2


WRITE = """
from pathlib import Path
from everything import pack
from peelian.render.slides.presentation import slides
slides(pack(), Path({path!r}))
"""


def test_two_processes_two_seconds_apart_write_the_same_bytes(path, tmp_path):
    apart = tmp_path / "again.pptx"
    time.sleep(max(0.0, 2.1 - (time.time() - path.stat().st_mtime)))
    subprocess.run(
        [sys.executable, "-c", WRITE.format(path=str(apart))],
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parents[1])},
        check=True,
    )
    assert apart.read_bytes() == path.read_bytes()
