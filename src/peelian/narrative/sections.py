"""Sections: a Markdown file to pages of bound blocks.

`#` names the section, `##` begins a page with a sentence as its title, `###` and below are headings within it.
Paragraphs and lists are Markdown; `table`, `figures`, `chart`, `callout` and `notes` are fenced blocks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from peelian.core.errors import ClaimError, DefinitionError, PeelianError, raise_all
from peelian.core.pack import Block, Chart, Heading, ListOf, Notes, Page, Paragraph, Run, Runs, Table, plain
from peelian.narrative import fences, typed
from peelian.narrative.binding import Binder

MARKDOWN = MarkdownIt("commonmark", {"html": False})
BINDING = re.compile(r"\[\[([^\[\]]*)\]\]")
LISTED = ("list_item_open", "paragraph_open", "bullet_list_open", "ordered_list_open")
STRAY = re.compile(r"\[\[|\]\]|\]\(=")
"""What is left of a binding that was not written whole."""

REFUSED = Paragraph(())
"""What stands for a block that is told as a fault, so that its page is not told to be empty too."""

FIGURE = "[figure]"
"""What stands for a bound figure or word where the text around it is checked."""

WHOLE = "write [[measure]] on one line, [word](=measure:change) without a space in the brackets"
PRINTED = "print headings, paragraphs, lists, and table, figures, chart, callout and notes blocks"


@dataclass
class Section:
    """One Markdown file being read. `names` may be typed though they hold digits; `peers` are `@AREA` references."""

    file: str
    binder: Binder
    names: Sequence[str]
    peers: Sequence[str] = ()
    faults: list[PeelianError] = field(default_factory=list)

    def runs(self, text: str, line: int) -> Runs:
        """Inline Markdown with its bindings resolved. Faults are kept, so that all are told together."""
        token = MARKDOWN.parseInline(text)[0]
        return self._runs(token, line)

    def _runs(self, token: Token, line: int) -> Runs:
        runs: list[Run] = []
        loose: list[str] = []
        strong, href, said, at, begun = False, "", "", line, line
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
                    href, said, begun = str(child.attrs["href"]), "", at
                case "link_close":
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

    def _check_typed(self, text: str, line: int) -> None:
        if told := typed.first(text.replace("\n", " "), self.names):
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
                    found.append((line, (level, runs) if level < 3 else Heading(level, runs)))
                case "paragraph_open":
                    found.append((line, Paragraph(self._runs(inside[0], line))))
                case "bullet_list_open" | "ordered_list_open":
                    items = self._items(inside, first_line)
                    found.append((line, ListOf(tuple(items), token.type == "ordered_list_open")))
                case "fence":
                    try:
                        found.append((line, fences.block(self, token.info.strip(), token.content, line + 1)))
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


def read(file: str, text: str, binder: Binder, names: Sequence[str], peers: Sequence[str] = ()) -> tuple[Page, ...]:
    """The pages of a section. Faults tells everything that is wrong in it, with file and line."""
    section = Section(file, binder, names, peers)
    title, pages = "", list[Page]()
    current: tuple[int, Runs] | None = None
    blocks: list[Block] = []

    def close() -> None:
        if current:
            line, runs = current
            _check_page(section, line, runs, blocks)
            pages.append(Page(f"{_slug(file)}-{len(pages) + 1}", title, runs, tuple(blocks)))

    for line, block in section.blocks(text):
        if isinstance(block, tuple):
            level, runs = block
            if level == 1:
                title = plain(runs)
            else:
                close()
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
    return tuple(pages)


def _check_page(section: Section, line: int, title: Runs, blocks: Sequence[Block]) -> None:
    where = f"{section.file}, line {line}"
    if not plain(title).strip():
        section.faults.append(DefinitionError(where, "the page has no title", "write a sentence after ##"))
    if sum(isinstance(block, Table | Chart) for block in blocks) > 1:
        section.faults.append(
            DefinitionError(where, "the page has more than one table or chart", "give each a page of its own")
        )
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
