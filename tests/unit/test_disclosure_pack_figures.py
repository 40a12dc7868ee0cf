"""What a pack withholds, beside the pack before: windows, places, kinds and rates."""

import random
from dataclasses import replace
from datetime import date
from itertools import combinations, product

import numpy as np
import pytest
from scipy.optimize import linprog

from observed import area_called, measure
from peelian.core.measures import Selection
from peelian.core.observations import Count
from peelian.core.periods import Period, add_months
from peelian.disclosure import Narrowed, NumberShown, Rest, printed_of, splits_of, withhold

T = 5
FORCE = {"force": ("north", "south", "outside")}


class Data:
    """Counts by kind, area and month; `all` is every kind, `force` every area."""

    def __init__(self, numbers, default=0):
        self.numbers, self.default = numbers, default
        self.kinds = sorted({kind for kind, _, _ in numbers})
        self.areas = sorted({area for _, area, _ in numbers})

    def month(self, kind, area, month):
        kinds = self.kinds if kind == "all" else [kind]
        areas = self.areas if area == "force" else [area]
        return sum(self.numbers.get((k, a, f"{month:%Y-%m}"), self.default) for k in kinds for a in areas)

    def row(self, kind, area, key, **more):
        period = Period.parse(key)
        number = sum(self.month(kind, area, month) for month in period.months)
        return NumberShown(kind, kind, area, period, "numerator", number, T, **more)

    def rows(self, kinds, areas, keys):
        return [self.row(*each) for each in product(kinds, areas, keys)]


def lost(decision):
    return {f"{name}@{area}/{period.key}" for name, area, period in decision.figures}


def decide(data, now, before=(), given=()):
    return withhold(now, before, FORCE, data.month, given)


def test_a_month_between_two_windows_is_not_given_away_by_their_difference():
    """Year to date to November last time and to December now: 72 and 75, so December is 3, which stands nowhere."""
    data = Data({("crime", "force", "2025-12"): 3}, default=9)
    before = [data.row("crime", "force", "2025-26-ytd-2025-11")]
    now = [data.row("crime", "force", "2025-26-ytd-2025-12")]
    assert [row.value for row in (*before, *now)] == [72, 75]
    assert lost(decide(data, now)) == set()
    assert lost(decide(data, now, before)) == {"crime@force/2025-26-ytd-2025-12"}


def test_twelve_months_that_roll_on_say_only_how_two_months_differ():
    """To November and to December: the difference is December less the December before, and either may be large."""
    data = Data({("crime", "force", "2025-12"): 3, ("crime", "force", "2024-12"): 1}, default=9)
    before = [data.row("crime", "force", "12m-2025-11")]
    now = [data.row("crime", "force", "12m-2025-12")]
    assert lost(decide(data, now, before)) == set()
    before.append(data.row("crime", "force", "2025-26-ytd-2025-11"))
    now.append(data.row("crime", "force", "2025-26-ytd-2025-12"))
    found = decide(data, now, before)
    assert "crime@force/2025-26-ytd-2025-12" in lost(found)
    assert found.secondary == found.figures


def test_windows_of_one_pack_that_overlap_are_audited_with_each_other():
    data = Data({("crime", "force", "2025-12"): 3}, default=9)
    now = data.rows(["crime"], ["force"], ["2025-26-q3", "2025-10", "2025-11"])
    assert len(lost(decide(data, now))) == 1


def test_the_rest_of_a_force_is_not_given_away_though_no_figure_is_for_it():
    numbers = {("crime", "north", "2025-12"): 40, ("crime", "south", "2025-12"): 50}
    data = Data(numbers | {("crime", "outside", "2025-12"): 3})
    now = data.rows(["crime"], ["force", "north", "south"], ["2025-12"])
    assert len(lost(decide(data, now))) == 1
    large = Data(numbers | {("crime", "outside", "2025-12"): 30})
    assert lost(decide(large, large.rows(["crime"], ["force", "north", "south"], ["2025-12"]))) == set()


def test_quarters_in_a_year_by_places_in_a_force():
    data = Data({("crime", area, f"2025-{m:02}"): 4 for area in FORCE["force"] for m in range(4, 13)}, default=20)
    data.numbers["crime", "north", "2025-11"] = 0
    data.numbers["crime", "north", "2025-10"] = data.numbers["crime", "north", "2025-12"] = 1
    keys = ["2025-26-q1", "2025-26-q2", "2025-26-q3", "2025-26-ytd-2025-12"]
    found = decide(data, data.rows(["crime"], ["force", *FORCE["force"]], keys))
    assert {area for _, area, _ in found.figures} > {"north"}
    assert {period.key for _, _, period in found.figures} >= {"2025-26-q3"}
    assert len(found.figures) == 4


def test_kinds_that_make_up_a_total_are_audited_with_it():
    data = Data({("theft", "north", "2025-12"): 3, ("arson", "north", "2025-12"): 30, ("fraud", "north", "2025-12"): 9})
    now = data.rows(["all", *data.kinds], ["north"], ["2025-12"])
    assert lost(decide(data, now)) == {"theft@north/2025-12"}
    parts = [Rest("all", frozenset(data.kinds))]
    assert lost(decide(data, now, given=parts)) == {"theft@north/2025-12", "fraud@north/2025-12"}


def test_a_rate_goes_whole_and_its_base_is_known_from_another():
    """3 of 40 is withheld; 37 of 40 is its rest in other words; 12 of 40 stays."""
    stops = Selection("stops")
    found, none, other = (Selection("stops", where={"outcome": (o,)}) for o in ("found", "none", "other"))
    numbers = {stops: 52, found: 3, none: 37, other: 12}
    period = Period.parse("2025-12")
    now = []
    for name, part in (("found", found), ("none", none), ("other", other)):
        made = replace(measure("percent", "share"), name=name, numerator=part, denominator=stops)
        now += printed_of(made, area_called("force"), period, Count(numbers[part], 52), T)
    assert [row.part for row in now[:3]] == ["numerator", "denominator", "rest"]
    ties = splits_of([stops, found, none, other])
    assert Rest(stops, frozenset({found, none, other})) in ties
    decision = withhold(now, [], {}, lambda selection, *_: numbers[selection], ties)
    assert {name for name, _, _ in decision.figures} in ({"found", "none"}, {"found", "other"})


def test_rates_per_resident_take_part_by_their_counts_alone():
    made = measure("per 1,000 people", "population")
    rows = printed_of(made, area_called("force"), Period.parse("2025-12"), Count(9, 700_000), T)
    assert [row.part for row in rows] == ["numerator"]
    assert not rows[0].withheld
    assert rows[0].over == Period.parse("2025-12")


def test_how_things_stand_at_a_periods_end_is_of_its_last_month():
    of = measure()
    made = replace(of, numerator=replace(of.numerator, at_end=True))
    [row] = printed_of(made, area_called("force"), Period.parse("2025-26-q3"), Count(9, None), T, withheld=True)
    assert row.over == Period.parse("2025-12")
    assert row.withheld


def test_a_zero_of_a_sensitive_split_is_withheld():
    data = Data({("yes", "north", "2025-12"): 0, ("no", "north", "2025-12"): 40})
    now = [data.row("yes", "north", "2025-12", sensitive=True), data.row("no", "north", "2025-12", sensitive=True)]
    now.append(data.row("all", "north", "2025-12"))
    found = decide(data, now, given=[Rest("all", frozenset({"yes", "no"}))])
    assert "yes@north/2025-12" in lost(found)
    assert len(found.secondary) == 1
    unprinted = Rest("calls", frozenset({"late"}))
    assert decide(data, now, given=[unprinted, Rest("all", frozenset({"yes", "no"}))]) == found
    plain = [replace(row, sensitive=False) for row in now]
    assert lost(decide(data, plain, given=[Rest("all", frozenset({"yes", "no"}))])) == set()


def test_figures_the_pack_before_gives_away_even_when_withheld_are_named():
    data = Data({("crime", "north", "2025-12"): 3, ("crime", "south", "2025-12"): 3})
    before = data.rows(["crime"], ["force"], ["2025-12"])
    with pytest.raises(Narrowed, match=r"crime@north/2025-12, crime@south/2025-12: .*; leave it out of this pack"):
        decide(data, data.rows(["crime"], ["north", "south"], ["2025-12"]), before)
    assert lost(decide(data, before, before)) == set()
    assert str(Narrowed(["a cell"], [])) == (
        "a cell: the pack before gives it away even when withheld; leave it out of this pack"
    )


def test_a_figure_the_pack_before_printed_is_not_withheld_now_as_that_would_protect_nothing():
    """North has 3. Its force and the outside were printed last time: south, new now, is all that can go."""
    data = Data(
        {("crime", "north", "2025-12"): 3, ("crime", "south", "2025-12"): 90, ("crime", "outside", "2025-12"): 9}
    )
    before = data.rows(["crime"], ["force", "outside"], ["2025-12"])
    now = data.rows(["crime"], ["force", *FORCE["force"]], ["2025-12"])
    assert lost(decide(data, now)) == {"crime@north/2025-12", "crime@outside/2025-12"}
    assert lost(decide(data, now, before)) == {"crime@north/2025-12", "crime@south/2025-12"}


def test_what_the_pack_before_gave_away_by_itself_is_told_and_stops_nothing():
    data = Data({("crime", "force", "2025-11"): 3}, default=9)
    before = data.rows(["crime"], ["force"], ["2025-26-ytd-2025-10", "2025-26-ytd-2025-11"])
    found = decide(data, data.rows(["crime"], ["force"], ["2025-12"]), before)
    assert [str(cell) for cell in found.exposed] == ["crime@force/2025-11 to before 2025-12"]
    assert lost(found) == set()
    again = decide(data, data.rows(["crime"], ["force"], ["2025-11", "2025-12"]), before)
    assert again.exposed == found.exposed
    assert lost(again) == {"crime@force/2025-11"}


def test_a_number_that_two_figures_print_costs_both():
    """North has 3. South is the least beside it, until a second measure prints south's number too."""
    data = Data(
        {("crime", "north", "2025-12"): 3, ("crime", "south", "2025-12"): 90, ("crime", "outside", "2025-12"): 900}
    )
    now = data.rows(["crime"], ["force", *FORCE["force"]], ["2025-12"])
    assert lost(decide(data, now)) == {"crime@north/2025-12", "crime@south/2025-12"}
    again = replace(data.row("crime", "south", "2025-12"), measure="other")
    assert lost(decide(data, [*now, again])) == {"crime@north/2025-12", "crime@outside/2025-12"}


def test_what_was_revised_since_is_linked_with_nothing():
    data = Data({("crime", "force", "2025-12"): 3}, default=9)
    old = replace(data.row("crime", "force", "2025-26-ytd-2025-11"), value=70)
    found = decide(data, [data.row("crime", "force", "2025-26-ytd-2025-12")], [old])
    assert found.revised == (old,)
    assert lost(found) == set()


def test_what_is_left_of_a_base_is_revised_when_the_base_less_its_parts_is_another_number():
    data = Data({("theft", "north", "2025-12"): 20, ("arson", "north", "2025-12"): 30})
    row = replace(data.row("all", "north", "2025-12"), selection=Rest("all", frozenset({"theft"})))
    kept, revised = replace(row, value=30), replace(row, value=31)
    assert decide(data, [], [kept]).revised == ()
    assert decide(data, [], [revised]).revised == (revised,)


def test_sources_public_at_record_level_take_no_part():
    data = Data({("crime", "force", "2025-12"): 3})
    assert decide(data, [replace(data.row("crime", "force", "2025-12"), threshold=0)]).withheld == frozenset()


class Attacker:
    """One unknown for each kind, area and month; what is printed are sums of them. Shares nothing with the code."""

    def __init__(self, data, months, shown, hidden):
        self.atoms = {atom: k for k, atom in enumerate(product(data.kinds, data.areas, months))}
        self.data = data
        self.equal = [(self.sum_of(row.selection, row.area, row.period), row.value) for row in shown]
        self.small = [self.sum_of(row.selection, row.area, row.period) for row in hidden if 0 < row.value < T]

    def sum_of(self, kind, area, period):
        line = np.zeros(len(self.atoms))
        for (k, a, month), place in self.atoms.items():
            if kind in (k, "all") and area in (a, "force") and month in period:
                line[place] = 1
        return line

    def ends(self, line):
        rows = [*self.small, *(-small for small in self.small)]
        right = [T - 1] * len(self.small) + [-1] * len(self.small)
        found = []
        for sign in (1, -1):
            solved = linprog(
                sign * line,
                A_ub=np.array(rows) if rows else None,
                b_ub=right if rows else None,
                A_eq=np.array([row for row, _ in self.equal]) if self.equal else None,
                b_eq=[value for _, value in self.equal] if self.equal else None,
            )
            assert solved.status in (0, 3)
            found.append(sign * solved.fun if solved.status == 0 else np.inf)
        return found


@pytest.mark.parametrize("seed", range(6))
def test_an_attacker_with_every_month_and_place_gets_nothing_from_two_packs(seed):
    rng = random.Random(f"packs/{seed}")  # noqa: S311
    months = [add_months(date(2024, 10, 1), i) for i in range(15)]
    level = {
        (kind, area): 6 * rng.lognormvariate(0, 1)
        for kind in ("theft", "arson")
        for area in ("north", "south", "outside")
    }
    numbers = {
        (kind, area, f"{month:%Y-%m}"): int(mean * rng.expovariate(1))
        for (kind, area), mean in level.items()
        for month in months
    }
    data = Data(numbers)
    kinds, areas, ties = ["all", "theft", "arson"], ["force", "north", "south"], [Rest("all", frozenset(data.kinds))]
    before = data.rows(kinds, areas, ["12m-2025-11", "2025-26-ytd-2025-11", "2025-26-q2"])
    first = decide(data, before, given=ties)
    before = [replace(row, withheld=row in first.withheld) for row in before]
    now = data.rows(kinds, areas, ["12m-2025-12", "2025-26-ytd-2025-12", "2025-26-q3"])
    try:
        found = decide(data, now, before, given=ties)
    except Narrowed as fault:  # the pack before left no choice: its figures are left out, as the message says
        named = {(cell.selection, cell.area, cell.start) for cell in fault.cells}
        now = [row for row in now if (row.selection, row.area, row.period.start) not in named]
        found = decide(data, now, before, given=ties)
    shown = [row for row in now if row not in found.withheld] + [row for row in before if not row.withheld]
    hidden = [*found.withheld, *(row for row in before if row.withheld)]
    attacker = Attacker(data, months, shown, hidden)
    zeros = [row for row in shown if row.value == 0]
    marks = Attacker(data, months, zeros, [row for row in (*now, *before) if row.value])
    given = {str(cell) for cell in (*first.exposed, *found.exposed)}
    for row in hidden:
        if 0 < row.value < T and str(row.cell) not in given:
            line = attacker.sum_of(row.selection, row.area, row.period)
            low, high = attacker.ends(line)
            assert (low < 1 + 1e-6 and high > T - 1 - 1e-6) or [low, high] == pytest.approx(marks.ends(line)), row
    stops = sorted({end for row in (*now, *before) for end in (row.period.start, row.period.stop)})
    for kind, area, (start, stop) in product(kinds, [*areas, "outside"], combinations(stops, 2)):
        period = Period(start, stop, "month")
        number = sum(data.month(kind, area, month) for month in period.months)
        if 0 < number < T:
            line = attacker.sum_of(kind, area, period)
            low, high = attacker.ends(line)
            known = low > 1 - 1e-6 and high < T - 1 - 1e-6
            assert not known or [low, high] == pytest.approx(marks.ends(line)), (kind, area, period, low, high)
