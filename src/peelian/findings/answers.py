"""Answers: a measure, an area and a period in; an observation, a change or a rank out."""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import fields
from datetime import date
from fractions import Fraction

from peelian.core import findings
from peelian.core.areas import Area, Areas
from peelian.core.coverage import Coverage
from peelian.core.errors import DefinitionError
from peelian.core.findings import Change, Clearance, Control, Level, Limit, Needed, NoFinding, Rank, Signal, Split
from peelian.core.language import say
from peelian.core.measures import Measure, Selection
from peelian.core.observations import Count, Known, Observation, Outcome, Statistic, Withheld
from peelian.core.periods import Period, add_months, months_between, parse_month
from peelian.core.phrases import Phrase
from peelian.core.plan import Break
from peelian.core.sources import FactTable
from peelian.engine.counts import Counts
from peelian.findings import significance
from peelian.findings.outcomes import Outcomes, broken_off
from peelian.statistics import Funnel

FigureAsked = tuple[str, str, Period]
"""A measure, an area and a period."""

PACE = 6
"""Months over which the pace is taken at which a stock falls."""


class Answers:
    """Outcomes of measures. Computed when asked for, kept for the next time.

    `made_from` is a digest of the facts and areas: while it is the same, rows are counted the same.
    """

    def __init__(
        self,
        counts: Counts,
        coverage: Coverage,
        areas: Areas,
        measures: Mapping[str, Measure],
        tables: Mapping[str, FactTable],
        breaks: Sequence[Break] = (),
        made_from: str = "",
    ) -> None:
        self.areas, self.measures, self.coverage, self.made_from = areas, measures, coverage, made_from
        self._counts = counts
        self._outcomes = Outcomes(counts, coverage, areas, tables, breaks)
        self._kept: dict[tuple[str, str, Period], Outcome] = {}
        self._controls: dict[tuple[str, str, date], Control] = {}

    def outcome(self, measure: str, area: str, period: Period) -> Outcome:
        """The measure's value, or why it has none. DefinitionError for an area or period it is not given for."""
        key = (measure, area, period)
        if key not in self._kept:
            self._kept[key] = self._outcomes.of(self._measure(measure), self._area(area), period)
        return self._kept[key]

    def not_received(self, overdue: Mapping[str, tuple[str, tuple[date, ...]]]) -> None:
        """From now on a figure that lacks one of the months says, by fact table, who has not sent it, and by when."""
        self._outcomes.overdue = overdue

    def without(self, figures: Iterable[FigureAsked]) -> "Answers":
        """Other answers, in which these have no value: with them, another small number could be worked out."""
        shown = {key: seen for key in figures if isinstance(seen := self.outcome(*key), Known)}
        beside = copy(self)
        beside._kept = {**self._kept, **{key: _withheld(seen) for key, seen in shown.items()}}
        touched = {measure for measure, _, _ in shown}
        beside._controls = {key: found for key, found in self._controls.items() if key[0] not in touched}
        return beside

    def shown(self, figures: Iterable[FigureAsked]) -> frozenset[str]:
        """The measures of which one of these has a value: those that answer otherwise without them."""
        return frozenset(key[0] for key in figures if isinstance(self.outcome(*key), Known))

    def count(self, measure: str, area: str, period: Period) -> Count | None:
        """The integers behind an outcome, withheld or not, for disclosure control alone; None where it has none."""
        seen = self.outcome(measure, area, period)
        has = isinstance(seen, Known | Withheld) and not seen.measure.reads
        return self._outcomes.count(seen.measure, seen.area, period) if has else None

    def month_count(self, selection: Hashable, area: str, month: date) -> int:
        """How many rows a selection keeps of an area's month, for disclosure control alone."""
        assert isinstance(selection, Selection)
        return self._counts.months(selection, area).get(month, 0)

    def change(self, measure: str, area: str, now: Period, then: Period) -> Change | NoFinding:
        """Now against then; none where a break lies between."""
        after, before = self.outcome(measure, area, now), self.outcome(measure, area, then)
        tables, place = self._outcomes.tables, self._area(area)
        broken = self._outcomes.breaks(tables(self._measure(measure), stock=False), place, then.start, now.stop)
        if before.made.reading_at and after.made.reading_at:
            estimates = before.made.reading_at, add_months(after.made.reading_at, 1)
            broken += self._outcomes.breaks(tables(self._measure(measure), stock=True), place, *estimates)
        if broken:
            return NoFinding(broken_off(broken[0]))
        found = findings.change(after, before)
        return found if isinstance(found, NoFinding) else significance.tested(found)

    def rank(self, measure: str, area: str, period: Period) -> Rank | NoFinding:
        """The area's place among the territorial forces that have every month of the period, highest first."""
        found = self._measure(measure)
        if self._area(area).kind != "force":
            return NoFinding(say(Phrase.ONLY_FORCES))
        per_resident = found.denominator_kind == "population"
        universe = [f for f in self.areas.forces if f.ranked and (f.per_resident or not per_resident)]
        if self._area(area) not in universe:
            return NoFinding(say(Phrase.NOT_RANKED, area=self._area(area).name))
        outcomes = [self.outcome(measure, force.key, period) for force in universe]
        ranked = findings.rank(outcomes, area, say(Phrase.TERRITORIAL_FORCES))
        return ranked if isinstance(ranked, NoFinding) else significance.ranked(ranked, outcomes)

    def split(self, measure: str, area: str, now: Period, then: Period) -> Split | NoFinding:
        """What a ratio's numerator and denominator did between the two periods."""
        found = self.change(measure, area, now, then)
        if isinstance(found, NoFinding):
            return found
        return significance.split(found) or NoFinding(say(Phrase.NOT_SPLIT))

    def needed(self, measure: str, area: str, now: Period, then: Period) -> Needed | NoFinding:
        """The base a change would need to be clear."""
        found = self.change(measure, area, now, then)
        return found if isinstance(found, NoFinding) else significance.needed(found)

    def level(self, measure: str, area: str, period: Period) -> Level | NoFinding:
        """The value with its interval."""
        found = self.outcome(measure, area, period)
        return significance.level_with_interval(found) if isinstance(found, Known) else findings.level(found)

    def signal(self, measure: str, area: str, period: Period) -> Signal | NoFinding:
        """What the period's last month says of the series of months before it, from the first month held.

        Limits begin anew at the measure's own rebase months and at breaks in its series.
        """
        months = self._series(measure, area, period)
        if not months:
            return NoFinding(say(Phrase.NO_MONTH_HELD, force=self._area(area).force))
        latest, found = months[max(months)], self.control(measure, area, period)
        if not isinstance(latest, Known):
            return NoFinding(findings.reason(latest))
        if isinstance(found, Control) and found.phases[-1].withheld:
            return NoFinding(say(Phrase.LIMITS_WITHHELD))
        return significance.signal(latest, months, sorted(self._anew(measure, area, months)))

    def control(self, measure: str, area: str, period: Period) -> Control | NoFinding:
        """The control chart of the same months."""
        key = (measure, area, period.last)
        if key not in self._controls:
            months = self._series(measure, area, period)
            if not months:
                return NoFinding(say(Phrase.NO_MONTH_HELD, force=self._area(area).force))
            self._controls[key] = significance.control(months, self._anew(measure, area, months))
        return self._controls[key]

    def limit(self, measure: str, area: str, period: Period, line: str) -> Limit | NoFinding:
        """The average, or a limit, of the months up to the period's last: `line` is centre, lower or upper."""
        found = self.control(measure, area, period)
        if isinstance(found, NoFinding):
            return found
        at, value = found.months[-1], getattr(found.phases[-1], line)
        if not isinstance(at, Known):
            return NoFinding(findings.reason(at))
        if found.phases[-1].withheld:
            return NoFinding(say(Phrase.LIMITS_WITHHELD))
        return NoFinding(say(Phrase.NO_LIMITS)) if value is None else Limit(at, value)

    def clearance(self, measure: str, area: str, period: Period) -> Clearance | NoFinding:
        """When a stock that falls would come to nothing, at its pace over the months up to the period's last."""
        ends = [self.outcome(measure, area, Period.month(add_months(period.last, -back))) for back in (PACE, 0)]
        for outcome in ends:
            if not isinstance(outcome, Observation):
                return NoFinding(say(Phrase.OF_PERIOD, period=outcome.period.words, reason=findings.reason(outcome)))
        first, last = (outcome for outcome in ends if isinstance(outcome, Observation))
        pace = Fraction(first.numerator - last.numerator, PACE)
        left = math.ceil(last.numerator / pace) if pace > 0 else None
        return Clearance(last, pace, PACE, None if left is None else add_months(period.last, left))

    def funnel(self, areas: Sequence[Observation], at: Sequence[float]) -> Sequence[Funnel]:
        """Limits around the areas' average at each base."""
        return significance.funnel(areas, at)

    def spread(self, areas: Sequence[Observation]) -> float:
        """How many times more the areas vary than chance alone would have them."""
        return significance.spread(areas)

    def _series(self, measure: str, area: str, period: Period) -> Mapping[date, Outcome]:
        """Each month from the first held to the period's last; none where none is held."""
        tables, force = self._outcomes.tables(self._measure(measure)), self._area(area).force
        held = [month for month in self.coverage.months(tables[0], force) if month <= period.last]
        span = range(months_between(held[0], period.last) + 1) if held else ()
        months = [add_months(held[0], number) for number in span]
        return {month: self.outcome(measure, area, Period.month(month)) for month in months}

    def _anew(self, measure: str, area: str, months: Mapping[date, Outcome]) -> Mapping[date, str]:
        """The months at which limits begin anew, by the measure's own word or a break in its series, and why."""
        stop = add_months(max(months), 1)
        tables = self._outcomes.tables(self._measure(measure), stock=False)
        broken = self._outcomes.breaks(tables, self._area(area), min(months), stop)
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


def _withheld(seen: Known) -> Withheld:
    known = {part.name: getattr(seen, part.name) for part in fields(Statistic)}
    return Withheld(**known, reason=say(Phrase.WITHHELD_BESIDE))
