"""Reads data.police.uk's bulk files of street crime, outcomes, and stop and search: `YYYY-MM-FORCE-KIND.csv`."""

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
"""The first published month."""

STRAY_IN_CRLF = re.compile(rb"\r(?!\n)|(?<!\r)\n")
UNSEEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
QUOTED = re.compile(rb'"(?<=[,\n]")[^"\r\n]*(?:""[^"\r\n]*)*"(?=[,\r\n])')
"""A whole cell in quotes, on one line."""

COMMA, QUOTE, NEWLINE, RETURN, BLANK, DELETE = b',"\n\r \x7f'
BLOCK = 1 << 17
MOST_LINE, MOST_LINES = 10_000, 2_000_000
"""Bytes of a line, and lines. Published lines have about 300 bytes, and DuckDB skips much longer ones without a word.
The largest month of the largest force has about 120,000 lines."""

ID = """COALESCE(TRY(unhex("Crime ID")), encode("Crime ID"))"""
MONTH_SQL = """CASE WHEN length("Month") = 7 THEN CAST(try_strptime("Month", '%Y-%m') AS DATE) END"""
"""The length test refuses a month with blanks around it, which try_strptime would accept."""

NEVER_BLANK = {
    ("crimes", "crime_type"): "Crime type",
    ("outcomes", "outcome"): "Outcome type",
    ("stops", "type"): "Type",
}
"""Without these, a row looks like those that a measure leaves out, such as anti-social behaviour."""

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
    """One kind of file: its fact table, its exact header, and the SQL from its columns to fact columns.

    It satisfies the fact store's protocol `Bulk`. All columns are VARCHAR. Identical street rows are kept, since most
    are genuine. Identical outcomes rows are dropped. Stop and search rows have no force, and their times are labelled
    UTC but filed by local month. So force and month come from the file's name, and a row's time must be within a day
    of that month.
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
        """The SQL relation over that many files. Its parameters are their paths, as text.

        The dialect is explicit because DuckDB's sniffer can miss the quoting in a month of files and shift columns
        without an error. DuckDB keeps rejected lines in its reject tables.
        """
        columns = ", ".join(f"'{column}': 'VARCHAR'" for column in self.header)
        return f"""(
    SELECT c.* EXCLUDE ("filename"), f."snapshot", f."month" AS "file_month", f."force" AS "file_force"
    FROM read_csv([{", ".join("?" * files)}], header = true, columns = {{{columns}}}, auto_detect = false,
         delim = ',', quote = '"', escape = '"', store_rejects = true, rejects_limit = 0, filename = true) AS c
    JOIN "reading" AS f ON f."filename" = c."filename"
)"""

    def known_words(self) -> Mapping[str, frozenset[str]]:
        """By fact column, the words that data.police.uk is known to use. Other words are accepted and reported."""
        return {column: words for (dataset, column), words in _known_words().items() if dataset == self.dataset}

    def line_of_another(self, path: Path, force: str, month: date) -> int:
        """The first line of another force or month than these."""
        key = month_key(month)
        if not self.located:
            days = {(month + timedelta(days=n)).isoformat() for n in range(-1, 32)}
            return next((line for line, row in _numbered(path) if row["Date"][:10] not in days), 1)
        rows = ((line, row["Month"], row["Falls within"]) for line, row in _numbered(path))
        return next((line for line, *own in rows if own != [key, force]), 1)

    def line_with_blank(self, path: Path) -> int:
        """The first line without a required value."""
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
    """The kind, month and force in a file's name."""

    kind: FileKind
    month: date
    force: str


@cache
def _known_words() -> Mapping[tuple[str, str], frozenset[str]]:
    """Known words by fact table and column."""
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
    """The parts of the name, or None if the file is not from data.police.uk. SourceError for an unknown force."""
    match = FILE_NAME.fullmatch(file_name)
    if not match:
        return None
    try:
        month = parse_month(match["month"])
    except ValueError as fault:
        raise SourceError(file_name, str(fault), "rename it to its name at data.police.uk") from None
    if not FIRST <= month <= datetime.now(UTC).date():
        what = f"{month_words(month)} is {'before the first such file' if month < FIRST else 'in the future'}"
        raise SourceError(file_name, what, "rename it to its name at data.police.uk")
    force = force_names().get(match["force"])
    if force is None:
        raise SourceError(
            file_name,
            f"data.police.uk has no police force called {match['force']!r}",
            "rename it to its name at data.police.uk",
        )
    return Named(FILE_KINDS[match["kind"]], month, force)


def check_name(path: Path) -> None:
    """SourceError for a file with the columns of data.police.uk but another name: the name gives the month."""
    with path.open("rb") as opened:
        line = opened.readline(4096).decode("utf-8-sig", errors="replace")
    kinds = [name for name, kind in FILE_KINDS.items() if line.rstrip("\r\n") == ",".join(kind.header)]
    if kinds and path.suffix.lower() == ".csv":
        what = f"it has the columns of data.police.uk's {kinds[0]} files, but not their name"
        raise SourceError(path.name, what, f"rename it like 2025-12-wiltshire-{kinds[0]}.csv")


def check_file(path: Path, kind: FileKind) -> None:
    """SourceError unless the first line is exactly the published header and DuckDB can read the text correctly."""
    data = path.read_bytes()
    _check_header(data, path.name, kind)
    _check_text(data, path.name, kind)


def _check_header(data: bytes, where: str, kind: FileKind) -> None:
    """A byte order mark is allowed."""
    line = next(iter(data[:4096].decode("utf-8-sig", errors="replace").splitlines()), "")
    found = tuple(next(csv.reader([line]), ()))
    if found == kind.header:
        return
    if not set(found) & set(kind.header):
        raise SourceError(
            f"{where}, line 1", "it does not start with the published headings", "download the file again"
        )
    missing = [column for column in kind.header if column not in found]
    extra = [column for column in found if column not in kind.header]
    what = "its columns are in another order" if not missing and not extra else "its columns are not those published"
    what += f", missing {', '.join(missing)}" if missing else ""
    what += f", not expected {', '.join(extra)}" if extra else ""
    raise SourceError(f"{where}, line 1", what, "download the file again; Peelian does not guess columns")


def _check_text(data: bytes, where: str, kind: FileKind) -> None:
    """SourceError where DuckDB 1.5 would fail, or read a line wrongly without an error.

    It fails on text that is not UTF-8 and on mixed line ends. It accepts a line with one cell too many if the last cell
    is empty, as in street files. An unquoted comma then shifts every column after it.
    """
    if (at := too_long(data)) >= 0:
        raise _fault(where, data.count(b"\n", 0, at) + 1, f"it has more than {MOST_LINE:,} bytes")
    if not data.isascii() and (at := _not_utf8(data)) >= 0:
        raise _fault(where, data.count(b"\n", 0, at) + 1, "it is not UTF-8 text")
    counts = _counted(data)
    if counts.newlines > MOST_LINES:
        raise SourceError(where, f"it has more than {MOST_LINES:,} lines", "download the file again")
    if counts.unseen and (unseen := UNSEEN.search(data)):
        raise _fault(where, data.count(b"\n", 0, unseen.start()) + 1, "it has an invisible character")
    if (counts.returns and not counts.returns == counts.newlines == counts.pairs) and (
        stray := STRAY_IN_CRLF.search(data)
    ):
        raise _fault(where, data.count(b"\n", 0, stray.start()) + 1, "its line ends differ")
    lines = counts.newlines + (not data.endswith(b"\n"))
    quotes = commas = 0
    for cell in QUOTED.finditer(data) if counts.quotes else ():
        quotes += cell[0].count(b'"')
        commas += cell[0].count(b",")
    if counts.quotes == quotes and counts.commas - commas == lines * (len(kind.header) - 1):
        return  # a line too long would need one too short, which DuckDB rejects: no need to check each
    for number, line in enumerate(io.BytesIO(data), start=1):
        line = line.rstrip(b"\r\n")
        if b'"' in line or (line.count(b",") >= len(kind.header) and line.endswith(b",")):
            _check_line(line.decode("utf-8-sig"), number, where, kind)


def _check_line(line: str, number: int, where: str, kind: FileKind) -> None:
    try:
        cells = len(next(csv.reader([line], strict=True)))
    except csv.Error:
        raise _fault(where, number, "it has quotes that are not closed, or inside a cell") from None
    if cells > len(kind.header) and line.endswith(","):
        raise _fault(where, number, f"it has {cells} cells, the header {len(kind.header)}")


def too_long(data: bytes) -> int:
    """The start of the first line with more than MOST_LINE bytes, or -1."""
    at = 0
    while len(data) - at > MOST_LINE:
        end = data.rfind(b"\n", at, at + MOST_LINE)
        if end < 0:
            return at
        at = end + 1
    return -1


def _not_utf8(data: bytes) -> int:
    """The place of the first byte that is not UTF-8, or -1. Decodes in blocks, to save memory."""
    decoder, at = codecs.getincrementaldecoder("utf-8")(), 0
    try:
        for at in range(0, len(data), BLOCK):
            decoder.decode(data[at : at + BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as fault:
        return at + fault.start
    return -1


def _numbered(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line by its columns, with its number. It is slow, and only for faults."""
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
    """Invisible characters, including tabs."""


def _counted(data: bytes) -> _Counted:
    """The number of each. NumPy, in blocks that fit a core's cache, is four times as fast as bytes.count."""
    import numpy

    view, sums = numpy.frombuffer(data, numpy.uint8), numpy.zeros(6, numpy.int64)
    for at in range(0, len(view), BLOCK):
        block, after = view[at : at + BLOCK], view[at + 1 : at + BLOCK + 1]
        returned = block == RETURN
        pairs = returned[: len(after)] & (after == NEWLINE)
        each = (block == COMMA, block == QUOTE, block == NEWLINE, returned, pairs, (block < BLANK) | (block == DELETE))
        sums += [numpy.count_nonzero(one) for one in each]
    commas, quotes, newlines, returns, pairs_of_two, unseen = map(int, sums)
    return _Counted(commas, quotes, newlines, returns, pairs_of_two, unseen - newlines - returns)


def _fault(where: str, line: int, what: str) -> SourceError:
    return SourceError(f"{where}, line {line}", what, "download the file again")
