"""How benchmarks time: runs in turn in one process list, medians, a ratio beside the bare tool; and how they are noted.

Each table of docs/performance.md is written by the script it names, with the day, the cores and the script's own
digest. `bench/stale.py` refuses a table that is old, or that another script would have written.
"""

import hashlib
import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from peelian.core.periods import day_words

DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock, and of processors, those of processes it started with them."""

    wall: float
    processor: float


def alternate(runs: Mapping[str, Callable[[], None]], times: int = 3) -> dict[str, float]:
    """The median seconds of each, run in turn so that whatever slows the machine slows them all."""
    return {name: spent.wall for name, spent in in_turn(runs, times).items()}


def in_turn(runs: Mapping[str, Callable[[], None]], times: int = 3) -> dict[str, Spent]:
    """The medians of each, run in turn. On a busy machine the processors' seconds say more than the clock's."""
    found: dict[str, list[Spent]] = {name: [] for name in runs}
    for _ in range(times):
        for name, run in runs.items():
            found[name].append(spent_by(run))
    return {
        name: Spent(statistics.median(s.wall for s in all_of), statistics.median(s.processor for s in all_of))
        for name, all_of in found.items()
    }


def spent_by(run: Callable[[], None]) -> Spent:
    began, before = time.perf_counter(), _processor()
    run()
    return Spent(time.perf_counter() - began, _processor() - before)


def _processor() -> float:
    told = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in told)


def ran(command: Sequence[object]) -> None:
    """A command of its own, which must end well."""
    subprocess.run([str(word) for word in command], check=True, capture_output=True)


def write_table(script: str, lines: Iterable[str]) -> None:
    """Write a script's part of docs/performance.md anew, with the day and what measured it."""
    name = Path(script).stem
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    today = day_words(datetime.now(UTC).date())
    noted = f"Measured on {today}, {os.cpu_count()} cores, by `bench/{name}.py` {digest(Path(script))}."
    told = "\n".join([begin, "", *lines, "", noted, "", end])
    DOCUMENT.write_text(before + told + after, encoding="utf-8", newline="\n")


def digest(script: Path) -> str:
    """The script, as it is noted beside what it measured."""
    return hashlib.sha256(script.read_bytes()).hexdigest()[:12]
