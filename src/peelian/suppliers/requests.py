"""Requests and reminders for a quarter's returns: text files to send, recorded in requests.csv."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from pathlib import Path

from peelian.core.language import in_language
from peelian.core.periods import Period
from peelian.core.plan import RequestSent
from peelian.suppliers import timetable
from peelian.suppliers.timetable import Standing
from peelian.workspace.atomic_write import write_whole
from peelian.workspace.workspace import PackText, Workspace

REQUESTS = "requests.csv"
LETTERS = "letters"


def write_requests(workspace: Workspace, text: PackText, rows: Sequence[Standing], today: date) -> Iterator[Path]:
    """Writes a request for each return not yet asked for, and a reminder for each overdue one. Yields their paths.

    It records each letter, so that the next run does not repeat it. A supplier gets one letter a day at most.
    """
    period, meeting = Period.parse(text.plan.period), date.fromisoformat(text.plan.meeting)
    noted = dict(workspace.asked)
    for one in rows:
        key = (text.id, one.contract.name)
        sent = noted.get(key, RequestSent(*key))
        if one.missing and one.asked is None:
            noted[key] = replace(sent, asked=today.isoformat())
            kind, worded = "request", timetable.request
        elif one.missing and today > one.due and one.chased != today:
            noted[key] = replace(sent, chased=today.isoformat())
            kind, worded = "reminder", timetable.chaser
        else:
            continue
        with in_language(workspace.office.language):
            body = worded(workspace.office.name, one, period, meeting)
        path = workspace.folder / LETTERS / f"{text.id}-{one.contract.name}-{kind}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(body, encoding="utf-8", newline="\n")
        yield path
    _note(workspace.folder / REQUESTS, noted.values())


def _note(path: Path, rows: Iterable[RequestSent]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(RequestSent)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    write_whole(path, text.getvalue())
