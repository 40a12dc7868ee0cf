"""What keeps someone out of a file is found and told with its place: one fault planted at a time."""

import re
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from pptx import Presentation
from pptx.util import Inches, Pt

from peelian.readback import page_access, slides_access, workbook_access

PAGE = """<!DOCTYPE html><html lang="en"><head><title>A page</title><style>h1 { color: #12436d; }</style></head><body>
<main id="main"><h1>Report</h1><h2 id="one">Crime</h2><p><a href="#one">Crime</a></p>
<svg role="img" aria-labelledby="t d"><title id="t">Burglary fell</title>
<desc id="d">Line chart of burglary.</desc></svg>
<img src="data:," alt="Logo"><table><caption>Crimes</caption>
<tr><th scope="col">Area</th><th scope="col">Crimes</th></tr>
<tr><th scope="row">Courcy</th><td>12</td></tr></table></main></body></html>"""


def test_a_page_without_faults_has_none():
    assert page_access.faults(PAGE) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('alt="Logo"', 'alt=""', "near 'Crime': a picture has no words for who cannot see it"),
        ("Line chart of burglary.", "", "near 'Crime': a picture has no words"),
        ("Line chart of burglary.", "x" * 221, "a picture's words have 221 letters, and 220 are the most"),
        (' aria-labelledby="t d"', "", "a picture has no words"),
        ("<h2 id", "<h3 id", "headings go from level 1 to 3"),
        (">Crime</h2>", "></h2>", "near 'Report': a heading of level 2 is empty"),
        ("<h2 id", "<h1>Two</h1><h2 id", "there are 2 headings of level 1"),
        ("<td>12</td>", "<td></td>", "near 'Crime': a table has an empty cell"),
        ("<td>12</td>", '<td colspan="2">12</td>', "a table has a merged cell"),
        ("<caption>Crimes</caption>", "", "a table has no caption"),
        (' scope="row"', "", "a table heading says neither row nor column"),
        (">Crime</a>", "></a>", "a link has no words"),
        ('href="#one"', 'href="#two"', "a link leads to 'two', which is not there"),
        ('id="main"', 'id="one"', "the id 'one' stands twice"),
        (' lang="en"', "", "the language is not told"),
        ("<title>A page</title>", "", "there is no title"),
        ("#12436d", "#b0b0b0", "#b0b0b0 has a contrast of 2.17 to 1 with white"),
        ("<p>", '<p tabindex="3">', "an element has a place of its own in the order of focus"),
        ("<p>", '<div role="region"></div><p>', "a region has no name"),
    ],
)
def test_a_fault_of_a_page_is_told_with_its_place(old, new, told):
    assert old in PAGE
    changed = re.sub(re.escape(old), lambda _: new, PAGE, count=1)
    changed = changed.replace("main>", "div>").replace("<main", "<div") if old == "<main" else changed
    assert any(told in fault for fault in page_access.faults(changed)), page_access.faults(changed)


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


def test_the_faults_of_a_workbook_are_told_with_their_sheet(tmp_path: Path):
    path = tmp_path / "book.xlsx"
    book = Workbook()
    book.active.title = "Cover"
    for name in ("Contents", "Notes", "Table 1"):
        book.create_sheet(name)["A1"] = name
    book.save(path)
    assert workbook_access.faults(path) == []
    book = load_workbook(path)
    sheet = book["Table 1"]
    sheet["A2"], sheet["B2"] = "=1+1", "x"
    sheet.merge_cells("A3:B3")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = "A1:B2"
    del book["Notes"]
    book.save(path)
    told = "\n".join(workbook_access.faults(path))
    for said in ("a merged cell", "frozen panes", "a filter", "a formula"):
        assert f"sheet 'Table 1': it has {said}" in told
    assert "there is no sheet 'Notes'" in told
