"""Inline text: Markdown within a line to runs, with its bindings resolved."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from peelian.core import pack
from peelian.core.errors import ClaimError, PeelianError
from peelian.core.pack import Run, Runs
from peelian.narrative import unbound
from peelian.narrative.lines import Lines
from peelian.narrative.sections import Section

MARKDOWN = MarkdownIt("commonmark", {"html": False})
BINDING = re.compile(r"\[\[([^\[\]]*)\]\]")
STRAY = re.compile(r"\[\[|\]\]|\]\(=")
"""What is left of a binding that was not written whole."""

BOUND_HERE = "[figure]"
"""What stands for a bound figure or word where the text around it is checked."""

NO_NAMES = ("", "here", "click here", "link", "this", "this link", "more", "read more")
"""Words that do not say where a link leads (WCAG 2.4.4)."""

HOW_TO_BIND = "write [[measure]] on one line, [word](=measure:change) without a space in the brackets"
PRINTED = "print headings, paragraphs, lists, and fenced blocks"


def runs(section: Section, text: str, line: int) -> Runs:
    """The text's runs. What is wrong is kept in the section's faults."""
    return token_runs(section, MARKDOWN.parseInline(text)[0], line)


def plain_text(section: Section, text: str, lines: Lines) -> str:
    """The text as it is read, without its marks."""
    return pack.plain(runs(section, text, lines.of(text))) if text else ""


def token_runs(section: Section, token: Token, line: int) -> Runs:
    """The runs of an inline token that begins on that line."""
    found = _Inline(section, line)
    for child in token.children or ():
        found.add(child)
    _check_typed(section, "".join(found.loose), line)
    noted = [at for at, run in enumerate(found.runs) if run.note]
    return tuple(replace(run, note="") if at in noted[:-1] else run for at, run in enumerate(found.runs))


@dataclass
class _Inline:
    """Runs as they are read, token by token."""

    section: Section
    line: int
    runs: list[Run] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    """The words that are bound to nothing, with FIGURE for those that are."""

    strong: bool = False
    href: str = ""
    claimed: str = ""
    """The words of the claim being read."""

    begun: tuple[int, int] = (0, 0)
    """The line a link begins on, and how many runs come before it."""

    def add(self, token: Token) -> None:
        match token.type:
            case "text" if self.href.startswith("="):
                self.claimed += token.content
            case "text" if self.href != token.content:
                self._text(token.content)
            case "code_inline" | "text":
                self.runs.append(Run(token.content, strong=self.strong, url=self.href))
            case "softbreak" | "hardbreak":
                self._line_break()
            case "strong_open" | "strong_close":
                self.strong = token.type == "strong_open"
            case "link_open":
                self.href, self.claimed = str(token.attrs["href"]), ""
                self.begun = self.line, len(self.runs)
            case "link_close":
                self._link()
            case "em_open" | "em_close":
                pass
            case other:
                self.section.fault(self.line, f"an {other} is not printed; {PRINTED}")

    def _line_break(self) -> None:
        self.line += 1
        if self.href.startswith("="):
            self.claimed += " "
        else:
            self.runs.append(Run(" "))
        self.loose.append("\n")

    def _link(self) -> None:
        line, first = self.begun
        if self.href.startswith("="):
            self.runs.extend(self._claim(self.href[1:], line))
            self.loose.append(BOUND_HERE)
        else:
            _check_link(self.section, "".join(run.text for run in self.runs[first:]), self.href, line)
        self.href = ""

    def _text(self, text: str) -> None:
        for number, part in enumerate(BINDING.split(text)):
            if number % 2:
                self.loose.append(BOUND_HERE)
                self.runs.extend(self._figure(part))
            elif part:
                if stray := STRAY.search(part):
                    self.section.fault(self.line, f"{stray[0]!r} is part of no binding; {HOW_TO_BIND}")
                self.loose.append(part)
                self.runs.append(Run(part, strong=self.strong, url=self.href))

    def _figure(self, reference: str) -> Sequence[Run]:
        try:
            bound = self.section.binder.figure(reference.strip())
            return [Run(bound.text, bound.key, bound.url, self.strong, bound.note)]
        except ValueError as fault:
            self.section.fault(self.line, f"[[{reference}]]: {fault}")
        except PeelianError as fault:
            self.section.fault(self.line, f"[[{reference}]]: {fault.what}; {fault.to_do}")
        return []

    def _claim(self, reference: str, line: int) -> Sequence[Run]:
        words, section = self.claimed, self.section
        try:
            bound = section.binder.claim(words, reference, f"{section.file}, line {line}")
            return [Run(bound.text, bound.key, strong=self.strong, note=bound.note)]
        except ValueError as fault:
            section.fault(line, f"[{words}](={reference}): {fault}")
        except ClaimError as fault:
            section.faults.append(fault)
        except PeelianError as fault:
            section.fault(line, f"[{words}](={reference}): {fault.what}; {fault.to_do}")
        return []


def _check_link(section: Section, words: str, href: str, line: int) -> None:
    """A link is known by its words alone to who hears them read one after the other."""
    if words.strip().lower().strip(".") in NO_NAMES:
        called = repr(words) if words else "nothing"
        section.fault(line, f"the link to {href} is called {called}; write what it leads to")


def _check_typed(section: Section, text: str, line: int) -> None:
    if found := unbound.first(text.replace("\n", " "), section.names):
        at, what, to_do = found
        line += text[:at].count("\n")
        section.faults.append(ClaimError(f"{section.file}, line {line}", what, to_do))
