"""Places: what the street files received say of the small areas a force's crimes are put in."""

from pathlib import Path

import duckdb

from peelian.sources import facts


def named_places(store: Path, force: str) -> dict[str, str]:
    """LSOA code to LSOA name, for every place the force's street rows name."""
    paths = [str(path) for path in facts.parts(store, "crimes")]
    if not paths:
        return {}
    with duckdb.connect() as connection:
        rows = connection.execute(
            'SELECT "place", MAX("place_name") FROM read_parquet(?) '
            'WHERE "force" = ? AND "place" <> \'\' AND "place_name" <> \'\' GROUP BY "place" ORDER BY "place"',
            [paths, force],
        ).fetchall()
    return dict(rows)
