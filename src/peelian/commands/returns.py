"""`peelian returns`: the returns there are, and who owes them."""

from typing import Annotated

import typer

from peelian.commands.options import Folder
from peelian.commands.output import say


def returns(
    folder: Folder,
    add: Annotated[list[str] | None, typer.Option(help="A return to take in; may be repeated.")] = None,
) -> None:
    """List the returns there are and who owes those the office uses; with --add, take one into the workspace.

    Example: peelian returns my-office --add complaints_return
    """
    from peelian.workspace import workspace
    from peelian.workspace.templates import shipped_returns, take_returns

    declared = workspace.load(folder)
    if add:
        for path in take_returns(folder, add):
            say(f"Wrote {path}: change who owes it there, or by `peelian setup export`.")
        return
    for name, contract in sorted({**shipped_returns(), **declared.contracts}.items()):
        owed = f"owed by {contract.supplier}" if name in declared.contracts else "not in use"
        print(f"{name:<26} {owed:<44} {contract.title}")
