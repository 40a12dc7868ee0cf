"""A return's template for a supplier to fill in: a workbook with drop-downs, an example and notes on each column."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice, product
from pathlib import Path

from peelian.core.errors import DefinitionError
from peelian.core.language import in_language, say
from peelian.core.periods import month_key
from peelian.core.phrases import Phrase
from peelian.core.sources import Column, Contract
from peelian.workspace.templates import shipped_returns
from peelian.workspace.workspace import Workspace

ROWS = 2_000
"""The last row that has drop-downs."""

NOBODYS = "Barsetshire Constabulary"
"""The force in the example. Its figures are made up, so they must not appear beside a real force's name."""

EXAMPLES = 6
NUMBER_KINDS = ("whole number", "pounds", "decimal", "figure")
COLUMN_KINDS = {
    "text": Phrase.WORDS,
    "month": Phrase.A_MONTH,
    "force": Phrase.A_FORCE,
    "whole number": Phrase.A_WHOLE_NUMBER,
    "pounds": Phrase.POUNDS,
    "decimal": Phrase.A_DECIMAL,
    "figure": Phrase.A_FIGURE,
}


def send_out(workspace: Workspace, name: str, path: Path, month: date) -> None:
    """Write the return's template to `path`: the whole workbook as XLSX, or headings and example rows as CSV.

    `month` is the example's month. DefinitionError if there is no such return, or `path` has another ending.
    """
    contract = workspace.contracts.get(name) or shipped_returns().get(name)
    if contract is None:
        known = ", ".join(sorted({*workspace.contracts, *shipped_returns()}))
        raise DefinitionError(str(workspace.folder / "sources"), f"there is no return {name!r}", f"name one: {known}")
    with in_language(workspace.office.language):
        match path.suffix.lower():
            case ".xlsx":
                _workbook(contract, path, month)
            case ".csv":
                with path.open("w", encoding="utf-8", newline="") as out:
                    writer = csv.writer(out, lineterminator="\n")
                    writer.writerow(column.header for column in contract.column)
                    writer.writerows(examples(contract, month))
            case _:
                raise DefinitionError(
                    str(path), "its name ends in neither .xlsx nor .csv", "call it NAME.xlsx or NAME.csv"
                )


def examples(contract: Contract, month: date) -> Iterator[tuple[str, ...]]:
    """Example rows that `receive` would accept: made-up figures for one month and a few combinations of words."""
    words = [column.allowed if column.allowed and column.key else ("",) for column in contract.column]
    rows = list(islice(product(*words), EXAMPLES))
    numbers = _agreeing(rows, contract) if contract.identity else [10 * number for number in range(1, EXAMPLES + 1)]
    for number, chosen in zip(numbers, rows, strict=False):
        cells = zip(contract.column, chosen, strict=True)
        yield tuple(word or _example(column, month, number) for column, word in cells)


def _agreeing(rows: Sequence[tuple[str, ...]], contract: Contract) -> list[int]:
    """A number for each row. Together they satisfy the return's identities."""
    names = [column.name for column in contract.column]
    numbers = [40] * len(rows)
    for identity in contract.identity:
        at = {row[names.index(identity.column)]: number for number, row in enumerate(rows)}
        if identity.comes_to and {*identity.adds, *identity.less, *identity.comes_to} <= at.keys():
            parts = sum(numbers[at[word]] for word in identity.adds) - sum(numbers[at[word]] for word in identity.less)
            others = sum(numbers[at[word]] for word in identity.comes_to[1:])
            numbers[at[identity.comes_to[0]]] = parts - others
    return numbers


def _example(column: Column, month: date, number: int) -> str:
    if column.allowed:
        return column.allowed[0]
    if column.name == "force" or column.type == "force":
        return NOBODYS
    if column.type == "month":
        return month_key(month)
    match column.type:
        case "whole number" | "pounds":
            return str(number)
        case "decimal" | "figure":
            return f"{number}.0"
    return "" if column.may_be_blank else say(Phrase.AN_EXAMPLE)


def _workbook(contract: Contract, path: Path, month: date) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    bold, wrapped = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"text_wrap": True})
    sheets = (Phrase.SHEET_RETURN, Phrase.SHEET_EXAMPLE, Phrase.SHEET_COLUMNS, Phrase.WORDS)
    fill, example, notes, lists = (book.add_worksheet(say(name)) for name in sheets)
    for sheet in (fill, example):
        sheet.set_column(0, len(contract.column) - 1, 24)
        for at, column in enumerate(contract.column):
            sheet.write_string(0, at, column.header, bold)
    for number, row in enumerate(examples(contract, month), start=1):
        for at, (column, cell) in enumerate(zip(contract.column, row, strict=True)):
            if column.type in NUMBER_KINDS:
                example.write_number(number, at, float(cell))
            else:
                example.write_string(number, at, cell)
    for at, column in enumerate(contract.column):
        lists.write_string(0, at, column.header, bold)
        for number, word in enumerate(column.allowed, start=1):
            lists.write_string(number, at, word)
        if column.allowed:
            letter = chr(65 + at) if at < 26 else chr(64 + at // 26) + chr(65 + at % 26)
            source = f"={lists.name}!${letter}$2:${letter}${len(column.allowed) + 1}"
            fill.data_validation(1, at, ROWS, at, {"validate": "list", "source": source})
        elif column.type == "whole number":
            fill.data_validation(1, at, ROWS, at, {"validate": "integer", "criteria": ">=", "value": 0})
    notes.set_column(0, 3, 40)
    for at, head in enumerate((Phrase.COLUMN, Phrase.WHAT_TO_WRITE, Phrase.MUST_BE_FILLED, Phrase.WHAT_IT_MEANS)):
        notes.write_string(0, at, say(head), bold)
    for number, column in enumerate(contract.column, start=1):
        kind = (
            say(Phrase.ONE_OF_THESE, words=", ".join(column.allowed))
            if column.allowed
            else say(COLUMN_KINDS[column.type])
        )
        cells = (column.header, kind, say(Phrase.NO if column.may_be_blank else Phrase.YES), column.says)
        for at, cell in enumerate(cells):
            notes.write_string(number, at, cell or say(Phrase.AS_ITS_HEADING), wrapped)
    notes.write_string(
        len(contract.column) + 3, 0, say(Phrase.WHAT_IT_IS_FOR, why=contract.why) if contract.why else "", wrapped
    )
    notes.write_string(len(contract.column) + 2, 0, say(Phrase.NO_PERSONS), wrapped)
    book.close()
