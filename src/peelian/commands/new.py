"""`peelian new` makes a workspace from a few answers."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from peelian.commands.output import say


def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make. It must be new or empty.")],
    name: Annotated[str, typer.Option(help="The office's name.")] = "",
    force: Annotated[str, typer.Option(help="The police force, as named in data.police.uk's file names.")] = "",
    plan: Annotated[str, typer.Option(help="The plan's title.")] = "",
    measure: Annotated[list[str] | None, typer.Option(help="A measure to start with; may be repeated.")] = None,
    period: Annotated[str, typer.Option(help="The first pack's period. Default: the last full quarter.")] = "",
) -> None:
    """Make a workspace. Asks for the office, its force, its plan and the measures to start with.

    Example: peelian new my-office --period 2025-26-q3
    """
    from peelian.workspace import new_workspace

    new_workspace.refuse_used(folder)
    period = period or new_workspace.last_quarter(datetime.now(UTC).date()).key
    given = new_workspace.Start(name, force, plan, tuple(measure or ()), period)
    made = new_workspace.make_workspace(
        folder, new_workspace.ask(given, lambda text, default: typer.prompt(text, default))
    )
    say(f"Made {folder}: {', '.join(path.relative_to(folder).as_posix() for path in made)}.")
    say(f"Next: peelian receive {folder} DOWNLOAD.zip, then peelian areas {folder}, then peelian build {folder} --all")
