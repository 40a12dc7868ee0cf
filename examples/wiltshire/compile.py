"""Compile the counts this example holds from public data: `python examples/wiltshire/compile.py PUBLIC-DATA-FOLDER`.

Reads the data.police.uk archives, stop and search files, ONS population workbooks and the official tables of the Home
Office, the IOPC and ONS through Peelian itself, and writes counts (no record of any crime or search) as declared
returns into `received/`. Compiling again from the same files gives the same bytes.
"""

import csv
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from peelian.sources.facts import councils as facts_councils
from peelian.sources.facts import store
from peelian.sources.received import receive
from peelian.sources.received.sidecars import SIDECAR, read_sidecar, write_sidecar
from peelian.workspace import forces as workspace_forces
from peelian.workspace import workspace

HERE = Path(__file__).parent
FORCE = "Wiltshire Police"
ARCHIVES = {"archive-2022-03.zip": date(2022, 3, 31), "archive-2025-12.zip": date(2025, 12, 31)}
POPULATION = ("ukpopestimatesmid2020on2021geography.xls", "ukpopestimatesmid2021on2021geographyfinal.xls",
              "mye22final.xlsx")  # fmt: skip
STOPS = "stop-and-search-transcribed"
OFFICIAL = ("home-office", "iopc", "ons")
AS_AT = {
    "crimes-2022-03": date(2022, 3, 31),
    "outcomes-2022-03": date(2022, 3, 31),
    "crimes-2025-12": date(2025, 12, 31),
    "population": date(2023, 11, 23),
    "stops-2023-12": date(2023, 12, 31),
    "workforce-2019-09": date(2020, 1, 30),
    "use-of-force-2020-03": date(2020, 12, 17),
    "deaths-2020-03": date(2020, 3, 31),
    "recorded-crime-2025-06": date(2025, 6, 30),
}
"""Return to the date its files are as at: of the official tables, that of the latest edition held."""
COMPILED_ON = "2026-11-22T00:00:00+00:00"

CRIMES = """
SELECT strftime(f."month", '%Y-%m'), n."name",
       CASE WHEN f."force" <> ? OR f."place" = '' THEN '' ELSE COALESCE(m."council", 'elsewhere') END AS "place",
       f."crime_type", f."outcome", CAST(SUM(f."n") AS BIGINT)
FROM read_parquet(?) AS f JOIN "names" AS n ON n."force" = f."force" LEFT JOIN "members" AS m ON m."place" = f."place"
GROUP BY ALL ORDER BY ALL
"""

OUTCOMES = """
SELECT strftime(o."month", '%Y-%m'), n."name",
       CASE WHEN o."force" <> ? OR o."place" = '' THEN '' ELSE COALESCE(m."council", 'elsewhere') END AS "place",
       COALESCE(c."crime_type", '') AS "crime_type", o."outcome", CAST(SUM(o."n") AS BIGINT)
FROM read_parquet(?) AS o JOIN "names" AS n ON n."force" = o."force" AND n."force" = 'Wiltshire Police'
LEFT JOIN "members" AS m ON m."place" = o."place"
LEFT JOIN (
    SELECT "force", "record", MIN("crime_type") AS "crime_type" FROM read_parquet(?) WHERE "record" IS NOT NULL
    GROUP BY "force", "record" HAVING COUNT(*) = 1
) AS c ON c."force" = o."force" AND c."record" = o."record"
GROUP BY ALL ORDER BY ALL
"""

PEOPLE = """
SELECT strftime(p."month", '%Y-%m'), n."name", p."place", p."place_name", p."n"
FROM read_parquet(?) AS p JOIN "names" AS n ON n."force" = p."force" WHERE p."month" >= DATE '2017-06-01' ORDER BY ALL
"""

SEARCHES = """
SELECT strftime(f."month", '%Y-%m'), n."name", f."type", f."legislation", f."object", f."outcome", f."linked",
       CAST(SUM(f."n") AS BIGINT)
FROM read_parquet(?) AS f JOIN "names" AS n ON n."force" = f."force" GROUP BY ALL ORDER BY ALL
"""

READINGS = """
SELECT strftime(f."month", '%Y-%m'), n."name", {columns}, CAST(SUM(f."n") AS BIGINT)
FROM read_parquet(?) AS f JOIN "names" AS n ON n."force" = f."force"
WHERE list_contains(?, f."force") {where} GROUP BY ALL ORDER BY ALL
"""

LOCAL = f"""CASE WHEN f."force" = '{FORCE}' THEN f."place" ELSE '' END"""
"""The office's own force is given by council; of the forces it is set beside, the whole is enough."""

READ = {
    "workforce-2019-09": ("workforce_official", 'f."role", f."counted"', ("Role", "Counted", "Number"), ""),
    "use-of-force-2020-03": (
        "use_of_force_official",
        'f."counted", f."kind", f."person"',
        ("Counted", "Kind", "Persons", "Number"),
        "AND f.\"person\" = 'all'",
    ),
    "deaths-2020-03": ("deaths_official", 'f."kind", f."counted"', ("Kind", "Counted", "Number"), ""),
    "recorded-crime-2025-06": (
        "recorded_crime_official", f'{LOCAL}, f."offence"', ("Place", "Offence", "Crimes in the 12 months"), ""),
}  # fmt: skip
"""Return to the fact table it is of, the columns it keeps, their headings, and which rows."""


def main(public: Path) -> None:
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / "returns"
        out.mkdir()
        for archive, as_at in ARCHIVES.items():
            _compile(public, archive, as_at, Path(made), out)
        _compile_readings(public, Path(made), out)
        _receive(out)


def _scratch(folder: Path) -> Path:
    (folder / "packs").mkdir(parents=True)
    for name in ("office.toml", "plan.toml", "areas.csv"):
        shutil.copy(HERE / name, folder / name)
    return folder


def _compile_readings(public: Path, made: Path, out: Path) -> None:
    """Receive stop and search and the official tables as they were published, and write what they say of the forces."""
    scratch = _scratch(made / "official")
    tables = [path for name in OFFICIAL for path in sorted((public / name).iterdir()) if path.name not in POPULATION]
    receive.receive(scratch, [public / "police-uk" / STOPS, *tables], {}, receive.Options())
    declared = workspace.load(scratch)
    forces = [declared.areas[key].force for key in (declared.office.area, *declared.office.peers.names)]
    with duckdb.connect() as connection:
        _name_forces(connection)
        parts = [str(path) for path in store.parts(scratch / "build" / "facts", "stops")]
        header = ("Month", "Force", "Type", "Legislation", "Object of search", "Outcome", "Linked", "Searches")
        _write(out / "stops-2023-12.csv", header, connection.execute(SEARCHES, [parts]).fetchall())
        for name, (table, columns, headings, where) in READ.items():
            parts = [str(path) for path in store.parts(scratch / "build" / "facts", table)]
            found = connection.execute(READINGS.format(columns=columns, where=where), [parts, forces]).fetchall()
            _write(out / f"{name}.csv", ("Month", "Force", *headings), found)


def _name_forces(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute('CREATE TEMP TABLE "names" ("force" VARCHAR, "name" VARCHAR)')
    connection.executemany('INSERT INTO "names" VALUES (?, ?)', [list(pair) for pair in _short_names().items()])


def _compile(public: Path, archive: str, as_at: date, made: Path, out: Path) -> None:
    """Receive one archive into a scratch workspace and write its counts."""
    scratch = _scratch(made / archive)
    population = [public / "ons" / name for name in POPULATION]
    receive.receive(scratch, [public / "police-uk" / archive, *population], {}, receive.Options(as_at=as_at))
    facts_councils.add_areas(workspace.load(scratch), {})
    councils = dict(_members(workspace.load(scratch)))
    with duckdb.connect() as connection:
        connection.execute('CREATE TEMP TABLE "members" ("place" VARCHAR, "council" VARCHAR)')
        connection.executemany('INSERT INTO "members" VALUES (?, ?)', [list(pair) for pair in sorted(councils.items())])
        _name_forces(connection)
        parts = {name: [str(p) for p in store.parts(scratch / "build" / "facts", name)] for name in
                 ("crimes", "outcomes", "population")}  # fmt: skip
        month = as_at.isoformat()[:7]
        crimes = connection.execute(CRIMES, [FORCE, parts["crimes"]]).fetchall()
        _write(out / f"crimes-{month}.csv", ("Month", "Force", "Place", "Crime type", "Last outcome", "Crimes"), crimes)
        if parts["outcomes"]:
            outcomes = connection.execute(OUTCOMES, [FORCE, parts["outcomes"], parts["crimes"]]).fetchall()
            header = ("Month", "Force", "Place", "Linked crime type", "Outcome", "Outcomes")
            _write(out / f"outcomes-{month}.csv", header, outcomes)
        people = connection.execute(PEOPLE, [parts["population"]]).fetchall()
        _write(out / "population.csv", ("Mid-year", "Force", "District code", "District", "People"), people)


def _short_names() -> dict[str, str]:
    """A force's name in its files to the name ONS gives its area, which is shorter."""
    return {name: alias for alias, name in reversed(workspace_forces.force_aliases().items()) if alias[0].isupper()}


def _members(declared: workspace.Workspace) -> Iterator[tuple[str, str]]:
    """LSOA to the code of its council."""
    for places in declared.areas.members.values():
        council = next(place for place in places if place[1:3] != "01")
        yield from ((place, council) for place in places if place != council)


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _receive(returns: Path) -> None:
    """Take the compiled returns into the example in place of those it holds, with sidecars that never change."""
    shutil.rmtree(HERE / "received", ignore_errors=True)
    declared = workspace.load(HERE)
    for path in sorted(returns.glob("*.csv")):
        source = f"{path.stem.rstrip('0123456789-').replace('-', '_')}_compiled"
        receive.receive(HERE, [path], declared.contracts, receive.Options(source=source, as_at=AS_AT[path.stem]))
    for sidecar in sorted((HERE / "received").glob(f"*/*/*{SIDECAR}")):
        told = replace(read_sidecar(sidecar), received_at=COMPILED_ON, received_by="compiled for this example")
        write_sidecar(sidecar.with_name(sidecar.name.removesuffix(SIDECAR)), told)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
