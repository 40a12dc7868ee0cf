"""Linked tables: cells, the sums that tie them, and what the rule alone tells about a cell that is not printed."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, get_args

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix

K = TypeVar("K", bound=Hashable)
Numbers = npt.NDArray[np.float64]
Cells = npt.NDArray[np.bool_]

Reader = Literal["strongest", "knowing", "unknowing"]
READERS: tuple[Reader, ...] = get_args(Reader)
"""An unknowing reader takes a withheld cell to be anything from zero on. A knowing one can tell which cells the rule
withholds: these are 1 to threshold - 1 (a zero of a sensitive split, 0 to threshold - 1). The strongest also takes
every other withheld cell to be the threshold or more, as zeros are printed."""


@dataclass(frozen=True)
class Relation(Generic[K]):
    """The parts add up to the total."""

    total: K
    parts: tuple[K, ...]


@dataclass(frozen=True)
class Goals:
    """Whole numbers that must stay possible: of cell `cell[i]` the number `value[i]`, or any from it on (`open`)."""

    cell: npt.NDArray[np.intp]
    value: npt.NDArray[np.int64]
    open: Cells

    def __len__(self) -> int:
        return len(self.cell)

    def met(self, table: Numbers) -> Cells:
        """Which a table shows to be possible."""
        shown = table[self.cell]
        return np.where(self.open, shown >= self.value, shown == self.value)

    def kept(self, which: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> "Goals":
        return Goals(self.cell[which], self.value[which], self.open[which])


@dataclass(frozen=True)
class Ranges:
    """What a reader who knows the rule takes a cell to lie between when it is not printed. Both ends are in."""

    low: Numbers
    high: Numbers


class Tables(Generic[K]):
    """Cells in a fixed order with their true numbers; `sums @ true` is zero, a row for each relation.

    `small` cells are below the threshold. `hidden` cells are printed nowhere and carry no mark. `kinds` are zeros of a
    sensitive split, withheld like small numbers.
    """

    def __init__(
        self,
        cells: Mapping[K, int],
        relations: Sequence[Relation[K]],
        threshold: int,
        hidden: Collection[K] = (),
        sensitive: Collection[K] = (),
    ) -> None:
        self.keys, self.threshold = tuple(cells), threshold
        self.index = {key: i for i, key in enumerate(self.keys)}
        self.true: Numbers = np.array([cells[key] for key in self.keys], dtype=np.float64)
        self.sums = self._summed(relations)
        self.hidden, chosen = self.marked(hidden), self.marked(sensitive)
        self.small: Cells = (self.true > 0) & (self.true < threshold)
        self.kinds: Cells = chosen & (self.true == 0) & ~self.hidden & (threshold > 1)
        self.totals: Cells = (
            np.asarray(self.sums.min(axis=0).toarray()).ravel() < 0 if relations else self.small & False
        )
        self._checked(relations)

    def marked(self, keys: Collection[K]) -> Cells:
        """True for the cells of these keys. KeyError for one that is no cell."""
        found: Cells = np.zeros(len(self.keys), dtype=np.bool_)
        found[[self.index[key] for key in keys]] = True
        return found

    def named(self, which: Cells) -> tuple[K, ...]:
        return tuple(self.keys[i] for i in np.flatnonzero(which))

    @property
    def primary(self) -> Cells:
        """Withheld by the rule itself."""
        return (self.small & ~self.hidden) | self.kinds

    def ranges(self, reader: Reader) -> Ranges:
        """Of a cell not printed, for each reader: what the marks and the rule tell."""
        low, high = np.zeros(len(self.keys)), np.full(len(self.keys), np.inf)
        if reader != "unknowing":
            low[self.small & ~self.hidden] = 1
            high[self.primary] = self.threshold - 1
        if reader == "strongest":
            low[~self.hidden & (self.true >= self.threshold)] = self.threshold
        return Ranges(low, high)

    def goals(self, exempt: Cells) -> Goals:
        """Of a cell the rule withholds every number from 1 to threshold - 1; of a small one never printed, any it need
        not be small by: a reader who cannot rule out the threshold or more has not learnt that it is small.

        That also covers sums: numbers known to add up to a small sum would each be known to be small.
        """
        primary, hidden = self.primary & ~exempt, self.small & self.hidden & ~exempt
        marked, values = np.flatnonzero(primary), np.arange(1, self.threshold)
        unmarked = np.flatnonzero(hidden)
        return Goals(
            np.concatenate([np.repeat(marked, len(values)), unmarked]).astype(np.intp),
            np.concatenate([np.tile(values, len(marked)), np.full(len(unmarked), self.threshold)]).astype(np.int64),
            np.concatenate([np.zeros(len(marked) * len(values), np.bool_), np.ones(len(unmarked), np.bool_)]),
        )

    def _summed(self, relations: Sequence[Relation[K]]) -> csc_matrix:
        rows, columns, signs = list[int](), list[int](), list[float]()
        for row, relation in enumerate(relations):
            for key, sign in [(relation.total, -1.0), *((part, 1.0) for part in relation.parts)]:
                rows.append(row)
                columns.append(self.index[key])
                signs.append(sign)
        return csc_matrix((signs, (rows, columns)), shape=(len(relations), len(self.keys)))

    def _checked(self, relations: Sequence[Relation[K]]) -> None:
        """ValueError for numbers below zero, and for a sum that its parts do not make."""
        if (self.true < 0).any():
            raise ValueError(f"{self.named(self.true < 0)[0]} is below zero")
        for row in np.flatnonzero(self.sums @ self.true).tolist():
            relation = relations[row]
            parts = sum(int(self.true[self.index[part]]) for part in relation.parts)
            raise ValueError(
                f"{relation.total} is {int(self.true[self.index[relation.total]])}, its parts make {parts}"
            )
