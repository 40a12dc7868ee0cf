"""One fact, four surfaces: every figure of every file of each example says what pack.json says, digit for digit."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import planted
import readers
from inline import Inline
from peelian.core import pack_files
from peelian.core.errors import PeelianError
from peelian.core.pack import Block, Chart, Pack, Page, Run, Slide, Table
from peelian.packs import build, compare_edited_deck, packfile
from peelian.packs import files as packs_files
from peelian.readback.compare_with_pack import disagreements

EXAMPLES = Path(__file__).parents[2] / "examples"
PACKS = [
    (office.name, pack)
    for office in sorted(EXAMPLES.iterdir())
    for packs in (sorted(home.name for home in (office / "packs").iterdir()),)
    for pack in (packs[0], packs[-1])
]
"""The oldest and the newest of each example: those between are of the same parts, and each takes a minute to read."""

SURFACES = ("page", "paper", "slides", "workbook", "dataset")


@pytest.fixture(scope="module")
def built(examples) -> dict[tuple[str, str], build.Built]:
    """The packs, built on a copy."""
    return {name: examples.built(*name) for name in PACKS}


def test_there_are_examples_to_read():
    assert len(PACKS) >= 3


@pytest.mark.parametrize("name", PACKS, ids="/".join)
def test_every_figure_of_every_file_is_the_packs(name: tuple[str, str], built: dict[tuple[str, str], build.Built]):
    """By readers that share no code with those by which the build itself reads back what it made."""
    one = built[name]
    assert len(one.pack.figures) > 20
    assert readers.faults(one.folder) == []


def test_every_paper_and_brief_of_the_newest_packs_is_pdf_ua(
    built: dict[tuple[str, str], build.Built], verapdf: Callable[..., dict[Path, list[str]]]
):
    newest = dict(PACKS)
    files = [path for name in newest.items() for path in sorted(built[name].folder.glob("*.pdf"))]
    assert len(files) > len(newest)
    assert verapdf(*files) == {file: [] for file in files}


def test_figures_that_every_renderer_printed_otherwise_are_found_on_every_surface(
    built: dict[tuple[str, str], build.Built], tmp_path: Path
):
    """Every file made of a pack in which some figures have another digit, then held against the pack as it is."""
    pack, rng = built[PACKS[-1]].pack, random.Random(1815)  # noqa: S311
    figures = rng.sample(sorted(set(printed_everywhere(pack))), 5)
    wrong = {key: planted.other_digit(pack.figures[key].text, rng) for key in figures}
    changed = pack
    for key, text in wrong.items():
        changed = altered(changed, key, text)
    steps = packs_files.steps(changed, {}, tmp_path, tmp_path / "charts", Inline(), {})
    for name, make in steps:
        if name != "read back":
            make()
    (tmp_path / "pack.json").write_bytes(packfile.dumps(pack))
    ours, theirs = disagreements(pack, tmp_path), readers.faults(tmp_path)
    for surface in SURFACES:
        for found in (ours, theirs):
            assert [line for line in found if line.startswith(surface)], surface
    for surface in ("page", "paper", "dataset"):
        for key in wrong:
            assert [line for line in ours if line.startswith(surface) and key in line], (surface, key)


def printed_everywhere(pack: Pack) -> Iterator[str]:
    """Figures with digits that stand in a table of the paper and on a slide."""
    slides = {run.key for slide in pack.slides for run in _runs((slide.title, slide.blocks)) if run.key}
    tables = (b.table if isinstance(b, Chart) else b for page in pack.pages for b in page.blocks)
    for table in tables:
        if isinstance(table, Table):
            for key in {run.key for run in _runs(table.rows)} & slides:
                if any(digit.isdigit() for digit in pack.figures[key].text):
                    yield key


def _runs(some: object) -> Iterator[Run]:
    if isinstance(some, Run):
        yield some
    elif isinstance(some, tuple):
        for one in some:
            yield from _runs(one)
    elif hasattr(some, "__dataclass_fields__"):
        for name in some.__dataclass_fields__:
            yield from _runs(getattr(some, name))


def altered(pack: Pack, key: str, text: str) -> Pack:
    """The pack with another text for a figure wherever it prints it."""
    was = pack.figures[key].text

    def change(some: object) -> object:
        if isinstance(some, Run):
            return replace(some, text=text) if some.key == key and some.text == was else some
        if isinstance(some, tuple):
            return tuple(change(one) for one in some)
        if isinstance(some, Page | Slide | Block) or type(some).__name__ in ("Row", "Cell", "Heading"):
            fields = some.__dataclass_fields__
            return replace(some, **{name: change(getattr(some, name)) for name in fields})  # type: ignore[arg-type]
        return some

    figures = {**pack.figures, key: replace(pack.figures[key], text=text)}
    pages, slides, brief = (change(part) for part in (pack.pages, pack.slides, pack.brief))
    return replace(pack, pages=pages, slides=slides, brief=brief, figures=figures)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", PACKS, ids="/".join)
def test_all_differences_planted_in_a_real_deck_are_found_by_compare(
    name: tuple[str, str], seed: int, built: dict[tuple[str, str], build.Built], tmp_path: Path
):
    one, rng = built[name], random.Random(seed)  # noqa: S311
    deck = Path(shutil.copy(one.folder / pack_files.SLIDES, tmp_path / "edited.pptx"))
    differences = planted.plant(deck, one.pack, rng, rng.sample(list(planted.PLANTS), 5))
    assert differences
    refused = compare_edited_deck.compare(deck, one.folder).refused
    for difference in differences:
        told = [line for line in refused if line.startswith(f"slide {difference.slide} ") and difference.says in line]
        assert told, difference


@pytest.mark.parametrize("name", PACKS, ids="/".join)
def test_a_real_deck_that_nobody_edited_is_accepted(name: tuple[str, str], built: dict[tuple[str, str], build.Built]):
    one = built[name]
    found = compare_edited_deck.compare(one.folder / pack_files.SLIDES, one.folder)
    assert (found.refused, found.left_out) == ((), ())
    assert found.kept > 20


def test_a_file_that_is_no_deck_is_refused_by_the_command_in_a_sentence(
    built: dict[tuple[str, str], build.Built],
):
    barsetshire = built[PACKS[0]]
    with pytest.raises(PeelianError, match="it is not a presentation"):
        compare_edited_deck.compare(barsetshire.folder / pack_files.PAGE, barsetshire.folder)
