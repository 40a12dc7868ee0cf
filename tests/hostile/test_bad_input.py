"""Bad input: each hostile file is refused with its exit code, or taken in and told; the store is as it was.

Those whose point is their size run in a process of their own, so that their memory and time can be seen.
"""

from collections import Counter
from datetime import UTC, datetime

import pytest

import offices
from hostile import ROWS, Case, Place, new_place, put_back, run
from hostile.books import text
from hostile.every import CASES
from hostile.returns import TABLE
from hostile.told import MOST_MEMORY, ROOT, cell, documented, measured, verdict
from peelian.core.periods import add_months, month_key, month_words

SMALL, LARGE = ([case for case in CASES if case.large is large] for large in (False, True))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One office for all: what is refused leaves nothing in it, which each test asserts, and the rest is put back."""
    return new_place(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.id)
def test_what_is_hostile_is_refused_or_told(case: Case, place: Place):
    assert run(case, place).wrong == ()


@pytest.mark.parametrize("case", LARGE, ids=lambda case: case.id)
def test_what_is_large_takes_little(case: Case, place: Place):
    found, memory = measured(case, place)
    assert found.wrong == ()
    assert memory < MOST_MEMORY


def test_a_month_to_come_is_refused_by_its_cell(place: Place):
    month = add_months(datetime.now(UTC).date().replace(day=1), 1)
    with put_back(place):
        sent = place.send("calls.csv", text([*TABLE, [month_key(month), *ROWS[0][1:]]]))
        ran = offices.run("receive", place.office, sent)
    assert ran.code == 3
    assert f"calls.csv, cell A20: {month_words(month)} is in the future" in ran.err


def test_the_document_has_each_case_with_what_becomes_of_it():
    """What is said of each is in the document for readers, and not held here word for word."""
    assert len({case.id for case in CASES}) == len(CASES)
    told = documented((ROOT / "docs" / "bad-input.md").read_text("utf-8"))
    assert told == Counter((case.of, cell(case.what), verdict(case)) for case in CASES), "run scripts/bad-input"
