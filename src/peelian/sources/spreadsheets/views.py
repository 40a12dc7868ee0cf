"""Views of a sheet: on its side, or split at blank columns into separate tables."""

from dataclasses import replace

from peelian.sources.spreadsheets.sheets import Cell, Sheet


def turned(sheet: Sheet) -> Sheet:
    """The sheet with rows and columns swapped, for tables with their headings in the first column."""
    width = max(map(len, sheet.rows), default=0)
    rows = tuple(tuple(sheet.cell(row, at) for row in range(len(sheet.rows))) for at in range(width))
    return replace(sheet, rows=rows, titles=titles(sheet, first_table(sheet)), turned=True)


def beside(sheet: Sheet) -> tuple[Sheet, ...]:
    """The tables side by side on a sheet. Empty if there is only one."""
    top = first_table(sheet)
    width = max(map(len, sheet.rows), default=0)
    parts: list[range] = []
    begin = 0
    for at in range(width + 1):
        if at == width or _blank(sheet, at, top):
            if at - begin > 1:
                parts.append(range(begin, at))
            begin = at + 1
    if len(parts) < 2:
        return ()
    above = titles(sheet, top)
    return tuple(
        replace(
            sheet,
            rows=tuple(tuple(sheet.cell(row, at) for at in part) for row in range(len(sheet.rows))),
            titles=above,
            left=part.start,
        )
        for part in parts
    )


def titles(sheet: Sheet, above: int) -> tuple[str, ...]:
    """The texts above the table that starts in this row."""
    every = (str(cell) for row in sheet.rows[: max(above, 0)] for cell in row if cell != "")
    return (*sheet.titles, *dict.fromkeys(every))


def lone(row: tuple[Cell, ...]) -> str:
    """The text of a row with a single text, which may be merged over several cells. "" for any other row."""
    only: Cell = ""
    for cell in row:
        if cell != "" and cell != only:
            if only != "":
                return ""
            only = cell
    return only if isinstance(only, str) else ""


def first_table(sheet: Sheet) -> int:
    """The first row that is not a title."""
    return next((n for n, row in enumerate(sheet.rows) if len({cell for cell in row if cell != ""}) > 1), 0)


def _blank(sheet: Sheet, at: int, top: int) -> bool:
    """Whether a column is empty except for titles and dividers merged over the whole row."""
    return all(sheet.cell(row, at) == "" or lone(sheet.rows[row]) for row in range(top, len(sheet.rows)))
