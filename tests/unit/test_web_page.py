"""A page for a county that does not exist: every figure leads to its receipt, by eye, by ear or on paper.

Barsetshire is invented, as is every number here.
"""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from drawn import chart
from peelian.core.pack import (
    Callout,
    Cell,
    Chart,
    Heading,
    ListOf,
    MeasureRecord,
    Notes,
    Pack,
    Page,
    Paragraph,
    Point,
    QueryText,
    Receipt,
    Row,
    Run,
    Series,
    SourceRecord,
    StatementRecord,
    Table,
)
from peelian.render.page import web_page

MONTHS = tuple(
    f"{month} {year}"
    for year in (2023, 2024, 2025)
    for month in ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December")
)  # fmt: skip
PLACES = ("Barchester", "Silverbridge", "Hogglestock and Plumstead Episcopi", "Framley", "Allington", "Greshamsbury")
NOTICE = "Barsetshire does not exist: every figure here is invented"
HOSTILE = "<script>alert('x')</script>"


def pack(**changed: object) -> Pack:
    figures = {one.key: one for one in _receipts()}
    told = {
        "id": "2025-26-q3",
        "title": "Police and crime plan: progress report",
        "subtitle": "October to December 2025",
        "office": "Office of the Police and Crime Commissioner for Barsetshire",
        "panel": "the Barsetshire Police and Crime Panel",
        "area": "barsetshire",
        "period": "2025-26-q3",
        "period_words": "October to December 2025",
        "compare_words": "October to December 2024",
        "compare_why": "the same months a year earlier, so that the seasons match",
        "notice": NOTICE,
        "language": "en",
        "pages": _pages(),
        "figures": figures,
        "queries": (QueryText('SELECT "month", CAST(SUM("n") AS BIGINT) AS "n"\nFROM "crimes" WHERE n < ?', ("9",)),),
        "sources": (
            SourceRecord("aa11", "aa11" + "0" * 60, "received/crimes/2025-12-barsetshire-street.csv",
                         "Barsetshire Constabulary", "Open Government Licence v3.0", "2026-01-14", 31204, 3, 12),
            SourceRecord("bb22", "bb22" + "0" * 60, "received/population/mid-2024.xlsx",
                         "Barsetshire Statistics", "Open Government Licence v3.0", "2025-07-30", 412, 0, 0),
        ),
        "measures": (
            MeasureRecord("recorded_crime", "Recorded crime", "How much crime the force records.",
                          "Crimes recorded by the force in the period, leaving out anti-social behaviour.", "neutral",
                          "More recording is not always more crime.", "2", "c" * 64,
                          "What was done", "Peelian; next review June 2027"),
            MeasureRecord("da_fat", "Domestic abuse: further action taken",
                          "How often a report leads to a charge, caution or community resolution.",
                          "Outcomes that are a charge, caution or community resolution, out of all outcomes.", "up",
                          "", "1", "d" * 64),
        ),
        "statements": (
            StatementRecord("visits", "Independent custody visits made in the quarter", "14",
                            "October to December 2025", "Barsetshire", "Custody visiting scheme report",
                            "https://example.org/visits"),
        ),
        "attribution": ("Contains data of Barsetshire Statistics, licensed under the Open Government Licence v3.0.",),
    }  # fmt: skip
    return Pack(**(told | changed))  # type: ignore[arg-type]


def _receipts() -> list[Receipt]:
    common = {"area": "barsetshire", "area_name": "Barsetshire", "period": "2025-26-q3", "evidence": "recomputed",
              "period_words": "October to December 2025", "queries": (0,), "snapshots": ("aa11",)}  # fmt: skip
    told = [
        Receipt("recorded_crime@barsetshire/2025-26-q3", "9,204", "value", "value", measure="recorded_crime",
                value="9204", unit="count", numerator=9204, months_present=3, months_expected=3, **common),
        Receipt("recorded_crime@barsetshire/2025-26-q3:change", "down 3.2%", "change", "value",
                measure="recorded_crime", value="-38/1189", compared_with="October to December 2024", **common,
                notes=("The ends are printed rounded.",)),
        Receipt("da_fat@barsetshire/2025-26-q3", "12.4%", "value", "value", measure="da_fat", value="31/250",
                unit="percent", numerator=248, denominator=2000, months_present=3, months_expected=3, **common),
        Receipt("da_fat@barsetshire/2025-26-q3:from-to",
                "from 9.8% to 12.4%, up 2.6 percentage points compared with October to December 2024", "from-to",
                "value", measure="da_fat", compared_with="October to December 2024", **common),
        Receipt("da_fat@framley/2025-26-q3", "[c]", "value", "withheld", "recomputed", measure="da_fat",
                area_name="Framley", period_words="October to December 2025"),
        Receipt("stated:visits", "14", "value", "stated", "stated", area_name="Barsetshire", statement="visits",
                period_words="October to December 2025"),
    ]  # fmt: skip
    for number, month in enumerate(MONTHS):
        for measure, force in (("recorded_crime", "barsetshire"), ("recorded_crime", "peers")):
            value = _monthly(number, force)
            status = "incomplete" if value is None else "value"
            told.append(
                Receipt(f"{measure}@{force}/{number}", _text(value), "value", status, "recomputed", measure=measure,
                        area_name=force.title(), period_words=month, numerator=value, queries=(0,),
                        months_present=0 if value is None else 1, months_expected=1, snapshots=("aa11", "bb22"))
            )  # fmt: skip
    for number, place in enumerate(PLACES):
        told.append(
            Receipt(f"recorded_crime@{place}/12m-2025-12", f"{61.4 - number * 7:.1f}", "value", "value", "official",
                    measure="recorded_crime", area_name=place, period_words="12 months to December 2025",
                    numerator=4210 - 400 * number, denominator=68_571)
        )  # fmt: skip
    return told


def _monthly(number: int, force: str) -> int | None:
    if force == "barsetshire" and number in (14, 15):
        return None
    return (
        (3010 if force == "barsetshire" else 2700) + (number * 37 + 11 * number**2) % 240 - 8 * (number % 12 - 6) ** 2
    )


def _text(value: int | None) -> str:
    return "no value: no file received" if value is None else f"{value:,}"


def _line() -> Chart:
    series = tuple(
        Series(name, tuple(Point(value, _text(value), f"recorded_crime@{force}/{number}")
                           for number in range(len(MONTHS)) for value in (_monthly(number, force),)))
        for name, force in (("Barsetshire", "barsetshire"), ("Similar forces", "peers"))
    )  # fmt: skip
    return chart("line", "Recorded crime each month", "Crimes recorded", MONTHS, series,
                 "Line chart of crimes recorded each month, 2023 to 2025. Barsetshire lies above similar forces "
                 "and has no value for March and April 2024.", highlight="Barsetshire",
                 source="Source: received files.")  # fmt: skip


def _bar() -> Chart:
    points = tuple(
        Point(61.4 - n * 7, f"{61.4 - n * 7:.1f}", f"recorded_crime@{p}/12m-2025-12") for n, p in enumerate(PLACES)
    )
    return chart("bar", "Crimes per 1,000 people", "Crimes per 1,000 people, 12 months to December 2025", PLACES,
                 (Series("Barsetshire", points),), "Bar chart of crimes per 1,000 people in six areas. Barchester is "
                 "highest at 61.4.", highlight="Framley")  # fmt: skip


def _pages() -> tuple[Page, ...]:
    crime = "recorded_crime@barsetshire/2025-26-q3"
    fat = "da_fat@barsetshire/2025-26-q3"
    table = Table(
        "Measures in this quarter",
        ("Measure", "This quarter", "Change", "Verdict"),
        (
            Row((Run("Recorded crime"),), (Cell((Run("9,204", crime),), True),
                Cell((Run("down 3.2%", crime + ":change"),), True), Cell((Run("lower"),)))),
            Row((Run("Further action, Framley"),), (Cell((Run("[c]", "da_fat@framley/2025-26-q3"),), True),
                Cell((Run("[c]"),), True), Cell((Run("too few to say"),)))),
        ),
        "Source: crimes and outcomes recorded by the force.",
    )  # fmt: skip
    return (
        Page("summary", "Summary", (Run("Recorded crime was "), Run("down 3.2%", crime + ":change")), (
            Paragraph((Run("The force recorded "), Run("9,204", crime), Run(" crimes, "),
                       Run("down 3.2%", crime + ":change"), Run(" on the same months a year earlier. See "),
                       Run("the plan", url="https://example.org/plan"), Run("."))),
            table,
            Callout("Note of caution",
                    (Run("The force changed its recording system in "), Run("March 2024", strong=True),
                                  Run(": no file was received for two months."))),
            ListOf(((Run("Custody visitors made "), Run("14", "stated:visits", note="stated by the visiting scheme"),
                     Run(" visits.")), (Run("The estates strategy is late."),))),
        )),
        Page("trend", "Reduce crime", (Run("Recorded crime has stayed above that of similar forces"),), (
            _line(), Notes(((Run("Crimes are counted when recorded, not when they happened."),),)))),
        Page("places", "Reduce crime", (Run("Barchester has the most crime for its size"),), (_bar(),)),
        Page("abuse", "Protect people", (Run("More reports of domestic abuse led to action"),), (
            Paragraph((Run("Further action went "),
                       Run("from 9.8% to 12.4%, up 2.6 percentage points compared with October to "
                       "December 2024", fat + ":from-to"), Run(": "), Run("12.4%", fat), Run(" of outcomes."))),
            Heading(4, (Run("The commissioner's question"),)),
            Heading(6, (Run("A heading two levels too deep"),)),
            ListOf(((Run("Asked in November."),), (Run("Answered in December."),)), numbered=True),
        )),
    )  # fmt: skip


class Outline(HTMLParser):
    """What a test asks of a page: its ids, links, headings, and the text of each element kind."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        return [str(attrs["id"]) for _, attrs in self.tags if "id" in attrs]

    def count(self, tag: str) -> int:
        return sum(one == tag for one, _ in self.tags)


@pytest.fixture(scope="module")
def page() -> str:
    return web_page.page(pack())


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    return Outline(page)


def test_every_link_in_the_page_leads_to_one_place(outline: Outline):
    ids = outline.ids()
    links = {str(attrs["href"])[1:] for tag, attrs in outline.tags if tag == "a" and str(attrs["href"]).startswith("#")}
    assert links <= set(ids)
    assert [one for one, times in Counter(ids).items() if times > 1] == []


def test_every_figure_has_a_receipt_and_its_printed_text_links_to_it(page: str, outline: Outline):
    for key, receipt in pack().figures.items():
        assert web_page.figure_id(key) in outline.ids()
        assert f'<a class="figure" href="#{web_page.figure_id(key)}" data-figure="{key}">{receipt.text}</a>' in page


def test_a_figure_without_a_receipt_is_our_bug():
    with pytest.raises(AssertionError, match="stated:nothing"):
        web_page.page(pack(pages=(Page("one", "One", (Run("9", "stated:nothing"),), ()),)))


def test_keys_that_look_alike_keep_their_own_ids():
    keys = ("a@b/c:d", "a.b.c.d", "a-b-c-d", "a.40b", "a%40b", "a b", "A@b/c:d", "a@b/c/d", "~a")
    assert len({web_page.figure_id(key) for key in keys}) == len(keys)
    assert all(re.fullmatch(r"[\w.-]+", web_page.figure_id(key), re.ASCII) for key in keys)


def test_a_receipt_tells_how_its_figure_was_made(page: str):
    start = page.index('id="' + web_page.figure_id("da_fat@barsetshire/2025-26-q3") + '"')
    words = re.sub(r"<[^>]+>|\s+", " ", page[start : page.index('class="receipt"', start)])
    for told in ("12.4%", "31/250", "248", "2,000", "3 of 3", "Barsetshire", "October to December 2025",
                 "calculated from the records held", "file 1", "query 1",
                 "More reports of domestic abuse"):  # fmt: skip
        assert told in words


def test_a_measure_says_what_kind_it_is_and_who_checked_it(page: str):
    meant = page.partition('id="measure-recorded_crime"')[2].partition("</dl>")[0]
    assert "<dt>What kind of measure</dt><dd>What was done</dd>" in meant
    assert "<dt>Definition checked by</dt><dd>Peelian; next review June 2027</dd>" in meant


def test_a_stated_figure_says_who_stated_it(page: str):
    assert '>14</a> <span class="note">(stated by the visiting scheme)</span>' in page


def test_headings_go_down_one_level_at_a_time(outline: Outline):
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_pages_of_a_section_stand_together_even_when_the_pack_parts_them():
    first, second = (Page(id, "Same", (Run(id),), ()) for id in ("one", "two"))
    apart = (first, Page("other", "Other", (Run("other"),), ()), second)
    text = web_page.page(pack(pages=apart, figures={}))
    assert text.index('id="page-one"') < text.index('id="page-two"') < text.index('id="page-other"')


def test_the_notice_stands_at_the_top_in_each_section_and_on_each_printed_page(page: str):
    assert page.index(NOTICE) < page.index("<h1>")
    for section in re.findall(r'<section class="section" aria-labelledby="section-\d">.*?<article', page, re.DOTALL):
        assert NOTICE in section
    assert '@top-left { content: "Barsetshire\\20 does' in page


def test_every_chart_has_its_words_and_its_figures_as_a_table(page: str):
    figures = re.findall(r"<figure.*?</figure>\s*<details.*?</details>", page, re.DOTALL)
    assert len(figures) == 2
    for figure, drawn in zip(figures, (_line(), _bar()), strict=True):
        assert f">{drawn.alt}</desc>" in figure
        twin = figure[figure.index("<details") :]
        assert all(point.text in twin and web_page.figure_id(point.key) in twin
                   for series in drawn.series for point in series.points)  # fmt: skip


def test_tables_have_captions_and_scoped_headings_in_a_region_the_keyboard_reaches(outline: Outline):
    regions = [attrs for tag, attrs in outline.tags if attrs.get("role") == "group"]
    assert all(attrs.get("tabindex") == "0" and attrs.get("aria-label") for attrs in regions)
    assert outline.count("table") == outline.count("caption") == len(regions) - len(pack().queries)
    assert {attrs.get("scope") for tag, attrs in outline.tags if tag == "th"} == {"col", "row"}


def test_hostile_words_stay_words():
    drawn = chart("bar", HOSTILE, HOSTILE, (HOSTILE,), (Series(HOSTILE, (Point(1, HOSTILE, ""),)),), HOSTILE)
    runs = (Run(HOSTILE, note=HOSTILE), Run("here", url="javascript:alert(1)"))
    cut = Page(HOSTILE, HOSTILE, runs, (Paragraph(runs), Callout(HOSTILE, runs), drawn))
    text = web_page.page(pack(title=HOSTILE, notice="</style>" + HOSTILE, pages=(cut,)))
    assert "<script" not in text.lower()
    assert text.lower().count("</style>") == 1
    assert "javascript:" not in text


def test_nothing_is_fetched_and_nothing_runs(outline: Outline):
    tags = {tag for tag, _ in outline.tags}
    assert not tags & {"script", "img", "iframe", "object", "form"}
    assert {attrs["href"] for tag, attrs in outline.tags if tag == "link"} == {"data:,"}
    assert ("html", {"lang": "en"}) in outline.tags


def test_the_same_pack_gives_the_same_bytes(page: str):
    assert web_page.page(pack()) == page
