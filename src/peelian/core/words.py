"""Every word Peelian prints about a figure, in tables keyed by language, and the functions that fill them."""

from collections.abc import Sequence
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
    Split,
    too_few,
)
from peelian.core.measures import UNITS, Measure, Unit
from peelian.core.observations import Incomplete, Known, Observation, Outcome, Reported, Withheld
from peelian.core.periods import Period, month_words
from peelian.core.rounding import printed, rounded

WORDS = {
    "en": {
        "up": "up",
        "down": "down",
        "unchanged": "unchanged",
        "unchanged rounded": "unchanged when rounded",
        "points": "{direction} {size} percentage points",
        "point": "{direction} {size} percentage point",
        "per cent": "{direction} {size}%",
        "from zero": "up from zero",
        "on": "On {period}: ",
        "end of": "end of {month}",
        "from to": "from {then} to {now}, {change} on {period}",
        "from to rounded": "from {then} to {now} (rounded), {change} on {period}",
        "the 12 months": "the {period}",
        "rank": "{ordinal} highest of {of} {universe}",
        "rank highest": "highest of {of} {universe}",
        "rank lowest": "lowest of {of} {universe}",
        "equal": "equal {rank}",
        "months": "{present} of {expected} months",
        "no value": "no value: {reason}",
        "no comparison": "no comparison: {reason}",
        "no rank": "no rank: {reason}",
        "stated": "stated",
        "withheld": "[c]",
        "withheld beside": "withheld, because another small number could be worked out from it",
        "out of": "{numerator} of {denominator}",
        "based on": "based on {base}",
        "no base": "base not told",
        "a sum": "a sum",
        "held in pence": "Held in pence.",
        "held in hundredths": "Held in hundredths.",
        "exact": "exact, not a sample",
        "as if unweighted": "Wilson, as if unweighted",
        "clears": "at the pace of the last {months} months, {pace} fewer a month, none would be left by {month}",
        "never clears": "no date: it did not fall over the last {months} months",
        "reading": "As at {month}.",
        "open band": "it lies in the last band, which has no upper end",
        "a count": "a count",
        "goal": "{target}: {met}",
        "period": "Period",
        "area": "Area",
        "base": "Base",
        "what it says": "What it says",
        "usual": "as usual",
        "no month": "nothing",
        "the figures": "{about}: the figures",
        "against forecast": "{month}: |, against a forecast of ",
        "above forecast": "; above the forecast in {above} of {months} months",
        "left": "{name}, {month}: |, where it was |, {start}",
        "all alike": "All alike: ",
        "highest": "highest {name}, ",
        "lowest": "lowest {name}, ",
        "areas alike": "{count} areas",
        "areas shown": "areas shown",
        "nothing drawn": "{about}: no value to draw",
        "outside ones": "Outside the limits: {names}",
        "many outside": "{count} of {of} areas are outside the limits",
        "none outside": "None is outside the limits",
        "outside both": "outside the 99.8% limits",
        "outside one": "outside the 95% limits, inside those of 99.8%",
        "inside": "inside the 95% limits",
        "where it lies": "Where it lies",
        "not drawn": "not drawn",
        "no limit given": "none given",
        "average": "Average",
        "lower-limit": "Lower limit",
        "upper-limit": "Upper limit",
        "funnel limit": "95% limits",
        "funnel outer limit": "99.8% limits",
        "spread": "Areas vary {times} times as much as chance alone would have them (overdispersion; 1 is chance).",
        "chart of": "{kind} of {about}.",
        "a line": "Line chart",
        "a bar": "Bar chart",
        "a spc": "Control chart",
        "a dots": "Dot plot with 95% intervals",
        "a funnel": "Funnel plot",
        "a forecast": "Line chart of actual and forecast",
        "a flow": "Chart of flows and what is left",
        "a map": "Map",
        "no value drawn": "No value is drawn.",
        "marked": "Marked as more than chance: {count} of its months.",
        "none marked": "No month is marked as more than chance.",
        "gap": "{count} month has no value.",
        "gaps": "{count} months have no value.",
        "lines drawn": "{count} lines.",
        "areas each": "{count} areas, highest first: {each}.",
        "areas range": "{count} areas, from {least} to {most}.",
        "area drawn": "One area: {each}.",
        "area gap": "{count} area has no value.",
        "area gaps": "{count} areas have no value.",
        "areas drawn": "{count} areas: highest {high}, {most}; lowest {low}, {least}.",
        "from to ends": "{name}: {then} in {first}, {now} in {last}.",
        "span": "{first} to {last}",
        "other months": "{name}. A month without a word beside it is as usual. ",
        "all months": "{name}. ",
        "level": "a line of the chart",
        "level span": "{name}, {first} to {last}",
        "not received": "not received from {supplier} by {day}",
        "not said": "nothing: a month is withheld",
        "limits withheld": "limits not given: a month is withheld",
        "limits withheld in": "Limits are not given for {span}: a month is withheld.",
        "limits provisional": "Limits for {span} are provisional: they rest on {months} months, and 13 are needed.",
        "target drawn": "The target is {target}.",
        "target told": "Target: {target} ({source}).",
        "nothing said": "nothing to say; {reason}",
        "no limits": "no limits: too few months next to each other",
        "met": "met",
        "missed": "missed",
        "territorial": "territorial police forces",
        "peers": "similar forces",
        "better": "better",
        "worse": "worse",
        "higher": "higher",
        "lower": "lower",
        "no change": "no change",
        "no clear change": "no clear change",
        "too few": "too few to say",
        "unclear": "{change}, {verdict}",
        "between": "{lower} to {upper}",
        "interval": "95% interval {interval} ({method})",
        "overlaps": "its interval overlaps {others}",
        "no overlap": "its interval overlaps no other",
        "signal": "{verdict}; {rule}",
        "signal none": "no clear change; within what {months} months usually give",
        "signal few": "too few to say; {months} months, and 13 are needed",
        "outside": "the latest month is outside the limits",
        "trend": "seven or more months each further the same way",
        "two of three": "two of the last three months are near a limit",
        "shift": "seven or more months on one side of the average",
        "split": "what is counted {first}; what it is out of {second}",
        "tested": "Tested by {method}: the change lies between {lower} and {upper} (95% interval): {verdict}.",
        "no limit": "no limit",
        "needed count": "would need a count of about {base} on each side to be clear",
        "needed": "would need a base of about {base} on each side to be clear",
        "chance": "{tested} changes in this pack were tested, and {clear} are clear. "
        "If nothing had changed, about {chance} would look clear by chance alone.",
        "summary": "Summary",
        "summary title": "What changed, and what did not",
        "group worse": "Worse",
        "group better": "Better",
        "group moved": "Higher or lower, and neither better nor worse in itself",
        "group no clear change": "No clear change",
        "group not told": "No comparison",
        "group rest": "No clear change, or neither better nor worse",
        "untold": "No comparison: {number}, in the paper",
        "more": "and {number} more, in the paper",
        "plan title": "Every measure of the plan, flattering or not",
        "plan caption": "{period}, and what changed on {compare}",
        "priority title": "{priority}: what its measures say",
        "measure": "Measure",
        "value": "Value",
        "in a word": "In a word",
        "target": "Target",
        "out of head": "Out of",
        "range": "95% interval",
        "change": "Change",
        "no target": "none set",
        "not by council": "not given by council",
        "caveat title": "Take care",
        "half page means": "What it means",
        "half page asked": "What the commissioner asked",
        "half page told": "What the commissioner was told",
        "no meaning": "No explanation is recorded.",
        "no question": "No question recorded.",
        "no answer": "No answer recorded.",
        "brief": "The brief",
        "brief figures": "In figures",
        "brief promised": "Promised last time",
        "brief asked": "Asked by the Panel, and not yet had",
        "brief money": "Money",
        "brief asks": "What the Panel is asked to do",
        "no figures": "No figure is chosen for the brief.",
        "no promised": "No promise of the last meeting is recorded.",
        "no asked": "No question of the Panel is recorded.",
        "no money": "No money is told in this pack.",
        "no asks": "Nothing is asked of the Panel.",
        "opinion": "The commissioner's opinion",
        "evidence": "The evidence it rests on",
        "not in paper": "What this paper does not tell",
        "not in paper title": "Subjects a Panel looks for that are not shown here",
        "subject": "Subject",
        "where it stands": "Where it stands",
        "not shown": "not shown here: nothing is recorded for this pack",
        "about the paper": "About this paper",
        "off period title": "Figures of another period than {period}",
        "off period caption": "Periods told of in this paper besides {period}",
        "off period told": "What is told of it",
        "off period months": "each month, {first} to {last}",
        "off period stated": "as stated: {period}",
        "not given": "not given",
        "moved title": "Figures that moved after the paper went out",
        "moved figure": "Figure",
        "moved then": "In the paper sent",
        "moved now": "Now",
        "closing title": "What the Panel is asked to do",
        "better up": "higher is better",
        "better down": "lower is better",
        "better neutral": "neither higher nor lower is better in itself",
    }
}

UNRELIABLE = "[u]"
"""Marks a percentage on a base too small to rely on."""

EVIDENCE_WORDS = {
    "recomputed": "recomputed from records held",
    "official": "official statistics",
    "reported": "reported by the force or a provider",
    "stated": "stated in a document only",
}


def say(phrase: str, language: str = "en", **parts: object) -> str:
    return WORDS[language][phrase].format(**parts)


def value(seen: Known, places: int | None = None) -> str:
    """As printed: 10,331 or 12.4% or £1,250 or 13.7 per 1,000 people."""
    return in_unit(seen.value, seen.measure.unit, decimals(seen) if places is None else places)


def decimals(seen: Known) -> int:
    """As many as the measure has; of a figure that was reported, no more than it came with."""
    return min(seen.places, seen.measure.places) if isinstance(seen, Reported) else seen.measure.places


def in_unit(number: Fraction, unit: Unit, places: int) -> str:
    """£1,250 or 71.2% or 12 seconds; below nothing with a minus before all of it. One is one second, not seconds."""
    how, size = UNITS[unit], printed(abs(number), places)
    after = how.after.removesuffix("s") if size == "1" and how.after in (" seconds", " days") else how.after
    return ("−" if rounded(number, places) < 0 else "") + how.before + size + after


def beside_an_axis(seen: Known) -> str:
    """The value where an axis already says "per 1,000 people"."""
    unit = seen.measure.unit
    return value(seen) if UNITS[unit].after == "%" else value(seen).removesuffix(UNITS[unit].after)


def outcome(told: Outcome) -> str:
    """A value, or why there is none."""
    if isinstance(told, Withheld):
        return say("withheld")
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
        return say("no base") if seen.base is None else say("based on", base=printed(Fraction(seen.base), 0))
    if seen.denominator is None:
        return say("a count" if seen.measure.held_in == "ones" else "a sum")
    numerator, denominator = (integer(number, seen.measure) for number in (seen.numerator, seen.denominator))
    return say("out of", numerator=numerator, denominator=denominator)


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
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def one_place(number: float) -> str:
    return printed(Fraction(repr(number)), 1)


def target(measure: Measure) -> str:
    """A measure's target as printed: 90%."""
    number = Fraction(measure.target)
    return in_unit(number, measure.unit, measure.places if number.denominator != 1 else 0)


def limit(found: Limit) -> str:
    """A line of a control chart, rounded as the value is."""
    return in_unit(Fraction(repr(found.value)), found.at.measure.unit, found.at.measure.places)


def goal(found: Goal) -> str:
    """90%: missed."""
    return say("goal", target=target(found.at.measure), met=say("met" if found.met else "missed"))


def clearance(found: Clearance) -> str:
    """When a stock would come to nothing, at what pace."""
    if found.month is None:
        return say("never clears", months=found.months)
    month = month_words(found.month)
    return say("clears", months=found.months, pace=printed(found.pace, 1), month=month)


def no_value(reason: str) -> str:
    return say("no value", reason=reason)


def change_size(found: Change) -> str:
    """The change alone: up 2.6 percentage points, down 5.3%."""
    difference = found.now.value - found.then.value
    if difference == 0:
        return say("unchanged")
    direction = say("up") if difference > 0 else say("down")
    if isinstance(found, PointsChange):
        places = min(decimals(found.now), decimals(found.then))
        size = rounded(abs(found.difference), places)
        if size == 0:
            return say("unchanged rounded")
        text = printed(abs(found.difference), places)
        return say("point" if size == 1 else "points", direction=direction, size=text)
    if found.per_cent is None:
        return say("from zero")
    if rounded(abs(found.per_cent), 1) == 0:
        return say("unchanged rounded")
    return say("per cent", direction=direction, size=printed(abs(found.per_cent), 1))


def change_told(found: Change) -> str:
    """The change, and that it is not clear where it is not: up 0.8%, no clear change."""
    told = change_size(found)
    return told if found.clear is not False else say("unclear", change=told, verdict=verdict(found))


def change(found: Change) -> str:
    """A change told whole: from 9.8% to 12.4%, up 2.6 percentage points on the 12 months to September 2022.

    One that chance could well give ends "no clear change".

    When the printed ends would give another difference than the printed change, the ends gain a decimal and the
    sentence says "rounded" (definitions, section 3).
    """
    places = min(decimals(found.now), decimals(found.then))
    phrase = "from to"
    if not _ends_agree(found, places):
        places, phrase = places + 1, "from to rounded"
    told = say(
        phrase,
        then=value(found.then, places),
        now=value(found.now, places),
        change=change_size(found),
        period=on(found.then.period),
    )
    return told if found.clear is not False else say("unclear", change=told, verdict=verdict(found))


def on(period: Period) -> str:
    """A period as the end of a sentence: the 12 months to September 2022."""
    return say("the 12 months", period=period.words) if period.kind == "12 months" else period.words


def rank(found: Rank) -> str:
    """equal 20th highest of 43 territorial police forces; for the first and last also how many intervals overlap"""
    end = found.position == 1 or found.position + found.tied == found.of
    if found.position == 1:
        told = say("rank highest", of=found.of, universe=found.universe)
    elif end:
        told = say("rank lowest", of=found.of, universe=found.universe)
    else:
        told = say("rank", ordinal=ordinal(found.position), of=found.of, universe=found.universe)
    told = say("equal", rank=told) if found.tied else told
    return f"{told}; {overlaps(found)}" if end and found.overlaps is not None else told


def overlaps(found: Rank) -> str:
    """its interval overlaps 3 others"""
    if not found.overlaps:
        return say("no overlap")
    return say("overlaps", others=f"{found.overlaps} other" + ("s" if found.overlaps > 1 else ""))


def verdict(found: Change | NoFinding) -> str:
    """The change in one of the words a reader sees: better, worse, higher, lower, no clear change, too few to say."""
    if isinstance(found, NoFinding):
        return no_value(found.reason)
    difference = found.now.value - found.then.value
    if found.clear is False:
        return say("too few" if too_few(found) else "no clear change")
    if difference == 0 or (found.clear is None and change_size(found) == say("unchanged rounded")):
        return say("no change")
    return say(judged(found.now.measure, difference))


def interval(found: Level) -> str:
    """The limits, rounded as the value is: 13.3% to 14.7%."""
    if found.interval is None:
        return say("exact") if not found.at.measure.by_chance else no_value("no base given")
    unit, places = found.at.measure.unit, decimals(found.at)
    lower, upper = (in_unit(Fraction(repr(end)), unit, places) for end in (found.interval.lower, found.interval.upper))
    suffix = UNITS[unit].after
    return say("between", lower=lower if suffix == "%" else lower.removesuffix(suffix), upper=upper)


def interval_told(found: Level) -> str:
    """95% interval 13.3% to 14.7% (Wilson)."""
    if found.interval is None:
        return ""
    return say("interval", interval=interval(found), method=found.interval.method)


def tested(found: Change) -> str:
    """How a change was tested: Tested by Newcombe: 95% interval of the change 0.1 to 5.1 percentage points."""
    assert found.interval
    lower, upper = found.interval.lower, found.interval.upper
    if isinstance(found, PointsChange):
        ends, unit = (lower, upper), " percentage points"
    else:
        ends, unit = ((lower - 1) * 100, (upper - 1) * 100), "%"
    low, high = (printed(Fraction(repr(end)), 1) if isfinite(end) else say("no limit") for end in ends)
    return say("tested", method=found.interval.method, lower=low, upper=high + unit, verdict=verdict(found))


def split(found: Split) -> str:
    """What was counted, and what it is out of, each with its own change."""
    first, second = (change_told(part) for part in (found.numerator, found.denominator))
    return say("split", first=first, second=second)


def needed(found: Needed) -> str:
    if found.base is None:
        return verdict(found.change)
    phrase = "needed" if found.change.now.measure.unit in ("percent", "per 100") else "needed count"
    return say(phrase, base=printed(Fraction(found.base), 0))


def signal(found: Signal) -> str:
    """What the latest month says: better: seven or more months on one side of the average."""
    match found.kind:
        case None:
            return say("signal few", months=found.months)
        case "common cause":
            return say("signal none", months=found.months)
        case kind:
            return say("signal", verdict=say(SIGNAL_WORDS[kind]), rule=say(found.rule))


SIGNAL_WORDS = {"improvement": "better", "concern": "worse", "neutral high": "higher", "neutral low": "lower"}


def judged(measure: Measure, difference: Fraction) -> str:
    """better or worse by the measure's polarity; higher or lower when it has none."""
    if measure.better == "neutral":
        return "higher" if difference > 0 else "lower"
    return "better" if (difference > 0) == (measure.better == "up") else "worse"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def months(outcome: Outcome) -> str:
    return say("months", present=outcome.months_present, expected=outcome.months_expected)


def _ends_agree(found: Change, places: int) -> bool:
    """Whether a reader who subtracts or divides the printed ends gets the printed change."""
    now, then = (Fraction(rounded(end.value, places)) for end in (found.now, found.then))
    if isinstance(found, PointsChange):
        return rounded(now - then, places) == rounded(found.difference, min(decimals(found.now), decimals(found.then)))
    assert isinstance(found, RelativeChange)
    if found.per_cent is None or then == 0:
        return found.per_cent is None
    return rounded((now / then - 1) * 100, 1) == rounded(found.per_cent, 1)
