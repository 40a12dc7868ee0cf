"""Takes files, folders and zips into a workspace, all or none.

It stages every file and reads all of them before it moves any into place.
"""

import getpass
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from peelian.core.errors import PeelianError, SourceError, raise_all
from peelian.core.periods import add_months
from peelian.core.sources import Contract, Snapshot
from peelian.sources.facts import store as facts_store
from peelian.sources.facts.store import ReceivedFile, Rejected
from peelian.sources.publishers import police_uk
from peelian.sources.received import commit, quarantine, replacement
from peelian.sources.received.identify import identify
from peelian.sources.received.kept_files import kept_path, received, unchanged
from peelian.sources.received.sidecars import sidecar_of, write_sidecar
from peelian.sources.received.unpack import Incoming, copy, in_turn, incoming
from peelian.sources.returns.recognise import Layouts


@dataclass(frozen=True)
class Options:
    """What the person receiving may say about the files."""

    source: str = ""
    as_at: date | None = None
    publisher: str = ""
    licence: str = ""
    accept_rejects: bool = False
    nil: bool = False
    prefer: bool = False


@dataclass
class Report:
    """What a receive did.

    `received` has the new files, `already` the files held before, `restored` those of them that had changed on disk.
    `unused` are new files with only months that files of a later date hold. `rejected` are lines left out.

    By file: `left_out` has the faults of months left out, `unread` the columns that are not needed, and `new` the words
    that earlier files did not have.
    """

    received: list[Snapshot] = field(default_factory=list)
    left_out: dict[str, tuple[SourceError, ...]] = field(default_factory=dict)
    unread: dict[str, tuple[str, ...]] = field(default_factory=dict)
    new: dict[str, tuple[str, ...]] = field(default_factory=dict)
    already: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    parts: int = 0


def receive(
    workspace: Path,
    paths: Sequence[Path],
    contracts: Mapping[str, Contract],
    options: Options,
    progress: Callable[[str], None] = lambda _: None,
    layouts: Layouts | None = None,
) -> Report:
    """Take files, folders and zips into the workspace and remake the facts that are out of date.

    The workspace does not change unless every file is right. A line that cannot be read refuses the whole receive,
    unless `accept_rejects` keeps the rest and counts the lines left out. SourceError says which file and why.
    """
    if options.as_at and options.as_at > datetime.now(UTC).date():
        raise SourceError("--as-at", f"{options.as_at} is in the future", "give the date the data were correct")
    store, home = workspace / "build" / "facts", workspace / "received"
    staging, aside = home / commit.STAGING, workspace / "build" / ".facts"
    try:
        report = Report()
        held = received(home, contracts)
        new, restored = _stage(paths, staging, held, contracts, layouts or Layouts(), options, report, progress)
        if not (options.prefer or options.nil):
            raise_all(list(replacement.check_replacement(held, new, contracts)))
        changes = facts_store.remake([*held, *new], store, aside, progress)
        for file in _unread(held, new):
            changes.add(facts_store.remake([file], aside / "none", aside / "alone"))
        # Files held before may be read again here. Their rejected lines were accepted when they arrived.
        names = {file.snapshot.file for file in new}
        report.rejected = [line for line in changes.rejected if line.file in names]
        if report.rejected and not options.accept_rejects:
            raise_all([_refusal(line) for line in report.rejected[:20]])
        report.parts = len(changes.written)
        counted = [_counted(file, changes) for file in new]
        commit.move_in(home, [*restored, *_moves(counted, home)])
        changes.commit()
        used = {file.snapshot.id for part in facts_store.current([*held, *new]).values() for file in part.values()}
        report.unused = [file.snapshot.file for file in new if file.snapshot.id not in used]
        for file in counted:
            _add(file, report)
        return report
    finally:
        commit.finish(home)
        shutil.rmtree(aside, ignore_errors=True)


def _unread(held: Sequence[ReceivedFile], new: Sequence[ReceivedFile]) -> Iterator[ReceivedFile]:
    """New bulk files that no fact uses, because a later file is held. They must be right too."""
    current = {file.snapshot.id for part in facts_store.current([*held, *new]).values() for file in part.values()}
    return (file for file in new if file.bulk and file.snapshot.id not in current)


def _stage(
    paths: Sequence[Path],
    staging: Path,
    held: Sequence[ReceivedFile],
    contracts: Mapping[str, Contract],
    layouts: Layouts,
    options: Options,
    report: Report,
    progress: Callable[[str], None],
) -> tuple[list[ReceivedFile], list[tuple[Path, Path]]]:
    """Copy each file to staging and identify it. Returns the new files, and (staged, kept) paths of files to restore.

    Files already held are skipped, and restored if they changed on disk. All faults are raised together.
    """
    # By name too: nil returns of two months have the same bytes, and both months count as reported.
    held_now = {(file.snapshot.sha256, file.snapshot.file): file for file in held}
    restored: list[tuple[Path, Path]] = []
    received_at = _now(held)
    staged: dict[tuple[str, str], ReceivedFile] = {}
    faults: list[PeelianError] = []

    def copied(item: tuple[int, Incoming]) -> tuple[Path, str]:
        number, file = item
        path = staging / str(number) / file.name
        digest = copy(file, path)
        quarantine.check_workbook(path)
        if (named := police_uk.named(file.name)) and (digest, file.name) not in held_now:
            police_uk.check_file(path, named.kind)
        return path, digest

    with ExitStack() as opened:
        for (_, file), copy_ended in in_turn(copied, enumerate(incoming(paths, opened))):
            progress(file.name)
            try:
                path, digest = copy_ended()
                if (own := held_now.get((digest, file.name))) and not unchanged(own):
                    report.restored.append(file.origin)
                    restored.append((path, own.path))
                elif own and not options.prefer:
                    report.already.append(file.origin)
                    path.unlink()
                elif (digest, file.name) not in staged:
                    base = _base(path, digest, file.origin, options, received_at)
                    staged[digest, file.name] = identify(path, base, contracts, layouts, options.source, options.as_at)
            except PeelianError as fault:
                faults.append(fault)
    raise_all(faults)
    if not (staged or restored or report.already):
        raise SourceError(", ".join(map(str, paths)), "it has no files", "name the files you received")
    files = list(staged.values())
    bulk = [file.snapshot.covers[0][1] for file in files if file.bulk]
    if bulk and options.as_at is None:
        as_at = _end_of(max(bulk))
        files = [replace(f, snapshot=replace(f.snapshot, as_at=as_at)) if f.bulk else f for f in files]
    return files, restored


def _now(held: Sequence[ReceivedFile]) -> str:
    """The time, but always later than any earlier receive, even if the clock is wrong: the latest file is current."""
    now = datetime.now(UTC).replace(microsecond=0)
    for file in held:
        now = max(now, datetime.fromisoformat(file.snapshot.received_at).astimezone(UTC) + timedelta(seconds=1))
    return now.isoformat()


def _base(path: Path, digest: str, origin: str, options: Options, received_at: str) -> Snapshot:
    """The snapshot of a file before it is identified."""
    return Snapshot(
        sha256=digest,
        source="",
        dataset="",
        file=path.name,
        as_at=options.as_at or datetime.now(UTC).date(),
        received_at=received_at,
        received_by=getpass.getuser(),
        origin=origin,
        publisher=options.publisher,
        licence=options.licence,
        evidence="recomputed",
        threshold=0,
        covers=(),
        nil=options.nil,
        preferred=options.prefer,
    )


def _counted(file: ReceivedFile, changes: facts_store.Changes) -> ReceivedFile:
    """The file with its counts and new words, for its sidecar and the report."""
    identity, name = file.snapshot.id, file.snapshot.file
    words = [f"{column.replace('_', ' ')} {word!r}" for column, word in changes.words[identity]]
    return replace(
        file,
        new=(*file.new, *words),
        snapshot=replace(
            file.snapshot,
            rows=changes.rows[identity] if file.bulk else file.snapshot.rows,
            duplicates=changes.duplicates[identity],
            rejected=sum(line.file == name for line in changes.rejected),
        ),
    )


def _moves(files: Iterable[ReceivedFile], home: Path) -> Iterator[tuple[Path, Path]]:
    """Writes each file's sidecar, and yields both with their places. A name in use gets the fingerprint in front."""
    taken: set[Path] = set()
    for file, noted in in_turn(lambda file: write_sidecar(file.path, file.snapshot), files):
        target = home / kept_path(file.snapshot)
        if target in taken or target.exists():
            target = target.with_name(f"{file.snapshot.id}-{target.name}")
        taken.add(target)
        yield file.path, target
        yield noted(), sidecar_of(target)


def _add(file: ReceivedFile, report: Report) -> None:
    report.received.append(file.snapshot)
    report.left_out |= {file.snapshot.file: file.left_out} if file.left_out else {}
    report.unread |= {file.snapshot.file: file.unread} if file.unread else {}
    report.new |= {file.snapshot.file: file.new} if file.new else {}


def _refusal(line: Rejected) -> SourceError:
    return SourceError(
        f"{line.file}, line {line.line}",
        line.why,
        "download it again, or keep the lines that can be read with --accept-rejects",
    )


def _end_of(month: date) -> date:
    return date.fromordinal(add_months(month, 1).toordinal() - 1)
