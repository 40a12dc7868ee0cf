"""Makes the workspace of Barsetshire and every return that it receives, the same on any machine."""

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
"""Every return that the county's office asks for, in the order they arrive."""

EACH_QUARTER = ("crimes_return", "calls_return", "flagged_crimes_return", "drug_crimes_return")
"""Sent each quarter from the start, because outcomes are compared only between crimes followed up for equally long."""

MADE_UP = "Returns made up by peelian simulate barsetshire, not by any police force."
LACKING_A_MONTH = ("calls_return", OWN, date(2025, 6, 1))
NEVER_CAME = ("mobile_stations_return", Period.quarter(2025, 1))
LATE = ("services_return", Period.quarter(2024, 3), date(2025, 3, 14))
WRONG = ("complaints_return", date(2024, 8, 1), "open at end", 7)
"""In this month the closing figure is too high by this many. The month is left out, and a letter says so."""

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
"""Sections of early packs, besides those on the plan's measures. Later packs have all sections."""

ALWAYS, BRIEF_FILE = "19-arrived", "brief.md"
OFFICE = "office.toml"
BEGUN = ".simulating"
"""A file that marks a folder as made up while the simulation moves its files into place."""


@dataclass(frozen=True)
class Sending:
    """A file that the office receives. `name` is its return, `stem` its file name without the ending."""

    as_at: date
    name: str
    stem: str
    rows: tuple[ReturnRow, ...]


def simulate(folder: Path, seed: int = SEED, progress: Progress = quiet) -> tuple[Snapshot, ...]:
    """Write the workspace of Barsetshire, its received files and their facts. Returns the sidecars.

    An earlier simulation in the folder is replaced. DefinitionError if the folder holds anything else.
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
        progress("files from suppliers")
        _receive(aside, list(_sendings(seed)), progress)
        _put(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return tuple(read_sidecar(path) for path in sorted((folder / "received").glob(f"*/*/*{SIDECAR}")))


def _write_packs(common: Path, packs: Path) -> None:
    """Writes a pack for each of the last eight quarters from shared sections. One pack has its own sections too."""
    sections = sorted(path.stem for path in common.glob("*.md") if path.name != BRIEF_FILE)
    for quarter in quarters()[-8:]:
        folder, own = packs / quarter.key, (packs / quarter.key).is_dir()
        folder.mkdir(exist_ok=True)
        chosen = [name for name in sections if name in (*LOOKED_INTO.get(quarter.key, sections), ALWAYS)]
        for name in (*(f"{name}.md" for name in chosen), BRIEF_FILE):
            if not (folder / name).exists():
                shutil.copy(common / name, folder / name)
        if not own:
            plan = tomlkit.parse((common / "pack.toml").read_text(encoding="utf-8"))
            plan["period"] = quarter.key
            plan["meeting"] = (add_months(quarter.stop, 1) + timedelta(days=11)).isoformat()
            plan["sections"] = [f"{name}.md" for name in chosen]
            if quarter == NEVER_CAME[1]:
                plan["frozen"] = True
            (folder / "pack.toml").write_text(tomlkit.dumps(plan), encoding="utf-8", newline="\n")


def _take(path: Path, name: str) -> None:
    """Writes the shipped template with a made-up supplier."""
    template = tomlkit.parse(shipped_return_text(name))
    template["supplier"] = f"{template['supplier']}, Barsetshire (made up)"
    template.add("attribution", MADE_UP)
    columns = template.pop("column")
    identities = template.pop("identity", None)
    template.add("column", columns)
    if identities is not None:
        template.add("identity", identities)
    path.parent.mkdir(exist_ok=True)
    path.write_text(tomlkit.dumps(template), encoding="utf-8", newline="\n")


def _sendings(seed: int) -> Iterator[Sending]:
    """The first year in one file, then each quarter a month after its end. Some files come late, or twice."""
    first, *later = [quarters()[:4], *((quarter,) for quarter in quarters()[4:])]
    for name, made in RETURNS.items():
        rows = tuple(made(Random(f"{seed} {name}")))  # noqa: S311
        for covered in (first, *later) if name not in EACH_QUARTER else ((q,) for q in quarters()):
            yield from _sending(name, covered, rows)
        if name == "crimes_return":
            again = tuple(_recorded_late(row) for row in rows if row["force"] == OWN and _of(row, SENT_AGAIN))
            yield Sending(AGAIN, name, f"crimes-{SENT_AGAIN.key}-again", again)
        if name == WRONG[0]:
            quarter = next(quarter for quarter in quarters() if WRONG[1] in quarter)
            right = tuple(row for row in rows if _of(row, quarter))
            yield Sending(PUT_RIGHT, name, f"complaints-{quarter.key}-put-right", right)


def _sending(name: str, covered: Sequence[Period], rows: Sequence[ReturnRow]) -> Iterator[Sending]:
    """A file for these quarters. Nothing if they have no rows, or the file never came."""
    own = tuple(row for row in rows if any(_of(row, quarter) for quarter in covered))
    if name == "population_return":
        own = tuple(row for row in rows if row["month"].year in {q.stop.year - 1 for q in covered if q.last.month == 9})  # type: ignore[union-attr]
    own = tuple(row for row in own if (name, row["force"], row["month"]) != LACKING_A_MONTH)
    if own and (name, covered[0]) != NEVER_CAME:
        sent = _end(add_months(covered[-1].last, 1))
        if (name, covered[0]) == LATE[:2]:
            sent = LATE[2]
        span = covered[0].key if len(covered) == 1 else covered[0].key.rpartition("-")[0]
        yield Sending(sent, name, f"{name.removesuffix('_return').replace('_', '-')}-{span}", own)


def _of(row: ReturnRow, quarter: Period) -> bool:
    month = row["month"]
    assert isinstance(month, date)
    return month in quarter


def _receive(folder: Path, sendings: Sequence[Sending], progress: Progress) -> None:
    """Receives the files day by day, as an officer would: confirms each new layout once and writes letters."""
    _write_statements(folder / "statements.csv", sendings)
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
        note = read_sidecar(sidecar)
        note = replace(note, received_at=f"{note.as_at}T09:00:00+00:00", received_by="peelian simulate")
        write_sidecar(sidecar.with_name(sidecar.name.removesuffix(SIDECAR)), note)


def _by_layout(sendings: Sequence[Sending], known: set[str]) -> Iterator[tuple[list[Sending], Options]]:
    """Groups files to receive together. The first file in a supplier's own layout comes alone, with its return."""
    new = [one for one in sendings if one.name in supplier_files.OWN_LAYOUTS.keys() - known]
    if others := [one for one in sendings if one not in new]:
        yield others, Options(as_at=others[0].as_at)
    for one in new:
        yield [one], Options(as_at=one.as_at, source=one.name)
    known.update(one.name for one in new)


def _wrong(sending: Sending, row: ReturnRow) -> ReturnRow:
    """The row as sent: with the error WRONG in the first sending of that return, else unchanged."""
    name, month, figure, more = WRONG
    if (sending.name, row["month"], row.get("figure")) != (name, month, figure) or sending.as_at == PUT_RIGHT:
        return row
    assert isinstance(row["n"], int)
    return {**row, "n": row["n"] + more}


def _recorded_late(row: ReturnRow) -> ReturnRow:
    """The row in the second sending: one district has a third more violence, recorded late and under investigation."""
    late = row["place"] == REVISED and (row["crime_type"], row["outcome"]) == (crimes.LATE, "Under investigation")
    assert isinstance(row["n"], int)
    return {**row, "n": row["n"] + row["n"] // 3} if late else row


def _write_statements(path: Path, sendings: Sequence[Sending]) -> None:
    """Writes the first figures of the revised district as statements, since no current data hold them."""
    source = f"Crimes return of {SENT_AGAIN.words}, as first sent, as at 31 October 2025 (made up)"
    [first] = [one for one in sendings if one.stem == f"crimes-{SENT_AGAIN.key}"]
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("id", "text", "value", "unit", "period", "scope", "source", "url"))
        for month in SENT_AGAIN.months:
            own = [r for r in first.rows if (r["month"], r["place"]) == (month, REVISED)]
            total = sum(int(str(r["n"])) for r in own if r["crime_type"] != crimes.INCIDENTS)
            identity = f"silverbridge_{month_key(month).replace('-', '_')}"
            words = "Crimes recorded, as first sent"
            writer.writerow((identity, words, f"{total:,}", "count", month_words(month), "Silverbridge", source, ""))


def _check_made_up(folder: Path) -> None:
    """DefinitionError if the folder holds anything but the workspace of a made-up force."""
    there = sorted(_files(folder)) if folder.is_dir() else [folder.name] if folder.exists() else []
    begun = (folder / BEGUN).exists()
    if there and not (begun or (OFFICE in there and read_toml(folder / OFFICE, Office).made_up)):
        raise DefinitionError(str(folder), f"it holds {there[0]}, which is not made up", "name another folder")


def _put(made: Path, folder: Path) -> None:
    """Moves the new files into the folder. DefinitionError if a file there would be lost.

    office.toml is removed first and moved last. Without it the folder is not a workspace, so nobody reads half of one.
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
    """Every file in the folder and below, except under build/, which can always be deleted."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())
    return {path.as_posix() for path in found if path.parts[0] != "build"}


def _end(month: date) -> date:
    return add_months(month, 1) - timedelta(days=1)
