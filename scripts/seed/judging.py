"""Rows of docs/seed.toml held against built packs: where each is printed, with what status, and what is wrong."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from built import COMPUTED, Article, Built

ROWS = Path(__file__).resolve().parents[2] / "docs" / "seed.toml"
Row = Mapping[str, object]

MUST = {
    "interval": (re.compile(r"\d.* to .*\d"), "is no interval"),
    "of": (re.compile(r"\d of .*\d|based on \d"), "is no n of N"),
    "base": (re.compile(r"\d"), "is no base"),
    "rank": (re.compile(r" of \d+ \w+"), "does not name its universe"),
    "from-to": (
        re.compile(r"(from .* to .*|.*, unchanged.*) compared with "),
        "does not give both ends and the period",
    ),
    "split": (
        re.compile(r"the number counted is .*; the number it is out of is "),
        "does not split numerator and denominator",
    ),
    "target": (re.compile(r"\d.* \((met|not met)\)"), "does not say whether the target was met"),
    "clearance": (re.compile(r"fewer a month"), "does not give a pace"),
    "needed": (re.compile(r"base of|clear"), "does not tell the base needed"),
}
"""What a figure of each form must look like in print, and what is wrong otherwise."""

PER_CENT_MOVED = re.compile(r"\b(up|down) [\d.,]+%")


@dataclass
class Found:
    """What became of a row in a workspace: where it is printed, with what status, and what is wrong."""

    status: str
    pack: str = ""
    articles: tuple[Article, ...] = ()
    missing: tuple[str, ...] = ()


def in_made_up(row: Row, built: Sequence[Built]) -> Found:
    """The latest pack in which the row holds; where it holds in none, what the latest lacks."""
    if waits := row.get("waits"):
        return Found(f"waits for: {waits}")
    tried = (_held(row, one) for one in built)
    found: Found | None = None
    for one in tried:
        if not one.missing:
            return one
        found = found or one
    return found or Found("not built", missing=("no pack is built",))


def _held(row: Row, built: Built) -> Found:
    missing: list[str] = []
    articles: dict[str, Article] = {}
    states: set[str] = set()
    if row.get("off_period"):
        missing += _unflagged(built)
        articles |= {one.id: one for one in built.page.articles if one.id == "page-other-periods"}
        states.add("computed")
    for reference in listed(row, "figures"):
        good, fault = _printed(reference, row, built)
        missing += [fault] if fault else []
        for key in good:
            states.add(built.state(key))
            articles.setdefault(built.printed[key][0].id, built.printed[key][0])
    missing += chain(_undrawn(row, built, articles), _uneven(row, built), _once(row, built))
    missing += _unsaid(row, built, list(articles.values()))
    missing += ["nothing is computed"] if states == {"withheld"} else []
    told = ", some ".join(word for word in ("computed", "withheld") if word in states) or "not printed"
    return Found(told, built.name, tuple(articles.values()), tuple(missing))


def _printed(reference: str, row: Row, built: Built) -> tuple[list[str], str]:
    """The keys a reference names that are printed as they must be, and where they are too few what is wrong.

    Of any area there must be two at least: one is no comparison.
    """
    good, faults = [], []
    for key in built.keys(reference, list(built.printed)):
        state = built.state(key)
        if state != "computed" and not (state == "withheld" and row.get("withheld")):
            faults.append(f"{reference} is {state}")
        elif state == "computed" and (fault := _ill_printed(built, key)):
            faults.append(f"{reference} {fault}")
        else:
            good.append(key)
    if len(good) >= (2 if "@*" in reference else 1):
        return good, ""
    return good, faults[0] if faults else f"{reference} is not printed"


def _ill_printed(built: Built, key: str) -> str:
    """What is wrong with a figure's print, for its form; empty where nothing is."""
    row, form = built.data[key], key.rpartition(":")[2]
    if form in MUST and not MUST[form][0].search(row["text"]):
        return f"{MUST[form][1]}: {row['text']!r}"
    percent = row["unit"] in ("percent", "percentage points")
    if form in ("change", "from-to") and percent and PER_CENT_MOVED.search(row["text"]):
        return f"moves in per cent, not points: {row['text']!r}"
    if form == "value" and percent and not row["denominator"] and not _based(built, key):
        return "has no base"
    if "Version" not in built.page.meanings.get(row["measure"], ""):
        return "has no definition with a version"
    return ""


def _based(built: Built, key: str) -> bool:
    """Whether the base of a weighted percentage is printed, though it is no denominator."""
    return any(f"{key.rpartition(':')[0]}:{form}" in built.printed for form in ("base", "of"))


def _undrawn(row: Row, built: Built, articles: dict[str, Article]) -> Iterator[str]:
    for told in listed(row, "charts"):
        kind, reference = told.split(": ")
        for article in built.page.articles:
            if any(words.startswith(kind) and built.keys(reference, list(keys)) for words, keys in article.charts):
                articles.setdefault(article.id, article)
                break
        else:
            yield f"no {kind[:1].lower()}{kind[1:]} of {reference}"


def _uneven(row: Row, built: Built) -> Iterator[str]:
    """Sums of printed figures that do not come to what is printed."""
    for told in listed(row, "adds"):
        total, parts = told.split(" = ")
        signs = [(1, reference) for reference in parts.replace(" - ", " + -").split(" + ")]
        numbers = [(-1 if ref.startswith("-") else 1, built.number(ref.lstrip("-"))) for _, ref in signs]
        whole = built.number(total)
        if whole is None or any(number is None for _, number in numbers):
            yield f"a part of {told!r} is not printed"
        elif whole != sum(sign * (number or 0) for sign, number in numbers):
            yield f"{told!r} does not add up"


def _once(row: Row, built: Built) -> Iterator[str]:
    """Figures that stand on two pages or more, and are not told alike on each."""
    for reference in listed(row, "repeated"):
        for key in built.keys(reference, list(built.data)):
            told = [{text for k, text in one.figures if k == key} for one in built.page.articles]
            told = [texts for texts in told if texts]
            if len(told) < 2:
                yield f"{reference} stands on one page alone"
            elif len(set().union(*told)) > 1:
                yield f"{reference} is told in more than one way"


def _unsaid(row: Row, built: Built, articles: Sequence[Article]) -> Iterator[str]:
    """What must be said beside the row's figures, or in the definitions of their measures, and is not."""
    measures = {reference.partition("@")[0].split("/")[0].split(":")[0] for reference in listed(row, "figures")}
    text = " ".join(
        (*(one.text for one in articles), *(built.page.meanings.get(name, "") for name in sorted(measures)))
    )
    yield from (f"{words!r} is not said" for words in listed(row, "says") if not re.search(words, text))


def _unflagged(built: Built) -> Iterator[str]:
    """Figures of another period than the pack's that the page of such figures does not tell of."""
    told = next((one.text for one in built.page.articles if one.id == "page-other-periods"), "")
    lacking: dict[str, None] = {}
    for key in built.on_the_page:
        row = built.data[key]
        if row["status"] == "stated" or not row["measure"] or row["period"] == built.name:
            continue
        month = re.fullmatch(r"\d{4}-\d{2}", row["period"])
        if row["title"] not in told or not (month or row["period_words"] in told):
            lacking[f"{row['title']}, {row['period_words']}"] = None
    yield from (f"not told to be of another period: {one}" for one in sorted(lacking)[:3])


def in_public(row: Row, built: Sequence[Built]) -> Found:
    """Recomputed or official where a public source gives it, else stated, else not held."""
    if row.get("off_period"):
        lacking = [fault for one in built for fault in _unflagged(one)]
        pages = tuple(a for a in built[0].page.articles if a.id == "page-other-periods") if built else ()
        return Found("told by the pack itself", built[0].name if built else "", pages, tuple(lacking))
    lacking = [f"stated:{name} is not printed" for name in listed(row, "stated") if not _says(built, name)]
    given = [(reference, _public(built, reference)) for reference in listed(row, "public")]
    lacking += [f"no public figure: {reference}" for reference, found in given if not found]
    if held := [found for _, found in given if found]:
        note = f", {row['public_note']}" if row.get("public_note") else ""
        evidence = " and ".join(sorted({one.data[key]["evidence"] for one, key in held}))
        found = {one.printed[key][0].id: one.printed[key][0] for one, key in held if one is held[0][0]}
        return Found(evidence + note, held[0][0].name, tuple(found.values()), tuple(lacking))
    for one in built:
        printed = one.statements
        if said := [printed[name] for name in listed(row, "stated") if name in printed]:
            stated = {article.id: article for article in said}
            return Found("stated", one.name, tuple(stated.values()), tuple(lacking))
    return Found("no public source held", missing=tuple(lacking))


def _says(built: Sequence[Built], name: str) -> bool:
    return any(name in one.statements for one in built)


def _public(built: Sequence[Built], reference: str) -> tuple[Built, str] | None:
    """The latest pack that prints the reference recomputed or official, and the key."""
    for one in built:
        for key in one.keys(reference, list(one.printed)):
            if one.state(key) == "computed" and one.data[key]["evidence"] in COMPUTED[:2]:
                return one, key
    return None


def listed(row: Row, name: str) -> list[str]:
    listed = row.get(name, [])
    assert isinstance(listed, list), f"docs/seed.toml, {row['id']}: {name} is no list"
    return [str(one) for one in listed]


@dataclass(frozen=True)
class Judged:
    """A row with what became of it in each workspace."""

    row: Row
    made_up: Found
    public: Found

    @property
    def fails(self) -> tuple[str, ...]:
        """What is wrong. A row that waits fails nothing; a figure must hold in both, and not be stated alone."""
        if self.row.get("waits"):
            return ()
        lacking = (*self.made_up.missing, *self.public.missing)
        alone = self.made_up.status in ("stated", "not printed") and not lacking
        return (*lacking, "it is computed nowhere") if alone else lacking


def rows() -> list[Row]:
    return list(tomllib.loads(ROWS.read_text(encoding="utf-8"))["row"])


def judge(made_up: Sequence[Built], public: Sequence[Built]) -> list[Judged]:
    return [Judged(row, in_made_up(row, made_up), in_public(row, public)) for row in rows()]
