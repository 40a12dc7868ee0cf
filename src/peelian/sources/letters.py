"""Letters: what a supplier is asked to mend, ready to send: file, place, what is wrong, what is needed, by when."""

from collections.abc import Sequence
from datetime import date

from peelian.core.errors import SourceError
from peelian.core.periods import day_words

MOST = 40
"""Places a letter names, before it says how many more there are."""


def letter(office: str, supplier: str, title: str, file: str, faults: Sequence[SourceError], by: date) -> str:
    """Plain text. What stands in a cell about a person is in no fault, and so in no letter."""
    told = [f"- {_place(fault, file)}: {fault.what}. Please {_asked(fault.to_do)}." for fault in faults[:MOST]]
    if len(faults) > MOST:
        told.append(f"- and {len(faults) - MOST} more of these kinds.")
    months = "The months not named here were taken in." if faults and title else ""
    lines = (
        f"To: {supplier or 'whoever sent it'}",
        f"About: {title or 'a file'}, sent as {file}",
        "",
        f"Thank you for sending {file}. Some of it cannot be used yet:",
        "",
        *told,
        "",
        *([months, ""] if months else []),
        f"Please send it again by {day_words(by)}. Nothing needs to change in what is not named above.",
        "",
        office,
    )
    return "\n".join(lines) + "\n"


def _place(fault: SourceError, file: str) -> str:
    """Where in the file: the file itself is named above."""
    return fault.where.removeprefix(file).lstrip(", ") or "the file as a whole"


def _asked(to_do: str) -> str:
    return to_do[:1].lower() + to_do[1:]
