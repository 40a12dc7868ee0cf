"""Small workbooks laid out as publishers of official statistics lay them out, for tests to put faults into."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from peelian.sources.publishers.official_tables import Edition
from peelian.workspace.forces import shipped_forces

Sheets = dict[str, list[list[Any]]]

NAMES = sorted(force.name for force in shipped_forces().values() if force.ranked)
"""The 43 forces as their street files print them."""

SHORT = {
    name: name.removesuffix(" Service").removesuffix(" Police").removesuffix(" Constabulary").strip() for name in NAMES
}
SHORT["City of London Police"] = "London, City of"
SHORT["Devon & Cornwall Police"] = "Devon & Cornwall "
SHORT["Avon and Somerset Constabulary"] = "Avon & Somerset"
CODES = {force.name: force.code for force in shipped_forces().values()}
WILTSHIRE = "Wiltshire Police"


def save(path: Path, sheets: Sheets) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def figures(found: Edition, **wanted: object) -> list[tuple[object, ...]]:
    """Wiltshire's rows that hold all these."""
    return [row for row in found.rows if row[1] == WILTSHIRE and set(wanted.values()) <= set(row)]


def find(rows: list[list[Any]], name: str, column: int = 0) -> list[Any]:
    """The first row that tells a name in a column, to be changed in place."""
    return next(row for row in rows if len(row) > column and str(row[column]).strip().startswith(name))


def workforce(day: str = "30 September 2019", updated: str = "30 January 2020", each: float = 100.25) -> Sheets:
    """Officers, staff, designated officers and both together; a headcount of volunteers. All forces are alike."""
    months = [date(2018, 9, 30), date(2019, 9, 30)]
    index = [[f"Police Workforce, England and Wales, {day}"], [], ["Table number", "Title", "Last updated"],
             ["Table 1", "Police officers", updated]]  # fmt: skip

    def table(number: int, what: str, unit: str, n: float) -> list[list[Any]]:
        rows: list[list[Any]] = [[f"Table {number}: {what} by police force area, England and Wales, {day}1"], [],
                ["England and Wales", "", unit], ["", "As at:"], [], ["", *months, "number"]]  # fmt: skip
        for name in NAMES:
            if name == "West Midlands Police":
                rows.append(["West Midlands ", 4 * n, 4 * n, 0])
            rows.append([f"{SHORT[name]}{2 if name == WILTSHIRE else ''}", n, n, 0])
        rows.append(["Total 43 forces", 43 * n, 43 * n, 0])
        rows.append(["British Transport Police", n, n, 0])
        return [*rows, ["Total", 44 * n, 44 * n, 0], ["1. Some forces could not tell"]]

    return {
        "Index": index,
        "Table_1": table(1, "Police officers", "Full-time equivalents", each),
        "Table_2": table(2, "Police staff", "Full-time equivalents", 40.5),
        "Table_3": table(3, "Designated officers (s.38, s.391)", "Full-time equivalents", 5),
        "Table_4": table(4, "Police staff and designated officers (s.38) combined", "Full-time equivalents", 45.5),
        "Table_5": table(5, "Police support volunteers", "Headcount", 12),
        "Table_6": [["Table 6: Police officers1, police staff, England and Wales2, 30 September 2006 to 2019"],
                    ["30 September 2006", 141_385.14]],
    }  # fmt: skip


def use_of_force(year: int = 2019, tactics: bool = True) -> Sheets:
    """Ten incidents for every force, three uses of a device, six groups of tactics used once each on all persons."""
    span = f"1 April {year} to 31 March {year + 1}"
    contents = [[f"Police use of force statistics, England and Wales, {span}"],
                [f"Publication Date: 17 December {year + 1}"]]  # fmt: skip
    incidents: list[list[Any]] = [["Table 12. Incidents by police force"], ["Contents"], [],
                                  ["Region", "Police force", "Total"],
                                  ["England and Wales", "Total England and Wales", 430]]  # fmt: skip
    incidents += [["any", "Total West Midlands ", 40], *(["any", SHORT[name], 10] for name in NAMES)]
    kinds = ("Drawn ", "Aimed", "Red-dot", "Arced", "Drive stun", "Fired", "Angled drive stun", "CED not \nstated")
    uses = (1, 0, 1, 0, 0, 1, 0, 0)
    devices: list[list[Any]] = [["Table 13. Use of CED by type and police force: 1 April 2018 onwards"], [], [],
                                ["Financial year", "Region", "Police force", "Total", *kinds]]  # fmt: skip
    for begun, times in ((year - 1, 5), (year, 1)):
        told = f"{begun}/{(begun + 1) % 100:02}"
        devices.append([told, "", "*Total England and Wales", 43 * 3 * times, *(43 * n * times for n in uses)])
        devices += [[told, "any", SHORT[name], 3 * times, *(n * times for n in uses)] for name in NAMES]
    sheets: Sheets = {"Contents": contents, "Table_12": incidents, "Table_13": devices}
    if tactics:
        sheets["Table_15"] = _tactics("gender", ("Male", "Female"))
        sheets["Table_17"] = _tactics("health condition", ("Mental", "None"))
    return sheets


def _tactics(trait: str, persons: tuple[str, ...]) -> list[list[Any]]:
    groups = ("Restraint", "Unarmed skills", "Other equipment", "Less lethal weapons", "Firearms", "Other")
    rows: list[list[Any]] = [
        [f"Table 15. Number of times tactics were used, by police force and officer perceived {trait} of subject"],
        ["Contents"], [], ["Total number of incidents involving group", "", "", f"Perceived {trait}"],
        ["Police force", "Type of force", "Tactic", *persons, "Number of times tactic reported"]]  # fmt: skip
    for name, times in [("Total England and Wales", 43), *((SHORT[name], 1) for name in NAMES)]:
        rows.append([name, "Total", "*Total Tactics", 6 * times, 0, 6 * times])
        for group in groups:
            mark = "1" if group == "Less lethal weapons" and times > 1 else ""
            rows.append([name, group, f"*Total {group}{mark}", times, 0, times])
        rows.append([name, "Not reported", "*Total Not reported", times, 0, times])
    return rows


def deaths() -> Sheets:
    """Two years of one death for each force and kind, and one row of two forces."""
    sheets: Sheets = {"Cover": [[], ["", "Deaths during or following police contact:"], ["", "Time series tables"]]}
    for sheet, title in (
        ("RTI_By_Force", "Road traffic incidents"),
        ("Custody_By_Force", "Deaths in or following police custody"),
        ("Apparent_suicides_By_Force", "Apparent suicides following police custody"),
        ("Other_contact_by_force", "Other deaths following police contact"),
    ):
        sheets[sheet] = [[title], [], *_deaths(5, [(SHORT[name], 1, 1) for name in NAMES])]
    sheets["Shootings_By_Force"] = [
        ["Fatal shootings"], [], [], [], ["Only forces that recorded a fatal police shooting are listed below"], [],
        *_deaths(2, [("City of London", 0, "3^"), ("Metropolitan", "1*", "3^")], totals=(1, 3)),
    ]  # fmt: skip
    return sheets


def _deaths(number: int, rows: list[tuple[Any, ...]], totals: tuple[Any, Any] | None = None) -> list[list[Any]]:
    if totals is None:
        rows = [*rows, ("Surrey & Sussex", 0, 2), ("Home Office^", 0, 0)]
        totals = tuple(sum(row[column] for row in rows) for column in (1, 2))  # type: ignore[assignment]
    assert totals
    return [
        [f"Table {number}.6 Number of  FATALITIES by appropriate authority and financial year, 2018/19 to 2019/20"],
        ["Appropriate authority", "Financial year", "", "Total FATALITIES"],
        ["", "18/19*", "19/20", ""],
        *([*row, _years(row)] for row in rows),
        ["Total FATALITIES", *totals, 0],
        ["^ This includes UKBF, UKIE and UKVI."],
    ]


def _years(row: tuple[Any, ...]) -> int:
    return sum(int(str(cell).rstrip("^*")) for cell in row[1:])


OFFENCES = ("Violence against the person4", "Homicide", "Violence with injury", "Violence without injury",
            "Stalking and harassment 5", "Death or serious injury - unlawful driving 5", "Sexual offences", "Robbery",
            "Theft offences", "Burglary", "Residential burglary6,7", "Non-residential  burglary6,7", "Vehicle offences",
            "Theft from the person", "Bicycle theft", "Shoplifting", "Other theft offences",
            "Criminal damage and arson", "Drug offences", "Possession of weapons offences", "Public order offences",
            "Miscellaneous crimes")  # fmt: skip
EACH = (5, 1, 1, 1, 1, 1, 1, 1, 7, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
"""Violence is of five, theft of six with burglaries of two kinds."""

WHOLE = 19


def recorded_crime(ending: str = "September 2019") -> Sheets:
    """One of each offence for every force and for the transport police: they come to their groups and to the total."""
    title = "Table P1: Police recorded crime by offence group and police force area, English regions and Wales"
    rows: list[list[Any]] = [
        [f"{title}, number of offences, year ending {ending}1,2"], [], ["England and Wales"],
        ["", "", "Total recorded crime (excluding fraud3)", "", "Victim-based crime"],
        ["Area Code", "Area Name", "", "", *OFFENCES], ["", "", "Numbers"],
        ["K04000001", "ENGLAND AND WALES6,7", 44 * WHOLE, "", *(44 * n for n in EACH)],
    ]  # fmt: skip
    for name in NAMES:
        if name == "West Midlands Police":
            rows.append(["E12000005", "West Midlands ", 0, "", *(0 for _ in OFFENCES)])
        rows.append([CODES[name], SHORT[name], WHOLE, "", *EACH])
    rows.append(["", "British Transport Police", WHOLE, "", *EACH])
    return {"Notes": [["Crime in England and Wales - PFA tables"]], "Table P1 ": [*rows, ["Source: Home Office"]]}


def partnerships(path: Path, wrong: dict[tuple[str, str, int], str] | None = None) -> Path:
    """The CSV of partnerships: each force of two councils and unassigned crimes; Wiltshire's carry their own codes."""
    offences = [name.replace("- unlawful driving 5", "caused by illegal driving").rstrip("4567, ") for name in OFFENCES]
    header = ["Police Force\nArea code", "Police Force\nArea name", "Community Safety\nPartnership code",
              "Community Safety\nPartnership name", "Local Authority code", "Local Authority name",
              "Total recorded crime\n (excluding fraud)", *offences]  # fmt: skip
    rows = [["Table C2: Number of police recorded crimes for headline offences by Community Safety Partnership area, "
             "England and Wales, year ending June 2025 [note 1][note 2]"], ["Link to Notes page"], header]  # fmt: skip
    for number, name in enumerate(NAMES, 1):
        first, second = ("E06000054", "E06000030") if name == WILTSHIRE else (f"E07{number:06}", f"E08{number:06}")
        force = f"{SHORT[name]}{' [note 4]' if name == 'Humberside Police' else ''}"
        for partnership, council, area, each in (
            ("", "", "", 1200), ("E22000001", first, "One", 1000), ("E22000002", second, "Two", 199),
            ("", "", f"Unassigned {force}", 1),
        ):  # fmt: skip
            code = {"Unassigned Gwent": "W15000003"}.get(area, CODES[name])
            cells = [f"{each * n:,} " for n in (WHOLE, *EACH)]
            rows.append([code, force, partnership, area, council, area, *cells])
    for (force, area, column), cell in (wrong or {}).items():
        row = next(row for row in rows[3:] if row[1].strip() == force and row[3] == area)
        row[column] = cell
    with path.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows(rows)
    return path
