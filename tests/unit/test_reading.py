"""The brief can be read in two minutes by someone who has read nothing else."""

import pytest

from peelian.core.pack import Block, Card, Page, Paragraph, Run
from peelian.narrative import reading

PLAIN = "Burglary fell this year. More homes had locks fitted. The police saw more people on patrol."
HARD = (
    "Notwithstanding multifarious organisational interdependencies, the commissioner's continuing transformational "
    "accountability methodologies necessitate comprehensive interagency prioritisation of disproportionately "
    "victimised neighbourhoods throughout the administrative jurisdiction."
)


def told(*blocks: Block) -> list[str]:
    return [what for what, _ in reading.faults([Page("brief-money", "Brief", (Run("Money"),), blocks)], ["101"])]


def words(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def test_plain_words_are_younger_than_hard_ones():
    assert reading.reading_age(PLAIN) < 12 < 20 < reading.reading_age(HARD)
    assert reading.reading_age("") == 0


def test_a_plain_brief_has_no_fault():
    assert told(words(PLAIN)) == []


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (words("Homes are safe. " * 120), "the brief has 361 words, and 300 are the most"),
        (words("Burglary fell (9.1% to 12.4%)."), "'(9.1% to 12.4%)' is an interval in brackets"),
        (words("The OPCC met the force."), "OPCC is not explained"),
        (words(HARD), "the brief reads for age"),
    ],
)
def test_what_makes_it_long_or_hard_is_told(block, said):
    assert any(fault.startswith(said) for fault in told(block))


def test_a_short_form_written_out_or_named_by_the_office_is_no_fault():
    assert told(words("The Home Office (HO) and the HO met. Call 101.")) == []


def test_a_month_in_brackets_is_no_interval():
    assert told(words("No value is known (June 2025 is missing).")) == []


def test_seven_figures_are_too_many():
    cards = [Card(f"Measure {n}", (Run("1", f"m{n}@barsetshire/2025-26-q3:value"),), "2025") for n in range(7)]
    assert told(*cards) == ["the brief has 7 figures, and 6 are the most"]
