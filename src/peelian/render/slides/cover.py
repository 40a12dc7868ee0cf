"""The title slide: what, whose, for whom, when."""

from typing import Any

from peelian.core.errors import DefinitionError
from peelian.core.pack import Pack, Run
from peelian.render.slides.footer import footer
from peelian.render.slides.notes import add_notes
from peelian.render.slides.placeholders import named, remove
from peelian.render.slides.text import Line, LineKind, lines_height, write

LADDERS = {"Title": (40, 36, 32, 28), "Subtitle": (24, 22, 20, 18), "Details": (20, 18)}


def cover(deck: Any, pack: Pack, language: str) -> None:
    """The first slide. The notice is at its foot, the licences' attribution in its notes."""
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title"))
    slide._element.cSld.set("name", "cover")
    about = tuple(text for text in (pack.office, pack.panel, pack.cover.meeting, pack.period_words) if text)
    _write(slide, "Title", (pack.title,), language)
    _write(slide, "Subtitle", (pack.subtitle,) if pack.subtitle else (), language)
    _write(slide, "Details", about, language)
    footer(slide, pack, language)
    add_notes(slide, tuple((Run(line),) for line in pack.attribution), language)


def _write(slide: Any, name: str, texts: tuple[str, ...], language: str) -> None:
    """The texts, a paragraph each, in a placeholder at the largest size that its box holds."""
    shape = named(slide, name)
    if not texts:
        remove(shape)
        return
    kind: LineKind = "heading" if name == "Title" else "text"
    written = tuple(Line((Run(text),), kind) for text in texts)
    wide, tall, ladder = shape.width.inches, shape.height.inches, LADDERS[name]
    size = next((size for size in ladder if lines_height(written, wide, size) <= tall), None)
    if size is None:
        raise DefinitionError("title slide", f"the {name.lower()} does not fit at {ladder[-1]} points", "shorten it")
    write(shape.text_frame, written, size, language)
