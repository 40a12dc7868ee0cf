"""The page's access: what keeps someone out of an HTML file, found by reading it (WCAG 2.2, techniques H and F).

It knows no style sheet and runs nothing; a browser with axe-core does the rest in the tests. Each fault is a sentence,
"where: what; what to do", and where is the nearest heading or the table, with the id of the page it stands on.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from peelian.typography import contrast

MOST_LETTERS = 220
WHITE = "#ffffff"
VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "col", "source", "wbr", "path", "rect", "line", "circle"))
READ = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "a", "button", "summary", "td", "th", "caption", "title", "desc"))
"""Elements whose words are asked for when they close."""

DRAWN = re.compile(r"</?(?:g|path|rect|line|circle|polygon|ellipse|tspan)\b[^>]*>")
"""Shapes of pictures: half of a page's tags, and none of them can be at fault."""

BRAND = re.compile(r"--(?:blue|purple)\s*:\s*(#[0-9a-fA-F]{3,6})\b")
INK = re.compile(r"(?<![-\w])color\s*:\s*(#[0-9a-fA-F]{3,6})\b")
DECLARATIONS = re.compile(r"\{([^{}]*)\}")
CUSTOM_PROPERTY = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]+)")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
DEEPEST, NEARLY = 3, 1.3
"""Of a style sheet: what a rule says, names given to values, their uses, and how deep one may stand for another.

Ink with less contrast than NEARLY to white is meant for a dark ground.
"""

PAPER = re.compile(r"background(?:-color)?\s*:\s*(#[0-9a-fA-F]{3,6})\b")
POSITIVE = re.compile(r"\s*\+?0*[1-9]\d*\s*")
Attributes = dict[str, str | None]


def page_faults(text: str) -> list[str]:
    """A sentence for each fault, with the place it is at; none for a file without."""
    reader = _Reader()
    reader.feed(DRAWN.sub("", text))
    reader.close()
    return [*reader.found, *reader.whole()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.open: list[tuple[str, Attributes, int]] = []
        self.words: list[str] = []
        self.page = self.heading = self.caption = ""
        self.level = self.tops = 0
        self.ids: Counter[str] = Counter()
        self.targets: dict[tuple[str, str], str] = {}
        self.seen: set[str] = set()
        self.lang = self.titled = False
        self.captioned = self.summarised = True
        self.picture: dict[str, str] | None = None

    def place(self) -> str:
        if self.caption:
            return f"in the table {self.caption!r}"
        near = f"near {self.heading!r}" if self.heading else "at the top"
        return f"{near} (#{self.page})" if self.page else near

    def fault(self, what: str, to_do: str) -> None:
        self.found.append(f"{self.place()}: {what}; {to_do}")

    def updatepos(self, i: int, j: int) -> int:  # noqa: ARG002 - the base class's own names
        """Nobody asks for line numbers here, and counting them takes a tenth of the time."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.seen.add(tag)
        match tag:
            case "html":
                self.lang = bool(told.get("lang"))
            case "article" | "section":
                self.page = told.get("id") or self.page
            case "img":
                self._image(told)
            case "svg":
                self._drawing(told)
            case "text":
                self._ink(told.get("fill") or "", WHITE)
            case "table":
                self.captioned, self.caption = False, ""
            case "details":
                self.summarised = False
            case "summary":
                self.summarised = True
            case "th" if (told.get("scope") or "") not in ("row", "col", "rowgroup", "colgroup"):
                self.fault("a table heading says neither row nor column", "give it its scope")
        if tag not in VOID:
            self.open.append((tag, told, len(self.words)))
        if told:
            self._attributes(tag, told)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            opened, told, at = self.open.pop()
            if opened in READ:
                self._read(opened, told, " ".join("".join(self.words[at:]).split()))
            elif opened == "table":
                self._table()
            elif opened == "details" and not self.summarised:
                self.fault("a part that folds away has no words to open it by", "give it a summary")
            elif opened == "svg":
                self._drawn()
            elif opened == "style":
                self._sheet("".join(self.words[at:]))
            if opened == tag:
                return

    def _attributes(self, tag: str, told: Attributes) -> None:
        """What any element may have wrong."""
        if id := told.get("id"):
            self.ids[id] += 1
        if tag == "a" and (href := told.get("href") or "").startswith("#"):
            if (link := (href[1:], "a link leads to")) not in self.targets:
                self.targets[link] = self.place()
            return
        for names in ("aria-labelledby", "aria-describedby"):
            for id in (told.get(names) or "").split():
                self.targets.setdefault((id, "an element has its name from"), self.place())
        if told.get("colspan", "1") != "1" or told.get("rowspan", "1") != "1":
            self.fault("a table has a merged cell", "give each row and column a cell of its own")
        if told.get("role") in ("region", "group") and not (told.get("aria-label") or told.get("aria-labelledby")):
            self.fault("a region has no name", "name it")
        if POSITIVE.fullmatch(told.get("tabindex") or "0"):
            self.fault("an element has a place of its own in the order of focus", "leave the order to the page")
        if style := told.get("style"):
            paper = PAPER.search(style)
            for ink in INK.findall(style):
                self._ink(ink, paper[1] if paper else WHITE)

    def _read(self, tag: str, told: Attributes, words: str) -> None:
        match tag:
            case "a" | "button" | "summary" if not (words or told.get("aria-label") or told.get("aria-labelledby")):
                self.fault(f"a {'link' if tag == 'a' else tag} has no words", "write what it leads to")
            case "td" | "th" if not words:
                self.fault("a table has an empty cell", "say why there is nothing")
            case "caption":
                self.captioned, self.caption = bool(words), words
            case "title" | "desc" if self.picture is not None:
                self.picture[tag] = words
            case "title":
                self.titled = bool(words)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._headed(int(tag[1]), words)

    def _headed(self, level: int, words: str) -> None:
        self.tops += level == 1
        if not words:
            self.fault(f"a heading of level {level} is empty", "write it, or take it out")
        self.heading = words or self.heading
        if level > self.level + 1:
            self.fault(f"headings go from level {self.level} to {level}", "leave no level out")
        self.level = level

    def _table(self) -> None:
        if not self.captioned:
            self.fault("a table has no caption", "write what it shows")
        self.captioned, self.caption = True, ""

    def _image(self, told: Attributes) -> None:
        self._alternative(told.get("alt") or "", told.get("title") or "")
        self.words.append(told.get("alt") or "")

    def _drawing(self, told: Attributes) -> None:
        self.picture = {"label": told.get("aria-label") or "", "hidden": told.get("aria-hidden") or ""}
        if told.get("role") != "img" and not self.picture["hidden"]:
            self.fault("a picture is not told as one", "give it the role img")

    def _drawn(self) -> None:
        picture, self.picture = self.picture or {}, None
        if picture.get("hidden") == "true":
            return
        if not picture.get("title"):
            self.fault("a picture has no title", "give it one")
        self._alternative(picture.get("desc") or picture.get("label") or "", picture.get("title") or "")

    def _alternative(self, words: str, title: str) -> None:
        if not words.strip():
            self.fault("a picture has no words for who cannot see it", "write what it says")
        elif words == title:
            self.fault(f"a picture's words are its title again: {title!r}", "write what it shows, its data and message")
        elif len(words) > MOST_LETTERS:
            self.fault(f"a picture's words have {len(words)} letters, and {MOST_LETTERS} are the most", "shorten them")

    def _sheet(self, css: str) -> None:
        """The colours of a style sheet: each rule's text on its own ground, else on white; the office's two on white.

        Nearly white text without a ground of its own stands on that of what holds it, told by another rule.
        """
        for colour in BRAND.findall(css):
            self._ink(colour, WHITE)
        named: dict[str, str] = {}
        for name, value in CUSTOM_PROPERTY.findall(css):
            named.setdefault(name, value.strip())
        for _ in range(DEEPEST):
            css = VARIABLE.sub(lambda used: named.get(used[1], used[2] or "none"), css)
        for told in DECLARATIONS.findall(css):
            ground = PAPER.search(told)
            for ink in INK.findall(told):
                if ground or not _nearly_white(ink):
                    self._ink(ink, ground[1] if ground else WHITE)

    def _ink(self, ink: str, paper: str) -> None:
        ink, paper = _six(ink), _six(paper)
        if not ink:
            return
        found = contrast.ratio(ink, paper)
        if found < contrast.LEAST_CONTRAST:
            on = "white" if paper == WHITE else paper
            to_do = f"at least {contrast.LEAST_CONTRAST} to 1 is needed"
            self.fault(f"text of {ink} has a contrast of {found:.2f} to 1 with {on}", to_do)

    def whole(self) -> Iterator[str]:
        """What only the whole file tells."""
        for id in (id for id, count in self.ids.items() if count > 1):
            yield f"#{id}: {self.ids[id]} elements have this id; an id is one element's alone"
        for (target, what), place in self.targets.items():
            if target and target not in self.ids:
                yield f"{place}: {what} #{target}, which is not there; mend it"
        if self.tops != 1:
            yield f"the page: it has {self.tops} headings of level 1; a page has one"
        if not self.lang:
            yield "the page: its language is not told; give html its lang"
        if not self.titled:
            yield "the page: it has no title; give it one"
        if "main" not in self.seen:
            yield "the page: nothing is marked as its main part; a page has one"


def _nearly_white(ink: str) -> bool:
    return bool(_six(ink)) and contrast.ratio(_six(ink), WHITE) < NEARLY


def _six(colour: str) -> str:
    """A colour as #rrggbb; empty for what is no colour written in full or in short."""
    if re.fullmatch(r"#[0-9a-fA-F]{3}", colour):
        colour = "#" + "".join(digit * 2 for digit in colour[1:])
    return colour.lower() if contrast.HEX.fullmatch(colour) else ""
