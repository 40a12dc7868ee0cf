"""`peelian doctor`: one bit turned anywhere in what was received, made or built is found, and can be restored."""

import shutil
from pathlib import Path
from random import Random

import duckdb
import pytest

import offices
from offices import run
from peelian.core.pack_files import SUMS
from published import crime, outcome, outcomes, street
from stored import rows_of, stored


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The small office with public files besides, received and its pack built."""
    folder = tmp_path_factory.mktemp("doctor") / "office"
    office = offices.receive(offices.write(folder, q3={"01.md": offices.SUMMARY}))
    sent = folder.parent / "public"
    outcomes(sent, "2025-10", outcome())
    street(sent, "2023-10", crime())
    assert run("receive", office, sent).code == 0
    assert run("build", office, "q3").code == 0
    return office


@pytest.fixture
def office(built, tmp_path) -> Path:
    return shutil.copytree(built, tmp_path / "office")


def turn_a_bit(path: Path, random: Random) -> None:
    data = bytearray(path.read_bytes())
    data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    path.write_bytes(data)


def files_in(office: Path, where: str) -> list[Path]:
    return sorted(path for path in (office / where).rglob("*") if path.is_file())


def test_nothing_is_found_where_nothing_is_damaged(office):
    before = stored(office)
    ran = run("doctor", office)
    parts = len(list((office / "build" / "facts").rglob("*.parquet")))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"Checked 4 received files, {parts} parts of facts and 1 pack: none damaged.\n"
    assert stored(office) == before


@pytest.mark.parametrize("where", ["received", "build/packs"])
def test_a_bit_turned_in_any_file_is_found_and_named(office, where):
    random = Random(where)  # noqa: S311
    for path in files_in(office, where):
        whole = path.read_bytes()
        turn_a_bit(path, random)
        ran = run("doctor", office)
        assert ran.code in (3, 6), path
        # Of a wrong sum and a wrong file nobody can say which is which: the file is named, and made again.
        named = path.parent if path.name == SUMS else path
        assert str(named) in ran.out, ran.out
        assert ran.out.endswith("1 damaged.\n"), ran.out
        path.write_bytes(whole)


def test_a_bit_turned_in_facts_is_found_unless_no_row_has_changed(office):
    """A Parquet file has bytes that nobody reads."""
    random, changed = Random("facts"), 0  # noqa: S311
    for path in files_in(office, "build/facts")[:5]:
        whole, rows = path.read_bytes(), digest(path)
        for _ in range(4):
            turn_a_bit(path, random)
            ran = run("doctor", office)
            if digest(path) != rows:
                changed += 1
                assert (ran.code, ran.out.partition(": ")[0]) == (3, str(path))
            path.write_bytes(whole)
    assert changed >= 5


def digest(part: Path) -> str:
    """Of the rows of a part; nothing where they cannot be read."""
    try:
        return rows_of(part).hex()
    except duckdb.Error:
        return ""


def test_what_it_says_to_do_restores_it(office):
    """A damaged received file is received again, a part of facts deleted, a pack built again."""
    sound = stored(office)
    [street_file] = (office / "received" / "police_uk").rglob("*-street.csv")
    sent = shutil.copy(street_file, office.parent / street_file.name)
    part, [workbook] = office / "build" / "facts" / "crimes" / "2025-10.parquet", (office / "build").rglob("*.xlsx")
    for path in (street_file, workbook):
        turn_a_bit(path, Random(1))  # noqa: S311
    shutil.copy(part.with_name("2025-11.parquet"), part)
    ran = run("doctor", office)
    assert [line.partition(": ")[0] for line in ran.out.splitlines()[:-1]] == list(
        map(str, (street_file, part, workbook))
    )
    received = run("receive", office, sent)
    assert f"Restored from the file given: {street_file.name}." in received.out
    part.unlink()
    assert run("build", office, "q3").code == 0
    assert run("doctor", office).code == 0
    assert stored(office) == sound


def test_a_damaged_sidecar_is_told_by_every_command(office):
    sidecar = min((office / "received").rglob("*.received.json"))
    sidecar.write_text(sidecar.read_text().replace('"rows": ', '"rows": 1'))
    ran = run("build", office, "q3")
    assert ran.code == 3
    assert ran.err.startswith(
        f"{sidecar}: the sidecar has changed since it was written; delete it and the file beside it"
    )
