"""The local authority districts: the police force of each, and the years of its use.

`districts.csv` is compiled from two incomplete ONS lookups, and from `completing.csv`, our own table of the districts
that they lack and of those that local government reorganisation ended or created. `districts.README.md` says how to
compile it again.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from peelian.core.errors import PeelianError, SourceError, raise_all
from peelian.core.shipped_files import shipped_text

CODE = re.compile(r"(E0[6-9]|W06)[0-9]{6}")
"""The ONS code of a local authority district of England or Wales; counties and regions have other prefixes."""

HEADER = ("code", "name", "force", "first", "last")
HEADER_2016 = ("LAD16CD", "LAD16NM", "CSP16CD", "CSP16NM", "PFA16CD", "PFA16NM", "FID")
HEADER_2025 = ("pfa_code", "pfa_name", "csp_code", "csp_name", "lad_code", "lad_name")
COMBINED = "Combined Local Authorities"
COMPLETING = "completing.csv"


@dataclass(frozen=True)
class District:
    """A local authority district. `force` is the force's name in its street files.

    `first` and `last` are the first and last year with the code in use on 30 June, or None if open-ended. New
    districts start in April, so one abolished in April 2023 has 2022 as `last`. Years before 2016 are not covered.
    """

    code: str
    name: str
    force: str
    first: int | None = None
    last: int | None = None

    def in_use(self, year: int) -> bool:
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


@dataclass(frozen=True)
class Reading:
    """One line of a lookup. `where` is the file and line."""

    where: str
    code: str
    name: str
    force: str


@dataclass(frozen=True)
class Completing:
    """A line of `completing.csv`: a district's true name and years, which win over the lookups."""

    where: str
    district: District
    reason: str


@cache
def districts() -> tuple[District, ...]:
    """Every district that ships with Peelian, including abolished ones, by code."""
    return tuple(district for _, district in _districts(shipped_text("data", "districts.csv"), "districts.csv", HEADER))


def compile_districts(lookup2016: Path, lookup2025: Path) -> str:
    """The text of `districts.csv`. SourceError, or Faults for several, names the lines that disagree."""
    return csv_text(combine(read_2016(lookup2016), read_2025(lookup2025), completing()))


def read_2016(path: Path) -> tuple[Reading, ...]:
    """The lookup of districts, community safety partnerships and police force areas of December 2016."""
    return _lookup(path, HEADER_2016, "LAD16CD", "LAD16NM", "PFA16CD")


def read_2025(path: Path) -> tuple[Reading, ...]:
    """The lookup made from ONS table C2, year to June 2025.

    A row is a community safety partnership. One that combines districts has no code and is left out. A district with
    several partnerships appears once for each.
    """
    return _lookup(path, HEADER_2025, "lad_code", "lad_name", "pfa_code")


def completing() -> tuple[Completing, ...]:
    """Our own table, shipped with the package."""
    return read_completing(shipped_text("data", COMPLETING))


def read_completing(text: str) -> tuple[Completing, ...]:
    """The lines of the table. SourceError, or Faults, for a missing reason, an unknown force or a repeated code."""
    found: dict[str, Completing] = {}
    faults: list[PeelianError] = []
    for row, district in _districts(text, COMPLETING, (*HEADER, "reason")):
        where = row["where"]
        if district.code in found:
            what = f"{district.code} is already on {found[district.code].where}"
            faults.append(SourceError(where, what, "keep one line"))
        if district.force not in _force_by_pfa().values():
            faults.append(SourceError(where, f"no force is called {district.force!r}", "name it as in forces.csv"))
        if not row["reason"]:
            faults.append(SourceError(where, f"{district.code} has no reason", "say why the lookups need it"))
        found[district.code] = Completing(where, district, row["reason"])
    raise_all(faults)
    return tuple(found.values())


def combine(of_2016: Sequence[Reading], of_2025: Sequence[Reading], ours: Sequence[Completing]) -> tuple[District, ...]:
    """The districts of both lookups and our own lines, by code. Names are ours, else the newer lookup's.

    SourceError, or Faults for several, lists each code with two forces, and each code without a line of ours that is
    in only one lookup or has several names in the newer one.
    """
    lines = {line.district.code: line for line in ours}
    readings: dict[str, list[Reading]] = defaultdict(list)
    for reading in (*of_2016, *of_2025):
        readings[reading.code].append(reading)
    old, new = ({reading.code for reading in lookup} for lookup in (of_2016, of_2025))
    names_2025: dict[str, set[str]] = defaultdict(set)
    for reading in of_2025:
        names_2025[reading.code].add(reading.name)
    found: list[District] = []
    faults: list[PeelianError] = []
    for code in sorted(readings.keys() | lines.keys()):
        line = lines.get(code)
        entries = [(r.where, r.name, r.force) for r in readings[code]]
        entries += [(line.where, line.district.name, line.district.force)] if line else []
        read = "; ".join(f"{name}, {force} ({where})" for where, name, force in entries)
        if len({force for _, _, force in entries}) > 1:
            faults.append(SourceError(code, f"two forces have it: {read}", "correct the file that is wrong"))
        elif line:
            found.append(line.district)
        elif code not in old & new:
            to_do = f"say in {COMPLETING} when it started or ended"
            faults.append(SourceError(code, f"only one lookup has it: {read}", to_do))
        elif len(names_2025[code]) > 1:
            faults.append(SourceError(code, f"it has several names: {read}", f"give it one in {COMPLETING}"))
        else:
            _, name, force = entries[-1]
            found.append(District(code, name, force))
    raise_all(faults)
    return tuple(found)


def csv_text(districts: Iterable[District]) -> str:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(HEADER)
    lines.writerows((d.code, d.name, d.force, d.first, d.last) for d in districts)
    return text.getvalue()


def _lookup(path: Path, header: Sequence[str], code: str, name: str, pfa: str) -> tuple[Reading, ...]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise SourceError(path.name, f"it cannot be read ({fault})", "get it from ONS again") from None
    found = []
    for row in _rows(text, path.name, header):
        if row[code] == COMBINED:
            continue
        if not CODE.fullmatch(row[code]):
            raise SourceError(row["where"], f"{row[code]!r} is not a district's code", "get the file from ONS again")
        if row[pfa] not in _force_by_pfa():
            raise SourceError(row["where"], f"no force has the code {row[pfa]!r}", "add it to forces.csv")
        found.append(Reading(row["where"], row[code], row[name], _force_by_pfa()[row[pfa]]))
    return tuple(found)


def _districts(text: str, where: str, header: Sequence[str]) -> Iterator[tuple[Mapping[str, str], District]]:
    """Each row of a table with the columns of `districts.csv`, as a dict and as a district."""
    for row in _rows(text, where, header):
        first, last = (_year(row, end) for end in ("first", "last"))
        if not CODE.fullmatch(row["code"]) or not row["name"] or not row["force"]:
            raise SourceError(row["where"], "it lacks a code, a name or a force", "fill it in")
        if first and last and first > last:
            raise SourceError(row["where"], f"{row['code']} ends before it starts", "correct the years")
        yield row, District(row["code"], row["name"], row["force"], first, last)


def _year(row: Mapping[str, str], end: str) -> int | None:
    if not re.fullmatch(r"([0-9]{4})?", row[end]):
        raise SourceError(row["where"], f"{end} {row[end]!r} is not a year", "write it like 2023, or leave it empty")
    return int(row[end]) if row[end] else None


def _rows(text: str, where: str, header: Sequence[str]) -> Iterator[dict[str, str]]:
    """Rows by column, with spaces trimmed and a `where`. SourceError if the header or the width of a row is wrong."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        if (found := tuple(next(reader, ()))) != tuple(header):
            raise SourceError(where, f"its columns are {', '.join(found)}", f"it must have {', '.join(header)}")
        for cells in reader:
            at = f"{where}, line {reader.line_num}"
            if len(cells) != len(header):
                raise SourceError(at, f"it has {len(cells)} cells", f"it must have {len(header)}")
            yield {"where": at, **{column: cell.strip() for column, cell in zip(header, cells, strict=True)}}
    except csv.Error as fault:
        raise SourceError(f"{where}, line {reader.line_num}", str(fault), "correct its quotes") from None


@cache
def _force_by_pfa() -> Mapping[str, str]:
    rows = csv.DictReader(io.StringIO(shipped_text("data", "forces.csv"), newline=""))
    return {row["pfa_code"]: row["name"] for row in rows if row["pfa_code"]}
