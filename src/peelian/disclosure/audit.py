"""The audit: an attacker who knows the rule and all that is printed tries to narrow every withheld cell.

A cell is safe when for each of 1 to threshold - 1 there is a table of whole numbers that agrees with everything printed
and has that number there. Such tables are looked for many cells at a time, and each is checked in whole numbers, so a
pass is a proof that does not rest on the solver's tolerance. Where none is found, the least or greatest value the cell
can have (linear programming) says so, and its dual says which printed cells narrowed it.

Source: Fischetti and Salazar, Models and algorithms for optimizing cell suppression in tabular data with linear
constraints, J Am Stat Assoc 2000;95:916-28; Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import block_diag, csc_matrix, hstack
from scipy.sparse.csgraph import connected_components

from peelian.disclosure.tables import Cells, Goals, K, Numbers, Ranges, Reader, Relation, Tables

NODES = 2_000
"""Branches an integer programme may take: a bound on work that, unlike seconds, is the same on every machine."""

CLOSE = 1e-6
KEPT = 400
"""Tables kept from one audit to the next."""

MOST_COLUMNS_A_PROGRAMME = 20_000
"""Columns of one linear programme."""

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Cut:
    """What must be withheld for a cell to be safe: cells whose weights add up to 1 or more."""

    weights: Numbers


@dataclass(frozen=True)
class Reach:
    """How far a cell can be from its true number, one way and up to a limit; prices (the dual) prove it."""

    cell: int
    way: int
    value: float
    limit: float
    prices: Numbers

    @property
    def short(self) -> bool:
        return self.way * (self.limit - self.value) > CLOSE


@dataclass(frozen=True)
class Part:
    """The columns of some withheld cells, in the rows they stand in, and what the rows must come to."""

    columns: Places
    rows: Places
    sums: csc_matrix
    right: Numbers


class _Parts(dict[int, Part]):
    """Made when asked for, and kept for every cell of the part."""

    def __init__(self, made: Callable[[int], Part]) -> None:
        super().__init__()
        self._made = made

    def __missing__(self, cell: int) -> Part:
        part = self._made(cell)
        self.update(dict.fromkeys(part.columns.tolist(), part))
        return part


class Attack:
    """One reader's knowledge. `ranges` is what the reader takes an unprinted cell to lie between."""

    def __init__(self, sums: csc_matrix, true: Numbers, ranges: Ranges) -> None:
        self._sums, self._true, self._ranges = sums, true, ranges
        self._by_relation = sums.tocsr()
        self._tables: list[tuple[Numbers, Places]] = [(true, np.array([], dtype=np.intp))]

    def unmet(self, goals: Goals, withheld: Cells) -> tuple[Places, list[Reach]]:
        """Positions of the goals no table meets, which the attacker has ruled out, and the reaches that prove it."""
        left = self._unseen(goals, np.arange(len(goals), dtype=np.intp), withheld)
        if len(left) * withheld.sum() > MOST_COLUMNS_A_PROGRAMME:
            left = self._met_together(goals, left, self._part(np.flatnonzero(withheld)))
        if not len(left):
            return left, []
        parts = self.linked(withheld)
        found = [reach for reach in self.reaches(furthest(goals.kept(left), self._true), parts) if reach.short]
        ruled_out: Cells = np.zeros(len(goals), dtype=np.bool_)
        for reach in found:
            ruled_out |= (goals.cell == reach.cell) & (reach.way * (goals.value - reach.value) > CLOSE)
        return self._one_by_one(goals, self._unseen(goals, left, withheld), ruled_out, parts), found

    def reaches(self, asked: Sequence[tuple[int, int, float]], parts: Mapping[int, Part]) -> list[Reach]:
        """How low (way -1) or high (+1) each cell may be, no further than its limit, all else agreeing with the print.

        One linear programme of a block for each; a block's solution, where it is in whole numbers, is kept as a table.
        """
        found: list[Reach] = []
        blocks: list[tuple[tuple[int, int, float], Part]] = []
        for k, question in enumerate(asked):
            blocks.append((question, parts[question[0]]))
            if k + 1 == len(asked) or sum(len(part.columns) for _, part in blocks) > MOST_COLUMNS_A_PROGRAMME:
                found += self._solved(blocks)
                blocks = []
        return found

    def cut(self, reach: Reach, always: Cells, free: Cells) -> Cut | None:
        """Cells of which enough must be withheld for the cell to get to its limit; None when the prices say nothing.

        Weak duality: whatever is withheld, the cell moves by no more than the sum over withheld cells of their reduced
        cost times the room they have. `always` are withheld in any case, `free` may be.
        """
        aim = np.zeros(len(self._true))
        aim[reach.cell] = -reach.way
        cost = aim - self._sums.T @ reach.prices
        cost[np.abs(cost) < CLOSE] = 0
        up, down = self._ranges.high - self._true, self._true - self._ranges.low
        with np.errstate(invalid="ignore"):
            moves = np.where(cost < 0, -cost * up, np.where(cost > 0, cost * down, 0.0))
        need = reach.way * (reach.limit - self._true[reach.cell]) - moves[always].sum()
        if not 0 < need < np.inf:
            return None
        return Cut(np.where(free & ~always, np.minimum(moves / need, 1.0), 0.0))

    def cuts_of_relations(self, goals: Goals, always: Cells, free: Cells) -> list[Cut]:
        """The cuts that each relation of each cell gives by itself."""
        found: list[Cut | None] = []
        for cell, way, limit in furthest(goals, self._true):
            column = self._sums[:, [cell]]
            for row, sign in zip(column.indices, column.data, strict=True):
                prices = np.zeros(self._sums.shape[0])
                prices[row] = -way / sign
                found.append(self.cut(Reach(cell, way, self._true[cell], limit, prices), always, free))
        return [cut for cut in found if cut]

    def neighbours(self, cell: int, withheld: Cells) -> Cells:
        """Cells in a relation with any withheld cell that is linked to this one."""
        near: Cells = np.zeros(len(self._true), dtype=np.bool_)
        near[self._by_relation[self.linked(withheld)[cell].rows].indices] = True
        return near

    def _unseen(self, goals: Goals, left: Places, withheld: Cells) -> Places:
        """Those of the goals that no table found before meets."""
        for table, moved in self._tables:
            if len(left) and withheld[moved].all():
                left = left[~goals.kept(left).met(table)]
        return left

    def _met_together(self, goals: Goals, left: Places, part: Part) -> Places:
        """The goals left when tables that meet many at a time have been looked for until one meets none."""
        turn, before = 0, -1
        while len(left) and len(left) != before:
            before, turn = len(left), turn + 1
            left = left[~goals.kept(left).met(self._towards(goals.kept(self._one_each(goals, left, turn)), part))]
        return left

    def _one_each(self, goals: Goals, left: Places, turn: int) -> Places:
        """One goal of each cell: neighbours take different ones, so that their sums need not change."""
        starts = np.flatnonzero(np.diff(goals.cell[left], prepend=-1))
        counts = np.diff(np.append(starts, len(left)))
        place, pair = np.arange(len(starts)), (np.arange(len(starts)) // 2 + turn) % counts
        return left[starts + np.where(place % 2, counts - 1 - pair, pair)]

    def _towards(self, goals: Goals, part: Part, *, exactly: bool = False) -> Numbers:
        """A table that meets as many of the goals as it easily can, one a cell: it comes as near them as possible.

        `exactly` there is one goal, and it is met or the true table comes back.
        """
        at, aim = np.searchsorted(part.columns, goals.cell), goals.value.astype(np.float64)
        low, high = self._ranges.low[part.columns], self._ranges.high[part.columns]
        # A cell with a goal is its goal, plus what it is above, less what it is below; both cost.
        lower, above, cost = low.copy(), high.copy(), np.zeros(len(part.columns))
        lower[at], above[at], cost[at] = 0, high[at] - aim, np.where(goals.open, 0, 1)
        below = np.maximum(aim - low[at], 0)
        if exactly:
            below[:], above[at] = 0, np.where(goals.open, above[at], 0)
        right = part.right - part.sums[:, at] @ aim
        full = hstack([part.sums, -part.sums[:, at]], format="csc")
        for whole in (0, 1):  # a vertex is most often in whole numbers by itself
            found = milp(
                np.concatenate([cost, np.ones(len(at))]),
                integrality=np.full(full.shape[1], whole),
                bounds=Bounds(np.concatenate([lower, np.zeros(len(at))]), np.concatenate([above, below])),
                constraints=[LinearConstraint(full, right, right)] if full.shape[0] else [],
                options={"node_limit": NODES},
            )
            if found.x is None:
                return self._true
            values = np.round(found.x[: len(part.columns)])
            values[at] += aim - np.round(found.x[len(part.columns) :])
            if (table := self._proved(part.columns, values)) is not None:
                return table
        return self._true

    def _solved(self, blocks: Sequence[tuple[tuple[int, int, float], Part]]) -> list[Reach]:
        aims, ranges = list[Numbers](), list[Numbers]()
        for (cell, way, limit), part in blocks:
            place = np.searchsorted(part.columns, cell)
            aim = np.zeros(len(part.columns))
            aim[place] = -way
            ends = np.column_stack([self._ranges.low[part.columns], self._ranges.high[part.columns]])
            ends[place, (1 + way) // 2] = (
                limit if ends[place, 0] <= limit <= ends[place, 1] else ends[place, (1 + way) // 2]
            )
            aims.append(aim)
            ranges.append(ends)
        sums = block_diag([part.sums for _, part in blocks], format="csc")
        right = np.concatenate([part.right for _, part in blocks])
        tied = {"A_eq": sums, "b_eq": right} if len(right) else {}
        solved = linprog(np.concatenate(aims), bounds=np.concatenate(ranges), method="highs", **tied)
        if solved.status == 3 and len(blocks) == 1:
            (cell, way, limit), _ = blocks[0]
            return [Reach(cell, way, way * np.inf, limit, np.zeros(self._sums.shape[0]))]
        if solved.status:
            raise AssertionError(f"linear programme: {solved.message}")
        found, column, row = list[Reach](), 0, 0
        for (cell, way, limit), part in blocks:
            values = solved.x[column : column + len(part.columns)]
            prices = np.zeros(self._sums.shape[0])
            if len(right):
                prices[part.rows] = solved.eqlin.marginals[row : row + len(part.rows)]
            value = float(values[np.searchsorted(part.columns, cell)])
            found.append(Reach(cell, way, value, limit, prices))
            self._proved(part.columns, np.round(values))
            column, row = column + len(part.columns), row + len(part.rows)
        return found

    def _proved(self, columns: Places, values: Numbers) -> Numbers | None:
        """The whole table, kept for later, if it is right in whole numbers."""
        table = self._true.copy()
        table[columns] = values
        within = (values >= self._ranges.low[columns]) & (values <= self._ranges.high[columns])
        if not within.all() or (self._sums @ table).any():
            return None
        self._tables = [*self._tables[-KEPT:], (table, np.flatnonzero(table != self._true))]
        return table

    def _one_by_one(self, goals: Goals, left: Places, ruled_out: Cells, parts: Mapping[int, Part]) -> Places:
        """The goals no table meets when each is tried by itself."""
        failed, todo = list[int](), left.tolist()
        while todo:
            tried = todo.pop(0)
            goal = goals.kept(np.array([tried]))
            if ruled_out[tried] or not goal.met(self._towards(goal, parts[int(goal.cell[0])], exactly=True))[0]:
                failed.append(tried)
            elif todo:
                rest = np.array(todo)
                todo = rest[~goals.kept(rest).met(self._tables[-1][0])].tolist()
        return np.array(failed, dtype=np.intp)

    def _part(self, columns: Places) -> Part:
        within = self._sums[:, columns]
        rows = np.unique(within.indices)
        held = within[rows]
        return Part(columns, rows, held, held @ self._true[columns])

    def linked(self, withheld: Cells) -> Mapping[int, Part]:
        """For each withheld cell those it is linked with through relations, itself among them."""
        columns = np.flatnonzero(withheld)
        within = self._sums[:, columns]
        labels = connected_components(within.T @ within, directed=False)[1]
        return _Parts(lambda cell: self._part(columns[labels == labels[np.searchsorted(columns, cell)]]))


def furthest(goals: Goals, true: Numbers) -> list[tuple[int, int, float]]:
    """For each cell, which way and how far it must be able to go: its least and greatest goals."""
    ends: dict[int, tuple[int, int]] = {}
    for cell, value in zip(goals.cell.tolist(), goals.value.tolist(), strict=True):
        low, high = ends.get(cell, (value, value))
        ends[cell] = min(low, value), max(high, value)
    lower = [(cell, -1, float(low)) for cell, (low, _) in ends.items() if low < true[cell]]
    return lower + [(cell, 1, float(high)) for cell, (_, high) in ends.items() if high > true[cell]]


def feasible(
    cells: Mapping[K, int],
    relations: Sequence[Relation[K]],
    withheld: Collection[K],
    threshold: int,
    hidden: Collection[K] = (),
    sensitive: Collection[K] = (),
    reader: Reader = "strongest",
) -> dict[K, tuple[int, int | None]]:
    """The least and the greatest number each unprinted cell may be, by linear programming; None where there is none.

    `hidden` cells are printed nowhere, so they carry no mark; they are bounded too.
    """
    tables = Tables(cells, relations, threshold, hidden, sensitive)
    attack = Attack(tables.sums, tables.true, tables.ranges(reader))
    unprinted = tables.marked(withheld) | tables.hidden
    parts, found = attack.linked(unprinted), dict[K, tuple[int, int | None]]()
    for cell in np.flatnonzero(unprinted).tolist():
        low, high = (attack.reaches([(cell, way, way * np.inf)], parts)[0].value for way in (-1, 1))
        greatest = None if np.isinf(high) else int(np.floor(high + CLOSE))
        found[tables.keys[cell]] = int(np.ceil(low - CLOSE)), greatest
    return found
