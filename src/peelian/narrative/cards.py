"""Cards: a figure told whole, to be set large on a slide or in the brief."""

from peelian.core import sentences
from peelian.core.findings import Change
from peelian.core.language import say
from peelian.core.pack import Card, Run, Runs
from peelian.core.periods import Period, month_words
from peelian.core.phrases import Phrase
from peelian.narrative.lines import Lines
from peelian.narrative.reference_syntax import STATED, Reference
from peelian.narrative.sections import Section

MOST_CARDS = 6
"""Cards in one block, and figures in the brief."""


def card(section: Section, told: str, lines: Lines) -> Card:
    """The card of `measure@AREA/PERIOD` or of `stated:ID`. ValueError when it names nothing."""
    lines.of(told)
    if told.startswith(STATED):
        return stated(section, told)
    return of(section, section.reference(told, lines))


def of(section: Section, reference: Reference) -> Card:
    """The measure's value, what it is out of, and its change; the area named where it is not the pack's own."""
    binder = section.binder
    measure, place = binder.ask.measures[reference.measure], reference.area or binder.area
    finding = binder.finding(Reference(form="change").over(reference))
    at_end = measure.numerator.at_end
    now, then = binder.both_periods(reference)
    return Card(
        title=measure.title if place == binder.area else f"{measure.title}, {binder.ask.areas[place].name}",
        value=_figure(section, reference, "value"),
        period=say(Phrase.END_OF, month=month_words(now.last)) if at_end else now.words,
        base=_figure(section, reference, "of") if measure.denominator else (),
        change=(Run(say(Phrase.CARD_CHANGE, period=_earlier(then, at_end))), *_figure(section, reference, "change"))
        if isinstance(finding, Change)
        else _figure(section, reference, "months"),
        verdict=sentences.verdict(finding) if isinstance(finding, Change) else "",
    )


def stated(section: Section, told: str) -> Card:
    """A figure a document tells: it has no base and no change that we hold."""
    run = section.binder.figure(told)
    statement = section.binder.statements[told.removeprefix(STATED)]
    return Card(statement.text, (run,), statement.period)


def _earlier(period: Period, at_end: bool) -> str:
    """The period compared with, in words; of a reading, when it was."""
    return say(Phrase.THE_END_OF, month=month_words(period.last)) if at_end else sentences.on(period)


def _figure(section: Section, reference: Reference, form: str) -> Runs:
    return (section.binder.figure("", Reference(form=form).over(reference)),)
