"""`peelian build` makes a pack and its files."""

from pathlib import Path
from typing import Annotated

import typer

from peelian.commands.options import EngineName, Folder, Json
from peelian.commands.output import count, progress_shown, say


def build(
    folder: Folder = Path(),
    pack: Annotated[str, typer.Argument(help="The pack; leave out with --all.")] = "",
    all_packs: Annotated[bool, typer.Option("--all", help="Build every pack of the workspace.")] = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="Build from scratch, without results kept from earlier builds.")
    ] = False,
    engine: EngineName = "",
    as_json: Json = False,
) -> None:
    """Make a pack from the data: paper, one-page summary, page, slides, workbook and dataset.

    A pack is built again only if its text, definitions or files have changed.

    Example: peelian build examples/wiltshire 2025-26-q3
    """
    import json

    from peelian.core.errors import DefinitionError
    from peelian.core.pack_files import FILES
    from peelian.packs import build as building
    from peelian.workspace import workspace

    declared = workspace.load(folder, engine)
    if bool(pack) == all_packs:
        raise DefinitionError(
            str(folder), "say which pack to build", f"one of {', '.join(declared.pack_ids)}, or --all"
        )
    with progress_shown() as progress:
        made = building.build_each(declared, declared.pack_ids if all_packs else (pack,), progress, anew=anew)
    if as_json:
        packs = [{"pack": b.id, **{name: str(b.file(name)) for name in FILES}} for b in made]
        print(json.dumps(packs, indent=1))
        return
    for built in made:
        if built.unchanged:
            say(f"{built.id}: unchanged, in {built.folder}")
            continue
        figures = len(built.pack.figures)
        slides = len(built.pack.slides) + 1
        say(f"{built.pack.id}: {count(figures, 'figure')} bound, {count(slides, 'slide')}, in {built.folder}")
        for name, file in FILES.items():
            say(f"  {name:<10}{f'not made: {built.left_out[file]}' if file in built.left_out else file}")
