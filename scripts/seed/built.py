"""Packs as built, read as a stranger would: by the standard library, and nothing of Peelian's code."""

import csv
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from fractions import Fraction
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

AUTOMATIC = ("page-brief", "page-summary", "page-plan-measures", "page-priority-", "page-measure-")
"""Pages that print a figure again: named only where no author's page prints it."""

KEY = re.compile(r"(?P<measure>[^@/:]+)@(?P<area>[^/:]+)/(?P<period>[^:]+):(?P<form>.+)")
REFERENCE = re.compile(r"(?P<measure>[^@/:]+)(?:@(?P<area>[^/:]+))?(?:/(?P<period>[^:]+))?(?::(?P<form>.+))?")
COMPUTED = ("recomputed", "official", "reported")
NOT_TOLD = re.compile(r"no (?!clear change)\w+")


@dataclass
class Article:
    """A page of the paper as printed: its figures with their text, and its charts by kind with what they draw."""

    id: str
    title: str = ""
    text: str = ""
    figures: list[tuple[str, str]] = field(default_factory=list)
    charts: list[tuple[str, set[str]]] = field(default_factory=list)

    def prints(self, key: str, text: str) -> bool:
        return (key, text) in self.figures


class Reader(HTMLParser):
    """A built page: its articles, and what it says each measure means."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.articles: list[Article] = []
        self.meanings: dict[str, str] = {}
        self.page: Article | None = None
        self.key = self.measure = self.inside = ""
        self.drawing, self.heading = False, False
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        identity, kind = named.get("id", ""), named.get("class", "")
        if tag in ("article", "section"):
            self._close()
            self.page = Article(identity) if identity.startswith("page-") else None
        elif tag == "div" and kind == "measure":
            self.measure = identity.removeprefix("measure-")
        elif tag == "figure" and self.page:
            self.page.charts.append(("", set()))
        elif tag == "details":
            self.drawing = "twin" in kind
        elif tag in ("svg", "style", "script", "desc"):
            self.inside = tag
        elif tag == "a" and "data-figure" in named:
            self.key, self.said = named["data-figure"], []
        self.heading |= tag == "h3"
        if tag in ("p", "td", "th", "li", "h3", "h4", "caption", "dd", "dt"):
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("article", "section"):
            self._close()
        elif tag == "a" and self.key:
            self._figure(self.key, " ".join("".join(self.said).split()))
            self.key = ""
        elif tag == "details":
            self.drawing = False
        elif tag == "desc":
            self.inside = "svg"
        elif tag == self.inside:
            self.inside = ""
        elif tag == "dl":
            self.measure = ""
        self.heading &= tag != "h3"

    def handle_data(self, data: str) -> None:
        if self.inside == "desc" and self.page and self.page.charts and not self.page.charts[-1][0]:
            self.page.charts[-1] = (data, set())
        if self.inside:
            return
        if self.key:
            self.said.append(data)
        if self.page:
            self.page.text += data
            self.page.title += data if self.heading else ""
        elif self.measure:
            self.meanings[self.measure] = self.meanings.get(self.measure, "") + data

    def _figure(self, key: str, text: str) -> None:
        if self.page:
            self.page.figures.append((key, text))
            if self.drawing and self.page.charts:
                self.page.charts[-1][1].add(key)

    def _close(self) -> None:
        if self.page:
            self.page.text, self.page.title = (" ".join(told.split()) for told in (self.page.text, self.page.title))
            self.articles.append(self.page)
        self.page = None


@dataclass
class Built:
    """A built pack as files: the page and the dataset. `area` is the office's own."""

    name: str
    folder: Path
    area: str

    @cached_property
    def page(self) -> Reader:
        reader = Reader()
        reader.feed((self.folder / "page.html").read_text(encoding="utf-8"))
        reader.close()
        return reader

    @cached_property
    def data(self) -> Mapping[str, Mapping[str, str]]:
        with (self.folder / "dataset" / "observations.csv").open(encoding="utf-8", newline="") as text:
            return {row["key"]: row for row in csv.DictReader(text)}

    @cached_property
    def printed(self) -> Mapping[str, Sequence[Article]]:
        """Each figure printed as the dataset has it, with the articles that print it, those of authors first."""
        found: dict[str, list[Article]] = {}
        for article in sorted(self.page.articles, key=lambda one: one.id.startswith(AUTOMATIC)):
            for key in dict.fromkeys(key for key, text in article.figures if key in self.data):
                if article.prints(key, self.data[key]["text"]):
                    found.setdefault(key, []).append(article)
        return found

    def keys(self, reference: str, among: Sequence[str]) -> list[str]:
        """The keys that a reference names, as narratives write them: area and period are the pack's unless named."""
        found = REFERENCE.fullmatch(reference)
        assert found, f"docs/seed.toml: {reference!r} is no reference"
        wanted = {
            "measure": found["measure"],
            "area": found["area"] or self.area,
            "period": _period(found["period"] or "quarter", self.name),
            "form": found["form"] or "value",
        }
        keys = [(key, KEY.fullmatch(key)) for key in among]
        return [key for key, got in keys if got and all(fnmatchcase(got[p], wanted[p]) for p in wanted)]

    def state(self, key: str) -> str:
        """computed, withheld, incomplete or stated, by what the dataset says of the figure."""
        row = self.data[key]
        if row["status"] == "value" and NOT_TOLD.match(row["text"]):
            return "incomplete"
        return "computed" if row["status"] == "value" and row["evidence"] in COMPUTED else row["status"]

    @cached_property
    def on_the_page(self) -> set[str]:
        return {key for article in self.page.articles for key, _ in article.figures}

    @cached_property
    def statements(self) -> Mapping[str, Article]:
        """Each statement with the first article, of authors' own before others, that prints it."""
        found: dict[str, Article] = {}
        for article in sorted(self.page.articles, key=lambda one: one.id.startswith(AUTOMATIC)):
            for key, _ in article.figures:
                if key.startswith("stated:"):
                    found.setdefault(key.removeprefix("stated:"), article)
        return found

    def number(self, reference: str) -> Fraction | None:
        """The exact value of a figure that is printed; None where it is not, or has none."""
        keys = [key for key in self.keys(reference, list(self.data)) if key in self.on_the_page]
        exact = self.data[keys[0]]["value_exact"] if keys else ""
        return Fraction(exact) if exact else None


def _period(told: str, quarter: str) -> str:
    """A period's key, or what one must look like: `quarter`, `month`, `month-3`, `12m`, `ytd`, `quarter-before`."""
    year, number = int(quarter[:4]), int(quarter[-1])
    last = year * 12 + 3 + 3 * number - 1
    months = [f"{at // 12}-{at % 12 + 1:02}" for at in (last, last - 3)]
    before = (year, number - 1) if number > 1 else (year - 1, 4)
    named = {
        "quarter": quarter,
        "quarter-before": f"{before[0]}-{(before[0] + 1) % 100:02}-q{before[1]}",
        "month": months[0],
        "month-3": months[1],
        "12m": f"12m-{months[0]}",
        "ytd": f"*-ytd-{months[0]}",
    }
    return named.get(told, told)


def packs(folder: Path) -> list[Built]:
    """The built packs of a workspace, the latest first."""
    area = tomllib.loads((folder / "office.toml").read_text(encoding="utf-8"))["area"]
    pointers = sorted((folder / "build" / "packs").glob("*/current"), reverse=True)
    return [Built(p.parent.name, p.parent / p.read_text(encoding="utf-8").strip(), area) for p in pointers]
