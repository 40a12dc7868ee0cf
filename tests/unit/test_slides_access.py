"""What keeps someone out of a deck is found and told with its slide and shape: one fault planted at a time."""

from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches, Pt

from peelian.readback import slides_access


@pytest.fixture
def deck(tmp_path: Path):
    """A slide with a title and a table, and a way to say what is wrong with it once changed."""
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text_frame.text = "Burglary fell"
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(5), Inches(1))
    table._element.xpath(".//p:cNvPr")[0].set("descr", "Table of burglary")
    for row in table.table.rows:
        for cell in row.cells:
            cell.text = "12"
    for shape in slide.shapes:
        for run in shape._element.iter(f"{slides_access.A}r"):
            run.get_or_add_rPr().set("lang", "en-GB")

    def faults() -> list[str]:
        made.save(str(tmp_path / "deck.pptx"))
        return slides_access.faults(tmp_path / "deck.pptx")

    return slide, table, faults


def test_a_slide_without_faults_has_none(deck):
    assert deck[2]() == []


def test_the_faults_of_a_slide_are_told_with_slide_and_shape(deck):
    slide, table, faults = deck
    slide.shapes.title.text_frame.text = ""
    table._element.xpath(".//p:cNvPr")[0].set("descr", "")
    table.table.first_row = False
    table.table.cell(1, 1).text = ""
    table.table.cell(0, 0).text_frame.paragraphs[0].runs[0].font.size = Pt(12)
    table.left = Inches(-1)
    told = "\n".join(faults())
    for said in (
        "slide 1 (no name): it has no title",
        "'Table 2': it has no words for who cannot see it",
        "its first row is not marked as its heading",
        "it has an empty cell",
        "'12' is set in 12 points, and 18 are the least",
        "it reaches over the slide's edge",
    ):
        assert said in told
