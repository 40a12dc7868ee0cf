"""Words set beside words, headings beside headings: what is the same, what is a total, what is worked out."""

import pytest

from peelian.sources.spreadsheets.word_match import force_of, is_derived, is_total, word_of

AGES = ("under 18", "18 to 24", "25 to 64", "65 and over")
VIOLENCE = ("violence with injury", "violence without injury", "criminal damage", "no further action")


@pytest.mark.parametrize(
    ("text", "word"),
    [("<18", "under 18"), ("Under-18s", "under 18"), ("18–24 yrs", "18 to 24"), ("25-64", "25 to 64"),
     ("65+", "65 and over"), ("65 or over", "65 and over"), ("over 65", "65 and over"), ("18-25", ""), ("10-17", "")],
)  # fmt: skip
def test_bands_are_the_same_however_they_are_written(text, word):
    assert word_of(text, AGES) == word


@pytest.mark.parametrize(
    ("text", "word"),
    [("Viol w injury", VIOLENCE[0]), ("Viol. w/o injury", VIOLENCE[1]), ("Injury, violence with", VIOLENCE[0]),
     ("CRIM DAMAGE*", VIOLENCE[2]), ("NFA", VIOLENCE[3]), ("Violence", ""), ("Robbery", "")],
)  # fmt: skip
def test_a_word_cut_short_or_turned_round_is_the_returns_where_it_can_be_one_alone(text, word):
    assert word_of(text, VIOLENCE) == word


@pytest.mark.parametrize(
    ("text", "allowed"),
    [("Not answered", ("answered",)), ("Unanswered", ("answered",)), ("Dissatisfied", ("satisfied",)),
     ("Violence without injury", ("violence with injury",)), ("within 60 seconds", ("within 10 seconds",))],
)  # fmt: skip
def test_a_words_opposite_is_never_taken_for_it(text, allowed):
    assert word_of(text, allowed) == ""


@pytest.mark.parametrize("text", ["Total North", "North total", "All ages", "Overall", "Force total", "Subtotal"])
def test_totals_are_told(text):
    assert is_total(text)


@pytest.mark.parametrize("text", ["All other theft", "All Together Now", "Overall satisfaction", "Totally Fine"])
def test_words_with_all_in_them_are_no_totals(text):
    assert not is_total(text)


def test_a_word_that_the_return_asks_for_is_no_total():
    assert is_total("Overall")
    assert not is_total("Overall", ("overall", "treatment"))


@pytest.mark.parametrize(
    "heading",
    ["% answered", "Pct", "YTD", "Year to date", "Rolling 12 months", "Change on last year", "% change", "Variance",
     "Target", "Target 2025/26", "RAG", "Average wait", "Rate per 1,000", "Same month last year", "Previous quarter"],
)  # fmt: skip
def test_what_is_worked_out_is_told(heading):
    assert is_derived(heading)


@pytest.mark.parametrize(
    "heading", ["Change Grow Live", "Target hardening", "Upper Barset", "Calls", "Answered", "Last Orders Project"]
)
def test_services_and_places_are_not_worked_out(heading):
    assert not is_derived(heading)


def test_a_force_is_known_by_its_names_and_an_office_by_its_own():
    assert {force_of(name) for name in ("Wiltshire", "WILTSHIRE CONSTABULARY", "Wiltshire Police")} == {
        "Wiltshire Police"
    }
    assert force_of("BARSETSHIRE CONSTABULARY", "Barsetshire Police") == "Barsetshire Police"
    assert force_of("Swindon") == force_of("Police") == force_of("") == ""
