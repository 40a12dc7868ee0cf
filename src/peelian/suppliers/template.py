"""Sending out: a return as a workbook a supplier can fill in, with drop-downs, an example, and what each column is."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice, product
from pathlib import Path

from peelian.core.errors import DefinitionError
from peelian.core.periods import month_key
from peelian.core.sources import Column, Contract
from peelian.workspace.templates import shipped_returns
from peelian.workspace.workspace import Workspace

ROWS = 2_000
"""Rows down to which the drop-downs go."""

NOBODYS = "Barsetshire Constabulary"
"""The force of the example's figures, which are made up: no real one's name stands beside them."""

EXAMPLES = 6
NUMBERS = ("whole number", "pounds", "decimal", "figure")
KINDS = {
    "text": "Words",
    "month": "A month, as 2025-12",
    "force": "A force, by its name",
    "whole number": "A whole number; 0 where nothing happened",
    "pounds": "Pounds, with pence if known",
    "decimal": "A number, with decimals where it has some",
    "figure": "The figure as it is told, such as 71.2",
}


def send_out(workspace: Workspace, name: str, path: Path, month: date) -> None:
    """The return's template, written to `path`: XLSX whole, or CSV with headings and example rows.

    `month` is that of the example. DefinitionError where there is no such return, or the file is neither.
    """
    contract = workspace.contracts.get(name) or shipped_returns().get(name)
    if contract is None:
        known = ", ".join(sorted({*workspace.contracts, *shipped_returns()}))
        raise DefinitionError(str(workspace.folder / "sources"), f"there is no return {name!r}", f"name one: {known}")
    match path.suffix.lower():
        case ".xlsx":
            _workbook(contract, path, month)
        case ".csv":
            with path.open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out, lineterminator="\n")
                writer.writerow(column.header for column in contract.column)
                writer.writerows(examples(contract, month))
        case _:
            raise DefinitionError(str(path), "it is neither a workbook nor CSV", "call it NAME.xlsx or NAME.csv")


def examples(contract: Contract, month: date) -> Iterator[tuple[str, ...]]:
    """Rows that the return would be taken with: made-up figures of one month, the first few combinations of words."""
    words = [column.allowed if column.allowed and column.key else ("",) for column in contract.column]
    rows = list(islice(product(*words), EXAMPLES))
    numbers = _agreeing(rows, contract) if contract.identity else [10 * number for number in range(1, EXAMPLES + 1)]
    for number, chosen in zip(numbers, rows, strict=False):
        told = zip(contract.column, chosen, strict=True)
        yield tuple(word or _example(column, month, number) for column, word in told)


def _agreeing(rows: Sequence[tuple[str, ...]], contract: Contract) -> list[int]:
    """A number for each row, so that the return's identities hold among them."""
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
    return "" if column.may_be_blank else "an example"


def _workbook(contract: Contract, path: Path, month: date) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    bold, wrapped = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"text_wrap": True})
    fill, example, told = (book.add_worksheet(name) for name in ("Return", "Example", "What each column is"))
    lists = book.add_worksheet("Words")
    for sheet in (fill, example):
        sheet.set_column(0, len(contract.column) - 1, 24)
        for at, column in enumerate(contract.column):
            sheet.write_string(0, at, column.header, bold)
    for number, row in enumerate(examples(contract, month), start=1):
        for at, (column, cell) in enumerate(zip(contract.column, row, strict=True)):
            if column.type in NUMBERS:
                example.write_number(number, at, float(cell))
            else:
                example.write_string(number, at, cell)
    for at, column in enumerate(contract.column):
        lists.write_string(0, at, column.header, bold)
        for number, word in enumerate(column.allowed, start=1):
            lists.write_string(number, at, word)
        if column.allowed:
            letter = chr(65 + at) if at < 26 else chr(64 + at // 26) + chr(65 + at % 26)
            source = f"=Words!${letter}$2:${letter}${len(column.allowed) + 1}"
            fill.data_validation(1, at, ROWS, at, {"validate": "list", "source": source})
        elif column.type == "whole number":
            fill.data_validation(1, at, ROWS, at, {"validate": "integer", "criteria": ">=", "value": 0})
    told.set_column(0, 3, 40)
    for at, head in enumerate(("Column", "What to write", "Must be filled", "What it means")):
        told.write_string(0, at, head, bold)
    for number, column in enumerate(contract.column, start=1):
        kind = f"One of: {', '.join(column.allowed)}" if column.allowed else KINDS[column.type]
        cells = (column.header, kind, "no" if column.may_be_blank else "yes", column.says)
        for at, cell in enumerate(cells):
            told.write_string(number, at, cell or "As its heading says.", wrapped)
    told.write_string(len(contract.column) + 3, 0, f"What it is for: {contract.why}" if contract.why else "", wrapped)
    told.write_string(
        len(contract.column) + 2, 0, "Nothing about persons: no names, addresses, dates of birth.", wrapped
    )
    book.close()
