"""Values: measures by name, and their values by area and period as typed rows, for a person or another program."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal, overload

from peelian.core import sentences
from peelian.core.areas import Area
from peelian.core.errors import DefinitionError
from peelian.core.findings import Bounds, Change, NoFinding, PointsChange, reason
from peelian.core.measures import Measure, Unit
from peelian.core.observations import Known, Observation, Outcome, Withheld
from peelian.core.periods import Period
from peelian.core.sources import Evidence
from peelian.findings import significance
from peelian.findings.answers import Answers
from peelian.findings.arrow_table import arrow_table
from peelian.findings.ask import answers
from peelian.sources.received.lock import one_writer
from peelian.workspace.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow

ChangeUnit = Literal["", "percentage points", "percent"]


@dataclass(frozen=True)
class Value:
    """One measure for one area and period: its value with its interval, and its change on the period compared with.

    The fields are the columns of `Values.to_arrow` and the keys of `peelian measures --json`. A field that does not
    apply is None, or "" where it is text.
    """

    measure: str
    """The measure's name."""

    area: str
    """The area's key."""

    period: str
    """The period's key, such as 2025-26-q3."""

    start: date
    """The period's first day."""

    stop: date
    """The day after the period's last: periods are half-open."""

    numerator: int | None
    """What was counted, as held: money in pence, posts and people employed in hundredths (`Measure.held_in`)."""

    denominator: int | None
    """What it is out of; None for a count, and for what was reported without integers."""

    value: float | None
    """The value in `unit`, unrounded; None where `status` is not "value"."""

    exact: Fraction | None
    """The same value, exactly; in Arrow and JSON as text, such as "1436/10286" in lowest terms."""

    unit: Unit
    """What `value`, `lower` and `upper` are in: count, percent, per 1,000 people, and so on. No rate is annualised."""

    lower: float | None
    """The lower limit of the value's 95% interval, in `unit`; None for what chance does not move, such as money."""

    upper: float | None
    """The upper limit of the same interval."""

    method: str
    """How the interval is worked out: Wilson, Byar or exact Poisson, and so on; docs/methods has each."""

    compared_with: str
    """The key of the period the change is on."""

    change: float | None
    """The change on `compared_with`, in `change_unit`; None where there is none to tell, and from zero, in per cent."""

    change_unit: ChangeUnit
    """percentage points for a percentage, percent for anything else."""

    change_lower: float | None
    """The lower limit of the change's 95% interval, in `change_unit`; None where the change was not tested."""

    change_upper: float | None
    """The upper limit of the same interval; infinite from zero, which JSON has as null."""

    change_method: str
    """How the change is tested: Newcombe for percentages, the ratio of rates for counts and rates."""

    verdict: str
    """The change as packs print it: better, worse, higher, lower, no change, no clear change or too few to say."""

    no_change: str
    """Why there is no change to tell: a period without a value, a break in the series."""

    months_present: int
    """Months of the period that are held."""

    months_expected: int
    """Months the period has. With a month missing there is no value."""

    status: Literal["value", "withheld", "incomplete"]
    """value; withheld, where a small number could let a person be known; incomplete, where there is no value."""

    reason: str
    """Why there is no value."""

    evidence: Evidence
    """How good the evidence is: calculated from the records held, official, reported by a provider, stated."""


class Values(Sequence[Value]):
    """Rows of `Value`, by measure, area and period: a sequence, whose slices are too, and an Arrow table when asked."""

    def __init__(self, rows: Iterable[Value]) -> None:
        self._rows = tuple(rows)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Value: ...
    @overload
    def __getitem__(self, at: slice) -> "Values": ...
    def __getitem__(self, at: int | slice) -> "Value | Values":
        return Values(self._rows[at]) if isinstance(at, slice) else self._rows[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Values) and self._rows == other._rows

    def __hash__(self) -> int:
        return hash(self._rows)

    def __repr__(self) -> str:
        return f"<peelian.Values: {len(self)} rows>"

    def to_arrow(self) -> "pyarrow.Table":
        """An Arrow table with a column for each field of `Value`; `exact` is text.

        MachineError where pyarrow, the extra peelian[analysis], is not installed.
        """
        return arrow_table(Value, self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The Arrow PyCapsule interface, for what takes it: pyarrow.table(rows), pandas.DataFrame.from_arrow(rows)."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)


def names(workspace: Workspace, chosen: Sequence[str] = ()) -> Iterator[tuple[str, str, str, str]]:
    """Name, title, unit and whether the plan or the workspace has it."""
    _chosen(workspace, chosen)
    for name, measure in sorted(workspace.measures.items()):
        if not chosen or name in chosen:
            yield name, measure.title, measure.unit, "in plan" if name in workspace.plan.measures else ""


def values(
    workspace: Workspace,
    measures: Sequence[str] = (),
    areas: Sequence[str] = (),
    periods: Sequence[str] = (),
    compare: str = "",
) -> Values:
    """A row for each measure, area and period it is given for.

    Without `measures`, the plan's; without `areas`, the office's force and its parts; without `periods`, those of the
    packs. `areas` may be "all", `periods` "months", which is every month any source reports. Changes are on the same
    months a year earlier, or on the period `compare` names. DefinitionError for a measure, area or period not known.
    """
    chosen = _chosen(workspace, measures or workspace.plan.measures)
    found = [area_of(workspace, key) for key in _area_keys(workspace, areas)]
    then = period_of(compare) if compare else None
    with one_writer(workspace.folder), answers(workspace, chosen) as ask:
        spans = _periods(workspace, periods, ask.coverage.snapshots)
        return Values(
            _row(ask, measure.name, area.key, period, then or period.a_year_earlier())
            for measure in chosen
            for area in found
            for period in spans
            if area.kind in measure.areas and period.kind in measure.periods
        )


def as_json(rows: Values) -> list[dict[str, Any]]:
    """The rows for JSON: days as 2025-10-01, `exact` as text, and null for a limit that is infinite."""
    return [{name: _plain(told) for name, told in asdict(row).items()} for row in rows]


def area_of(workspace: Workspace, key: str) -> Area:
    """DefinitionError when there is no such area."""
    try:
        return workspace.areas[key]
    except KeyError:
        raise DefinitionError(key, "there is no such area", "areas.csv lists the areas") from None


def period_of(text: str) -> Period:
    """DefinitionError when the text names no period."""
    try:
        return Period.parse(text)
    except ValueError as fault:
        raise DefinitionError("period", str(fault), "or write months") from None


def measure_of(workspace: Workspace, name: str) -> Measure:
    """DefinitionError when there is no such measure."""
    if name not in workspace.measures:
        raise DefinitionError(name, "there is no such measure", "see `peelian measures` for the names")
    return workspace.measures[name]


def _chosen(workspace: Workspace, names: Sequence[str]) -> list[Measure]:
    return [measure_of(workspace, name) for name in names]


def _area_keys(workspace: Workspace, areas: Sequence[str]) -> Sequence[str]:
    if list(areas) == ["all"]:
        return list(workspace.areas.by_key)
    return areas or [workspace.office.area, *(area.key for area in workspace.areas.within(workspace.force))]


def _periods(workspace: Workspace, periods: Sequence[str], snapshots: Any) -> list[Period]:
    if list(periods) == ["months"]:
        return [Period.month(month) for month in sorted({month for _, _, month in snapshots})]
    return [period_of(text) for text in periods or sorted({workspace.pack(i).plan.period for i in workspace.pack_ids})]


def _row(ask: Answers, measure: str, area: str, period: Period, then: Period) -> Value:
    outcome = ask.outcome(measure, area, period)
    known = outcome if isinstance(outcome, Known) else None
    counted = outcome if isinstance(outcome, Observation) else None
    limits = significance.interval(known) if known else None
    return Value(
        measure=measure,
        area=area,
        period=period.key,
        start=period.start,
        stop=period.stop,
        numerator=counted.numerator if counted else None,
        denominator=counted.denominator if counted else None,
        value=float(known.value) if known else None,
        exact=known.value if known else None,
        unit=outcome.measure.unit,
        lower=limits.lower if limits else None,
        upper=limits.upper if limits else None,
        method=limits.method if limits else "",
        **_change(ask.change(measure, area, period, then), then),
        months_present=outcome.months_present,
        months_expected=outcome.months_expected,
        status=_status(outcome),
        reason="" if known else reason(outcome),
        evidence=outcome.made.evidence,
    )


def _change(found: Change | NoFinding, then: Period) -> dict[str, Any]:
    """The fields of a row that tell its change."""
    if isinstance(found, NoFinding):
        limits, size, unit = None, None, ""
    elif isinstance(found, PointsChange):
        limits, size, unit = found.interval, found.difference, "percentage points"
    else:
        limits, size, unit = _in_percent(found.interval), found.per_cent, "percent"
    none = isinstance(found, NoFinding)
    return {
        "compared_with": then.key,
        "change": None if size is None else float(size),
        "change_unit": unit,
        "change_lower": limits.lower if limits else None,
        "change_upper": limits.upper if limits else None,
        "change_method": limits.method if limits else "",
        "verdict": "" if none else sentences.verdict(found),
        "no_change": found.reason if isinstance(found, NoFinding) else "",
    }


def _in_percent(ratio: Bounds | None) -> Bounds | None:
    """The limits of now over then, as those of the change in per cent."""
    return ratio and Bounds((ratio.lower - 1) * 100, (ratio.upper - 1) * 100, ratio.method)


def _status(outcome: Outcome) -> Literal["value", "withheld", "incomplete"]:
    if isinstance(outcome, Known):
        return "value"
    return "withheld" if isinstance(outcome, Withheld) else "incomplete"


def _plain(told: object) -> object:
    match told:
        case float() if not isfinite(told):
            return None
        case date():
            return told.isoformat()
        case Fraction():
            return str(told)
        case _:
            return told
