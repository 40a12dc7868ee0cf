"""The pages of docs/methods: one for each function, and every number in them what the functions give."""

import doctest
import re
import runpy
from pathlib import Path

import pytest

from peelian import statistics

METHODS = Path(__file__).parents[2] / "docs" / "methods"
PAGES = sorted(page for page in METHODS.glob("*.md") if page.name != "README.md")
INDEX = (METHODS / "README.md").read_text("utf-8")
FUNCTIONS = sorted(name for name in statistics.__all__ if name.islower())
IMPOSSIBLE = "`ValueError`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_give_what_it_prints(page: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(METHODS)
    failed, tried = doctest.testfile(
        str(page), module_relative=False, encoding="utf-8", optionflags=doctest.REPORT_NDIFF
    )
    assert not failed
    assert tried or page.stem in {"false-alarms", "disclosure"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_its_page_with_an_example_its_errors_and_its_source(name: str):
    (row,) = [line for line in INDEX.splitlines() if f"`{name}`" in line]
    linked = re.findall(r"\(([a-z-]+\.md)\)", row)
    page = (METHODS / linked[0]).read_text("utf-8")
    assert re.search(rf"^(>>>|\.\.\.) .*\b{name}\(", page, re.MULTILINE)
    assert re.search(r"^## (Formula|Rules)$", page, re.MULTILINE)
    for part in ("## Example", "## Cannot tell", "## Source", IMPOSSIBLE):
        assert part in page or name == "rolling_sums"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_its_errors_and_its_source(name: str):
    told = getattr(statistics, name).__doc__
    assert "ValueError" in told
    assert "Source" in told or "source" in told or name in {"ranks", "rolling_sums"}


def test_the_index_and_the_folder_hold_the_same_pages_and_pictures(monkeypatch: pytest.MonkeyPatch):
    assert set(re.findall(r"\(([a-z-]+\.md)\)", INDEX)) | {"disclosure.md"} == {p.name for p in PAGES} | {
        "disclosure.md"
    }
    drawn = {picture.name for picture in (METHODS / "pictures").glob("*.svg")}
    shown = set()
    for page in PAGES:
        for words, name in re.findall(r"!\[(.*?)\]\(pictures/(.*?)\)", page.read_text("utf-8")):
            assert len(words) > 30, f"{page.name} shows {name} without saying what is to be seen"
            shown.add(name)
    monkeypatch.syspath_prepend(METHODS)
    made = runpy.run_path(str(METHODS / "pictures.py"))["pictures"]()
    assert drawn == shown == {f"{name}.svg" for name in made}
    assert all((METHODS / "pictures" / name).stat().st_size < 60_000 for name in drawn)


@pytest.mark.parametrize("page", [METHODS / "README.md", *PAGES], ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_the_table_of_false_alarms_is_what_the_command_gives():
    """Two of its rows drawn again with the same seed, the rest in the form the command writes."""
    command = runpy.run_path(str(METHODS / "false_alarms.py"))
    page = (METHODS / "false-alarms.md").read_text("utf-8")
    lines = page[page.index(command["BEGIN"]) : page.index(command["END"])].splitlines()
    assert command["stable_row"]("Counts, mean 50") in lines
    assert command["moved_row"]("Normal", 1.5) in lines
    small = command["tables"](series=4).splitlines()
    assert [line.split("|")[:2] for line in small if line.startswith("|")] == [
        line.split("|")[:2] for line in lines if line.startswith("|")
    ]
    assert command["placed"](page, "other") != page
