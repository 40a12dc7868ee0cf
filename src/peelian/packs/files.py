"""Rendering: a pack to all its files, each read back before the pack stands. What fails says where; nothing is kept."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from peelian.core.errors import OutputError, PeelianError, raise_all
from peelian.core.pack import Chart, Pack, Runs
from peelian.core.pack_files import BRIEF, DATASET, PACK, PAGE, PAPER, PRESENTER, SLIDES, WORKBOOK
from peelian.engine import parquet
from peelian.packs import packfile, shown
from peelian.packs.pdf_process import Aside
from peelian.workspace import kept

Progress = Callable[[str], None]
Step = tuple[str, Callable[[], object]]
Rest = Callable[[], Mapping[str, str]]


@dataclass
class Earlier:
    """The pack as last built: its folder, and by file the digest of what it shows. A file that would show the same is
    copied, not made; it was read back when it was made.
    """

    folder: Path = Path()
    files: Mapping[str, str] = field(default_factory=dict)
    now: dict[str, str] = field(default_factory=dict)
    """The digest of what each file shows now."""

    again: set[str] = field(default_factory=set)

    def gave(self, name: str, shows: str, folder: Path) -> bool:
        """Whether the file is the same as in the pack before, and has been copied to `folder`."""
        self.now[name] = shows
        if self.files.get(name) != shows or not packfile.is_whole(self.folder, name):
            return False
        old, new = self.folder / name, folder / name
        shutil.copytree(old, new) if old.is_dir() else shutil.copyfile(old, new)
        self.again.add(name)
        return True


def begin(
    pack: Pack,
    spoken: Mapping[str, tuple[Runs, ...]],
    folder: Path,
    charts_kept: Path,
    pdfs: Aside,
    progress: Progress,
    earlier: Earlier,
) -> Rest:
    """The files of a pack in `folder`, which exists, save its PDFs: what comes back waits for those.

    It reads all of it back, and gives the files that could not be made on this system, or were not asked for, each with
    the reason. Both raise OutputError where a file is not for everyone or disagrees with the pack.
    """
    left_out: dict[str, str] = {}
    *now, wait, read_back = steps(pack, spoken, folder, charts_kept, pdfs, left_out, earlier)
    _make(now, pack, progress)

    def rest() -> Mapping[str, str]:
        _make((wait, read_back), pack, progress)
        for file, why in left_out.items():
            progress(f"{pack.id}: no {file}: {why}")
        return left_out

    return rest


def _make(steps: Iterable[Step], pack: Pack, progress: Progress) -> None:
    for name, make in steps:
        progress(f"{pack.id}: {name}")
        make()


def steps(
    pack: Pack,
    spoken: Mapping[str, tuple[Runs, ...]],
    folder: Path,
    charts_kept: Path,
    pdfs: Aside,
    left_out: dict[str, str],
    earlier: Earlier | None = None,
) -> Iterable[Step]:
    """Each step by its name, in order, so that a bench can time them apart. `left_out` is filled by them."""
    earlier = earlier or Earlier()
    from peelian.readback import compare_with_pack, page_access, slides_access, workbook_access
    from peelian.render import dataset
    from peelian.render.charts import chart
    from peelian.render.page import web_page
    from peelian.render.slides import presentation
    from peelian.render.workbook import workbook

    draw = chart.kept(charts_kept)

    def write() -> None:
        (folder / PACK).write_bytes(packfile.dumps(pack))

    def pictures() -> None:
        # Drawn here for both: what draws takes 66 MB, which the other process is spared.
        for one in (block for page in pack.pages for block in page.blocks if isinstance(block, Chart)):
            draw(chart.spec(one, chart.WIDE))
        pdfs.begin(folder, charts_kept)

    def page() -> None:
        text = web_page.page(pack, draw)
        (folder / PAGE).write_text(text, encoding="utf-8", newline="\n")
        refuse(PAGE, page_access.page_faults(text))

    def slides() -> None:
        part = shown.on_slides(pack)
        shows = _digest(part)
        if not earlier.gave(SLIDES, shows, folder):
            presentation.slides(part, folder / SLIDES)
            refuse(SLIDES, slides_access.deck_faults(folder / SLIDES))
        if not earlier.gave(PRESENTER, kept.digest(shows, sorted(spoken.items())), folder):
            presentation.slides(part, folder / PRESENTER, spoken)

    def sheets() -> None:
        part = shown.in_workbook(pack)
        if not earlier.gave(WORKBOOK, _digest(part), folder):
            workbook.workbook(part, folder / WORKBOOK)
            refuse(WORKBOOK, workbook_access.workbook_faults(folder / WORKBOOK))

    def data() -> None:
        part = shown.in_dataset(pack)
        if earlier.gave(DATASET, _digest(part), folder):
            return
        home = folder / DATASET
        home.mkdir()
        dataset.dataset(part, home)
        parquet.to_parquet(home / "observations.csv", dataset.COLUMNS, home / "observations.parquet")

    def paper_and_brief() -> None:
        came = pdfs.answer()
        if came.lacking:
            left_out.update(dict.fromkeys((PAPER, BRIEF), came.lacking))
        elif not pack.brief:
            left_out[BRIEF] = "the pack has no brief"
        for file, faults in came.faults.items():
            refuse(file, faults)

    return (
        ("pack", write),
        ("pictures", pictures),
        ("page", page),
        ("slides", slides),
        ("workbook", sheets),
        ("dataset", data),
        ("paper and brief", paper_and_brief),
        (
            "read back",
            lambda: refuse(pack.id, compare_with_pack.disagreements(pack, folder, {*left_out, *earlier.again})),
        ),
    )


def _digest(part: Pack) -> str:
    return packfile.digest(packfile.dumps(part))


def refuse(file: str, faults: Iterable[str]) -> None:
    """OutputError for each fault, told together."""
    found: list[PeelianError] = [OutputError(file, *_parted(fault)) for fault in faults]
    raise_all(found)


def _parted(fault: str) -> tuple[str, str]:
    what, _, to_do = fault.rpartition("; ")
    return (what, to_do) if what else (fault, "correct it in the text, or report it as a fault of Peelian")
