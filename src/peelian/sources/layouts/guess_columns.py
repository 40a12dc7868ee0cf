"""Naming: which column under a row of headings is which of the return's, by its heading, then by what stands in it."""

import re

from peelian.core.sources import Column
from peelian.sources.layouts.candidate import ASIDE, HALF, Candidate
from peelian.sources.layouts.labels import is_period, month_in
from peelian.sources.layouts.matches import FIGURE_COLUMN
from peelian.sources.spreadsheets.cells import month_number, number_of, year_first, years_of
from peelian.sources.spreadsheets.headings import Heading
from peelian.sources.spreadsheets.sheets import Cell
from peelian.sources.spreadsheets.tables import MOSTLY
from peelian.sources.spreadsheets.word_match import force_of, gist, is_derived, is_total, norm, word_of


def years(look: Candidate) -> None:
    """A column of years, where months are told without."""
    bare = [h for h in look.heads if _is_bare(look, h.at)]
    told = [h for h in look.heads if re.search(r"\b(year|fy)\b", norm(h.text)) and _all_years(look, h.at)]
    if len(told) == 1 and bare:
        look.year, look.year_at = told[0].text, told[0].at


def by_name(look: Candidate) -> None:
    """The same words first, then all the words of one in the other, for one heading alone."""
    for alike in (_same, _within):
        for column in look.contract.column:
            if column.name in look.at:
                continue
            named = [head for head in look.unused() if alike(head, column)]
            fits = [head for head in named if _could_be(look, head, column, alike)]
            if column.type == "month" and alike is _same and named and not fits and look.cells(named[0].at):
                look.no_months = named[0].text
            if len(fits) == 1:
                look.take(column.name, fits[0])


def _could_be(look: Candidate, head: Heading, column: Column, alike: object) -> bool:
    cells = look.cells(head.at)
    if column.name == FIGURE_COLUMN:
        told = (other for other in look.contract.column if other.allowed and other.name not in look.at)
        part = any(word_of(rest, other.allowed) for other in told for rest in (head.rest, *head.rests))
        sure = alike is _same or not is_derived(head.text)
        return bool(cells) and look.numeric(head.at) and sure and not part and not head.month and not head.years
    if column.type == "month":
        found = _months(look, head.at)
        return "week" in norm(head.text) or sum(map(bool, found)) >= HALF * max(len(cells), 1)
    if column.type == "force":
        return any(force_of(str(cell), look.force) for cell in cells) or (alike is _same and not look.numeric(head.at))
    if head.month or (
        look.numeric(head.at) and not column.allowed and column.type == "text" and column.name != "place"
    ):
        return False
    if column.allowed:
        return alike is _same or any(word_of(str(cell), column.allowed) for cell in cells)
    return not is_derived(head.text) or alike is _same


def by_content(look: Candidate) -> None:
    for column in look.contract.column:
        if column.name in look.at or column.name == FIGURE_COLUMN:
            continue
        fits = [head for head in look.unused() if _is(look, head.at, column)]
        named = [head for head in fits if not ASIDE.search(head.text)]
        if len(fits) == 1 or len(named) == 1:
            look.take(column.name, (fits if len(fits) == 1 else named)[0])
    for column in look.contract.column:  # labels of which some head others: the inner ones recur
        if column.allowed and column.name not in look.at:
            fits = [head for head in look.unused() if _is(look, head.at, column, HALF)]
            texts = [head for head in look.unused() if look.texts(head.at)]
            if len(fits) == 1 and fits == texts:
                look.take(column.name, fits[0])


def _is(look: Candidate, at: int, column: Column, mostly: float = MOSTLY) -> bool:
    if column.type == "month":
        found = [] if "week" in norm(look.heads[at].text) else _months(look, at)
        return bool(found) and sum(map(bool, found)) >= mostly * len(found)
    if column.type == "force":
        key: tuple[object, ...] = ("forces", at, look.force)
        return _enough(look.table.below.once(key, lambda: _forces(look, at)), mostly)
    if column.allowed:
        key = ("words", at, column.allowed)
        return _enough(look.table.below.once(key, lambda: _known(look, at, column.allowed)), mostly)
    return False


def _enough(counted: tuple[int, int], mostly: float) -> bool:
    good, all_of_them = counted
    return all_of_them > 0 and good > 0 and good >= mostly * all_of_them


def _forces(look: Candidate, at: int) -> tuple[int, int]:
    """How many cells are forces, of how many."""
    cells = {cell: times for cell, times in look.different(at).items() if not is_total(cell)}
    return sum(
        n for cell, n in cells.items() if str(cell) in look.office.forces or force_of(str(cell), look.force)
    ), sum(cells.values())


def _known(look: Candidate, at: int, allowed: tuple[str, ...]) -> tuple[int, int]:
    """How many cells are of these words, of how many. Numbers are words where the return's own are."""
    cells = {cell: times for cell, times in look.different(at).items() if not is_total(cell, allowed)}
    known = {c: times for c, times in cells.items() if number_of(c) is None or str(c) in allowed}
    return sum(n for cell, n in known.items() if word_of(str(cell), allowed)), sum(cells.values())


def _months(look: Candidate, at: int) -> list[str]:
    cells, first, named = look.table.below.once(("months", at), lambda: _like_months(look, at))
    years = look.some_years() if named or look.year else None
    told = tuple(sorted(years.items())) if years else ()
    return look.table.below.once(("months", at, told), lambda: [month_in(cell, years, first) for cell in cells])


def _like_months(look: Candidate, at: int) -> tuple[list[Cell], bool, bool]:
    """Cells that are not of several months; whether years stand first in them; whether any tells no year."""
    cells = [c for c in look.cells(at) if not is_total(c) and (month_number(c) or not is_period(c))]
    return cells, year_first(cells), any(map(month_number, cells))


def _is_bare(look: Candidate, at: int) -> bool:
    return look.table.below.once(("bare", at), lambda: _are_bare(look, at))


def _are_bare(look: Candidate, at: int) -> bool:
    cells = [cell for cell in look.cells(at) if not is_total(cell)]
    named = sum(bool(month_number(cell)) or cell in range(1, 13) for cell in cells)
    return bool(cells) and named >= MOSTLY * len(cells)


def _all_years(look: Candidate, at: int) -> bool:
    cells = [cell for cell in look.cells(at) if not is_total(cell)]
    return bool(cells) and all(years_of(str(cell)) for cell in cells)


def places(look: Candidate) -> None:
    """Where no column has codes, the one that names the office's places does for them."""
    if "place" in look.at or not any(column.name == "place" for column in look.contract.column):
        return
    named = [at for at in {*(h.at for h in look.unused()), look.at.get("place_name", -1)} if at >= 0]
    named = [at for at in named if _names_places(look, at)]
    if len(named) == 1:
        look.take("place", look.heads[named[0]])


def _names_places(look: Candidate, at: int) -> bool:
    cells = [cell for cell in look.cells(at) if not is_total(cell)] if look.office.places else []
    return bool(cells) and sum(bool(look.office.code(str(cell))) for cell in cells) * 2 >= len(cells)


def others(look: Candidate) -> None:
    """A column of free words that has no heading of its own is the one of words that is left, before the figures."""
    column = look.free_missing()
    if not column or any(column.name in value.of for value in look.values):
        return
    figures = [look.at[FIGURE_COLUMN]] if FIGURE_COLUMN in look.at else _figure_columns(look)
    first = min(figures, default=0)
    left = words_before(look, first)
    if len(left) == 1:
        look.take(column.name, left[0])
        look.guessed += 1


def words_before(look: Candidate, first: int) -> list[Heading]:
    """Columns of words before the figures that nothing else is known of."""
    left = [h for h in look.unused() if h.at < first and look.texts(h.at) and not ASIDE.search(h.text)]
    return [h for h in left if not _is_a_force(look, h.at)]


def _figure_columns(look: Candidate) -> list[int]:
    wanted = {norm(value.heading) for value in look.values}
    return [
        h.at for h in look.heads
        if (norm(h.rest) in wanted if wanted else bool(look.months and h.month_in(look.context) and not h.rest))
    ]  # fmt: skip


def _is_a_force(look: Candidate, at: int) -> bool:
    good, all_of_them = look.table.below.once(("forces", at, look.force), lambda: _forces(look, at))
    return 0 < good == all_of_them


def _same(head: Heading, column: Column) -> bool:
    own = {norm(column.header), norm(column.name)}
    return norm(head.text) in own or (
        not head.month and norm(head.rests[-1] if head.rests else "") in own and len(head.rests) == 1
    )


def _within(head: Heading, column: Column) -> bool:
    told, own = set(gist(head.text)), set(gist(column.header))
    return bool(told and own) and (own <= told or told <= own) and not head.month
