"""Printed: every figure that a pack's own blocks print, with its key, cut by cut."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from peelian.core.pack import Chart, Notes, Pack, Page, Run, Slide, Table, plain, runs_of


@dataclass(frozen=True)
class PrintedFigure:
    """A figure as it stands somewhere. `text` is the author's own word where the figure backs a word."""

    key: str
    text: str
    place: str


def of_pages(pages: Iterable[Page]) -> Iterator[PrintedFigure]:
    for page in pages:
        place = f"page {page.id!r}"
        yield from _figures(page.title, place)
        for block in page.blocks:
            yield from _figures(runs_of(block), place)


def of_cover(pack: Pack) -> Iterator[PrintedFigure]:
    for runs in (*pack.cover.asks, *pack.cover.background):
        yield from _figures(runs, "cover")


def bound_on(slide: Slide) -> dict[str, str]:
    """What a slide binds, each text with the key of the first figure that prints it so; its charts' points too."""
    found: dict[str, str] = {}
    for run in (*slide.title, *(run for block in slide.blocks for run in runs_of(block))):
        if run.key:
            found.setdefault(run.text, run.key)
    for block in slide.blocks:
        if isinstance(block, Chart):
            for point in (point for series in block.series for point in series.points):
                if point.key:
                    found.setdefault(point.text, point.key)
    return found


def cell_keys(slide: Slide) -> Mapping[tuple[str, str], str]:
    """The key of each cell of a slide's tables and charts, by what its row and its column are headed."""
    found: dict[tuple[str, str], str] = {}
    for block in slide.blocks:
        if isinstance(block, Chart):
            for series in block.series:
                for category, point in zip(block.categories, series.points, strict=False):
                    found.setdefault((category, series.name), point.key)
        if isinstance(table := block.table if isinstance(block, Chart) else block, Table):
            for row in table.rows:
                for column, cell in zip(table.columns[1:], row.cells, strict=False):
                    key = next((run.key for run in cell.runs if run.key), "")
                    found.setdefault((plain(row.header), column), key)
    return found


def tables(pack: Pack) -> Iterator[Table]:
    """Every table of the paper, and each chart's."""
    for page in pack.pages:
        for block in page.blocks:
            if isinstance(block, Table):
                yield block
            elif isinstance(block, Chart):
                yield block.table


def spoken_of(slide: Slide) -> tuple[str, ...]:
    """What goes into a slide's notes."""
    return tuple(plain(runs) for block in slide.blocks if isinstance(block, Notes) for runs in block.paragraphs)


def _figures(runs: Iterable[Run], place: str) -> Iterator[PrintedFigure]:
    return (PrintedFigure(run.key, run.text, place) for run in runs if run.key)
