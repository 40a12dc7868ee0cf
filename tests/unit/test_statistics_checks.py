"""A refusal names the number that is wrong by the name of its argument, so that a caller finds it."""

import pytest

from peelian import statistics as s


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: s.proportion_interval(-1, 10), "events is -1"),
        (lambda: s.proportion_interval(1, 0), "base is 0"),
        (lambda: s.proportion_interval(1, 2, "0.95"), "confidence is '0.95', text"),
        (lambda: s.rate_interval(-1, 10), "events is -1"),
        (lambda: s.rate_interval(1, 0), "exposure is 0"),
        (lambda: s.rate_interval(1, 10, 0), "per is 0"),
        (lambda: s.rate_interval(1, 10, method="wald"), "method is 'wald', and must be one of exact, byar"),
        (lambda: s.rate_ratio_interval(-1, 10, 1, 10), "events1 is -1"),
        (lambda: s.rate_ratio_interval(1, 10, -1, 10), "events2 is -1"),
        (lambda: s.rate_ratio_interval(1, 0, 1, 10), "exposure1 is 0"),
        (lambda: s.rate_ratio_interval(1, 10, 1, 0), "exposure2 is 0"),
        (lambda: s.rate_ratio_interval(1, 9, 1, 9, method="byar"), "method is 'byar', and must be one of wald, exact"),
        (lambda: s.standardised_rate((-1,), (10,), (1,)), "events is -1"),
        (lambda: s.standardised_rate((1,), (0,), (1,)), "population is 0"),
        (lambda: s.standardised_rate((1,), (10,), (0,)), "standard is 0"),
        (lambda: s.standardised_rate((1,), (10,), (1,), 0), "per is 0"),
        (lambda: s.standardised_rate((1,), (9, 9), (1,)), "events and populations differ in length: 1 and 2"),
        (lambda: s.standardised_rate((1,), (9,), (1, 1)), "events and standard differ in length: 1 and 2"),
        (lambda: s.funnel("share", 1, (1,)), "kind is 'share', and must be one of proportion, rate"),
        (lambda: s.funnel("rate", -1, (1,)), "average is -1"),
        (lambda: s.funnel("rate", 1, (0,)), "base is 0"),
        (lambda: s.funnel("rate", 1, (1,), 0), "per is 0"),
        (lambda: s.overdispersion("share", (1, 1), (2, 2)), "kind is 'share', and must be one of proportion, rate"),
        (lambda: s.overdispersion("rate", (1, 1), (2, 2), winsorise="0"), "winsorise is '0', text"),
        (lambda: s.overdispersion("rate", (1,), (2, 2)), "events and bases differ in length: 1 and 2"),
        (lambda: s.overdispersion("rate", (-1, 1), (2, 2)), "events is -1"),
        (lambda: s.overdispersion("rate", (1, 1), (0, 2)), "base is 0"),
        (lambda: s.ranks((1,), decimals=-1), "decimals is -1"),
        (lambda: s.ranks(("1",), decimals=0), "a value is '1', text"),
        (lambda: s.xmr((1, 2, 3), baseline=1), "baseline is 1, and must be a whole number, at least 2"),
        (lambda: s.xmr((1, 2, 3), rebase=(0,)), "rebase is 0, and must be a whole number, at least 1"),
        (lambda: s.p_chart((-1,), (2,)), "events is -1"),
        (lambda: s.p_chart((1,), (-2,)), "base is -2"),
        (lambda: s.u_chart((1,), (2, 2)), "events and bases differ in length: 1 and 2"),
        (lambda: s.rolling_sums((1,), 0), "window is 0, and must be a whole number, at least 1"),
        (lambda: s.signals((1, 2), s.xmr((1, 2)), shift=1), "shift is 1, and must be a whole number, at least 2"),
        (lambda: s.signals((1, 2), s.xmr((1, 2)), trend=1), "trend is 1, and must be a whole number, at least 2"),
        (lambda: s.signals((1,), s.xmr((1,)), two_of_three=""), "two_of_three is '', and must be one of 2023, classic"),
        (lambda: s.signals((1,), s.p_chart((1, 2), (3, 3))), "values and the chart's points differ in length: 1 and 2"),
        (lambda: s.variation((1,), s.xmr((1,)), better=""), "better is '', and must be one of up, down, neutral"),
        (lambda: s.assurance((1,), s.xmr((1,)), 1, better=""), "better is '', and must be one of up, down, neutral"),
        (lambda: s.assurance((1,), s.xmr((1,)), "1", better="up"), "target is '1', text"),
    ],
)
def test_a_refusal_names_the_argument(call, said):
    with pytest.raises(ValueError) as refused:
        call()
    assert str(refused.value).startswith(said)
