"""Crimes, flagged crimes, drugs, arrests, disruptions and population of the constabulary and its neighbours."""

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
    """Expected rows in the county in an average month of the first year, yearly rise in per cent, season, outcomes."""

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
FLAGGED_OUTCOMES = (
        "Under investigation", "Investigation complete; no suspect identified", "Unable to prosecute suspect",
        "Victim did not support action", "Local resolution", "Offender given a caution", "Suspect charged")  # fmt: skip
FLAGS = {"domestic abuse": (310, SUMMER), "rural": (85, WINTER), "knife-enabled": (34, LEVEL)}
"""Crimes a month in the county, and their season. None has a trend."""

DA_SHARES, DA_GAIN = (200, 20, 300, 390, 10, 15, 65), 40
"""Per thousand crimes of domestic abuse: outcomes at first. Planted: the rise in charges over three years, from cases
that victims would not have supported before."""

RURAL_SHARES, KNIFE_SHARES = (260, 480, 120, 70, 30, 10, 30), (330, 120, 170, 120, 60, 50, 150)
DRUGS = {"possession": (62, (60, 20, 80, 0, 480, 120, 240)), "trafficking": (13, (520, 60, 170, 0, 20, 10, 220))}
ARRESTS = (330, 380, 290)
"""Per thousand: domestic abuse crimes with an arrest, those with a second arrest, arrests that lead to a charge."""

DISRUPTIONS = {OWN: (3, 14, 60), "Loamshire Police": (6, 20, 40), "Eastmarch Constabulary": (2, 8, 21),
               "Carrowdale Police": (4, 15, 34)}  # fmt: skip
"""Major, moderate and minor disruptions a quarter. Planted: most are minor."""

STRANDS, STRAND_SHARES = ("Pursue", "Prevent", "Protect", "Prepare"), (70, 14, 12, 4)
PEOPLE = {"B01": 178_400, "B02": 121_700, "B03": 80_300, "B04": 24_900}


def crimes(random: Random) -> Iterator[ReturnRow]:
    """Crimes and incidents: by district for the county, in total for its neighbours."""
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
    """Flagged crimes by their latest outcome, and the outcomes given. Other forces report domestic abuse only."""
    for month in months():
        for flag, (monthly, season) in FLAGS.items():
            for force, size in FORCES.items() if flag == "domestic abuse" else ((OWN, 100),):
                total = about(random, monthly * in_season(month, season) * size / 100)
                shares = _da_shares(month, force) if flag == "domestic abuse" else (
                    RURAL_SHARES if flag == "rural" else KNIFE_SHARES)  # fmt: skip
                yield from _with_outcomes(random, total, shares, {"month": month, "force": force, "flag": flag})


def _da_shares(month: date, force: str) -> Shares:
    moved = DA_GAIN * after(month) // 36 if force == OWN else 0
    return (*DA_SHARES[:3], DA_SHARES[3] - moved, *DA_SHARES[4:6], DA_SHARES[6] + moved)


def _with_outcomes(random: Random, total: int, shares: Shares, of: ReturnRow) -> Iterator[ReturnRow]:
    """Crimes recorded by outcome, then outcomes given in the month. "Under investigation" is not an outcome given."""
    for counted, number, own in ((RECORDED, total, shares), (GIVEN, about(random, total * 0.8), (0, *shares[1:]))):
        found = share_out(random, number, FLAGGED_OUTCOMES, own)
        for outcome in FLAGGED_OUTCOMES:
            if counted == RECORDED or outcome != "Under investigation":
                yield {**of, "counted": counted, "outcome": outcome, "n": found[outcome]}


def drugs(random: Random) -> Iterator[ReturnRow]:
    for month in months():
        for offence, (monthly, shares) in DRUGS.items():
            for force, size in FORCES.items():
                total = about(random, monthly * size / 100)
                yield from _with_outcomes(random, total, shares, {"month": month, "force": force, "offence": offence})


def arrests(random: Random) -> Iterator[ReturnRow]:
    """Domestic abuse: crimes with an arrest, arrests, and arrests that led to a charge. No trend."""
    monthly, season = FLAGS["domestic abuse"]
    for month in months():
        for force, size in FORCES.items():
            recorded = about(random, monthly * in_season(month, season) * size / 100)
            with_arrest = share_out(random, recorded, ("yes", "no"), (ARRESTS[0], 1000 - ARRESTS[0]))["yes"]
            more = share_out(random, with_arrest, ("yes", "no"), (ARRESTS[1], 1000 - ARRESTS[1]))["yes"]
            charged = share_out(random, with_arrest + more, ("yes", "no"), (ARRESTS[2], 1000 - ARRESTS[2]))["yes"]
            figures = {
                "crimes recorded": recorded,
                "arrests": with_arrest + more,
                "crimes with an arrest": with_arrest,
                "arrests that led to a charge": charged,
            }
            for figure, n in figures.items():
                yield {"month": month, "force": force, "figure": figure, "n": n}


def disruptions(random: Random) -> Iterator[ReturnRow]:
    """A row for each force, quarter, level and strand."""
    for quarter in quarters():
        for force, usual in DISRUPTIONS.items():
            for level, expected in zip(("major", "moderate", "minor"), usual, strict=True):
                found = share_out(random, about(random, expected), STRANDS, STRAND_SHARES)
                for strand in STRANDS:
                    yield {"month": quarter.last, "force": force, "level": level, "strand": strand, "n": found[strand]}


def people(_: Random) -> Iterator[ReturnRow]:
    """Mid-year estimates, with half a per cent more each year. Neighbours have a total only."""
    whole = sum(PEOPLE.values())
    for year in range(FIRST_YEAR - 1, FIRST_YEAR + YEARS):
        more = 1000 + 5 * (year - FIRST_YEAR)
        for force, size in FORCES.items():
            parts = PEOPLE if force == OWN else {"": whole * size // 100}
            names = {code: name for code, name in DISTRICTS if code}
            for code, n in parts.items():
                place = {"place": code or force, "place_name": names.get(code, "")}
                yield {"month": date(year, 6, 1), "force": force, **place, "n": n * more // 1000}
