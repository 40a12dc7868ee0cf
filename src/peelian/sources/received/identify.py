"""Identifies a received file by its name, sheets or columns, and checks that its forces and months are possible."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from peelian.core.errors import PeelianError, SourceError, raise_all
from peelian.core.periods import add_months, month_words
from peelian.core.sources import Contract, Snapshot
from peelian.sources.facts.store import ReceivedFile
from peelian.sources.publishers import police_uk
from peelian.sources.publishers.catalogue import Publication, recognised
from peelian.sources.received.kept_files import readable
from peelian.sources.returns import hidden_cells, personal_data
from peelian.sources.returns.recognise import Layouts, recognise
from peelian.sources.spreadsheets import sheets
from peelian.sources.spreadsheets.cells import month_of
from peelian.workspace import forces as workspace_forces

FIRST_YEAR = 1990
"""No publication that Peelian reads has earlier figures."""

AHEAD = 12
"""Months in the future that budgets may cover: a year's budget belongs to its last month."""


def identify(
    path: Path, base: Snapshot, contracts: Mapping[str, Contract], layouts: Layouts, source: str, as_at: date | None
) -> ReceivedFile:
    """The file with its source and reader. SourceError if no source fits, or its figures are impossible.

    `base` is the snapshot so far. `source` names its return, if the person receiving named one. `as_at` replaces the
    file's own as-at date.
    """
    if named := police_uk.named(path.name):
        return readable(
            replace(
                base,
                source="police_uk",
                dataset=named.kind.dataset,
                publisher=base.publisher or police_uk.PUBLISHER,
                licence=base.licence or police_uk.LICENCE,
                covers=((named.force, named.month),),
                located=named.kind.located,
            ),
            path,
            contracts,
        )
    if published := recognised(path):
        return _published(path, base, published, contracts, as_at)
    return _return(path, base, contracts, layouts, source)


def _published(
    path: Path, base: Snapshot, published: Publication, contracts: Mapping[str, Contract], as_at: date | None
) -> ReceivedFile:
    found = published.read(path)
    for month in {month for _, month in found.covers}:
        if not FIRST_YEAR <= month.year <= datetime.now(UTC).year:
            what = f"it has figures for {month_words(month)}, which no edition can have"
            raise SourceError(path.name, what, "use the file as it was published")
    return readable(
        replace(
            base,
            source=published.source,
            dataset=published.dataset,
            publisher=base.publisher or published.publisher,
            licence=base.licence or published.licence,
            as_at=as_at or found.as_at or base.as_at,
            evidence="official",
            covers=found.covers,
            located=found.located,
            rows=len(found.rows),
        ),
        path,
        contracts,
    )


def _return(
    path: Path, base: Snapshot, contracts: Mapping[str, Contract], layouts: Layouts, source: str
) -> ReceivedFile:
    """A return, read by its template or by a kept match. A file that seems to be about persons is not stored."""
    police_uk.check_name(path)
    held = sheets.read_sheets(path)
    if not any(any(cell != "" for cell in row) for sheet in held for row in sheet.rows):
        raise SourceError(path.name, "it is empty", "ask for the file again")
    raise_all(list(hidden_cells.hidden_figures(path, held)))
    raise_all(
        list(personal_data.personal_columns(held, {column.header for c in contracts.values() for column in c.column}))
    )
    contract, match, found = recognise(path, held, contracts, layouts, source)
    raise_all(list(_unknown(found.covers, held, layouts, contract)))
    file = readable(
        replace(
            base,
            match=match,
            source=contract.name,
            dataset=contract.fills,
            publisher=base.publisher or contract.supplier,
            licence=base.licence or contract.licence,
            evidence=contract.evidence,
            threshold=contract.threshold,
            covers=found.covers,
            located=any(column.name == "place" for column in contract.column),
            rows=len(found.rows),
        ),
        path,
        contracts,
    )
    return replace(file, left_out=found.left_out, unread=found.unread, new=found.new)


def _unknown(
    covers: Iterable[tuple[str, date]], held: Sequence[sheets.Sheet], layouts: Layouts, contract: Contract
) -> Iterator[PeelianError]:
    """A fault for each unknown force and each future month. Budgets may cover the next year."""
    forces = {*workspace_forces.force_names().values(), *layouts.office.forces, layouts.office.force}
    ahead = contract.stock or contract.every > 1 or any(column.type == "pounds" for column in contract.column)
    latest = add_months(datetime.now(UTC).date().replace(day=1), AHEAD if ahead else 0)
    for force in sorted({force for force, _ in covers} - forces):
        yield SourceError(
            _cell_of(held, force), f"{force!r} is not a known force", "correct it, or add it to areas.csv"
        )
    for month in sorted({month for _, month in covers if month > latest}):
        yield SourceError(_cell_of(held, month), f"{month_words(month)} is in the future", "correct it")


def _cell_of(held: Sequence[sheets.Sheet], value: str | date) -> str:
    """The place of the first cell with this value, else the file."""
    for sheet in held:
        for row, cells in enumerate(sheet.rows):
            for at, cell in enumerate(cells):
                if cell == value or (isinstance(value, date) and month_of(cell, serial=True) == value):
                    return sheet.place(row, at)
    return held[0].file
