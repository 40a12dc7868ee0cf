"""Answers: a measure, an area and a period in; an observation, a change or a rank out.

Brings the counts of the engine, the coverage of the received files and the breaks in series together, and passes
every count through disclosure control.
"""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from peelian import disclosure, verdicts
from peelian.core import findings, words
from peelian.core.areas import Area, Areas
from peelian.core.coverage import Coverage, months_in_words
from peelian.core.errors import DefinitionError
from peelian.core.findings import Change, Control, Level, Limit, Needed, NoFinding, Rank, Signal, Split
from peelian.core.measures import Measure, Selection
from peelian.core.observations import Count, Incomplete, Made, Observation, Outcome, Query, Statistic, Withheld
from peelian.core.periods import Period, add_months, month_words, months_between, parse_month
from peelian.core.plan import Break
from peelian.core.sources import EVIDENCE_ORDER, FactTable, Snapshot
from peelian.engine.counts import Counts, link_selections
from peelian.statistics import Funnel

Asked = tuple[str, str, Period]
"""A measure, an area and a period."""

LSOA = re.compile(r"[EW]01[0-9]{6}")
LINKED_PERCENT = 95
OLD_POPULATION = 24
"""Months after which a population estimate is noted as old."""


@dataclass(frozen=True)
class _Gap(Exception):
    reason: str
    present: int


class Answers:
    """Outcomes of measures. Computed when asked for, kept for the next time."""

    def __init__(
        self,
        counts: Counts,
        coverage: Coverage,
        areas: Areas,
        measures: Mapping[str, Measure],
        tables: Mapping[str, FactTable],
        breaks: Sequence[Break] = (),
    ) -> None:
        self.areas, self.measures, self.coverage = areas, measures, coverage
        self._counts, self._tables, self._breaks = counts, tables, breaks
        self._kept: dict[tuple[str, str, Period], Outcome] = {}
        self._controls: dict[tuple[str, str, date], Control] = {}
        self._overdue: Mapping[str, tuple[str, tuple[date, ...]]] = {}

    def outcome(self, measure: str, area: str, period: Period) -> Outcome:
        """The measure's value, or why it has none. DefinitionError for an area or period it is not given for."""
        key = (measure, area, period)
        if key not in self._kept:
            self._kept[key] = self._outcome(self._measure(measure), self._area(area), period)
        return self._kept[key]

    def not_received(self, overdue: Mapping[str, tuple[str, tuple[date, ...]]]) -> None:
        """From now on a figure that lacks one of the months says, by fact table, who has not sent it, and by when."""
        self._overdue = overdue

    def withhold(self, figures: Iterable[Asked]) -> None:
        """From now on these have no value: with them, another small number could be worked out."""
        for key in figures:
            seen = self.outcome(*key)
            if isinstance(seen, Observation):
                known = {part.name: getattr(seen, part.name) for part in fields(Statistic)}
                self._kept[key] = Withheld(**known, reason=words.say("withheld beside"))
        self._controls.clear()

    def count(self, measure: str, area: str, period: Period) -> Count | None:
        """The integers behind an outcome, withheld or not, for disclosure control alone; None where it has none."""
        seen = self.outcome(measure, area, period)
        if not isinstance(seen, Observation | Withheld):
            return None
        parts = []
        for selection in seen.measure.selections:
            stock = self._tables[selection.facts].stock
            parts.append(
                self._stock(selection, seen.area, period)[1] if stock else self._sum(selection, seen.area, period)
            )
        return Count(parts[0], parts[1] if len(parts) > 1 else None)

    def month_count(self, selection: Hashable, area: str, month: date) -> int:
        """How many rows a selection keeps of an area's month, for disclosure control alone."""
        assert isinstance(selection, Selection)
        return self._counts.months(selection, area).get(month, 0)

    def change(self, measure: str, area: str, now: Period, then: Period) -> Change | NoFinding:
        """Now against then; none where a break lies between."""
        after, before = self.outcome(measure, area, now), self.outcome(measure, area, then)
        broken = self._crossed(self._tables_of(measure, stock=False), self._area(area), then.start, now.stop)
        if before.made.population_at and after.made.population_at:
            estimates = before.made.population_at, add_months(after.made.population_at, 1)
            broken += self._crossed(self._tables_of(measure, stock=True), self._area(area), *estimates)
        if broken:
            return NoFinding(_told(broken[0]))
        found = findings.change(after, before)
        return found if isinstance(found, NoFinding) else verdicts.tested(found)

    def rank(self, measure: str, area: str, period: Period) -> Rank | NoFinding:
        """The area's place among the territorial forces that have every month of the period, highest first."""
        found = self._measure(measure)
        if self._area(area).kind != "force":
            return NoFinding("only forces are ranked")
        per_resident = found.denominator_kind == "population"
        universe = [f for f in self.areas.forces if f.ranked and (f.per_resident or not per_resident)]
        if self._area(area) not in universe:
            return NoFinding(f"{self._area(area).name} is not among the forces ranked")
        outcomes = [self.outcome(measure, force.key, period) for force in universe]
        ranked = findings.rank(outcomes, area, words.say("territorial"))
        return ranked if isinstance(ranked, NoFinding) else verdicts.ranked(ranked, outcomes)

    def split(self, measure: str, area: str, now: Period, then: Period) -> Split | NoFinding:
        """What a ratio's numerator and denominator did between the two periods."""
        found = self.change(measure, area, now, then)
        if isinstance(found, NoFinding):
            return found
        return verdicts.split(found) or NoFinding("only a ratio's change is split in two")

    def needed(self, measure: str, area: str, now: Period, then: Period) -> Needed | NoFinding:
        """The base a change would need to be clear."""
        found = self.change(measure, area, now, then)
        return found if isinstance(found, NoFinding) else verdicts.needed(found)

    def level(self, measure: str, area: str, period: Period) -> Level | NoFinding:
        """The value with its interval."""
        found = self.outcome(measure, area, period)
        return verdicts.level(found) if isinstance(found, Observation) else findings.level(found)

    def signal(self, measure: str, area: str, period: Period) -> Signal | NoFinding:
        """What the period's last month says of the series of months before it, from the first month held.

        Limits begin anew at the measure's own rebase months and at breaks in its series.
        """
        months = self._series(measure, area, period)
        if not months:
            return NoFinding(f"no month of {self._area(area).force} is held")
        latest, found = months[max(months)], self.control(measure, area, period)
        if not isinstance(latest, Observation):
            return NoFinding(findings.reason(latest))
        if isinstance(found, Control) and found.phases[-1].withheld:
            return NoFinding(words.say("limits withheld"))
        return verdicts.signal(latest, months, sorted(self._anew(measure, area, months)))

    def control(self, measure: str, area: str, period: Period) -> Control | NoFinding:
        """The control chart of the same months."""
        key = (measure, area, period.last)
        if key not in self._controls:
            months = self._series(measure, area, period)
            if not months:
                return NoFinding(f"no month of {self._area(area).force} is held")
            self._controls[key] = verdicts.control(months, self._anew(measure, area, months))
        return self._controls[key]

    def limit(self, measure: str, area: str, period: Period, line: str) -> Limit | NoFinding:
        """The average, or a limit, of the months up to the period's last: `line` is centre, lower or upper."""
        found = self.control(measure, area, period)
        if isinstance(found, NoFinding):
            return found
        at, value = found.months[-1], getattr(found.phases[-1], line)
        if not isinstance(at, Observation):
            return NoFinding(findings.reason(at))
        if found.phases[-1].withheld:
            return NoFinding(words.say("limits withheld"))
        return NoFinding(words.say("no limits")) if value is None else Limit(at, value)

    def funnel(self, areas: Sequence[Observation], at: Sequence[float]) -> Sequence[Funnel]:
        """Limits around the areas' average at each base."""
        return verdicts.funnel(areas, at)

    def spread(self, areas: Sequence[Observation]) -> float:
        """How many times more the areas vary than chance alone would have them."""
        return verdicts.spread(areas)

    def _series(self, measure: str, area: str, period: Period) -> Mapping[date, Outcome]:
        """Each month from the first held to the period's last; none where none is held."""
        tables, force = self._tables_of(measure, stock=False), self._area(area).force
        held = [month for month in self.coverage.months(tables[0], force) if month <= period.last]
        span = range(months_between(held[0], period.last) + 1) if held else ()
        months = [add_months(held[0], number) for number in span]
        return {month: self.outcome(measure, area, Period.month(month)) for month in months}

    def _anew(self, measure: str, area: str, months: Mapping[date, Outcome]) -> Mapping[date, str]:
        """The months at which limits begin anew, by the measure's own word or a break in its series, and why."""
        stop = add_months(max(months), 1)
        broken = self._crossed(self._tables_of(measure, stock=False), self._area(area), min(months), stop)
        return {
            **{parse_month(found.month): found.reason for found in broken},
            **{parse_month(found.month): found.reason for found in self._measure(measure).rebase},
        }

    def _measure(self, name: str) -> Measure:
        if name not in self.measures:
            raise DefinitionError(name, "there is no such measure", "see `peelian measures` for the names")
        return self.measures[name]

    def _area(self, key: str) -> Area:
        try:
            return self.areas[key]
        except KeyError:
            raise DefinitionError(key, "there is no such area", "areas.csv lists the areas") from None

    def _outcome(self, measure: Measure, area: Area, period: Period) -> Outcome:
        if area.kind not in measure.areas:
            raise DefinitionError(
                f"{measure.name}@{area.key}", f"it is not given for a {area.kind}", f"use {', '.join(measure.areas)}"
            )
        if period.kind not in measure.periods:
            raise DefinitionError(
                f"{measure.name}/{period.key}",
                f"it is not given for a {period.kind}",
                f"use {', '.join(measure.periods)}",
            )
        snapshots, notes, population_at = self._seen(measure, area, period), list[str](), None
        queries = [self._counts.made_by(selection, area.key) for selection in measure.selections]
        sums: list[int] = []
        try:
            self._whole(measure, area, period)
            for selection in measure.selections:
                if self._tables[selection.facts].stock:
                    population_at, number, reading = self._stock(selection, area, period)
                    sums.append(number)
                    snapshots.append(reading)
                    notes.extend(self._age(reading, population_at, period))
                else:
                    sums.append(self._sum(selection, area, period))
                    notes.extend(self._links(selection, area, period))
        except _Gap as gap:
            made = self._made(measure, period, snapshots, queries, notes, None)
            return Incomplete(measure, area, period, gap.present, len(period.months), made, gap.reason)
        made = self._made(measure, period, snapshots, queries, notes, population_at)
        return disclosure.observe(Count(sums[0], sums[1] if len(sums) > 1 else None), measure, area, period, made)

    def _seen(self, measure: Measure, area: Area, period: Period) -> list[Snapshot]:
        """The snapshots behind the window's flows: a month's for each table, for the months there are."""
        return [
            self.coverage.snapshot(table, area.force, month)
            for table in self._tables_of(measure.name, stock=False)
            for month in period.months
            if self._present(table, area, month)
        ]

    def _whole(self, measure: Measure, area: Area, period: Period) -> None:
        """A window with a gap or a break has no value, nor a rate per resident where hardly anybody lives."""
        if measure.denominator_kind == "population" and not area.per_resident:
            raise _Gap(f"rates per resident are not given for {area.name}", 0)
        tables = self._tables_of(measure.name, stock=False)
        missing = [m for m in period.months if not all(self._present(table, area, m) for table in tables)]
        if missing:
            present, expected = len(period.months) - len(missing), len(period.months)
            late = (
                said for table, (said, months) in self._overdue.items() if table in tables and {*months} & {*missing}
            )
            told = next(late, words.say("months", present=present, expected=expected))
            raise _Gap(f"{told} ({months_in_words(missing)} missing)", present)
        current = (self.coverage.snapshot(table, area.force, month) for table in tables for month in period.months)
        if self._unplaced(area) and any(snapshot.source == "police_uk" for snapshot in current):
            raise _Gap("areas.csv names none of its small areas, which `peelian areas` would find", 0)
        for broken in self._crossed(tables, area, period.start, period.stop):
            raise _Gap(_told(broken), len(period.months))

    def _unplaced(self, area: Area) -> bool:
        """Whether areas.csv names none of a council's LSOAs, by which data.police.uk places its rows."""
        places = self.areas.members.get(area.key, frozenset())
        return area.kind == "local authority" and not any(LSOA.match(place) for place in places)

    def _present(self, table: str, area: Area, month: date) -> bool:
        """An area's month is there when its force's is; an LSOA's only while the boundaries are its own."""
        if not self.coverage.has(table, area.force, month):
            return False
        if area.kind != "force" and not self.coverage.snapshot(table, area.force, month).located:
            return False
        return area.kind != "lsoa" or self._counts.vintage(table, area.force, month) in (None, area.vintage)

    def _tables_of(self, measure: str, *, stock: bool) -> list[str]:
        """The fact tables a measure is made of: those that flow, or those that are stocks."""
        tables = {selection.facts for selection in self._measure(measure).selections}
        return sorted(table for table in tables if self._tables[table].stock == stock)

    def _crossed(self, tables: Sequence[str], area: Area, start: date, stop: date) -> list[Break]:
        """The breaks after `start` and before `stop` in the area's series of these tables."""
        names = {"*", area.key, *(force.key for force in self.areas.forces if force.force == area.force)}
        return [
            b for b in self._breaks if b.dataset in tables and b.area in names and start < parse_month(b.month) < stop
        ]

    def _sum(self, selection: Selection, area: Area, period: Period) -> int:
        months = self._counts.months(selection, area.key)
        return sum(months.get(month, 0) for month in period.months)

    def _stock(self, selection: Selection, area: Area, period: Period) -> tuple[date, int, Snapshot]:
        """The latest reading any force has on or before the period's end: one estimate for all areas of a rank."""
        readings = [m for m in self.coverage.months(selection.facts) if m <= period.last]
        if not readings:
            raise _Gap(f"no {selection.facts} received for {month_words(period.last)} or before", len(period.months))
        at = readings[-1]
        if not self.coverage.has(selection.facts, area.force, at):
            raise _Gap(f"{selection.facts} of {month_words(at)} lacks a district of {area.force}", len(period.months))
        number = self._counts.months(selection, area.key).get(at)
        if number is None:
            raise _Gap(f"{selection.facts} of {month_words(at)} lacks {area.name}", len(period.months))
        return at, number, self.coverage.snapshot(selection.facts, area.force, at)

    def _age(self, reading: Snapshot, at: date, period: Period) -> list[str]:
        age = months_between(at, period.last)
        old = f", {age} months before the end of the period" if age > OLD_POPULATION else ""
        return [f"People: estimate for {month_words(at)} ({reading.publisher}){old}."]

    def _links(self, selection: Selection, area: Area, period: Period) -> list[str]:
        pair = link_selections(selection)
        if pair is None:
            return []
        every, linked = (self._sum(s, area, period) for s in pair)
        told = f"{linked:,} of {every:,} outcomes link to one held crime"
        if linked * 100 < every * LINKED_PERCENT:
            raise _Gap(f"{told}, and {LINKED_PERCENT}% must", len(period.months))
        return [f"{told}."]

    def _made(
        self,
        measure: Measure,
        period: Period,
        snapshots: Sequence[Snapshot],
        queries: Sequence[Query],
        notes: Sequence[str],
        population_at: date | None,
    ) -> Made:
        followed: tuple[int, ...] = ()
        if measure.denominator_kind == "cohort" and len(snapshots) == len(period.months):
            ages = zip(snapshots, period.months, strict=True)
            followed = tuple(months_between(month, snapshot.as_at.replace(day=1)) for snapshot, month in ages)
        return Made(
            queries=tuple(queries),
            snapshots=tuple(sorted({snapshot.id for snapshot in snapshots})),
            evidence=max((s.evidence for s in snapshots), key=EVIDENCE_ORDER.index, default="recomputed"),
            threshold=max((s.threshold for s in snapshots), default=0),
            notes=tuple(dict.fromkeys(notes)),
            population_at=population_at,
            followed_up=followed,
        )


def _told(broken: Break) -> str:
    return f"the series breaks in {month_words(parse_month(broken.month))}: {broken.reason}"
