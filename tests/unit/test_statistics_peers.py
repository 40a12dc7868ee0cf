"""Funnels, overdispersion and ranks against their published formulas written out another way."""

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, poisson

from peelian.statistics import Funnel, funnel, overdispersion, ranks

NAN = math.nan


# Funnels


def test_a_funnel_of_proportions_is_normal_at_the_average_and_clipped():
    """Spiegelhalter, Stat Med 2005;24:1185-202, section 3.1.1, with 95% and 99.8% limits."""
    (found,) = funnel("proportion", 0.14, [10_286])
    assert found is not None
    error = math.sqrt(0.14 * 0.86 / 10_286)
    for z, lower, upper in ((0.975, found.lower95, found.upper95), (0.999, found.lower998, found.upper998)):
        assert (lower, upper) == pytest.approx((0.14 - norm.ppf(z) * error, 0.14 + norm.ppf(z) * error), abs=1e-8)
    (small,) = funnel("proportion", 0.9, [5], per=100)
    assert small is not None
    assert small.upper95 == small.upper998 == 100
    (plain,) = funnel("proportion", 0.9, [5])
    assert plain is not None
    assert (small.lower95, small.lower998) == pytest.approx((plain.lower95 * 100, plain.lower998 * 100))
    assert funnel("proportion", 0, [5]) == (Funnel(0, 0, 0, 0),)


@given(st.integers(1, 300))
def test_a_funnel_of_rates_is_exact_poisson_of_the_events_expected(expected: int):
    """A mean at a limit gives the events expected, or more extreme, with half the error."""
    (found,) = funnel("rate", expected / 1_000, [1_000])
    assert found is not None
    for tail, lower, upper in ((0.025, found.lower95, found.upper95), (0.001, found.lower998, found.upper998)):
        assert poisson.sf(expected - 1, lower * 1_000) == pytest.approx(tail, rel=1e-6)
        assert poisson.cdf(expected, upper * 1_000) == pytest.approx(tail, rel=1e-6)


@given(st.sampled_from(["proportion", "rate"]), st.floats(0.001, 0.999), st.lists(st.integers(1, 10**6), max_size=9))
def test_a_funnel_narrows_and_holds_its_average(kind: str, average: float, bases: list[int]):
    limits = [f for f in funnel(kind, average, sorted(bases)) if f is not None]  # type: ignore[arg-type]
    for found in limits:
        assert found.lower998 <= found.lower95 <= average <= found.upper95 <= found.upper998
    widths = [found.upper95 - found.lower95 for found in limits]
    assert widths == sorted(widths, reverse=True)


def test_gaps_and_scale_in_a_funnel():
    one, gap, other = funnel("rate", 0.002, [50_000, None, 80_000], per=1_000)
    (plain,) = funnel("rate", 0.002, [50_000])
    assert gap is None
    assert one is not None
    assert other is not None
    assert plain is not None
    assert one.upper998 == pytest.approx(plain.upper998 * 1_000)
    assert funnel("rate", None, [1, 2]) == (None, None)
    assert funnel("rate", 0, [10]) == (Funnel(0, -math.log(0.025) / 10, 0, -math.log(0.001) / 10),)


# Overdispersion


def areas(seed: int, spread: float) -> tuple[list[int], list[int]]:
    draw = random.Random(seed)  # noqa: S311
    bases = [draw.randint(2_000, 40_000) for _ in range(39)]
    rates = [0.14 * math.exp(draw.gauss(0, spread)) for _ in bases]
    return [sum(draw.random() < rate for _ in range(n // 10)) for n, rate in zip(bases, rates, strict=True)], [
        n // 10 for n in bases
    ]


@pytest.mark.parametrize("kind", ["proportion", "rate"])
@pytest.mark.parametrize("share", [0, 0.1, 0.2])
def test_overdispersion_by_its_formulas(kind: str, share: float):
    """Spiegelhalter and others, J R Stat Soc A 2012;175:1-47; DerSimonian and Laird, 1986."""
    events, bases = areas(3, 0.3)
    x, n = np.array(events), np.array(bases)
    if kind == "proportion":
        y, middle, s = np.arcsin(np.sqrt(x / n)), np.arcsin(np.sqrt(x.sum() / n.sum())), 1 / (2 * np.sqrt(n))
    else:
        y, middle = np.log((x + 0.5) / (n + 0.5)), np.log(x.sum() / n.sum())
        s = np.sqrt(x / (x + 0.5) ** 2 + n / (n + 0.5) ** 2)
    z = (y - middle) / s
    phi = np.mean(np.clip(z, *np.quantile(z, [share, 1 - share])) ** 2)
    w = 1 / s**2
    tau = max(0, (len(z) * phi - (len(z) - 1)) / (w.sum() - (w**2).sum() / w.sum()))
    found = overdispersion(kind, events, bases, winsorise=share)  # type: ignore[arg-type]
    assert (found.phi, found.tau_squared) == pytest.approx((phi, tau))
    assert found.phi > 1
    back = (lambda v: np.sin(v) ** 2) if kind == "proportion" else np.exp
    wide = np.sqrt(s**2 + tau)
    limits = [f for f in found.limits if f is not None]
    assert [f.upper95 for f in limits] == pytest.approx(back(middle + 1.959964 * wide))
    assert [f.lower998 for f in limits] == pytest.approx(back(middle - 3.090232 * wide))


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_areas_that_differ_by_chance_alone_have_a_factor_near_one(kind: str):
    found = [overdispersion(kind, *areas(seed, 0), winsorise=0).phi for seed in range(4)]  # type: ignore[arg-type]
    assert 0.6 < sum(found) / len(found) < 1.4
    alike = overdispersion(kind, [10, 20, 30], [100, 200, 300])  # type: ignore[arg-type]
    assert (alike.phi < 0.05, alike.tau_squared) == (True, 0)


def test_gaps_keep_their_place_and_limits_stay_within_what_can_be():
    gap = overdispersion("proportion", [10, None, 90, 40], [100, 50, None, 100])
    assert gap.limits[1] is gap.limits[2] is None
    assert (gap.phi, gap.limits[3]) == (
        overdispersion("proportion", [10, 40], [100, 100]).phi,
        overdispersion("proportion", [10, 40], [100, 100]).limits[1],
    )
    wild = overdispersion("proportion", [1, 99, 2, 98], [100, 100, 100, 100], winsorise=0)
    assert wild.limits[0] == Funnel(0, 1, 0, 1)


def test_events_may_be_more_than_what_a_rate_is_per():
    assert overdispersion("rate", [30, 20], [10, 10]).phi > 0


# Ranks


def test_equal_values_share_a_rank_on_the_precision_printed():
    assert ranks([21.64, 21.58, 30, None, 4], decimals=1) == (2, 2, 1, None, 4)
    assert ranks([21.64, 21.58, 30, None, 4], decimals=2) == (2, 3, 1, None, 4)
    assert ranks([21.64, 21.58, 30, None, 4], decimals=0, highest_first=False) == (2, 2, 4, None, 1)
    assert ranks([0.125, 0.13], decimals=2) == (1, 1)
    assert ranks([-0.125, -0.13], decimals=2) == (1, 1)
    assert ranks([1.005, 1.01], decimals=2) == (1, 1)
    assert ranks([], decimals=0) == ranks([None], decimals=0)[:0]


values = st.lists(st.none() | st.floats(-100, 100, allow_nan=False), max_size=20)


@given(values, st.integers(0, 3), st.booleans(), st.randoms(use_true_random=False))
def test_ranks_are_of_the_values_whatever_their_order(
    found: list[float | None], decimals: int, highest_first: bool, draw: random.Random
):
    def told(numbers: list[float | None]) -> tuple[int | None, ...]:
        return ranks(numbers, decimals=decimals, highest_first=highest_first)

    order = draw.sample(range(len(found)), len(found))
    assert told([found[at] for at in order]) == tuple(told(found)[at] for at in order)
    given_ranks = [rank for rank in told(found) if rank is not None]
    assert sorted(given_ranks)[:1] == [1][: len(given_ranks)]
    for rank in given_ranks:
        assert sum(other < rank for other in given_ranks) == rank - 1


# What cannot be


def test_impossible_input_is_refused():
    for call, said in (
        (lambda: funnel("share", 0.1, [10]), "kind"),  # type: ignore[arg-type]
        (lambda: funnel("proportion", 1.1, [10]), "above 1"),
        (lambda: funnel("proportion", -0.1, [10]), "below zero"),
        (lambda: funnel("rate", NAN, [10]), "finite"),
        (lambda: funnel("rate", 1, [0]), "base"),
        (lambda: funnel("rate", 1, [-3]), "base"),
        (lambda: funnel("rate", 1, [NAN]), "finite"),
        (lambda: funnel("rate", 1, [10], per=0), "per"),
        (lambda: overdispersion("share", [1, 2], [10, 10]), "kind"),  # type: ignore[arg-type]
        (lambda: overdispersion("proportion", [1, 11], [10, 10]), "more than their base"),
        (lambda: overdispersion("rate", [1, -1], [10, 10]), "below zero"),
        (lambda: overdispersion("rate", [1, 2], [10, 0]), "base"),
        (lambda: overdispersion("rate", [1, 2], [10]), "differ in length"),
        (lambda: overdispersion("rate", [1], [10]), "at least two"),
        (lambda: overdispersion("rate", [0, 0], [10, 10]), "one event"),
        (lambda: overdispersion("rate", [1, None], [10, 10]), "at least two"),
        (lambda: overdispersion("rate", [1, 2], [10, 10], winsorise=0.5), "winsorise"),
        (lambda: overdispersion("rate", [1, 2], [10, 10], winsorise=NAN), "winsorise"),
        (lambda: ranks([1, NAN], decimals=0), "finite"),
        (lambda: ranks([1, 2], decimals=-1), "decimals"),
        (lambda: ranks([1, 2], decimals=0.5), "decimals"),  # type: ignore[arg-type]
    ):
        with pytest.raises(ValueError, match=said):
            call()
