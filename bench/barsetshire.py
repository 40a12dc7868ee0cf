"""Eight packs of a made-up force, from nothing: `peelian simulate barsetshire`, then `peelian build --all`.

Run by `make bench`. The bare tool beside it is WeasyPrint, laying out one paper after another from their finished HTML.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import weasyprint
from timing import write_table

from peelian.packs import packfile
from peelian.render.charts import chart
from peelian.render.pdf import documents
from peelian.workspace.workspace import load

COMMAND = [sys.executable, "-m", "peelian"]


def timed(*words: str) -> float:
    started = time.perf_counter()
    subprocess.run([*COMMAND, *words], check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "barsetshire"
        simulated = timed("simulate", "barsetshire", "--into", str(folder))
        built = timed("build", str(folder), "--all")
        again = timed("build", str(folder), "--all")
        packs = [packfile.read_pack(folder, name) for name in load(folder).pack_ids]
        texts = [documents.paper_html(pack, chart.kept(folder / "build" / "charts")) for pack in packs]
    figures = sum(len(pack.figures) for pack in packs)
    started = time.perf_counter()
    for text in texts:
        weasyprint.HTML(string=text).write_pdf(pdf_variant="pdf/ua-1")
    bare = time.perf_counter() - started
    beside = f"{built / bare:.2f} times WeasyPrint alone, on one core, on their finished papers ({bare:.1f} s)"
    told = [
        f"{len(packs)} packs of a made-up force, {figures:,} figures, from nothing.",
        "",
        "| step | seconds | |",
        "|---|---|---|",
        f"| `peelian simulate barsetshire`: its files written and received, facts made | {simulated:.1f} | |",
        f"| `peelian build --all`: every file of all packs | {built:.1f} | {beside} |",
        f"| `peelian build --all` again, nothing changed | {again:.1f} | |",
        f"| simulate and the first build together | {simulated + built:.1f} | |",
    ]
    print("\n".join(told))
    write_table(__file__, told)


if __name__ == "__main__":
    main()
