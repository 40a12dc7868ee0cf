"""Statistics over plain numbers and sequences, by published methods: usable in a notebook, without a workspace.

`None` is a gap: a function given one gives None, a series keeps its place. Impossible input raises ValueError. Results
are frozen dataclasses. Each function cites where its formula is published; docs/methods says the same in plain words.
"""

from peelian.statistics.banded import banded_mean, banded_percentile, estimates_ratio_interval
from peelian.statistics.intervals import (
    Interval,
    proportion_difference_interval,
    proportion_interval,
    rate_interval,
    rate_ratio_interval,
    standardised_rate,
)
from peelian.statistics.peers import Funnel, Overdispersion, funnel, overdispersion, ranks
from peelian.statistics.process_control import Chart, Limits, Phase, p_chart, rolling_sums, u_chart, xmr
from peelian.statistics.signals import Signal, assurance, signals, variation

__all__ = [
    "Chart",
    "Funnel",
    "Interval",
    "Limits",
    "Overdispersion",
    "Phase",
    "Signal",
    "assurance",
    "banded_mean",
    "banded_percentile",
    "estimates_ratio_interval",
    "funnel",
    "overdispersion",
    "p_chart",
    "proportion_difference_interval",
    "proportion_interval",
    "ranks",
    "rate_interval",
    "rate_ratio_interval",
    "rolling_sums",
    "signals",
    "standardised_rate",
    "u_chart",
    "variation",
    "xmr",
]
