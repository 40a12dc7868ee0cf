"""Fetches a force's files from the archives of data.police.uk, and receives them."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from peelian.core import progress as core_progress
from peelian.core.errors import DefinitionError
from peelian.core.periods import add_months, month_key, parse_month
from peelian.sources.received import download, intake, lock
from peelian.sources.received.receive import Options, Report
from peelian.workspace import forces as workspace_forces
from peelian.workspace.workspace import Workspace


@dataclass(frozen=True)
class Fetched:
    """The report on one archive's files, and the names of files that it lacks."""

    archive: str
    report: Report
    lacking: tuple[str, ...]


def fetch_police_uk(
    workspace: Workspace,
    forces: Sequence[str],
    months: str,
    options: Options,
    base: str = download.BASE,
    newest: str = "",
    progress: core_progress.Progress = core_progress.quiet,
    pause: float = 0.5,
) -> list[Fetched]:
    """Fetch the files of these forces and months from the archives, and receive them.

    Without `forces`, the office's own. `months` are the first and the last, `2023-01:2025-12`, or one month. `newest`
    is the archive to start with; the default is the last month's. Each archive's files are received together, as at
    its last month. After a SourceError the next call continues from the files already fetched.
    """
    first, last = _months(months)
    slugs = [*forces] or [workspace.force.slug]
    if unknown := [slug for slug in slugs if slug not in workspace_forces.force_names()]:
        known = ", ".join(workspace_forces.force_names())
        raise DefinitionError("--force", f"{unknown[0]!r} is not a force of data.police.uk", f"one of {known}")
    begin = _month(newest) if newest else last
    done = []
    for archive, own in download.archives_of(first, last, begin):
        name = f"{month_key(archive)}.zip"
        folder = workspace.folder / "build" / "fetched" / name
        with lock.one_writer(workspace.folder):
            remote = download.Remote(f"{base.rstrip('/')}/{name}", pause=pause)
            found, lacking = download.fetch(remote, slugs, own, folder, progress)
            as_at = options.as_at or date.fromordinal(add_months(archive, 1).toordinal() - 1)
            report = (
                intake.receive_known(workspace, found, replace(options, as_at=as_at), progress) if found else Report()
            )
        shutil.rmtree(folder)
        done.append(Fetched(name, report, tuple(lacking)))
    return done


def _months(text: str) -> tuple[date, date]:
    first, _, last = text.partition(":")
    begin, end = _month(first), _month(last or first)
    if end < begin:
        raise DefinitionError("--months", f"{last} is before {first}", "write the earlier month first")
    return begin, end


def _month(text: str) -> date:
    try:
        return parse_month(text)
    except ValueError as fault:
        raise DefinitionError("--months", str(fault), "write them like 2023-01:2025-12") from None
