"""What happened to each case, in the words of docs/bad-input.md."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from hostile import Case, Happened, Place, judged, plainly, put_back, run, state

ROOT = Path(__file__).parents[2]
MOST = 110
"""Letters of a message, before it is cut."""

MOST_MEMORY, MOST_SECONDS = 500, 60
"""Megabytes; and seconds, twice those of the policy, as a machine may be busy with other tests."""

FORMATS = re.compile(r"\b(CSV|XLSX|XLS|ODS)\b")


def happened(case: Case, place: Place) -> tuple[Happened, int]:
    """What it came to, and how many megabytes it took at the most; 0 where that was not measured."""
    return measured(case, place) if case.large else (run(case, place), 0)


def measured(case: Case, place: Place) -> tuple[Happened, int]:
    """In a process of its own."""
    with put_back(place):
        command = [sys.executable, "-m", "hostile.measured", *map(str, case.make(place))]
        before = state(place.office.parent)
        ran = subprocess.run(
            command, cwd=ROOT / "tests", capture_output=True, text=True, timeout=MOST_SECONDS, encoding="utf-8",
            check=False,
        )  # fmt: skip
        err, _, memory = ran.stderr.rpartition("most memory: ")
        said = plainly(ran.stdout + err, place.office.parent)
        return judged(case, place, before, ran.returncode, said), int(memory.removesuffix(" MB\n"))


def row(case: Case, found: Happened) -> str:
    """The case as a row of the document's table."""
    return f"| {cell(case.what)} | {verdict(case)} | {cell(first_said(found.said))} |"


def verdict(case: Case) -> str:
    """What becomes of it, with the exit code that says so."""
    return "taken in" if case.accepted else f"refused ({case.code})"


def documented(text: str) -> Counter[tuple[str, str, str]]:
    """The rows of the document's tables: of what kind, what arrives, what becomes of it. What is said is for readers."""
    found, of = Counter[tuple[str, str, str]](), ""
    for line in text.splitlines():
        if line.startswith("### "):
            of = line.removeprefix("### ")
        elif of and line.startswith("| ") and not line.startswith("| what arrives "):
            what, became, _ = re.split(r"(?<!\\) \| ", line.removeprefix("| "), maxsplit=2)
            found[of, what, became] += 1
    return found


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


def cell(text: str) -> str:
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
