"""How often charts of a process that does not change show a signal, and how often one that does change shows it.

Give `python docs/methods/false_alarms.py` from the repository; it prints the tables and writes them into
false-alarms.md beside it. The same seed gives the same tables on every machine.
"""

import random
import sys
from bisect import bisect
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from math import exp
from pathlib import Path

from peelian.statistics import signals, variation, xmr

PAGE = Path(__file__).with_name("false-alarms.md")
BEGIN, END = "<!-- begin: false_alarms.py -->", "<!-- end: false_alarms.py -->"
SEED, MONTHS, MOVED_AT, SERIES = 1829, 24, 12, 1_000
SHIFTS = (0.0, 1.0, 1.5, 2.0, 3.0)
RULES = ("outside", "trend", "two of three", "shift")
MEAN = 50
SIGMA = MEAN**0.5

Draw = Callable[[random.Random, float], float]


def normal(source: random.Random, moved: float) -> float:
    """Mean 0 and standard deviation 1, moved by so many standard deviations."""
    return source.gauss(moved, 1)


def poisson(source: random.Random, moved: float) -> float:
    """A count of mean 50, its mean moved by so many standard deviations (of 7.07)."""
    return bisect(_cumulative(MEAN + moved * SIGMA), source.random())


@cache
def _cumulative(mean: float) -> list[float]:
    """The chances of at most 0, 1, 2 and so on."""
    return list(accumulate(accumulate(range(1, 200), lambda chance, k: chance * mean / k, initial=exp(-mean))))


KINDS: dict[str, Draw] = {"Normal": normal, "Counts, mean 50": poisson}


def stable(draw: Draw, series: int = SERIES) -> Counter[str]:
    """Of so many stable series, how many show each rule anywhere, any rule, and an icon at the latest month."""
    source, seen = random.Random(SEED), Counter[str]()  # noqa: S311
    for _ in range(series):
        values = [draw(source, 0) for _ in range(MONTHS)]
        limits = xmr(values)
        rules = {rule for found in signals(values, limits) for rule in found.fired}
        seen.update(rules)
        seen["any"] += bool(rules)
        seen["icon"] += variation(values, limits, better="up") != "common cause"
    return seen


def moved(draw: Draw, by: float, series: int = SERIES) -> Counter[str]:
    """Of so many series that move at the thirteenth month, how many show it: any signal from then on, or an icon.

    "drawn" has its limits from all 24 months, "fixed" from the twelve before.
    """
    source, seen = random.Random(f"{SEED} {by}"), Counter[str]()  # noqa: S311
    for _ in range(series):
        values = [draw(source, by if month >= MOVED_AT else 0) for month in range(MONTHS)]
        drawn, fixed = xmr(values), xmr(values, baseline=MOVED_AT)
        seen["drawn"] += any(found.fired for found in signals(values, drawn)[MOVED_AT:])
        seen["fixed"] += any(found.fired for found in signals(values, fixed)[MOVED_AT:])
        seen["icon"] += variation(values, drawn, better="up") != "common cause"
    return seen


def stable_row(name: str, series: int = SERIES) -> str:
    seen = stable(KINDS[name], series)
    return _row([name, *(_share(seen[column], series) for column in (*RULES, "any", "icon"))])


def moved_row(name: str, by: float, series: int = SERIES) -> str:
    seen = moved(KINDS[name], by, series)
    return _row([name, f"{by:g}", *(_share(seen[column], series) for column in ("drawn", "fixed", "icon"))])


def tables(series: int = SERIES) -> str:
    """Both tables in Markdown."""
    lines = [
        f"Shares of {series:,} simulated series of {MONTHS} months in which nothing changes (seed {SEED}).",
        "",
        "| series | outside | trend | two of three | shift | any rule, any month | an icon at the latest month |",
        "|---|--:|--:|--:|--:|--:|--:|",
        *(stable_row(name, series) for name in KINDS),
        "",
        f"Shares of {series:,} series that move for good at month {MOVED_AT + 1}, found by any rule in the {MOVED_AT} "
        "months from then on.",
        "",
        "| series | move, in standard deviations | limits of all 24 months | of the 12 before | icon at month 24 |",
        "|---|--:|--:|--:|--:|",
        *(moved_row(name, by, series) for name in KINDS for by in SHIFTS),
    ]
    return "\n".join(lines)


def _share(number: int, series: int) -> str:
    return f"{100 * number / series:.0f}%"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def placed(page: str, text: str) -> str:
    """The page with the text between its markers."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def main() -> None:
    text = tables()
    PAGE.write_text(placed(PAGE.read_text("utf-8"), text), "utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
