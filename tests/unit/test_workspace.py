"""The workspace: every fault of its text is told with its file and key, together and before anything is made."""

from pathlib import Path

import pytest

from peelian.core.errors import DefinitionError, PeelianError
from peelian.workspace.workspace import load

MEASURE = """
name = "some_crime"
title = "Some crime"
why = "It matters."
unit = "count"
better = "down"
[numerator]
facts = "crimes"
"""


def told(workspace: Path) -> str:
    with pytest.raises(PeelianError) as fault:
        load(workspace)
    assert fault.value.exit_code == DefinitionError.exit_code
    return str(fault.value).replace(f"{workspace}/", "")


def change(workspace: Path, file: str, old: str, new: str) -> None:
    path = workspace / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def write(workspace: Path, file: str, text: str) -> None:
    (workspace / file).parent.mkdir(parents=True, exist_ok=True)
    (workspace / file).write_text(text)


def test_a_workspace_is_read(workspace):
    found = load(workspace)
    assert (found.force.name, found.force.force) == ("Wiltshire Police", "Wiltshire Police")
    within = [area.key for area in found.areas.within(found.force)]
    assert within == ["swindon", "wiltshire-council", "wiltshire-outside", "wiltshire-no-location"]
    lsoa = found.areas["E01015471-2011"]
    assert (lsoa.kind, lsoa.force, lsoa.vintage) == ("lsoa", "Wiltshire Police", "2011")
    with pytest.raises(KeyError):
        found.areas["E01031890-2011"]


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("office.toml", "names =", "nmaes =", "office.toml: 'nmaes' is not a key it can have"),
        ("office.toml", 'names = ["dorset"]', 'nmaes = ["dorset"]', "office.toml: 'peers.nmaes' is not a key"),
        ("office.toml", '"wiltshire"', '"wilts"', "office.toml: 'wilts' is not a known force"),
        ("office.toml", '"wiltshire"', '"swindon"', "office.toml: 'swindon' is not a known force"),
        ("office.toml", '"dorset"', '"dorsett"', "office.toml: 'dorsett' is not a known force"),
        ("office.toml", "area =", "area", "office.toml: it is not TOML (Expected '=' after a key"),
        ("plan.toml", "title", "tittle", "plan.toml: 'tittle' is not a key it can have"),
        ("breaks.csv", "2021-06", "June 2021", "breaks.csv, line 2: 'June 2021' is not a month"),
        ("breaks.csv", "area,month", "month,area", "breaks.csv, line 1: its columns are wrong"),
        ("areas.csv", "area,name", "key,name", "areas.csv, line 1: its columns are wrong"),
        ("areas.csv", "swindon,Swindon", "Swindon Town,Swindon", "areas.csv, line 2: 'Swindon Town' cannot be an area"),
        (
            "areas.csv",
            "swindon,Swindon,local authority",
            "swindon,Swindon,town",
            "line 2: 'town' is not a kind of area",
        ),
        (
            "areas.csv",
            "Wiltshire Police",
            "Wiltshire",
            "areas.csv: swindon is in 'Wiltshire', which is not a known force",
        ),
        ("areas.csv", "E06000054", "E06000030", "areas.csv, line 5: E06000030 is in swindon already"),
    ],
)
def test_a_fault_is_told_with_its_file(workspace, file, old, new, fault):
    change(workspace, file, old, new)
    assert fault in told(workspace)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("better", "bettr", "'bettr' is not a key it can have"),
        ('"count"', '"counts"', "unit: input should be 'count', 'per 1,000 people', 'percent', 'per 100'"),
        ('"count"', '"percent"', "a measure in percent has no denominator"),
        ('"some_crime"', '"other_crime"', "it is called 'other_crime'; name it 'some_crime'"),
        ('facts = "crimes"', 'facts = "crime"', "nothing fills 'crime'"),
        ('facts = "crimes"', 'facts = "crimes"\nwhere.kind = ["Drugs"]', "crimes has no column 'kind'"),
        ('facts = "crimes"', 'facts = "crimes"\nwhere.outcome_code = ["99"]', "'99' is not an outcome code"),
        ('facts = "crimes"', 'facts = "crimes"\nhaving.n = ["1"]', "'numerator.having' is not a key it can have"),
        ('"count"', '"count', "it is not TOML"),
        ("better", 'next_review = "2027-06"\nbetter', "next_review has no checked_by"),
        (
            "better",
            'checked_by = "A"\nnext_review = "soon"\nbetter',
            "next_review is 'soon'; write a month, as 2027-06",
        ),
    ],
)
def test_a_measure_is_checked_against_what_there_is_to_count(workspace, old, new, fault):
    assert old in MEASURE
    write(workspace, "measures/some_crime.toml", MEASURE.replace(old, new, 1))
    assert f"measures/some_crime.toml: {fault}" in told(workspace)


def test_a_plan_names_measures_that_are_there(workspace):
    plan = 'title = "Plan"\n[[priority]]\ntitle = "One"\n[[priority.objective]]\ntitle = "A"\nmeasures = ["no_crime"]\n'
    write(workspace, "plan.toml", plan)
    assert "plan.toml: there is no measure 'no_crime'; see `peelian measures`" in told(workspace)
    write(workspace, "plan.toml", plan.replace("no_crime", "recorded_crime"))
    assert load(workspace).plan.measures == ("recorded_crime",)


def test_a_local_authority_without_a_place_would_always_count_zero_and_is_refused(workspace):
    change(workspace, "areas.csv", "swindon,Swindon,local authority,Wiltshire Police,E06000030,\n", "")
    change(workspace, "areas.csv", "Wiltshire Police,E01015471,", "Wiltshire Police,,")
    assert "areas.csv: swindon has no place, so it would count nothing" in told(workspace)


def test_all_faults_are_told_at_once(workspace):
    change(workspace, "plan.toml", "title", "tittle")
    change(workspace, "areas.csv", "area,name", "key,name")
    write(workspace, "measures/some_crime.toml", MEASURE.replace("better", "bettr"))
    assert {line.split(":")[0] for line in told(workspace).splitlines()} >= {
        "plan.toml", "areas.csv, line 1", "measures/some_crime.toml"
    }  # fmt: skip


def test_a_measure_of_the_workspace_is_taken_before_a_shipped_one(workspace):
    write(workspace, "measures/robbery.toml", MEASURE.replace("some_crime", "robbery"))
    assert load(workspace).measures["robbery"].title == "Some crime"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('fills = "crimes"', 'fills = "Crimes; DROP"', "'Crimes; DROP' cannot name a table or column"),
        ('name = "crime_type"', 'name = "crime type"', "'crime type' cannot name a table or column"),
        ('name = "crime_type"', 'name = "kind"', "crimes has no column 'kind'"),
        ('name = "crime_type"', 'name = "month"', "two columns are called 'month'"),
        ('type = "month"', 'type = "text"', "'month' must be a month"),
        ("force =", "# force =", "it says neither which month nor which force"),
        ("threshold = 5", "treshold = 5", "'treshold' is not a key it can have"),
    ],
)
def test_a_return_template_can_fill_its_fact_table(workspace, old, new, fault):
    template = """
name = "log"
title = "Log"
supplier = "The force"
fills = "crimes"
evidence = "reported"
threshold = 5
force = "Wiltshire Police"
[[column]]
name = "month"
header = "Month"
type = "month"
[[column]]
name = "crime_type"
header = "Type"
[[column]]
name = "n"
header = "Crimes"
type = "whole number"
"""
    assert old in template
    write(workspace, "sources/log.toml", template)
    assert load(workspace).contracts["log"].threshold == 5
    write(workspace, "sources/log.toml", template.replace(old, new, 1))
    assert f"sources/log.toml: {fault}" in told(workspace)


CASES = """
name = "cases"
title = "Cases, one a row"
supplier = "The force"
fills = "crimes"
evidence = "reported"
threshold = 5
force = "Wiltshire Police"
column = [{name = "month", header = "Month", type = "month"}, {name = "crime_type", header = "Type"}]
"""


def test_a_return_of_single_cases_needs_an_agreement_and_an_assessment(workspace):
    write(workspace, "sources/cases.toml", CASES)
    assert "the return 'cases' lists single cases, and no sharing agreement is named" in told(workspace)
    office = (workspace / "office.toml").read_text(encoding="utf-8")
    write(workspace, "office.toml", office + '\n[sharing]\nagreement = "Sharing agreement of 3 March 2026"\n')
    assert "the return 'cases' lists single cases" in told(workspace)
    write(workspace, "office.toml", office + '\n[sharing]\nagreement = "Of 3 March"\nassessment = "Of 4 March"\n')
    assert load(workspace).contracts["cases"].of_records


def test_a_shipped_measure_needs_its_return_only_where_the_plan_names_it(workspace):
    assert "complaints_open" in load(workspace).measures
    objective = '[[priority.objective]]\ntitle = "Answers"\nmeasures = ["complaints_open"]\n'
    write(workspace, "plan.toml", f'title = "Plan"\n\n[[priority]]\ntitle = "One"\n\n{objective}')
    fault = "nothing fills 'complaints'; start using its return with `peelian returns"
    assert fault in told(workspace) and "--add complaints_return" in told(workspace)


def test_a_folder_without_an_office_is_no_workspace(tmp_path):
    with pytest.raises(DefinitionError, match=r"there is no office\.toml in it; make a workspace with `peelian new`"):
        load(tmp_path)


def test_a_pack_names_a_period_and_sections_that_are_there(workspace):
    write(workspace, "packs/q3/pack.toml", 'title = "T"\nperiod = "2025-26-q9"\nsections = []\n')
    with pytest.raises(DefinitionError, match="'2025-26-q9' is not a period"):
        load(workspace).pack("q3")
    write(workspace, "packs/q3/pack.toml", 'title = "T"\nperiod = "2025-26-q3"\nsections = ["../../plan.toml"]\n')
    with pytest.raises(DefinitionError, match="does not exist"):
        load(workspace).pack("q3")
    with pytest.raises(DefinitionError, match="there is no such pack; name one of: q3"):
        load(workspace).pack("q4")
