"""Charting: each shape of a `chart` block says its finding, and every figure of it has a receipt.

Barsetshire and its neighbours are made up. Months run from January 2024.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pytest

from peelian.core.areas import Area, Areas
from peelian.core.coverage import Coverage
from peelian.core.errors import PeelianError, raise_all
from peelian.core.measures import Measure, Rebase, Selection
from peelian.core.observations import Query
from peelian.core.pack import Chart, Rebased, Run, Series, figure_keys, plain
from peelian.core.periods import Period, add_months
from peelian.core.plan import Break, Plan
from peelian.core.sources import FactTable, Snapshot
from peelian.findings.answers import Answers
from peelian.narrative import markdown
from peelian.narrative.binding import Binder
from peelian.narrative.block_texts import MeasureText
from peelian.narrative.lines import Lines
from peelian.narrative.plan_pages import PlanPages
from peelian.narrative.sections import PlanReported, Section

START = date(2024, 1, 1)
FORCES = ("Barsetshire", "Loamshire", "Carrowdale", "Eastmarch")
COUNCILS = ("Barchester", "Plumstead")
AREAS = Areas(
    {
        **{name.lower(): Area(name.lower(), name, "force", name) for name in FORCES},
        **{name.lower(): Area(name.lower(), name, "local authority", "Barsetshire") for name in COUNCILS},
    }
)


def counted(name: str, **parts: object) -> Measure:
    return Measure(name, name.capitalize(), "", "count", "down", Selection(name), **parts)  # type: ignore[arg-type]


MEASURES = {
    one.name: one
    for one in (
        *map(counted, ("thefts", "opened", "closed", "waiting", "foreseen")),
        counted("counted_anew", rebase=(Rebase("2025-03", "counted by victim"),)),
        counted("posts", by_chance=False),
        Measure(
            "answered", "Calls answered in time", "", "percent", "up", Selection("quick"), Selection("calls"), "share",
            target="90", target_source="A made-up standard", out_of="calls received",
        ),
        Measure(
            "spent", "Budget spent", "", "percent", "up", Selection("outlay"), Selection("budget"), "share",
            by_chance=False,
        ),
    )
}  # fmt: skip


class Counted:
    """The engine's integers, written by hand: of each fact table, each area's months."""

    def __init__(self, facts: Mapping[str, Mapping[str, Sequence[int | None]]]) -> None:
        self.facts = facts

    def months(self, selection: Selection, area: str) -> Mapping[date, int]:
        told = self.facts[selection.facts].get(area, ())
        return {add_months(START, at): n for at, n in enumerate(told) if n is not None}

    def made_by(self, selection: Selection, area: str, _reads: str = "") -> Query:
        return Query(f"SELECT * FROM {selection.facts}", (area,))  # noqa: S608

    def vintage(self, *_: object) -> None:
        return None


@dataclass
class Office:
    """Charts of the facts given, and the binder that has their receipts."""

    binder: Binder
    peers: Sequence[str] = tuple(f"@{name.lower()}" for name in FORCES)

    def chart(self, written: str) -> Chart:
        section = Section("01.md", self.binder, (), self.peers)
        blocks = markdown.blocks(section, f"```chart\n{written}\n```\n")
        raise_all(section.faults)
        [(_, block)] = blocks
        assert isinstance(block, Chart)
        return block

    def fault(self, written: str) -> str:
        with pytest.raises(PeelianError) as raised:
            self.chart(written)
        return str(raised.value)


def office(
    *, threshold: int = 0, breaks: Sequence[Break] = (), period: str = "2025-12",
    outlines: Mapping[str, object] | None = None, **facts: Mapping[str, Sequence[int | None]],
) -> Office:  # fmt: skip
    """Facts by table and area: `office(thefts={"barsetshire": [10, 12]})`. A month that is None was not received."""
    held = {}
    for table, by_area in facts.items():
        for area, told in by_area.items():
            for at, number in enumerate(told):
                if number is not None:
                    sha = f"{table}-{at:02}".ljust(64, "0")
                    month = add_months(START, at)
                    held[table, AREAS[area].force, month] = Snapshot(
                        sha, table, table, "", date(2026, 1, 1), "", "", "", "", "", "recomputed", threshold, ()
                    )
    tables = {selection.facts: FactTable(selection.facts, ()) for m in MEASURES.values() for selection in m.selections}
    ask = Answers(Counted(facts), Coverage(held), AREAS, MEASURES, tables, breaks)  # type: ignore[arg-type]
    now = Period.parse(period)
    return Office(Binder(ask, "barsetshire", now, now.a_year_earlier(), {}, outlines=outlines or {}))  # type: ignore[arg-type]


STEADY = [100, 110, 90, 105, 95, 108, 92, 104, 96, 107, 93, 100] * 2
"""Two years in which nothing is out of the ordinary."""


def series(chart: Chart, role: str) -> Series:
    [found] = [one for one in chart.series if one.role == role]
    return found


def column(chart: Chart, head: str) -> list[str]:
    at = chart.table.columns.index(head)
    return [plain(row.header if at == 0 else row.cells[at - 1].runs) for row in chart.table.rows]


def assert_whole(chart: Chart, binder: Binder) -> None:
    """Every key has a receipt, every point drawn with words has a key, and the table has all of them."""
    assert set(figure_keys((), [chart])) <= set(binder.receipts)
    printed = [point for one in chart.series for point in one.points if point.value is not None and point.text]
    assert all(point.key for point in printed)
    assert {point.key for point in printed} <= set(figure_keys((), [chart.table]))


# over months


LINE = 'shape = "line"\nmeasure = "thefts"\nmonths = "2024-01:2025-12"'
CONTROL = LINE.replace("line", "spc")


def test_a_line_says_its_latest_month_against_the_same_month_a_year_before():
    told = office(thefts={"barsetshire": [*STEADY[:23], 200]})
    chart = told.chart(LINE)
    assert (
        plain(chart.title)
        == "Thefts, Barsetshire, December 2025: from 100 to 200, up 100.0% compared with December 2024"
    )
    assert chart.title[1].key == "thefts@barsetshire/2025-12:from-to"
    assert chart.about == "Thefts, Barsetshire, January 2024 to December 2025"
    assert_whole(chart, told.binder)


def test_a_line_with_nothing_to_compare_says_its_value_and_why():
    told = office(thefts={"barsetshire": [*STEADY[:11], None, *STEADY[12:23], 200]})
    assert plain(told.chart(LINE).title) == (
        "Thefts, Barsetshire, December 2025: 200; no comparison: December 2024: 0 of 1 months (December 2024 missing)"
    )


def test_a_line_is_a_gap_where_a_month_is_missing_and_its_title_is_of_the_last_that_is_not():
    chart = office(thefts={"barsetshire": [*STEADY[:23], None]}).chart(LINE)
    assert chart.series[0].points[-1].value is None
    assert plain(chart.title).startswith("Thefts, Barsetshire, November 2025: 93, unchanged")


def test_several_lines_each_say_their_latest():
    told = office(thefts={"barchester": [4, 5], "plumstead": [7, 8]})
    chart = told.chart(
        'shape = "line"\nmonths = "2024-01:2024-02"\n'
        'series = {"Barchester" = "thefts@barchester", "Plumstead" = "thefts@plumstead"}'
    )
    assert plain(chart.title) == "February 2024: Barchester 5, Plumstead 8"
    assert chart.about == "Thefts, Barchester, Plumstead, January 2024 to February 2024"
    assert_whole(chart, told.binder)


def test_an_author_may_say_the_title_in_other_words_and_the_words_are_held_against_the_data():
    told = office(thefts={"barsetshire": [*STEADY[:23], 200]})
    assert plain(told.chart(f'{LINE}\ntitle = "Thefts [rose](=thefts:change)"').title) == "Thefts rose"
    assert "'12' is typed, not bound" in told.fault(f'{LINE}\ntitle = "Up by 12"')
    assert "not what the data show" in told.fault(f'{LINE}\ntitle = "Thefts [fell](=thefts:change)"')


def test_intervals_are_drawn_and_printed_for_each_line_that_asks():
    told = office(thefts={"barchester": [4, 5], "plumstead": [7, 8]})
    chart = told.chart(
        'shape = "line"\nmonths = "2024-01:2024-02"\nintervals = true\n'
        'series = {"Barchester" = "thefts@barchester", "Plumstead" = "thefts@plumstead"}'
    )
    assert all(p.low < p.value < p.high for one in chart.series for p in one.points)
    assert chart.table.columns[-2:] == ("Barchester, 95% interval", "Plumstead, 95% interval")
    assert column(chart, "Plumstead, 95% interval") == ["3 to 14", "3 to 16"]


def test_a_forecast_says_its_last_month_and_how_often_it_was_passed():
    told = office(thefts={"barsetshire": [10, 12, 14]}, foreseen={"barsetshire": [11, 11, 11, 11]})
    chart = told.chart(
        'shape = "forecast"\nmonths = "2024-01:2024-04"\nseries = {"Actual" = "thefts", "Forecast" = "foreseen"}'
    )
    assert plain(chart.title) == "March 2024: 14, compared with a forecast of 11; above the forecast in 2 of 3 months"
    assert [one.role for one in chart.series] == ["value", "forecast"]
    assert_whole(chart, told.binder)


def test_a_flow_says_what_is_left_now_and_at_the_start():
    told = office(
        opened={"barsetshire": [5, 6]}, closed={"barsetshire": [4, 3]}, waiting={"barsetshire": [20, 23]}
    )  # fmt: skip
    chart = told.chart(
        'shape = "flow"\nmonths = "2024-01:2024-02"\nseries = {"In" = "opened", "Out" = "closed", "Open" = "waiting"}'
    )
    assert plain(chart.title) == "Open, February 2024: 23, compared with 20 in January 2024"
    assert [one.role for one in chart.series] == ["in", "out", "stock"]
    assert chart.table.columns == ("Period", "In", "Out", "Open")
    assert_whole(chart, told.binder)


# control charts


def test_a_control_chart_has_its_average_and_limits_each_with_one_receipt():
    told = office(thefts={"barsetshire": [*STEADY[:23], 200]})
    chart = told.chart(CONTROL)
    assert plain(chart.title) == "Thefts, December 2025: worse (the latest month is outside the limits)"
    assert chart.title[-1].key == "thefts@barsetshire/2025-12:signal"
    assert {p.key for p in series(chart, "average").points} == {"thefts@barsetshire/2025-12:average"}
    assert chart.table.columns == ("Period", "Barsetshire", "What it says")
    assert column(chart, "What it says")[:24] == ["as usual"] * 23 + ["worse"]
    assert [plain(row.header) for row in chart.table.rows[24:]] == ["Average", "Lower limit", "Upper limit"]
    assert next(row.cells[0].runs[0].text for row in chart.table.rows[24:]) == chart.series[1].points[0].text
    assert [point.mark for point in chart.series[0].points] == [""] * 23 + ["worse"]
    assert_whole(chart, told.binder)


def test_a_steady_series_says_so():
    told = office(thefts={"barsetshire": STEADY})
    title = plain(told.chart(CONTROL).title)
    assert title == "Thefts, December 2025: no clear change (within the usual range of 24 months)"


def test_the_receipt_of_a_limit_tells_all_the_months_behind_it():
    told = office(thefts={"barsetshire": STEADY})
    told.chart(CONTROL.replace("2024-01", "2025-07"))
    receipt = told.binder.receipts["thefts@barsetshire/2025-12:average"]
    assert Fraction(receipt.value) == Fraction(sum(STEADY), 24)
    assert (receipt.text, len(receipt.snapshots)) == ("100", 24)


@pytest.mark.parametrize("form", ["average", "lower-limit", "upper-limit", "signal"])
def test_disclosure_control_is_told_every_month_behind_a_line(form):
    told = office(thefts={"barsetshire": STEADY})
    told.binder.figure(f"thefts:{form}")
    assert len(told.binder.asked) == 24


def test_limits_begin_anew_where_the_measure_says_so_and_each_phase_has_its_own_receipt():
    told = office(counted_anew={"barsetshire": [*STEADY[:14], *(n * 3 for n in STEADY[:10])]})
    chart = told.chart(CONTROL.replace("thefts", "counted_anew"))
    assert chart.rebased == (Rebased(14, "counted by victim"),)
    keys = [point.key.split("/")[1] for point in series(chart, "average").points]
    assert keys == ["2025-02:average"] * 14 + ["2025-12:average"] * 10
    assert "provisional: they are based on 10 months, and 13 are needed" in chart.source
    assert column(chart, "What it says")[14:24] == ["too few to say"] * 10
    assert [plain(row.header) for row in chart.table.rows[24:26]] == [
        "Average, January 2024 to February 2025", "Average, March 2025 to December 2025",
    ]  # fmt: skip
    assert "too few to say (10 months; 13 are needed)" in plain(chart.title)


def test_a_break_in_the_series_begins_limits_anew_too():
    told = office(thefts={"barsetshire": STEADY}, breaks=[Break("thefts", "*", "2024-11", "a new system")])
    chart = told.chart(CONTROL.replace("2024-01", "2024-09"))
    assert chart.rebased == (Rebased(2, "a new system"),)


def test_a_phase_with_a_withheld_month_has_no_limits_and_no_month_of_it_is_judged():
    few = [*STEADY[:20], 3, *STEADY[21:23], 200]
    told = office(threshold=5, thefts={"barsetshire": few})
    chart = told.chart(CONTROL)
    assert [one.role for one in chart.series] == ["value"]
    assert column(chart, "Barsetshire")[20] == "[c]"
    assert column(chart, "What it says")[19:21] == ["no result: a month is withheld", "no value"]
    assert plain(chart.title) == "Thefts, December 2025: no result: limits are not given because a month is withheld"
    assert "Limits are not given for January 2024 to December 2025: a month is withheld." in chart.source
    assert "limits are not given" in told.binder.figure("thefts:upper-limit").text
    assert not any(point.mark for point in chart.series[0].points)


def test_a_withheld_month_leaves_the_limits_of_other_phases():
    told = office(threshold=5, counted_anew={"barsetshire": [3, *STEADY[1:14], *STEADY[:10]]})
    average = series(told.chart(CONTROL.replace("thefts", "counted_anew")), "average")
    assert [point.value is None for point in average.points] == [True] * 14 + [False] * 10
    assert average.points[0].text == "none given"


def test_a_latest_month_that_is_missing_says_why_there_is_nothing_to_say():
    told = office(thefts={"barsetshire": [*STEADY[:23], None]})
    assert plain(told.chart(CONTROL).title) == (
        "Thefts, December 2025: no result: 0 of 1 months (December 2025 missing)"
    )


def test_a_lower_limit_stops_at_none():
    chart = office(thefts={"barsetshire": [1, 9] * 12}).chart(CONTROL)
    lower = next(one for one in chart.series if one.name == "Lower limit")
    assert {(point.value, point.text) for point in lower.points} == {(0.0, "0")}


def test_a_target_is_drawn_with_who_set_it_and_the_receipt_that_says_it_was_missed():
    quick, calls = [85, 86, 84, 87] * 6, [100] * 24
    told = office(quick={"barsetshire": quick}, calls={"barsetshire": calls})
    chart = told.chart(CONTROL.replace("thefts", "answered"))
    target = series(chart, "target")
    assert {(point.value, point.text) for point in target.points} == {(90.0, "90%")}
    assert told.binder.receipts[target.points[0].key].text == "90% (not met)"
    assert chart.source == "Target: 90% (A made-up standard)."
    assert "The target is 90%." in chart.alt
    assert_whole(chart, told.binder)


def test_a_district_on_a_control_chart_is_named():
    told = office(thefts={"barchester": STEADY})
    title = plain(told.chart(CONTROL.replace('"thefts"', '"thefts@barchester"')).title)
    assert title.startswith("Thefts, Barchester, December 2025: ")


# areas


def shares(**answered: tuple[int, int]) -> Office:
    """Calls answered in time of calls received in January 2024, by force."""
    quick, calls = ({name: [told[at]] for name, told in answered.items()} for at in (0, 1))
    return office(period="2024-01", quick=quick, calls=calls)


FOUR = {"barsetshire": (880, 1000), "loamshire": (910, 1000), "carrowdale": (885, 1000), "eastmarch": (850, 1000)}
DOTS = 'shape = "dots"\nmeasure = "answered"\npoints = ["peers"]\nhighlight = "@barsetshire"'


def test_dots_say_the_place_of_the_area_that_matters_and_whom_it_cannot_be_told_from():
    told = shares(**FOUR)
    chart = told.chart(f'{DOTS}\nsort = "highest first"')
    assert plain(chart.title) == "Barsetshire: 88.0%, 3rd highest of 4 areas shown; its interval overlaps 3 others"
    assert chart.categories == ("Loamshire", "Carrowdale", "Barsetshire", "Eastmarch")
    assert chart.table.columns == ("Area", "Calls answered in time", "95% interval", "Base")
    assert [plain(cell.runs) for cell in chart.table.rows[0].cells] == ["91.0%", "89.1% to 92.6%", "1,000"]
    assert all(point.low < point.value < point.high for point in chart.series[0].points)
    assert chart.about == "Calls answered in time, January 2024"
    assert_whole(chart, told.binder)


def test_bars_speak_of_intervals_only_where_they_are_drawn():
    bars = DOTS.replace("dots", "bar")
    assert plain(shares(**FOUR).chart(bars).title) == "Barsetshire: 88.0%, 3rd highest of 4 areas shown"
    assert "overlaps" in plain(shares(**FOUR).chart(f"{bars}\nintervals = true").title)


def test_an_area_first_or_last_and_equals_are_told_as_such():
    two = {"barsetshire": (850, 1000), "eastmarch": (850, 1000), "loamshire": (990, 1000)}
    written = DOTS.replace('"peers"', '"@barsetshire", "@eastmarch", "@loamshire"')
    assert plain(shares(**two).chart(written).title) == (
        "Barsetshire: 85.0%, equal lowest of 3 areas shown; its interval overlaps 1 other"
    )
    first = {**two, "barsetshire": (1000, 1000)}
    assert plain(shares(**first).chart(written).title).startswith("Barsetshire: 100.0%, highest of 3 areas shown; ")


def test_an_area_with_no_value_says_so_before_the_others_are_told():
    told = shares(**{name: one for name, one in FOUR.items() if name != "barsetshire"})
    title = plain(told.chart(DOTS).title)
    assert title.startswith("Barsetshire: no value: 0 of 1 months (January 2024 missing); highest Loamshire, 91.0%")
    assert "1 area has no value." in told.chart(DOTS).alt


def test_areas_with_none_that_matters_say_the_highest_and_the_lowest_and_name_equals():
    equal = {**FOUR, "carrowdale": (910, 1000)}
    chart = shares(**equal).chart(DOTS.replace('highlight = "@barsetshire"', "").replace("dots", "bar"))
    assert plain(chart.title) == "Highest Loamshire and Carrowdale, 91.0%; lowest Eastmarch, 85.0%"
    assert chart.title[1].key == "answered@loamshire/2024-01:value"


def test_councils_stand_for_those_of_the_force():
    told = office(period="2024-01", thefts={"barchester": [4], "plumstead": [9]})
    chart = told.chart('shape = "bar"\nmeasure = "thefts"\npoints = ["councils"]')
    assert chart.categories == ("Barchester", "Plumstead")
    assert plain(chart.title) == "Highest Plumstead, 9; lowest Barchester, 4"


FUNNEL = DOTS.replace("dots", "funnel")


def test_a_funnel_says_where_the_area_that_matters_lies_and_how_much_areas_vary():
    told = shares(**{**FOUR, "barsetshire": (700, 1000)})
    chart = told.chart(FUNNEL)
    assert plain(chart.title) == "Barsetshire: 70.0%, outside the 99.8% limits"
    assert "times as much as chance alone would explain" in chart.source
    assert chart.table.columns == (
        "Area", "Calls answered in time", "95% interval", "Base", "Where it lies",
    )  # fmt: skip
    assert chart.across == "Calls received"
    assert [one.role for one in chart.series] == ["value", *["limit"] * 2, *["outer limit"] * 2, "average"]
    assert [point.at for point in chart.series[0].points] == [1000.0] * 4
    assert_whole(chart, told.binder)


def test_the_limits_of_a_funnel_close_as_bases_grow_and_hold_its_average():
    told = shares(barsetshire=(88, 100), loamshire=(900, 1000))
    chart = told.chart(FUNNEL.replace('"peers"', '"@barsetshire", "@loamshire"'))
    lower, upper = (one.points for one in chart.series[1:3])
    widths = [above.value - below.value for below, above in zip(lower, upper, strict=True)]
    assert widths == sorted(widths, reverse=True)
    assert [point.at for point in lower] == sorted(point.at for point in lower)
    average = series(chart, "average").points
    assert [point.value for point in average] == [pytest.approx(100 * 988 / 1100)] * 2


def test_a_funnel_with_none_that_matters_names_those_outside():
    plain_funnel = FUNNEL.replace('highlight = "@barsetshire"', "")
    alike = dict.fromkeys(FOUR, (900, 1000))
    assert plain(shares(**alike).chart(plain_funnel).title) == "None is outside the limits"
    one_out = shares(**{**alike, "eastmarch": (870, 1000)}).chart(plain_funnel)
    assert plain(one_out.title) == "Outside the limits: Eastmarch"


def test_dots_of_what_owes_nothing_to_chance_are_refused_and_bars_drawn():
    told = office(period="2024-01", posts={name: [number] for name, (number, _) in FOUR.items()})
    assert "this measure is exact; draw bars" in told.fault(DOTS.replace("answered", "posts"))
    bars = told.chart(DOTS.replace("answered", "posts").replace("dots", "bar"))
    assert plain(bars.title) == "Barsetshire: 880, 3rd highest of 4 areas shown"


def test_a_funnel_of_counts_or_of_one_area_is_refused():
    told = shares(barsetshire=(88, 100))
    assert "this measure is a count" in told.fault(FUNNEL.replace("answered", "thefts"))
    assert "a funnel needs two areas with a value" in told.fault(FUNNEL)


MAP = 'shape = "map"\nmeasure = "thefts"\npoints = ["councils"]'
SQUARE = (((0.0, 51.0), (1.0, 51.0), (1.0, 52.0), (0.0, 52.0), (0.0, 51.0)),)


def test_a_map_says_its_highest_and_lowest_and_has_an_outline_for_each():
    facts = {"barchester": [4], "plumstead": [9]}
    told = office(period="2024-01", thefts=facts, outlines={"barchester": SQUARE, "plumstead": SQUARE})
    chart = told.chart(MAP)
    assert plain(chart.title) == "Highest Plumstead, 9; lowest Barchester, 4"
    assert [outline.category for outline in chart.outlines] == ["Barchester", "Plumstead"]
    assert all(0 <= at <= 1 for one in chart.outlines for ring in one.rings for point in ring for at in point)
    assert chart.table.columns == ("Area", "Thefts")
    assert_whole(chart, told.binder)


def test_a_map_of_an_area_without_an_outline_says_how_to_give_one():
    told = office(period="2024-01", thefts={"barchester": [4], "plumstead": [9]}, outlines={"barchester": SQUARE})
    assert "no outline of 'plumstead'; give one with `peelian areas FOLDER --outlines FILE`" in told.fault(MAP)


# all of them


def test_a_chart_with_no_value_at_all_says_so():
    told = office(thefts={"barsetshire": [1]}, period="2025-12")
    chart = told.chart(LINE.replace("2024-01", "2025-11"))
    assert plain(chart.title) == "Thefts, Barsetshire, November 2025 to December 2025: no value to draw"
    assert "No value is drawn." in chart.alt


@pytest.mark.parametrize(
    ("written", "what"),
    [
        (f'{LINE}\npoints = ["peers"]', "give either months or points"),
        (LINE.replace("measure", "highlight"), "give either a measure or series"),
        (LINE.replace("line", "dots"), "a dots is drawn over points; give those"),
        (DOTS.replace("dots", "spc"), "a spc is drawn over months; give those"),
        (LINE.replace('line"', 'flow"'), "a flow draws 3 series: in, out, stock; it has 1 series"),
        ('shape = "bar"\nmeasure = "thefts"\npoints = []', "give either months or points"),
    ],
)
def test_what_a_shape_cannot_draw_is_told(written, what):
    assert what in office(thefts={"barsetshire": STEADY}).fault(written)


def test_a_title_is_runs_that_lead_to_their_receipts_and_nothing_else():
    told = shares(**FOUR)
    title = told.chart(DOTS).title
    assert [replace(run, text="") for run in title if run.key] == [Run("", key="answered@barsetshire/2024-01:value")]


@pytest.mark.parametrize(("measure", "shape"), [("answered", "dots"), ("spent", "bar")])
def test_a_planned_measure_is_drawn_beside_its_peers_with_intervals_where_chance_moves_it(measure, shape):
    parts = MEASURES[measure]
    facts = {part.facts: {name.lower(): [10 + at] * 24 for at, name in enumerate(FORCES)} for part in parts.selections}
    made = office(**facts)
    section = Section("01.md", made.binder, (), made.peers)
    blocks = PlanPages(section, PlanReported(Plan(""), ())).half_page(MeasureText(measure), Lines("", 1))
    assert [block.shape for block in blocks if isinstance(block, Chart)] == ["spc", shape]
    assert not section.faults
