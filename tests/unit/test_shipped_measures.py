"""The measures Peelian ships say what they count, count what they say, and know every label the real data print."""

import csv
import re
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from itertools import chain
from pathlib import Path

import pytest

from peelian.core.measures import Measure, Selection
from peelian.core.shipped_files import SHIPPED
from peelian.core.sources import BUILT_IN_TABLES
from peelian.workspace.measures import read_measure
from peelian.workspace.templates import shipped_returns

FILES = sorted((SHIPPED / "measures").glob("*.toml"))
MEASURES = {path.stem: read_measure(path) for path in FILES}
TABLES = {**BUILT_IN_TABLES, **{found.fills: found.table for found in shipped_returns().values()}}
LABELS = list(csv.DictReader((SHIPPED / "data" / "outcome_codes.csv").read_text(encoding="utf-8").splitlines()))

INCIDENTS = "Anti-social behaviour"
CRIME_TYPES = {
    "bicycle_theft", "burglary", "criminal_damage_and_arson", "drugs", "other_crime", "other_theft",
    "possession_of_weapons", "public_order", "robbery", "shoplifting", "theft_from_the_person", "vehicle_crime",
    "violence_and_sexual_offences",
}  # fmt: skip
FURTHER_ACTION = ("1/1A", "2-3A", "4", "6", "7", "8", "22")
DIGIT = re.compile(r"\d")
NUMBERED = re.compile(r"\b(999|101|10 seconds)\b")
"""What a title may call by its number."""


def each_measure(*kinds: str) -> pytest.MarkDecorator:
    """Every measure, or those with one of these denominators."""
    chosen = {name: found for name, found in MEASURES.items() if not kinds or found.denominator_kind in kinds}
    return pytest.mark.parametrize("measure", chosen.values(), ids=chosen.keys())


@pytest.fixture(scope="module")
def police_uk() -> Path:
    folder = Path(__file__).parents[2].parent / "shared" / "data" / "police-uk"
    if not folder.is_dir():
        pytest.skip(f"PUBLIC DATA ABSENT: {folder}")
    return folder


def keeps(selection: Selection, row: Mapping[str, str]) -> bool:
    """A selection read word by word, as an oracle for the SQL."""
    return all(row[column] in values for column, values in selection.where.items()) and not any(
        row[column] in values for column, values in selection.without.items()
    )


def is_within(part: Selection, whole: Selection) -> bool:
    """Whether, whatever the rows, each one that `part` keeps `whole` keeps too."""
    chosen_among = all(
        column in part.where and set(part.where[column]) <= set(values) for column, values in whole.where.items()
    )
    dropped_too = all(
        value in part.without.get(column, ()) or (column in part.where and value not in part.where[column])
        for column, values in whole.without.items()
        for value in values
    )
    return part.facts == whole.facts and chosen_among and dropped_too


def street_rows(folder: Path) -> Iterator[tuple[str, str]]:
    """Crime type and last outcome of every street row held. No comma stands in the last three columns."""
    for line in lines_of(folder, "-street.csv"):
        _, crime_type, outcome, _ = line.rsplit(",", 3)
        yield crime_type, outcome


def lines_of(folder: Path, ending: str) -> Iterator[str]:
    for archive in sorted(folder.glob("archive-*.zip")):
        with zipfile.ZipFile(archive) as held:
            for name in held.namelist():
                if name.endswith(ending):
                    with TextIOWrapper(held.open(name), encoding="utf-8") as lines:
                        next(lines)
                        yield from (line.rstrip("\n") for line in lines)


@each_measure()
def test_a_measure_is_called_as_its_file(measure):
    assert MEASURES[measure.name] is measure


@each_measure()
def test_a_measure_tests_only_columns_its_fact_table_has(measure):
    for facts, columns in measure.columns.items():
        assert set(columns) <= set(TABLES[facts].columns)


@each_measure()
def test_a_measure_tests_only_words_its_return_allows(measure):
    for selection in (*measure.selections, *measure.in_bands.values()):
        found = next((one for one in shipped_returns().values() if one.fills == selection.facts), None)
        allowed = {column.name: set(column.allowed) for column in (found.column if found else ()) if column.allowed}
        for name, words in (*selection.where.items(), *selection.without.items()):
            labels = set(words) - {row["label"] for row in LABELS} if name == "outcome" else set(words)
            assert labels <= allowed.get(name, labels)


@each_measure()
def test_a_measure_tells_a_reader_what_it_is(measure):
    assert measure.title == measure.title.strip()
    assert measure.title[0].isupper() or NUMBERED.match(measure.title)
    assert not DIGIT.search(NUMBERED.sub("", measure.title))
    assert measure.why.endswith(".")
    assert measure.caveat.endswith(".")
    assert measure.counts
    assert measure.counts[0].islower()
    assert bool(measure.out_of) == bool(measure.denominator) == bool(measure.denominator_kind)
    assert (measure.version, measure.checked_by, measure.next_review) == ("1", "Peelian", "2027-06")


def test_no_two_measures_share_a_title_or_a_reason():
    assert len({measure.title for measure in MEASURES.values()}) == len(MEASURES)
    assert len({measure.why for measure in MEASURES.values()}) == len(MEASURES)


@pytest.mark.parametrize("kind", ["cohort", "ratio", "closed"])
def test_the_name_of_an_outcome_rate_says_its_denominator(kind):
    named = {name for name, measure in MEASURES.items() if kind in name.split("_") and measure.denominator}
    assert named == {name for name, measure in MEASURES.items() if measure.denominator_kind == kind}


@each_measure("cohort", "closed", "share")
def test_the_numerator_of_a_part_of_a_whole_lies_within_its_denominator(measure):
    """Where a return tells part and whole as two figures, their names say so, and the return itself is held to it."""
    two_figures = {"figure"} & set(measure.numerator.where) & set(measure.denominator.where)
    assert two_figures or is_within(measure.numerator, measure.denominator)


def test_within_is_seen_to_fail():
    whole = Selection("crimes", {"crime_type": ("Drugs",)}, {"outcome": ("",)})
    assert is_within(Selection("crimes", {"crime_type": ("Drugs",), "outcome": ("Local resolution",)}), whole)
    assert not is_within(Selection("crimes", {"outcome": ("Local resolution",)}), whole)
    assert not is_within(Selection("crimes", {"crime_type": ("Drugs",)}), whole)
    assert not is_within(Selection("crimes", {"crime_type": ("Drugs",), "outcome": ("",)}), whole)
    assert not is_within(Selection("outcomes", {"crime_type": ("Drugs",)}, {"outcome": ("",)}), whole)


@each_measure()
def test_incidents_are_never_counted_as_crime(measure):
    for selection in measure.selections:
        if selection.facts == "crimes":
            row = {"crime_type": INCIDENTS, "outcome": "Suspect charged"}
            assert keeps(selection, row) == measure.name.startswith("asb_incidents")


@each_measure("cohort")
def test_a_cohort_leaves_out_crimes_without_a_published_outcome_so_that_absent_is_not_zero(measure):
    if measure.denominator.facts != "crimes":
        return  # the return asks for an outcome of every crime
    row = {"crime_type": measure.denominator.where.get("crime_type", ("Drugs",))[0], "outcome": ""}
    assert not keeps(measure.denominator, row)
    assert keeps(measure.denominator, {**row, "outcome": "Status update unavailable"})


@pytest.mark.parametrize("name", sorted(CRIME_TYPES))
def test_a_crime_type_has_a_count_a_rate_and_a_cohort_of_the_same_rows(name):
    count, rate, cohort = (MEASURES[key] for key in (name, f"{name}_rate", f"further_action_cohort_{name}"))
    assert rate.numerator == count.numerator
    assert rate.better == count.better
    assert cohort.denominator.where == count.numerator.where
    assert count.numerator.where["crime_type"][0].lower().replace(" ", "_") == name


def test_a_label_has_one_code():
    labels = [row["label"] for row in LABELS]
    assert list(LABELS[0]) == ["label", "code", "says"]
    assert len(set(labels)) == len(labels)
    assert all(row["says"] for row in LABELS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_codes_become_the_labels_that_stand_for_them(path):
    raw, measure = tomllib.loads(path.read_text(encoding="utf-8")), MEASURES[path.stem]
    codes = raw["numerator"].get("where", {}).get("outcome_code", [])
    assert measure.codes == tuple(codes)
    if codes:
        labels = {row["label"] for row in LABELS if row["code"] in codes}
        assert set(measure.numerator.where["outcome"]) == labels


def test_charge_and_further_action_are_each_one_list_of_codes():
    for name, measure in MEASURES.items():
        if name.startswith("charge_"):
            assert measure.codes == ("1/1A",)
        if name.startswith("further_action_"):
            assert measure.codes == FURTHER_ACTION


@pytest.mark.parametrize("label", ["Suspect charged", "Awaiting court outcome", "Court result unavailable"])
def test_a_charge_is_a_charge_under_each_of_its_labels(label):
    for name in ("charge_cohort", "charge_ratio", "further_action_cohort", "further_action_closed"):
        assert keeps(MEASURES[name].numerator, {"crime_type": "Burglary", "outcome": label})


def test_only_taking_into_consideration_separates_the_two_labels_that_say_charged():
    row = {"crime_type": "Burglary", "outcome": "Suspect charged as part of another case"}
    assert not keeps(MEASURES["charge_cohort"].numerator, row)
    assert keeps(MEASURES["further_action_cohort"].numerator, row)


@pytest.mark.parametrize(
    ("outcome", "linked", "found", "acted", "linked_action"),
    [
        ("Arrest", "True", (1, 1), (1, 1), (1, 1)),
        ("Arrest", "False", (0, 1), (1, 1), (0, 1)),
        ("Arrest", "", (0, 1), (1, 1), (0, 0)),
        ("A no further action disposal", "", (0, 1), (0, 1), (0, 0)),
        ("A no further action disposal", "True", (1, 1), (0, 1), (0, 0)),
        ("", "True", (0, 0), (0, 0), (0, 0)),
        ("", "", (0, 0), (0, 0), (0, 0)),
    ],
)
def test_what_a_blank_does_to_stop_and_search(outcome, linked, found, acted, linked_action):
    row = {"outcome": outcome, "linked": linked}

    def counted(name: str) -> tuple[int, ...]:
        return tuple(int(keeps(selection, row)) for selection in MEASURES[name].selections)

    assert counted("stops_find_rate") == found
    assert counted("stops_action_rate") == acted
    assert counted("stops_outcome_linked") == linked_action


@pytest.mark.real
def test_every_outcome_and_crime_type_in_the_data_is_known(police_uk):
    types, outcomes = set(), set()
    for crime_type, outcome in set(street_rows(police_uk)):
        types.add(crime_type)
        outcomes.add(outcome)
    outcomes.update(line.rsplit(",", 1)[1] for line in lines_of(police_uk, "-outcomes.csv"))
    assert outcomes <= {row["label"] for row in LABELS}
    named = (m.numerator.where.get("crime_type", ()) for m in MEASURES.values() if m.unit == "count")
    assert types == set(chain.from_iterable(named))


@pytest.mark.real
def test_stop_and_search_of_wiltshire_in_september_to_december_2023(police_uk):
    rows = []
    for path in sorted(police_uk.glob("stop-and-search-transcribed/*/*.csv")):
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            rows.append({"outcome": row["Outcome"], "linked": row["Outcome linked to object of search"]})

    def counted(measure: Measure) -> tuple[int, ...]:
        return tuple(sum(keeps(selection, row) for row in rows) for selection in measure.selections)

    assert counted(MEASURES["stops"]) == (436,)
    assert counted(MEASURES["stops_find_rate"]) == (102, 427)
    assert counted(MEASURES["stops_outcome_linked"]) == (102, 157)
    assert counted(MEASURES["stops_action_rate"]) == (157, 427)
    assert counted(MEASURES["stops_arrest_rate"]) == (110, 427)
