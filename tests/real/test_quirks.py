"""Every quirk counted in the real files has a test that names it, most of them from the received file to the answer.

| quirks.md | test |
|---|---|
| Format: the published header, no row of another month | test_every_file_is_received_with_every_row |
| Format: line ends | test_files_of_either_line_end_are_held |
| Format: encoding | test_welsh_place_names_are_text_like_any_other |
| Format: quoted commas | test_a_quoted_comma_shifts_no_column |
| Format: No Location | test_rows_without_a_place_are_no_location_in_the_proportion_measured |
| Crime ID: blank on every anti-social behaviour row | test_incidents_are_never_recorded_crime |
| Crime ID: BTP and PSNI | test_btp_and_psni_have_no_outcomes_no_places_and_no_rank |
| Crime ID: repeated | test_rows_are_counted_not_identifiers |
| Crime ID: one in two months | test_a_crime_told_in_two_months_links_to_no_outcome |
| Crime ID: whole-row duplicates of street rows | test_every_file_is_received_with_every_row |
| Outcomes: whole-row duplicates | test_outcomes_that_repeat_another_in_every_column_are_dropped_and_counted |
| Outcomes: two types for one crime | test_both_outcomes_of_a_crime_are_kept |
| Outcomes: month of the outcome | test_an_outcome_is_counted_in_its_own_month |
| Outcomes: labels of a charge | test_a_charge_is_a_charge_under_any_of_its_labels |
| Outcomes: no crime type | test_outcomes_by_crime_type_have_no_value_at_the_edge_of_the_archive |
| Outcomes: 36,233 of 43,539 | test_most_crimes_held_have_an_outcome_held |
| Outcomes: forces that publish none | test_forces_that_publish_no_outcomes_have_no_such_value |
| Last outcome: a snapshot | test_the_status_of_open_cases_flips_with_the_age_of_the_archive |
| Last outcome: two downloads differ | test_a_later_download_changes_outcomes_and_no_count_of_crimes |
| Last outcome: archives of different age | test_cohorts_of_different_archives_are_not_compared |
| Geography: LSOA vintages | test_an_lsoa_has_figures_in_the_months_of_its_own_boundaries_alone |
| Geography: rows outside | test_rows_outside_the_force_are_in_its_total_and_in_no_council |
| Geography: snapped points | test_no_coordinates_are_kept |
| Geography: no LSOA | test_rows_without_a_place_are_no_location_in_the_proportion_measured |
| Geography: names of forces | test_file_names_and_names_of_forces_are_one_list |
| Missing: Greater Manchester | test_greater_manchester_is_unranked_not_zero |
| Missing: BTP, PSNI, Nottinghamshire | test_btp_and_psni_have_no_outcomes_no_places_and_no_rank |
| Missing: files of 4 MiB and more | test_a_force_with_two_months_of_three_missing_has_not_fallen_by_61_per_cent |
| Missing: stop and search | test_a_month_without_a_stop_and_search_file_has_no_value |
| Missing: Devon & Cornwall from November 2022 | test_nothing_is_compared_across_a_change_of_records_system |
| Levels: anti-social behaviour | test_recorded_levels_move_with_practice |
| Levels: Devon & Cornwall, Gloucestershire | test_recorded_levels_move_with_practice |
| Levels: Wiltshire's recorded crime | test_wiltshires_recorded_crime |
| Crime types: 14 | test_the_crime_types_are_the_same_14_in_every_month |
| Stop and search: rows and blanks | test_stops_are_counted_and_blanks_are_left_out |
| Stop and search: local months | test_a_stop_belongs_to_the_month_it_is_filed_under |
| Stop and search: no place, people alike | test_searches_alike_in_every_field_are_each_counted_and_placed_nowhere |
| Stop and search: blank is not False | test_stops_are_counted_and_blanks_are_left_out |
| Population: rebasing | test_rates_are_not_compared_across_the_rebasing_of_2021 |
| Population: lookups, codes that change | test_people_of_forces.py; here test_rates_are_over_all_districts_of_a_force |
| Population: other forces inside, rows outside | test_a_councils_figures_are_its_own_forces_rows_alone |
| Population: ONS tables of crime | test_official_tables.py |
"""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from peelian.core.findings import NoFinding, RelativeChange
from peelian.core.observations import Incomplete, Observation
from peelian.core.periods import Period
from peelian.findings import ask as findings_ask
from peelian.sources.received import intake, kept_files
from peelian.sources.received.receive import Options
from peelian.workspace.workspace import load

pytestmark = pytest.mark.real

WILTSHIRE = "Wiltshire Police"
QUARTER, THEN = "2025-26-q3", "2021-22-q3"


@pytest.fixture(scope="session")
def snapshots(office):
    """What was received, with what reading it showed."""
    return [file.snapshot for file in kept_files.received(office.folder / "received", {})]


@pytest.fixture
def number(ask):
    """The integer above the line, and the one below where there is one; or why there is none."""

    def number(measure, area, period):
        found = ask.outcome(measure, area, Period.parse(period))
        if not isinstance(found, Observation):
            return found.reason
        return found.numerator if found.denominator is None else (found.numerator, found.denominator)

    return number


@pytest.fixture
def change(ask):
    return lambda measure, area, now, then: ask.change(measure, area, Period.parse(now), Period.parse(then))


def test_every_test_the_table_names_is_here():
    named = set(re.findall(r"\| (?:.*here )?(test_[a-z0-9_]+) \|", __doc__))
    assert len(named) > 30
    assert named <= set(globals())


# Known figures


def test_wiltshires_recorded_crime(number):
    """The ONS figure for the year to June 2025 is 41,090: another source, which need not tie."""
    assert number("recorded_crime", "wiltshire", "2021-22") == 40_554
    assert number("recorded_crime", "wiltshire", "12m-2025-12") == 42_070


def test_twelve_months_that_touch_a_gap_have_no_value_and_say_why(ask):
    found = ask.outcome("recorded_crime", "wiltshire", Period.parse("12m-2022-06"))
    assert isinstance(found, Incomplete)
    assert (found.months_present, found.months_expected) == (9, 12)
    assert found.reason == "9 of 12 months (April 2022 to June 2022 missing)"


def test_greater_manchester_is_unranked_not_zero(ask, number):
    assert "0 of 3 months" in number("recorded_crime", "greater-manchester", QUARTER)
    assert isinstance(ask.rank("recorded_crime", "greater-manchester", Period.parse(QUARTER)), NoFinding)
    ours = ask.rank("recorded_crime", "wiltshire", Period.parse(QUARTER))
    assert "Greater Manchester Police" in ours.unranked
    assert ours.of + len(ours.unranked) == 43


# Format


def test_every_file_is_received_with_every_row(snapshots, counted):
    police = [snapshot for snapshot in snapshots if snapshot.source == "police_uk" and snapshot.dataset != "stops"]
    assert len(police) == 248 + 190
    assert sum(snapshot.rejected for snapshot in police) == 0
    by_dataset = Counter[str]()
    for snapshot in police:
        by_dataset[snapshot.dataset] += snapshot.rows
    for dataset in ("crimes", "outcomes"):
        assert by_dataset[dataset] == sum(sum(parts.values()) for parts in counted.kept[dataset].values())
    assert by_dataset["crimes"] == 3_003_269


def test_files_of_either_line_end_are_held(office, number):
    home = office.folder / "received" / "police_uk"
    then = home / "2022-03-31" / "2021-12-wiltshire-street.csv"
    now = home / "2025-12-31" / "2025-12-wiltshire-street.csv"
    assert then.read_bytes().count(b"\r\n") > 4_000
    assert now.read_bytes().count(b"\r\n") == 0
    for path, month in ((then, "2021-12"), (now, "2025-12")):
        rows = len(path.read_text(encoding="utf-8").splitlines()) - 1
        assert number("recorded_crime", "wiltshire", month) + number("asb_incidents", "wiltshire", month) == rows


def test_welsh_place_names_are_text_like_any_other(office, snapshots):
    found = 0
    for path in (office.folder / "received" / "police_uk").glob("*/*-street.csv"):
        data = path.read_bytes()
        if not data.isascii():
            (held,) = (s for s in snapshots if s.file == path.name)
            assert held.rows == data.decode("utf-8").count("\n") - 1
            found += 1
    assert found >= 4


def test_a_quoted_comma_shifts_no_column(facts, number):
    """Had one shifted, an LSOA's name would be a crime's type: the types would not sum to the whole."""
    (named,) = facts("SELECT COUNT(*) FROM crimes WHERE place_name LIKE 'Bournemouth, Christchurch and Poole %'")
    assert named[0] > 25_000
    council = number("recorded_crime", "bournemouth-christchurch-and-poole", "12m-2025-12")
    assert council == number_of_types(number, "bournemouth-christchurch-and-poole", "12m-2025-12") > 20_000


TYPES = (
    "bicycle_theft", "burglary", "criminal_damage_and_arson", "drugs", "other_crime", "other_theft",
    "possession_of_weapons", "public_order", "robbery", "shoplifting", "theft_from_the_person", "vehicle_crime",
    "violence_and_sexual_offences",
)  # fmt: skip


def number_of_types(number, area, period):
    return sum(number(kind, area, period) for kind in TYPES)


def test_the_crime_types_are_the_same_14_in_every_month(facts, number):
    types = facts("SELECT month, COUNT(DISTINCT crime_type) FROM crimes GROUP BY month")
    assert {n for _, n in types} == {14}
    for force in ("wiltshire", "dorset", "suffolk"):
        assert number_of_types(number, force, QUARTER) == number("recorded_crime", force, QUARTER)


# Identifiers


def test_incidents_are_never_recorded_crime(facts, number):
    assert facts("SELECT COUNT(record) FROM crimes WHERE crime_type = 'Anti-social behaviour'") == [(0,)]
    rows = facts("SELECT COUNT(*) FROM crimes WHERE force = ? AND month = '2025-12-01'", WILTSHIRE)[0][0]
    assert number("recorded_crime", "wiltshire", "2025-12") + number("asb_incidents", "wiltshire", "2025-12") == rows


def test_rows_are_counted_not_identifiers(facts, number):
    """55 rows of January 2025 and 74 of February share an identifier with another; they are crimes all the same."""
    for month, surplus in (("2025-01", 55), ("2025-02", 74), ("2021-12", 0)):
        ((rows, identifiers),) = facts(
            "SELECT COUNT(record), COUNT(DISTINCT record) FROM crimes WHERE force = ? AND month = CAST(? AS DATE)",
            WILTSHIRE,
            f"{month}-01",
        )
        assert rows - identifiers == surplus
        assert number("recorded_crime", "wiltshire", month) == rows


def test_a_crime_told_in_two_months_links_to_no_outcome(facts, ask):
    twice = """SELECT record FROM crimes WHERE force = ? AND record IS NOT NULL
               GROUP BY record HAVING COUNT(DISTINCT month) > 1"""
    assert len(facts(twice, WILTSHIRE)) == 1
    linked = sum(n for _, n in linked_by_month(facts))
    told = [ask.outcome("charge_closed_drugs", "wiltshire", period) for period in months_held()]
    assert sum(links(outcome) for outcome in told) == linked


def linked_by_month(facts):
    """Wiltshire's outcomes that name one held crime, by their own month."""
    return facts(
        """SELECT month, COUNT(*) FROM outcomes WHERE force = ? AND record IN (
               SELECT record FROM crimes WHERE force = ? GROUP BY record HAVING COUNT(*) = 1)
           GROUP BY month ORDER BY month""",
        WILTSHIRE,
        WILTSHIRE,
    )


def months_held():
    return [Period.month(month) for month in (*Period.parse("2020-21-q4").months[2:], *Period.parse("2021-22").months)]


def links(outcome) -> int:
    """How many outcomes link, as its note or its reason tells."""
    told = outcome.made.notes[0] if isinstance(outcome, Observation) else outcome.reason
    return int(re.search(r"([0-9,]+) of [0-9,]+ outcomes match", told)[1].replace(",", ""))


# Outcomes


def test_outcomes_that_repeat_another_in_every_column_are_dropped_and_counted(snapshots):
    outcomes = [snapshot for snapshot in snapshots if snapshot.dataset == "outcomes"]
    assert sum(snapshot.duplicates for snapshot in outcomes) == 17_307
    ours = [snapshot.duplicates for snapshot in outcomes if snapshot.covers[0][0] == WILTSHIRE]
    assert (len(ours), min(ours), max(ours)) == (13, 23, 45)
    assert all(snapshot.duplicates == 0 for snapshot in snapshots if snapshot.dataset != "outcomes")


def test_both_outcomes_of_a_crime_are_kept(facts):
    two = """SELECT COUNT(*) FROM (SELECT record FROM outcomes WHERE force = ?
             GROUP BY record HAVING COUNT(DISTINCT outcome) > 1)"""
    assert facts(two, WILTSHIRE) == [(240,)]


def test_an_outcome_is_counted_in_its_own_month(number, office):
    """Not in the month of its crime, which may be a year earlier or not held at all."""
    path = office.folder / "received" / "police_uk" / "2022-03-31" / "2022-01-wiltshire-outcomes.csv"
    rows = set(path.read_text(encoding="utf-8").splitlines()[1:])
    charged = sum(row.endswith(",Suspect charged") for row in rows)
    assert number("charge_closed", "wiltshire", "2022-01") == (charged, len(rows))


def test_a_charge_is_a_charge_under_any_of_its_labels(number, office):
    """Outcomes files say "Suspect charged"; street files say what the court has made of it since."""
    charged = open_or_closed = 0
    for month in ("2021-10", "2021-11", "2021-12"):
        path = office.folder / "received" / "police_uk" / "2022-03-31" / f"{month}-wiltshire-street.csv"
        with path.open(encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text):
                charged += row["Last outcome category"] in ("Awaiting court outcome", "Court result unavailable")
                open_or_closed += row["Last outcome category"] != ""
    assert number("charge_cohort", "wiltshire", THEN) == (charged, open_or_closed) == (631, 10_201)


def test_outcomes_by_crime_type_have_no_value_at_the_edge_of_the_archive(ask):
    """The linked share rises from 42% in the first month to 99%: a ratio by type would rise with it."""
    told = {period.key: ask.outcome("charge_closed_drugs", "wiltshire", period) for period in months_held()}
    assert told["2021-03"].reason == "only 1,253 of 2,984 outcomes match one recorded crime, and 95% must"
    with_value = [key for key, outcome in told.items() if isinstance(outcome, Observation)]
    assert with_value
    assert with_value == sorted(told)[-len(with_value) :]
    assert "2022-03" in with_value


def test_most_crimes_held_have_an_outcome_held(facts):
    crimes = """SELECT COUNT(*), COUNT(*) FILTER (record IN (SELECT record FROM outcomes WHERE force = ?)) FROM crimes
                WHERE force = ? AND month < '2022-04-01' AND crime_type <> 'Anti-social behaviour'"""
    assert facts(crimes, WILTSHIRE, WILTSHIRE) == [(43_539, 36_233)]


def test_forces_that_publish_no_outcomes_have_no_such_value(ask, number):
    for force in ("greater-manchester", "btp", "northern-ireland"):
        assert ask.coverage.months("outcomes", ask.areas[force].force) == ()
        assert "0 of 3 months" in number("charge_closed", force, THEN)
    assert "0 of 1 months" in number("further_action_ratio", "wiltshire", "2025-12")


# The last outcome is as at the download


def test_the_status_of_open_cases_flips_with_the_age_of_the_archive(facts):
    flips = dict(
        facts(
            """SELECT STRFTIME(month, '%Y-%m'), {'open': COUNT(*) FILTER (outcome = 'Under investigation'),
                              'unavailable': COUNT(*) FILTER (outcome = 'Status update unavailable')}
               FROM crimes WHERE force = ? AND month BETWEEN '2021-12-01' AND '2022-01-01' GROUP BY month""",
            WILTSHIRE,
        )
    )
    assert flips == {"2021-12": {"open": 0, "unavailable": 342}, "2022-01": {"open": 483, "unavailable": 0}}


def test_cohorts_of_different_archives_are_not_compared(ask, change):
    assert ask.outcome("charge_cohort", "wiltshire", Period.parse(THEN)).made.followed_up == (5, 4, 3)
    for now, then in ((QUARTER, THEN), (QUARTER, "2025-26-q2")):
        found = change("charge_cohort", "wiltshire", now, then)
        assert isinstance(found, NoFinding)
        assert "followed up for 0 to 2 months" in found.reason


def test_a_later_download_changes_outcomes_and_no_count_of_crimes(office, workspace_of, tmp_path):
    """The last rows of June 2025 read another outcome in a second copy of the file."""
    held = office.folder / "received" / "police_uk" / "2025-12-31"
    june, july = (held / f"2025-{month}-wiltshire-street.csv" for month in ("06", "07"))
    ours = workspace_of(june, july, as_at=date(2025, 12, 31))
    before = figures(ours)
    again = tmp_path / june.name
    lines = june.read_text(encoding="utf-8").splitlines(keepends=True)
    tail = [line.replace(",Unable to prosecute suspect,", ",Suspect charged,") for line in lines[-600:]]
    again.write_text("".join([*lines[:-600], *tail]), encoding="utf-8", newline="")
    assert lines[-600:] != tail
    intake.receive_known(ours, [again], Options(as_at=date(2026, 1, 31)))
    after = figures(ours)
    assert {key for key in before if before[key] != after[key]} == {("charge_cohort", "2025-06")}
    assert after["charge_cohort", "2025-06"][0] > before["charge_cohort", "2025-06"][0]


def figures(office):
    with findings_ask.answers(office, office.measures.values()) as ask:
        keys = [(measure, month) for measure in ("recorded_crime", "charge_cohort") for month in ("2025-06", "2025-07")]
        found = {key: ask.outcome(key[0], "wiltshire", Period.parse(key[1])) for key in keys}
    return {key: (outcome.numerator, outcome.denominator) for key, outcome in found.items()}


@pytest.fixture
def workspace_of(workspace: Path):
    """A small workspace that received these files."""

    def made(*paths, **options):
        office = load(workspace)
        intake.receive_known(office, paths, Options(**options))
        return office

    return made


# Geography


def test_an_lsoa_has_figures_in_the_months_of_its_own_boundaries_alone(ask, number):
    years = [key.rpartition("-")[2] for key in lsoa_keys(ask)]
    assert Counter(years) == {"2011": 285 + 132, "2021": 307 + 140}
    unchanged = "E01031889"
    assert set(ask.areas.vintages[unchanged]) == {"2011", "2021"}
    assert isinstance(number("recorded_crime", f"{unchanged}-2011", "2021-22"), int)
    assert isinstance(number("recorded_crime", f"{unchanged}-2021", "12m-2025-12"), int)
    assert "0 of 12 months" in number("recorded_crime", f"{unchanged}-2011", "12m-2025-12")
    assert "0 of 12 months" in number("recorded_crime", f"{unchanged}-2021", "2021-22")


def lsoa_keys(ask):
    return [f"{code}-{year}" for code, years in ask.areas.vintages.items() for year in years]


def test_rows_outside_the_force_are_in_its_total_and_in_no_council(facts, number):
    """South Staffordshire comes nearly every month: a geocoding fault, kept in the force's total."""
    ((rows, places),) = facts(
        "SELECT COUNT(*), COUNT(DISTINCT place) FROM crimes WHERE force = ? AND place_name LIKE 'South Staff%'",
        WILTSHIRE,
    )
    assert (rows, places) == (67, 1)
    parts = ("swindon", "wiltshire-council", "wiltshire-outside", "wiltshire-no-location")
    outside = []
    for month in (*Period.parse("2021-22").months, *Period.parse("12m-2025-12").months):
        key = Period.month(month).key
        for measure in ("recorded_crime", "asb_incidents"):
            whole = number(measure, "wiltshire", key)
            assert sum(number(measure, part, key) for part in parts) == whole
        outside.append(
            number("recorded_crime", "wiltshire-outside", key) + number("asb_incidents", "wiltshire-outside", key)
        )
    assert (min(outside), max(outside), sum(outside)) == (10, 29, 425 - 16)  # 425 with the 16 of 2021-03


def test_no_coordinates_are_kept(facts):
    """Points are snapped to a few thousand, so hot spots drawn from them would be artefacts."""
    columns = {row[0] for row in facts("DESCRIBE crimes")}
    assert columns == {"month", "force", "place", "place_name", "crime_type", "outcome", "record", "n", "snapshot"}


@pytest.mark.parametrize(
    ("force", "percent"),
    [("City of London Police", 7.2), ("Avon and Somerset Constabulary", 6.2), ("Lancashire Constabulary", 4.4),
     ("South Yorkshire Police", 4.2), (WILTSHIRE, 0.0), ("Police Service of Northern Ireland", 100.0)],
)  # fmt: skip
def test_rows_without_a_place_are_no_location_in_the_proportion_measured(counted, ask, number, force, percent):
    months = [month for held, month in counted.held["crimes"] if held == force]
    area = next(area for area in ask.areas.forces if area.force == force)

    def all_rows(key):
        return sum(number(m, key, month) for month in months for m in ("recorded_crime", "asb_incidents"))

    missing = (
        all_rows(f"{area.key}-no-location") if f"{area.key}-no-location" in ask.areas.by_key else all_rows(area.key)
    )
    assert round(100 * missing / all_rows(area.key), 1) == percent


def test_file_names_and_names_of_forces_are_one_list(ask):
    named = {area.key: area.force for area in ask.areas.forces}
    assert named["devon-and-cornwall"] == "Devon & Cornwall Police"
    assert named["hampshire"] == "Hampshire Constabulary"
    assert named["dyfed-powys"] == "Dyfed-Powys Police"
    assert {force for _, force, _ in ask.coverage.snapshots} <= set(named.values())


def test_a_councils_figures_are_its_own_forces_rows_alone(facts, number):
    """Seventeen other forces record crimes inside Wiltshire's two councils: those are theirs."""
    inside = """SELECT force, COUNT(*), COUNT(*) FILTER (month = '2025-12-01') FROM crimes
                WHERE place_name LIKE 'Wiltshire %' OR place_name LIKE 'Swindon %' GROUP BY force"""
    rows = {force: counts for force, *counts in facts(inside)}
    _, ours = rows.pop(WILTSHIRE)
    assert len(rows) == 17
    assert rows["British Transport Police"][0] == 58
    councils = ("swindon", "wiltshire-council")
    measures = ("recorded_crime", "asb_incidents")
    assert sum(number(measure, area, "2025-12") for measure in measures for area in councils) == ours


# What is missing


def test_btp_and_psni_have_no_outcomes_no_places_and_no_rank(ask, number):
    assert [str(month)[:7] for month in ask.coverage.months("crimes", "British Transport Police")] == [
        "2021-10", "2021-11", "2021-12"
    ]  # fmt: skip
    for force in ("btp", "northern-ireland"):
        assert number("recorded_crime", force, THEN) > 0
        assert "the base is zero" in number("charge_cohort", force, THEN)
        assert isinstance(ask.rank("recorded_crime", force, Period.parse(THEN)), NoFinding)
        assert ask.areas[force].force not in ask.rank("recorded_crime", "wiltshire", Period.parse(THEN)).unranked


def test_a_force_with_two_months_of_three_missing_has_not_fallen_by_61_per_cent(number, change):
    assert number("recorded_crime", "avon-and-somerset", QUARTER) == (
        "1 of 3 months (October 2025 to November 2025 missing)"
    )
    assert isinstance(change("recorded_crime", "avon-and-somerset", QUARTER, THEN), NoFinding)
    for force in ("metropolitan", "west-midlands", "west-yorkshire"):
        assert "0 of 3 months" in number("recorded_crime", force, THEN)


def test_a_month_without_a_stop_and_search_file_has_no_value(number):
    assert number("stops", "wiltshire", "2023-08") == "0 of 1 months (August 2023 missing)"


def test_nothing_is_compared_across_a_change_of_records_system(change):
    found = change("recorded_crime", "devon-and-cornwall", QUARTER, THEN)
    assert isinstance(found, NoFinding)
    assert "the series breaks in November 2022" in found.reason


def test_recorded_levels_move_with_practice(change, number):
    falls = {"wiltshire": -29, "suffolk": -54, "west-mercia": -49, "city-of-london": -91, "warwickshire": 55,
             "leicestershire": 41}  # fmt: skip
    found = {force: change("asb_incidents", force, QUARTER, THEN) for force in falls}
    assert all(isinstance(change, RelativeChange) for change in found.values())
    assert {force: round(change.per_cent) for force, change in found.items()} == falls
    assert (number("asb_incidents", "wiltshire", THEN), number("asb_incidents", "wiltshire", QUARTER)) == (3_169, 2_243)
    now, then = (number("recorded_crime", "devon-and-cornwall", quarter) for quarter in (QUARTER, THEN))
    assert round(100 * now / then) == 129
    assert [number("recorded_crime", "gloucestershire", month) for month in ("2022-02", "2022-03")] == [3_805, 5_192]


# Stop and search


def test_stops_are_counted_and_blanks_are_left_out(number):
    """An outcome that was not stated is in neither part; a link left blank is no "no", and no find either."""
    assert [number("stops", "wiltshire", f"2023-{month}") for month in ("09", "10", "11", "12")] == [134, 128, 93, 81]
    finds, stated = zip(
        *(number("stops_find_rate", "wiltshire", f"2023-{m}") for m in ("09", "10", "11", "12")), strict=True
    )
    assert stated == (134 - 2, 128 - 4, 93 - 2, 81 - 1)
    assert all(0 < n < base for n, base in zip(finds, stated, strict=True))


def test_a_stop_belongs_to_the_month_it_is_filed_under(shared_data, number):
    """The first row of October is dated 2023-09-30T23:48:00+00:00: the hour of summer time."""
    path = (
        shared_data / "police-uk" / "stop-and-search-transcribed" / "2023-10" / "2023-10-wiltshire-stop-and-search.csv"
    )
    assert ",2023-09-30T23:48:00+00:00," in path.read_text(encoding="utf-8").splitlines()[1]
    assert number("stops", "wiltshire", "2023-10") == 128


def test_searches_alike_in_every_field_are_each_counted_and_placed_nowhere(shared_data, facts):
    folder = shared_data / "police-uk" / "stop-and-search-transcribed"
    lines = [line for path in folder.glob("*/*.csv") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    assert len(set(lines)) < len(lines) == 436
    assert facts("SELECT COUNT(*), MAX(place) FROM stops") == [(436, "")]


# Population


def test_rates_are_not_compared_across_the_rebasing_of_2021(change, number):
    people = {month: number("recorded_crime_rate", "swindon", month)[1] for month in ("2021-05", "2021-06")}
    assert people == {"2021-05": 222_881, "2021-06": 233_713}
    found = change("recorded_crime_rate", "swindon", "2021-06", "2021-05")
    assert isinstance(found, NoFinding)
    assert "Census of 2021" in found.reason
    assert isinstance(change("recorded_crime_rate", "wiltshire", "2025-12", "2021-12"), RelativeChange)


def test_rates_are_over_all_districts_of_a_force(number):
    """By the newer lookup alone Warwickshire would have 317,863 people and West Mercia 704,768."""
    people = {
        force: number("recorded_crime_rate", force, "2025-12")[1]
        for force in ("wiltshire", "warwickshire", "west-mercia")
    }
    assert people == {"wiltshire": 751_542, "warwickshire": 607_604, "west-mercia": 1_313_984}
