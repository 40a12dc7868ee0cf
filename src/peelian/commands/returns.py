"""`peelian returns` lists the returns and who owes them."""

from typing import Annotated

import typer

from peelian.commands.options import Folder
from peelian.commands.output import say


def returns(
    folder: Folder,
    add: Annotated[list[str] | None, typer.Option(help="A return to start using; may be repeated.")] = None,
) -> None:
    """List all returns, and who owes those that the office uses. With --add, start using one.

    Example: peelian returns my-office --add complaints_return
    """
    from peelian.workspace import workspace
    from peelian.workspace.templates import shipped_returns, take_returns

    declared = workspace.load(folder)
    if add:
        for path in take_returns(folder, add):
            say(f"Wrote {path}: change who owes it there, or with `peelian setup export`.")
        return
    for name, contract in sorted({**shipped_returns(), **declared.contracts}.items()):
        owed = f"owed by {contract.supplier}" if name in declared.contracts else "not in use"
        print(f"{name:<26} {owed:<44} {contract.title}")
