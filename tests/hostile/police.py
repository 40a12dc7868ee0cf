"""Street, outcomes and stop and search files of data.police.uk with every fault a CSV can have."""

import csv
import io
from collections.abc import Callable, Iterator

from hostile import Case, Make, Place, accepted, refused, sent
from peelian.sources.publishers.police_uk import FILE_KINDS
from published import crime, outcome, stop

MONTH = "2025-12"
Rows = list[list[str]]


def rows(kind: str) -> Rows:
    """A header and four rows, as published."""
    path = {
        "street": [crime(), crime("Robbery"), crime("Drugs"), crime("Anti-social behaviour")],
        "outcomes": [outcome(), outcome("Offender fined"), outcome("Local resolution"), outcome("Under investigation")],
        "stop-and-search": [stop(), stop(Outcome="Arrest"), stop(Type="Vehicle search"), stop(Gender="Male")],
    }[kind]
    text = io.StringIO()
    whose = (
        {}
        if kind == "stop-and-search"
        else {"Month": MONTH, "Reported by": "Wiltshire Police", "Falls within": "Wiltshire Police"}
    )
    writer = csv.DictWriter(text, FILE_KINDS[kind].header, restval="")
    writer.writeheader()
    writer.writerows({**whose, **row} for row in path)
    return list(csv.reader(io.StringIO(text.getvalue().replace("2025-10-01T", f"{MONTH}-01T"))))


def as_csv(table: Rows, delimiter: str = ",", end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(table)  # type: ignore[arg-type]
    return text.getvalue()


def name(kind: str, month: str = MONTH, force: str = "wiltshire") -> str:
    return f"{month}-{force}-{kind}.csv"


def with_cell(table: Rows, row: int, column: int, cell: str) -> Rows:
    return [
        [cell if (r, c) == (row, column) else told for c, told in enumerate(cells)] for r, cells in enumerate(table)
    ]


def columns(table: Rows, change: Callable[[list[str]], list[str]]) -> Rows:
    return [change(row) for row in table]


def every_kind(kind: str) -> Iterator[Case]:
    table, of, file = rows(kind), f"{kind} file", name(kind)
    good, width = as_csv(table), len(table[0])
    line, last = f"{file}, line ", table[0][-1]
    at = 8 if kind != "stop-and-search" else 12

    def no(what: str, content: str | bytes, *says: str) -> Case:
        return refused(of, what, sent(file, content), file, *says)

    def yes(what: str, content: str | bytes, *says: str, options: tuple[str, ...] = ()) -> Case:
        return accepted(of, what, sent(file, content, *options), "Received 1 file, 4 rows", *says)

    yield yes("as published", good)
    yield yes("with a byte order mark", b"\xef\xbb\xbf" + good.encode())
    yield yes("with Unix line ends", as_csv(table, end="\n"))
    yield yes("every cell in quotes", as_csv(table, quoting=csv.QUOTE_ALL))
    yield yes("no line end after the last line", good.rstrip())
    yield yes("a comma inside quotes", as_csv(with_cell(table, 1, at, "Swindon, central")))
    yield yes("a quote inside quotes", as_csv(with_cell(table, 1, at, 'The "Link"')))
    yield no("a column missing", as_csv(columns(table, lambda r: r[:-1])), "line 1", "missing", last)
    yield no("a column more at the end", as_csv(columns(table, lambda r: [*r, "x"])), "line 1", "not expected x")
    yield no(
        "a column more among them", as_csv(columns(table, lambda r: [r[0], "x", *r[1:]])), "line 1", "not expected x"
    )
    yield no("a column renamed", as_csv(with_cell(table, 0, width - 1, last + "s")), "line 1", "missing")
    yield no("a column's case changed", as_csv(with_cell(table, 0, 1, table[0][1].upper())), "line 1", "missing")
    yield no(
        "columns in another order", as_csv(columns(table, lambda r: [r[1], r[0], *r[2:]])), "line 1", "another order"
    )
    yield no("a column twice", as_csv(columns(table, lambda r: [*r[:-1], r[-2]])), "line 1", "missing")
    yield no("a column twice and none missing", as_csv(columns(table, lambda r: [*r, r[-1]])), "line 1")
    yield no("no header", as_csv(table[1:]), "line 1")
    yield no("the header twice", as_csv([table[0], *table]))
    yield no("titles above the header", "Crime in Wiltshire\r\n\r\n" + good, "line 1")
    yield no("an empty file", b"", "line 1")
    yield no("blank lines alone", b"\r\n\r\n\r\n", "line 1")
    yield no("a header alone", as_csv(table[:1]), "no rows")
    yield no("one cell too few", as_csv([*table, table[1][:-1]]), f"{line}6")
    yield no("one cell too many", as_csv([*table, [*table[1], "x"]]), f"{line}6")
    yield no("one empty cell too many", as_csv([table[0], [*table[1], ""], *table[2:]]), f"{line}2")
    yield no(
        "an unquoted comma, and an empty last cell",
        good.replace("\r\n", "\r\n", 1) + ",".join([*table[1][:at], "a,b", *table[1][at + 1 : -1], ""]) + "\r\n",
        f"{line}6",
    )
    yield no("a note below", good + "Source: the Home Office\r\n", f"{line}6")
    yield no("a total below", good + f"Total{',' * (width - 2)},4\r\n")
    yield no("semicolons", as_csv(table, ";"), "line 1")
    yield no("tabs", as_csv(table, "\t"), "line 1")
    yield no("Latin-1 text", as_csv(with_cell(table, 2, at, "Café")).encode("latin-1"), f"{line}3", "UTF-8")
    yield no("UTF-16 text", good.encode("utf-16"))
    yield no("UTF-16 text without a mark", good.encode("utf-16-le"))
    yield no("UTF-32 text", good.encode("utf-32"))
    yield no(
        "text cut in the middle of a letter",
        as_csv(with_cell(table, 4, at, "é")).encode().replace("é".encode(), b"\xc3"),
        f"{line}5",
    )
    yield no("a NUL byte in a cell", as_csv(with_cell(table, 2, at, "a\0b")), f"{line}3")
    yield no("NUL bytes alone", b"\0" * 5000)
    yield no("random bytes", bytes(range(256)) * 40)
    yield no("Mac line ends", good.replace("\r\n", "\r"))
    yield no("mixed line ends", good.replace("\r\n", "\n", 2), "line ends differ")
    yield no("a lone return in a cell", as_csv(with_cell(table, 2, at, "x\ry")))
    yield no(
        "quotes never closed",
        good.replace("Wiltshire Police", '"Wiltshire Police', 1)
        if kind != "stop-and-search"
        else good.replace("Person search", '"Person search', 1),
    )
    yield no(
        "a quote in the middle of a cell",
        good + ",".join(["x" if i != at else 'a"b"c,d' for i in range(width)]) + "\r\n",
        f"{line}6",
    )
    yield no("a cell of a million letters", as_csv([*table, [*table[1][:-1], "x" * 3_000_000]]), f"{line}6")
    yield no("a web page of the same name", "<!DOCTYPE html><html><body>Not found</body></html>", "line 1")
    yield no("a zip of the same name", b"PK\x03\x04" + bytes(200), "line 1")
    yield refused(of, "a month that is none", sent(name(kind, "2025-13"), good), name(kind, "2025-13"), "not a month")
    yield refused(of, "month 00", sent(name(kind, "2025-00"), good), name(kind, "2025-00"), "not a month")
    future = as_csv([[cell.replace(MONTH, "2099-12") for cell in row] for row in table])
    yield refused(of, "a month to come", sent(name(kind, "2099-12"), future), name(kind, "2099-12"), "December 2099")
    past = as_csv([[cell.replace(MONTH, "1066-10") for cell in row] for row in table])
    yield refused(
        of,
        "a month before there were such files",
        sent(name(kind, "1066-10"), past),
        name(kind, "1066-10"),
        "October 1066",
    )
    yield refused(of, "a force nobody knows", sent(name(kind, force="barsetshire"), good), "barsetshire")
    yield refused(of, "the name in capitals", sent(name(kind).upper(), good), name(kind).upper())
    yield refused(of, "a copy's name", sent(f"{MONTH}-wiltshire-{kind} (1).csv", good), "(1).csv", "not their name")
    if kind == "stop-and-search":
        yield no(
            "every time of another month",
            as_csv([[c.replace(f"{MONTH}-01", "2025-03-15") for c in r] for r in table]),
            "line 2",
        )
        yield no("a time that is none", as_csv(with_cell(table, 2, 1, "yesterday")), "line 3")
        yield accepted(
            of, "an outcome nobody knows", sent(file, as_csv(with_cell(table, 1, 12, "Told off"))), "Told off"
        )
        return
    month, within = 1, 3
    yield no("one row of another month", as_csv(with_cell(table, 2, month, "2025-11")), "2025-11", f"{line}3")
    yield no(
        "every row of another month",
        as_csv([[c.replace(MONTH, "2025-11") for c in r] for r in table]),
        "2025-11",
        f"{line}2",
    )
    yield no("a month as 12/2025", as_csv(with_cell(table, 2, month, "12/2025")), f"{line}3")
    yield no("a month as a day", as_csv(with_cell(table, 2, month, "2025-12-01")), f"{line}3")
    yield no("a month with a blank", as_csv(with_cell(table, 2, month, " 2025-12")), f"{line}3")
    yield no("month 31/06", as_csv(with_cell(table, 2, month, "31/06/2025")), f"{line}3")
    yield no("a blank month", as_csv(with_cell(table, 2, month, "")), f"{line}3")
    yield no(
        "one row of another force", as_csv(with_cell(table, 2, within, "Dorset Police")), "Dorset Police", f"{line}3"
    )
    yield no(
        "a row of a force nobody knows",
        as_csv(with_cell(table, 2, within, "Barsetshire Police")),
        "Barsetshire",
        f"{line}3",
    )
    yield no("a blank force", as_csv(with_cell(table, 2, within, "")), f"{line}3")
    yield no("a force with a blank after it", as_csv(with_cell(table, 2, within, "Wiltshire Police ")), f"{line}3")
    new = as_csv(with_cell(table, 1, 9, "Crypto theft"))
    if kind == "street":
        yield accepted(of, "a crime type nobody knows", sent(file, new), "New in", "crime type 'Crypto theft'",
                       crimes=frozenset({(MONTH, "Crypto theft", "Under investigation", 1), (MONTH, "Robbery", "Under investigation", 1),
                       (MONTH, "Drugs", "Under investigation", 1), (MONTH, "Anti-social behaviour", "", 1)}) )  # fmt: skip
        yield accepted(
            of, "an outcome nobody knows", sent(file, as_csv(with_cell(table, 1, 10, "Sent to space"))), "Sent to space"
        )
        yield accepted(
            of,
            "a crime type made to break SQL",
            sent(file, as_csv(with_cell(table, 1, 9, "x'; DROP TABLE facts; --"))),
            "DROP TABLE",
        )
        yield accepted(
            of,
            "a crime type that is a formula",
            sent(file, as_csv(with_cell(table, 1, 9, "=cmd|'/c calc'!A1"))),
            "=cmd",
        )
        yield accepted(
            of,
            "a crime type that is script",
            sent(file, as_csv(with_cell(table, 1, 9, "<script>alert(1)</script>"))),
            "<script>",
        )
        yield accepted(
            of, "a crime type of 3,000 letters", sent(file, as_csv(with_cell(table, 1, 9, "x" * 3000))), "xxx"
        )
        yield no("a control character in a crime type", as_csv(with_cell(table, 1, 9, "Burg\x1b[2Jlary")), f"{line}2")
        yield no("a blank crime type", as_csv(with_cell(table, 1, 9, "")), f"{line}2")
        yield accepted(
            of, "an LSOA code nobody knows", sent(file, as_csv(with_cell(table, 1, 7, "E01999999"))), "4 rows"
        )
        yield accepted(
            of, "an LSOA code that is a path", sent(file, as_csv(with_cell(table, 1, 7, "../../etc"))), "4 rows"
        )
    else:
        yield accepted(of, "an outcome nobody knows", sent(file, new), "New in", "outcome 'Crypto theft'")
        yield no("a blank outcome", as_csv(with_cell(table, 1, 9, "")), f"{line}2")
        yield accepted(of, "every row twice", sent(file, as_csv([*table, *table[1:]])), "Dropped 4 outcomes rows")
    yield accepted(
        of,
        "a line that cannot be read, with --accept-rejects",
        sent(file, good + "x,y\r\n", "--accept-rejects"),
        "Left out",
        f"{line}6",
    )
    yield accepted(of, "a header alone, with --nil", sent(file, as_csv(table[:1]), "--nil"), "Received 1 file, 0 rows")


def a_clash(kind: str) -> Make:
    def make(place: Place) -> tuple[object, ...]:
        one, other = (
            place.send(f"a/{name(kind)}", as_csv(rows(kind))),
            place.send(f"b/{name(kind)}", as_csv(rows(kind)[:3])),
        )
        return "receive", place.office, one, other

    return make


CASES = [case for kind in FILE_KINDS for case in every_kind(kind)]
CASES += [
    refused(f"{kind} file", "two that differ of one month", a_clash(kind), name(kind), "differ") for kind in FILE_KINDS
]
