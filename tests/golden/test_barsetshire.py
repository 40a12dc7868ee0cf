"""Barsetshire, from received files to slides and page: what is printed, what is missing, what was revised.

When the printed text is meant to change: `pytest tests/golden --snapshot-update`, and read the difference.
"""

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.slide import Slide
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner

from peelian.cli import app
from peelian.core.errors import DefinitionError
from peelian.core.pack import Callout, Chart, Heading, ListOf, Notes, Pack, Page, Paragraph, Row, Run, Table, plain
from peelian.findings import values
from peelian.packs import build, check
from peelian.simulation.simulate import simulate
from peelian.sources.received import kept_files
from peelian.workspace import workspace
from peelian.workspace.forces import shipped_forces
from peelian.workspace.workspace import Workspace

EXAMPLE = Path(__file__).parents[2] / "examples" / "barsetshire"
PACK = "2025-26-q3"
AGAIN = "received/crimes_return/2025-12-15"
FIRST = "received/crimes_return/2025-10-31/crimes-2025-26-q2.csv"


@pytest.fixture(scope="module")
def barsetshire(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace.load(_copy(tmp_path_factory.mktemp("golden") / "barsetshire"))


@pytest.fixture(scope="module")
def built(barsetshire: Workspace) -> build.Built:
    return build.build(barsetshire, PACK)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made with another seed than the example."""
    simulate(folder := tmp_path_factory.mktemp("made") / "barsetshire", seed=1)
    return folder


def test_another_seed_makes_other_figures_for_which_the_packs_words_hold_too(other: Path):
    assert _bytes(other).keys() == _bytes(EXAMPLE).keys()
    assert _bytes(other)[FIRST] != _bytes(EXAMPLE)[FIRST]
    assert check.check_workspace(workspace.load(other)) == []


def test_the_command_makes_the_examples_bytes_over_whatever_was_made_before(other: Path, tmp_path: Path):
    shutil.copytree(other, folder := tmp_path / "made")
    assert CliRunner().invoke(app, ["simulate", "barsetshire", "--into", str(folder)]).exit_code == 0
    assert _bytes(folder) == _bytes(EXAMPLE)


@pytest.mark.parametrize("name", ["office.toml", "letters.txt"])
def test_a_folder_of_anything_else_is_left_alone(tmp_path: Path, name: str):
    (tmp_path / name).write_text('name = "A real office"\narea = "wiltshire"\n', encoding="utf-8")
    before = _bytes(tmp_path)
    with pytest.raises(DefinitionError, match=name):
        simulate(tmp_path)
    assert _bytes(tmp_path) == before


def test_a_made_up_workspace_with_a_file_of_somebodys_own_is_left_alone(tmp_path: Path):
    before = _bytes(_copy(tmp_path / "made"))
    (tmp_path / "made" / "packs" / PACK / "05-ours.md").write_text("# Ours", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"05-ours\.md"):
        simulate(tmp_path / "made", seed=1)
    assert before.items() <= _bytes(tmp_path / "made").items()


def test_what_is_made_up_knows_no_real_force_and_says_so_on_every_page(barsetshire: Workspace, built: build.Built):
    real = {force.name for force in shipped_forces().values()}
    assert not {area.name for area in barsetshire.areas.by_key.values()} & real
    assert not {area.force for area in barsetshire.areas.by_key.values()} & real
    assert built.pack.notice == "Barsetshire does not exist. Every figure here is made up."
    slides = [_words(slide) for slide in Presentation(str(built.file("slides"))).slides]
    assert all(built.pack.notice in words for words in slides)
    assert built.pack.notice in built.file("page").read_text(encoding="utf-8")


def test_the_pack_says_what_it_said(built: build.Built, snapshot: SnapshotAssertion):
    assert "\n".join(_told(built.pack)) == snapshot


def test_a_year_with_a_month_not_sent_has_no_value(built: build.Built):
    year = [figure for figure in built.pack.figures.values() if figure.key.startswith("calls_")]
    year = [figure for figure in year if figure.period == "12m-2025-12" and figure.form != "months"]
    assert year
    for figure in year:
        assert figure.status == "incomplete"
        assert "11 of 12 months (June 2025 missing)" in figure.text
        assert (figure.value, figure.numerator, figure.denominator) == ("", None, None)
        assert figure.text in built.file("page").read_text(encoding="utf-8")


def test_a_month_not_sent_is_a_gap_in_the_line_and_not_zero(built: build.Built):
    charts = [b for p in built.pack.pages for b in p.blocks if isinstance(b, Chart) and "at the switchboard" in b.about]
    [line] = [chart for chart in charts if chart.shape == "spc"]
    gaps = [c for c, point in zip(line.categories, line.series[0].points, strict=True) if point.value is None]
    assert gaps == ["June 2025"]


def test_a_number_of_one_to_four_is_withheld_and_cannot_be_got_by_taking_away(built: build.Built):
    weapons = {f.area: f.text for f in built.pack.figures.values() if f.measure == "possession_of_weapons"}
    assert weapons["courcy"] == "[c]"
    assert weapons["barsetshire"].isdigit()
    parts = {area: text for area, text in weapons.items() if area != "barsetshire"}
    assert list(parts.values()).count("[c]") > 1, "one number withheld beside its total is no secret"


def test_the_return_sent_again_replaced_its_own_rows_alone(barsetshire: Workspace, tmp_path: Path):
    before = workspace.load(_copy(tmp_path / "before"))
    shutil.rmtree(before.folder / AGAIN)
    now, then = _recorded(barsetshire), _recorded(before)
    changed = {key for key in now if now[key] != then[key]}
    months = ("2025-07", "2025-08", "2025-09")
    more = {key: now[key] - then[key] for key in changed}
    assert changed == {(area, month) for area in ("silverbridge", "barsetshire") for month in months}
    for month in months:
        assert more["barsetshire", month] == more["silverbridge", month] > 0
        stated = barsetshire.statements[f"silverbridge_{month.replace('-', '_')}"]
        assert stated.value == str(then["silverbridge", month])


def test_the_return_it_replaced_is_kept_as_it_was_received(barsetshire: Workspace):
    assert (barsetshire.folder / FIRST).read_bytes() == (EXAMPLE / FIRST).read_bytes()
    assert list(kept_files.damaged(barsetshire.folder / "received", barsetshire.contracts)) == []


def _copy(folder: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("build")))


def _bytes(folder: Path) -> dict[str, bytes]:
    """Every file of a workspace but those derived."""
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {name.as_posix(): path.read_bytes() for name, path in found.items() if name.parts[0] != "build"}


def _recorded(declared: Workspace) -> dict[tuple[str, str], int]:
    """Crimes recorded by area and month."""
    rows = values.values(declared, ["recorded_crime"], ["all"], ["months"])
    return {(row.area, row.period): row.numerator for row in rows}


def _told(pack: Pack) -> Iterator[str]:
    """The pack as plain text, for a person to read what changed."""
    yield from (pack.title, pack.subtitle, pack.notice)
    for page in pack.pages:
        yield f"\n{page.section}: {plain(page.title)}"
        for block in page.blocks:
            match block:
                case Table():
                    yield f"  {block.caption}"
                    yield "  " + " | ".join(block.columns)
                    yield from ("  " + " | ".join(plain(r) for r in _cells(row)) for row in block.rows)
                case Chart():
                    yield f"  {plain(block.title)}: {block.alt}"
                case Callout():
                    yield f"  {block.title}: {plain(block.runs)}"
                case Notes():
                    yield from (f"  note: {plain(runs)}" for runs in block.paragraphs)
                case ListOf():
                    yield from (f"  - {plain(runs)}" for runs in block.items)
                case Heading() | Paragraph():
                    yield f"  {plain(block.runs)}"


def _cells(row: Row) -> list[tuple[Run, ...]]:
    return [row.header, *(cell.runs for cell in row.cells)]


def _bound(page: Page) -> Iterator[tuple[str, str]]:
    """Key and text of each figure in the page's words and tables."""
    told = [page.title]
    for block in page.blocks:
        match block:
            case Table():
                told += [runs for row in block.rows for runs in _cells(row)]
            case Notes():
                told += block.paragraphs
            case ListOf():
                told += block.items
            case Heading() | Paragraph() | Callout():
                told.append(block.runs)
    return ((run.key, run.text) for runs in told for run in runs if run.key)


def _printed(page: Page) -> Iterator[tuple[str, str]]:
    """Those, and each point of its charts."""
    yield from _bound(page)
    for chart in (block for block in page.blocks if isinstance(block, Chart)):
        yield from ((point.key, point.text) for series in chart.series for point in series.points)


def _words(slide: Slide) -> str:
    """All words on a slide, space for space; not its notes."""
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    return re.sub(r"\s+", " ", "\n".join([*found, *_cells_of(slide)]))


def _cells_of(slide: Slide) -> list[str]:
    """The cells of the slide's tables, row by row, less the row of headings."""
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return [cell.text for table in tables for row in list(table.rows)[1:] for cell in row.cells]


def _drawn(slide: Slide) -> list[list[float | None]]:
    """The values of each series of the slide's charts."""
    charts = [shape.chart for shape in slide.shapes if shape.has_chart]
    return [list(series.values) for chart in charts for plot in chart.plots for series in plot.series]


class Figures(HTMLParser):
    """The figures linked on each page of a pack: where they lead and what is printed."""

    def __init__(self) -> None:
        super().__init__()
        self.by_page: dict[str, set[tuple[str, str]]] = {}
        self._page = self._leads = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "article":
            self._page = told.get("id") or ""
            self.by_page[self._page] = set()
        elif tag == "a" and told.get("class") == "figure":
            self._leads, self._text = (told["href"] or "").removeprefix("#"), ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._leads and self._page:
            self.by_page[self._page].add((self._leads, self._text))
            self._leads = ""
        elif tag == "article":
            self._page = ""
