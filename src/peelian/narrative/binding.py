"""Binding: a reference becomes printed text and a receipt; an author's word is held against its finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from peelian.core import claims, findings, sentences
from peelian.core.area_outlines import Rings
from peelian.core.areas import Areas
from peelian.core.errors import ClaimError
from peelian.core.findings import (
    Bounds,
    Change,
    Clearance,
    Control,
    Finding,
    Level,
    Limit,
    Needed,
    NoFinding,
    Rank,
    Signal,
    Split,
    reason,
)
from peelian.core.language import say
from peelian.core.measures import Measure
from peelian.core.observations import Incomplete, Known, Observation, Outcome, Query, Withheld
from peelian.core.pack import Point, QueryText, Receipt, Run, Status
from peelian.core.periods import Period
from peelian.core.phrases import Phrase
from peelian.core.plan import Statement
from peelian.core.quality import SourceQuality
from peelian.narrative import figure_text
from peelian.narrative.reference_syntax import COMPARING, OF_A_SERIES, STATED, Reference


class Spread(Protocol):
    """The limits of a funnel at one base."""

    @property
    def lower95(self) -> float: ...
    @property
    def upper95(self) -> float: ...
    @property
    def lower998(self) -> float: ...
    @property
    def upper998(self) -> float: ...


class Answerer(Protocol):
    """What a narrative may ask: outcomes, changes and ranks of declared measures."""

    areas: Areas
    measures: Mapping[str, Measure]

    def outcome(self, measure: str, area: str, period: Period) -> Outcome: ...
    def change(self, measure: str, area: str, now: Period, then: Period) -> Change | NoFinding: ...
    def rank(self, measure: str, area: str, period: Period) -> Rank | NoFinding: ...
    def level(self, measure: str, area: str, period: Period) -> Level | NoFinding: ...
    def signal(self, measure: str, area: str, period: Period) -> Signal | NoFinding: ...
    def control(self, measure: str, area: str, period: Period) -> Control | NoFinding: ...
    def limit(self, measure: str, area: str, period: Period, line: str) -> Limit | NoFinding: ...
    def clearance(self, measure: str, area: str, period: Period) -> Clearance | NoFinding: ...
    def funnel(self, areas: Sequence[Observation], at: Sequence[float]) -> Sequence[Spread]: ...
    def spread(self, areas: Sequence[Observation]) -> float: ...
    def split(self, measure: str, area: str, now: Period, then: Period) -> Split | NoFinding: ...
    def needed(self, measure: str, area: str, now: Period, then: Period) -> Needed | NoFinding: ...


@dataclass
class Binder:
    """Binds references for one pack, and keeps a receipt for each figure it printed and each query behind one."""

    ask: Answerer
    area: str
    period: Period
    compare: Period
    statements: Mapping[str, Statement]
    quality: tuple[SourceQuality, ...] = ()
    outlines: Mapping[str, Rings] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    queries: dict[Query, int] = field(default_factory=dict)
    used_statements: set[str] = field(default_factory=set)
    asked: set[tuple[str, str, Period]] = field(default_factory=set)
    """The measure, area and period of every number printed or compared with."""

    tests: dict[tuple[str, str, Period], bool] = field(default_factory=dict)
    """Each change printed that was tested, by measure, area and period, and whether it is clear."""

    def figure(self, text: str, row: Reference = Reference(), column: Reference = Reference()) -> Run:  # noqa: B008
        """`[[text]]` as printed. ValueError when it names nothing; DefinitionError from the question asked."""
        if text.startswith(STATED):
            return self._stated(text)
        reference = Reference.parse(text) if text else Reference()
        key, printed_text = self._print(reference.over(column).over(row))
        return Run(printed_text, key=key)

    def claim(self, said: str, text: str, where: str) -> Run:
        """The author's words, borne out by the finding they are bound to. ClaimError says what the finding is."""
        if text.startswith(STATED):
            stated = self._stated(text)
            if " ".join(said.split()).lower() != stated.text.lower():
                what = f"{said!r} is not what the document says, which is {stated.text!r}"
                raise ClaimError(where, what, "say what it says")
            return Run(said, key=stated.key, note=stated.note)
        reference = Reference.parse(text)
        key, _ = self._print(reference)
        finding = self._finding(self._whole(reference))
        try:
            otherwise = claims.unsupported(said, finding)
        except ValueError as fault:
            raise ClaimError(where, str(fault), "reword it") from None
        if otherwise:
            raise ClaimError(where, f"{said!r} is not what the data show: {otherwise}", "correct the word")
        return Run(said, key=key)

    def point(self, reference: Reference) -> Point:
        """A figure to draw: the value for the eye, and its label, whose unit the axis gives."""
        key, text = self._print(reference)
        outcome = self.outcome(reference)
        if not isinstance(outcome, Known):
            return Point(None, text, key)
        return Point(float(outcome.value), sentences.beside_an_axis(outcome), key)

    def control(self, reference: Reference) -> Control | NoFinding:
        """The control chart up to the reference's period. All its months are behind what is printed of it."""
        whole = self._whole(reference)
        found = self.ask.control(whole.measure, whole.area, self._period(whole))
        if isinstance(found, Control):
            self._behind(*found.months)
        return found

    def _behind(self, *outcomes: Outcome) -> None:
        """Outcomes that something printed rests on, for disclosure control to look at."""
        self.asked |= {(found.measure.name, found.area.key, found.period) for found in outcomes}

    def outcome(self, reference: Reference) -> Outcome:
        whole = self._whole(reference)
        return self.ask.outcome(whole.measure, whole.area, self._period(whole))

    def finding(self, reference: Reference) -> Finding | Outcome:
        """What a reference's form asks of the data: a change, a rank, a level, or the outcome itself."""
        return self._finding(self._whole(reference))

    def _whole(self, reference: Reference) -> Reference:
        """With what is left open taken from the pack: its area and period, the value itself."""
        if not reference.measure:
            raise ValueError("it names no measure; begin with the measure's name")
        return reference.over(Reference("", self.area, self.period.key, "value"))

    def period_of(self, reference: Reference) -> Period:
        """The period a reference names, or the pack's."""
        return self._period(self._whole(reference))

    def period_words(self, key: str) -> str:
        return Period.parse(key, self.period.last).words

    def both_periods(self, reference: Reference) -> tuple[Period, Period]:
        """The period a figure is of, and the one that a change of it is on."""
        now = self.period_of(reference)
        return now, self._then(now)

    def bounds(self, reference: Reference) -> Bounds | None:
        """The ends of a figure's interval, for drawing; None where it has none."""
        whole = self._whole(reference)
        found = self.ask.level(whole.measure, whole.area, self._period(whole))
        return found.interval if isinstance(found, Level) else None

    def _period(self, whole: Reference) -> Period:
        return Period.parse(whole.period, self.period.last)

    def _then(self, now: Period) -> Period:
        return self.compare if now == self.period else now.a_year_earlier()

    def _finding(self, whole: Reference) -> Finding | Outcome:
        now = self._period(whole)
        match whole.form:
            case "change" | "from-to" | "verdict":
                return self.ask.change(whole.measure, whole.area, now, self._then(now))
            case "split":
                return self.ask.split(whole.measure, whole.area, now, self._then(now))
            case "needed":
                return self.ask.needed(whole.measure, whole.area, now, self._then(now))
            case "rank":
                return self.ask.rank(whole.measure, whole.area, now)
            case "interval":
                return self.ask.level(whole.measure, whole.area, now)
            case "average" | "lower-limit" | "upper-limit":
                line = {"average": "centre", "lower-limit": "lower", "upper-limit": "upper"}[whole.form]
                return self.ask.limit(whole.measure, whole.area, now, line)
            case "target":
                return findings.goal(self.ask.outcome(whole.measure, whole.area, now))
            case "clearance":
                return self.ask.clearance(whole.measure, whole.area, now)
            case "signal":
                return self.ask.signal(whole.measure, whole.area, now)
            case _:
                return self.ask.outcome(whole.measure, whole.area, now)

    def _print(self, reference: Reference) -> tuple[str, str]:
        """The figure's key and text; its receipt is kept."""
        whole = self._whole(reference)
        period = self._period(whole)
        key = f"{whole.measure}@{whole.area}/{period.key}:{whole.form}"
        if key not in self.receipts:
            self.receipts[key] = self._receipt(key, whole, period, self._finding(whole))
        return key, self.receipts[key].text

    def _receipt(self, key: str, whole: Reference, period: Period, finding: Finding | Outcome) -> Receipt:
        outcome = self.ask.outcome(whole.measure, whole.area, period)
        outcomes = [outcome]
        compared = self._then(period) if whole.form in COMPARING else None
        if compared:
            outcomes.append(self.ask.outcome(whole.measure, whole.area, compared))
        self._behind(*outcomes)
        series = self.control(whole) if whole.form in OF_A_SERIES else None
        if isinstance(series, Control):
            outcomes += series.months
        queries = dict.fromkeys(query for found in outcomes for query in found.made.queries)
        status: Status = {Withheld: "withheld", Incomplete: "incomplete"}.get(type(outcome), "value")  # type: ignore[assignment]
        if isinstance(finding, Change) and finding.clear is not None:
            self.tests[whole.measure, whole.area, period] = finding.clear
        seen = isinstance(outcome, Known)
        level = self.ask.level(whole.measure, whole.area, period)
        needed = self.ask.needed(whole.measure, whole.area, period, compared) if compared else None
        return Receipt(
            key=key,
            text=figure_text.text_of(finding, whole.form),
            form=whole.form,
            status=status,
            evidence=outcome.made.evidence,
            measure=whole.measure,
            area=whole.area,
            area_name=outcome.area.name,
            period=period.key,
            period_words=period.words,
            value=figure_text.exact(finding, whole.form),
            unit=outcome.measure.unit,
            numerator=outcome.numerator if isinstance(outcome, Observation) else None,
            denominator=outcome.denominator if isinstance(outcome, Observation) else None,
            months_present=outcome.months_present,
            months_expected=outcome.months_expected,
            compared_with=compared.words if compared else "",
            interval=sentences.interval_told(level) if isinstance(level, Level) else "",
            notes=(*figure_text.beside(finding, needed), *outcome.made.notes) if seen else (reason(outcome),),
            queries=tuple(self.queries.setdefault(query, len(self.queries)) for query in queries),
            snapshots=tuple(sorted({identity for found in outcomes for identity in found.made.snapshots})),
        )

    def _stated(self, text: str) -> Run:
        """A figure or word that a document tells. ValueError when statements.csv has no such row."""
        identity = text.removeprefix(STATED)
        statement = self.statements.get(identity)
        if statement is None:
            raise ValueError(f"statements.csv has no row {identity!r}; add it, with its source")
        self.used_statements.add(identity)
        self.receipts.setdefault(
            text,
            Receipt(
                key=text,
                text=statement.value,
                form="stated",
                status="stated",
                evidence="stated",
                area_name=statement.scope,
                period_words=statement.period,
                unit=statement.unit,
                statement=identity,
            ),
        )
        return Run(statement.value, key=text, note=say(Phrase.STATED))

    def query_texts(self) -> tuple[QueryText, ...]:
        return tuple(QueryText(query.sql, query.parameters) for query in self.queries)
