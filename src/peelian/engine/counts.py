"""Counts: the integers of every measure, by area and month."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from peelian.core.areas import NO_LOCATION, OUTSIDE, Areas
from peelian.core.measures import Measure, Selection
from peelian.core.observations import Query
from peelian.engine import sql

LINK_COLUMN = "crime_type"


class Engine(Protocol):
    """What an engine must do: hold facts, keep one result, answer queries with integers."""

    def facts(self, table: str, paths: Sequence[Path]) -> None: ...
    def rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None: ...
    def keep(self, table: str, query: Query) -> None: ...
    def query(self, query: Query) -> list[tuple[Any, ...]]: ...
    def close(self) -> None: ...


Rows = Sequence[Sequence[Any]]


class Kept(Protocol):
    """Keeps what a question on a fact table was answered with, for as long as the table is the same."""

    def rows(self, facts: str, question: str, ask: Callable[[], Rows]) -> Rows: ...


Months = Mapping[date, int]
NONE: Months = {}
Readings = Mapping[date, Sequence[tuple[str, int]]]


def link_selections(selection: Selection) -> tuple[Selection, Selection] | None:
    """Of outcomes chosen by crime type: all outcomes, and those that link to one held crime. None for other rows.

    By crime type figures are given only where nearly all of a period's outcomes link (definitions, section 1).
    """
    if selection.facts != "outcomes" or LINK_COLUMN not in selection.columns:
        return None
    return Selection("outcomes"), Selection("outcomes", without={LINK_COLUMN: ("",)})


class Counts:
    """Monthly sums of selections. Each fact table is read once, into a narrow table of the columns measures test.

    What other measures test, as those of an earlier pack may, has the table read again. What `kept` holds is not asked.
    """

    def __init__(
        self,
        engine: Engine,
        parts: Mapping[str, Sequence[Path]],
        areas: Areas,
        measures: Iterable[Measure],
        kept: Kept | None = None,
    ) -> None:
        self._engine, self._parts, self._areas, self._answers = engine, parts, areas, kept
        self._columns: dict[str, set[str]] = defaultdict(set)
        for measure in measures:
            for facts, columns in measure.columns.items():
                self._columns[facts].update(columns)
        self._kept: dict[str, frozenset[str]] = {}
        self._by_force: dict[Selection, Mapping[str, Months]] = {}
        self._by_area: dict[Selection, Mapping[str, Months]] = {}
        self._by_place: dict[Selection, Mapping[str, Months]] = {}
        self._readings: dict[tuple[Selection, str], Mapping[str, Readings]] = {}
        self._vintages: dict[str, Mapping[tuple[str, date], str]] = {}
        self._wholes: dict[tuple[Selection, str], Query] = {}

    def months(self, selection: Selection, area: str) -> Months:
        """The sum of each month that has any row kept; a month without is zero or absent, as presence decides."""
        found = self._areas[area]
        if found.kind == "force":
            return self._forces(selection).get(area, NONE)
        if found.kind == "lsoa":
            return self._places(selection).get(f"{found.force}/{found.code}", NONE)
        return self._within(selection).get(area, NONE)

    def readings(self, selection: Selection, column: str, force: str) -> Readings:
        """By month, each figure a force's rows hold in a column, as text, with how many it rests on."""
        key = selection, column
        if key not in self._readings:
            found: dict[str, dict[date, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
            for month, name, text, n in self._run(sql.readings(column), selection, column):
                if area := self._areas.force(name):
                    found[area.key][month].append((text, n))
            self._readings[key] = found
        return self._readings[key].get(force, {})

    def made_by(self, selection: Selection, area: str, reads: str = "") -> Query:
        """The SQL that gives the area's months, whole: a stranger can run it over the facts."""
        by_kind = {"force": sql.BY_FORCE, "lsoa": sql.BY_PLACE}.get(self._areas[area].kind, sql.BY_AREA)
        return self._whole(selection, sql.readings(reads) if reads else by_kind, frozenset(filter(None, (reads,))))

    def vintage(self, facts: str, force: str, month: date) -> str | None:
        """The year of the boundaries a month's places are of: of the codes that one vintage alone has, the most.

        None when the month has no place that tells.
        """
        if facts not in self._vintages:
            self._vintages[facts] = self._found_vintages(facts) if self._parts.get(facts) else {}
        return self._vintages[facts].get((force, month))

    def _whole(self, selection: Selection, template: str, reads: frozenset[str]) -> Query:
        key = selection, template
        if key not in self._wholes:
            totals = self._totals(selection.facts, reads.union(selection.columns))
            name = _name(selection.facts)
            self._wholes[key] = sql.one_query(name, totals, sql.months_sql(template, name, selection))
        return self._wholes[key]

    def _totals(self, facts: str, columns: frozenset[str]) -> Query:
        linked = facts == "outcomes" and bool(self._parts.get("crimes"))
        return sql.totals_sql(facts, sorted(columns), sorted(self._placed), linked=linked)

    def _keep(self, facts: str, columns: Collection[str]) -> None:
        """Read the fact table, where these columns of it are not kept yet."""
        kept = self._kept.get(facts)
        if kept is not None and kept.issuperset(columns):
            return
        if not self._kept:
            self._name_places()
        if kept is None:
            for table in (facts, "crimes") if facts == "outcomes" else (facts,):
                if self._parts.get(table):
                    self._engine.facts(table, self._parts[table])
        wanted = frozenset(self._columns[facts]).union(kept or (), columns)
        self._engine.keep(f"totals_{facts}", self._totals(facts, wanted))
        self._kept[facts] = wanted

    @cached_property
    def _placed(self) -> frozenset[str]:
        """The forces whose places make areas."""
        return frozenset(self._areas[area].force for area in self._areas.members)

    def _name_places(self) -> None:
        self._engine.rows("placed", ("force",), ((force,) for force in sorted(self._placed)))
        self._engine.rows(
            "members",
            ("force", "place", "area"),
            (
                (self._areas[area].force, place, area)
                for area, places in self._areas.members.items()
                for place in sorted(places)
            ),
        )

    @cached_property
    def _members(self) -> str:
        """All that decides in which area a row is counted, as one digest."""
        placed = sorted((self._areas[area].force, area, sorted(places)) for area, places in self._areas.members.items())
        return hashlib.sha256(repr(placed).encode()).hexdigest()

    def _run(self, template: str, selection: Selection, reads: str = "") -> Rows:
        """The rows that a template gives for a selection. Those of places are too many to keep."""
        facts = selection.facts
        if not self._parts.get(facts):
            return []

        def count() -> Rows:
            self._keep(facts, tuple(filter(None, (*selection.columns, reads))))
            return self._engine.query(sql.months_sql(template, _name(facts), selection))

        if self._answers is None or template == sql.BY_PLACE:
            return count()
        whole = self._whole(selection, template, frozenset(filter(None, (reads,))))
        members = self._members if template == sql.BY_AREA else ""
        return self._answers.rows(facts, repr((whole.sql, whole.parameters, members)), count)

    def _forces(self, selection: Selection) -> Mapping[str, Months]:
        if selection not in self._by_force:
            found: dict[str, dict[date, int]] = defaultdict(dict)
            for month, force, n in self._run(sql.BY_FORCE, selection):
                if area := self._areas.force(force):
                    found[area.key][month] = n
            self._by_force[selection] = found
        return self._by_force[selection]

    def _within(self, selection: Selection) -> Mapping[str, Months]:
        if selection not in self._by_area:
            found: dict[str, dict[date, int]] = defaultdict(dict)
            for month, force, area, n in self._run(sql.BY_AREA, selection) if self._placed else ():
                whole = self._areas.force(force)
                assert whole
                found[f"{whole.key}-{area}" if area in (OUTSIDE, NO_LOCATION) else area][month] = n
            self._by_area[selection] = found
        return self._by_area[selection]

    def _places(self, selection: Selection) -> Mapping[str, Months]:
        if selection not in self._by_place:
            found: dict[str, dict[date, int]] = defaultdict(dict)
            for month, force, place, n in self._run(sql.BY_PLACE, selection):
                found[f"{force}/{place}"][month] = n
            self._by_place[selection] = found
        return self._by_place[selection]

    def _found_vintages(self, facts: str) -> Mapping[tuple[str, date], str]:
        """The vintage of each (force, month) of a fact table, where codes tell."""
        self._keep(facts, ())
        only = {place: next(iter(years)) for place, years in self._areas.vintages.items() if len(years) == 1}
        seen: dict[tuple[str, date], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for month, force, place in self._engine.query(Query(sql.PLACED_MONTHS.format(totals=_name(facts)).strip(), ())):
            if place in only:
                seen[force, month][only[place]] += 1
        return {key: max(years, key=lambda year: years[year]) for key, years in seen.items()}


def _name(facts: str) -> str:
    return f'"totals_{facts}"'
