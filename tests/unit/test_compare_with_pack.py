"""One fact, four surfaces: each finished file, with one figure changed or lost, no longer agrees with its pack."""

import csv
import html
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import Workbook, load_workbook
from pptx import Presentation
from weasyprint import HTML

import planted
import readers
from peelian.core.pack import Page, Paragraph, Run, plain, runs_of
from peelian.packs import packfile
from peelian.readback import paper_figures
from peelian.readback.compare_with_pack import disagreements
from peelian.readback.number_formats import as_formatted
from peelian.readback.printed import tables

PACK = planted.pack()
Edit = Callable[[Path], None]


def destination(key: str) -> str:
    return "figure-" + quote(key, safe="").replace(".", "%2E").replace("~", "%7E").replace("%", ".")


def words(pages: Iterable[Page]) -> Iterator[str]:
    """Pages as HTML, as plainly as can be."""
    for page in pages:
        yield f'<article id="{page.id}">'
        for runs in (page.title, *(tuple(runs_of(block)) for block in page.blocks)):
            yield "<p>" + " ".join(map(linked, runs)) + "</p>"


def linked(run: Run) -> str:
    text = html.escape(run.text)
    return f'<a href="#{destination(run.key)}" data-figure="{html.escape(run.key)}">{text}</a>' if run.key else text


def receipts() -> str:
    return "".join(f'<p id="{destination(key)}">{html.escape(key)}</p>' for key in PACK.figures)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of the pack, made without our renderers."""
    folder = tmp_path_factory.mktemp("written")
    both = (*PACK.pages, *PACK.brief)
    (folder / "page.html").write_text("<main>" + "".join(words(both)) + receipts(), "utf-8")
    narrow = "<style>@page { size: 60mm 200mm } a { color: #123 }</style>"
    for name, pages in (("paper.pdf", PACK.pages), ("brief.pdf", PACK.brief)):
        HTML(string=narrow + "".join(words(pages)) + receipts()).write_pdf(folder / name)
    planted.deck(PACK, folder / "slides.pptx")
    workbook(folder / "workbook.xlsx")
    with (folder / "observations.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("key", "text"), *((r.key, r.text) for r in PACK.figures.values())])
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def workbook(path: Path) -> None:
    made = Workbook()
    for number, table in enumerate(tables(PACK), 1):
        sheet = made.create_sheet(f"Table {number}")
        sheet.append([f"{table.caption} [note 1]"])
        sheet.append(list(table.columns))
        for row in table.rows:
            sheet.append([plain(row.header), *(plain(cell.runs) for cell in row.cells)])
        sheet["B3"].number_format = "#,##0"
        if sheet["B3"].value == "1,204":
            sheet["B3"].value = 1204
        if sheet["B5"].value == "12.4%":
            sheet["B5"].value, sheet["B5"].number_format = 0.124, "0.0%"
    sheet = made.create_sheet("Figures")
    for row in (("Every figure",), ("Key", "As printed"), *((r.key, r.text) for r in PACK.figures.values())):
        sheet.append(row)
    made.save(path)


@pytest.fixture
def folder(written: dict[str, bytes], tmp_path: Path) -> Path:
    for name, content in written.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_files_that_say_what_the_pack_says_agree_with_it(folder: Path):
    assert disagreements(PACK, folder) == []


def test_files_that_are_missing_are_told_unless_they_were_left_out_on_purpose(folder: Path):
    for path in folder.iterdir():
        path.unlink()
    missing = disagreements(PACK, folder)
    assert len(missing) == 6
    everything = ("page.html", "paper.pdf", "brief.pdf", "slides.pptx", "workbook.xlsx", "dataset")
    assert disagreements(PACK, folder, absent=everything) == []


def in_text(name: str, was: str, now: str) -> Edit:
    def edit(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert was in text
        (folder / name).write_text(text.replace(was, now, 1), "utf-8")

    return edit


def in_pdf(name: str, was: str, now: str) -> Edit:
    """The same PDF with one figure otherwise."""

    def edit(folder: Path) -> None:
        pages = PACK.pages if name == "paper.pdf" else PACK.brief
        text = "".join(words(pages))
        assert was in text
        HTML(string=text.replace(was, now, 1) + receipts()).write_pdf(folder / name)

    return edit


def in_sheet(sheet: str, cell: str, now: str | float) -> Edit:
    def edit(folder: Path) -> None:
        book = load_workbook(folder / "workbook.xlsx")
        assert book[sheet][cell].value != now
        book[sheet][cell].value = now
        book.save(folder / "workbook.xlsx")

    return edit


EDITS: dict[str, Edit] = {
    "page, #page-slide-1: burglary:value says '1,205', the pack '1,204'": in_text(
        "page.html", ">1,204</a>", ">1,205</a>"
    ),
    "page, #page-slide-1: burglary:change says 'rose', the pack 'fell'": in_text("page.html", ">fell</a>", ">rose</a>"),
    "burglary:value, in the pack '1,204', is missing once": in_text("page.html", 'data-figure="burglary:value"', ""),
    "'1,204' is bound to 'x', which has no receipt": in_text("page.html", 'figure="burglary:value"', 'figure="x"'),
    "paper, page 1: Robbery:1 says 'up 5.0%', the pack 'up 4.0%'": in_pdf("paper.pdf", ">up 4.0%</a>", ">up 5.0%</a>"),
    "brief, page 1: burglary:told says 'down 13.1%, a clear": in_pdf("brief.pdf", ">down 13.1%, no", ">down 13.1%, a"),
    "brief, page 1: burglary:value says '1,204,', the pack": in_pdf("brief.pdf", ">1,204</a>", ">1,204,</a>"),
    "sheet 'Table 1', row 'Burglary', column 'Offences': it says '1,205'": in_sheet("Table 1", "B3", 1205),
    "row 'Dec 2025', column 'Barsetshire': it says '12.5%', the pack '12.4%'": in_sheet("Table 2", "B5", 0.125),
    "row 'Robbery', column 'Crime': it says 'Theft'": in_sheet("Table 1", "A4", "Theft"),
    "workbook: the table 'Recorded crime by type' is missing": in_sheet("Table 1", "C2", "Rise"),
    "sheet 'Figures': Burglary:1 says '7', the pack 'down 13.1%'": in_sheet("Figures", "B4", "7"),
    "dataset: outcomes:value says '12.5%', the pack '12.4%'": in_text("observations.csv", "12.4%", "12.5%"),
    "dataset: outcomes:of, in the pack '248 of 2,000', is missing": in_text("observations.csv", "outcomes:of", "o"),
}


@pytest.mark.parametrize(("told", "edit"), EDITS.items(), ids=EDITS)
def test_one_figure_changed_or_lost_is_named_with_its_place(told: str, edit: Edit, folder: Path):
    edit(folder)
    assert [line for line in disagreements(PACK, folder) if told in line]


@pytest.mark.parametrize("kind", list(planted.PLANTS))
@pytest.mark.parametrize("seed", range(4))
def test_every_kind_of_difference_in_the_slides_is_found(kind: str, seed: int, folder: Path):
    (one,) = planted.plant(folder / "slides.pptx", PACK, random.Random(seed), [kind])  # noqa: S311
    assert [line for line in disagreements(PACK, folder) if line.startswith(f"slides, slide {one.slide} ")]


def test_a_slide_or_a_line_of_its_notes_that_is_lost_is_named(folder: Path):
    deck = Presentation(str(folder / "slides.pptx"))
    ids = deck.slides._sldIdLst
    ids.remove(ids[5])
    notes = deck.slides[4].notes_slide.notes_text_frame
    notes.text = notes.text.partition("\n")[2].replace("key: burglary:change", "key: no:such")
    deck.save(str(folder / "slides.pptx"))
    assert disagreements(PACK, folder) == [
        "slides, slide 5 'What the quarter shows': notes: 'no:such' has no receipt in the pack",
        "slides, slide 5 'What the quarter shows': notes: where burglary:change comes from is missing",
        "slides, slide 5 'What the quarter shows': notes: 'Counted by the month in which it was recorded.' of the pack "
        "is missing",
        "slides, 'slide-5': the slide is missing",
    ]


def test_a_figure_that_runs_over_two_lines_of_a_pdf_is_read_as_one(folder: Path):
    told = {"outcomes:change": {"up 2.6 percentage points", "rose"}}
    found, _ = paper_figures.read_paper(folder / "paper.pdf", told)
    said = [one.text for one in found if one.key == "outcomes:change"]
    assert "up 2.6 percentage points" in said
    assert set(said) == told["outcomes:change"]


def test_a_brief_whose_figures_link_nowhere_is_read_by_its_words(folder: Path):
    text = re.sub(r"</?a[^>]*>", "", "".join(words(PACK.brief)))
    HTML(string=text).write_pdf(folder / "brief.pdf")
    assert disagreements(PACK, folder) == []
    HTML(string=text.replace("1,204", "1,205", 1)).write_pdf(folder / "brief.pdf")
    assert disagreements(PACK, folder) == [
        "brief: '1,204' (burglary:value) is not printed as often as in the pack",
    ]


def test_keys_survive_being_a_link(folder: Path):
    for key in ("rate@wiltshire-council/12m-2025-12:value", "a.b~c%40 d", "stated:ID"):
        assert paper_figures.key_of(destination(key)) == key
    del folder


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (10331, "#,##0", "10,331"),
        (0.124, "0.0%", "12.4%"),
        (12.35, '0.0"%"', "12.4%"),
        (12.25, '0.0"%"', "12.3%"),
        (12.4, "[$-809]0.0\\%", "12.4%"),
        (-3, '"£"#,##0', "-£3"),
        (2.5, "General", "2.5"),
        (45931, "mmm yyyy", "Oct 2025"),
        (1234.5, "#,##0.00\\ ", "1,234.50 "),
    ],
)
def test_a_number_is_read_as_its_format_prints_it(value: float, code: str, text: str):
    assert as_formatted(value, code) == text


def test_a_pack_without_slides_or_brief_needs_none(folder: Path):
    bare = replace(PACK, slides=(), brief=())
    (folder / "brief.pdf").unlink()
    assert [line for line in disagreements(bare, folder) if line.startswith(("slides", "brief"))] == []


def test_a_typed_number_on_a_slide_is_no_figure_of_the_pack(folder: Path):
    said = replace(PACK.slides[4], blocks=(Paragraph((Run("The Panel meets soon."),)),))
    told = [line for line in disagreements(replace(PACK, slides=(*PACK.slides[:4], said)), folder) if "slide-5" in line]
    assert told == []


@pytest.fixture
def published(folder: Path) -> Path:
    """The same files beside their pack.json, as the readers of the tests want them."""
    (folder / "pack.json").write_bytes(packfile.dumps(PACK))
    return folder


def test_the_readers_of_the_tests_find_nothing_either(published: Path):
    assert readers.faults(published) == []


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_is_found_at_each_build_the_readers_of_the_tests_find_too(edit: Edit, published: Path):
    edit(published)
    assert readers.faults(published)
