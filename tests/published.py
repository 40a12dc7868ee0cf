"""Small files in the exact layout of data.police.uk."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from peelian.sources.publishers.police_uk import FILE_KINDS
from peelian.workspace.forces import force_names

SWINDON = ("E01015471", "Swindon 028A")
WILTSHIRE = ("E01031890", "Wiltshire 001A")
OUTSIDE = ("E01009306", "Birmingham 046B")
NOWHERE = ("", "")

Row = Mapping[str, str]


def crime(kind: str = "Burglary", place: tuple[str, str] = SWINDON, **cells: str) -> Row:
    """A row of a street file. `cells` are other columns: Crime_ID, Last_outcome_category."""
    told = {"Crime ID": "ab" * 32, "Last outcome category": "Under investigation", "Crime type": kind}
    if kind == "Anti-social behaviour":
        told |= {"Crime ID": "", "Last outcome category": ""}
    return told | located(place) | named(cells)


def outcome(kind: str = "Suspect charged", place: tuple[str, str] = SWINDON, **cells: str) -> Row:
    return {"Crime ID": "ab" * 32, "Outcome type": kind} | located(place) | named(cells)


def stop(**cells: str) -> Row:
    """A row of a stop and search file."""
    return {
        "Type": "Person search",
        "Date": "2025-10-01T10:00:00+00:00",
        "Object of search": "Controlled drugs",
        "Outcome": "A no further action disposal",
    } | named(cells)


def located(place: tuple[str, str]) -> Row:
    code, name = place
    return {"LSOA code": code, "LSOA name": name, "Location": "On or near High Street" if code else "No Location"}


def named(cells: Row) -> dict[str, str]:
    return {column.replace("_", " "): cell for column, cell in cells.items()}


def write(
    folder: Path, kind: str, month: str, rows: Iterable[Row], force: str = "wiltshire", line_end: str = "\r\n"
) -> Path:
    """The file `MONTH/MONTH-FORCE-KIND.csv` in `folder`, and its path."""
    name = force_names().get(force, "")
    path = folder / month / f"{month}-{force}-{kind}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.DictWriter(text, FILE_KINDS[kind].header, restval="", lineterminator=line_end)
    writer.writeheader()
    whose = {} if kind == "stop-and-search" else {"Month": month, "Reported by": name, "Falls within": name}
    writer.writerows({**whose, **row} for row in rows)
    path.write_bytes(text.getvalue().encode())
    return path


def street(folder: Path, month: str, *rows: Row, force: str = "wiltshire", line_end: str = "\r\n") -> Path:
    return write(folder, "street", month, rows, force, line_end)


def outcomes(folder: Path, month: str, *rows: Row, force: str = "wiltshire", line_end: str = "\r\n") -> Path:
    return write(folder, "outcomes", month, rows, force, line_end)
