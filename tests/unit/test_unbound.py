"""Typed figures: no digit and no asserting word stands in a narrative unless it is bound, a date or a listed name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelian.core.claims import UNBOUND
from peelian.core.errors import ClaimError
from peelian.narrative.unbound import check_bound

NAMES = ("101", "999", "Safer Streets 5", "Operation 47")


def refused(text):
    try:
        check_bound(text, NAMES, "summary.md, line 3")
    except ClaimError as fault:
        return str(fault)
    return ""


@pytest.mark.parametrize(
    "typed",
    ["7", "10,331", "12.4%", "£3m", "-5", "3rd", "1/4", "½", "⅛", "10³", "10¹", "①", "٣", "７", "2,025-26", "COVID19",
     "13:45", "1e3", "Ⅳ", "5.5m", "12,", "(9)", "1015", "2025", "2025-2030", "2025-99", "1500-01"],
)  # fmt: skip
def test_a_typed_digit_is_refused_and_told_with_its_sentence(typed):
    told = refused(f"All was well. Police found {typed} of them.")
    assert told.startswith("summary.md, line 3: ")
    assert "is typed, not bound, in 'Police found" in told


def test_the_sentence_quoted_is_whole_where_a_name_has_a_full_stop_in_it():
    told = refused("All was well. Rates by example.org rose to 7 at No.3.Hall and stayed there. No more.")
    assert "in 'Rates by example.org rose to 7 at No.3.Hall and stayed there.'" in told


@pytest.mark.parametrize(
    "text",
    ["The Panel met on 6 December 2023.", "Between 13 and 19 November 2023 the force took part.",
     "From 13–19 November 2023.", "From 28 October to 3 November 2025.", "In October 2025.", "On 1 May.",
     "The plan for 2025-26 is kept.", "It runs to 1999-00.", "It opened in 2021.", "Since 2021, 2022 and 2023.",
     "The rate per 1,000 people is told."],
)  # fmt: skip
def test_a_date_may_be_typed(text):
    assert refused(text) == ""


@pytest.mark.parametrize(
    "text",
    ["In May 1500 crimes were recorded.", "On 47 May it rained.", "By March 12 were found.", "Some 0 May.",
     "Some 2.15 May 2025 in.", "Fully 1,015 May 2025 crimes.", "Some 12 may return.", "Held in 2021 crimes.",
     "After 2000 people came.", "Of 2021 there were few."],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_refused(text):
    assert "is typed, not bound" in refused(text)


def test_a_name_that_office_toml_lists_may_be_typed_but_no_number_that_holds_it():
    assert refused("Call 101 or 999. Safer Streets 5 and Operation 47 go on.") == ""
    assert "'1015'" in refused("Some 1015 calls.")
    assert "'47'" in refused("Some 47 officers.")


@pytest.mark.parametrize("word", ["rose", "Fell", "IMPROVED", "doubled", "halving", "highest", "reduced"])
def test_an_asserting_word_that_is_not_bound_is_refused(word):
    assert f"{word!r} asserts, and is not bound, in 'Burglary {word} again.'" in refused(
        f"Well. Burglary {word} again."
    )


def test_words_that_only_hold_an_asserting_word_are_let_pass():
    assert refused("The fellow redoubled his efforts, unimproved.") == ""


@given(st.characters(categories=["Nd", "No", "Nl"]), st.text(st.characters(categories=["Lu", "Ll"]), max_size=3))
def test_no_numeral_of_any_script_passes(numeral, letters):
    assert refused(f"Police found {letters}{numeral} of them")


@given(st.text(st.characters(categories=["L", "Z", "P"], exclude_characters="[]"), max_size=60))
def test_text_without_numerals_or_asserting_words_passes(text):
    if not any(c.isnumeric() for c in text) and not UNBOUND.search(text):
        assert refused(text) == ""
