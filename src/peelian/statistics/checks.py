"""What input is possible: each check gives the number back as a float or raises ValueError saying what is wrong."""

import math
from collections.abc import Sequence

Number = int | float


def count(number: Number, name: str) -> float:
    """At least zero."""
    checked = finite(number, name)
    if checked < 0:
        raise ValueError(f"{name} is {number}, and cannot be below zero")
    return checked


def base(number: Number, name: str) -> float:
    """Above zero."""
    checked = finite(number, name)
    if checked <= 0:
        raise ValueError(f"{name} is {number}, and must be above zero")
    return checked


def part(events: Number, whole: Number) -> tuple[float, float]:
    """Events among a base they are part of."""
    checked = count(events, "events"), base(whole, "base")
    if checked[0] > checked[1]:
        raise ValueError(f"{events} events are more than their base, {whole}")
    return checked


def confidence_level(confidence: float) -> float:
    """Strictly between 0 and 1."""
    if not 0 < finite(confidence, "confidence") < 1:
        raise ValueError(f"confidence is {confidence}, and must be between 0 and 1, such as 0.95")
    return confidence


def whole_number(number: int, name: str, least: int) -> int:
    """A whole number, at least so much."""
    if number != int(finite(number, name)) or number < least:
        raise ValueError(f"{name} is {number}, and must be a whole number, at least {least}")
    return int(number)


def choice(chosen: str, name: str, among: Sequence[str]) -> str:
    if chosen not in among:
        raise ValueError(f"{name} is {chosen!r}, and must be one of {', '.join(among)}")
    return chosen


def series(values: Sequence[Number | None], name: str = "a value") -> tuple[float | None, ...]:
    """Finite numbers and gaps."""
    return tuple(None if value is None else finite(value, name) for value in values)


def paired(first: Sequence[object], second: Sequence[object], what: str) -> None:
    if len(first) != len(second):
        raise ValueError(f"{what} differ in length: {len(first)} and {len(second)}")


def finite(number: Number, name: str) -> float:
    if isinstance(number, str | bytes):
        raise ValueError(f"{name} is {number!r}, text and not a number")
    try:
        checked = float(number)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} is {number!r}, not a number") from None
    if not math.isfinite(checked):
        raise ValueError(f"{name} is {number}, not a finite number")
    return checked
