"""Reads ONS mid-year population estimates: the number of people in each district and force.

It reads the districts of England and Wales in the sheet of persons, all ages together. If the workbook also has a
series of earlier years, it reads those since the Census of 2011.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from python_calamine import CalamineError, load_workbook

from peelian.core.errors import PeelianError, SourceError, raise_all
from peelian.sources.publishers.districts import CODE, District, districts
from peelian.sources.publishers.official_tables import Edition
from peelian.sources.publishers.peek import Glance

SHEET = "MYE2 - Persons"
POPULATION_COLUMNS = ("Code", "Name", "Geography")
MID_YEAR = re.compile(r"\bmid-([0-9]{4})\b", re.IGNORECASE)
ALL_AGES = "All ages"
SERIES = "MYE4"
EARLIER = re.compile(r"mid-[0-9]{4} to mid-([0-9]{4})", re.IGNORECASE)
"""Only workbooks from before the Census of 2021 have every year. Later ones have a year or two of another series."""

FIRST = 2012
MOST_PEOPLE = 100_000_000
AS_PUBLISHED = "use the file as ONS published it"

RawRows = Sequence[Sequence[object]]
PopulationRow = tuple[date, str, str, str, int]
"""month (June of the mid-year), force, place (the district's code), place_name, n"""


@dataclass(frozen=True)
class Population:
    """One mid-year estimate.

    `complete` has the forces with all their districts, `lacking` the missing codes of the others. ONS also publishes
    an estimate on the boundaries of a later year (mid-2022 on those of 2023), so a force is complete if its districts
    are those of any one year. `unknown` has codes of districts without a known force, which are in no row.
    """

    year: int
    rows: tuple[PopulationRow, ...]
    complete: frozenset[str]
    lacking: Mapping[str, frozenset[str]]
    unknown: frozenset[str]


def people(path: Path, districts: Iterable[District]) -> Population:
    """The estimate in an ONS file, XLS or XLSX. SourceError, or Faults for several, if the file or a cell is wrong."""
    return population(sheet_of_persons(path), f"{path.name}, sheet {SHEET}", districts)


def is_population(glance: Glance) -> bool:
    return SHEET in glance.sheets


def read_population(path: Path) -> Edition:
    """Rows: month (June of the mid-year), force, district, its name, n. It covers the complete forces."""
    known = districts()
    found = (people(path, known), *earlier(path, known))
    covers = [(force, date(year.year, 6, 1)) for year in found for force in sorted(year.complete)]
    return Edition(tuple(row for year in found for row in year.rows), tuple(covers), located=True)


def earlier(path: Path, districts: Iterable[District]) -> tuple[Population, ...]:
    """The workbook's estimates of earlier years in one series with its own. Empty if it has none."""
    with load_workbook(path) as workbook:
        if SERIES not in workbook.sheet_names:
            return ()
    sheet = _sheet(path, SERIES)
    return series(sheet, f"{path.name}, sheet {SERIES}", tuple(districts))


def series(sheet: RawRows, where: str, districts: Sequence[District]) -> tuple[Population, ...]:
    """The years in the sheet before the last one, from FIRST on."""
    span = EARLIER.search(" ".join(str(cell) for cell in sheet[0])) if sheet else None
    by_code = {district.code: district for district in districts}
    years = range(FIRST, int(span[1])) if span else ()
    return tuple(_population(year, _counts(sheet, where, f"Mid-{year}"), by_code, where) for year in years)


def sheet_of_persons(path: Path) -> RawRows:
    """The cells of the sheet of persons, row by row. SourceError if there is no such file or sheet."""
    return _sheet(path, SHEET)


def _sheet(path: Path, name: str) -> RawRows:
    try:
        with load_workbook(path) as workbook:
            if name not in workbook.sheet_names:
                sheets = ", ".join(workbook.sheet_names)
                raise SourceError(path.name, f"it has no sheet {name!r} (it has {sheets})", AS_PUBLISHED)
            return workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as fault:
        raise SourceError(path.name, f"it cannot be read as a workbook ({fault})", "download it again") from None


def population(sheet: RawRows, where: str, districts: Iterable[District]) -> Population:
    """The estimate in a sheet. `where` names the file and sheet in errors."""
    by_code = {district.code: district for district in districts}
    return _population(_year(sheet, where), _counts(sheet, where, ALL_AGES), by_code, where)


def _population(
    year: int, counts: Mapping[str, tuple[str, int]], by_code: Mapping[str, District], where: str
) -> Population:
    known = {code: counted for code, counted in counts.items() if code in by_code}
    rows = ((date(year, 6, 1), by_code[code].force, code, name, n) for code, (name, n) in known.items())
    lacking = _lacking(by_code.values(), known.keys(), year, where)
    return Population(
        year,
        tuple(sorted(rows)),
        frozenset(force for force, codes in lacking.items() if not codes),
        {force: codes for force, codes in lacking.items() if codes},
        frozenset(counts.keys() - known.keys()),
    )


def _year(sheet: RawRows, where: str) -> int:
    title = " ".join(str(cell) for cell in sheet[0]).strip() if sheet else ""
    years = set(MID_YEAR.findall(title))
    if len(years) != 1:
        raise SourceError(where, f"its title does not give its year: {title[:100]!r}", AS_PUBLISHED)
    return int(years.pop())


def _counts(sheet: RawRows, where: str, heading: str) -> dict[str, tuple[str, int]]:
    """District code to its name and number of people under a heading, in the order of the rows."""
    header, columns = _header(sheet, where, (*POPULATION_COLUMNS, heading))
    counts: dict[str, tuple[str, int]] = {}
    faults: list[PeelianError] = []
    for number, row in enumerate(sheet[header + 1 :], start=header + 2):
        code, name, _, cell = (row[column] for column in columns)
        code = _text(code)
        if not CODE.fullmatch(code):
            continue
        n = _whole(cell)
        if n is None:
            what = f"{heading!r} of {code} is {cell!r}, not a number of people"
            faults.append(SourceError(f"{where}, row {number}", what, AS_PUBLISHED))
        elif code in counts:
            faults.append(SourceError(f"{where}, row {number}", f"{code} is listed twice", AS_PUBLISHED))
        else:
            counts[code] = (_text(name), n)
    raise_all(faults)
    if not counts:
        raise SourceError(where, "it has no district of England or Wales", AS_PUBLISHED)
    return counts


def _header(sheet: RawRows, where: str, wanted: Sequence[str]) -> tuple[int, tuple[int, ...]]:
    """The index of the header's row, and the index of each wanted column."""
    for index, row in enumerate(sheet):
        cells = [_text(cell) for cell in row]
        if set(wanted) <= set(cells):
            return index, tuple(cells.index(column) for column in wanted)
    raise SourceError(where, f"no row has the cells {', '.join(wanted)}", AS_PUBLISHED)


def _text(cell: object) -> str:
    """The cell's text without the no-break and double spaces that ONS leaves in names."""
    return " ".join(str(cell).split())


def _whole(cell: object) -> int | None:
    """The cell's number if it is whole and above zero, else None."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return int(cell) if 0 < cell < MOST_PEOPLE and float(cell).is_integer() else None


def _lacking(districts: Iterable[District], held: AbstractSet[str], year: int, where: str) -> dict[str, frozenset[str]]:
    """For every force, its missing codes. SourceError if both a district and its replacement have a row."""
    by_force: dict[str, list[District]] = defaultdict(list)
    for district in districts:
        by_force[district.force].append(district)
    lacking = {}
    faults: list[PeelianError] = []
    for force, own in by_force.items():
        missing, extra = _against_boundaries(own, year, {district.code for district in own} & held)
        lacking[force] = missing
        if extra:
            what = f"{', '.join(sorted(extra))} of {force} and its other districts were never in use together"
            faults.append(SourceError(where, what, AS_PUBLISHED))
    raise_all(faults)
    return lacking


def _against_boundaries(
    own: Sequence[District], year: int, held: AbstractSet[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Codes missing from `held`, and codes too many in it, by the boundaries that fit it best.

    Each set of boundaries was in use in the first or last year of some district, or in `year` itself.
    """
    fits = []
    for candidate in {year} | {end for district in own for end in (district.first, district.last) if end}:
        in_use = {district.code for district in own if district.in_use(candidate)}
        missing, extra = frozenset(in_use - held), frozenset(held - in_use)
        # A force without any district fits all boundaries equally badly. Then the nearest year wins.
        fits.append((len(extra), len(missing) if held else 0, abs(candidate - year), candidate, missing, extra))
    *_, missing, extra = min(fits, key=lambda fit: fit[:4])
    return missing, extra
