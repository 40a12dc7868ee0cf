"""Trying hostile files on a small office: what each came to, told as docs/bad-input.md tells it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import offices
from hostile import TEXTS, Hostile, cases, text_cases
from peelian.sources import files
from peelian.workspace import load
from stored import stored

MEASURE = """
import json, resource, subprocess, sys, time
began = time.monotonic()
ended = subprocess.run(sys.argv[1:], capture_output=True, text=True)
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(json.dumps([ended.returncode, ended.stdout, ended.stderr, time.monotonic() - began, most]))
"""
"""Run by a small process of its own: the system counts a child's memory from its parent's."""


@dataclass(frozen=True)
class Tried:
    """What a case came to: the exit code, what was printed, whether the store is as it was, and the rows received."""

    case: Hostile
    code: int
    told: str
    unchanged: bool
    rows: tuple[tuple[object, ...], ...] = ()

    @property
    def verdict(self) -> str:
        return "refused" if self.code else "accepted"

    @property
    def line(self) -> str:
        """What it came to, as one row of a table."""
        first = self.told.strip().splitlines()[0] if self.told.strip() else ""
        shown = "".join(c if c.isprintable() else "�" for c in first[:200]).replace("|", "\\|").replace("`", "'")
        return f"| {self.case.kind} | {self.verdict} | `{shown}{'…' if len(first) > 200 else ''}` |"


def try_files(home: Path) -> Iterator[Tried]:
    """Each file that arrives, received by an office that holds nothing."""
    empty = offices.write(home / "empty", q3={"01.md": offices.SUMMARY})
    for case in cases():
        office, sent = home / "office", home / "sent"
        shutil.copytree(empty, office)
        sent.mkdir()
        for name, content in case.files.items():
            (sent / name).write_bytes(content)
        before = stored(office)
        ran = offices.run("receive", office, *(sent / name for name in case.files))
        after = {path: told for path, told in stored(office).items() if not path.startswith("letters/")}
        held = files.received(office / "received", load(office).contracts)
        rows = tuple(row for file in held for row in (file.rows() if file.rows else ()))
        told = ran.out if ran.code == 0 else ran.err
        yield Tried(case, ran.code, told.replace(str(home), ""), after == before, rows)
        shutil.rmtree(office)
        shutil.rmtree(sent)


def try_texts(home: Path, names: Collection[str] = tuple(TEXTS)) -> Iterator[Tried]:
    """Each text written into an office that has received files, and checked."""
    full = offices.receive(offices.write(home / "full", q3={"01.md": offices.SUMMARY}))
    for case in text_cases(names):
        office = shutil.copytree(full, home / "office")
        for name, content in case.files.items():
            (office / name).parent.mkdir(parents=True, exist_ok=True)
            (office / name).write_bytes(content)
        before = stored(office)
        ran = offices.run("check", office)
        told = (ran.err + ran.out).replace(f"{office}/", "").replace(str(office), "office")
        yield Tried(case, ran.code, told, stored(office) == before)
        shutil.rmtree(office)


def try_huge(home: Path, name: str, content: bytes) -> tuple[int, str, float, int]:
    """A large file received by a process of its own: exit code, what it printed, seconds, megabytes at the most."""
    office = offices.write(home / "office")
    path = home / name
    path.write_bytes(content)
    command = [sys.executable, "-m", "peelian", "receive", str(office), str(path)]
    ended = subprocess.run([sys.executable, "-c", MEASURE, *command], capture_output=True, text=True, check=True)
    code, out, err, seconds, megabytes = json.loads(ended.stdout)
    path.unlink()
    shutil.rmtree(office)
    return code, out + err, seconds, megabytes
