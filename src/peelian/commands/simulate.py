"""`peelian simulate` makes the workspace of a force that does not exist."""

from pathlib import Path
from typing import Annotated

import typer

from peelian.commands.output import count, progress_shown, say


def simulate(
    county: Annotated[str, typer.Argument(help="The county: barsetshire.")],
    into: Annotated[Path | None, typer.Option(help="The folder to write. Default: one with the county's name.")] = None,
    seed: Annotated[int, typer.Option(help="A different number makes different figures.")] = 1815,
) -> None:
    """Make the workspace of a force that does not exist, with made-up files from every supplier.

    Example: peelian simulate barsetshire --into my-barsetshire
    """
    from peelian.core.errors import DefinitionError
    from peelian.simulation import simulate as simulation

    if county != "barsetshire":
        raise DefinitionError("simulate", f"{county!r} is not a county in the simulation", "write barsetshire")
    folder = into or Path(county)
    with progress_shown() as progress:
        received = simulation.simulate(folder, seed, progress)
    rows = sum(snapshot.rows for snapshot in received)
    say(f"Made {folder}: {count(len(received), 'file')} received, {rows:,} rows. Every figure is made up.")
    say(f"Next: peelian build {folder} --all")
