"""Slides of a county that does not exist: every figure here is made up."""

import zipfile
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from drawn import chart
from peelian.core.errors import DefinitionError
from peelian.core.pack import (
    Block,
    Callout,
    Cell,
    Chart,
    Heading,
    ListOf,
    MeasureRecord,
    Notes,
    Pack,
    Paragraph,
    Point,
    Receipt,
    Row,
    Run,
    Runs,
    Series,
    Slide,
    SourceRecord,
    Table,
    figure_keys,
    plain,
)
from peelian.readback import slides_access
from peelian.render.scale import format_of, scale_of
from peelian.render.slides.make_template import TEMPLATE, make_slides_template
from peelian.render.slides.presentation import slides
from peelian.typography.text_size import Piece, lines, text_width

MONTHS = tuple(f"{month} {year}" for year in (2024, 2025, 2026) for month in
               ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"))[8:33]  # fmt: skip
AREAS = ("Barchester", "Hogglestock", "Framley", "Plumstead Episcopi", "Puddingdale", "Silverbridge", "Ullathorne",
         "Allington")  # fmt: skip
RATE = Run("12.4%", key="da_rate")


def said(text: str) -> Runs:
    return (Run(text),)


def points(name: str, values: list[float | None], form: str = "{:.1f}%") -> tuple[Point, ...]:
    return tuple(
        Point(value, "[c]" if value is None else form.format(value), f"{name}@{place}")
        for place, value in enumerate(values)
    )


OURS = [None if place in (9, 11) else 9.1 + place * 0.14 + (place * 7 % 5) * 0.3 for place in range(25)]
THEIRS = [8.4 + (place * 3 % 7) * 0.12 for place in range(25)]

LINES = chart(
    shape="line",
    title="Further action taken on domestic abuse, by month",
    unit="Per cent of recorded crimes",
    categories=MONTHS,
    series=(Series("Barsetshire", points("ours", OURS)), Series("Similar forces", points("theirs", THEIRS))),
    alt="Line chart of 25 months. Barsetshire rises from 9 to 13 per cent; similar forces stay near 9.",
    highlight="Barsetshire",
    source="Source: Barsetshire outcomes return, received 3 October 2026.",
)
BARS = chart(
    shape="bar",
    title="Domestic abuse: further action taken, 12 months to September 2026",
    unit="Per cent of recorded crimes",
    categories=AREAS,
    series=(Series("Rate", points("area", [16.2, 14.0, 13.1, 12.4, 11.9, None, 9.4, 7.0])),),
    alt="Bar chart of eight areas, from Barchester at 16.2 per cent to Allington at 7.0.",
    highlight="Plumstead Episcopi",
    source="Source: Barsetshire outcomes return, received 3 October 2026. [c] is withheld: fewer than five crimes.",
)
NINE = Table(
    caption="What the presentation said, and what stands behind it",
    columns=("What was said", "Figure", "What it lacks"),
    rows=tuple(
        Row(
            said(what),
            (
                Cell((Run(figure, key=f"said@{place}", note="stated by the office"),)),
                Cell(said(lacks)),
            ),
        )
        for place, (what, figure, lacks) in enumerate(
            [
                (
                    "Further action on domestic abuse rose",
                    "12.4%, up 2.6 percentage points compared with the 12 months to September 2025",
                    "Nothing: 248 of 2,000, all 12 months received",
                ),
                (
                    "Arrests for domestic abuse rose",
                    "41.2 for each 100 crimes",
                    "Whether a crime with two arrests counts twice; the year before as a count",
                ),
                (
                    "Most disruptions of organised crime for each 1,000 people",
                    "Not shown here",
                    "The number of forces ranked, the months they cover, the split into minor and major disruptions",
                ),
                ("Safer Streets money was received", "£412,000", "The award, and what was paid and spent by scheme"),
                (
                    "Speed enforcement more than tripled",
                    "6,021 courses, fines and court cases to 6 December",
                    "The same months of the year before: a part year is set beside a whole one",
                ),
                (
                    "Trafficking: further action",
                    "21.6%",
                    "The base. Eight of 37 and 11 of 51 both print so, and either leaves an interval of 20 points",
                ),
                ("Victims are more satisfied", "No figure", "Two survey waves with their bases and response rates"),
                (
                    "A backlog of complaints is being cleared",
                    "No figure",
                    "Opening and closing numbers, how old they are, and when the last will be answered",
                ),
                (
                    "The needs assessment is complete",
                    "Due November 2025",
                    "A link, or the date on which it was released",
                ),
            ]
        )
    ),
    source="Each line is the office's own words, or a figure from its returns.",
)
TWELVE = Table(
    caption="Recorded crime by area, quarter to September",
    columns=("Area", "2022", "2023", "2024", "2025", "2026"),
    rows=tuple(
        Row(
            said(area),
            tuple(
                Cell((Run(f"{1200 + place * 731 + year * 87:,}", key=f"crime@{place}@{year}"),), number=True)
                for year in range(5)
            ),
        )
        for place, area in enumerate([*AREAS, "Greshamsbury", "Courcy", "Omnium", "Barsetshire"])
    ),
    source="Source: Barsetshire crime return.",
)
WORDS: tuple[Block, ...] = (
    Heading(3, said("The commissioner's question")),
    Paragraph(
        (
            Run("On 4 June the commissioner asked why recording had changed. The answer is "),
            Run("published in full", url="https://example.org/answer"),
            Run(", and the rate now stands at "),
            Run("12.4%", key="da_rate", strong=True, note="11 of 12 months"),
            Run("."),
        )
    ),
    ListOf((said("A count of crimes with a named suspect, by December."), said("The base of every percentage."))),
    ListOf((said("Read the return."), said("Compare it with last year's.")), numbered=True),
    Callout("A caution", said("The force changed its crime system in May: counts before and after are not alike.")),
)
THREE: tuple[Block, ...] = (
    Paragraph(
        (
            Run("Of 2,000 domestic abuse crimes in the 12 months to September 2026, "),
            RATE,
            Run(" led to a charge, a caution or a community resolution, up 2.6 percentage points."),
        )
    ),
    Paragraph(said("Similar forces did not change. Two months were withheld.")),
)


def page(id: str, title: str, *blocks: Block, section: str = "Protecting people from harm") -> Slide:
    return Slide(id, "text", section, (Run(title),), blocks, id)


PAGES = (
    page(
        "rate",
        "Police took further action on one in eight domestic abuse crimes, more than a year ago",
        *THREE,
        LINES,
        Notes(((Run("Interval: 11.0% to 13.9% (Wilson, 95%)."),),)),
    ),
    page("areas", "Barchester took further action twice as often as Allington",
         Paragraph(said("Silverbridge is withheld, and no area is ranked.")), BARS),
    page("said", "Three of nine claims in the winter presentation can be checked against data",
         replace(NINE, rows=NINE.rows[:3])),
    page("crime", "Recorded crime rose in each of twelve areas",
         Paragraph(said("Counts are of crimes recorded in the quarter, not of those that happened in it.")),
         replace(TWELVE, rows=TWELVE.rows[:8])),
    page("asked", "The commissioner asked two questions and has been answered once", *WORDS[:3]),
)  # fmt: skip


def receipt(key: str, text: str = "12.4%") -> Receipt:
    return Receipt(
        key=key, text=text, form="level", status="value", evidence="recomputed", measure="da_further_action",
        area_name="Barsetshire", period_words="12 months to September 2026", numerator=248, denominator=2_000,
        months_present=12, months_expected=12, snapshots=("outcomes",),
    )  # fmt: skip


def keys(pages: tuple[Slide, ...]) -> set[str]:
    drawn = {point.key for p in pages for b in p.blocks if isinstance(b, Chart) for s in b.series for point in s.points}
    cells = {
        run.key
        for p in pages
        for b in p.blocks
        if isinstance(b, Table)
        for r in b.rows
        for c in r.cells
        for run in c.runs
    }
    tables = {key for p in pages for key in figure_keys(p.title, p.blocks)}
    return {key for key in drawn | cells | tables | {"da_rate"} if key}  # fmt: skip


def pack(*pages: Slide) -> Pack:
    pages = pages or PAGES
    return Pack(
        id="barsetshire-2026-27-q2", title="Performance report", subtitle="What the data show, and what they do not",
        office="Office of the Police and Crime Commissioner for Barsetshire",
        panel="Barsetshire Police and Crime Panel",
        area="barsetshire", period="2026-27-q2", period_words="July to September 2026", compare_words="the year before",
        compare_why="seasons", notice="An example: Barsetshire does not exist and every figure is invented.",
        language="en-GB", pages=(), slides=pages, figures={key: receipt(key) for key in keys(pages)}, queries=(),
        sources=(SourceRecord("outcomes", "0" * 64, "outcomes-2026-09.csv", "Barsetshire", "OGL", "", 9, 0, 0),),
        measures=(MeasureRecord("da_further_action", "Domestic abuse: further action taken", "", "", "", "", "", ""),),
        statements=(), attribution=("Contains invented information licensed under the Open Government Licence v3.0.",),
    )  # fmt: skip


@pytest.fixture(scope="module")
def deck(tmp_path_factory):
    path = tmp_path_factory.mktemp("slides") / "report.pptx"
    slides(pack(), path)
    return Presentation(str(path))


def graphics(deck):
    return [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart or shape.has_table]


def charts(deck):
    return [shape.chart for shape in graphics(deck) if shape.has_chart]


def test_the_first_slide_says_what_whose_and_when(deck):
    words = " ".join(shape.text_frame.text for shape in deck.slides[0].placeholders)
    for part in (
        "Performance report",
        "Office of the Police",
        "Barsetshire Police and Crime Panel",
        "July to September",
    ):
        assert part in words


def test_every_page_is_one_slide_titled_with_its_sentence(deck):
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles == ["Performance report", *(plain(page.title) for page in PAGES)]


def test_the_title_is_read_first_and_the_notice_and_number_last(deck):
    for slide in deck.slides:
        shapes = list(slide.shapes)
        assert shapes[0] == slide.shapes.title
        assert [shape.name for shape in shapes[-2:]] == ["Footer", "Slide number"]
        assert shapes[-2].text_frame.text == pack().notice


def test_every_graphic_has_alternative_text(deck):
    described = [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in graphics(deck)]
    assert described[:2] == [LINES.alt, BARS.alt]
    assert all(alt.startswith("Table: ") for alt in described[2:])
    assert len(described) == 4


def test_every_table_has_a_header_row_and_numbers_to_the_right(deck):
    tables = [shape.table for shape in graphics(deck) if shape.has_table]
    assert [table.cell(0, 0).text for table in tables] == ["What was said", "Area"]
    assert all(table.first_row and table.first_col and not table.horz_banding for table in tables)
    numbers = [
        paragraph.alignment for row in list(tables[1].rows)[1:] for paragraph in row.cells[1].text_frame.paragraphs
    ]
    assert set(numbers) == {PP_ALIGN.RIGHT}


def test_the_notes_hold_what_the_page_notes_and_every_figures_provenance(deck):
    notes = [slide.notes_slide.notes_text_frame.text for slide in list(deck.slides)[1:]]
    assert "Interval: 11.0% to 13.9%" in notes[0]
    for page, said_under in zip(PAGES, notes, strict=True):
        assert {f"key: {key}" for key in keys((page,))} - {"key: da_rate"} <= set(
            said_under.replace("\n", "; ").split("; ")
        )
    assert (
        "12.4% = Domestic abuse: further action taken; level; 248 of 2,000; 12 months to September 2026; Barsetshire; "
        "12 of 12 months; evidence: recomputed; source: outcomes-2026-09.csv; key: da_rate"
    ) in notes[0].split("\n")


def test_a_gap_stays_a_gap(deck):
    chart = charts(deck)[0]
    assert list(chart.plots[0].series[0].values)[8:13] == [OURS[8], None, OURS[10], None, OURS[12]]
    assert chart._chartSpace.find(f".//{qn('c:dispBlanksAs')}").get("val") == "gap"


def test_a_bar_that_is_withheld_says_so_beside_its_name(deck):
    assert "Silverbridge: [c]" in list(charts(deck)[1].plots[0].categories)


def test_a_bars_label_is_what_the_pack_prints():
    typed = (Point(1200.0, "about 1,200", ""), Point(900.0, "900", ""))
    assert format_of(BARS.series[0].points).code() == '#,##0.0"%"'
    assert format_of((Point(1200.0, "1,200", ""), Point(0.0, "0", ""))).code() == "#,##0"
    assert format_of((Point(2.5, "3", ""),)).printed(2.5) == "3"
    assert format_of(typed) is None
    assert format_of((Point(12.4, "12.5%", ""),)) is None


def drawn(chart: Chart, folder: Path):
    """The slide of a page that holds the chart alone, and the chart on it."""
    slides(pack(page("p", "One chart", chart)), folder / "chart.pptx")
    slide = Presentation(str(folder / "chart.pptx")).slides[1]
    return slide, next(shape.chart for shape in slide.shapes if shape.has_chart)


def two(chart: Chart, first: list[float | None], second: list[float | None]) -> Chart:
    return replace(chart, series=(Series("Ours", points("ours", first)), Series("Theirs", points("theirs", second))))


def test_lines_are_named_at_their_ends_unless_the_names_would_collide(tmp_path):
    _, clear = drawn(two(LINES, [*[5.0] * 24, 9.0], [*[5.0] * 24, 6.0]), tmp_path)
    assert not clear.has_legend
    assert "Ours 9.0%" in clear._chartSpace.xml
    _, close = drawn(two(LINES, [*[5.0] * 24, 9.0], [*[5.0] * 24, 9.1]), tmp_path)
    assert close.has_legend
    _, ended = drawn(two(LINES, [*[5.0] * 24, 9.0], [*[5.0] * 20, *[None] * 5]), tmp_path)
    assert "Theirs</a:t>" in ended._chartSpace.xml  # no value: its last is not the last month's


def test_categories_are_thinned_and_months_are_dates(tmp_path):
    _, months = drawn(LINES, tmp_path)
    assert months._chartSpace.xpath(".//c:dateAx/c:majorUnit/@val") == ["4"]
    _, words = drawn(replace(LINES, categories=tuple(f"quarter {place} of several" for place in range(25))), tmp_path)
    assert words._chartSpace.xpath(".//c:catAx/c:tickLblSkip/@val") == ["12"]


def test_several_series_of_bars_have_a_legend(tmp_path):
    _, chart = drawn(two(BARS, [3.0] * 8, [4.0] * 8), tmp_path)
    assert chart.has_legend


LONG = "Victims of domestic abuse who were kept informed of what became of their report"
LONGER = f"{LONG}, asked by telephone within six weeks of the day on which the case was closed, weighted by age"


def inches(drawn_on: Any, part: Any, side: str) -> float:
    """A measure of a pinned part of a chart."""
    share = part.find(f"{qn('c:layout')}/{qn('c:manualLayout')}/{qn(f'c:{side}')}").get("val")
    frame = next(shape for shape in drawn_on.shapes if shape.has_chart)
    return float(share) * (frame.width if side in "xw" else frame.height) / 914_400


@pytest.mark.parametrize("of", [LINES, BARS], ids=["lines", "bars"])
@pytest.mark.parametrize(("name", "rows"), [("Ours", 1), (LONG, 2), (LONGER, 4)])
def test_a_legend_has_room_for_its_names_below_the_plot_and_what_is_under_it(tmp_path, of, name, rows):
    same: list[float | None] = [5.0] * len(of.categories)
    both = replace(of, series=tuple(Series(f"{name} {n}", points(str(n), same)) for n in "12"))
    slide, chart = drawn(both, tmp_path)
    legend, plot = chart.legend._element, chart._chartSpace.chart.plotArea
    assert inches(slide, legend, "h") >= rows * 18 * 1.15 / 72
    assert inches(slide, legend, "y") - inches(slide, plot, "y") - inches(slide, plot, "h") >= 18 * 1.2 / 72
    assert inches(slide, legend, "y") + inches(slide, legend, "h") <= next(
        shape.height for shape in slide.shapes if shape.has_chart
    ) / 914_400 + 0.01  # fmt: skip
    assert slides_access.deck_faults(tmp_path / "chart.pptx") == []


@pytest.mark.parametrize("of", [LINES, BARS], ids=["lines", "bars"])
def test_names_that_no_legend_has_room_for_are_refused_by_the_longest(tmp_path, of):
    same: list[float | None] = [5.0] * len(of.categories)
    many = replace(of, series=tuple(Series(f"{LONGER} {n}", points(str(n), same)) for n in "123456"))
    with pytest.raises(DefinitionError, match=f"legend is too high: one of its names is '{LONGER} 1'; give its series"):
        drawn(many, tmp_path)


def test_too_many_bars_to_label_name_the_one_that_matters_below(tmp_path):
    names = tuple(f"Parish {place}" for place in range(43))
    many = replace(BARS, categories=names, highlight="Parish 7", series=(Series("x", points("ours", [7.5] * 43)),))
    slide, _ = drawn(many, tmp_path)
    assert next(s.text_frame.text for s in slide.shapes if s.name == "Source") == "Dark bar: Parish 7, 7.5%"


def test_bars_start_at_zero_and_lines_above_it_only_where_they_vary_little():
    assert scale_of(BARS).least == 0
    assert scale_of(LINES).least == 8
    assert scale_of(replace(LINES, series=(Series("x", points("x", [2.0, 9.0])),))).least == 0


def test_every_run_has_the_packs_language(tmp_path):
    path = tmp_path / "cymraeg.pptx"
    slides(replace(pack(), language="cy-GB"), path)
    runs = 0
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith(("ppt/slides/slide", "ppt/notesSlides/notes", "ppt/charts/chart")):
                tree = parse_xml(package.read(name))
                for run in tree.iter(qn("a:r"), qn("a:fld")):
                    runs += 1
                    assert run.find(qn("a:rPr")).get("lang") == "cy-GB", (name, run.findtext(qn("a:t")))
    assert runs > 200


def test_a_link_is_a_link_and_a_note_stands_beside_its_figure(deck):
    body = next(shape for shape in deck.slides[5].placeholders if shape.name == "Body")
    runs = [run for paragraph in body.text_frame.paragraphs for run in paragraph.runs]
    assert {run.text: run.hyperlink.address for run in runs}["published in full"] == "https://example.org/answer"
    assert "12.4% (11 of 12 months)" in body.text_frame.text


def test_nothing_overlaps_or_leaves_the_slide(deck):
    for slide in deck.slides:
        boxes = [
            (s.name, s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes if s != slide.shapes.title
        ]
        for name, left, top, right, bottom in boxes:
            assert left >= 0 and top >= 0 and right <= deck.slide_width and bottom <= deck.slide_height, name
        for one, other in combinations(boxes, 2):
            apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
            assert apart, (slide.shapes.title.text_frame.text, one[0], other[0])


LONG = said("The commissioner asked the chief constable why the rate had changed and what would be done. " * 80)


@pytest.mark.parametrize(
    "refused",
    [
        page("too-long", "A page of far too many words", Paragraph(LONG)),
        page("too-long", "A table of too many rows", replace(TWELVE, rows=TWELVE.rows * 3)),
        page("too-long", "A chart under too many words", Paragraph(LONG), LINES),
        page("too-long", "A title that goes on " * 20),
    ],
    ids=lambda page: plain(page.title)[:30],
)
def test_what_does_not_fit_is_refused_by_the_pages_name(refused, tmp_path):
    with pytest.raises(DefinitionError, match="slide 'too-long'"):
        slides(pack(refused), tmp_path / "refused.pptx")


@pytest.mark.parametrize("part", ["title", "subtitle", "notice"])
def test_a_cover_that_does_not_fit_is_refused(part, tmp_path):
    with pytest.raises(DefinitionError, match=part):
        slides(replace(pack(), **{part: "Barsetshire does not exist. " * 40}), tmp_path / "refused.pptx")


def test_what_a_pack_does_not_say_leaves_no_empty_box(tmp_path):
    bare = replace(pack(page("p", "A page", section="")), subtitle="", notice="", attribution=())
    slides(bare, tmp_path / "bare.pptx")
    names = [[shape.name for shape in slide.shapes] for slide in Presentation(str(tmp_path / "bare.pptx")).slides]
    assert names == [["Title", "Details", "Slide number"], ["Title", "Slide number"]]


def test_more_words_make_smaller_text(tmp_path):
    def body_size(times: int) -> float:
        slides(pack(page("p", "Words", Paragraph(said("A sentence of some length. " * times)))), tmp_path / "p.pptx")
        shape = Presentation(str(tmp_path / "p.pptx")).slides[1].placeholders[1]
        return shape.text_frame.paragraphs[0].runs[0].font.size.pt

    assert (body_size(5), body_size(40), body_size(50)) == (28, 22, 20)


def test_the_file_says_whose_it_is_and_is_the_same_every_time(deck, tmp_path):
    facts = deck.core_properties
    assert (facts.title, facts.language) == ("Performance report", "en-GB")
    assert facts.author == "Office of the Police and Crime Commissioner for Barsetshire"
    slides(pack(), tmp_path / "one.pptx")
    slides(pack(), tmp_path / "two.pptx")
    assert parts(tmp_path / "one.pptx") == parts(tmp_path / "two.pptx")


def test_the_template_in_the_tree_is_what_its_maker_makes(tmp_path):
    make_slides_template(tmp_path / "template.pptx")
    assert parts(tmp_path / "template.pptx") == parts(TEMPLATE)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize(
    ("text", "bold", "expected"),
    [("AVO", False, 667 + 667 + 778), ("mil%", True, 889 + 278 + 278 + 889), ("ŵê", False, 722 + 556)],
)
def test_widths_are_arials(text, bold, expected):
    assert text_width(text, 72, bold) * 1000 == pytest.approx(expected)


def test_text_wraps_between_words_and_long_words_are_broken():
    assert lines((Piece("one two three"),), width=10, size=12) == 1
    assert lines((Piece("one two three"),), width=0.75, size=12) == 2
    assert lines((Piece("w" * 100),), width=1, size=12) > 10
