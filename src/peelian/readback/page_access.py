"""The page's access: what keeps someone out of an HTML file, found by reading it (WCAG 2.2, techniques H and F).

It knows no CSS and runs nothing; a browser with axe-core does the rest in the tests.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from peelian.core import contrast

MOST_LETTERS = 220
VOID = ("br", "hr", "img", "input", "link", "meta", "col", "source", "path")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INK = re.compile(r"(?<![-\w])(?:color|--blue|--purple)\s*:\s*(#[0-9a-fA-F]{6})")
Attributes = dict[str, str | None]


def faults(text: str) -> list[str]:
    """A sentence for each fault, with the place it is at; none for a file without."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return [*reader.found, *reader.whole()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.open: list[tuple[str, Attributes, list[str]]] = []
        self.place, self.level, self.tops = "the top", 0, 0
        self.ids: list[str] = []
        self.targets: list[tuple[str, str]] = []
        self.seen: Counter[str] = Counter()
        self.lang = self.captioned = False

    def fault(self, what: str, to_do: str) -> None:
        self.found.append(f"near {self.place!r}: {what}; {to_do}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.seen["page title" if tag == "title" and any(opened == "head" for opened, *_ in self.open) else tag] += 1
        if told.get("id"):
            self.ids.append(str(told["id"]))
        match tag:
            case "html":
                self.lang = bool(told.get("lang"))
            case "img":
                self._alternative(told.get("alt"))
            case "th" if told.get("scope") not in ("row", "col"):
                self.fault("a table heading says neither row nor column", "give it its scope")
            case "a" if str(told.get("href", "")).startswith("#"):
                self.targets.append((str(told["href"])[1:], self.place))
            case "table":
                self.captioned = False
            case "style":
                pass
        if told.get("colspan") or told.get("rowspan"):
            self.fault("a table has a merged cell", "give each row and column a cell of its own")
        if told.get("role") == "region" and not (told.get("aria-label") or told.get("aria-labelledby")):
            self.fault("a region has no name", "name it")
        if (told.get("tabindex") or "0").lstrip("-").isdigit() and int(told.get("tabindex") or 0) > 0:
            self.fault("an element has a place of its own in the order of focus", "leave the order to the page")
        for ink in INK.findall(told.get("style") or ""):
            self._ink(ink)
        if tag not in VOID:
            self.open.append((tag, told, []))

    def handle_data(self, data: str) -> None:
        for _, _, words in self.open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            opened, told, words = self.open.pop()
            self._closed(opened, told, " ".join("".join(words).split()))
            if opened == tag:
                return

    def _closed(self, tag: str, told: Attributes, words: str) -> None:
        match tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._heading(int(tag[1]), words)
            case "a" | "button" | "summary" if not words and not told.get("aria-label"):
                self.fault(f"a {'link' if tag == 'a' else tag} has no words", "write what it leads to")
            case "td" | "th" if not words:
                self.fault("a table has an empty cell", "say why there is nothing")
            case "caption":
                self.captioned = bool(words)
            case "table" if not self.captioned:
                self.fault("a table has no caption", "write what it shows")
            case "desc" if told.get("id"):
                self._alternative(words)
            case "svg" if told.get("role") == "img" and not told.get("aria-labelledby"):
                self.fault("a picture has no words for who cannot see it", "give it a title and a description")
            case "title" if not words:
                self.fault("the page or a picture has no title", "give it one")
            case "style":
                for ink in INK.findall(words):
                    self._ink(ink)

    def _heading(self, level: int, words: str) -> None:
        self.tops += level == 1
        if not words:
            self.fault(f"a heading of level {level} is empty", "write it, or take it out")
        if level > self.level + 1:
            self.fault(f"headings go from level {self.level} to {level}: {words!r}", "leave no level out")
        self.level, self.place = level, words or self.place

    def _alternative(self, words: str | None) -> None:
        if not words:
            self.fault("a picture has no words for who cannot see it", "write what it says")
        elif len(words) > MOST_LETTERS:
            self.fault(f"a picture's words have {len(words)} letters, and {MOST_LETTERS} are the most", "shorten them")

    def _ink(self, ink: str) -> None:
        found = contrast.ratio(ink, "#FFFFFF")
        if found < contrast.LEAST and ink.lower() not in ("#ffffff", "#ffdd00"):
            self.fault(
                f"{ink} has a contrast of {found:.2f} to 1 with white", f"at least {contrast.LEAST} to 1 is needed"
            )

    def whole(self) -> Iterator[str]:
        """What only the whole file tells."""
        twice = [id for id, count in Counter(self.ids).items() if count > 1]
        known = set(self.ids)
        if twice:
            yield f"the id {twice[0]!r} stands twice; every id is one place's alone"
        for target, place in dict.fromkeys(self.targets):
            if target and target not in known:
                yield f"near {place!r}: a link leads to {target!r}, which is not there; mend the link"
        if self.tops != 1:
            yield f"there are {self.tops} headings of level 1; a page has one"
        if not self.lang:
            yield "the language is not told; give html its lang"
        if not self.seen["page title"]:
            yield "there is no title; a page has one"
        if not self.seen["main"]:
            yield "nothing is marked as the main part; a page has one"
