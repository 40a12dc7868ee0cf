"""Workbooks: what XLSX, XLS and ODS can hold besides cells, and what can be done to the files themselves."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation

from hostile import GOOD, HEAD, ROWS, Case, Figures, accepted, refused, sent
from hostile.books import Edit, listed, ods, ods_rows, packed, parts, text, with_part, xls, xlsx
from hostile.returns import AT, TABLE, every, without

SHEET = "xl/worksheets/sheet1.xml"
BILLION = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
FROM_A_FILE = b'<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
FROM_ELSEWHERE = b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY j SYSTEM "http://127.0.0.1:9/">]>'
OLD = bytes.fromhex("d0cf11e0a1b11ae1")


def begun(xml: bytes, doctype: bytes) -> bytes:
    """XML with a document type before its first element, and a name of it where a word stood."""
    at = xml.find(b"?>") + 2 if xml.startswith(b"<?xml") else 0
    return xml[:at] + doctype + xml[at:].replace(b"later", b"&j;", 1)


def formula(cell: str, told: bytes | None) -> bytes:
    """A formula in a cell of figures, with what it came to or without."""
    value = b"" if told is None else b"<v>%s</v>" % told
    kind = b' t="str"' if told == b"" else b' t="e"' if told and told.startswith(b"#") else b""
    old = b'<c r="%s" t="n"><v>%d</v></c>' % (cell.encode(), ROWS[AT - 1][4])
    return with_part(xlsx(TABLE), SHEET, lambda xml: xml.replace(old, b'<c r="%s"%s><f>SUM(1,2)</f>%s</c>' % (cell.encode(), kind, value)))  # fmt: skip


def cases() -> Iterator[Case]:
    of, file = "workbook, XLSX", "calls.xlsx"

    def no(what: str, content: bytes | Callable[[], bytes], *says: str, name: str = file, large: bool = False) -> Case:
        return refused(of, what, sent(name, content), name, *says, large=large)

    def yes(what: str, content: bytes, *says: str, kept: Figures = GOOD, name: str = file) -> Case:
        return accepted(of, what, sent(name, content), *says, calls=kept)

    def edited(edit: Edit) -> bytes:
        return xlsx(TABLE, edit=edit)

    def mac(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    days = every("Month", lambda m: datetime(int(m[:4]), int(m[5:]), 1))
    yield yes("days counted from 1904, as the workbook says", xlsx(days, edit=mac))
    yield yes("words in a list of their own", listed(TABLE))
    yield yes("a hidden sheet besides", edited(lambda b: setattr(b.create_sheet("Secret"), "sheet_state", "hidden")))
    yield yes("a hidden sheet of other figures", xlsx(TABLE, more={"Old": [HEAD, *([*r[:4], 1] for r in ROWS)]}, edit=lambda b: setattr(b["Old"], "sheet_state", "hidden")))  # fmt: skip
    yield yes("a very hidden sheet of other figures", xlsx(TABLE, more={"Old": [HEAD, *([*r[:4], 1] for r in ROWS)]}, edit=lambda b: setattr(b["Old"], "sheet_state", "veryHidden")))  # fmt: skip
    yield no("figures on a hidden sheet alone", xlsx(TABLE, more={"Cover": [["Calls"]]}, edit=lambda b: setattr(b["Sheet1"], "sheet_state", "hidden")))  # fmt: skip
    yield no(
        "a hidden row of figures", edited(lambda b: setattr(b["Sheet1"].row_dimensions[9], "hidden", True)), "row 9"
    )
    yield no("rows hidden by a filter", edited(lambda b: [setattr(b["Sheet1"].row_dimensions[n], "hidden", True) for n in range(3, 9)]), "row 3")  # fmt: skip
    yield no("a hidden column of figures", edited(lambda b: setattr(b["Sheet1"].column_dimensions["E"], "hidden", True)), "column E")  # fmt: skip
    yield no("a hidden row of figures, in single quotes", with_part(xlsx(TABLE), SHEET, lambda xml: xml.replace(b'<row r="9"', b"<row r='9' hidden = 'true'")), "row 9")  # fmt: skip
    yield no("a row of figures that has no height", with_part(xlsx(TABLE), SHEET, lambda xml: xml.replace(b'<row r="9"', b'<row r="9" ht="0"')), "row 9")  # fmt: skip
    yield no("a hidden row of figures, every name with a prefix", with_part(xlsx(TABLE), SHEET, lambda xml: re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", xml).replace(b" xmlns=", b" xmlns:x=").replace(b'<x:row r="9"', b'<x:row r="9" hidden="1"')), "row 9")  # fmt: skip
    yield no("a row said to be hidden and not", with_part(xlsx(TABLE), SHEET, lambda xml: xml.replace(b'<row r="9"', b'<row r="9" hidden="1" hidden="0"')), "hidden rows and columns cannot be read")  # fmt: skip
    yield no(
        "two sheets of one return that differ",
        xlsx(TABLE, more={"Sheet2": [HEAD, *([*r[:4], 1] for r in ROWS)]}),
        "Sheet2",
    )
    yield yes("the same sheet twice", xlsx(TABLE, more={"Sheet2": TABLE}), "which repeats another sheet")
    yield yes(
        "a sheet for each month",
        xlsx([HEAD, *ROWS[:6]], "October", more={"Nov": [HEAD, *ROWS[6:12]], "Dec": [HEAD, *ROWS[12:]]}),
    )
    yield yes("an empty sheet first", xlsx([], "Cover", more={"Calls": TABLE}))
    yield yes("merged cells of one word", edited(lambda b: b["Sheet1"].merge_cells("B2:B19")))
    yield yes(
        "figures merged", edited(lambda b: b["Sheet1"].merge_cells("E2:E4")), "E2", "merged", kept=without("2025-10")
    )
    yield no("months merged with others", edited(lambda b: b["Sheet1"].merge_cells("A7:A8")))
    yield yes("notes beside a cell", edited(lambda b: setattr(b["Sheet1"]["E3"], "comment", Comment("see me", "a"))))
    yield yes(
        "locked against change", edited(lambda b: setattr(b, "security", WorkbookProtection("x", lockStructure=True)))
    )
    yield yes(
        "drop-downs",
        edited(lambda b: b["Sheet1"].add_data_validation(DataValidation("list", formula1='"a,b"', sqref="C2:C9"))),
    )
    yield yes("a formula with what it came to", formula("E9", str(ROWS[AT - 1][4]).encode()))
    yield yes("a formula without what it comes to", formula("E9", None), "E9", kept=without("2025-11"))
    yield yes("a formula that comes to nothing", formula("E9", b""), "E9", kept=without("2025-11"))
    yield yes("a formula that failed", formula("E9", b"#REF!"), "E9", kept=without("2025-11"))
    yield yes("a formula divided by nought", formula("E9", b"#DIV/0!"), "E9", kept=without("2025-11"))
    yield yes("macros", packed({**parts(xlsx(TABLE)), "xl/vbaProject.bin": b"\0" * 64}), name="calls.xlsm")
    yield yes(
        "a link to another workbook", packed({**parts(xlsx(TABLE)), "xl/externalLinks/externalLink1.xml": b"<x/>"})
    )
    yield no("locked with a password", OLD + bytes(4000))
    yield no("an empty file", b"")
    yield no("cut short", xlsx(TABLE)[:3000])
    yield no("text under a workbook's name", text(TABLE))
    yield no("a photo under a workbook's name", b"\xff\xd8\xff\xe0" + bytes(500))
    yield no("a zip of nothing", packed({}))
    yield no("without its sheet", packed({k: v for k, v in parts(xlsx(TABLE)).items() if k != SHEET}))
    yield no(
        "without its list of sheets", packed({k: v for k, v in parts(xlsx(TABLE)).items() if k != "xl/workbook.xml"})
    )
    yield no("a sheet that is no XML", packed({**parts(xlsx(TABLE)), SHEET: b"<worksheet><sheetData><row"}))
    yield no("a sheet that ends early", with_part(xlsx(TABLE), SHEET, lambda xml: xml[: len(xml) // 2]))
    yield no("a sheet with a bad checksum", bytes(_flipped(xlsx(TABLE))))
    yield no("a billion laughs", with_part(xlsx(TABLE), SHEET, lambda xml: begun(xml, BILLION)))
    yield no(
        "a billion laughs among its words",
        with_part(listed(TABLE), "xl/sharedStrings.xml", lambda xml: begun(xml, BILLION)),
    )
    yield no("an entity from a file", with_part(xlsx(TABLE), SHEET, lambda xml: begun(xml, FROM_A_FILE)))
    yield no("an entity from elsewhere", with_part(xlsx(TABLE), SHEET, lambda xml: begun(xml, FROM_ELSEWHERE)))
    yield no(
        "an entity in its list of sheets",
        with_part(xlsx(TABLE), "xl/workbook.xml", lambda xml: begun(xml, FROM_A_FILE)),
    )
    yield yes(
        "a dimension of the whole sheet",
        with_part(xlsx(TABLE), SHEET, lambda xml: xml.replace(b'ref="A1:E19"', b'ref="A1:XFD1048576"')),
    )
    yield no(
        "a cell in the farthest corner",
        with_part(
            xlsx(TABLE),
            SHEET,
            lambda xml: xml.replace(b'r="E19"', b'r="XFD1048576"').replace(b'<row r="19"', b'<row r="1048576"'),
        ),
        large=True,
    )
    yield no(
        "a cell in a column that no sheet has",
        with_part(xlsx(TABLE), SHEET, lambda xml: xml.replace(b'r="E9"', b'r="ZZZZZZ9"')),
        large=True,
    )
    yield no(
        "a cell in a row that no sheet has",
        with_part(xlsx(TABLE), SHEET, lambda xml: xml.replace(b'r="E9"', b'r="E99999999999"')),
    )
    yield no("a cell named by nonsense", with_part(xlsx(TABLE), SHEET, lambda xml: xml.replace(b'r="E9"', b'r="!!"')))
    yield no(
        "a word that is not in its list",
        with_part(listed(TABLE), SHEET, lambda xml: re.sub(rb'(<c r="C9" t="s"><v>)\d+', rb"\g<1>99999", xml)),
    )
    yield no(
        "a merge without end",
        with_part(
            xlsx(TABLE),
            SHEET,
            lambda xml: xml.replace(
                b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            ),
        ),
    )
    yield yes("a part called with ..", packed({**parts(xlsx(TABLE)), "../../evil.txt": b"x"}))
    yield no("its words a bomb", lambda: words_bomb(), large=True)
    yield no("its sheet a bomb of blanks", lambda: sheet_bomb(), large=True)
    yield no("its sheet a bomb of cells", lambda: cells_bomb(), large=True)
    yield no("a sheet of 110,000 rows of one key", lambda: xlsx_rows(110_000), large=True)
    yield no("a sheet of 300,000 rows", lambda: xlsx_rows(300_000), large=True)
    yield (no("a sheet of 60,000 rows nobody asked for", lambda: other_rows(), large=True))
    yield accepted(of, "2,000 sheets more", sent(file, lambda: many_sheets(2_000)), large=True, calls=GOOD)
    for name in ("a/b", "x' OR 1=1 --", "<b>", "=1+1", "Sheet " + "x" * 40):
        yield yes(
            f"a sheet called {name[:12]}",
            with_part(
                xlsx(TABLE),
                "xl/workbook.xml",
                lambda xml, name=name: xml.replace(b'name="Sheet1"', b'name="%s"' % name.replace("<", "&lt;").encode()),
            ),
        )
    of = "workbook, ODS"
    yield no(
        "a billion laughs in ODS",
        with_part(ods(TABLE), "content.xml", lambda xml: begun(xml, BILLION)),
        name="calls.ods",
    )
    yield no(
        "an entity from a file in ODS",
        with_part(ods(TABLE), "content.xml", lambda xml: begun(xml, FROM_A_FILE)),
        name="calls.ods",
    )
    yield no(
        "a row repeated a million times",
        ods(
            TABLE,
            rows=ods_rows([ROWS[0]]).replace(
                "<table:table-row>", '<table:table-row table:number-rows-repeated="1048000">'
            ),
        ),
        name="calls.ods",
        large=True,
    )
    yield refused(
        of,
        "a text repeated a million times",
        sent(
            "calls.ods",
            ods(
                TABLE,
                rows=ods_rows([ROWS[0]]).replace(
                    "<table:table-cell ", '<table:table-cell table:number-columns-repeated="1000000" '
                ),
            ),
        ),
        "columns",
        large=True,
    )
    yield yes("blank rows repeated to the end, as LibreOffice does", ods(TABLE, rows='<table:table-row table:number-rows-repeated="1048557"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'), name="calls.ods")  # fmt: skip
    yield no(
        "a row repeated without end",
        ods(
            TABLE,
            rows=ods_rows([ROWS[0]]).replace(
                "<table:table-row>", '<table:table-row table:number-rows-repeated="99999999999999999999">'
            ),
        ),
        name="calls.ods",
    )
    yield no("cut short in ODS", ods(TABLE)[:700], name="calls.ods")
    yield no(
        "without its content",
        packed({k: v for k, v in parts(ods(TABLE)).items() if k != "content.xml"}),
        name="calls.ods",
    )
    yield no("content that is no XML", packed({**parts(ods(TABLE)), "content.xml": b"<office"}), name="calls.ods")
    yield no(
        "locked with a password, in ODS",
        packed(
            {
                **parts(ods(TABLE)),
                "META-INF/manifest.xml": parts(ods(TABLE))["META-INF/manifest.xml"].replace(
                    b'media-type="text/xml"/>',
                    b'media-type="text/xml"><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>',
                ),
                "content.xml": bytes(range(256)),
            }
        ),
        name="calls.ods",
    )
    yield (
        no(
            "hidden rows of figures, in ODS",
            ods(
                [*TABLE[:-1]],
                rows=ods_rows([TABLE[-1]]).replace(
                    "<table:table-row>", '<table:table-row table:visibility="collapse">'
                ),
            ),
            "row 19",
            name="calls.ods",
        )
    )
    yield no(
        "rows of figures in a closed group, in ODS",
        ods(
            [*TABLE[:-1]],
            rows=f'<table:table-row-group table:display="false">{ods_rows([TABLE[-1]])}</table:table-row-group>',
        ),
        "row 19",
        name="calls.ods",
    )
    yield no("XLSX under ODS's name", xlsx(TABLE), name="calls.ods")
    yield no("ODS under XLSX's name", ods(TABLE))
    of = "workbook, XLS"
    yield no("cut short, in XLS", xls(TABLE)[:2500], name="calls.xls")
    yield no("zeros in its middle, in XLS", xls(TABLE)[:1200] + bytes(600) + xls(TABLE)[1800:], name="calls.xls")
    yield no("a head alone, in XLS", OLD + bytes(504), name="calls.xls")
    yield no("text under XLS's name", text(TABLE), name="calls.xls")
    yield no("a web page under XLS's name", b"<html><table><tr><td>Month</td></tr></table></html>", name="calls.xls")
    yield no("its sectors in a ring, in XLS", bytes(_ring(xls(TABLE))), name="calls.xls")
    yield no("XLSX under XLS's name", xlsx(TABLE), name="calls.xls")
    for ending in ("xlsb", "numbers", "doc", "docx", "pdf", "html", "json", "xml", "parquet", "csv.gz", ""):
        name = f"calls.{ending}".rstrip(".")
        if ending:
            yield no(f"a return as {ending}", xlsx(TABLE), name=name)
    yield no("a workbook of a name without an ending", xlsx(TABLE), name="calls")


def _flipped(content: bytes) -> bytearray:
    made = bytearray(content)
    at = content.find(SHEET.encode()) + len(SHEET) + 200
    made[at] ^= 255
    return made


def _ring(content: bytes) -> bytearray:
    """The table of sectors says that each is followed by itself."""
    made = bytearray(content)
    sector = int.from_bytes(content[76:80], "little")
    at = 512 * (sector + 1)
    for n in range(100):
        made[at + 4 * n : at + 4 * n + 4] = n.to_bytes(4, "little")
    return made


def _pumped(part: str, start: bytes, again: bytes, times: int, end: bytes) -> bytes:
    import io
    import zipfile

    held = parts(listed(TABLE))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            if name != part:
                archive.writestr(name, content)
        with archive.open(part, "w", force_zip64=True) as made:
            made.write(start)
            block = again * 1000
            for _ in range(times // 1000):
                made.write(block)
            made.write(end)
    return out.getvalue()


MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def words_bomb() -> bytes:
    return _pumped("xl/sharedStrings.xml", b"<sst %s>" % MAIN, b"<si><t>ha</t></si>", 60_000_000, b"</sst>")


def sheet_bomb() -> bytes:
    return _pumped(SHEET, b"<worksheet %s><sheetData>" % MAIN, b" " * 1000, 1_000_000, b"</sheetData></worksheet>")


def cells_bomb() -> bytes:
    return _pumped(
        SHEET,
        b"<worksheet %s><sheetData>" % MAIN,
        b'<row><c t="n"><v>1</v></c><c><v>1</v></c></row>',
        3_000_000,
        b"</sheetData></worksheet>",
    )


def xlsx_rows(count: int) -> bytes:
    row = b'<row><c t="inlineStr"><is><t>2025-10</t></is></c><c t="inlineStr"><is><t>Wiltshire Police</t></is></c><c><v>999</v></c><c t="inlineStr"><is><t>later</t></is></c><c><v>7</v></c></row>'
    return _pumped(
        SHEET,
        b"<worksheet %s><sheetData>" % MAIN
        + b"<row>"
        + b"".join(b'<c t="inlineStr"><is><t>%s</t></is></c>' % h.encode() for h in HEAD)
        + b"</row>",
        row,
        count,
        b"</sheetData></worksheet>",
    )


def other_rows() -> bytes:
    row = (
        b"<row>"
        + b"".join(b'<c t="inlineStr"><is><t>w%d</t></is></c><c><v>%d</v></c>' % (n, n) for n in range(6))
        + b"</row>"
    )
    return _pumped(SHEET, b"<worksheet %s><sheetData>" % MAIN, row, 60_000, b"</sheetData></worksheet>")


def many_sheets(count: int) -> bytes:
    return xlsx(TABLE, more={f"S{n}": [["a", n]] for n in range(count)})


CASES = [*cases()]
