"""`peelian pack` starts the next quarter's pack, with the text of the last one."""

from typing import Annotated

import typer

from peelian.commands.options import Folder
from peelian.commands.output import count, say


def pack(
    folder: Folder,
    period: Annotated[str, typer.Argument(help="The period of the pack, such as 2025-26-q4.")],
    like: Annotated[str, typer.Option(help="The pack to copy the text from. Default: the latest.")] = "",
) -> None:
    """Start the pack of another quarter, with the text of the one before.

    Example: peelian pack my-office 2025-26-q4
    """
    from peelian.workspace import next_pack, workspace

    made, named = next_pack.next_pack(workspace.load(folder), period, like)
    say(f"Made {made}, {count(len(list(made.iterdir())), 'file')}.")
    if named:
        print("Its text names these periods, which do not move with the pack:")
    for line in named:
        print(f"  {line}")
    say(f"Next: say when the Panel meets (peelian setup export {folder} setup.xlsx, sheet Packs), then peelian check")
