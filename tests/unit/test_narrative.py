"""The narrative: every form of docs/narrative.md prints what it says, and every mistake is told by file and line."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

import offices
from peelian.core.errors import ClaimError, DefinitionError, PeelianError
from peelian.core.pack import Chart, Heading, ListOf, Notes, Page, Paragraph, Run, Table, plain
from peelian.core.plan import PackPlan
from peelian.findings import ask as findings_ask
from peelian.packs import assemble, check
from peelian.workspace.workspace import PackText, load

FILE = "01-summary.md"


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[SimpleNamespace]:
    """Pages and faults of a section's text, in the small office with May 2024 not received."""
    declared = load(offices.receive(offices.write(tmp_path_factory.mktemp("narrative") / "office"), without="2024-05"))
    home = f"{declared.folder}/packs/q3/"
    with findings_ask.answers(declared, declared.measures.values()) as ask:

        def pages(text: str) -> tuple[Page, ...]:
            plan = PackPlan("Report", "2025-26-q3", (FILE,), kind="document")
            made = assemble.assemble(declared, PackText("q3", plan, ((FILE, text),)), ask)[0].pages
            return tuple(page for page in made if page.id != "other-periods")

        def faults(text: str) -> list[PeelianError]:
            with pytest.raises(PeelianError) as raised:
                pages(text)
            found = getattr(raised.value, "faults", [raised.value])
            return [type(fault)(fault.where.removeprefix(home), fault.what, fault.to_do) for fault in found]

        yield SimpleNamespace(pages=pages, faults=faults)


def on_a_page(text: str) -> str:
    """The text, from line 5 on."""
    return f"# Summary\n\n## A page\n\n{text}\n"


def block(office, fence: str):
    """The one fenced block, as printed."""
    [page] = office.pages(on_a_page(fence))
    [found] = page.blocks
    return found


def said(office, text: str) -> str:
    found = block(office, text)
    return plain(found.runs)


def only(office, text: str) -> str:
    """The one fault of a page's text, as printed."""
    [fault] = office.faults(on_a_page(text))
    return str(fault)


# Figures


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("[[recorded_crime]]", "14,100"),
        ("[[ recorded_crime ]]", "14,100"),
        ("[[recorded_crime@swindon]]", "4,200"),
        ("[[recorded_crime/12m-2025-12]]", "56,400"),
        ("[[recorded_crime/2025-12]]", "4,700"),
        ("[[recorded_crime/2025-26-q2]]", "14,100"),
        ("[[recorded_crime/2025-26-ytd]]", "42,300"),
        ("[[recorded_crime/2025-26-ytd-2025-05]]", "9,400"),
        ("[[recorded_crime:change]]", "down 21.7%"),
        ("[[recorded_crime@swindon/2025-12:from-to]]", "from 2,500 to 1,400, down 44.0% compared with December 2024"),
        ("[[recorded_crime:value]]", "14,100"),
        ("[[burglary_rate:count]]", "10,800"),
        ("[[burglary_rate:base]]", "700,000"),
        ("[[recorded_crime:verdict]]", "lower"),
        ("[[recorded_crime:months]]", "3 of 3 months"),
        ("[[recorded_crime/12m-2024-12]]", "no value: 11 of 12 months (May 2024 missing)"),
        ("[[recorded_crime/12m-2024-12:months]]", "11 of 12 months"),
        ("[[recorded_crime/2024-25]]", "no value: 11 of 12 months (May 2024 missing)"),
        ("[[stated:rate]]", "12.4% (stated)"),
    ],
)
def test_a_figure_prints_what_it_is_bound_to(office, written, printed):
    assert said(office, f"It is {written}.") == f"It is {printed}."


def test_a_rate_has_its_unit(office):
    assert re.fullmatch(r"15\.43? per 1,000 people", said(office, "[[burglary_rate]]"))


def test_a_rank_says_among_how_many_forces(office):
    assert said(office, "[[burglary_rate:rank]]").startswith("lowest of 2 territorial police forces")
    assert said(office, "[[burglary@dorset:rank]]").startswith("highest of 2 territorial police forces")


def test_a_figure_keeps_a_receipt_of_the_whole_reference(office):
    page = office.pages(on_a_page("It is **[[recorded_crime@swindon]]**."))[0]
    assert page.blocks[0].runs[1] == Run("4,200", "recorded_crime@swindon/2025-26-q3:value", strong=True)


@pytest.mark.parametrize(
    "typed",
    ["6 December 2023", "October 2025", "2025-26", "in 2021", "per 1,000 people", "101", "Safer Streets 5",
     "[the minutes](https://example.org/2023/14)", "<https://example.org/2023/14>", "`SELECT 1`"],
)  # fmt: skip
def test_digits_that_may_be_typed(office, typed):
    assert office.pages(on_a_page(f"It was told {typed}."))


# Words that assert


@pytest.mark.parametrize(
    "claim",
    ["[fell](=burglary:change)", "[more than halved](=burglary@swindon:change)", "[rose](=burglary@dorset:change)",
     "[**fell**](=burglary:change)", "[more\nthan halved](=burglary@swindon:change)", "[lowest](=burglary:rank)",
     "[improved](=stated:visits)", "[Improved](=stated:visits)", "[every month](=burglary:months)"],
)  # fmt: skip
def test_a_claim_the_data_bear_out_is_printed_as_written(office, claim):
    word = re.sub(r"\[\**([^]*]+)\**\].*", r"\1", claim, flags=re.DOTALL).replace("\n", " ")
    [page] = office.pages(on_a_page(f"Burglary {claim} there."))
    assert plain(page.blocks[0].runs).replace(" (stated)", "") == f"Burglary {word} there."
    assert [run.key for run in page.blocks[0].runs if run.key]


@pytest.mark.parametrize(
    ("written", "line", "told"),
    [
        ("Burglary\n[rose](=burglary:change).", 6, "'rose' is not what the data show: the figure went from 15,000 to "),
        ("Burglary [halved](=burglary:change).", 5, "'halved' is not what the data show: the figure went from 15,000"),
        ("It was [highest](=burglary:rank).", 5, "'highest' is not what the data show: it is number 2 of 2 "),
        ("It [fell](=burglary/12m-2024-12:change).", 5, "'fell' is not what the data show: there is no finding ("),
        ("[All](=burglary/12m-2024-12:months)", 5, "'All' is not what the data show: it has 11 of 12 months; correct"),
    ],
)
def test_a_claim_the_data_do_not_bear_out_is_refused_with_what_they_show(office, written, line, told):
    [fault] = office.faults(on_a_page(written))
    assert isinstance(fault, ClaimError)
    assert str(fault).startswith(f"{FILE}, line {line}: {told}")


def test_a_word_that_a_document_used_must_be_the_word_in_it(office):
    told = only(office, "Satisfaction [went up](=stated:visits).")
    what = "'went up' is not what the document says, which is 'improved'"
    assert told == f"{FILE}, line 5: {what}; say what it says"


def test_a_word_that_cannot_be_checked_says_which_can(office):
    told = only(office, "Burglary [soared](=burglary:change).")
    assert told.startswith(f"{FILE}, line 5: 'soared' is not a word that can be checked against a change; use one of ")


# Mistakes in the text


@pytest.mark.parametrize(
    ("written", "line", "what"),
    [
        ("All well.\nIt is [[burglry]].", 6, "[[burglry]]: there is no such measure; see `peelian measures`"),
        ("All well.\nIt is [[burglary@nowhere]].", 6, "[[burglary@nowhere]]: there is no such area; areas.csv lists"),
        ("It is [[burglary:mean]].", 5, "[[burglary:mean]]: 'mean' is not a form; use one of value, count, base"),
        ("It is [[burglary/2025-13]].", 5, "[[burglary/2025-13]]: '2025-13' is not a period; write a month as"),
        ("It is [[burglary/2026-27-ytd]].", 5, "[[burglary/2026-27-ytd]]: 2025-12 is not in the financial year"),
        ("It is [[burglary:base]].", 5, "[[burglary:base]]: burglary is a count and has no base; leave :base out"),
        ("It is [[@swindon]].", 5, "[[@swindon]]: it names no measure; begin with the measure's name"),
        ("It is [[Burglary, all]].", 5, "[[Burglary, all]]: 'Burglary, all' does not name a figure; write it as"),
        ("A\nB [[stated:nothing]].", 6, "[[stated:nothing]]: statements.csv has no row 'nothing'; add it, with its"),
        ("It [fell](=burglry:change).", 5, "[fell](=burglry:change): there is no such measure; see `peelian measures`"),
        ("It [fell](=burglary:mean).", 5, "[fell](=burglary:mean): 'mean' is not a form; use one of value"),
        ("It [fell](=stated:nothing).", 5, "[fell](=stated:nothing): statements.csv has no row 'nothing'; add it"),
        ("It is [[burglary\n:change]].", 5, "'[[' is part of no binding; write [[measure]] on one line"),
        ("It went [up](=burglary: change).", 5, "'](=' is part of no binding; write [[measure]] on one line"),
        ("> Quoted.", 5, "a blockquote is not printed; print headings, paragraphs, lists, and fenced blocks"),
        ("A\n\n---", 7, "a hr is not printed; print headings"),
        ("    indented", 5, "a code_block is not printed; print headings"),
        ("A\n![picture](a.png)", 6, "an image is not printed; print headings"),
        ("- A\n- B\n\n  > Quoted.", 8, "a blockquote in a list is not printed; move it out of it"),
        ("- A\n\n  ```notes\n  B\n  ```", 7, "a fence in a list is not printed; move it out of it"),
        ("```tabel\n```", 5, "'tabel' is no block; use table, figures, chart, measure"),
        ("```\nx\n```", 5, "a fence with no name is no block; use table"),
        ("```notes\nWell.\n\n- A\n- B\n```", 8, "notes hold paragraphs alone; move the rest to the page"),
    ],
)
def test_a_mistake_in_the_text_is_told_by_its_line(office, written, line, what):
    told = [str(fault) for fault in office.faults(on_a_page(written))]
    assert [t for t in told if t.startswith(f"{FILE}, line {line}: {what}")], told


@pytest.mark.parametrize(
    ("written", "line", "word"),
    [
        ("In October 2025 it was calm,\nand of 5 people none came.", 6, "'5' is typed, not bound, in 'In October 2025"),
        ("Well, [[burglary]] of them.\nMore,\nand 12.4% more.", 7, "'12.4%' is typed, not bound"),
        ("[Well](https://example.org/1)\n[seen\n7 times](https://example.org/)", 7, "'7' is typed"),
        ("Burglary is low.\nRobbery rose again.", 6, "'rose' asserts, and is not bound, in 'Robbery rose again.'"),
        ("- Burglary\n- Robbery, highest\n  of all", 6, "'highest' asserts"),
        ("- One\n  two\n  3", 7, "'3' is typed"),
        ("### Heading 4", 5, "'4' is typed"),
        ("The <b>5</b> people.", 5, "'<b>5</b>' is typed"),
    ],
)
def test_what_is_typed_and_not_bound_is_told_by_the_line_of_the_word(office, written, line, word):
    [fault] = office.faults(on_a_page(written))
    assert isinstance(fault, ClaimError)
    assert str(fault).startswith(f"{FILE}, line {line}: {word}")


def test_every_fault_of_a_section_is_told_at_once_worst_first(office):
    faults = office.faults(on_a_page("It is [[burglry]].\n\nIt is [[burglary@nowhere]].\n\nIt rose."))
    assert [str(fault).split(":")[0] for fault in faults] == [f"{FILE}, line {line}" for line in (9, 5, 7)]
    assert [type(fault) for fault in faults] == [ClaimError, DefinitionError, DefinitionError]


# Pages


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# A\n\n## B\n\n## C\n\nText.\n", "line 3: the page is empty; write what it says, or remove it"),
        ("# A\n\n## B\n\n```notes\nText.\n```\n", "line 3: the page is empty; write what it says, or remove it"),
        ("# A\n\n##\n\nText.\n", "line 3: the page has no title; write a sentence after ##"),
        ("# A\n\nText.\n\n## B\n\nText.\n", "line 3: it stands before the first page; begin a page with ##"),
        ("## B\n\nText.\n", "it has no section title or no page; begin with # and a title, then ## and a page"),
        ("# A\n", "it has no section title or no page; begin with # and a title, then ## and a page"),
    ],
)
def test_a_page_that_is_not_whole_is_told(office, text, told):
    assert [str(fault).removeprefix(f"{FILE}, ").removeprefix(f"{FILE}: ") for fault in office.faults(text)] == [told]


def test_sections_pages_headings_and_lists_are_printed_in_order(office):
    text = "# First\n\n## One *page*\n\n### Small\n\n1. a\n   - b\n2. c\n\n## Two\n\n- [d](https://example.org)\n"
    one, two = office.pages(text)
    assert (one.section, one.id, plain(one.title)) == ("First", "01-summary-1", "One page")
    heading, listed = one.blocks
    assert isinstance(heading, Heading) and heading.level == 3
    assert isinstance(listed, ListOf) and listed.numbered
    assert [plain(item) for item in listed.items] == ["a", "b", "c"]
    assert two.id == "01-summary-2"
    assert two.blocks[0].items == ((Run("d", url="https://example.org"),),)


def test_raw_html_stays_text(office):
    assert said(office, "The <b>same</b> <script>alert()</script>.") == "The <b>same</b> <script>alert()</script>."
    assert said(office, "<div>\nText.\n</div>") == "<div> Text. </div>"


# Blocks

TABLE = """```table
caption = "Promises"
columns = ["Promise", "Status"]
rows = [
  ["Stations", "[[stated:stations]]"],
  ["Visits", "Well"],
]
source = "A report."
```"""

FIGURES = """```figures
caption = "Burglary and robbery"
first = "Measure"
rows = [
  "burglary",
  "robbery",
]
[columns]
"This quarter" = ":value"
"Swindon" = "@swindon:value"
```"""

BARS = """```chart
shape = "bar"
title = "Burglary per 1,000 people"
series = {"Burglary" = "burglary_rate"}
points = ["peers"]
highlight = "@wiltshire"
sort = "highest first"
```"""

LINES = """```chart
shape = "line"
title = "Burglary a month"
months = "2024-04:2024-06"
series = {"Swindon" = "burglary@swindon", "Dorset" = "burglary@dorset"}
```"""

CALLOUT = """```callout
title = "Mind"
text = '''
Well, [[burglary]]
of them.'''
```"""


def test_a_table_of_text_binds_in_its_cells(office):
    found = block(office, TABLE)
    assert isinstance(found, Table)
    assert found.columns == ("Promise", "Status")
    assert [(plain(row.header), *(plain(cell.runs) for cell in row.cells)) for row in found.rows] == [
        ("Stations", "two more (stated)"),
        ("Visits", "Well"),
    ]


def test_a_table_of_figures_joins_row_and_column(office):
    found = block(office, FIGURES)
    assert isinstance(found, Table)
    assert found.columns == ("Measure", "This quarter", "Swindon")
    assert [(plain(row.header), *(plain(cell.runs) for cell in row.cells)) for row in found.rows] == [
        ("Burglary", "10,800", "2,400"),
        ("Robbery", "3,300", "1,800"),
    ]
    assert found.rows[0].cells[1].runs[0].key == "burglary@swindon/2025-26-q3:value"


def test_rows_may_be_areas_periods_or_peers_and_have_heads_of_their_own(office):
    text = FIGURES.replace('"burglary",\n  "robbery"', '"peers", "@swindon", "/2025-12"')
    text = text.replace('":value"\n"Swindon" = "@swindon:value"', '"burglary"').replace(
        "[columns]", 'heads = {"@swindon" = "The borough"}\n[columns]'
    )
    rows = block(office, text).rows
    assert [plain(row.header) for row in rows] == ["Wiltshire Police", "Dorset Police", "The borough", "December 2025"]
    assert [plain(row.cells[0].runs) for row in rows] == ["10,800", "13,500", "2,400", "3,600"]


def test_bars_compare_areas_the_highest_first(office):
    found = block(office, BARS)
    assert isinstance(found, Chart)
    assert found.categories == ("Dorset Police", "Wiltshire Police")
    assert found.highlight == "Wiltshire Police"
    assert found.unit == "Per 1,000 people"
    assert [point.value for point in found.series[0].points] == pytest.approx([33.75, 15.428571])
    assert not any("people" in point.text for point in found.series[0].points)


def test_a_line_has_a_gap_where_a_month_is_missing(office):
    found = block(office, LINES)
    assert found.categories == ("April 2024", "May 2024", "June 2024")
    assert [[point.value for point in series.points] for series in found.series] == [
        [2000, None, 2000],
        [4000, None, 4000],
    ]
    assert "Swindon: 2,000 in April 2024, 2,000 in June 2024." in found.alt


def test_a_callout_binds_in_its_text_and_notes_are_paragraphs(office):
    [page] = office.pages(on_a_page(f"{CALLOUT}\n\n```notes\nOne\nline.\n\nTwo.\n```"))
    callout, notes = page.blocks
    assert (callout.title, plain(callout.runs).strip()) == ("Mind", "Well, 10,800 of them.")
    assert isinstance(notes, Notes)
    assert [plain(runs) for runs in notes.paragraphs] == ["One line.", "Two."]


@pytest.mark.parametrize(
    ("fence", "old", "new", "line", "what"),
    [
        # a table of text begins on line 5, its caption on 6, its rows on 9 and 10
        (TABLE, '"Well"', '"Well, 5 of them"', 10, "'5' is typed, not bound"),
        (TABLE, '"Visits", "Well"', '"Stations", "[[stated:nothing]]"', 10, "[[stated:nothing]]: statements.csv"),
        (TABLE, '"Promises"', '"All 7 promises"', 6, "'7' is typed, not bound"),
        (TABLE, '"Promise",', '"Promise 8",', 7, "'8' is typed, not bound"),
        (TABLE, '"A report."', '"A report rose."', 12, "'rose' asserts"),
        (TABLE, '"Visits", "Well"', '"Visits"', 10, "a row has 1 cells, the table 2 columns: 'Visits'"),
        (TABLE, '"Visits", "Well"', "", 9, "a row has 0 cells, the table 2 columns"),
        (TABLE, '"Visits", "Well"', '"Visits", 5', 10, "rows.1.1: input should be a valid string"),
        (TABLE, '"Visits", "Well"', '"Visits", "Well', 10, "the table is not TOML ("),
        (TABLE, "source", "sauce", 12, "'sauce' is not a key it can have"),
        (TABLE, 'caption = "Promises"', "", 6, "caption: field required"),
        (TABLE, '"Well"', '"\\u0035 \\"wells\\""', 10, "'5' is typed, not bound"),
        (TABLE, '"Well"', "'9 wells'", 10, "'9' is typed, not bound"),
        # a table of figures: rows on 9 and 10, columns on 13 and 14
        (FIGURES, '"robbery"', '"robbry"', 10, "there is no measure 'robbry'; see `peelian measures`"),
        (FIGURES, '"robbery"', '"Robbery!"', 10, "'Robbery!' does not name a figure; write it as"),
        (FIGURES, "@swindon:value", "@nowhere:value", 14, "there is no area 'nowhere'; areas.csv lists the areas"),
        (FIGURES, "@swindon:value", "/2025-13", 14, "'2025-13' is not a period; write"),
        (FIGURES, "@swindon:value", ":mean", 14, "'mean' is not a form; use one of"),
        (FIGURES, "@swindon:value", ":base", 9, "burglary is a count and has no base; leave :base out"),
        (FIGURES, '"Swindon"', '"The 3 towns"', 14, "'3' is typed, not bound"),
        (FIGURES, '"Measure"', '"The 3 towns"', 7, "'3' is typed, not bound"),
        # charts: series on 8 (bars) or 9 (lines)
        (BARS, '"burglary_rate"', '"burglry"', 8, "there is no measure 'burglry'; see"),
        (BARS, '"burglary_rate"', '"@swindon"', 8, "a series names no measure; begin with the measure's name"),
        (BARS, '"Burglary" =', '"12 burglaries" =', 8, "'12' is typed, not bound"),
        (BARS, '{"Burglary" = "burglary_rate"}', "{}", 6, "give either a measure or series; correct the chart"),
        (BARS, '"peers"', '"@nowhere"', 9, "there is no area 'nowhere'; areas.csv lists the areas"),
        (BARS, '"@wiltshire"', '"@swindon"', 10, "'@swindon', to be highlighted, is not on the chart"),
        (BARS, '"@wiltshire"', '"@nowhere"', 10, "there is no area 'nowhere'; areas.csv"),
        (BARS, "points", 'months = "2025-01:2025-02"\npoints', 6, "give either months or points"),
        (BARS, '"bar"', '"pie"', 6, "shape: input should be 'line', 'bar', 'spc'"),
        (LINES, "2024-04:2024-06", "2024-06:2024-04", 8, "'2024-06:2024-04' ends before it begins"),
        (LINES, "2024-04:2024-06", "April", 8, "'April' is not a month; write it as 2025-12"),
        (LINES, "burglary@dorset", "burglary_rate@dorset", 9, "its series are in more than one unit: count, per 1"),
        # a callout: its text on 8 and 9
        (CALLOUT, "of them", "of 6", 9, "'6' is typed, not bound"),
        (CALLOUT, "burglary", "burglry", 8, "[[burglry]]: there is no such measure"),
        (CALLOUT, "Mind", "Mind 4", 6, "'4' is typed, not bound"),
    ],
)
def test_a_mistake_in_a_block_is_told_by_the_line_of_its_cell(office, fence, old, new, line, what):
    assert old in fence
    told = only(office, fence.replace(old, new, 1))
    assert told.startswith(f"{FILE}, line {line}: {what}")


def test_a_question_a_measure_has_no_answer_to_is_told_by_the_line_that_asks(office):
    told = only(office, FIGURES.replace('"robbery"', '"stops"'))
    what = "stops@swindon: it is not given for a local authority; use force"
    assert told == f"{FILE}, line 10: {what}"


@pytest.mark.parametrize("field", ["title", "subtitle", "compare_why", "notice"])
def test_a_digit_typed_in_pack_toml_is_refused(tmp_path: Path, field):
    folder = offices.write(tmp_path / "office", q3={FILE: on_a_page("Text.")})
    path = folder / "packs" / "q3" / "pack.toml"
    lines = [line for line in path.read_text().splitlines() if not line.startswith(f"{field} =")]
    path.write_text("\n".join([*lines, f'{field} = "All 12 burglaries"']) + "\n")
    if field != "title":
        assert 'title = "Report' in path.read_text()
    [fault] = check.check_workspace(load(folder))
    assert isinstance(fault, ClaimError)
    assert str(fault).startswith(f"{path}, {field}: '12' is typed, not bound, in 'All 12 burglaries'; ")


def test_paragraphs_join_their_lines(office):
    found = block(office, "One\ntwo  \nthree.")
    assert isinstance(found, Paragraph)
    assert plain(found.runs) == "One two three."
