"""The real data, received once a run whole, through the product; and counted again by hand."""

import csv
import pickle
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import naive
import pytest
from filelock import FileLock

from peelian.findings import ask as findings_ask
from peelian.findings.answers import Answers
from peelian.sources.facts import councils
from peelian.sources.received import intake
from peelian.sources.received.receive import Options
from peelian.workspace import workspace as workspaces
from peelian.workspace.areas import AREA_COLUMNS
from peelian.workspace.forces import shipped_forces
from peelian.workspace.workspace import Workspace

RECEIVED = (
    "police-uk/archive-2022-03.zip",
    "police-uk/archive-2025-12.zip",
    "police-uk/stop-and-search-transcribed",
    *(f"ons/{name}" for name in naive.WORKBOOKS.values()),
)

BREAKS = """dataset,area,month,reason
population,*,2021-06,estimates from here on are based on the Census of 2021
crimes,devon-and-cornwall,2022-11,the force changed its records system and sent nothing for months
"""


@pytest.fixture(scope="session")
def made(shared_data: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Path]:
    """A folder with the two things every test here needs, made once a run however many workers share it.

    Each takes half a minute, so a second worker begins with the other. The last worker out clears up.
    """
    base = tmp_path_factory.getbasetemp()
    home = (base if worker_id == "master" else base.parent) / "real"
    users = home / "users"
    users.mkdir(parents=True, exist_ok=True)
    (users / worker_id).touch()
    makers: list[tuple[str, Callable[[Path, Path], None]]] = [("office", make_office), ("counted", make_counted)]
    for name, make in makers[:: -1 if worker_id.endswith("1") else 1]:
        with FileLock(home / f"{name}.lock"):
            if not (home / name).exists():
                aside = home / f"{name}.new"
                shutil.rmtree(aside, ignore_errors=True)
                aside.mkdir()
                make(aside, shared_data)
                aside.rename(home / name)
    yield home
    (users / worker_id).unlink(missing_ok=True)
    if not any(users.iterdir()):
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def counted(made: Path) -> naive.Counted:
    """Everything counted row by row."""
    return pickle.loads((made / "counted" / "pickle").read_bytes())  # type: ignore[no-any-return]  # noqa: S301


@pytest.fixture(scope="session")
def office(made: Path) -> Workspace:
    """A workspace of Wiltshire's that holds all the real data, with the councils of every force."""
    return workspaces.load(made / "office")


@pytest.fixture(scope="session")
def ask(office: Workspace) -> Iterator[Answers]:
    with findings_ask.answers(office, office.measures.values()) as ask:
        yield ask


@pytest.fixture(scope="session")
def facts(office: Workspace) -> Iterator[Callable[..., Any]]:
    """`facts("SELECT ... FROM crimes")`: rows straight from the fact store."""
    with duckdb.connect() as connection:
        for table in ("crimes", "outcomes", "stops"):
            parts = office.folder / "build" / "facts" / table / "*.parquet"
            connection.execute(f"CREATE VIEW {table} AS FROM read_parquet('{parts}')")
        yield lambda text, *values: connection.execute(text, list(values)).fetchall()


def make_counted(folder: Path, data: Path) -> None:
    (folder / "pickle").write_bytes(pickle.dumps(naive.count(data)))


def make_office(folder: Path, data: Path) -> None:
    (folder / "office.toml").write_text('name = "Office"\narea = "wiltshire"\n')
    (folder / "plan.toml").write_text('title = "Plan"\n')
    (folder / "areas.csv").write_text(",".join(AREA_COLUMNS) + "\n")
    (folder / "breaks.csv").write_text(BREAKS)
    for path in RECEIVED:
        intake.receive_known(workspaces.load(folder), [data / path], Options())
    boundaries = {
        year: sorted((data / "boundaries" / f"lsoa{year[2:]}").glob("*.geojson")) for year in ("2011", "2021")
    }
    councils.add_areas(workspaces.load(folder), boundaries)
    with (folder / "areas.csv").open("a", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(other_councils(folder / "build" / "facts"))


def other_councils(store: Path) -> Iterator[tuple[str, ...]]:
    """Rows of areas.csv for every council but Wiltshire's two: its district codes, then its LSOAs, by name."""
    named = """SELECT place, ARG_MAX(place_name, month) FROM read_parquet(?)
               WHERE place <> '' GROUP BY place ORDER BY place"""
    parts = [[f"{store}/crimes/*.parquet", f"{store}/outcomes/*.parquet"]]
    places: dict[str, list[str]] = {}
    for code, name in duckdb.execute(named, parts).fetchall():
        places.setdefault(naive.council_of(name), []).append(code)
    districts = naive.districts()
    for council, codes in sorted(places.items()):
        rows = districts.get(council, [])
        if rows and rows[0]["force"] != "Wiltshire Police":
            for place in [*(row["code"] for row in rows), *codes]:
                yield area_key(council), council, "local authority", rows[0]["force"], place, ""


def area_key(council: str) -> str:
    key = re.sub(r"[^a-z0-9]+", "-", council.lower()).strip("-")
    return f"{key}-council" if key in shipped_forces() else key
