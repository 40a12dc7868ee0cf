"""`peelian areas` writes the councils of the office's force, and outlines for maps."""

from pathlib import Path
from typing import Annotated

import typer

from peelian.commands.options import Folder
from peelian.commands.output import say


def areas(
    folder: Folder,
    boundaries: Annotated[
        list[str] | None,
        typer.Option(help="A year and a file with that year's LSOA codes, as 2021=FILE; may be repeated."),
    ] = None,
    outlines: Annotated[
        list[Path] | None,
        typer.Option(help="A GeoJSON or TopoJSON file of boundaries, for small maps; may be repeated."),
    ] = None,
    attribution: Annotated[str, typer.Option(help="Who to credit for the outlines, printed in packs with maps.")] = "",
) -> None:
    """Write the councils and small areas of the office's force to areas.csv, from the street files received.

    With --outlines, write the outlines of those areas to outlines.geojson instead.

    Example: peelian areas my-office --boundaries 2021=lsoa2021.geojson
    """
    from peelian.sources.facts import councils
    from peelian.sources.publishers import boundaries as drawn
    from peelian.workspace import workspace

    if outlines:
        declared = workspace.load(folder)
        keys = drawn.add_outlines(folder, declared.areas, outlines, attribution)
        say(f"Wrote {folder / drawn.OUTLINES}: {', '.join(keys)}.")
        return
    by_year: dict[str, list[Path]] = {}
    for given in boundaries or ():
        year, _, path = given.partition("=")
        by_year.setdefault(year, []).append(Path(path))
    added = councils.add_areas(workspace.load(folder), by_year)
    say(f"Wrote {folder / 'areas.csv'}: {', '.join(added)}.")
