"""Fuzzing: real shapes, changed at random. A reader tells what is wrong or reads it; it never falls over.

Of text, what is read must be just what Python's own csv module reads there. `scripts/fuzz` does the same for hours.
"""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hostile import CALLS, HEAD, MONTHS, ROWS
from hostile.books import text
from hostile.fuzzed import READERS, SEEDS, Reader, mutated
from hostile.police import rows
from peelian.core.errors import PeelianError
from peelian.core.sources import Contract
from peelian.sources.publishers import police_uk
from peelian.sources.publishers.police_uk import FILE_KINDS
from peelian.sources.returns import read_return
from peelian.workspace.text_files import parse_toml, validated

QUICK = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
CONTRACT: Contract = validated(parse_toml(CALLS, "calls_return.toml"), Contract, "calls_return.toml")
CELLS = st.sampled_from(["", "x", "999", "101", "later", "2025-13", "-1", "1,5", 'a"b', "a\nb", "Ü", "Total", *MONTHS])


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_reader_tells_what_is_wrong_or_reads_it(reader: Reader, tmp_path: Path):
    @QUICK
    @given(st.integers(0, 2**32))
    def any_change(seed: int) -> None:
        path = tmp_path / reader.file
        path.write_bytes(mutated(SEEDS[reader.name], seed))
        try:
            reader.read(path)
        except PeelianError as fault:
            assert str(fault)

    any_change()


@QUICK
@given(st.lists(st.tuples(st.integers(0, len(ROWS)), st.integers(0, 4), CELLS), max_size=4))
def test_a_return_is_read_as_the_csv_module_reads_it(changes):
    """Accepted are files in which every row has the header's cells, of a month, a word allowed and a whole number."""
    table = [HEAD, *ROWS]
    for row, column, cell in changes:
        table = [
            [cell if (r, c) == (row, column) else told for c, told in enumerate(own)] for r, own in enumerate(table)
        ]
    content = text(table)
    expected = _oracle(content.decode())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.csv"
        path.write_bytes(content)
        try:
            found = {(str(row[0])[:7], row[1], *row[4:]) for row in read_return.read_return(path, CONTRACT).rows}
        except PeelianError:
            found = None
    assert found == expected


def _oracle(content: str) -> set[tuple[object, ...]] | None:
    told = list(csv.DictReader(io.StringIO(content, newline="")))
    allowed = {"Line": ("999", "101"), "Answered": ("within 10 seconds", "later", "abandoned")}
    good = set()
    for row in told:
        right = set(row) == set(HEAD) and all(row[head] in words for head, words in allowed.items())
        if not right or row["Month"].strip() not in MONTHS or not row["Force"].strip():
            return None
        if not (row["Calls"].isascii() and row["Calls"].isdigit()):
            return None
        good.add((row["Month"], row["Force"].strip(), row["Line"], row["Answered"], int(row["Calls"])))
    return good if len({row[:4] for row in good}) == len(told) else None


@QUICK
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 11), CELLS), max_size=3), st.booleans(), st.booleans())
def test_what_is_checked_of_a_street_file_has_its_columns_by_the_csv_module(changes, quoted, unix):
    """A file that passes the check before DuckDB reads it has twelve cells in every line, or is refused there."""
    table = rows("street")
    for row, column, cell in changes:
        table = [
            [cell if (r, c) == (row, column) else told for c, told in enumerate(own)] for r, own in enumerate(table)
        ]
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(out, lineterminator="\n" if unix else "\r\n", quoting=quoting).writerows(table)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "2025-12-wiltshire-street.csv"
        path.write_bytes(out.getvalue().encode())
        try:
            police_uk.check_file(path, FILE_KINDS["street"])
        except PeelianError:
            return
        assert all(len(row) == 12 for row in csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
        assert table[0] == list(FILE_KINDS["street"].header)
