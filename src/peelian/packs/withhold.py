"""Withholding in a pack: what else not to print, so that no small number can be worked out from what is.

A pack is bound, and the numbers it would print are set beside those of the pack before. What disclosure control then
asks to be withheld is bound again without. A decision is kept for as long as all it rests on is the same: it needs
SciPy's solver, which takes longer to import than binding a pack.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from peelian import disclosure
from peelian.core.code_digest import code_digest
from peelian.core.errors import PeelianError
from peelian.core.measures import Selection
from peelian.core.observations import Count
from peelian.core.pack import Pack
from peelian.core.periods import Period
from peelian.findings.answers import Answers, FigureAsked
from peelian.packs import packfile
from peelian.workspace import kept
from peelian.workspace.text_files import digest
from peelian.workspace.workspace import PackText, Workspace

if TYPE_CHECKING:
    from peelian.disclosure import NumberShown


@dataclass(frozen=True)
class Withholding:
    """The figures a pack withholds, and of them those withheld only to protect others."""

    figures: frozenset[FigureAsked] = frozenset()
    secondary: frozenset[FigureAsked] = frozenset()


@dataclass(frozen=True)
class Number:
    """The integers behind a figure of this pack or of the one before, and whether that one withheld it."""

    measure: str
    area: str
    period: Period
    numerator: int
    denominator: int | None
    threshold: int
    withheld: bool = False


def decide(
    workspace: Workspace, text: PackText, ask: Answers, asked: Collection[FigureAsked], before: Pack | None
) -> Withholding:
    """What to withhold of the figures asked; nothing where no source has a threshold.

    DefinitionError when what the pack before printed gives a small number of this one away.
    """
    if not any(ask.outcome(*key).made.threshold for key in asked):
        return Withholding()
    now = [number for key in sorted(asked) if (number := _number(ask, key))]
    earlier = [] if before is None else list(_printed_before(ask, before))
    path = kept.home(workspace.folder) / "withheld" / f"{text.id}.json"
    made_from = _made_from(workspace, ask, now, earlier)
    found = kept.read(path, made_from)
    if found is None:
        found = _decided(workspace, ask, now, earlier)
        kept.write(path, made_from, found)
    return Withholding(
        *(frozenset((m, a, Period.parse(p)) for m, a, p in found[part]) for part in ("all", "secondary"))
    )


def _made_from(workspace: Workspace, ask: Answers, now: Collection[Number], earlier: Collection[Number]) -> str:
    """The digest of all that a decision rests on: these numbers, how they add up, and the facts they are counted of."""
    names = sorted({number.measure for number in (*now, *earlier)})
    measures = [digest(ask.measures[name]) for name in names]
    parts = [(whole, sorted(inside)) for whole, inside in sorted(_parts(workspace).items())]
    return kept.digest(code_digest(), ask.made_from, measures, list(now), list(earlier), parts)


def _decided(
    workspace: Workspace, ask: Answers, now: Collection[Number], earlier: Collection[Number]
) -> dict[str, list[list[str]]]:
    printed, before = ([row for one in numbers for row in _rows(ask, one)] for numbers in (now, earlier))
    selections = {row.selection for row in (*printed, *before) if isinstance(row.selection, Selection)}
    splits = disclosure.splits_of(sorted(selections, key=str))
    made = disclosure.withhold(printed, before, _parts(workspace), ask.month_count, splits)
    told = {"all": made.figures, "secondary": made.secondary}
    return {part: sorted([m, a, period.key] for m, a, period in figures) for part, figures in told.items()}


def id_before(workspace: Workspace, period: Period) -> str:
    """The latest pack whose period ends before this one's; empty where none does."""
    ended: dict[date, str] = {}
    for pack_id in workspace.pack_ids:
        last = Period.parse(workspace.pack(pack_id).plan.period).last
        if last < period.last:
            ended[last] = pack_id
    return ended[max(ended)] if ended else ""


def pack_before(workspace: Workspace, period: Period, begun: Mapping[str, Pack]) -> Pack | None:
    """That pack as it is being made, else as last built; None where there is none."""
    latest = id_before(workspace, period)
    try:
        return begun.get(latest) or (packfile.read_pack(workspace.folder, latest) if latest else None)
    except PeelianError:
        return None


def _rows(ask: Answers, one: Number) -> "tuple[NumberShown, ...]":
    """The numbers that a figure shows."""
    measure, area, count = ask.measures[one.measure], ask.areas[one.area], Count(one.numerator, one.denominator)
    return disclosure.printed_of(measure, area, one.period, count, one.threshold, withheld=one.withheld)


def _number(ask: Answers, key: FigureAsked) -> Number | None:
    """The integers behind one figure; none where it has no value anyway."""
    count = ask.count(*key)
    threshold = ask.outcome(*key).made.threshold
    return None if count is None else Number(*key, count.numerator, count.denominator, threshold)


def _printed_before(ask: Answers, before: Pack) -> Iterator[Number]:
    """The numbers the pack before showed, and those it withheld, which today's data tell."""
    for receipt in before.figures.values():
        if receipt.status not in ("value", "withheld") or receipt.measure not in ask.measures:
            continue
        key = receipt.measure, receipt.area, Period.parse(receipt.period)
        try:
            outcome = ask.outcome(*key)
        except PeelianError:
            continue
        count = ask.count(*key)
        if receipt.numerator is not None:
            count = Count(receipt.numerator, receipt.denominator)
        if count is not None:
            withheld = receipt.status == "withheld"
            yield Number(*key, count.numerator, count.denominator, outcome.made.threshold, withheld)


def _parts(workspace: Workspace) -> Mapping[str, Collection[str]]:
    """Each area's parts, which together are all of it: a force's councils, outside the force and no location.

    A council's LSOAs are no parts here: those of areas.csv are the ones seen, not all there are, so that no sum of them
    is known to be the whole.
    """
    parts: dict[str, Collection[str]] = {}
    for force in workspace.areas.forces:
        if inside := [area.key for area in workspace.areas.within(force)]:
            parts[force.key] = inside
    return parts
