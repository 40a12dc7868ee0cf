"""Files whose point is their size: a line, a file, a sheet, a text of the workspace without end."""

import random
import re
from collections.abc import Iterator

from hostile import GOOD, HEAD, SECTION, Case, Command, Make, Place, accepted, refused, sent
from hostile.books import listed, ods, text, with_part
from hostile.office import TOMLS
from hostile.police import as_csv, name, rows
from hostile.returns import TABLE

MB = 1 << 20


def of_size(file: str, begin: bytes, again: bytes, megabytes: int, end: bytes = b"") -> Make:
    """Written piece by piece: the making is not what is measured."""

    def make(place: Place) -> Command:
        path = place.send(file, begin)
        with path.open("ab") as out:
            for _ in range(megabytes):
                out.write(again)
            out.write(end)
        return "receive", place.office, path

    return make


def in_office(file: str, begin: bytes, again: bytes, megabytes: int) -> Make:
    def make(place: Place) -> Command:
        path = place.office / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            out.write(begin)
            for _ in range(megabytes):
                out.write(again)
        return "check", place.office

    return make


def cases() -> Iterator[Case]:
    of = "large file"
    street, good = name("street"), as_csv(rows("street")).encode()
    row = good.splitlines(keepends=True)[1]

    def no(what: str, make: Make, *says: str, code: int = 3) -> Case:
        return refused(of, what, make, *says, code=code, large=True)

    yield no("a street file with a line of 200 MB", of_size(street, good, b"x" * MB, 200), "bytes")
    yield no("a street file with a line of 50 MB", of_size(street, good, b"x" * MB, 50, b"\r\n"), street)
    yield no(
        "a street file with a cell of 50 MB in quotes",
        of_size(street, good + b'"', b"x" * MB, 50, b'"' + row[64:]),
        street,
    )
    yield no("a street file of 50 MB of commas", of_size(street, good, b"," * MB, 50), street)
    yield no("a street file of 50 MB of quotes", of_size(street, good, b'"' * MB, 50), street)
    yield no("a street file of 50 MB of line ends", of_size(street, good, b"\n" * MB, 50), street)
    lines = (b"," * 90_000 + b"\n") * 11
    yield no("a street file of 50 MB of lines of commas", of_size(street, good.replace(b"\r", b""), lines, 50), street)
    yield no(
        "a street file of 50 MB of empty cells in quotes",
        of_size(street, good.replace(b"\r", b""), b'"",' * 30_000 + b"\n", 550),
        street,
    )
    yield no(
        "a street file of 50 MB of quoted line ends",
        of_size(street, good.replace(b"\r", b"") + b'"', b"x\n" * (MB // 2), 50),
        street,
    )
    yield no(
        "a street file of 50 MB beyond ASCII",
        of_size(street, good.replace(b"\r", b""), ("é" * 20_000 + "\n").encode() * 25, 50),
        street,
    )
    yield accepted(
        of, "a street file of 50 MB that is right", of_size(street, good, row * 3500, 50), "175,004 rows", large=True
    )
    yield no("a street file of 1 GB", of_size(street, good, row * (MB // len(row)), 1000), "bytes")
    yield no("a return with a line of 200 MB", of_size("calls.csv", text(TABLE), b"x" * MB, 200), "bytes")
    yield no("a return with a line of 20 MB", of_size("calls.csv", text(TABLE), b"x" * MB, 20), "calls.csv")
    yield no("a return of 28 MB of commas", of_size("calls.csv", text(TABLE), b"," * MB, 28), "calls.csv")
    yield no("a return of 28 MB of quotes", of_size("calls.csv", text(TABLE), b'"' * MB, 28), "calls.csv")
    yield no("a return of 28 MB of line ends", of_size("calls.csv", text(TABLE), b"\n" * MB, 28), "calls.csv")
    line = b"2025-10,Wiltshire Police,999,later,7\r\n"
    yield no(
        "a return of the same line a million times",
        of_size("calls.csv", ",".join(HEAD).encode() + b"\r\n", line * 27_000, 28),
        "calls.csv",
    )
    other = b"alpha,1,beta,2,gamma,3,delta,4\r\n"
    yield no("a million lines nobody asked for", of_size("x.csv", b"A,B,C,D,E,F,G,H\r\n", other * 27_000, 28), "x.csv")
    yield no("50 MB of random bytes", of_size("x.csv", b"", bytes(range(256)) * 4096, 50), "x.csv")
    yield no("50 MB under a workbook's name", of_size("x.xlsx", b"PK\x03\x04", bytes(range(256)) * 4096, 50), "x.xlsx")
    yield no(
        "50 MB under an old workbook's name",
        of_size("x.xls", bytes.fromhex("d0cf11e0a1b11ae1"), bytes(MB), 90),
        "x.xls",
    )
    yield no("a zip of 200 MB of nothing", of_size("x.zip", b"PK\x03\x04", bytes(MB), 200), "x.zip")
    yield no(
        "a return of 20,000 columns", of_size("x.csv", b"\n".join([b",".join([b"1"] * 20_000)] * 2), b"", 0), "x.csv"
    )
    yield no(
        "an old workbook of noise",
        of_size("x.xls", bytes.fromhex("d0cf11e0a1b11ae1"), random.Random(1).randbytes(MB), 5),
        "x.xls",
    )
    of_xlsx = "workbook, XLSX"
    yield refused(
        of_xlsx,
        "a list of words that claims to be without end",
        sent("calls.xlsx", many_words),
        "calls.xlsx",
        large=True,
    )
    for what, xml in (
        ("a cell a billion times", repeated(1_000_000, 1_000)), ("a cell 10^18 times", repeated(10**9, 10**9)),
        ("a row far below", repeated(1, 2) + repeated(1_048_570, 16_000, "") + repeated(1, 2)),
    ):  # fmt: skip
        yield refused(
            "workbook, ODS", what, sent("calls.ods", lambda xml=xml: ods(TABLE, rows=xml)), "calls.ods", large=True
        )
    yield accepted(
        "workbook, ODS",
        "70 MB of blanks",
        sent("calls.ods", lambda: ods(TABLE, rows=" " * 70_000_000)),
        large=True,
        calls=GOOD,
    )
    for file in ("office.toml", "plan.toml", "areas.csv", "measures/own.toml", "packs/q3/01.md"):
        begin = SECTION if file.endswith(".md") else TOMLS.get(file, "")
        yield no(f"{file} of 200 MB", in_office(file, begin.encode(), b"# x\n" * (MB // 4), 200), file, "bytes", code=2)
    yield no(
        "packs/q3/01.md of 4 MB of stars",
        in_office("packs/q3/01.md", SECTION.encode() + b"\n", b"*a " * (MB // 3), 4),
        "01.md",
        code=2,
    )
    yield no(
        "packs/q3/01.md of 4 MB of brackets",
        in_office("packs/q3/01.md", SECTION.encode() + b"\n", b"[a](" * (MB // 4), 4),
        "01.md",
        code=2,
    )
    yield no(
        "office.toml of 4 MB of tables",
        in_office("office.toml", TOMLS["office.toml"].encode(), b"[a.b]\n" * (MB // 6), 4),
        "office.toml",
        code=2,
    )


def repeated(rows: int, columns: int, text: str = "<text:p>x</text:p>") -> str:
    kind = ' office:value-type="string"' if text else ""
    cell = f'<table:table-cell{kind} table:number-columns-repeated="{columns}">{text}</table:table-cell>'
    return f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'


def many_words() -> bytes:
    return with_part(
        listed(TABLE),
        "xl/sharedStrings.xml",
        lambda xml: re.sub(rb'count="\d+" uniqueCount="\d+"', b'count="99999999999" uniqueCount="99999999999"', xml),
    )


CASES = [*cases()]
