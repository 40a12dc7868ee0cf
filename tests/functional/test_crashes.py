"""Killed at the worst moments, the command run again ends where a clean run does, and nothing is seen half done.

`scripts/kills` does the same a hundred times at random moments, of `receive`, `build` and `simulate`.
"""

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import offices
from peelian.sources.received import kept_files
from peelian.workspace.workspace import load
from published import crime, street
from stored import stored, whole

KILLED = Path(__file__).parents[1] / "killed.py"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, KILLED, *map(str, arguments)], capture_output=True, text=True, check=False)


def killed_at_each(office: Path, clean: Path, *command: object) -> int:
    """The command on copies of `office`, killed before and after each file it puts in place, and then run again.

    Each ends as `clean`, where it ran undisturbed. What comes back is how often it was killed.
    """
    verb, *rest = command
    ended = run(0, "never", verb, clean, *rest)
    assert ended.returncode == 0, ended.stderr
    wanted, before = stored(clean), set(received(office))
    found = re.search(r"files put in place: (\d+)", ended.stderr)
    assert found
    moments = [(number, when) for number in range(1, int(found[1]) + 1) for when in ("before", "after")]
    for number, when in moments:
        copy = shutil.copytree(office, office.with_name(f"killed-{number}-{when}"))
        assert run(number, when, verb, copy, *rest).returncode == -9
        assert set(received(copy)) in (before, set(received(clean))), (number, when)
        assert whole(copy), (number, when)
        assert run(0, "never", verb, copy, *rest).returncode == 0, (number, when)
        assert stored(copy) == wanted, (number, when)
        shutil.rmtree(copy)
    return len(moments)


def received(office: Path) -> list[str]:
    return [file.snapshot.file for file in kept_files.received(office / "received", load(office).contracts)]


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not Windows'")
def test_a_receive_killed_at_any_file_is_ended_by_the_next(workspace, tmp_path):
    """Its date is that of its latest month, which may be the first to be moved in."""
    sent = tmp_path / "sent"
    street(sent, "2025-10", crime())
    street(sent, "2025-11", crime(), crime())
    clean = shutil.copytree(workspace, tmp_path / "clean")
    assert killed_at_each(workspace, clean, "receive", sent) >= 18


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not Windows'")
def test_a_build_killed_at_any_file_leaves_the_pack_as_it_was_until_it_is_built(tmp_path):
    office = offices.receive(offices.write(tmp_path / "office", q3={"01.md": offices.SUMMARY}))
    assert run(0, "never", "build", office, "q3").returncode == 0
    section = office / "packs" / "q3" / "01.md"
    section.write_text(section.read_text() + "\nOne sentence more.\n")
    clean = shutil.copytree(office, tmp_path / "clean")
    assert killed_at_each(office, clean, "build", "q3") >= 4


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not Windows'")
def test_a_preview_killed_at_a_file_leaves_no_page_that_is_half_there(tmp_path):
    office = offices.receive(offices.write(tmp_path / "office", q3={"01.md": offices.SUMMARY}))
    clean = shutil.copytree(office, tmp_path / "clean")
    ended = run(0, "never", "preview", clean, "q3")
    wanted, page = stored(clean), Path("build", "preview", "q3", "page.html")
    last = int(ended.stderr.rpartition(": ")[2])
    for number, when in ((1, "before"), (last, "before"), (last, "after")):
        copy = shutil.copytree(office, tmp_path / f"killed-{number}-{when}")
        assert run(number, when, "preview", copy, "q3").returncode == -9
        assert (copy / page).exists() == (when == "after")
        assert not (copy / page).exists() or (copy / page).read_bytes() == (clean / page).read_bytes()
        assert run(0, "never", "preview", copy, "q3").returncode == 0
        assert stored(copy) == wanted


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
