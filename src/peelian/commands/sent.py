"""`peelian sent` records that the paper went out."""

from peelian.commands.options import Folder, PackId
from peelian.commands.output import say


def sent(folder: Folder, pack: PackId) -> None:
    """Record that the paper went out as last built. Later packs list the figures that changed since, on the last page.

    Example: peelian sent my-office 2025-26-q3
    """
    from peelian.packs import moved_figures as sending
    from peelian.packs import packfile

    say(f"Recorded what the paper says in {sending.note(packfile.read_pack(folder, pack), folder)}.")
