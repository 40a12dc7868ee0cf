"""Official tables are received as published, known by what is in them and not by their file's name."""

import zipfile
from datetime import date
from pathlib import Path

import duckdb
import pytest

import official_tables as tables
from official_tables import WILTSHIRE, find, save
from peelian.core.errors import SourceError
from peelian.sources.facts import store
from peelian.sources.publishers.catalogue import PUBLICATIONS, recognised
from peelian.sources.received import intake, kept_files, quality
from peelian.sources.received.receive import Options
from peelian.workspace.workspace import load


def rows(office: Path, dataset: str, month: str, **wanted: str) -> list[int]:
    """Wiltshire's figures in a part of the fact store."""
    part = office / "build" / "facts" / dataset / f"{month}.parquet"
    found = duckdb.execute("FROM read_parquet(?)", [str(part)])
    names = [column[0] for column in found.description]
    told = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return [row["n"] for row in told if {"force": WILTSHIRE, **wanted}.items() <= row.items()]


@pytest.fixture
def made(tmp_path: Path) -> dict[str, Path]:
    """One file of each publication, under names that tell nothing."""
    return {
        "home_office_workforce": save(tmp_path / "a.xlsx", tables.workforce()),
        "home_office_use_of_force": save(tmp_path / "b.xlsx", tables.use_of_force()),
        "iopc_deaths": save(tmp_path / "c.xlsx", tables.deaths()),
        "ons_recorded_crime": save(tmp_path / "d.xlsx", tables.recorded_crime()),
    }


def test_each_is_known_by_what_is_in_it(made, tmp_path):
    for source, path in made.items():
        assert recognised(path) is PUBLICATIONS[source]
    assert recognised(tables.partnerships(tmp_path / "e.csv")) is PUBLICATIONS["ons_recorded_crime"]


@pytest.mark.parametrize("content", [b"", b"no workbook", b"Month,Force,Calls\n2025-10,Wiltshire,3\n"])
@pytest.mark.parametrize("name", ["police-workforce-sep19-tables.ods", "pfatablesdec19.xlsx", "c2.csv", "notes.txt"])
def test_a_files_name_makes_it_nothing(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert recognised(path) is None


def test_all_are_received_with_who_put_them_out_and_as_at_when(workspace, made):
    report = intake.receive_known(load(workspace), list(made.values()), Options())
    told = {s.source: (s.dataset, s.publisher, s.licence, s.evidence, s.as_at, s.located) for s in report.received}
    licence = "Open Government Licence v3.0"
    assert told == {
        "home_office_workforce": ("workforce_official", "Home Office", licence, "official", date(2020, 1, 30), False),
        "home_office_use_of_force": (
            "use_of_force_official", "Home Office", licence, "official", date(2020, 12, 17), False),
        "iopc_deaths": (
            "deaths_official", "Independent Office for Police Conduct", licence, "official", date(2020, 3, 31), False),
        "ons_recorded_crime": (
            "recorded_crime_official", "Office for National Statistics", licence, "official", date(2019, 9, 30), False),
    }  # fmt: skip
    assert rows(workspace, "workforce_official", "2019-09", role="officers") == [10_025]
    assert rows(workspace, "use_of_force_official", "2020-03", counted="incidents") == [10]
    assert rows(workspace, "deaths_official", "2020-03", kind="other contact") == [1]
    assert rows(workspace, "recorded_crime_official", "2019-09", offence="theft offences") == [7]
    assert {row.title.partition(" (")[0] for row in quality.report(load(workspace))} == {
        PUBLICATIONS[source].title for source in made
    }


def test_a_later_edition_replaces_the_months_it_prints_again(workspace, tmp_path):
    later = save(tmp_path / "later.xlsx", tables.workforce("31 March 2020", "30 July 2020", each=99))
    earlier = save(tmp_path / "earlier.xlsx", tables.workforce())
    for path in (later, earlier):
        intake.receive_known(load(workspace), [path], Options())
    assert rows(workspace, "workforce_official", "2019-09", role="officers") == [9_900]


def test_the_person_receiving_may_say_as_at_when(workspace, made):
    report = intake.receive_known(load(workspace), [made["iopc_deaths"]], Options(as_at=date(2021, 1, 14)))
    assert [s.as_at for s in report.received] == [date(2021, 1, 14)]


def test_local_figures_are_placed(workspace, tmp_path):
    report = intake.receive_known(load(workspace), [tables.partnerships(tmp_path / "c2.csv")], Options())
    assert report.received[0].located
    assert rows(workspace, "recorded_crime_official", "2025-06", place="E06000030", offence="homicide") == [199]


def test_a_table_that_does_not_come_to_its_total_is_not_received(workspace, tmp_path):
    sheets = tables.recorded_crime()
    find(sheets["Table P1 "], "Wiltshire", 1)[2] = 18
    with pytest.raises(SourceError, match="its forces add up to 835, but it prints 836"):
        intake.receive_known(load(workspace), [save(tmp_path / "p.xlsx", sheets)], Options())
    assert not kept_files.received(workspace / "received", {})
    assert not store.parts(workspace / "build" / "facts", "recorded_crime_official")


def test_a_damaged_sheet_says_nothing(tmp_path, made):
    path = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(made["home_office_workforce"]) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<worksheet><sheetData><row" if "sheet1.xml" in name else old.read(name))
    assert recognised(path) is None
