"""Number formats: what Office prints of a number by a format such as `#,##0.0"%"`."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

PARTS = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<number>[#0,?]*[0#](?:\.0+)?)|(?P<percent>%)|(?P<other>.)')
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
BUILT_IN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"}
EPOCH = date(1899, 12, 30)


def as_formatted(value: float, code: str) -> str:
    """The number as printed by the format, its first section alone: our own files need no more."""
    if code in ("", "General", "@"):
        return f"{value:.12g}"
    if "yy" in code:
        return day(value, code)
    parts = list(PARTS.finditer(re.sub(r"\[[^\]]*\]", "", code).partition(";")[0]))
    exact = Decimal(repr(value)) * (100 if any(part["percent"] for part in parts) else 1)
    text = ""
    for part in parts:
        if part["number"]:
            text += _digits(abs(exact), part["number"])
        else:
            text += part["quoted"] or part["escaped"] or part["percent"] or part["other"] or ""
    return f"-{text}" if exact < 0 else text


def day(serial: float, code: str) -> str:
    """A date as a month and year, the only dates on our axes: Oct 2025 or October 2025."""
    when = EPOCH + timedelta(days=int(serial))
    name = MONTHS[when.month - 1]
    return f"{name if 'mmmm' in code else name[:3]} {when.year}"


def _digits(number: Decimal, code: str) -> str:
    places = len(code.partition(".")[2])
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,f}" if "," in code else f"{rounded:f}"
