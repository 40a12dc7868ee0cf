"""What happened to each case, in the words of docs/bad-input.md."""

import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from hostile import Case, Happened, judged, new_place, plainly, run, state

ROOT = Path(__file__).parents[2]
MOST = 110
"""Letters of a message, before it is cut."""

MOST_MEMORY, MOST_SECONDS = 500, 60
"""Megabytes; and seconds, twice those of the policy, as a machine may be busy with other tests."""

FORMATS = re.compile(r"\b(CSV|XLSX|XLS|ODS)\b")


def happened(case: Case, folder: Path) -> tuple[Happened, int]:
    """What it came to, and how many megabytes it took at the most; 0 where that was not measured."""
    return (measured(case, folder)) if case.large else (run(case, folder), 0)


def measured(case: Case, folder: Path) -> tuple[Happened, int]:
    """In a process of its own."""
    place = new_place(folder)
    command = [sys.executable, "-m", "hostile.measured", *map(str, case.make(place))]
    before = state(folder)
    ran = subprocess.run(
        command, cwd=ROOT / "tests", capture_output=True, text=True, timeout=MOST_SECONDS, encoding="utf-8", check=False
    )
    err, _, memory = ran.stderr.rpartition("most memory: ")
    found = judged(case, place, before, ran.returncode, plainly(ran.stdout + err, folder))
    return found, int(memory.removesuffix(" MB\n"))


def row(case: Case, found: Happened) -> str:
    """The case as a row of the document's table."""
    verdict = "refused" if found.code else "taken in"
    return f"| {_cell(case.what)} | {verdict} | {_cell(first_said(found.said))} |"


def first_said(said: str) -> str:
    """The line that tells what became of it: not that a letter was written, nor how a layout would be read."""
    lines = [line.strip() for line in said.splitlines() if line.strip() and "A letter to " not in line]
    lines = [line for line in lines if not re.search(r" checked: \d+ fault|^Error: $", line)] or lines
    best = next(
        (line for line in lines if re.match(r"(New in|Not read|Left|In |Dropped|Error:)", line)),
        lines[0] if lines else "",
    )
    if best.startswith("In ") and len(lines) > lines.index(best) + 1:
        best = f"{lines[lines.index(best) + 1]} (that month is left out)"
    return best.replace(datetime.now(UTC).date().isoformat(), "today")


def _cell(text: str) -> str:
    shown = "".join(c if c.isprintable() else "�" for c in text)
    shown = shown if len(shown) <= MOST else f"{shown[:MOST]}…"
    return (
        shown.replace("|", "\\|")
        .replace("<", "&lt;")
        .replace("`", "'")
        .replace("](", "] (")
        .replace("[", "\\[")
        .replace("*", "\\*")
    )


def document(rows: Mapping[str, list[str]]) -> str:
    """The tables, by heading."""
    return "\n".join(
        line
        for of, own in rows.items()
        for line in ("", f"### {of}", "", "| what arrives | what becomes of it | what is said |", "|---|---|---|", *own)
    )
