"""Agreement: one fact, four surfaces. Every finished file is read again and held against the pack, digit for digit."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from peelian.core.pack import Pack, Table, plain
from peelian.readback import page_figures, paper_figures, printed, slides_figures, workbook_figures
from peelian.readback.printed import PrintedFigure
from peelian.readback.workbook_figures import SheetRead

PAGE, PAPER, BRIEF, SLIDES, WORKBOOK = "page.html", "paper.pdf", "brief.pdf", "slides.pptx", "workbook.xlsx"
OBSERVATIONS = ("observations.csv", "dataset/observations.csv")


def disagreements(pack: Pack, folder: Path, absent: Iterable[str] = ()) -> list[str]:
    """A sentence for each place where a file of `folder` says otherwise than the pack, or leaves a figure out.

    `absent` names files that were not made, and said so; any other file that is not there is a disagreement.
    """
    left_out = set(absent)
    paper = [*printed.of_pages(pack.pages), *printed.of_cover(pack)]
    brief = [*printed.of_pages(pack.brief)]
    found: list[str] = []
    surfaces: dict[str, Callable[[Path], Iterator[str]]] = {
        PAGE: lambda path: _held("page", paper + brief, page_figures.read_page(path), pack),
        PAPER: lambda path: _pdf(pack, "paper", paper, path),
        BRIEF: lambda path: _pdf(pack, "brief", brief, path),
        SLIDES: lambda path: slides_figures.disagreements(pack, path),
        WORKBOOK: lambda path: _workbook(pack, path),
    }
    for name, surface in surfaces.items():
        if name in left_out or (name == BRIEF and not pack.brief):
            continue
        path = folder / name
        found += surface(path) if path.exists() else [f"{name}: it is missing"]
    data = next((folder / name for name in OBSERVATIONS if (folder / name).exists()), None)
    if data:
        found += _list("dataset", workbook_figures.dataset(data), pack)
    elif "dataset" not in left_out:
        found.append("dataset: observations.csv is missing")
    return found


def _pdf(pack: Pack, surface: str, expected: list[PrintedFigure], path: Path) -> Iterator[str]:
    told: dict[str, set[str]] = {}
    for figure in expected:
        told.setdefault(figure.key, set()).add(figure.text)
    found, text = paper_figures.read_paper(path, told)
    if found or not expected:
        return _held(surface, expected, found, pack)
    return _in_text(surface, expected, text)


def _in_text(surface: str, expected: list[PrintedFigure], text: str) -> Iterator[str]:
    """A PDF whose figures link nowhere: each must stand in its text as often as the pack prints it."""
    squeezed = paper_figures.squeezed(text)
    for figure, count in Counter((one.key, one.text) for one in expected).items():
        if squeezed.count(paper_figures.squeezed(figure[1])) < count:
            yield f"{surface}: {figure[1]!r} ({figure[0]}) is not printed as often as in the pack"


def _held(surface: str, expected: Iterable[PrintedFigure], found: Iterable[PrintedFigure], pack: Pack) -> Iterator[str]:
    """Every figure found is one the pack prints, and every one the pack prints is found, as often at least."""
    wanted = Counter((one.key, " ".join(one.text.split())) for one in expected)
    texts: dict[str, list[str]] = {}
    for key, text in wanted:
        texts.setdefault(key, []).append(text)
    for one in found:
        if one.key not in pack.figures:
            yield f"{surface}, {one.place}: {one.text!r} is bound to {one.key!r}, which has no receipt in the pack"
        elif (one.key, one.text) not in wanted and one.text != pack.figures[one.key].text:
            told = " or ".join(map(repr, texts.get(one.key, [pack.figures[one.key].text])))
            yield f"{surface}, {one.place}: {one.key} says {one.text!r}, the pack {told}"
    short = wanted - Counter((one.key, one.text) for one in found)
    places = {(one.key, " ".join(one.text.split())): one.place for one in expected}
    for (key, text), count in short.items():
        times = "once" if count == 1 else f"{count} times"
        yield f"{surface}, {places[key, text]}: {key}, in the pack {text!r}, is missing {times}"


def _workbook(pack: Pack, path: Path) -> Iterator[str]:
    sheets = workbook_figures.read_workbook(path)
    listed = workbook_figures.figures(sheets)
    if listed is None:
        yield "workbook: there is no sheet 'Figures' with a key and a text"
    else:
        yield from _list("workbook, sheet 'Figures'", listed, pack)
    free = list(sheets)
    for table in printed.tables(pack):
        best: tuple[SheetRead, list[str]] | None = None
        for sheet in free:
            if (at := _header(table, sheet)) is not None:
                faults = list(_cells(table, sheet, at))
                best = (sheet, faults) if best is None or len(faults) < len(best[1]) else best
                if not faults:
                    break  # sheets stand in the pack's order: nearly always the first
        if best is None:
            yield f"workbook: the table {table.caption!r} is missing, or its columns are headed otherwise"
            continue
        free.remove(best[0])
        yield from best[1]


def _header(table: Table, sheet: SheetRead) -> int | None:
    wanted = [workbook_figures.without_notes(column) for column in table.columns[1:]]
    for place, row in enumerate(sheet.rows):
        if list(row[1 : 1 + len(wanted)]) == wanted and not any(row[1 + len(wanted) :]):
            return place
    return None


def _cells(table: Table, sheet: SheetRead, header: int) -> Iterator[str]:
    rows = sheet.rows[header + 1 :]
    for number, row in enumerate(table.rows):
        said = rows[number] if number < len(rows) else ()
        for place, runs in enumerate((row.header, *(cell.runs for cell in row.cells))):
            text, wanted = said[place] if place < len(said) else "", workbook_figures.without_notes(plain(runs))
            if text != wanted:
                key = next((f" ({run.key})" for run in runs if run.key), "")
                where = f"workbook, sheet {sheet.name!r}, row {plain(row.header)!r}, column {table.columns[place]!r}"
                yield f"{where}: it says {text!r}, the pack {wanted!r}{key}"


def _list(surface: str, listed: Mapping[str, str], pack: Pack) -> Iterator[str]:
    """A list of every figure by key."""
    for key in listed.keys() - pack.figures.keys():
        yield f"{surface}: {key!r} has no receipt in the pack"
    for key, receipt in pack.figures.items():
        if key not in listed:
            yield f"{surface}: {key}, in the pack {receipt.text!r}, is missing"
        elif " ".join(listed[key].split()) != " ".join(receipt.text.split()):
            yield f"{surface}: {key} says {listed[key]!r}, the pack {receipt.text!r}"
