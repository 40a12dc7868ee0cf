"""Bad input: each hostile file is refused, or taken in and told, as docs/bad-input.md says; the store is as it was.

Those whose point is their size run in a process of their own, so that their memory and time can be seen.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import offices
from hostile import ROWS, Case, new_place, run
from hostile.books import text
from hostile.every import CASES
from hostile.returns import TABLE
from hostile.told import MOST_MEMORY, ROOT, measured, row
from peelian.core.periods import add_months, month_key, month_words

DOCUMENT = (ROOT / "docs" / "bad-input.md").read_text("utf-8")
SMALL, LARGE = ([case for case in CASES if case.large is large] for large in (False, True))


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.id)
def test_what_is_hostile_is_refused_or_told(case: Case, tmp_path: Path):
    found = run(case, tmp_path)
    assert found.wrong == ()
    assert row(case, found) in DOCUMENT, "run scripts/bad-input"


@pytest.mark.parametrize("case", LARGE, ids=lambda case: case.id)
def test_what_is_large_takes_little(case: Case, tmp_path: Path):
    found, memory = measured(case, tmp_path)
    assert found.wrong == ()
    assert memory < MOST_MEMORY
    assert row(case, found) in DOCUMENT, "run scripts/bad-input"


def test_a_month_to_come_is_refused_by_its_cell(tmp_path: Path):
    place = new_place(tmp_path)
    month = add_months(datetime.now(UTC).date().replace(day=1), 1)
    sent = place.send("calls.csv", text([*TABLE, [month_key(month), *ROWS[0][1:]]]))
    ran = offices.run("receive", place.office, sent)
    assert ran.code == 3
    assert f"calls.csv, cell A20: {month_words(month)} is in the future" in ran.err


def test_every_case_is_told_once():
    assert len({case.id for case in CASES}) == len(CASES)
    assert DOCUMENT.count("\n| ") == len(CASES) + len({case.of for case in CASES})
