"""The files that come with Peelian: measures, return templates, lookups, page templates, fonts. No code among them."""

from importlib import resources
from pathlib import Path

SHIPPED = Path(str(resources.files("peelian"))) / "shipped"


def shipped_text(*path: str) -> str:
    """The text of a file below `shipped`, with the line ends it has."""
    return SHIPPED.joinpath(*path).read_bytes().decode("utf-8")
