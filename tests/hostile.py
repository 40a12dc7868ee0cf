"""Hostile files: what arrives broken, odd or meant to harm, of each kind and for each reader; what becomes of it.

Each case is a file, made small; those whose point is their size are in `huge`. `verdict` is refused or accepted, or both
where either would do, and `says` a part of what is said. What did become of each is in docs/bad-input.md.
"""

import io
import stat
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.protection import WorkbookProtection

from peelian.sources.police_uk import KINDS

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Hostile:
    """Files by name, under which heading they are told, and what is to become of them."""

    reader: str
    kind: str
    files: Files
    verdict: str
    says: str = ""

    @property
    def name(self) -> str:
        return f"{self.reader}: {self.kind}"


MONTH, STREET = "2025-10", "2025-10-wiltshire-street.csv"
OWN = "Wiltshire Police"


def street_row(**cells: str) -> dict[str, str]:
    told = {
        "Crime ID": "ab" * 32,
        "Month": MONTH,
        "Reported by": OWN,
        "Falls within": OWN,
        "Longitude": "-1.78",
        "Latitude": "51.55",
        "Location": "On or near High Street",
        "LSOA code": "E01015471",
        "LSOA name": "Swindon 028A",
        "Crime type": "Burglary",
        "Last outcome category": "Under investigation",
        "Context": "",
    }
    return told | {name.replace("_", " "): cell for name, cell in cells.items()}


HEADER = KINDS["street"].header


def line(cells: dict[str, str], header: tuple[str, ...] = HEADER) -> str:
    return ",".join(cells[name] for name in header)


def street_text(*rows: str, header: tuple[str, ...] = HEADER, end: str = "\n") -> bytes:
    return (end.join([",".join(header), *rows]) + end).encode()


GOOD = line(street_row())


def street_cases() -> Iterator[Hostile]:
    """Files of data.police.uk's street crime."""

    def one(kind: str, content: bytes, verdict: str, says: str = "", name: str = STREET) -> Hostile:
        return Hostile("street", kind, {name: content}, verdict, says)

    drop = tuple(name for name in HEADER if name != "LSOA code")
    cells = street_row()
    swapped = (HEADER[1], HEADER[0], *HEADER[2:])
    yield one(
        "a column missing",
        street_text(line(cells, drop), header=drop),
        "refused",
        "line 1: its columns are not as published, missing LSOA code",
    )
    yield one("a column more", street_text(GOOD + ",x", header=(*HEADER, "Notes")), "refused", "not expected Notes")
    yield one("a column renamed", street_text(GOOD, header=("Crime Id", *HEADER[1:])), "refused", "missing Crime ID")
    yield one("two columns exchanged", street_text(line(cells, swapped), header=swapped), "refused", "in another order")
    yield one("a column twice", street_text(GOOD + ",x", header=(*HEADER, "Context")), "refused", "line 1")
    yield one(
        "Latin-1",
        street_text(line(street_row(Location="Café"))).decode().encode("latin-1"),
        "refused",
        "line 2: it is not UTF-8 text",
    )
    yield one("UTF-16", street_text(GOOD).decode().encode("utf-16"), "refused", "line 1")
    yield one("a byte order mark", b"\xef\xbb\xbf" + street_text(GOOD), "accepted", "1 rows")
    yield one(
        "returns and newlines mixed",
        street_text(GOOD, end="\r\n") + GOOD.encode() + b"\n",
        "refused",
        "its lines do not all end alike",
    )
    yield one("returns alone", street_text(GOOD, end="\r"), "refused", "line 1")
    yield one("semicolons", street_text(GOOD).replace(b",", b";"), "refused", "line 1")
    yield one("tabs", street_text(GOOD).replace(b",", b"\t"), "refused", "line 1")
    yield one(
        "a quote that is never closed", street_text(line(street_row(Location='"On or near')), GOOD), "refused", "line"
    )
    yield one("a quote inside a cell", street_text(line(street_row(Location='On or "near'))), "refused|accepted")
    yield one("a NUL", street_text(line(street_row(Location="On or\0near"))), "refused", "line 2")
    yield one("an empty file", b"", "refused", "line 1")
    yield one("a header alone", street_text(), "refused", "no crime at all in a month is not believed")
    yield one("blank lines", street_text("", GOOD, ""), "refused|accepted")
    yield one("another month's rows", street_text(line(street_row(Month="2025-09"))), "refused", "its name says")
    yield one("a month that is impossible", street_text(line(street_row(Month="2025-13"))), "refused", "no month")
    yield one("a month in words", street_text(line(street_row(Month="October 2025"))), "refused", "no month")
    yield one("an empty month", street_text(line(street_row(Month=""))), "refused", "no month")
    yield one(
        "a month in the future",
        street_text(line(street_row(Month="2091-10"))),
        "refused",
        "future",
        "2091-10-wiltshire-street.csv",
    )
    yield one(
        "a month before there were any",
        street_text(line(street_row(Month="1891-10"))),
        "refused",
        "1891",
        "1891-10-wiltshire-street.csv",
    )
    yield one("month 00 in its name", street_text(GOOD), "refused", "", "2025-00-wiltshire-street.csv")
    yield one(
        "another force's rows", street_text(line(street_row(Falls_within="Dorset Police"))), "refused", "its name says"
    )
    yield one("no force", street_text(line(street_row(Falls_within=""))), "refused", "no force")
    yield one(
        "a force nobody knows", street_text(GOOD), "refused", "no police force is called", "2025-10-atlantis-street.csv"
    )
    yield one("a new crime type", street_text(line(street_row(Crime_type="Time travel"))), "accepted", "Time travel")
    yield one(
        "a new outcome",
        street_text(line(street_row(Last_outcome_category="Sent to the moon"))),
        "accepted",
        "Sent to the moon",
    )
    yield one("no crime type", street_text(line(street_row(Crime_type=""))), "accepted|refused", "")
    yield one("a cell too many", street_text(GOOD + ","), "refused", "line 2")
    yield one("a cell too few", street_text(GOOD.rpartition(",")[0]), "refused", "line 2")
    yield one(
        "an unquoted comma",
        street_text(line(street_row(Location="On or near High Street, Swindon"))),
        "refused",
        "line 2",
    )
    yield one(
        "a code that is no LSOA's",
        street_text(line(street_row(LSOA_code="'; DROP TABLE crimes; --"))),
        "accepted|refused",
    )
    yield one(
        "a crime type made to break SQL",
        street_text(line(street_row(Crime_type="'; DROP TABLE crimes; --"))),
        "accepted",
        "DROP TABLE",
    )
    yield one(
        "a crime type made to break a page",
        street_text(line(street_row(Crime_type="<script>alert(1)</script>"))),
        "accepted",
        "script",
    )
    yield one(
        "a crime type of a formula", street_text(line(street_row(Crime_type="=cmd|' /C calc'!A0"))), "accepted", "=cmd"
    )
    yield one("control characters", street_text(line(street_row(Crime_type="Burg\x1b[31mlary"))), "accepted|refused")
    yield one("a right-to-left override", street_text(line(street_row(Crime_type="Burg\u202elary"))), "accepted", "")
    yield one("a line of a megabyte", street_text(line(street_row(Location="x" * 1_000_000))), "accepted|refused")
    yield one(
        "a line of three megabytes",
        street_text(line(street_row(Location="x" * 3_000_000))),
        "refused",
        "a line of over",
    )
    yield one("not text", bytes(range(256)) * 64, "refused", "line 1")
    yield one("a picture", b"\x89PNG\r\n\x1a\n" + bytes(200), "refused", "line 1")
    yield one("a page of an error", b"<html><body>502 Bad Gateway</body></html>\n", "refused", "line 1")
    yield one("a workbook called CSV", workbook([["Month", "n"], ["2025-10", 1]]), "refused", "line 1")
    outcomes = KINDS["outcomes"].header
    told = {**street_row(), "Outcome type": "Suspect charged"}
    for kind, content, verdict, says in (
        (
            "outcomes: a column missing",
            street_text(line(told, outcomes[:-1]), header=outcomes[:-1]),
            "refused",
            "missing Outcome type",
        ),
        (
            "outcomes: a new outcome",
            street_text(line({**told, "Outcome type": "Sent to the moon"}, outcomes), header=outcomes),
            "accepted",
            "Sent to the moon",
        ),
        (
            "outcomes: another month's rows",
            street_text(line({**told, "Month": "2025-09"}, outcomes), header=outcomes),
            "refused",
            "its name says",
        ),
        (
            "outcomes: an identifier that is no hexadecimal",
            street_text(line({**told, "Crime ID": "zz'); --"}, outcomes), header=outcomes),
            "accepted",
            "",
        ),
        ("outcomes: a header alone", street_text(header=outcomes), "refused", "no rows"),
    ):
        yield one(kind, content, verdict, says, "2025-10-wiltshire-outcomes.csv")
    stops = KINDS["stop-and-search"].header
    row = dict.fromkeys(stops, "") | {"Type": "Person search", "Date": "2025-10-01T10:00:00+00:00"}
    for kind, content, verdict, says in (
        ("stops: a column missing", street_text(line(row, stops[1:]), header=stops[1:]), "refused", "missing Type"),
        (
            "stops: a new legislation",
            street_text(line({**row, "Legislation": "Time Travel Act 2063"}, stops), header=stops),
            "accepted",
            "Time Travel Act 2063",
        ),
        (
            "stops: dates of another year",
            street_text(line({**row, "Date": "2019-01-01T10:00:00+00:00"}, stops), header=stops),
            "refused",
            "line 2|rows",
        ),
        (
            "stops: a date that is none",
            street_text(line({**row, "Date": "yesterday"}, stops), header=stops),
            "refused",
            "",
        ),
    ):
        yield one(kind, content, verdict, says, "2025-10-wiltshire-stop-and-search.csv")


def workbook(
    rows: list[list[object]], sheet: str = "Sheet1", edit: Callable[[Workbook], None] = lambda _: None
) -> bytes:
    made = Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    edit(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


RETURN = ("Month", "Force", "Place", "Type", "Crimes")


def return_rows(**change: object) -> list[list[object]]:
    """Two months of the office's own return. `change` is of the second row."""
    first = {"Month": "2025-10", "Force": OWN, "Place": "E06000030", "Type": "Burglary", "Crimes": 12}
    rows = [first, {**first, "Type": "Robbery", "Crimes": 7, **change}, {**first, "Month": "2025-11", "Crimes": 15}]
    return [list(RETURN), *([row[name] for name in RETURN] for row in rows)]


def csv_text(rows: list[list[object]], delimiter: str = ",", end: str = "\n") -> bytes:
    return (end.join(delimiter.join(map(str, row)) for row in rows) + end).encode()


ROWS = return_rows()


def return_csv_cases() -> Iterator[Hostile]:
    """A supplier's return as text."""

    def one(kind: str, content: bytes, verdict: str, says: str = "", name: str = "crimes.csv") -> Hostile:
        return Hostile("return, CSV", kind, {name: content}, verdict, says)

    def changed(**change: object) -> bytes:
        return csv_text(return_rows(**change))

    yield one("a column missing", csv_text([row[:-1] for row in ROWS]), "refused", "crimes.csv")
    yield one("a column more", csv_text([[*row, "x"] for row in ROWS]), "refused|accepted", "")
    yield one("columns exchanged with their headings", csv_text([row[::-1] for row in ROWS]), "accepted|refused", "")
    yield one("a heading twice", csv_text([[*row, row[-1]] for row in ROWS]), "refused", "crimes.csv")
    yield one("UTF-16", csv_text(ROWS).decode().encode("utf-16"), "accepted|refused", "")
    yield one("Latin-1", changed(Type="Café").decode().encode("latin-1"), "accepted|refused")
    yield one("returns alone", csv_text(ROWS, end="\r"), "accepted|refused")
    yield one("semicolons", csv_text(ROWS, ";"), "accepted|refused")
    yield one("a quote that is never closed", changed(Type='"Robbery'), "refused", "crimes.csv")
    yield one("a NUL", changed(Type="Rob\0bery"), "refused", "crimes.csv")
    yield one("an empty file", b"", "refused", "crimes.csv")
    yield one("a header alone", csv_text(ROWS[:1]), "refused", "crimes.csv")
    yield one("a month that is impossible", changed(Month="2025-13"), "refused|accepted", "line 3")
    yield one("a day that is impossible", changed(Month="31/06/2025"), "refused|accepted", "line 3")
    yield one("a month in the future", changed(Month="2091-10"), "refused|accepted", "2091")
    yield one("an American date", changed(Month="10/31/2025"), "refused|accepted", "")
    yield one("a serial of Excel", changed(Month="45931"), "refused|accepted", "")
    yield one("an empty month", changed(Month=""), "refused", "its layout is new")
    yield one("a force nobody knows", changed(Force="Atlantis Police"), "refused|accepted", "Atlantis")
    for told in ("1,234", '"1,234"', "-5", "1e400", "9" * 30, "NaN", "inf", "twelve", "", "12.5", "0x1F", "١٢", "1 234", "£12", "12%", "=1+1", "*", "#REF!", "1_000", "+7"):  # fmt: skip
        yield one(f"a figure told as {told[:12]!r}", changed(Crimes=told), "refused|accepted", "")
    yield one("a row twice", csv_text([*ROWS, ROWS[1]]), "refused|accepted", "")
    yield one("a row twice with another figure", csv_text([*ROWS, [*ROWS[1][:-1], 99]]), "refused|accepted", "")
    yield one("a total among the rows", csv_text([*ROWS, ["Total", "", "", "", 34]]), "refused|accepted", "")
    yield one("a cell too many", csv_text([*ROWS[:2], [*ROWS[2], ""], ROWS[3]]), "refused|accepted", "")
    yield one("a cell too few", csv_text([*ROWS[:2], ROWS[2][:-1], ROWS[3]]), "refused|accepted", "")
    yield one("an unquoted comma", changed(Type="Robbery, personal"), "refused", "crimes.csv")
    yield one("words made to break SQL", changed(Type="'); DROP TABLE crimes; --"), "accepted", "")
    yield one("words made to break a page", changed(Type="<script>alert(1)</script>"), "accepted", "")
    yield one("a formula as a word", changed(Type="=HYPERLINK(1)"), "accepted", "")
    yield one("a cell of 200,000 characters", changed(Type="x" * 200_000), "refused", "crimes.csv")
    yield one("not text", bytes(range(256)) * 8, "refused", "crimes.csv")
    yield one("a picture called CSV", b"\x89PNG\r\n\x1a\n" + bytes(100), "refused", "crimes.csv")
    yield one("a workbook called CSV", workbook(ROWS), "refused", "crimes.csv")
    yield one("a file of no kind", csv_text(ROWS), "refused|accepted", "", "crimes")
    yield one("a Word file", b"PK\x03\x04" + bytes(100), "refused", "crimes.docx", "crimes.docx")
    yield one("a PDF", b"%PDF-1.7\n" + bytes(100), "refused", "crimes.pdf", "crimes.pdf")
    for name in (
        "CON.csv",
        "a:b.csv",
        "crimes .csv",
        "..csv",
        "x" * 300 + ".csv",
        "'; rm -rf.csv",
        "<b>.csv",
        "a\nb.csv",
    ):
        if len(name) < 250:
            yield one(f"called {name[:20]!r}", csv_text(ROWS), "refused|accepted", "", name)


def workbook_cases() -> Iterator[Hostile]:
    """A supplier's return as XLSX."""

    def one(kind: str, content: bytes, verdict: str, says: str = "", name: str = "crimes.xlsx") -> Hostile:
        return Hostile("return, XLSX", kind, {name: content}, verdict, says)

    def edited(edit: Callable[[Workbook], None], rows: list[list[object]] = ROWS) -> bytes:
        return workbook(rows, edit=edit)

    yield one("as it should be", workbook(ROWS), "accepted", "3 rows")
    yield one(
        "numbers as text", workbook([ROWS[0], *([*row[:-1], str(row[-1])] for row in ROWS[1:])]), "accepted", "3 rows"
    )
    yield one("numbers with commas as text", workbook(return_rows(Crimes="1,234")), "accepted|refused", "")
    yield one("a negative number", workbook(return_rows(Crimes=-5)), "refused|accepted", "C3|E3")
    yield one("a huge number", workbook(return_rows(Crimes=10**18)), "refused|accepted", "")
    yield one("a broken number", workbook(return_rows(Crimes=12.5)), "refused|accepted", "E3")
    yield one("an error cell", workbook(return_rows(Crimes="#REF!")), "refused|accepted", "E3")
    yield one("a formula without its value", workbook(return_rows(Crimes="=1+1")), "refused|accepted", "E3")
    yield one("a truth", workbook(return_rows(Crimes=True)), "refused", "no column is")
    yield one(
        "months as dates",
        workbook([ROWS[0], *([date.fromisoformat(f"{row[0]}-01"), *row[1:]] for row in ROWS[1:])]),
        "accepted|refused",
        "",
    )
    yield one("a date with a time", workbook(return_rows(Month=datetime(2025, 10, 31, 23, 59))), "accepted|refused", "")
    yield one(
        "dates since 1904",
        edited(
            lambda b: setattr(b, "epoch", datetime(1904, 1, 1)),
            [ROWS[0], *([datetime.fromisoformat(f"{row[0]}-01"), *row[1:]] for row in ROWS[1:])],
        ),
        "accepted|refused",
        "",
    )
    yield one("merged cells", edited(lambda b: b.active.merge_cells("B2:B4")), "accepted|refused", "")
    yield one("a hidden row", edited(lambda b: setattr(b.active.row_dimensions[3], "hidden", True)), "refused", "row 3")
    yield one(
        "a hidden column",
        edited(lambda b: setattr(b.active.column_dimensions["E"], "hidden", True)),
        "refused",
        "column E",
    )
    yield one(
        "a hidden sheet", edited(lambda b: setattr(b.create_sheet("Secret"), "sheet_state", "hidden")), "accepted", ""
    )
    yield one(
        "only a hidden sheet has figures",
        edited(lambda b: (setattr(b.active, "sheet_state", "hidden"), b.create_sheet("Empty"))),
        "refused",
        "",
    )
    yield one("a total among the rows", workbook([*ROWS, ["Total", None, None, None, 34]]), "accepted|refused", "")
    yield one("two tables on a sheet", workbook([*ROWS, [], *ROWS]), "refused|accepted", "")
    yield one(
        "a title above and a note below",
        workbook([["Crimes by type"], [], *ROWS, [], ["Source: force systems"]]),
        "accepted|refused",
        "",
    )
    yield one(
        "a password for changes",
        edited(lambda b: setattr(b, "security", WorkbookProtection("x", lockStructure=True))),
        "accepted|refused",
        "",
    )
    yield one("a comment", edited(lambda b: setattr(b.active["E3"], "comment", Comment("see me", "a"))), "accepted", "")
    yield one("no sheet with anything", workbook([]), "refused", "crimes.xlsx")
    yield one("a header alone", workbook(ROWS[:1]), "refused", "crimes.xlsx")
    yield one("locked with a password", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "refused", "crimes.xlsx")
    yield one("cut short", workbook(ROWS)[:2000], "refused", "crimes.xlsx")
    yield one("an empty file", b"", "refused", "crimes.xlsx")
    yield one("text called XLSX", csv_text(ROWS), "refused", "crimes.xlsx")
    yield one("a zip of nothing", zipped({}), "refused", "crimes.xlsx")
    yield one("a photo called XLSX", b"\xff\xd8\xff\xe0" + bytes(500), "refused", "crimes.xlsx")
    yield one(
        "a macro",
        zipped({**unzipped(workbook(ROWS)), "xl/vbaProject.bin": b"\0" * 64}),
        "accepted",
        "3 rows",
        "crimes.xlsm",
    )
    sheet = "xl/worksheets/sheet1.xml"
    held = unzipped(workbook(ROWS))
    for kind, doctype in (
        ("a billion laughs", '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'),
        ("an entity from a file", '<!DOCTYPE l [<!ENTITY c SYSTEM "file:///etc/passwd">]>'),
    ):
        yield one(
            kind,
            zipped({**held, sheet: doctype.encode() + held[sheet].replace(b"Robbery", b"&c;")}),
            "refused|accepted",
            "",
        )
    yield one(
        "a sheet that is no XML", zipped({**held, sheet: b"<worksheet><sheetData><row>"}), "refused", "crimes.xlsx"
    )
    yield one(
        "a dimension of the whole sheet",
        zipped({**held, sheet: held[sheet].replace(b'ref="A1:E4"', b'ref="A1:XFD1048576"')}),
        "accepted|refused",
        "",
    )
    far = held[sheet].replace(b'<row r="4"', b'<row r="1048576"').replace(b'r="E4"', b'r="XFD1048576"')
    yield one("a cell in the farthest corner", zipped({**held, sheet: far}), "refused", "crimes.xlsx")
    yield one(
        "a row number that is none",
        zipped({**held, sheet: held[sheet].replace(b'r="E3"', b'r="E99999999999"')}),
        "refused|accepted",
        "",
    )
    yield one("its parts called with ..", zipped({**held, "../../evil.txt": b"x"}), "accepted|refused", "")


def zipped(files: Files, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zip_cases() -> Iterator[Hostile]:
    """An archive of data.police.uk."""
    good, name = street_text(GOOD), f"2025-10/{STREET}"

    def one(kind: str, content: bytes, verdict: str, says: str = "") -> Hostile:
        return Hostile("zip", kind, {"archive.zip": content}, verdict, says)

    yield one("as it should be", zipped({name: good}), "accepted", "Received 1 file")
    yield one("cut short", zipped({name: good})[:-30], "refused", "archive.zip")
    yield one("an empty file", b"", "refused", "archive.zip")
    yield one("nothing in it", zipped({}), "refused", "archive.zip")
    yield one("only folders", zipped({"2025-10/": b""}), "refused", "archive.zip")
    yield one("not a zip", b"hello" * 100, "refused", "archive.zip")
    bad = bytearray(zipped({name: good * 50}, zipfile.ZIP_STORED))
    bad[200] ^= 1
    yield one("a wrong checksum", bytes(bad), "refused", "archive.zip: ")
    locked = bytearray(zipped({name: good}))
    for at in (locked.find(b"PK\x01\x02") + 8, 6):
        locked[at] |= 1
    yield one("locked with a password", bytes(locked), "refused", "archive.zip: ")
    yield one("a zip in a zip", zipped({"inner.zip": zipped({name: good})}), "refused", "inner.zip")
    for told in ("../" * 5 + STREET, "/etc/" + STREET, "..\\..\\" + STREET, "C:\\" + STREET, "a/../../" + STREET):
        yield one(f"a member called {told[:30]!r}", zipped({told: good}), "refused", "archive.zip: ")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo(name)
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    yield one("a link", out.getvalue(), "refused", "archive.zip: ")
    with zipfile.ZipFile(io.BytesIO(), "w"):
        pass
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr(name, good)
        archive.writestr(name + "x", street_text(GOOD, GOOD))
    yield one(
        "a name twice", twice.getvalue().replace(b"street.csvx", b"street.csv" + b"\0")[:], "refused", "archive.zip"
    )
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as archive:
        for content in (good, street_text(GOOD, GOOD)):
            archive.writestr(zipfile.ZipInfo(name), content)
    yield one("one file twice, and different", again.getvalue(), "refused", "archive.zip")
    yield one("a bomb", zipped({name: b"0" * 300_000_000}), "refused", "archive.zip: ")
    yield one(
        "100,000 members",
        zipped({f"{n}.txt": b"" for n in range(100_000)}, zipfile.ZIP_STORED),
        "refused",
        "archive.zip: ",
    )
    yield one("a readme beside", zipped({name: good, "README.txt": b"hello"}), "refused|accepted", "README.txt")
    yield one(
        "hidden files of a Mac",
        zipped({name: good, f"__MACOSX/2025-10/._{STREET}": b"x", ".DS_Store": b"x"}),
        "accepted",
        "Received 1 file",
    )


TEXTS = {
    "office.toml": 'name = "Office"\narea = "wiltshire"\n',
    "plan.toml": 'title = "Plan"\n\n[[priority]]\ntitle = "Fewer victims"\n\n[[priority.objective]]\ntitle = "Less"\nmeasures = ["burglary"]\n',
    "measures/own.toml": 'name = "own"\ntitle = "Burglaries"\nwhy = "It tells how much."\nunit = "count"\nbetter = "down"\n'
    'areas = ["force"]\n\n[numerator]\nfacts = "crimes"\nwhere.crime_type = ["Burglary"]\n',
    "sources/own_return.toml": 'name = "own_return"\ntitle = "Own"\nsupplier = "We"\nfills = "own"\nevidence = "reported"\nthreshold = 0\n'
    'force = "Wiltshire Police"\ncolumn = [{name = "month", header = "Month", type = "month", key = true}, '
    '{name = "n", header = "N", type = "whole number"}]\n',
    "packs/q3/pack.toml": 'title = "Report"\nperiod = "2025-26-q3"\nsections = ["01.md"]\n',
    "packs/q3/01.md": "# Summary\n\n## Burglary\n\nThere were [[burglary]].\n",
    "areas.csv": "area,name,kind,force,place,vintage\nswindon,Swindon,local authority,Wiltshire Police,E06000030,\n",
    "breaks.csv": "dataset,area,month,reason\ncrimes,*,2021-06,a new system\n",
    "statements.csv": "id,text,value,unit,period,scope,source,url\nvisits,Visits,12,count,2024,Wiltshire,A report,https://example.org/\n",
    "requests.csv": "pack,source,asked,chased\nq3,crimes_return,2025-11-01,\n",
    "sources/matches/crimes_return.toml": 'reads = "crimes_return"\n[columns]\nmonth = "Month"\n',
}
"""A file of each kind that people write into a workspace, as it should be."""


QUICK = ("packs/q3/pack.toml", "statements.csv", "packs/q3/01.md")
"""One of each kind: what every run of the tests tries; `scripts/bad-input` tries all."""


def text_cases(names: Collection[str] = tuple(TEXTS)) -> Iterator[Hostile]:
    """What people write: TOML, CSV and Markdown of a workspace. Told by `check`."""
    for name in names:
        told = TEXTS[name]
        good = told.encode()

        def one(kind: str, content: bytes, verdict: str = "refused", says: str = "", name: str = name) -> Hostile:
            return Hostile(f"text, {name}", kind, {name: content}, verdict, says or name.rpartition("/")[2])

        yield one("as it should be", good, "accepted|refused", " ")
        yield one("an empty file", b"", "refused|accepted", " ")
        yield one("UTF-16", told.encode("utf-16"))
        yield one("Latin-1", good + "# café\n".encode("latin-1"))
        yield one("a byte order mark", b"\xef\xbb\xbf" + good, "accepted|refused", " ")
        yield one("a NUL", good.replace(b"e", b"e\0", 1))
        yield one("not text", bytes(range(256)) * 8)
        yield one("returns and newlines mixed", good.replace(b"\n", b"\r\n", 1), "accepted|refused", " ")
        yield one("an escape sequence", good.replace(b"e", b"e\x1b[31m", 1), "refused|accepted", " ")
        yield one("a cell of 200,000 characters", good.replace(b"a", b"a" * 200_000, 1), "refused|accepted", " ")
        if name.endswith(".toml"):
            yield one("a key misspelt", b'titel = "x"\n' + good)
            yield one("a key twice", good.splitlines()[0] + b"\n" + good)
            yield one("a quote not closed", good.replace(b'"', b"", 1))
            yield one("an array 10,000 deep", b"x = " + b"[" * 10_000 + b"]" * 10_000 + b"\n" + good)
            yield one("a table 2,000 deep", good + b"[" + b".".join([b"a"] * 2000) + b"]\n")
            yield one(
                "a number where text is due",
                good.replace(good.split(b"= ")[1].split(b"\n")[0], b"5", 1),
                "refused",
                " ",
            )
            yield one(
                "a list where text is due",
                good.replace(good.split(b"= ")[1].split(b"\n")[0], b'["a"]', 1),
                "refused",
                " ",
            )
            yield one("a number too large", good + b"\nn = " + b"9" * 5000 + b"\n")
        if name.endswith(".csv"):
            head, row = good.splitlines()
            yield one("a column missing", head.rpartition(b",")[0] + b"\n" + row.rpartition(b",")[0] + b"\n")
            yield one("a column more", head + b",x\n" + row + b",x\n")
            yield one("a cell too many", head + b"\n" + row + b",x,y\n")
            yield one("a cell too few", head + b"\n" + row.rpartition(b",")[0].rpartition(b",")[0] + b"\n")
            yield one("a quote not closed", head + b'\n"' + row + b"\n")
            yield one("a row twice", good + row + b"\n", "refused|accepted", " ")
            yield one("a blank line", head + b"\n\n" + row + b"\n", "accepted|refused", " ")
        if name.endswith(".md"):
            for kind, text in (
                ("a script", "<script>alert(1)</script>"),
                ("a picture from elsewhere", "![x](https://example.org/x.png)"),
                ("a link that runs", "[x](javascript:alert(1))"),
                ("a file of the machine", "![x](file:///etc/passwd)"),
                ("a typed figure", "Burglary fell by 12%."),
                ("a measure nobody knows", "[[nosuch]]"),
                ("a binding not closed", "[[burglary"),
                ("a binding in a binding", "[[[[burglary]]]]"),
                ("brackets without end", "[[" * 5000),
                ("quotes without end", ">" * 3000),
                ("emphasis without end", "*a " * 20000),
                ("a block nobody knows", "```nosuch\nx = 1\n```"),
                ("a block not closed", "```chart\nshape = "),
                ("HTML entities", "&lt;script&gt; &#x3c;script&#x3e;"),
                ("a frame", '<iframe src="https://example.org"></iframe>'),
                ("an attribute", '<p onclick="alert(1)">x</p>'),
                ("a template of ours", "{{ pack }} {% for x in y %}"),
                ("a period that is none", "[[burglary@swindon/2025-26-q9]]"),
                ("an area that is none", "[[burglary@atlantis]]"),
                ("a form that is none", "[[burglary:nosuch]]"),
                ("a claim without a finding", "[fell](=nosuch:change)"),
                ("a path as an area", "[[burglary@../../etc/passwd]]"),
            ):
                yield one(kind, good + b"\n" + text.encode() + b"\n", "refused|accepted", " ")


def cases() -> tuple[Hostile, ...]:
    """Files that arrive."""
    return (*street_cases(), *return_csv_cases(), *workbook_cases(), *zip_cases())
