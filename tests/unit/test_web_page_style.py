"""The page's first screen, its cover sheet and its style, which is the Design System's without what is not licensed.

Barsetshire is invented, as is every number here.
"""

import re
from dataclasses import replace
from typing import get_args

import pytest

from peelian.core.pack import Card, Cover, Pack, Page, Paragraph, Receipt, Run
from peelian.narrative.reference_syntax import FORMS
from peelian.render.page import blocks, web_page

CARD = Card(
    "Burglary", (Run("258", "burglary"),), "October to December 2025", (), (Run("down 19.1%", "change"),), "better"
)
EMPTY = Pack(
    id="q3", title="Report to the Panel", subtitle="", office="Office for Barsetshire", panel="", area="", period="",
    period_words="October to December 2025", compare_words="", compare_why="", notice="", language="en",
    pages=(Page("one", "Words", (Run("Burglary fell"),), (Paragraph((Run("258", "burglary"),)),)),),
    figures={key: Receipt(key, "258", "value", "value", "reported") for key in ("burglary", "change")},
    queries=(), sources=(), measures=(), statements=(), attribution=(),
    brief=(Page("brief", "", (Run("Key figures"),), (CARD,)),),
)  # fmt: skip
STYLE = web_page._css().partition("Made by scripts/vendor-css")


def test_the_brief_comes_first_then_the_cover_sheet_the_contents_and_the_paper():
    text = web_page.page(replace(EMPTY, attribution=("Contains made-up data.",)))
    order = ("<h1>", 'id="brief"', 'id="cover"', 'id="contents"', 'id="section-1"', 'id="receipts"',
             'id="attribution"', 'id="accessibility"')  # fmt: skip
    places = [text.index(one) for one in order]
    assert places == sorted(places)


def test_a_card_says_its_verdict_in_a_word_and_not_twice():
    assert ">down 19.1%</a>: <strong>better</strong></p>" in web_page.block(CARD, "c", 3)
    said = replace(CARD, change=(Run("up 0.2%, no clear change", "change"),), verdict="no clear change")
    assert web_page.block(said, "c", 3).count("no clear change") == 1


def test_a_verdict_without_a_change_is_said_too():
    assert "<p><strong>too few to say</strong></p>" in web_page.block(
        replace(CARD, change=(), verdict="too few to say"), "c", 3
    )


def test_the_cover_sheet_tells_what_the_panel_is_asked_to_do():
    cover = Cover("A. Officer", "12 February 2026", "To tell what changed.", ((Run("Note it."),),),
                  ((Run("The plan", url="https://example.org/plan"),),))  # fmt: skip
    text = web_page.page(replace(EMPTY, cover=cover))
    assert "<dt>The Panel is asked to</dt><dd><ul><li>Note it.</li></ul></dd>" in text
    assert '<a href="https://example.org/plan">The plan</a>' in text


def test_a_cover_sheet_with_nothing_to_tell_has_no_empty_rows():
    assert "<dd></dd>" not in web_page.page(EMPTY)


def test_the_cover_sheet_says_what_the_marks_beside_figures_mean():
    few = replace(EMPTY.figures["burglary"], text="16.7% [u]")
    text = web_page.page(replace(EMPTY, figures={**EMPTY.figures, "burglary": few}))
    assert "<dt>Symbols</dt><dd>[u] means unreliable, because it is based on a small number.</dd>" in text
    assert "<dt>Symbols</dt>" not in web_page.page(EMPTY)


def test_an_opinion_says_whose_it_is_beside_its_title():
    [page] = EMPTY.pages
    text = web_page.page(replace(EMPTY, pages=(replace(page, opinion="The commissioner's opinion"),)))
    assert re.search(r'Burglary fell</h3>\s*<p class="opinion">The commissioner&#39;s opinion</p>', text)


def test_each_page_and_each_figure_has_an_address_of_its_own():
    text = web_page.page(EMPTY)
    assert 'id="page-one"' in text and f'id="{web_page.figure_id("burglary")}"' in text
    assert '<a class="figure" href="#figure-burglary" data-figure="burglary">258</a>' in text


def test_every_form_a_figure_can_take_is_told_in_words():
    assert set(FORMS) <= blocks.FORM_TITLES.keys()
    assert set(get_args(Receipt.__annotations__["status"])) == {"value", *blocks.STATUSES}


def test_the_offices_colours_are_the_pages():
    text = web_page.page(replace(EMPTY, brand=replace(EMPTY.brand, main="#005A30")))
    assert "--blue: #005A30" in text and "--govuk-brand-colour: var(--blue)" in text


@pytest.mark.parametrize("unlicensed", ["font-face", "GDS", "crown", "crest", "url(", "@import", "gov.uk/"])
def test_the_style_has_no_font_no_crown_no_crest_and_fetches_nothing(unlicensed: str):
    assert unlicensed.lower() not in STYLE[2].lower()


def test_the_style_names_the_version_it_was_made_from_and_its_licence():
    header = STYLE[0]
    version = re.search(r'--govuk-frontend-version: ?"([\d.]+)"', STYLE[2])
    assert version and f"GOV.UK Frontend v{version[1]}" in header
    assert "MIT licence" in header and "Permission is hereby granted" in header and "Crown Copyright" in header


def test_the_style_is_for_elements_and_names_none_of_the_design_systems_own_classes():
    assert ".govuk-" not in STYLE[2]
    assert "Arial" in STYLE[2] and "Liberation Sans" in STYLE[2]
