"""What the tests share: a small workspace, and the public data, whose absence is said loudly."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer.main
from hypothesis import Phase, settings

import forked
from example_packs import examples as examples
from inline import Inline
from pdfua.checker import verapdf as verapdf
from peelian.sources.received import quarantine

settings.register_profile("here", deadline=None)  # a busy machine is no fault of the code
# For scripts/mutants: the same few examples every time, and a failure is not made smaller.
settings.register_profile(
    "mutants", deadline=None, derandomize=True, max_examples=20, database=None, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile("here")

ABSENT = "PUBLIC DATA ABSENT"
LONGEST = ("test_engines_agree.py", "test_cluster.py")
SHARED = Path(__file__).parents[1].parent / "shared" / "data"

OFFICE = """
name = "Office of the Police and Crime Commissioner"
area = "wiltshire"
names = ["101"]

[peers]
names = ["dorset"]
"""

AREAS = """\
area,name,kind,force,place,vintage
swindon,Swindon,local authority,Wiltshire Police,E06000030,
swindon,Swindon,local authority,Wiltshire Police,E01015471,2011
swindon,Swindon,local authority,Wiltshire Police,E01015471,2021
wiltshire-council,Wiltshire,local authority,Wiltshire Police,E06000054,
wiltshire-council,Wiltshire,local authority,Wiltshire Police,E01031890,2021
"""


@pytest.fixture(autouse=True, scope="session")
def unsynced() -> Iterator[None]:
    """Tests lose no power: what a killed process wrote the system still has, so none waits for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def in_process() -> Iterator[None]:
    """What a command starts a process for is done here, and Typer is given its options once.

    Tests in which the process is the point run the command in one of its own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quarantine, "apart", forked.reads_every_sheet if hasattr(os, "fork") else quarantine.apart)
        patch.setattr("peelian.packs.build.Aside", Inline)
        patch.setattr("typer.main.get_command", cache(typer.main.get_command))
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The public data beside the repository."""
    if not SHARED.is_dir():
        pytest.skip(f"{ABSENT}: {SHARED} is not there, so nothing real was tested")
    return SHARED


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace's folder: Wiltshire Police, its two councils of one LSOA each, a break in population."""
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "office.toml").write_text(OFFICE)
    (folder / "plan.toml").write_text('title = "Police and crime plan"\n')
    (folder / "areas.csv").write_text(AREAS)
    (folder / "breaks.csv").write_text("dataset,area,month,reason\npopulation,*,2021-06,based on the Census of 2021\n")
    for name in ("measures", "sources"):
        (folder / name).mkdir()
    return folder


def pytest_itemcollected(item: pytest.Item) -> None:
    """What needs the public data is in a lane of its own."""
    if item.path.parent.name == "real" or "shared_data" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.real)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker waits for it at the end."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [r for r in terminalreporter.stats.get("skipped", ()) if ABSENT in str(r.longrepr)]
    if skipped:
        told = f"{ABSENT}: {len(skipped)} tests on real data did not run; they need {SHARED}"
        terminalreporter.write_line(told, red=True, bold=True)
