"""Intervals for proportions, rates, their differences and ratios, and directly standardised rates."""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from peelian.statistics import checks
from peelian.statistics.checks import Number
from peelian.statistics.exact import poisson_limits, share_limits

FEW_EVENTS = 10
"""Below this many events a rate's interval is exact; Byar's approximation holds from here on."""


@dataclass(frozen=True)
class Interval:
    """An estimate with its limits, in the unit asked for."""

    value: float
    lower: float
    upper: float


def proportion_interval(events: Number | None, base: Number | None, confidence: float = 0.95) -> Interval | None:
    """Wilson's score interval for a proportion, without continuity correction; between 0 and 1.

    No events give a lower limit of exactly 0, all events an upper limit of exactly 1. ValueError when the base is not
    above zero or is less than the events.
    Source: Wilson, J Am Stat Assoc 1927;22:209-12; Newcombe, Stat Med 1998;17:857-72, method 3.
    """
    checks.confidence_level(confidence)
    if events is None or base is None:
        return None
    x, n = checks.part(events, base)
    z = z_of(confidence)
    middle = 2 * x + z * z
    reach = z * math.sqrt(z * z + 4 * x * (1 - x / n))
    whole = 2 * (n + z * z)
    return Interval(x / n, 0.0 if x == 0 else (middle - reach) / whole, 1.0 if x == n else (middle + reach) / whole)


def rate_interval(
    events: Number | None,
    exposure: Number | None,
    per: Number = 1,
    confidence: float = 0.95,
    *,
    method: Literal["exact", "byar"] | None = None,
) -> Interval | None:
    """An interval for a count over an exposure, times `per`: exact Poisson below 10 events, Byar's from 10.

    With an exposure of 1 it is the interval of the count itself. No events give a lower limit of 0. ValueError when
    the exposure is not above zero or the events are below it. Byar's forced on very few events can put the lower limit
    below zero, where it is 0.
    Source: exact: Garwood, Biometrika 1936;28:437-42. Byar's: Breslow and Day, Statistical Methods in Cancer Research,
    volume 2, 1987, page 69; the rule of ten: OHID, PHEindicatormethods.
    """
    checks.confidence_level(confidence)
    if events is None or exposure is None:
        return None
    x, t, scale = checks.count(events, "events"), checks.base(exposure, "exposure"), checks.base(per, "per")
    if method is not None:
        checks.choice(method, "method", ("exact", "byar"))
    exact = (method or ("exact" if x < FEW_EVENTS else "byar")) == "exact"
    lower, upper = poisson_limits(x, (1 - confidence) / 2) if exact else _byar(x, confidence)
    return Interval(x / t * scale, lower / t * scale, upper / t * scale)


def proportion_difference_interval(
    events1: Number | None,
    base1: Number | None,
    events2: Number | None,
    base2: Number | None,
    confidence: float = 0.95,
) -> Interval | None:
    """The first proportion less the second, by Newcombe's method 10: the square-and-add of two Wilson intervals.

    Between -1 and 1; times 100 it is percentage points. ValueError as for `proportion_interval`.
    Source: Newcombe, Stat Med 1998;17:873-90, method 10.
    """
    first = proportion_interval(events1, base1, confidence)
    second = proportion_interval(events2, base2, confidence)
    if first is None or second is None:
        return None
    value = first.value - second.value
    return Interval(
        value,
        value - math.hypot(first.value - first.lower, second.upper - second.value),
        value + math.hypot(first.upper - first.value, second.value - second.lower),
    )


def rate_ratio_interval(
    events1: Number | None,
    exposure1: Number | None,
    events2: Number | None,
    exposure2: Number | None,
    confidence: float = 0.95,
    *,
    method: Literal["wald", "exact"] | None = None,
) -> Interval | None:
    """The first rate over the second: Wald's on the logarithm when both counts are 10 or more, else exact conditional.

    The exact limits are those of the first count as a binomial share of both. No events in the second give an
    infinite value and upper limit. ValueError when there are no events in either, or Wald's is forced with none in one.
    Source: log-Wald: Rothman, Epidemiology, 2012, chapter 9. Exact: Clopper and Pearson, Biometrika 1934;26:404-13, of
    the share given the total; as `poisson.test` of R.
    """
    checks.confidence_level(confidence)
    if events1 is None or exposure1 is None or events2 is None or exposure2 is None:
        return None
    x1, x2 = checks.count(events1, "events1"), checks.count(events2, "events2")
    t1, t2 = checks.base(exposure1, "exposure1"), checks.base(exposure2, "exposure2")
    if method is not None:
        checks.choice(method, "method", ("wald", "exact"))
    if x1 == 0 and x2 == 0:
        raise ValueError("there are no events on either side, so their rates have no ratio")
    value = math.inf if x2 == 0 else (x1 / t1) / (x2 / t2)
    if (method or ("exact" if min(x1, x2) < FEW_EVENTS else "wald")) == "wald":
        if not x1 or not x2:
            raise ValueError("Wald's method has no limits where one side has no events; use method='exact'")
        reach = math.exp(z_of(confidence) * math.sqrt(1 / x1 + 1 / x2))
        return Interval(value, value / reach, value * reach)
    low, high = share_limits(x1, x2, (1 - confidence) / 2)
    return Interval(value, _odds(low) * (t2 / t1), _odds(high) * (t2 / t1))


def standardised_rate(
    events: Sequence[Number | None],
    populations: Sequence[Number | None],
    standard: Sequence[Number | None],
    per: Number = 100_000,
    confidence: float = 0.95,
) -> Interval | None:
    """A directly standardised rate: each band's rate weighted by the standard population, with Dobson's limits.

    One number a band, in the same order. A missing band of events counts as none and warns. None when there are fewer
    than 10 events in all, or a population or standard is None. ValueError for a population or standard not above zero,
    or bands that do not match.
    Source: Dobson and others, Stat Med 1991;10:457-62, on Byar's limits of the total; as OHID's PHEindicatormethods.
    """
    checks.confidence_level(confidence)
    checks.paired(events, populations, "events and populations")
    checks.paired(events, standard, "events and standard")
    scale = checks.base(per, "per")
    x = [0.0 if found is None else checks.count(found, "events") for found in events]
    n = [checks.base(found, "population") for found in populations if found is not None]
    w = [checks.base(found, "standard") for found in standard if found is not None]
    if not len(x) == len(n) == len(w):
        return None
    missing = [str(number) for number, found in enumerate(events, start=1) if found is None]
    if missing:
        told = f"band {missing[0]} has" if len(missing) == 1 else f"bands {', '.join(missing)} have"
        warnings.warn(f"{told} no events told: counted as none, so the rate is too low", stacklevel=2)
    total, weight = sum(x), sum(w)
    if total < FEW_EVENTS:
        return None
    value = sum(wi * xi / ni for wi, xi, ni in zip(w, x, n, strict=True)) / weight
    variance = sum(wi * wi * xi / (ni * ni) for wi, xi, ni in zip(w, x, n, strict=True)) / (weight * weight)
    lower, upper = (value + math.sqrt(variance / total) * (limit - total) for limit in _byar(total, confidence))
    return Interval(value * scale, lower * scale, upper * scale)


def z_of(confidence: float) -> float:
    """How many standard errors such a level of confidence reaches to either side."""
    return -NormalDist().inv_cdf((1 - confidence) / 2)


def _odds(share: float) -> float:
    return math.inf if share == 1 else share / (1 - share)


def _byar(x: float, confidence: float) -> tuple[float, float]:
    z = z_of(confidence)
    # Below about three events, at high confidence, the cube root turns negative: no count is.
    lower = 0.0 if x == 0 else x * max(0.0, 1 - 1 / (9 * x) - z / (3 * math.sqrt(x))) ** 3
    return lower, (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * math.sqrt(x + 1))) ** 3
