"""Hostile input: several hundred files made to break a reader, each with what the stated policy says of it.

A case is made in an empty folder beside an office, given to the command as a person would give it, and looked at after.
`docs/bad-input.md` is written from what then happened.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import duckdb

import offices
import published
from suppliers import CALLS, FORCE

SERVICES = """
name = "services_return"
title = "Victims helped by service"
supplier = "The service"
fills = "services"
evidence = "reported"
threshold = 0
column = [
  {name = "month", header = "Month", type = "month", key = true},
  {name = "force", header = "Force", type = "force", key = true},
  {name = "service", header = "Service", key = true},
  {name = "n", header = "Victims helped", type = "whole number"},
]
"""
MONTHS = ("2025-10", "2025-11", "2025-12")
HEAD = ["Month", "Force", "Line", "Answered", "Calls"]
ROWS = [
    [month, FORCE, line, how, 1000 * m + 100 * a + 10 * b + 7]
    for m, month in enumerate(MONTHS, 1)
    for a, line in enumerate(("999", "101"))
    for b, how in enumerate(("within 10 seconds", "later", "abandoned"))
]
"""Eighteen figures, no two alike."""

SECTION = "# Summary\n\n## A page\n\nNothing is told.\n"
Figures = frozenset[tuple[object, ...]]
GOOD: Figures = frozenset((month, line, how, n) for month, _, line, how, n in ROWS)


@dataclass(frozen=True)
class Place:
    """Where a case is made: an office that holds something already, and a folder for what is sent to it."""

    office: Path
    sent: Path

    def send(self, name: str, content: bytes | str) -> Path:
        path = self.sent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


Command = Sequence[object]
Make = Callable[[Place], Command]


@dataclass(frozen=True)
class Case:
    """One hostile input. `code` is the exit code the policy asks for, `says` what must be told of it.

    `kept` is what the facts of a dataset must then be, where it is accepted. `large` cases run in a process of their own,
    their memory and time measured.
    """

    of: str
    what: str
    make: Make
    code: int
    says: tuple[str, ...] = ()
    kept: Mapping[str, Figures] = field(default_factory=dict)
    large: bool = False

    @property
    def id(self) -> str:
        return f"{self.of}: {self.what}"

    @property
    def accepted(self) -> bool:
        return self.code == 0


@dataclass(frozen=True)
class Happened:
    """What a command said of a case, and every way in which that is not as the policy has it."""

    code: int
    said: str
    wrong: tuple[str, ...]


def refused(of: str, what: str, make: Make, *says: str, code: int = 3, large: bool = False) -> Case:
    return Case(of, what, make, code, says, large=large)


def accepted(of: str, what: str, make: Make, *says: str, large: bool = False, **kept: Figures) -> Case:
    return Case(of, what, make, 0, says, kept, large)


def sent(name: str, content: bytes | str | Callable[[], bytes], *options: str) -> Make:
    """A file that is received."""

    def make(place: Place) -> Command:
        return "receive", place.office, place.send(name, content() if callable(content) else content), *options

    return make


def written(name: str, content: bytes | str, command: str = "check", *more: str) -> Make:
    """A text file of the workspace, and a command that reads it."""

    def make(place: Place) -> Command:
        path = place.office / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return command, place.office, *more

    return make


@cache
def template() -> Path:
    """An office that has received a month of each: returns of calls and services, a street file."""
    folder = Path(mkdtemp(prefix="peelian-hostile-"))
    office = offices.write(folder / "office", q3={"01.md": SECTION})
    (office / "sources" / "calls_return.toml").write_text(CALLS)
    (office / "sources" / "services_return.toml").write_text(SERVICES)
    (office / "measures").mkdir(exist_ok=True)
    made = folder / "made"
    made.mkdir()
    (made / "calls.csv").write_text(",".join(HEAD) + f"\n2025-01,{FORCE},999,later,5\n")
    (made / "services.csv").write_text(f"Month,Force,Service,Victims helped\n2025-01,{FORCE},Horizon,5\n")
    for number in range(1, 3):
        published.street(made, f"2023-{number:02d}", published.crime(), published.crime("Robbery"))
    ran = offices.run("receive", office, made)
    assert ran.code == 0, ran.err
    return office


def held(office: Path, dataset: str) -> Figures:
    """A dataset's facts but those of the template: month and columns as text, n; no force, place or record."""
    parts = [str(path) for path in (office / "build" / "facts" / dataset).glob("*.parquet")]
    if not parts:
        return frozenset()
    with duckdb.connect() as connection:
        told = connection.read_parquet(parts)  # type: ignore[arg-type]
        columns = [
            c for c in told.columns if c not in ("month", "force", "place", "place_name", "record", "n", "snapshot")
        ]
        listed = ", ".join(f'"{c}"' for c in columns)
        rows = told.query(
            "facts", f"SELECT strftime(\"month\", '%Y-%m'), {listed}, SUM(n)::BIGINT FROM facts GROUP BY ALL"
        ).fetchall()
    return frozenset(row for row in rows if row[0][:4] > "2025" or row[0] in MONTHS)


MUCH = 2_000_000


def state(folder: Path) -> dict[str, str]:
    """By path, the digest of every file below a folder, links as what they point to."""
    return {
        path.relative_to(folder).as_posix(): _digest(path)
        if path.is_file() and not path.is_symlink()
        else str(path.readlink() if path.is_symlink() else "folder")
        for path in sorted(folder.rglob("*"))
        if path.name != ".lock"
    }


def _digest(path: Path) -> str:
    """Of a file whose point is its size, its size and when it was written."""
    about = path.stat()
    if about.st_size > MUCH:
        return f"{about.st_size} {about.st_mtime_ns}"
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def new_place(folder: Path) -> Place:
    shutil.copytree(template(), folder / "office")
    (folder / "sent").mkdir()
    return Place(folder / "office", folder / "sent")


DERIVED = ("letters", "build/packs", "build/.charts", "build/charts")
"""What a refused command may leave in the workspace: letters that say what was wrong; drawings and packs built before."""


def judged(case: Case, place: Place, before: Mapping[str, str], code: int, said: str) -> Happened:
    """What happened, held against the policy: exit code, words, the store as it was, nothing touched outside."""
    after = state(place.office.parent)
    wrong = [*_unsaid(case, code, said)]
    allowed = tuple(f"office/{name}" for name in DERIVED) if not case.accepted else ("office",)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    wrong += [f"{name} changed" for name in sorted(changed) if not name.startswith((*allowed, "packs"))]
    for dataset, figures in case.kept.items() if code == 0 else ():
        found = held(place.office, dataset)
        if found != figures:
            lost, more = sorted(figures - found, key=str)[:3], sorted(found - figures, key=str)[:3]
            wrong.append(f"{dataset} lacks {lost}, has too much {more}")
    return Happened(code, said, tuple(wrong))


def _unsaid(case: Case, code: int, said: str) -> Iterator[str]:
    if code != case.code:
        yield f"exit code {code}, not {case.code}"
    if "Traceback" in said or "fault of Peelian's own" in said:
        yield "a traceback"
    for words in case.says:
        if words not in said:
            yield f"it does not say {words!r}"


def run(case: Case, place: Place) -> Happened:
    """In this process. The place is as it was afterwards, whatever the case did to it."""
    with put_back(place):
        command = case.make(place)
        before = state(place.office.parent)
        ran = offices.run(*command)
        return judged(case, place, before, ran.code, plainly(ran.out + ran.err, place.office.parent))


@contextmanager
def put_back(place: Place) -> Iterator[None]:
    """Undoes what a case made, and what the command made of it: one office serves them all."""
    try:
        yield
    finally:
        shutil.rmtree(place.sent)
        place.sent.mkdir()
        was, now = pristine(), state(place.office)
        for name in sorted((name for name in now if now[name] != was.get(name)), reverse=True):
            path = place.office / name
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        for name in (name for name in was if now.get(name) != was[name]):
            path = place.office / name
            path.mkdir() if was[name] == "folder" else shutil.copy2(template() / name, path)
        for path in place.office.parent.iterdir():
            if path not in (place.office, place.sent):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


@cache
def pristine() -> Mapping[str, str]:
    return state(template())


def plainly(said: str, folder: Path) -> str:
    """Without the folder that a test happens to run in."""
    for path, short in (("office/", ""), ("office", "OFFICE"), ("sent/", ""), ("sent", "sent")):
        said = said.replace(f"{folder}/{path}", short)
    return said
