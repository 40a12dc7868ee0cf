"""Starting: the text files of a new workspace say what was answered, whatever is in it."""

import tomllib
from pathlib import Path

import pytest

from peelian.workspace.new_workspace import Start, make_workspace


@pytest.mark.parametrize("name", ["Office", 'The "new" office', "Swyddfa’r Comisiynydd", "a\\b", "a\x7fb", "a\nb = 1"])
def test_any_name_is_written_as_toml(name: str, tmp_path: Path):
    make_workspace(
        tmp_path / "office", Start(name, "wiltshire", name, ("recorded_crime", "asb_incidents"), "2025-26-q3")
    )
    office = tomllib.loads((tmp_path / "office" / "office.toml").read_text("utf-8"))
    plan = tomllib.loads((tmp_path / "office" / "plan.toml").read_text("utf-8"))
    assert (office["name"], plan["title"]) == (name, name)
    assert plan["priority"][0]["objective"][0]["measures"] == ["recorded_crime", "asb_incidents"]
