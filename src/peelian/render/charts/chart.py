"""A pack's chart as a picture: a Vega-Lite description, then SVG that scales, with its words beside it.

Plain dicts rather than Altair, whose import alone takes longer than drawing a pack's charts.
"""

import hashlib
import json
import math
import os
import re
from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup

from peelian.core.code_digest import code_digest
from peelian.core.pack import Chart, Shape, plain
from peelian.render import fonts
from peelian.render.charts import areas, bars, control, lines
from peelian.render.charts import map as charts_map
from peelian.render.charts import svg as charts_svg
from peelian.render.charts.parts import NARROW, WIDE, Spec

__all__ = ["NARROW", "WIDE", "Draw", "Spec", "draw", "kept", "spec", "svg"]

Draw = Callable[[Spec], str]

SHAPES: dict[Shape, Callable[[Chart, int], Spec]] = {
    "line": lines.lines_spec,
    "forecast": lines.lines_spec,
    "flow": lines.flow_spec,
    "spc": control.control_spec,
    "bar": bars.bars_spec,
    "dots": areas.dots_spec,
    "funnel": areas.funnel_spec,
    "map": charts_map.map_spec,
}


def draw(spec: Spec) -> str:
    """A Vega-Lite specification as SVG."""
    import vl_convert

    fonts.for_charts()
    return charts_svg.lean(vl_convert.vegalite_to_svg(spec))


def kept(folder: Path) -> Draw:
    """Draws what `folder` does not hold already.

    By the digest of the specification and of what draws, so that a picture is never out of date; below its own, so that
    a damaged one is not used but drawn again.
    """

    def drawn(spec: Spec) -> str:
        path = folder / f"{_digest(f'{code_digest()} {json.dumps(spec, sort_keys=True)}'.encode())}.svg"
        digest, _, picture = path.read_bytes().partition(b"\n") if path.exists() else (b"", b"", b"")
        if digest.decode(errors="replace") != _digest(picture):
            picture = draw(spec).encode()
            folder.mkdir(parents=True, exist_ok=True)
            aside = path.with_suffix(f".{os.getpid()}")
            aside.write_bytes(_digest(picture).encode() + b"\n" + picture)
            aside.replace(path)
        return picture.decode()

    return drawn


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def svg(chart: Chart, id: str, width: int = WIDE, draw: Draw = draw) -> Markup:
    """The picture at a letter size meant for `width` pixels; it fills whatever holds it. `id` is unique in the page."""
    drawn = draw(spec(chart, width))
    opening = re.match(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"[^>]*>', drawn)
    assert opening, "vl_convert no longer opens an SVG with its width and height"
    font = re.search(r' font-family="[^"]*"', opening[0])
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{id}-title {id}-desc" viewBox="{box}"'
        "{font}>"
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{alt}</desc>{marks}</svg>'
    ).format(
        id=id,
        box=f"0 0 {max(width, math.ceil(float(opening[1])))} {math.ceil(float(opening[2]))}",
        title=plain(chart.title),
        alt=chart.alt,
        font=Markup(font[0]) if font else "",  # noqa: S704 - our own spec's
        marks=Markup(charts_svg.own(drawn[opening.end() : drawn.rindex("</svg>")], id)),  # noqa: S704 - escaped by Vega
    )


def spec(chart: Chart, width: int = WIDE) -> Spec:
    """The chart in Vega-Lite: data inline, nothing fetched."""
    curves = ("average", "limit", "outer limit") if chart.shape == "funnel" else ()
    told = [one for one in chart.series if one.role not in curves]
    ragged = [one.name for one in told if len(one.points) != len(chart.categories)]
    assert not ragged, f"{plain(chart.title)}: {ragged}"
    return SHAPES[chart.shape](chart, width)
