"""Official tables read again another way: the XML of ODS files, openpyxl and csv, by sheets and columns told by hand.

Nothing of the product is used. Figures stay as the file's own text, so that no rounding is shared either.
"""

import csv
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import openpyxl

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"

Rows = list[list[str]]

WORKFORCE = {
    # file: sheets of officers, staff, designated officers, community support officers, special constables; the months
    "police-workforce-tabs-30sep15.ods": ("12435", ("2014-09", "2015-03", "2015-09")),
    "police-workforce-tables-sep16.ods": ("12435", ("2015-09", "2016-03", "2016-09")),
    "police-workforce-tables-jan17.ods": ("12435", ("2016-09", "2017-03", "2017-09")),
    "police-workforce-sep18-tables.ods": ("12356", ("2017-09", "2018-03", "2018-09")),
    "police-workforce-sep19-tables.ods": (("1", "2", "3", "5", "12"), ("2018-09", "2019-03", "2019-09")),
}
ROLES = ("officers", "staff", "designated officers", "community support officers", "special constables")

USE_OF_FORCE = {
    # file: the month, the columns of the force and of the total in Table 13, the year's rows there
    "police-use-of-force-apr2017-mar2018-hosb3018-tables.ods": ("2018-03", 1, ""),
    "police-use-of-force-apr2018-mar2019-hosb3319-tables.ods": ("2019-03", 2, "2018/19"),
    "police-use-of-force-apr2019-mar2020-hosb3720-tables.ods": ("2020-03", 2, "2019/20"),
}
GROUPS = ("Restraint", "Unarmed skills", "Other equipment", "Less lethal weapons", "Firearms", "Other")

DEATHS = {"Time_series_tables_2018-19.ods": 15, "Time_series_tables_2019-20.ods": 16}
"""File to how many years it has, from 2004/05."""
KINDS = {
    "Shootings_By_Force": "fatal shooting",
    "RTI_By_Force": "road traffic incident",
    "Custody_By_Force": "in or following police custody",
    "Apparent_suicides_By_Force": "apparent suicide following police custody",
    "Other_contact_by_force": "other contact",
}

CRIME = {
    "policeforceareatablesyearendingmarch2018v2.xlsx": "2018-03",
    "policeforceareadatatablesyearendingjune2018corrected.xlsx": "2018-06",
    "policeforceareatablesyearendingsep18corrected.xlsx": "2018-09",
    "policeforceareatablesyearendingdecember2018.xlsx": "2018-12",
    "policeforceareatablesyeendingmarch2019.xlsx": "2019-03",
    "policeforceareatablesyearendingjune2019.xlsx": "2019-06",
    "policeforceareatablesyearendingseptember2019.xlsx": "2019-09",
    "pfatablesdec19.xlsx": "2019-12",
}
CRIME_COLUMNS = {
    "C": "total recorded crime (excluding fraud)",
    "E": "violence against the person",
    "K": "sexual offences",
    "L": "robbery",
    "M": "theft offences",
    "P": "non-residential burglary",
    "T": "shoplifting",
    "V": "criminal damage and arson",
    "X": "drug offences",
    "AA": "miscellaneous crimes against society",
}
COUNCILS_CSV = "policeforceareatablesyejune25final.csv"


def ods(path: Path) -> dict[str, Rows]:
    """Each sheet's cells: a number's own digits, a date as 2019-09-30, else its text."""
    with zipfile.ZipFile(path) as file:
        root = ElementTree.fromstring(file.read("content.xml"))  # noqa: S314
    return {str(sheet.get(f"{TABLE}name")): list(_rows(sheet)) for sheet in root.iter(f"{TABLE}table")}


def _rows(sheet: ElementTree.Element) -> Iterator[list[str]]:
    for row in sheet.iter(f"{TABLE}table-row"):
        cells: list[str] = []
        for cell in row:
            told = cell.get(f"{OFFICE}value") or cell.get(f"{OFFICE}date-value") or "\n".join(
                "".join(line.itertext()) for line in cell if line.tag.endswith("}p"))  # fmt: skip
            cells += [told] * min(int(cell.get(f"{TABLE}number-columns-repeated", "1")), 60)
        for _ in range(min(int(row.get(f"{TABLE}number-rows-repeated", "1")), 5)):
            yield cells


def row_of(rows: Rows, name: str, column: int = 0) -> list[str]:
    """The last row named so: the first of West Midlands is a region. Footnote digits may follow."""
    named = [row for row in rows if len(row) > column and row[column].strip().rstrip("0123456789").strip("* ") == name]
    return named[-1]


def workforce(folder: Path, name: str) -> dict[tuple[str, str, str], str]:
    """(short name, month, role) to the figure's text."""
    sheets, months = WORKFORCE[name]
    held = ods(folder / name)
    return {
        (force, month, role): row_of(held[f"Table_{sheet}"], told)[column]
        for sheet, role in zip(sheets, ROLES, strict=True)
        for force, told in NAMES.items()
        for column, month in enumerate(months, 1)
    }


def use_of_force(folder: Path, name: str) -> dict[tuple[str, str, str], str]:
    """(short name, what is counted, kind) to the figure's text."""
    _, at, year = USE_OF_FORCE[name]
    held = ods(folder / name)
    found = {}
    devices = [row for row in held["Table_13"] if not year or row[0] == year]
    for force, told in NAMES.items():
        found[force, "incidents", "all"] = row_of(held["Table_12"], told, 1)[2]
        drawn, aimed, red, arced = row_of(devices, told, at)[at + 3 : at + 7]
        found |= {(force, "device uses", kind): n for kind, n in
                  (("drawn", drawn), ("aimed", aimed), ("red-dot", red), ("arced", arced))}  # fmt: skip
        if "Table_16" in held:
            own = [row for row in held["Table_16"] if row[0].strip() == told]
            for group in GROUPS:
                found[force, "tactics", group] = [c for c in row_of(own, f"Total {group}", 2) if c][-1]
    return found


def deaths(folder: Path, name: str) -> dict[tuple[str, str, str], str]:
    """(short name, month, kind) to the figure's text; a force the sheet does not list has none."""
    held, years = ods(folder / name), DEATHS[name]
    found = {}
    for sheet, kind in KINDS.items():
        top = [number for number, row in enumerate(held[sheet]) if row and "FATALITIES by" in row[0]][-1]
        for force, told in NAMES.items():
            own = [row for row in held[sheet][top:] if row and row[0].strip() == told]
            for number in range(years):
                found[force, f"{2005 + number}-03", kind] = own[0][1 + number].strip('*^~" ') if own else "0"
    return found


def crime(folder: Path, name: str) -> dict[tuple[str, str], str]:
    """(short name, offence) to the figure."""
    book = openpyxl.load_workbook(folder / name, read_only=False, data_only=True)
    sheet = next(sheet for sheet in book if sheet.title.strip() == "Table P1")
    rows = {str(row[0].value): row[0].row for row in sheet.iter_rows(min_row=7)}
    return {
        (force, offence): str(sheet[f"{column}{rows[code]}"].value)
        for force, code in CODES.items()
        for column, offence in CRIME_COLUMNS.items()
    }


def councils(folder: Path) -> Counter[tuple[str, str]]:
    """(local authority code, or the force's own code, offence) to the figure: Dorset has one code in two rows."""
    with (folder / COUNCILS_CSV).open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.reader(text))
    wanted = {6: "total recorded crime (excluding fraud)", 7: "violence against the person", 15: "theft offences"}
    found: Counter[tuple[str, str]] = Counter()
    for row in rows[8:]:
        if row[4] or not row[3]:
            for column, offence in wanted.items():
                found[row[4] or row[0], offence] += int(row[column].replace(",", ""))
    return found


NAMES = {
    "Wiltshire Police": "Wiltshire",
    "Devon & Cornwall Police": "Devon & Cornwall",
    "Dorset Police": "Dorset",
    "Gloucestershire Constabulary": "Gloucestershire",
    "Warwickshire Police": "Warwickshire",
    "West Mercia Police": "West Mercia",
    "West Midlands Police": "West Midlands",
}
CODES = {
    "Wiltshire Police": "E23000038",
    "Devon & Cornwall Police": "E23000035",
    "Dorset Police": "E23000039",
    "Gloucestershire Constabulary": "E23000037",
    "West Mercia Police": "E23000016",
    "West Midlands Police": "E23000014",
}
