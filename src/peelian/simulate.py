"""A county that does not exist: its workspace, and the returns its forces send, made up alike on any machine.

Of random numbers only sums, products and square roots are taken, which every machine rounds alike. No clock is read.
"""

import csv
import math
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from random import Random

from peelian import workspace
from peelian.core.errors import DefinitionError
from peelian.core.periods import Period, add_months, month_key, month_words, months_between
from peelian.core.plan import Office
from peelian.core.sources import Snapshot
from peelian.definitions import read_toml
from peelian.sources import receiving
from peelian.sources.sidecars import SIDECAR, read_sidecar, write_sidecar

SEED = 1815
"""Trollope's year of birth."""

FIRST_YEAR, YEARS = 2023, 3
OWN = "Barsetshire Constabulary"
FORCES = {OWN: 100, "Loamshire Police": 140, "Eastmarch Constabulary": 80, "Carrowdale Police": 110}
"""How large, in per cent of the first."""

DISTRICTS = {("B01", "Barchester"): 46, ("B02", "Silverbridge"): 29, ("B03", "Plumstead"): 18, ("B04", "Courcy"): 5,
             ("", ""): 2}  # fmt: skip
"""Per cent of the county's crimes. The last have no location."""

Season = Sequence[int]
SUMMER = (92, 90, 96, 99, 106, 110, 114, 112, 104, 98, 91, 88)
WINTER = (108, 104, 101, 97, 95, 92, 92, 94, 98, 103, 108, 108)
CHRISTMAS = (94, 94, 98, 97, 98, 97, 97, 98, 99, 104, 112, 112)
LEVEL = (100,) * 12

OUTCOMES = ("Under investigation", "Investigation complete; no suspect identified", "Unable to prosecute suspect",
            "Local resolution", "Offender given a caution", "Awaiting court outcome")  # fmt: skip
SUSPECT_KNOWN, SUSPECT_UNKNOWN, FOUND_BY_POLICE = (38, 10, 36, 5, 3, 8), (22, 58, 10, 3, 1, 6), (25, 5, 10, 35, 8, 17)
Shares = Sequence[int]


@dataclass(frozen=True)
class Kind:
    """Rows expected in the county in an even month of the first year, per cent more each year, season, outcomes."""

    monthly: int
    yearly: int
    season: Season
    outcomes: Shares


INCIDENTS, LATE = "Anti-social behaviour", "Violence and sexual offences"
KINDS = {
    INCIDENTS: Kind(560, -6, SUMMER, ()),
    "Bicycle theft": Kind(22, -3, SUMMER, SUSPECT_UNKNOWN),
    "Burglary": Kind(100, -8, WINTER, SUSPECT_UNKNOWN),
    "Criminal damage and arson": Kind(190, -6, SUMMER, SUSPECT_UNKNOWN),
    "Drugs": Kind(70, 3, LEVEL, FOUND_BY_POLICE),
    "Other crime": Kind(60, 0, LEVEL, SUSPECT_KNOWN),
    "Other theft": Kind(150, -7, LEVEL, SUSPECT_UNKNOWN),
    "Possession of weapons": Kind(18, 0, SUMMER, FOUND_BY_POLICE),
    "Public order": Kind(140, -6, SUMMER, SUSPECT_KNOWN),
    "Robbery": Kind(16, -2, LEVEL, SUSPECT_KNOWN),
    "Shoplifting": Kind(230, 12, CHRISTMAS, SUSPECT_UNKNOWN),
    "Theft from the person": Kind(20, 2, CHRISTMAS, SUSPECT_UNKNOWN),
    "Vehicle crime": Kind(120, -8, WINTER, SUSPECT_UNKNOWN),
    LATE: Kind(820, -7, SUMMER, SUSPECT_KNOWN),
}

ANSWERED = ("within 10 seconds", "later", "abandoned")
CALLS = {"999": 4_000, "101": 9_000}
ANSWERED_999 = {OWN: 880, "Loamshire Police": 915, "Eastmarch Constabulary": 850, "Carrowdale Police": 900}
"""Per thousand, within the target."""
ABANDONED_101, FEWER = 150, 20
"""Per thousand in the first month, and how many fewer each year."""

NOT_SENT = (OWN, date(2025, 6, 1))
SENT_AGAIN, REVISED, AGAIN = Period.quarter(2025, 2), "B02", date(2025, 12, 15)
CRIMES_HEADER = ("Month", "Force", "District code", "District", "Crime type", "Latest outcome", "Crimes")
CALLS_HEADER = ("Month", "Force", "Line", "Answered", "Calls")

CrimesRow = tuple[date, str, str, str, str, str, int]
CallsRow = tuple[date, str, str, str, int]


def simulate(folder: Path, seed: int = SEED) -> tuple[Snapshot, ...]:
    """Write the workspace of Barsetshire and the files it received. What comes back are those files, by sidecar.

    DefinitionError when the folder holds something else; a workspace made here before is made again.
    """
    folder = folder.resolve()
    _check_made_up(folder)
    aside = folder.with_name(f".{folder.name}.new-{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        with resources.as_file(resources.files("peelian") / "simulated" / "barsetshire") as text:
            shutil.copytree(text, aside)
        _send(aside, Random(seed))  # noqa: S311
        shutil.rmtree(aside / "build")
        _put(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return tuple(read_sidecar(path) for path in sorted((folder / "received").glob(f"*/*/*{SIDECAR}")))


def _send(folder: Path, random: Random) -> None:
    """Send each quarter's two returns at the end of the month after it, and one of them once more."""
    crimes = [row for month in _months() for row in _crimes(month, random)]
    calls = [row for month in _months() for row in _calls(month, random) if (row[1], row[0]) != NOT_SENT]
    sendings: list[tuple[date, list[Path]]] = []
    for quarter in _quarters():
        sent = _end(add_months(quarter.last, 1)), [
            _write(folder, f"crimes-{quarter.key}.csv", CRIMES_HEADER, [row for row in crimes if row[0] in quarter]),
            _write(folder, f"calls-{quarter.key}.csv", CALLS_HEADER, [row for row in calls if row[0] in quarter]),
        ]  # fmt: skip
        sendings.append(sent)
    first = [row for row in crimes if row[1] == OWN and row[0] in SENT_AGAIN]
    again = [_late(row) for row in first]
    sendings.append((AGAIN, [_write(folder, f"crimes-{SENT_AGAIN.key}-again.csv", CRIMES_HEADER, again)]))
    _tell(folder / "statements.csv", first)
    contracts = workspace.load(folder).contracts
    for as_at, paths in sendings:
        receiving.receive(folder, paths, contracts, receiving.Options(as_at=as_at))
        for path in paths:
            path.unlink()
    for sidecar in sorted((folder / "received").glob(f"*/*/*{SIDECAR}")):
        told = read_sidecar(sidecar)
        told = replace(told, received_at=f"{told.as_at}T09:00:00+00:00", received_by="peelian simulate")
        write_sidecar(sidecar.with_name(sidecar.name.removesuffix(SIDECAR)), told)


def _crimes(month: date, random: Random) -> Iterator[CrimesRow]:
    """A month's crimes and incidents: the county's by district, its neighbours' whole."""
    for force, size in FORCES.items():
        for (code, name), share in DISTRICTS.items() if force == OWN else ((("", ""), 100),):
            for crime_type, kind in KINDS.items():
                trend = 1 + kind.yearly * _after(month) / 1200
                expected = kind.monthly * trend * kind.season[month.month - 1] * size * share / 1_000_000
                found = _split(random, _about(random, expected), OUTCOMES, kind.outcomes or (1,))
                for outcome in OUTCOMES:
                    if found[outcome]:
                        printed = outcome if kind.outcomes else ""
                        yield month, force, code, name, crime_type, printed, found[outcome]


def _calls(month: date, random: Random) -> Iterator[CallsRow]:
    lost_101 = ABANDONED_101 - FEWER * _after(month) // 12
    for force, size in FORCES.items():
        for line, monthly in CALLS.items():
            total = _about(random, monthly * size * SUMMER[month.month - 1] / 10_000)
            quick = ANSWERED_999[force] if line == "999" else 550
            lost = 15 if line == "999" else lost_101
            found = _split(random, total, ANSWERED, (quick, 1000 - quick - lost, lost))
            yield from ((month, force, line, answered, found[answered]) for answered in ANSWERED)


def _late(row: CrimesRow) -> CrimesRow:
    """The row as sent again: in one district a third more violence, recorded late and not yet investigated."""
    late = row[2] == REVISED and row[4:6] == (LATE, "Under investigation")
    return (*row[:6], row[6] + row[6] // 3) if late else row


def _about(random: Random, expected: float) -> int:
    """A whole number near the one expected. Twelve uniform numbers less six are close to normal, with no logarithm."""
    spread = sum(random.random() for _ in range(12)) - 6
    return max(0, int(expected + spread * math.sqrt(expected) + 0.5))


def _split(random: Random, total: int, into: Sequence[str], shares: Shares) -> Counter[str]:
    return Counter(random.choices(into[: len(shares)], shares, k=total))


def _tell(path: Path, first: Sequence[CrimesRow]) -> None:
    """What the return first said of the district later revised: no data behind it once it is superseded."""
    source = f"Crimes return of {SENT_AGAIN.words}, as first sent, as at 31 October 2025 (made up)"
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("id", "text", "value", "unit", "period", "scope", "source", "url"))
        for month in SENT_AGAIN.months:
            told = sum(r[6] for r in first if (r[0], r[2]) == (month, REVISED) and r[4] != INCIDENTS)
            identity = f"silverbridge_{month_key(month).replace('-', '_')}"
            words = "Crimes recorded, as first sent"
            writer.writerow((identity, words, f"{told:,}", "count", month_words(month), "Silverbridge", source, ""))


def _write(folder: Path, name: str, header: Sequence[str], rows: Sequence[CrimesRow | CallsRow]) -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows((month_key(month), *rest) for month, *rest in rows)
    return path


def _check_made_up(folder: Path) -> None:
    """DefinitionError when there is something in the folder that is no workspace of a made-up force."""
    there = sorted(_files(folder)) if folder.is_dir() else [folder.name] if folder.exists() else []
    if there and not ("office.toml" in there and read_toml(folder / "office.toml", Office).made_up):
        raise DefinitionError(str(folder), f"it holds {there[0]}, which is not made up", "name another folder")


def _put(made: Path, folder: Path) -> None:
    """Put what was made in the folder's place. DefinitionError when a file there would be lost."""
    if strange := sorted(_files(folder) - _files(made)):
        what = f"it holds {strange[0]}, which this simulation did not make"
        raise DefinitionError(str(folder), what, "move it, or name another folder")
    folder.mkdir(parents=True, exist_ok=True)
    for old in [folder / "build", *(folder / new.name for new in made.iterdir())]:
        shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
    for new in made.iterdir():
        new.replace(folder / new.name)


def _files(folder: Path) -> set[str]:
    """Every file below, but those under build/, which anybody may delete."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())
    return {path.as_posix() for path in found if path.parts[0] != "build"}


def _quarters() -> tuple[Period, ...]:
    return tuple(Period.quarter(FIRST_YEAR + year, number) for year in range(YEARS) for number in (1, 2, 3, 4))


def _months() -> tuple[date, ...]:
    return tuple(month for quarter in _quarters() for month in quarter.months)


def _after(month: date) -> int:
    """Months since the first."""
    return months_between(_months()[0], month)


def _end(month: date) -> date:
    return add_months(month, 1) - timedelta(days=1)
