"""The audit: an attacker who knows the rule and all that is printed tries to narrow every withheld cell.

A cell is safe when for each of 1 to threshold - 1 there is a table of whole numbers that agrees with everything printed
and has that number there. Such tables are looked for many cells at a time, and each is checked in whole numbers, so a
pass is a proof that does not rest on the solver's tolerance. Where none is found, the least or greatest value the cell
can have (linear programming) says so, and its dual says which printed cells narrowed it.

Source: Fischetti and Salazar, Models and algorithms for optimizing cell suppression in tabular data with linear
constraints, J Am Stat Assoc 2000;95:916-28; Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_matrix, hstack
from scipy.sparse.csgraph import connected_components

from peelian.disclosure.tables import Cells, Goals, K, Numbers, Ranges, Relation, Tables

NODES = 2_000
"""Branches an integer programme may take: a bound on work that, unlike seconds, is the same on every machine."""

CLOSE = 1e-6
KEPT = 400
"""Tables kept from one audit to the next."""


@dataclass(frozen=True)
class Cut:
    """What must be withheld for a cell to be safe: cells whose weights add up to 1 or more."""

    weights: Numbers


@dataclass(frozen=True)
class Reach:
    """The furthest a cell can be from its true number, one way, and the dual that proves it."""

    value: float
    prices: Numbers


class Attack:
    """One reader's knowledge. `ranges` is what the reader takes an unprinted cell to lie between."""

    def __init__(self, sums: csc_matrix, true: Numbers, ranges: Ranges) -> None:
        self._sums, self._true, self._ranges = sums, true, ranges
        self._by_relation = sums.tocsr()
        self._tables: list[Numbers] = [true]

    def unmet(self, goals: Goals, withheld: Cells) -> npt.NDArray[np.intp]:
        """Positions of the goals that no table meets: what the attacker has ruled out."""
        left: npt.NDArray[np.intp] = np.arange(len(goals), dtype=np.intp)
        for table in self._tables:
            if len(left) and not (table != self._true)[~withheld].any():
                left = left[~goals.kept(left).met(table)]
        turn, stuck = 0, False
        while len(left) and not stuck:
            before, turn = len(left), turn + 1
            table = self._towards(goals.kept(self._one_each(goals, left, turn)), withheld)
            left = left[~goals.kept(left).met(table)]
            stuck = len(left) == before
        return self._one_by_one(goals, left, withheld)

    def reach(self, cell: int, way: int, withheld: Cells) -> Reach:
        """How low (`way` -1) or high (+1) the cell may be, all else agreeing with what is printed."""
        columns = self._beside(cell, withheld)
        part = self._sums[:, columns]
        rows = np.flatnonzero(part.getnnz(axis=1))
        aim = np.zeros(len(columns))
        aim[np.searchsorted(columns, cell)] = -way
        low, high = self._ranges.low[columns], self._ranges.high[columns]
        found = linprog(
            aim,
            A_eq=part[rows] if len(rows) else None,
            b_eq=part[rows] @ self._true[columns] if len(rows) else None,
            bounds=np.column_stack([low, high]),
            method="highs",
        )
        prices = np.zeros(self._sums.shape[0])
        if found.status == 3:
            return Reach(way * np.inf, prices)
        if found.status:
            raise AssertionError(f"linear programme: {found.message}")
        if len(rows):
            prices[rows] = found.eqlin.marginals
        return Reach(-way * float(found.fun), prices)

    def cut(self, cell: int, way: int, value: float, prices: Numbers, always: Cells, free: Cells) -> Cut | None:
        """Cells of which enough must be withheld for `cell` to get to `value`; None when these prices say nothing.

        Weak duality: whatever is withheld, the cell moves by no more than the sum over withheld cells of their reduced
        cost times the room they have. `always` are withheld in any case, `free` may be.
        """
        aim = np.zeros(len(self._true))
        aim[cell] = -way
        cost = aim - self._sums.T @ prices
        cost[np.abs(cost) < CLOSE] = 0
        up, down = self._ranges.high - self._true, self._true - self._ranges.low
        with np.errstate(invalid="ignore"):
            moves = np.where(cost < 0, -cost * up, np.where(cost > 0, cost * down, 0.0))
        need = way * (value - self._true[cell]) - moves[always].sum()
        if not 0 < need < np.inf:
            return None
        return Cut(np.where(free & ~always, np.minimum(moves / need, 1.0), 0.0))

    def cuts_of_relations(self, cell: int, way: int, value: float, always: Cells, free: Cells) -> list[Cut]:
        """The cuts each relation the cell stands in gives by itself."""
        column = self._sums[:, [cell]]
        found = []
        for row, sign in zip(column.indices, column.data, strict=True):
            prices = np.zeros(self._sums.shape[0])
            prices[row] = -way / sign
            found.append(self.cut(cell, way, value, prices, always, free))
        return [cut for cut in found if cut]

    def neighbours(self, cell: int, withheld: Cells) -> Cells:
        """Cells in a relation with any withheld cell that is linked to this one."""
        rows = np.flatnonzero(self._sums[:, self._beside(cell, withheld)].getnnz(axis=1))
        near: Cells = np.zeros(len(self._true), dtype=np.bool_)
        near[self._by_relation[rows].indices] = True
        return near

    def _one_each(self, goals: Goals, left: npt.NDArray[np.intp], turn: int) -> npt.NDArray[np.intp]:
        """One goal of each cell: neighbours take different ones, so that their sums need not change."""
        starts = np.flatnonzero(np.diff(goals.cell[left], prepend=-1))
        counts = np.diff(np.append(starts, len(left)))
        place, pair = np.arange(len(starts)), (np.arange(len(starts)) // 2 + turn) % counts
        return left[starts + np.where(place % 2, counts - 1 - pair, pair)]

    def _towards(self, goals: Goals, withheld: Cells, only: Cells | None = None, exactly: int = -1) -> Numbers:
        """A table that meets as many of the goals as it easily can, one a cell: it comes as near them as possible.

        With `exactly` the goal at that place is met or the true table comes back.
        """
        columns = np.flatnonzero(withheld if only is None else only)
        at = np.searchsorted(columns, goals.cell)
        part, aim = self._sums[:, columns], goals.value.astype(np.float64)
        low, high = self._ranges.low[columns], self._ranges.high[columns]
        # A cell with a goal is its goal, plus what it is above, less what it is below; both cost.
        above, below = high.copy(), np.maximum(aim - low[at], 0)
        shifted = self._true[columns].copy()
        shifted[at] -= aim
        lower, cost = low.copy(), np.zeros(len(columns))
        above[at], lower[at], cost[at] = high[at] - aim, 0, np.where(goals.open, 0, 1)
        if exactly >= 0:
            below[exactly] = 0
            if not goals.open[exactly]:
                above[at[exactly]] = 0
        full = hstack([part, -part[:, at]], format="csc")
        rows = np.flatnonzero(full.getnnz(axis=1))
        wanted = (part @ shifted)[rows]
        found = milp(
            np.concatenate([cost, np.ones(len(at))]),
            integrality=np.ones(full.shape[1]),
            bounds=Bounds(np.concatenate([lower, np.zeros(len(at))]), np.concatenate([above, below])),
            constraints=[LinearConstraint(full[rows], wanted, wanted)] if len(rows) else [],
            options={"node_limit": NODES},
        )
        if found.x is None:
            return self._true
        values = np.round(found.x[: len(columns)])
        values[at] += aim - np.round(found.x[len(columns) :])
        return self._agreeing(columns, values)

    def _agreeing(self, columns: npt.NDArray[np.intp], values: Numbers) -> Numbers:
        """The whole table, kept for later audits, once it is proved right in whole numbers; else the true one."""
        table = self._true.copy()
        table[columns] = values
        within = (values >= self._ranges.low[columns]) & (values <= self._ranges.high[columns])
        if not within.all() or (self._sums @ table).any():
            return self._true
        self._tables = [*self._tables[-KEPT:], table]
        return table

    def _one_by_one(self, goals: Goals, left: npt.NDArray[np.intp], withheld: Cells) -> npt.NDArray[np.intp]:
        """The goals no table meets when each is tried by itself, the furthest first."""
        failed, todo = list[int](), list(left)
        while todo:
            tried = todo.pop(0)
            columns: Cells = np.zeros(len(self._true), dtype=np.bool_)
            columns[self._beside(int(goals.cell[tried]), withheld)] = True
            table = self._towards(goals.kept(np.array([tried])), withheld, columns, exactly=0)
            if not goals.kept(np.array([tried])).met(table)[0]:
                failed.append(tried)
            elif todo:
                rest = np.array(todo)
                todo = list(rest[~goals.kept(rest).met(table)])
        return np.array(sorted(failed), dtype=np.intp)

    def _beside(self, cell: int, withheld: Cells) -> npt.NDArray[np.intp]:
        """The withheld cells linked with this one through relations, itself among them, in order."""
        columns = np.flatnonzero(withheld)
        part = self._sums[:, columns]
        labels = connected_components(part.T @ part, directed=False)[1]
        beside: npt.NDArray[np.intp] = columns[labels == labels[np.searchsorted(columns, cell)]]
        return beside


def feasible(
    cells: Mapping[K, int],
    relations: Sequence[Relation[K]],
    withheld: Collection[K],
    threshold: int,
    hidden: Collection[K] = (),
    sensitive: Collection[K] = (),
    *,
    knowing: bool = True,
) -> dict[K, tuple[int, int | None]]:
    """The least and the greatest number each unprinted cell may be, by linear programming; None where there is none.

    `hidden` cells are not printed anywhere, so they carry no mark. `knowing` is the reader who knows which cells are
    withheld by the rule (`Tables.ranges`); otherwise any of them may be anything from zero on.
    """
    tables = Tables(cells, relations, threshold, hidden, sensitive)
    attack = Attack(tables.sums, tables.true, tables.ranges(knowing=knowing))
    unprinted = tables.marked(withheld) | tables.hidden
    found: dict[K, tuple[int, int | None]] = {}
    for cell in np.flatnonzero(unprinted):
        low, high = (attack.reach(int(cell), way, unprinted).value for way in (-1, 1))
        greatest = None if np.isinf(high) else int(np.floor(high + CLOSE))
        found[tables.keys[cell]] = int(np.ceil(low - CLOSE)), greatest
    return found
