"""The slides' figures: what each slide says, table by table and chart by chart, held against the pack's slide."""

import re
from collections.abc import Iterator
from pathlib import Path

from peelian.core.language import pattern
from peelian.core.pack import Block, Callout, Card, Chart, Heading, ListOf, Pack, Paragraph, Runs, Slide, Table, plain
from peelian.core.phrases import Phrase
from peelian.readback import decks, printed, tokens
from peelian.readback.decks import Grid, SlideRead


def disagreements(pack: Pack, path: Path) -> Iterator[str]:
    """What the deck says otherwise than the pack's slides, and what it leaves out."""
    read = decks.read_deck(path)
    by_id = {slide.id: slide for slide in read}
    told = _anywhere(pack)
    for slide in pack.slides:
        if slide.id not in by_id:
            yield f"slides, {slide.id!r}: the slide is missing"
            continue
        found = by_id[slide.id]
        where = f"slides, {found.told}"
        for told_otherwise in (
            _words(slide, found, told),
            _tables(slide, found),
            _charts(slide, found),
            _notes(pack, found),
        ):
            yield from (f"{where}: {fault}" for fault in told_otherwise)
        yield from (f"{where}: {fault}" for fault in _missing_notes(slide, found))


def _words(slide: Slide, found: SlideRead, told: tuple[str, ...]) -> Iterator[str]:
    """Each text of the slide stands whole and in order; and no digit stands that the pack does not print there."""
    if decks.as_typed(found.title) != decks.as_typed(plain(slide.title)):
        yield f"the title is {found.title!r}, in the pack {plain(slide.title)!r}"
    said = [text.text for text in found.texts if text.place != "notes" and not text.shape.endswith("/alt")]
    for kind, texts in _in_order(slide.blocks).items():
        at = 0
        for text in texts:
            place = next((n for n in range(at, len(said)) if _holds(said[n], text)), None)
            if place is None:
                yield f"{kind} {text!r} of the pack is not there, or not in its place"
            else:
                at = place if said[place] != text else place + 1
    own = sorted({*_texts(slide), *told}, key=len, reverse=True)
    for text in said:
        if extra := _digits_left(text, own):
            yield f"{extra!r} in {text!r} is not the pack's"


def _in_order(blocks: tuple[Block, ...]) -> dict[str, list[str]]:
    """Texts that must stand whole, by kind: within a kind in the pack's order."""
    found: dict[str, list[str]] = {"text": [], "value": [], "change": [], "base": [], "verdict": [], "callout": []}
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                found["text"].append(plain(block.runs))
            case ListOf():
                found["text"] += [plain(item) for item in block.items]
            case Callout():
                found["callout"].append(plain(block.runs))
            case Card():
                for kind, runs in (("value", block.value), ("change", block.change), ("base", block.base)):
                    found[kind].append(plain(runs))
                found["verdict"].append(block.verdict)
            case _:
                pass
    return {kind: [decks.as_typed(text) for text in texts if text] for kind, texts in found.items()}


def _texts(slide: Slide) -> set[str]:
    """Everything the pack prints on a slide, as separate texts."""
    texts = {plain(slide.title), slide.section}
    for block in slide.blocks:
        match block:
            case Heading() | Paragraph():
                texts.add(plain(block.runs))
            case ListOf():
                texts |= {plain(item) for item in block.items}
            case Callout():
                texts |= {block.title, plain(block.runs)}
            case Card():
                texts |= {
                    block.title,
                    block.period,
                    block.verdict,
                    *map(plain, (block.value, block.base, block.change)),
                }
            case Table():
                texts |= _of_table(block)
            case Chart():
                texts |= _of_chart(block) | _of_table(block.table)
            case _:
                pass
    return {decks.as_typed(text) for text in texts if any(letter.isnumeric() for letter in text)}


def _of_chart(chart: Chart) -> set[str]:
    texts = {plain(chart.title), chart.about, chart.unit, chart.across, chart.source, *chart.categories}
    texts |= {series.name for series in chart.series} | {one.words for one in chart.rebased}
    return texts | {point.text for series in chart.series for point in series.points}


def _of_table(table: Table) -> set[str]:
    cells = {plain(runs) for row in table.rows for runs in (row.header, *(cell.runs for cell in row.cells))}
    return {table.caption, table.source, *table.columns} | cells


def _anywhere(pack: Pack) -> tuple[str, ...]:
    """What a renderer may print on any slide."""
    texts = (pack.title, pack.subtitle, pack.office, pack.panel, pack.period_words, pack.compare_words, pack.notice,
             pack.chance, "95%", "99.8%", *pack.attribution)  # fmt: skip
    return tuple(decks.as_typed(text) for text in texts if text)


def _holds(said: str, text: str) -> bool:
    """Whether the text stands in it whole: 3.1% does not stand in 13.1%, nor 12 in 12.4%."""
    if text not in said:
        return False
    before = r"(?<![\d,.£$€+\-])" if text[0].isdigit() else ""
    after = r"(?![\d%]|[.,]\d)" if text[-1].isdigit() else ""
    return re.search(before + re.escape(text) + after, said) is not None


def _digits_left(text: str, own: list[str]) -> str:
    for known in own:
        if known and _holds(text, known):
            text = text.replace(known, " ")
    text = re.sub(pattern(Phrase.AXIS_STARTS, unit="", number=r"-?[\d.,]+"), " ", text)
    return next((token.text for token in tokens.tokens(text) if token.kind != "word"), "")


def _tables(slide: Slide, found: SlideRead) -> Iterator[str]:
    """Each of the slide's tables, cell by cell."""
    grids = [grid for grid in found.grids if grid.kind == "table"]
    wanted = [block for block in slide.blocks if isinstance(block, Table)]
    for table in wanted:
        grid = next((grid for grid in grids if grid.rows and grid.rows[0][1:] == _heads(table)[1:]), None)
        if grid is None:
            yield f"the table {table.caption!r} is missing, or its columns are headed otherwise"
            continue
        grids.remove(grid)
        yield from _cells(table, grid)
    twins = [block.table for block in slide.blocks if isinstance(block, Chart)]
    for grid in grids:
        twin = next((twin for twin in twins if grid.rows and grid.rows[0][1:] == _heads(twin)[1:]), None)
        if twin is None:
            yield f"{grid.place} is not the pack's"
        else:
            yield from _cells(twin, grid)


def _heads(table: Table) -> tuple[str, ...]:
    return tuple(decks.as_typed(column) for column in table.columns)


def _cells(table: Table, grid: Grid) -> Iterator[str]:
    wanted = [(row.header, *(cell.runs for cell in row.cells)) for row in table.rows]
    if len(grid.rows) - 1 != len(wanted):
        yield f"{grid.place} has {len(grid.rows) - 1} rows, in the pack {len(wanted)}"
    for row, cells in zip(wanted, grid.rows[1:], strict=False):
        for column, runs, said in zip(table.columns, row, cells, strict=False):
            if decks.as_typed(plain(runs)) != said:
                place = f"{grid.place}, row {plain(row[0])!r}, column {column!r}"
                yield f"{place}: it says {said!r}, the pack {plain(runs)!r}{_key(runs)}"


def _key(runs: Runs) -> str:
    return next((f" ({run.key})" for run in runs if run.key), "")


def _charts(slide: Slide, found: SlideRead) -> Iterator[str]:
    """Each chart drawn as a chart: its values, the labels that print them, and the workbook behind it."""
    charts = [block for block in slide.blocks if isinstance(block, Chart)]
    kinds = {kind: [g for g in found.grids if g.kind == kind] for kind in ("chart", "chart labels", "chart workbook")}
    for number, chart in enumerate(charts[: len(kinds["chart"])]):
        yield from _drawn(chart, kinds["chart"][number])
        yield from _labelled(chart, kinds["chart labels"][number])
        yield from _behind(kinds["chart"][number], kinds["chart workbook"][number])
    if len(charts) < len(kinds["chart"]):
        yield f"{len(kinds['chart'])} charts, in the pack {len(charts)}"


def _drawn(chart: Chart, grid: Grid) -> Iterator[str]:
    heads = grid.rows[0] if grid.rows else ()
    for series in chart.series:
        if all(point.value is None for point in series.points):
            continue
        wanted = [None if point.value is None else f"{point.value:.12g}" for point in series.points]
        columns = [
            [row[n] or None for row in grid.rows[1:]] for n, head in enumerate(heads) if n and _is(head, series.name)
        ]
        best = min((_differences(wanted, column) for column in columns), key=len, default=None)
        if best is None:
            yield f"{grid.place}: the series {series.name!r} is missing"
        for place in best or ():
            at = chart.categories[place] if place < len(chart.categories) else f"point {place + 1}"
            point = series.points[place]
            yield f"{grid.place}, series {series.name!r}, {at!r}: it does not draw {point.text!r} ({point.key})"


def _is(head: str, name: str) -> bool:
    return head == name or re.fullmatch(re.escape(name) + r" \((?:across|up|size|\d+)\)", head) is not None


def _differences(wanted: list[str | None], column: list[str | None]) -> list[int]:
    """Where they differ, gaps kept or, in a chart of places, left out."""
    dense = [(place, value) for place, value in enumerate(wanted) if value is not None]
    kept = [value for value in column if value is not None]
    if len(kept) == len(dense):
        return [place for (place, value), said in zip(dense, kept, strict=True) if value != said]
    return [place for place, value in dense if place >= len(column) or column[place] != value]


def _labelled(chart: Chart, grid: Grid) -> Iterator[str]:
    """A label made by number format prints what the pack prints."""
    for series in chart.series:
        texts = {decks.as_typed(point.text) for point in series.points}
        for head in (n for n, head in enumerate(grid.rows[0] if grid.rows else ()) if n and _is(head, series.name)):
            for row in grid.rows[1:]:
                if row[head] and decks.as_typed(row[head]) not in texts:
                    yield f"{grid.place}, series {series.name!r}, {row[0]!r}: {row[head]!r} is not the pack's"


def _behind(drawn: Grid, workbook: Grid) -> Iterator[str]:
    """Every number drawn stands in the workbook, as often: else editing the data would change the chart."""
    numbers = [cell for row in workbook.rows for cell in row]
    for row in drawn.rows[1:]:
        for head, value in zip(drawn.rows[0][1:], row[1:], strict=True):
            if "(interval" in head:
                continue
            if value and value in numbers:
                numbers.remove(value)
            elif value:
                yield f"{workbook.place}: {value} of {row[0]!r}, {head!r}, is not in it"


def _notes(pack: Pack, found: SlideRead) -> Iterator[str]:
    for line in found.notes:
        if told := _provenance(line):
            receipt = pack.figures.get(told["key"])
            if receipt is None:
                yield f"notes: {told['key']!r} has no receipt in the pack"
            elif decks.as_typed(receipt.text) != told["text"]:
                yield f"notes: they say {told['text']!r}, the pack {receipt.text!r} ({receipt.key})"


def _provenance(line: str) -> re.Match[str] | None:
    """A line of a slide's notes that says where a figure comes from, with its text and key."""
    facts = ".*; " + pattern(Phrase.KEY_IS, key="(?P<key>.+)")
    return re.fullmatch(pattern(Phrase.PROVENANCE, text="(?P<text>.*?)", facts=facts), line)


def _missing_notes(slide: Slide, found: SlideRead) -> Iterator[str]:
    keys = {told["key"] for line in found.notes if (told := _provenance(line))}
    for key in dict.fromkeys(printed.bound_on(slide).values()):
        if key not in keys:
            yield f"notes: where {key} comes from is missing"
    for text in printed.spoken_of(slide):
        if decks.as_typed(text) not in found.notes:
            yield f"notes: {text!r} of the pack is missing"
