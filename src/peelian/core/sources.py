"""What is received, and the fact tables it fills."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from peelian.core.measures import FORBID_EXTRA

Evidence = Literal["recomputed", "official", "reported", "stated"]
ColumnType = Literal["text", "month", "force", "whole number", "pounds", "decimal", "figure"]
"""Pounds and decimals are held as whole pence and hundredths; a figure, which nothing may be added to, as its text."""

Every = Literal[1, 3, 6, 12]
"""Months from one to the next: monthly, quarterly, half-yearly, yearly."""

EVIDENCE_ORDER: tuple[Evidence, ...] = ("recomputed", "official", "reported", "stated")
"""From strongest to weakest: a figure has the weakest grade of what it is made from."""


@dataclass(frozen=True)
class FactTable:
    """A named table that sources fill and measures test.

    Every fact row has: month (DATE, first day), force, place, place_name (VARCHAR, empty when not located), the
    table's own `columns` (VARCHAR), record (BLOB, an identifier or NULL), n (BIGINT, how many it stands for) and
    snapshot (VARCHAR, 12 hexadecimal digits of the received file's SHA-256). A flow is summed over months; a stock is
    its latest reading, which stays current for `every` months, or where it is `lasting` is used however old, and noted.
    `publisher` is who its figures come from where no supplier sends them.
    """

    name: str
    columns: tuple[str, ...]
    stock: bool = False
    every: Every = 1
    lasting: bool = False
    publisher: str = "data.police.uk and the Office for National Statistics, counted by Peelian"

    @property
    def called(self) -> str:
        """What print calls it: recorded crime."""
        return self.name.removesuffix("_official").replace("_", " ")


BUILT_IN_TABLES: Mapping[str, FactTable] = {
    table.name: table
    for table in (
        FactTable("crimes", ("crime_type", "outcome")),
        FactTable("outcomes", ("crime_type", "outcome")),
        FactTable("stops", ("type", "legislation", "object", "outcome", "linked")),
        FactTable("population", (), stock=True, every=12, lasting=True),
        # Full-time equivalents in hundredths, headcounts in people; told twice a year.
        FactTable(
            "workforce_official", ("role", "counted"), stock=True, every=6, publisher="Home Office, police workforce"
        ),
        # Totals of a year are readings in its last month, and of that year alone.
        FactTable(
            "use_of_force_official",
            ("counted", "kind", "person"),
            stock=True,
            publisher="Home Office, police use of force statistics",
        ),
        FactTable(
            "deaths_official",
            ("kind", "counted"),
            stock=True,
            publisher="Independent Office for Police Conduct, deaths during or following police contact",
        ),
        FactTable(
            "recorded_crime_official",
            ("offence",),
            stock=True,
            publisher="Office for National Statistics, police recorded crime",
        ),
    )
}


@dataclass(frozen=True)
class Column:
    """One column of a return: `header` as the file prints it, `name` as the fact table calls it."""

    name: str
    header: str
    type: ColumnType = "text"
    key: bool = False
    may_be_blank: bool = False
    allowed: tuple[str, ...] = ()
    says: str = ""

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Identity:
    """Figures of one column that must agree, where the return's other keys are alike.

    What `adds` names, less what `less` names, is what `comes_to` adds up to. `carried` names a figure that begins a
    month as the one it stands beside ended the month before: `carried = ["open at start", "open at end"]`.
    """

    column: str
    adds: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    comes_to: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Contract:
    """The template of a declared return: a CSV whose columns, types, keys and allowed values are agreed.

    `fills` is the fact table. `force` is the force all rows belong to when no column says. `threshold` is the smallest
    count that may be printed when below it a person could be known (0: any may). `months` are the first and last month
    expected, `2021-03:2025-12`. `every` says how often it comes: a quarterly return's month is the last of its quarter,
    and covers all three. `why` says, for the supplier, what it is for.
    """

    name: str
    title: str
    supplier: str
    fills: str
    evidence: Evidence
    threshold: int
    column: tuple[Column, ...]
    licence: str = ""
    attribution: str = ""
    force: str = ""
    stock: bool = False
    months: str = ""
    every: Every = 1
    identity: tuple[Identity, ...] = ()
    why: str = ""

    __pydantic_config__ = FORBID_EXTRA

    @property
    def table(self) -> FactTable:
        """The fact table it fills: a built-in one, or one of its own with its text columns."""
        own = tuple(c.name for c in self.column if c.name not in COMMON_COLUMNS)
        return BUILT_IN_TABLES.get(self.fills, FactTable(self.fills, own, self.stock, self.every))

    @property
    def of_records(self) -> bool:
        """Whether each row is one case, which only a sharing agreement allows, rather than a count of them."""
        return not any(column.name == "n" for column in self.column)


COMMON_COLUMNS = ("month", "force", "place", "place_name", "n")


@dataclass(frozen=True)
class Snapshot:
    """One received file, as its sidecar tells: kept untouched beside it.

    `as_at` is the date the data are as at: among files that cover the same (dataset, force, month) the latest is
    current; `preferred` settles a tie. `covers` are the (force, month) pairs the file reports on, which is more than
    the rows found: a nil return covers its month with none. `rows`, `rejected` and `duplicates` are what reading it
    kept, left out and dropped. `located` says whether its rows name the places they are of: without, only forces have
    figures from it. `match` is the text of the match that a supplier's own layout was read by; empty for a file as its
    template asks.
    """

    sha256: str
    source: str
    dataset: str
    file: str
    as_at: date
    received_at: str
    received_by: str
    origin: str
    publisher: str
    licence: str
    evidence: Evidence
    threshold: int
    covers: tuple[tuple[str, date], ...]
    nil: bool = False
    rows: int = 0
    rejected: int = 0
    duplicates: int = 0
    preferred: bool = False
    located: bool = True
    match: str = ""

    __pydantic_config__ = FORBID_EXTRA

    @property
    def id(self) -> str:
        """The 12 hexadecimal digits that fact rows carry."""
        return self.sha256[:12]
