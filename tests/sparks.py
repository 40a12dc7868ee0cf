"""Spark as the tests use it: on this machine, as small as it gets, where there is Java."""

import shutil

import pytest

from peelian.engine.spark import Spark

QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java's own: what runs for seconds is not worth being compiled well."""

SMALL = (
    ("spark.sql.shuffle.partitions", "1"),
    ("spark.sql.adaptive.enabled", "false"),
    ("spark.sql.codegen.wholeStage", "false"),
    ("spark.driver.host", "127.0.0.1"),
    ("spark.driver.bindAddress", "127.0.0.1"),
    ("spark.driver.memory", "1g"),
    ("spark.driver.extraJavaOptions", QUICK),
    ("spark.executor.extraJavaOptions", QUICK),
)
"""A handful of rows is neither parted nor compiled for."""


def local_spark(master: str = "local[1]", *settings: tuple[str, str]) -> Spark:
    skip_without()
    return Spark(master, (*SMALL, *settings))


def skip_without() -> None:
    """Skips, loudly, where Spark cannot run."""
    pytest.importorskip("pyspark", reason="SPARK ABSENT: PySpark is not installed, so nothing was tested on it")
    if shutil.which("java") is None:
        pytest.skip("SPARK ABSENT: there is no Java, so nothing was tested on it")
