"""A chart's axes and number format: chosen here, so that every program draws the same picture."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from peelian.core.pack import Chart, Point
from peelian.core.periods import MONTH_NAMES

PRINTED = re.compile(r"(?P<before>[£$€]?)(?P<sign>[-−]?)(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<after>\s?[%a-z]*)")
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class NumberFormat:
    """How values become printed text: before and after stand round the number, as Office writes it."""

    before: str
    after: str
    places: int
    grouped: bool

    def code(self, places: int | None = None) -> str:
        """The format in Office's own notation, with other `places` for an axis whose steps need them."""
        decimals = self.places if places is None else places
        number = ("#,##0" if self.grouped else "0") + ("." + "0" * decimals if decimals else "")
        return f"{_quoted(self.before)}{number}{_quoted(self.after)}"

    def printed(self, value: float, places: int | None = None) -> str:
        decimals = self.places if places is None else places
        number = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        text = f"{abs(number):,f}" if self.grouped else f"{abs(number):f}"
        return f"{'-' if number < 0 else ''}{self.before}{text}{self.after}"


PLAIN = NumberFormat("", "", 0, True)


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""


def format_of(points: Sequence[Point]) -> NumberFormat | None:
    """The format that prints every drawn point exactly as the pack does; None when there is none.

    A label made by the format stays true when the chart's data are edited; else the label has to be typed text.
    """
    drawn = [point for point in points if point.value is not None]
    first = PRINTED.fullmatch(drawn[0].text) if drawn else None
    if first is None:
        return None
    decimals = len(first["digits"].partition(".")[2])
    found = NumberFormat(first["before"], first["after"], decimals, True)
    ungrouped = NumberFormat(first["before"], first["after"], decimals, False)
    for candidate in (found, ungrouped):
        if all(candidate.printed(point.value or 0.0) == point.text.replace("−", "-") for point in drawn):
            return candidate
    return None


@dataclass(frozen=True)
class Scale:
    least: float
    most: float
    step: float

    @property
    def places(self) -> int:
        """Decimals the steps need."""
        return next(places for places in range(9) if math.isclose(round(self.step, places), self.step, rel_tol=1e-9))

    @property
    def ticks(self) -> list[float]:
        first = round(self.least / self.step)
        return [round(self.step * (first + n), 10) for n in range(round((self.most - self.least) / self.step) + 1)]


def scale_of(chart: Chart, steps: int = 5) -> Scale:
    """Round steps, about so many, that hold all that is drawn, intervals too.

    Zero is one end for bars, for a chart of one value, and where the lowest is positive and at most half the highest.
    """
    points = [point for series in chart.series for point in series.points]
    drawn = [end for point in points for end in (point.value, point.low, point.high) if end is not None]
    low, high = min(drawn, default=0.0), max(drawn, default=1.0)
    if chart.shape == "bar" or 0 <= low <= high / 2 or low == high:
        low, high = min(low, 0.0), max(high, 0.0)
    return rounded(low, high, steps)


def rounded(low: float, high: float, steps: int = 5) -> Scale:
    """Round steps, about so many, that hold both ends."""
    rough = (high - low or abs(high) or 1) / steps
    magnitude = 10 ** math.floor(math.log10(rough))
    step = next(multiple * magnitude for multiple in STEPS if multiple * magnitude >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return Scale(step * first, step * max(last, first + 1), step)


def months_of(categories: Sequence[str]) -> tuple[list[date], str] | None:
    """The first day of each month, and the date format that prints them as they stand; None if they are not months.

    An axis of dates is thinned alike by every program; one of words is wrapped or turned by some.
    """
    for code, names in (("mmm yyyy", [name[:3] for name in MONTH_NAMES]), ("mmmm yyyy", list(MONTH_NAMES))):
        parts = [category.partition(" ") for category in categories]
        if all(name in names and year.isdecimal() and len(year) == 4 for name, _, year in parts):
            days = [date(int(year), names.index(name) + 1, 1) for name, _, year in parts]
            return (days, code) if all(early < late for early, late in pairwise(days)) else None
    return None
