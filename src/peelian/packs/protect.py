"""Withholding in a pack: what else not to print, so that no small number can be worked out from what is.

A pack is bound once, the numbers it would print are set beside those of the pack before, and what disclosure control
then asks to be withheld is told to the answers, from which the pack is bound again.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from peelian import disclosure
from peelian.core.errors import PeelianError
from peelian.core.measures import Selection
from peelian.core.observations import Count
from peelian.core.pack import Pack
from peelian.core.periods import Period
from peelian.findings.answers import Answers, FigureAsked
from peelian.packs import packfile
from peelian.workspace.workspace import Workspace

if TYPE_CHECKING:
    from peelian.disclosure import Decision, NumberShown


def decide(
    workspace: Workspace, ask: Answers, asked: Collection[FigureAsked], before: Pack | None
) -> "Decision | None":
    """What to withhold of the figures asked; None where no source has a threshold, so that nothing is to decide.

    DefinitionError when what the pack before printed gives a small number of this one away.
    """
    if not any(ask.outcome(*key).made.threshold for key in asked):
        return None
    now = [row for key in sorted(asked) for row in _rows(ask, key)]
    earlier = [] if before is None else list(_printed_before(ask, before))
    selections = {row.selection for row in (*now, *earlier) if isinstance(row.selection, Selection)}
    return disclosure.withhold(
        now, earlier, _parts(workspace), ask.month_count, disclosure.splits_of(sorted(selections, key=str))
    )


def pack_before(workspace: Workspace, period: Period, begun: Mapping[str, Pack]) -> Pack | None:
    """The latest pack whose period ends before this one's: as it is being made, else as last built."""
    ended: dict[date, str] = {}
    for pack_id in workspace.pack_ids:
        last = Period.parse(workspace.pack(pack_id).plan.period).last
        if last < period.last:
            ended[last] = pack_id
    if not ended:
        return None
    latest = ended[max(ended)]
    try:
        return begun.get(latest) or packfile.read_pack(workspace.folder, latest)
    except PeelianError:
        return None


def _rows(ask: Answers, key: FigureAsked) -> "tuple[NumberShown, ...]":
    """The numbers behind one figure; none where it has no value anyway."""
    measure, area, period = key
    count = ask.count(measure, area, period)
    if count is None:
        return ()
    threshold = ask.outcome(measure, area, period).made.threshold
    return disclosure.printed_of(ask.measures[measure], ask.areas[area], period, count, threshold)


def _printed_before(ask: Answers, before: Pack) -> "Iterator[NumberShown]":
    """The numbers the pack before showed, and those it withheld, which today's data tell."""
    for receipt in before.figures.values():
        if receipt.status not in ("value", "withheld") or receipt.measure not in ask.measures:
            continue
        period = Period.parse(receipt.period)
        try:
            outcome = ask.outcome(receipt.measure, receipt.area, period)
        except PeelianError:
            continue
        count = ask.count(receipt.measure, receipt.area, period)
        if receipt.numerator is not None:
            count = Count(receipt.numerator, receipt.denominator)
        if count is not None:
            yield from disclosure.printed_of(
                ask.measures[receipt.measure],
                outcome.area,
                period,
                count,
                outcome.made.threshold,
                withheld=receipt.status == "withheld",
            )


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
