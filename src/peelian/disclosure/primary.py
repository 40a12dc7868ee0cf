"""Primary withholding: a small number by its source's threshold.

A count of 1 to threshold - 1 could point at a person, so it is withheld, and with it every rate whose numerator, or
base less numerator, is such a count (definitions, section 7). The threshold comes with the source; sources that are
public at record level have none.
"""

from fractions import Fraction

from peelian.core.areas import Area
from peelian.core.language import say
from peelian.core.measures import Measure
from peelian.core.observations import Count, Estimate, Incomplete, Made, Observation, Reported, Withheld
from peelian.core.periods import Period
from peelian.core.phrases import Phrase


def observe(
    count: Count, measure: Measure, area: Area, period: Period, made: Made
) -> Observation | Withheld | Incomplete:
    """The value of a whole period's integers, or why there is none. Divides once, exactly."""
    months = len(period.months)
    if count.denominator == 0:
        out_of = measure.out_of
        reason = say(Phrase.BASE_IS_ZERO_OF, base=out_of) if out_of else say(Phrase.BASE_IS_ZERO)
        return Incomplete(measure, area, period, months, months, made, reason)
    rest = None if count.denominator is None else count.denominator - count.numerator
    part_of_whole = of_a_whole(measure)
    # The base can be printed beside a rate, so it is a count to protect like any other.
    counts = [count.numerator, count.denominator or 0, rest if part_of_whole and rest is not None else 0]
    if any(is_small(n, made.threshold) for n in counts):
        return _withheld(measure, area, period, made)
    if part_of_whole and rest is not None and rest < 0:
        raise AssertionError(f"{measure.name}: {count.numerator} is more than its base, {count.denominator}")
    value = Fraction(count.numerator * measure.scale, count.denominator or 1)
    return Observation(measure, area, period, months, months, made, count.numerator, count.denominator, value)


def of_bands(
    found: tuple[float, float, float] | None, base: int, measure: Measure, area: Area, period: Period, made: Made
) -> Estimate | Withheld | Incomplete:
    """An estimate with its limits, taken from so many in bands; withheld where it rests on a small number."""
    months = len(period.months)
    if is_small(base, made.threshold):
        return _withheld(measure, area, period, made)
    if found is None:
        reason = say(Phrase.OPEN_BAND) if base else say(Phrase.NONE_TO_TELL_FROM, counted=measure.counts)
        return Incomplete(measure, area, period, months, months, made, reason)
    value, lower, upper = found
    return Estimate(measure, area, period, months, months, made, Fraction(repr(value)), base, lower, upper)


def of_reading(
    text: str, base: int, measure: Measure, area: Area, period: Period, made: Made
) -> Reported | Withheld | Incomplete:
    """A figure as it was told, such as "71.2"; withheld where it rests on a small number. A base of 0 is not told."""
    months = len(period.months)
    if is_small(base, made.threshold):
        return _withheld(measure, area, period, made)
    places = len(text.partition(".")[2])
    return Reported(measure, area, period, months, months, made, Fraction(text), places, base or None)


def _withheld(measure: Measure, area: Area, period: Period, made: Made) -> Withheld:
    months = len(period.months)
    reason = say(Phrase.WITHHELD_SMALL, threshold=made.threshold)
    return Withheld(measure, area, period, months, months, made, reason)


def is_small(count: int, threshold: int) -> bool:
    """From 1 to threshold - 1."""
    return 0 < count < threshold


def of_a_whole(measure: Measure) -> bool:
    """Whether the numerator is a part of the base, so that what is left of it can be worked out."""
    return measure.denominator_kind in ("cohort", "closed", "share")
