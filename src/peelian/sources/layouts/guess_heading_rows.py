"""Heading rows: what is not told by a column but by rows over others, by titles, or by nobody."""

from collections.abc import Mapping

from peelian.core.sources import Column
from peelian.sources.layouts.candidate import Candidate
from peelian.sources.layouts.labels import WORKED_OUT
from peelian.sources.layouts.matches import FIGURE_COLUMN
from peelian.sources.spreadsheets import titles
from peelian.sources.spreadsheets.cells import years_of
from peelian.sources.spreadsheets.headings import said
from peelian.sources.spreadsheets.views import lone
from peelian.sources.spreadsheets.word_match import force_key, force_of, is_total, norm


def over_rows(look: Candidate) -> None:
    texts = heads_of_rows(look)
    labels = strange_labels(look)
    free: list[Column] = []
    for column in look.contract.column:
        if look.has(column.name) or column.name == FIGURE_COLUMN or (column.type == "month" and look.months):
            continue
        said = [text for text in texts if look.tells(text, column)]
        inner = [text for text in labels if look.tells(text, column)]
        if said or inner:
            look.over.append(column.name)
            labels = [text for text in labels if text not in inner]
            texts = [text for text in texts if text not in said]
        elif column.type == "text" and not column.allowed and not column.may_be_blank and column.name != "place":
            free.append(column)
    texts = [text for text in texts if not titles.is_note(text) and not years_of(text) and not is_total(text)]
    labels = [text for text in labels if not is_total(text) and not WORKED_OUT.fullmatch(text)]
    if len(free) == 1 and (texts or len(labels) > 1) and _begins_with_a_head(look):
        look.over.insert(0, free[0].name)
        look.guessed += 1
    look.over.sort(key=lambda name: _depth(look, name))


def _depth(look: Candidate, name: str) -> int:
    """Where a word of the column first stands: what holds more stands first."""
    column = look.column(name)
    for n, row in enumerate(look.sheet.rows[look.row + 1 :]):
        text = lone(row) or next((str(c) for c in row if c != ""), "")
        typed = column.type != "text" or column.allowed
        if (
            look.tells(text, column)
            if typed
            else not any(look.tells(text, look.column(o)) for o in look.over if o != name)
        ):
            return n
    return 0


def heads_of_rows(look: Candidate) -> list[str]:
    """Rows of one text with figures somewhere below, and the title nearest above."""
    last = look.below[-1] if look.below else -1
    return [text for row, text in look.table.below.alone if row < last]


def strange_labels(look: Candidate) -> list[str]:
    """Labels that are not of the column they stand in, in rows where no other column has one."""
    names = {name: at for name, at in look.at.items() if name != FIGURE_COLUMN}
    return look.strange(names, lambda: _strange_labels(look, names))


def _strange_labels(look: Candidate, names: Mapping[str, int]) -> list[str]:
    found = []
    for row in look.below:
        told = [(name, cell) for name in names if (cell := look.sheet.cell(row, names[name])) != ""]
        if len(told) == 1:
            name, cell = told[0]
            column = look.column(name)
            typed = column.type != "text" or bool(column.allowed)
            if not (typed and look.tells_cell(cell, column)):
                found.append(said(cell))
    return list(dict.fromkeys(found))


def _begins_with_a_head(look: Candidate) -> bool:
    """Whether something over the first row of figures says what it is of."""
    if not look.below:
        return False
    first = look.below[0]
    if any(lone(look.sheet.rows[r]) for r in range(look.row + 1, first)):
        return True
    strange = set(strange_labels(look))
    return any(str(cell) in strange for cell in look.sheet.rows[first]) or any(
        lone(row) for row in look.sheet.rows[max(look.above - 2, 0) : look.above]
    )


def throughout(look: Candidate) -> None:
    """What the sheet's name, a title or the file's name says once; and the force of a file that names none."""
    for column in look.contract.column:
        if look.has(column.name) or column.name == FIGURE_COLUMN or (column.type == "month" and look.months):
            continue
        if (column.type != "text" or column.allowed) and (
            told := titles.told_once(look.sheet, look.above, column, look.force)
        ):
            look.told[column.name] = told
        elif "force" in (column.name, column.type) and look.force:
            look.fixed[column.name] = look.force
    if not any("force" in (column.name, column.type) for column in look.contract.column):
        _only_own(look)


def _only_own(look: Candidate) -> None:
    """Of a file of several forces, the rows of the return's own."""
    for head in look.unused():
        cells = [cell for cell in look.cells(head.at) if isinstance(cell, str) and not is_total(cell)]
        forces = [force_of(cell, look.force) for cell in cells]
        several = {force_key(force) for force in forces if force}
        if not cells or ("place" in look.at and look.at["place"] == head.at):
            continue
        if sum(map(bool, forces)) * 2 > len(cells) and not any(h in norm(head.text) for h in ("district", "area name")):
            own = tuple(dict.fromkeys(c for c in cells if force_key(force_of(c, look.force)) == force_key(look.force)))
            if own and (len(several) > 1 or len({*cells}) > 1):
                look.only[head.text] = own
            elif not own and several:
                look.unsure.append(f"{head.text!r} is {cells[0]!r}, not {look.force!r}")
