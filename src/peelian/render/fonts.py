"""The letters that charts and papers are drawn with: shipped, so that a machine without fonts loses no word.

Liberation Sans, which has Arial's widths; its own licence is beside it. What lays out papers knows it as Peelian Sans:
another version of it on the machine changes nothing.
"""

import os
from functools import cache

from peelian.core.shipped_files import SHIPPED

FONTS = SHIPPED / "fonts"


@cache
def for_charts() -> None:
    """Known to what draws charts, once in a process."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))


def for_papers() -> None:
    """Known to what lays out papers, which asks fontconfig; before it is first asked. A choice made outside stands."""
    os.environ.setdefault("FONTCONFIG_FILE", str(FONTS / "fonts.conf"))
