"""A newcomer's first hour: a workspace made, a download received, the areas written, the first pack built."""

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import offices
from offices import Ran, run
from peelian import cli
from peelian.core.errors import DefinitionError
from peelian.core.pack import plain
from peelian.packs import packfile
from peelian.workspace import new_workspace
from peelian.workspace.measures import shipped_measures
from peelian.workspace.workspace import load
from published import OUTSIDE, SWINDON, WILTSHIRE, crime, outcome, outcomes, street

QUARTER = ("2025-10", "2025-11", "2025-12")
A_YEAR_BEFORE = ("2024-10", "2024-11", "2024-12")
QUARTERLY = [name for name, found in shipped_measures().items() if "quarter" in found.periods]
OPTIONS = ("--name", "The office", "--force", "wiltshire", "--plan", "Our plan")


def new(folder: Path, *more: str) -> Ran:
    measures = [part for name in ("recorded_crime", "burglary", "recorded_crime_rate") for part in ("--measure", name)]
    return run("new", folder, *OPTIONS, *measures, "--period", "2025-26-q3", *more)


def answered(folder: Path, *answers: str, more: tuple[str, ...] = ()):
    return CliRunner().invoke(cli.app, ["new", str(folder), *more], input="".join(f"{answer}\n" for answer in answers))


def download(folder: Path, *months: str, burglaries: int = 2) -> Path:
    """A zip in the layout of data.police.uk, of a few crimes a month that nobody reported."""
    for month in months:
        rows = [crime(Crime_ID=f"{number:064x}") for number in range(burglaries)]
        rows += [crime("Robbery", WILTSHIRE), crime("Drugs", OUTSIDE), crime("Anti-social behaviour", WILTSHIRE)]
        street(folder, month, *rows)
        outcomes(folder, month, outcome())
    path = folder / "download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*.csv")):
            archive.write(file, file.relative_to(folder))
    return path


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        (date(2026, 1, 1), "2025-26-q3"),
        (date(2025, 12, 31), "2025-26-q2"),
        (date(2026, 11, 22), "2026-27-q2"),
        (date(2026, 4, 1), "2025-26-q4"),
        (date(2026, 6, 30), "2025-26-q4"),
        (date(2026, 7, 31), "2026-27-q1"),
    ],
)
def test_the_first_pack_is_of_the_last_quarter_that_is_over(today, quarter):
    assert new_workspace.last_quarter(today).key == quarter


def test_what_is_asked_is_answered_line_by_line(tmp_path):
    folder = tmp_path / "my-office"
    numbers = ", ".join(str(QUARTERLY.index(name) + 1) for name in ("burglary", "robbery"))
    told = answered(folder, "Our office", "devon-and-cornwall", "Our plan", numbers)
    assert told.exit_code == 0, told.output
    assert "devon-and-cornwall" in told.output
    assert re.search(r"^ \[x\] +\d+  Recorded crime$", told.output, re.MULTILINE)
    made = load(folder)
    assert (made.office.name, made.office.area, made.plan.title) == ("Our office", "devon-and-cornwall", "Our plan")
    assert made.plan.measures == ("burglary", "robbery")
    assert re.fullmatch(r"\d{4}-\d\d-q[1-4]", *made.pack_ids)


def test_what_is_not_answered_has_a_suggestion(tmp_path):
    told = answered(tmp_path / "my-office", "", "wiltshire", "", "")
    assert told.exit_code == 0, told.output
    made = load(tmp_path / "my-office")
    assert made.office.name == "Office of the Police and Crime Commissioner"
    assert made.plan.measures == new_workspace.SUGGESTED


def test_what_is_told_by_options_is_not_asked(tmp_path):
    told = new(tmp_path / "my-office")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"Made {tmp_path}/my-office: office.toml, plan.toml, areas.csv, ")
    assert "packs/2025-26-q3/pack.toml, packs/2025-26-q3/01-summary.md." in told.out
    assert f"Next: peelian receive {tmp_path}/my-office DOWNLOAD.zip, then peelian areas" in told.out
    made = load(tmp_path / "my-office")
    assert made.plan.measures == ("recorded_crime", "burglary", "recorded_crime_rate")
    assert made.pack_ids == ("2025-26-q3",)


@pytest.mark.parametrize("name", ['The "quoted" office', "Swyddfa'r Comisiynydd", "A \\ B", "£3 office"])
def test_whatever_the_office_is_called_its_file_can_be_read(tmp_path, name):
    run("new", tmp_path / "my-office", "--name", name, *OPTIONS[2:], "--measure", "burglary")
    assert load(tmp_path / "my-office").office.name == name


@pytest.mark.parametrize("period", ["2025-26", "12m-2025-12"])
def test_the_first_pack_may_be_of_any_period(tmp_path, period):
    assert new(tmp_path / "my-office", "--period", period).code == 0
    assert run("build", tmp_path / "my-office", period).code == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--force", "barsetshire"), "force: 'barsetshire' is not a police force; name it as above, such as"),
        (("--measure", "recorded_crme"), "measure: there is no measure 'recorded_crme'; name one such as recorded"),
        (("--period", "2025-26-q5"), "period: '2025-26-q5' is not a period; write a month as 2025-12"),
        (("--period", "2025-26-ytd"), "period: '2025-26-ytd' does not say to which month; write 2025-26-ytd-2025-12"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused_and_nothing_is_made(tmp_path, options, told):
    ended = new(tmp_path / "my-office", *options)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(told)
    assert not (tmp_path / "my-office").exists()


@pytest.mark.parametrize("numbers", ["0", "1, 999", "-1", "one", ",", "1.5"])
def test_numbers_not_shown_are_refused(tmp_path, numbers):
    told = answered(tmp_path / "my-office", numbers, more=OPTIONS)
    assert isinstance(told.exception, DefinitionError)
    assert str(told.exception) == (
        f"measures: {numbers!r} is not a list of numbers from 1 to {len(QUARTERLY)}; write them as 1, 4, 7"
    )
    assert not (tmp_path / "my-office").exists()


def test_a_folder_that_is_not_empty_is_refused_before_anything_is_asked(tmp_path):
    (tmp_path / "notes.txt").write_text("Mine.")
    told = answered(tmp_path)
    assert isinstance(told.exception, DefinitionError)
    assert str(told.exception) == f"{tmp_path}: it already exists and is not empty; name another folder"
    assert "The office's name" not in told.output
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_empty_folder_will_do_and_a_file_will_not(tmp_path):
    (tmp_path / "empty").mkdir()
    assert new(tmp_path / "empty").code == 0
    (tmp_path / "file").write_text("")
    assert new(tmp_path / "file").err == f"{tmp_path}/file: it already exists and is not empty; name another folder\n"


def test_the_first_pack_builds_without_editing_anything(tmp_path):
    folder = tmp_path / "my-office"
    new(folder)
    sent = download(tmp_path / "sent", *A_YEAR_BEFORE) and download(tmp_path / "sent", *QUARTER, burglaries=4)
    told = run("receive", folder, sent)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("Received 12 files, ")
    told = run("areas", folder)
    assert told.out == f"Wrote {folder}/areas.csv: Swindon, Wiltshire.\n"
    assert run("check", folder).out == "1 pack checked: 0 faults.\n"
    told = run("build", folder, "--all")
    assert (told.code, told.err) == (0, "")
    [page] = [page for page in packfile.read_pack(folder, "2025-26-q3").pages if page.id.startswith("01")]
    told, table = page.blocks
    assert plain(told.runs).startswith("Recorded crime: 18; against a year earlier: ")
    cells = [[cell.runs[0].text for cell in row.cells] for row in table.rows]
    assert [row[0] for row in cells[:2]] == ["18", "12"]
    assert cells[2][0].startswith("no value: no population received")


def test_the_areas_written_are_areas_figures_are_given_for(tmp_path):
    folder = tmp_path / "my-office"
    new(folder)
    run("receive", folder, download(tmp_path / "sent", *QUARTER))
    run("areas", folder)
    told = (folder / "areas.csv").read_text("utf-8").splitlines()
    assert [row.split(",")[0] for row in told[1:]] == ["swindon", "swindon", "wiltshire-council", "wiltshire-council"]
    assert {row.split(",")[4] for row in told[1:]} >= {SWINDON[0], WILTSHIRE[0]}
    section = folder / "packs" / "2025-26-q3" / "01-summary.md"
    written = section.read_text("utf-8")
    section.write_text(written + "\nSwindon had [[burglary@swindon]], [[drugs@wiltshire-outside]] were elsewhere.\n")
    assert run("build", folder, "--all").code == 0
    figures = packfile.read_pack(folder, "2025-26-q3").figures
    assert figures["burglary@swindon/2025-26-q3:value"].numerator == 6
    assert figures["drugs@wiltshire-outside/2025-26-q3:value"].numerator == 3


def test_a_council_listed_without_its_small_areas_has_no_value_rather_than_none(tmp_path):
    folder = tmp_path / "my-office"
    new(folder)
    run("receive", folder, download(tmp_path / "sent", *QUARTER))
    run("areas", folder)
    written = (folder / "areas.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "areas.csv").write_text("".join(line for line in written if ",E01" not in line), "utf-8")
    told = run("measures", folder, "--json", "--measure", "burglary", "--area", "swindon", "--period", "2025-26-q3")
    assert "areas.csv lists none of its small areas" in told.out and '"value": null' in told.out


def test_areas_written_again_are_not_written_twice(tmp_path):
    folder = tmp_path / "my-office"
    new(folder)
    run("receive", folder, download(tmp_path / "sent", *QUARTER))
    run("areas", folder)
    written = (folder / "areas.csv").read_text("utf-8")
    run("areas", folder)
    assert (folder / "areas.csv").read_text("utf-8") == written


def test_the_first_pack_builds_with_a_month_missing_and_says_that_there_is_no_value(tmp_path):
    folder = tmp_path / "my-office"
    new(folder)
    run("receive", folder, download(tmp_path / "sent", *QUARTER[:2]))
    assert run("build", folder, "--all").code == 0
    figure = packfile.read_pack(folder, "2025-26-q3").figures["recorded_crime@wiltshire/2025-26-q3:value"]
    assert (figure.text, figure.numerator) == ("no value: 2 of 3 months (December 2025 missing)", None)


def test_the_first_pack_builds_with_every_measure_there_is(tmp_path):
    """Each with its reason for having no value, which is the longest text a cell can hold."""
    folder = tmp_path / "my-office"
    numbers = ",".join(str(number) for number in range(1, len(QUARTERLY) + 1))
    assert answered(folder, numbers, more=OPTIONS).exit_code == 0
    assert all(f'"{name}"' in (folder / "plan.toml").read_text("utf-8") for name in QUARTERLY)
    told = run("build", folder, "--all")
    assert (told.code, told.err) == (0, "")


def test_a_measure_of_years_alone_is_no_measure_of_a_quarters_pack(tmp_path):
    told = run("new", tmp_path / "my-office", *OPTIONS, "--measure", "use_of_force_incidents")
    assert told.code == 2
    assert "'use_of_force_incidents' is not given for a quarter" in told.err


def test_the_first_pack_builds_before_anything_is_received(tmp_path):
    folder = tmp_path / "my-office"
    new(folder)
    assert run("check", folder).code == 0
    told = run("build", folder, "--all")
    assert (told.code, told.err) == (0, "")
    figures = packfile.read_pack(folder, "2025-26-q3").figures
    assert {figure.status for figure in figures.values()} == {"incomplete"}
    assert all(figure.text.startswith("no ") for figure in figures.values() if figure.form == "value")
    assert "no value: 0 of 3 months" in next((folder / "build").glob("packs/*/*/page.html")).read_text("utf-8")


def test_the_next_quarters_pack_begins_with_the_text_of_the_one_before(tmp_path):
    folder = offices.receive(offices.write(tmp_path / "office"))
    offices.pack(folder, "2025-26-q2", {"01.md": "# Old\n\n## Old\n\nNothing.\n"})
    before = offices.pack(
        folder,
        "2025-26-q3",
        {"01.md": "# Summary\n\n## Recorded crime, [[recorded_crime]]\n\nA year to [[recorded_crime/12m-2025-12]].\n"},
        'meeting = "2026-02-12"\nfrozen = true  # for good\nauthor = "Somebody"\n',
    )
    for name in ("2025-26-q2", "2025-26-q3"):
        path = folder / "packs" / name / "pack.toml"
        path.write_text(path.read_text().replace('"2025-26-q3"', f'"{name}"'))
    told = run("pack", folder, "2025-26-q4")
    assert told.code == 0, told.err
    assert "01.md, line 5: 12m-2025-12" in told.out
    made = load(folder).pack("2025-26-q4").plan
    assert (made.period, made.meeting, made.frozen, made.author) == ("2025-26-q4", "", False, "Somebody")
    assert (folder / "packs" / "2025-26-q4" / "01.md").read_bytes() == (before / "01.md").read_bytes()
    assert "2025-26-q3" in (before / "pack.toml").read_text() and "frozen" in (before / "pack.toml").read_text()
    assert run("check", folder).code == 0


@pytest.mark.parametrize(
    ("period", "like", "told"),
    [
        ("spring", "", "period: 'spring' is not a period; write a month as 2025-12"),
        ("2025-26-q3", "", "it already exists; name another period"),
        ("2025-26-q4", "2019-20-q1", "there is no such pack; name one of: 2025-26-q3"),
    ],
)
def test_a_pack_that_cannot_be_begun_says_why_and_leaves_nothing(tmp_path, period, like, told):
    folder = offices.write(tmp_path / "office")
    offices.pack(folder, "2025-26-q3", {"01.md": "# Summary\n\n## Crime\n\nNothing.\n"})
    ended = run("pack", folder, period, *(("--like", like) if like else ()))
    assert ended.code == 2 and told in ended.err
    assert [path.name for path in (folder / "packs").iterdir()] == ["2025-26-q3"]
