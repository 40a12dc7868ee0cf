"""ONS mid-year population estimates: how many people live in each district and in each force.

Of the sheet of persons the districts of England and Wales are read, all ages together; and where the workbook prints
the series of earlier years again, those years since the Census of 2011.
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
"""Only a workbook before the Census of 2021 prints every year; later ones name a year or two of another series."""

FIRST = 2012
MOST_PEOPLE = 100_000_000
AS_PUBLISHED = "use the file as ONS published it"

RawRows = Sequence[Sequence[object]]
PopulationRow = tuple[date, str, str, str, int]
"""month (June of the mid-year), force, place (the district's code), place_name, n"""


@dataclass(frozen=True)
class Population:
    """The people of one mid-year estimate.

    `complete` are the forces all of whose districts are there; `lacking` gives the others' missing codes. ONS
    publishes an estimate on the boundaries of a later year too (mid-2022 on those of 2023), so a force is complete
    when its districts are those of any one year. `unknown` are codes of districts no force is known for: they are in
    no row.
    """

    year: int
    rows: tuple[PopulationRow, ...]
    complete: frozenset[str]
    lacking: Mapping[str, frozenset[str]]
    unknown: frozenset[str]


def people(path: Path, districts: Iterable[District]) -> Population:
    """The estimate in an XLS or XLSX file of ONS. SourceError (or Faults) when it is not one, or cells are wrong."""
    return population(sheet_of_persons(path), f"{path.name}, sheet {SHEET}", districts)


def is_population(glance: Glance) -> bool:
    return SHEET in glance.sheets


def read_population(path: Path) -> Edition:
    """Rows: month (June of the mid-year), force, district, its name, n; it covers the forces that are whole in it."""
    known = districts()
    found = (people(path, known), *earlier(path, known))
    covers = [(force, date(year.year, 6, 1)) for year in found for force in sorted(year.complete)]
    return Edition(tuple(row for year in found for row in year.rows), tuple(covers), located=True)


def earlier(path: Path, districts: Iterable[District]) -> tuple[Population, ...]:
    """The estimates of earlier years that the workbook prints as one series with its own; none where it prints none."""
    with load_workbook(path) as workbook:
        if SERIES not in workbook.sheet_names:
            return ()
    sheet = _sheet(path, SERIES)
    return series(sheet, f"{path.name}, sheet {SERIES}", tuple(districts))


def series(sheet: RawRows, where: str, districts: Sequence[District]) -> tuple[Population, ...]:
    """The years before the last that the cells hold, from FIRST on."""
    told = EARLIER.search(" ".join(str(cell) for cell in sheet[0])) if sheet else None
    by_code = {district.code: district for district in districts}
    years = range(FIRST, int(told[1])) if told else ()
    return tuple(_population(year, _counts(sheet, where, f"Mid-{year}"), by_code, where) for year in years)


def sheet_of_persons(path: Path) -> RawRows:
    """Its cells, row by row from the first. SourceError when there is no such file or sheet."""
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
    """The estimate the cells hold. `where` names the file and sheet in errors."""
    by_code = {district.code: district for district in districts}
    return _population(_year(sheet, where), _counts(sheet, where, ALL_AGES), by_code, where)


def _population(
    year: int, counts: Mapping[str, tuple[str, int]], by_code: Mapping[str, District], where: str
) -> Population:
    known = {code: told for code, told in counts.items() if code in by_code}
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
        raise SourceError(where, f"its title does not tell its year: {title[:100]!r}", AS_PUBLISHED)
    return int(years.pop())


def _counts(sheet: RawRows, where: str, heading: str) -> dict[str, tuple[str, int]]:
    """District code to its name and the people under a heading, in the order of the rows below the header."""
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
            faults.append(SourceError(f"{where}, row {number}", f"{code} is there a second time", AS_PUBLISHED))
        else:
            counts[code] = (_text(name), n)
    raise_all(faults)
    if not counts:
        raise SourceError(where, "it has no district of England or Wales", AS_PUBLISHED)
    return counts


def _header(sheet: RawRows, where: str, wanted: Sequence[str]) -> tuple[int, tuple[int, ...]]:
    """The index of the header's row, and of each column wanted in it."""
    for index, row in enumerate(sheet):
        cells = [_text(cell) for cell in row]
        if set(wanted) <= set(cells):
            return index, tuple(cells.index(column) for column in wanted)
    raise SourceError(where, f"no row has the cells {', '.join(wanted)}", AS_PUBLISHED)


def _text(cell: object) -> str:
    """Without the no-break and doubled spaces ONS leaves in names."""
    return " ".join(str(cell).split())


def _whole(cell: object) -> int | None:
    """The workbook's number, integer or float, when it is a whole one above zero."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return int(cell) if 0 < cell < MOST_PEOPLE and float(cell).is_integer() else None


def _lacking(districts: Iterable[District], held: AbstractSet[str], year: int, where: str) -> dict[str, frozenset[str]]:
    """For every force, the codes missing. SourceError when districts and those that replaced them are both there."""
    by_force: dict[str, list[District]] = defaultdict(list)
    for district in districts:
        by_force[district.force].append(district)
    lacking = {}
    faults: list[PeelianError] = []
    for force, own in by_force.items():
        missing, extra = _against_boundaries(own, year, {district.code for district in own} & held)
        lacking[force] = missing
        if extra:
            what = f"{', '.join(sorted(extra))} of {force} and other districts there were never in use together"
            faults.append(SourceError(where, what, AS_PUBLISHED))
    raise_all(faults)
    return lacking


def _against_boundaries(
    own: Sequence[District], year: int, held: AbstractSet[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Codes missing from `held` and codes too many in it, by the year whose boundaries it fits best.

    Every set of boundaries was in use in some district's first or last year, or is that of `year` itself.
    """
    fits = []
    for candidate in {year} | {end for district in own for end in (district.first, district.last) if end}:
        in_use = {district.code for district in own if district.in_use(candidate)}
        missing, extra = frozenset(in_use - held), frozenset(held - in_use)
        # A force of which nothing is held fits any year's boundaries as badly: then the nearest year's.
        fits.append((len(extra), len(missing) if held else 0, abs(candidate - year), candidate, missing, extra))
    *_, missing, extra = min(fits, key=lambda fit: fit[:4])
    return missing, extra
