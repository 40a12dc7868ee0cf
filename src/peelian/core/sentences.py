"""Figures and findings in words: the functions that fill the phrases."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isfinite

from peelian.core.findings import (
    FEW_BASE,
    Change,
    Clearance,
    Goal,
    Level,
    Limit,
    Needed,
    NoFinding,
    PointsChange,
    Rank,
    RelativeChange,
    Signal,
    SignalKind,
    Split,
    too_few,
)
from peelian.core.language import say
from peelian.core.measures import UNITS, Better, Measure, Unit
from peelian.core.observations import Incomplete, Known, Observation, Outcome, Reported, Withheld
from peelian.core.pack import Mark
from peelian.core.periods import Period, month_words
from peelian.core.phrases import Phrase
from peelian.core.rounding import printed, rounded

UNRELIABLE = "[u]"
"""Marks a percentage on a base too small to rely on."""

EVIDENCE: Mapping[str, Phrase] = {
    "recomputed": Phrase.RECOMPUTED,
    "official": Phrase.OFFICIAL,
    "reported": Phrase.REPORTED,
    "stated": Phrase.STATED_ONLY,
}
SIGNALS: Mapping[SignalKind, Phrase] = {
    "improvement": Phrase.BETTER,
    "concern": Phrase.WORSE,
    "neutral high": Phrase.HIGHER,
    "neutral low": Phrase.LOWER,
}
POLARITY: Mapping[Better, Phrase] = {
    "up": Phrase.HIGHER_IS_BETTER,
    "down": Phrase.LOWER_IS_BETTER,
    "neutral": Phrase.NEITHER_IS_BETTER,
}
MARKS: Mapping[Mark, Phrase] = {
    "": Phrase.AS_USUAL,
    "better": Phrase.BETTER,
    "worse": Phrase.WORSE,
    "higher": Phrase.HIGHER,
    "lower": Phrase.LOWER,
}
RULES: Mapping[str, Phrase] = {
    "outside": Phrase.RULE_OUTSIDE,
    "trend": Phrase.RULE_TREND,
    "two of three": Phrase.RULE_TWO_OF_THREE,
    "shift": Phrase.RULE_SHIFT,
}
"""By the labels of `statistics.signals`."""


def value(seen: Known, places: int | None = None) -> str:
    """As printed: 10,331 or 12.4% or £1,250 or 13.7 per 1,000 people."""
    return in_unit(seen.value, seen.measure.unit, decimals(seen) if places is None else places)


def decimals(seen: Known) -> int:
    """As many as the measure has; of a figure that was reported, no more than it came with."""
    return min(seen.places, seen.measure.places) if isinstance(seen, Reported) else seen.measure.places


def in_unit(number: Fraction, unit: Unit, places: int) -> str:
    """£1,250 or 71.2% or 12 seconds; below nothing with a minus before all of it. One is one second, not seconds."""
    how, size = UNITS[unit], printed(abs(number), places)
    return _signed(number, places, say(how.one if how.one and size == "1" else how.whole, number=size))


def in_unit_short(number: Fraction, unit: Unit, places: int) -> str:
    """The same where the unit is named beside it: £1,250 or 71.2% or 12."""
    return _signed(number, places, say(UNITS[unit].short, number=printed(abs(number), places)))


def _signed(number: Fraction, places: int, told: str) -> str:
    return f"−{told}" if rounded(number, places) < 0 else told


def beside_an_axis(seen: Known) -> str:
    """The value where an axis already says "per 1,000 people"."""
    return in_unit_short(seen.value, seen.measure.unit, decimals(seen))


def outcome(told: Outcome) -> str:
    """A value, or why there is none."""
    if isinstance(told, Withheld):
        return say(Phrase.WITHHELD)
    if isinstance(told, Incomplete):
        return no_value(told.reason)
    return f"{value(told)} {UNRELIABLE}" if unreliable(told) else value(told)


def unreliable(seen: Known) -> bool:
    """Whether it is a percentage on so few that it is marked (definitions, section 7)."""
    base = seen.denominator if isinstance(seen, Observation) else seen.base
    return seen.measure.unit == "percent" and base is not None and base < FEW_BASE


def out_of(seen: Known) -> str:
    """What a percentage or a rate was made from: 248 of 2,000; of a count, that it is one; else its base."""
    if not isinstance(seen, Observation):
        return say(Phrase.NO_BASE) if seen.base is None else say(Phrase.BASED_ON, base=printed(Fraction(seen.base), 0))
    if seen.denominator is None:
        return say(Phrase.A_COUNT if seen.measure.held_in == "ones" else Phrase.A_SUM)
    numerator, denominator = (integer(number, seen.measure) for number in (seen.numerator, seen.denominator))
    return say(Phrase.OUT_OF, numerator=numerator, denominator=denominator)


def integer(number: int, measure: Measure) -> str:
    """An integer behind a figure, as what it counts: 2,000, or of pence £1,250, or of hundredths 12.5."""
    match measure.held_in:
        case "ones":
            return printed(Fraction(number), 0)
        case "pence":
            return in_unit(Fraction(number, 100), "pounds", 0)
        case "hundredths":
            return printed(Fraction(number, 100), 0 if number % 100 == 0 else 1)


def listed(names: Sequence[str]) -> str:
    """Barchester, Silverbridge and Plumstead."""
    if len(names) < 2:
        return "".join(names)
    return say(Phrase.AND, most=", ".join(names[:-1]), last=names[-1])


def one_place(number: float) -> str:
    return printed(Fraction(repr(number)), 1)


def definition(measure: Measure) -> str:
    """What is counted, out of what, with the outcome codes behind it."""
    parts = {"counts": measure.counts[:1].upper() + measure.counts[1:]}
    if measure.codes:
        parts["codes"] = ", ".join(measure.codes)
    if not measure.out_of:
        return say(Phrase.DEFINITION_CODES if measure.codes else Phrase.DEFINITION, **parts)
    parts["out_of"] = measure.out_of
    return say(Phrase.DEFINITION_OUT_OF_CODES if measure.codes else Phrase.DEFINITION_OUT_OF, **parts)


def target(measure: Measure) -> str:
    """A measure's target as printed: 90%."""
    number = Fraction(measure.target)
    return in_unit(number, measure.unit, measure.places if number.denominator != 1 else 0)


def limit(found: Limit) -> str:
    """A line of a control chart, rounded as the value is."""
    return in_unit(Fraction(repr(found.value)), found.at.measure.unit, found.at.measure.places)


def goal(found: Goal) -> str:
    """90% (not met)."""
    return say(Phrase.GOAL, target=target(found.at.measure), met=say(Phrase.MET if found.met else Phrase.MISSED))


def clearance(found: Clearance) -> str:
    """When a stock would come to nothing, at what pace."""
    if found.month is None:
        return say(Phrase.NEVER_CLEARS, months=found.months)
    month = month_words(found.month)
    return say(Phrase.CLEARS, months=found.months, pace=printed(found.pace, 1), month=month)


def no_value(reason: str) -> str:
    return say(Phrase.NO_VALUE, reason=reason)


def change_size(found: Change) -> str:
    """The change alone: up 2.6 percentage points, down 5.3%."""
    difference = found.now.value - found.then.value
    if difference == 0:
        return say(Phrase.UNCHANGED)
    direction = say(Phrase.UP) if difference > 0 else say(Phrase.DOWN)
    if isinstance(found, PointsChange):
        places = min(decimals(found.now), decimals(found.then))
        size = rounded(abs(found.difference), places)
        if size == 0:
            return say(Phrase.UNCHANGED_ROUNDED)
        text = printed(abs(found.difference), places)
        return say(Phrase.POINT if size == 1 else Phrase.POINTS, direction=direction, size=text)
    if found.per_cent is None:
        return say(Phrase.FROM_ZERO)
    if rounded(abs(found.per_cent), 1) == 0:
        return say(Phrase.UNCHANGED_ROUNDED)
    return say(Phrase.PER_CENT, direction=direction, size=printed(abs(found.per_cent), 1))


def change_told(found: Change) -> str:
    """The change, and that it is not clear where it is not: up 0.8%, no clear change."""
    return _with_verdict(found, change_size(found))


def change(found: Change) -> str:
    """A change told whole: from 9.8% to 12.4%, up 2.6 percentage points on the 12 months to September 2022.

    One that chance could well give ends "no clear change".

    When the printed ends would give another difference than the printed change, the ends gain a decimal and the
    sentence says "rounded" (definitions, section 3).
    """
    places = min(decimals(found.now), decimals(found.then))
    phrase = Phrase.FROM_TO
    if in_unit(found.then.value, found.then.measure.unit, places) == value(found.now, places):
        phrase = Phrase.FROM_TO_SAME
    if not _ends_agree(found, places):
        places, phrase = places + 1, Phrase.FROM_TO_ROUNDED
    told = say(
        phrase,
        then=in_unit_short(found.then.value, found.then.measure.unit, places),
        now=value(found.now, places),
        change=change_size(found),
        period=on(found.then.period),
    )
    return _with_verdict(found, told)


def _with_verdict(found: Change, told: str) -> str:
    """With its verdict where it is not clear; what did not move at all needs none."""
    if found.clear is not False or found.now.value == found.then.value:
        return told
    return say(Phrase.UNCLEAR, change=told, verdict=verdict(found))


def on(period: Period) -> str:
    """A period as the end of a sentence: the 12 months to September 2022."""
    return say(Phrase.THE_12_MONTHS, period=period.words) if period.kind == "12 months" else period.words


def rank(found: Rank) -> str:
    """equal 20th highest of 43 territorial police forces; for the first and last also how many intervals overlap"""
    end = found.position == 1 or found.position + found.tied == found.of
    if found.position == 1:
        told = say(Phrase.RANK_HIGHEST, of=found.of, universe=found.universe)
    elif end:
        told = say(Phrase.RANK_LOWEST, of=found.of, universe=found.universe)
    else:
        told = say(Phrase.RANK, ordinal=ordinal(found.position), of=found.of, universe=found.universe)
    told = say(Phrase.RANK_EQUAL, rank=told) if found.tied else told
    return f"{told}; {overlaps(found)}" if end and found.overlaps is not None else told


def overlaps(found: Rank) -> str:
    """its interval overlaps 3 others"""
    match found.overlaps:
        case None | 0:
            return say(Phrase.OVERLAPS_NONE)
        case 1:
            return say(Phrase.OVERLAPS_ONE)
        case count:
            return say(Phrase.OVERLAPS_SOME, count=count)


def verdict(found: Change | NoFinding) -> str:
    """The change in one of the words a reader sees: better, worse, higher, lower, no clear change, too few to say."""
    return no_value(found.reason) if isinstance(found, NoFinding) else say(judgement(found))


def judgement(found: Change) -> Phrase:
    """Which of those words it is."""
    difference = found.now.value - found.then.value
    if found.clear is False:
        return Phrase.TOO_FEW if too_few(found) else Phrase.NO_CLEAR_CHANGE
    if difference == 0 or (found.clear is None and change_size(found) == say(Phrase.UNCHANGED_ROUNDED)):
        return Phrase.NO_CHANGE
    return judged(found.now.measure, difference)


def interval(found: Level) -> str:
    """The limits, rounded as the value is: 13.3% to 14.7%."""
    if found.interval is None:
        return say(Phrase.EXACT) if not found.at.measure.by_chance else no_value(say(Phrase.NO_BASE_GIVEN))
    unit, places = found.at.measure.unit, decimals(found.at)
    lower, upper = (Fraction(repr(end)) for end in (found.interval.lower, found.interval.upper))
    return say(Phrase.BETWEEN, lower=in_unit_short(lower, unit, places), upper=in_unit(upper, unit, places))


def interval_told(found: Level) -> str:
    """95% interval 13.3% to 14.7% (Wilson)."""
    if found.interval is None:
        return ""
    return say(Phrase.INTERVAL, interval=interval(found), method=found.interval.method)


def tested(found: Change) -> str:
    """How a change was tested: Tested by Newcombe: 95% interval of the change 0.1 to 5.1 percentage points."""
    assert found.interval
    lower, upper = found.interval.lower, found.interval.upper
    points = isinstance(found, PointsChange)
    ends = (lower, upper) if points else ((lower - 1) * 100, (upper - 1) * 100)
    low, high = (printed(Fraction(repr(end)), 1) if isfinite(end) else say(Phrase.NO_LIMIT) for end in ends)
    most = say(Phrase.IN_POINTS if points else Phrase.IN_PER_CENT, number=high)
    return say(Phrase.TESTED, method=found.interval.method, lower=low, upper=most, verdict=verdict(found))


def split(found: Split) -> str:
    """What was counted, and what it is out of, each with its own change."""
    first, second = (change_told(part) for part in (found.numerator, found.denominator))
    return say(Phrase.SPLIT, first=first, second=second)


def needed(found: Needed) -> str:
    if found.base is None:
        return verdict(found.change)
    shared = found.change.now.measure.unit in ("percent", "per 100")
    return say(Phrase.NEEDED_BASE if shared else Phrase.NEEDED_COUNT, base=printed(Fraction(found.base), 0))


def signal(found: Signal) -> str:
    """What the latest month says: better: seven or more months on one side of the average."""
    match found.kind:
        case None:
            return say(Phrase.SIGNAL_FEW, months=found.months)
        case "common cause":
            return say(Phrase.SIGNAL_NONE, months=found.months)
        case kind:
            return say(Phrase.SIGNAL, verdict=say(SIGNALS[kind]), rule=say(RULES[found.rule]))


def judged(measure: Measure, difference: Fraction) -> Phrase:
    """Better or worse by the measure's polarity; higher or lower when it has none."""
    if measure.better == "neutral":
        return Phrase.HIGHER if difference > 0 else Phrase.LOWER
    return Phrase.BETTER if (difference > 0) == (measure.better == "up") else Phrase.WORSE


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def months(outcome: Outcome) -> str:
    return say(Phrase.MONTHS_OF, present=outcome.months_present, expected=outcome.months_expected)


def _ends_agree(found: Change, places: int) -> bool:
    """Whether a reader who subtracts or divides the printed ends gets the printed change."""
    now, then = (Fraction(rounded(end.value, places)) for end in (found.now, found.then))
    if isinstance(found, PointsChange):
        return rounded(now - then, places) == rounded(found.difference, min(decimals(found.now), decimals(found.then)))
    assert isinstance(found, RelativeChange)
    if found.per_cent is None or then == 0:
        return found.per_cent is None
    return rounded((now / then - 1) * 100, 1) == rounded(found.per_cent, 1)
