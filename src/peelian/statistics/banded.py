"""Estimates from counts in bands: medians and other percentiles, means; and how two estimates compare."""

import math
from collections.abc import Sequence
from itertools import pairwise

from peelian.statistics import checks
from peelian.statistics.intervals import Interval, z_of

Band = tuple[float, float]
"""Its lower end and its upper end, which is not in it; the last band's may be infinite."""


def banded_percentile(
    counts: Sequence[int], bands: Sequence[Band], share: float, confidence: float = 0.95
) -> Interval | None:
    """The value below which `share` of what is counted lies, read off the bands as if each were evenly filled.

    Its limits are the values at the ranks that chance would seldom pass; infinite where those fall in an open band.
    None where nothing is counted, or where the value itself does, since an open band has no end to read off.
    ValueError when the bands do not follow one another, or `share` is not between 0 and 1.
    Source: interpolation in grouped data: Yule and Kendall, An Introduction to the Theory of Statistics, 14th edition,
    chapter 5. Limits by ranks: Conover, Practical Nonparametric Statistics, 3rd edition, section 3.2.
    """
    checks.confidence_level(confidence)
    ends, total = _checked(counts, bands), sum(counts)
    if not 0 < share < 1:
        raise ValueError(f"share is {share}, and must lie between 0 and 1")
    if not total:
        return None
    reach = z_of(confidence) * math.sqrt(total * share * (1 - share))
    value = _at_rank(total * share, counts, ends)
    if math.isinf(value):
        return None
    return Interval(
        value,
        _at_rank(max(total * share - reach, 0), counts, ends),
        _at_rank(min(total * share + reach, total), counts, ends),
    )


def banded_mean(counts: Sequence[int], bands: Sequence[Band], confidence: float = 0.95) -> Interval | None:
    """The mean, each band's counts taken to lie evenly in it, with normal limits.

    None where fewer than two are counted, or any in an open band. ValueError as for `banded_percentile`.
    Source: the mean and variance of grouped data: Yule and Kendall, chapters 5 and 6; within a band the variance of an
    even spread, a twelfth of the square of its width.
    """
    checks.confidence_level(confidence)
    ends, total = _checked(counts, bands), sum(counts)
    filled = [(n, low, high) for n, (low, high) in zip(counts, ends, strict=True) if n]
    if total < 2 or any(math.isinf(high) for _, _, high in filled):
        return None
    mean = sum(n * (low + high) / 2 for n, low, high in filled) / total
    squares = sum(n * (((low + high) / 2 - mean) ** 2 + (high - low) ** 2 / 12) for n, low, high in filled)
    reach = z_of(confidence) * math.sqrt(squares / (total - 1) / total)
    return Interval(mean, mean - reach, mean + reach)


def estimates_ratio_interval(first: Interval, second: Interval) -> Interval | None:
    """The first estimate over the second, from the limits of each, by the method of variance estimates recovery.

    None where it cannot be told: an end is infinite, the second is not clearly above zero, or either lies below it.
    ValueError when an estimate lies outside its own limits.
    Source: Donner and Zou, Stat Methods Med Res 2012;21:347-59, equation 9.
    """
    a, b = first, second
    if any(not one.lower <= one.value <= one.upper for one in (a, b)):
        raise ValueError("an estimate lies outside its own limits")
    finite = all(map(math.isfinite, (a.lower, a.upper, b.lower, b.upper)))
    if not finite or a.value < 0 or b.lower <= 0:
        return None
    product = a.value * b.value

    def end(own: float, other: float, sign: int) -> float:
        inside = product**2 - own * other * (2 * a.value - own) * (2 * b.value - other)
        return (product + sign * math.sqrt(max(inside, 0))) / (other * (2 * b.value - other))

    if 2 * b.value - b.upper <= 0:
        return None
    return Interval(a.value / b.value, max(end(a.lower, b.upper, -1), 0), end(a.upper, b.lower, 1))


def _at_rank(rank: float, counts: Sequence[int], bands: Sequence[Band]) -> float:
    below = 0
    for n, (low, high) in zip(counts, bands, strict=True):
        if n and rank <= below + n:
            return low if rank <= below else math.inf if math.isinf(high) else low + (high - low) * (rank - below) / n
        below += n
    raise AssertionError("a rank beyond all that is counted")


def _checked(counts: Sequence[int], bands: Sequence[Band]) -> Sequence[Band]:
    if len(counts) != len(bands) or any(n < 0 for n in counts):
        raise ValueError("each band needs a count of nothing or more")
    if any(high <= low for low, high in bands) or any(a[1] != b[0] for a, b in pairwise(bands)):
        raise ValueError(f"the bands {bands!r} do not follow one another")
    return bands
