"""The five things to try after `make demo`, each in one command, on a copy of the examples."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation

from example_packs import Examples

ROOT = Path(__file__).parents[2]
WHERE = re.compile(r"^(\S+\.pptx)$", re.MULTILINE)

Try = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def repository(examples: Examples, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts and an example as after `make demo`, less one pack; with the environment of this repository."""
    copy = tmp_path_factory.mktemp("repository")
    shutil.copytree(ROOT / "scripts", copy / "scripts")
    shutil.copytree(examples.folder("wiltshire"), copy / "examples" / "wiltshire")
    shutil.rmtree(copy / "examples" / "wiltshire" / "build" / "packs" / "2023-24-q3")
    (copy / ".venv").symlink_to(ROOT / ".venv")
    return copy


@pytest.fixture
def attempt(repository: Path) -> Try:
    """Runs one of the five, as on a machine without a desktop."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}

    def run(number: str) -> subprocess.CompletedProcess[str]:
        command = [str(repository / "scripts" / "try"), number]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

    return run


def left_as_it_was(repository: Path) -> bool:
    """Whether the example's own files are those of this repository: what is tried is tried on a copy."""
    files = (p for p in (ROOT / "examples" / "wiltshire").rglob("*") if p.is_file())
    inside = (p.relative_to(ROOT) for p in files)
    return all((repository / p).read_bytes() == (ROOT / p).read_bytes() for p in inside if "build" not in p.parts)


def slides(repository: Path, said: str) -> Presentation:
    [path] = WHERE.findall(said)
    return Presentation(str(repository / path))


def text_of(slide) -> str:
    cells = (cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells)
    return "\n".join([*(shape.text for shape in slide.shapes if shape.has_text_frame), *cells])


def test_what_there_is_to_try_is_what_the_makefile_offers(attempt):
    told = attempt("list").stdout
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.findall(r"^  make (try-\d)", told, re.MULTILINE) == [f"try-{number}" for number in range(1, 6)]
    assert all(f"try-{number}" in makefile for number in range(1, 6))


def test_a_number_that_is_not_there_is_refused(attempt):
    ended = attempt("6")
    assert ended.returncode == 1
    assert ended.stderr == "scripts/try: 6 is not one of list, 1, 2, 3, 4, 5\n"


def test_1_the_slides_of_the_presentation_the_office_gave(repository, attempt):
    ended = attempt("1")
    assert (ended.returncode, ended.stderr) == (0, "")
    deck = slides(repository, ended.stdout)
    assert len(deck.slides) == 10
    assert all("stated" in text_of(slide) for slide in list(deck.slides)[1:])


def test_2_the_slides_computed_from_the_records_received(repository, attempt):
    ended = attempt("2")
    assert (ended.returncode, ended.stderr) == (0, "")
    deck = slides(repository, ended.stdout)
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert charts
    assert all(list(chart.plots[0].series[0].values) and chart.part.chart_workbook.xlsx_part for chart in charts)
    assert any(shape.has_table for slide in deck.slides for shape in slide.shapes)
    assert len(deck.slides) <= 10


def test_3_a_figure_traced_to_its_query_and_its_files(attempt):
    ended = attempt("3")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert re.search(r"^  Integers: \d{1,3}(,\d{3})*; exactly \d+$", ended.stdout, re.MULTILINE)
    assert re.search(r"^  Query:\n    \S", ended.stdout, re.MULTILINE)
    assert 'FROM "crimes"' in ended.stdout
    files = ended.stdout.partition("Made from ")[2].splitlines()[1:]
    assert files and all(re.match(r" +received/\S+\.csv  as received, fingerprint [0-9a-f]{12}", f) for f in files)


def test_4_a_word_the_data_do_not_bear_out(repository, attempt):
    ended = attempt("4")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.endswith("Not built (exit code 5), as expected.\n")
    assert re.fullmatch(
        r"build/try/wrong-word/packs/2025-26-q3/\S+\.md, line \d+: 'rose' is not what the data show: "
        r"the figure went from [\d,]+ to [\d,]+, down [^;]+; correct the word\n",
        ended.stderr,
    )
    assert not list((repository / "build" / "try" / "wrong-word" / "build").glob("packs/*/current"))
    assert left_as_it_was(repository)


def test_5_a_month_taken_away_and_no_value_for_the_year(repository, attempt):
    ended = attempt("5")
    assert ended.returncode == 0, ended.stderr
    on_its_page = ended.stdout.partition("On its page:\n")[2]
    assert "11 of 12 months" in on_its_page
    assert "recorded no value: 11 of 12 months (June 2025 missing)" in on_its_page
    [page] = (repository / "build" / "try" / "lost-month" / "build" / "packs" / "2025-26-q3").glob("*/page.html")
    assert "11 of 12 months (June 2025 missing)" in page.read_text("utf-8")
    assert left_as_it_was(repository)
