"""What is damaged in a workspace: received files, the facts made from them, built packs; and what restores it."""

from collections.abc import Iterator
from dataclasses import dataclass

from peelian.core.errors import OutputError, PeelianError, SourceError
from peelian.core.progress import Progress, quiet
from peelian.packs import packfile
from peelian.sources.facts import store as facts_store
from peelian.sources.facts.store import ReceivedFile
from peelian.sources.received import kept_files
from peelian.sources.received.lock import one_writer
from peelian.sources.received.sidecars import SIDECAR, read_sidecar
from peelian.workspace.workspace import Workspace


@dataclass(frozen=True)
class DamageFound:
    """How much was looked at, and each thing that is damaged."""

    files: int
    parts: int
    packs: int
    faults: tuple[PeelianError, ...]


def find_damage(workspace: Workspace, progress: Progress = quiet) -> DamageFound:
    """Read everything that was received, made from it and built. Nothing is changed.

    Facts are made again and held against those there are, as far as the files they are of are whole.
    """
    home, store = workspace.folder / "received", workspace.folder / "build" / "facts"
    with one_writer(workspace.folder):
        progress("received files")
        faults, whole = list(_sidecars(workspace)), []
        if not faults:
            for file in kept_files.received(home, workspace.contracts):
                try:
                    kept_files.check_unchanged(file)
                    whole.append(file)
                except SourceError as fault:
                    faults.append(fault)
        progress("facts")
        faults.extend(_facts(workspace, whole))
        progress("packs")
        faults.extend(_packs(workspace))
    sidecars = len(list(home.glob(f"[!.]*/*/*{SIDECAR}")))
    return DamageFound(sidecars, len(list(store.glob("*/*.parquet"))), len(workspace.pack_ids), tuple(faults))


def _sidecars(workspace: Workspace) -> Iterator[PeelianError]:
    for path in sorted((workspace.folder / "received").glob(f"[!.]*/*/*{SIDECAR}")):
        try:
            read_sidecar(path)
        except SourceError as fault:
            yield fault


def _facts(workspace: Workspace, whole: list[ReceivedFile]) -> Iterator[PeelianError]:
    build = workspace.folder / "build"
    for part in facts_store.damaged(whole, build / "facts", build / ".doctor"):
        what = "it does not hold what the files it is made from say"
        yield SourceError(str(part), what, "delete it; the next build makes it again")


def _packs(workspace: Workspace) -> Iterator[PeelianError]:
    for pack_id in workspace.pack_ids:
        home = workspace.folder / "build" / "packs" / pack_id
        for name in packfile.damaged(home):
            to_do = f"build the pack again: peelian build {workspace.folder} {pack_id}"
            yield OutputError(str(home / name), "it is not as it was built", to_do)
