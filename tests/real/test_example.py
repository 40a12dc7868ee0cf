"""What Wiltshire's example holds is what compiling the public files again gives, byte for byte."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "wiltshire"


def test_compiling_again_gives_the_same_bytes(shared_data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "wiltshire"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("build", "received"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, str(copy / "compile.py"), str(shared_data)], check=True, env=environment)
    made = {path.relative_to(copy): path.read_bytes() for path in (copy / "received").rglob("*") if path.is_file()}
    held = {
        path.relative_to(EXAMPLE): path.read_bytes() for path in (EXAMPLE / "received").rglob("*") if path.is_file()
    }
    assert made.keys() == held.keys()
    assert [path for path in held if made[path] != held[path]] == []
