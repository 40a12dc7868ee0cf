"""The seed, row by row: what built examples print, read as files, is what docs/seed.toml asks and docs/seed.md says."""

import csv
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "seed"))

import built as reading  # noqa: E402
import judging  # noqa: E402
import telling  # noqa: E402

MADE_UP, PUBLIC = "barsetshire", "wiltshire"
LETTERS = {"1.2": "abc", "2.5": "abcd", "3.3": "ab", "3.4": "ab", "4.1": "ab", "5.4": "abc", "5.5": "ab"}
NUMBERS = {"0": 1, "1": 2, "2": 5, "3": 4, "4": 5, "5": 6, "6": 6}
"""The contract: so many rows under each number, some of them parted by letters; 5.1 stands whole and parted too."""


def contract() -> list[str]:
    whole = [f"{number}.{at}" for number, last in NUMBERS.items() for at in range(1, last + 1)]
    parted = [f"{row}{letter}" for row in whole for letter in LETTERS.get(row, ("",))]
    at = parted.index("5.1") + 1
    return [*parted[:at], "5.1a", "5.1b", "5.1c", *parted[at:]]


@pytest.fixture(scope="module")
def seed(examples) -> SimpleNamespace:
    """Every row judged on both offices' packs, as `scripts/seed` does."""
    for office in (MADE_UP, PUBLIC):
        examples.built(office, _packs(office)[-1])
    made_up, public = (reading.packs(examples.folder(office)) for office in (MADE_UP, PUBLIC))
    return SimpleNamespace(made_up=made_up, public=public, judged=judging.judge(made_up, public))


def _packs(office: str) -> Sequence[str]:
    return sorted(path.parent.name for path in (ROOT / "examples" / office / "packs").glob("*/pack.toml"))


def test_every_row_of_the_contract_is_there_and_no_other():
    assert [row["id"] for row in judging.rows()] == contract()


def test_every_row_is_a_figure_or_says_which_register_it_waits_for():
    for row in judging.rows():
        assert bool(row.get("waits")) != bool(row.get("figures") or row.get("off_period")), row["id"]


def test_every_row_that_is_a_figure_holds_in_both(seed: SimpleNamespace):
    assert {one.row["id"]: one.fails for one in seed.judged if one.fails} == {}


def test_the_table_is_what_the_command_writes(seed: SimpleNamespace):
    told = (ROOT / "docs" / "seed.md").read_text(encoding="utf-8")
    assert told == telling.table(seed.judged), "run `.venv/bin/python scripts/seed` on built examples"


class Planted:
    """A copy of the latest pack of Barsetshire, to be spoilt."""

    def __init__(self, of: reading.Built, folder: Path) -> None:
        self.of, self.folder = of, folder
        shutil.copy(of.folder / "page.html", folder)
        shutil.copytree(of.folder / "dataset", folder / "dataset")

    def page(self, was: str, now: str) -> "Planted":
        path = self.folder / "page.html"
        text = path.read_text(encoding="utf-8")
        changed = re.sub(was, now, text)
        assert changed != text, f"{was!r} is not on the page"
        path.write_text(changed, encoding="utf-8")
        return self

    def data(self, measure: str, **now: str) -> "Planted":
        """Columns of every row of a measure, in the dataset alone."""
        path = self.folder / "dataset" / "observations.csv"
        with path.open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text))
        with path.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, list(rows[0]))
            writer.writeheader()
            writer.writerows({**row, **now} if row["measure"] == measure else row for row in rows)
        return self

    def fails(self, row_id: str) -> str:
        [row] = [row for row in judging.rows() if row["id"] == row_id]
        spoilt = reading.Built(self.of.name, self.folder, self.of.area)
        return "; ".join(judging.in_made_up(row, [spoilt]).missing)


@pytest.fixture
def planted(seed: SimpleNamespace, tmp_path: Path) -> Planted:
    """Unspoilt, it holds: what a test finds is what it planted."""
    return Planted(seed.made_up[0], tmp_path)


def link(key: str) -> str:
    """What finds a figure's links on the page."""
    return rf'(<a [^>]*data-figure="{key}">)([^<]*)(</a>)'


COHORT = "da_further_action_cohort@barsetshire/12m-[^:]*"


def test_a_figure_that_is_not_printed_fails_its_row(planted: Planted):
    assert planted.fails("2.1") == ""
    said = planted.page(link(f"{COHORT}:of"), r"\2").fails("2.1")
    assert said == "da_further_action_cohort/12m:of is not printed"


def test_a_figure_printed_otherwise_than_in_the_dataset_is_not_printed(planted: Planted):
    said = planted.page(link(f"{COHORT}:of"), r"\g<1>1 of 2\3").fails("2.1")
    assert said == "da_further_action_cohort/12m:of is not printed"


def test_a_row_whose_figures_are_stated_fails(planted: Planted):
    said = planted.data("victim_satisfaction", status="stated", evidence="stated").fails("4.1a")
    assert "victim_satisfaction is stated" in said


def test_a_row_stated_in_both_fails(seed: SimpleNamespace):
    row = {"id": "9.9", "title": "Told by nobody but a document", "stated": ["da_fat"]}
    public = judging.in_public(row, seed.public)
    assert public.status == "stated"
    one = judging.Judged(row, judging.in_made_up(row, seed.made_up), public)
    assert one.fails == ("it is computed nowhere",)


def test_a_change_of_a_percentage_told_in_per_cent_fails(planted: Planted):
    key, moved = "training_coverage@barsetshire/[^:/]*:from-to", "from 1% to 2%, up 100% compared with a year before"
    planted.page(link(key), rf"\g<1>{moved}\3").data("training_coverage", text=moved)
    assert "moves in per cent, not points" in planted.fails("2.5c")


def test_a_rank_without_its_universe_fails(planted: Planted):
    key = "soc_disruptions_rate@barsetshire/12m-[^:]*:rank"
    planted.page(link(key), r"\g<1>highest\3").data("soc_disruptions_rate", text="highest")
    assert "does not name its universe" in planted.fails("2.3")


def test_a_chart_of_another_kind_fails(planted: Planted):
    planted.page("Control chart of", "Line chart of")
    assert planted.fails("4.1a") == "no control chart of victim_satisfaction/month"


def test_a_total_that_its_parts_do_not_come_to_fails(planted: Planted):
    assert "does not add up" in planted.data("speed_court", value_exact="1").fails("3.2")


def test_a_figure_of_another_period_not_told_to_be_one_fails(planted: Planted):
    planted.page("page-other-periods", "page-none")
    assert "not told to be of another period" in planted.fails("0.1")


def test_one_fact_told_two_ways_fails(planted: Planted):
    planted.page(rf"{link('victim_satisfaction@barsetshire/[^:/]*-q[1-4]:value')}", r"\g<1>99.9%\3 \g<1>\2\3")
    assert "told in more than one way" in planted.fails("5.6")


def test_a_public_figure_that_is_no_longer_recomputed_fails(seed: SimpleNamespace):
    [row] = [row for row in judging.rows() if row["id"] == "2.4"]
    without = [replace(one) for one in seed.public if not one.name.startswith("2023")]
    assert "no public figure: stops" in judging.in_public(row, without).missing
