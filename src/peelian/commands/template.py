"""`peelian template` writes a return's template for a supplier to fill in."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from peelian.commands.options import Folder
from peelian.commands.output import say


def template(
    folder: Folder,
    name: Annotated[str, typer.Argument(help="The return, as named in sources/.")],
    file: Annotated[Path, typer.Argument(help="The workbook or CSV to write.")],
) -> None:
    """Write a return's template for a supplier to fill in: XLSX with drop-downs and an example, or CSV.

    Example: peelian template my-office calls_return calls.xlsx
    """
    from peelian.suppliers import template as workbook
    from peelian.workspace import workspace

    workbook.send_out(workspace.load(folder), name, file, datetime.now(UTC).date().replace(day=1))
    say(f"Wrote {file}.")
