"""Rounding, in one place: once, at printing, from exact numbers, halves away from zero."""

from decimal import Decimal
from fractions import Fraction


def rounded(value: Fraction, places: int) -> Decimal:
    """The nearest decimal with so many places; a half goes away from zero (definitions, section 3).

    >>> rounded(Fraction(5, 2), 0), rounded(Fraction(-5, 2), 0), rounded(Fraction(1, 8), 2)
    (Decimal('3'), Decimal('-3'), Decimal('0.13'))
    """
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)


def printed(value: Fraction, places: int) -> str:
    """Rounded, with thousands separated by commas and a true minus sign; never a negative zero."""
    number = rounded(value, places)
    return f"{abs(number):,.{places}f}" if number >= 0 else f"−{abs(number):,.{places}f}"
