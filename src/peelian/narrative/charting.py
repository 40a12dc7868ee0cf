"""Charting: bound points to a chart with its finding, its words for those who cannot see it, and its table."""

from collections.abc import Sequence

from peelian.core.pack import Cell, Chart, Row, Run, Series, Table


def twin(about: str, first: str, categories: Sequence[str], series: Sequence[Series], source: str) -> Table:
    """The same figures as a table: a row for each category, a column for each series. `first` heads the categories."""
    return Table(
        caption=f"{about}: the figures",
        columns=(first, *(one.name for one in series)),
        rows=tuple(
            Row((Run(category),), tuple(Cell((Run(point.text, point.key),), number=True) for point in points))
            for category, *points in zip(categories, *(one.points for one in series), strict=True)
        ),
        source=source,
    )


def alternative(chart: Chart, measure: str) -> str:
    """What a reader who cannot see the chart is told: type, data, and the ends or the extremes."""
    first, last = chart.categories[0], chart.categories[-1]
    measure = measure[:1].lower() + measure[1:]
    if chart.shape == "line":
        told = f"Line chart of {measure}, monthly from {first} to {last}."
        for series in chart.series:
            known = [(c, p) for c, p in zip(chart.categories, series.points, strict=True) if p.value is not None]
            if known:
                (c0, p0), (c1, p1) = known[0], known[-1]
                told += f" {series.name}: {p0.text} in {c0}, {p1.text} in {c1}."
                missing = len(series.points) - len(known)
                told += f" {missing} {'month has' if missing == 1 else 'months have'} no value." if missing else ""
        return told
    known = [(c, p) for c, p in zip(chart.categories, chart.series[0].points, strict=True) if p.value is not None]
    if not known:
        return f"Bar chart of {measure}: no area has a value."
    high, low = max(known, key=lambda k: k[1].value or 0), min(known, key=lambda k: k[1].value or 0)
    told = f"Bar chart of {measure} in {len(known)} areas: highest {high[0]}, {high[1].text}; "
    return told + f"lowest {low[0]}, {low[1].text}."
