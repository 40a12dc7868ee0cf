"""Outcomes: the value of a measure for one area and period, or why it has none.

Brings the counts of the engine, the coverage of the received files and the breaks in series together, and passes
every count through disclosure control.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from peelian import disclosure
from peelian.core.areas import Area, Areas
from peelian.core.coverage import Coverage, months_in_words
from peelian.core.errors import DefinitionError
from peelian.core.language import say
from peelian.core.measures import Held, Measure, Selection
from peelian.core.observations import Count, Incomplete, Made, Outcome, Query
from peelian.core.periods import Period, month_words, months_between, parse_month
from peelian.core.phrases import Phrase
from peelian.core.plan import Break
from peelian.core.sources import EVIDENCE_ORDER, FactTable, Snapshot
from peelian.engine.counts import Counts, link_selections
from peelian.findings import significance

LSOA = re.compile(r"[EW]01[0-9]{6}")
LINKED_PERCENT = 95
HELD: Mapping[Held, Phrase] = {"pence": Phrase.HELD_IN_PENCE, "hundredths": Phrase.HELD_IN_HUNDREDTHS}
OLD_POPULATION = 24
"""Months after which a population estimate is noted as old."""


@dataclass(frozen=True)
class _Gap(Exception):
    reason: str
    present: int


class Outcomes:
    """Works out outcomes. `overdue` says, by fact table, who has not sent which months, once that is to be printed."""

    def __init__(
        self,
        counts: Counts,
        coverage: Coverage,
        areas: Areas,
        tables: Mapping[str, FactTable],
        breaks: Sequence[Break] = (),
    ) -> None:
        self._counts, self._coverage, self._areas = counts, coverage, areas
        self._tables, self._breaks = tables, breaks
        self.overdue: Mapping[str, tuple[str, tuple[date, ...]]] = {}

    def of(self, measure: Measure, area: Area, period: Period) -> Outcome:
        """DefinitionError for a kind of area or period the measure is not given for."""
        _check_given(measure, area, period)
        for facts, columns in measure.columns.items():
            if facts not in self._tables or not {*columns} <= {*self._tables[facts].columns}:
                what = f"it is made from {facts!r} with {', '.join(columns)}, which no return of this office fills"
                raise DefinitionError(measure.name, what, "see `peelian returns` for the one that does")
        making = _Making(period, self._seen(measure, area, period))
        if measure.held_in in HELD:
            making.notes.append(say(HELD[measure.held_in]))
        making.queries = [self._counts.made_by(part, area.key, measure.reads) for part in measure.selections]
        try:
            self._check_whole(measure, area, period)
            if measure.reads:
                return self._reported(measure, area, period, making)
            sums = [self._number(part, area, period, making) for part in measure.selections]
        except _Gap as gap:
            made = making.made(measure)
            return Incomplete(measure, area, period, gap.present, len(period.months), made, gap.reason)
        if measure.bands:
            counted = [self._sum(part, area, period) for part in measure.in_bands.values()]
            found = significance.estimate(measure.bands, counted)
            return disclosure.of_bands(found, sum(counted), measure, area, period, making.made(measure))
        count = Count(sums[0], sums[1] if len(sums) > 1 else None)
        return disclosure.observe(count, measure, area, period, making.made(measure))

    def count(self, measure: Measure, area: Area, period: Period) -> Count:
        """The integers of a measure that has an outcome, for disclosure control alone."""
        making = _Making(period, [])
        parts = [self._number(part, area, period, making) for part in measure.selections]
        return Count(parts[0], parts[1] if len(parts) > 1 else None)

    def tables(self, measure: Measure, *, stock: bool | None = None) -> list[str]:
        """The fact tables a measure is made of; of those that flow or those that are stocks, where that is said."""
        named = {selection.facts for selection in measure.selections}
        flows = sorted(table for table in named if not self._tables[table].stock)
        stocks = sorted(table for table in named if self._tables[table].stock)
        return flows + stocks if stock is None else stocks if stock else flows

    def breaks(self, tables: Sequence[str], area: Area, start: date, stop: date) -> list[Break]:
        """The breaks after `start` and before `stop` in the area's series of these tables."""
        names = {"*", area.key, *(force.key for force in self._areas.forces if force.force == area.force)}
        return [
            b for b in self._breaks if b.dataset in tables and b.area in names and start < parse_month(b.month) < stop
        ]

    def _seen(self, measure: Measure, area: Area, period: Period) -> list[Snapshot]:
        """The snapshots behind the window's flows: a month's for each table, for the months there are."""
        return [
            self._coverage.snapshot(table, area.force, month)
            for table, months in self._needed(measure, period).items()
            for month in months
            if self._present(table, area, month)
        ]

    def _needed(self, measure: Measure, period: Period) -> Mapping[str, tuple[date, ...]]:
        """By fact table that flows, the months a window rests on: all, or of how things stand at its end the last."""
        found: dict[str, tuple[date, ...]] = dict.fromkeys(self.tables(measure, stock=False), (period.last,))
        for part in measure.selections:
            if part.facts in found and not part.at_end:
                found[part.facts] = period.months
        return found

    def _check_whole(self, measure: Measure, area: Area, period: Period) -> None:
        """A window with a gap or a break has no value, nor a rate per resident where hardly anybody lives."""
        if measure.denominator_kind == "population" and not area.per_resident:
            raise _Gap(say(Phrase.NO_RATE_PER_RESIDENT, area=area.name), 0)
        needed = self._needed(measure, period)
        pairs = [(table, month) for table, months in needed.items() for month in months]
        missing = [month for table, month in pairs if not self._present(table, area, month)]
        if missing and not (measure.reads and len({*missing}) < len(period.months)):
            self._lacking(sorted({*missing}), needed, period)
        current = [self._coverage.snapshot(table, area.force, month) for table, month in pairs if month not in missing]
        if self._unplaced(area) and any(snapshot.id in self._coverage.by_small_area for snapshot in current):
            raise _Gap(say(Phrase.NO_SMALL_AREAS), 0)
        for broken in self.breaks(list(needed), area, period.start, period.stop):
            raise _Gap(broken_off(broken), len(period.months))

    def _lacking(self, missing: Sequence[date], tables: Iterable[str], period: Period) -> None:
        """_Gap, with the reason: who has not sent it where that is to be said, else how many months there are."""
        late = (said for table, (said, months) in self.overdue.items() if table in tables and {*months} & {*missing})
        present, expected = len(period.months) - len(missing), len(period.months)
        told = next(late, say(Phrase.MONTHS_OF, present=present, expected=expected))
        raise _Gap(say(Phrase.MONTHS_MISSING, why=told, months=months_in_words(missing)), present)

    def _unplaced(self, area: Area) -> bool:
        """Whether areas.csv names none of a council's LSOAs, by which the rows of some files are placed."""
        places = self._areas.members.get(area.key, frozenset())
        return area.kind == "local authority" and not any(LSOA.match(place) for place in places)

    def _present(self, table: str, area: Area, month: date) -> bool:
        """An area's month is there when its force's is; an LSOA's only while the boundaries are its own."""
        if not self._coverage.has(table, area.force, month):
            return False
        if area.kind != "force" and not self._coverage.snapshot(table, area.force, month).located:
            return False
        return area.kind != "lsoa" or self._counts.vintage(table, area.force, month) in (None, area.vintage)

    def _number(self, part: Selection, area: Area, period: Period, making: "_Making") -> int:
        if not self._tables[part.facts].stock:
            making.notes.extend(self._links(part, area, period))
            return self._sum(part, area, period)
        at, number, reading = self._stock(part, area, period)
        making.reading_at = at
        making.snapshots.append(reading)
        lasting = self._tables[part.facts].lasting
        making.notes.append(_aged(reading, at, period) if lasting else say(Phrase.READING, month=month_words(at)))
        return number

    def _sum(self, selection: Selection, area: Area, period: Period) -> int:
        months = self._counts.months(selection, area.key)
        return sum(months.get(month, 0) for month in ((period.last,) if selection.at_end else period.months))

    def _stock(self, selection: Selection, area: Area, period: Period) -> tuple[date, int, Snapshot]:
        """The latest reading any force has on or before the period's end: one estimate for all areas of a rank.

        One older than the table's readings are apart has been overtaken: it is none, save where readings are lasting.
        """
        table, last = self._tables[selection.facts], period.last
        readings = [m for m in self._coverage.months(selection.facts) if m <= last]
        if not readings:
            raise _Gap(say(Phrase.NONE_RECEIVED_BY, table=table.called, month=month_words(last)), len(period.months))
        at = readings[-1]
        if not table.lasting and months_between(at, last) >= table.every:
            raise _Gap(say(Phrase.OLD_READING, month=month_words(at)), len(period.months))
        if not self._coverage.has(selection.facts, area.force, at):
            parts = {"table": table.called, "month": month_words(at)}
            if table.name == "population":
                raise _Gap(say(Phrase.LACKS_DISTRICT, **parts, force=area.force), len(period.months))
            raise _Gap(say(Phrase.LACKS, **parts, area=area.force), len(period.months))
        number = self._counts.months(selection, area.key).get(at)
        if number is None:
            reason = say(Phrase.LACKS, table=table.called, month=month_words(at), area=area.name)
            raise _Gap(reason, len(period.months))
        return at, number, self._coverage.snapshot(selection.facts, area.force, at)

    def _reported(self, measure: Measure, area: Area, period: Period, making: "_Making") -> Outcome:
        """The latest reading in the period, as it was told."""
        readings = self._counts.readings(measure.numerator, measure.reads, area.key)
        told = [month for month in period.months if month in readings]
        if not told:
            raise _Gap(say(Phrase.NO_READING, period=period.words), len(period.months))
        found = readings[told[-1]]
        if len(found) > 1:
            raise _Gap(say(Phrase.MANY_READINGS, count=len(found), month=month_words(told[-1])), len(told))
        making.notes.append(say(Phrase.READING, month=month_words(told[-1])))
        [(text, base)] = found
        return disclosure.of_reading(text, base, measure, area, period, making.made(measure))

    def _links(self, selection: Selection, area: Area, period: Period) -> Iterator[str]:
        pair = link_selections(selection)
        if pair is None:
            return
        every, linked = (self._sum(s, area, period) for s in pair)
        parts = {"linked": f"{linked:,}", "every": f"{every:,}"}
        if linked * 100 < every * LINKED_PERCENT:
            raise _Gap(say(Phrase.TOO_FEW_LINKED, **parts, least=LINKED_PERCENT), len(period.months))
        yield say(Phrase.LINKED, **parts)


@dataclass
class _Making:
    """What an outcome is made from, gathered while it is worked out."""

    period: Period
    snapshots: list[Snapshot]
    queries: Sequence[Query] = ()
    notes: list[str] = field(default_factory=list)
    reading_at: date | None = None

    def made(self, measure: Measure) -> Made:
        followed: tuple[int, ...] = ()
        if measure.denominator_kind == "cohort" and len(self.snapshots) == len(self.period.months):
            ages = zip(self.snapshots, self.period.months, strict=True)
            followed = tuple(months_between(month, snapshot.as_at.replace(day=1)) for snapshot, month in ages)
        return Made(
            queries=tuple(self.queries),
            snapshots=tuple(sorted({snapshot.id for snapshot in self.snapshots})),
            evidence=max((s.evidence for s in self.snapshots), key=EVIDENCE_ORDER.index, default="recomputed"),
            threshold=max((s.threshold for s in self.snapshots), default=0),
            notes=tuple(dict.fromkeys(self.notes)),
            reading_at=self.reading_at,
            followed_up=followed,
        )


def _check_given(measure: Measure, area: Area, period: Period) -> None:
    if area.kind not in measure.areas:
        where, to_do = f"{measure.name}@{area.key}", f"use {', '.join(measure.areas)}"
        raise DefinitionError(where, f"it is not given for a {area.kind}", to_do)
    if period.kind not in measure.periods:
        where, to_do = f"{measure.name}/{period.key}", f"use {', '.join(measure.periods)}"
        raise DefinitionError(where, f"it is not given for a {period.kind}", to_do)


def _aged(reading: Snapshot, at: date, period: Period) -> str:
    age = months_between(at, period.last)
    parts = {"month": month_words(at), "publisher": reading.publisher}
    if age > OLD_POPULATION:
        return say(Phrase.PEOPLE_OLD_ESTIMATE, **parts, age=age)
    return say(Phrase.PEOPLE_ESTIMATE, **parts)


def broken_off(broken: Break) -> str:
    return say(Phrase.SERIES_BREAKS, month=month_words(parse_month(broken.month)), reason=broken.reason)
