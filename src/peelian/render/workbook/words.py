"""The words of the workbook that no pack brings: names of sheets and columns, and what shorthand means."""

from collections.abc import Mapping

COVER, CONTENTS, NOTES, FIGURES = "Cover", "Contents", "Notes", "Figures"

WITHHELD, MISSING, NOT_APPLICABLE = "[c]", "[x]", "[z]"

FORMS: Mapping[str, str] = {
    "value": "value",
    "count": "count",
    "base": "what it is out of",
    "of": "number out of number",
    "interval": "95% interval",
    "change": "change",
    "from-to": "change, from and to",
    "verdict": "change in a word",
    "split": "what the change is made of",
    "needed": "what a clear change would need",
    "rank": "rank",
    "months": "months held",
    "target": "target",
    "average": "average of its control chart",
    "lower-limit": "lower limit of its control chart",
    "upper-limit": "upper limit of its control chart",
    "clearance": "when none would be left",
    "signal": "what its control chart says",
    "stated": "stated in a document",
}

FIGURE_COLUMNS = ("Key", "As printed", "What it is", "Measure", "Area", "Period", "Exact value", "Numerator",
                  "Denominator", "95% interval", "Months held", "Status", "Evidence", "Compared with",
                  "Notes")  # fmt: skip
FIGURES_TITLE = "Every figure of this pack, and how it was made"
FIGURES_ABOUT = (
    "The key names the figure on the page and in the dataset. An exact value is a fraction, before rounding."
)
NOTES_TITLE, NOTES_COLUMNS = "Notes to the tables", ("Note", "What it says")
NO_NOTES = "The tables of this pack need no notes."
CONTENTS_TITLE, CONTENTS_COLUMNS = "Contents", ("Worksheet", "What it holds", "Part of the paper")
WHOLE_PAPER = "The whole paper"
BACK = f"[Back to contents](internal:'{CONTENTS}'!A1)"
ONE_TABLE = "This worksheet contains one table."
HAS_NOTES = f"{ONE_TABLE} It refers to notes, which are on the worksheet named {NOTES}."
