"""Charts drawn so that a gap stays a gap, a bar starts at zero, and nothing is told by colour alone.

Barsetshire is invented, as is every number here.
"""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from drawn import chart as drawn_chart
from peelian.core.pack import Chart, Point, Series, plain
from peelian.render import theme
from peelian.render.charts import chart as charts_chart
from peelian.render.charts import parts

MONTHS = tuple(f"{month} {year}" for year in range(2020, 2026) for month in ("January", "April", "July", "October"))


def series(name: str, *values: float | None) -> Series:
    return Series(name, tuple(Point(v, "no value" if v is None else f"{v:g}%", f"key@{name}/{v}") for v in values))


def chart(shape: str, categories: tuple[str, ...], *drawn: Series, highlight: str = "") -> Chart:
    return drawn_chart(shape, "A title", "Percent", categories, drawn, "What it shows", highlight=highlight)  # type: ignore[arg-type]


def layers(one: Chart, mark: str, width: int = charts_chart.WIDE) -> list[charts_chart.Spec]:
    return [layer for layer in charts_chart.spec(one, width)["layer"] if layer["mark"]["type"] == mark]


def words(one: Chart, width: int = charts_chart.WIDE) -> list[str]:
    root = ElementTree.fromstring(charts_chart.svg(one, "c", width))  # noqa: S314 - our own
    return ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]


def test_a_gap_breaks_the_line_and_nothing_is_drawn_in_it():
    one = chart("line", MONTHS[:6], series("Barsetshire", 1, 2, None, None, 3, 4))
    assert [row["x"] for row in layers(one, "line")[0]["data"]["values"]] == [0, 1, 4, 5]
    drawn = [d for d in re.findall(r' d="([^"]+)"', charts_chart.svg(one, "c")) if re.fullmatch(r"M[\d.,]+L[\d.,]+", d)]
    assert len(drawn) == 2


def test_a_lone_value_between_gaps_is_marked():
    one = chart("line", MONTHS, series("Barsetshire", *([1.0] * 21), None, 5, None))
    drawn = [(row["x"], row["y"], row["segment"], row["end"]) for row in layers(one, "point")[0]["data"]["values"]]
    assert (22, 5, 1, True) in drawn


def test_lines_differ_without_colour_and_carry_their_names():
    names = ("Barsetshire", "Similar forces", "England", "Framley")
    one = chart("line", MONTHS[:2], *(series(name, 4, 5) for name in names), highlight="England")
    dashes = [tuple(layer["mark"]["strokeDash"]) for layer in layers(one, "line")]
    shapes = [layer["mark"]["shape"] for layer in layers(one, "point")]
    assert len(set(dashes)) == len(set(shapes)) == len(names)
    assert layers(one, "line")[-1]["mark"]["color"] == theme.PALETTE[0]
    assert all(any(name in text for text in words(one)) for name in names)


@pytest.mark.parametrize("meet", [0, 3, 5])
@pytest.mark.parametrize("width", [charts_chart.WIDE, charts_chart.NARROW])
def test_names_at_the_ends_of_lines_that_meet_do_not_touch(width, meet):
    one = chart("line", MONTHS[:2], *(series(f"Area number {n}", n + 2, meet) for n in range(4)))
    drawn = charts_chart.spec(one, width)
    low, high = drawn["layer"][0]["encoding"]["y"]["scale"]["domain"]
    spans: list[tuple[float, float]] = []
    for row in layers(one, "text", width)[0]["data"]["values"]:
        middle, half = (
            (high - row["y"]) / (high - low) * drawn["height"],
            parts.LINE_HEIGHT * (row["text"].count("\n") + 1) / 2,
        )
        spans.append((middle - half, middle + half))
    spans.sort()
    assert all(above[1] <= below[0] + 0.01 for above, below in pairwise(spans))
    assert spans[0][0] >= -parts.LINE_HEIGHT * 2 and spans[-1][1] <= drawn["height"] + parts.LINE_HEIGHT / 2


@pytest.mark.parametrize("width", [charts_chart.WIDE, charts_chart.NARROW])
def test_labels_of_months_leave_room_for_each_other_and_keep_the_latest(width):
    one = chart("line", MONTHS, series("Barsetshire", *range(24)))
    axis = layers(one, "line", width)[0]["encoding"]["x"]["axis"]
    room = charts_chart.spec(one, width)["width"] / 23 * (axis["values"][-1] - axis["values"][-2])
    assert axis["values"][-1] == 23
    assert room > len("October") * parts.LETTER_WIDTH


def test_a_line_that_does_not_start_at_zero_says_so():
    assert "Percent" in words(chart("line", MONTHS[:2], series("Barsetshire", 40, 99)))
    assert "Percent (the axis starts at 90)" in words(chart("line", MONTHS[:2], series("Barsetshire", 90, 100)))


def test_bars_start_at_zero_even_when_all_are_far_from_it():
    one = chart("bar", ("Barchester", "Framley"), series("2025", 98, 99))
    assert layers(one, "bar")[0]["encoding"]["x"]["scale"]["domain"][0] == 0


def test_bars_keep_the_order_given_and_print_the_text_given():
    one = chart("bar", ("Framley", "Barchester", "Allington"), series("2025", 2, 3, 1))
    printed = [text for text in words(one) if text != "Percent"]
    assert printed == ["Framley", "Barchester", "Allington", "2%", "3%", "1%"]


def test_the_bar_that_matters_is_darkest_and_bold():
    one = chart("bar", ("Framley", "Barchester"), series("2025", 2, 3), highlight="Barchester")
    fills = [row["fill"] for row in layers(one, "bar")[0]["data"]["values"]]
    assert fills == [theme.QUIET, theme.PALETTE[0]]
    bold = re.findall(r'font-weight="bold"[^>]*>([^<]+)<', charts_chart.svg(one, "c"))
    assert bold == ["Barchester", "3%"]


def test_a_missing_bar_is_told_in_words_and_not_drawn_as_nothing():
    one = chart("bar", ("Framley", "Barchester"), series("2025", None, 3))
    assert len(layers(one, "bar")[0]["data"]["values"]) == 1
    assert "no value" in words(one)


def test_bars_of_several_series_name_their_series():
    one = chart("bar", ("Framley",), series("2024", 2), series("2025", 3))
    assert {"2%, 2024", "3%, 2025"} <= set(words(one))


def test_the_picture_scales_and_says_its_title_and_message():
    text = charts_chart.svg(chart("bar", ("Framley",), series("2025", 2)), "one")
    opening = text[: text.index(">")]
    assert 'role="img"' in opening and 'aria-labelledby="one-title one-desc"' in opening
    assert "viewBox=" in opening and " width=" not in opening and " height=" not in opening
    assert '<title id="one-title">A title</title><desc id="one-desc">What it shows</desc>' in text


def test_words_that_look_like_code_are_printed_as_words():
    hostile = """<script>"'];alert(1)//"""
    for shape in ("bar", "line"):
        one = chart(shape, (hostile, "Framley"), series(hostile, 1, 2))
        assert "<script" not in charts_chart.svg(one, "c")
        assert any("<script>" in text for text in words(one))


@pytest.mark.parametrize("shape", ["bar", "line"])
@pytest.mark.parametrize("values", [(), (None,), (0,), (0, 0), (-1, -2), (7,)])
def test_a_chart_of_little_or_nothing_still_draws(shape, values):
    assert charts_chart.svg(chart(shape, MONTHS[: len(values)], series("Barsetshire", *values)), "c").endswith("</svg>")


def test_the_twin_holds_every_printed_figure_with_its_key():
    one = chart("line", MONTHS[:2], series("Barsetshire", 1, None), series("Similar forces", 3, 4))
    table = one.table
    assert table.columns == ("Period", "Barsetshire", "Similar forces")
    assert [[plain(cell.runs) for cell in row.cells] for row in table.rows] == [["1%", "3%"], ["no value", "4%"]]
    assert table.rows[1].cells[1].runs[0].key == "key@Similar forces/4"


def test_a_series_as_long_as_its_categories_is_asked_for():
    with pytest.raises(AssertionError, match="A title: "):
        charts_chart.spec(chart("line", MONTHS[:3], series("Barsetshire", 1)))


def test_a_kept_picture_is_used_as_long_as_it_is_whole_and_drawn_again_when_it_is_not(tmp_path, monkeypatch):
    spec = charts_chart.spec(chart("bar", ("A", "B"), series("n", 1, 2)))
    first = charts_chart.kept(tmp_path)(spec)
    assert first == charts_chart.draw(spec)
    [path] = tmp_path.iterdir()
    content = path.read_bytes()
    for at in (0, 70, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert charts_chart.kept(tmp_path)(spec) == first
        assert path.read_bytes() == content
    monkeypatch.setattr(charts_chart, "draw", lambda _: "drawn again")
    assert charts_chart.kept(tmp_path)(spec) == first
