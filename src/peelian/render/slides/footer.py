"""What every slide ends with: the notice, and its number."""

import copy
from typing import Any

from pptx.oxml.ns import qn

from peelian.core.errors import DefinitionError
from peelian.core.pack import Pack, Run
from peelian.render.slides.text import add_runs
from peelian.typography.text_size import height, pieces

FOOTER_SIZE = 18


def footer(slide: Any, pack: Pack, language: str) -> None:
    """The notice and the slide's number, last in reading order. A notice too long for its box is refused."""
    for placeholder in slide.slide_layout.placeholders:
        if placeholder.name not in ("Footer", "Slide number") or (placeholder.name == "Footer" and not pack.notice):
            continue
        element = copy.deepcopy(placeholder._element)
        element.spPr.clear()
        element.txBody.find(qn("a:lstStyle")).clear()
        element.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in slide.shapes) + 1))
        slide.shapes._spTree.append(element)
        if placeholder.name == "Footer":
            _notice(slide.shapes[-1], pack.notice, placeholder.width.inches, placeholder.height.inches, language)
        for run in element.iter(qn("a:rPr")):
            run.set("lang", language)


def _notice(shape: Any, notice: str, width: float, tall: float, language: str) -> None:
    runs = (Run(notice),)
    if height(pieces(runs), width, FOOTER_SIZE) > tall:
        raise DefinitionError(
            "notice", f"it takes more than a line at a slide's foot at {FOOTER_SIZE} points", "shorten it"
        )
    shape.text_frame.clear()
    add_runs(shape.text_frame.paragraphs[0], runs, FOOTER_SIZE, language)
