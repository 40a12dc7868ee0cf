"""The examples' packs, each built once on a copy, whichever test and whichever process asks first."""

import shutil
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

from peelian import build, packfile
from peelian.workspace import load

EXAMPLES = Path(__file__).parents[2] / "examples"


class Examples:
    """Copies of the examples in `home`, shared by the processes of a run: an office's packs are built one at a time."""

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
            if (folder / "build" / "packs" / pack / packfile.CURRENT).exists():
                return build.Built(packfile.read(folder, pack), packfile.built(folder, pack), {})
            return build.build(load(folder), pack)


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Examples:
    base = tmp_path_factory.getbasetemp()
    home = (base if worker_id == "master" else base.parent) / "examples"
    home.mkdir(exist_ok=True)
    return Examples(home)
