"""Charts for tests of what draws them: their titles as runs, their tables as the narrative would make them."""

from typing import Any

from peelian.core.pack import Chart, Run, Series, Shape
from peelian.narrative.charts import words


def chart(
    shape: Shape, title: str, unit: str, categories: tuple[str, ...], series: tuple[Series, ...], alt: str, **rest: Any
) -> Chart:
    told = tuple(one for one in series if len(one.points) == len(categories))
    table = words.table(title, shape in ("line", "spc", "forecast", "flow"), categories, told, rest.get("source", ""))
    return Chart(shape, (Run(title),), unit, categories, series, alt, table, about=title, **rest)
