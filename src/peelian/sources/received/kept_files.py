"""Received files, kept unchanged in `received/SOURCE/AS-AT/`, each with a sidecar that names its origin.

A file without a sidecar does not count as received, nor does one that is still being moved in.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from peelian.core.errors import SourceError
from peelian.core.sources import BUILT_IN_TABLES, Contract, Snapshot
from peelian.sources.facts.store import ReceivedFile
from peelian.sources.publishers import police_uk
from peelian.sources.publishers.catalogue import PUBLICATIONS, Publication
from peelian.sources.received import commit
from peelian.sources.received.sidecars import SIDECAR, read_sidecar
from peelian.sources.returns import read_return


def received(folder: Path, contracts: Mapping[str, Contract]) -> tuple[ReceivedFile, ...]:
    """Every received file in a workspace's `received/` folder."""
    sidecars = sorted({*folder.glob(f"[!.]*/*/*{SIDECAR}")} - commit.not_yet(folder))
    return tuple(readable(read_sidecar(path), path.with_name(path.name.removesuffix(SIDECAR)), contracts)
                 for path in sidecars)  # fmt: skip


def damaged(folder: Path, contracts: Mapping[str, Contract]) -> Iterator[SourceError]:
    """A fault for each received file that is missing or has changed."""
    for file in received(folder, contracts):
        try:
            check_unchanged(file)
        except SourceError as fault:
            yield fault


def check_unchanged(file: ReceivedFile) -> None:
    """SourceError if a received file is missing or has changed."""
    if not unchanged(file):
        raise SourceError(
            str(file.path),
            "it is missing or has changed since it was received",
            "put the file back, or receive it again",
        )


def unchanged(file: ReceivedFile) -> bool:
    """Whether a received file exists and has not changed."""
    try:
        with file.path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest() == file.snapshot.sha256
    except OSError:
        return False


def kept_path(snapshot: Snapshot) -> Path:
    """The path of a kept file within `received/`."""
    return Path(snapshot.source) / snapshot.as_at.isoformat() / snapshot.file


def readable(snapshot: Snapshot, path: Path, contracts: Mapping[str, Contract]) -> ReceivedFile:
    """A snapshot with its reader. SourceError if its return template no longer exists."""
    if snapshot.source == "police_uk":
        named = police_uk.named(snapshot.file)
        assert named
        return ReceivedFile(snapshot, path, BUILT_IN_TABLES[snapshot.dataset], bulk=named.kind)
    if published := PUBLICATIONS.get(snapshot.source):
        rows = partial(_published_rows, path, published)
        return ReceivedFile(snapshot, path, BUILT_IN_TABLES[published.dataset], rows=rows)
    contract = contracts.get(snapshot.source)
    if contract is None:
        raise SourceError(
            str(path),
            f"its return template {snapshot.source!r} no longer exists",
            f"put sources/{snapshot.source}.toml back",
        )
    return ReceivedFile(snapshot, path, contract.table, rows=partial(_return_rows, path, contract, snapshot.match))


def _published_rows(path: Path, published: Publication) -> Iterator[tuple[object, ...]]:
    yield from published.read(path).rows


def _return_rows(path: Path, contract: Contract, match: str) -> Iterator[tuple[object, ...]]:
    yield from read_return.read_as(path, contract, match).rows
