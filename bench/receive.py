"""Receiving and reading both public archives, against a loop of bare DuckDB COPYs, one a month.

Same columns, dialect, compression, threads and limit of memory. Unpacking and hashing, which the bare loop does not
do, are timed apart. Run by `make bench`, with the public data beside the repository.
"""

import hashlib
import shutil
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import duckdb
from timing import alternate, write_table

from peelian.sources.publishers import police_uk
from peelian.sources.received import receive

ARCHIVES = Path(__file__).parents[2] / "shared" / "data" / "police-uk"


def unpack_and_hash(into: Path, archives: Iterable[Path]) -> None:
    shutil.rmtree(into, ignore_errors=True)
    for archive in archives:
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(into)
    for path in into.rglob("*.csv"):
        with path.open("rb") as file:
            hashlib.file_digest(file, "sha256")


def bare(unpacked: Path, out: Path) -> None:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    months: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in sorted(unpacked.rglob("*.csv")):
        months[path.stem.rsplit("-", 1)[1], path.name[:7]].append(str(path))
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '700MB'")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET enable_progress_bar = false")
        for (kind, month), paths in sorted(months.items()):
            declared = police_uk.FILE_KINDS[kind]
            columns = ", ".join(f"'{column}': 'VARCHAR'" for column in declared.header)
            rows = "DISTINCT *" if declared.drops_duplicates else "*"
            relation = f"""(SELECT {rows}, 'bare' AS "snapshot" FROM read_csv([{", ".join("?" * len(paths))}],
                header = true, columns = {{{columns}}}, auto_detect = false, delim = ',', quote = '"', escape = '"'))"""
            select = declared.select.format(files=relation)
            target = out / f"{kind}-{month}.parquet"
            connection.execute(f"COPY ({select}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)", paths)


def ours(workspace: Path) -> None:
    shutil.rmtree(workspace, ignore_errors=True)
    workspace.mkdir()
    for archive in sorted(ARCHIVES.glob("archive-*.zip")):
        receive.receive(workspace, [archive], {}, receive.Options())


def main() -> None:
    if not ARCHIVES.is_dir():
        sys.exit(f"PUBLIC DATA ABSENT: {ARCHIVES} is not there")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        seconds = alternate(
            {
                "unpack and hash": lambda: unpack_and_hash(folder / "unpacked", sorted(ARCHIVES.glob("archive-*.zip"))),
                "bare COPY loop": lambda: bare(folder / "unpacked", folder / "bare"),
                "peelian receive": lambda: ours(folder / "workspace"),
            }
        )
    reading, loop = seconds["peelian receive"] - seconds["unpack and hash"], seconds["bare COPY loop"]
    told = [
        "Both public archives, 3.2 million rows; medians of three, run in turn.",
        "",
        "| what | seconds | |",
        "|---|---|---|",
    ]
    told += [f"| {name} | {median:.2f} | |" for name, median in seconds.items()]
    told += [f"| receive, less unpacking and hashing | {reading:.2f} | {reading / loop:.2f} times the bare loop |"]
    told += [f"| receive, in all | | {seconds['peelian receive'] / loop:.2f} times the bare loop |"]
    print("\n".join(told))
    write_table(__file__, told)


if __name__ == "__main__":
    main()
