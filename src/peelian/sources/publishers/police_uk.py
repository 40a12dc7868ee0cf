"""data.police.uk: street, outcomes and stop and search files of its bulk download, `YYYY-MM-FORCE-KIND.csv`."""

import codecs
import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from peelian.core.errors import SourceError
from peelian.core.periods import month_key, month_words, parse_month
from peelian.core.shipped_files import SHIPPED
from peelian.workspace.forces import force_names

PUBLISHER = "data.police.uk (Home Office and police forces)"
LICENCE = "Open Government Licence v3.0"
FILE_NAME = re.compile(
    r"(?P<month>[0-9]{4}-[0-9]{2})-(?P<force>[a-z-]+?)-(?P<kind>street|outcomes|stop-and-search)\.csv"
)
FIRST = date(2010, 12, 1)
"""The first month that was published."""

STRAY_IN_CRLF = re.compile(rb"\r(?!\n)|(?<!\r)\n")
UNSEEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
QUOTED = re.compile(rb'"(?<=[,\n]")[^"\r\n]*(?:""[^"\r\n]*)*"(?=[,\r\n])')
"""A cell in quotes, whole and of one line."""

COMMA, QUOTE, NEWLINE, RETURN, BLANK, DELETE = b',"\n\r \x7f'
BLOCK = 1 << 17
MOST_LINE, MOST_LINES = 10_000, 2_000_000
"""Bytes of a line, where those published have some 300: DuckDB passes over what is much longer, and says nothing. The
largest month of the largest force has some 120,000 lines."""

ID = """COALESCE(TRY(unhex("Crime ID")), encode("Crime ID"))"""
MONTH_SQL = """CASE WHEN length("Month") = 7 THEN CAST(try_strptime("Month", '%Y-%m') AS DATE) END"""
"""Of a text with blanks round it too there would be a month otherwise."""

NEVER_BLANK = {
    ("crimes", "crime_type"): "Crime type",
    ("outcomes", "outcome"): "Outcome type",
    ("stops", "type"): "Type",
}
"""Without these a row cannot be told from what a measure leaves out, such as anti-social behaviour."""

STREET = f"""
SELECT {MONTH_SQL} AS "month", "Falls within" AS "force", COALESCE("LSOA code", '') AS "place",
       COALESCE("LSOA name", '') AS "place_name", COALESCE("Crime type", '') AS "crime_type",
       COALESCE("Last outcome category", '') AS "outcome", {ID} AS "record", CAST(1 AS BIGINT) AS "n", "snapshot"
FROM {{files}}
"""

OUTCOMES = f"""
SELECT {MONTH_SQL} AS "month", "Falls within" AS "force", COALESCE("LSOA code", '') AS "place",
       COALESCE("LSOA name", '') AS "place_name", '' AS "crime_type", COALESCE("Outcome type", '') AS "outcome",
       {ID} AS "record", CAST(1 AS BIGINT) AS "n", "snapshot"
FROM {{files}}
"""

STOPS = """
SELECT CASE WHEN TRY_CAST(substr("Date", 1, 10) AS DATE) BETWEEN "file_month" - INTERVAL 1 DAY
                 AND "file_month" + INTERVAL 1 MONTH THEN "file_month" END AS "month",
       "file_force" AS "force", '' AS "place", '' AS "place_name",
       COALESCE("Type", '') AS "type", COALESCE("Legislation", '') AS "legislation",
       COALESCE("Object of search", '') AS "object", COALESCE("Outcome", '') AS "outcome",
       COALESCE("Outcome linked to object of search", '') AS "linked", CAST(NULL AS BLOB) AS "record",
       CAST(1 AS BIGINT) AS "n", "snapshot"
FROM {files}
"""


@dataclass(frozen=True)
class FileKind:
    """One kind of file: the fact table it fills, its exact header, and the SQL from its columns to fact columns.

    It is what the fact store asks for as `facts.Bulk`; a file's columns are all VARCHAR. Street rows are never thinned:
    identical rows are mostly genuine. Whole-row duplicates of outcomes rows are dropped. Stop and search rows name no
    force and carry a time labelled as UTC though filed by local month, so both are taken from the file's name, of rows
    whose time is at most a day outside it.
    """

    dataset: str
    header: tuple[str, ...]
    select: str
    drops_duplicates: bool = False
    located: bool = True
    unbelieved: str = "no crime at all in a month"
    version: str = "1"
    named_by: str = "data.police.uk"

    @property
    def by_small_area(self) -> bool:
        return self.located

    def relation(self, files: int) -> str:
        """The SQL relation over so many files; its parameters are their paths, as text.

        The dialect is stated because DuckDB's sniffer, given a month of files, can decide there is no quoting and shift
        columns without an error. Rejected lines are kept by DuckDB in its reject tables.
        """
        columns = ", ".join(f"'{column}': 'VARCHAR'" for column in self.header)
        return f"""(
    SELECT c.* EXCLUDE ("filename"), f."snapshot", f."month" AS "file_month", f."force" AS "file_force"
    FROM read_csv([{", ".join("?" * files)}], header = true, columns = {{{columns}}}, auto_detect = false,
         delim = ',', quote = '"', escape = '"', store_rejects = true, rejects_limit = 0, filename = true) AS c
    JOIN "reading" AS f ON f."filename" = c."filename"
)"""

    def known_words(self) -> Mapping[str, frozenset[str]]:
        """By fact column, the words that data.police.uk is known to print. Others are taken in, and named."""
        return {column: words for (dataset, column), words in _known_words().items() if dataset == self.dataset}

    def line_of_another(self, path: Path, force: str, month: date) -> int:
        """The first line of another force or month than these."""
        key = month_key(month)
        if not self.located:
            days = {(month + timedelta(days=n)).isoformat() for n in range(-1, 32)}
            return next((line for line, row in _numbered(path) if row["Date"][:10] not in days), 1)
        told = ((line, row["Month"], row["Falls within"]) for line, row in _numbered(path))
        return next((line for line, *own in told if own != [key, force]), 1)

    def line_with_blank(self, path: Path) -> int:
        """The first line that lacks what no line may."""
        column = next(header for (dataset, _), header in NEVER_BLANK.items() if dataset == self.dataset)
        return next((line for line, row in _numbered(path) if not row[column]), 1)


PLACE_HEADER = ("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
                "LSOA name")  # fmt: skip

FILE_KINDS: Mapping[str, FileKind] = {
    "street": FileKind("crimes", (*PLACE_HEADER, "Crime type", "Last outcome category", "Context"), STREET),
    "outcomes": FileKind("outcomes", (*PLACE_HEADER, "Outcome type"), OUTCOMES, drops_duplicates=True),
    "stop-and-search": FileKind(
        "stops",
        ("Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude", "Gender",
         "Age range", "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation", "Object of search",
         "Outcome", "Outcome linked to object of search", "Removal of more than just outer clothing"),
        STOPS,
        located=False,
        unbelieved="no stop and search at all in a month",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Named:
    """What a file's name tells."""

    kind: FileKind
    month: date
    force: str


@cache
def _known_words() -> Mapping[tuple[str, str], frozenset[str]]:
    """By fact table and column."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    with (SHIPPED / "data" / "published_words.csv").open(encoding="utf-8") as text:
        for row in csv.DictReader(text):
            found[row["table"], row["column"]].add(row["word"])
    with (SHIPPED / "data" / "outcome_codes.csv").open(encoding="utf-8") as text:
        for row in csv.DictReader(text):
            found["crimes", "outcome"].add(row["label"])
            found["outcomes", "outcome"].add(row["label"])
    return {key: frozenset(words - {""} if key in NEVER_BLANK else {*words, ""}) for key, words in found.items()}


def named(file_name: str) -> Named | None:
    """What the name tells, or None when the file is not one of data.police.uk's. SourceError for an unknown force."""
    match = FILE_NAME.fullmatch(file_name)
    if not match:
        return None
    try:
        month = parse_month(match["month"])
    except ValueError as fault:
        raise SourceError(file_name, str(fault), "give the file the name data.police.uk gave it") from None
    if not FIRST <= month <= datetime.now(UTC).date():
        what = f"{month_words(month)} is {'before there were any such files' if month < FIRST else 'in the future'}"
        raise SourceError(file_name, what, "give the file the name data.police.uk gave it")
    force = force_names().get(match["force"])
    if force is None:
        raise SourceError(
            file_name,
            f"no police force is called {match['force']!r} in the names of data.police.uk",
            "give the file the name data.police.uk gave it",
        )
    return Named(FILE_KINDS[match["kind"]], month, force)


def check_name(path: Path) -> None:
    """SourceError for a file with the columns of one of data.police.uk's and not its name, which tells the month."""
    with path.open("rb") as opened:
        line = opened.readline(4096).decode("utf-8-sig", errors="replace")
    kinds = [name for name, kind in FILE_KINDS.items() if line.rstrip("\r\n") == ",".join(kind.header)]
    if kinds and path.suffix.lower() == ".csv":
        what = f"it has the columns of data.police.uk's {kinds[0]} files, and not their name"
        raise SourceError(path.name, what, f"call it as they do, such as 2025-12-wiltshire-{kinds[0]}.csv")


def check_file(path: Path, kind: FileKind) -> None:
    """SourceError unless the first line is exactly the published header, and the text is what DuckDB reads rightly."""
    data = path.read_bytes()
    _check_header(data, path.name, kind)
    _check_text(data, path.name, kind)


def _check_header(data: bytes, where: str, kind: FileKind) -> None:
    """A byte order mark is let pass."""
    line = next(iter(data[:4096].decode("utf-8-sig", errors="replace").splitlines()), "")
    found = tuple(next(csv.reader([line]), ()))
    if found == kind.header:
        return
    if not set(found) & set(kind.header):
        raise SourceError(
            f"{where}, line 1", "it does not begin with the published headings", "download the file again"
        )
    missing = [column for column in kind.header if column not in found]
    extra = [column for column in found if column not in kind.header]
    what = "its columns are in another order" if not missing and not extra else "its columns are not as published"
    what += f", missing {', '.join(missing)}" if missing else ""
    what += f", not expected {', '.join(extra)}" if extra else ""
    raise SourceError(f"{where}, line 1", what, "download the file again; Peelian does not guess columns")


def _check_text(data: bytes, where: str, kind: FileKind) -> None:
    """SourceError where DuckDB 1.5 would fail of itself, or read a line wrongly and say nothing.

    It fails on text that is not UTF-8 and on mixed line ends. It takes a line with one cell too many when the last is
    empty, as it is in street files, and every column after an unquoted comma is then another's.
    """
    if (at := too_long(data)) >= 0:
        raise _fault(where, data.count(b"\n", 0, at) + 1, f"it has more than {MOST_LINE:,} bytes")
    if not data.isascii() and (at := _not_utf8(data)) >= 0:
        raise _fault(where, data.count(b"\n", 0, at) + 1, "it is not UTF-8 text")
    told = _counted(data)
    if told.newlines > MOST_LINES:
        raise SourceError(where, f"it has more than {MOST_LINES:,} lines", "download the file again")
    if told.unseen and (unseen := UNSEEN.search(data)):
        raise _fault(where, data.count(b"\n", 0, unseen.start()) + 1, "it has a character that cannot be seen")
    if (told.returns and not told.returns == told.newlines == told.pairs) and (stray := STRAY_IN_CRLF.search(data)):
        raise _fault(where, data.count(b"\n", 0, stray.start()) + 1, "its lines do not all end alike")
    lines = told.newlines + (not data.endswith(b"\n"))
    quotes = commas = 0
    for cell in QUOTED.finditer(data) if told.quotes else ():
        quotes += cell[0].count(b'"')
        commas += cell[0].count(b",")
    if told.quotes == quotes and told.commas - commas == lines * (len(kind.header) - 1):
        return  # one line too long would need one too short, and those DuckDB rejects: no need to look at each
    for number, line in enumerate(io.BytesIO(data), start=1):
        line = line.rstrip(b"\r\n")
        if b'"' in line or (line.count(b",") >= len(kind.header) and line.endswith(b",")):
            _check_line(line.decode("utf-8-sig"), number, where, kind)


def _check_line(line: str, number: int, where: str, kind: FileKind) -> None:
    try:
        cells = len(next(csv.reader([line], strict=True)))
    except csv.Error:
        raise _fault(where, number, "its quotes are not closed, or stand within a cell") from None
    if cells > len(kind.header) and line.endswith(","):
        raise _fault(where, number, f"it has {cells} cells, the header {len(kind.header)}")


def too_long(data: bytes) -> int:
    """Where a line begins that has more bytes than any should; -1 where none does."""
    at = 0
    while len(data) - at > MOST_LINE:
        end = data.rfind(b"\n", at, at + MOST_LINE)
        if end < 0:
            return at
        at = end + 1
    return -1


def _not_utf8(data: bytes) -> int:
    """Where the text is none; -1 where it is. Piece by piece: as text it may take four times the memory."""
    decoder, at = codecs.getincrementaldecoder("utf-8")(), 0
    try:
        for at in range(0, len(data), BLOCK):
            decoder.decode(data[at : at + BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as fault:
        return at + fault.start
    return -1


def _numbered(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line by its columns, with its number, for a fault to name it: slow."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        rows = csv.DictReader(text, restval="")
        for row in rows:
            yield rows.line_num, row


class _Counted(NamedTuple):
    commas: int
    quotes: int
    newlines: int
    returns: int
    pairs: int
    """A return and its newline."""

    unseen: int
    """Characters that cannot be seen, tabs among them."""


def _counted(data: bytes) -> _Counted:
    """How many there are of each: by NumPy, in blocks that a core keeps at hand, four times as quick as bytes.count."""
    import numpy

    view, told = numpy.frombuffer(data, numpy.uint8), numpy.zeros(6, numpy.int64)
    for at in range(0, len(view), BLOCK):
        block, after = view[at : at + BLOCK], view[at + 1 : at + BLOCK + 1]
        returned = block == RETURN
        pairs = returned[: len(after)] & (after == NEWLINE)
        each = (block == COMMA, block == QUOTE, block == NEWLINE, returned, pairs, (block < BLANK) | (block == DELETE))
        told += [numpy.count_nonzero(one) for one in each]
    commas, quotes, newlines, returns, pairs_of_two, unseen = map(int, told)
    return _Counted(commas, quotes, newlines, returns, pairs_of_two, unseen - newlines - returns)


def _fault(where: str, line: int, what: str) -> SourceError:
    return SourceError(f"{where}, line {line}", what, "download the file again")
