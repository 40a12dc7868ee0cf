"""`peelian simulate`: the workspace of a force that does not exist."""

from pathlib import Path
from typing import Annotated

import typer

from peelian.commands.output import count, progress_shown, say


def simulate(
    county: Annotated[str, typer.Argument(help="The county that does not exist: barsetshire.")],
    into: Annotated[Path | None, typer.Option(help="The folder to write. Else one called like the county.")] = None,
    seed: Annotated[int, typer.Option(help="Another number makes other figures.")] = 1815,
) -> None:
    """Make the workspace of a force that does not exist, with every file it receives made up.

    Example: peelian simulate barsetshire --into my-barsetshire
    """
    from peelian.core.errors import DefinitionError
    from peelian.simulation import simulate as simulation

    if county != "barsetshire":
        raise DefinitionError("simulate", f"{county!r} is no county that can be made up", "write barsetshire")
    folder = into or Path(county)
    with progress_shown() as progress:
        received = simulation.simulate(folder, seed, progress)
    rows = sum(snapshot.rows for snapshot in received)
    say(f"Made {folder}: {count(len(received), 'file')} received, {rows:,} rows. Every figure is made up.")
    say(f"Next: peelian build {folder} --all")
