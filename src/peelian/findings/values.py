"""Listing: measures by name, and their values by area and period, for a person or another program."""

from collections.abc import Iterator, Sequence
from typing import Any

from peelian.core import words
from peelian.core.areas import Area
from peelian.core.errors import DefinitionError
from peelian.core.observations import Incomplete, Known, Observation, Outcome, Withheld
from peelian.core.periods import Period
from peelian.findings.ask import answers
from peelian.sources.received.lock import one_writer
from peelian.workspace.workspace import Workspace


def names(workspace: Workspace, chosen: Sequence[str] = ()) -> Iterator[tuple[str, str, str, str]]:
    """Name, title, unit and whether the plan or the workspace has it."""
    _known(workspace, chosen)
    for name, measure in sorted(workspace.measures.items()):
        if not chosen or name in chosen:
            yield name, measure.title, measure.unit, "in plan" if name in workspace.plan.measures else ""


def values(
    workspace: Workspace, measures: Sequence[str] = (), areas: Sequence[str] = (), periods: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """One object for each measure, area and period it is given for.

    Keys: measure, area, period, start, stop (half-open), numerator, denominator, value, unit, months_present,
    months_expected, status (value, withheld or incomplete), reason, evidence. `areas` may be "all", `periods`
    "months", which is every month any source reports. DefinitionError for a measure, area or period not known.
    """
    _known(workspace, measures)
    chosen = [workspace.measures[name] for name in measures or workspace.plan.measures]
    keys: Sequence[str] = areas or [workspace.office.area, *(a.key for a in workspace.areas.within(workspace.force))]
    if list(areas) == ["all"]:
        keys = list(workspace.areas.by_key)
    found = [_area(workspace, key) for key in keys]
    with one_writer(workspace.folder), answers(workspace, chosen) as ask:
        spans = _periods(workspace, periods, ask.coverage.snapshots)
        for measure in chosen:
            for area in found:
                if area.kind not in measure.areas:
                    continue
                for period in spans:
                    if period.kind in measure.periods:
                        yield _row(ask.outcome(measure.name, area.key, period))


def _known(workspace: Workspace, measures: Sequence[str]) -> None:
    for name in measures:
        if name not in workspace.measures:
            raise DefinitionError(name, "there is no such measure", "see `peelian measures` for the names")


def _area(workspace: Workspace, key: str) -> Area:
    try:
        return workspace.areas[key]
    except KeyError:
        raise DefinitionError(key, "there is no such area", "areas.csv lists the areas") from None


def _periods(workspace: Workspace, periods: Sequence[str], snapshots: Any) -> list[Period]:
    if list(periods) == ["months"]:
        return [Period.month(month) for month in sorted({month for _, _, month in snapshots})]
    told = periods or sorted({workspace.pack(i).plan.period for i in workspace.pack_ids})
    return [_period(text) for text in told]


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as fault:
        raise DefinitionError("period", str(fault), "or write months") from None


def _row(outcome: Outcome) -> dict[str, Any]:
    seen = isinstance(outcome, Known)
    return {
        "measure": outcome.measure.name,
        "area": outcome.area.key,
        "period": outcome.period.key,
        "start": outcome.period.start.isoformat(),
        "stop": outcome.period.stop.isoformat(),
        "numerator": outcome.numerator if isinstance(outcome, Observation) else None,
        "denominator": outcome.denominator if isinstance(outcome, Observation) else None,
        "value": float(outcome.value) if isinstance(outcome, Known) else None,
        "unit": outcome.measure.unit,
        "months_present": outcome.months_present,
        "months_expected": outcome.months_expected,
        "status": {Withheld: "withheld", Incomplete: "incomplete"}.get(type(outcome), "value"),
        "reason": "" if seen else words.outcome(outcome),
        "evidence": outcome.made.evidence,
    }
