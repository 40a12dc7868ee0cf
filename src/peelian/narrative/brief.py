"""The brief: one side of A4 in five parts that are always there, so that silence is seen."""

from collections.abc import Mapping

from peelian.core.errors import DefinitionError
from peelian.core.language import say
from peelian.core.observations import Known
from peelian.core.pack import Block, Card, Cover, ListOf, Page, Paragraph, Run, Runs, plain
from peelian.core.phrases import Phrase
from peelian.narrative import cards, markdown
from peelian.narrative.plan_pages import PlanPages
from peelian.narrative.reference_syntax import Reference
from peelian.narrative.sections import Section

PARTS: Mapping[str, tuple[Phrase, Phrase]] = {
    "figures": (Phrase.BRIEF_FIGURES, Phrase.NO_FIGURES),
    "promised": (Phrase.BRIEF_PROMISED, Phrase.NO_PROMISED),
    "asked": (Phrase.BRIEF_ASKED, Phrase.NO_ASKED),
    "money": (Phrase.BRIEF_MONEY, Phrase.NO_MONEY),
    "asks": (Phrase.ASKS_TITLE, Phrase.NO_ASKS),
}
"""In print order: what heads each, and what stands there where nothing is recorded. The last is the cover sheet's."""


def brief(section: Section, text: str, planned: PlanPages | None, cover: Cover) -> tuple[Page, ...]:
    """The five parts. What the author wrote stands under its heading; a part not written says what is not recorded."""
    written = _written(section, text)
    given: dict[str, tuple[Block, ...]] = {part: written.get(part, ()) for part in PARTS}
    if not given["figures"] and planned:
        given["figures"] = _largest(section, planned)
    if cover.asks:
        given["asks"] = (ListOf(cover.asks),)
    return tuple(
        Page(f"brief-{part}", say(Phrase.BRIEF), _head(part), blocks or (Paragraph((Run(say(PARTS[part][1])),)),))
        for part, blocks in given.items()
    )


def _written(section: Section, text: str) -> Mapping[str, tuple[Block, ...]]:
    """The author's blocks by part. A heading that is no part is a fault, and so are words before the first."""
    heads = {plain(_head(part)).lower(): part for part in PARTS if part != "asks"}
    found: dict[str, tuple[Block, ...]] = {}
    part = ""
    for line, block in markdown.blocks(section, text):
        if not isinstance(block, tuple):
            if not part:
                section.faults.append(_fault(section, line, "it stands before the first part", heads))
            found[part] = (*found.get(part, ()), block)
        elif block[0] == 2:
            part = heads.get(plain(block[1]).strip().lower(), "")
            if not part:
                section.faults.append(_fault(section, line, f"{plain(block[1])!r} is no part of the brief", heads))
    return found


def _fault(section: Section, line: int, what: str, heads: Mapping[str, str]) -> DefinitionError:
    named = ", ".join(f"## {plain(_head(part))}" for part in heads.values())
    return DefinitionError(f"{section.file}, line {line}", what, f"begin a part with {named}")


def _head(part: str) -> Runs:
    return (Run(say(PARTS[part][0])),)


def _largest(section: Section, planned: PlanPages) -> tuple[Card, ...]:
    """Where the author chose none: what changed first, worst first; measures without a value have none to set large."""
    names = [name for group in planned.grouped().values() for name in group]
    names = [name for name in names if isinstance(section.binder.outcome(Reference(name)), Known)]
    return tuple(cards.of(section, Reference(name)) for name in names[: cards.MOST_CARDS])
