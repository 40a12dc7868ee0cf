"""The tables behind the paper's charts, short: a control chart's months fold into a row a month and a column a year."""

from dataclasses import dataclass

from peelian.core.language import say
from peelian.core.pack import Cell, Chart, Row, Run, Runs, Table
from peelian.core.periods import month_name
from peelian.core.phrases import Phrase
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
    single = len(table.columns) == 2 or table.columns[2:] == (say(Phrase.WHAT_IT_SAYS),)
    if not months or not single or len(chart.categories) < 12:
        return Twin(id, table)
    days, _ = months
    years = sorted({day.year for day in days})
    cells = {(day.month, day.year): _cell(row) for day, row in zip(days, table.rows, strict=False)}
    none = Cell((Run(say(Phrase.NOT_DRAWN)),))
    rows = tuple(
        Row((Run(month_name(month)),), tuple(cells.get((month, year), none) for year in years))
        for month in range(1, 13)
    )
    folded = Table(table.caption, (say(Phrase.MONTH), *map(str, years)), rows, table.source)
    levels = [(*row.header, Run(": "), *row.cells[0].runs, Run(". ")) for row in table.rows[len(days) :]]
    said = (Run(say(Phrase.OTHER_MONTHS if len(table.columns) > 2 else Phrase.ALL_MONTHS, name=table.columns[1])),)
    return Twin(id, folded, (tuple(run for line in (said, *levels) for run in line),))


def _cell(row: Row) -> Cell:
    """The month's figure, and what is said of it where that is more than that it is as usual."""
    value, *said = row.cells
    word = "".join(run.text for cell in said for run in cell.runs)
    if word in ("", say(Phrase.AS_USUAL), say(Phrase.NOTHING)):
        return value
    return Cell((*value.runs, Run(f", {word}")), value.number)
