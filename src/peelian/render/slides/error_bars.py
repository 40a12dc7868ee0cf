"""Intervals on a slide's chart: error bars with ends of their own, as Office keeps them."""

from collections.abc import Sequence
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from peelian.core.pack import Point

XML = """<c:errBars {ns}>{direction}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>
<c:plus>{plus}</c:plus><c:minus>{minus}</c:minus>
<c:spPr><a:ln w="{width}"><a:solidFill><a:srgbClr val="{ink}"/></a:solidFill></a:ln></c:spPr></c:errBars>"""


def add_intervals(drawn: Any, points: Sequence[Point], ink: str, direction: str = "") -> None:
    """`direction` is "x" or "y", and nothing on bars, which have one of their own. Nothing where no point has ends."""
    if not any(point.low is not None and point.high is not None for point in points):
        return
    plus = [None if p.high is None or p.value is None else p.high - p.value for p in points]
    minus = [None if p.low is None or p.value is None else p.value - p.low for p in points]
    told = XML.format(
        ns=nsdecls("c", "a"), direction=f'<c:errDir val="{direction}"/>' if direction else "", plus=_literal(plus),
        minus=_literal(minus), width=int(Pt(2)), ink=ink[1:],
    )  # fmt: skip
    series = drawn._element
    before = next(found for tag in ("c:xVal", "c:cat", "c:val") if (found := series.find(qn(tag))) is not None)
    before.addprevious(parse_xml(told))


def _literal(numbers: Sequence[float | None]) -> str:
    told = "".join(f'<c:pt idx="{n}"><c:v>{one:.12g}</c:v></c:pt>' for n, one in enumerate(numbers) if one is not None)
    return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(numbers)}"/>{told}</c:numLit>'
