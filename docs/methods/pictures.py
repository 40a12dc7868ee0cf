"""Draws the pages' pictures into pictures/, from the figures of their examples: python docs/methods/pictures.py."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import false_alarms
import wiltshire

from peelian.render.charts.chart import draw
from peelian.render.charts.parts import CONFIG
from peelian.render.theme import BLUE, GREY, ORANGE, QUIET, RULE
from peelian.statistics import (
    Interval,
    banded_percentile,
    funnel,
    overdispersion,
    p_chart,
    proportion_difference_interval,
    proportion_interval,
    rate_interval,
    rate_ratio_interval,
    signals,
    standardised_rate,
    xmr,
)

FOLDER = Path(__file__).with_name("pictures")
WIDTH = 560
Spec = dict[str, Any]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def layered(data: Iterable[dict[str, Any]], layers: Sequence[Spec], height: int) -> Spec:
    """Layers over one set of rows."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": height,
        "padding": {"left": 4, "right": 16, "top": 8, "bottom": 4},
        "config": {**CONFIG, "background": "white"},
        "data": {"values": list(data)},
        "layer": list(layers),
    }


def field(name: str, title: str = "", kind: str = "quantitative", **more: Any) -> Spec:
    axis = {"axis": {"title": title, "titleFontWeight": "normal", "titleFontSize": 14, **more.pop("axis", {})}}
    return {"field": name, "type": kind, **axis, **more}


def intervals(rows: dict[str, Interval | None], title: str, at: float | None = None, **scale: Any) -> Spec:
    """An estimate a row, with its interval; a line where there is no difference."""
    data = [{"name": n, "value": i.value, "lower": i.lower, "upper": i.upper} for n, i in rows.items() if i]
    names = field("name", kind="nominal", sort=None, axis={"labelAngle": 0})
    x = {"title": title, "scale": {"nice": True, **scale}}
    line = {"mark": {"type": "rule", "color": RULE, "strokeWidth": 2}, "encoding": {"x": {"datum": at}}}
    return layered(
        data,
        [
            *([line] if at is not None else []),
            {
                "mark": {"type": "rule", "color": BLUE, "strokeWidth": 3},
                "encoding": {"y": names, "x": field("lower", **x), "x2": {"field": "upper"}},
            },
            {
                "mark": {"type": "point", "color": BLUE, "filled": True, "size": 90, "opacity": 1},
                "encoding": {"y": names, "x": field("value", **x)},
            },
        ],
        40 * len(data),
    )


def scaled(found: Interval | None, by: float) -> Interval | None:
    return found and Interval(found.value * by, found.lower * by, found.upper * by)


def months(
    labels: Sequence[str],
    values: Sequence[float | None],
    lines: dict[str, Sequence[float | None]],
    title: str,
    marked: Sequence[bool] = (),
    dashed: bool = False,
) -> Spec:
    """A series by month with its centre and limits; marked points stand out."""
    rows = [
        {"month": label, "at": at, "value": value, "marked": bool(marked and marked[at])}
        | {name: line[at] for name, line in lines.items()}
        for at, (label, value) in enumerate(zip(labels, values, strict=True))
    ]
    x = field("month", kind="ordinal", sort=None, axis={"labelAngle": 0})
    y = {"scale": {"zero": False}}
    layers: list[Spec] = [
        {
            "mark": {
                "type": "line",
                "color": ORANGE if "prime" in name else GREY,
                "strokeWidth": 2,
                "strokeDash": [6, 4] if dashed or "prime" in name else [],
                "interpolate": "linear" if name == "mean" else "step",
            },
            "encoding": {"x": x, "y": field(name, title, **y)},
        }
        for name in lines
    ]
    layers += [
        {"mark": {"type": "line", "color": QUIET}, "encoding": {"x": x, "y": field("value", title, **y)}},
        {
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
            "encoding": {
                "x": x,
                "y": field("value", title, **y),
                "color": {"condition": {"test": "datum.marked", "value": ORANGE}, "value": BLUE},
            },
        },
    ]
    return layered(rows, layers, 260)


def of_2021() -> list[str]:
    return [f"{month}" for month in ("Mar 21", *MONTHS[3:], "Jan 22", "Feb", "Mar")]


def control(values: Sequence[int], labels: Sequence[str], title: str, dashed: bool) -> Spec:
    limits, many = xmr(values), len(values)
    marks = [bool(found.fired) for found in signals(values, limits)]
    lines = {"mean": [limits.centre] * many, "lower": [limits.lower] * many, "upper": [limits.upper] * many}
    return months(labels, values, lines, title, marks, dashed)


def shares() -> Spec:
    plain = p_chart(wiltshire.ACTED_2021, wiltshire.CLOSED_2021)
    prime = p_chart(wiltshire.ACTED_2021, wiltshire.CLOSED_2021, prime=True)
    lines = {"lower": plain.lower, "upper": plain.upper, "prime lower": prime.lower, "prime upper": prime.upper}
    percent = {name: [None if at is None else 100 * at for at in line] for name, line in lines.items()}
    marks = ["outside" in found.fired for found in signals(plain.points, plain)]
    points = [None if at is None else 100 * at for at in plain.points]
    return months(of_2021(), points, percent, "% of outcomes; p-prime limits dashed", marks)


def funnels() -> Spec:
    counts = sorted(wiltshire.ACTION.items(), key=lambda item: item[1][1])
    events, bases = [c[0] for _, c in counts], [c[1] for _, c in counts]
    narrow = funnel("proportion", sum(events) / sum(bases), bases, per=100)
    wide = overdispersion("proportion", events, bases).limits
    rows = []
    for (name, (x, n)), inner, outer in zip(counts, narrow, wide, strict=True):
        assert inner
        assert outer
        row = {"crimes": n, "share": 100 * x / n, "ours": name == "wiltshire", "low": inner.lower998}
        rows.append(row | {"high": inner.upper998, "wide low": 100 * outer.lower998, "wide high": 100 * outer.upper998})
    x, title = field("crimes", "crimes recorded"), "% with further action"
    lines = [
        {
            "mark": {"type": "line", "color": GREY, "strokeDash": [6, 4] if "wide" in name else []},
            "encoding": {"x": x, "y": field(name, title, scale={"zero": False})},
        }
        for name in ("low", "high", "wide low", "wide high")
    ]
    dots = {
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
        "encoding": {
            "x": x,
            "y": field("share", title),
            "color": {"condition": {"test": "datum.ours", "value": ORANGE}, "value": QUIET},
        },
    }
    return layered(rows, [*lines, dots], 320)


def ranked() -> Spec:
    found = {name: rate_interval(*counts, per=1_000) for name, counts in wiltshire.ROBBERY.items()}
    order = sorted(found.items(), key=lambda item: item[1].value if item[1] else 0)
    rows = [
        {"place": at, "value": i.value, "lower": i.lower, "upper": i.upper, "ours": name == "wiltshire"}
        for at, (name, i) in enumerate(order, start=1)
        if i
    ]
    colour = {"condition": {"test": "datum.ours", "value": ORANGE}, "value": QUIET}
    x = field("place", "place, fewest first", scale={"domain": [0, len(rows) + 1]})
    y = "robberies per 1,000 people"
    return layered(
        rows,
        [
            {
                "mark": {"type": "rule", "strokeWidth": 2},
                "encoding": {"x": x, "y": field("lower", y), "y2": {"field": "upper"}, "color": colour},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 50, "opacity": 1},
                "encoding": {"x": x, "y": field("value", y), "color": colour},
            },
        ],
        260,
    )


def curves(
    rows: Sequence[dict[str, Any]], x: Spec, y: Spec, height: int, named: float, at: float | None = None
) -> Spec:
    """Lines, each with its name where it reaches `named`."""
    layers: list[Spec] = [
        {
            "mark": {"type": "line", "color": BLUE, "point": True},
            "encoding": {"x": x, "y": y, "detail": {"field": "name"}},
        },
        {
            "mark": {"type": "text", "align": "right", "dx": -4, "dy": -10},
            "transform": [{"filter": f"datum.x == {named}"}],
            "encoding": {"x": x, "y": y, "text": {"field": "name"}},
        },
    ]
    if at is not None:
        layers.insert(0, {"mark": {"type": "rule", "color": RULE, "strokeWidth": 2}, "encoding": {"y": {"datum": at}}})
    return layered(rows, layers, height)


def found_by_size() -> Spec:
    """From the page's own table, which the command wrote."""
    table = re.findall(r"^\| Normal \| ([\d.]+) \| (\d+)% \| (\d+)% \| (\d+)% \|$", false_alarms.PAGE.read_text(), re.M)
    names = ("limits of all 24", "limits of the 12 before", "icon at month 24")
    rows = [
        {"x": float(by), "y": int(share), "name": name}
        for by, *told in table
        for name, share in zip(names, told, strict=True)
    ]
    x = field("x", "size of the move, in standard deviations")
    return curves(
        rows, x, field("y", "% found", scale={"domain": [0, 110]}, axis={"values": [0, 25, 50, 75, 100]}), 280, 1.5
    )


def by_base() -> Spec:
    rows = []
    for base in range(400, 2_401, 100):
        found = proportion_difference_interval(0.124 * base, base, 0.098 * base, base)
        assert found
        for name, end in (("upper limit", found.upper), ("change", found.value), ("lower limit", found.lower)):
            rows.append({"x": base, "y": 100 * end, "name": name})
    x = field("x", "crimes a year on each side, if the base were", scale={"domain": [400, 2400]})
    return curves(rows, x, field("y", "percentage points"), 260, 2_400, at=0)


def pictures() -> dict[str, Spec]:
    """By page."""
    rate, difference = rate_interval, proportion_difference_interval
    return {
        "proportion-interval": intervals(
            {
                "All crime, 1,436 of 10,286": scaled(proportion_interval(1436, 10286), 100),
                "Drug offences, 217 of 360": scaled(proportion_interval(217, 360), 100),
                "Robbery, 4 of 54": scaled(proportion_interval(4, 54), 100),
            },
            "% with further action so far",
            domain=[0, 100],
        ),
        "rate-interval": intervals(
            {
                "Swindon, 26": rate(26, 235_657, 1_000),
                "Wiltshire, 28": rate(28, 515_885, 1_000),
                "Both, 54": rate(54, 751_542, 1_000),
            },
            "robberies per 1,000 people in the quarter",
            zero=True,
        ),
        "difference-of-proportions": intervals(
            {
                "All crime": scaled(difference(564, 3960, 866, 6269), 100),
                "Drug offences": scaled(difference(85, 153, 132, 206), 100),
                "Burglary": scaled(difference(10, 122, 9, 290), 100),
            },
            "Swindon less Wiltshire, percentage points",
            at=0,
        ),
        "banded-estimates": intervals(
            {
                name: banded_percentile(counts, [(0, 10), (10, 30), (30, 60), (60, float("inf"))], 0.5)
                for name, counts in (("Before", [400, 300, 200, 100]), ("After", [550, 300, 120, 30]))
            },
            "Median wait, seconds",
        ),
        "ratio-of-rates": intervals(
            {
                "Robbery": rate_ratio_interval(26, 235_657, 28, 515_885),
                "Burglary": rate_ratio_interval(122, 235_657, 290, 515_885),
            },
            "Swindon's rate as a multiple of Wiltshire's",
            at=1,
            type="log",
            base=2,
            domain=[0.5, 4],
        ),
        "standardised-rate": intervals(
            {
                "Crude": rate(54, 751_542, 1_000),
                "Councils as if equal": standardised_rate((26, 28), (235_657, 515_885), (1, 1), 1_000),
            },
            "robberies per 1,000 people in the quarter",
            zero=True,
        ),
        "process-control": control(wiltshire.CRIMES_2025, MONTHS, "crimes recorded, 2025", dashed=True),
        "p-and-u-charts": shares(),
        "signals-and-icons": control(wiltshire.CRIMES_2021, of_2021(), "crimes recorded", dashed=False),
        "funnel-and-overdispersion": funnels(),
        "ranks": ranked(),
        "false-alarms": found_by_size(),
        "the-seeds-figures": by_base(),
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, spec in pictures().items():
        (FOLDER / f"{name}.svg").write_text(draw(spec), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
