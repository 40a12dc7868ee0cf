"""The counting of bench/scale.py as one would write it in Polars and in pandas, on the same Parquet files."""

from collections.abc import Sequence

from peelian.core.measures import Selection

COLUMNS = ["force", "month", "crime_type", "outcome"]
WINDOW = 12
"""Months."""


def in_polars(parts: Sequence[str], selections: Sequence[Selection]) -> int:
    """The sum of all windows of full length, so that nobody leaves one out."""
    import polars
    from polars import col

    rows = polars.scan_parquet(parts).group_by(COLUMNS).len("n").collect(engine="streaming")
    total = 0
    for selection in selections:
        wanted = [col(column).is_in(words) for column, words in selection.where.items()]
        wanted += [~col(column).is_in(words) for column, words in selection.without.items()]
        months = rows.filter(*wanted).group_by("force", "month").agg(col("n").cast(polars.Int64).sum())
        windows = months.sort("force", "month").select(col("n").rolling_sum(WINDOW).over("force"))
        total += windows["n"].sum()
    return total


def in_pandas(parts: Sequence[str], selections: Sequence[Selection]) -> int:
    """As with Polars. Read by DuckDB, part by part: pandas has no reader of its own here."""
    import duckdb
    import pandas

    made = [duckdb.execute(f"SELECT {', '.join(COLUMNS)} FROM read_parquet(?)", [one]).df() for one in parts]
    rows = pandas.concat(made).groupby(COLUMNS, observed=True).size().rename("n").reset_index()
    total = 0
    for selection in selections:
        kept = rows
        for column, words in selection.where.items():
            kept = kept[kept[column].isin(words)]
        for column, words in selection.without.items():
            kept = kept[~kept[column].isin(words)]
        months = kept.groupby(["force", "month"])["n"].sum()
        total += int(months.groupby("force").rolling(WINDOW).sum().sum())
    return total
