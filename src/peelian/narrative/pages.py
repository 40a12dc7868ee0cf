"""Pages: a section's Markdown to its pages, and to the slides chosen from them.

`#` names the section, `##` begins a page with a sentence as its title, `###` and below are headings within it.
A `slide` block is not printed on its page: it chooses from it for the presentation.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from peelian.core.errors import DefinitionError, PeelianError, raise_all
from peelian.core.pack import Block, Heading, Notes, Page, Runs, Slide, plain
from peelian.narrative import fences, markdown, slides
from peelian.narrative.sections import Section


@dataclass(frozen=True)
class SectionPages:
    """A section as read: its pages, the slides chosen from them, and what the presenter means to say on each."""

    title: str
    pages: tuple[Page, ...]
    slides: tuple[Slide, ...]
    spoken: Mapping[str, tuple[Runs, ...]]


def read_section(section: Section, text: str) -> SectionPages:
    """The pages of a section, and its slides. Faults tells everything that is wrong in it, with file and line."""
    file, title, pages, chosen = section.file, "", list[Page](), list[Slide]()
    spoken: dict[str, tuple[Runs, ...]] = {}
    current: tuple[int, Runs] | None = None
    blocks: list[Block] = []

    def close(until: float = math.inf) -> None:
        if current:
            line, runs = current
            _check_page(section, line, runs, blocks)
            page = Page(f"{_slug(file)}-{len(pages) + 1}", title, runs, tuple(blocks), section.opinion)
            pages.append(page)
            for slide, said in _presented(section, page, until):
                chosen.append(slide)
                spoken.update({slide.id: said} if said else {})

    for line, block in markdown.blocks(section, text):
        if isinstance(block, tuple):
            level, runs = block
            if level == 1:
                title = plain(runs)
            else:
                close(line)
                current, blocks = (line, runs), []
        elif current is None:
            section.faults.append(
                DefinitionError(f"{file}, line {line}", "it stands before the first page", "begin a page with ##")
            )
        else:
            blocks.append(block)
    close()
    if not title or not pages:
        section.faults.append(
            DefinitionError(file, "it has no section title or no page", "begin with # and a title, then ## and a page")
        )
    raise_all(section.faults)
    return SectionPages(title, tuple(pages), tuple(chosen), spoken)


def _presented(section: Section, page: Page, until: float) -> Iterator[tuple[Slide, tuple[Runs, ...]]]:
    """The slides chosen from a page, by the blocks before line `until`, each with what is said on it."""
    own = [one for one in section.slides if one[1].first < until]
    section.slides = section.slides[len(own) :]
    for number, (text, lines) in enumerate(own, 1):
        try:
            yield slides.slide(section, text, lines, page, number), slides.spoken(section, text, lines)
        except ValueError as fault:
            section.fault(lines.now, f"slide: {fault}")
        except PeelianError as fault:
            section.fault(lines.now, f"slide: {fault.what}; {fault.to_do}")


def _check_page(section: Section, line: int, title: Runs, blocks: Sequence[Block]) -> None:
    if not plain(title).strip():
        section.fault(line, "the page has no title; write a sentence after ##")
    if section.opinion and not any(
        isinstance(block, Heading) and block.runs == fences.evidence_head() for block in blocks
    ):
        section.fault(
            line, "it is an opinion and lists no evidence; add an evidence block, if only to say that there is none"
        )
    if not any(not isinstance(block, Notes) for block in blocks):
        section.fault(line, "the page is empty; write what it says, or remove it")


def _slug(file: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", file.rsplit("/", 1)[-1].removesuffix(".md").lower()).strip("-")
