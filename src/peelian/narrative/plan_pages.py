"""Planned pages: what the plan asks of every report. A summary, each measure in one fixed table, and what changed.

All measures of the plan are in it. A measure whose change is clear or that missed its target has
half a page: its picture, its peers, its trap, what it means, and what the commissioner asked and was told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from peelian.core import sentences
from peelian.core.findings import Change, Goal
from peelian.core.language import say
from peelian.core.measures import Measure
from peelian.core.observations import Known
from peelian.core.pack import (
    Block,
    Callout,
    Cell,
    Heading,
    ListOf,
    Page,
    Paragraph,
    Row,
    Run,
    Runs,
    Slide,
    Table,
    plain,
)
from peelian.core.periods import add_months, month_key
from peelian.core.phrases import Phrase
from peelian.core.plan import Plan, Priority
from peelian.narrative import inline
from peelian.narrative.block_texts import ChartText, MeasureText
from peelian.narrative.charts import chart
from peelian.narrative.lines import Lines
from peelian.narrative.reference_syntax import Reference
from peelian.narrative.sections import PlanReported, Section

PICTURED = 36
"""Months a control chart looks back, at the most."""

ON_A_SLIDE = 6
"""Measures that a slide's table holds."""

MOST_COLUMNS = 3
IN_A_COLUMN = 4
"""Measures that a column of the summary slide names before it says how many more there are."""

LETTERS_IN_A_LINE, LINES_IN_A_COLUMN = 24, 8
"""Of such a column, at the size its words have."""

GROUPS = (
    Phrase.GROUP_WORSE,
    Phrase.GROUP_BETTER,
    Phrase.GROUP_MOVED,
    Phrase.GROUP_NO_CLEAR_CHANGE,
    Phrase.GROUP_NO_COMPARISON,
)
"""In the order a reader needs them: what needs asking about first."""


@dataclass(frozen=True)
class PlanPages:
    """The pages and slides that tell of a plan. Its figures are bound, and its texts read, in one section."""

    section: Section
    reported: PlanReported

    @property
    def plan(self) -> Plan:
        return self.reported.plan

    @property
    def councils(self) -> Sequence[str]:
        return self.reported.councils

    def measure(self, name: str) -> Measure:
        return self.section.binder.ask.measures[name]

    def source(self, names: Iterable[str]) -> str:
        sources = self.reported.sources
        tables = [part.facts for name in names for part in self.measure(name).selections]
        return " ".join(dict.fromkeys(sources[table] for table in tables if table in sources))

    def finding(self, name: str) -> Change | None:
        """The measure's change on the period compared with; None where there is none to tell."""
        found = self.section.binder.finding(Reference(name, form="change"))
        return found if isinstance(found, Change) else None

    def figure(self, name: str, form: str, area: str = "") -> Run:
        return self.section.binder.figure("", Reference(name, area, form=form))

    def summary(self) -> Page:
        """What is better, worse, moved without being either, not clear, and not told: every measure is in one list."""
        blocks: list[Block] = []
        for group, names in self.grouped().items():
            blocks.append(Heading(3, (Run(say(group)),)))
            blocks.append(ListOf(tuple(self.sentence(name, "from-to") for name in names)))
        return Page("summary", say(Phrase.SUMMARY), (Run(say(Phrase.SUMMARY_TITLE)),), tuple(blocks))

    def sentence(self, name: str, form: str) -> Runs:
        return (Run(f"{self.measure(name).title}: "), self.figure(name, form))

    def grouped(self) -> Mapping[Phrase, tuple[str, ...]]:
        """The plan's measures by what their change says; groups with none left out."""
        groups: dict[Phrase, list[str]] = {group: [] for group in GROUPS}
        for name in self.plan.measures:
            groups[_group(self.finding(name))].append(name)
        return {group: tuple(names) for group, names in groups.items() if names}

    def every_measure(self) -> Page:
        """One fixed table: each measure of the plan, its value, change in a word, target, and each council's value."""
        binder, names = self.section.binder, self.plan.measures
        councils = [binder.ask.areas[key].name for key in self.councils]
        table = Table(
            say(Phrase.PLAN_CAPTION, period=binder.period.words, compare=binder.compare.words),
            (say(Phrase.MEASURE), say(Phrase.VALUE_HEAD), self._compared(), say(Phrase.TARGET), *councils),
            tuple(Row((Run(self.measure(name).title),), tuple(self._plan_cells(name))) for name in names),
            self.source(names),
        )
        return Page("plan-measures", say(Phrase.SUMMARY), (Run(say(Phrase.PLAN_TITLE)),), (table,))

    def _plan_cells(self, name: str) -> Iterator[Cell]:
        yield Cell((self.figure(name, "value"),), number=True)
        yield Cell((self.figure(name, "verdict"),))
        yield Cell((self.figure(name, "target") if self.measure(name).target else Run(say(Phrase.NO_TARGET)),))
        for council in self.councils:
            given = self.section.binder.ask.areas[council].kind in self.measure(name).areas
            yield Cell(
                (self.figure(name, "value", council) if given else Run(say(Phrase.NOT_BY_COUNCIL)),), number=given
            )

    def _compared(self) -> str:
        """What heads a column of verdicts: what they compare with."""
        binder = self.section.binder
        if binder.compare == binder.period.a_year_earlier():
            return say(Phrase.COMPARED_WITH_LAST_YEAR)
        return say(Phrase.COMPARED_WITH_THE, period=sentences.on(binder.compare))

    def priority(self, number: int, priority: Priority) -> Page:
        """The priority's measures: value, what it is out of, interval, change and the change in a word."""
        title = (Run(say(Phrase.PRIORITY_TITLE, priority=priority.title)),)
        return Page(f"priority-{number}", priority.title, title, (self._priority_table(_measures(priority)),))

    def _priority_table(self, names: Sequence[str]) -> Table:
        heads = (Phrase.MEASURE, Phrase.VALUE_HEAD, Phrase.OUT_OF_HEAD, Phrase.INTERVAL_HEAD, Phrase.CHANGE_HEAD)
        forms = ("value", "of", "interval", "change", "verdict")
        binder = self.section.binder
        rows = tuple(
            Row(
                (Run(self.measure(name).title),),
                tuple(Cell((self.figure(name, f),), number=f != "verdict") for f in forms),
            )
            for name in names
        )
        caption = say(Phrase.PLAN_CAPTION, period=binder.period.words, compare=binder.compare.words)
        return Table(caption, (*map(say, heads), self._compared()), rows, self.source(names))

    def changed(self, priority: Priority) -> tuple[str, ...]:
        """The measures that have half a page: a clear change, or a target missed."""
        return tuple(name for name in _measures(priority) if self.clear(name) or self.missed(name))

    def clear(self, name: str) -> bool:
        """Whether chance would seldom give its change; of what chance does not move, whether it is for the worse."""
        found = self.finding(name)
        return found is not None and bool(found.clear or (found.clear is None and _group(found) is Phrase.GROUP_WORSE))

    def missed(self, name: str) -> bool:
        if not self.measure(name).target:
            return False
        found = self.section.binder.finding(Reference(name, form="target"))
        return isinstance(found, Goal) and not found.met

    def page(self, priority: Priority, name: str) -> Page:
        """A measure's half page, where its author wrote none."""
        blocks = tuple(self.half_page(MeasureText(name), Lines("", 0)))
        return Page(f"measure-{name.replace('_', '-')}", priority.title, self.sentence(name, "from-to"), blocks)

    def half_page(self, text: MeasureText, lines: Lines) -> Iterator[Block]:
        """Picture, peers, caveat, what it means, what was asked and answered."""
        measure = self.measure(text.name)
        if measure.target:
            yield Paragraph((Run(f"{say(Phrase.TARGET)}: "), self.figure(text.name, "target")))
        for drawn in self.charts(measure):
            yield chart.chart(self.section, drawn, lines)
        if measure.caveat:
            yield Callout(say(Phrase.CAVEAT_TITLE), (Run(measure.caveat),))
        yield from self._said(Phrase.WHAT_IT_MEANS, text.means, lines, Phrase.NO_MEANING)
        yield from self._said(Phrase.WAS_ASKED, text.asked, lines, Phrase.NO_QUESTION)
        if text.asked:
            yield from self._said(Phrase.WAS_ANSWERED, text.told, lines, Phrase.NO_ANSWER)

    def _said(self, head: Phrase, text: str, lines: Lines, otherwise: Phrase) -> Iterator[Block]:
        yield Heading(3, (Run(say(head)),))
        yield Paragraph(inline.runs(self.section, text, lines.of(text)) if text else (Run(say(otherwise)),))

    def charts(self, measure: Measure) -> Iterator[ChartText]:
        """A control chart of its months, and where peers are held each one's value, with intervals where it has any."""
        binder, source = self.section.binder, self.source([measure.name])
        if first := self._first_month(measure):
            months = f"{first}:{month_key(binder.period.last)}"
            yield ChartText("spc", measure=measure.name, months=months, source=source)
        own = f"@{binder.area}"
        others = [
            binder.outcome(Reference(measure.name, peer.removeprefix("@")))
            for peer in self.section.peers
            if peer != own
        ]
        if measure.unit != "count" and sum(isinstance(one, Known) for one in others) > 1:
            yield ChartText(
                "dots" if measure.by_chance else "bar",
                measure=measure.name,
                points=("peers",),
                highlight=own,
                sort="highest first",
                source=source,
            )

    def _first_month(self, measure: Measure) -> str:
        """The first of the months looked back on that has a value; empty where none has, or months are not given."""
        if "month" not in measure.periods:
            return ""
        last = self.section.binder.period.last
        for back in range(PICTURED - 1, 0, -1):
            month = month_key(add_months(last, -back))
            if isinstance(self.section.binder.outcome(Reference(measure.name, period=month)), Known):
                return month
        return ""

    def _told_on_slide(self, group: Phrase, name: str) -> Runs:
        return (
            (Run(self.measure(name).title),) if group is Phrase.GROUP_NO_COMPARISON else self.sentence(name, "change")
        )

    def summary_slide(self) -> Slide:
        """Three columns at the most: worse, better, the rest; and what has no comparison, with why in the paper."""
        groups, blocks = self.grouped(), list[Block]()
        moved, unclear = groups.get(Phrase.GROUP_MOVED, ()), groups.get(Phrase.GROUP_NO_CLEAR_CHANGE, ())
        one = Phrase.GROUP_MOVED if moved else Phrase.GROUP_NO_CLEAR_CHANGE
        rest = Phrase.GROUP_REST if moved and unclear else one
        clear = [(head, groups.get(head, ())) for head in (Phrase.GROUP_WORSE, Phrase.GROUP_BETTER)]
        columns = [(head, names) for head, names in (*clear, (rest, (*moved, *unclear))) if names]
        untold = groups.get(Phrase.GROUP_NO_COMPARISON, ())
        beside = bool(untold) and len(columns) == MOST_COLUMNS
        columns += [(Phrase.GROUP_NO_COMPARISON, untold)] if untold and not beside else []
        for place, (head, names) in enumerate(columns, 1):
            items = _fitting([self._told_on_slide(head, name) for name in names])
            if (more := len(names) - len(items)) > 0:
                items.append((Run(say(Phrase.MORE, number=more)),))
            if beside and place == len(columns):
                items.append((Run(say(Phrase.NO_COMPARISON_MORE, number=len(untold))),))
            blocks += [Heading(3, (Run(say(head)),)), ListOf(tuple(items))]
        title = (Run(say(Phrase.SUMMARY_TITLE)),)
        return Slide("slide-summary", "summary", say(Phrase.SUMMARY), title, tuple(blocks), "summary")

    def priority_slides(self, number: int, priority: Priority) -> tuple[Slide, ...]:
        """The priority's measures that have a value as a short table, where its author chose nothing to present.

        Those without, and why, are in the paper: their reasons are too long to be read from the back of a room.
        """
        seen, every = self.section.binder.outcome, _measures(priority)
        names = [name for name in every if isinstance(seen(Reference(name)), Known)][:ON_A_SLIDE]
        if not names:
            return ()
        more = say(Phrase.MORE, number=len(every) - len(names)) if len(every) > len(names) else ""
        period, compare = self.section.binder.period.words, self.section.binder.compare.words
        rows = tuple(
            Row(
                (Run(self.measure(name).title),),
                (Cell((self.figure(name, "value"),), number=True), Cell((self.figure(name, "verdict"),))),
            )
            for name in names
        )
        table = Table(
            "; ".join(filter(None, (say(Phrase.PLAN_CAPTION, period=period, compare=compare), more))),
            (say(Phrase.MEASURE), say(Phrase.VALUE_HEAD), self._compared()),
            rows,
            self.source(names),
        )
        title = (Run(say(Phrase.PRIORITY_TITLE, priority=priority.title)),)
        return (Slide(f"slide-priority-{number}", "table", priority.title, title, (table,), f"priority-{number}"),)


def _fitting(items: Sequence[Runs]) -> list[Runs]:
    """As many as a column of the summary slide holds, with room for a line that says how many more there are."""
    kept: list[Runs] = []
    lines = 0
    for item in items[:IN_A_COLUMN]:
        lines += ceil(len(plain(item)) / LETTERS_IN_A_LINE)
        if kept and lines > LINES_IN_A_COLUMN:
            break
        kept.append(item)
    return kept


def _measures(priority: Priority) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for objective in priority.objective for name in objective.measures))


def _group(found: Change | None) -> Phrase:
    if found is None:
        return Phrase.GROUP_NO_COMPARISON
    match sentences.judgement(found):
        case Phrase.BETTER:
            return Phrase.GROUP_BETTER
        case Phrase.WORSE:
            return Phrase.GROUP_WORSE
        case Phrase.HIGHER | Phrase.LOWER:
            return Phrase.GROUP_MOVED
        case _:
            return Phrase.GROUP_NO_CLEAR_CHANGE
