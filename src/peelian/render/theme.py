"""Colours and fonts shared by every renderer: the Analysis Function's palette, on white."""

BLUE, TURQUOISE, PURPLE, ORANGE, GREY, LAVENDER = PALETTE = (
    "#12436D",
    "#28A197",
    "#801650",
    "#F46A25",
    "#3D3D3D",
    "#A285D1",
)
"""In the order series take them. Each has 3:1 on white, enough for a line or a bar and not for text: words are INK."""

INK = "#0B0C0C"
MUTED = "#505A5F"
RULE = "#B1B4B6"
GRID = "#E5E8EA"
QUIET = "#7F97AE"
"""Bars beside the one that matters: a grey-blue with 3:1 on white."""

FONTS = ("Peelian Sans", "Arial", "Liberation Sans", "sans-serif")
"""Liberation Sans has Arial's widths: what is measured on a server with the one fits a reader's page in the other.

Peelian Sans is the Liberation Sans that papers are laid out with (`lettering`); no reader's machine has it.
"""

FONT_STACK = ", ".join(f"'{font}'" if " " in font else font for font in FONTS)
