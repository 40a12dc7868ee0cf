"""The three cuts: the paper follows the plan, the presentation and the brief are chosen from it."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

import offices
from peelian.core.errors import PeelianError
from peelian.core.pack import Card, Chart, Heading, ListOf, Pack, Table, figure_keys, plain
from peelian.core.plan import PackPlan
from peelian.findings import ask as findings_ask
from peelian.narrative import plan_pages
from peelian.packs import assemble, moved_figures
from peelian.workspace.workspace import PackText, load

SECTION = "# Fewer victims\n\n## A page\n\nBurglary came to [[burglary]].\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[SimpleNamespace]:
    """Packs of the small office's plan (recorded crime and burglary, both clearly down on a year before)."""
    declared = load(offices.receive(offices.write(tmp_path_factory.mktemp("cuts") / "office")))
    with findings_ask.answers(declared, declared.measures.values()) as ask:

        def pack(text: str = SECTION, brief: str = "", **plan: object) -> Pack:
            told = PackPlan("Report", "2025-26-q3", ("01-victims.md",), **plan)  # type: ignore[arg-type]
            return assemble.assemble(declared, PackText("q3", told, (("01-victims.md", text),), brief), ask)[0]

        def spoken(text: str):
            told = PackPlan("Report", "2025-26-q3", ("01-victims.md",))
            return assemble.assemble(declared, PackText("q3", told, (("01-victims.md", text),)), ask)[1]

        def fault(*args: str, **plan: object) -> str:
            with pytest.raises(PeelianError) as raised:
                pack(*args, **plan)
            return str(raised.value)

        yield SimpleNamespace(pack=pack, fault=fault, spoken=spoken, folder=declared.folder)


def pages(pack: Pack) -> dict[str, object]:
    return {page.id: page for page in pack.pages}


def test_every_measure_of_the_plan_is_in_the_summary_once_and_in_the_table(office):
    pack = office.pack()
    summary, table = pages(pack)["summary"], pages(pack)["plan-measures"]
    listed = [plain(item) for block in summary.blocks if isinstance(block, ListOf) for item in block.items]
    assert sorted(told.partition(":")[0] for told in listed) == ["Burglary", "Recorded crime"]
    assert [plain(row.header) for row in table.blocks[0].rows] == ["Recorded crime", "Burglary"]


def test_the_table_has_a_column_for_each_council_that_sends_members(office):
    [table] = pages(office.pack())["plan-measures"].blocks
    assert table.columns == ("Measure", "Value", "Compared with last year", "Target", "Swindon", "Wiltshire")
    assert [plain(cell.runs) for cell in table.rows[1].cells][-2:] == ["2,400", "8,400"]


def test_a_measure_that_changed_has_half_a_page_that_says_no_question_is_recorded(office):
    page = pages(office.pack())["measure-burglary"]
    assert plain(page.title).startswith("Burglary: from 15,000 to 10,800, down 28.0%")
    heads = {plain(block.runs): number for number, block in enumerate(page.blocks) if isinstance(block, Heading)}
    asked = page.blocks[heads["The commissioner's question"] + 1]
    assert plain(asked.runs) == "No question is recorded."
    assert any(isinstance(block, Chart) and block.shape == "spc" for block in page.blocks)


def test_a_measure_block_takes_the_place_of_the_half_page(office):
    text = SECTION + '\n```measure\nname = "burglary"\nasked = "Why?"\n```\n'
    told = pages(office.pack(text))
    assert "measure-burglary" not in told
    assert "measure-recorded-crime" in told
    said = [plain(block.runs) for block in told["01-victims-1"].blocks if hasattr(block, "runs")]
    assert said[-2:] == ["The answer", "No answer is recorded."]
    assert "Why?" in said


def test_a_section_titled_as_a_priority_stands_under_it(office):
    ids = [page.id for page in office.pack().pages]
    assert ids == [
        "summary", "plan-measures", "priority-1", "01-victims-1", "measure-recorded-crime", "measure-burglary",
        "not-in-this-paper", "other-periods",
    ]  # fmt: skip


def test_subjects_no_section_is_about_are_named(office):
    [table] = pages(office.pack("# Finance\n\n## Money\n\nNone.\n"))["not-in-this-paper"].blocks
    assert "Finance" not in [plain(row.header) for row in table.rows]
    assert "Complaints" in [plain(row.header) for row in table.rows]


def test_a_document_told_again_has_no_planned_pages(office):
    pack = office.pack(kind="document")
    assert [page.id for page in pack.pages] == ["01-victims-1"]
    assert not pack.slides


def test_figures_of_another_period_are_told_to_be_once_a_period(office):
    text = SECTION + "\nIn a year [[burglary/12m]], [[burglary/12m:from-to]], in December [[burglary/month]].\n"
    [table] = pages(office.pack(text, kind="document"))["other-periods"].blocks
    assert [(plain(row.header), plain(row.cells[0].runs)) for row in table.rows] == [
        ("12 months to December 2025", "Burglary"),
        ("December 2025", "Burglary"),
    ]


def test_months_without_a_gap_are_told_as_one_span(office):
    months = "[[burglary/2025-07]] [[burglary/2025-08]] [[recorded_crime/2025-07]] [[recorded_crime/2025-08]]"
    text = SECTION + f"\nBy month {months} [[burglary/2025-10]].\n"
    [table] = pages(office.pack(text, kind="document"))["other-periods"].blocks
    assert [(plain(row.header), plain(row.cells[0].runs)) for row in table.rows] == [
        ("October 2025", "Burglary"),
        ("each month, July 2025 to August 2025", "Burglary; Recorded crime"),
    ]


def test_where_every_figure_is_of_the_packs_period_nothing_is_told(office):
    assert "other-periods" not in pages(office.pack(kind="document"))


def test_a_statement_is_told_with_the_period_its_document_gives(office):
    text = SECTION + "\nIt said [[stated:rate]] and [[stated:stations]].\n"
    [table] = pages(office.pack(text, kind="document"))["other-periods"].blocks
    [row] = table.rows
    assert plain(row.header) == "as stated: not given"
    assert plain(row.cells[0].runs) == "Mobile police stations to come; Share of crimes with further action"


def test_a_priority_nothing_was_chosen_from_has_a_short_table_that_says_how_many_it_leaves_out(office, monkeypatch):
    def caption(pack: Pack) -> str:
        [table] = next(slide for slide in pack.slides if slide.id == "slide-priority-1").blocks
        assert isinstance(table, Table)
        return table.caption

    whole = "October to December 2025 compared with October to December 2024"
    assert caption(office.pack()) == whole
    monkeypatch.setattr(plan_pages, "ON_A_SLIDE", 1)
    assert caption(office.pack()) == f"{whole}; and 1 more, in the report"


def test_a_slide_block_chooses_a_pages_cards_and_what_is_said_is_not_in_the_pack(office):
    text = SECTION + '\n```slide\ntitle = "Burglary"\ncards = ["burglary"]\nsay = ["Breathe."]\n```\n'
    [_, slide] = office.pack(text).slides
    [card] = slide.blocks
    assert isinstance(card, Card)
    assert (plain(card.value), card.period, card.verdict) == ("10,800", "October to December 2025", "better")
    assert plain(card.change) == "Compared with October to December 2024: down 28.0%"
    assert [plain(said) for said in office.spoken(text)[slide.id]] == ["Breathe."]


def test_each_slide_block_belongs_to_the_page_it_stands_on(office):
    text = SECTION + "\n```slide\n```\n\n## Another\n\nWords.\n\n```slide\n```\n"
    assert [(slide.page, plain(slide.title)) for slide in office.pack(text).slides[1:]] == [
        ("01-victims-1", "A page"),
        ("01-victims-2", "Another"),
    ]


def test_a_priority_nothing_was_chosen_from_is_shown_as_a_table(office):
    assert [slide.layout for slide in office.pack().slides] == ["summary", "table"]


TABLE = """
```figures
caption = "By district"
first = "District"
rows = ["@swindon", "@wiltshire-council"]
[columns]
"Burglary" = "burglary"
"Crime" = "recorded_crime"
```
"""


def test_a_slide_shows_the_rows_and_columns_chosen(office):
    slide = '\n```slide\nrows = ["Swindon"]\ncolumns = ["Crime"]\n```\n'
    [table] = office.pack(SECTION + TABLE + slide).slides[1].blocks
    assert isinstance(table, Table)
    assert table.columns == ("District", "Crime")
    assert [plain(row.header) for row in table.rows] == ["Swindon"]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('rows = ["Swindn"]', "the page's table has no row 'Swindn'; it has Swindon, Wiltshire"),
        ('columns = ["Theft"]', "the page's table has no column 'Theft'; it has Burglary, Crime"),
        ('show = "chart"', "the page has 0 charts, and no chart 1; name one it has"),
        ('cards = ["burglary", "burglary", "burglary"]', "a slide has at most two cards; choose two"),
        ('cards = ["burglry"]', "there is no measure 'burglry'"),
        ('words = ["Up 5"]', "'5' is typed"),
        ('colour = "red"', "'colour' is not a key it can have"),
    ],
)
def test_what_a_slide_cannot_show_is_told_by_file_and_line(office, keys, said):
    told = office.fault(f"{SECTION}{TABLE}\n```slide\n{keys}\n```\n")
    assert "01-victims.md, line " in told
    assert said in told


def test_eleven_slides_are_too_many(office):
    text = SECTION + "\n```slide\n```\n" * 9
    assert "the presentation has 11 slides with its title, and 10 are the most" in office.fault(text)


def test_a_figure_in_a_shorter_cut_must_be_in_the_paper(office):
    text = SECTION + '\n```slide\ncards = ["burglary/12m-2025-12"]\n```\n'
    assert "burglary@wiltshire/12m-2025-12:value stands in 'A page' and not in the paper" in office.fault(text)


def test_the_brief_has_five_parts_and_each_says_when_nothing_is_recorded(office):
    brief = office.pack(brief="# Brief\n\n## Money\n\nNo money is told.\n").brief
    parts = ("figures", "promised", "asked", "money", "asks")
    assert [page.id for page in brief] == [f"brief-{part}" for part in parts]
    assert [type(block) for block in brief[0].blocks] == [Card, Card]
    assert plain(brief[1].blocks[0].runs) == "No commitments are recorded."
    assert plain(brief[3].blocks[0].runs) == "No money is told."


def test_a_part_the_brief_does_not_have_is_refused(office):
    told = office.fault(SECTION, "# Brief\n\n## Thanks\n\nTo all.\n")
    assert "'Thanks' is no part of the brief" in told


def test_the_closing_slide_says_what_the_panel_is_asked_to_do(office):
    pack = office.pack(asks=("Note the report.",))
    assert pack.slides[-1].layout == "closing"
    assert plain(pack.slides[-1].blocks[0].items[0]) == "Note the report."
    assert plain(pack.brief[-1].blocks[0].items[0]) == "Note the report."


def test_the_cover_sheet_is_held_to_the_rules_of_every_text(office):
    assert office.pack(meeting="2026-02-12").cover.meeting == "12 February 2026"
    assert "is typed" in office.fault(asks=("Note the 5 points.",))


def test_a_judgement_is_labelled_and_lists_its_evidence(office):
    opinion = {"opinion": ("01-victims.md",)}
    assert "it is an opinion and lists no evidence" in office.fault(**opinion)
    page = pages(office.pack(SECTION + '\n```evidence\nitems = ["[[burglary]]"]\n```\n', **opinion))["01-victims-1"]
    assert page.opinion == "The commissioner's opinion"


def test_no_figure_moved_when_the_paper_went_out_as_it_is(office):
    pack = office.pack()
    (office.folder / "packs" / "q3").mkdir(parents=True, exist_ok=True)
    moved_figures.note(pack, office.folder)
    assert moved_figures.with_moved(pack, office.folder) == pack


def test_figures_that_moved_after_the_paper_went_out_are_on_the_last_slide(office):
    pack = office.pack()
    (office.folder / "packs" / pack.id).mkdir(parents=True, exist_ok=True)
    path = moved_figures.note(pack, office.folder)
    path.write_text(path.read_text(encoding="utf-8").replace('"10,800"', '"10,799"'), encoding="utf-8")
    moved = moved_figures.with_moved(pack, office.folder)
    path.unlink()
    told = [[plain(cell.runs) for cell in row.cells] for row in moved.slides[-1].blocks[0].rows]
    assert ["10,799", "10,800"] in told
    assert "burglary@wiltshire/2025-26-q3:value" in figure_keys(moved.pages[-1].title, moved.pages[-1].blocks)
