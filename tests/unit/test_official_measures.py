"""Measures on official tables count what the readers give, and never add what is of two kinds."""

import pytest

from peelian.core.measures import Measure
from peelian.sources.publishers import home_office_use_of_force, home_office_workforce, iopc_deaths, ons_recorded_crime
from peelian.workspace.measures import shipped_measures

GIVEN = {
    "workforce_official": {
        "role": set(home_office_workforce.WORKFORCE_ROLES.values()),
        "counted": set(home_office_workforce.UNIT_HEADINGS.values()),
    },
    "use_of_force_official": {
        "counted": {"incidents", "device uses", "tactics"},
        "kind": {
            home_office_use_of_force.ALL,
            *home_office_use_of_force.GROUPS,
            *(kind.lower() for kind in home_office_use_of_force.DEVICE_USES),
        },
        "person": {home_office_use_of_force.ALL},
    },
    "deaths_official": {"kind": set(iopc_deaths.DEATH_KINDS.values()), "counted": {"deaths", "incidents"}},
    "recorded_crime_official": {"offence": set(ons_recorded_crime.OFFENCES)},
}
OFFICIAL = {name: found for name, found in shipped_measures().items() if found.numerator.facts in GIVEN}


def each(*tables: str) -> pytest.MarkDecorator:
    chosen = {name: found for name, found in OFFICIAL.items() if not tables or found.numerator.facts in tables}
    return pytest.mark.parametrize("measure", chosen.values(), ids=chosen.keys())


def test_there_are_measures_on_every_official_table():
    assert {found.numerator.facts for found in OFFICIAL.values()} == set(GIVEN)


@each()
def test_a_measure_asks_only_for_what_its_reader_gives(measure: Measure):
    for column, values in measure.numerator.where.items():
        assert set(values) <= GIVEN[measure.numerator.facts][column], column
    assert not measure.numerator.without


@each("workforce_official")
def test_people_and_full_time_equivalents_are_never_added(measure: Measure):
    assert len(measure.numerator.where["counted"]) == 1


@each("use_of_force_official", "deaths_official")
def test_incidents_devices_tactics_and_deaths_are_never_added(measure: Measure):
    assert len(measure.numerator.where["counted"]) == 1
    assert measure.periods == ("financial year",)


@each("recorded_crime_official")
def test_an_offence_and_its_parts_are_never_added(measure: Measure):
    assert len(measure.numerator.where["offence"]) == 1
    assert set(measure.periods) == {"12 months", "financial year"}


@pytest.mark.parametrize("name", [name for name in OFFICIAL if name.startswith("ons_") and name.endswith("_rate")])
def test_a_rate_is_of_the_same_rows_as_its_count(name: str):
    assert OFFICIAL[name].numerator == OFFICIAL[name.removesuffix("_rate")].numerator
    assert OFFICIAL[name].better == OFFICIAL[name.removesuffix("_rate")].better
