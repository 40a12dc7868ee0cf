"""Nobody planted in a supplier's file is found in facts, packs, letters or what a command prints."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from pdfminer.high_level import extract_text

import offices

NAME, TELEPHONE, MAIL, STREET, BORN = (
    "Eleanor Arabin",
    "07700 900461",
    "e.arabin@example.org",
    "9 Hogglestock",
    "04/03/1961",
)
PLANTED = (NAME, "Arabin", "arabin", TELEPHONE, MAIL, STREET, BORN, "1961-03-04")
"""As they may be found."""

Table = list[list[object]]


def table() -> Table:
    """The return of crimes, as it is asked for."""
    return [list(row) for row in csv.reader(io.StringIO(offices.crimes()))]


def beside(head: str, *cells: str) -> Callable[[Table], Table]:
    """A column more, with these in its first rows."""

    def planted(rows: Table) -> Table:
        told = [head, *cells, *[""] * (len(rows) - 1 - len(cells))]
        return [[*row, more] for row, more in zip(rows, told, strict=True)]

    return planted


COLUMNS = {
    "a column of names": beside("Victim name", NAME),
    "names under a heading that says nothing": beside("Contact", NAME, "Mark Robarts"),
    "a name in a remark": beside("Remarks", "", f"Mrs Arabin of {STREET} Road rang twice"),
    "a telephone number in a remark": beside("Remarks", f"call back on {TELEPHONE}"),
    "an address to write to": beside("Notes", f"answer to {MAIL}"),
    "days of birth": beside("DOB", BORN),
    "a street and number": beside("Where", f"{STREET} Close"),
    "a name where a type should stand": lambda rows: [*rows, ["2025-12", "Dorset Police", "", f"Mrs {NAME}", 1]],
}


def as_text(rows: Table, path: Path) -> Path:
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return path.with_suffix(".csv")


def as_book(rows: Table, path: Path) -> Path:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file below as text: what is packed unpacked, what is laid out read."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        yield name, name
        yield name, path.read_bytes().decode("utf-8", errors="ignore")
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                yield from (
                    (f"{name}: {part}", packed.read(part).decode("utf-8", "ignore")) for part in packed.namelist()
                )
        elif path.suffix == ".parquet":
            yield name, str(duckdb.read_parquet(str(path)).fetchall())
        elif path.suffix == ".pdf":
            yield name, extract_text(path)


def found(folder: Path, *printed: offices.Ran) -> list[str]:
    said = [("printed", ran.out + ran.err) for ran in printed]
    return [f"{where}: {word}" for where, text in (*texts(folder), *said) for word in PLANTED if word in text]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return offices.receive(offices.write(tmp_path / "office", q3={"01.md": offices.SUMMARY}))


@pytest.mark.parametrize("written", [as_text, as_book])
@pytest.mark.parametrize("plant", COLUMNS.values(), ids=COLUMNS)
def test_a_file_about_a_person_is_refused_and_nobody_in_it_is_found(plant, written, office: Path, tmp_path: Path):
    file = written(plant(table()), tmp_path / "crimes again")
    refused = offices.run("receive", office, file, "--confirm", "--as-at", "2026-02-01")
    assert refused.code != 0
    letters = offices.run("check", office)
    assert found(office, refused, letters) == []


def test_what_stands_beside_the_cells_of_a_workbook_is_never_in_facts_or_packs(office: Path, tmp_path: Path):
    """Its author and a note on a cell: the file itself is kept as it came, and is never shown."""
    file = as_book(table(), tmp_path / "crimes again")
    made = load_workbook(file)
    made.properties.creator = NAME
    made.active["A1"].comment = Comment(f"ring {TELEPHONE}", NAME)
    made.save(file)
    taken = offices.run("receive", office, file, "--confirm", "--as-at", "2026-02-01")
    assert taken.code == 0, taken.err
    built = offices.run("build", office, "--all")
    assert built.code == 0, built.err
    assert found(office / "build", taken, built) == []


def test_the_search_finds_who_is_there(office: Path):
    """The scan itself: a name in a fact, in a page and in what is printed."""
    assert offices.run("build", office, "--all").code == 0
    [part, *_] = sorted((office / "build" / "facts").rglob("*.parquet"))
    duckdb.sql(f"SELECT '{NAME}' AS place").write_parquet(str(part))
    next((office / "build").rglob("page.html")).write_text(f"<p>{MAIL}</p>", encoding="utf-8")
    told = found(office, offices.Ran(0, "", f"{TELEPHONE} is no month"))
    assert {line.rpartition(": ")[2] for line in told} == {NAME, "Arabin", MAIL, "arabin", TELEPHONE}
