"""The wheel, installed by pip in an empty environment outside the checkout, makes an office and builds its pack."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import offices
from peelian.core import pack_files

ROOT = Path(__file__).parents[2]


def run(*command: object, cwd: Path) -> str:
    """What it prints, run as somebody who has no checkout and no Python path."""
    environment = {name: told for name, told in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    ended = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, f"{command}: {ended.stdout}{ended.stderr}"
    return ended.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of an environment that has the wheel and what it needs, and nothing else."""
    home = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "venv", home / "env", cwd=home)
    commands = home / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    pip = (commands / "python", "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-deps", "--wheel-dir", home / "dist", ROOT, cwd=home)
    [wheel] = (home / "dist").glob("*.whl")
    run(*pip, "install", "--no-compile", wheel, cwd=home)
    return commands


def test_an_office_is_made_its_files_received_and_its_pack_built(installed: Path, tmp_path: Path):
    peelian, office = installed / "peelian", tmp_path / "office"
    given = ("--name", "An office", "--force", "wiltshire", "--plan", "A plan", "--measure", "burglary")
    run(peelian, "new", office, *given, "--period", "2025-26-q3", cwd=tmp_path)
    for name, text in offices.TEXT.items():
        if name in ("areas.csv", "sources/crimes_return.toml"):
            (office / name).parent.mkdir(exist_ok=True)
            (office / name).write_text(text, encoding="utf-8")
    sent = tmp_path / "crimes.csv"
    sent.write_text(offices.crimes(), encoding="utf-8")
    assert "Received 1 file" in run(peelian, "receive", office, sent, cwd=tmp_path)
    assert "0 faults" in run(peelian, "check", office, cwd=tmp_path)
    run(peelian, "build", office, "--all", cwd=tmp_path)
    [current] = (office / "build" / "packs").glob("*/current")
    made = {path.name for path in (current.parent / current.read_text().strip()).iterdir()}
    assert made >= {
        pack_files.PACK,
        pack_files.SUMS,
        pack_files.PAGE,
        pack_files.PAPER,
        pack_files.SLIDES,
        pack_files.WORKBOOK,
    }
    assert run(peelian, "doctor", office, "--quiet", cwd=tmp_path) == ""


def test_python_reads_values_and_says_which_extra_arrow_needs(installed: Path, tmp_path: Path):
    folder = offices.receive(offices.write(tmp_path / "office"))
    asked = (
        f"import peelian; rows = peelian.open({str(folder)!r}).values('burglary', areas='swindon', periods='2025-12')\n"
        "print(rows[0].value)\n"
        "try: rows.to_arrow()\nexcept peelian.MachineError as fault: print(fault)"
    )
    said = run(installed / "python", "-c", asked, cwd=tmp_path).splitlines()
    assert said == ["800.0", "to_arrow: pyarrow is not installed; install it with pip install 'peelian[analysis]'"]


def test_nothing_of_the_checkout_is_used(installed: Path, tmp_path: Path):
    where = run(installed / "python", "-c", "import peelian; print(peelian.__file__)", cwd=tmp_path)
    assert "site-packages" in where and str(ROOT) not in where
