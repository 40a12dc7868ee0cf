"""Workbooks written by hand, so that they can be written wrongly: XLSX, XLS and ODS from rows of cells."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import xlwt
from openpyxl import Workbook

Table = list[list[Any]]
Edit = Callable[[Workbook], object]


def text(table: Table, delimiter: str = ",", end: str = "\r\n", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(table)
    return out.getvalue().encode(encoding)


def xlsx(
    table: Table, sheet: str = "Sheet1", edit: Edit = lambda _: None, more: Mapping[str, Table] | None = None
) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in {sheet: table, **(more or {})}.items():
        made = book.create_sheet(name)
        for row in rows:
            made.append(row)
        for line in made.iter_rows():
            for cell in line:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.data_type = "s"
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def listed(table: Table) -> bytes:
    """XLSX as Excel writes it: its words in a list of their own."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    for r, row in enumerate(table):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    book.close()
    return out.getvalue()


def xls(table: Table, sheet: str = "Sheet1") -> bytes:
    book = xlwt.Workbook()
    made = book.add_sheet(sheet)
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for r, row in enumerate(table):
        for c, cell in enumerate(row):
            if cell is not None and cell != "":
                made.write(r, c, cell, *([day] if isinstance(cell, date) else []))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{what}:1.0"'
    for name, what in (("office", "office"), ("table", "table"), ("text", "text"))
)


def ods_cell(cell: Any) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        told = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, int | float):
        told = f'office:value-type="float" office:value="{cell}"'
    else:
        told = 'office:value-type="string"'
    return f"<table:table-cell {told}><text:p>{escape(str(cell))}</text:p></table:table-cell>"


def ods_rows(table: Table) -> str:
    return "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in table)


def ods(table: Table, sheet: str = "Sheet1", rows: str = "", before: str = "", more: str = "") -> bytes:
    """`rows` are more rows, as XML; `before` stands before the first element; `more` are more sheets."""
    body = f"<table:table table:name={quoteattr(sheet)}>{ods_rows(table)}{rows}</table:table>{more}"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {NAMESPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return out.getvalue()


MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""

FORMATS: Mapping[str, Callable[[Table], bytes]] = {"csv": text, "xlsx": xlsx, "xls": xls, "ods": ods}


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Mapping[str, bytes | str] | Sequence[tuple[str, bytes | str]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items() if isinstance(files, Mapping) else files:
            archive.writestr(name, content)
    return out.getvalue()


def with_part(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    held = parts(content)
    changed = change(held[part])
    assert changed != held[part]
    return packed({**held, part: changed})
