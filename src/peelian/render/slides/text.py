"""Runs, paragraphs, callouts, captions and sources, written into a slide's shapes in one language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Length, Pt

from peelian.core.pack import Callout, Heading, ListOf, Paragraph, Run, Runs
from peelian.render.slides.layout import BODY_SIZES, Box, Fit
from peelian.render.theme import MUTED
from peelian.typography.text_size import height, pieces

SPACING = 0.5
"""Space below a paragraph, over its size."""

INDENT = {"text": 0.0, "heading": 0.0, "bullet": 1.2, "number": 1.9}
"""Each kind's indent, over its size: a number's holds two digits."""

MAIN, SECOND, WHITE = "accent1", "accent2", "bg1"
"""The office's two colours, and the page's white, as the deck's theme calls them."""

THEME = {MAIN: MSO_THEME_COLOR.ACCENT_1, SECOND: MSO_THEME_COLOR.ACCENT_2, WHITE: MSO_THEME_COLOR.BACKGROUND_1}
DECORATIVE = (
    f'<a:extLst {nsdecls("a")}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)

CALLOUT_PAD = 0.12
PALE = "#EEF2F6"

LineKind = Literal["text", "heading", "bullet", "number"]


@dataclass(frozen=True)
class Line:
    """One paragraph to write."""

    runs: Runs
    kind: LineKind = "text"


def lines_of(blocks: Sequence[Heading | Paragraph | ListOf]) -> tuple[Line, ...]:
    return tuple(line for block in blocks for line in _lines(block))


def _lines(block: Heading | Paragraph | ListOf) -> Iterator[Line]:
    match block:
        case Heading():
            yield Line(block.runs, "heading")
        case Paragraph():
            yield Line(block.runs)
        case ListOf():
            yield from (Line(item, "number" if block.numbered else "bullet") for item in block.items)


@dataclass(frozen=True)
class Words:
    """A page's running text, with its callouts below it: a `Flow`."""

    lines: tuple[Line, ...]
    callouts: tuple[Callout, ...]
    sizes: tuple[int, ...] = BODY_SIZES
    wants: float = 0.0

    def least(self, width: float, size: float) -> float:
        stacked = [callout_height(callout, width, size) for callout in self.callouts]
        body = lines_height(self.lines, width, size)
        return body + sum(stacked) + CALLOUT_PAD * (len(stacked) - (0 if self.lines else 1)) if stacked else body

    def most(self, width: float, size: float) -> float:
        return self.least(width, size)

    def draw(self, slide: Any, body: Any, fit: Fit, language: str) -> None:
        """The lines in the `body` placeholder and each callout in a box below; the placeholder goes if unused."""
        box, top = fit.box, fit.box.top
        if self.lines:
            tall = lines_height(self.lines, box.width, fit.size)
            place(body, Box(box.left, top, box.width, tall))
            write(body.text_frame, self.lines, fit.size, language)
            top += tall + CALLOUT_PAD
        else:
            body._element.getparent().remove(body._element)
        for callout in self.callouts:
            tall = callout_height(callout, box.width, fit.size)
            draw_callout(slide, callout, Box(box.left, top, box.width, tall), fit.size, language)
            top += tall + CALLOUT_PAD


def lines_height(lines: Sequence[Line], width: float, size: float) -> float:
    def tall(line: Line) -> float:
        return height(pieces(line.runs, line.kind == "heading"), width - INDENT[line.kind] * size / 72, size)

    return sum(tall(line) + SPACING * size / 72 for line in lines)


def callout_height(callout: Callout, width: float, size: float) -> float:
    inside = width - 2 * CALLOUT_PAD
    titled = height(pieces((Run(callout.title),), bold=True), inside, size)
    return titled + height(pieces(callout.runs), inside, size) + 2 * CALLOUT_PAD


def draw_callout(slide: Any, callout: Callout, box: Box, size: float, language: str) -> None:
    frame = bare(panel(slide, f"Callout: {callout.title}", box, PALE).text_frame, CALLOUT_PAD)
    frame.vertical_anchor = MSO_ANCHOR.TOP
    first, second = frame.paragraphs[0], frame.add_paragraph()
    add_runs(first, (Run(callout.title),), size, language, bold=True, ink=SECOND)
    add_runs(second, callout.runs, size, language)
    first.alignment = second.alignment = PP_ALIGN.LEFT


def caption_size(size: float) -> float:
    return max(18, size)


def source_size(size: float) -> float:  # noqa: ARG001 (a rule of the size of the exhibit)
    return 18


def frame_height(caption: str, source: str, width: float, size: float) -> float:
    """The height that a caption above an exhibit and a source below it take."""
    above = height(pieces((Run(caption),), bold=True), width, caption_size(size)) + 0.08 if caption else 0
    return above + (height(pieces((Run(source),)), width, source_size(size)) + 0.1 if source else 0)


def draw_frame(slide: Any, caption: str, box: Box, size: float, language: str) -> Box:
    """The caption, written in the top of `box`; what is left of the box below it."""
    if not caption:
        return box
    tall = frame_height(caption, "", box.width, size)
    add_text(slide, "Caption", (Run(caption, strong=True),), Box(box.left, box.top, box.width, tall - 0.08),
             caption_size(size), language)  # fmt: skip
    return Box(box.left, box.top + tall, box.width, box.height - tall)


def draw_source(slide: Any, source: str, left: float, top: float, width: float, size: float, language: str) -> None:
    if source:
        tall = frame_height("", source, width, size)
        add_text(slide, "Source", (Run(source),), Box(left, top + 0.1, width, tall - 0.1), source_size(size), language,
                 ink=MUTED)  # fmt: skip


def add_text(
    slide: Any, name: str, runs: Runs, box: Box, size: float, language: str, ink: str | None = None
) -> None:  # fmt: skip
    shape = slide.shapes.add_textbox(*emu(box))
    shape.name = name
    add_runs(bare(shape.text_frame, 0).paragraphs[0], runs, size, language, ink=ink)


def write(frame: Any, lines: Sequence[Line], size: float, language: str) -> None:
    """The lines as the frame's paragraphs, replacing what is in it."""
    frame.clear()
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(SPACING * size)
        if INDENT[line.kind]:
            _bullet(paragraph, line.kind, size)
        add_runs(paragraph, line.runs, size, language, bold=line.kind == "heading")


def _bullet(paragraph: Any, kind: LineKind, size: float) -> None:
    properties = paragraph._p.get_or_add_pPr()
    indent = Pt(INDENT[kind] * size)
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    mark = '<a:buFont {} typeface="+mj-lt"/>', '<a:buAutoNum {} type="arabicPeriod"/>'
    if kind == "bullet":
        mark = '<a:buFont {} typeface="Arial"/>', '<a:buChar {} char="•"/>'
    properties.extend(parse_xml(xml.format(nsdecls("a"))) for xml in mark)


def add_runs(
    paragraph: Any, runs: Runs, size: float | None, language: str, *, bold: bool = False, ink: str | None = None
) -> None:
    """The runs at the end of a paragraph, each note in brackets behind its run in a quieter ink.

    `ink` is a colour, or None for its place's own.
    """
    for run in runs:
        _add_run(paragraph, run.text, size, language, bold=bold or run.strong, ink=ink, url=run.url)
        if run.note:
            _add_run(paragraph, f" ({run.note})", size, language, bold=False, ink=MUTED)
    end = paragraph._p.find(qn("a:endParaRPr"))
    if end is None:
        end = parse_xml(f"<a:endParaRPr {nsdecls('a')}/>")
        paragraph._p.append(end)
    end.set("lang", language)
    if size:
        end.set("sz", str(int(size * 100)))


def _add_run(
    paragraph: Any, text: str, size: float | None, language: str, *, bold: bool, ink: str | None, url: str = ""
) -> None:
    run = paragraph.add_run()
    run.text = " ".join(text.split("\n"))
    run._r.get_or_add_rPr().set("lang", language)
    if size:
        run.font.size = Pt(size)
    if bold:
        run.font.bold = True
    if ink:
        paint(run.font.color, ink)
    if url:
        run.hyperlink.address = url


def bare(frame: Any, margin: float) -> Any:
    """A frame that wraps, never resizes, and has the same margin (inches) all round."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Inches(margin)
    return frame


def place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = emu(box)


def emu(box: Box) -> tuple[Length, Length, Length, Length]:
    return Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)


def colour(hex_string: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(hex_string[1:]))  # type: ignore[no-untyped-call]


def paint(target: Any, ink: str) -> None:
    """A colour set: "#0B0C0C", or a name of the deck's theme, which the office's own two colours stand in."""
    if ink.startswith("#"):
        target.rgb = colour(ink)
    else:
        target.theme_color = THEME[ink]


def fill(shape: Any, ink: str) -> None:
    shape.fill.solid()
    paint(shape.fill.fore_color, ink)


def panel(slide: Any, name: str, box: Box, ink: str, form: Any = MSO_SHAPE.RECTANGLE) -> Any:
    """A flat shape without an outline or a style of the program's own."""
    shape = slide.shapes.add_shape(form, *emu(box))
    shape.name = name
    fill(shape, ink)
    shape.line.fill.background()
    shape._element.remove(shape._element.find(qn("p:style")))
    return shape


def decorative(shape: Any) -> None:
    """Marked as saying nothing that is not said in words: a screen reader passes it by."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.append(parse_xml(DECORATIVE))


def describe(shape: Any, name: str, alt: str) -> None:
    """A graphic's name in the selection pane, and its alternative text."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", name)
    properties.set("descr", alt)
