"""`peelian measures` lists the measures, or prints their values."""

from pathlib import Path
from typing import Annotated

import typer

from peelian.commands.options import EngineName, Folder, Json


def measures(
    folder: Folder = Path(),
    measure: Annotated[list[str] | None, typer.Option(help="A measure; may be repeated. Default: the plan's.")] = None,
    area: Annotated[
        list[str] | None, typer.Option(help="An area, or 'all'. Default: the office's force and its councils.")
    ] = None,
    period: Annotated[
        list[str] | None, typer.Option(help="A period, or 'months'. Default: the periods of the packs.")
    ] = None,
    compare: Annotated[
        str, typer.Option(help="The period to compare with. Default: the same months a year earlier.")
    ] = "",
    engine: EngineName = "",
    as_json: Json = False,
) -> None:
    """List the measures; with --json, their values by area and period, each with its interval and its change.

    Example: peelian measures my-office --json --measure recorded_crime --period 2025-26-q3
    """
    import json

    from peelian.findings import values
    from peelian.workspace import workspace

    declared = workspace.load(folder, engine)
    if as_json:
        rows = values.values(declared, tuple(measure or ()), tuple(area or ()), tuple(period or ()), compare)
        print(json.dumps(values.as_json(rows), ensure_ascii=False, indent=1))
        return
    for name, title, unit, where in values.names(declared, tuple(measure or ())):
        print(f"{name:<44} {unit:<17} {where:<8} {title}")
