"""Writes the councils of the office's force and their small areas to areas.csv, from street files."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from peelian.core.errors import CoverageError, DefinitionError, SourceError
from peelian.sources.facts.places import named_places
from peelian.sources.publishers.boundaries import MOST_BOUNDARY_BYTES
from peelian.sources.publishers.districts import districts
from peelian.workspace.areas import AREA_COLUMNS
from peelian.workspace.atomic_write import write_whole
from peelian.workspace.forces import shipped_forces
from peelian.workspace.workspace import Workspace


def add_areas(workspace: Workspace, boundaries: Mapping[str, Sequence[Path]]) -> tuple[str, ...]:
    """Write the councils of the office's force and their small areas to areas.csv. Returns the councils' names.

    The name of an LSOA without its last word is its local authority, in any year of boundaries. `boundaries` maps a
    year ("2011", "2021") to files with that year's codes, such as ONS boundary files. Only LSOAs in those files get a
    year, since a code does not show its year. Rows of other areas are kept.
    """
    force = workspace.force
    councils = {d.name: d for d in districts() if d.force == force.force and d.last is None}
    keys = {name: _key(name) + ("-council" if _key(name) in shipped_forces() else "") for name in councils}
    named = named_places(workspace.folder / "build" / "facts", force.force)
    if not named:
        raise CoverageError(str(workspace.folder), "it has no street files of its force", "receive them first")
    vintages = {year: set(_codes(year, paths)) for year, paths in boundaries.items()}
    rows: list[dict[str, str]] = []
    for name, council in sorted(councils.items()):
        base = {"area": keys[name], "name": name, "kind": "local authority", "force": force.force}
        rows.append({**base, "place": council.code})
        for place in (place for place, title in named.items() if title.rpartition(" ")[0] == name):
            years = [year for year, codes in sorted(vintages.items()) if place in codes] or [""]
            rows.extend({**base, "place": place, "vintage": year} for year in years)
    path = workspace.folder / "areas.csv"
    with path.open(encoding="utf-8-sig", newline="") as text:
        kept = [row for row in csv.DictReader(text) if row["area"] not in keys.values()]
    out = io.StringIO()
    writer = csv.DictWriter(out, AREA_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows([*kept, *rows])
    write_whole(path, out.getvalue())
    return tuple(sorted(councils))


def _codes(year: str, paths: Sequence[Path]) -> Iterator[str]:
    """The codes of small areas in the files. DefinitionError for a wrong year, SourceError for a file without codes."""
    if not re.fullmatch(r"20[0-9]{2}", year):
        raise DefinitionError("--boundaries", f"{year!r} is not a year", "write it like 2021=FILE")
    for path in paths:
        if not path.is_file():
            raise SourceError(str(path), "there is no such file", "write it like 2021=FILE")
        if path.stat().st_size > MOST_BOUNDARY_BYTES:
            raise SourceError(
                str(path), f"it has more than {MOST_BOUNDARY_BYTES:,} bytes", "download a generalised version"
            )
        codes = re.findall(rb"\b[EW]01[0-9]{6}\b", path.read_bytes())
        if not codes:
            raise SourceError(
                str(path), "it has no code of a small area", "give that year's file of boundaries or codes"
            )
        yield from (code.decode() for code in codes)


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
