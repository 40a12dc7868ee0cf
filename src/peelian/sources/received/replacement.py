"""Finds new files that would replace an earlier file but lack some of its services or other named things."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from peelian.core.errors import PeelianError
from peelian.core.periods import month_words
from peelian.core.sources import COMMON_COLUMNS, Contract
from peelian.sources.facts import store
from peelian.sources.facts.store import ReceivedFile
from peelian.sources.returns.recognise import Undecided


def check_replacement(
    held: Sequence[ReceivedFile], new: Iterable[ReceivedFile], contracts: Mapping[str, Contract]
) -> Iterator[PeelianError]:
    """A fault for each new file that would replace an earlier file and lacks something that the earlier one has.

    Two providers may each send a file of their own services, and the second would silently undo the first.
    """
    before = store.current(held)
    for file in new:
        contract = contracts.get(file.snapshot.source)
        names = _named_freely(contract) if contract else ()
        replaced = {
            (force, month): old
            for force, month in file.snapshot.covers
            if (old := before.get((file.snapshot.dataset, month), {}).get(force))
            and old.snapshot.as_at <= file.snapshot.as_at
        }
        if not names or not replaced or file.snapshot.sha256 in {old.snapshot.sha256 for old in replaced.values()}:
            continue
        own = _named(file, names)
        by_old = {
            one.snapshot.id: _named(one, names) for one in {old.snapshot.id: old for old in replaced.values()}.values()
        }
        for at, old in sorted(replaced.items(), key=lambda one: one[0]):
            month = at[1]
            if gone := sorted(by_old[old.snapshot.id].get(at, set()) - own.get(at, set())):
                what = f"for {month_words(month)} it would replace {old.snapshot.file}, but it lacks {gone[0]!r}"
                to_do = "put everything in one file; or, to drop those rows, receive it with --prefer"
                yield Undecided(file.snapshot.file, what, to_do)
                break


def _named_freely(contract: Contract) -> tuple[str, ...]:
    """The key columns without a list of allowed words, such as a service's name."""
    return tuple(
        column.name
        for column in contract.column
        if column.key and column.type == "text" and not column.allowed and column.name not in COMMON_COLUMNS
    )


def _named(file: ReceivedFile, names: Sequence[str]) -> Mapping[tuple[str, date], set[str]]:
    """By force and month, the words of these columns in the file's rows."""
    columns = ("month", "force", "place", "place_name", *file.table.columns, "n")
    at = [columns.index(name) for name in names if name in columns]
    found: dict[tuple[str, date], set[str]] = defaultdict(set)
    for row in file.rows() if file.rows else ():
        month, force = row[0], row[1]
        assert isinstance(month, date)
        found[str(force), month].add(", ".join(str(row[one]) for one in at))
    return found
