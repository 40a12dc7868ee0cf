"""`peelian compare` compares an edited deck with its pack."""

from pathlib import Path
from typing import Annotated

import typer


def compare(
    deck: Annotated[Path, typer.Argument(help="The slides that the office edited.")],
    pack: Annotated[Path, typer.Argument(help="The built pack: its folder, or its pack.json.")],
) -> None:
    """Compare an edited deck with its pack: layout and words may differ, figures may not.

    Example: peelian compare Edited.pptx pack.json
    """
    from peelian.packs import compare_edited_deck

    found = compare_edited_deck.compare(deck, pack)
    for line in (*found.refused, *found.left_out):
        print(line)
    print(f"{found.kept} figures match the pack, {len(found.refused)} do not.")
    raise typer.Exit(6 if found.refused else 0)
