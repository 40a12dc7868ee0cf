"""What the constabulary and its neighbours record: crimes, flags, drugs, arrests, disruptions, people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from peelian.simulation.chance import (
    CHRISTMAS,
    DISTRICTS,
    FIRST_YEAR,
    FORCES,
    LEVEL,
    OWN,
    SUMMER,
    WINTER,
    YEARS,
    ReturnRow,
    Season,
    about,
    after,
    grown,
    in_season,
    months,
    quarters,
    share_out,
)

OUTCOMES = ("Under investigation", "Investigation complete; no suspect identified", "Unable to prosecute suspect",
            "Local resolution", "Offender given a caution", "Awaiting court outcome")  # fmt: skip
SUSPECT_KNOWN, SUSPECT_UNKNOWN, FOUND_BY_POLICE = (38, 10, 36, 5, 3, 8), (22, 58, 10, 3, 1, 6), (25, 5, 10, 35, 8, 17)
Shares = Sequence[int]


@dataclass(frozen=True)
class CrimeKind:
    """Rows expected in the county in an even month of the first year, per cent more each year, season, outcomes."""

    monthly: int
    yearly: int
    season: Season
    outcomes: Shares


INCIDENTS, LATE = "Anti-social behaviour", "Violence and sexual offences"
CRIME_KINDS = {
    INCIDENTS: CrimeKind(560, -6, SUMMER, ()),
    "Bicycle theft": CrimeKind(22, -3, SUMMER, SUSPECT_UNKNOWN),
    "Burglary": CrimeKind(100, -8, WINTER, SUSPECT_UNKNOWN),
    "Criminal damage and arson": CrimeKind(190, -6, SUMMER, SUSPECT_UNKNOWN),
    "Drugs": CrimeKind(70, 3, LEVEL, FOUND_BY_POLICE),
    "Other crime": CrimeKind(60, 0, LEVEL, SUSPECT_KNOWN),
    "Other theft": CrimeKind(150, -7, LEVEL, SUSPECT_UNKNOWN),
    "Possession of weapons": CrimeKind(18, 0, SUMMER, FOUND_BY_POLICE),
    "Public order": CrimeKind(140, -6, SUMMER, SUSPECT_KNOWN),
    "Robbery": CrimeKind(16, -2, LEVEL, SUSPECT_KNOWN),
    "Shoplifting": CrimeKind(230, 12, CHRISTMAS, SUSPECT_UNKNOWN),
    "Theft from the person": CrimeKind(20, 2, CHRISTMAS, SUSPECT_UNKNOWN),
    "Vehicle crime": CrimeKind(120, -8, WINTER, SUSPECT_UNKNOWN),
    LATE: CrimeKind(820, -7, SUMMER, SUSPECT_KNOWN),
}

RECORDED, GIVEN = "recorded in the month", "outcome given in the month"
TOLD = ("Under investigation", "Investigation complete; no suspect identified", "Unable to prosecute suspect",
        "Victim did not support action", "Local resolution", "Offender given a caution", "Suspect charged")  # fmt: skip
FLAGS = {"domestic abuse": (310, SUMMER), "rural": (85, WINTER), "knife-enabled": (34, LEVEL)}
"""Crimes a month in the county, and season; none has a trend."""

DA_SHARES, DA_GAIN = (200, 20, 300, 390, 10, 15, 65), 40
"""Per thousand crimes of domestic abuse, and how many more are charged after three years, that the victim would not
have supported before: planted."""

RURAL_SHARES, KNIFE_SHARES = (260, 480, 120, 70, 30, 10, 30), (330, 120, 170, 120, 60, 50, 150)
DRUGS = {"possession": (62, (60, 20, 80, 0, 480, 120, 240)), "trafficking": (13, (520, 60, 170, 0, 20, 10, 220))}
ARRESTS = (330, 380, 290)
"""Per thousand: crimes of domestic abuse with an arrest, those of them with another, arrests that lead to a charge."""

DISRUPTIONS = {OWN: (3, 14, 60), "Loamshire Police": (6, 20, 40), "Eastmarch Constabulary": (2, 8, 21),
               "Carrowdale Police": (4, 15, 34)}  # fmt: skip
"""Major, moderate and minor a quarter: planted, the most of them minor."""

STRANDS, STRAND_SHARES = ("Pursue", "Prevent", "Protect", "Prepare"), (70, 14, 12, 4)
PEOPLE = {"B01": 178_400, "B02": 121_700, "B03": 80_300, "B04": 24_900}


def crimes(random: Random) -> Iterator[ReturnRow]:
    """Crimes and incidents: the county's by district, its neighbours' whole."""
    for month in months():
        for force, size in FORCES.items():
            for (code, name), share in DISTRICTS.items() if force == OWN else ((("", ""), 100),):
                for crime_type, kind in CRIME_KINDS.items():
                    expected = kind.monthly * grown(month, kind.yearly) * in_season(month, kind.season) * size * share
                    found = share_out(random, about(random, expected / 10_000), OUTCOMES, kind.outcomes or (1,))
                    for outcome in OUTCOMES:
                        if found[outcome]:
                            yield {
                                "month": month, "force": force, "place": code, "place_name": name,
                                "crime_type": crime_type, "outcome": outcome if kind.outcomes else "",
                                "n": found[outcome],
                            }  # fmt: skip


def flagged(random: Random) -> Iterator[ReturnRow]:
    """Crimes with a flag by their latest outcome, and the outcomes given: of domestic abuse, all forces'."""
    for month in months():
        for flag, (monthly, season) in FLAGS.items():
            for force, size in FORCES.items() if flag == "domestic abuse" else ((OWN, 100),):
                total = about(random, monthly * in_season(month, season) * size / 100)
                shares = _da_shares(month, force) if flag == "domestic abuse" else (
                    RURAL_SHARES if flag == "rural" else KNIFE_SHARES)  # fmt: skip
                yield from _told(random, total, shares, {"month": month, "force": force, "flag": flag})


def _da_shares(month: date, force: str) -> Shares:
    moved = DA_GAIN * after(month) // 36 if force == OWN else 0
    return (*DA_SHARES[:3], DA_SHARES[3] - moved, *DA_SHARES[4:6], DA_SHARES[6] + moved)


def _told(random: Random, total: int, shares: Shares, of: ReturnRow) -> Iterator[ReturnRow]:
    """A total by outcome, then so many outcomes given: what is still under investigation is none."""
    for counted, number, own in ((RECORDED, total, shares), (GIVEN, about(random, total * 0.8), (0, *shares[1:]))):
        found = share_out(random, number, TOLD, own)
        for outcome in TOLD:
            if counted == RECORDED or outcome != "Under investigation":
                yield {**of, "counted": counted, "outcome": outcome, "n": found[outcome]}


def drugs(random: Random) -> Iterator[ReturnRow]:
    for month in months():
        for offence, (monthly, shares) in DRUGS.items():
            for force, size in FORCES.items():
                total = about(random, monthly * size / 100)
                yield from _told(random, total, shares, {"month": month, "force": force, "offence": offence})


def arrests(random: Random) -> Iterator[ReturnRow]:
    """Of crimes of domestic abuse: with an arrest, arrests, and those that led to a charge; no trend."""
    monthly, season = FLAGS["domestic abuse"]
    for month in months():
        for force, size in FORCES.items():
            recorded = about(random, monthly * in_season(month, season) * size / 100)
            with_arrest = share_out(random, recorded, ("yes", "no"), (ARRESTS[0], 1000 - ARRESTS[0]))["yes"]
            more = share_out(random, with_arrest, ("yes", "no"), (ARRESTS[1], 1000 - ARRESTS[1]))["yes"]
            charged = share_out(random, with_arrest + more, ("yes", "no"), (ARRESTS[2], 1000 - ARRESTS[2]))["yes"]
            told = {
                "crimes recorded": recorded,
                "arrests": with_arrest + more,
                "crimes with an arrest": with_arrest,
                "arrests that led to a charge": charged,
            }
            for figure, n in told.items():
                yield {"month": month, "force": force, "figure": figure, "n": n}


def disruptions(random: Random) -> Iterator[ReturnRow]:
    """A row a level and strand, each quarter, of every force."""
    for quarter in quarters():
        for force, told in DISRUPTIONS.items():
            for level, expected in zip(("major", "moderate", "minor"), told, strict=True):
                found = share_out(random, about(random, expected), STRANDS, STRAND_SHARES)
                for strand in STRANDS:
                    yield {"month": quarter.last, "force": force, "level": level, "strand": strand, "n": found[strand]}


def people(_: Random) -> Iterator[ReturnRow]:
    """Mid-year estimates, half a per cent more each year; a neighbour's whole."""
    whole = sum(PEOPLE.values())
    for year in range(FIRST_YEAR - 1, FIRST_YEAR + YEARS):
        more = 1000 + 5 * (year - FIRST_YEAR)
        for force, size in FORCES.items():
            parts = PEOPLE if force == OWN else {"": whole * size // 100}
            names = {code: name for code, name in DISTRICTS if code}
            for code, n in parts.items():
                place = {"place": code or force, "place_name": names.get(code, "")}
                yield {"month": date(year, 6, 1), "force": force, **place, "n": n * more // 1000}
