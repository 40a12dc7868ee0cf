"""Money in pence, and buildings: budgets, forecasts and spending through each year, grants, services, the estate."""

from collections.abc import Iterator
from datetime import date
from random import Random

from peelian.simulation.chance import FIRST_YEAR, OWN, ReturnRow, months, spread
from peelian.simulation.services import SERVICES, THERAPY_BEGINS

BUDGETS = {
    "revenue": 15_600_000_000, "capital": 1_240_000_000, "estate running costs": 480_000_000,
    "savings": 310_000_000, "precept: neighbourhood policing": 160_000_000, "precept: control room": 90_000_000,
}  # fmt: skip
YEARLY = 103
"""Each year's budget, in per cent of the year before."""

YEAR_OVER_BUDGET = {"revenue": 1.006, "capital": 0.82, "savings": 0.78, "precept: control room": 0.94}
"""Spending in the year for each pound of the budget, where it differs from a pound."""

RESERVES = 910_000_000
COSTS = {"Victims' support line": 4_200_000, "Therapeutic support": 3_650_000, "Court companions": 1_150_000}
CO_FUNDED = {"Therapeutic support": 0.40}
GRANT = "Safer Streets 5"
SCHEMES = {"Barchester quays": (42_118_400, 42_118_400), "Silverbridge station": (33_206_700, 30_150_000),
           "Plumstead green": (24_500_000, 24_500_000)}  # fmt: skip
"""Awards, and awards as later revised. Planted: one was cut."""

AWARDED, CUT = date(2023, 10, 1), date(2024, 12, 1)


def finance(random: Random) -> Iterator[ReturnRow]:
    """Each heading at the end of each month of its financial year."""
    for month in months():
        year = month.year if month.month >= 4 else month.year - 1
        passed = (month.month - 4) % 12 + 1
        for heading, first in BUDGETS.items():
            budget = first * YEARLY ** (year - FIRST_YEAR) // 100 ** (year - FIRST_YEAR)
            comes = int(budget * YEAR_OVER_BUDGET.get(heading, 1.0) * (1 + spread(random) / 400))
            late = (passed / 12) ** 2 if heading == "capital" else passed / 12
            for figure, n in (("budget for the year", budget), ("forecast for the year", comes),
                              ("so far this year", int(comes * late))):  # fmt: skip
                yield {"month": month, "force": OWN, "heading": heading, "figure": figure, "n": n}
        reserves = RESERVES - 30_000_000 * (year - FIRST_YEAR)
        for figure in ("budget for the year", "forecast for the year", "so far this year"):
            yield {"month": month, "force": OWN, "heading": "reserves", "figure": figure, "n": reserves}


def service_money(random: Random) -> Iterator[ReturnRow]:
    for month in months():
        for service in SERVICES:
            if service == "Therapeutic support" and month < THERAPY_BEGINS:
                continue
            spent = int(COSTS[service] * (1 + spread(random) / 60))
            others = int(spent * CO_FUNDED.get(service, 0))
            figures = {
                "budget for the year": COSTS[service] * 12,
                "spent": spent,
                "paid by the commissioner": spent - others,
                "paid by co-funders": others,
            }
            for figure, n in figures.items():
                yield {"month": month, "force": OWN, "service": service, "figure": figure, "n": n}


def grants(_: Random) -> Iterator[ReturnRow]:
    """From the month of the award. The money arrives in three parts and is spent over eighteen months."""
    for month in (month for month in months() if month >= AWARDED):
        since = (month.year - AWARDED.year) * 12 + month.month - AWARDED.month
        for scheme, (awarded, revised) in SCHEMES.items():
            now = revised if month >= CUT else awarded
            received = now * min(3, since // 6 + 1) // 3 if since >= 2 else 0
            for figure, n in (("awarded", awarded), ("award as revised", now), ("received so far", received),
                              ("spent so far", min(received, now * min(since, 18) // 18))):  # fmt: skip
                yield {"month": month, "force": OWN, "grant": GRANT, "scheme": scheme, "figure": figure, "n": n}


def estate(_: Random) -> Iterator[ReturnRow]:
    """One station closes. The others do not change, and a third of them are in poor condition."""
    closing = date(2025, 2, 1)
    for month in months():
        fair = 14 if month < closing else 13
        for figure, n in (("good condition", 9), ("fair condition", fair), ("poor condition", 11),
                          ("buildings in use", 20 + fair), ("buildings closed", int(month == closing))):  # fmt: skip
            yield {"month": month, "force": OWN, "figure": figure, "n": n}
