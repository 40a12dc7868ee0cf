"""A deck's charts: the numbers drawn, the numbers printed as labels, and those of the workbook behind, as tables."""

import io
from datetime import date
from typing import Any

from pptx.oxml.ns import qn

from peelian.core.errors import SourceError
from peelian.readback import safe_open
from peelian.readback.number_formats import as_formatted, day

TextRows = tuple[tuple[str, ...], ...]

VALUE_AXES = {"c:val": "", "c:xVal": " (across)", "c:yVal": " (up)", "c:bubbleSize": " (size)"}
ENDS = {"c:plus": " (interval above)", "c:minus": " (interval below)"}


def cached(space: Any) -> TextRows:
    """The values as drawn: a row for each category, a column for each series, its places and its intervals' ends."""
    columns: dict[str, dict[int, str]] = {}
    heads: dict[int, str] = {}
    for number, series in enumerate(space.iter(qn("c:ser")), 1):
        name = series_name(series, number)
        for place, text in categories(series).items():
            heads.setdefault(place, text)
        found = [(part, series.find(qn(tag))) for tag, part in VALUE_AXES.items()]
        for bars in series.findall(qn("c:errBars")):
            found += [(part, bars.find(qn(tag))) for tag, part in ENDS.items()]
        for part, element in found:
            if element is not None:
                numbers = {place: f"{value:.12g}" for place, value in points(element).items()}
                columns[_unused(f"{name}{part}", columns)] = numbers
    return _grid(columns, heads)


def labels(space: Any) -> TextRows:
    """What is printed beside points by number format: the same table, only where a label shows its value."""
    columns: dict[str, dict[int, str]] = {}
    heads: dict[int, str] = {}
    for number, series in enumerate(space.iter(qn("c:ser")), 1):
        values = next((found for tag in ("c:val", "c:yVal") if (found := series.find(qn(tag))) is not None), None)
        if values is None:
            continue
        if told := _printed(series, values):
            columns[_unused(series_name(series, number), columns)] = told
            for place, text in categories(series).items():
                heads.setdefault(place, text)
    return _grid(columns, heads)


def _printed(series: Any, values: Any) -> dict[int, str]:
    """The labels of a series: its own, else its chart's, save where one point has its own or has typed words."""
    shown = series.find(qn("c:dLbls"))
    shown = series.getparent().find(qn("c:dLbls")) if shown is None else shown
    if shown is None:
        return {}
    own = {int(one.find(qn("c:idx")).get("val")): one for one in shown.findall(qn("c:dLbl"))}
    told = {}
    for place, value in points(values).items():
        label = own.get(place, shown)
        if label.find(qn("c:tx")) is None and _flag(label, "c:showVal"):
            told[place] = as_formatted(value, _code(label, values))
    return told


def _code(label: Any, values: Any) -> str:
    form = label.find(qn("c:numFmt"))
    linked = form is None or form.get("sourceLinked") in ("1", "true")
    return _format(values) if linked else str(form.get("formatCode", "General"))


def workbook(part: Any, name: str) -> TextRows:
    """The first sheet of the chart's own workbook: what opens to edit its data. Empty where there is none."""
    from python_calamine import CalamineError, CalamineWorkbook

    for relation in part.rels.values():
        if relation.is_external or not relation.reltype.endswith("/package"):
            continue
        content = relation.target_part.blob
        safe_open.checked(content, f"the workbook of chart {name!r}")
        try:
            rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        except (CalamineError, IndexError) as fault:
            where = f"the workbook of chart {name!r}"
            raise SourceError(where, f"it cannot be read ({type(fault).__name__})", safe_open.SAVE_AGAIN) from None
        return tuple(tuple(_cell(cell) for cell in row) for row in rows)
    return ()


def series_name(series: Any, number: int) -> str:
    words = series.find(qn("c:tx"))
    texts = [] if words is None else [value.text or "" for value in words.iter(qn("c:v"))]
    return " ".join(texts) or f"series {number}"


def categories(series: Any) -> dict[int, str]:
    """Each category by its place; dates as their axis prints them."""
    found = series.find(qn("c:cat"))
    if found is None:
        return {}
    code = _format(found)
    texts = {int(point.get("idx")): point.findtext(qn("c:v"), "") for point in found.iter(qn("c:pt"))}
    return {place: day(float(text), code) if "yy" in code else text for place, text in texts.items()}


def points(element: Any) -> dict[int, float]:
    found = {}
    for point in element.iter(qn("c:pt")):
        try:
            found[int(point.get("idx"))] = float(point.findtext(qn("c:v"), ""))
        except ValueError:
            continue  # a gap, as some programs write one
    return found


def _format(element: Any) -> str:
    return next((code.text or "" for code in element.iter(qn("c:formatCode"))), "General")


def _flag(element: Any, tag: str) -> bool | None:
    found = element.find(qn(tag))
    return None if found is None else found.get("val", "1") in ("1", "true")


def _unused(name: str, taken: dict[str, dict[int, str]]) -> str:
    number = 2
    fresh = name
    while fresh in taken:
        fresh, number = f"{name} ({number})", number + 1
    return fresh


def _grid(columns: dict[str, dict[int, str]], heads: dict[int, str]) -> TextRows:
    if not columns:
        return ()
    places = sorted({place for column in columns.values() for place in column})
    rows = ((heads.get(p, f"point {p + 1}"), *(column.get(p, "") for column in columns.values())) for p in places)
    return (("", *columns), *rows)


def _cell(cell: object) -> str:
    if isinstance(cell, bool) or cell is None:
        return str(cell or "")
    if isinstance(cell, int | float):
        return f"{cell:.12g}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
