"""The fact store: what it asks of files in bulk, whoever put them out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest

from peelian.core.errors import SourceError
from peelian.core.sources import FactTable, Snapshot
from peelian.sources.facts import store as facts
from peelian.sources.facts.store import ReceivedFile

MAY = date(2026, 5, 1)


@dataclass(frozen=True)
class Fires:
    """Another publisher's files, which it numbers and never names: `month;force;kind`."""

    select: str = """
        SELECT CAST("m" || '-01' AS DATE) AS "month", "f" AS "force", '' AS "place", '' AS "place_name",
               COALESCE("k", '') AS "kind", CAST(NULL AS BLOB) AS "record", CAST(1 AS BIGINT) AS "n", "snapshot"
        FROM {files}"""
    drops_duplicates: bool = False
    version: str = "7"
    named_by: str = "the fire service"
    unbelieved: str = "no fire at all in a month"
    by_small_area: bool = False

    def relation(self, files: int) -> str:
        return f"""(SELECT c.* EXCLUDE ("filename"), r."snapshot"
            FROM read_csv([{", ".join("?" * files)}], header = true, delim = ';', filename = true,
                 columns = {{'m': 'VARCHAR', 'f': 'VARCHAR', 'k': 'VARCHAR'}}, auto_detect = false) AS c
            JOIN "reading" AS r ON r."filename" = c."filename")"""  # noqa: S608 - a test's own

    def known_words(self) -> Mapping[str, frozenset[str]]:
        return {"kind": frozenset({"chimney", "barn"})}

    def line_of_another(self, path: Path, force: str, month: date) -> int:
        wanted = f"{month:%Y-%m};{force};"
        return next(n for n, line in enumerate(path.read_text().splitlines(), 1) if n > 1 and wanted not in line)

    def line_with_blank(self, path: Path) -> int:
        return next(n for n, line in enumerate(path.read_text().splitlines(), 1) if line.endswith(";"))


def fires(path: Path, *lines: str, **bulk: bool) -> ReceivedFile:
    path.write_text("\n".join(["m;f;k", *lines]) + "\n")
    told = Snapshot("f" * 64, "fires", "fires", path.name, MAY, "", "", "", "", "", "official", 0, (("F", MAY),))
    return ReceivedFile(told, path, FactTable("fires", ("kind",)), bulk=Fires(**bulk))


def remade(file: ReceivedFile, tmp_path: Path) -> facts.Changes:
    changes = facts.remake([file], tmp_path / "store", tmp_path / "aside")
    changes.commit()
    return changes


def test_files_of_any_publisher_become_facts(tmp_path: Path):
    file = fires(tmp_path / "1.csv", "2026-05;F;barn", "2026-05;F;chimney", "2026-05;F;shed")
    changes = remade(file, tmp_path)
    [part] = facts.parts(tmp_path / "store", "fires")
    with duckdb.connect() as connection:
        rows = connection.execute("SELECT kind, n FROM read_parquet(?) ORDER BY kind", [str(part)]).fetchall()
    assert rows == [("barn", 1), ("chimney", 1), ("shed", 1)]
    assert file.version.endswith(".7")
    assert changes.words[file.snapshot.id] == [("kind", "shed")]
    assert not file.by_small_area


def test_rows_told_twice_are_counted_where_they_are_dropped(tmp_path: Path):
    line = "2026-05;F;barn"
    file = fires(tmp_path / "1.csv", line, line, drops_duplicates=True)
    changes = remade(file, tmp_path)
    assert (changes.rows[file.snapshot.id], changes.duplicates[file.snapshot.id]) == (1, 1)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["2026-05;F;barn", "2026-04;F;barn"], "1.csv, line 3: 1 of its rows are of F, 2026-04"),
        (["2026-05;F;"], "1.csv, line 2: its kind is blank"),
        ([], "1.csv: it has a header and no rows, which would mean no fire at all in a month"),
    ],
)
def test_a_fault_is_told_with_the_publishers_own_line_and_name(lines: list[str], says: str, tmp_path: Path):
    with pytest.raises(SourceError) as refused:
        remade(fires(tmp_path / "1.csv", *lines), tmp_path)
    assert says in str(refused.value)
    assert "data.police.uk" not in str(refused.value)
