"""How long disclosure control takes: a table of 43 forces by 14 types of crime with its totals, and a whole pack.

Run by `make bench`. Ends with 1 when the table takes a second or more.
"""

import random
import statistics
import sys
import time
from datetime import date
from functools import cache

from peelian.core.periods import Period, add_months
from peelian.disclosure import NumberShown, Relation, Rest, protect, withhold

ROWS, COLUMNS, THRESHOLD = 43, 14, 5
LIMIT = 1.0


def table(seed: int) -> tuple[dict[tuple[int, int], int], list[Relation[tuple[int, int]]]]:
    """Numbers from none to some hundreds, a fifth of them small; row -1 and column -1 are totals."""
    rng = random.Random(seed)  # noqa: S311
    cells = {(i, j): int(22 * rng.expovariate(1) ** 2) for i in range(ROWS) for j in range(COLUMNS)}
    cells |= {(i, -1): sum(cells[i, j] for j in range(COLUMNS)) for i in range(ROWS)}
    cells |= {(-1, j): sum(cells[i, j] for i in range(ROWS)) for j in (*range(COLUMNS), -1)}
    rows = [Relation((i, -1), tuple((i, j) for j in range(COLUMNS))) for i in (*range(ROWS), -1)]
    return cells, rows + [Relation((-1, j), tuple((i, j) for i in range(ROWS))) for j in (*range(COLUMNS), -1)]


def pack(last: date) -> list[tuple[str, str, Period]]:
    """15 counts in a force and four councils: the quarter and 12 months, each with a year before; 24 months charted."""
    quarter, year = Period(add_months(last, -2), add_months(last, 1), "quarter"), Period.twelve_months(last)
    shown = [p for now in (quarter, year) for p in (now, now.a_year_earlier())]
    tables = [(kind, area, p) for kind in ("all", *KINDS) for area in ("force", *COUNCILS) for p in shown]
    return tables + [("all", "force", Period.month(add_months(last, -i))) for i in range(24)]


KINDS = [f"type {number:02}" for number in range(COLUMNS)]
COUNCILS = ["north", "south", "east", "west"]


def two_packs() -> tuple[int, int, float]:
    """Figures, those withheld beside the small ones, and seconds for a pack beside the one before."""
    rng = random.Random(1829)  # noqa: S311
    mean = {(kind, area): 8 * rng.lognormvariate(0, 1.3) for kind in KINDS for area in COUNCILS}

    @cache
    def counted(kind: str, area: str, month: date) -> int:
        if kind == "all":
            return sum(counted(each, area, month) for each in KINDS)
        if area == "force":
            return sum(counted(kind, each, month) for each in COUNCILS)
        return round(mean[kind, area] * random.Random(f"{kind}{area}{month}").expovariate(1))  # noqa: S311

    def printed(last: date, lost: frozenset[object] = frozenset()) -> list[NumberShown]:
        rows = []
        for kind, area, period in pack(last):
            number = sum(counted(kind, area, month) for month in period.months)
            gone = (kind, area, period) in lost
            rows.append(NumberShown(kind, kind, area, period, "numerator", number, THRESHOLD, withheld=gone))
        return rows

    parts, split = {"force": COUNCILS}, [Rest("all", frozenset(KINDS))]
    first = withhold(printed(date(2025, 9, 1)), [], parts, counted, split)
    started = time.perf_counter()
    second = withhold(printed(date(2025, 12, 1)), printed(date(2025, 9, 1), first.figures), parts, counted, split)
    return len(pack(date(2025, 12, 1))), len(second.secondary), time.perf_counter() - started


def main() -> int:
    seconds, small, withheld = [], [], []
    for seed in range(9):
        cells, relations = table(seed)
        started = time.perf_counter()
        found = protect(cells, relations, THRESHOLD)
        seconds.append(time.perf_counter() - started)
        small.append(sum(0 < number < THRESHOLD for number in cells.values()))
        withheld.append(len(found))
    middle = statistics.median
    print(
        f"{ROWS} x {COLUMNS} with totals: {middle(small)} small, {middle(withheld)} withheld, audited:"
        f" {middle(seconds):.2f} s, worst of {len(seconds)} {max(seconds):.2f} s"
    )
    figures, beside, taken = two_packs()
    print(f"{figures} figures beside as many of the pack before: {beside} withheld to protect others, {taken:.1f} s")
    return int(middle(seconds) >= LIMIT)


if __name__ == "__main__":
    sys.exit(main())
