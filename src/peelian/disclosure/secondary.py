"""Secondary withholding: which further cells to withhold so that nothing printed narrows a small number.

Cells are chosen at the least weight that meets every condition found so far; the audit then attacks the choice and each
success becomes a condition; the loop ends when the audit fails to narrow anything. Conditions are the capacity
inequalities of Fischetti and Salazar (J Am Stat Assoc 2000;95:916-28), solved by HiGHS.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import count
from typing import Generic

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from peelian.disclosure.audit import CLOSE, NODES, Attack, Cut
from peelian.disclosure.tables import READERS, Cells, Goals, K, Numbers, Relation, Tables

ROUNDS = 6
"""Rounds in which any choice may be taken back; after them cells are only added, so that the loop ends soon."""


class Unprotectable(Exception, Generic[K]):
    """Cells that stay narrowed however much is withheld, because of what is printed already."""

    def __init__(self, cells: Sequence[K]) -> None:
        super().__init__(f"nothing that may still be withheld protects {', '.join(map(str, cells))}")
        self.cells = tuple(cells)


def protect(
    cells: Mapping[K, int],
    relations: Sequence[Relation[K]],
    threshold: int,
    withheld: Collection[K] = (),
    fixed: Collection[K] = (),
    *,
    hidden: Collection[K] = (),
    sensitive: Collection[K] = (),
    exempt: Collection[K] = (),
    weights: Mapping[K, float] | None = None,
) -> frozenset[K]:
    """Every cell to withhold: those from 1 to threshold - 1, those given, and the further ones that protect them.

    A printed zero stays printed, save one of `sensitive` (a zero that would say that all or none of a split are of
    one kind), which is withheld like a small number. `fixed` cells are printed elsewhere and stay so; `hidden` ones are
    printed nowhere; `exempt` ones are lost already. `weights` are what withholding a cell costs; without, its digits,
    more for a total. Unprotectable names the cells that `fixed` ones give away. ValueError for sums that do not hold.
    """
    tables = Tables(cells, relations, threshold, hidden, sensitive)
    return frozenset(_Search(tables, withheld, fixed, exempt, weights or {}).found())


class _Search(Generic[K]):
    def __init__(
        self,
        tables: Tables[K],
        withheld: Collection[K],
        fixed: Collection[K],
        exempt: Collection[K],
        weights: Mapping[K, float],
    ) -> None:
        self._tables = tables
        given, told = tables.marked(fixed), tables.marked(exempt)
        self._always: Cells = (tables.primary | tables.marked(withheld) | tables.hidden) & ~given
        self._free: Cells = (tables.true >= max(tables.threshold, 1)) & ~given & ~self._always
        lost = tables.primary & given & ~told
        if lost.any():
            raise Unprotectable(tables.named(lost))
        usual = np.log2(2 + tables.true) * np.where(tables.totals, 3.0, 1.0)
        self._weights: Numbers = np.array([weights.get(key, usual[i]) for i, key in enumerate(tables.keys)])
        self._cuts: list[Cut] = []
        self._attacks = self._planned(told)

    def found(self) -> tuple[K, ...]:
        for attack, goals in self._attacks:
            self._cuts += attack.cuts_of_relations(goals, self._always, self._free)
        before = self._always
        for turn in count():
            chosen = self._chosen(before if turn > ROUNDS else self._always)
            stuck = turn > ROUNDS and bool((chosen == before).all())
            if stuck:
                chosen = self._always | self._free
            if stuck or not self._attacked(chosen):
                break
            before = chosen
        if turn > ROUNDS:
            chosen = self._spared(chosen)
        return self._tables.named(chosen & ~self._tables.hidden)

    def _spared(self, chosen: Cells) -> Cells:
        """Without the cells that need not be withheld now that others are, the dearest first."""
        beside = np.flatnonzero(chosen & self._free)
        for cell in beside[np.argsort(-self._weights[beside], kind="stable")]:
            fewer = chosen.copy()
            fewer[cell] = False
            if not any(len(attack.unmet(goals, fewer)[0]) for attack, goals in self._attacks):
                chosen = fewer
        return chosen

    def _planned(self, told: Cells) -> list[tuple[Attack, Goals]]:
        """Who attacks, and what must stay possible for whom: all of it for the strongest reader, where that can be.

        Where a fixed cell is in the way it is asked of the reader who knows which cells the rule withholds. Where the
        marks alone are (a small total of two small numbers is not 1), of the one who does not know even that.
        """
        tables, goals, planned = self._tables, self._tables.goals(told), list[tuple[Attack, Goals]]()
        every, most = self._always | (tables.true > 0), self._always | self._free
        lost: Cells = np.zeros(len(tables.keys), dtype=np.bool_)
        for reader in READERS:
            attack = Attack(tables.sums, tables.true, tables.ranges(reader))
            asked = self._open(attack, goals, every)
            by_marks: Cells = np.isin(np.arange(len(goals)), attack.unmet(asked, every)[0])
            possible, failed = asked, by_marks.copy()
            if (every & ~most).any():
                possible = self._open(attack, asked, most)
                failed = possible.open & (possible.value < np.minimum(asked.value, tables.threshold - 1))
                failed &= ~told[possible.cell] | (reader == "strongest")
                failed[attack.unmet(possible, most)[0]] = True
            planned.append((attack, possible.kept(~failed)))
            passed = {"strongest": failed, "knowing": failed & by_marks, "unknowing": failed & False}[reader]
            lost[goals.cell[failed & ~passed]] = True
            goals = goals.kept(passed)
        if lost.any():
            raise Unprotectable(tables.named(lost))
        return [(attack, asked) for attack, asked in planned if len(asked)]

    def _open(self, attack: Attack, goals: Goals, withheld: Cells) -> Goals:
        """The goals with those of cells never printed as far off as can be reached when all these are withheld."""
        values = goals.value.copy()
        for reach in attack.unmet(goals.kept(goals.open), withheld)[1]:
            values[goals.open & (goals.cell == reach.cell)] = int(np.floor(reach.value + CLOSE))
        return Goals(goals.cell, values, goals.open)

    def _chosen(self, at_least: Cells) -> Cells:
        """The cells of least weight that meet every condition."""
        free = np.flatnonzero(self._free)
        if not self._cuts:
            return at_least
        rows = np.unique([cut.weights[free] for cut in self._cuts], axis=0)
        used = np.flatnonzero(rows.any(axis=0))
        chosen = at_least.copy()
        for whole in (0, 1):  # the cheapest are most often in whole numbers by themselves, and then soon found
            found = milp(
                self._weights[free[used]],
                integrality=np.full(len(used), whole),
                bounds=Bounds(at_least[free[used]].astype(np.float64), np.ones(len(used))),
                constraints=LinearConstraint(rows[:, used], lb=1.0),
                options={"node_limit": NODES, "mip_rel_gap": 0.01},
            )
            if found.x is None:  # all the conditions speak of is withheld, which meets them if anything does
                chosen[free[used]] = True
                return chosen
            if np.abs(found.x - np.round(found.x)).max() < CLOSE:
                break
        chosen[free[used]] |= found.x > 0.5
        return chosen

    def _attacked(self, chosen: Cells) -> bool:
        """Whether an attack narrowed anything; each success leaves a condition behind."""
        narrowed = False
        for attack, goals in self._attacks:
            unmet, reaches = attack.unmet(goals, chosen)
            narrowed |= len(unmet) > 0
            told: set[int] = set()
            for reach in reaches:
                cut = attack.cut(reach, self._always, self._free)
                if cut and cut.weights[chosen].sum() < 1 - CLOSE:
                    self._cuts.append(cut)
                    told.add(reach.cell)
            for cell in sorted(set(goals.cell[unmet].tolist()) - told):
                self._cuts.append(self._any_more(attack.neighbours(cell, chosen) & self._free & ~chosen))
        return narrowed

    def _any_more(self, near: npt.NDArray[np.bool_]) -> Cut:
        """Whatever else is withheld, one of the cells around must be: only whole numbers fail, or the dual is vague."""
        return Cut(near.astype(np.float64))
