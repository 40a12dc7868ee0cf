"""Every word Peelian prints about a figure, in tables keyed by language, and the functions that fill them."""

from fractions import Fraction

from peelian.core.findings import Change, NoFinding, PointsChange, Rank, RelativeChange
from peelian.core.measures import Measure
from peelian.core.observations import Incomplete, Observation, Outcome, Reported, Withheld
from peelian.core.periods import Period
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
        "out of": "{numerator} of {denominator}",
        "territorial": "territorial police forces",
        "peers": "similar forces",
        "better": "better",
        "worse": "worse",
        "higher": "higher",
        "lower": "lower",
        "no change": "no change",
        "better up": "higher is better",
        "better down": "lower is better",
        "better neutral": "neither higher nor lower is better in itself",
    }
}

UNIT_SUFFIX = {"count": "", "percent": "%", "per 1,000 people": " per 1,000 people", "per 100": " per 100"}
EVIDENCE_WORDS = {
    "recomputed": "recomputed from records held",
    "official": "official statistics",
    "reported": "reported by the force or a provider",
    "stated": "stated in a document only",
}


def say(phrase: str, language: str = "en", **parts: object) -> str:
    return WORDS[language][phrase].format(**parts)


def value(observation: Observation | Reported, places: int | None = None) -> str:
    """As printed: 10,331 or 12.4% or 13.7 per 1,000 people."""
    if isinstance(observation, Reported):
        return observation.text
    measure = observation.measure
    return printed(observation.value, measure.places if places is None else places) + UNIT_SUFFIX[measure.unit]


def beside_an_axis(observation: Observation | Reported) -> str:
    """The value where an axis already says "per 1,000 people"."""
    return value(observation).removesuffix(UNIT_SUFFIX["per 1,000 people"]).removesuffix(UNIT_SUFFIX["per 100"])


def outcome(told: Outcome) -> str:
    """A value, or why there is none."""
    if isinstance(told, Withheld):
        return say("withheld")
    if isinstance(told, Incomplete):
        return no_value(told.reason)
    return value(told)


def no_value(reason: str) -> str:
    return say("no value", reason=reason)


def change_size(found: Change) -> str:
    """The change alone: up 2.6 percentage points, down 5.3%."""
    difference = found.now.value - found.then.value
    if difference == 0:
        return say("unchanged")
    direction = say("up") if difference > 0 else say("down")
    if isinstance(found, PointsChange):
        size = rounded(abs(found.difference), found.now.measure.places)
        if size == 0:
            return say("unchanged rounded")
        text = printed(abs(found.difference), found.now.measure.places)
        return say("point" if size == 1 else "points", direction=direction, size=text)
    if found.per_cent is None:
        return say("from zero")
    if rounded(abs(found.per_cent), 1) == 0:
        return say("unchanged rounded")
    return say("per cent", direction=direction, size=printed(abs(found.per_cent), 1))


def change(found: Change) -> str:
    """A change told whole: from 9.8% to 12.4%, up 2.6 percentage points on the 12 months to September 2022.

    When the printed ends would give another difference than the printed change, the ends gain a decimal and the
    sentence says "rounded" (definitions, section 3).
    """
    places = found.now.measure.places
    phrase = "from to"
    if not _ends_agree(found, places):
        places, phrase = places + 1, "from to rounded"
    return say(
        phrase,
        then=value(found.then, places),
        now=value(found.now, places),
        change=change_size(found),
        period=on(found.then.period),
    )


def on(period: Period) -> str:
    """A period as the end of a sentence: the 12 months to September 2022."""
    return say("the 12 months", period=period.words) if period.kind == "12 months" else period.words


def rank(found: Rank) -> str:
    """equal 20th highest of 43 territorial police forces"""
    if found.position == 1:
        told = say("rank highest", of=found.of, universe=found.universe)
    elif found.position + found.tied == found.of:
        told = say("rank lowest", of=found.of, universe=found.universe)
    else:
        told = say("rank", ordinal=ordinal(found.position), of=found.of, universe=found.universe)
    return say("equal", rank=told) if found.tied else told


def verdict(found: Change | NoFinding) -> str:
    """The change in one of the words a reader sees: better, worse, higher, lower, no change."""
    if isinstance(found, NoFinding):
        return no_value(found.reason)
    difference = found.now.value - found.then.value
    if difference == 0:
        return say("no change")
    return say(judged(found.now.measure, difference))


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
        return rounded(now - then, places) == rounded(found.difference, places)
    assert isinstance(found, RelativeChange)
    if found.per_cent is None or then == 0:
        return found.per_cent is None
    return rounded((now / then - 1) * 100, 1) == rounded(found.per_cent, 1)
