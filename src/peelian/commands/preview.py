"""`peelian preview` makes only a pack's page, and makes it again when its text changes."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from peelian.commands.options import EngineName, Folder, PackId
from peelian.commands.output import progress_shown, say

if TYPE_CHECKING:
    from peelian.packs.preview import Preview


def preview(
    folder: Folder,
    pack: PackId,
    watch: Annotated[
        bool, typer.Option("--watch", help="Make it again when a file changes, and reload the browser.")
    ] = False,
    port: Annotated[int, typer.Option(help="With --watch, the port to serve on. Default: a free one.")] = 0,
    engine: EngineName = "",
) -> None:
    """Make only a pack's page: no PDFs, slides or workbook. With --watch, it continues until you press Ctrl-C.

    Example: peelian preview examples/barsetshire 2025-26-q4 --watch
    """
    from peelian.packs.preview import Preview

    with Preview(folder, pack, engine) as made:
        if watch:
            _watch(made, folder, port)
        else:
            with progress_shown() as progress:
                made.make(progress)
            print(made.path)


def _watch(made: "Preview", folder: Path, port: int) -> None:
    from peelian.core.errors import PeelianError
    from peelian.packs.preview import changes
    from peelian.packs.preview_server import LivePage

    with LivePage(port) as live:
        print(f"Open {live.address} in a browser: it shows {made.pack_id}, and each change you save.", flush=True)
        print("Press Ctrl-C to stop.", flush=True)
        for _ in changes(folder):
            began = time.monotonic()
            try:
                live.show(made.make())
            except (PeelianError, OSError) as fault:
                faults = [str(one) for one in getattr(fault, "faults", [fault])]
                live.refuse(faults)
                print("\n".join(faults), flush=True)
            else:
                say(f"Made in {time.monotonic() - began:.1f} s.")
