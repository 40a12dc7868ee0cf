"""A flow is summed over the months of a period, and only when every one of them was reported."""

from tables import told

from peelian.core.periods import Period


def test_a_month_counts_once_in_each_period_it_falls_in(store):
    ask = store(
        crimes="""
        month    force  place  n
        2025-01  North  T1     1
        2025-02  North  T1     2
        2025-03  North  T1     4
        2025-04  North  T1     8
        2025-04  North  C1     16
        2025-05  North  T1     32
        2025-06  North  T1     64
        2025-07  North  C1     128
        """
    )
    expected, found = told(
        ask,
        "crimes",
        """
        area     2025-04  2024-25-q4  2025-26-q1  2025-26-ytd-2025-07
        north    24       7           120         248
        town     8        7           104         104
        country  16       0           16          144
        """,
    )
    assert found == expected


def test_twelve_months_are_the_twelve_up_to_one_and_the_twelve_before_never_overlap(store):
    months = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
    ask = store(crimes=[{"month": month, "force": "North", "n": str(2**i)} for i, month in enumerate(months)])
    expected, found = told(
        ask,
        "crimes",
        f"""
        area   12m-2025-12          12m-2024-12
        north  {2**24 - 2**12}      {2**12 - 1}
        """,
    )
    assert found == expected


def test_a_window_with_a_gap_has_no_value_and_says_which_months_it_lacks(store):
    ask = store(
        crimes="""
        month    force  place  n
        2025-10  North  T1     3
        2025-12  North  T1     4
        2025-11  South  -      5
        """
    )
    expected, found = told(
        ask,
        "crimes",
        """
        area   2025-10  2025-11  2025-12  2025-26-q3
        north  3        -        4        -
        town   3        -        4        -
        south  -        5        -        -
        """,
    )
    assert found == expected
    quarter = ask.outcome("crimes", "north", Period.parse("2025-26-q3"))
    assert (quarter.months_present, quarter.months_expected) == (2, 3)
    assert quarter.reason == "2 of 3 months (November 2025 missing)"


def test_a_month_reported_with_nothing_in_it_is_zero(store):
    ask = store(
        crimes="""
        month    force  place  n
        2025-10  North  T1     3
        2025-11  North  T1     0
        2025-12  North  T1     4
        """
    )
    expected, found = told(
        ask,
        "crimes",
        """
        area     2025-11  2025-26-q3
        north    0        7
        town     0        7
        country  0        0
        """,
    )
    assert found == expected


def test_where_nothing_was_received_there_is_no_value(store):
    expected, found = told(store(), "rate", "area 2025-10\nnorth -")
    assert found == expected


def test_rows_are_kept_by_where_and_dropped_by_without_and_an_empty_cell_is_no_match(store):
    ask = store(
        crimes="""
        month    force  place  crime_type  n
        2025-10  North  T1     burglary    3
        2025-10  North  T1     incident    4
        2025-10  North  C1     -           5
        """
    )
    row = "area 2025-10\nnorth "
    for measure, number in (("crimes", 12), ("burglaries", 3), ("crimes_not_incidents", 8)):
        expected, found = told(ask, measure, row + str(number))
        assert found == expected
