"""Trace: everything behind one printed figure, and whether the files it came from are as they were received."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import offices
from peelian.core.errors import DefinitionError
from peelian.core.pack import Pack
from peelian.packs import build, packfile
from peelian.proof.trace import trace
from peelian.workspace.workspace import load

SECTION = """# Summary

## A page

[[burglary_rate@swindon]], [[burglary:change]], [[stated:rate]] and [[burglary/12m-2023-12]].
"""
RATE = "burglary_rate@swindon/2025-26-q3:value"
CHANGE = "burglary@wiltshire/2025-26-q3:change"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, Pack]:
    folder = tmp_path_factory.mktemp("traced") / "office"
    offices.receive(offices.write(folder, q3={"01.md": SECTION}))
    return folder, build.build(load(folder), "q3").pack


@pytest.fixture
def folder(made: tuple[Path, Pack], tmp_path: Path) -> Path:
    return shutil.copytree(made[0], tmp_path / "office")


@pytest.fixture
def pack(made: tuple[Path, Pack]) -> Pack:
    return made[1]


def states(pack: Pack, key: str, folder: Path) -> dict[str, str]:
    return {source.file.rsplit("/", 1)[1]: state for source, state in trace(pack, key, folder / "received").files}


def test_a_figure_leads_to_its_measure_its_queries_and_its_files(folder: Path, pack: Pack):
    found = trace(pack, RATE, folder / "received")
    assert (found.receipt.numerator, found.receipt.denominator) == (2_400, 200_000)
    assert found.measure and found.measure.name == "burglary_rate"
    assert found.statement is None
    assert len(found.queries) == 2
    assert "Burglary" in found.queries[0].parameters and '"population"' in found.queries[1].sql
    assert states(pack, RATE, folder) == {"crimes.csv": "as received", "people.csv": "as received"}


def test_a_change_leads_to_the_files_of_both_its_ends(folder: Path, pack: Pack):
    assert states(pack, CHANGE, folder) == {"crimes.csv": "as received"}
    assert trace(pack, CHANGE, folder / "received").receipt.compared_with == "October to December 2024"


def test_a_figure_that_a_document_tells_leads_to_the_document(folder: Path, pack: Pack):
    found = trace(pack, "stated:rate", folder / "received")
    assert found.statement and found.statement.url == "https://example.org/"
    assert (found.measure, found.queries, found.files) == (None, (), ())


def test_a_value_that_is_not_given_says_why_and_leads_to_no_file(folder: Path, pack: Pack):
    found = trace(pack, "burglary@wiltshire/12m-2023-12:value", folder / "received")
    assert (found.receipt.status, found.files) == ("incomplete", ())
    assert "0 of 12 months (January 2023 to December 2023 missing)" in found.receipt.text


@pytest.mark.parametrize("change", [lambda b: b[:-1] + b"9", lambda b: b + b"\n", lambda b: b[:-2]])
def test_a_byte_that_was_changed_is_told(folder: Path, pack: Pack, change):
    [file] = folder.glob("received/*/*/people.csv")
    file.write_bytes(change(file.read_bytes()))
    assert states(pack, RATE, folder) == {"crimes.csv": "as received", "people.csv": "changed"}
    assert states(pack, CHANGE, folder) == {"crimes.csv": "as received"}


def test_a_file_that_is_gone_is_told(folder: Path, pack: Pack):
    [file] = folder.glob("received/*/*/crimes.csv")
    file.unlink()
    assert states(pack, CHANGE, folder) == {"crimes.csv": "missing"}


def test_a_key_that_is_not_printed_is_answered_with_the_nearest(folder: Path, pack: Pack):
    with pytest.raises(DefinitionError) as raised:
        trace(pack, "burglary_rate@swindon/2025-26-q3", folder / "received")
    assert str(raised.value).startswith(
        f"pack q3: it prints no figure 'burglary_rate@swindon/2025-26-q3'; perhaps {RATE}"
    )


def test_a_pack_without_figures_is_told_to_have_none(folder: Path, pack: Pack):
    with pytest.raises(DefinitionError, match="it prints no figure at all"):
        trace(replace(pack, figures={}), RATE, folder / "received")


def test_the_trace_of_a_pack_read_back_is_that_of_the_pack_built(folder: Path, pack: Pack):
    received = folder / "received"
    read = packfile.read_pack(folder, "q3")
    assert [trace(read, key, received) for key in read.figures] == [trace(pack, key, received) for key in pack.figures]
