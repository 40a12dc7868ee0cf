"""The examples' packs, built once on a copy and in turn, whichever test and whichever process asks first.

An office's are built together: what a pack withholds hangs on the one before it.
"""

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

from peelian.core import pack_files
from peelian.packs import build, packfile

EXAMPLES = Path(__file__).parents[2] / "examples"


class Examples:
    """Copies of the examples in `home`, shared by the processes of a run."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.built = cache(self._built)

    def folder(self, office: str) -> Path:
        """The office's copy, with whatever packs were built in it so far."""
        with FileLock(self.home / f"{office}.lock"):
            return self._copy(office)

    def _copy(self, office: str) -> Path:
        if not (self.home / office).exists():
            aside = self.home / f".{office}"
            shutil.rmtree(aside, ignore_errors=True)
            shutil.copytree(EXAMPLES / office, aside, ignore=shutil.ignore_patterns("build"))
            aside.rename(self.home / office)
        return self.home / office

    def _built(self, office: str, pack: str) -> build.Built:
        with FileLock(self.home / f"{office}.lock"):
            folder = self._copy(office)
            if not (folder / "build" / "packs" / pack / pack_files.CURRENT).exists():
                # As a user does, and out of the coverage's sight, which doubles the time.
                subprocess.run([sys.executable, "-m", "peelian", "build", folder, "--all"], check=True)
        return build.Built(packfile.read_pack(folder, pack), packfile.built(folder, pack), {})


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Examples:
    base = tmp_path_factory.getbasetemp()
    home = (base if worker_id == "master" else base.parent) / "examples"
    home.mkdir(exist_ok=True)
    return Examples(home)
