"""Barsetshire, from received files to slides and page: what is printed, what is missing, what was revised.

When what is printed is meant to change: `pytest tests/golden --snapshot-update`, and read the difference.
"""

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.slide import Slide
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner

from example_packs import Examples
from peelian.cli import app
from peelian.core.errors import DefinitionError
from peelian.core.pack import Block, Chart, ListOf, Pack, Table
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
def barsetshire(examples: Examples) -> Workspace:
    return workspace.load(examples.folder("barsetshire"))


@pytest.fixture(scope="module")
def built(examples: Examples) -> build.Built:
    return examples.built("barsetshire", PACK)


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


def test_a_made_up_workspace_with_a_file_of_somebodys_own_is_left_alone(
    other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Though what would take its place was made: here what another seed made already."""
    monkeypatch.setattr(
        "peelian.simulation.simulate._receive", lambda aside, *_: shutil.copytree(other, aside, dirs_exist_ok=True)
    )
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


def test_the_pack_has_the_blocks_and_the_figures_it_had(built: build.Built, snapshot: SnapshotAssertion):
    assert "\n".join((*_blocks(built.pack), *_figures(built.pack))) == snapshot


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


def _words(slide: Slide) -> str:
    """All words on a slide, space for space; not its notes."""
    return re.sub(r"\s+", " ", "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame))


def _blocks(pack: Pack) -> Iterator[str]:
    """Each page and slide by its identifier, and what is on it: no words, which may be better put."""
    for part, pages in (("brief", pack.brief), ("paper", pack.pages), ("slides", pack.slides)):
        for page in pages:
            yield f"{part} {page.id}: {', '.join(map(_block, page.blocks))}"


def _block(block: Block) -> str:
    match block:
        case Table():
            return f"table of {len(block.rows)} by {len(block.columns)}"
        case Chart():
            return f"{block.shape} of {len(block.series)} by {len(block.categories)}"
        case ListOf():
            return f"list of {len(block.items)}"
        case _:
            return type(block).__name__.lower()


NUMBER = re.compile(r"\d[\d.,]*")


def _figures(pack: Pack) -> Iterator[str]:
    """The integers of each value of the force; of all figures of a form how many, and a digest of their numbers."""
    others: dict[str, list[object]] = {}
    for key, made in sorted(pack.figures.items()):
        integers = (made.numerator, made.denominator, made.value, made.status, made.months_present)
        printed = NUMBER.findall(f"{made.text} {made.interval}")
        if made.form == "value" and made.area == pack.area and made.period == pack.period:
            yield f"{key} {made.numerator} of {made.denominator}, {made.status}"
        others.setdefault(made.form, []).append((key, *integers, *printed))
    for form, found in sorted(others.items()):
        yield f"{form}: {len(found)} figures, {hashlib.sha256(repr(found).encode()).hexdigest()[:12]}"
