"""Claims: an author's word passes only when the finding bears it out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observed import PERIOD, incomplete, observation
from peelian.core import claims
from peelian.core.claims import unsupported
from peelian.core.findings import NoFinding, change, rank
from peelian.findings import significance


def moved(now, then, **parts):
    return change(observation(now, None, PERIOD, **parts), observation(then, None, PERIOD.a_year_earlier(), **parts))


def placed(*values):
    """The rank of the first of these values."""
    return rank([observation(n, area=str(i)) for i, n in enumerate(values)], "0", "forces")


def passes(words, finding):
    return unsupported(words, finding) is None


@pytest.mark.parametrize("word", claims.UP)
def test_words_that_say_it_went_up(word):
    assert [passes(word, moved(now, 10)) for now in (9, 10, 11)] == [False, False, True]


@pytest.mark.parametrize("word", claims.DOWN)
def test_words_that_say_it_went_down(word):
    assert [passes(word, moved(now, 10)) for now in (9, 10, 11)] == [True, False, False]


@pytest.mark.parametrize("word", claims.NO_CHANGE)
def test_words_that_say_it_did_not_move(word):
    assert [passes(word, moved(now, 10)) for now in (9, 10, 11)] == [False, True, False]


@pytest.mark.parametrize("word", claims.UNCLEAR)
def test_words_that_say_it_did_not_clearly_move(word):
    assert [passes(word, moved(now, 10)) for now in (9, 10, 11)] == [False, True, False]
    assert passes(word, significance.tested(moved(11, 10)))
    assert not passes(word, significance.tested(moved(60, 10)))


def test_a_change_that_chance_could_well_give_is_no_rise_but_may_be_unchanged():
    assert unsupported("rose", significance.tested(moved(11, 10))).endswith(": chance alone could well give that")
    assert passes("rose", significance.tested(moved(60, 10)))
    assert passes("unchanged", significance.tested(moved(10, 10)))


@pytest.mark.parametrize("word", claims.BETTER)
def test_better_is_by_the_measures_own_direction(word):
    assert [passes(word, moved(now, 10, better="down")) for now in (9, 10, 11)] == [True, False, False]
    assert [passes(word, moved(now, 10, better="up")) for now in (9, 10, 11)] == [False, False, True]


@pytest.mark.parametrize("word", claims.WORSE)
def test_worse_is_by_the_measures_own_direction(word):
    assert [passes(word, moved(now, 10, better="down")) for now in (9, 10, 11)] == [False, False, True]
    assert [passes(word, moved(now, 10, better="up")) for now in (9, 10, 11)] == [True, False, False]


@pytest.mark.parametrize("word", claims.BETTER + claims.WORSE)
def test_a_measure_with_no_better_direction_neither_improves_nor_worsens(word):
    assert "no better direction" in unsupported(word, moved(11, 10, better="neutral"))


@pytest.mark.parametrize(
    ("words", "then", "now", "holds"),
    [
        ("doubled", 10, 19, False),
        ("doubled", 10, 20, True),
        ("more than doubled", 10, 20, False),
        ("more than doubled", 10, 21, True),
        ("tripling", 10, 29, False),
        ("more than tripled", 10, 31, True),
        ("more than tripled", 10, 30, False),
        ("quadrupled", 10, 40, True),
        ("halved", 10, 6, False),
        ("halved", 10, 5, True),
        ("more than halved", 10, 5, False),
        ("more than halved", 10, 4, True),
        ("doubled", 0, 5, False),
        ("halved", 0, 0, False),
    ],
)
def test_a_multiple_holds_from_its_exact_bound_on(words, then, now, holds):
    assert passes(words, moved(now, then)) is holds


@pytest.mark.parametrize(
    ("words", "values", "holds"),
    [
        ("highest", (9, 5, 1), True),
        ("the highest", (9, 5, 1), True),
        ("highest", (5, 9, 1), False),
        ("highest", (9, 9, 1), False),
        ("joint highest", (9, 9, 1), True),
        ("joint highest", (9, 5, 1), False),
        ("second highest", (5, 9, 1), True),
        ("second highest", (9, 5, 1), False),
        ("joint second highest", (5, 9, 5, 1), True),
        ("joint second highest", (5, 9, 3, 1), False),
        ("second highest", (5, 9, 5, 1), False),
        ("third highest", (5, 9, 9, 1), True),
        ("lowest", (1, 5, 9), True),
        ("equal lowest", (1, 1, 9), True),
        ("lowest", (5, 1, 9), False),
        ("second lowest", (5, 1, 9), True),
        ("fewest", (1, 5, 9), True),
        ("top", (9, 5, 1), True),
    ],
)
def test_a_rank_is_claimed_with_its_place_and_its_ties(words, values, holds):
    assert passes(words, placed(*values)) is holds


def test_a_refused_rank_says_the_place_and_how_many_share_it():
    assert unsupported("lowest", placed(9, 5)) == "it is number 1 of 2 forces"
    assert unsupported("lowest", placed(9, 9, 5)) == "it is number 1 of 3 forces, equal with 1 other"
    assert unsupported("lowest", placed(9, 9, 9, 5)) == "it is number 1 of 4 forces, equal with 2 others"


def test_a_word_that_cannot_be_checked_is_answered_with_those_that_can():
    known = (
        "rose, fell, unchanged, improved, worsened, highest, lowest, doubled, doubling, tripled, tripling, trebled, "
    )
    with pytest.raises(ValueError, match=known + "quadrupled, halved, halving, more than tripled"):
        unsupported("soared", moved(11, 10))


def test_that_every_month_is_there_is_a_claim_too():
    assert passes("every month", observation(7))
    assert unsupported("all months", incomplete()) == "it has 2 of 3 months"


@pytest.mark.parametrize("words", ["rose", "highest", "every month", "doubled"])
def test_nothing_can_be_claimed_where_there_is_no_finding(words):
    assert unsupported(words, NoFinding("2 of 3 months")) == "there is no finding (2 of 3 months)"


@pytest.mark.parametrize("finding", [moved(11, 10), placed(9, 5), observation(7)])
@pytest.mark.parametrize("words", ["soared", "", "joint", "fifty-first highest", "rose sharply"])
def test_words_that_cannot_be_checked_are_refused(words, finding):
    with pytest.raises(ValueError, match=r"bind it to|is not a word that can be checked"):
        unsupported(words, finding)


def test_a_refusal_says_what_the_finding_is():
    told = unsupported("fell", moved(30, 10))
    assert told == "the figure went from 10 to 30, up 200.0% compared with October to December 2024"


def test_every_word_that_is_refused_unbound_can_be_bound():
    """Else an author would be told to bind a word and then told it cannot be checked."""
    listed = claims.UNBOUND.pattern.split("(", 1)[1].rsplit(")", 1)[0]
    words = listed.replace("doubl(?:ed|ing)", "doubled|doubling").replace("tripl(?:ed|ing)", "tripled|tripling")
    words = words.replace("halv(?:ed|ing)", "halved|halving")
    known = {
        *claims.UP,
        *claims.DOWN,
        *claims.NO_CHANGE,
        *claims.BETTER,
        *claims.WORSE,
        *claims.HIGHEST,
        *claims.LOWEST,
    }
    assert set(words.split("|")) <= known | set(claims.MULTIPLES)


ENDS = st.integers(0, 50)
DIRECTIONS = (claims.UP, claims.DOWN, claims.NO_CHANGE)


@given(ENDS, ENDS, st.sampled_from(["up", "down", "neutral"]))
def test_of_words_that_contradict_each_other_exactly_one_family_passes(now, then, better):
    found = moved(now, then, better=better)
    assert [all(passes(word, found) for word in family) for family in DIRECTIONS].count(True) == 1
    assert [any(passes(word, found) for word in family) for family in DIRECTIONS].count(True) == 1
    assert not (passes("improved", found) and passes("worsened", found))


@given(ENDS, ENDS, st.sampled_from(sorted(claims.MULTIPLES)))
def test_more_than_a_multiple_is_the_multiple_and_the_direction(now, then, multiple):
    found = moved(now, then)
    if passes(f"more than {multiple}", found):
        assert passes(multiple, found)
    if passes(multiple, found):
        assert passes("rose" if claims.MULTIPLES[multiple] > 1 else "fell", found)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=8))
def test_of_a_places_words_exactly_one_from_the_top_and_one_from_the_bottom_pass(values):
    found = placed(*values)
    places = ["", *(f"{word} " for word in claims.NUMBERED)]
    for end in ("highest", "lowest"):
        said = [f"{joint}{place}{end}" for joint in ("", "joint ") for place in places]
        assert [passes(words, found) for words in said].count(True) == 1
