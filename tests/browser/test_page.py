"""The page in a real browser: axe finds nothing, and it is whole on a telephone, at 400%, on paper and without scripts.

axe found nothing on a page that overflowed at 320 pixels: what it does not look for is looked for here.
"""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsed import NAMES, Open
from playwright.sync_api import Page

OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
"""What is folded is unfolded, so that nothing wide hides."""

OUTSIDE = """() => [...document.querySelectorAll('body *')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && box.height && !one.closest('.scroll, .unseen, .skip, svg')
        && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
}).map(one => one.outerHTML.slice(0, 120))"""
"""What stands beyond the window's edge and in no region that scrolls."""

CUT = """() => [...document.querySelectorAll('body *')].filter(one => {
    const style = getComputedStyle(one);
    return ['hidden', 'clip'].includes(style.overflowY) && !one.closest('.unseen, .skip, svg')
        && one.scrollHeight > one.clientHeight + 1;
}).map(one => one.outerHTML.slice(0, 120))"""

FOCUSABLE = "a[href], summary, [tabindex='0']"
FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
        && !style.outlineColor.endsWith(', 0)');
    return {place: [...document.querySelectorAll(`%s`)].indexOf(one),
            top: box.top + scrollY, bottom: box.bottom + scrollY,
            ringed: outline || style.boxShadow !== 'none', inside: box.bottom > 0 && box.top < innerHeight};
}"""

SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
"""What a reader may set (WCAG 2.2, success criterion 1.4.12)."""


def overflow(page: Page) -> list[str]:
    page.evaluate(OPEN_ALL)
    wide, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [*page.evaluate(OUTSIDE), *([f"the page is {wide} wide in a window of {window}"] if wide > window else [])]


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(opened: Open, name: str, width: int):
    page = opened(name, width=width)
    # an example's receipts are thousands of cells, all from the template that "everything" unfolds
    page.evaluate(OPEN_ALL if name == "everything" else OPEN_ALL.replace("'details'", "'.twin'"))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", NAMES)
def test_at_320_pixels_nothing_but_wide_tables_scrolls_sideways(opened: Open, name: str):
    assert overflow(opened(name, width=320)) == []


@pytest.mark.parametrize("name", NAMES)
def test_at_400_per_cent_nothing_but_wide_tables_scrolls_sideways(opened: Open, name: str):
    assert overflow(opened(name, width=320, height=225, device_scale_factor=4)) == []


def test_wide_tables_scroll_inside_their_region_by_keyboard(opened: Open):
    page = opened("everything", width=320)
    region = page.get_by_role("group", name="Measures, and each council's")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("one => one.scrollLeft > 0", arg=region.element_handle())


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", NAMES)
def test_with_more_room_between_letters_and_lines_nothing_is_cut(opened: Open, name: str, width: int):
    page = opened(name, width=width)
    page.add_style_tag(content=SPACED)
    assert overflow(page) == []
    assert page.evaluate(CUT) == []


def test_focus_goes_through_the_page_from_top_to_bottom_and_is_seen(opened: Open):
    page = opened("everything", width=320)
    shown = f"one => [...document.querySelectorAll(`{FOCUSABLE}`)].filter(one => one.checkVisibility()).length"
    stops = []
    for _ in range(page.evaluate(shown)):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED % FOCUSABLE))
    assert len(stops) > 100
    places = [stop["place"] for stop in stops]
    assert places == sorted(set(places)) and -1 not in places
    assert all(stop["ringed"] and stop["inside"] for stop in stops)
    # the skip link opens above everything once it is focused, and shuts again: what comes first is left out
    assert all(then["bottom"] > now["top"] for now, then in pairwise(stops[1:]))


def test_focus_is_seen_where_the_reader_chose_the_colours(opened: Open):
    page = opened("everything", forced_colors="active")
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"


def test_the_skip_link_leads_past_the_masthead(opened: Open):
    page = opened("everything")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to main content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_figure_leads_to_how_it_was_made_even_where_that_is_folded(opened: Open):
    page = opened("everything")
    page.locator("#page-table td a.figure").first.click()
    receipt = page.locator(":target")
    assert receipt.evaluate("one => one.tagName") == "TR"
    assert receipt.is_visible() and "Crimes recorded" in receipt.locator("xpath=ancestor::details").inner_text()


@pytest.mark.parametrize("name", NAMES)
def test_on_paper_no_table_is_cut_and_nothing_stays_folded(opened: Open, name: str):
    page = opened(name, width=665)  # A4 less its margins, in CSS pixels
    page.emulate_media(media="print")
    assert page.evaluate("[...document.querySelectorAll('table')].filter(one => one.offsetWidth > 667).length") == 0
    assert page.evaluate("[...document.querySelectorAll('table, pre')].filter(one => !one.offsetHeight).length") == 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_without_scripts_the_page_says_the_same(opened: Open):
    with_scripts, without = (opened("everything", java_script_enabled=on) for on in (True, False))
    assert without.locator("body").inner_text() == with_scripts.locator("body").inner_text()


@pytest.mark.parametrize("name", NAMES)
def test_the_page_asks_for_no_other_file(opened: Open, name: str):
    page = opened(name)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    assert [url for url in asked if not url.startswith("data:")] == [page.url]


def test_without_pictures_every_charts_figures_can_be_reached(opened: Open):
    page = opened("everything")
    page.add_style_tag(content="svg, img { display: none !important; }")
    charts = page.locator("figure.chart")
    assert charts.count() == 8
    for number in range(charts.count()):
        chart = charts.nth(number)
        assert chart.locator("figcaption").inner_text().strip()
        twin = chart.locator("xpath=following-sibling::details[1]")
        twin.locator("summary").press("Enter")
        assert twin.locator("table").is_visible()
        assert "71" in twin.inner_text() or "61" in twin.inner_text()
