"""The same figures again, counted row by row with nothing but the standard library, and written differently.

What it shares with the product is the published files, the shipped table of districts and the measures' own text.
"""

import csv
import io
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import load_workbook

from peelian.core.shipped_files import SHIPPED

ARCHIVES = ("archive-2022-03.zip", "archive-2025-12.zip")
WORKBOOKS = {
    "2020-06": "ukpopestimatesmid2020on2021geography.xls",
    "2021-06": "ukpopestimatesmid2021on2021geographyfinal.xls",
    "2022-06": "mye22final.xlsx",
}
COUNCIL_OF_LSOA_NAME = {
    "Bristol": "Bristol, City of",
    "Herefordshire": "Herefordshire, County of",
    "Kingston upon Hull": "Kingston upon Hull, City of",
}
OUTSIDE, NO_LOCATION = "outside the force", "no location"

Kept = dict[tuple[str, ...], Counter[tuple[str, str, str]]]
"""By the values of the columns measures test: how many rows of each (force, month, part of the force)."""


@dataclass
class Counted:
    """Everything the files say, counted."""

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    held: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    """By fact table: the (force, month) pairs a file was there for."""
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    """LSOA code to (month, name) of the latest month that has it."""
    people: dict[str, dict[str, int]] = field(default_factory=dict)
    """By mid-year: district code to all ages."""
    districts: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    """Council name to its rows in the shipped table."""

    def part(self, force: str, code: str) -> str:
        """The part of the force a row belongs to."""
        if not code:
            return NO_LOCATION
        council = council_of(self.names[code][1])
        ours = any(district["force"] == force for district in self.districts.get(council, ()))
        return council if ours else OUTSIDE


def count(data: Path) -> Counted:
    counted = Counted()
    counted.districts = districts()
    counted.people = {month: _people(data / "ons" / name) for month, name in WORKBOOKS.items()}
    outcomes, wanted = _outcomes(data / "police-uk", counted)
    types = _street(data / "police-uk", counted, wanted)
    _keep(counted, "outcomes", ("crime_type", "outcome"), _typed(outcomes, types))
    _stops(data / "police-uk" / "stop-and-search-transcribed", counted)
    return counted


def council_of(lsoa_name: str) -> str:
    """An LSOA's name less its last word."""
    council = lsoa_name.rsplit(" ", 1)[0]
    return COUNCIL_OF_LSOA_NAME.get(council, council)


def files(folder: Path, kind: str) -> Iterator[tuple[str, str, Iterator[list[str]]]]:
    """File name, month, and rows without their header, of every file of a kind in the archives."""
    for archive in ARCHIVES:
        with zipfile.ZipFile(folder / archive) as held:
            for member in held.namelist():
                name = member.rpartition("/")[2]
                if name.endswith(f"-{kind}.csv"):
                    with held.open(member) as raw:
                        rows = csv.reader(io.TextIOWrapper(raw, encoding="utf-8", newline=""))
                        next(rows)
                        yield name, name[:7], rows


def _outcomes(folder: Path, counted: Counted) -> tuple[Counter[tuple[str, ...]], set[tuple[str, str]]]:
    """Outcomes without whole-row duplicates, and the crimes they name."""
    found: Counter[tuple[str, ...]] = Counter()
    wanted: set[tuple[str, str]] = set()
    held = counted.held["outcomes"] = set()
    for _, month, rows in files(folder, "outcomes"):
        for identifier, row_month, _, force, _, _, _, code, name, outcome in set(map(tuple, rows)):
            assert row_month == month
            counted.names[code] = max(counted.names.get(code, ("", "")), (month, name))
            held.add((force, month))
            found[force, month, code, identifier, outcome] += 1
            wanted.add((force, identifier))
    return found, wanted


def _street(folder: Path, counted: Counted, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Count the street files; what comes back are the types of the crimes that outcomes name, one for each row."""
    types: dict[tuple[str, str], list[str]] = defaultdict(list)
    cells: Counter[tuple[str, ...]] = Counter()
    held = counted.held["crimes"] = set()
    for _, month, rows in files(folder, "street"):
        for identifier, row_month, _, force, _, _, _, code, name, kind, outcome, _ in rows:
            assert row_month == month
            held.add((force, month))
            cells[force, month, code, kind, outcome] += 1
            if counted.names.get(code, ("",))[0] < month:
                counted.names[code] = (month, name)
            if identifier and (force, identifier) in wanted:
                types[force, identifier].append(kind)
    _keep(counted, "crimes", ("crime_type", "outcome"), cells)
    return types


def _typed(outcomes: Counter[tuple[str, ...]], types: dict[tuple[str, str], list[str]]) -> Counter[tuple[str, ...]]:
    """Each outcome with the type of the one crime held that it names, else none."""
    found: Counter[tuple[str, ...]] = Counter()
    for (force, month, code, identifier, outcome), n in outcomes.items():
        kinds = types.get((force, identifier), []) if identifier else []
        found[force, month, code, kinds[0] if len(kinds) == 1 else "", outcome] += n
    return found


def _stops(folder: Path, counted: Counted) -> None:
    cells: Counter[tuple[str, ...]] = Counter()
    held = counted.held["stops"] = set()
    for path in sorted(folder.glob("*/*-wiltshire-stop-and-search.csv")):
        with path.open(encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text):
                held.add(("Wiltshire Police", path.name[:7]))
                tested = row["Type"], row["Legislation"], row["Object of search"], row["Outcome"]
                cells["Wiltshire Police", path.name[:7], "", *tested, row["Outcome linked to object of search"]] += 1
    _keep(counted, "stops", ("type", "legislation", "object", "outcome", "linked"), cells)


def _keep(counted: Counted, table: str, columns: tuple[str, ...], cells: Counter[tuple[str, ...]]) -> None:
    kept: Kept = defaultdict(Counter)
    parts: dict[tuple[str, str], str] = {}
    for (force, month, code, *tested), n in cells.items():
        part = parts.get((force, code)) or parts.setdefault((force, code), counted.part(force, code))
        kept[tuple(tested)][force, month, part] += n
    counted.columns[table], counted.kept[table] = columns, kept


def _people(workbook: Path) -> dict[str, int]:
    rows = load_workbook(workbook).get_sheet_by_name("MYE2 - Persons").to_python()
    header = next(row for row in rows if "All ages" in row)
    code, ages = header.index("Code"), header.index("All ages")
    return {str(row[code]): int(row[ages]) for row in rows if str(row[code])[:3] in ("E06", "E07", "E08", "E09", "W06")}


def districts() -> dict[str, list[dict[str, str]]]:
    found = defaultdict(list)
    with (SHIPPED / "data" / "districts.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            found[row["name"]].append(row)
    return found
