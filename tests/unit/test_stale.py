"""`make bench` fails where a table of docs/performance.md is stale."""

import sys
from datetime import date
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
TODAY = date(2026, 12, 1)


@pytest.fixture
def stale(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(BENCH))
    from stale import stale as found

    (tmp_path / "start.py").write_text("print('measured')")
    yield lambda text: list(found(text, tmp_path, TODAY))
    for name in ("stale", "timing"):
        sys.modules.pop(name, None)


def table(day: str = "30 November 2026", digest: str = "54ed1d3e5e0c", name: str = "start") -> str:
    noted = f"Measured on {day}, 2 cores, by `bench/{name}.py` {digest}."
    return f"<!-- start: begin -->\n\n| a |\n|---|\n\n{noted}\n\n<!-- start: end -->\n"


def known(tmp_path: Path) -> str:
    from timing import digest

    return digest(tmp_path / "start.py")


def test_a_table_of_its_script_and_of_late_is_not_stale(stale, tmp_path):
    assert stale(table(digest=known(tmp_path))) == []


def test_a_table_older_than_half_a_year_is_stale(stale, tmp_path):
    assert stale(table("1 May 2026", known(tmp_path))) == ["start: it was measured 214 days ago; run bench/start.py"]


def test_a_table_of_another_script_is_stale(stale):
    assert stale(table()) == ["start: bench/start.py has changed since it was measured; run it"]


def test_a_table_that_says_nothing_of_when_it_was_measured_is_stale(stale):
    told = "start: it does not say when and by what it was measured; run bench/start.py"
    assert stale("<!-- start: begin -->\n| a |\n|---|\n<!-- start: end -->\n") == [told]
    assert stale(table(name="other")) == [told]


def test_a_table_that_no_script_writes_is_stale(stale, tmp_path):
    [told] = stale(table(digest=known(tmp_path)) + "\n| b |\n|---|\n")
    assert told.startswith("a table stands outside")


@pytest.mark.usefixtures("stale")
def test_a_script_writes_its_own_part_alone(tmp_path, monkeypatch):
    import timing

    document, script = tmp_path / "performance.md", tmp_path / "start.py"
    document.write_text(f"# How quick\n\n{table()}\nThe end.\n")
    monkeypatch.setattr(timing, "DOCUMENT", document)
    timing.write_table(str(script), ["| b |", "|---|"])
    text = document.read_text()
    assert text.startswith("# How quick\n\n<!-- start: begin -->\n\n| b |\n|---|\n\nMeasured on ")
    assert text.endswith(f"by `bench/start.py` {known(tmp_path)}.\n\n<!-- start: end -->\n\nThe end.\n")
