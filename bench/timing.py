"""How benchmarks time: alternating runs in one process list, medians, and a ratio beside the bare tool."""

import statistics
import time
from collections.abc import Callable, Mapping


def alternate(runs: Mapping[str, Callable[[], None]], times: int = 3) -> dict[str, float]:
    """The median seconds of each, run in turn so that whatever slows the machine slows them all."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(times):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - started)
    return {name: statistics.median(found) for name, found in seconds.items()}
