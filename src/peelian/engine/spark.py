"""Spark as an engine: a cluster, or the cores of one machine, on the same SQL and to the same integers.

Its session must read "month" as a column, not as the text 'month', and fail where DuckDB fails: ANSI SQL with
double-quoted identifiers. What is counted is small, so nothing is tuned but the parts it is shuffled into.
"""

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from peelian.core.errors import DefinitionError, MachineError
from peelian.core.observations import Query

LOCAL = "local[*]"
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.parquet.mergeSchema": "true",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


class Spark:
    """Runs the engine's SQL on a Spark master. A process has one session, which takes seconds to start.

    `settings` are Spark's own, over ours. `facts` is where its workers find the fact tables' folders, an address of
    Hadoop's; without it they read the paths as they stand. DefinitionError where PySpark is not installed, MachineError
    where Java is not or the master does not answer.
    """

    def __init__(self, master: str = LOCAL, settings: Sequence[tuple[str, str]] = (), facts: str = "") -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            to_do = "install it: pip install 'peelian[spark]', or write engine = \"duckdb\" in office.toml"
            raise DefinitionError("engine = spark", "PySpark is not installed", to_do) from None
        if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
            raise MachineError("engine = spark", "there is no Java on this machine", "install Java 17 or later")
        builder = SparkSession.builder.master(master).appName("peelian")
        for name, chosen in {**SETTINGS, **dict(settings)}.items():
            builder = builder.config(name, chosen)
        try:
            self._session = builder.getOrCreate()
        except Exception as fault:  # of Java, however it fails
            what = f"Spark did not start on {master} ({str(fault).splitlines()[0][:200]})"
            raise MachineError(
                "engine = spark", what, "see that its master runs, and that Java is 17 or later"
            ) from None
        self._kept: dict[str, Any] = {}
        self._facts = facts.rstrip("/")

    def facts(self, table: str, paths: Sequence[Path]) -> None:
        """Name a fact table's Parquet files `table`. Parts of an older kind lack columns, which are empty there."""
        read = self._session.read.parquet(*map(self._address, paths))
        read.createOrReplaceTempView(table)

    def _address(self, path: Path) -> str:
        return f"{self._facts}/{path.parent.name}/{path.name}" if self._facts else path.resolve().as_uri()

    def rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A small table of text made in place."""
        declared = ", ".join(f"`{column}` STRING" for column in columns)
        made = self._session.createDataFrame([tuple(row) for row in rows], declared)
        made.createOrReplaceTempView(table)

    def keep(self, table: str, query: Query) -> None:
        """Run a query once and keep its result as `table`, in the workers' memory or on their disks."""
        from pyspark import StorageLevel

        if old := self._kept.pop(table, None):
            old.unpersist()
        kept = self._session.sql(query.sql, args=list(query.parameters)).persist(StorageLevel.MEMORY_AND_DISK)
        kept.count()
        kept.createOrReplaceTempView(table)
        self._kept[table] = kept

    def query(self, query: Query) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._session.sql(query.sql, args=list(query.parameters)).collect()]

    def close(self) -> None:
        """Let go of what was kept. The session stays for the next engine of this process, and ends with it."""
        for kept in self._kept.values():
            kept.unpersist()
        self._kept.clear()
