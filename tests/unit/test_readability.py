"""Reading: a brief that is too long, too full or too hard is told so, and a plain one passes."""

import pytest

from peelian.core.pack import Block, Callout, Card, Heading, ListOf, Page, Paragraph, Run
from peelian.narrative import readability

PLAIN = "Burglary is down. Fewer homes were broken into this year than last. The force says more patrols helped."

AS_GOV_UK = """You can report a crime online or by phone. Call 999 if someone is in danger or a crime is happening now.
If it is not urgent, call 101. You can also tell Crimestoppers without giving your name. The police will give you a
crime reference number. Keep it, because you will need it if you make a claim on your insurance."""

AS_A_REPORT = """Recorded crime fell in the last 12 months. Shoplifting rose in every district. The commissioner asked
the chief constable why calls to 101 went unanswered, and was told that new staff begin in March. The Panel is asked to
note the report and to say which matters it wants to come back to."""

LONG_SENTENCES = """The commissioner has asked the chief constable to explain why the proportion of domestic abuse
investigations that ended with a charge or a caution was lower than in neighbouring forces, and what will be done about
it before the summer. The force expects additional investigators to be trained by September."""

OFFICIALESE = """The Office has commissioned a comprehensive evaluation of multi-agency safeguarding arrangements,
incorporating qualitative consultation with stakeholders and quantitative analysis of organisational performance
information, in order to facilitate continuous improvement in accountability across the partnership landscape."""


def page(*blocks: Block, title: str = "Money") -> Page:
    return Page("brief-money", "", (Run(title),), blocks)


def told(*blocks: Block, names: tuple[str, ...] = ()) -> list[str]:
    return [what for what, _ in readability.brief_faults((page(*blocks),), names)]


def says(text: str, key: str = "") -> Paragraph:
    return Paragraph((Run(text, key=key),))


def test_a_plain_brief_has_no_fault():
    card = Card("Burglary", (Run("258", key="burglary@barsetshire/2025-26-q3:value"),), "October to December 2025")
    asks = ListOf(((Run("Note the report."),), (Run("Ask about shoplifting."),)))
    assert told(card, says(AS_A_REPORT), asks, names=("101",)) == []


@pytest.mark.parametrize(
    ("text", "age"), [(PLAIN, 6), (AS_GOV_UK, 9), (AS_A_REPORT, 11), (LONG_SENTENCES, 19), (OFFICIALESE, 38)]
)
def test_reading_ages_of_prose_from_plain_to_official(text, age):
    assert abs(readability.reading_age(text) - age) <= 1


def test_a_reading_age_is_the_published_formula():
    """Two sentences, seven words, eight syllables."""
    assert readability.reading_age("The police came late. We know why.") == round(0.39 * 3.5 + 11.8 * 8 / 7 - 15.59 + 5)
    assert readability.reading_age("") == readability.reading_age("...") == 0


def test_text_too_hard_to_read_is_told_with_its_longest_sentence():
    ((what, to_do),) = readability.brief_faults((page(says(LONG_SENTENCES)),))
    assert what == f"the brief reads for age {readability.reading_age(LONG_SENTENCES)}, and 16 is the most"
    assert to_do.startswith("write shorter sentences and shorter words; begin with 'The commissioner has asked")


def test_a_few_words_have_no_reading_age():
    assert readability.reading_age("Organisational accountability") > readability.MOST_AGE
    assert told(says("Organisational accountability.")) == []


def test_headings_and_cards_are_not_read_as_sentences():
    card = Card("Satisfaction of victims of antisocial behaviour", (Run("9%"),), "the twelve months to December 2025")
    heading = Heading(3, (Run("Organisational accountability arrangements and multi-agency partnership delivery"),))
    assert told(heading, card, says(PLAIN)) == []


def test_each_item_of_a_list_is_a_sentence():
    items = tuple((Run("note the report and ask what became of the patrols"),) for _ in range(8))
    assert told(ListOf(items)) == []


def test_more_than_three_hundred_words_are_too_many():
    assert told(says("It is so. " * 100)) == ["the brief has 301 words, and 300 are the most"]
    (((_, to_do)),) = readability.brief_faults((page(says("It is so. " * 100)),))
    assert to_do == "take 1 out"
    assert told(says("It is so. " * 99 + "It is.")) == []


def test_the_words_of_cards_and_callouts_count():
    card = Card("one two", (Run("3"),), "four", (Run("five"),), (Run("six"),), "seven")
    callout = Callout("eight", (Run("nine ten"),))
    counted = readability.words_in(" ".join(readability._texts((page(card, callout, title="eleven"),))))
    assert len(counted) == 11


def test_a_seventh_figure_is_one_too_many():
    keys = [f"measure_{n}@barsetshire/2025-26-q3:value" for n in range(6)]
    runs = tuple(Run("one ", key=key) for key in keys)
    assert told(Paragraph(runs)) == []
    assert told(Paragraph((*runs, Run("two", key="stated:visits")))) == ["the brief has 7 figures, and 6 are the most"]


def test_a_figure_in_the_title_of_a_part_counts():
    runs = tuple(Run("one ", key=f"measure_{n}@barsetshire/2025-26-q3:value") for n in range(7))
    titled = Page("brief", "", runs[:1], (Paragraph(runs[1:]),))
    assert [what for what, _ in readability.brief_faults((titled,))] == ["the brief has 7 figures, and 6 are the most"]


def test_all_that_is_told_of_a_measure_in_an_area_is_one_figure():
    of = "burglary@barsetshire/2025-26-q3"
    card = Card("Burglary", (Run("258", key=f"{of}:value"),), "x", (Run("1", key=f"{of}:of"),))
    again = [says("up", key=f"burglary@barsetshire/2025-{month}:change") for month in ("07", "08", "09", "10", "11")]
    elsewhere = [says("up", key=f"burglary@area-{n}/2025-26-q3:change") for n in range(5)]
    assert told(card, *again, *elsewhere) == []


@pytest.mark.parametrize(
    "text", ["(13.3% to 14.7%)", "(9 to 12)", "[95% interval 12 to 15]", "(10–12%)", "(between £1 and £2)"]
)
def test_an_interval_in_brackets_is_left_to_the_paper(text):
    assert told(says(f"It is 14% {text}.")) == [f"{text!r} in 'Money' is an interval in brackets"]


@pytest.mark.parametrize(
    "text",
    [
        "(April 2024 to March 2025)",
        "(2024-25)",
        "(ages 10 to 17)",
        "(248 of 2,000)",
        "(see 4)",
        "(June 2025 is missing)",
        "(11 of 12 months)",
    ],
)
def test_years_ages_and_bases_in_brackets_are_no_intervals(text):
    assert told(says(f"It is 14% {text}.")) == []


def test_an_interval_by_its_figure_is_left_to_the_paper():
    text = Paragraph((Run("It lies in "), Run("13% to 15%", key="burglary@barsetshire/2025-26-q3:interval"), Run(".")))
    assert told(text) == ["'13% to 15%' in 'Money' is an interval"]


@pytest.mark.parametrize(
    "text",
    [
        "Anti-social behaviour (ASB) is down. ASB was up.",
        "ASB (anti-social behaviour) is down.",
        "The commissioners (PCCs) met.",
        "The NHS and two MPs in the UK.",
        "Meet in room A4 off the M4 in Q3.",
    ],
)
def test_what_is_explained_or_known_to_all_may_be_short(text):
    assert told(says(text)) == []


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("ASB is down.", "ASB"),
        ("ASB is down. Anti-social behaviour (ASB) was up.", "ASB"),
        ("The PCC's plan.", "PCC"),
        ("Two ISVAs began.", "ISVA"),
        ("The S&R team.", "S&R"),
        ("Domestic abuse boards (DAB) met. DA is up.", "DA"),
        ("It is (see DA).", "DA"),
    ],
)
def test_a_short_form_nobody_explained_is_told(text, short):
    assert f"{short} is not explained" in told(says(text))


def test_names_of_the_offices_own_need_no_explaining():
    assert told(says("Operation SCEPTRE began."), names=("Operation SCEPTRE",)) == []
    assert told(says("An OP began."), names=("Operation SCOPE",)) == ["OP is not explained"]


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("police", 2), ("people", 2), ("burglary", 3), ("homes", 1), ("recorded", 3), ("commissioner", 4), ("offences", 3),
     ("trained", 1), ("follow-up", 3), ("21,889", 1), ("table", 2), ("whole", 1), ("investigations", 5)],
)  # fmt: skip
def test_syllables_are_as_they_are_spoken(word, syllables):
    assert abs(readability._syllables(word) - syllables) <= (word == "investigations")
