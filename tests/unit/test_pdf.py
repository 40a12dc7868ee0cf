"""The paper and the brief as PDF: for ears as for eyes, every figure a link to where it comes from.

Barsetshire is invented, as is every number here.
"""

import builtins
import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from everything import pack
from peelian.core.errors import OutputError
from peelian.core.pack import Cell, Chart, Page, Paragraph, Row, Run, Table, figure_keys, plain
from peelian.core.periods import MONTH_NAMES
from peelian.readback import page_access
from peelian.render.page import web_page
from peelian.render.pdf import documents
from peelian.render.pdf.chart_tables import twin
from peelian.render.pdf.tree import Parsed, tree

TESTS = Path(__file__).parents[1]
MAKE = """
import hashlib
from everything import pack
from peelian.render.pdf import documents
print(hashlib.sha256(documents.paper(pack())).hexdigest(), hashlib.sha256(documents.brief(pack())).hexdigest())
"""


def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


@cache
def paper() -> PdfReader:
    return read(documents.paper(pack()))


@cache
def texts() -> tuple[str, ...]:
    return tuple(page.extract_text() for page in paper().pages)


def tags(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every element of the structure tree in the order it is read."""

    def below(element: Any) -> Iterator[DictionaryObject]:
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            kid = kid.get_object()
            if isinstance(kid, DictionaryObject) and "/S" in kid:
                yield kid
                yield from below(kid)

    yield from below(reader.trailer["/Root"]["/StructTreeRoot"])


def links(reader: PdfReader) -> Iterator[tuple[str, str]]:
    """The destination of each internal link, with its description."""
    for page in reader.pages:
        for link in page.get("/Annots", []):
            if "/Dest" in (told := link.get_object()):
                yield str(told["/Dest"]), str(told["/Contents"])


def test_the_file_says_its_language_and_title_and_is_read_in_the_order_of_its_tags():
    root = paper().trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper().metadata.title == pack().title
    assert {page["/Tabs"] for page in paper().pages} == {"/S"}


def test_bookmarks_are_the_papers_headings_in_their_order():
    def named(outline: list[Any], level: int) -> Iterator[tuple[int, str]]:
        for one in outline:
            yield from named(one, level + 1) if isinstance(one, list) else [(level, one.title)]

    told = list(named(paper().outline, 1))
    sections = list(dict.fromkeys(one.section for one in pack().pages))
    assert told[:3] == [(1, pack().title), (2, "Contents"), (2, sections[0])]
    assert [title for level, title in told if level == 2 and title in sections] == sections
    titles = {title for level, title in told if level == 3}
    assert {plain(one.title) for one in pack().pages} <= titles


def test_no_level_of_heading_is_left_out():
    levels = [int(tag["/S"][2]) for tag in tags(paper()) if re.fullmatch("/H[1-6]", tag["/S"])]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_each_heading_of_a_table_is_a_rows_or_a_columns():
    scopes = {tag["/A"]["/Scope"] for tag in tags(paper()) if tag["/S"] == "/TH"}
    assert scopes == {"/Row", "/Column"}


def test_each_chart_is_told_in_the_words_of_its_alternative_text():
    charts = [one for page in pack().pages for one in page.blocks if isinstance(one, Chart)]
    told = [str(tag["/Alt"]) for tag in tags(paper()) if tag["/S"] == "/Figure"]
    assert told == [f"Logo of {pack().office}", *(one.alt for one in charts)]


def test_every_link_leads_somewhere_and_is_described_in_words():
    there = set(paper().named_destinations)
    assert {target for target, _ in links(paper())} <= there
    for target, words in links(paper()):
        assert words
        assert words != target
    crime = web_page.figure_id("crime:change")
    assert (crime, "Where “down 3.0%” comes from") in set(links(paper()))


def test_every_figure_of_the_paper_is_a_link():
    keys = {key for one in pack().pages for key in figure_keys(one.title, one.blocks)}
    assert {web_page.figure_id(key) for key in keys} <= {target for target, _ in links(paper())}


def test_a_figure_in_the_text_has_its_base_and_interval_at_the_end():
    end = " ".join(" ".join(texts()).split())
    assert "Barsetshire – reported by the force or a provider October to December 2025: down 3.0%;" in end
    assert ". 248 of 2,000; 95% interval 11.0% to 13.9%; The ends are rounded." in end


def test_a_figure_stated_by_a_document_leads_to_what_the_document_states():
    destinations = paper().named_destinations
    place = destinations[web_page.figure_id("stated:visits")]
    number = paper().get_destination_page_number(place)
    assert "From Custody visiting scheme report\nCustody visits made: 14" in re.sub("• ?", "", texts()[number])


def test_each_chart_leads_to_its_figures_and_they_lead_back():
    there = {target for target, _ in links(paper())}
    for name in ("line", "funnel", "map"):
        assert {f"page-chart-{name}-1", f"page-chart-{name}-1-figures"} <= there


def test_a_page_of_opinion_says_whose():
    opinion = next(text for text in texts() if "Burglary needs an answer\n" in text and "It does." in text)
    assert "The commissioner's opinion" in opinion


def test_each_page_has_its_number_and_the_notice():
    for number, text in enumerate(texts(), 1):
        assert f"Page {number} of {len(texts())}" in text
        assert pack().notice in text


def test_the_cover_sheet_and_the_contents_are_what_a_council_looks_for():
    for words in ("Cover sheet", pack().cover.author, pack().cover.meeting, "Ask about burglary.", "The plan"):
        assert words in texts()[0]
    number = next(at for at, text in enumerate(texts(), 1) if "Burglary needs an answer\n" in text and at > 2)
    assert re.search(rf"Burglary needs an answer\s*{number}\b", texts()[1])


def test_a_tables_headings_come_again_on_its_next_page_and_no_row_is_cut():
    rows = tuple(Row((Run(f"Row{n}"),), (Cell((Run("words " * 30 + f"end{n}"),)),)) for n in range(60))
    long = replace(pack(), pages=(Page("long", "Long", (Run("Long"),), (Table("A caption", ("Row", "What"), rows),)),))
    pages = [text for page in read(documents.paper(long)).pages if "words words" in (text := page.extract_text())]
    assert len(pages) > 2
    for text in pages:
        assert "What" in text
        starts, ends = (set(re.findall(rf"{word}(\d+)", text)) for word in ("Row", "end"))
        assert starts == ends


@pytest.mark.parametrize("lines", range(34, 46, 2))
def test_a_caption_is_never_left_alone_at_the_foot_of_a_page(lines: int):
    filling = tuple(Paragraph((Run(f"Line {n}"),)) for n in range(lines))
    rows = tuple(Row((Run(f"Row {n}"),), ()) for n in range(3))
    one = Page("low", "Low", (Run("Low"),), (*filling, Table("The caption", ("Heading",), rows)))
    pages = [page.extract_text() for page in read(documents.paper(replace(pack(), pages=(one,)))).pages]
    (where,) = [text for text in pages if "The caption" in text]
    assert "Row 0" in where


def test_every_font_is_in_the_file():
    for page in paper().pages:
        for font in page["/Resources"]["/Font"].values():
            told = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(told.get_object())


def test_the_brief_is_one_side_and_tells_all_its_figures():
    made = read(documents.brief(pack()))
    assert len(made.pages) == 1
    keys = {key for one in pack().brief for key in figure_keys(one.title, one.blocks)}
    assert {web_page.figure_id(key) for key in keys} == {target for target, _ in links(made)}
    assert {target for target, _ in links(made)} <= set(made.named_destinations)


def test_a_brief_that_is_too_long_is_refused_and_told_by_how_much():
    def told(lines: int) -> int:
        long = Page("more", "", (Run("More"),), tuple(Paragraph((Run("Words."),)) for _ in range(lines)))
        with pytest.raises(
            OutputError, match=r"brief.pdf: the brief is \d+ mm longer than one side of A4; shorten"
        ) as no:
            documents.brief(replace(pack(), brief=(*pack().brief, long)))
        return int(re.findall(r"(\d+) mm", str(no.value))[0])

    assert 0 < told(40) < told(70) < told(110)


def test_without_what_lays_out_text_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch):
    before = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return before(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(OutputError, match=r"paper.pdf: .*libpango.*; install Pango"):
        documents.paper(pack())


def test_the_lint_of_the_page_finds_nothing_in_what_the_pdfs_are_made_from():
    assert page_access.page_faults(documents.paper_html(pack())) == []
    assert page_access.page_faults(documents.brief_html(pack())) == []


def alike(one: Element, other: Element) -> bool:
    """The same elements, attributes and words; blanks between the largest parts are read by nobody."""
    words = ((each.text or "", each.tail or "") if each.tag not in LARGEST else ("", "") for each in (one, other))
    same = one.tag == other.tag and one.attrib == other.attrib and len(one) == len(other)
    return same and len({*words}) == 1 and all(map(alike, one, other))


LARGEST = ("html", "head", "body", "main")


@pytest.mark.parametrize("text", [documents.paper_html(pack()), documents.brief_html(pack())], ids=["paper", "brief"])
def test_the_parser_makes_the_tree_that_weasyprints_own_makes(text: str):
    own = tinyhtml5.parse(text, namespace_html_elements=False)
    assert len(list(own.iter())) > 50
    assert alike(tree(text), own)


def test_a_picture_larger_than_parsers_let_pass_is_not_cut():
    picture = "data:image/png;base64," + "A" * 11_000_000
    found = tree(f'<!DOCTYPE html><html lang="en"><body><p>A</p><img src="{picture}" alt=""><p>B</p></body></html>')
    assert found.find("body/img").get("src") == picture
    assert [each.text for each in found.iter("p")] == ["A", "B"]


def test_nothing_is_fetched_for_a_paper(tmp_path: Path):
    (tmp_path / "a.svg").write_text("<svg/>")
    with pytest.raises(ValueError, match="protocol"):
        Parsed("<p>A</p>").url_fetcher((tmp_path / "a.svg").as_uri())


def test_two_processes_make_the_same_bytes():
    def made(seed: str) -> str:
        told = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(TESTS)}
        return subprocess.run([sys.executable, "-c", MAKE], env=told, check=True, capture_output=True, text=True).stdout

    first = made("1")
    time.sleep(2)
    assert made("2") == first


def test_a_control_charts_months_fold_into_a_column_a_year_and_its_lines_into_a_sentence():
    values = [Cell((Run(str(n), f"k{n}"),), True) for n in range(14)]
    said = ["as usual"] * 13 + ["worse"]
    months = [f"{MONTH_NAMES[n % 12]} {2024 + n // 12}" for n in range(14)]
    rows = [Row((Run(m),), (v, Cell((Run(s),)))) for m, v, s in zip(months, values, said, strict=True)]
    level = Row((Run("Average"),), (Cell((Run("6", "avg"),), True), Cell((Run("a line of the chart"),))))
    table = Table("The figures", ("Period", "Thefts", "What it says"), (*rows, level), "Source.")
    spc = Chart("spc", (Run("Thefts rose"),), "Number", tuple(months), (), "Alt.", table)
    made = twin(spc, "one")
    assert made.table.columns == ("Month", "2024", "2025")
    told = {plain(row.header): [plain(cell.runs) for cell in row.cells] for row in made.table.rows}
    assert told["January"] == ["0", "12"]
    assert told["February"] == ["1", "13, worse"]
    assert told["December"] == ["11", "not shown"]
    assert plain(made.below[0]) == "Thefts. A month without a word beside it is as usual. Average: 6. "
    two = replace(spc, table=replace(table, columns=("Period", "Thefts", "Burglaries")))
    assert twin(two, "two").table == two.table
    keys = [run.key for row in made.table.rows for cell in row.cells for run in cell.runs if run.key]
    assert sorted(keys) == sorted(f"k{n}" for n in range(14))
