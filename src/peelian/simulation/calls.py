"""Calls by line, clock and waiting time, and the people employed."""

from collections.abc import Iterator
from datetime import date
from random import Random

from peelian.simulation.chance import FORCES, OWN, SUMMER, ReturnRow, about, after, in_season, months, share_out

BANDS = ("within 10 seconds", "10 to 30 seconds", "30 to 60 seconds", "1 to 2 minutes", "2 to 5 minutes",
         "5 to 10 minutes", "10 to 30 minutes", "abandoned")  # fmt: skip
CALLS = {("999", "force"): 4_000, ("999", "BT"): 4_000, ("101", "switchboard"): 9_000, ("101", "desk"): 6_000}
ANSWERED_999 = {OWN: 880, "Loamshire Police": 915, "Eastmarch Constabulary": 850, "Carrowdale Police": 900}
"""Calls per thousand answered within the target, by each force's own clock."""

BT_STARTS_EARLIER = 55
"""Calls per thousand within the target by a force's own clock but not by BT's."""

ABANDONED_101, FEWER = 150, 20
"""Calls per thousand in the first month, and the fall each year."""

SHIFT = date(2025, 3, 1)
"""Planted: from this month the desk has more people, and its queue stays shorter."""

DESK_BEFORE, DESK_AFTER = (180, 120, 130, 160, 200, 110, 20, 80), (300, 170, 150, 150, 130, 45, 5, 50)
POSTS = {
    ("force", "control room"): (18_200, 15_600), ("force", "response"): (61_000, 58_400),
    ("force", "neighbourhood"): (24_500, 22_900), ("force", "investigation"): (38_000, 34_700),
    ("force", "all others"): (52_300, 50_800), ("commissioner", "complaints team"): (900, 600),
    ("commissioner", "all others"): (2_150, 2_050),
}  # fmt: skip
"""In hundredths of a full-time post: posts, and posts filled in the first month."""


def calls(random: Random) -> Iterator[ReturnRow]:
    for month in months():
        for force, size in FORCES.items():
            for (line, clock), monthly in CALLS.items():
                total = about(random, monthly * size * in_season(month, SUMMER) / 100)
                found = share_out(random, total, BANDS, _waits(line, clock, force, month))
                for answered in BANDS:
                    yield {"month": month, "force": force, "line": line, "clock": clock, "answered": answered,
                           "n": found[answered]}  # fmt: skip


def _waits(line: str, clock: str, force: str, month: date) -> tuple[int, ...]:
    """Calls per thousand in each band."""
    if clock == "desk":
        return DESK_AFTER if month >= SHIFT and force == OWN else DESK_BEFORE
    if line == "101":
        lost = ABANDONED_101 - FEWER * after(month) // 12
        return (550, 100, 80, 60, 40, 15, 5, lost)
    quick = ANSWERED_999[force] - (BT_STARTS_EARLIER if clock == "BT" else 0)
    rest = 985 - quick
    return (quick, rest * 6 // 10, rest * 3 // 10, rest - rest * 6 // 10 - rest * 3 // 10, 0, 0, 0, 15)


def employed(random: Random) -> Iterator[ReturnRow]:
    """Posts and people, each month from the one before. Planted: only the control room fills its posts."""
    filled = {of: start for of, (_, start) in POSTS.items()}
    for month in months():
        for (employer, function), (posts, _) in POSTS.items():
            of = employer, function
            people = filled[of] * 105 // 10_000
            leavers = about(random, people * 0.008)
            starters = about(
                random, people * 0.008 + (2.2 if function == "control room" and month >= date(2024, 9, 1) else 0)
            )
            filled[of] = min(max(filled[of] + 95 * (starters - leavers), 300), posts)
            figures = {
                "posts": posts, "in post": filled[of], "vacancies": posts - filled[of], "people employed": people * 100,
                "starters": starters * 100, "leavers": leavers * 100,
                "days lost to sickness": about(random, people * 0.9) * 100,
                "training due": people * 100, "training finished": people * (74 + after(month) // 3),
            }  # fmt: skip
            for figure, n in figures.items():
                yield {
                    "month": month,
                    "force": OWN,
                    "employer": employer,
                    "function": function,
                    "figure": figure,
                    "n": n,
                }
