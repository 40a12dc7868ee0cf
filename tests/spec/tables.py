"""Small text tables: of facts, made into files an engine reads; of answers, to be compared with those there are."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb

from peelian.core.areas import Area, Areas, rest_of
from peelian.core.coverage import Coverage
from peelian.core.measures import Bands, Measure, Selection
from peelian.core.observations import Observation, Outcome
from peelian.core.periods import Period, month_key, parse_month
from peelian.core.sources import BUILT_IN_TABLES, FactTable, Snapshot
from peelian.findings.answers import Answers

Rows = list[dict[str, str]]

NORTH, SOUTH = (Area(name.lower(), name, "force", name) for name in ("North", "South"))
CITY = Area("city", "City", "force", "City", per_resident=False)
RAIL = Area("rail", "Rail", "force", "Rail", ranked=False)
COUNCILS = tuple(
    Area(name.lower(), name, "local authority", force)
    for name, force in (("Town", "North"), ("Country", "North"), ("Coast", "South"))
)
AREAS = Areas(
    {area.key: area for area in (NORTH, SOUTH, CITY, RAIL, *COUNCILS, *rest_of(NORTH), *rest_of(SOUTH))},
    {
        "town": frozenset({"T1", "T2", "Town"}),
        "country": frozenset({"C1", "Country"}),
        "coast": frozenset({"S1", "Coast"}),
    },
    {"T1": frozenset({"2011", "2021"}), "T2": frozenset({"2021"}), "C1": frozenset({"2011"})},
)
"""North has two councils, Town of the LSOAs T1 and T2, Country of C1; South has Coast, of S1.

T2 is new in 2021, C1 went; T1 is in both.
"""

TABLES = {
    **BUILT_IN_TABLES,
    "cases": FactTable("cases", ("figure",)),
    "waits": FactTable("waits", ("band",)),
    "surveys": FactTable("surveys", ("question", "value")),
    "staff": FactTable("staff", ("role",), stock=True, every=6),
}
"""The tables that Peelian knows, and some as returns fill: flows and stocks, bands, surveys, half-years."""

CRIMES, OUTCOMES, PEOPLE = Selection("crimes"), Selection("outcomes"), Selection("population")
DRUGS = Selection("outcomes", where={"crime_type": ("drugs",)})
ALL_AREAS = ("force", "local authority", "lsoa", "outside the force", "no location")


def measure(name: str, numerator: Selection, **parts) -> Measure:  # type: ignore[no-untyped-def]
    told = {"unit": "count", "better": "down", "areas": ALL_AREAS, **parts}
    return Measure(name, name, "", numerator=numerator, **told)


MEASURES = {
    found.name: found
    for found in (
        measure("crimes", CRIMES),
        measure("burglaries", Selection("crimes", where={"crime_type": ("burglary",)})),
        measure("crimes_not_incidents", Selection("crimes", without={"crime_type": ("incident",)})),
        measure("people", PEOPLE),
        measure("outcomes", OUTCOMES),
        measure("cases_received", Selection("cases", where={"figure": ("received",)})),
        measure("cases_open", Selection("cases", where={"figure": ("open",)}, at_end=True)),
        measure(
            "cases_received_by_open",
            Selection("cases", where={"figure": ("received",)}),
            denominator=Selection("cases", where={"figure": ("open",)}, at_end=True),
            unit="per 100",
            denominator_kind="ratio",
        ),
        measure(
            "wait",
            Selection("waits", where={"band": ("short", "long", "longest")}),
            unit="seconds",
            bands=Bands("band", {"short": (0, 10), "long": (10, 30), "longest": (30,)}, "median"),
        ),
        measure("content", Selection("surveys", where={"question": ("content",)}), unit="percent", reads="value"),
        measure("officers", Selection("staff", where={"role": ("officer",)}), unit="posts", by_chance=False),
        measure("outcomes_of_drugs", DRUGS),
        measure("rate", CRIMES, denominator=PEOPLE, unit="per 1,000 people", denominator_kind="population"),
        measure(
            "charged",
            Selection("crimes", where={"outcome": ("charged",)}),
            denominator=CRIMES,
            unit="percent",
            denominator_kind="cohort",
        ),
    )
}


def rows(text: str) -> Rows:
    """The lines of a text table by its header; - is an empty cell."""
    header, *lines = (line.split() for line in text.strip().splitlines())
    return [dict(zip(header, ("" if cell == "-" else cell for cell in line), strict=True)) for line in lines]


def told(ask: Answers, measure: str, text: str) -> tuple[str, str]:
    """The text table of answers expected, and the same table with the answers there are, to be compared.

    The header names periods, the first column areas. A cell is a number, numerator/denominator, or - for no value.
    """
    header, *lines = (line.split() for line in text.strip().splitlines())
    found = [[area, *(cell(ask.outcome(measure, area, Period.parse(key))) for key in header[1:])] for area, *_ in lines]
    return "\n".join(map(" ".join, lines)), "\n".join(map(" ".join, found))


def cell(outcome: Outcome) -> str:
    if not isinstance(outcome, Observation):
        return "-"
    return str(outcome.numerator) + (f"/{outcome.denominator}" if outcome.denominator is not None else "")


def parquet(folder: Path, name: str, told: Rows) -> list[Path]:
    """One file a month, as the fact store keeps them."""
    own = TABLES[name].columns
    columns = ["month", "force", "place", "place_name", *own, "record", "n", "snapshot"]
    types = {"month": "DATE", "n": "BIGINT", "record": "BLOB"}
    declared = ", ".join(f'"{column}" {types.get(column, "VARCHAR")}' for column in columns)
    paths = []
    with duckdb.connect() as connection:
        for month in sorted({row["month"] for row in told}):
            connection.execute(f"CREATE OR REPLACE TABLE t ({declared})")
            for row in (row for row in told if row["month"] == month and row.get("n") != "0"):
                filled = {"n": "1", "snapshot": "x", **row, "month": f"{month}-01", "record": row.get("record") or None}
                values = [filled.get(column, "") for column in columns]
                connection.execute(f"INSERT INTO t VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
            paths.append(folder / f"{name}-{month}.parquet")
            connection.execute(f"COPY t TO '{paths[-1]}' (FORMAT parquet)")
    return paths


def coverage(tables: Mapping[str, Rows], as_at: date) -> Coverage:
    return Coverage(
        {
            (name, row["force"], parse_month(row["month"])): _snapshot(name, row, as_at)
            for name, told in tables.items()
            for row in told
        }
    )


def _snapshot(name: str, row: Mapping[str, str], as_at: date) -> Snapshot:
    sha256 = f"{name}{row['force']}{month_key(parse_month(row['month']))}".ljust(64, "0")
    return Snapshot(sha256, name, name, "", as_at, "", "", "", "", "", "recomputed", 0, ())
