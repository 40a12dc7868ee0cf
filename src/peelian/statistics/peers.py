"""Peers: funnels, how much more areas vary than chance, and ranks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from peelian.core.rounding import rounded
from peelian.statistics import checks
from peelian.statistics.checks import Number
from peelian.statistics.exact import poisson_limits

RatioKind = Literal["proportion", "rate"]
Z95, Z998 = 1.959964, 3.090232


@dataclass(frozen=True)
class Funnel:
    """The limits at one base: between them lie 95% or 99.8% of areas that differ from the average by chance alone."""

    lower95: float
    upper95: float
    lower998: float
    upper998: float


@dataclass(frozen=True)
class Overdispersion:
    """How much more areas vary than chance: `phi` is 1 where they do not. `limits` are wider by `tau_squared`."""

    phi: float
    tau_squared: float
    limits: tuple[Funnel | None, ...]


def funnel(
    kind: RatioKind, average: Number | None, bases: Sequence[Number | None], per: Number = 1
) -> tuple[Funnel | None, ...]:
    """Limits around an average at each base, times `per`; None at a base that is None, and at all without an average.

    `average` is events over base, unscaled. Proportions: normal at the average, clipped to what can be. Rates: exact
    Poisson limits of the events expected. ValueError for a base not above zero, or an average that cannot be.
    Source: Spiegelhalter, Stat Med 2005;24:1185-202; exact Poisson as FunnelPlotR draws them for ratios.
    """
    checks.choice(kind, "kind", ("proportion", "rate"))
    scale = checks.base(per, "per")
    if average is None:
        return (None,) * len(bases)
    middle = checks.count(average, "average")
    if kind == "proportion" and middle > 1:
        raise ValueError(f"average is {average}, and a proportion cannot be above 1")
    return tuple(None if n is None else _funnel(kind, middle, checks.base(n, "base"), scale) for n in bases)


def overdispersion(
    kind: RatioKind, events: Sequence[Number | None], bases: Sequence[Number | None], *, winsorise: float = 0.1
) -> Overdispersion:
    """The factor by which areas vary more than chance, and limits that allow for it.

    z-scores around the overall average are pulled in to their `winsorise` and 1 - `winsorise` quantiles; phi is the
    mean of their squares, tau squared the variance between areas (DerSimonian and Laird), zero when phi is what chance
    gives. Proportions on the arcsine of the square root; rates on the logarithm, half an event added. Limits are shares
    or rates, unscaled; None where the events or base are. ValueError for fewer than two areas or no event at all, for
    events or bases that cannot be, or for `winsorise` outside 0 to 0.5.
    Source: Spiegelhalter and others, J R Stat Soc A 2012;175:1-47; as FunnelPlotR, types PR and RC.
    """
    checks.choice(kind, "kind", ("proportion", "rate"))
    if not 0 <= checks.finite(winsorise, "winsorise") < 0.5:
        raise ValueError(f"winsorise is {winsorise}, and must be from 0 up to 0.5")
    checks.paired(events, bases, "events and bases")
    known = [(x, n) for x, n in zip(events, bases, strict=True) if x is not None and n is not None]
    pairs = [
        checks.part(x, n) if kind == "proportion" else (checks.count(x, "events"), checks.base(n, "base"))
        for x, n in known
    ]
    if len(pairs) < 2 or not sum(x for x, _ in pairs):
        raise ValueError("at least two areas and one event are needed to say how areas vary")
    whole = sum(x for x, _ in pairs) / sum(n for _, n in pairs)
    middle = math.asin(math.sqrt(whole)) if kind == "proportion" else math.log(whole)
    errors = [_error(kind, x, n) for x, n in pairs]
    z = [(_transformed(kind, x, n) - middle) / s for (x, n), s in zip(pairs, errors, strict=True)]
    low, high = _quantile(z, winsorise), _quantile(z, 1 - winsorise)
    phi = sum(min(max(found, low), high) ** 2 for found in z) / len(z)
    tau = _tau_squared(phi, errors)
    told = iter(errors)
    limits = (
        None if x is None or n is None else _widened(kind, middle, next(told), tau)
        for x, n in zip(events, bases, strict=True)
    )
    return Overdispersion(phi, tau, tuple(limits))


def ranks(values: Sequence[Number | None], *, decimals: int, highest_first: bool = True) -> tuple[int | None, ...]:
    """Competition ranks of values rounded to so many decimals: equals share the better place, gaps have none.

    Rounded as printed, halves away from zero, from the shortest decimal that is the number. ValueError for decimals
    that are not a whole number, at least 0.
    """
    places = checks.whole_number(decimals, "decimals", 0)
    shown = [None if v is None else rounded(Fraction(repr(v)), places) for v in checks.series(values)]
    known = [v for v in shown if v is not None]

    def before(one: Decimal, other: Decimal) -> bool:
        return other > one if highest_first else other < one

    return tuple(None if v is None else 1 + sum(before(v, other) for other in known) for v in shown)


def _funnel(kind: RatioKind, average: float, base: float, scale: float) -> Funnel:
    if kind == "proportion":
        error = math.sqrt(average * (1 - average) / base)
        lower95, lower998 = (max(0.0, average - z * error) * scale for z in (Z95, Z998))
        upper95, upper998 = (min(1.0, average + z * error) * scale for z in (Z95, Z998))
        return Funnel(lower95, upper95, lower998, upper998)
    expected = average * base
    limits: list[float] = []
    for tail in (0.025, 0.001):
        limits.extend(limit / base * scale for limit in poisson_limits(expected, tail))
    return Funnel(*limits)


def _transformed(kind: RatioKind, x: float, n: float) -> float:
    return math.asin(math.sqrt(x / n)) if kind == "proportion" else math.log((x + 0.5) / (n + 0.5))


def _error(kind: RatioKind, x: float, n: float) -> float:
    """The standard error on the transformed scale."""
    if kind == "proportion":
        return 1 / (2 * math.sqrt(n))
    return math.sqrt(x / (x + 0.5) ** 2 + n / (n + 0.5) ** 2)


def _tau_squared(phi: float, errors: Sequence[float]) -> float:
    weights = [1 / (s * s) for s in errors]
    total = sum(weights)
    spare = len(errors) * phi - (len(errors) - 1)
    room = total - sum(w * w for w in weights) / total
    return max(0.0, spare / room) if room > 0 else 0.0


def _widened(kind: RatioKind, middle: float, error: float, tau: float) -> Funnel:
    limits = []
    for z in (Z95, Z998):
        reach = z * math.sqrt(error * error + tau)
        for at in (middle - reach, middle + reach):
            # Beyond these angles the sine turns back: the limit has reached what can be.
            limits.append(math.sin(min(max(at, 0.0), math.pi / 2)) ** 2 if kind == "proportion" else math.exp(at))
    return Funnel(*limits)


def _quantile(values: Sequence[float], share: float) -> float:
    """R's default, type 7: between the order statistics, in proportion."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])
