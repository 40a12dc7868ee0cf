"""Build: the one order in which everything is made, from received files to a pack and its slides and page."""

import re
import shutil
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from filelock import FileLock, Timeout

from peelian import cuts, look, packfile, rendering, sent, timetable, withholding
from peelian.answers import Answers
from peelian.core import words
from peelian.core.collecting import seldom
from peelian.core.coverage import Coverage
from peelian.core.errors import DefinitionError, PeelianError
from peelian.core.measures import Measure
from peelian.core.pack import Chart, MeasureRecord, Pack, Page, Runs, Slide, SourceRecord, StatementRecord
from peelian.core.periods import Period
from peelian.core.rounding import printed
from peelian.core.sources import Snapshot
from peelian.core.writing import write_whole
from peelian.definitions import digest
from peelian.engine.choosing import chosen
from peelian.engine.counts import Counts
from peelian.pdfs import Aside
from peelian.sources import boundaries, facts, files, looking, matching, moving, receiving, recognising
from peelian.workspace import PackText, Workspace

MATCHES = Path("sources") / "matches"
"""Where a workspace keeps the matches its officers confirmed."""

NAME = re.compile(r"[a-z][a-z0-9_]*")

PATIENCE = 5
"""Seconds to wait for another Peelian, which may be about to end."""

ASIDE = 2
"""Processes that lay out PDFs while several packs are built: they take longer than all the rest."""

NONE_BEGUN: Mapping[str, Pack] = {}

Progress = Callable[[str], None]
Spoken = Mapping[str, tuple[Runs, ...]]
"""What a presenter means to say, by slide. Never part of a pack, which is published."""


def quiet(_: str) -> None:
    """Progress told to nobody."""


@dataclass(frozen=True)
class Built:
    """A pack as written: its folder holds pack.json and the files of `packfile.FILES`, save those in `left_out`.

    Each of those comes with the reason.
    """

    pack: Pack
    folder: Path
    left_out: Mapping[str, str]

    def file(self, name: str) -> Path:
        """A file of the pack by what a reader calls it: slides, paper, page."""
        return self.folder / packfile.FILES[name]


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Holds the workspace while it is written; the system frees it when the process ends, however it ends.

    What a process that ended early had begun to move in is moved in first.
    """
    (folder / "build").mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(folder / "build" / ".lock", timeout=PATIENCE, is_singleton=True).acquire()
    except Timeout:
        raise DefinitionError(str(folder), "another Peelian is at work in it", "wait until it has ended") from None
    with lock:
        moving.finish(folder / "received")
        yield


def receive(
    workspace: Workspace, paths: Sequence[Path], options: receiving.Options, progress: Progress = quiet
) -> receiving.Report:
    """Take files in; see `sources.receiving.receive`."""
    with one_writer(workspace.folder):
        forces = frozenset(area.force for area in workspace.areas.forces)
        own = looking.Own(workspace.force.force, _places(workspace), forces)
        layouts = recognising.Layouts(matching.kept(workspace.folder / MATCHES), own)
        return receiving.receive(workspace.folder, paths, workspace.contracts, options, progress, layouts)


def _places(workspace: Workspace) -> Mapping[str, str]:
    """The code of each council of the force by its name, where it has one that is no small area's."""
    areas = workspace.areas
    codes = {
        area.name: [code for code in areas.members.get(area.key, ()) if code not in areas.vintages]
        for area in areas.within(workspace.force)
        if area.kind == "local authority"
    }
    return {name: own[0] for name, own in codes.items() if len(own) == 1 and own[0]}


@contextmanager
def answers(workspace: Workspace, measures: Iterable[Measure], progress: Progress = quiet) -> Iterator[Answers]:
    """Answers on the workspace's facts, brought up to its received files first."""
    with asked_of(workspace, facts_of(workspace, progress), measures) as ask:
        yield ask


def facts_of(workspace: Workspace, progress: Progress = quiet) -> Coverage:
    """What the workspace's facts cover, brought up to its received files."""
    store, aside = workspace.folder / "build" / "facts", workspace.folder / "build" / ".facts"
    with one_writer(workspace.folder):
        received = files.received(workspace.folder / "received", workspace.contracts)
        try:
            facts.remake(received, store, aside, progress, files.check_unchanged).commit()
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    current = {
        (dataset, force, month): file
        for (dataset, month), by_force in facts.current(received).items()
        for force, file in by_force.items()
    }
    by_small_area = frozenset(file.snapshot.id for file in current.values() if file.by_small_area)
    return Coverage({key: file.snapshot for key, file in current.items()}, by_small_area)


@contextmanager
def asked_of(workspace: Workspace, coverage: Coverage, measures: Iterable[Measure]) -> Iterator[Answers]:
    """Answers on the facts there are."""
    parts = {table: facts.parts(workspace.folder / "build" / "facts", table) for table in workspace.tables}
    engine = chosen(workspace.office)
    try:
        countable = [measure for measure in measures if workspace.lacking(measure) is None]
        counts = Counts(engine, parts, workspace.areas, countable)
        yield Answers(counts, coverage, workspace.areas, workspace.measures, workspace.tables, workspace.breaks)
    finally:
        engine.close()


def build(workspace: Workspace, pack_id: str, progress: Progress = quiet) -> Built:
    """Make a pack and its files, whole or not at all. `Faults` tells all that is wrong in text or files."""
    [built] = build_each(workspace, (pack_id,), progress)
    return built


def build_each(workspace: Workspace, pack_ids: Sequence[str], progress: Progress = quiet) -> list[Built]:
    """Make packs in turn. A pack that fails is not made, nor those after it; those before it stand.

    While the PDFs of one are laid out aside, the next is begun. It stands only once the one before it does.
    """
    made: list[Built] = []
    with one_writer(workspace.folder), ExitStack() as folders, ExitStack() as processes, seldom():
        asides = [processes.enter_context(Aside()) for _ in range(min(ASIDE, len(pack_ids)))]
        coverage = facts_of(workspace, progress)
        waiting: deque[_Begun] = deque()
        for number, pack_id in enumerate(pack_ids):
            try:
                text, before = workspace.pack(pack_id), {one.pack.id: one.pack for one in waiting}
                with asked_of(workspace, coverage, used(workspace, text)) as ask:
                    progress(f"{pack_id}: text")
                    pack, spoken = assemble(workspace, text, ask, before)
                home = workspace.folder / "build" / "packs" / pack_id
                aside = home / ".new"
                folders.callback(shutil.rmtree, aside, ignore_errors=True)
                shutil.rmtree(aside, ignore_errors=True)
                aside.mkdir(parents=True)
                charts, pdfs = workspace.folder / "build" / "charts", asides[number % len(asides)]
                rest = rendering.begin(pack, spoken, aside, charts, pdfs, progress)
            except PeelianError:
                made.extend(_ended(one) for one in waiting)
                raise
            waiting.append(_Begun(pack, home, aside, rest))
            if len(waiting) > len(asides):
                made.append(_ended(waiting.popleft()))
        made.extend(_ended(one) for one in waiting)
    return made


@dataclass(frozen=True)
class _Begun:
    """A pack whose files are being made in the folder `aside`, save what `rest` waits for."""

    pack: Pack
    home: Path
    aside: Path
    rest: rendering.Rest


def _ended(begun: _Begun) -> Built:
    """The pack with all its files, read back and in place."""
    left_out = begun.rest()
    packfile.write_sums(begun.aside)
    folder = begun.home / packfile.digest(packfile.dumps(begun.pack))
    shutil.rmtree(folder, ignore_errors=True)
    begun.aside.replace(folder)
    _point_to(begun.home, folder.name)
    return Built(begun.pack, folder, left_out)


def check(workspace: Workspace, progress: Progress = quiet) -> list[PeelianError]:
    """Everything wrong in the workspace's packs and received files, worst first. Nothing is written but facts."""
    faults: list[PeelianError] = []
    for pack_id in workspace.pack_ids:
        try:
            text = workspace.pack(pack_id)
            with one_writer(workspace.folder), answers(workspace, used(workspace, text), progress) as ask:
                assemble(workspace, text, ask)
        except PeelianError as fault:
            faults.extend(getattr(fault, "faults", [fault]))
    faults.extend(matching.faults(workspace.folder / MATCHES, workspace.contracts))
    faults.extend(files.damaged(workspace.folder / "received", workspace.contracts))
    return sorted(faults, key=lambda fault: -fault.exit_code)


def used(workspace: Workspace, text: PackText) -> list[Measure]:
    """The measures the pack's text names, and for a report the plan's: only the columns they test are read."""
    told = {name for body in (*(body for _, body in text.sections), text.brief) for name in NAME.findall(body)}
    planned = workspace.plan.measures if text.plan.kind == "report" else ()
    return [measure for name, measure in workspace.measures.items() if name in told or name in planned]


def assemble(
    workspace: Workspace, text: PackText, ask: Answers, begun: Mapping[str, Pack] = NONE_BEGUN
) -> tuple[Pack, Spoken]:
    """The pack of a text, every figure bound and no small number to be worked out, and what its presenter says.

    Nothing is written. `begun` are packs that are being made and stand in for those last built.
    """
    period = Period.parse(text.plan.period)
    ask.not_received(timetable.overdue(workspace, text, used(workspace, text)))
    bound = cuts.bind(workspace, text, ask)
    decision = withholding.decide(workspace, ask, bound.binder.asked, withholding.pack_before(workspace, period, begun))
    if decision and decision.secondary:
        ask.withhold(decision.figures)
        bound = cuts.bind(workspace, text, ask)
    return sent.with_moved(_pack(workspace, text, ask, bound), workspace.folder), bound.spoken


def _pack(workspace: Workspace, text: PackText, ask: Answers, bound: cuts.Bound) -> Pack:
    binder, period = bound.binder, bound.binder.period
    receipts = dict(sorted(binder.receipts.items()))
    snapshots = {snapshot.id: snapshot for snapshot in ask.coverage.snapshots.values()}
    behind = sorted({identity for receipt in receipts.values() for identity in receipt.snapshots})
    measures = sorted({receipt.measure for receipt in receipts.values() if receipt.measure})
    return Pack(
        id=text.id,
        title=text.plan.title,
        subtitle=text.plan.subtitle,
        office=workspace.office.name,
        panel=workspace.office.panel,
        area=workspace.force.name,
        period=period.key,
        period_words=period.words,
        compare_words=binder.compare.words,
        compare_why=text.plan.compare_why,
        notice=text.plan.notice,
        language=workspace.office.language,
        pages=bound.pages,
        figures=receipts,
        queries=binder.query_texts(),
        sources=tuple(_source(snapshots[identity]) for identity in behind),
        measures=tuple(_measure(workspace.measures[name]) for name in measures),
        statements=tuple(
            StatementRecord(s.id, s.text, s.value, s.period, s.scope, s.source, s.url)
            for identity, s in sorted(workspace.statements.items())
            if identity in binder.used_statements
        ),
        chance=_chance(binder.tests.values()),
        attribution=_attribution([snapshots[identity] for identity in behind], workspace, bound),
        slides=bound.slides,
        brief=bound.brief,
        cover=bound.cover,
        brand=look.brand(workspace.office.look, workspace.folder),
    )


def _point_to(home: Path, name: str) -> None:
    """Replace the one-line file `current`, then drop folders nobody points to."""
    write_whole(home / packfile.CURRENT, name + "\n")
    for folder in home.iterdir():
        if folder.is_dir() and folder.name != name:
            shutil.rmtree(folder, ignore_errors=True)


def _source(snapshot: Snapshot) -> SourceRecord:
    return SourceRecord(
        id=snapshot.id,
        sha256=snapshot.sha256,
        file=files.place(snapshot).as_posix(),
        publisher=snapshot.publisher,
        licence=snapshot.licence,
        as_at=snapshot.as_at.isoformat(),
        rows=snapshot.rows,
        rejected=snapshot.rejected,
        duplicates=snapshot.duplicates,
    )


def _measure(measure: Measure) -> MeasureRecord:
    definition = measure.counts + (f", out of {measure.out_of}" if measure.out_of else "")
    if measure.codes:
        definition += f" (outcome codes {', '.join(measure.codes)})"
    return MeasureRecord(
        name=measure.name,
        title=measure.title,
        why=measure.why,
        definition=definition[:1].upper() + definition[1:] + ".",
        better=words.say(f"better {measure.better}"),
        caveat=measure.caveat,
        version=measure.version,
        digest=digest(measure)[:12],
    )


def _chance(clear: Collection[bool]) -> str:
    """Multiple comparisons, acknowledged: one test in twenty looks clear when nothing has changed."""
    if not clear:
        return ""
    by_chance = printed(Fraction(len(clear), 20), 0)
    return words.say("chance", tested=len(clear), clear=sum(clear), chance=by_chance if by_chance != "0" else "none")


def _attribution(snapshots: Sequence[Snapshot], workspace: Workspace, bound: cuts.Bound) -> tuple[str, ...]:
    """What each return template asks to be said, and for other files their publisher and licence; each line once.

    A pack with a map says whom its outlines are owed to.
    """
    told: dict[str, None] = {}
    for snapshot in snapshots:
        contract = workspace.contracts.get(snapshot.source)
        licence = f" licensed under the {snapshot.licence}" if snapshot.licence else ""
        asked = contract.attribution if contract else ""
        told[asked or f"Source: {snapshot.publisher}{licence}."] = None
    parts: tuple[Page | Slide, ...] = (*bound.pages, *bound.slides, *bound.brief)
    blocks = (block for part in parts for block in part.blocks)
    if any(isinstance(block, Chart) and block.outlines for block in blocks):
        told |= dict.fromkeys(boundaries.attributions(workspace.folder / boundaries.OUTLINES))
    return tuple(told)
