"""Letters that ask a supplier to correct a file: the place, what is wrong, what is needed, by when."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from peelian.core.errors import PeelianError, SourceError
from peelian.core.language import in_language, say
from peelian.core.periods import day_words
from peelian.core.phrases import Phrase
from peelian.sources.received.receive import Report
from peelian.sources.received.unpack import ODD_NAME
from peelian.sources.returns.recognise import Undecided
from peelian.suppliers import letters as writing
from peelian.workspace.workspace import Workspace

MOST_PLACES_NAMED = 40
"""The most places a letter names. Below them it gives the number of the rest."""


def letter(office: str, supplier: str, title: str, file: str, faults: Sequence[SourceError], by: date) -> str:
    """Plain text. Faults never quote a cell about a person, so neither do letters."""
    asks = [
        say(Phrase.PLEASE_MEND, place=_place(fault, file), what=fault.what, to_do=_asked(fault.to_do))
        for fault in faults[:MOST_PLACES_NAMED]
    ]
    if len(faults) > MOST_PLACES_NAMED:
        asks.append(say(Phrase.MORE_OF_THESE, count=len(faults) - MOST_PLACES_NAMED))
    months = say(Phrase.MONTHS_TAKEN_IN) if faults and title else ""
    lines = (
        say(Phrase.LETTER_TO, name=supplier or say(Phrase.WHOEVER_SENT_IT)),
        say(Phrase.LETTER_ABOUT, title=title or say(Phrase.A_FILE), file=file),
        "",
        say(Phrase.THANK_YOU, file=file),
        "",
        *asks,
        "",
        *([months, ""] if months else []),
        say(Phrase.SEND_AGAIN, day=day_words(by)),
        "",
        office,
    )
    return "\n".join(lines) + "\n"


def _place(fault: SourceError, file: str) -> str:
    """The place within the file. The letter names the file above."""
    return fault.where.removeprefix(file).lstrip(", ") or say(Phrase.WHOLE_FILE)


def _asked(to_do: str) -> str:
    return to_do[:1].lower() + to_do[1:]


LETTERS = "letters"
DAYS = 10
"""Days a supplier has to send a corrected file."""


def letters(workspace: Workspace, report: Report, today: date) -> Iterator[Path]:
    """Writes a letter to the supplier of each file with months left out. Yields the letters' paths."""
    for snapshot in report.received:
        if faults := report.left_out.get(snapshot.file, ()):
            contract = workspace.contracts[snapshot.source]
            yield _written(workspace, contract.supplier, contract.title, snapshot.file, faults, today)


def refusals(workspace: Workspace, paths: Sequence[Path], fault: PeelianError, today: date) -> Iterator[Path]:
    """Writes a letter for each refused file. Yields the letters' paths.

    No letter where the office itself must decide what a file is, nor for one of `paths` that does not exist.
    """
    lost = {str(path) for path in paths if not path.exists()}
    by_file: dict[str, list[SourceError]] = defaultdict(list)
    for one in getattr(fault, "faults", [fault]):
        if isinstance(one, SourceError) and not isinstance(one, Undecided) and one.where not in lost:
            by_file[one.where.partition(",")[0].partition(": ")[0]].append(
                one
            )  # for a file inside an archive, the archive
    for file, faults in by_file.items():
        if not ODD_NAME.search(file):  # a file inside an archive, or an unreadable name
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
