"""What returns tell besides counts that add up: stocks, waits in bands, survey figures, half-years."""

from fractions import Fraction

from tables import told

from peelian.core.findings import Clearance, NoFinding
from peelian.core.observations import Estimate, Reported
from peelian.core.periods import Period

QUARTER = Period.parse("2022-23-q3")


def test_what_stands_open_is_that_of_the_last_month_and_needs_no_other(store):
    ask = store(
        cases="""
        month    force  figure    n
        2022-10  North  received  4
        2022-10  North  open      20
        2022-11  North  received  6
        2022-11  North  open      23
        2022-12  North  received  5
        2022-12  North  open      19
        2022-12  South  open      7
        """
    )
    expected, found = told(ask, "cases_received", "area 2022-10 2022-23-q3\nnorth 4 15\nsouth - -")
    assert found == expected
    expected, found = told(ask, "cases_open", "area 2022-10 2022-23-q3\nnorth 20 19\nsouth - 7")
    assert found == expected
    expected, found = told(ask, "cases_received_by_open", "area 2022-23-q3\nnorth 15/19\nsouth -")
    assert found == expected


def test_what_falls_has_a_month_in_which_none_would_be_left_and_what_does_not_has_none(store):
    cases = "month force figure n\n" + "\n".join(
        f"2022-{month:02d} {force} open {n}"
        for month in range(6, 13)
        for force, n in (("North", 100 - 5 * (month - 6)), ("South", 50))
    )
    ask = store(cases=cases)
    north, south = (ask.clearance("cases_open", area, QUARTER) for area in ("north", "south"))
    assert isinstance(north, Clearance) and isinstance(south, Clearance)
    assert (north.pace, str(north.month)) == (5, "2024-02-01"), "70 open, 5 fewer a month: 14 months on"
    assert (south.pace, south.month) == (0, None)
    assert isinstance(ask.clearance("cases_open", "city", QUARTER), NoFinding)


def test_a_median_is_read_off_the_bands_and_adds_up_over_months(store):
    ask = store(
        waits="""
        month    force  band     n
        2022-10  North  short    10
        2022-10  North  long     30
        2022-11  North  short    20
        2022-11  North  longest  4
        2022-12  North  long     16
        2022-12  South  longest  5
        2022-11  South  short    4
        2022-10  South  short    0
        """
    )
    north = ask.outcome("wait", "north", QUARTER)
    assert isinstance(north, Estimate)
    # 80 calls: 30 short, 46 long, 4 longest; the 40th is 10 of 46 into the band from 10 to 30.
    assert (north.base, round(float(north.value), 6)) == (80, round(10 + 20 * 10 / 46, 6))
    assert north.lower < float(north.value) < north.upper
    south = ask.outcome("wait", "south", QUARTER)
    assert south.reason == "it is in the highest band, which has no upper limit"


def test_a_survey_figure_is_the_periods_latest_reading_never_a_sum(store):
    ask = store(
        surveys="""
        month    force  question  value  n
        2022-10  North  content   70.5   400
        2022-11  North  content   72     410
        2022-12  North  other     10     410
        2022-12  South  content   60     50
        2022-12  South  content   61     50
        """
    )
    north = ask.outcome("content", "north", QUARTER)
    assert isinstance(north, Reported)
    assert (north.value, north.places, north.base) == (Fraction(72), 0, 410)
    assert north.made.notes == ("As at November 2022.",)
    assert ask.outcome("content", "north", Period.parse("2022-10")).value == Fraction(141, 2)
    assert ask.outcome("content", "north", Period.parse("2022-12")).reason == "no reading in December 2022"
    assert "2 readings" in ask.outcome("content", "south", QUARTER).reason


def test_a_half_yearly_reading_stays_current_for_six_months_and_no_longer(store):
    staff = "month force role n\n2022-03 North officer 100050\n2022-09 North officer 100250"
    ask = store(staff=staff)
    expected, found = told(ask, "officers", "area 2022-03 2022-08 2022-09 2022-23-q3 2023-02 2023-03\n"
                           "north 100050 100050 100250 100250 100250 -")  # fmt: skip
    assert found == expected
    assert ask.outcome("officers", "north", QUARTER).made.notes == ("As at September 2022.",)
    assert (
        ask.outcome("officers", "north", Period.parse("2023-03")).reason == "the latest reading is for September 2022"
    )
    change = ask.change("officers", "north", QUARTER, Period.parse("2022-08"))
    assert isinstance(change, NoFinding), "a quarter and a month"
    change = ask.change("officers", "north", Period.parse("2022-12"), Period.parse("2022-05"))
    assert change.clear is None, "posts are counted, not sampled: nothing to test"
