"""DuckDB and Spark count the same integers, for every selection of the shipped measures, force, council and month."""

from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from peelian.core.measures import Measure, Selection
from peelian.engine.counts import Counts, Engine
from peelian.engine.duckdb import DuckDB
from peelian.findings import ask
from peelian.sources.facts import store
from peelian.workspace.workspace import Workspace
from sparks import local_spark

pytestmark = pytest.mark.real

Told = Mapping[tuple[str, str], Mapping[date, int]]


def counted(office: Workspace, engine: Engine) -> Told:
    """By selection, as text, and area: the integer of each month."""
    parts = {table: store.parts(office.folder / "build" / "facts", table) for table in office.tables}
    measures = [measure for measure in office.measures.values() if office.lacking(measure) is None]
    counts = Counts(engine, parts, office.areas, measures)
    areas = [area.key for area in office.areas.by_key.values() if area.kind != "lsoa"]
    told = {(str(one), area): dict(counts.months(one, area)) for one in selections(measures) for area in areas}
    engine.close()
    return told


def selections(measures: Iterable[Measure]) -> list[Selection]:
    found = {str(one): one for measure in measures for one in (measure.numerator, measure.denominator) if one}
    return list(found.values())


def test_both_engines_count_the_same(office: Workspace) -> None:
    ask.facts_of(office)
    on_duckdb, on_spark = counted(office, DuckDB()), counted(office, local_spark("local[2]"))
    assert sum(sum(months.values()) for months in on_duckdb.values()) > 10_000_000
    assert len(on_duckdb) > 10_000
    assert on_spark == on_duckdb
