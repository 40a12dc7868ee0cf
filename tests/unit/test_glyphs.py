"""What prints: the fonts that are shipped have what offices write, and what they lack is named with its place."""

import base64
import io
import subprocess
import sys
import unicodedata

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

import offices
from peelian.readback import paper_glyphs
from peelian.render.pdf import documents
from peelian.typography import glyphs

LIGHTS = "🔴🟠🟡🟢"
WRITTEN = (
    "Swyddfa’r Comisiynydd, Tŷ, dŵr, ẁẃẅ",  # Welsh
    "Łódź, żółć, Timișoara, Kraków, Şanlıurfa, Œuvre, Åse",  # other Latin alphabets
    "● ○ ◐ ■ □ ▲ ▼ ◆ ★ ☆ ✓ ✔ ✗ ✘ ☐ ☑ ☒ ⚠ ← ↑ → ↓ ↗ ↘ ⇒",
    f"{LIGHTS} ⚪⚫ ✅❌ 👍 📈",
    "£ € ½ ⅔ x₂ km² ± ≤ ≥ ≈ − – — … • § ¶ № ™ ° ① n‑b",
    "Ελλάδα, Київ",
)


@pytest.mark.parametrize("text", WRITTEN)
def test_what_offices_write_can_be_printed(text: str):
    assert list(glyphs.lacking(text)) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Total: 中文", ["'中' (CJK UNIFIED IDEOGRAPH-4E2D)", "'文' (CJK UNIFIED IDEOGRAPH-6587)"]),
        ("हिन्दी", ["'ह' (DEVANAGARI LETTER HA)", "'ि' (DEVANAGARI VOWEL SIGN I)", "'न' (DEVANAGARI LETTER NA)",
                   "'्' (DEVANAGARI SIGN VIRAMA)", "'द' (DEVANAGARI LETTER DA)", "'ी' (DEVANAGARI VOWEL SIGN II)"]),
        ("عربي ع", ["'ع' (ARABIC LETTER AIN)", "'ر' (ARABIC LETTER REH)", "'ب' (ARABIC LETTER BEH)",
                    "'ي' (ARABIC LETTER YEH)"]),
        ("🦄🦄", ["'🦄' (UNICORN FACE)"]),
        ("👍🏽", ["'🏽' (EMOJI MODIFIER FITZPATRICK TYPE-4)"]),
        ("\ue000", ["'\\ue000' (U+E000)"]),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_named_once(text: str, told: list[str]):
    assert list(map(glyphs.named, glyphs.lacking(text))) == told


@pytest.mark.parametrize(
    "text",
    ["caf\u00e9", "cafe\u0301", "t\u0302y\u0302", "in\u00adternal", "a\u00a0b\u202fc\u2009d", "a\u200bb\u2060c\u200dd",
     "\u26a0\ufe0f", "\ufeffa", "a\tb\nc", "\u2764\ufe0f"],
)  # fmt: skip
def test_what_is_drawn_with_another_or_not_at_all_needs_no_glyph(text: str):
    assert list(glyphs.lacking(text)) == []


def test_the_shipped_fonts_have_what_is_said_without_opening_them():
    fonts = {path.stem: set(TTFont(path).getBestCmap()) for path in glyphs.FONTS.glob("*.ttf")}
    blank = {c for c in glyphs.EVERYDAY if unicodedata.category(c) in (*glyphs.BLANK, *glyphs.NEVER_DRAWN)}
    assert {chr(code) for code in fonts["LiberationSans-Regular"]} >= glyphs.EVERYDAY - blank
    for name in ("LiberationSans", "PeelianSigns"):
        assert fonts[f"{name}-Bold"] == fonts[f"{name}-Regular"]
    assert sum(path.stat().st_size for path in glyphs.FONTS.glob("Peelian*.ttf")) < 500_000


LAY_OUT = """
import sys
from peelian.render.pdf import documents
sys.stdout.buffer.write(documents.paper_of(sys.stdin.buffer.read().decode()))
"""


def test_signs_are_printed_in_shipped_fonts_whatever_the_machine_has():
    """In a process of its own, as a build has it: fontconfig asks once which fonts there are."""
    words = "".join(f"<h2>{text}</h2><p>{text} <b>{text}</b></p>" for text in WRITTEN)
    style = f"<style>{documents._css()}</style>"
    text = f'<!DOCTYPE html><html lang="en"><title>A</title>{style}{words}'
    ran = subprocess.run([sys.executable, "-c", LAY_OUT], input=text.encode(), capture_output=True, check=True)
    pages = PdfReader(io.BytesIO(ran.stdout)).pages
    fonts = {str(font["/BaseFont"]) for page in pages for font in map(as_object, page["/Resources"]["/Font"].values())}
    assert {font.partition("+")[2].removesuffix("-Bold") for font in fonts} <= {
        "Peelian-Sans", "Peelian-Signs", "Peelian-Status",
    }  # fmt: skip
    assert all(light in "".join(page.extract_text() for page in pages) for light in LIGHTS)


def as_object(font: object) -> dict[str, object]:
    return font.get_object()  # type: ignore[attr-defined, no-any-return]


def test_a_character_of_the_paper_is_told_near_the_heading_or_the_table_it_is_in():
    text = (
        "<html><head><title>中</title><style>p::before { content: '中' }</style></head><body><h1>Report</h1><p>All is"
        "<br>well</p><h2>Calls <b>answered</b></h2><p>In 时 &amp; on time</p><table><caption>By line</caption><tr><td>"
        "999&nbsp;&#x5230;</td></tr></table></body></html>"
    )
    told = "is in no font that papers are printed in; write a word for it, or another sign"
    assert paper_glyphs.faults(text) == [
        f"near 'Calls answered': '时' (CJK UNIFIED IDEOGRAPH-65F6) {told}",
        f"near 'By line': '到' (CJK UNIFIED IDEOGRAPH-5230) {told}",
    ]


def test_a_character_of_a_chart_is_told_too():
    drawn = base64.b64encode('<svg xmlns="http://www.w3.org/2000/svg"><text>Łódź 中</text></svg>'.encode()).decode()
    text = f'<h2>Calls</h2><img src="data:image/svg+xml;base64,{drawn}" alt="Łódź">'
    assert [fault[:19] for fault in paper_glyphs.faults(text)] == ["near 'Calls': '中' ("]


def test_a_build_stops_with_the_character_and_its_line(tmp_path):
    section = "# Summary\n\n## A page\n\nAll is well: ✓ 🟢.\n\nCalls are 时 answered.\n"
    folder = offices.write(tmp_path / "office", q3={"01.md": section})
    offices.receive(folder)
    ran = offices.run("build", folder, "q3")
    assert ran.code == 2
    assert "01.md, line 7: '时' (CJK UNIFIED IDEOGRAPH-65F6) is in no font that papers are printed in" in ran.err
    (folder / "packs" / "q3" / "01.md").write_text(section.replace("时 ", ""), "utf-8")
    ran = offices.run("build", folder, "q3")
    assert (ran.code, ran.err) == (0, "")


def test_a_build_stops_with_a_character_of_the_offices_name(tmp_path):
    folder = offices.write(tmp_path / "office", q3={"01.md": "# Summary\n\n## A page\n\nAll is well.\n"})
    offices.receive(folder)
    told = (folder / "office.toml").read_text("utf-8").replace("Police and Crime Commissioner", "Commissioner 时")
    (folder / "office.toml").write_text(told, "utf-8")
    ran = offices.run("build", folder, "q3")
    assert ran.code == 6
    assert "paper.pdf: " in ran.err and "'时' (CJK UNIFIED IDEOGRAPH-65F6)" in ran.err
