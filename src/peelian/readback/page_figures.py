"""The page's figures: the text of each link that says whose figure it is."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from peelian.readback.printed import PrintedFigure


def read_page(page: Path) -> tuple[PrintedFigure, ...]:
    """Every `<a data-figure="KEY">`, in order, with the nearest id before it as its place."""
    reader = _Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    reader.close()
    return tuple(reader.found())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.figures: list[tuple[str, str, list[str]]] = []
        self.place = ""
        self.key: str | None = None

    def updatepos(self, i: int, j: int) -> int:  # noqa: ARG002 - the base class's own names
        """Nobody asks for line numbers here, and counting them takes a tenth of the time."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in ("section", "article", "main") and named.get("id"):
            self.place = f"#{named['id']}"
        if tag == "a" and named.get("data-figure") is not None:
            self.key = named["data-figure"] or ""
            self.figures.append((self.key, self.place, []))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.key = None

    def handle_data(self, data: str) -> None:
        if self.key is not None:
            self.figures[-1][2].append(data)

    def found(self) -> Iterator[PrintedFigure]:
        return (PrintedFigure(key, " ".join("".join(parts).split()), place) for key, place, parts in self.figures)
