"""Faults that keep someone out of a page, each planted in a page without, are found and their place is named."""

import re
import time
from itertools import pairwise

import pytest

from peelian.readback.page_access import page_faults

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Report</title>
<style>:root { --blue: #12436D; --purple: #801650; } a { color: #eeeeee }</style></head><body>
<a href="#main">Skip to main content</a>
<main id="main"><h1>Report</h1><article id="page-crime"><h2>Crime fell</h2>
<img src="data:," alt="Logo of the office">
<svg role="img" aria-labelledby="t d"><title id="t">Crime</title><desc id="d">A line chart: crime fell.</desc>
<text fill="#0B0C0C">9</text></svg>
<div role="group" tabindex="0" aria-label="Crimes"><table><caption>Crimes</caption>
<tr><th scope="col">Area</th><th scope="col">Crimes</th></tr>
<tr><th scope="row">Framley</th><td>9</td></tr></table></div>
<details><summary>More</summary><p>Words</p></details><button>Print</button><h3>What was asked</h3>
</article></main></body></html>"""

PLANTED = {
    "no alternative": ('alt="Logo of the office"', "", "near 'Crime fell' (#page-crime): a picture has no words"),
    "empty alternative": ("Logo of the office", "", "near 'Crime fell' (#page-crime): a picture has no words"),
    "long alternative": ("Logo of the office", "x" * 221, "a picture's words have 221 letters"),
    "drawing without description": (
        '<desc id="d">A line chart: crime fell.</desc>',
        '<b id="d"></b>',
        "has no words for",
    ),
    "drawing without title": ('<title id="t">Crime</title>', '<b id="t"></b>', "a picture has no title"),
    "description that is the title": ("A line chart: crime fell.", "Crime", "a picture's words are its title again"),
    "drawing not told as one": (' role="img"', "", "a picture is not told as one"),
    "heading jump": (
        "<h3>What was asked</h3>",
        "<h4>Asked</h4>",
        "near 'Asked' (#page-crime): headings go from level 2",
    ),
    "empty heading": ("What was asked", " ", "near 'Crime fell' (#page-crime): a heading of level 3 is empty"),
    "two titles": ("<h3>What was asked</h3>", "<h1>Again</h1>", "it has 2 headings of level 1"),
    "id twice": ("<button>", '<button id="main">', "#main: 2 elements have this id"),
    "link to nothing": ('href="#main"', 'href="#mian"', "at the top: a link leads to #mian, which is not there"),
    "name from nothing": ('"t d"', '"t e"', "an element has its name from #e, which is not there"),
    "link without words": ("Skip to main content", "", "at the top: a link has no words"),
    "button without words": ("Print", "", "a button has no words"),
    "empty cell": ("<td>9</td>", "<td> </td>", "in the table 'Crimes': a table has an empty cell"),
    "no caption": ("<caption>Crimes</caption>", "", "a table has no caption"),
    "no scope": (' scope="row"', "", "in the table 'Crimes': a table heading says neither row nor column"),
    "merged cell": ("<td>", '<td colspan="2">', "in the table 'Crimes': a table has a merged cell"),
    "no language": (' lang="en"', "", "its language is not told"),
    "no title": ("<title>Report</title>", "", "the page: it has no title"),
    "nothing is the main part": ("main", "div", "nothing is marked as its main part"),
    "faint text": (
        "<p>Words",
        '<p style="color: #999">Words',
        "text of #999999 has a contrast of 2.85 to 1 with white",
    ),
    "faint on a ground": ("<p>", '<p style="background: #0b0c0c; color: #12436D">', "to 1 with #0b0c0c"),
    "faint text in a drawing": ('fill="#0B0C0C"', 'fill="#F46A25"', "text of #f46a25 has a contrast of 3.03"),
    "faint brand": ("--purple: #801650", "--purple: #A285D1", "text of #a285d1 has a contrast of 3.08"),
    "order of focus": ('tabindex="0"', 'tabindex="3"', "a place of its own in the order of focus"),
    "region without name": (' aria-label="Crimes"', "", "a region has no name"),
    "folded without words": ("<summary>More</summary>", "", "a part that folds away has no words to open it by"),
}


def test_a_page_for_everyone_has_no_fault():
    assert page_faults(PAGE) == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_and_its_place_is_named(name: str):
    whole, broken, told = PLANTED[name]
    assert whole in PAGE
    found = page_faults(PAGE.replace(whole, broken))
    assert any(told in fault for fault in found), found


@pytest.mark.parametrize("name", PLANTED)
def test_each_fault_says_where_what_and_what_to_do(name: str):
    whole, broken, _ = PLANTED[name]
    assert all(re.fullmatch(r"[^:]+: .+; .+", fault) for fault in page_faults(PAGE.replace(whole, broken)))


def test_light_text_on_a_dark_ground_can_be_read():
    assert page_faults(PAGE.replace("<p>", '<p style="color: #fff; background: #12436D">')) == []


def test_a_link_may_be_a_picture_with_words():
    assert page_faults(PAGE.replace("Skip to main content", '<img src="data:," alt="To the main part">')) == []


def test_the_time_it_takes_grows_with_the_page_and_no_faster():
    cells = '<tr><th scope="row">Framley</th><td><a href="#main">9</a></td></tr>'
    took = []
    for times in (2_000, 8_000):
        text = PAGE.replace("</table>", cells * times + "</table>")
        start = time.perf_counter()
        assert page_faults(text) == []
        took.append(time.perf_counter() - start)
    assert all(long < 8 * short for short, long in pairwise(took))
