"""Splits: whether a selection is part of another, or has no row in common with it, against a listing of all rows."""

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from peelian.core.measures import Selection
from peelian.disclosure import Rest, splits_of
from peelian.disclosure.splits import apart, within

VALUES = ("a", "b", "c", "a value nobody named")
COLUMNS = ("kind", "outcome")
declared = st.dictionaries(
    st.sampled_from(COLUMNS), st.lists(st.sampled_from("abc"), min_size=1, unique=True).map(tuple), max_size=2
)
selections = st.builds(Selection, st.just("crimes"), declared, declared)


def rows(selection: Selection) -> set[tuple[str, ...]]:
    """Every row the selection counts, of all there could be."""
    return {
        row
        for row in product(VALUES, VALUES)
        if all(
            (column not in selection.where or value in selection.where[column])
            and value not in selection.without.get(column, ())
            for column, value in zip(COLUMNS, row, strict=True)
        )
    }


@given(selections, selections)
def test_a_part_is_what_has_all_its_rows_in_the_whole(part, whole):
    assume(rows(part))
    assert within(part, whole) == (rows(part) <= rows(whole))


@given(selections, selections)
def test_two_are_apart_when_no_row_is_in_both(one, other):
    assert apart(one, other) == apart(other, one) == rows(one).isdisjoint(rows(other))


def test_rows_of_different_tables_are_never_the_same():
    crimes, outcomes = Selection("crimes"), Selection("outcomes")
    assert apart(crimes, outcomes)
    assert not within(crimes, outcomes)


@pytest.mark.parametrize("order", [1, -1])
def test_a_split_is_of_direct_parts_that_have_no_row_in_common(order):
    """Charges of burglary are part of burglary, so only burglary and drugs split all; and the two overlap nowhere."""
    every = Selection("crimes")
    burglary, drugs = (Selection("crimes", {"kind": (kind,)}) for kind in "ab")
    charged = Selection("crimes", {"kind": ("a",), "outcome": ("a",)})
    found = splits_of([every, burglary, drugs, charged][::order])
    assert set(found) == {Rest(every, frozenset({burglary, drugs})), Rest(burglary, frozenset({charged}))}


def test_a_rest_names_its_whole_and_its_parts_in_order():
    assert str(Rest("all", frozenset({"theft", "arson"}))) == "all less arson, theft"
