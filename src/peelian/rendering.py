"""Rendering: a pack to all its files, each read back before the pack stands. What fails says where; nothing is kept."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from peelian.core.errors import OutputError, PeelianError, raise_all
from peelian.core.pack import Pack, Runs
from peelian.engine import parquet
from peelian.packfile import BRIEF, DATASET, PAGE, PAPER, PRESENTER, SLIDES, WORKBOOK

Progress = Callable[[str], None]
Timed = Callable[[str, Callable[[], object]], None]


def write(
    pack: Pack,
    spoken: Mapping[str, tuple[Runs, ...]],
    folder: Path,
    charts_kept: Path,
    progress: Progress,
) -> None:
    """All files of a pack in `folder`, which exists. OutputError where one is not for everyone or disagrees with it."""
    for file, why in left_out(pack).items():
        progress(f"{pack.id}: no {file}: {why}")
    for name, make in steps(pack, spoken, folder, charts_kept):
        progress(f"{pack.id}: {name}")
        make()


def left_out(pack: Pack) -> Mapping[str, str]:
    """The files that are not made, each with the reason: no brief is written, or the system cannot lay out a PDF."""
    from peelian.render import pdf

    unwritten = {} if pack.brief else {BRIEF: "the pack has no brief"}
    return unwritten | (dict.fromkeys((PAPER, BRIEF), lacking) if (lacking := pdf.missing()) else {})


def steps(
    pack: Pack, spoken: Mapping[str, tuple[Runs, ...]], folder: Path, charts_kept: Path
) -> Iterable[tuple[str, Callable[[], object]]]:
    """Each step by its name, in order, so that a bench can time them apart."""
    from peelian.readback import agreement, page_access, slides_access, workbook_access
    from peelian.render import charts, dataset, html, pdf, pptx, workbook

    draw = charts.kept(charts_kept)

    def page() -> None:
        text = html.page(pack, draw)
        (folder / PAGE).write_text(text, encoding="utf-8", newline="\n")
        refuse(PAGE, page_access.faults(text))

    def paper() -> None:
        refuse(PAPER, page_access.faults(pdf.paper_html(pack, draw)))
        (folder / PAPER).write_bytes(pdf.paper(pack, draw))

    def brief() -> None:
        refuse(BRIEF, page_access.faults(pdf.brief_html(pack)))
        (folder / BRIEF).write_bytes(pdf.brief(pack))

    def slides() -> None:
        pptx.slides(pack, folder / SLIDES)
        refuse(SLIDES, slides_access.faults(folder / SLIDES))
        pptx.slides(pack, folder / PRESENTER, spoken)

    def sheets() -> None:
        workbook.workbook(pack, folder / WORKBOOK)
        refuse(WORKBOOK, workbook_access.faults(folder / WORKBOOK))

    def data() -> None:
        home = folder / DATASET
        home.mkdir()
        dataset.dataset(pack, home)
        parquet.to_parquet(home / "observations.csv", dataset.COLUMNS, home / "observations.parquet")

    absent = left_out(pack)
    made: tuple[tuple[str, str, Callable[[], object]], ...] = (
        ("page", PAGE, page),
        ("paper", PAPER, paper),
        ("brief", BRIEF, brief),
        ("slides", SLIDES, slides),
        ("workbook", WORKBOOK, sheets),
        ("dataset", DATASET, data),
        ("read back", "", lambda: refuse(pack.id, agreement.disagreements(pack, folder, absent))),
    )
    return tuple((name, make) for name, file, make in made if file not in absent)


def refuse(file: str, faults: Iterable[str]) -> None:
    """OutputError for each fault, told together."""
    found: list[PeelianError] = [OutputError(file, *_parted(fault)) for fault in faults]
    raise_all(found)


def _parted(fault: str) -> tuple[str, str]:
    what, _, to_do = fault.rpartition("; ")
    return (what, to_do) if what else (fault, "correct it in the text, or report it as a fault of Peelian")
