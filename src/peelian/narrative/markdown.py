"""Markdown: a section's text to bound blocks, each with its line. Tables, charts and the like are fenced."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from peelian.core.errors import DefinitionError, PeelianError
from peelian.core.pack import Block, Heading, ListOf, Notes, Paragraph, Runs, plain
from peelian.narrative import fences, inline
from peelian.narrative.inline import MARKDOWN, PRINTED
from peelian.narrative.sections import Section

LISTED = ("list_item_open", "paragraph_open", "bullet_list_open", "ordered_list_open")

REFUSED = Paragraph(())
"""What stands for a block that is a fault, so that its page is not called empty too."""


def blocks(section: Section, text: str, first_line: int = 1) -> list[tuple[int, Block | tuple[int, Runs]]]:
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
                found.append((line, _heading(section, int(token.tag[1]), inside[0], line)))
            case "paragraph_open":
                found.append((line, Paragraph(inline.token_runs(section, inside[0], line))))
            case "bullet_list_open" | "ordered_list_open":
                items = _items(section, inside, first_line)
                found.append((line, ListOf(tuple(items), token.type == "ordered_list_open")))
            case "fence":
                found.extend((line, block) for block in _fence(section, token, line))
            case other:
                found.append((line, REFUSED))
                section.fault(line, f"a {other.removesuffix('_open')} is not printed; {PRINTED}")
        at = end + 1
    return found


def _heading(section: Section, level: int, token: Token, line: int) -> Heading | tuple[int, Runs]:
    runs = inline.token_runs(section, token, line)
    if level < 3:
        return level, runs
    if not plain(runs).strip():
        section.fault(line, "a heading has no words; write them, or remove it")
    return Heading(level, runs)


def _items(section: Section, inside: Sequence[Token], first_line: int) -> Iterator[Runs]:
    """A list's items, those of lists within it too. Whatever else stands in it would be lost: it is a fault."""
    for token in inside:
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "inline":
            yield inline.token_runs(section, token, line)
        elif token.nesting >= 0 and token.type not in LISTED:
            section.fault(line, f"a {token.type.removesuffix('_open')} in a list is not printed; move it out of it")


def _fence(section: Section, token: Token, line: int) -> Sequence[Block]:
    kind = token.info.strip()
    try:
        if kind == "notes":
            return (_notes(section, token.content, line + 1),)
        return fences.blocks(section, kind, token.content, line + 1)
    except PeelianError as fault:
        section.faults.append(fault)
        return (REFUSED,)


def _notes(section: Section, text: str, line: int) -> Notes:
    inside = blocks(section, text, line)
    for at, found in inside:
        if not isinstance(found, Paragraph):
            raise DefinitionError(
                f"{section.file}, line {at}", "notes hold paragraphs alone", "move the rest to the page"
            )
    return Notes(tuple(found.runs for _, found in inside if isinstance(found, Paragraph)))


def _closing(tokens: Sequence[Token], at: int) -> int:
    """Where the block that opens at `at` closes."""
    if tokens[at].nesting != 1:
        return at
    return next(
        i for i in range(at + 1, len(tokens)) if tokens[i].level == tokens[at].level and tokens[i].nesting == -1
    )
