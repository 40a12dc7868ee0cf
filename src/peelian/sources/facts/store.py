"""The fact store: `FOLDER/DATASET/MONTH.parquet`, made from received files, one part at a time.

A part holds the rows of the files that are current for its month. Its Parquet metadata list those files and the
version of their reader, and the store remakes a part when that list is out of date. It copies rows of unchanged files
from the old part and does not parse them again. It writes a new part elsewhere, then renames it into place.
"""

import csv
import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

import duckdb

from peelian.core.errors import MachineError, SourceError
from peelian.core.periods import month_key
from peelian.core.sources import FactTable, Snapshot

STORE_VERSION = "1"
METADATA = "peelian"


class Bulk(Protocol):
    """Files of one kind that a publisher issues in bulk, one for each force and month.

    `select` is SQL from their columns to fact columns; `relation` fills its `{files}`. Facts of another `version` are
    remade. `named_by` is the body that named the files. `unbelieved` is the claim of a file without rows, such as no
    crime. `by_small_area` is true where a row's place is its LSOA.
    """

    @property
    def select(self) -> str: ...
    @property
    def drops_duplicates(self) -> bool: ...
    @property
    def version(self) -> str: ...
    @property
    def named_by(self) -> str: ...
    @property
    def unbelieved(self) -> str: ...
    @property
    def by_small_area(self) -> bool: ...

    def relation(self, files: int) -> str:
        """SQL for a relation of that many files. Its parameters are their paths. It may use the table "reading",
        which has the filename, snapshot, month and force of each."""

    def known_words(self) -> Mapping[str, frozenset[str]]:
        """By fact column, the words that the publisher is known to use, with "" for a column that may be blank."""

    def line_of_another(self, path: Path, force: str, month: date) -> int:
        """The first line that is not of this force and month."""

    def line_with_blank(self, path: Path) -> int:
        """The first line without a required value."""


@dataclass(frozen=True)
class ReceivedFile:
    """A file with its sidecar and its reader: in bulk by SQL, or row by row.

    `left_out` has the faults of months left out, `unread` the columns that are not needed, `new` the words that
    earlier files did not have.
    """

    snapshot: Snapshot
    path: Path
    table: FactTable
    bulk: Bulk | None = None
    rows: Callable[[], Iterable[tuple[object, ...]]] | None = None
    left_out: tuple[SourceError, ...] = ()
    unread: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    @property
    def by_small_area(self) -> bool:
        return self.bulk is not None and self.bulk.by_small_area

    @property
    def version(self) -> str:
        return f"{STORE_VERSION}.{self.bulk.version}" if self.bulk else STORE_VERSION


@dataclass(frozen=True)
class Rejected:
    """A line that the reader could not read. `line` counts from 1, the header."""

    file: str
    line: int
    why: str


@dataclass
class Changes:
    """New parts not yet in place, old parts to remove, and the counts and words read from each snapshot."""

    folder: Path
    written: dict[tuple[str, date], Path] = field(default_factory=dict)
    gone: list[Path] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    duplicates: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)
    words: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """By snapshot, each column's words that are not known."""

    def add(self, alone: "Changes") -> None:
        """Add the counts and words of a file that was read alone."""
        self.rows.update(alone.rows)
        self.duplicates.update(alone.duplicates)
        self.rejected.extend(alone.rejected)
        self.words.update(alone.words)

    def commit(self) -> None:
        for (dataset, month), aside in self.written.items():
            (self.folder / dataset).mkdir(parents=True, exist_ok=True)
            aside.replace(self.folder / dataset / f"{month_key(month)}.parquet")
        for part in self.gone:
            part.unlink(missing_ok=True)


def current(files: Sequence[ReceivedFile]) -> dict[tuple[str, date], dict[str, ReceivedFile]]:
    """By (dataset, month): the current file of each force.

    The latest as-at date wins; between equal dates, the file preferred last. SourceError if two files still tie.
    """
    parts: dict[tuple[str, date], dict[str, ReceivedFile]] = defaultdict(dict)
    for file in sorted(files, key=lambda f: (f.snapshot.as_at, f.snapshot.preferred, f.snapshot.received_at)):
        for force, month in file.snapshot.covers:
            held = parts[file.snapshot.dataset, month].get(force)
            if held and _tied(held.snapshot, file.snapshot):
                raise SourceError(
                    file.snapshot.file,
                    f"it and {held.snapshot.file} both report {force}, {month_key(month)}, as at "
                    f"{file.snapshot.as_at}, and differ",
                    "receive the right one again with --prefer, or give it its own date with --as-at",
                )
            parts[file.snapshot.dataset, month][force] = file
    return dict(parts)


def _tied(a: Snapshot, b: Snapshot) -> bool:
    return a.as_at == b.as_at and not b.preferred and a.sha256 != b.sha256


def parts(folder: Path, dataset: str) -> tuple[Path, ...]:
    """The Parquet files of a dataset, by month."""
    return tuple(sorted((folder / dataset).glob("*.parquet")))


def marks(paths: Sequence[Path]) -> tuple[tuple[str, int, int], ...]:
    """Values that change with any of these parts. A part is always replaced as a whole."""
    stats = ((f"{path.parent.name}/{path.name}", path.stat()) for path in paths)
    return tuple((name, one.st_size, one.st_mtime_ns) for name, one in stats)


def remake(
    files: Sequence[ReceivedFile],
    folder: Path,
    aside: Path,
    progress: Callable[[str], None] = lambda _: None,
    check: Callable[[ReceivedFile], None] = lambda _: None,
) -> Changes:
    """Write to `aside` every part of `folder` that `files` would change. `folder` itself does not change.

    `check` runs on each file of a part to remake, and may refuse it. SourceError if a file has rows of another force
    or month than its own, or has no rows and is not a nil return.
    """
    changes = Changes(folder)
    wanted = current(files)
    with _connect(aside) as connection:
        held = _held(connection, folder)
        changes.gone = [path for key, (path, _) in held.items() if key not in wanted]
        made = {key: label for key, (_, label) in held.items()}
        stale = {key: by_force for key, by_force in wanted.items() if _label(by_force) != made.get(key)}
        if not stale:
            return changes
        for file in {f.snapshot.id: f for part in stale.values() for f in part.values()}.values():
            check(file)
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        _name_current(connection, stale)
        _stage_rows({f.snapshot.id: f for part in stale.values() for f in part.values() if f.rows}, connection, aside)
        for (dataset, month), by_force in sorted(stale.items()):
            progress(f"{dataset} {month_key(month)}")
            target = changes.written[dataset, month] = aside / f"{dataset}-{month_key(month)}.parquet"
            try:
                _write_part(connection, dataset, month, by_force, held.get((dataset, month)), target, changes)
            except (duckdb.IOException, duckdb.OutOfMemoryException) as fault:
                to_do = "make some room on the disk and run it again; nothing is half done"
                raise MachineError(str(target), str(fault).splitlines()[0], to_do) from fault
            except duckdb.Error as fault:
                what = f"its files cannot be read into facts ({str(fault).splitlines()[0]})"
                raise SourceError(
                    f"{dataset} {month_key(month)}",
                    what,
                    "receive them one by one to find the faulty file, and get it again",
                ) from fault
        changes.rejected.extend(_rejects(connection))
        _check(connection, stale, changes)
        _note_words(connection, stale, changes)
    return changes


def damaged(files: Sequence[ReceivedFile], folder: Path, aside: Path) -> Iterator[Path]:
    """The parts of `folder` whose rows differ from those of their files, or that cannot be read.

    It makes every part again in `aside` and compares. SourceError as in `remake`.
    """
    try:
        made = remake(files, aside / "none", aside / "facts")
        with _connect(aside) as connection:
            held, wanted = _held(connection, folder), current(files)
            for key, new in made.written.items():
                part = folder / key[0] / f"{month_key(key[1])}.parquet"
                label = held[key][1] if key in held else None
                if part.exists() and (not label or (label == _label(wanted[key]) and _differ(connection, part, new))):
                    yield part
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _differ(connection: duckdb.DuckDBPyConnection, one: Path, other: Path) -> bool:
    """Whether two parts have different rows, in any order."""
    checksum = "SELECT COUNT(*), SUM(CAST(hash(part) AS HUGEINT)) FROM read_parquet(?) AS part"
    try:
        first, second = (connection.execute(checksum, [str(path)]).fetchone() for path in (one, other))
    except duckdb.Error:
        return True
    return first != second


def _connect(aside: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for setting, chosen in (
        ("memory_limit", "700MB"),
        ("temp_directory", str(aside / "spill")),
        ("preserve_insertion_order", "false"),
        ("enable_progress_bar", "false"),
    ):
        connection.execute(f"SET {setting} = '{chosen}'")
    return connection


def _label(by_force: Mapping[str, ReceivedFile]) -> dict[str, object]:
    """The metadata of a part made from these files."""
    return {
        "version": max(file.version for file in by_force.values()),
        "snapshots": sorted([force, file.snapshot.id] for force, file in by_force.items()),
    }


def _held(
    connection: duckdb.DuckDBPyConnection, folder: Path
) -> dict[tuple[str, date], tuple[Path, dict[str, object]]]:
    """The existing parts, each with its label. An unreadable part is left out, so it will be remade."""
    held = {}
    for path, text in _labels(connection, sorted(folder.glob("*/*.parquet"))).items():
        try:
            label, month = json.loads(text), date.fromisoformat(f"{path.stem}-01")
        except ValueError:
            continue
        held[path.parent.name, month] = (path, label)
    return held


def _labels(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> dict[Path, str]:
    """The labels, in one query. If a part cannot be read, one query for each part."""
    if not paths:
        return {}
    listed = ", ".join(f"'{_quoted(path)}'" for path in paths)
    try:
        rows = connection.execute(
            f"SELECT file_name, value FROM parquet_kv_metadata([{listed}]) WHERE key = '{METADATA}'::BLOB"
        ).fetchall()
    except duckdb.Error:
        if len(paths) == 1:
            return {}
        return {path: text for each in paths for path, text in _labels(connection, [each]).items()}
    return {Path(name): value.decode(errors="replace") for name, value in rows}


def _stage_rows(files: Mapping[str, ReceivedFile], connection: duckdb.DuckDBPyConnection, aside: Path) -> None:
    """Read each row-by-row file once, into a table named after its snapshot."""
    for identity, file in files.items():
        columns = ("month", "force", "place", "place_name", *file.table.columns, "n")
        path = aside / f"rows-{identity}.csv"
        with path.open("w", encoding="utf-8", newline="") as text:
            assert file.rows
            csv.writer(text, quoting=csv.QUOTE_ALL).writerows(file.rows())
        types = ", ".join(f"'{c}': '{ {'month': 'DATE', 'n': 'BIGINT'}.get(c, 'VARCHAR') }'" for c in columns)
        own = "".join(f'"{column}", ' for column in file.table.columns)
        connection.execute(
            f"""
            CREATE TEMP TABLE "rows_{identity}" AS
            SELECT "month", "force", "place", "place_name", {own} CAST(NULL AS BLOB) AS "record", "n",
                   '{identity}' AS "snapshot"
            FROM read_csv(?, header = false, columns = {{{types}}}, auto_detect = false, delim = ',', quote = '"',
                 escape = '"', allow_quoted_nulls = false)
            """,
            [str(path)],
        )
        path.unlink()


def _name_current(
    connection: duckdb.DuckDBPyConnection, stale: Mapping[tuple[str, date], Mapping[str, ReceivedFile]]
) -> None:
    """Make a table of the files for each part."""
    rows = [
        (dataset, month, force, file.snapshot.id)
        for (dataset, month), by_force in sorted(stale.items())
        for force, file in sorted(by_force.items())
    ]
    connection.execute(
        """
        CREATE TEMP TABLE "current" AS
        SELECT unnest(CAST(? AS VARCHAR[])) AS "dataset", unnest(CAST(? AS DATE[])) AS "part",
               unnest(CAST(? AS VARCHAR[])) AS "force", unnest(CAST(? AS VARCHAR[])) AS "snapshot"
        """,
        [list(column) for column in zip(*rows, strict=True)],
    )


def _write_part(
    connection: duckdb.DuckDBPyConnection,
    dataset: str,
    month: date,
    by_force: Mapping[str, ReceivedFile],
    old: tuple[Path, dict[str, object]] | None,
    target: Path,
    changes: Changes,
) -> None:
    label = _label(by_force)
    kept: set[tuple[str, str]] = set()
    if old and old[1]["version"] == label["version"]:
        kept = {(force, identity) for force, identity in old[1]["snapshots"]}  # type: ignore[attr-defined]
    now = {(force, file.snapshot.id) for force, file in by_force.items()}
    new = [file for force, file in by_force.items() if (force, file.snapshot.id) not in kept]
    selects: list[str] = []
    parameters: list[object] = []
    if old and kept & now:
        selects.append(
            'SELECT p.* FROM read_parquet(?) AS p JOIN "current" AS c '
            'ON c."force" = p."force" AND c."snapshot" = p."snapshot" WHERE c."dataset" = ? AND c."part" = ?'
        )
        parameters.extend((str(old[0]), dataset, month))
    if bulk := sorted((file for file in new if file.bulk), key=lambda file: file.path):
        selects.append(_bulk(connection, bulk, changes, parameters))
    for identity in sorted({file.snapshot.id for file in new if file.rows}):
        selects.append(
            f'SELECT r.* FROM "rows_{identity}" AS r JOIN "current" AS c '
            'ON c."force" = r."force" AND c."snapshot" = r."snapshot" '
            'WHERE c."dataset" = ? AND c."part" = ? AND r."month" = c."part"'
        )
        parameters.extend((dataset, month))
    metadata = json.dumps(label, ensure_ascii=False).replace("'", "''")
    connection.execute(
        f"COPY ({' UNION ALL BY NAME '.join(selects)}) TO '{_quoted(target)}' "
        f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{METADATA}: '{metadata}'}})",
        parameters,
    )


def _bulk(
    connection: duckdb.DuckDBPyConnection, files: Sequence[ReceivedFile], changes: Changes, parameters: list[object]
) -> str:
    """The SELECT over files of one kind and month. Adds their paths to `parameters`."""
    kind = files[0].bulk
    assert kind
    paths = [str(file.path) for file in files]
    covers = [file.snapshot.covers[0] for file in files]
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE "reading" AS
        SELECT unnest(CAST(? AS VARCHAR[])) AS "filename", unnest(CAST(? AS VARCHAR[])) AS "snapshot",
               unnest(CAST(? AS DATE[])) AS "month", unnest(CAST(? AS VARCHAR[])) AS "force"
        """,
        [paths, [file.snapshot.id for file in files], [month for _, month in covers], [force for force, _ in covers]],
    )
    files_sql = kind.relation(len(paths))
    if kind.drops_duplicates:
        connection.execute(
            f'CREATE OR REPLACE TEMP TABLE "raw" AS SELECT *, COUNT(*) AS "copies" FROM {files_sql} GROUP BY ALL',
            paths,
        )
        copies = 'SELECT "snapshot", CAST(SUM("copies" - 1) AS BIGINT) FROM "raw" GROUP BY "snapshot"'
        changes.duplicates.update(dict(connection.execute(copies).fetchall()))
        return kind.select.format(files='"raw"')
    parameters.extend(paths)
    return kind.select.format(files=files_sql)


def _rejects(connection: duckdb.DuckDBPyConnection) -> list[Rejected]:
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE table_name = 'reject_errors'").fetchall()
    if not tables:
        return []
    found = connection.execute(
        """
        SELECT s.file_path, e.line, MIN(e.error_message) FROM reject_errors e
        JOIN reject_scans s ON s.scan_id = e.scan_id AND s.file_id = e.file_id GROUP BY ALL ORDER BY 1, 2
        """
    ).fetchall()
    return [Rejected(Path(path).name, line, message.splitlines()[0]) for path, line, message in found]


def _check(
    connection: duckdb.DuckDBPyConnection,
    stale: Mapping[tuple[str, date], Mapping[str, ReceivedFile]],
    changes: Changes,
) -> None:
    """Count each file's rows, and check that they are of the file's force and month."""
    counted: dict[str, list[tuple[str, str, date, int]]] = defaultdict(list)
    listed = ", ".join(f"'{_quoted(path)}'" for path in changes.written.values())
    for name, *row in connection.execute(
        'SELECT "filename", "snapshot", "force", "month", COUNT(*) '
        f"FROM read_parquet([{listed}], filename = true, union_by_name = true) GROUP BY ALL"
    ).fetchall():
        counted[name].append(tuple(row))
    for (dataset, month), by_force in stale.items():
        found = sorted(counted[str(changes.written[dataset, month])], key=str)
        by_id = {file.snapshot.id: (force, file) for force, file in by_force.items()}
        for identity, force, row_month, rows in found:
            expected, file = by_id[identity]
            if file.bulk and (force, row_month) != (expected, month):
                named = f"{force or 'no force'}, {month_key(row_month) if row_month else 'no month'}"
                line = file.bulk.line_of_another(file.path, expected, month)
                raise SourceError(
                    f"{file.snapshot.file}, line {line}",
                    f"{rows:,} of its rows are of {named}, but its name says {expected}, {month_key(month)}",
                    f"rename it to its name from {file.bulk.named_by}, or download it again",
                )
            changes.rows[identity] += rows
        for identity, (_, file) in by_id.items():
            if file.bulk and not file.snapshot.nil and identity not in {row[0] for row in found}:
                if lost := next((line for line in changes.rejected if line.file == file.snapshot.file), None):
                    what = f"none of its lines can be read ({lost.why})"
                    raise SourceError(f"{lost.file}, line {lost.line}", what, "download it again")
                raise SourceError(
                    file.snapshot.file,
                    f"it has a header and no rows, which would mean {file.bulk.unbelieved}",
                    "leave it out; if the force says there was nothing to report, receive it with --nil",
                )


def _note_words(
    connection: duckdb.DuckDBPyConnection,
    stale: Mapping[tuple[str, date], Mapping[str, ReceivedFile]],
    changes: Changes,
) -> None:
    """Record unknown words in bulk files. SourceError for a blank where there must be a word."""
    bulk = {f.snapshot.id: f for by_force in stale.values() for f in by_force.values() if f.bulk}
    known = {f.snapshot.dataset: (f.table, f.bulk.known_words()) for f in bulk.values() if f.bulk}
    for dataset, (table, words) in known.items():
        written = [_quoted(path) for key, path in changes.written.items() if key[0] == dataset]
        listed = ", ".join(f"'{path}'" for path in written)
        for column in (column for column in table.columns if column in words):
            rows = connection.execute(
                f'SELECT DISTINCT "snapshot", "{column}" FROM read_parquet([{listed}], union_by_name = true) '
                f'WHERE "{column}" NOT IN ({", ".join("?" * len(words[column]))}) ORDER BY ALL',
                sorted(words[column]),
            ).fetchall()
            for identity, word in rows:
                if word:
                    changes.words[identity].append((column, word))
                elif (file := bulk.get(identity)) and file.bulk:
                    where = f"{file.snapshot.file}, line {file.bulk.line_with_blank(file.path)}"
                    raise SourceError(where, f"its {column.replace('_', ' ')} is blank", "download the file again")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
