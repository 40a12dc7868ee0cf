"""A supplier's return in each format, with every fault a cell, a row, a column or a layout can have."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from hostile import FORCE, GOOD, HEAD, MONTHS, ROWS, Case, Figures, accepted, refused, sent
from hostile.books import FORMATS, Table, text, xlsx

TABLE: Table = [HEAD, *ROWS]
AT = 8
"""The row, from 0, that a fault is put into: the second of November."""

NUMBER = ROWS[AT - 1][4]


def without(*months: str) -> Figures:
    return frozenset(row for row in GOOD if row[0] not in months)


def with_cell(heading: str, cell: Any, row: int = AT) -> Table:
    at = HEAD.index(heading)
    return [[cell if (r, c) == (row, at) else told for c, told in enumerate(cells)] for r, cells in enumerate(TABLE)]


def every(heading: str, change: Callable[[Any], Any]) -> Table:
    at = HEAD.index(heading)
    return [HEAD, *([change(c) if n == at else c for n, c in enumerate(row)] for row in ROWS)]


def placed(heading: str) -> str:
    return f"{'ABCDE'[HEAD.index(heading)]}{AT + 1}"


RIGHT_NUMBERS = ("2,017", " 2017 ", "2017.0", "2 017", "+2017", "2017*", "2017 (p)", "2017 [note 1]")
"""2017, as people write it."""

WRONG_NUMBERS = (
    "-2017", "(2017)", "20,17", "2,0,17", "2017.5", "2017e0", "1e3", "٢٠١٧", "２０１７", "0x845",
    "2.017", "twelve", "NaN", "inf", "n/a", "*", "<5", "TRUE", "=2017", "#REF!", "#DIV/0!", "2017%", "£2017", "$2017",
    "99999999999999999999", "1" * 400, "1e400", "2017 calls", "2Ol7", "2025-11", "½", "2017/2", "2017-2018", "null",
    "--2017", "'", "unknown", "MMCXVII", "2017;2018",
)  # fmt: skip
RIGHT_MONTHS = (
    "2025-11-01", "01/11/2025", "1/11/2025", "30/11/2025", "November 2025", "Nov-25", "Nov 2025", "2025/11", "11/2025",
    "1 November 2025", "2025-11-30", "2025-11-01 00:00:00",
)  # fmt: skip
WRONG_MONTHS = (
    "2025-13", "2025-00", "0000-11", "31/11/2025", "31/06/2025", "30/02/2025", "2025-02-30", "11/30/2025", "00/11/2025",
    "2099-11", "2031-11", "1066-11", "Smarch 2025", "next month", "November", "99999999",
    "2025-11-31", "-2025-11", "２０２５-11", "Nov 20255", "1/1/1", "12/01/2025", "",
)  # fmt: skip


def cells(kind: str) -> Iterator[Case]:
    of, file, write = f"return, {kind.upper()}", f"calls.{kind}", FORMATS[kind]

    def say(cell: str) -> str:
        return repr(cell if len(cell) < 14 else f"{cell[:12]}...")[1:-1] or "nothing"

    for cell in RIGHT_NUMBERS:
        yield accepted(of, f"2017 told as {say(cell)}", sent(file, write(with_cell("Calls", cell))), calls=GOOD)
    for cell in ("", *WRONG_NUMBERS):
        yield accepted(of, f"a number told as {say(cell)}", sent(file, write(with_cell("Calls", cell))), placed("Calls"),
                       "months with a fault are left out", calls=without("2025-11"))  # fmt: skip
    for cell in RIGHT_MONTHS:
        yield accepted(
            of, f"November 2025 told as {say(cell)}", sent(file, write(with_cell("Month", cell))), calls=GOOD
        )
    for cell in WRONG_MONTHS:
        yield refused(of, f"a month told as {say(cell)}", sent(file, write(with_cell("Month", cell))), file, "9")
    for cell in ("Q3 2025", "2025-26-q3", "2025", "Year to date"):
        kept = GOOD - {("2025-11", "999", "later", NUMBER)}
        yield accepted(
            of, f"a row of {cell} among months", sent(file, write(with_cell("Month", cell))), "Not read", calls=kept
        )
    for cell in (
        "Atlantis Police",
        "Wiltshire",
        "x'; DROP TABLE facts; --",
        "<script>alert(1)</script>",
        "../../etc",
        "",
    ):
        make = sent(file, write(with_cell("Force", cell)))
        if not cell:
            yield accepted(of, "a force told as nothing", make, "9", calls=without("2025-11"))
        elif cell == "Wiltshire":
            yield accepted(of, "a force told in short", make, calls=GOOD)
        else:
            yield refused(of, f"a force told as {say(cell)}", make, file, "9")
    for cell in ("998", "", "101 and 999", "a’; --", "9 9 9", "999.5"):
        make = sent(file, write(with_cell("Line", cell)))
        yield Case(of, f"a code told as {say(cell)}", make, 0, (file, "9"), {"calls": without("2025-11")})
    yield accepted(of, "codes told as numbers", sent(file, write(every("Line", int))), calls=GOOD)


def layouts(kind: str) -> Iterator[Case]:
    of, file, write = f"return, {kind.upper()}", f"calls.{kind}", FORMATS[kind]

    def no(what: str, table: Table, *says: str, confirm: bool = False) -> Case:
        return refused(of, what, sent(file, write(table), *(["--confirm"] if confirm else [])), file, *says)

    def yes(what: str, table: Table, *says: str, confirm: bool = False, kept: Figures = GOOD) -> Case:
        return accepted(of, what, sent(file, write(table), *(["--confirm"] if confirm else [])), *says, calls=kept)

    def columns(change: Callable[[list[Any]], list[Any]]) -> Table:
        return [change(row) for row in TABLE]

    yield yes("as asked for", TABLE)
    yield no("the column of figures missing", columns(lambda r: r[:-1]), "Calls", confirm=True)
    yield no("a column of words missing", columns(lambda r: [*r[:3], r[4]]), "Answered", confirm=True)
    yield no("the months missing", columns(lambda r: r[1:]), "Month", confirm=True)
    yield yes("a column of notes more", columns(lambda r: [*r, "Note" if r == HEAD else "x"]), "Not read", "Note")
    yield yes("columns in another order", columns(lambda r: r[::-1]))
    yield no("the figures' column twice", columns(lambda r: [*r, r[-1]]), "Calls")
    yield no(
        "the figures' column twice, and different",
        columns(lambda r: [*r, "Calls" if r == HEAD else r[-1] + 1]),
        "Calls",
    )
    yield no("a column of words twice", columns(lambda r: [r[0], r[1], r[2], r[2], *r[3:]]), "Line")
    yield no("a heading renamed, and nobody to confirm", [[*HEAD[:4], "How many"], *ROWS], "check how it would be read")
    yield yes("a heading renamed, and confirmed", [[*HEAD[:4], "How many"], *ROWS], "How many", confirm=True)
    yield no("a header alone", [HEAD])
    yield no("nothing at all", [])
    yield no("no header", ROWS, confirm=True)
    yield yes("blank rows among them", [row for told in TABLE for row in (told, [])])
    yield yes("two rows of one key, alike", [*TABLE, ROWS[-1]], "20", "left out", kept=without("2025-12"))
    yield yes(
        "two rows of one key, and different", [*TABLE, [*ROWS[-1][:4], 1]], "20", "left out", kept=without("2025-12")
    )
    yield yes("a total below", [*TABLE, ["Total", "", "", "", sum(r[4] for r in ROWS)]])
    yield no("a total below that is wrong", [*TABLE, ["Total", "", "", "", 1]], "20")
    subtotals = [HEAD]
    for month in MONTHS:
        own = [row for row in ROWS if row[0] == month]
        subtotals += [*own, ["Subtotal", "", "", "", sum(r[4] for r in own)]]
    yield yes("a total of each month among them", subtotals)
    yield yes("a grand total first", [HEAD, ["All months", FORCE, "", "", sum(r[4] for r in ROWS)], *ROWS])
    yield yes(
        "titles above and notes below", [["Calls by month"], [], *TABLE, [], ["Source: the control room"]], confirm=True
    )
    yield yes(
        "the header again on each page",
        [row for n, told in enumerate(ROWS) for row in ([HEAD] if n % 6 == 0 else []) + [told]],
    )
    yield no("a second table of the same figures", [*TABLE, [], *TABLE])
    yield no("a second table of other figures", [*TABLE, [], HEAD, *([*r[:4], r[4] + 1] for r in ROWS)])
    yield yes("another table below", [*TABLE, [], ["Staff", "Grade"], ["Officers", 12], ["Staff", 7]], confirm=True)
    yield yes(
        "another table beside",
        [[*r, "", s, t] for r, (s, t) in zip(TABLE, [("Grade", "Staff"), ("PC", 12), *[("", "")] * 17], strict=True)],
        confirm=True,
    )
    yield no("a cell lost, and the row moved to the left", [*TABLE[:AT], TABLE[AT][1:], *TABLE[AT + 1 :]], "9")
    yield no("a cell too many, and the row moved to the right", [*TABLE[:AT], ["", *TABLE[AT]], *TABLE[AT + 1 :]], "9")
    yield no(
        "a comma that parts a cell",
        [*TABLE[:AT], [*TABLE[AT][:3], "within 10", "seconds", TABLE[AT][4]], *TABLE[AT + 1 :]],
        "9",
    )
    yield yes("every cell as text", [[str(cell) for cell in row] for row in TABLE])
    yield (no("American days", every("Month", lambda m: f"{m[5:]}/28/{m[:4]}")))
    yield no("American first days", every("Month", lambda m: f"{m[5:]}/01/{m[:4]}"))
    one = [HEAD, *([f"{r[0][5:]}/01/2025", *r[1:]] for r in ROWS if r[0] == "2025-12")]
    yield no("a month that is another in America", one, "12/01/2025")
    yield yes("British first days", every("Month", lambda m: f"01/{m[5:]}/{m[:4]}"))
    yield yes(
        "British last days", every("Month", lambda m: f"{ {'10': 31, '11': 30, '12': 31}[m[5:]] }/{m[5:]}/{m[:4]}")
    )
    yield no("weeks", [HEAD, *([f"2025-10-{6 + 7 * n:02}", *ROWS[0][1:4], n] for n in range(3))])
    if kind != "csv":
        yield yes("days as dates", every("Month", lambda m: date(int(m[:4]), int(m[5:]), 1)))
        serials = {"2025-10": 45931, "2025-11": 45962, "2025-12": 45992}
        yield yes("days that lost their format", every("Month", serials.__getitem__))
        yield no("days of 1904 that lost their format", every("Month", lambda m: serials[m] - 1462))
    wide = [["Line", "Answered", "Oct 2025", "Nov 2025", "Dec 2025"]]
    for n in range(6):
        wide.append([*ROWS[n][2:4], *(ROWS[n + 6 * m][4] for m in range(3))])
    yield yes("months across, confirmed", wide, confirm=True)
    yield yes("months across with totals, confirmed", [[*r, "Total" if r == wide[0] else sum(r[2:])] for r in wide], confirm=True)  # fmt: skip
    yield no("months across, and a cell lost", [*wide[:3], [*wide[3][:2], *wide[3][3:]], *wide[4:]], confirm=True)


WORDS = {
    "SQL": "x'; DROP TABLE facts; --", "script": "<script>alert(1)</script>", "a formula": "=HYPERLINK(\"http://x\")",
    "a command": "@SUM(1+9)*cmd|' /C calc'!A0", "a path": "../../../etc/passwd", "a template's braces": "{{ 7*7 }}{% raw %}",
    "a percent sign": "%s %(n)s %n", "a backslash": "a\\b\\", "Markdown": "[x](javascript:alert(1))", "emoji": "Support 💔",
    "Welsh": "Cymorth i ddioddefwyr â’r iaith", "Arabic": "دعم الضحايا", "a quote": 'The "Link"', "an apostrophe": "St Mary's",
    "10,000 letters": "x" * 10_000, "words of SQL": "NULL", "a number": "12345", "a word like a total": "Total", "a null": "\\0",
}  # fmt: skip
UNSEEN = {
    "an escape": "Hor\x1b[2Jizon", "a bell": "Hor\aizon", "a turn of direction": "Hor\u202eizon", "a lost letter": "Hor\ufffdizon",
    "a letter without width": "Hor\u200bizon",
}  # fmt: skip


def words(kind: str) -> Iterator[Case]:
    of, file, write = f"return, {kind.upper()}", f"services.{kind}", FORMATS[kind]
    head = ["Month", "Force", "Service", "Victims helped"]

    def table(word: str) -> Table:
        return [head, ["2025-11", FORCE, "Horizon", 5], ["2025-11", FORCE, word, 7]]

    for what, word in WORDS.items():
        stored = " ".join(word.split())
        make = sent(file, write(table(word)))
        if what == "a word like a total":
            yield refused(of, "a total that is not its parts' sum", make, file, "3")
            right = [
                head,
                *(
                    [f"2025-{m}", FORCE, w, n]
                    for m in (10, 11)
                    for w, n in (("Horizon", 5), ("Lotus", 6), ("Total", 11))
                ),
            ]
            kept = frozenset((f"2025-{m}", w, n) for m in (10, 11) for w, n in (("Horizon", 5), ("Lotus", 6)))
            yield accepted(of, "a total in each month", sent(file, write(right)), services=kept)
        else:
            kept = frozenset({("2025-11", "Horizon", 5), ("2025-11", stored, 7)})
            if kind != "csv" and "%" in word:
                yield accepted(
                    of, f"a word that is {what}", make, "Not read", services=frozenset({("2025-11", "Horizon", 5)})
                )
                continue
            if kind != "csv" and word.isdigit():
                yield refused(of, f"a word that is {what}", make, file, "D3")
                continue
            yield accepted(of, f"a word that is {what}", make, services=kept)
    for what, word in UNSEEN.items():
        if kind == "csv" or word.isprintable() or what not in ("an escape", "a bell"):
            yield refused(of, f"a word with {what} in it", sent(file, write(table(word))), file, "3")


def texts() -> Iterator[Case]:
    of, file, good = "return, CSV", "calls.csv", text(TABLE)

    def no(what: str, content: bytes, *says: str) -> Case:
        return refused(of, what, sent(file, content), file, *says)

    def yes(what: str, content: bytes, *says: str, options: tuple[str, ...] = ()) -> Case:
        return accepted(of, what, sent(file, content, *options), *says, calls=GOOD)

    yield yes("with a byte order mark", b"\xef\xbb\xbf" + good)
    yield yes("UTF-16 text", text(TABLE, encoding="utf-16"))
    yield no("UTF-16 text without a mark", text(TABLE, encoding="utf-16-le"))
    yield no("UTF-32 text", text(TABLE, encoding="utf-32"))
    yield yes("semicolons", text(TABLE, ";"))
    yield yes("tabs", text(TABLE, "\t"))
    yield yes("bars", text(TABLE, "|"))
    yield yes("told as sep=;", b"sep=;\r\n" + text(TABLE, ";"))
    yield yes("Unix line ends", text(TABLE, end="\n"))
    yield yes("Mac line ends", text(TABLE, end="\r"))
    yield yes("mixed line ends", good.replace(b"\r\n", b"\n", 5))
    yield yes("no line end after the last line", good.rstrip())
    yield yes("blank lines below", good + b"\r\n\r\n,,,,\r\n")
    yield no("a quote never closed", good.replace(b"999", b'"999', 1))
    yield no("a quote never closed in the last line", good.rstrip() + b'\r\n"2025-12')
    yield accepted(
        of, "a quote inside a cell", sent(file, good.replace(b"within", b'wi"thin', 1)), "E2", calls=without("2025-10")
    )
    yield no("letters after a quote", good.replace(b"999", b'"99"9', 1), "line 2")
    yield no("NUL bytes in a cell", good.replace(b"999", b"9\x0099", 1), "2")
    yield no("NUL bytes alone", bytes(1000))
    yield no("random bytes", bytes(range(256)) * 8)
    yield no("an empty file", b"")
    yield no("a byte order mark alone", b"\xef\xbb\xbf")
    yield no("blanks alone", b" \r\n \r\n")
    yield no("one word", b"hello")
    yield no("a web page", b"<!DOCTYPE html><html><body>Sign in</body></html>")
    yield no("JSON", b'[{"Month": "2025-12", "Calls": 5}]')
    yield no("a workbook under a text's name", xlsx(TABLE))
    yield no("a PDF under a text's name", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(100))
    yield no("a cell of 200,000 letters", good + b"2025-12,Wiltshire Police,999," + b"x" * 200_000 + b",1\r\n")
    yield (
        yes(
            "1,000 columns of notes more",
            text([[*row, *([f"n{n}" for n in range(1_000)] if row == HEAD else ["x"] * 1_000)] for row in TABLE]),
        )
    )
    yield (
        accepted(
            of,
            "Latin-1 words",
            sent(
                "services.csv",
                "Month,Force,Service,Victims helped\r\n2025-11,Wiltshire Police,Café,5\r\n".encode("latin-1"),
            ),
            services=frozenset({("2025-11", "Café", 5)}),
        )
    )
    yield refused(
        of,
        "words that are of no encoding",
        sent("services.csv", b"Month,Force,Service,Victims helped\r\n2025-11,Wiltshire Police,Caf\x81\xe2\x82,5\r\n"),
        "services.csv",
        "2",
    )
    yield refused(of, "a return nobody asked for", sent("x.csv", "A,B\r\nx,1\r\n"), "x.csv", "no column")
    yield refused(of, "a return template nobody has", sent(file, good, "--source", "nothing"), "nothing")
    yield refused(of, "another return's template", sent(file, good, "--source", "services_return"), file)
    yield refused(of, "a day to come as its date", sent(file, good, "--as-at", "2099-01-01"), "2099")
    yield refused(of, "a day that is none as its date", sent(file, good, "--as-at", "2025-02-31"), "2025-02-31", code=2)


CASES = [
    case
    for kind in FORMATS
    for made in (cells, layouts, words)
    for case in made(kind)
    if (made, kind) != (cells, "xls")
]
CASES += [*texts()]
