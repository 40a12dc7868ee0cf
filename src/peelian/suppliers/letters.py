"""Letters: what a supplier is asked to mend, ready to send: file, place, what is wrong, what is needed, by when."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from peelian.core.errors import PeelianError, SourceError
from peelian.core.language import in_language, say
from peelian.core.periods import day_words
from peelian.core.phrases import Phrase
from peelian.sources.received.arrivals import ODD_NAME
from peelian.sources.received.receive import Report
from peelian.sources.returns.recognise import Undecided
from peelian.suppliers import letters as writing
from peelian.workspace.workspace import Workspace

MOST_PLACES_NAMED = 40
"""Places a letter names, before it says how many more there are."""


def letter(office: str, supplier: str, title: str, file: str, faults: Sequence[SourceError], by: date) -> str:
    """Plain text. What stands in a cell about a person is in no fault, and so in no letter."""
    told = [
        say(Phrase.PLEASE_MEND, place=_place(fault, file), what=fault.what, to_do=_asked(fault.to_do))
        for fault in faults[:MOST_PLACES_NAMED]
    ]
    if len(faults) > MOST_PLACES_NAMED:
        told.append(say(Phrase.MORE_OF_THESE, count=len(faults) - MOST_PLACES_NAMED))
    months = say(Phrase.MONTHS_TAKEN_IN) if faults and title else ""
    lines = (
        say(Phrase.LETTER_TO, name=supplier or say(Phrase.WHOEVER_SENT_IT)),
        say(Phrase.LETTER_ABOUT, title=title or say(Phrase.A_FILE), file=file),
        "",
        say(Phrase.THANK_YOU, file=file),
        "",
        *told,
        "",
        *([months, ""] if months else []),
        say(Phrase.SEND_AGAIN, day=day_words(by)),
        "",
        office,
    )
    return "\n".join(lines) + "\n"


def _place(fault: SourceError, file: str) -> str:
    """Where in the file: the file itself is named above."""
    return fault.where.removeprefix(file).lstrip(", ") or say(Phrase.WHOLE_FILE)


def _asked(to_do: str) -> str:
    return to_do[:1].lower() + to_do[1:]


LETTERS = "letters"
DAYS = 10
"""Days a supplier is given to send a file again."""


def letters(workspace: Workspace, report: Report, today: date) -> Iterator[Path]:
    """A letter to the supplier of each file of which months were left out, written into the workspace."""
    for snapshot in report.received:
        if faults := report.left_out.get(snapshot.file, ()):
            contract = workspace.contracts[snapshot.source]
            yield _written(workspace, contract.supplier, contract.title, snapshot.file, faults, today)


def refusals(workspace: Workspace, paths: Sequence[Path], fault: PeelianError, today: date) -> Iterator[Path]:
    """A letter for each file that was refused, written into the workspace.

    None where it is for the office to say what it is, nor for one of the `paths` given that is not there.
    """
    lost = {str(path) for path in paths if not path.exists()}
    by_file: dict[str, list[SourceError]] = defaultdict(list)
    for one in getattr(fault, "faults", [fault]):
        if isinstance(one, SourceError) and not isinstance(one, Undecided) and one.where not in lost:
            by_file[one.where.partition(",")[0].partition(": ")[0]].append(one)  # of an archive's member, the archive
    for file, faults in by_file.items():
        if not ODD_NAME.search(file):  # an archive's member, or a name nobody could read
            yield _written(workspace, "", "", file, faults, today)


def _written(
    workspace: Workspace, supplier: str, title: str, file: str, faults: Sequence[SourceError], today: date
) -> Path:
    by = today + timedelta(days=DAYS)
    path = workspace.folder / LETTERS / f"{Path(file).name}.txt"
    path.parent.mkdir(exist_ok=True)
    with in_language(workspace.office.language):
        text = writing.letter(workspace.office.name, supplier, title, file, faults, by)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
