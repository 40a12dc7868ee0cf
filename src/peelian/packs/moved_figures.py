"""Sent: what the paper said when it went out, so that figures that moved since are told to the Panel."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from peelian.core.errors import DefinitionError
from peelian.core.language import say
from peelian.core.pack import Cell, Pack, Page, Row, Run, Slide, Table, figure_keys
from peelian.core.phrases import Phrase
from peelian.packs.packfile import digest, dumps

SENT = "sent.json"
ON_THE_SLIDE = 6
"""Moved figures that the last slide names before it says how many more there are."""


def note(pack: Pack, folder: Path) -> Path:
    """Keep what the paper says now, beside the pack's text. Told again, the later paper counts."""
    path = folder / "packs" / pack.id / SENT
    told = {"paper": digest(dumps(pack)), "figures": {key: pack.figures[key].text for key in _printed(pack)}}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def with_moved(pack: Pack, folder: Path) -> Pack:
    """The pack, with a last slide and a last page that list the figures that moved since its paper went out."""
    moved = tuple(_moved(pack, folder / "packs" / pack.id / SENT))
    if not moved:
        return pack
    title = (Run(say(Phrase.MOVED_TITLE)),)
    heads = tuple(map(say, (Phrase.FIGURE, Phrase.MOVED_THEN, Phrase.MOVED_NOW)))
    whole = Table(say(Phrase.MOVED_TITLE), heads, moved)
    short = replace(whole, rows=moved[:ON_THE_SLIDE])
    about = say(Phrase.ABOUT_THE_PAPER)
    page = Page("moved", about, title, (whole,))
    return replace(
        pack,
        pages=(*pack.pages, page),
        slides=(*pack.slides, Slide("slide-moved", "table", about, title, (short,), "moved")),
    )


def _moved(pack: Pack, path: Path) -> Iterator[Row]:
    try:
        before = json.loads(path.read_text(encoding="utf-8"))["figures"] if path.exists() else {}
    except (ValueError, KeyError, TypeError):
        raise DefinitionError(str(path), "it cannot be read", "run `peelian sent` again, or remove it") from None
    titles = {measure.name: measure.title for measure in pack.measures}
    for key in _printed(pack):
        receipt = pack.figures[key]
        then = str(before.get(key, receipt.text))
        if then != receipt.text:
            then = receipt.text if receipt.status == "withheld" else then
            what = ", ".join(
                part
                for part in (titles.get(receipt.measure, receipt.measure), receipt.area_name, receipt.period_words)
                if part
            )
            yield Row((Run(what),), (Cell((Run(then),)), Cell((Run(receipt.text, key),))))


def _printed(pack: Pack) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for page in pack.pages for key in figure_keys(page.title, page.blocks)))
