"""A disk that is full, a folder that may not be written: one line says so, all is as before, the next run ends it."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import offices
from offices import run
from published import crime, street
from stored import stored, whole

KILOBYTES = (0, 8, 60, 120, 400, 1000, 1600)
"""Room left, from none to nearly enough for a pack."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """`disk(size="3m")`: a small disk, or the same one with other options."""
    path = tmp_path / "disk"
    path.mkdir()

    def mounted(**options: str) -> Path:
        told = ",".join(f"{name}={value}" if value else name for name, value in options.items())
        again = "remount," if path.is_mount() else ""
        ended = subprocess.run(["mount", "-t", "tmpfs", "-o", again + told, "tmpfs", path], capture_output=True)
        if ended.returncode:
            pytest.skip(
                f"NO DISK OF ITS OWN: this user may not mount one, so no full disk was tested ({ended.stderr!r})"
            )
        return path

    yield mounted
    if path.is_mount():
        subprocess.run(["umount", path], check=True)


def room(path: Path, kilobytes: int) -> str:
    """The size of a disk that has so much room left."""
    return f"{(path.stat().st_blksize + shutil.disk_usage(path).used) // 1024 + kilobytes}k"


@pytest.mark.parametrize("verb", ["receive", "build"])
def test_a_full_disk_leaves_all_as_it_was(disk, tmp_path, verb):
    path = disk(size="64m")
    office = offices.receive(offices.write(path / "office", q3={"01.md": offices.SUMMARY}))
    rest = ("q3",) if verb == "build" else (street(tmp_path / "sent", "2023-10", *[crime()] * 3000).parent,)
    before, codes = stored(office), []
    for kilobytes in KILOBYTES:
        disk(size=room(path, kilobytes))
        ran = run(verb, office, *rest)
        codes.append(ran.code)
        if ran.code == 0:
            break
        assert ran.err.count("\n") == 1, ran.err
        assert "make some room on the disk" in ran.err
        assert ran.code in (6, 7)
        assert stored(office) == before
        assert whole(office)
    assert len(codes) > 2
    disk(size="64m")
    assert run(verb, office, *rest).code == 0
    clean = offices.receive(offices.write(tmp_path / "office", q3={"01.md": offices.SUMMARY}))
    assert run(verb, clean, *rest).code == 0
    assert stored(office) == stored(clean)


@pytest.mark.parametrize("verb", ["receive", "build", "doctor", "check"])
def test_a_folder_that_may_not_be_written_is_told_in_a_line(disk, tmp_path, verb):
    path = disk(size="64m")
    office = offices.receive(offices.write(path / "office", q3={"01.md": offices.SUMMARY}))
    before = stored(office)
    disk(ro="")
    rest = {"build": ("q3",), "receive": (street(tmp_path / "sent", "2023-10", crime()),)}.get(verb, ())
    ran = run(verb, office, *rest)
    assert (ran.code, ran.out) == (7, "")
    assert ran.err.endswith(
        "read-only file system; get the right to read and write there, or use a copy in a folder of your own\n"
    )
    assert stored(office) == before
