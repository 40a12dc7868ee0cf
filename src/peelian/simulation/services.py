"""Services, volunteers and partners: roads, surveys, complaints, victims' services, prevention."""

from collections.abc import Iterator
from datetime import date
from random import Random

from peelian.simulation.chance import (
    COUNCILS,
    OWN,
    SUMMER,
    WINTER,
    ReturnRow,
    about,
    after,
    in_season,
    months,
    share_out,
    spread,
)

TEAMS = {"fixed cameras": 240, "mobile cameras": 420, "roads policing": 55, "neighbourhood teams": 18}
DOUBLED = date(2025, 4, 1)
"""Planted: from this month there are twice as many mobile cameras."""

SEVERITIES = {"killed": 2, "seriously injured": 19, "slightly injured": 74}
SITES, SPEEDS = (
    ("Hogglestock Road", "Plumstead Parade", "Ullathorne Lane", "Framley Cross"),
    (60, 180, 330, 280, 110, 40),
)
SPEED_BANDS = ("below 20 mph", "20 to 25 mph", "25 to 30 mph", "30 to 35 mph", "35 to 40 mph", "40 to 60 mph")
QUESTIONS = {
    "overall": 71, "treatment": 84, "kept informed": 62, "outcome of the case": 48,
    "told of the right to review or complain": 37,
}  # fmt: skip
SATISFIED_MORE = 5
"""Planted: overall satisfaction rises by this many points in three years, too slowly to show at first."""

AGES = ("open under 30 days", "open 30 to 120 days", "open over 120 days")
CLOSED_IN = (
    "closed within 30 days",
    "closed in 30 to 60 days",
    "closed in 60 to 120 days",
    "closed in 120 to 365 days",
)
ENDED = ("resolved", "service acceptable", "service not acceptable", "other outcome")
NEW_MANAGER = date(2024, 10, 1)
"""Planted: from this month more complaints are closed than received."""

THERAPY_BEGINS = date(2024, 10, 1)
SERVICES = {"Victims' support line": (210, 100), "Therapeutic support": (60, 125), "Court companions": (45, 96)}
"""Referrals forecast a month, and referrals received for each hundred of them. Planted: one service exceeds its
forecast."""

STARTS = ("started within 7 days", "started in 7 to 14 days", "started in 14 to 28 days", "started in 28 to 84 days")
TRAINED = {"police": (1850, 12), "councils": (940, 6), "health": (1200, 3), "schools": (760, 9)}
"""Staff in scope, and how many per thousand are trained each month."""


def enforcement(random: Random) -> Iterator[ReturnRow]:
    for month in months():
        for team, monthly in TEAMS.items():
            times = 2 if team == "mobile cameras" and month >= DOUBLED else 1
            offered = about(random, monthly * times * 1.2)
            accepted = share_out(random, offered, ("yes", "no"), (84, 16))["yes"]
            figures = {
                "course offered": offered, "course accepted": accepted,
                "course completed": share_out(random, accepted, ("yes", "no"), (93, 7))["yes"],
                "fixed penalty": about(random, monthly * times * 0.14), "court": about(random, monthly * times * 0.02),
            }  # fmt: skip
            for disposal, n in figures.items():
                yield {"month": month, "force": OWN, "team": team, "disposal": disposal, "n": n}


def casualties(random: Random) -> Iterator[ReturnRow]:
    """By council. No trend."""
    for month in months():
        for (code, name), share in COUNCILS.items():
            for severity, monthly in SEVERITIES.items():
                n = about(random, monthly * in_season(month, SUMMER) * share / 98)
                yield {"month": month, "force": OWN, "place": code, "place_name": name, "severity": severity, "n": n}


def speeds(random: Random) -> Iterator[ReturnRow]:
    """At four sites. Traffic gets a little slower each year."""
    for month in months():
        moved = after(month) * 2
        shares = (*SPEEDS[:2], SPEEDS[2] + moved, SPEEDS[3] - moved, *SPEEDS[4:])
        for site in SITES:
            found = share_out(random, about(random, 900), SPEED_BANDS, shares)
            for band in SPEED_BANDS:
                yield {"month": month, "force": OWN, "site": site, "band": band, "n": found[band]}


def watched(random: Random) -> Iterator[ReturnRow]:
    """Community Speed Watch by council. No trend."""
    for month in months():
        for (code, name), share in COUNCILS.items():
            sessions = about(random, 24 * share / 98)
            checked = about(random, sessions * 140)
            figures = {
                "active teams": 2 + share // 8, "volunteers": 14 + share * 2, "sessions": sessions,
                "vehicles checked": checked, "letters sent": about(random, checked * 0.06),
                "enforcement visits": about(random, sessions * 0.2),
            }  # fmt: skip
            for figure, n in figures.items():
                yield {"month": month, "force": OWN, "place": code, "place_name": name, "figure": figure, "n": n}


def campaigns(random: Random) -> Iterator[ReturnRow]:
    by_month = {10: ("Tyre month", 420, 90), 7: ("Child seat checks", 180, 540), 12: ("Winter road days", 260, 110)}
    for month in months():
        if month.month in by_month:
            name, checks, unsafe = by_month[month.month]
            checked = about(random, checks)
            figures = {"people reached": about(random, 20_000), "checked": checked,
                       "unsafe": share_out(random, checked, ("yes", "no"), (unsafe, 1000 - unsafe))["yes"]}  # fmt: skip
        else:
            name, figures = "No campaign", {"people reached": 0, "checked": 0, "unsafe": 0}
        for figure, n in figures.items():
            yield {"month": month, "force": OWN, "campaign": name, "figure": figure, "n": n}


def surveys(random: Random) -> Iterator[ReturnRow]:
    """Victims each month, the public each quarter, staff each September, as weighted percentages."""

    def row(month: date, survey: str, question: str, share: float, base: int) -> ReturnRow:
        measured = share + spread(random) * (share * (100 - share) / base) ** 0.5
        return {"month": month, "force": OWN, "survey": survey, "question": question,
                "value": f"{min(max(measured, 1), 99):.1f}", "n": base}  # fmt: skip

    for month in months():
        base = about(random, 190)
        for question, share in QUESTIONS.items():
            more = SATISFIED_MORE * after(month) / 36 if question == "overall" else 0
            yield row(month, "victims", question, share + more, base)
        yield row(month, "victims", "response rate", 29, base * 10 // 3)
        if month.month % 3 == 0:
            asked = about(random, 620)
            yield row(month, "public confidence", "police do a good job", 54, asked)
            yield row(month, "public confidence", "seen an officer on foot", 21, asked)
        if month.month == 9:
            answered = about(random, 1100)
            yield row(month, "staff", "proud to work here", 58 + after(month) // 12, answered)
            yield row(month, "staff", "confidence in leaders", 36 + after(month) // 4, answered)
            yield row(month, "staff", "response rate", 52, answered * 2)


def complaints(random: Random) -> Iterator[ReturnRow]:
    """Open at start, received, closed and open at end agree each month. Ages, times and outcomes add up to them."""
    left = 240
    for month in months():
        start, came = left, about(random, 62)
        closed = min(about(random, 72 if month >= NEW_MANAGER else 55), start + came)
        left = start + came - closed
        old = 45 - max(0, after(month) - 18)
        ages = share_out(random, left, AGES, (100 - old - 25, 25, old))
        took = share_out(random, closed, CLOSED_IN, (35, 25, 22, 18))
        ended = share_out(random, closed, ENDED, (52, 30, 13, 5))
        reviews = about(random, 9)
        figures = {"open at start": start, "received": came, "closed": closed, "open at end": left,
                   **{word: ages[word] for word in AGES}, **{word: took[word] for word in CLOSED_IN},
                   **{word: ended[word] for word in ENDED}, "reviews received": reviews, "reviews decided": reviews,
                   "reviews upheld": share_out(random, reviews, ("yes", "no"), (28, 72))["yes"]}  # fmt: skip
        for figure, n in figures.items():
            yield {"month": month, "force": OWN, "figure": figure, "n": n}


def services(random: Random) -> Iterator[ReturnRow]:
    """Referrals and their forecast, people accepted, time to the first meeting, and people waiting."""
    waiting = dict.fromkeys(SERVICES, 12)
    for month in months():
        for service, (forecast, per_hundred) in SERVICES.items():
            if service == "Therapeutic support" and month < THERAPY_BEGINS:
                continue
            came = about(random, forecast * per_hundred / 100)
            accepted = share_out(random, came, ("yes", "no"), (91, 9))["yes"]
            queue = waiting[service] + accepted
            seen = min(queue, forecast)
            waiting[service] = queue - seen
            slow = min(60, waiting[service] // 4)
            starts = share_out(random, seen, STARTS, (45 - slow // 2, 30, 18, 7 + slow // 2))
            figures = {"referrals": came, "forecast referrals": forecast, "accepted": accepted,
                       **{word: starts[word] for word in STARTS}, "waiting at end": waiting[service],
                       "capacity": forecast}  # fmt: skip
            for figure, n in figures.items():
                yield {"month": month, "force": OWN, "service": service, "figure": figure, "n": n}


def interventions(random: Random) -> Iterator[ReturnRow]:
    """A diversion programme with few people, and sessions with young people except in August. No trend."""
    staying = 14
    for month in months():
        began, ended = about(random, 5), min(about(random, 5), staying)
        finished = share_out(random, ended, ("yes", "no"), (68, 32))["yes"]
        staying += began - ended
        year_ago = about(random, 4)
        figures = {"started": began, "completed": finished, "left early": ended - finished,
                   "in progress at end": staying, "completed a year ago": year_ago,
                   "of those, reoffended": share_out(random, year_ago, ("yes", "no"), (27, 73))["yes"]}  # fmt: skip
        for figure, n in figures.items():
            yield {
                "month": month,
                "force": OWN,
                "programme": "Gang diversion",
                "kind": "diversion",
                "figure": figure,
                "n": n,
            }
        sessions = 0 if month.month == 8 else about(random, 9)
        for figure, n in (("sessions", sessions), ("young people reached", about(random, sessions * 22))):
            yield {"month": month, "force": OWN, "programme": "Street first aid", "kind": "education", "figure": figure,
                   "n": n}  # fmt: skip


def training(random: Random) -> Iterator[ReturnRow]:
    done = dict.fromkeys(TRAINED, 0)
    for month in months():
        for body, (staff, per_thousand) in TRAINED.items():
            came = min(about(random, staff * per_thousand / 1000), staff - done[body])
            done[body] += came
            for figure, n in (("staff in scope", staff), ("trained", done[body]), ("trained this month", came),
                              ("sessions", -(-came // 18))):  # fmt: skip
                yield {"month": month, "force": OWN, "body": body, "figure": figure, "n": n}


def stations(random: Random) -> Iterator[ReturnRow]:
    """Two mobile stations, by council. Planted: one council is seldom visited."""
    for month in months():
        for (code, name), share in COUNCILS.items():
            out = 0 if code == "B04" and month.month % 3 else max(1, about(random, 16 * share / 98))
            advertised = share_out(random, out, ("yes", "no"), (62, 38))["yes"]
            figures = {"days out": out, "days advertised a week ahead": advertised, "hours open": out * 5,
                    "visitors": about(random, out * 11)}  # fmt: skip
            for figure, n in figures.items():
                yield {"month": month, "force": OWN, "place": code, "place_name": name, "figure": figure, "n": n}


AGAINST_KNIVES = {
    "patrols": 40, "knife sweeps": 22, "visits to shops": 60, "sessions in schools": 12, "young people reached": 310,
    "searches": 45, "weapons found": 9, "weapons handed in": 24, "arrests": 11,
}  # fmt: skip
OPERATIONS = {
    5: ("Operation Hiram", AGAINST_KNIVES),
    9: ("Operation Harding", {"patrols": 55, "visits to shops": 0, "searches": 30, "arrests": 8}),
    11: ("Operation Hiram", AGAINST_KNIVES),
}


def operations(random: Random) -> Iterator[ReturnRow]:
    """A week against knives each May and November, and a rural week each September. No operation in other months."""
    for month in months():
        name, figures = OPERATIONS.get(month.month, ("No operation", {"patrols": 0, "arrests": 0}))
        for figure, expected in figures.items():
            yield {"month": month, "force": OWN, "operation": name, "figure": figure, "n": about(random, expected)}


PHASES = {
    "phase one": (date(2024, 4, 1), 160),
    "phase two": (date(2024, 11, 1), 90),
    "phase three": (date(2025, 9, 1), 70),
}
"""The start of each phase of Right Care Right Person, and calls in scope a month."""

ANSWERS, BEFORE, LIVE = (
    ("attended by police", "passed to another agency", "closed with advice"),
    (78, 8, 14),
    (38, 34, 28),
)


def rcrp(random: Random) -> Iterator[ReturnRow]:
    """Three phases start one after another. From each start, police attend fewer calls. Earlier months count too."""
    for month in months():
        for phase, (start, monthly) in PHASES.items():
            calls = about(random, monthly * in_season(month, WINTER))
            ended = share_out(random, calls, ANSWERS, LIVE if month >= start else BEFORE)
            again = share_out(random, calls, ("yes", "no"), (6, 94))["yes"]
            hours = about(random, ended["attended by police"] * 3.4)
            figures = {"calls in scope": calls, **{word: ended[word] for word in ANSWERS},
                       "called again within 24 hours": again, "officer hours": hours}  # fmt: skip
            for figure, n in figures.items():
                yield {"month": month, "force": OWN, "phase": phase, "figure": figure, "n": n}
