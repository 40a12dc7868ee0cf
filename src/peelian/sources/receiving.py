"""Receiving: files, folders and zips taken into a workspace, all or nothing.

Files are staged and every one is read before any is moved in.
"""

import getpass
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from peelian.core.errors import PeelianError, SourceError, raise_all
from peelian.core.periods import add_months, month_words
from peelian.core.sources import COMMON_COLUMNS, Contract, Snapshot
from peelian.sources import facts, hidden, moving, persons, police_uk, probing, sheets
from peelian.sources.cells import month_of
from peelian.sources.facts import ReceivedFile, Rejected
from peelian.sources.files import place, readable, received, unchanged
from peelian.sources.incoming import Incoming, copy, in_turn, incoming
from peelian.sources.publications import Publication, recognised
from peelian.sources.recognising import Layouts, Undecided, recognise
from peelian.sources.sidecars import sidecar_of, write_sidecar

FIRST_YEAR = 1990
"""Before it nothing was put out of what is read here."""

AHEAD = 12
"""Months: a year's budget is told of its last month."""


@dataclass(frozen=True)
class Options:
    """What the person receiving says: all optional."""

    source: str = ""
    as_at: date | None = None
    publisher: str = ""
    licence: str = ""
    accept_rejects: bool = False
    nil: bool = False
    prefer: bool = False


@dataclass
class Report:
    """What a receive did: new files with what reading them showed, files held already, lines left out.

    Of the files held already, those are restored that were no longer as they were received. Of those received, some are
    unused: files of a later date hold all their months.

    By file: the faults of the months left out, the headings of columns nobody asked for, and words that are new in it.
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
    """Take files, folders and zips into the workspace and remake the facts they change, or that an ended process left.

    Nothing of the workspace changes unless every file is right; lines that cannot be read refuse the whole receive
    unless `accept_rejects`, which keeps the rest and counts what it left out. SourceError says which file and why.
    """
    if options.as_at and options.as_at > datetime.now(UTC).date():
        raise SourceError("--as-at", f"{options.as_at} is a day to come", "say the day the data are as at")
    store, home = workspace / "build" / "facts", workspace / "received"
    staging, aside = home / moving.STAGING, workspace / "build" / ".facts"
    try:
        report = Report()
        held = received(home, contracts)
        new, restored = _stage(paths, staging, held, contracts, layouts or Layouts(), options, report, progress)
        if not (options.prefer or options.nil):
            raise_all(list(_lost(held, new, contracts)))
        changes = facts.remake([*held, *new], store, aside, progress)
        for file in _unread(held, new):
            changes.add(facts.remake([file], aside / "none", aside / "alone"))
        # Files held already may be read again here: their rejected lines were accepted when they came.
        names = {file.snapshot.file for file in new}
        report.rejected = [line for line in changes.rejected if line.file in names]
        if report.rejected and not options.accept_rejects:
            raise_all([_refusal(line) for line in report.rejected[:20]])
        report.parts = len(changes.written)
        told = [_counted(file, changes) for file in new]
        moving.move_in(home, [*restored, *_moves(told, home)])
        changes.commit()
        used = {file.snapshot.id for part in facts.current([*held, *new]).values() for file in part.values()}
        report.unused = [file.snapshot.file for file in new if file.snapshot.id not in used]
        for file in told:
            _tell(file, report)
        return report
    finally:
        moving.finish(home)
        shutil.rmtree(aside, ignore_errors=True)


def _unread(held: Sequence[ReceivedFile], new: Sequence[ReceivedFile]) -> Iterator[ReceivedFile]:
    """New files read in bulk whose rows no fact is made of, as a later one is held: they too must be right."""
    current = {file.snapshot.id for part in facts.current([*held, *new]).values() for file in part.values()}
    return (file for file in new if file.bulk and file.snapshot.id not in current)


def _lost(
    held: Sequence[ReceivedFile], new: Iterable[ReceivedFile], contracts: Mapping[str, Contract]
) -> Iterator[PeelianError]:
    """A fault for each new file that would take the place of one with rows of something it has none of itself.

    So come the files of two providers, each of its own services alone: the second would silently undo the first.
    """
    before = facts.current(held)
    for file in new:
        contract = contracts.get(file.snapshot.source)
        names = _named_freely(contract) if contract else ()
        replaced = {
            (force, month): old
            for force, month in file.snapshot.covers
            if (old := before.get((file.snapshot.dataset, month), {}).get(force))
            and old.snapshot.as_at <= file.snapshot.as_at
        }
        if not names or not replaced or file.snapshot.sha256 in {old.snapshot.sha256 for old in replaced.values()}:
            continue
        own = _named(file, names)
        theirs = {
            one.snapshot.id: _named(one, names) for one in {old.snapshot.id: old for old in replaced.values()}.values()
        }
        for at, old in sorted(replaced.items(), key=lambda one: one[0]):
            month = at[1]
            if gone := sorted(theirs[old.snapshot.id].get(at, set()) - own.get(at, set())):
                what = f"for {month_words(month)} it would replace {old.snapshot.file}, which has rows of {gone[0]!r}"
                to_do = "put all of them in one file; or, if they are to go, receive it with --prefer"
                yield Undecided(file.snapshot.file, f"{what} that it lacks", to_do)
                break


def _named_freely(contract: Contract) -> tuple[str, ...]:
    """The columns by which a row is known whose words the template does not list, as a service's name."""
    return tuple(
        column.name
        for column in contract.column
        if column.key and column.type == "text" and not column.allowed and column.name not in COMMON_COLUMNS
    )


def _named(file: ReceivedFile, names: Sequence[str]) -> Mapping[tuple[str, date], set[str]]:
    """By force and month, the words its rows have in these columns."""
    columns = ("month", "force", "place", "place_name", *file.table.columns, "n")
    at = [columns.index(name) for name in names if name in columns]
    found: dict[tuple[str, date], set[str]] = defaultdict(set)
    for row in file.rows() if file.rows else ():
        month, force = row[0], row[1]
        assert isinstance(month, date)
        found[str(force), month].add(", ".join(str(row[one]) for one in at))
    return found


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
    """Copy each file aside, say what it is, and leave out those held already. All faults are raised together.

    Of those, each that is no longer as it was received comes back with its place.
    """
    # By name too: the nil returns of two months are the same bytes, and both months are reported.
    held_now = {(file.snapshot.sha256, file.snapshot.file): file for file in held}
    restored: list[tuple[Path, Path]] = []
    received_at = _now(held)
    staged: dict[tuple[str, str], ReceivedFile] = {}
    faults: list[PeelianError] = []

    def copied(item: tuple[int, Incoming]) -> tuple[Path, str]:
        number, file = item
        path = staging / str(number) / file.name
        digest = copy(file, path)
        probing.check(path)
        if (told := police_uk.named(file.name)) and (digest, file.name) not in held_now:
            police_uk.check(path, told.kind)
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
                    staged[digest, file.name] = _identify(path, base, contracts, layouts, options)
            except PeelianError as fault:
                faults.append(fault)
    raise_all(faults)
    if not (staged or restored or report.already):
        raise SourceError(", ".join(map(str, paths)), "there is no file in it", "name the files you received")
    files = list(staged.values())
    bulk = [file.snapshot.covers[0][1] for file in files if file.bulk]
    if bulk and options.as_at is None:
        as_at = _end_of(max(bulk))
        files = [replace(f, snapshot=replace(f.snapshot, as_at=as_at)) if f.bulk else f for f in files]
    return files, restored


def _now(held: Sequence[ReceivedFile]) -> str:
    """The time, but after whatever was received before: of two files alike the later is current, whatever the clock."""
    now = datetime.now(UTC).replace(microsecond=0)
    for file in held:
        now = max(now, datetime.fromisoformat(file.snapshot.received_at).astimezone(UTC) + timedelta(seconds=1))
    return now.isoformat()


def _base(path: Path, digest: str, origin: str, options: Options, received_at: str) -> Snapshot:
    """What is known of any file, before it is looked into."""
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


def _identify(
    path: Path, base: Snapshot, contracts: Mapping[str, Contract], layouts: Layouts, options: Options
) -> ReceivedFile:
    """What the file is, by its name, its sheets or its columns. SourceError when nothing fits."""
    if told := police_uk.named(path.name):
        return readable(
            replace(
                base,
                source="police_uk",
                dataset=told.kind.dataset,
                publisher=options.publisher or police_uk.PUBLISHER,
                licence=options.licence or police_uk.LICENCE,
                covers=((told.force, told.month),),
                located=told.kind.located,
            ),
            path,
            contracts,
        )
    if published := recognised(path):
        return _published(path, base, published, contracts, options)
    return _return(path, base, contracts, layouts, options)


def _published(
    path: Path, base: Snapshot, published: Publication, contracts: Mapping[str, Contract], options: Options
) -> ReceivedFile:
    found = published.read(path)
    for month in {month for _, month in found.covers}:
        if not FIRST_YEAR <= month.year <= datetime.now(UTC).year:
            what = f"its figures are of {month_words(month)}, which no edition can tell of"
            raise SourceError(path.name, what, "use the file as it was published")
    return readable(
        replace(
            base,
            source=published.source,
            dataset=published.dataset,
            publisher=base.publisher or published.publisher,
            licence=base.licence or published.licence,
            as_at=options.as_at or found.as_at or base.as_at,
            evidence="official",
            covers=found.covers,
            located=found.located,
            rows=len(found.rows),
        ),
        path,
        contracts,
    )


def _return(
    path: Path, base: Snapshot, contracts: Mapping[str, Contract], layouts: Layouts, options: Options
) -> ReceivedFile:
    """As its template asks, else by a kept match. Nothing is stored of a file that looks to be about persons."""
    police_uk.check_name(path)
    held = sheets.read(path)
    if not any(any(cell != "" for cell in row) for sheet in held for row in sheet.rows):
        raise SourceError(path.name, "there is nothing in it", "ask for the file again")
    raise_all(list(hidden.check(path, held)))
    raise_all(list(persons.check(held, {column.header for c in contracts.values() for column in c.column})))
    contract, match, found = recognise(path, held, contracts, layouts, options.source)
    raise_all(list(_unknown(found.covers, held, layouts, contract)))
    file = readable(
        replace(
            base,
            match=match,
            source=contract.name,
            dataset=contract.fills,
            publisher=base.publisher or contract.supplier,
            licence=base.licence or contract.licence,
            evidence=contract.evidence,
            threshold=contract.threshold,
            covers=found.covers,
            located=any(column.name == "place" for column in contract.column),
            rows=len(found.rows),
        ),
        path,
        contracts,
    )
    return replace(file, left_out=found.left_out, unread=found.unread, new=found.new)


def _unknown(
    covers: Iterable[tuple[str, date]], held: Sequence[sheets.Sheet], layouts: Layouts, contract: Contract
) -> Iterator[PeelianError]:
    """A fault for each force that nobody knows, and each month to come, of budgets those more than a year from now."""
    forces = {*police_uk.force_names().values(), *layouts.office.forces, layouts.office.force}
    ahead = contract.stock or contract.every > 1 or any(column.type == "pounds" for column in contract.column)
    latest = add_months(datetime.now(UTC).date().replace(day=1), AHEAD if ahead else 0)
    for force in sorted({force for force, _ in covers} - forces):
        yield SourceError(_cell_of(held, force), f"{force!r} is no force known", "correct it, or add it to areas.csv")
    for month in sorted({month for _, month in covers if month > latest}):
        yield SourceError(_cell_of(held, month), f"{month_words(month)} is to come", "correct it")


def _cell_of(held: Sequence[sheets.Sheet], told: str | date) -> str:
    """The first cell that says so, else the file."""
    for sheet in held:
        for row, cells in enumerate(sheet.rows):
            for at, cell in enumerate(cells):
                if cell == told or (isinstance(told, date) and month_of(cell, serial=True) == told):
                    return sheet.place(row, at)
    return held[0].file


def _counted(file: ReceivedFile, changes: facts.Changes) -> ReceivedFile:
    """The file with what reading it showed, for its sidecar and the report."""
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
    """Where each file and its sidecar, written here, are to go. One of a name that is taken goes by its fingerprint."""
    taken: set[Path] = set()
    for file in files:
        target = home / place(file.snapshot)
        if target in taken or target.exists():
            target = target.with_name(f"{file.snapshot.id}-{target.name}")
        taken.add(target)
        yield file.path, target
        yield write_sidecar(file.path, file.snapshot), sidecar_of(target)


def _tell(file: ReceivedFile, report: Report) -> None:
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
