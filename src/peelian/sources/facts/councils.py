"""Councils: those of the office's force and the small areas they are made of, from street files to areas.csv."""

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
    """Write the councils of the office's force, and the small areas they are made of, into areas.csv.

    An LSOA's name less its last word is its local authority, whatever the year of its boundaries. `boundaries` maps a
    year ("2011", "2021") to files that hold the codes of that year, such as ONS boundary files: only LSOAs named there
    can be areas of their own, as a code alone does not tell its year. Rows of areas that are no councils of this
    force are kept. What comes back are the names of the councils written.
    """
    force = workspace.force
    councils = {d.name: d for d in districts() if d.force == force.force and d.last is None}
    keys = {name: _key(name) + ("-council" if _key(name) in shipped_forces() else "") for name in councils}
    named = named_places(workspace.folder / "build" / "facts", force.force)
    if not named:
        raise CoverageError(str(workspace.folder), "no street files of its force were received", "receive them first")
    vintages = {year: set(_codes(year, paths)) for year, paths in boundaries.items()}
    rows: list[dict[str, str]] = []
    for name, council in sorted(councils.items()):
        base = {"area": keys[name], "name": name, "kind": "local authority", "force": force.force}
        rows.append({**base, "place": council.code})
        for place in (place for place, told in named.items() if told.rpartition(" ")[0] == name):
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
    """SourceError where it is no year, or a file names no small area."""
    if not re.fullmatch(r"20[0-9]{2}", year):
        raise DefinitionError("--boundaries", f"{year!r} is no year", "write it as 2021=FILE")
    for path in paths:
        if not path.is_file():
            raise SourceError(str(path), "there is no such file", "write it as 2021=FILE")
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
