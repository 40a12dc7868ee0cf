"""Shapes: what a confirmed layout was like, so that one whose headings or cells have moved is not read by it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from peelian.sources.spreadsheets.cells import A_MONTH, number_of
from peelian.sources.spreadsheets.headings import Heading
from peelian.sources.spreadsheets.sheets import Sheet
from peelian.sources.spreadsheets.word_match import norm

MONTHLY = "(month)"
"""Stands for the month in what a column of one month is headed."""

YEAR = "(year)"
"""The same of a heading that tells a year or a quarter, and nothing else."""

BLANK_HEADINGS = "(blank)"
"""Stands for columns without a heading among those that have one."""

TIMES = re.compile(rf"\b({A_MONTH})\b[\s'’-]*(\d\d\b)?|\bq[1-4]\b|\b(20)?\d\d\s?[/–-]\s?(20)?\d\d\b|\b20\d\d\b", re.I)
"""What changes from quarter to quarter in headings of several months: Apr to Dec, Q3 2025/26."""


def shape(heads: Sequence[Heading]) -> Counter[str]:
    """Each heading without its month and years, and how often it stands; those of months once, however many."""
    counted = Counter(part for head in heads if (part := _plain(head)))
    last = max((head.at for head in heads if not head.blank), default=0)
    first = min((head.at for head in heads if not head.blank), default=0)
    counted.update([BLANK_HEADINGS] if any(head.blank and first < head.at < last for head in heads) else [])
    return Counter({part: 1 if part.startswith(MONTHLY) else times for part, times in counted.items()})


def moved(sheet: Sheet, row: int, heads: Sequence[Heading], seen: Sequence[str]) -> bool:
    """Whether headings may not stand over what they head, by those that were seen when the layout was confirmed.

    One more may have been put in among them: it has figures below, or it has pushed another from over its own. One more
    column of words, with all others as they were, moves nothing.
    """
    had, now = Counter(seen), shape(heads)
    if now[BLANK_HEADINGS] > had[BLANK_HEADINGS]:
        return True
    fresh = [head for head in heads if (part := _plain(head)) and now[part] > had[part]]
    if not fresh:
        return False
    last = max((head.at for head in heads if _monthly(head) and not _hollow(sheet, row, head.at)), default=-1)
    to_come = {head.at for head in heads if _monthly(head) and head.at > last}
    hollow = [head for head in heads if not head.blank and head.at not in to_come and _hollow(sheet, row, head.at)]
    return bool(hollow) or any(_counted(sheet, row, head.at) for head in fresh)


def astray(row: Sequence[object], numbers: Sequence[int], headed: Sequence[bool]) -> Iterator[int]:
    """Columns in which a number of this row has no heading over it, though it stands beside what has one."""
    for at in numbers:
        if at >= len(headed) or not headed[at]:
            before = at > 0 and ((at - 1 < len(headed) and headed[at - 1]) or row[at - 1] != "")
            if before:
                yield at


def _plain(head: Heading) -> str:
    rest = " ".join(norm(re.sub(TIMES, " ", head.rest)).split())
    return f"{MONTHLY} {rest}".strip() if _monthly(head) else rest or ("" if head.blank else YEAR)


def _monthly(head: Heading) -> bool:
    return bool(head.month or head.number)


def _hollow(sheet: Sheet, row: int, at: int) -> bool:
    return all(sheet.cell(r, at) == "" for r in range(row + 1, len(sheet.rows)))


def _counted(sheet: Sheet, row: int, at: int) -> bool:
    return any(number_of(sheet.cell(r, at)) is not None for r in range(row + 1, len(sheet.rows)))
