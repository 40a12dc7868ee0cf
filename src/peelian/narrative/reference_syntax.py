"""References: how a narrative names a figure, `measure@AREA/PERIOD:FORM`, each part but the measure optional."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

Form = Literal[
    "value", "count", "base", "of", "interval", "change", "from-to", "verdict", "split", "needed",
    "signal", "rank", "months", "target", "average", "lower-limit", "upper-limit", "clearance"
]  # fmt: skip
COMPARING = ("change", "from-to", "verdict", "split", "needed")
"""Forms that set the period beside an earlier one."""

OF_A_SERIES = ("signal", "average", "lower-limit", "upper-limit")
"""Forms that rest on every month held, up to the period's last."""

FORMS: tuple[str, ...] = get_args(Form)

REFERENCE = re.compile(
    r"(?P<measure>[a-z][a-z0-9_]*)?(?:@(?P<area>[A-Za-z0-9-]+))?(?:/(?P<period>[0-9a-z-]+))?(?::(?P<form>[a-z-]+))?"
)
STATED = "stated:"
GRAMMAR = "write it as measure, measure@AREA, measure/PERIOD, measure:FORM, or all of them, measure@AREA/PERIOD:FORM"


@dataclass(frozen=True)
class Reference:
    """A figure named, perhaps in part: empty parts are filled from a table's row and column, then from the pack."""

    measure: str = ""
    area: str = ""
    period: str = ""
    form: str = ""

    @classmethod
    def parse(cls, text: str) -> "Reference":
        """ValueError when the text does not name a figure."""
        match = REFERENCE.fullmatch(text.strip())
        if not match or not any(match.groupdict().values()):
            raise ValueError(f"{text!r} does not name a figure; {GRAMMAR}")
        found = cls(**{part: told or "" for part, told in match.groupdict().items()})
        if found.form and found.form not in FORMS:
            raise ValueError(f"{found.form!r} is not a form; use one of {', '.join(FORMS)}")
        return found

    def over(self, other: "Reference") -> "Reference":
        """This, with what it leaves open taken from another."""
        return Reference(
            self.measure or other.measure,
            self.area or other.area,
            self.period or other.period,
            self.form or other.form,
        )
