"""Specs: small text tables of facts go in, small text tables of answers come out, on every engine."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from tables import AREAS, MEASURES, TABLES, Rows, coverage, parquet, rows

from peelian.core.measures import Measure
from peelian.core.plan import Break
from peelian.engine.counts import Counts, Engine
from peelian.engine.duckdb import DuckDB
from peelian.findings.answers import Answers
from sparks import local_spark

ENGINES = {"duckdb": DuckDB, "spark": local_spark}
"""A new engine is one line here: every spec then runs on it too."""


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """One of each for all specs of a file. Spark takes seconds to start; its session stays for the next."""
    made = ENGINES[request.param]()
    yield made
    made.close()


@pytest.fixture
def store(engine: Engine, tmp_path: Path) -> Callable[..., Answers]:
    """`store(crimes="...", breaks=...)`: answers on facts given as text, one keyword for each fact table.

    A file was received for each force and month that has a row; a row whose n is 0 is such a file with nothing in it.
    """

    def made(
        *,
        breaks: Sequence[Break] = (),
        as_at: str = "2026-01-01",
        expecting: Iterable[Measure] = MEASURES.values(),
        **facts: str | Rows,
    ) -> Answers:
        tables = {name: rows(told) if isinstance(told, str) else told for name, told in facts.items()}
        parts = {name: parquet(tmp_path, name, told) for name, told in tables.items()}
        known = coverage(tables, date.fromisoformat(as_at))
        counts = Counts(engine, parts, AREAS, expecting)
        return Answers(counts, known, AREAS, MEASURES, TABLES, breaks)

    return made
