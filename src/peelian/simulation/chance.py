"""Random numbers, seasons and months for the simulation.

It uses only sums, products and square roots of random numbers, which every machine rounds alike, and reads no clock.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from peelian.core.periods import Period, months_between

FIRST_YEAR, YEARS = 2023, 3
OWN = "Barsetshire Constabulary"
FORCES = {OWN: 100, "Loamshire Police": 140, "Eastmarch Constabulary": 80, "Carrowdale Police": 110}
"""Size of each force, in per cent of the first."""

DISTRICTS = {("B01", "Barchester"): 46, ("B02", "Silverbridge"): 29, ("B03", "Plumstead"): 18, ("B04", "Courcy"): 5,
             ("", ""): 2}  # fmt: skip
"""Per cent of the county's crimes. The last row is crimes without a location."""

COUNCILS = {place: share for place, share in DISTRICTS.items() if place[0]}

Season = Sequence[int]
SUMMER = (92, 90, 96, 99, 106, 110, 114, 112, 104, 98, 91, 88)
WINTER = (108, 104, 101, 97, 95, 92, 92, 94, 98, 103, 108, 108)
CHRISTMAS = (94, 94, 98, 97, 98, 97, 97, 98, 99, 104, 112, 112)
LEVEL = (100,) * 12

ReturnCell = str | int | date
ReturnRow = Mapping[str, ReturnCell]
"""A row of a return, by the names of its columns."""


def quarters() -> tuple[Period, ...]:
    return tuple(Period.quarter(FIRST_YEAR + year, number) for year in range(YEARS) for number in (1, 2, 3, 4))


def months() -> tuple[date, ...]:
    return tuple(month for quarter in quarters() for month in quarter.months)


def after(month: date) -> int:
    """Months since the first."""
    return months_between(months()[0], month)


def about(random: Random, expected: float) -> int:
    """A whole number near `expected`. Twelve uniform numbers less six are close to normal, and need no logarithm."""
    return max(0, int(expected + spread(random) * math.sqrt(expected) + 0.5))


def spread(random: Random) -> float:
    """A number close to normal, with mean 0 and deviation 1."""
    return sum(random.random() for _ in range(12)) - 6


def share_out(random: Random, total: int, into: Sequence[str], shares: Sequence[int]) -> Counter[str]:
    """Distributes `total` at random among `into`, by shares of any sum."""
    return Counter(random.choices(into[: len(shares)], shares, k=total))


def in_season(month: date, season: Season) -> float:
    return season[month.month - 1] / 100


def grown(month: date, yearly: float) -> float:
    """The factor on the first month, with a rise of `yearly` per cent of it each year."""
    return 1 + yearly * after(month) / 1200
