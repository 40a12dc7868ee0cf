"""A county that does not exist: its workspace, and every return it receives, made up alike on any machine."""

import csv
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import tomlkit

from peelian.core.errors import DefinitionError
from peelian.core.periods import Period, add_months, month_key, month_words
from peelian.core.plan import Office
from peelian.core.progress import Progress, quiet
from peelian.core.shipped_files import SHIPPED
from peelian.core.sources import Snapshot
from peelian.simulation import calls, crimes, money, services, supplier_files
from peelian.simulation.chance import OWN, ReturnRow, quarters
from peelian.sources.received import intake
from peelian.sources.received.receive import Options
from peelian.sources.received.sidecars import SIDECAR, read_sidecar, write_sidecar
from peelian.suppliers import letters
from peelian.workspace import workspace
from peelian.workspace.templates import shipped_return_text
from peelian.workspace.text_files import read_toml

SEED = 1815
"""Trollope's year of birth."""

RETURNS: Mapping[str, Callable[[Random], Iterator[ReturnRow]]] = {
    "crimes_return": crimes.crimes,
    "population_return": crimes.people,
    "flagged_crimes_return": crimes.flagged,
    "drug_crimes_return": crimes.drugs,
    "da_arrests_return": crimes.arrests,
    "soc_disruptions_return": crimes.disruptions,
    "calls_return": calls.calls,
    "workforce_return": calls.employed,
    "speed_enforcement_return": services.enforcement,
    "road_casualties_return": services.casualties,
    "speed_readings_return": services.speeds,
    "speed_watch_return": services.watched,
    "campaigns_return": services.campaigns,
    "surveys_return": services.surveys,
    "complaints_return": services.complaints,
    "services_return": services.services,
    "interventions_return": services.interventions,
    "training_return": services.training,
    "mobile_stations_return": services.stations,
    "operations_return": services.operations,
    "rcrp_return": services.rcrp,
    "finance_return": money.finance,
    "service_money_return": money.service_money,
    "grants_return": money.grants,
    "estate_return": money.estate,
}
"""Every return the county's office asks for, in the order in which they are sent."""

EACH_QUARTER = ("crimes_return", "calls_return", "flagged_crimes_return", "drug_crimes_return")
"""From the first: what becomes of crimes is compared only where it was followed up equally long."""

MADE_UP = "Returns made up by peelian simulate barsetshire, not by any police force."
LACKING_A_MONTH = ("calls_return", OWN, date(2025, 6, 1))
NEVER_CAME = ("mobile_stations_return", Period.quarter(2025, 1))
LATE = ("services_return", Period.quarter(2024, 3), date(2025, 3, 14))
WRONG = ("complaints_return", date(2024, 8, 1), "open at end", 7)
"""In this month what is left is so many more than what came and went leave: left out, and told in a letter."""

PUT_RIGHT = date(2024, 11, 18)
SENT_AGAIN, REVISED, AGAIN = Period.quarter(2025, 2), "B02", date(2025, 12, 15)


LOOKED_INTO: Mapping[str, tuple[str, ...]] = {
    "2024-25-q1": ("13-calls", "17-force"),
    "2024-25-q2": ("11-harm", "16-complaints"),
    "2024-25-q3": ("13-calls", "15-victims", "16-complaints"),
    "2024-25-q4": ("12-followed-up", "17-force", "18-money"),
    "2025-26-q1": ("13-calls", "14-roads", "16-complaints"),
    "2025-26-q2": ("11-harm", "14-roads", "18-money"),
}
"""Until every return was in the report, a quarter's looked into some subjects beside the plan's own measures."""

ALWAYS, BRIEF_FILE = "19-arrived", "brief.md"
OFFICE = "office.toml"
BEGUN = ".simulating"
"""A file that says, while what was made is put in place, that the folder's other files are made up."""


@dataclass(frozen=True)
class Sending:
    """Files that reach the office together. `stem` says of what."""

    as_at: date
    name: str
    stem: str
    rows: tuple[ReturnRow, ...]


def simulate(folder: Path, seed: int = SEED, progress: Progress = quiet) -> tuple[Snapshot, ...]:
    """Write the workspace of Barsetshire, the files it received and their facts. What comes back are its sidecars.

    DefinitionError when the folder holds something else; a workspace made here before is made again.
    """
    folder = folder.resolve()
    _check_made_up(folder)
    aside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        shutil.copytree(SHIPPED / "barsetshire", aside, ignore=shutil.ignore_patterns("sections"))
        _write_packs(SHIPPED / "barsetshire" / "sections", aside / "packs")
        for name in RETURNS:
            _take(aside / "sources" / f"{name}.toml", name)
        progress("what is sent")
        _receive(aside, list(_sendings(seed)), progress)
        _put(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return tuple(read_sidecar(path) for path in sorted((folder / "received").glob(f"*/*/*{SIDECAR}")))


def _write_packs(common: Path, packs: Path) -> None:
    """A pack for each of the last eight quarters, of the sections they share; one has sections of its own besides."""
    sections = sorted(path.stem for path in common.glob("*.md") if path.name != BRIEF_FILE)
    for quarter in quarters()[-8:]:
        folder, own = packs / quarter.key, (packs / quarter.key).is_dir()
        folder.mkdir(exist_ok=True)
        told = [name for name in sections if name in (*LOOKED_INTO.get(quarter.key, sections), ALWAYS)]
        for name in (*(f"{name}.md" for name in told), BRIEF_FILE):
            if not (folder / name).exists():
                shutil.copy(common / name, folder / name)
        if not own:
            plan = tomlkit.parse((common / "pack.toml").read_text(encoding="utf-8"))
            plan["period"] = quarter.key
            plan["meeting"] = (add_months(quarter.stop, 1) + timedelta(days=11)).isoformat()
            plan["sections"] = [f"{name}.md" for name in told]
            if quarter == NEVER_CAME[1]:
                plan["frozen"] = True
            (folder / "pack.toml").write_text(tomlkit.dumps(plan), encoding="utf-8", newline="\n")


def _take(path: Path, name: str) -> None:
    """The shipped template, owed by somebody who does not exist."""
    told = tomlkit.parse(shipped_return_text(name))
    told["supplier"] = f"{told['supplier']}, Barsetshire (made up)"
    told.add("attribution", MADE_UP)
    columns = told.pop("column")
    identities = told.pop("identity", None)
    told.add("column", columns)
    if identities is not None:
        told.add("identity", identities)
    path.parent.mkdir(exist_ok=True)
    path.write_text(tomlkit.dumps(told), encoding="utf-8", newline="\n")


def _sendings(seed: int) -> Iterator[Sending]:
    """The first year whole, then each quarter, at the end of the month after it; and what came late, or again."""
    first, *later = [quarters()[:4], *((quarter,) for quarter in quarters()[4:])]
    for name, made in RETURNS.items():
        rows = tuple(made(Random(f"{seed} {name}")))  # noqa: S311
        for told in (first, *later) if name not in EACH_QUARTER else ((q,) for q in quarters()):
            yield from _sending(name, told, rows)
        if name == "crimes_return":
            again = tuple(_recorded_late(row) for row in rows if row["force"] == OWN and _of(row, SENT_AGAIN))
            yield Sending(AGAIN, name, f"crimes-{SENT_AGAIN.key}-again", again)
        if name == WRONG[0]:
            quarter = next(quarter for quarter in quarters() if WRONG[1] in quarter)
            right = tuple(row for row in rows if _of(row, quarter))
            yield Sending(PUT_RIGHT, name, f"complaints-{quarter.key}-put-right", right)


def _sending(name: str, told: Sequence[Period], rows: Sequence[ReturnRow]) -> Iterator[Sending]:
    """A file of these quarters; none where nothing of them is told, or it never came."""
    own = tuple(row for row in rows if any(_of(row, quarter) for quarter in told))
    if name == "population_return":
        own = tuple(row for row in rows if row["month"].year in {q.stop.year - 1 for q in told if q.last.month == 9})  # type: ignore[union-attr]
    own = tuple(row for row in own if (name, row["force"], row["month"]) != LACKING_A_MONTH)
    if own and (name, told[0]) != NEVER_CAME:
        sent = _end(add_months(told[-1].last, 1))
        if (name, told[0]) == LATE[:2]:
            sent = LATE[2]
        span = told[0].key if len(told) == 1 else told[0].key.rpartition("-")[0]
        yield Sending(sent, name, f"{name.removesuffix('_return').replace('_', '-')}-{span}", own)


def _of(row: ReturnRow, quarter: Period) -> bool:
    month = row["month"]
    assert isinstance(month, date)
    return month in quarter


def _receive(folder: Path, sendings: Sequence[Sending], progress: Progress) -> None:
    """Take everything in by day, as an officer would: each new layout confirmed once, letters written."""
    _tell(folder / "statements.csv", sendings)
    outside, known = folder / "sent", set[str]()
    for as_at in sorted({sending.as_at for sending in sendings}):
        declared = workspace.load(folder)
        outside.mkdir()
        for sendings_of, options in _by_layout([one for one in sendings if one.as_at == as_at], known):
            paths = []
            for sending in sendings_of:
                rows = [_wrong(sending, row) for row in sending.rows]
                paths.append(
                    supplier_files.write_return(
                        sending.name, declared.contracts[sending.name], rows, outside / sending.stem
                    )
                )
            progress(f"{as_at}: {', '.join(path.name for path in paths)}")
            report = intake.receive(declared, paths, options, lambda _: True)
            list(letters.letters(declared, report, as_at))
        shutil.rmtree(outside)
    for sidecar in sorted((folder / "received").glob(f"*/*/*{SIDECAR}")):
        told = read_sidecar(sidecar)
        told = replace(told, received_at=f"{told.as_at}T09:00:00+00:00", received_by="peelian simulate")
        write_sidecar(sidecar.with_name(sidecar.name.removesuffix(SIDECAR)), told)


def _by_layout(sendings: Sequence[Sending], known: set[str]) -> Iterator[tuple[list[Sending], Options]]:
    """Each supplier's own layout the first time by itself, said to be which return it is; all others at once."""
    new = [one for one in sendings if one.name in supplier_files.OWN_LAYOUTS.keys() - known]
    if others := [one for one in sendings if one not in new]:
        yield others, Options(as_at=others[0].as_at)
    for one in new:
        yield [one], Options(as_at=one.as_at, source=one.name)
    known.update(one.name for one in new)


def _wrong(sending: Sending, row: ReturnRow) -> ReturnRow:
    """The row, or where its return is first sent wrong, as it is there."""
    name, month, figure, more = WRONG
    if (sending.name, row["month"], row.get("figure")) != (name, month, figure) or sending.as_at == PUT_RIGHT:
        return row
    assert isinstance(row["n"], int)
    return {**row, "n": row["n"] + more}


def _recorded_late(row: ReturnRow) -> ReturnRow:
    """The row as sent again: in one district a third more violence, recorded late and not yet investigated."""
    late = row["place"] == REVISED and (row["crime_type"], row["outcome"]) == (crimes.LATE, "Under investigation")
    assert isinstance(row["n"], int)
    return {**row, "n": row["n"] + row["n"] // 3} if late else row


def _tell(path: Path, sendings: Sequence[Sending]) -> None:
    """What the return first said of the district later revised: no data behind it once it is superseded."""
    source = f"Crimes return of {SENT_AGAIN.words}, as first sent, as at 31 October 2025 (made up)"
    [first] = [one for one in sendings if one.stem == f"crimes-{SENT_AGAIN.key}"]
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("id", "text", "value", "unit", "period", "scope", "source", "url"))
        for month in SENT_AGAIN.months:
            own = [r for r in first.rows if (r["month"], r["place"]) == (month, REVISED)]
            told = sum(int(str(r["n"])) for r in own if r["crime_type"] != crimes.INCIDENTS)
            identity = f"silverbridge_{month_key(month).replace('-', '_')}"
            words = "Crimes recorded, as first sent"
            writer.writerow((identity, words, f"{told:,}", "count", month_words(month), "Silverbridge", source, ""))


def _check_made_up(folder: Path) -> None:
    """DefinitionError when there is something in the folder that is no workspace of a made-up force."""
    there = sorted(_files(folder)) if folder.is_dir() else [folder.name] if folder.exists() else []
    begun = (folder / BEGUN).exists()
    if there and not (begun or (OFFICE in there and read_toml(folder / OFFICE, Office).made_up)):
        raise DefinitionError(str(folder), f"it holds {there[0]}, which is not made up", "name another folder")


def _put(made: Path, folder: Path) -> None:
    """Put what was made in the folder's place. DefinitionError when a file there would be lost.

    The office goes first and comes last: without it the folder is no workspace, so none is ever seen half made.
    """
    if strange := sorted(_files(folder) - _files(made) - {BEGUN}):
        what = f"it holds {strange[0]}, which this simulation did not make"
        raise DefinitionError(str(folder), what, "move it, or name another folder")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / BEGUN).touch()
    (folder / OFFICE).unlink(missing_ok=True)
    news = sorted(made.iterdir(), key=lambda new: new.name == OFFICE)
    for old in [folder / "build", *(folder / new.name for new in news)]:
        shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
    for new in news:
        new.replace(folder / new.name)
    (folder / BEGUN).unlink()


def _files(folder: Path) -> set[str]:
    """Every file below, but those under build/, which anybody may delete."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())
    return {path.as_posix() for path in found if path.parts[0] != "build"}


def _end(month: date) -> date:
    return add_months(month, 1) - timedelta(days=1)
