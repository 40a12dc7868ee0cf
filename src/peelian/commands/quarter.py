"""`peelian quarter` prints the timetable, which returns have arrived and which are late."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from peelian.commands.options import Folder, PackId
from peelian.commands.output import say


def quarter(
    folder: Folder,
    pack: PackId,
    write: Annotated[bool, typer.Option(help="Write the requests and reminders due, and record them.")] = False,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As of this day. Default: today.")] = None,
) -> None:
    """Print the quarter's timetable and, for each return, who owes it, what has arrived and which pages wait for it.

    Example: peelian quarter my-office 2025-26-q3
    """
    from peelian.core import periods
    from peelian.packs.assemble import used
    from peelian.suppliers import requests, timetable
    from peelian.workspace import workspace

    declared = workspace.load(folder)
    text = declared.pack(pack)
    today = on.date() if on else datetime.now(UTC).date()
    for step, day in timetable.of_pack(declared, text).items():
        print(f"{step.replace('_', ' '):<10}{periods.day_words(day)}{'  (past)' if day < today else ''}")
    rows = timetable.standing(declared, text, used(declared, text))
    print()
    print(timetable.table(rows, today))
    if write:
        for path in requests.write_requests(declared, text, rows, today):
            say(f"Wrote {path}")
