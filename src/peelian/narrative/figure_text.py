"""Printing: a finding in the form asked for, and the exact number behind it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from peelian.core import sentences
from peelian.core.findings import (
    Change,
    Clearance,
    Finding,
    Goal,
    Level,
    Limit,
    Needed,
    NoFinding,
    PointsChange,
    Rank,
    RelativeChange,
    Signal,
    Split,
)
from peelian.core.language import say
from peelian.core.observations import Estimate, Known, Observation, Outcome, Reported
from peelian.core.phrases import Phrase
from peelian.core.rounding import printed
from peelian.narrative.reference_syntax import COMPARING, Form

NONE: Mapping[str, Phrase] = {"rank": Phrase.NO_RANK, "signal": Phrase.NOTHING_SAID}
"""What is said by form where there is no finding, besides no comparison and no value."""


def text_of(finding: Finding | Outcome, form: Form | str) -> str:
    """The finding in the form asked for, as printed; why there is none, where there is none."""
    match finding:
        case NoFinding():
            otherwise = Phrase.NO_COMPARISON if form in COMPARING else Phrase.NO_VALUE
            return say(NONE.get(form, otherwise), reason=finding.reason)
        case Rank():
            return sentences.rank(finding)
        case Level():
            return sentences.interval(finding)
        case Goal():
            return sentences.goal(finding)
        case Limit():
            return sentences.limit(finding)
        case Signal():
            return sentences.signal(finding)
        case Split():
            return sentences.split(finding)
        case Needed():
            return sentences.needed(finding)
        case Clearance():
            return sentences.clearance(finding)
        case PointsChange() | RelativeChange():
            return {"from-to": sentences.change, "verdict": sentences.verdict}.get(form, sentences.change_told)(finding)
    if form == "months":
        return sentences.months(finding)
    if form == "value" or not isinstance(finding, Known):
        return sentences.outcome(finding)
    if form == "of":
        return sentences.out_of(finding)
    if not isinstance(finding, Observation):
        if form == "count":
            raise ValueError(f"{finding.measure.name} is no count; leave :count out")
        return say(Phrase.NO_BASE) if finding.base is None else printed(Fraction(finding.base), 0)
    if form == "base" and finding.denominator is None:
        raise ValueError(f"{finding.measure.name} is a count and has no base; leave :base out")
    number = finding.numerator if form == "count" else finding.denominator
    assert number is not None
    return sentences.integer(number, finding.measure)


def exact(finding: Finding | Outcome, form: Form | str) -> str:
    """The number a form prints, unrounded, as a fraction; empty where it prints none."""
    match finding:
        case PointsChange():
            return str(finding.difference)
        case RelativeChange():
            return "" if finding.per_cent is None else str(finding.per_cent)
        case Rank():
            return str(finding.position)
        case Level() | Goal():
            return str(finding.at.value)
        case Limit():
            return str(Fraction(repr(finding.value)))
        case Observation() if form != "months":
            return str({"count": finding.numerator, "base": finding.denominator}.get(form, finding.value))
        case Clearance():
            return str(finding.pace)
        case Observation() | Estimate() | Reported() if form == "value":
            return str(finding.value)
    return ""


def beside(finding: Finding | Outcome, needed: Needed | NoFinding | None) -> Iterator[str]:
    """What the receipt says of a finding besides its text: its test, its overlaps, the base it would need."""
    if isinstance(finding, Change) and finding.interval:
        yield sentences.tested(finding)
    if isinstance(finding, Rank) and finding.overlaps is not None:
        yield f"{sentences.overlaps(finding)}.".capitalize()
        if finding.unranked:
            yield say(Phrase.UNRANKED, names=", ".join(finding.unranked))
    if isinstance(needed, Needed) and needed.base:
        yield f"{sentences.needed(needed)}.".capitalize()
