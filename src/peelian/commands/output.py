"""Printing for commands: results, progress and counts, by the options --quiet and --verbose."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass
class Manner:
    """How much a command prints besides its results."""

    quiet: bool = False
    verbose: bool = False


manner = Manner()


def say(text: str) -> None:
    if not manner.quiet:
        print(text)


@contextmanager
def progress_shown() -> Iterator[Callable[[str], None]]:
    """Shows progress: in a terminal line that disappears at the end, or with --verbose in a log that stays."""
    if manner.verbose:
        began = time.monotonic()
        yield lambda step: print(f"{time.monotonic() - began:7.1f} s  {step}", file=sys.stderr)
    elif manner.quiet or not sys.stderr.isatty():
        yield lambda _: None
    else:
        from rich.console import Console

        with Console(stderr=True).status("") as status:
            yield status.update


def count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def print_report(report: Any) -> None:
    """Print what a receive did."""
    rows = sum(snapshot.rows for snapshot in report.received)
    held = count(len(report.already), "file")
    say(f"Received {count(len(report.received), 'file')}, {rows:,} rows; {held} held already.")
    if report.restored:
        say(f"Restored from the file given: {', '.join(report.restored)}.")
    duplicates = sum(snapshot.duplicates for snapshot in report.received)
    if duplicates:
        say(f"Dropped {duplicates:,} outcomes rows that repeat another in every column.")
    for name in report.unused:
        print(f"Kept, but not used: {name}: files with a later as-at date hold its months.")
    for line in report.rejected:
        print(f"Left out {line.file}, line {line.line}: {line.why}")
    for file, headings in report.unread.items():
        say(f"Not read in {file}: {', '.join(headings)}.")
    for file, words in report.new.items():
        say(f"New in {file}: {', '.join(words)}.")
    for file, faults in report.left_out.items():
        print(f"In {file}, months with a fault are left out and count as missing:")
        for one in faults:
            print(f"  {one}")
