"""A stock is its latest reading; a rate per resident is over one estimate for all."""

from tables import told

from peelian.core.findings import NoFinding
from peelian.core.periods import Period
from peelian.core.plan import Break

CRIMES = """
month    force  place  n
2021-10  North  T1     6
2022-10  North  T1     5
2022-10  South  -      7
2022-10  City   -      9
"""


def test_a_stock_is_the_latest_reading_on_or_before_the_end(store):
    ask = store(
        crimes=CRIMES,
        population="""
        month    force  place    n
        2020-06  North  Town     100
        2020-06  North  Country  200
        2021-06  North  Town     110
        2021-06  North  Country  210
        2022-06  North  Town     120
        2022-06  North  Country  220
        """,
    )
    expected, found = told(
        ask,
        "people",
        """
        area   2020-05  2020-06  2021-05  2021-22-q1  2022-10
        north  -        300      300      320         340
        town   -        100      100      110         120
        """,
    )
    assert found == expected
    expected, found = told(
        ask, "rate", "area 2021-10 2022-10\nnorth 6/320 5/340\ntown 6/110 5/120\ncountry 0/210 0/220"
    )
    assert found == expected


def test_a_force_whose_population_lacks_a_district_has_no_value_not_that_of_an_older_estimate(store):
    ask = store(
        crimes=CRIMES,
        population="""
        month    force  place  n
        2021-06  North  Town   100
        2021-06  South  -      400
        2022-06  South  -      410
        """,
    )
    expected, found = told(ask, "rate", "area 2021-10 2022-10\nnorth 6/100 -\nsouth - 7/410")
    assert found == expected
    outcome = ask.outcome("rate", "north", Period.parse("2022-10"))
    assert outcome.reason == "population for June 2022 does not include a district of North"
    assert (outcome.months_present, outcome.months_expected) == (1, 1)


def test_an_old_estimate_is_noted(store):
    population = "month force place n\n2022-06 North Town 100"
    ask = store(crimes="month force place n\n2024-06 North T1 1\n2024-07 North T1 1", population=population)
    notes = {key: ask.outcome("rate", "north", Period.parse(key)).made.notes[0] for key in ("2024-06", "2024-07")}
    assert "months before the end" not in notes["2024-06"]
    assert "25 months before the end of the period" in notes["2024-07"]


def test_rates_are_never_compared_across_a_rebasing(store):
    rebased = Break("population", "*", "2021-06", "based on the Census of 2021")
    population = "month force place n\n2020-06 North Town 100\n2021-06 North Town 110\n2022-06 North Town 120"
    crimes = "month force place n\n2020-10 North T1 6\n2021-10 North T1 6\n2022-10 North T1 5"
    ask = store(crimes=crimes, population=population, breaks=[rebased])
    october = Period.parse("2021-10")
    assert ask.change("rate", "north", october, october.a_year_earlier()) == NoFinding(
        "the series breaks in June 2021: based on the Census of 2021"
    )
    later = Period.parse("2022-10")
    assert not isinstance(ask.change("rate", "north", later, october), NoFinding)
    assert not isinstance(ask.change("crimes", "north", october, october.a_year_earlier()), NoFinding)


def test_city_of_london_has_no_rate_per_resident_and_is_out_of_such_ranks(store):
    population = "month force place n\n2022-06 North - 100\n2022-06 South - 100\n2022-06 City - 1"
    ask = store(crimes=CRIMES, population=population)
    october = Period.parse("2022-10")
    expected, found = told(ask, "rate", "area 2022-10\nnorth 5/100\nsouth 7/100\ncity -")
    assert found == expected
    assert ask.rank("rate", "south", october).of == 2
    assert isinstance(ask.rank("rate", "city", october), NoFinding)
    assert ask.rank("crimes", "city", october).position == 1
