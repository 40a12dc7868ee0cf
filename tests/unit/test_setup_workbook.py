"""Setting up as a workbook: a round trip changes nothing, a change is told first, a fault by sheet and cell."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import offices
from peelian.core.errors import PeelianError
from peelian.sources.registers import setup_workbook
from peelian.workspace.workspace import load

EXAMPLES = Path(__file__).parents[2] / "examples"


def under(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = offices.write(tmp_path / "office", q3={"01.md": offices.SUMMARY})
    plan = folder / "plan.toml"
    plan.write_text("# Ours since May.\n" + plan.read_text("utf-8"), "utf-8")
    return folder


def edited(folder: Path, path: Path, edit: Callable[[Any], object]) -> Path:
    setup_workbook.export(load(folder), path)
    book = load_workbook(path)
    edit(book)
    book.save(path)
    return path


def cell(sheet: str, place: str, value: object) -> Callable[[Any], None]:
    return lambda book: book[sheet].__setitem__(place, value)


@pytest.mark.parametrize("name", ["barsetshire", "wiltshire"])
def test_a_round_trip_of_an_example_changes_nothing(name: str, tmp_path: Path):
    folder = shutil.copytree(EXAMPLES / name, tmp_path / name, ignore=shutil.ignore_patterns("build", "received"))
    before = under(folder)
    made = setup_workbook.changes(load(folder), edited(folder, tmp_path / "setup.xlsx", lambda _: None))
    assert made == ()
    setup_workbook.apply(made)
    assert under(folder) == before


def test_changes_are_told_and_only_they_are_written(office: Path, tmp_path: Path):
    def edit(book: Any) -> None:
        book["Packs"]["E2"] = "2026-02-12"
        book["Plan"].append(["Fewer victims", "Less robbery", "robbery"])
        book["Suppliers"]["C2"] = "The control room"
        book["Peers"].append(["gloucestershire"])

    made = setup_workbook.changes(load(office), edited(office, tmp_path / "setup.xlsx", edit))
    assert [str(change).removeprefix(f"{office}/") for change in made] == [
        "plan.toml, priority: 1 priorities (recorded_crime, burglary) becomes "
        "1 priorities (recorded_crime, burglary, robbery)",
        "office.toml, peers.names: dorset becomes dorset, gloucestershire",
        "sources/crimes_return.toml, supplier: 'The forces' becomes 'The control room'",
        "packs/q3/pack.toml, meeting: nothing becomes '2026-02-12'",
    ]
    setup_workbook.apply(made)
    changed = load(office)
    assert changed.plan.measures == ("recorded_crime", "burglary", "robbery")
    assert changed.office.peers.names == ("dorset", "gloucestershire")
    assert changed.pack("q3").plan.meeting == "2026-02-12"
    assert (office / "plan.toml").read_text("utf-8").startswith("# Ours since May.\n")
    assert setup_workbook.changes(changed, edited(office, tmp_path / "again.xlsx", lambda _: None)) == ()


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            cell("Plan", "C2", "burglry"),
            "sheet 'Plan', cell C2: there is no measure 'burglry'; choose one from",
        ),
        (cell("Plan", "A2", None), "sheet 'Plan', cell A2: 'Priority' is blank"),
        (cell("Plan", "C3", "recorded_crime"), "sheet 'Plan', cell C3: 'recorded_crime' is listed twice"),
        (cell("Plan", "C1", "What"), "sheet 'Plan', row 1: it has no heading 'Measure'"),
        (cell("Peers", "A2", "narnia"), "sheet 'Peers', cell A2: there is no force 'narnia'; write its key, such as"),
        (cell("Suppliers", "A2", "x"), "sheet 'Suppliers', cell A2: there is no return 'x'"),
        (cell("Packs", "A2", "q9"), "sheet 'Packs', cell A2: there is no pack 'q9'"),
        (cell("Packs", "D2", "winter"), "sheet 'Packs', cell D2: 'winter' is not a period"),
        (cell("Packs", "H2", "01.md; 02.md"), "sheet 'Packs', cell H2: there is no section '02.md'"),
        (cell("Packs", "I2", "maybe"), "sheet 'Packs', cell I2: 'maybe' is neither yes nor no"),
        (cell("Office", "B2", None), "sheet 'Office', cell B2: 'Name' is blank"),
        (lambda book: book.remove(book["Peers"]), "setup.xlsx: it has no sheet 'Peers'"),
    ],
)
def test_a_fault_is_told_by_sheet_and_cell_and_nothing_is_written(edit, told, office: Path, tmp_path: Path):
    before = under(office)
    with pytest.raises(PeelianError) as fault:
        setup_workbook.changes(load(office), edited(office, tmp_path / "setup.xlsx", edit))
    assert told in str(fault.value)
    assert under(office) == before


def test_what_looks_like_a_formula_stays_text(office: Path, tmp_path: Path):
    plan = office / "plan.toml"
    plan.write_text(plan.read_text("utf-8").replace("Less burglary", '=HYPERLINK("x")'.replace('"', "'")), "utf-8")
    path = tmp_path / "setup.xlsx"
    setup_workbook.export(load(office), path)
    assert load_workbook(path)["Plan"]["B2"].data_type == "s"


def test_the_command_writes_only_when_told_to(office: Path, tmp_path: Path):
    path = edited(office, tmp_path / "setup.xlsx", cell("Packs", "F2", "A. Officer"))
    told = offices.run("setup", "import", office, path)
    assert told.code == 0 and told.out.endswith("1 change found; write them with --apply.\n")
    assert load(office).pack("q3").plan.author == ""
    assert offices.run("setup", "import", office, path, "--apply").out.endswith("1 change written.\n")
    assert load(office).pack("q3").plan.author == "A. Officer"
    assert offices.run("setup", "mend", office, path).code == 2
