"""How many figures of built packs rest on each source, and how many have no value for want of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from peelian.core.errors import PeelianError
from peelian.packs import packfile
from peelian.sources.received import kept_files
from peelian.workspace.workspace import Workspace


@dataclass(frozen=True)
class Touched:
    """The figures of a built pack that rest on a source, and those with no value for want of it."""

    pack: str
    source: str
    figures: int
    without_value: int


def touched(workspace: Workspace) -> Iterator[Touched]:
    """For each built pack and source, how many figures rest on it."""
    received = kept_files.received(workspace.folder / "received", workspace.contracts)
    sources = {file.snapshot.id: file.snapshot.source for file in received}
    for pack_id in workspace.pack_ids:
        try:
            pack = packfile.read_pack(workspace.folder, pack_id)
        except PeelianError:
            continue
        for source in sorted(set(sources.values())):
            resting = [r for r in pack.figures.values() if any(sources.get(i) == source for i in r.snapshots)]
            without = sum(receipt.status == "incomplete" for receipt in resting)
            yield Touched(pack_id, source, len(resting), without)
