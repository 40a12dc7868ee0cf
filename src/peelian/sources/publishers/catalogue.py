"""The official statistics that Peelian reads as published, and how it recognises each file by its contents."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from peelian.sources.publishers import (
    home_office_use_of_force,
    home_office_workforce,
    iopc_deaths,
    ons_population,
    ons_recorded_crime,
)
from peelian.sources.publishers.official_tables import Edition
from peelian.sources.publishers.peek import Glance

LICENCE = "Open Government Licence v3.0"


@dataclass(frozen=True)
class Publication:
    """A publisher's tables: the fact table they fill, how to recognise a file, and how to read it."""

    source: str
    title: str
    dataset: str
    publisher: str
    is_one: Callable[[Glance], bool]
    read: Callable[[Path], Edition]
    licence: str = LICENCE


PUBLICATIONS: Mapping[str, Publication] = {
    found.source: found
    for found in (
        Publication(
            "ons_population",
            "ONS population estimates",
            "population",
            "Office for National Statistics",
            ons_population.is_population,
            ons_population.read_population,
        ),
        Publication(
            "home_office_workforce",
            "Home Office police workforce",
            "workforce_official",
            "Home Office",
            home_office_workforce.is_workforce,
            home_office_workforce.read_workforce,
        ),
        Publication(
            "home_office_use_of_force",
            "Home Office police use of force",
            "use_of_force_official",
            "Home Office",
            home_office_use_of_force.is_use_of_force,
            home_office_use_of_force.read_use_of_force,
        ),
        Publication(
            "iopc_deaths",
            "IOPC deaths during or following police contact",
            "deaths_official",
            "Independent Office for Police Conduct",
            iopc_deaths.is_deaths,
            iopc_deaths.read_deaths,
        ),
        Publication(
            "ons_recorded_crime",
            "ONS police recorded crime",
            "recorded_crime_official",
            "Office for National Statistics",
            ons_recorded_crime.is_recorded_crime,
            ons_recorded_crime.read_recorded_crime,
        ),
    )
}


def recognised(path: Path) -> Publication | None:
    """The publication that a file is. None if it is not a known one, or cannot be opened."""
    with Glance(path) as glance:
        return next((found for found in PUBLICATIONS.values() if found.is_one(glance)), None)
