"""How quick it feels: `peelian --help`, and a rebuild after a sentence has changed.

Run by `make bench`. The rebuild is of the Wiltshire example, in a copy, as a new process each time.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples" / "wiltshire"
PACK = "2025-26-q3"
COMMAND = [sys.executable, "-m", "peelian"]


def timed(*words: str) -> float:
    started = time.perf_counter()
    subprocess.run([*COMMAND, *words], check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    bare = min(_bare() for _ in range(5))
    help_ = min(timed("--help") for _ in range(5))
    print(f"bare python {bare:.2f} s, peelian --help {help_:.2f} s")
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made) / "wiltshire"
        shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("build"))
        first = timed("build", str(copy), PACK)
        section = next((copy / "packs" / PACK).glob("*.md"))
        again = []
        for word in ("one", "two", "three"):
            section.write_text(section.read_text(encoding="utf-8") + f"\nA sentence more, number {word}.\n", "utf-8")
            again.append(timed("build", str(copy), PACK))
    print(f"first build {first:.2f} s, rebuild after a changed sentence {sorted(again)[1]:.2f} s")


def _bare() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
