"""Bad input: each hostile file is refused or accepted by the policy of docs/bad-input.md, and harms nothing."""

from datetime import date
from pathlib import Path

import pytest

import hostile_huge
from hostile import QUICK
from tried import Tried, try_files, try_huge, try_texts

BAD_INPUT = (Path(__file__).parents[2] / "docs" / "bad-input.md").read_text(encoding="utf-8")
MOST_SECONDS, MOST_MEGABYTES = 30, 500


def faults(tried: Tried) -> list[str]:
    """What is wrong with what became of a case."""
    case, found = tried.case, []
    if tried.code not in (0, 2, 3, 5):
        found.append(f"exit {tried.code}")
    if tried.verdict not in case.verdict.split("|"):
        found.append(f"it was {tried.verdict}")
    if case.says.strip() and not any(word in tried.told for word in case.says.split("|")):
        found.append(f"it does not say {case.says!r}")
    if "Traceback" in tried.told:
        found.append("a traceback")
    if tried.code and not tried.unchanged:
        found.append("the store has changed")
    if tried.line not in BAD_INPUT:
        found.append("docs/bad-input.md says otherwise: run scripts/bad-input")
    return [f"{case.name}: {what}: {tried.told[:300]}" for what in found]


def misread(tried: Tried) -> list[str]:
    """Figures of the return that are stored and not as the file tells them: a month's are all there, or none is."""
    if not tried.case.reader.startswith("return"):
        return []
    by_month: dict[object, list[tuple[object, object]]] = {}
    for month, _, _, _, kind, _, n in tried.rows:
        by_month.setdefault(month, []).append((kind, n))
    found = []
    for month, held in by_month.items():
        whole = {date(2025, 10, 1): ("Burglary", 12), date(2025, 11, 1): ("Burglary", 15)}.get(month)
        if whole and whole not in held:
            found.append(f"{tried.case.name}: {month} is stored without {whole}")
        if any(not isinstance(n, int) or n < 0 for _, n in held):
            found.append(f"{tried.case.name}: {held}")
        if (
            month == date(2025, 10, 1)
            and len(held) != 2
            and "month" not in tried.case.kind
            and "day" not in tried.case.kind
        ):
            found.append(f"{tried.case.name}: {month} is stored as {held}")
    return found


def test_each_file_that_arrives_is_refused_or_accepted_by_the_policy(tmp_path):
    tried = list(try_files(tmp_path))
    assert len(tried) > 150
    assert [fault for one in tried for fault in faults(one)] == []
    assert [fault for one in tried for fault in misread(one)] == []


def test_each_text_that_people_write_is_refused_or_accepted_by_the_policy(tmp_path):
    tried = list(try_texts(tmp_path, QUICK))
    assert len(tried) > 60
    assert [fault for one in tried for fault in faults(one)] == []


@pytest.mark.parametrize("name", hostile_huge.QUICK)
def test_a_file_without_end_is_refused_in_little_memory(tmp_path, name):
    called, make = hostile_huge.HUGE[name]
    code, told, seconds, megabytes = try_huge(tmp_path, called, make())
    assert code in (0, 3) and "Traceback" not in told, told
    assert seconds < MOST_SECONDS and megabytes < MOST_MEGABYTES
    assert f"| {name} |" in BAD_INPUT
