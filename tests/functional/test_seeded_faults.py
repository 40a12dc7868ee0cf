"""Faults seeded in what a build makes, one at a time: each stops it, the message names the place, nothing is kept."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Inches, Pt

import offices
from peelian.packs import pdf_process

TEXT = """# Fewer victims

## Recorded crime [fell](=recorded_crime:change), [[recorded_crime:from-to]]

```chart
shape = "line"
about = "Recorded crime a month, by council"
months = "2024-01:2025-12"
series = {"Swindon" = "recorded_crime@swindon", "Wiltshire" = "recorded_crime@wiltshire-council"}
```

See [the plan](https://example.org/plan).

```slide
```

## Burglary by council

```figures
caption = "Burglaries"
first = "Council"
rows = ["@swindon", "@wiltshire-council"]
[columns]
"Burglaries" = "burglary"
"Change" = "burglary:change"
```

```slide
```
"""
CHART, TABLE = "01-1-1", "01-2-1"
"""The two slides."""

GREY = RGBColor(190, 190, 190)


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("received") / "office"
    offices.receive(offices.write(folder, q3={"01.md": TEXT}))
    assert offices.run("build", folder, "q3").code == 0
    return folder


Edit = Callable[[str], str]


def swapped(old: str, new: str) -> Edit:
    """The first place of a pattern changed: a fault must find what it changes."""

    def edit(text: str) -> str:
        changed, times = re.subn(old, new, text, count=1, flags=re.DOTALL)
        assert times, old
        return changed

    return edit


def in_deck(id: str, edit: Callable[[Any], object]) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        deck = Presentation(str(path))
        edit(next(slide for slide in deck.slides if slide._element.cSld.get("name") == id))
        deck.save(str(path))

    return change


def in_book(edit: Callable[[Any], object]) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        book = load_workbook(path)
        edit(book)
        book.save(path)

    return change


def graphic(slide: Any) -> Any:
    return next(shape for shape in slide.shapes if shape.has_chart or shape.has_table)


def words(shape: Any, text: str) -> None:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def title_run(slide: Any) -> Any:
    return slide.shapes.title.text_frame.paragraphs[0].runs[0]


HTML: dict[str, tuple[str, Edit, str]] = {
    "page: no words for a picture": ("page", swapped("<desc.*?</desc>", ""), "page.html: near"),
    "page: heading jump": ("page", swapped("<h3(.*?)</h3>", r"<h6\1</h6>"), "headings go from level"),
    "page: empty heading": ("page", swapped("(<h2[^>]*>).*?</h2>", r"\1</h2>"), "a heading of level 2 is empty"),
    "page: low contrast": ("page", swapped("--ink: #0b0c0c", "--ink: #c0c0c0"), "has a contrast of"),
    "page: unnamed link": ("page", swapped(">the plan</a>", "></a>"), "a link has no words"),
    "page: empty cell": ("page", swapped("(<td[^>]*>).*?</td>", r"\1</td>"), "a table has an empty cell"),
    "page: merged cell": ("page", swapped("<td", '<td colspan="2"'), "a table has a merged cell"),
    "page: no caption": ("page", swapped("<caption>.*?</caption>", ""), "a table has no caption"),
    "page: another digit": ("page", swapped(">14,100<", ">14,101<"), "page, "),
    "paper: no words for a picture": ("paper", swapped('(<img src="data[^"]*" alt=)"[^"]*"', r'\1""'), "paper.pdf: "),
    "paper: heading jump": ("paper", swapped("<h3(.*?)</h3>", r"<h6\1</h6>"), "paper.pdf: "),
    "paper: no row heading": ("paper", swapped(' scope="row"', ""), "a table heading says neither row nor column"),
    "paper: unnamed link": ("paper", swapped(">the plan</a>", "></a>"), "paper.pdf: near"),
}  # fmt: skip

SLIDES: dict[str, tuple[Callable[[Path], None], str]] = {
    "slides: no title": (in_deck(CHART, lambda s: s.shapes.title.text_frame.clear()), f"({CHART}): it has no title"),
    "slides: overflowing title": (in_deck(CHART, lambda s: setattr(title_run(s), "text", "Far too much " * 20)),
                                  f"({CHART}), 'Title': its text takes"),
    "slides: no words for a chart": (in_deck(CHART, lambda s: words(graphic(s), "")), f"({CHART}), 'Recorded crime"),
    "slides: small text": (in_deck(TABLE, lambda s: setattr(title_run(s).font, "size", Pt(11))), "in 11 points"),
    "slides: low contrast": (in_deck(TABLE, lambda s: setattr(title_run(s).font.color, "rgb", GREY)),
                             f"({TABLE}), 'Title': 'Burglary by council' in #BEBEBE"),
    "slides: merged cell": (in_deck(TABLE, lambda s: graphic(s).table.cell(1, 1).merge(graphic(s).table.cell(2, 1))),
                            f"({TABLE}), 'Burglaries': it has a merged cell"),
    "slides: empty cell": (in_deck(TABLE, lambda s: setattr(graphic(s).table.cell(1, 1), "text", "")), "an empty cell"),
    "slides: over the edge": (in_deck(TABLE, lambda s: setattr(graphic(s), "left", Inches(9))), "the slide's edge"),
    "slides: another digit": (in_deck(TABLE, lambda s: setattr(
        graphic(s).table.cell(1, 1).text_frame.paragraphs[0].runs[0], "text", "2,401")), "it says '2,401'"),
}  # fmt: skip

BOOK: dict[str, tuple[Callable[[Path], None], str]] = {
    "workbook: merged cell": (in_book(lambda b: b["Table_1"].merge_cells("A1:C1")), "'Table_1': it has a merged cell"),
    "workbook: frozen panes": (in_book(lambda b: setattr(b["Notes"], "freeze_panes", "B2")), "'Notes': it has frozen"),
    "workbook: a formula": (in_book(lambda b: b["Figures"].__setitem__("C9", "=1+1")), "'Figures': it has a formula"),
    "workbook: no contents": (in_book(lambda b: b.remove(b["Contents"])), "there is no sheet 'Contents'"),
}

WORDS: dict[str, tuple[str, str, str]] = {
    "text: a claim the data do not bear": ("[fell]", "[rose]", "01.md, line 3: 'rose' is not what the data show"),
    "text: a number typed": ("See [the plan]", "It was 14,100. See [the plan]", "01.md, line 12: '14,100' is typed"),
    "text: a title too long for its slide": ("## Burglary by council", "## " + "Burglary by council " * 14,
                                             "slide '01-2-1'"),
    "text: a second slide of one title": ("## Burglary by council", "## Recorded crime [fell](=recorded_crime:change), "
                                          "[[recorded_crime:from-to]]", "its title is that of slide"),
}  # fmt: skip


@pytest.fixture
def no_pdfs(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the libraries that lay them out are missing: half of the time where the fault is elsewhere."""
    monkeypatch.setattr("peelian.render.pdf.documents.missing", lambda: "left out")


def refused(folder: Path, told: str) -> None:
    """The build stops, says where in one line a fault, and leaves the pack before as it was."""
    home = folder / "build" / "packs" / "q3"
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    ran = offices.run("build", folder, "q3", "--anew")
    assert ran.code != 0
    assert told in ran.err, ran.err
    assert all(re.fullmatch(r"[^\n]+: [^\n]+; [^\n]+", line) for line in ran.err.strip().splitlines()), ran.err
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_there_are_at_least_twenty_kinds():
    assert len(HTML) + len(SLIDES) + len(BOOK) + len(WORDS) >= 30


@pytest.mark.parametrize("name", HTML)
def test_a_fault_of_page_or_paper_stops_the_build(name, received, tmp_path, monkeypatch, request):
    surface, edit, told = HTML[name]
    if surface == "page":
        request.getfixturevalue("no_pdfs")
    module, function = {"page": ("page.web_page", "page"), "paper": ("pdf.documents", "paper_html")}[surface]
    made = getattr(__import__(f"peelian.render.{module}", fromlist=[function]), function)
    monkeypatch.setattr(f"peelian.render.{module}.{function}", lambda *given: edit(made(*given)))
    refused(shutil.copytree(received, tmp_path / "office"), told)


@pytest.mark.usefixtures("no_pdfs")
@pytest.mark.parametrize("name", SLIDES)
def test_a_fault_of_the_slides_stops_the_build(name, received, tmp_path, monkeypatch):
    from peelian.render.slides import presentation

    (edit, told), made = SLIDES[name], presentation.slides

    def faulty(pack: Any, path: Path, *rest: Any) -> None:
        made(pack, path, *rest)
        if path.name == "slides.pptx":
            edit(path)

    monkeypatch.setattr("peelian.render.slides.presentation.slides", faulty)
    refused(shutil.copytree(received, tmp_path / "office"), told)


@pytest.mark.usefixtures("no_pdfs")
@pytest.mark.parametrize("name", BOOK)
def test_a_fault_of_the_workbook_stops_the_build(name, received, tmp_path, monkeypatch):
    from peelian.render.workbook import workbook

    (edit, told), made = BOOK[name], workbook.workbook

    def faulty(pack: Any, path: Path) -> None:
        made(pack, path)
        edit(path)

    monkeypatch.setattr("peelian.render.workbook.workbook.workbook", faulty)
    refused(shutil.copytree(received, tmp_path / "office"), told)


@pytest.mark.usefixtures("no_pdfs")
@pytest.mark.parametrize("name", WORDS)
def test_a_fault_of_the_text_stops_the_build(name, received, tmp_path):
    old, new, told = WORDS[name]
    folder = shutil.copytree(received, tmp_path / "office")
    text = folder / "packs" / "q3" / "01.md"
    assert old in text.read_text("utf-8")
    text.write_text(text.read_text("utf-8").replace(old, new, 1), "utf-8")
    refused(folder, told)


def test_a_fault_found_by_the_process_for_pdfs_comes_back_from_it(tmp_path):
    """With the process itself: a brief longer than its page is found there and told here."""
    with pdf_process.Aside() as aside:
        (tmp_path / "pack.json").write_text("{}")
        aside.begin(tmp_path, tmp_path / "charts")
        with pytest.raises(Exception, match=r"paper.pdf: the process that lays out PDFs ended early \(exit code 1\)"):
            aside.answer()
