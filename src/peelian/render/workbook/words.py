"""The workbook's names of sheets and columns, and what each form of a figure is called there."""

from collections.abc import Mapping

from peelian.core.language import say
from peelian.core.phrases import Phrase

WITHHELD, MISSING, NOT_APPLICABLE = "[c]", "[x]", "[z]"

FORM_WORDS: Mapping[str, Phrase] = {
    "value": Phrase.SHEET_VALUE,
    "count": Phrase.SHEET_COUNT,
    "base": Phrase.SHEET_BASE,
    "of": Phrase.SHEET_OF,
    "interval": Phrase.INTERVAL_HEAD,
    "change": Phrase.SHEET_CHANGE,
    "from-to": Phrase.SHEET_FROM_TO,
    "verdict": Phrase.SHEET_VERDICT,
    "split": Phrase.SHEET_SPLIT,
    "needed": Phrase.SHEET_NEEDED,
    "rank": Phrase.SHEET_RANK,
    "months": Phrase.SHEET_MONTHS,
    "target": Phrase.SHEET_TARGET,
    "average": Phrase.SHEET_AVERAGE,
    "lower-limit": Phrase.SHEET_LOWER_LIMIT,
    "upper-limit": Phrase.SHEET_UPPER_LIMIT,
    "clearance": Phrase.SHEET_CLEARANCE,
    "signal": Phrase.SHEET_SIGNAL,
    "stated": Phrase.SHEET_STATED,
}

FIGURE_COLUMNS = (
    Phrase.KEY,
    Phrase.AS_PRINTED,
    Phrase.WHAT_IT_IS,
    Phrase.MEASURE,
    Phrase.AREA,
    Phrase.PERIOD,
    Phrase.EXACT_VALUE,
    Phrase.NUMERATOR,
    Phrase.DENOMINATOR,
    Phrase.INTERVAL_HEAD,
    Phrase.MONTHS_HELD,
    Phrase.STATUS,
    Phrase.EVIDENCE,
    Phrase.COMPARED_WITH,
    Phrase.NOTES,
)
NOTES_COLUMNS = (Phrase.NOTE, Phrase.WHAT_IT_SAYS)
CONTENTS_COLUMNS = (Phrase.WORKSHEET, Phrase.WHAT_IT_HOLDS, Phrase.PART_OF_PAPER)


def back() -> str:
    """A link to the contents, as gptables writes one."""
    return f"[{say(Phrase.BACK_TO_CONTENTS)}](internal:'{say(Phrase.CONTENTS)}'!A1)"
