"""Contrast between two colours, as WCAG 2.2 defines it."""

import re

LEAST_CONTRAST = 4.5
"""For text of usual size (WCAG 2.2, success criterion 1.4.3)."""

HEX = re.compile(r"#[0-9a-fA-F]{6}")


def ratio(one: str, other: str) -> float:
    """From 1 (alike) to 21 (black on white), of two colours as #RRGGBB. ValueError for anything else."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    if not HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is no colour; write it as #12436D")
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
