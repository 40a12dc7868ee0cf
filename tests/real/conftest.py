"""The real data, received once a run whole, through the product; and counted again by hand."""

import csv
import pickle
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import naive
import pytest
from filelock import FileLock

from peelian import build, starting, workspace
from peelian.answers import Answers
from peelian.definitions import AREA_COLUMNS, shipped_forces, shipped_measures
from peelian.sources.files import Options

RECEIVED = (
    "police-uk/archive-2022-03.zip",
    "police-uk/archive-2025-12.zip",
    "police-uk/stop-and-search-transcribed",
    *(f"ons/{name}" for name in naive.WORKBOOKS.values()),
)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Callable[[str, Callable[[Path], Any]], Path]]:
    """`once("name", make)`: a folder that one of pytest-xdist's workers makes and all share. Gone with the last."""
    base = tmp_path_factory.getbasetemp()
    home = (base if worker_id == "master" else base.parent) / "once"
    users = home / "users"
    users.mkdir(parents=True, exist_ok=True)
    (users / worker_id).touch()

    def once(name: str, make: Callable[[Path], Any]) -> Path:
        with FileLock(home / f"{name}.lock"):
            if not (home / name).exists():
                aside = home / f"{name}.new"
                shutil.rmtree(aside, ignore_errors=True)
                aside.mkdir()
                make(aside)
                aside.rename(home / name)
        return home / name

    yield once
    (users / worker_id).unlink(missing_ok=True)
    if not any(users.iterdir()):
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def counted(shared_data: Path, once: Any) -> naive.Counted:
    """Every figure counted row by row."""
    made = once("counted", lambda folder: (folder / "pickle").write_bytes(pickle.dumps(naive.count(shared_data))))
    return pickle.loads((made / "pickle").read_bytes())  # type: ignore[no-any-return]  # noqa: S301


@pytest.fixture(scope="session")
def office(shared_data: Path, once: Any, counted: naive.Counted) -> workspace.Workspace:
    """A workspace that holds all the real data, with the councils of every force."""
    return workspace.load(once("office", lambda folder: make_office(folder, shared_data, counted)))


@pytest.fixture(scope="session")
def ask(office: workspace.Workspace) -> Iterator[Answers]:
    with build.answers(office, shipped_measures().values()) as ask:
        yield ask


def make_office(folder: Path, data: Path, counted: naive.Counted) -> None:
    (folder / "office.toml").write_text('name = "Office"\narea = "wiltshire"\n')
    (folder / "plan.toml").write_text('title = "Plan"\n')
    (folder / "areas.csv").write_text(",".join(AREA_COLUMNS) + "\n")
    (folder / "breaks.csv").write_text(
        "dataset,area,month,reason\npopulation,*,2021-06,based on the Census of 2021 from here on\n"
    )
    for path in RECEIVED:
        build.receive(workspace.load(folder), [data / path], Options())
    boundaries = {year: sorted((data / "boundaries" / f"lsoa{year[2:]}").glob("*.geojson")) for year in ("2011", "2021")}
    starting.add_areas(workspace.load(folder), boundaries)
    with (folder / "areas.csv").open("a", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(other_councils(counted))


def area_key(council: str) -> str:
    key = re.sub(r"[^a-z0-9]+", "-", council.lower()).strip("-")
    return f"{key}-council" if key in shipped_forces() else key


def other_councils(counted: naive.Counted) -> Iterator[tuple[str, ...]]:
    """Rows of areas.csv for every council but Wiltshire's two: its district codes, then its LSOAs by name."""
    places: dict[str, list[str]] = {}
    for code in sorted(filter(None, counted.names)):
        places.setdefault(counted.council(code), []).append(code)
    for council, codes in sorted(places.items()):
        districts = counted.districts.get(council, [])
        if districts and districts[0]["force"] != "Wiltshire Police":
            for place in [*(district["code"] for district in districts), *codes]:
                yield area_key(council), council, "local authority", districts[0]["force"], place, ""
