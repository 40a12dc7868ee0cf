"""Names of the small areas in the received street files."""

from pathlib import Path

import duckdb

from peelian.sources.facts import store as facts_store


def named_places(store: Path, force: str) -> dict[str, str]:
    """LSOA code to its latest LSOA name, for every place in the force's street rows.

    The name changes with its council: Poole 001A is Bournemouth, Christchurch and Poole 045A in later months.
    """
    paths = [str(path) for path in facts_store.parts(store, "crimes")]
    if not paths:
        return {}
    with duckdb.connect() as connection:
        rows = connection.execute(
            'SELECT "place", ARG_MAX("place_name", "month") FROM read_parquet(?) '
            'WHERE "force" = ? AND "place" <> \'\' AND "place_name" <> \'\' GROUP BY "place" ORDER BY "place"',
            [paths, force],
        ).fetchall()
    return dict(rows)
