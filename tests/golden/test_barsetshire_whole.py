"""Barsetshire whole: what is planted in it is told where docs/barsetshire.md says, and what is stable seldom is."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from example_packs import Examples
from peelian.core import sentences
from peelian.core.findings import Change
from peelian.core.language import say
from peelian.core.pack import Card, Heading, Pack, Table, plain, runs_of
from peelian.core.periods import Period
from peelian.core.phrases import Phrase
from peelian.findings import ask as findings_ask
from peelian.packs import assemble
from peelian.suppliers import timetable
from peelian.workspace import workspace
from peelian.workspace.workspace import Workspace

STABLE = (
    "knife_crimes", "rural_crimes", "da_crimes", "other_crime", "drug_possession_crimes", "calls_999",
    "calls_999_within_target", "road_killed_or_seriously_injured", "da_crimes_with_arrest", "da_arrest_charged",
    "drug_possession_further_action_closed", "drug_trafficking_further_action_closed", "complaints_not_acceptable",
    "csw_letters_per_vehicles", "service_accepted",
)  # fmt: skip
"""Measures in which nothing changes but by chance."""


@pytest.fixture(scope="module")
def barsetshire(examples: Examples) -> Workspace:
    return workspace.load(examples.folder("barsetshire"))


@pytest.fixture(scope="module")
def packs(examples: Examples, barsetshire: Workspace) -> Mapping[str, Pack]:
    """Every pack."""
    return {name: examples.built("barsetshire", name).pack for name in barsetshire.pack_ids}


def told(pack: Pack, section: str) -> str:
    """All words of the pages of a section."""
    pages = [page for page in pack.pages if page.section == section]
    assert pages, section
    return "\n".join(
        " ".join([plain(page.title), *(line for b in page.blocks for line in _lines(b))]) for page in pages
    )


def _lines(block: object) -> Iterator[str]:
    yield plain(tuple(runs_of(block)))  # type: ignore[arg-type]
    if isinstance(block, Table):
        yield block.caption


def figure(pack: Pack, start: str) -> str:
    """The text of the only figure whose key starts so."""
    found = {receipt.text for key, receipt in pack.figures.items() if key.startswith(start)}
    assert len(found) == 1, (start, found)
    return found.pop()


def test_there_is_a_pack_for_each_of_eight_quarters_and_every_return(packs: Mapping[str, Pack], barsetshire: Workspace):
    assert len(packs) == 8
    assert len(barsetshire.contracts) == 25
    assert all(pack.notice == "Barsetshire does not exist. Every figure here is made up." for pack in packs.values())


def test_a_month_never_sent_leaves_its_quarter_and_year_without_value(packs: Mapping[str, Pack]):
    said = "no value: not provided by The control room, Barsetshire (made up), due 14 July 2025 (June 2025 missing)"
    assert figure(packs["2025-26-q1"], "calls_999@barsetshire/2025-26-q1:value") == said
    assert said in told(packs["2025-26-q1"], "Calls that are answered")
    assert "11 of 12 months (June 2025 missing)" in told(packs["2025-26-q3"], "Calls that are answered")


def test_a_return_that_never_came_says_who_owes_it_and_since_when(packs: Mapping[str, Pack]):
    said = told(packs["2025-26-q1"], "Safer roads and places")
    assert re.search(r"not provided by The force, Barsetshire \(made up\), due \d+ \w+ 2025", said)
    assert "not provided" not in told(packs["2025-26-q2"], "Safer roads and places")


def test_a_late_return_is_told_in_the_quarters_chase(barsetshire: Workspace):
    text = barsetshire.pack("2024-25-q3")
    rows = timetable.standing(barsetshire, text, assemble.used(barsetshire, text))
    [services] = [row for row in rows if row.contract.name == "services_return"]
    assert services.received == date(2025, 3, 14) and services.received > services.due


def test_what_does_not_add_up_is_a_letter_and_later_put_right(packs: Mapping[str, Pack], barsetshire: Workspace):
    [letter] = (barsetshire.folder / "letters").iterdir()
    said = letter.read_text(encoding="utf-8")
    assert "August 2024" in said and "'open at start' + 'received' - 'closed' is 380" in said
    assert figure(packs["2024-25-q2"], "complaints_open@barsetshire/2024-25-q2:value").isdigit()
    pages = [page for page in packs["2024-25-q2"].pages for b in page.blocks if isinstance(b, Table)]
    assert any("complaints-2024-25-q2.xlsx" in plain(tuple(runs_of(b))) for page in pages for b in page.blocks)


def test_a_shift_is_marked_from_when_it_can_be_told(packs: Mapping[str, Pack]):
    before = figure(packs["2024-25-q3"], "calls_101_desk_median@barsetshire/2024-12:signal")
    after = figure(packs["2025-26-q3"], "calls_101_desk_median@barsetshire/2025-12:signal")
    assert before.startswith("no clear change") and after.startswith("better")


@pytest.mark.parametrize(
    ("pack", "key", "said"),
    [
        ("2025-26-q2", "speed_mobile_cameras@barsetshire/2025-26-ytd-2025-09:from-to", r"up (8|9|10|11)\d\.\d%"),
        ("2025-26-q4", "da_further_action_cohort@barsetshire/12m-2026-03:from-to", r"up \d\.\d percentage points"),
        ("2025-26-q3", "complaints_open@barsetshire/2025-26-q3:clearance", r"none would be left by \w+ 20\d\d"),
        ("2025-26-q3", "therapeutic_forecast_ratio@barsetshire/12m-2025-12:value", r"12\d\.\d per 100"),
        ("2025-26-q3", "grant_station_awarded@barsetshire/2025-26-q3:value", r"£332,067"),
        ("2025-26-q3", "grant_station_revised@barsetshire/2025-26-q3:value", r"£301,500"),
        ("2024-25-q4", "buildings_closed@barsetshire/2024-25-q4:value", r"1"),
        ("2025-26-q3", "soc_disruptions_rate@barsetshire/12m-2025-12:rank", r"highest of 4"),
        ("2025-26-q3", "soc_major_rate@barsetshire/12m-2025-12:rank", r"(3rd|2nd) highest of 4"),
        ("2024-25-q1", "rcrp_phase_one_attended@barsetshire/2024-25-q1:from-to", r"from [78]\d\.\d% to [34]\d\.\d%"),
    ],
)
def test_what_was_planted_is_printed(packs: Mapping[str, Pack], pack: str, key: str, said: str):
    text = packs[pack].figures[key].text
    assert re.search(said, text), text
    assert "no clear change" not in text


def test_a_card_says_when_it_is_of_and_what_its_change_is_on(packs: Mapping[str, Pack]):
    cards = {
        block.title: block for page in packs["2025-26-q4"].brief for block in page.blocks if isinstance(block, Card)
    }
    crime, complaints = cards["Recorded crime"], cards["Complaints open"]
    assert (crime.period, complaints.period) == ("January to March 2026", "End of March 2026")
    assert plain(crime.change).startswith("Compared with January to March 2025: ")
    assert plain(complaints.change).startswith("Compared with the end of March 2025: ")


def test_what_is_neither_worse_nor_better_is_under_a_heading_that_says_so_of_both_kinds(packs: Mapping[str, Pack]):
    summary = next(slide for slide in packs["2025-26-q4"].slides if slide.id == "slide-summary")
    heads = [plain(block.runs) for block in summary.blocks if isinstance(block, Heading)]
    assert heads == ["Getting worse", "Getting better", "No clear change, or not in itself good or bad"]


def test_a_council_seldom_served_is_seen(packs: Mapping[str, Pack]):
    days = {
        area: int(figure(packs["2025-26-q3"], f"mobile_station_days@{area}/2025-26-q3:value"))
        for area in ("barchester", "silverbridge", "plumstead", "courcy")
    }
    assert days["courcy"] < min(days["barchester"], days["silverbridge"], days["plumstead"]) / 2


def test_what_is_stable_is_seldom_told_as_a_change(barsetshire: Workspace, capsys: pytest.CaptureFixture[str]):
    """One test in twenty looks clear by chance; a binomial count of so many passes the bound once in a thousand."""
    measures = [barsetshire.measures[name] for name in STABLE]
    with findings_ask.answers(barsetshire, measures) as ask:
        periods = [Period.parse(barsetshire.pack(name).plan.period) for name in barsetshire.pack_ids]
        found = {
            (name, period.key): ask.change(name, "barsetshire", period, period.a_year_earlier())
            for name in STABLE
            for period in periods
        }
    tested = {key: one.clear for key, one in found.items() if isinstance(one, Change) and one.clear is not None}
    clear = sorted(key for key, is_clear in tested.items() if is_clear)
    bound = next(n for n in range(len(tested)) if _at_most(n, len(tested)) > 0.999)
    with capsys.disabled():
        print(f"\n{len(tested)} changes of stable measures tested, {len(clear)} told as clear; by chance about "
              f"{len(tested) / 20:.0f}, and {bound} at the most: {clear}")  # fmt: skip
    assert len(tested) > 100
    assert len(clear) <= bound


def _at_most(n: int, tests: int) -> float:
    from math import comb

    return sum(comb(tests, k) * 0.05**k * 0.95 ** (tests - k) for k in range(n + 1))


def test_no_word_of_a_verdict_is_unknown(packs: Mapping[str, Pack]):
    """A sanity check of the fixture itself: every pack has verdicts, in the words a reader knows."""
    known = {
        say(word) for word in (*sentences.MARKS.values(), Phrase.NO_CHANGE, Phrase.NO_CLEAR_CHANGE, Phrase.TOO_FEW)
    }
    for pack in packs.values():
        said = {
            r.text
            for r in pack.figures.values()
            if r.form == "verdict" and not r.text.startswith(("no value", "no comparison"))
        }
        assert said and said <= known
