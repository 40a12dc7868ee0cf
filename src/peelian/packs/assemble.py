"""Assembling: a text and its answers to a pack with every figure bound and no small number to be worked out."""

import re
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from peelian.core import sentences
from peelian.core.language import say
from peelian.core.measures import Measure
from peelian.core.pack import Chart, MeasureRecord, Pack, Page, Runs, Slide, SourceRecord, StatementRecord
from peelian.core.periods import Period, month_words, parse_month
from peelian.core.phrases import Phrase
from peelian.core.rounding import printed
from peelian.core.sources import Snapshot
from peelian.findings.answers import Answers
from peelian.packs import brand, contents, moved_figures, withhold
from peelian.packs.parts import Parts
from peelian.sources.publishers import boundaries
from peelian.sources.received import kept_files
from peelian.suppliers import timetable
from peelian.workspace.text_files import digest
from peelian.workspace.workspace import PackText, Workspace

NAME = re.compile(r"[a-z][a-z0-9_]*")

NONE_BEGUN: Mapping[str, Pack] = {}
Spoken = Mapping[str, tuple[Runs, ...]]
"""What a presenter means to say, by slide. Never part of a pack, which is published."""


def used(workspace: Workspace, text: PackText) -> list[Measure]:
    """The measures the pack's text names, and for a report the plan's: only the columns they test are read."""
    told = {name for body in (*(body for _, body in text.sections), text.brief) for name in NAME.findall(body)}
    planned = workspace.plan.measures if text.plan.kind == "report" else ()
    return [measure for name, measure in workspace.measures.items() if name in told or name in planned]


def assemble(
    workspace: Workspace, text: PackText, ask: Answers, begun: Mapping[str, Pack] = NONE_BEGUN
) -> tuple[Pack, Spoken]:
    """The pack of a text, every figure bound and no small number to be worked out, and what its presenter says.

    Nothing is written but what is kept. `begun` are packs that are being made and stand in for those last built.
    """
    before = withhold.pack_before(workspace, Period.parse(text.plan.period), begun)
    return of_parts(workspace, text, begin(workspace, text, ask), before)


def begin(workspace: Workspace, text: PackText, ask: Answers) -> Parts:
    """The pack's parts, none of them bound yet."""
    ask.not_received(timetable.overdue(workspace, text, used(workspace, text)))
    return contents.parts_of(workspace, text, ask)


def of_parts(workspace: Workspace, text: PackText, parts: Parts, before: Pack | None) -> tuple[Pack, Spoken]:
    """The same, of parts begun, of which some may be bound already. `before` is the pack of the period before.

    Where figures are withheld only to protect others, the parts that asked of them are bound again without them.
    """
    bound = contents.bind(workspace, text, parts)
    withheld = withhold.decide(workspace, text, parts.ask, bound.binder.asked, before)
    if withheld.secondary:
        parts = parts.without(withheld.figures)
        bound = contents.bind(workspace, text, parts)
    return moved_figures.with_moved(_pack(workspace, text, parts.ask, bound), workspace.folder), bound.spoken


def _pack(workspace: Workspace, text: PackText, ask: Answers, bound: contents.Bound) -> Pack:
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
        brand=brand.brand(workspace.office.look, workspace.folder),
    )


def _source(snapshot: Snapshot) -> SourceRecord:
    return SourceRecord(
        id=snapshot.id,
        sha256=snapshot.sha256,
        file=kept_files.kept_path(snapshot).as_posix(),
        publisher=snapshot.publisher,
        licence=snapshot.licence,
        as_at=snapshot.as_at.isoformat(),
        rows=snapshot.rows,
        rejected=snapshot.rejected,
        duplicates=snapshot.duplicates,
    )


def _measure(measure: Measure) -> MeasureRecord:
    return MeasureRecord(
        name=measure.name,
        title=measure.title,
        why=measure.why,
        definition=sentences.definition(measure),
        better=say(sentences.POLARITY[measure.better]),
        caveat=measure.caveat,
        version=measure.version,
        digest=digest(measure)[:12],
        kind=say(Phrase.ACTIVITY) if measure.activity else "",
        checked=_checked(measure),
    )


def _checked(measure: Measure) -> str:
    if not (measure.checked_by and measure.next_review):
        return measure.checked_by
    return say(Phrase.NEXT_REVIEW, name=measure.checked_by, month=month_words(parse_month(measure.next_review)))


def _chance(clear: Collection[bool]) -> str:
    """Multiple comparisons, acknowledged: one test in twenty looks clear when nothing has changed."""
    if not clear:
        return ""
    by_chance = printed(Fraction(len(clear), 20), 0)
    return say(
        Phrase.CHANCE, tested=len(clear), clear=sum(clear), chance=by_chance if by_chance != "0" else say(Phrase.NONE)
    )


def _attribution(snapshots: Sequence[Snapshot], workspace: Workspace, bound: contents.Bound) -> tuple[str, ...]:
    """What each return template asks to be said, and for other files their publisher and licence; each line once.

    A pack with a map says whom its outlines are owed to.
    """
    told: dict[str, None] = {}
    for snapshot in snapshots:
        contract = workspace.contracts.get(snapshot.source)
        asked = contract.attribution if contract else ""
        told[asked or _source_line(snapshot)] = None
    parts: tuple[Page | Slide, ...] = (*bound.pages, *bound.slides, *bound.brief)
    blocks = (block for part in parts for block in part.blocks)
    if any(isinstance(block, Chart) and block.outlines for block in blocks):
        told |= dict.fromkeys(boundaries.attributions(workspace.folder / boundaries.OUTLINES))
    return tuple(told)


def _source_line(snapshot: Snapshot) -> str:
    if not snapshot.licence:
        return say(Phrase.SOURCE_OF, publisher=snapshot.publisher)
    return say(Phrase.SOURCE_UNDER, publisher=snapshot.publisher, licence=snapshot.licence)
