"""`peelian open` opens a file of a built pack in the desktop's own program."""

import os
import sys
from typing import Annotated

import typer

from peelian.commands.options import Folder, PackId


def open_pack(
    folder: Folder,
    pack: PackId,
    file: Annotated[str, typer.Option(help="Which: slides, paper, brief, page or workbook.")] = "slides",
) -> None:
    """Open a file of a built pack in the desktop's own program, and print its path.

    Example: peelian open examples/wiltshire 2023-24-q3 --file page
    """
    from peelian.core.errors import DefinitionError
    from peelian.core.pack_files import FILES
    from peelian.packs import packfile

    if file not in FILES:
        raise DefinitionError("--file", f"{file!r} is not a file of a pack", f"one of {', '.join(FILES)}")
    path = packfile.built(folder, pack) / FILES[file]
    print(path)
    if _has_desktop():
        typer.launch(str(path))


def _has_desktop() -> bool:
    """Without a desktop on Linux, xdg-open fails with a long message, so it is not called."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
