"""A force's figures are the rows it reports; its parts are those rows, placed."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tables import told

from peelian.core.periods import Period


def test_councils_outside_and_no_location_sum_to_the_force(store):
    ask = store(
        crimes="""
        month    force  place  n
        2025-10  North  T1     1
        2025-10  North  T2     2
        2025-10  North  C1     4
        2025-10  North  X9     8
        2025-10  North  -      16
        """
    )
    expected, found = told(
        ask,
        "crimes",
        """
        area               2025-10
        north              31
        town               3
        country            4
        north-outside      8
        north-no-location  16
        """,
    )
    assert found == expected


def test_a_council_holds_its_own_forces_rows_alone(store):
    """Other forces record crimes inside it, British Transport Police among them: those are theirs."""
    ask = store(
        crimes="""
        month    force  place  n
        2025-10  North  T1     1
        2025-10  South  T1     2
        2025-10  Rail   T1     4
        2025-10  South  S1     8
        """
    )
    expected, found = told(
        ask,
        "crimes",
        """
        area           2025-10
        north          1
        town           1
        north-outside  0
        south          10
        coast          8
        south-outside  2
        rail           4
        """,
    )
    assert found == expected


PLACED = st.lists(
    st.fixed_dictionaries(
        {
            "month": st.sampled_from(["2025-10", "2025-11", "2025-12"]),
            "force": st.sampled_from(["North", "South"]),
            "place": st.sampled_from(["T1", "T2", "C1", "X9", ""]),
            "n": st.integers(1, 9).map(str),
        }
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PLACED)
def test_whatever_the_rows_the_parts_sum_to_the_whole(store, rows):
    received = [{"month": month, "force": "North", "n": "0"} for month in ("2025-10", "2025-11", "2025-12")]
    ask = store(crimes=[*rows, *received])
    for key in ("2025-10", "2025-12", "2025-26-q3"):
        period = Period.parse(key)
        parts = ("town", "country", "north-outside", "north-no-location")
        whole = ask.outcome("crimes", "north", period).numerator
        assert sum(ask.outcome("crimes", part, period).numerator for part in parts) == whole
        by_hand = sum(int(row["n"]) for row in rows if row["force"] == "North" and row["month"] in
                      [f"{m:%Y-%m}" for m in period.months])  # fmt: skip
        assert whole == by_hand


def test_lsoas_of_two_vintages_are_never_one_series(store):
    """T1 has one code in both years' boundaries, but they may not be the same ground."""
    ask = store(
        crimes="""
        month    force  place  n
        2021-10  North  T1     1
        2021-10  North  C1     2
        2025-10  North  T1     4
        2025-10  North  T2     8
        """,
        outcomes="""
        month    force  place  n
        2021-10  North  T1     3
        2021-10  North  C1     1
        2025-10  North  T1     5
        2025-10  North  T2     1
        """,
    )
    for measure, (old, new) in {"crimes": (1, 4), "outcomes": (3, 5)}.items():
        expected, found = told(
            ask,
            measure,
            f"""
            area     2021-10  2025-10
            T1-2011  {old}    -
            T1-2021  -        {new}
            """,
        )
        assert found == expected


def test_a_quiet_lsoa_is_zero_in_its_own_vintages_months(store):
    ask = store(crimes="month force place n\n2021-10 North C1 2\n2025-10 North T2 8")
    expected, found = told(ask, "crimes", "area 2021-10 2025-10\nT1-2011 0 -\nT1-2021 - 0")
    assert found == expected
