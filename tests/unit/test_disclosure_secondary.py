"""Secondary withholding, against attackers that share no code with it."""

import random
import time
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_matrix

from peelian.disclosure import Relation, Unprotectable, feasible, protect, secondary
from peelian.disclosure.tables import READERS

T = 5
TOTAL = "total"


def table(body):
    """Cells and sums of a table of rows and columns with its totals."""
    rows, columns = range(len(body)), range(len(body[0]))
    cells = {(i, j): body[i][j] for i in rows for j in columns}
    cells |= {(i, TOTAL): sum(body[i]) for i in rows} | {(TOTAL, j): sum(row[j] for row in body) for j in columns}
    cells[TOTAL, TOTAL] = sum(map(sum, body))
    sums = [Relation((i, TOTAL), tuple((i, j) for j in columns)) for i in (*rows, TOTAL)]
    sums += [Relation((TOTAL, j), tuple((i, j) for i in rows)) for j in (*columns, TOTAL)]
    return cells, sums


def random_table(rng):
    """Of two to five rows and two to four columns: many small numbers, some zeros, some large ones."""
    level, rows, columns = rng.choice([2, 6, 20, 60]), rng.randint(2, 5), rng.randint(2, 4)
    return [[int(level * rng.expovariate(1) ** 2) for _ in range(columns)] for _ in range(rows)]


def attacked(grid, unprinted, knowing):
    """What an attacker gets of each small number in a grid whose last row and column are totals: least and greatest.

    One linear programme with a block for each question, so that hundreds of tables take seconds. `knowing` is which
    cells are small; all others not printed are then the threshold or more.
    """
    height, width = grid.shape
    places = np.argwhere(unprinted)
    column = {tuple(place): k for k, place in enumerate(places)}
    lines = [[(i, j) for j in range(width)] for i in range(height)] + [
        [(i, j) for i in range(height)] for j in range(width)
    ]
    matrix, right = [], []
    for line in lines:
        signed = [(place, -1 if place == line[-1] else 1) for place in line]
        matrix.append([0] * len(places))
        for place, sign in signed:
            if place in column:
                matrix[-1][column[place]] += sign
        right.append(-sum(sign * grid[place] for place, sign in signed if place not in column))
    small = [k for k, place in enumerate(places) if 0 < grid[tuple(place)] < T]
    if not small:
        return {}
    bounds = [(0, None)] * len(places)
    if knowing:
        bounds = [(1, T - 1) if k in small else (T, None) for k in range(len(places))]
    questions = [(k, sign) for k in small for sign in (1, -1)]
    aim = np.zeros(len(questions) * len(places))
    for block, (k, sign) in enumerate(questions):
        aim[block * len(places) + k] = sign
    whole = block_diag([csr_matrix(np.array(matrix))] * len(questions))
    found = linprog(aim, A_eq=whole, b_eq=np.tile(right, len(questions)), bounds=bounds * len(questions))
    if found.status == 3:  # something has no upper end, which is no narrower than any
        found = linprog(
            aim,
            A_eq=whole,
            b_eq=np.tile(right, len(questions)),
            bounds=[(low, 10_000 if high is None else high) for low, high in bounds] * len(questions),
        )
    assert found.status == 0, found.message
    ends = [found.x[block * len(places) + k] for block, (k, _) in enumerate(questions)]
    return {tuple(places[k]): (ends[2 * n], ends[2 * n + 1]) for n, k in enumerate(small)}


def grids(body, withheld):
    inside = np.array(body)
    grid = np.block([[inside, inside.sum(1, keepdims=True)], [inside.sum(0, keepdims=True), inside.sum()]])
    unprinted = np.zeros(grid.shape, dtype=bool)
    for i, j in withheld:
        unprinted[-1 if i == TOTAL else i, -1 if j == TOTAL else j] = True
    return grid, unprinted


@pytest.mark.parametrize("seed", range(2))
def test_nothing_is_narrowed_in_hundreds_of_random_tables(seed):
    """200 for each seed, five in one call, as a pack has many tables; each is attacked by itself."""
    rng = random.Random(f"1829/{seed}")  # noqa: S311
    attacks = secondary = marks_alone = 0
    started = time.perf_counter()
    for _ in range(40):
        bodies = [random_table(rng) for _ in range(5)]
        tables = [table(body) for body in bodies]
        cells = {(n, *key): number for n, (cells, _) in enumerate(tables) for key, number in cells.items()}
        sums = [
            Relation((n, *each.total), tuple((n, *part) for part in each.parts))
            for n, (_, sums) in enumerate(tables)
            for each in sums
        ]
        withheld = protect(cells, sums, T)
        assert {key for key, number in cells.items() if 0 < number < T} <= withheld
        assert not any(cells[key] == 0 for key in withheld)
        for n, body in enumerate(bodies):
            grid, unprinted = grids(body, [key[1:] for key in withheld if key[0] == n])
            for place, (low, high) in attacked(grid, unprinted, knowing=False).items():
                assert low < 1 + 1e-6 and high > T - 1 - 1e-6, (body, place)
                attacks += 1
            strongest = attacked(grid, unprinted, knowing=True)
            narrowed = {at: ends for at, ends in strongest.items() if ends[0] > 1 + 1e-6 or ends[1] < T - 1 - 1e-6}
            if narrowed:
                # A small total of two small numbers is not 1, whatever is printed beside them.
                marks = attacked(grid, grid > 0, knowing=True)
                assert all(ends == pytest.approx(marks[at]) for at, ends in narrowed.items()), body
            attacks += len(strongest)
            marks_alone += len(narrowed)
            secondary += int((unprinted & (grid >= T)).sum())
    print(
        f"\n200 random tables: {attacks} attacks narrowed 0 cells but for the {marks_alone} that their marks alone do;"
        f" {secondary} withheld beside the small ones; {time.perf_counter() - started:.0f} s"
    )


def possible(body, withheld):
    """Every table of whole numbers that agrees with what is printed, by trying them all, up to 12 a cell."""
    cells, _ = table(body)
    inside = [key for key in cells if TOTAL not in key]
    free = [key for key in inside if key in withheld]
    for numbers in product(range(13), repeat=len(free)):
        tried = dict(cells) | dict(zip(free, numbers, strict=True))
        found, _ = table([[tried[i, j] for j in range(len(body[0]))] for i in range(len(body))])
        if all(found[key] == cells[key] for key in cells if key not in withheld):
            yield found


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=2, max_size=2))
def test_trying_every_table_of_whole_numbers_finds_each_small_number_possible(body):
    cells, sums = table(body)
    withheld = protect(cells, sums, T)
    wanted = {(key, number) for key in withheld if 0 < cells[key] < T for number in range(1, T)}
    for found in possible(body, withheld):
        wanted -= set(found.items())
        if not wanted:
            break
    assert not wanted


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=3), min_size=2, max_size=2), st.data())
def test_bounds_are_those_of_trying_every_table(body, data):
    """A column of two adds up to 12 at the most, and so no cell that is tried is more."""
    body = [row[: len(body[0])] + [0] * (len(body[0]) - len(row)) for row in body]
    cells, sums = table(body)
    inside = [key for key in cells if TOTAL not in key]
    withheld = data.draw(st.sets(st.sampled_from(inside), max_size=4))
    tables = list(possible(body, withheld))
    for key, (low, high) in feasible(cells, sums, withheld, T, reader="unknowing").items():
        numbers = [found[key] for found in tables]
        assert min(numbers) == low
        assert max(numbers) == high


def test_the_rule_of_two_a_line_is_not_enough():
    """Two small numbers in each line, yet 4 and 4 add up to 8, so each must be 4: the total goes too."""
    cells = {"a": 4, "b": 4, "all": 8}
    assert protect(cells, [Relation("all", ("a", "b"))], T) == {"a", "b", "all"}
    assert feasible(cells, [Relation("all", ("a", "b"))], {"a", "b"}, T)["a"] == (4, 4)


def test_a_zero_is_printed_save_where_it_says_that_none_of_a_split_are_of_a_kind():
    cells, sums = {"yes": 0, "no": 40, "other": 30, "all": 70}, [Relation("all", ("yes", "no", "other"))]
    assert protect(cells, sums, T) == set()
    withheld = protect(cells, sums, T, sensitive=["yes"])
    assert "yes" in withheld and len(withheld) == 2
    assert feasible(cells, sums, withheld, T, sensitive=["yes"])["yes"] == (0, 4)


def test_without_a_threshold_nothing_is_withheld():
    cells, sums = table([[1, 2], [3, 4]])
    assert protect(cells, sums, 0) == frozenset()


def test_sums_that_do_not_hold_are_named():
    with pytest.raises(ValueError, match="all is 8, its parts make 7"):
        protect({"a": 3, "b": 4, "all": 8}, [Relation("all", ("a", "b"))], T)


def test_a_cheaper_cell_is_taken():
    cells, sums = {"a": 2, "b": 9, "c": 9, "all": 20}, [Relation("all", ("a", "b", "c"))]
    assert protect(cells, sums, T, weights={"b": 1, "c": 5}) == {"a", "b"}
    assert protect(cells, sums, T, weights={"b": 5, "c": 1}) == {"a", "c"}


def hierarchy():
    """Quarters in a year, by three places in a district in a force."""
    places = {"p1": (2, 9, 30, 8), "p2": (14, 3, 21, 40), "p3": (60, 70, 80, 90), "south": (200, 210, 190, 205)}
    places["district"] = tuple(map(sum, zip(places["p1"], places["p2"], places["p3"], strict=True)))
    places["force"] = tuple(map(sum, zip(places["district"], places["south"], strict=True)))
    cells = {(place, quarter): n for place, numbers in places.items() for quarter, n in enumerate(numbers)}
    cells |= {(place, "year"): sum(numbers) for place, numbers in places.items()}
    sums = [Relation((place, "year"), tuple((place, q) for q in range(4))) for place in places]
    for q in (*range(4), "year"):
        sums.append(Relation(("district", q), (("p1", q), ("p2", q), ("p3", q))))
        sums.append(Relation(("force", q), (("district", q), ("south", q))))
    return cells, sums


def test_places_in_a_district_in_a_force_by_quarters_in_a_year():
    cells, sums = hierarchy()
    withheld = protect(cells, sums, T)
    assert {("p1", 0), ("p2", 1)} <= withheld
    for reader in READERS:
        ends = feasible(cells, sums, withheld, T, reader=reader)
        for key in [("p1", 0), ("p2", 1)]:
            low, high = ends[key]
            assert low <= 1 and (high is None or high >= T - 1)
    assert ("force", "year") not in withheld


def test_one_level_alone_would_have_given_it_away():
    """Withheld with a neighbour in the district, and still found through the force, which printed both parts' rest."""
    cells, sums = hierarchy()
    low, high = feasible(cells, sums, {("p1", 0), ("p2", 0)}, T)["p1", 0]
    assert (low, high) == (2, 2)


def test_what_is_printed_elsewhere_is_named_when_it_gives_a_number_away():
    cells, sums = {"a": 3, "b": 3, "all": 6}, [Relation("all", ("a", "b"))]
    assert protect(cells, sums, T) == {"a", "b", "all"}
    with pytest.raises(Unprotectable) as fault:
        protect(cells, sums, T, fixed=["all"])
    assert set(fault.value.cells) == {"a", "b"}
    assert protect(cells, sums, T, fixed=["all"], exempt=["a", "b"]) == {"a", "b"}


def test_a_small_number_printed_before_is_named():
    with pytest.raises(Unprotectable, match="protects a"):
        protect({"a": 3}, [], T, fixed=["a"])


def test_numbers_nobody_prints_must_be_able_to_be_large():
    """A window and all of it but a month, both large, give the month away, which stands in no table."""
    cells, sums = {"year": 90, "eleven": 87, "month": 3}, [Relation("year", ("eleven", "month"))]
    assert len(protect(cells, sums, T, hidden=["month"])) == 1
    cells = {"year": 90, "eleven": 80, "month": 10}
    assert protect(cells, sums, T, hidden=["month"]) == frozenset()


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_the_same_table_is_withheld_the_same_way(seed):
    cells, sums = table(random_table(random.Random(seed)))  # noqa: S311
    assert protect(cells, sums, T) == protect(cells, sums, T)


def test_a_large_table_is_attacked_as_well():
    rng = random.Random(43)  # noqa: S311
    body = [[int(22 * rng.expovariate(1) ** 2) for _ in range(12)] for _ in range(24)]
    cells, sums = table(body)
    withheld = protect(cells, sums, T)
    grid, unprinted = grids(body, withheld)
    strongest = attacked(grid, unprinted, knowing=True)
    assert len(strongest) > 40
    assert all(low < 1 + 1e-6 and high > T - 1 - 1e-6 for low, high in strongest.values())
    assert len(withheld) < len(strongest) * 1.5


def test_where_no_choice_gets_further_all_that_may_be_is_withheld_less_what_need_not_be(monkeypatch):
    monkeypatch.setattr(secondary._Search, "_chosen", lambda _, at_least: at_least)
    cells = {"total": 993, "a": 3, "b": 90, "c": 900}
    assert protect(cells, [Relation("total", ("a", "b", "c"))], 5) == {"a", "b"}
    assert protect(cells, [Relation("total", ("a", "b", "c"))], 5, weights={"b": 99.0, "total": 98.0}) == {"a", "c"}
