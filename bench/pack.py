"""A pack of 40 pages and 30 charts in every format: seconds and share of each step, peak memory, and WeasyPrint alone.

Run by `make bench`. The pack is of Barsetshire, made up, in a folder of its own. It is built twice in one process: what
is printed is the second, with charts drawn anew, since a changed figure draws them anew too.
"""

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from timing import write_table

from peelian.core.garbage_collector import seldom
from peelian.core.pack import Pack, Runs
from peelian.core.plan import PackPlan
from peelian.findings import ask as findings_ask
from peelian.packs import assemble, files
from peelian.packs.pdf_process import Aside
from peelian.simulation import simulate
from peelian.workspace import kept, workspace
from peelian.workspace.workspace import PackText, Workspace

MEASURES = ("recorded_crime", "burglary", "robbery", "shoplifting", "vehicle_crime", "asb_incidents")
DISTRICTS = ("barchester", "silverbridge", "plumstead", "courcy", "barsetshire")
SOURCE = 'source = "Crimes return of Barsetshire Constabulary (made up)."'
TABLES = 10
PAGES, CHARTS = 40, 30
UA = "pdf/ua-1"
UNIT = 1024 if sys.platform == "linux" else 1024**2
"""Of what the system tells of memory, to megabytes."""


def spc(measure: str, district: str) -> str:
    return f'```chart\nshape = "spc"\nmeasure = "{measure}@{district}"\nmonths = "2023-04:2025-12"\n{SOURCE}\n```\n'


def table(measure: str) -> str:
    rows = ", ".join(f'"@{district}"' for district in DISTRICTS)
    columns = f'"This quarter" = "{measure}"\n"Change" = "{measure}:change"\n"In a word" = "{measure}:verdict"'
    keys = f'caption = "Districts"\nfirst = "District"\nrows = [{rows}]\n{SOURCE}\n[columns]\n{columns}'
    return f"```figures\n{keys}\n```\n"


def section() -> str:
    """30 pages with a control chart each and 10 with a table, each with a paragraph and notes."""
    pages = [spc(measure, district) for measure in MEASURES for district in DISTRICTS]
    pages += [table(measure) for measure in (*MEASURES, *MEASURES)[:TABLES]]
    assert len(pages) == PAGES
    words = "In the quarter the county recorded [[recorded_crime]] crimes.\n\n"
    note = "```notes\nEach quarter is set against the same quarter a year earlier.\n```\n"
    slides = "```slide\n```\n"
    told = (
        f"## Page {'x' * (number + 1)}\n\n{words}{block}\n{slides if number in range(0, PAGES, 5) else ''}{note}"
        for number, block in enumerate(pages)
    )
    return "# Everything\n\n" + "\n".join(told)


def assembled(made: Workspace) -> tuple[Pack, dict[str, tuple[Runs, ...]], float]:
    plan = PackPlan("Forty pages", "2025-26-q3", ("01.md",), kind="document", notice="Made up.")
    text = PackText("bench", plan, (("01.md", section()),))
    started = time.perf_counter()
    with findings_ask.answers(made, assemble.used(made, text)) as ask:
        pack, spoken = assemble.assemble(made, text, ask)
    return pack, dict(spoken), time.perf_counter() - started


def built(made: Workspace, folder: Path) -> tuple[Pack, dict[str, float]]:
    """The pack, and the seconds of each step: as `build.build` goes, the process for PDFs started first."""
    for stale in (folder, kept.home(made.folder)):
        shutil.rmtree(stale, ignore_errors=True)
    (folder / "out").mkdir(parents=True)
    with Aside() as pdfs, seldom():
        pack, spoken, text = assembled(made)
        steps = files.steps(pack, spoken, folder / "out", folder / "charts", pdfs, {})
        return pack, {"text": text, **{name: _timed(make) for name, make in steps}}


def papers(pack: Pack, charts: Path) -> tuple[float, float]:
    """The paper, and WeasyPrint on its finished HTML with nothing of ours around it: medians of three runs in turn."""
    import weasyprint

    from peelian.render.charts import chart as drawing
    from peelian.render.pdf import documents

    draw = drawing.kept(charts)
    html = documents.paper_html(pack, draw)
    runs = [
        (
            _timed(lambda: documents.paper(pack, draw)),
            _timed(lambda: weasyprint.HTML(string=html).write_pdf(pdf_variant=UA)),
        )
        for _ in range(3)
    ]
    ours, bare = (sorted(times)[1] for times in zip(*runs, strict=True))
    return ours, bare


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as aside:
        home = Path(aside)
        simulate.simulate(home / "office", 1815)
        made = workspace.load(home / "office")
        built(made, home / "one")
        pack, steps = built(made, home / "one")
        whole, text = sum(steps.values()), steps["text"]
        peaks = [resource.getrusage(who).ru_maxrss / UNIT for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        ours, bare = papers(pack, home / "one" / "charts")
    told = [
        f"A pack of {PAGES} pages and {CHARTS} control charts, with {len(pack.figures):,} figures; all pictures drawn.",
        "",
        "| step | seconds | share |",
        "|---|---|---|",
        *(f"| {name} | {seconds:.2f} | {seconds / whole:.0%} |" for name, seconds in steps.items()),
        f"| all formats | {whole - text:.2f} | {1 - text / whole:.0%} |",
        f"| from facts to all files | {whole:.2f} | |",
        "",
        f"Peak memory is {peaks[0]:.0f} MB, and {peaks[1]:.0f} MB in the process that lays out PDFs.",
        f"The paper takes {ours:.2f} s by itself, {ours / bare:.2f} times WeasyPrint alone on its finished HTML.",
    ]
    print("\n".join(told))
    write_table(__file__, told)


if __name__ == "__main__":
    main()
