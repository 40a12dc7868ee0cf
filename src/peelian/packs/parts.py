"""The parts of a pack's text, each bound by itself: what one rests on has not changed, it is not bound again.

A part is a section, the cover sheet, the brief, or one page or slide of the plan. It notes the measures it asked of, so
that figures withheld later bind again the parts that asked of them, and no other.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from peelian.core.observations import Query
from peelian.core.plan import PackPlan
from peelian.findings.answers import Answers, FigureAsked
from peelian.narrative.binding import Binder
from peelian.narrative.plan_pages import PlanPages
from peelian.narrative.sections import PlanReported, Section
from peelian.workspace.workspace import Workspace

_T = TypeVar("_T")


class Heard:
    """Answers, with the measures asked of them noted. Every question but those on outcomes in hand names one."""

    def __init__(self, ask: Answers) -> None:
        self._ask, self.areas, self.measures = ask, ask.areas, ask.measures
        self.funnel, self.spread = ask.funnel, ask.spread
        self.heard: set[str] = set()

    def __getattr__(self, question: str) -> Callable[..., Any]:
        asked: Callable[..., Any] = getattr(self._ask, question)

        def noted(measure: str, *rest: Any) -> Any:
            self.heard.add(measure)
            return asked(measure, *rest)

        self.__dict__[question] = noted
        return noted


@dataclass(frozen=True)
class Part(Generic[_T]):
    """What was made of a text, the binder it was bound with, and the measures that were asked of."""

    text: Hashable
    made: _T
    binder: Binder
    measures: Collection[str]


@dataclass(frozen=True)
class Writing:
    """What a part is written with: a binder of its own."""

    workspace: Workspace
    plan: PackPlan
    binder: Binder

    def section(self, file: str, opinion: str = "") -> Section:
        office = self.workspace.office
        peers = [f"@{key}" for key in (office.area, *office.peers.names)]
        return Section(file, self.binder, office.names, peers, self._reported, opinion)

    @property
    def planned(self) -> PlanPages | None:
        """The plan's own pages, which a report has."""
        plain = self.section(str(self.workspace.folder / "plan.toml"))
        return PlanPages(plain, self._reported) if self._reported else None

    @property
    def _reported(self) -> PlanReported | None:
        workspace = self.workspace
        if not reports(workspace, self.plan):
            return None
        return PlanReported(workspace.plan, workspace.councils, workspace.publishers)


def reports(workspace: Workspace, plan: PackPlan) -> bool:
    """Whether a pack reports on the plan, so that it has the plan's own pages."""
    return plan.kind == "report" and bool(workspace.plan.measures)


class Parts:
    """A pack's parts on the answers of `binder`, which has what all of them share. Those bound before are kept."""

    def __init__(self, workspace: Workspace, plan: PackPlan, ask: Answers, binder: Binder) -> None:
        self.workspace, self.plan, self.ask = workspace, plan, ask
        self._plain = binder
        self._kept: dict[str, Part[Any]] = {}
        self._beside: tuple[frozenset[FigureAsked], Parts] | None = None

    def begin(self) -> Binder:
        """The binder of a whole pack, with nothing printed yet."""
        return _with(self._plain, self.ask)

    def part(self, whole: Binder, name: str, text: Hashable, make: Callable[[Writing], _T]) -> _T:
        """The part of that name, made of a text or as it was made of the same; what it prints is the whole's too."""
        kept: Part[_T] | None = self._kept.get(name)
        if kept is None or kept.text != text:
            heard = Heard(self.ask)
            binder = _with(self._plain, heard)
            kept = Part(text, make(Writing(self.workspace, self.plan, binder)), binder, heard.heard)
            self._kept[name] = kept
        _add(whole, kept.binder)
        return kept.made

    def without(self, figures: frozenset[FigureAsked]) -> "Parts":
        """The parts with these figures withheld: those that asked of none of their measures are as they were."""
        if self._beside is None or self._beside[0] != figures:
            self._beside = figures, Parts(self.workspace, self.plan, self.ask.without(figures), self._plain)
        beside = self._beside[1]
        touched = self.ask.shown(figures)
        for name, part in self._kept.items():
            if touched.isdisjoint(part.measures):
                beside._kept[name] = part
        return beside


def _with(plain: Binder, ask: Any) -> Binder:
    """A binder like another, with nothing printed yet."""
    return replace(plain, ask=ask, receipts={}, queries={}, used_statements=set(), asked=set(), tests={})


def _add(whole: Binder, part: Binder) -> None:
    """What a part printed becomes the whole's. Queries are numbered anew, in the order in which they first stand."""
    queries: Sequence[Query] = list(part.queries)
    for key, receipt in part.receipts.items():
        if key not in whole.receipts:
            numbers = tuple(whole.queries.setdefault(queries[at], len(whole.queries)) for at in receipt.queries)
            whole.receipts[key] = receipt if numbers == receipt.queries else replace(receipt, queries=numbers)
    whole.used_statements |= part.used_statements
    whole.asked |= part.asked
    whole.tests |= part.tests
