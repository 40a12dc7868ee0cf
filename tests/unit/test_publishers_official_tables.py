"""Forces' names, missing figures and footnotes as publishers of official statistics print them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from official_tables import WILTSHIRE
from peelian.core.errors import SourceError
from peelian.sources.publishers import official_tables as publishers_official_tables


@pytest.mark.parametrize(
    ("cell", "force"),
    [
        ("Wiltshire", WILTSHIRE),
        ("Wiltshire2", WILTSHIRE),
        ("Wiltshire ", WILTSHIRE),
        ("Devon & Cornwall ", "Devon & Cornwall Police"),
        ("Devon and Cornwall", "Devon & Cornwall Police"),
        ("Avon & Somerset", "Avon and Somerset Constabulary"),
        ("Metropolitan", "Metropolitan Police Service"),
        ("London, City of", "City of London Police"),
        ("City of London", "City of London Police"),
        ("Greater Manchester7,8", "Greater Manchester Police"),
        ("Humberside [note 4]", "Humberside Police"),
        ("British Transport Police", "British Transport Police"),
        ("Surrey & Sussex", None),
        ("Total South West ", None),
        ("Home Office^", None),
        ("", None),
    ],
)
def test_a_force_is_known_however_its_publisher_writes_it(cell, force):
    assert publishers_official_tables.force_of(cell) == force


@pytest.mark.parametrize("cell", ["..", "-", "[x]", ":", "*", "", " .. "])
def test_a_missing_figure_is_not_nought(cell):
    assert publishers_official_tables.figure(cell, "there") is None


@pytest.mark.parametrize(
    ("cell", "number"), [("170,002 ", 170_002), ("2*", 2), ("5^**", 5), ('1"', 1), ("15~", 15), (0, 0), (3.5, 3.5)]
)
def test_a_figure_may_carry_footnotes_and_commas(cell, number):
    assert publishers_official_tables.figure(cell, "there") == number


@pytest.mark.parametrize("cell", ["R", "-3", -3, "n", "1 2 %"])
def test_what_is_neither_a_figure_nor_a_mark_is_refused(cell):
    with pytest.raises(SourceError, match=r"there: .* is neither a figure nor a mark for one missing"):
        publishers_official_tables.figure(cell, "there")


@given(st.integers(0, 10**7))
def test_hundredths_survive_binary_fractions(n):
    assert publishers_official_tables.hundredths(float(Decimal(n) / 100)) == n


def test_hundredths_round_halves_away_from_zero():
    assert [publishers_official_tables.hundredths(x) for x in (1225.8943, 0.005, 986.1899999999999)] == [
        122_589,
        1,
        98_619,
    ]
