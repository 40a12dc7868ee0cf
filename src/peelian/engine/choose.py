"""Which engine counts: the one `office.toml` names. What is not chosen is not imported."""

from peelian.core.plan import Office
from peelian.engine.counts import Engine
from peelian.engine.duckdb import DuckDB


def chosen(office: Office) -> Engine:
    """The office's engine, started. The caller closes it. DefinitionError or MachineError where it cannot be."""
    if office.engine == "spark":
        from peelian.engine.spark import Spark

        return Spark(office.spark.master, tuple(office.spark.settings.items()), office.spark.facts)
    return DuckDB()
