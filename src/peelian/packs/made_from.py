"""What a built pack was made from: while all of it is the same, the pack is not made again.

The digest is of contents, and takes in more than a pack may need: a change that does not matter makes it again, and
none that matters leaves it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from peelian.core.code_digest import code_digest
from peelian.core.coverage import Coverage
from peelian.core.errors import PeelianError
from peelian.core.pack import Pack
from peelian.core.pack_files import BRIEF, PACK
from peelian.core.periods import Period
from peelian.findings import ask
from peelian.packs import packfile, withhold
from peelian.sources.received.sidecars import SIDECAR
from peelian.workspace import kept
from peelian.workspace.atomic_write import is_file
from peelian.workspace.workspace import PackText, Workspace, load

NOT_READ = ("build", "received", "packs")
"""Folders of a workspace that hold no definition. Of `packs` and `received` what is read is taken in by itself."""

MOST_BYTES = 20_000_000
"""A file beside the definitions that is longer, such as a download, is known by its length and time."""


@dataclass(frozen=True)
class MadeFrom:
    """Of a built pack: its folder's name, the digest of all it was made from, and of what each of its files shows.

    `left_out` are files that could not be made on this system.
    """

    folder: str = ""
    inputs: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)


def inputs(workspace: Workspace, text: PackText, coverage: Coverage, begun: Mapping[str, Pack]) -> str:
    """The digest of all that a pack is made from: definitions, text, received files, facts, the pack before, code.

    `begun` are packs that are being made and stand in for those last built.
    """
    facts = ask.made_from(workspace, coverage, ask.parts_of(workspace))
    before = _before(workspace, Period.parse(text.plan.period), begun)
    return kept.digest(code_digest(), facts, before, list(_definitions(workspace, text.id)))


def still(
    workspace: Workspace, text: PackText, coverage: Coverage, begun: Mapping[str, Pack], inputs_then: str
) -> bool:
    """Whether all files are as they were when the workspace was loaded: one may be edited while its pack is made."""
    try:
        now = load(workspace.folder, workspace.office.engine)
        same = now == workspace and now.pack(text.id) == text
    except PeelianError:
        return False
    return same and inputs(workspace, text, coverage, begun) == inputs_then


def noted(workspace: Workspace, pack_id: str) -> MadeFrom:
    """What the pack as last built was made from; nothing where it was not built by this code, or is not pointed to."""
    try:
        found = MadeFrom(**(kept.read(_path(workspace, pack_id), code_digest()) or {}))
        current = packfile.built(workspace.folder, pack_id).name
    except PeelianError:
        return MadeFrom()
    return found if found.folder == current else MadeFrom()


def note(workspace: Workspace, pack_id: str, made: MadeFrom) -> None:
    """Note what a pack was made from, once it is in place."""
    kept.write(_path(workspace, pack_id), code_digest(), asdict(made))


def stands(workspace: Workspace, pack_id: str, wanted: str) -> MadeFrom | None:
    """What is noted of the pack, where it was made from what is wanted and every file is as it was built.

    One that lacks a file that this system could not make is none: by now it may be able to.
    """
    found = noted(workspace, pack_id)
    if found.inputs != wanted or {*found.left_out} - {BRIEF}:
        return None
    return None if any(packfile.damaged(workspace.folder / "build" / "packs" / pack_id)) else found


def _path(workspace: Workspace, pack_id: str) -> Path:
    return kept.home(workspace.folder) / "packs" / f"{pack_id}.json"


def _before(workspace: Workspace, period: Period, begun: Mapping[str, Pack]) -> str:
    """The digest of the pack before, and which it is: its figures decide what is withheld."""
    latest = withhold.id_before(workspace, period)
    if latest in begun:
        return f"{latest} {packfile.digest(packfile.dumps(begun[latest]))}"
    try:
        return f"{latest} {packfile.digest((packfile.built(workspace.folder, latest) / PACK).read_bytes())}"
    except (PeelianError, OSError):  # it was not built
        return latest


def _definitions(workspace: Workspace, pack_id: str) -> Iterator[tuple[str, str]]:
    """Every file of the workspace that may be read for the pack, with its digest: more than are."""
    folder = workspace.folder
    paths = [path for path in folder.iterdir() if path.name not in NOT_READ and not path.name.startswith(".")]
    logo = folder / workspace.office.look.logo
    if is_file(logo) and folder.resolve() in logo.resolve().parents:  # any other is refused when the pack is made
        paths.append(logo)
    paths.append(folder / "packs" / pack_id)
    paths += [*(folder / "packs").glob("*/pack.toml"), *(folder / "received").glob(f"*/*/*{SIDECAR}")]
    for path in sorted({*paths}):
        for one in sorted(path.rglob("*")) if path.is_dir() and path != folder else [path]:
            if one.is_file():
                yield one.relative_to(folder).as_posix(), _digest(one)


def _digest(path: Path) -> str:
    told = path.stat()
    if told.st_size > MOST_BYTES:
        return f"{told.st_size} {told.st_mtime_ns}"
    return hashlib.sha256(path.read_bytes()).hexdigest()
