"""Measures: what is counted, over what, and how it is to be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from peelian.core.areas import AreaKind
from peelian.core.periods import PeriodKind

Unit = Literal["count", "per 1,000 people", "percent", "per 100"]
Better = Literal["up", "down", "neutral"]
DenominatorKind = Literal["cohort", "ratio", "closed", "share", "population"]

FORBID_EXTRA = {"extra": "forbid"}


@dataclass(frozen=True)
class Selection:
    """Rows of one fact table. `where` keeps rows whose column holds one of the values, `without` drops such rows.

    A row whose column is empty is kept by `without` and never by `where`.
    """

    facts: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    __pydantic_config__ = FORBID_EXTRA

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(sorted({*self.where, *self.without}))

    def __hash__(self) -> int:
        return hash((self.facts, tuple(sorted(self.where.items())), tuple(sorted(self.without.items()))))


@dataclass(frozen=True)
class Rebase:
    """From `month` on (as 2024-01) a control chart's limits are worked out anew, and why."""

    month: str
    reason: str

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Measure:
    """One measure, as its text file declares it.

    `denominator_kind` says which denominator a rate has (definitions: cohort, ratio, closed; share for any other part
    of a whole; population for a rate per resident): the three outcome denominators are never mixed.
    `activity` marks what an organisation did, as against what came of it. `target` is a number in the measure's unit
    as printed ("90"), and `target_source` who set it. `codes` are the national outcome codes the labels in the
    selections stand for, printed with the figure.
    """

    name: str
    title: str
    why: str
    unit: Unit
    better: Better
    numerator: Selection
    denominator: Selection | None = None
    denominator_kind: DenominatorKind | None = None
    counts: str = ""
    out_of: str = ""
    areas: tuple[AreaKind, ...] = ("force", "local authority", "outside the force", "no location")
    periods: tuple[PeriodKind, ...] = ("month", "quarter", "year to date", "financial year", "12 months")
    decimals: int | None = None
    activity: bool = False
    caveat: str = ""
    codes: tuple[str, ...] = ()
    rebase: tuple[Rebase, ...] = ()
    target: str = ""
    target_source: str = ""
    version: str = "1"
    checked_by: str = ""
    next_review: str = ""

    __pydantic_config__ = FORBID_EXTRA

    @property
    def places(self) -> int:
        """Decimals printed: none for a count, one for a rate or a percentage unless the measure says."""
        if self.decimals is not None:
            return self.decimals
        return 0 if self.unit == "count" else 1

    @property
    def scale(self) -> int:
        """What the fraction is multiplied by to be in the measure's unit."""
        return {"count": 1, "per 1,000 people": 1000, "percent": 100, "per 100": 100}[self.unit]

    @property
    def selections(self) -> tuple[Selection, ...]:
        return (self.numerator, self.denominator) if self.denominator else (self.numerator,)
