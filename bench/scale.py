"""A nation's data: receiving a made-up national archive, adding a month to it, and counting it, beside the bare tools.

    .venv/bin/python bench/scale.py [FOLDER]      three years; what is made is kept in FOLDER for the next time
    .venv/bin/python bench/scale.py FOLDER 120    ten years too, for growth: 15 GB and half an hour

Each run is a process of its own, all in one list, in turn; medians of three. The tables in docs/performance.md are
written anew. Polars is installed by `make bench`; without it its row is left out. Spark needs Java.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import national
import peers
import receive as bare_loop
from timing import write_table

from peelian.core.periods import month_key

if TYPE_CHECKING:
    from peelian.core.measures import Measure, Selection
    from peelian.engine.counts import Engine

BARE = "SELECT force, month, crime_type, outcome, COUNT(*) FROM read_parquet(?) GROUP BY ALL"


def unpack(folder: Path, archives: list[Path]) -> None:
    bare_loop.unpack_and_hash(folder / "unpacked", archives)


def copies(folder: Path) -> None:
    bare_loop.bare(folder / "unpacked", folder / "bare")


def received(folder: Path, archives: list[Path]) -> None:
    """Into a workspace that is kept where it was there."""
    from peelian.sources.received import receive

    folder.mkdir(exist_ok=True)
    for archive in archives:
        receive.receive(folder, [archive], {}, receive.Options())


def parts(folder: Path) -> list[str]:
    return sorted(str(path) for path in (folder / "build" / "facts" / "crimes").glob("*.parquet"))


@cache
def measures() -> "list[Measure]":
    """The shipped measures of street crime."""
    from peelian.workspace.measures import shipped_measures

    return [one for one in shipped_measures().values() if one.numerator.facts == "crimes" and not one.reads]


@cache
def selections() -> "list[Selection]":
    return list({str(one.numerator): one.numerator for one in measures()}.values())


def integers(folder: Path, engine: "Engine") -> "dict[tuple[int, str, date], int]":
    """By selection, as it is numbered, force and month: what the engine counts."""
    from peelian.core.areas import Areas
    from peelian.engine.counts import Counts
    from peelian.workspace.forces import shipped_forces

    paths, forces = [Path(path) for path in parts(folder)], shipped_forces()
    counts = Counts(engine, {"crimes": paths}, Areas(forces), measures())
    return {
        (number, force, month): n
        for number, selection in enumerate(selections())
        for force in forces
        for month, n in counts.months(selection, force).items()
    }


def counted(folder: Path) -> None:
    """Monthly totals of every measure for every force, and their windows of twelve months, which are printed summed."""
    from peelian.engine.duckdb import DuckDB

    series: dict[tuple[int, str], list[int]] = defaultdict(list)
    for (number, force, _), n in sorted(integers(folder, DuckDB()).items()):
        series[number, force].append(n)
    windows = (months[at : at + peers.WINDOW] for months in series.values() for at in range(len(months) - 11))
    print(sum(map(sum, windows)))


def agree(folder: Path) -> str:
    """DuckDB and Spark hold the same integers, or it ends here."""
    from peelian.engine.duckdb import DuckDB
    from peelian.engine.spark import Spark

    began = time.perf_counter()
    by_duckdb = integers(folder, DuckDB())
    between = time.perf_counter()
    spark = Spark("local[2]", (("spark.driver.memory", "4g"),))
    by_spark = integers(folder, spark)
    spark.close()
    took = f"DuckDB in {between - began:.1f} s, Spark on the same machine in {time.perf_counter() - between:.0f} s"
    if not by_spark or by_spark != by_duckdb:
        raise SystemExit("DuckDB and Spark count otherwise")
    return f"DuckDB and Spark count the same {len(by_spark):,} integers of these facts, {took}."


def bare(folder: Path) -> None:
    import duckdb

    print(len(duckdb.execute(BARE, [parts(folder)]).fetchall()))


def with_polars(folder: Path) -> None:
    print(peers.in_polars(parts(folder), selections()))


def with_pandas(folder: Path) -> None:
    print(peers.in_pandas(parts(folder), selections()))


def measured(*words: object, told: set[str] | None = None) -> tuple[float, int]:
    """Seconds, and megabytes at the most, of a function here in a process of its own; `told` gets its words."""
    command = [sys.executable, __file__, "run", *map(str, words)]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if told is not None:
        told.add(said)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(map(str, words))}: it failed")
    return seconds, used.ru_maxrss // 1024


def in_turn(runs: dict[str, Callable[[], tuple[float, int]]], times: int = 3) -> dict[str, tuple[float, int]]:
    """By name, the median of the seconds and the most of the megabytes."""
    found: dict[str, list[tuple[float, int]]] = {name: [] for name in runs}
    for _ in range(times):
        for name, run in runs.items():
            found[name].append(run())
    return {name: (statistics.median(s for s, _ in told), max(mb for _, mb in told)) for name, told in found.items()}


def receiving_of(folder: Path, archives: list[Path]) -> dict[str, tuple[float, int]]:
    def anew() -> tuple[float, int]:
        shutil.rmtree(folder / "workspace", ignore_errors=True)
        return measured("received", folder / "workspace", *archives)

    return in_turn(
        {
            "unpack": lambda: measured("unpack", folder, *archives),
            "bare": lambda: measured("copies", folder),
            "ours": anew,
        }
    )


def growth(folder: Path, months: Iterable[int]) -> list[str]:
    """Receiving so many months, beside the bare loop."""
    heads = "months | rows, millions | unpack and hash | bare `COPY` loop | peelian receive | a month | ratio | peak"
    lines = {0: f"| {heads} |\n|---|---|---|---|---|---|---|---|"}
    for number in months:
        archives = national.archives(folder / "archives", national.months(number))
        told = receiving_of(folder, archives)
        (unpacked, _), (copied, _), (ours, most) = told["unpack"], told["bare"], told["ours"]
        rows = number * len(national.forces()) * national.ROWS / 1e6
        ratio = (ours - unpacked) / copied
        cells = (number, f"{rows:.1f}", *(f"{one:.1f} s" for one in (unpacked, copied, ours)), f"{ours / number:.2f} s")
        lines[number] = f"| {' | '.join(map(str, cells))} | {ratio:.2f} x | {most} MB |"
        print(lines[number], flush=True)
    return [line for _, line in sorted(lines.items())]


def one_more(folder: Path) -> str:
    """A month received beside 36, and alone."""
    before = national.months(37)[0]
    [archive] = national.archives(folder / "one", [before])

    def alone() -> tuple[float, int]:
        shutil.rmtree(folder / "alone", ignore_errors=True)
        return measured("received", folder / "alone", archive)

    def beside() -> tuple[float, int]:
        for path in (folder / "workspace").rglob(f"*{month_key(before)}*"):
            path.is_file() and path.unlink()
        return measured("received", folder / "workspace", archive)

    told = in_turn({"alone": alone, "beside": beside})
    (late, _), (lone, _) = told["beside"], told["alone"]
    return f"A month received beside 36 takes {late:.1f} s, alone {lone:.1f} s: {late / lone:.2f} times."


def counting(folder: Path) -> list[str]:
    same = {"peelian": "counted", "Polars, streaming": "with_polars", "pandas": "with_pandas"}
    try:
        import polars  # noqa: F401
    except ImportError:
        del same["Polars, streaming"]
    sums: set[str] = set()
    runs = {name: lambda one=one: measured(one, folder / "workspace", told=sums) for name, one in same.items()}
    plain = "bare DuckDB, one `GROUP BY ALL` alone"
    told = in_turn({plain: lambda: measured("bare", folder / "workspace"), **runs})  # type: ignore[dict-item]
    if len(sums) != 1:
        raise SystemExit(f"they count otherwise: {sums}")
    lines = ["| 36 months of all forces, from Parquet | seconds | beside bare DuckDB | peak |", "|---|---|---|---|"]
    first = told[plain][0]
    return lines + [f"| {name} | {s:.2f} | {s / first:.2f} x | {most} MB |" for name, (s, most) in told.items()]


def main() -> None:
    if sys.argv[1:2] == ["run"]:
        name, *words = sys.argv[2:]
        if name != "with_pandas":  # an office has none; where there is one, DuckDB imports it, which takes 0.3 s
            sys.modules["pandas"] = None  # type: ignore[assignment]
        first, *archives = map(Path, words)
        globals()[name](first, *([archives] if archives else []))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(sys.argv[1]) if sys.argv[1:] else Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        lines = growth(folder, [*map(int, sys.argv[2:]), 12, 36])
        lines += ["", one_more(folder), "", *counting(folder), "", agree(folder / "workspace")]
        lines += [
            "",
            "Counting: monthly totals and windows of a year of every shipped measure of street crime, for all forces.",
        ]
        lines += ["", "Ratio: receiving less unpacking and hashing, beside the bare loop; both with 700 MB for DuckDB."]
        print("\n".join(lines))
        write_table(__file__, lines)


if __name__ == "__main__":
    main()
