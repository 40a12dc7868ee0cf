"""Parquet for others to use: a CSV's rows with the types they are declared to have."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

WRITE = """
COPY (
    SELECT * FROM read_csv(?, header = true, columns = {columns}, auto_detect = false, delim = ',', quote = '"',
                           escape = '"', nullstr = '', allow_quoted_nulls = false)
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""


def to_parquet(csv: Path, columns: Mapping[str, str], parquet: Path) -> None:
    """The CSV's rows in their order. `columns` are all its columns with DuckDB's types; an empty field is null.

    One thread: the same rows give the same bytes.
    """
    declared = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items()) + "}"
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SET enable_progress_bar = false")
        target = str(parquet).replace("'", "''")
        connection.execute(WRITE.format(columns=declared, path=target), [str(csv)])
