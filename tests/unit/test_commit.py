"""Moving in: whatever ends it midway, its files count as received all together, and the next run ends it."""

import os
import shutil
from pathlib import Path

import pytest

from peelian.core.errors import DefinitionError, SourceError
from peelian.simulation import simulate
from peelian.sources.received import commit


class Ended(BaseException):
    """The process is gone: nothing of ours catches it."""


@pytest.fixture
def ending(monkeypatch):
    """`ending(3)`: the process is gone before it puts a third file in place."""

    def at(number: int) -> None:
        real, counted = os.replace, iter(range(1, 1000))

        def replace(source, target):
            if next(counted) == number:
                raise Ended
            real(source, target)

        monkeypatch.setattr(os, "replace", replace)

    yield at
    monkeypatch.undo()


NAMES = ("a.csv", "a.csv.received.json", "b.csv", "b.csv.received.json")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """received/, with four files staged."""
    for name in NAMES:
        staged = tmp_path / commit.STAGING / name
        staged.parent.mkdir(exist_ok=True)
        staged.write_text(name)
    return tmp_path


def moves(home: Path) -> list[tuple[Path, Path]]:
    return [(home / commit.STAGING / name, home / "source" / name) for name in NAMES]


@pytest.mark.parametrize("number", range(1, 7))
def test_files_count_as_received_all_together_wherever_it_ends(home, ending, monkeypatch, number):
    ending(number)
    try:
        commit.move_in(home, moves(home))
    except Ended:
        monkeypatch.undo()
    counting = {path for _, path in moves(home) if path.exists()} - commit.not_yet(home)
    begun = number > 1
    assert len(counting) == (4 if number == 6 else 0)
    commit.finish(home)
    there = {path.name: path.read_text() for path in home.rglob("*") if path.is_file()}
    assert there == ({name: name for name in NAMES} if begun else {})


def test_without_a_list_what_was_staged_is_cleared_away(home):
    commit.finish(home)
    assert list(home.iterdir()) == []


def test_a_damaged_list_is_told(home):
    (home / commit.LIST).write_text("[[")
    with pytest.raises(SourceError, match=r"moving\.json: the list of files to move is damaged; delete it"):
        commit.finish(home)


@pytest.mark.parametrize("number", range(1, 4))
def test_a_simulation_ended_while_it_is_put_in_place_leaves_no_workspace_and_is_made_again(
    tmp_path, ending, monkeypatch, number
):
    made, folder = tmp_path / "made", tmp_path / "folder"
    for where, told in ((made, "new"), (folder, "old"), (tmp_path / "again", "new")):
        for name in ("areas.csv", "office.toml", "received/a.csv"):
            (where / name).parent.mkdir(parents=True, exist_ok=True)
            (where / name).write_text(f'name = "{told}"\narea = "barsetshire"\nmade_up = true\n')
    ending(number)
    with pytest.raises(Ended):
        simulate._put(made, folder)
    monkeypatch.undo()
    assert not (folder / "office.toml").exists()
    simulate._check_made_up(folder)
    simulate._put(tmp_path / "again", folder)
    assert {path.name for path in folder.rglob("*") if path.is_file()} == {"areas.csv", "office.toml", "a.csv"}
    assert "new" in (folder / "office.toml").read_text()


def test_a_folder_without_an_office_is_not_taken_for_made_up(tmp_path):
    (tmp_path / "a.txt").touch()
    with pytest.raises(DefinitionError, match=r"holds a\.txt, which is not made up"):
        simulate._check_made_up(tmp_path)
    shutil.rmtree(tmp_path)
