"""The analysts' page and notebook, run on a copy of Wiltshire's example with a pack built; and the reference."""

import doctest
import json
import re
import runpy
import shutil
from dataclasses import fields
from pathlib import Path

import pytest

import peelian

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "api.md"
PACK = "2025-26-q3"


@pytest.fixture(scope="module")
def home(examples, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds examples/wiltshire."""
    folder = tmp_path_factory.mktemp("analyst")
    shutil.copytree(examples.built("wiltshire", PACK).folder.parents[3], folder / "examples" / "wiltshire")
    return folder


def test_the_examples_of_the_page_give_what_it_prints(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(home)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.REPORT_NDIFF
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8", optionflags=flags)
    assert (failed, tried > 30) == (0, True)


def test_the_page_lists_the_columns_of_a_row_in_their_order():
    listed = re.findall(r"^\| `([a-z_]+)` \| (?:text|date|integer|number) \| \S", PAGE.read_text("utf-8"), re.MULTILINE)
    assert listed == [field.name for field in fields(peelian.Value)]


def test_the_page_names_every_method():
    methods = [name for name in vars(peelian.Workspace) if not name.startswith("_")]
    assert [name for name in methods if not re.search(rf"\b{name}\b", PAGE.read_text("utf-8"))] == []


def test_the_notebook_is_what_its_command_writes(home: Path):
    command = runpy.run_path(str(ROOT / "scripts" / "notebook"))
    text = command["NOTEBOOK"].read_text("utf-8")
    made = command["run"](json.loads(text), home)
    assert command["written"](made) == text
    assert sum(bool(cell.get("outputs")) for cell in made["cells"]) > 5


def test_the_reference_holds_every_public_name(tmp_path: Path):
    runpy.run_path(str(ROOT / "scripts" / "reference"))["write"](tmp_path)
    page, methods = ((tmp_path / name).read_text("utf-8") for name in ("peelian.html", "peelian/statistics.html"))
    parts, statistics = (set(re.findall(r'<(?:section|div) id="([A-Za-z_.]+)"', text)) for text in (page, methods))
    assert {name for name in peelian.__all__ if name != "statistics"} <= parts
    assert {f"Workspace.{name}" for name in vars(peelian.Workspace) if not name.startswith("_")} <= parts
    assert {f"Value.{field.name}" for field in fields(peelian.Value)} <= parts
    assert set(peelian.statistics.__all__) <= statistics
    assert {file.name for file in tmp_path.rglob("*.html")} == {"index.html", "peelian.html", "statistics.html"}
