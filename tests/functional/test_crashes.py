"""Killed at the worst moments, the command run again ends where a clean run does, and nothing is seen half done.

`scripts/kills` does the same a hundred times at random moments, of `receive`, `build` and `simulate`.
"""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import killed
import offices
from peelian.sources.received import kept_files
from peelian.workspace.workspace import load
from published import crime, street
from stored import stored, whole

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 and fork are not Windows'")


@pytest.fixture(scope="module")
def forks() -> Iterator[killed.Forks]:
    with killed.Forks() as forks:
        yield forks


class Killings:
    """The command on copies of `office`, each killed at one moment and then run again.

    Each must end as `clean`, where it ran undisturbed: `placed` is how many files it put in place there.
    """

    def __init__(self, forks: killed.Forks, office: Path, *command: object):
        self.forks, self.office, (self.verb, *self.rest) = forks, office, command
        clean = shutil.copytree(office, office.with_name("clean"))
        code, said = forks.run(0, "never", self.verb, clean, *self.rest)
        assert code == 0, said
        self.placed = int(said.rpartition(killed.PLACED)[2])
        self.wanted = stored(clean)
        self.before, self.after = set(received(office)), set(received(clean))

    def at_each(self) -> int:
        """Before and after each file; what comes back is how many moments those are."""
        moments = [(number, when) for number in range(1, self.placed + 1) for when in ("before", "after")]
        for number, when in moments:
            copy = self._copy(number, when)
            assert self.forks.run(number, when, self.verb, copy, *self.rest)[0] == -9
            self._holds(copy)
        return len(moments)

    def for_real(self, number: int, when: str) -> None:
        """By a process started for it alone, with whatever processes it starts."""
        copy = self._copy(number, when)
        command = [sys.executable, killed.__file__, str(number), when, self.verb, copy, *self.rest]
        assert subprocess.run(command, capture_output=True, check=False).returncode == -9
        self._holds(copy)

    def _copy(self, number: int, when: str) -> Path:
        return shutil.copytree(self.office, self.office.with_name(f"killed-{number}-{when}"))

    def _holds(self, copy: Path) -> None:
        assert set(received(copy)) in (self.before, self.after), copy.name
        assert whole(copy), copy.name
        assert self.forks.run(0, "never", self.verb, copy, *self.rest)[0] == 0, copy.name
        assert stored(copy) == self.wanted, copy.name
        shutil.rmtree(copy)


def received(office: Path) -> list[str]:
    return [file.snapshot.file for file in kept_files.received(office / "received", load(office).contracts)]


@UNIX
def test_a_receive_killed_at_any_file_is_ended_by_the_next(forks, workspace, tmp_path):
    """Its date is that of its latest month, which may be the first to be moved in."""
    sent = tmp_path / "sent"
    street(sent, "2025-10", crime())
    street(sent, "2025-11", crime(), crime())
    killings = Killings(forks, workspace, "receive", sent)
    assert killings.at_each() >= 18
    killings.for_real(killings.placed // 2, "after")


@UNIX
def test_a_build_killed_at_any_file_leaves_the_pack_as_it_was_until_it_is_built(forks, tmp_path):
    office = offices.receive(offices.write(tmp_path / "office", q3={"01.md": offices.SUMMARY}))
    assert forks.run(0, "never", "build", office, "q3")[0] == 0
    section = office / "packs" / "q3" / "01.md"
    section.write_text(section.read_text() + "\nOne sentence more.\n")
    killings = Killings(forks, office, "build", "q3")
    assert killings.at_each() >= 4
    killings.for_real(killings.placed, "before")


@UNIX
def test_a_preview_killed_at_a_file_leaves_no_page_that_is_half_there(tmp_path, forks):
    office = offices.receive(offices.write(tmp_path / "office", q3={"01.md": offices.SUMMARY}))
    clean = shutil.copytree(office, tmp_path / "clean")
    code, said = forks.run(0, "never", "preview", clean, "q3")
    assert code == 0, said
    wanted, page = stored(clean), Path("build", "preview", "q3", "page.html")
    last = int(said.rpartition(killed.PLACED)[2])
    there = []
    for number in range(1, last + 1):
        copy = shutil.copytree(office, tmp_path / f"killed-{number}")
        assert forks.run(number, "before", "preview", copy, "q3")[0] == -9
        there.append((copy / page).exists())
        assert not there[-1] or (copy / page).read_bytes() == (clean / page).read_bytes()
        assert forks.run(0, "never", "preview", copy, "q3")[0] == 0
        assert stored(copy) == wanted
    assert there == sorted(there)
    assert not there[0]


@pytest.mark.skipif(sys.platform == "win32", reason="a signal is sent")
def test_ctrl_c_ends_a_command_in_a_line_and_leaves_nothing_half_done(tmp_path):
    folder = tmp_path / "barsetshire"
    command = [sys.executable, "-m", "peelian", "--verbose", "simulate", "barsetshire", "--into", str(folder)]
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests run in the background hand on that it is ignored
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        told = [process.stderr.readline() for _ in range(4)]
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert "files from suppliers" in told[0]
    assert process.returncode == 130
    assert rest.endswith("Stopped. Nothing is half done: what was not finished is as it was.\n")
    assert "Traceback" not in rest
    assert list(tmp_path.iterdir()) == []
