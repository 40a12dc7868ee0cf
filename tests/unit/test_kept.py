"""What is kept between runs is used while all it was made from is the same, and not a moment longer."""

import os
from datetime import date
from pathlib import Path

import pytest

from peelian.core.code_digest import code_digest
from peelian.findings.kept_counts import KeptCounts
from peelian.workspace import kept

ROWS = [(date(2025, 10, 1), "Wiltshire Police", 7)]


@pytest.fixture
def part(tmp_path) -> Path:
    path = tmp_path / "facts" / "crimes" / "2025-10.parquet"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"rows")
    return path


class Engine:
    """How often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> list[tuple[date, str, int]]:
        self.asked += 1
        return ROWS


def counted(home: Path, part: Path, question: str = "how many", engine: str = "duckdb", table: str = "crimes") -> int:
    """How often the engine was asked, by a process of its own."""
    ask, counts = Engine(), KeptCounts(home, {"crimes": (part,)}, engine)
    assert counts.rows(table, question, ask) == ROWS
    assert counts.rows(table, question, ask) == ROWS
    counts.save()
    return ask.asked


def test_a_question_is_asked_once(tmp_path, part):
    assert counted(tmp_path / "kept", part) == 1
    assert counted(tmp_path / "kept", part) == 0
    assert counted(tmp_path / "kept", part, "how many more") == 1
    assert counted(tmp_path / "kept", part) == 0


def test_a_part_written_again_is_counted_again(tmp_path, part):
    counted(tmp_path / "kept", part)
    told = part.stat()
    part.write_bytes(b"rowz")
    os.utime(part, ns=(told.st_atime_ns, told.st_mtime_ns + 1))
    assert counted(tmp_path / "kept", part) == 1


def test_outcomes_are_counted_again_with_the_crimes_they_link_to(tmp_path, part):
    counted(tmp_path / "kept", part, table="outcomes")
    assert counted(tmp_path / "kept", part, table="outcomes") == 0
    part.write_bytes(b"more rows")
    assert counted(tmp_path / "kept", part, table="outcomes") == 1


def test_another_engine_counts_for_itself(tmp_path, part):
    counted(tmp_path / "kept", part)
    assert counted(tmp_path / "kept", part, engine="spark") == 1


def test_other_code_counts_for_itself(tmp_path, part, monkeypatch):
    counted(tmp_path / "kept", part)
    monkeypatch.setattr("peelian.findings.kept_counts.code_digest", lambda: "other")
    assert counted(tmp_path / "kept", part) == 1


def test_a_number_changed_in_what_is_kept_is_not_used(tmp_path, part):
    counted(tmp_path / "kept", part)
    path = tmp_path / "kept" / "crimes.json"
    path.write_text(path.read_text("utf-8").replace(",7]", ",8]"), "utf-8")
    assert counted(tmp_path / "kept", part) == 1


def test_what_is_kept_for_one_key_is_nothing_for_another(tmp_path):
    kept.write(tmp_path / "a.json", "one", {"n": 1})
    assert kept.read(tmp_path / "a.json", "one") == {"n": 1}
    assert kept.read(tmp_path / "a.json", "two") is None
    assert kept.read(tmp_path / "b.json", "one") is None


def test_the_code_is_known_by_the_content_of_every_file(tmp_path, monkeypatch):
    home = tmp_path / "peelian"
    (home / "shipped").mkdir(parents=True)
    (home / "one.py").write_text("1", "utf-8")
    (home / "shipped" / "page.html").write_text("a", "utf-8")
    monkeypatch.setattr("peelian.core.code_digest.resources.files", lambda _: home)

    def now() -> str:
        return code_digest.__wrapped__()

    first = now()
    assert now() == first
    (home / "shipped" / "page.html").write_text("b", "utf-8")
    second = now()
    (home / "two.py").write_text("2", "utf-8")
    assert len({first, second, now()}) == 3
