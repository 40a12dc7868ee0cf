"""Hostile files whose point is their size: lines without end, bombs, cells in the farthest corner."""

import io
import os
import zipfile
from collections.abc import Callable, Mapping

from hostile import ROWS, STREET, csv_text, line, return_rows, street_row, street_text, unzipped, workbook, zipped

M = 1_000_000
SHEET, LINKS = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"
STRINGS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def xlsx(**change: Callable[[bytes], bytes]) -> bytes:
    """The workbook, its sheet's or its links' XML changed."""
    parts = unzipped(workbook(ROWS))
    for name, edit in change.items():
        path = {"sheet": SHEET, "links": LINKS}[name]
        parts[path] = edit(parts[path])
    return zipped(parts)


def in_the_sheet(xml: bytes) -> bytes:
    return xlsx(sheet=lambda held: held.replace(b"<sheetData>", b"<sheetData>" + xml))


def many_strings() -> bytes:
    """Its shared strings claim to be 99,999,999,999."""
    link = f'<Relationship Id="rId99" Type="{STRINGS}" Target="/xl/sharedStrings.xml"/></Relationships>'.encode()
    parts = unzipped(xlsx(links=lambda held: held.replace(b"</Relationships>", link)))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    told = f'<sst xmlns="{main}" count="99999999999" uniqueCount="99999999999"><si><t>x</t></si></sst>'
    return zipped({**parts, "xl/sharedStrings.xml": told.encode()})


def ods(rows: bytes) -> bytes:
    kinds = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "table", "text"))
    body = f'<?xml version="1.0"?><office:document-content {kinds}><office:body><office:spreadsheet>'.encode()
    body += b'<table:table table:name="S">' + rows + b"</table:table></office:spreadsheet></office:body>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    manifest = f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0">{entry}</manifest:manifest>'
    content = {"content.xml": body + b"</office:document-content>", "META-INF/manifest.xml": manifest.encode()}
    return zipped({"mimetype": kind.encode(), **content})


def repeated(rows: int, columns: int, text: bytes = b"<text:p>x</text:p>") -> bytes:
    kind = b' office:value-type="string"' if text else b""
    cell = b'<table:table-cell%b table:number-columns-repeated="%d">%b</table:table-cell>' % (kind, columns, text)
    return b'<table:table-row table:number-rows-repeated="%d">%b</table:table-row>' % (rows, cell)


def members(sizes: Mapping[str, int]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, size in sizes.items():
            archive.writestr(name, b"0" * size)
    return out.getvalue()


def rows_of_a_million() -> bytes:
    return b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(5, M))


RETURN_ROW = b"2025-10,Wiltshire Police,E06000030,x,1\n"

HUGE: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "street: a line of 90 MB": (STREET, lambda: street_text(line(street_row(Location="x" * 90 * M)))),
    "street: a line of 200 MB": (STREET, lambda: street_text(line(street_row(Location="x" * 200 * M)))),
    "street: 90 MB of quotes": (STREET, lambda: street_text('"' * 90 * M)),
    "street: 90 MB of newlines": (STREET, lambda: street_text() + b"\n" * 90 * M),
    "street: 90 MB of commas": (STREET, lambda: street_text() + b"," * 90 * M),
    "return, CSV: a line of 20 MB": ("crimes.csv", lambda: csv_text(return_rows(Type="x" * 20 * M))),
    "return, CSV: a line of 200 MB": ("crimes.csv", lambda: csv_text(return_rows(Type="x" * 200 * M))),
    "return, CSV: 600,000 rows": ("crimes.csv", lambda: csv_text(ROWS) + RETURN_ROW * 600_000),
    "return, CSV: 20 million cells": ("crimes.csv", lambda: csv_text(ROWS) + b"," * 20 * M),
    "return, CSV: 20 MB of newlines": ("crimes.csv", lambda: csv_text(ROWS) + b"\n" * 20 * M),
    "return, CSV: 20 MB of quotes": ("crimes.csv", lambda: b'"' * 20 * M),
    "return, CSV: 20,000 columns": ("crimes.csv", lambda: b"\n".join([b",".join([b"1"] * 20_000)] * 2)),
    "return, XLSX: a gigabyte of blanks": ("crimes.xlsx", lambda: in_the_sheet(b" " * 1000 * M)),
    "return, XLSX: 140 MB of blanks": ("crimes.xlsx", lambda: in_the_sheet(b" " * 140 * M)),
    "return, XLSX: a million rows": ("crimes.xlsx", lambda: in_the_sheet(rows_of_a_million())),
    "return, XLSX: strings that claim to be many": ("crimes.xlsx", many_strings),
    "return, ODS: a cell a billion times": ("crimes.ods", lambda: ods(repeated(M, 1000))),
    "return, ODS: a cell 10^18 times": ("crimes.ods", lambda: ods(repeated(1000 * M, 1000 * M))),
    "return, ODS: a sheet of empty cells": (
        "crimes.ods",
        lambda: ods(repeated(1, 2) + repeated(1 << 20, 1 << 14, b"")),
    ),
    "return, ODS: a row far below": (
        "crimes.ods",
        lambda: ods(repeated(1, 2) + repeated(1_048_570, 16_000, b"") + repeated(1, 2)),
    ),
    "return, ODS: 140 MB of blanks": ("crimes.ods", lambda: ods(b" " * 140 * M)),
    "return, XLS: noise after its mark": (
        "crimes.xls",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(5 * M),
    ),
    "zip: a member of 300 MB": ("archive.zip", lambda: members({f"2025-10/{STREET}": 300 * M})),
    "zip: 40 members of 50 MB": ("archive.zip", lambda: members({f"f{n}.csv": 50 * M for n in range(40)})),
    "zip: 100,000 members": ("archive.zip", lambda: members({f"{n}.txt": 0 for n in range(100_000)})),
}
"""By name: what the file is called, and what makes it."""

QUICK = ("street: a line of 90 MB", "street: 90 MB of quotes", "return, CSV: 20 million cells",
         "return, CSV: 20,000 columns", "return, XLSX: strings that claim to be many", "return, XLSX: 140 MB of blanks",
         "return, ODS: a cell a billion times", "zip: a member of 300 MB", "zip: 100,000 members")  # fmt: skip
"""Those that every run of the tests tries; `scripts/bad-input` tries all."""
