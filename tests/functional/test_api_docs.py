"""The analysts' page and notebook, run on a copy of Wiltshire's example with a pack built; and the reference."""

import doctest
import json
import re
import runpy
import shutil
from collections import Counter
from dataclasses import fields
from fractions import Fraction
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


def test_a_row_says_what_the_pack_prints(home: Path):
    """Every value, change and verdict the pack prints of its own quarter, against a row computed anew."""
    office = peelian.open(home / "examples" / "wiltshire")
    printed = [one for one in office.figures(PACK).values() if one.period == PACK and one.status == "value"]
    names, areas = ({getattr(one, part) for one in printed} for part in ("measure", "area"))
    rows = office.values(sorted(names), areas=sorted(areas), periods=PACK, compare="2021-22-q3")
    row_of = {(row.measure, row.area): row for row in rows}
    seen: Counter[str] = Counter()
    for one in printed:
        row = row_of[one.measure, one.area]
        seen[one.form] += 1
        match one.form:
            case "value":
                assert (str(row.exact), row.numerator, row.denominator) == (one.value, one.numerator, one.denominator)
            case "interval":
                assert f"({row.method})" in one.interval
            case "change":
                assert row.change == (float(Fraction(one.value)) if one.value else None)
                assert ("no clear change" in one.text) == (row.verdict == "no clear change")
            case "verdict":
                assert one.text == (row.verdict or f"no comparison: {row.no_change}")
    assert min(seen["value"], seen["interval"], seen["change"], seen["verdict"]) > 10, seen


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
