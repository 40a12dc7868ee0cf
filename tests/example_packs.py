"""The examples' packs, built once a run on a copy and in turn, whichever test and whichever process asks first.

An office's are built together: what a pack withholds hangs on the one before it. Of most packs in between no test reads
more than pack.json, so nothing else of them is made.
"""

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

from peelian.core import pack_files
from peelian.packs import build, files, packfile
from peelian.workspace.workspace import load

EXAMPLES = Path(__file__).parents[1] / "examples"
READ = {"barsetshire": ("2024-25-q1", "2025-26-q3", "2025-26-q4"), "wiltshire": ("2023-24-q3", "2025-26-q3")}
"""The packs of which all files are made: the oldest, the newest, and those docs/seed.md names."""


class Examples:
    """Copies of the examples in `home`, shared by the processes of a run."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.built = cache(self._built)

    def folder(self, office: str) -> Path:
        """The office's copy with its packs built."""
        self.built(office, READ[office][0])
        return self.home / office

    def _built(self, office: str, pack: str) -> build.Built:
        with FileLock(self.home / f"{office}.lock"):
            if not (self.home / office).exists():
                aside = self.home / f".{office}"
                shutil.rmtree(aside, ignore_errors=True)
                shutil.copytree(EXAMPLES / office, aside, ignore=shutil.ignore_patterns("build"))
                # As a user does, out of the coverage's sight, and with processes for PDFs.
                subprocess.run([sys.executable, __file__, office, aside], check=True)
                aside.rename(self.home / office)
        folder = self.home / office
        return build.Built(pack, packfile.built(folder, pack), {})


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Examples:
    base = tmp_path_factory.getbasetemp()
    home = (base if worker_id == "master" else base.parent) / "examples"
    home.mkdir(exist_ok=True)
    return Examples(home)


def main(office: str, folder: str) -> None:
    whole = files.begin

    def begin(pack, spoken, aside, *rest):
        if pack.id in READ[office]:
            return whole(pack, spoken, aside, *rest)
        (aside / pack_files.PACK).write_bytes(packfile.dumps(pack))
        return dict[str, str]

    files.begin = begin
    workspace = load(Path(folder))
    build.build_each(workspace, workspace.pack_ids)


if __name__ == "__main__":
    main(*sys.argv[1:])
