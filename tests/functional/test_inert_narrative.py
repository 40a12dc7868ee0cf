"""What people type into a section runs nowhere: in the page, the PDF, the slides and the workbook it is text."""

from pathlib import Path

import lxml.html
import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

import offices

TYPED = {
    "a script": "<script>alert(document.cookie)</script>",
    "a picture that runs": "<img src=x onerror=alert(document.cookie)>",
    "a frame": "<iframe src=//evil.example></iframe>",
    "a formula": "=HYPERLINK(evil)",
    "a command": "@SUM(A) or =cmd|calc",
    "a template": "{{ config }} {% include secrets %}",
}
LINKS = "[a](javascript:alert(document.cookie)) and [b](vbscript:x) and [c](file:///etc/passwd) and [d](https://example.org/)"
TABLE = """```table
caption = "=cmd|calc"
columns = ["<b onclick=alert(x)>", "=HYPERLINK(evil)"]
rows = [["<script>x</script>", "=SUM(A)"]]
```"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of one section in which all of it is typed."""
    text = "# Summary\n\n## A page\n\n" + "\n\n".join([*TYPED.values(), LINKS, TABLE]) + "\n"
    office = offices.receive(offices.write(tmp_path_factory.mktemp("inert") / "office", q3={"01.md": text}))
    ran = offices.run("build", office, "q3")
    assert ran.code == 0, ran.err
    home = office / "build" / "packs" / "q3"
    return home / (home / "current").read_text().strip()


def test_the_page_has_no_element_or_link_that_was_typed(built: Path):
    page = lxml.html.fromstring((built / "page.html").read_bytes())
    said = page.text_content()
    assert all(text in said for text in TYPED.values())
    assert not page.xpath("//iframe | //img[@onerror] | //*[@*[starts-with(name(), 'on')]]")
    assert all("document.cookie" not in (script.text or "") for script in page.xpath("//script"))
    links = [link for link in page.xpath("//@href") if not link.startswith("#")]
    assert all(link.startswith(("https://", "http://", "data:")) or ":" not in link for link in links), links


def test_the_pdf_runs_nothing(built: Path):
    reader = PdfReader(built / "paper.pdf")
    assert "/OpenAction" not in reader.trailer["/Root"] and "/AA" not in reader.trailer["/Root"]
    assert "/JavaScript" not in (reader.trailer["/Root"].get("/Names") or {})
    actions = [
        note.get_object()["/A"]
        for page in reader.pages
        for note in page.get("/Annots", ())
        if "/A" in note.get_object()
    ]
    assert {action["/S"] for action in actions} <= {"/URI", "/GoTo"}
    assert all(action["/URI"].startswith(("https://", "http://")) for action in actions if "/URI" in action)


def test_no_slide_has_a_link_that_runs(built: Path):
    slides = Presentation(str(built / "slides.pptx")).slides
    links = [relation.target_ref for slide in slides for relation in slide.part.rels.values() if relation.is_external]
    assert all(link.startswith(("https://", "http://")) for link in links), links


def test_no_cell_of_the_workbook_that_was_typed_is_a_formula(built: Path):
    cells = [cell for sheet in load_workbook(built / "workbook.xlsx") for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=SUM(A)" for cell in cells)
    assert [cell.value for cell in cells if cell.data_type == "f" and 'HYPERLINK("#' not in str(cell.value)] == []
    assert all((cell.hyperlink.target or "").startswith(("http", "#", "")) for cell in cells if cell.hyperlink)
