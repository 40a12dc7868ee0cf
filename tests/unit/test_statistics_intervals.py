"""Intervals against published tables, other algorithms for the same limits, and what theory says of their shape."""

import math
import warnings
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, poisson

from peelian.statistics import (
    Interval,
    proportion_difference_interval,
    proportion_interval,
    rate_interval,
    rate_ratio_interval,
    standardised_rate,
)

bases = st.integers(1, 5_000)
parts = bases.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
counts = st.integers(0, 3_000)
confidences = st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.998])
NAN, INF = math.nan, math.inf


def limits(found: Interval | None) -> tuple[float, float]:
    assert found is not None
    return found.lower, found.upper


def root(above: Callable[[float], bool], low: float, high: float) -> float:
    """Where `above` turns true, by halving."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if above(middle) else (middle, high)
    return (low + high) / 2


# Published worked examples


@pytest.mark.parametrize(
    ("events", "base", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_newcombe_prints_it(events: int, base: int, lower: float, upper: float):
    """Newcombe, Stat Med 1998;17:857-72, table I, method 3."""
    assert limits(proportion_interval(events, base)) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize(
    ("x1", "n1", "x2", "n2", "lower", "upper"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_a_difference_as_newcombe_prints_it(x1: int, n1: int, x2: int, n2: int, lower: float, upper: float):
    """Newcombe, Stat Med 1998;17:873-90, table II, method 10."""
    assert limits(proportion_difference_interval(x1, n1, x2, n2)) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [(0, 0, 3.689), (1, 0.0253, 5.572), (2, 0.2422, 7.225), (3, 0.6187, 8.767), (4, 1.0899, 10.242), (9, 4.115, 17.08)],
)
def test_exact_poisson_as_the_tables_print_it(events: int, lower: float, upper: float):
    """Garwood, Biometrika 1936;28:437-42; Pearson and Hartley, Biometrika Tables for Statisticians, table 40."""
    assert limits(rate_interval(events, 1)) == pytest.approx((lower, upper), abs=6e-3)


def test_a_ratio_of_rates_as_rothman_prints_it():
    """Fluoroscopy and breast cancer: Rothman and Greenland, Modern Epidemiology, 1998, page 238."""
    found = rate_ratio_interval(41, 28_010, 15, 19_017)
    assert found is not None
    assert [round(n, 2) for n in (found.value, found.lower, found.upper)] == [1.86, 1.03, 3.35]


def test_an_exact_ratio_as_r_documents_it():
    """The example of R's poisson.test, from Frome and Checkoway, Am J Epidemiol 1985;121:309-23."""
    found = rate_ratio_interval(11, 800, 6 + 8 + 7, 1083 + 1050 + 878, method="exact")
    assert found is not None
    assert (found.value, found.lower, found.upper) == pytest.approx((1.971488, 0.8584264, 4.2772659), abs=1e-6)


def test_byars_limits_are_near_the_exact_ones_from_ten_events():
    """Breslow and Day, volume 2, page 69: accurate even when events are few."""
    for events in range(10, 400):
        byar, exact = (limits(rate_interval(events, 1, method=m)) for m in ("byar", "exact"))  # type: ignore[arg-type]
        assert byar == pytest.approx(exact, rel=2e-3)


# Other algorithms for the same limits


@given(parts, confidences)
def test_wilson_agrees_with_scipy(part: tuple[int, int], confidence: float):
    x, n = part
    theirs = binomtest(x, n).proportion_ci(confidence, method="wilson")
    assert limits(proportion_interval(x, n, confidence)) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@settings(max_examples=20)
@given(st.integers(0, 200), confidences)
def test_exact_limits_put_half_the_error_in_each_tail(x: int, confidence: float):
    tail = (1 - confidence) / 2
    lower = root(lambda mean: poisson.sf(x - 1, mean) > tail, 0, x + 1) if x else 0
    upper = root(lambda mean: poisson.cdf(x, mean) < tail, x, 3 * x + 30)
    assert limits(rate_interval(x, 1, confidence=confidence, method="exact")) == pytest.approx((lower, upper), abs=1e-6)


@settings(max_examples=20)
@given(st.integers(0, 60), st.integers(1, 60), confidences)
def test_an_exact_ratio_puts_half_the_error_in_each_tail(x1: int, x2: int, confidence: float):
    tail, both = (1 - confidence) / 2, x1 + x2
    low = root(lambda share: binom.sf(x1 - 1, both, share) > tail, 0, 1) if x1 else 0
    high = root(lambda share: binom.cdf(x1, both, share) < tail, 0, 1)
    found = rate_ratio_interval(x1, 2.5, x2, 4, confidence, method="exact")
    wanted = (low / (1 - low) * 4 / 2.5, high / (1 - high) * 4 / 2.5)
    assert limits(found) == pytest.approx(wanted, rel=1e-6, abs=1e-12)


# What theory says of their shape


@given(parts, confidences)
def test_a_proportion_is_inside_its_interval_and_mirrors_its_complement(part: tuple[int, int], confidence: float):
    x, n = part
    found, rest = proportion_interval(x, n, confidence), proportion_interval(n - x, n, confidence)
    assert found is not None
    assert rest is not None
    assert 0 <= found.lower <= found.value <= found.upper <= 1
    assert (found.lower == 0) == (x == 0)
    assert (found.upper == 1) == (x == n)
    assert (1 - rest.upper, 1 - rest.lower) == pytest.approx(limits(found), abs=1e-12)


@given(parts, st.integers(2, 50))
def test_a_larger_base_narrows_every_interval(part: tuple[int, int], times: int):
    x, n = part
    m, k = times * x, times * n
    pairs = [
        (proportion_interval(x, n), proportion_interval(m, k)),
        (proportion_difference_interval(x, n, 1, 3), proportion_difference_interval(m, k, times, 3 * times)),
        (rate_interval(x, n, method="exact"), rate_interval(m, k, method="exact")),
    ]
    for one, many in pairs:
        (a, b), (c, d) = limits(one), limits(many)
        assert d - c < b - a


@given(parts, parts, confidences)
def test_a_difference_swapped_changes_its_sign(first: tuple[int, int], second: tuple[int, int], confidence: float):
    there = proportion_difference_interval(*first, *second, confidence)
    back = proportion_difference_interval(*second, *first, confidence)
    assert there is not None
    assert back is not None
    assert -1 - 1e-12 <= there.lower <= there.value <= there.upper <= 1 + 1e-12
    assert (-back.value, -back.upper, -back.lower) == pytest.approx((there.value, *limits(there)), abs=1e-12)


@given(counts, st.integers(1, 10**6), st.sampled_from(["exact", "byar", None]), confidences)
def test_a_rate_is_inside_its_interval_and_scales(x: int, exposure: int, method: str | None, confidence: float):
    found = rate_interval(x, exposure, confidence=confidence, method=method)  # type: ignore[arg-type]
    scaled = rate_interval(x, exposure, 1000, confidence, method=method)  # type: ignore[arg-type]
    assert found is not None
    assert 0 <= found.lower <= found.value <= found.upper
    assert x or found.lower == 0
    assert scaled is not None
    assert limits(scaled) == pytest.approx((found.lower * 1000, found.upper * 1000))


def test_the_method_changes_at_ten_events():
    assert rate_interval(9, 1) == rate_interval(9, 1, method="exact") != rate_interval(9, 1, method="byar")
    assert rate_interval(10, 1) == rate_interval(10, 1, method="byar") != rate_interval(10, 1, method="exact")
    assert rate_ratio_interval(9, 1, 50, 1) == rate_ratio_interval(9, 1, 50, 1, method="exact")
    assert rate_ratio_interval(50, 1, 9, 1) == rate_ratio_interval(50, 1, 9, 1, method="exact")
    assert rate_ratio_interval(10, 1, 50, 1) == rate_ratio_interval(10, 1, 50, 1, method="wald")


def test_byars_lower_limit_is_never_below_zero():
    assert limits(rate_interval(1, 1, confidence=0.998, method="byar"))[0] == 0
    assert limits(rate_interval(0, 1, method="byar"))[0] == 0


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_ratio_swapped_is_its_inverse(x1: int, x2: int, t1: int, t2: int):
    there, back = rate_ratio_interval(x1, t1, x2, t2), rate_ratio_interval(x2, t2, x1, t1)
    assert there is not None
    assert back is not None
    assert there.lower < there.value < there.upper
    assert (1 / back.value, 1 / back.upper, 1 / back.lower) == pytest.approx((there.value, *limits(there)), rel=1e-6)


def test_a_ratio_with_no_events_on_one_side():
    none_second, none_first = rate_ratio_interval(4, 100, 0, 100), rate_ratio_interval(0, 100, 4, 100)
    assert none_second is not None
    assert none_first is not None
    assert (none_second.value, none_second.upper) == (INF, INF)
    assert none_second.lower > 0
    assert (none_first.value, none_first.lower) == (0, 0)
    assert none_first.upper == pytest.approx(1 / none_second.lower)


# Directly standardised rates


def test_a_standardised_rate_by_the_formula_written_out():
    """Dobson and others, Stat Med 1991;10:457-62, with the total's limits by Byar; three bands by hand."""
    x, n, w = (5, 20, 35), (10_000, 8_000, 4_000), (5_000, 4_000, 1_000)
    value = (5_000 * 5 / 10_000 + 4_000 * 20 / 8_000 + 1_000 * 35 / 4_000) / 10_000
    variance = (0.5**2 * 5 + 0.5**2 * 20 + 0.25**2 * 35) / 10_000**2
    low, high = 60 * (1 - 1 / 540 - 1.959963985 / 3 / 60**0.5) ** 3, 61 * (1 - 1 / 549 + 1.959963985 / 3 / 61**0.5) ** 3
    wanted = (value + (variance / 60) ** 0.5 * (low - 60), value + (variance / 60) ** 0.5 * (high - 60))
    found = standardised_rate(x, n, w)
    assert found is not None
    assert found.value == pytest.approx(212.5)
    assert limits(found) == pytest.approx((wanted[0] * 1e5, wanted[1] * 1e5))


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(500, 10**5)), min_size=1, max_size=8))
def test_a_population_standardised_to_itself_has_its_crude_rate(bands: list[tuple[int, int]]):
    events, people = [x for x, _ in bands], [n for _, n in bands]
    assume(sum(events) >= 10)
    found, crude = standardised_rate(events, people, people), rate_interval(sum(events), sum(people), 100_000)
    assert found is not None
    assert crude is not None
    assert (found.value, *limits(found)) == pytest.approx((crude.value, *limits(crude)))


def test_below_ten_events_there_is_no_standardised_rate_and_a_missing_band_warns():
    assert standardised_rate((4, 5), (1000, 1000), (1, 1)) is None
    assert standardised_rate((5, 5), (1000, 1000), (1, 1)) is not None
    assert standardised_rate((50, 50), (1000, None), (1, 1)) is None
    with pytest.warns(UserWarning, match="band 2 has no events told"):
        told = standardised_rate((50, None), (1000, 1000), (1, 1))
    with pytest.warns(UserWarning, match="bands 1, 2 have"):
        standardised_rate((None, None, 30), (1000, 1000, 1000), (1, 1, 1))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert told == standardised_rate((50, 0), (1000, 1000), (1, 1))


# Gaps, and what cannot be


def test_none_in_gives_none_out():
    for x, n in ((None, 10), (3, None), (None, None)):
        assert proportion_interval(x, n) is None
        assert rate_interval(x, n) is None
        for find in (proportion_difference_interval, rate_ratio_interval):
            assert find(x, n, 3, 10) is None
            assert find(3, 10, x, n) is None


IMPOSSIBLE = [(-1, 10), (3, 0), (3, -1), (NAN, 10), (3, NAN), (INF, 10), (3, INF), ("3", 10), (10**400, 10)]


@pytest.mark.parametrize(("x", "n"), IMPOSSIBLE)
def test_impossible_counts_and_bases_are_refused(x: float, n: float):
    for find in (proportion_interval, rate_interval):
        with pytest.raises(ValueError, match=r"events|base|exposure"):
            find(x, n)
    for compare in (proportion_difference_interval, rate_ratio_interval):
        for arguments in ((x, n, 3, 10), (3, 10, x, n)):
            with pytest.raises(ValueError, match=r"events|base|exposure"):
                compare(*arguments)
    for bands in (((x, 50), (n, 100)), ((50, x), (100, n))):
        with pytest.raises(ValueError, match=r"events|population"):
            standardised_rate(*bands, (1, 1))


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, NAN, None, "0.95"])
def test_an_impossible_confidence_is_refused(confidence: float):
    for call in (
        lambda: proportion_interval(3, 10, confidence),
        lambda: rate_interval(3, 10, confidence=confidence),
        lambda: proportion_difference_interval(3, 10, 4, 10, confidence),
        lambda: rate_ratio_interval(3, 10, 4, 10, confidence),
        lambda: standardised_rate((30,), (100,), (1,), confidence=confidence),
    ):
        with pytest.raises(ValueError, match="confidence"):
            call()


def test_other_impossible_input_is_refused():
    for call, said in (
        (lambda: proportion_interval(11, 10), "more than their base"),
        (lambda: proportion_difference_interval(3, 10, 11, 10), "more than their base"),
        (lambda: rate_interval(3, 10, method="wald"), "method"),  # type: ignore[arg-type]
        (lambda: rate_interval(3, 10, per=0), "per"),
        (lambda: rate_ratio_interval(3, 10, 3, 10, method="byar"), "method"),  # type: ignore[arg-type]
        (lambda: rate_ratio_interval(0, 10, 0, 10), "no events on either side"),
        (lambda: rate_ratio_interval(0, 10, 20, 10, method="wald"), "method='exact'"),
        (lambda: standardised_rate((30,), (100, 100), (1, 1)), "differ in length"),
        (lambda: standardised_rate((30, 30), (100, 100), (1,)), "differ in length"),
        (lambda: standardised_rate((30,), (100,), (0,)), "standard"),
        (lambda: standardised_rate((30,), (100,), (1,), per=-1), "per"),
    ):
        with pytest.raises(ValueError, match=said):
            call()


# The seed's figures, if the base were told


def clear(base: int) -> bool:
    """9.8% to 12.4%, the counts taken as exact shares of the base."""
    return limits(proportion_difference_interval(0.124 * base, base, 0.098 * base, base))[0] > 0


def test_9_8_to_12_4_per_cent_is_clear_from_about_1_120_crimes_on_each_side():
    assert not clear(1_000)
    first = next(base for base in range(1_000, 2_000) if clear(base))
    assert 1_115 <= first <= 1_125
    assert all(clear(base) for base in range(first, 5_000, 10))


def test_84_of_100_is_76_to_90_per_cent():
    assert [round(100 * limit) for limit in limits(proportion_interval(84, 100))] == [76, 90]


def test_8_of_37_and_11_of_51_print_the_same_percentage():
    for x, n in ((8, 37), (11, 51)):
        found = proportion_interval(x, n)
        assert found is not None
        assert f"{found.value:.1%}" == "21.6%"
