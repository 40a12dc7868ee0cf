"""How quick it feels: `peelian --help`, a first build, what a changed sentence costs in a build and in a preview.

    .venv/bin/python bench/start.py [OLD] [RUNS]     OLD is another checkout, set up, to run in turn with this one

Of Barsetshire's latest pack, in copies, each command a new process but the preview that watches. Writes its table.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from timing import Spent, in_turn, ran, write_table

from peelian.packs.preview import Preview

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "barsetshire"
PACK = "2025-26-q4"
RUNS = 5


class Office:
    """A copy of the example, for the Peelian of one checkout."""

    def __init__(self, home: Path, peelian: Path) -> None:
        self.folder, self._peelian, self._count = home, peelian, 0
        shutil.copytree(EXAMPLE, home, ignore=shutil.ignore_patterns("build"))
        self._section = sorted((home / "packs" / PACK).glob("1*.md"))[0]
        self._text = self._section.read_text(encoding="utf-8")

    def first(self) -> None:
        shutil.rmtree(self.folder / "build", ignore_errors=True)
        self.run("build")

    def run(self, verb: str) -> None:
        ran([self._peelian, verb, self.folder, PACK])

    def changed(self, then: Callable[[], object]) -> None:
        """A sentence changes, by a letter more each time; then it is made again."""
        self._count += 1
        self._section.write_text(f"{self._text}\nA sentence more: {'a' * self._count}.\n", encoding="utf-8")
        then()


def lines(spent: dict[str, Spent]) -> list[str]:
    first = spent["first build, nothing kept"]
    told = [f"Barsetshire's latest pack; medians of {RUNS_TAKEN}, run in turn.", ""]
    told += ["| what | seconds | processor seconds | of a first build's |", "|---|---|---|---|"]
    for name, one in spent.items():
        told.append(f"| {name} | {one.wall:.2f} | {one.processor:.2f} | {one.processor / first.processor:.2f} |")
    return told


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        office = Office(Path(made) / "now", Path(sys.executable).with_name("peelian"))
        with Preview(office.folder, PACK) as warm:
            runs: dict[str, Callable[[], None]] = {
                "bare Python": partial(ran, [sys.executable, "-c", "pass"]),
                "`peelian --help`": partial(ran, [sys.executable, "-m", "peelian", "--help"]),
                "first build, nothing kept": office.first,
                "`build` after a changed sentence": lambda: office.changed(partial(office.run, "build")),
                "`build`, nothing changed": partial(office.run, "build"),
                "`preview` after a changed sentence": lambda: office.changed(partial(office.run, "preview")),
                "`preview --watch` after a changed sentence": lambda: office.changed(warm.make),
            }
            if OLD:
                old = Office(Path(made) / "old", OLD / ".venv" / "bin" / "peelian")
                runs["first build, the code before"] = old.first
                runs["`build` after a changed sentence, the code before"] = lambda: old.changed(
                    partial(old.run, "build")
                )
            office.first()
            warm.make()
            spent = in_turn(runs, RUNS_TAKEN)
    told = lines(spent)
    print("\n".join(told))
    write_table(__file__, told)


OLD = Path(sys.argv[1]) if sys.argv[1:] else None
RUNS_TAKEN = int(sys.argv[2]) if sys.argv[2:] else RUNS

if __name__ == "__main__":
    main()
