"""Aligning: which slide, paragraph and cell of an edited deck was which in the deck as it was made."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from peelian.readback.decks import Grid, SlideRead, Text
from peelian.readback.tokens import skeleton, tokens, wordless

_T = TypeVar("_T")
Pair = tuple[_T | None, _T | None]
"""As made and as edited: None before where it is new, None after where it was left out."""

ALIKE, KNOWN_AGAIN = 0.6, 0.5
"""How much of two titles, or of two paragraphs' words, must be the same for them to be taken as one."""


def slides(made: Sequence[SlideRead], edited: Sequence[SlideRead]) -> list[Pair[SlideRead]]:
    """By id, else by the most similar title. A slide that was doubled is held twice against the one it came from."""
    by_id = {slide.id: slide for slide in made if slide.id}
    found = {slide.number: by_id.get(slide.id) for slide in edited}
    free = [slide for slide in made if slide not in found.values()]
    for slide in edited:
        if found[slide.number] is None and free:
            best = max(free, key=lambda one: _slide_alike(one, slide))
            if _slide_alike(best, slide) >= ALIKE:
                found[slide.number] = best
                free.remove(best)
    pairs: list[Pair[SlideRead]] = [(found[slide.number], slide) for slide in edited]
    return pairs + [(slide, None) for slide in free]


def _slide_alike(one: SlideRead, other: SlideRead) -> float:
    """By title, or where the title was written anew by all else that is said."""
    titles = alike(one.title, other.title) if one.title and other.title else 0.0
    said = [" ".join(t.text for t in slide.texts if t.place not in ("title", "notes")) for slide in (one, other)]
    return max(titles, alike(*said) if all(said) else 0.0)


def alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= KNOWN_AGAIN else 0.0


@dataclass(frozen=True)
class _Known:
    """A paragraph with what it is known again by."""

    text: Text
    words: str
    bare: bool


def texts(made: Sequence[Text], edited: Sequence[Text], bound: Collection[str]) -> list[Pair[Text]]:
    """Shape by shape, then wherever else on the slide the words are known again."""
    before, after = ([_known(text, bound) for text in side] for side in (made, edited))
    pairs: list[Pair[_Known]] = []
    rest_before, rest_after = [], []
    for shape in dict.fromkeys(one.text.shape for one in (*before, *after)):
        here = [[one for one in side if one.text.shape == shape] for side in (before, after)]
        inside = _in_shape(*here) if all(here) else [*((b, None) for b in here[0]), *((None, a) for a in here[1])]
        for b, a in inside:
            if b and a:
                pairs.append((b, a))
            elif b:
                rest_before.append(b)
            elif a:
                rest_after.append(a)
    pairs += _anywhere(rest_before, rest_after)
    return [(b.text if b else None, a.text if a else None) for b, a in pairs]


def _known(text: Text, bound: Collection[str]) -> _Known:
    found = tokens(text.text, bound)
    return _Known(text, skeleton(text.text, found).lower(), wordless(text.text, found))


def _in_shape(before: list[_Known], after: list[_Known]) -> list[Pair[_Known]]:
    """In order where nothing but place tells what a figure is about; else by words, and what is left in order."""
    if len(before) == len(after) and any(one.bare for one in before):
        return list(zip(before, after, strict=True))
    pairs: list[Pair[_Known]] = [*_same(before, after, lambda b, a: b.text.text == a.text.text and not b.bare)]
    pairs += _closest(before, after)
    if len(before) == len(after):
        return [*pairs, *zip(before, after, strict=True)]
    return [*pairs, *((b, None) for b in before), *((None, a) for a in after)]


def _anywhere(before: list[_Known], after: list[_Known]) -> list[Pair[_Known]]:
    pairs: list[Pair[_Known]] = [
        *_same(before, after, lambda b, a: b.text.text == a.text.text and b.text.place == a.text.place)
    ]
    pairs.extend([*_same(before, after, lambda b, a: b.text.text == a.text.text)])
    pairs += _closest(before, after)
    return [*pairs, *((b, None) for b in before), *((None, a) for a in after)]


def _same(before: list[_T], after: list[_T], same: Callable[[_T, _T], bool]) -> list[tuple[_T, _T]]:
    """Pairs taken out of the two lists."""
    pairs: list[tuple[_T, _T]] = []
    for b in tuple(before):
        a = next((a for a in after if same(b, a)), None)
        if a is not None:
            before.remove(b)
            after.remove(a)
            pairs.append((b, a))
    return pairs


def _closest(before: list[_Known], after: list[_Known]) -> list[Pair[_Known]]:
    """The most similar first. Bare figures have no words to be known by."""
    scored = [
        (score, n, m)
        for n, b in enumerate(before)
        for m, a in enumerate(after)
        if not b.bare and not a.bare and (score := alike(b.words, a.words)) >= KNOWN_AGAIN
    ]
    pairs: list[tuple[_Known, _Known]] = []
    used: set[tuple[str, int]] = set()
    for _, n, m in sorted(scored, key=lambda one: (-one[0], abs(one[1] - one[2]))):
        if not used & {("b", n), ("a", m)}:
            used |= {("b", n), ("a", m)}
            pairs.append((before[n], after[m]))
    for b, a in pairs:
        before.remove(b)
        after.remove(a)
    return list(pairs)


def grids(made: Sequence[Grid], edited: Sequence[Grid]) -> list[Pair[Grid]]:
    """By shape, else the one of its kind with the most headings in common."""
    before, after = list(made), list(edited)
    pairs: list[Pair[Grid]] = [
        *_same(before, after, lambda b, a: b.shape == a.shape and b.kind == a.kind and _headings(b, a) >= 0.3)
    ]
    for b in tuple(before):
        best = max((a for a in after if a.kind == b.kind), key=lambda a: _headings(b, a), default=None)
        if best is not None and _headings(b, best) >= 0.3:
            before.remove(b)
            after.remove(best)
            pairs.append((b, best))
    return [*pairs, *((b, None) for b in before), *((None, a) for a in after)]


def _headings(one: Grid, other: Grid) -> float:
    """The share of headings in common; where there is none to share, whether both have nothing."""
    first, second = (
        {*grid.rows[0], *(row[0] for row in grid.rows if row)} if grid.rows else set() for grid in (one, other)
    )
    return len(first & second) / max(len(first), len(second)) if first and second else float(first == second)


def headings(made: Sequence[str], edited: Sequence[str]) -> Iterator[Pair[int]]:
    """Places of rows or columns by their headings; those headed anew in order, where as many are left on each side."""
    before, after = list(enumerate(made)), list(enumerate(edited))
    pairs = _same(before, after, lambda b, a: b[1] == a[1])
    scored = [(alike(b[1].lower(), a[1].lower()), b, a) for b in before for a in after]
    for score, b, a in sorted(scored, key=lambda one: -one[0]):
        if score >= KNOWN_AGAIN and b in before and a in after:
            pairs.append((b, a))
            before.remove(b)
            after.remove(a)
    if len(before) == len(after):
        pairs += zip(before, after, strict=True)
        before, after = [], []
    yield from ((b[0], a[0]) for b, a in pairs)
    yield from ((b[0], None) for b in before)
    yield from ((None, a[0]) for a in after)
