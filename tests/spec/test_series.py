"""What is one series, what is set beside what, and who is ranked."""

from tables import told

from peelian.core.findings import NoFinding, PointsChange
from peelian.core.periods import Period
from peelian.core.plan import Break

YEARS = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
TWO_YEARS = [{"month": month, "force": force, "n": "10"} for month in YEARS for force in ("North", "South")]
MARCH = Break("crimes", "north", "2025-03", "a new records system")


def test_no_window_and_no_change_crosses_a_break(store):
    ask = store(crimes=TWO_YEARS, breaks=[MARCH])
    expected, found = told(
        ask,
        "crimes",
        """
        area   2025-02  2025-03  2024-25-q4  2025-26-q1  12m-2025-12  12m-2024-12
        north  10       10       -           30          -            120
        south  10       10       30          30          120          120
        """,
    )
    assert found == expected
    after = Period.parse("2025-26-q1")
    assert ask.change("crimes", "north", after, after.a_year_earlier()) == NoFinding(
        "the series breaks in March 2025: a new records system"
    )
    before = Period.parse("2025-02")
    assert not isinstance(ask.change("crimes", "north", before, before.a_year_earlier()), NoFinding)
    assert not isinstance(ask.change("crimes", "south", after, after.a_year_earlier()), NoFinding)


def test_a_break_of_a_force_is_one_of_its_councils_and_a_break_of_all_is_one_of_each(store):
    quarter = Period.parse("2024-25-q4")
    rows = [{**row, "place": "T1"} for row in TWO_YEARS]
    for broken, areas in (
        (MARCH, {"north", "town"}),
        (Break("crimes", "*", "2025-03", "x"), {"north", "town", "south"}),
    ):
        ask = store(crimes=rows, breaks=[broken])
        has_none = {
            area for area in ("north", "town", "south") if not hasattr(ask.outcome("crimes", area, quarter), "value")
        }
        assert has_none == areas


def test_a_period_that_starts_at_a_break_is_whole(store):
    ask = store(crimes=TWO_YEARS, breaks=[Break("crimes", "*", "2025-04", "x")])
    expected, found = told(ask, "crimes", "area 2024-25-q4 2025-26-q1\nnorth 30 30")
    assert found == expected


def test_a_force_without_a_month_is_unranked_not_zero(store):
    ask = store(
        crimes="""
        month    force  n
        2025-10  North  5
        2025-10  City   9
        2025-10  Rail   99
        2025-11  South  1
        """
    )
    found = ask.rank("crimes", "north", Period.parse("2025-10"))
    assert (found.position, found.of, found.unranked) == (2, 2, ("South",))
    assert isinstance(ask.rank("crimes", "south", Period.parse("2025-10")), NoFinding)


def test_a_force_that_is_not_territorial_is_never_ranked(store):
    ask = store(crimes="month force n\n2025-10 North 5\n2025-10 Rail 99")
    assert ask.rank("crimes", "north", Period.parse("2025-10")).of == 1
    assert isinstance(ask.rank("crimes", "rail", Period.parse("2025-10")), NoFinding)
    assert ask.rank("crimes", "town", Period.parse("2025-10")) == NoFinding("only forces are ranked")


def test_a_cohort_carries_how_long_it_was_followed_up_and_is_compared_with_its_like(store):
    rows = [
        {"month": month, "force": "North", "outcome": outcome} for month in YEARS for outcome in ("charged", "-", "-")
    ]
    ask = store(crimes=rows, as_at="2025-12-31")
    quarter = Period.parse("2025-26-q3")
    expected, found = told(ask, "charged", "area 2025-26-q3\nnorth 3/9")
    assert found == expected
    assert ask.outcome("charged", "north", quarter).made.followed_up == (2, 1, 0)
    unlike = ask.change("charged", "north", quarter, quarter.a_year_earlier())
    assert isinstance(unlike, NoFinding)
    assert "followed up for 0 to 2 months" in unlike.reason
    itself = ask.change("charged", "north", quarter, quarter)
    assert isinstance(itself, PointsChange)
