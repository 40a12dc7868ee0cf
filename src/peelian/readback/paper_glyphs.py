"""Characters that would print as boxes: those of a paper that no shipped font has, each with its place.

A PDF/UA names every character for who hears it; a box has none.
"""

import base64
import re
from html.parser import HTMLParser

from peelian.typography.glyphs import lacking, named

PICTURE = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")
UNPRINTED = ("style", "script", "title")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption")


def faults(text: str) -> list[str]:
    """A sentence for each character, at the first place it stands at: where, what, what to do."""
    pictures = "".join(base64.b64decode(found[1]).decode("utf-8", "replace") for found in PICTURE.finditer(text))
    if not any(lacking(text)) and not any(lacking(pictures)):
        return []
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return [f"{place}: {what(character)}" for character, place in reader.found.items()]


def what(character: str) -> str:
    """What is wrong with a character, and what to do."""
    return f"{named(character)} is in no font that papers are printed in; write a word for it, or another sign"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self.open: list[str] = []
        self.place = "at the top"
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag in HEADINGS:
            self.words = ""
        if tag == "img" and (picture := PICTURE.match(dict(attrs).get("src") or "")):
            self._look(re.sub(r"<[^>]*>", " ", base64.b64decode(picture[1]).decode("utf-8", "replace")))

    def handle_data(self, data: str) -> None:
        self.words += data
        if not {*self.open} & {*UNPRINTED}:
            self._look(data)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass  # elements that end of themselves, such as a picture
        if tag in HEADINGS and (words := " ".join(self.words.split())):
            self.place = f"near {words!r}"

    def _look(self, text: str) -> None:
        for character in lacking(text):
            self.found.setdefault(character, self.place)
