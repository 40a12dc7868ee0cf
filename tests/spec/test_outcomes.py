"""Outcomes rows carry no crime type: it is that of the one held crime they link to."""

from tables import told

from peelian.core.periods import Period

CRIMES = """
month    force  record  crime_type
2025-09  North  a       drugs
2025-10  North  b       drugs
2025-10  North  c       burglary
2025-10  North  -       incident
2025-10  South  d       drugs
"""


def test_an_outcome_is_of_the_type_of_the_one_held_crime_it_links_to_in_whichever_month(store):
    ask = store(
        crimes=CRIMES,
        outcomes="""
        month    force  record  outcome
        2025-10  North  a       charged
        2025-10  North  b       charged
        2025-10  North  b       cautioned
        2025-10  North  c       charged
        """,
    )
    assert told(ask, "outcomes", "area 2025-10\nnorth 4")[1] == "north 4"
    expected, found = told(ask, "outcomes_of_drugs", "area 2025-10\nnorth 3")
    assert found == expected
    notes = ask.outcome("outcomes_of_drugs", "north", Period.parse("2025-10")).made.notes
    assert notes == ("4 of 4 outcomes match one recorded crime.",)


def test_a_crime_of_another_force_or_told_twice_or_without_identifier_is_no_link(store):
    twice = "2025-10 North b drugs"
    ask = store(
        crimes=f"{CRIMES.rstrip()}\n{twice}",
        outcomes="""
        month    force  record  outcome  n
        2025-10  North  a       charged  97
        2025-10  North  b       charged  1
        2025-10  North  d       charged  1
        2025-10  North  -       charged  1
        """,
    )
    expected, found = told(ask, "outcomes_of_drugs", "area 2025-10\nnorth 97")
    assert found == expected
    notes = ask.outcome("outcomes_of_drugs", "north", Period.parse("2025-10")).made.notes
    assert notes == ("97 of 100 outcomes match one recorded crime.",)


def test_by_crime_type_there_is_a_value_only_from_95_linked_of_100(store):
    for linked, value in ((95, "95"), (94, "-")):
        outcomes = f"month force record n\n2025-10 North a {linked}\n2025-10 North zz {100 - linked}"
        ask = store(crimes=CRIMES, outcomes=outcomes)
        expected, found = told(ask, "outcomes_of_drugs", f"area 2025-10\nnorth {value}")
        assert found == expected
        assert told(ask, "outcomes", "area 2025-10\nnorth 100")[1] == "north 100"
    reason = ask.outcome("outcomes_of_drugs", "north", Period.parse("2025-10")).reason
    assert reason == "only 94 of 100 outcomes match one recorded crime, and 95% must"


def test_where_no_crimes_are_held_no_outcome_links(store):
    ask = store(outcomes="month force record n\n2025-10 North a 9")
    assert told(ask, "outcomes", "area 2025-10\nnorth 9")[1] == "north 9"
    assert told(ask, "outcomes_of_drugs", "area 2025-10\nnorth -")[1] == "north -"


def test_a_measure_nobody_expected_is_answered_too_as_one_that_only_an_earlier_pack_printed(store):
    ask = store(crimes=CRIMES, outcomes="month force record outcome\n2025-10 North b charged", expecting=())
    for measure, value in (("crimes", "3"), ("burglaries", "1"), ("crimes_not_incidents", "2"), ("outcomes", "1")):
        expected, found = told(ask, measure, f"area 2025-10\nnorth {value}")
        assert found == expected
    expected, found = told(ask, "outcomes_of_drugs", "area 2025-10\nnorth 1")
    assert found == expected
