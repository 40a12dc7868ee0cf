"""Compare: an edited deck held against the one its pack makes. Layout and words are the office's, figures are not."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from peelian.core.pack import Pack, Slide
from peelian.readback import align, decks, printed
from peelian.readback.decks import Grid, SlideRead, Text
from peelian.readback.tokens import Token, TokenKind, is_slide_number, tokens

Keys = Callable[[str], str]
"""The key a text is bound to, or none."""

NEW: Mapping[TokenKind, str] = {
    "bound": "does not stand there in the pack",
    "date": "is added to a sentence with figures, and would say another period",
    "number": "is typed, and is no figure of the pack",
    "word": "asserts, and is not bound",
}
"""What is wrong with what the office added."""


def _same_key(key: str) -> Keys:
    return lambda _: key


@dataclass(frozen=True)
class Comparison:
    """What became of an edited deck. `refused` names each figure that is not the pack's; `left_out` what was taken
    out, which is the office's to decide; `kept` counts the figures and bound words found as the pack has them.
    """

    refused: tuple[str, ...]
    left_out: tuple[str, ...]
    kept: int

    @property
    def accepted(self) -> bool:
        return not self.refused


def compare(deck: Path, pack: Pack, baseline: Path) -> Comparison:
    """`baseline` is the deck that the pack's own renderer makes. SourceError where `deck` cannot be read."""
    edited, made = decks.read_deck(deck), decks.read_deck(baseline)
    slides = {slide.id: slide for slide in pack.slides}
    known = {text.text for slide in made for text in slide.texts}
    found = _Findings()
    for before, after in align.slides(made, edited):
        if after is None and before is not None:
            found.left_out.append(f"slide {before.title!r} is left out")
        elif after is not None and before is None:
            _own(after, known, found)
        elif after is not None and before is not None:
            _Compared(before, after, slides.get(before.id), known, found).run()
    return Comparison(tuple(dict.fromkeys(found.refused)), tuple(dict.fromkeys(found.left_out)), found.kept)


@dataclass
class _Findings:
    refused: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    kept: int = 0


def _own(slide: SlideRead, known: Collection[str], found: _Findings) -> None:
    """A slide the office added: it may say what it likes, but no figure."""
    for text in slide.texts:
        _new(slide, text, known, found)
    for grid in slide.grids:
        _new_grid(slide, grid, found)


def _new(slide: SlideRead, text: Text, known: Collection[str], found: _Findings) -> None:
    """A paragraph that was not there. One that the pack's deck has on another slide may stand here too."""
    if is_slide_number(text.text, slide.number):
        return
    added = [token for token in tokens(text.text) if token.kind != "date"]
    if text.text in known and any(letter.isalpha() for letter in text.text):
        found.kept += len(added)
        return
    for token in added:
        what = NEW[token.kind]
        found.refused.append(f"{slide.told}, {text.place}: {token.text!r} {what}, in {text.text!r}")


def _new_grid(slide: SlideRead, grid: Grid, found: _Findings) -> None:
    for down, row in enumerate(grid.rows):
        for cell in row:
            for token in tokens(cell):
                if token.kind == "number":
                    where = f"{slide.told}, {grid.place}, row {grid.rows[down][0]!r}"
                    found.refused.append(f"{where}: {token.text!r} is typed, and is no figure of the pack")


@dataclass
class _Compared:
    """One slide as made and as edited. `slide` is the pack's own, None for the cover."""

    before: SlideRead
    after: SlideRead
    slide: Slide | None
    known: Collection[str]
    found: _Findings

    def run(self) -> None:
        bound = printed.bound_on(self.slide) if self.slide else {}
        verdicts = {block.verdict for block in self.slide.blocks if block.kind == "card"} if self.slide else set()
        keys = {decks.as_typed(text).lower(): key for text, key in bound.items()}
        self.bound = {*bound, *verdicts} - {""}
        self.key = lambda text: keys.get(text.lower(), "")
        self._texts()
        self._grids(printed.cell_keys(self.slide) if self.slide else {})

    def _texts(self) -> None:
        pairs = align.texts(self.before.texts, self.after.texts, self.bound)
        for made, edited in pairs:
            if made is None and edited is not None:
                _new(self.after, edited, self.known, self.found)
            elif made is not None and edited is None:
                self._left_out(made)
            elif made is not None and edited is not None:
                self._changed(f"{self.after.told}, {edited.place}", made.text, edited.text, self.key)
        self._labels([(b, a) for b, a in pairs if b and a])

    def _left_out(self, made: Text) -> None:
        if figures := [token.text for token in tokens(made.text, self.bound) if token.kind != "date"]:
            told = ", ".join(map(repr, figures))
            self.found.left_out.append(f"{self.after.told}, {made.place}: {made.text!r} is left out, with {told}")
        elif made.place != "notes":
            self.found.left_out.append(f"{self.after.told}, {made.place}: {made.text!r} is left out")

    def _changed(self, where: str, made: str, edited: str, key: Keys) -> None:
        """Figures and bound words must stand as they stood, in order; words between them are the office's."""
        before, after = tokens(made, self.bound), tokens(edited, self.bound)
        matcher = SequenceMatcher(None, [t.same for t in before], [t.same for t in after], autojunk=False)
        for how, b0, b1, a0, a1 in matcher.get_opcodes():
            if how == "equal":
                self.found.kept += b1 - b0
                continue
            was, now = before[b0:b1], after[a0:a1]
            for said, said_now in _side_by_side(was, now):
                self._token(where, said, said_now, key, edited, figures=bool(before))

    def _token(
        self, where: str, was: Token | None, now: Token | None, key: Keys, edited: str, *, figures: bool
    ) -> None:
        if was and now:
            told = f" ({key(was.text)})" if key(was.text) else ""
            self.found.refused.append(f"{where}: the deck says {now.text!r}, the pack {was.text!r}{told}")
        elif was and was.kind == "date":
            self.found.left_out.append(f"{where}: {was.text!r} is left out")
        elif was:
            told = f" ({key(was.text)})" if key(was.text) else ""
            self.found.refused.append(f"{where}: {was.text!r}{told} of the pack is gone from {edited!r}")
        elif now and (now.kind != "date" or figures):
            what = NEW[now.kind]
            self.found.refused.append(f"{where}: {now.text!r} {what}, in {edited!r}")

    def _labels(self, pairs: list[tuple[Text, Text]]) -> None:
        """Words that traded places: what a figure is about is read from the words beside it."""
        plain = [(b, a) for b, a in pairs if b.place != "notes" and not tokens(b.text, self.bound)]
        was = {b.text for b, _ in plain}
        for b, a in plain:
            if b.text != a.text and a.text in was and b.shape == a.shape:
                where = f"{self.after.told}, {a.place}"
                self.found.refused.append(f"{where}: {a.text!r} stands where the pack has {b.text!r}")

    def _grids(self, keys: Mapping[tuple[str, str], str]) -> None:
        for made, edited in align.grids(self.before.grids, self.after.grids):
            if made is None and edited is not None:
                _new_grid(self.after, edited, self.found)
            elif made is not None and edited is None:
                if made.kind in ("table", "chart"):
                    self.found.left_out.append(f"{self.after.told}: {made.place} is left out")
            elif made is not None and edited is not None and made.rows and edited.rows:
                self._cells(made, edited, keys)
            elif made is not None and edited is not None and made.rows != edited.rows:
                self.found.refused.append(f"{self.after.told}, {edited.place}: it is empty, in the pack it is not")

    def _cells(self, made: Grid, edited: Grid, keys: Mapping[tuple[str, str], str]) -> None:
        """Row by row and column by column, by their headings: a number moved to another cell is another number."""
        across = list(align.headings(made.rows[0][1:], edited.rows[0][1:]))
        down = list(align.headings([_head(r) for r in made.rows[1:]], [_head(r) for r in edited.rows[1:]]))
        where = f"{self.after.told}, {edited.place}"
        self._changed(f"{where}, first heading", made.rows[0][0], edited.rows[0][0], self.key)
        self._headings(where, "column", made.rows[0][1:], edited.rows[0][1:], across)
        self._headings(where, "row", [_head(r) for r in made.rows[1:]], [_head(r) for r in edited.rows[1:]], down)
        for row, row_now in down:
            for column, column_now in across:
                if row is None or column is None or row_now is None or column_now is None:
                    self._new_cell(where, edited, row_now, column_now)
                    continue
                heads = _head(made.rows[row + 1]), made.rows[0][column + 1]
                place = f"{where}, row {heads[0]!r}, column {heads[1]!r}"
                was, now = _at(made, row, column), _at(edited, row_now, column_now)
                self._cell(place, was, now, keys.get(heads, ""))

    def _cell(self, place: str, was: str, now: str, key: str) -> None:
        if not now and was:
            told = f" ({key})" if key else ""
            self.found.refused.append(f"{place}: the deck says nothing, the pack {was!r}{told}")
        else:
            self._changed(place, was, now, _same_key(key) if key else self.key)

    def _new_cell(self, where: str, edited: Grid, row: int | None, column: int | None) -> None:
        """A cell of a row or column of the office's own."""
        if row is not None and column is not None:
            for token in tokens(_at(edited, row, column)):
                if token.kind == "number":
                    head = _head(edited.rows[row + 1])
                    self.found.refused.append(
                        f"{where}, row {head!r}: {token.text!r} is typed, and is no figure of the pack"
                    )

    def _headings(
        self, where: str, what: str, made: Iterable[str], edited: Iterable[str], pairs: list[align.Pair[int]]
    ) -> None:
        before, after = list(made), list(edited)
        for b, a in pairs:
            if b is not None and a is not None:
                self._changed(f"{where}, {what} {after[a]!r}", before[b], after[a], self.key)
            elif b is not None:
                self.found.left_out.append(f"{where}: {what} {before[b]!r} is left out")
            elif a is not None:
                for token in tokens(after[a]):
                    if token.kind == "number":
                        told = f"{where}, {what} {after[a]!r}: {token.text!r}"
                        self.found.refused.append(f"{told} is typed, and is no figure of the pack")


def _head(row: tuple[str, ...]) -> str:
    return row[0] if row else ""


def _at(grid: Grid, row: int, column: int) -> str:
    cells = grid.rows[row + 1]
    return cells[column + 1] if column + 1 < len(cells) else ""


def _side_by_side(was: list[Token], now: list[Token]) -> Iterator[tuple[Token | None, Token | None]]:
    for place in range(max(len(was), len(now))):
        yield (was[place] if place < len(was) else None, now[place] if place < len(now) else None)
