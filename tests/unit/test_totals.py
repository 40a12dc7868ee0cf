"""Totals against their parts, wherever they stand; months of an earlier year set beside."""

import pytest

from peelian.sources.layouts.read_match import earlier
from peelian.sources.layouts.totals import GROUP, LEAF, TOTAL, Entry, wrong


def entries(*rows: tuple[str, float | None] | tuple[str, float | None, int]) -> list[Entry]:
    return [Entry(n, row[0], (), {0: row[1]}, True, row[2] if len(row) > 2 else 0) for n, row in enumerate(rows)]  # type: ignore[misc]


@pytest.mark.parametrize(
    "rows",
    [
        [(LEAF, 1), (LEAF, 2), (TOTAL, 3)],
        [(TOTAL, 3), (LEAF, 1), (LEAF, 2)],
        [(LEAF, 1), (LEAF, 2), (TOTAL, 3), (LEAF, 4), (TOTAL, 4), (TOTAL, 7)],
        [(GROUP, 3, 1), (LEAF, 1), (LEAF, 2), (GROUP, 4, 1), (LEAF, 4), (TOTAL, 7)],
        [(GROUP, 7, 2), (GROUP, 3, 1), (LEAF, 1), (LEAF, 2), (GROUP, 4, 1), (LEAF, 4)],
        [(LEAF, 1), (LEAF, None), (TOTAL, 3)],
    ],
)
def test_a_total_may_stand_above_below_or_in_its_groups_row_and_is_not_checked_against_what_is_withheld(rows):
    assert list(wrong(entries(*rows))) == []


def test_a_total_that_its_parts_do_not_come_to_is_told_with_what_they_do():
    assert list(wrong(entries((LEAF, 1), (LEAF, 2), (TOTAL, 4)))) == [(2, 0, 4, 3)]
    assert list(wrong(entries((GROUP, 9, 1), (LEAF, 1), (LEAF, 2)))) == [(0, 0, 9, 3)]


def test_a_total_of_its_own_labels_is_of_the_rows_that_have_them():
    leaves = [Entry(n, LEAF, (month, kind), {0: n + 1}) for n, (month, kind) in enumerate(["ax", "ay", "bx", "by"])]
    assert list(wrong([*leaves, Entry(4, TOTAL, ("", "x"), {0: 4}), Entry(5, TOTAL, ("b", ""), {0: 7})])) == []
    assert len(list(wrong([*leaves, Entry(4, TOTAL, ("", "x"), {0: 5})]))) == 1


@pytest.mark.parametrize(
    ("months", "apart"),
    [
        (["2025-10", "2025-11", "2025-12"], []),
        (["2024-12", "2025-10", "2025-11", "2025-12"], ["2024-12"]),
        (["2024-10", "2024-11", "2025-10", "2025-11"], ["2024-10", "2024-11"]),
        (["2025-10", "2025-12"], []),
        ([f"2024-{n:02d}" for n in range(1, 13)] + [f"2025-{n:02d}" for n in range(1, 13)], []),
    ],
)
def test_months_of_an_earlier_year_are_apart_unless_all_between_are_there(months, apart):
    assert sorted(earlier(set(months))) == apart
