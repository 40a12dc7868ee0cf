"""The tables behind the paper's charts, short: a control chart's months fold into a row a month and a column a year."""

from dataclasses import dataclass

from peelian.core import words
from peelian.core.pack import Cell, Chart, Row, Run, Runs, Table
from peelian.core.periods import MONTH_NAMES
from peelian.render.scale import months_of


@dataclass(frozen=True)
class Twin:
    """The table behind the chart `id`, and the lines of text below it."""

    id: str
    table: Table
    below: tuple[Runs, ...] = ()


def twin(chart: Chart, id: str) -> Twin:
    """As it stands, save of one series over months: there what the rules say of a month stands beside its figure.

    The rows below the months, of lines that the months are held against, become a sentence.
    """
    table, months = chart.table, months_of(chart.categories)
    single = len(table.columns) == 2 or table.columns[2:] == (words.say("what it says"),)
    if not months or not single or len(chart.categories) < 12:
        return Twin(id, table)
    days, _ = months
    years = sorted({day.year for day in days})
    cells = {(day.month, day.year): _cell(row) for day, row in zip(days, table.rows, strict=False)}
    none = Cell((Run(words.say("not drawn")),))
    rows = tuple(
        Row((Run(MONTH_NAMES[month - 1]),), tuple(cells.get((month, year), none) for year in years))
        for month in range(1, 13)
    )
    folded = Table(table.caption, ("Month", *map(str, years)), rows, table.source)
    levels = [(*row.header, Run(": "), *row.cells[0].runs, Run(". ")) for row in table.rows[len(days) :]]
    said = (Run(words.say("other months" if len(table.columns) > 2 else "all months", name=table.columns[1])),)
    return Twin(id, folded, (tuple(run for line in (said, *levels) for run in line),))


def _cell(row: Row) -> Cell:
    """The month's figure, and what is said of it where that is more than that it is as usual."""
    value, *said = row.cells
    word = "".join(run.text for cell in said for run in cell.runs)
    if word in ("", words.say("usual"), words.say("no month")):
        return value
    return Cell((*value.runs, Run(f", {word}")), value.number)
