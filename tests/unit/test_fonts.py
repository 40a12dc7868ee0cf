"""No word is lost where a font is missing: charts by their pixels, papers by what is read back from them."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
import vl_convert
from PIL import Image, ImageChops
from pypdf import PdfReader

from everything import pack
from peelian.core.pack import Chart
from peelian.render import fonts as render_fonts
from peelian.render.charts import chart as charts_chart
from peelian.render.theme import FONT_STACK

PACK = pack()
FONTS = ("Liberation Sans", "No Such, Liberation Sans")
CHARTS = [block for page in PACK.pages for block in page.blocks if isinstance(block, Chart)]


def pixels(spec: charts_chart.Spec) -> Image.Image:
    return Image.open(io.BytesIO(vl_convert.vegalite_to_png(spec, scale=1))).convert("L")


def dark(image: Image.Image) -> int:
    return sum(image.histogram()[:128])


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.shape)
def test_a_chart_is_drawn_alike_where_the_fonts_it_asks_for_first_are_missing(chart: Chart):
    render_fonts.for_charts()
    spec = charts_chart.spec(chart)
    told = json.dumps(spec)
    assert FONT_STACK in told
    only, none = (
        json.loads(told.replace(FONT_STACK, font)) for font in ("Liberation Sans", "No Such, Liberation Sans")
    )
    assert ImageChops.difference(pixels(only), pixels(none)).getbbox() is None
    assert dark(pixels(only)) - dark(pixels(without_words(only))) > 200


def without_words(spec: charts_chart.Spec) -> charts_chart.Spec:
    """The same chart in letters of no size."""
    smaller: charts_chart.Spec = json.loads(re.sub(r'(ontSize": )[0-9.]+', r"\g<1>0.01", json.dumps(spec)))
    return smaller


WRITE = """
import sys
from everything import pack
from peelian.render.pdf import documents
sys.stdout.buffer.write(documents.paper(pack()))
"""


def test_a_machine_without_fonts_lays_out_the_same_paper(tmp_path: Path):
    """fontconfig is given the shipped fonts alone: not a letter of the system's is there to stand in."""
    alone = tmp_path / "peelian" / "shipped" / "fonts"
    alone.mkdir(parents=True)
    for file in render_fonts.FONTS.iterdir():
        (alone / file.name).write_bytes(file.read_bytes())
    told = (alone / "fonts.conf").read_text()
    assert "<include" in told
    (alone / "fonts.conf").write_text("\n".join(line for line in told.splitlines() if "<include" not in line))
    made = [
        subprocess.run(
            [sys.executable, "-c", WRITE],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **more},
            check=True,
            capture_output=True,
        ).stdout
        for more in ({}, {"FONTCONFIG_FILE": str(alone / "fonts.conf")})
    ]
    assert made[0] == made[1]
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in PdfReader(io.BytesIO(made[0])).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert fonts == {"Peelian-Sans", "Peelian-Sans-Bold"}
    words = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made[0]))
    assert "Everything a report can hold" in words
