"""Every shipped measure, for every force, council and month held, is what counting the rows by hand gives."""

from collections import Counter

import naive
import pytest

from peelian.core.areas import Area
from peelian.core.measures import Measure, Selection
from peelian.core.observations import Observation
from peelian.core.periods import Period
from peelian.findings.answers import Answers
from peelian.workspace.measures import shipped_measures

pytestmark = pytest.mark.real

ByPart = Counter[tuple[str, str, str]]
Integers = tuple[int, int | None] | None
"""Numerator and denominator, or no value."""

WHOLE = "the whole force"
COUNTED_TABLES = ("crimes", "outcomes", "stops")
"""Those counted row by row; official tables are read again by hand in test_official_tables."""

SUMS: dict[Selection, ByPart] = {}


COUNTED = {name: found for name, found in shipped_measures().items() if found.numerator.facts in COUNTED_TABLES}


@pytest.mark.parametrize("measure", COUNTED.values(), ids=COUNTED.keys())
def test_it_is_what_counting_by_hand_gives(ask: Answers, counted: naive.Counted, measure: Measure) -> None:
    held = counted.held[measure.numerator.facts]
    months = sorted({month for _, month in held})
    areas = [area for area in ask.areas.by_key.values() if area.kind in measure.areas]
    by_hand = {
        (area.key, month): by_hand_of(counted, measure, area, month)
        for area in areas
        for month in months
        if area.kind == "force" or (area.force, month) in held
    }
    found = {(key, month): integers(ask, measure.name, key, month) for key, month in by_hand}
    different = [f"{key} {month}: {found[key, month]}, by hand {by_hand[key, month]}" for key, month in by_hand
                 if found[key, month] != by_hand[key, month]]  # fmt: skip
    assert not different, f"{len(different)} of {len(by_hand)} differ, the first of them {different[0]}"
    assert any(figure and figure[0] for figure in by_hand.values())


def test_every_force_and_council_held_was_compared(ask: Answers, counted: naive.Counted) -> None:
    """So that no figure is right only for want of an area to look at."""
    assert len({force for force, _ in counted.held["crimes"]}) == 41
    kinds = Counter(area.kind for area in ask.areas.by_key.values())
    assert (kinds["force"], kinds["local authority"]) == (45, 350)
    pairs = sum(len(held) for held in counted.held.values())
    assert pairs == len({key for key in ask.coverage.snapshots if key[0] != "population"})


def integers(ask: Answers, measure: str, area: str, month: str) -> Integers:
    found = ask.outcome(measure, area, Period.parse(month))
    return (found.numerator, found.denominator) if isinstance(found, Observation) else None


def by_hand_of(counted: naive.Counted, measure: Measure, area: Area, month: str) -> Integers:
    figures = [figure(counted, selection, area, month) for selection in measure.selections]
    if any(n is None for n in figures) or figures[1:] == [0]:
        return None
    numerator, denominator = (*figures, None)[:2]
    return numerator or 0, denominator


def figure(counted: naive.Counted, selection: Selection, area: Area, month: str) -> int | None:
    if selection.facts == "population":
        return people(counted, area, month)
    if (area.force, month) not in counted.held[selection.facts]:
        return None
    part = {"force": WHOLE, "local authority": area.name}.get(area.kind, area.kind)
    here = area.force, month, part
    if selection.facts == "outcomes" and "crime_type" in selection.columns:
        every = sums(counted, Selection("outcomes"))[here]
        linked = sums(counted, Selection("outcomes", without={"crime_type": ("",)}))[here]
        if linked < every * 0.95:
            return None
    return sums(counted, selection)[here]


def sums(counted: naive.Counted, selection: Selection) -> ByPart:
    """The rows a selection keeps, by (force, month, part)."""
    if selection not in SUMS:
        found = SUMS[selection] = Counter()
        for values, by_part in counted.kept[selection.facts].items():
            row = dict(zip(counted.columns[selection.facts], values, strict=True))
            wanted = [row[column] in chosen for column, chosen in selection.where.items()]
            unwanted = [row[column] in chosen for column, chosen in selection.without.items()]
            if all(wanted) and not any(unwanted):
                for (force, month, part), n in by_part.items():
                    found[force, month, part] += n
                    found[force, month, WHOLE] += n
    return SUMS[selection]


def people(counted: naive.Counted, area: Area, month: str) -> int | None:
    """By the latest estimate at the time. Hardly anybody lives in the City of London."""
    if area.key == "city-of-london":
        return None
    estimate = counted.people[max(mid_year for mid_year in counted.people if mid_year <= month)]
    if area.kind == "force":
        districts = [row for rows in counted.districts.values() for row in rows if row["force"] == area.force]
    else:
        districts = counted.districts[area.name]
    return sum(estimate.get(row["code"], 0) for row in districts) or None
