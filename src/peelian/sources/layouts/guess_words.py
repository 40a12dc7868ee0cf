"""Translating: the supplier's words and the return's; what is not asked for; what is none of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from peelian.core.sources import Column
from peelian.sources.layouts import guess_heading_rows
from peelian.sources.layouts.candidate import Candidate
from peelian.sources.layouts.labels import BLANK
from peelian.sources.layouts.matches import FIGURE_COLUMN
from peelian.sources.spreadsheets.cells import number_of
from peelian.sources.spreadsheets.sheets import Cell
from peelian.sources.spreadsheets.word_match import force_of, gist, is_derived, is_total, norm, word_of


def words(look: Candidate) -> dict[str, dict[str, str]]:
    """The supplier's words that are not the return's own, each with the one it is like."""
    found: dict[str, dict[str, str]] = {}
    for column in look.contract.column:
        if column.name not in look.at:
            continue
        cells = _labels_of(look, column)
        if column.allowed:
            known = _assigned(column, cells)
            own = {cell: word for cell, word in known.items() if word != cell and norm(word) != norm(cell)}
        elif column.type == "force":  # the office's own, which no publisher need know
            own = {
                cell: look.force for cell in cells if cell != look.force and force_of(cell, look.force) == look.force
            }
            own = {} if all(force_of(cell) for cell in own) else own
        elif column.name == "place":
            named = {c: code for c in cells if (code := look.office.code(c)) and code != c}
            own = {**look.office.places, **named} if named else {}  # a place may come up next time
        else:
            continue
        if own:
            found[column.name] = own
    for name in look.over:
        column = look.column(name)
        if name == "place":
            found[name] = {t: look.office.code(t) for t in _all_heads(look) if look.office.code(t)}
    return found


def _all_heads(look: Candidate) -> list[str]:
    return [*guess_heading_rows.heads_of_rows(look), *guess_heading_rows.strange_labels(look)]


def _labels_of(look: Candidate, column: Column) -> list[str]:
    cells = (str(cell) for cell in look.cells(look.at[column.name]) if cell != BLANK)
    heads = {
        t for t in guess_heading_rows.strange_labels(look) for name in look.over if look.tells(t, look.column(name))
    }
    free = [name for name in look.over if look.column(name).type == "text" and not look.column(name).allowed]
    heads |= set(guess_heading_rows.strange_labels(look)) if free and (column.allowed) else set()
    return [c for c in dict.fromkeys(cells) if not is_total(c, column.allowed) and c not in heads]


def _assigned(column: Column, cells: Sequence[str]) -> dict[str, str]:
    """Each word with the return's; of two different ones that could be the same word, only the one that is it."""
    near = {cell: word for cell in cells if (word := word_of(cell, column.allowed))}
    sure = {word for cell, word in near.items() if norm(cell) == norm(word)}
    said: dict[str, set[tuple[str, ...]]] = {}
    for cell, word in near.items():
        said.setdefault(word, set()).add(gist(cell))
    return {
        cell: word
        for cell, word in near.items()
        if norm(cell) == norm(word) or (word not in sure and len(said[word]) == 1)
    }


def left(look: Candidate) -> dict[str, tuple[str, ...]]:
    """Labels whose rows nobody asked for: worked out from others, or spare when every word of the return is there."""
    found = {}
    for column in look.contract.column:
        if column.allowed and column.name in look.at:
            cells = _labels_of(look, column)
            known = _assigned(column, cells)
            spare = [cell for cell in cells if cell not in known]
            all_there = set(column.allowed) <= set(known.values()) and not _instead(look, column, known, spare)
            if unasked := tuple(cell for cell in spare if all_there or is_derived(cell)):
                found[column.name] = unasked
        elif column.type == "force" and column.name in look.at:
            cells = [str(cell) for cell in look.cells(look.at[column.name]) if not is_total(cell)]
            told = dict.fromkeys(cells)
            known_forces = [cell for cell in told if cell in look.office.forces or force_of(cell, look.force)]
            strange = tuple(cell for cell in told if cell not in known_forces)
            if strange and known_forces:
                found[column.name] = strange
    return found


def _instead(look: Candidate, column: Column, known: Mapping[str, str], spare: Collection[str]) -> bool:
    """Whether a word that is none of the return's stands where, among like rows, one of the return's is missing."""
    others = [at for name, at in look.at.items() if name not in (FIGURE_COLUMN, column.name)]
    above: dict[int, Cell] = {}
    groups: dict[tuple[Cell, ...], set[str]] = {}
    for row in look.below:
        for at in others:
            above[at] = look.sheet.cell(row, at) or above.get(at, "")
        group = tuple(above[at] for at in others)
        groups.setdefault(group, set()).add(str(look.sheet.cell(row, look.at[column.name])))
    return any(
        said & set(spare) and not set(column.allowed) <= {known[word] for word in said if word in known}
        for said in groups.values()
    )


def unknown(look: Candidate) -> Iterator[tuple[str, str]]:
    """Columns, and a word in each that is none of the return's."""
    unasked = left(look)
    for column in look.contract.column:
        if column.allowed and column.name in look.at:
            cells = _labels_of(look, column)
            known = _assigned(column, cells)
            strange = [cell for cell in cells if cell not in known and cell not in unasked.get(column.name, ())]
            if strange:
                yield column.name, strange[0]


def down(look: Candidate) -> tuple[str, ...]:
    """Columns that say a word once for the rows below it too: blank beside figures, and not in the first row.

    Not those in which the return takes a blank for an answer.
    """
    found = []
    blank_told = {column.name for column in look.contract.column if column.may_be_blank}
    for name, at in look.at.items():
        if name == FIGURE_COLUMN or name in blank_told or not look.below:
            continue
        rows = look.table.below.once("parts", lambda: _parts(look))
        blank = [r for r in rows if look.sheet.cell(r, at) == ""]
        first = rows[0] if rows else 0
        begins = look.sheet.cell(first, at) if rows else ""
        before = any(look.sheet.cell(r, at) != "" for r in range(look.row + 1, first))
        told = [n for n, r in enumerate(rows) if look.sheet.cell(r, at) != ""]
        over = [n for n in told if n + 1 < len(rows) and n + 1 not in told]
        if len(over) * 2 < len(told):
            continue  # one blank among many words is a fault
        if blank and (begins != "" or before):
            found.append(name)
    return tuple(found)


def _parts(look: Candidate) -> list[int]:
    """Rows with figures that are no total's."""
    return [r for r in look.below if _figures_in(look, r) and not any(map(is_total, look.sheet.rows[r]))]


def _figures_in(look: Candidate, row: int) -> bool:
    return any(isinstance(number_of(cell), int | float) and cell != "" for cell in look.sheet.rows[row])
