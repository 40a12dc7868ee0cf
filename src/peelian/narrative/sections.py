"""Sections: a Markdown file to pages of bound blocks.

`#` names the section, `##` begins a page with a sentence as its title, `###` and below are headings within it.
Paragraphs and lists are Markdown; tables, charts and the like are fenced blocks. A `slide` block is not printed on its
page: it chooses from it for the presentation.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.token import Token

from peelian.core.errors import ClaimError, DefinitionError, PeelianError, raise_all
from peelian.core.pack import Block, Heading, ListOf, Notes, Page, Paragraph, Run, Runs, Slide, plain
from peelian.narrative import fences, slides, unbound
from peelian.narrative.binding import Binder
from peelian.narrative.lines import Lines
from peelian.narrative.references import Reference

if TYPE_CHECKING:
    from peelian.narrative.plan_pages import Planned

MARKDOWN = MarkdownIt("commonmark", {"html": False})
BINDING = re.compile(r"\[\[([^\[\]]*)\]\]")
LISTED = ("list_item_open", "paragraph_open", "bullet_list_open", "ordered_list_open")
STRAY = re.compile(r"\[\[|\]\]|\]\(=")
"""What is left of a binding that was not written whole."""

REFUSED = Paragraph(())
"""What stands for a block that is told as a fault, so that its page is not told to be empty too."""

FIGURE = "[figure]"
"""What stands for a bound figure or word where the text around it is checked."""

NO_NAMES = ("", "here", "click here", "link", "this", "this link", "more", "read more")
"""Words that do not say where a link leads (WCAG 2.4.4)."""

WHOLE = "write [[measure]] on one line, [word](=measure:change) without a space in the brackets"
PRINTED = "print headings, paragraphs, lists, and fenced blocks"


@dataclass(frozen=True)
class Read:
    """A section as read: its pages, the slides chosen from them, and what the presenter means to say on each."""

    title: str
    pages: tuple[Page, ...]
    slides: tuple[Slide, ...]
    spoken: Mapping[str, tuple[Runs, ...]]


@dataclass
class Section:
    """One Markdown file being read. `names` may be typed though they hold digits; `peers` are `@AREA` references.

    `planned` tells measures of the plan, in packs that report on it. `opinion` says whose judgement the section is.
    """

    file: str
    binder: Binder
    names: Sequence[str]
    peers: Sequence[str] = ()
    planned: "Planned | None" = None
    opinion: str = ""
    faults: list[PeelianError] = field(default_factory=list)
    chosen: list[tuple[slides.SlideText, Lines]] = field(default_factory=list)
    """The slide blocks of pages still to be read."""

    told: set[str] = field(default_factory=set)
    """The measures half a page was written on."""

    line: int = 0
    """The line of the block being read."""

    def reference(self, told: str, lines: Lines) -> Reference:
        """A reference whose measure, area and period are known. ValueError."""
        return fences.reference(self, told, lines)

    def plain(self, text: str, lines: Lines) -> str:
        """Inline Markdown as its text alone."""
        return plain(self.runs(text, lines.of(text))) if text else ""

    def named(self, reference: Reference) -> Runs:
        """What a row or a point is called: its measure's title, its area's name or its period."""
        ask, parts = self.binder.ask, []
        if reference.measure:
            parts.append(ask.measures[reference.measure].title)
        if reference.area:
            parts.append(ask.areas[reference.area].name)
        if reference.period:
            parts.append(self.binder.period_words(reference.period))
        return (Run(", ".join(parts)),)

    def areas(self, rows: Sequence[str]) -> Sequence[str]:
        """Rows as given, with `peers` standing for the office's force and the forces it is set beside."""
        return [told for row in rows for told in (self.peers if row == "peers" else (row,))]

    def written(self, text: str) -> Iterator[Block]:
        """The blocks of a text that no author wrote, such as a measure's pictures."""
        line = self.line
        yield from (block for _, block in self.blocks(text, line) if not isinstance(block, tuple))
        self.line = line

    def presented(self, page: Page, until: float) -> Iterator[tuple[Slide, tuple[Runs, ...]]]:
        """The slides chosen from a page, by the blocks before line `until`, each with what is said on it."""
        own = [one for one in self.chosen if one[1].first < until]
        self.chosen = self.chosen[len(own) :]
        for number, (text, lines) in enumerate(own, 1):
            try:
                yield slides.slide(self, text, lines, page, number), slides.spoken(self, text, lines)
            except ValueError as fault:
                self._fault(lines.now, f"slide: {fault}")
            except PeelianError as fault:
                self._fault(lines.now, f"slide: {fault.what}; {fault.to_do}")

    def runs(self, text: str, line: int) -> Runs:
        """Inline Markdown with its bindings resolved. Faults are kept, so that all are told together."""
        token = MARKDOWN.parseInline(text)[0]
        return self._runs(token, line)

    def _runs(self, token: Token, line: int) -> Runs:
        runs: list[Run] = []
        loose: list[str] = []
        strong, href, said, at, begun, first = False, "", "", line, line, 0
        for child in token.children or ():
            match child.type:
                case "text" if href.startswith("="):
                    said += child.content
                case "text" if href != child.content:
                    runs.extend(self._text(child.content, strong, href, at, loose))
                case "code_inline" | "text":
                    runs.append(Run(child.content, strong=strong, url=href))
                case "softbreak" | "hardbreak":
                    at += 1
                    if href.startswith("="):
                        said += " "
                    else:
                        runs.append(Run(" "))
                    loose.append("\n")
                case "strong_open" | "strong_close":
                    strong = child.type == "strong_open"
                case "link_open":
                    href, said, begun, first = str(child.attrs["href"]), "", at, len(runs)
                case "link_close":
                    if not href.startswith("="):
                        self._check_link("".join(run.text for run in runs[first:]), href, begun)
                    if href.startswith("="):
                        runs.extend(self._claim(said, href[1:], strong, begun))
                        loose.append(FIGURE)
                    href = ""
                case "em_open" | "em_close":
                    pass
                case other:
                    self._fault(at, f"an {other} is not printed; {PRINTED}")
        self._check_typed("".join(loose), line)
        noted = [at for at, run in enumerate(runs) if run.note]
        return tuple(replace(run, note="") if at in noted[:-1] else run for at, run in enumerate(runs))

    def _text(self, text: str, strong: bool, href: str, line: int, loose: list[str]) -> list[Run]:
        runs: list[Run] = []
        for number, part in enumerate(BINDING.split(text)):
            if number % 2:
                loose.append(FIGURE)
                try:
                    bound = self.binder.figure(part.strip())
                    runs.append(Run(bound.text, bound.key, bound.url, strong, bound.note))
                except ValueError as fault:
                    self._fault(line, f"[[{part}]]: {fault}")
                except PeelianError as fault:
                    self._fault(line, f"[[{part}]]: {fault.what}; {fault.to_do}")
            elif part:
                if stray := STRAY.search(part):
                    self._fault(line, f"{stray[0]!r} is part of no binding; {WHOLE}")
                loose.append(part)
                runs.append(Run(part, strong=strong, url=href))
        return runs

    def _claim(self, said: str, reference: str, strong: bool, line: int) -> list[Run]:
        try:
            bound = self.binder.claim(said, reference, f"{self.file}, line {line}")
            return [Run(bound.text, bound.key, strong=strong, note=bound.note)]
        except ValueError as fault:
            self._fault(line, f"[{said}](={reference}): {fault}")
        except ClaimError as fault:
            self.faults.append(fault)
        except PeelianError as fault:
            self._fault(line, f"[{said}](={reference}): {fault.what}; {fault.to_do}")
        return []

    def _check_link(self, words: str, href: str, line: int) -> None:
        """A link is known by its words alone to who hears them read one after the other."""
        if words.strip().lower().strip(".") in NO_NAMES:
            told = repr(words) if words else "nothing"
            self._fault(line, f"the link to {href} is called {told}; write what it leads to")

    def _check_typed(self, text: str, line: int) -> None:
        if told := unbound.first(text.replace("\n", " "), self.names):
            at, what, to_do = told
            line += text[:at].count("\n")
            self.faults.append(ClaimError(f"{self.file}, line {line}", what, to_do))

    def _fault(self, line: int, told: str) -> None:
        self.faults.append(DefinitionError(f"{self.file}, line {line}", *fences.parted(told, "correct it")))

    def blocks(self, text: str, first_line: int = 1) -> list[tuple[int, Block | tuple[int, Runs]]]:
        """Blocks with their lines; a heading of level 1 or 2 comes as (level, runs)."""
        tokens = MARKDOWN.parse(text)
        found: list[tuple[int, Block | tuple[int, Runs]]] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            line = first_line + (token.map[0] if token.map else 0)
            end = _closing(tokens, at)
            inside = tokens[at + 1 : end]
            match token.type:
                case "heading_open":
                    level, runs = int(token.tag[1]), self._runs(inside[0], line)
                    if level > 2 and not plain(runs).strip():
                        self._fault(line, "a heading has no words; write them, or remove it")
                    found.append((line, (level, runs) if level < 3 else Heading(level, runs)))
                case "paragraph_open":
                    found.append((line, Paragraph(self._runs(inside[0], line))))
                case "bullet_list_open" | "ordered_list_open":
                    items = self._items(inside, first_line)
                    found.append((line, ListOf(tuple(items), token.type == "ordered_list_open")))
                case "fence":
                    self.line = line
                    try:
                        made = fences.blocks(self, token.info.strip(), token.content, line + 1)
                        found.extend((line, block) for block in made)
                    except PeelianError as fault:
                        self.faults.append(fault)
                        found.append((line, REFUSED))
                case other:
                    found.append((line, REFUSED))
                    self._fault(line, f"a {other.removesuffix('_open')} is not printed; {PRINTED}")
            at = end + 1
        return found

    def _items(self, inside: Sequence[Token], first_line: int) -> Iterator[Runs]:
        """A list's items, those of lists within it too. Whatever else stands in it would be lost: it is a fault."""
        for token in inside:
            line = first_line + (token.map[0] if token.map else 0)
            if token.type == "inline":
                yield self._runs(token, line)
            elif token.nesting >= 0 and token.type not in LISTED:
                self._fault(line, f"a {token.type.removesuffix('_open')} in a list is not printed; move it out of it")


def read(section: Section, text: str) -> Read:
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
            for slide, said in section.presented(page, until):
                chosen.append(slide)
                spoken.update({slide.id: said} if said else {})

    for line, block in section.blocks(text):
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
    return Read(title, tuple(pages), tuple(chosen), spoken)


def _check_page(section: Section, line: int, title: Runs, blocks: Sequence[Block]) -> None:
    where = f"{section.file}, line {line}"
    if not plain(title).strip():
        section.faults.append(DefinitionError(where, "the page has no title", "write a sentence after ##"))
    if section.opinion and not any(
        isinstance(block, Heading) and block.runs == fences.evidence_head() for block in blocks
    ):
        what, to_do = (
            "it is an opinion and lists no evidence",
            "add an evidence block, if only to say that there is none",
        )
        section.faults.append(DefinitionError(where, what, to_do))
    if not any(not isinstance(block, Notes) for block in blocks):
        section.faults.append(DefinitionError(where, "the page is empty", "write what it says, or remove it"))


def _closing(tokens: Sequence[Token], at: int) -> int:
    """Where the block that opens at `at` closes."""
    if tokens[at].nesting != 1:
        return at
    return next(
        i for i in range(at + 1, len(tokens)) if tokens[i].level == tokens[at].level and tokens[i].nesting == -1
    )


def _slug(file: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", file.rsplit("/", 1)[-1].removesuffix(".md").lower()).strip("-")
