"""Cuts: a pack's text to its three cuts. The paper is everything, the presentation and the brief are chosen from it.

A report has a summary, a table of every measure of the plan, and the plan's priorities, each with its measures, what
its authors wrote under its title, and half a page on each measure that changed or missed its target. Other sections
follow.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from peelian.core.errors import DefinitionError, PeelianError, raise_all
from peelian.core.language import say
from peelian.core.pack import Cell, Cover, ListOf, Page, Row, Run, Runs, Slide, Table, figure_keys, plain
from peelian.core.periods import Period, day_words
from peelian.core.phrases import Phrase
from peelian.core.plan import Plan, Priority
from peelian.findings.answers import Answers
from peelian.narrative import brief, inline, other_periods, readability, unbound
from peelian.narrative.binding import Binder
from peelian.narrative.pages import SectionPages, read_section
from peelian.narrative.plan_pages import PlanPages
from peelian.narrative.reference_syntax import STATED
from peelian.narrative.sections import Section
from peelian.packs import unprintable
from peelian.packs.parts import Parts, Writing, reports
from peelian.sources.publishers import boundaries
from peelian.sources.received import quality
from peelian.workspace.workspace import PackText, Workspace

_T = TypeVar("_T")

MOST_SLIDES = 10
"""The presentation's length, its title slide counted: ten minutes aloud."""

SUBJECTS = (
    Phrase.OWN_DELIVERY,
    Phrase.FINANCE,
    Phrase.INSPECTIONS,
    Phrase.COMPLAINTS,
    Phrase.RISKS,
    Phrase.ACTIONS,
)
"""What a Panel looks for besides the plan's measures: a section of that title, or a line that says there is none."""


@dataclass(frozen=True)
class Bound:
    """The three cuts, every figure bound, and the binder with their receipts. `spoken` is for the presenter alone."""

    binder: Binder
    pages: tuple[Page, ...]
    slides: tuple[Slide, ...]
    brief: tuple[Page, ...]
    cover: Cover
    spoken: Mapping[str, tuple[Runs, ...]]


@dataclass
class Faults:
    """What is wrong, gathered so that a person mends it in one go."""

    found: list[PeelianError] = field(default_factory=list)

    def kept(self, make: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return make()
        except PeelianError as fault:
            self.found.extend(getattr(fault, "faults", [fault]))
            return otherwise


def bind(workspace: Workspace, text: PackText, parts: Parts) -> Bound:
    """The cuts of a pack. `Faults` tells all that is wrong in its text, with file and line."""
    faults, whole = Faults(), parts.begin()
    folder, names = workspace.folder / "packs" / text.id, workspace.office.names

    def part(name: str, written: Hashable, make: Callable[[Writing], _T]) -> _T:
        return parts.part(whole, name, written, make)

    judged = say(Phrase.OPINION)
    written: list[tuple[SectionPages, frozenset[str]]] = []
    for name, body in text.sections:
        file, opinion = str(folder / name), judged if name in text.plan.opinion else ""
        make = partial(_section, file, opinion, body)
        read = faults.kept(lambda name=name, make=make: part(f"section {name}", make.args, make), None)  # type: ignore[misc]
        if read:
            written.append(read)
    faults.kept(lambda: _check_typed(workspace, text), None)
    cover = faults.kept(lambda: part("cover", text.plan, lambda w: _cover(w.section(_plan(folder)), text)), Cover())
    short = str(folder / (text.plan.brief or "brief.md"))
    side: tuple[Page, ...] = faults.kept(
        lambda: part("brief", (short, text.brief, cover), lambda w: _brief(w, short, text.brief, cover)), ()
    )
    raise_all(faults.found)
    reads, told = [read for read, _ in written], {name for _, names in written for name in names}
    planned = PlanParts(whole, parts) if reports(workspace, text.plan) else None
    pages = tuple(_paper(planned, reads, told) if planned else (page for read in reads for page in read.pages))
    pages += _off_period(whole, pages, workspace)
    slides = tuple(_presentation(planned, reads, cover))
    spoken = {slide: said for read in reads for slide, said in read.spoken.items()}
    bound = Bound(whole, pages, slides, side, cover, spoken)
    _check_cuts(_plan(folder), short, bound, names)
    raise_all([*unprintable.faults((pages, side, cover), _texts(workspace, text))])
    return bound


def _texts(workspace: Workspace, text: PackText) -> Iterator[Path]:
    """What authors write, the pack's own first."""
    folder = workspace.folder / "packs" / text.id
    names = (*(name for name, _ in text.sections), *([text.plan.brief] if text.plan.brief else []), "pack.toml")
    yield from (folder / name for name in names)
    for pattern in ("*.toml", "*.csv", "measures/*.toml", "sources/*.toml"):
        yield from sorted(workspace.folder.glob(pattern))


def parts_of(workspace: Workspace, text: PackText, ask: Answers) -> Parts:
    """The parts of a pack, none of them bound yet."""
    period = Period.parse(text.plan.period)
    compare = Period.parse(text.plan.compare) if text.plan.compare else period.a_year_earlier()
    outlines = boundaries.read_outlines(workspace.folder / boundaries.OUTLINES)
    told = quality.report(workspace)
    binder = Binder(ask, workspace.office.area, period, compare, workspace.statements, told, outlines=outlines)
    return Parts(workspace, text.plan, ask, binder)


def _plan(folder: Path) -> str:
    return str(folder / "pack.toml")


def _section(file: str, opinion: str, body: str, writing: Writing) -> tuple[SectionPages, frozenset[str]]:
    """A section, and the measures it has half a page on."""
    section = writing.section(file, opinion)
    return read_section(section, body), frozenset(section.measures_written)


def _brief(writing: Writing, file: str, body: str, cover: Cover) -> tuple[Page, ...]:
    section, faults = writing.section(file), Faults()
    made: tuple[Page, ...] = faults.kept(lambda: brief.brief(section, body, writing.planned, cover), ())
    raise_all([*faults.found, *section.faults])
    return made


@dataclass(frozen=True)
class PlanParts:
    """The plan's pages and slides, each a part of its own."""

    whole: Binder
    parts: Parts

    @property
    def plan(self) -> Plan:
        return self.parts.workspace.plan

    def summary(self) -> Page:
        return self._part("summary", (), lambda planned: planned.summary())

    def every_measure(self) -> Page:
        return self._part("every measure", (), lambda planned: planned.every_measure())

    def priority(self, number: int, priority: Priority) -> Page:
        return self._part(f"priority {number}", (), lambda planned: planned.priority(number, priority))

    def changed(self, number: int, priority: Priority) -> tuple[str, ...]:
        return self._part(f"changed {number}", (), lambda planned: planned.changed(priority))

    def page(self, priority: Priority, name: str) -> Page:
        return self._part(f"measure {name}", priority.title, lambda planned: planned.page(priority, name))

    def summary_slide(self) -> Slide:
        return self._part("summary slide", (), lambda planned: planned.summary_slide())

    def priority_slides(self, number: int, priority: Priority) -> tuple[Slide, ...]:
        return self._part(f"slides {number}", (), lambda planned: planned.priority_slides(number, priority))

    def _part(self, name: str, text: Hashable, make: Callable[[PlanPages], _T]) -> _T:
        def made(writing: Writing) -> _T:
            planned = writing.planned
            assert planned
            return make(planned)

        return self.parts.part(self.whole, f"plan: {name}", text, made)


def _cover(section: Section, text: PackText) -> Cover:
    """The cover sheet; a meeting written as a date is printed as one."""
    plan = text.plan
    made = Cover(
        author=plan.author,
        meeting=_day(plan.meeting),
        purpose=plan.purpose,
        asks=tuple(inline.runs(section, told, 1) for told in plan.asks),
        background=tuple(inline.runs(section, told, 1) for told in plan.background),
    )
    raise_all(section.faults)
    return made


def _day(text: str) -> str:
    """A date in words; what is not a date stays as it is."""
    try:
        return day_words(date.fromisoformat(text))
    except ValueError:
        return text


def _paper(planned: PlanParts, reads: Sequence[SectionPages], told: set[str]) -> Iterator[Page]:
    yield planned.summary()
    yield planned.every_measure()
    titles = {priority.title for priority in planned.plan.priority}
    seen: set[str] = set()
    for number, priority in enumerate(planned.plan.priority, 1):
        yield planned.priority(number, priority)
        yield from (page for read in reads if read.title == priority.title for page in read.pages)
        for name in planned.changed(number, priority):
            if name not in told | seen:
                yield planned.page(priority, name)
                seen.add(name)
    yield from (page for read in reads if read.title not in titles for page in read.pages)
    yield from _not_told({read.title for read in reads})


def _off_period(binder: Binder, pages: Sequence[Page], workspace: Workspace) -> tuple[Page, ...]:
    """The page that says which figures are of another period than the pack's, where any is."""
    titles = {name: measure.title for name, measure in workspace.measures.items()}
    titles |= {f"{STATED}{identity}": one.text for identity, one in workspace.statements.items()}
    made = other_periods.page(pages, binder.receipts, titles, binder.period)
    return (made,) if made else ()


def _not_told(titles: Iterable[str]) -> Iterator[Page]:
    """The subjects a Panel looks for that no section is about."""
    missing = [subject for subject in map(say, SUBJECTS) if subject not in titles]
    if missing:
        rows = tuple(Row((Run(subject),), (Cell((Run(say(Phrase.NOT_SHOWN)),)),)) for subject in missing)
        table = Table(say(Phrase.NOT_IN_PAPER), (say(Phrase.SUBJECT), say(Phrase.STATUS)), rows)
        title = (Run(say(Phrase.NOT_IN_PAPER_TITLE)),)
        yield Page("not-in-this-paper", say(Phrase.ABOUT_THE_PAPER), title, (table,))


def _presentation(planned: PlanParts | None, reads: Sequence[SectionPages], cover: Cover) -> Iterator[Slide]:
    """What authors chose; for a report also its summary, and a table for each priority nothing was chosen from."""
    titles: set[str] = set()
    if planned:
        yield planned.summary_slide()
        titles = {priority.title for priority in planned.plan.priority}
        for number, priority in enumerate(planned.plan.priority, 1):
            chosen = [slide for read in reads if read.title == priority.title for slide in read.slides]
            yield from chosen or planned.priority_slides(number, priority)
    yield from (slide for read in reads if read.title not in titles for slide in read.slides)
    if cover.asks:
        title = (Run(say(Phrase.ASKS_TITLE)),)
        yield Slide("slide-closing", "closing", "", title, (ListOf(cover.asks, numbered=True),))


def _check_typed(workspace: Workspace, text: PackText) -> None:
    """No digit is typed and nothing asserted in what is printed besides the sections."""
    faults: list[PeelianError] = []
    for name in ("title", "subtitle", "compare_why", "notice", "purpose", "author"):
        try:
            where = f"{workspace.folder / 'packs' / text.id / 'pack.toml'}, {name}"
            unbound.check_bound(getattr(text.plan, name), workspace.office.names, where)
        except PeelianError as fault:
            faults.append(type(fault)(fault.where, fault.what, "reword it: figures and claims stand in the sections"))
    raise_all(faults)


def _check_cuts(plan: str, side: str, bound: Bound, names: Sequence[str]) -> None:
    """The presentation and the brief are short, and hold no figure that is not in the paper."""
    faults: list[PeelianError] = []
    slides = len(bound.slides) + 1
    if slides > MOST_SLIDES:
        what = f"the presentation has {slides} slides with its title, and {MOST_SLIDES} are the most"
        faults.append(DefinitionError(plan, what, "take slide blocks out of the sections"))
    paper = {_figure(key) for page in bound.pages for key in figure_keys(page.title, page.blocks)}
    shorter: tuple[Slide | Page, ...] = (*bound.slides, *bound.brief)
    for cut in shorter:
        for key in figure_keys(cut.title, cut.blocks):
            if _figure(key) not in paper:
                what = f"{key} stands in {plain(cut.title)!r} and not in the paper"
                faults.append(DefinitionError(plan, what, "print it in a section, or take it out there"))
    faults.extend(DefinitionError(side, *told) for told in readability.brief_faults(bound.brief, names))
    raise_all(faults)


def _figure(key: str) -> str:
    """A figure's measure, area and period: its base and its change are told with it."""
    return key if key.startswith("stated:") else key.rpartition(":")[0]
