"""An edited deck is held against its pack: layout and words are the office's, figures are not."""

import io
import random
import shutil
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Inches, Pt

import planted
from peelian.core.errors import SourceError
from peelian.readback.edited_deck import Comparison, compare

PACK = planted.pack()
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fccfc0f01f000503"
    "0180a0e3b2b50000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("decks") / "made.pptx"
    planted.deck(PACK, path)
    return path


@pytest.fixture
def deck(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "edited.pptx"))


def edited(deck: Path, made: Path, edit: Any) -> Comparison:
    opened = Presentation(str(deck))
    edit(opened)
    opened.save(str(deck))
    return compare(deck, PACK, made)


def text_of(slide: Any, begins: str) -> Any:
    """The paragraph on a slide that begins so."""
    shapes = (shape for shape in slide.shapes if shape.has_text_frame)
    return next(p for shape in shapes for p in shape.text_frame.paragraphs if p.text.startswith(begins))


def say(paragraph: Any, text: str) -> None:
    paragraph.runs[0].text = text
    for run in paragraph.runs[1:]:
        run.text = ""


def table_of(slide: Any) -> Any:
    return next(shape.table for shape in slide.shapes if shape.has_table)


def test_a_deck_nobody_edited_is_accepted_and_every_figure_counted(made: Path):
    found = compare(made, PACK, made)
    assert found.accepted
    assert found.left_out == ()
    assert found.kept > 40


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), kinds=st.lists(st.sampled_from(list(planted.PLANTS)), min_size=1, max_size=6))
def test_every_planted_difference_is_found_and_nothing_else(
    seed: int, kinds: list[str], made: Path, tmp_path_factory: pytest.TempPathFactory
):
    deck = Path(shutil.copy(made, tmp_path_factory.mktemp("edited") / "deck.pptx"))
    differences = planted.plant(deck, PACK, random.Random(seed), kinds)  # noqa: S311
    refused = compare(deck, PACK, made).refused
    for one in differences:
        assert [line for line in refused if line.startswith(f"slide {one.slide} ") and one.says in line], one
    assert {int(line.split()[1]) for line in refused} == {one.slide for one in differences}


@pytest.mark.parametrize("kind", planted.PLANTS)
def test_each_kind_of_difference_has_a_place_in_the_deck(kind: str, deck: Path, made: Path):
    assert planted.plant(deck, PACK, random.Random(1), [kind])  # noqa: S311
    assert not compare(deck, PACK, made).accepted


def test_a_changed_cell_is_named_by_slide_row_column_and_figure(deck: Path, made: Path):
    def edit(opened: Any) -> None:
        table_of(opened.slides[2]).cell(2, 2).text = "up 5.0%"

    assert edited(deck, made, edit).refused == (
        "slide 3 'Crime by type', table 'Table 2', row 'Robbery', column 'Change': "
        "the deck says 'up 5.0%', the pack 'up 4.0%' (Robbery:1)",
    )


def test_rows_in_another_order_keep_their_figures(deck: Path, made: Path):
    def edit(opened: Any) -> None:
        table = table_of(opened.slides[2])
        table._tbl.append(table._tbl.tr_lst[1])

    assert edited(deck, made, edit).accepted


def test_row_headings_that_traded_places_are_figures_that_moved(deck: Path, made: Path):
    def edit(opened: Any) -> None:
        table = table_of(opened.slides[2])
        table.cell(1, 0).text, table.cell(2, 0).text = "Robbery", "Burglary"

    assert len(edited(deck, made, edit).refused) == 4


def test_values_of_two_cards_that_traded_places_are_named(deck: Path, made: Path):
    def edit(opened: Any) -> None:
        one, other = text_of(opened.slides[1], "1,204"), text_of(opened.slides[1], "12.4%")
        say(one, "12.4%")
        say(other, "1,204")

    assert len(edited(deck, made, edit).refused) == 2


def test_titles_of_two_cards_that_traded_places_are_named(deck: Path, made: Path):
    def edit(opened: Any) -> None:
        one = next(s.text_frame.paragraphs[0] for s in opened.slides[1].shapes if s.text_frame.text == "Burglary")
        say(text_of(opened.slides[1], "Outcomes"), "Burglary")
        say(one, "Outcomes")

    refused = edited(deck, made, edit).refused
    assert len(refused) == 2
    assert "'Outcomes' stands where the pack has 'Burglary'" in refused[0]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Over the winter, burglary fell to 1,204, while outcomes went up 2.6 percentage points", ""),
        (
            "In the quarter burglary rose to 1,204, and outcomes went up 2.6 percentage points",
            "'rose', the pack 'fell'",
        ),
        ("In the quarter burglary was 1,204, and outcomes went up 2.6 percentage points", "'fell' (burglary:change)"),
        ("In the quarter burglary fell to 1,204, and outcomes went down 2.6 percentage points", "'down 2.6"),
        ("In the quarter burglary fell to 1,204, and outcomes went up 2.6%", "'up 2.6%'"),
        (
            "In the quarter burglary fell to 1,204 thousand, and outcomes went up 2.6 percentage points",
            "1,204 thousand",
        ),
        ("In the quarter burglary fell to 1,204, the lowest, and outcomes went up 2.6 percentage points", "'lowest'"),
        ("In July 2024 burglary fell to 1,204, and outcomes went up 2.6 percentage points", "'July 2024' is added"),
        ("In the quarter burglary fell to 1,204, by half or ½, and outcomes went up 2.6 percentage points", "'½'"),
    ],
)
def test_a_sentence_may_be_reworded_round_its_figures_and_bound_words(said: str, told: str, deck: Path, made: Path):
    refused = edited(deck, made, lambda opened: say(text_of(opened.slides[4], "In the quarter"), said)).refused
    assert [line for line in refused if told in line] if told else not refused


def test_layout_and_words_are_the_offices_own(deck: Path, made: Path):
    def edit(opened: Any) -> None:
        for slide in opened.slides:
            for shape in slide.shapes:
                shape.left, shape.top = shape.left + Inches(0.5), Inches(2)
                if shape.has_text_frame:
                    for paragraph in shape.text_frame.paragraphs:
                        for run in paragraph.runs:
                            run.font.size, run.font.name = Pt(31), "Georgia"
                            run.font.color.rgb = RGBColor(120, 0, 0)
            slide.shapes.add_picture(io.BytesIO(PIXEL), 0, 0)
        say(text_of(opened.slides[0], "Performance report"), "How the force is doing")
        say(text_of(opened.slides[5], "The Panel meets"), "In March 2026 the Panel will meet, and all may come.")
        say(text_of(opened.slides[4], "Outcomes:"), "Outcomes stood at 12.4%")
        order = opened.slides._sldIdLst
        order.append(order[1])

    found = edited(deck, made, edit)
    assert found.refused == ()
    assert found.kept == compare(made, PACK, made).kept


def test_what_was_taken_out_is_told_and_not_refused(deck: Path, made: Path):
    def edit(opened: Any) -> None:
        ids = opened.slides._sldIdLst
        ids.remove(ids[5])
        table = next(s for s in opened.slides[2].shapes if s.has_table)
        table._element.getparent().remove(table._element)

    found = edited(deck, made, edit)
    assert found.accepted
    assert "slide 'What comes next' is left out" in found.left_out
    assert "slide 3 'Crime by type': table 'Table 2' is left out" in found.left_out


def test_the_period_a_figure_is_for_stays(deck: Path, made: Path):
    def edit(opened: Any) -> None:
        say(text_of(opened.slides[1], "October to December"), "July to December 2025")

    (line,) = edited(deck, made, edit).refused
    assert line.endswith("the deck says 'July to December 2025', the pack 'October to December 2025'")


def own_slide(text: str) -> Any:
    def edit(opened: Any) -> None:
        slide = opened.slides.add_slide(opened.slide_layouts[1])
        slide.shapes.title.text = "What residents told us"
        slide.placeholders[1].text = text

    return edit


@pytest.mark.parametrize("text", ["They want to see officers.", "We met them on 3 March 2026 at 19:30.", "Slide 7"])
def test_a_slide_of_the_offices_own_may_hold_words_and_dates(text: str, deck: Path, made: Path):
    assert edited(deck, made, own_slide(text)).accepted


@pytest.mark.parametrize(
    "text", ["Of 412 who answered, most agreed.", "Two-thirds, or ⅔, agreed.", "Burglary has fallen."]
)
def test_a_figure_or_a_claim_on_a_slide_of_the_offices_own_is_refused(text: str, deck: Path, made: Path):
    refused = edited(deck, made, own_slide(text)).refused
    assert refused
    assert all(line.startswith("slide 7 'What residents told us'") for line in refused)


def test_slides_are_known_again_by_title_where_a_program_dropped_their_names(deck: Path, made: Path):
    def edit(opened: Any) -> None:
        for slide in opened.slides:
            slide._element.cSld.attrib.pop("name", None)
        table_of(opened.slides[2]).cell(1, 1).text = "1,205"

    assert [line[:7] for line in edited(deck, made, edit).refused] == ["slide 3"]


def test_alternative_text_may_be_reworded_and_not_refigured(deck: Path, made: Path):
    def edit(opened: Any) -> None:
        shape = next(s for s in opened.slides[3].shapes if s.has_chart)
        shape._element.xpath(".//p:cNvPr")[0].set("descr", "Outcomes: 11.8% in Oct 2025, 21.4% in Dec 2025.")

    (line,) = edited(deck, made, edit).refused
    assert "alt text of" in line
    assert "'21.4%', the pack '12.4%'" in line


@pytest.mark.parametrize("of_series", [False, True])
def test_a_chart_whose_labels_print_another_unit_is_refused(of_series: bool, deck: Path, made: Path):
    def edit(opened: Any) -> None:
        chart = next(s.chart for s in opened.slides[3].shapes if s.has_chart)
        labels = chart.plots[0].series[0].data_labels if of_series else chart.plots[0].data_labels
        labels.number_format, labels.number_format_is_linked, labels.show_value = '0.0" points"', False, True

    refused = edited(deck, made, edit).refused
    assert len(refused) == 3
    assert "row 'Dec 2025', column 'Barsetshire': the deck says '12.4 points', the pack '12.4%'" in refused[-1]


def broken(name: str, folder: Path) -> Path:
    """Files that are no deck, or are meant to harm who opens one."""
    path = folder / "deck.pptx"
    match name:
        case "text":
            path.write_text("figures")
        case "empty zip":
            zipfile.ZipFile(path, "w").close()
        case "locked":
            path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512))
        case "no slides":
            Presentation().save(str(path))
        case "cut short":
            planted.deck(PACK, path)
            path.write_bytes(path.read_bytes()[:-500])
        case "entities" | "bomb":
            planted.deck(PACK, folder / "whole.pptx")
            with zipfile.ZipFile(folder / "whole.pptx") as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
                for item in old.infolist():
                    content = old.read(item)
                    if item.filename == "ppt/slides/slide2.xml" and name == "entities":
                        content = content.replace(b"?>", b'?><!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', 1)
                    new.writestr(item, content)
                if name == "bomb":
                    new.writestr("ppt/media/bomb.xml", bytes(401_000_000))
    return path


@pytest.mark.parametrize(
    "name", ["text", "empty zip", "locked", "no slides", "cut short", "entities", "bomb", "absent"]
)
def test_a_file_that_is_no_deck_or_meant_to_harm_is_refused_in_a_sentence(name: str, made: Path, tmp_path: Path):
    with pytest.raises(SourceError) as refused:
        compare(broken(name, tmp_path), PACK, made)
    assert str(tmp_path / "deck.pptx") in str(refused.value)
    assert "; " in str(refused.value)


def test_nothing_in_the_deck_is_told_twice(deck: Path, made: Path):
    planted.plant(deck, PACK, random.Random(3), list(planted.PLANTS))  # noqa: S311
    assert max(Counter(compare(deck, PACK, made).refused).values()) == 1
