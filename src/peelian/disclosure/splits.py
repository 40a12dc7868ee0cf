"""Splits of what is counted: which selections are parts of which, so that their numbers add up or stay below."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass

from peelian.core.measures import Selection


@dataclass(frozen=True)
class Rest:
    """What is counted in `whole` and in none of `parts`, such as a base less its numerator."""

    whole: Hashable
    parts: frozenset[Hashable]

    def __str__(self) -> str:
        return f"{self.whole} less {', '.join(sorted(map(str, self.parts)))}"


Split = Rest
"""A whole and parts of it that have no row in common; the rest of it is theirs by subtraction."""


def splits_of(selections: Collection[Selection]) -> tuple[Split, ...]:
    """Every way some of the selections are parts, with no row in common, of another. By their declared values alone."""
    found: dict[Split, None] = {}
    for whole in selections:
        inside = [s for s in selections if s != whole and within(s, whole)]
        direct = [s for s in inside if not any(within(s, other) and not within(other, s) for other in inside)]
        for first in direct:
            group = [first]
            for other in direct:
                if all(apart(other, member) for member in group):
                    group.append(other)
            found[Rest(whole, frozenset(group))] = None
    return tuple(found)


def within(part: Selection, whole: Selection) -> bool:
    """Whether every row of `part` is one of `whole`, as far as their values tell."""
    if part.facts != whole.facts:
        return False
    kept = all(column in part.where and _kept(part, column) <= set(values) for column, values in whole.where.items())
    return kept and all(
        _kept(part, column).isdisjoint(values) if column in part.where else set(values) <= _dropped(part, column)
        for column, values in whole.without.items()
    )


def apart(one: Selection, other: Selection) -> bool:
    """Whether no row is in both, as far as their values tell."""
    if one.facts != other.facts:
        return True
    return any(_apart(one, other, column) for column in {*one.where, *other.where})


def _apart(one: Selection, other: Selection, column: str) -> bool:
    if column in one.where and column in other.where:
        return _kept(one, column).isdisjoint(_kept(other, column))
    part, rest = (one, other) if column in one.where else (other, one)
    return _kept(part, column) <= _dropped(rest, column)


def _kept(selection: Selection, column: str) -> set[str]:
    return set(selection.where[column]) - _dropped(selection, column)


def _dropped(selection: Selection, column: str) -> set[str]:
    return set(selection.without.get(column, ()))
