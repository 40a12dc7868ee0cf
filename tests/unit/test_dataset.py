"""The open dataset: every figure once, missing never zero, described so that a stranger's program can read it."""

import csv
import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest
from test_workbook import PACK, RECEIPTS, receipt

from peelian.core.errors import OutputError
from peelian.core.pack import Pack
from peelian.engine.parquet import to_parquet
from peelian.render.dataset import COLUMNS, CSV, DESCRIPTOR, FIELDS, PARQUET, dataset

OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
THIRD = receipt("calls:third", "33.3%", measure="calls", unit="percent", value="100/3", numerator=1, denominator=3)
MOVED = receipt(
    "calls:change", "down 2.2 percentage points", form="change", measure="calls", unit="percent", value="-2"
)
ODD = receipt("stated:odd", 'He said "no, thanks",\n=1+1', form="stated", status="stated", evidence="stated")
MADE = replace(PACK, figures={**RECEIPTS, THIRD.key: THIRD, MOVED.key: MOVED, ODD.key: ODD})


def write(pack: Pack, folder: Path) -> Path:
    dataset(pack, folder)
    to_parquet(folder / CSV, COLUMNS, folder / PARQUET)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(MADE, tmp_path_factory.mktemp("dataset"))


@pytest.fixture(scope="module")
def rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / CSV).open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def described(folder: Path) -> Any:
    return json.loads((folder / DESCRIPTOR).read_text("utf-8"))


def test_every_figure_is_a_row_with_the_text_that_is_printed(rows):
    assert {key: row["text"] for key, row in rows.items()} == {key: one.text for key, one in MADE.figures.items()}


def test_a_value_is_a_decimal_and_beside_it_the_exact_fraction(rows):
    third = rows["calls:third"]
    assert (third["value"], third["value_exact"]) == ("33.3333333333", "100/3")
    assert abs(Fraction(Decimal(third["value"])) - Fraction(third["value_exact"])) < Fraction(1, 10**9)
    assert rows["crime:value"]["value"] == "10331"


def test_missing_is_not_zero_but_empty_with_its_status(rows):
    for key, status in (("crime:courcy", "withheld"), ("calls:year", "incomplete")):
        row = rows[key]
        assert (row["value"], row["value_exact"], row["numerator"], row["denominator"]) == ("", "", "", "")
        assert row["status"] == status
    assert (rows["calls:year"]["months_present"], rows["calls:year"]["months_expected"]) == ("11", "12")


def test_points_are_not_per_cent_and_neither_is_the_measures_own_unit(rows):
    assert rows["calls:share"]["unit"] == "percent"
    assert rows["calls:change"]["unit"] == "percentage points"
    assert rows["crime:change"]["unit"] == "percent change"
    assert rows["crime:value"]["unit"] == "count"


def test_a_base_is_a_count_whatever_its_measure_is(tmp_path):
    base = receipt("calls:base", "1,000", form="base", measure="calls", unit="percent", value="1000")
    dataset(replace(PACK, figures={base.key: base}), tmp_path)
    with (tmp_path / CSV).open(encoding="utf-8", newline="") as file:
        assert [row["unit"] for row in csv.DictReader(file)] == ["count"]


def test_parquet_has_the_rows_of_the_csv_in_their_order_with_the_declared_types(folder, rows):
    with duckdb.connect() as connection:
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(folder / PARQUET)])
        types, read = {name: str(kind) for name, kind, *_ in found.description}, found.fetchall()
    assert types == dict(COLUMNS)
    assert [dict(zip(COLUMNS, row, strict=True)) for row in read] == [
        {name: typed(row[name], COLUMNS[name]) for name in COLUMNS} for row in rows.values()
    ]


def typed(text: str, kind: str) -> str | int | float | None:
    if not text:
        return None
    return {"VARCHAR": str, "BIGINT": int, "DOUBLE": float}[kind](text)


def test_a_folder_with_an_apostrophe_is_no_trouble(tmp_path):
    home = tmp_path / "the office's"
    home.mkdir()
    assert (write(PACK, home) / PARQUET).read_bytes()[:4] == b"PAR1"


NAME = {"type": "string", "pattern": r"^([-a-z0-9._/])+$"}
LICENCE = {"type": "object", "properties": {"name": {"pattern": r"^([-a-zA-Z0-9._])+$"}}, "minProperties": 1}
TYPES = ["string", "number", "integer", "date", "time", "datetime", "year", "yearmonth", "boolean", "object",
         "geopoint", "geojson", "array", "duration", "any"]  # fmt: skip
PROFILE = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["profile", "resources"],
    "properties": {
        "profile": {"const": "tabular-data-package"},
        "name": NAME,
        "title": {"type": "string"},
        "description": {"type": "string"},
        "keywords": {"type": "array", "minItems": 1, "items": {"type": "string"}},
        "licenses": {
            "type": "array",
            "minItems": 1,
            "items": {**LICENCE, "anyOf": [{"required": ["name"]}, {"required": ["path"]}]},
        },
        "sources": {"type": "array", "items": {"type": "object", "required": ["title"]}},
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path", "schema", "profile"],
                "properties": {
                    "profile": {"const": "tabular-data-resource"},
                    "name": NAME,
                    "path": {"type": "string", "pattern": r"^(?=^[^./~])(^((?!\.{2}).)*$).*$"},
                    "bytes": {"type": "integer"},
                    "hash": {"type": "string", "pattern": "^([^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32}|)$"},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {
                            "fields": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "type": "object",
                                    "required": ["name", "type", "description"],
                                    "properties": {"type": {"enum": TYPES}},
                                },
                            },
                            "missingValues": {"type": "array", "items": {"type": "string"}},
                        },
                    },
                },
            },
        },
    },
}
"""The essentials of version 1's profiles: https://specs.frictionlessdata.io/schemas/tabular-data-package.json, and
https://specs.frictionlessdata.io/tabular-data-package/: each resource must be a Tabular Data Resource, CSV or JSON.
"""


def test_the_descriptor_keeps_the_published_profile(described):
    jsonschema.validate(described, PROFILE)


def test_the_descriptor_tells_each_column_in_its_order(described, folder):
    (resource,) = described["resources"]
    with (folder / CSV).open(encoding="utf-8", newline="") as file:
        assert [field["name"] for field in resource["schema"]["fields"]] == next(csv.reader(file)) == list(FIELDS)
    assert resource["schema"]["missingValues"] == [""]
    assert resource["schema"]["primaryKey"] == "key"


def test_every_status_in_the_rows_is_one_the_descriptor_names(described, rows):
    fields = {field["name"]: field for field in described["resources"][0]["schema"]["fields"]}
    assert {row["status"] for row in rows.values()} <= set(fields["status"]["constraints"]["enum"])


def test_the_descriptor_vouches_for_the_bytes_it_stands_beside(described, folder):
    written = (folder / CSV).read_bytes()
    (resource,) = described["resources"]
    assert (resource["bytes"], resource["hash"]) == (len(written), f"sha256:{hashlib.sha256(written).hexdigest()}")


def test_the_descriptor_says_whose_it_is_and_which_pack(described):
    assert described["version"] == PACK.id
    assert described["name"] == "commissioner-for-barsetshire-2025-26-q3"
    assert described["attribution"] == ["Made up for tests."]
    assert described["sources"] == [{"title": "Barsetshire Constabulary: crimes.csv"}]
    assert "Barsetshire does not exist." in described["description"]


@pytest.mark.parametrize(
    ("said", "licences"),
    [
        (("Open Government Licence v3.0",), [("OGL-UK-3.0", OGL)]),
        (("Open Government Licence v3.0", "By leave"), [("OGL-UK-3.0", OGL), ("notspecified", None)]),
        (("",), [("notspecified", None)]),
    ],
)
def test_a_licence_is_claimed_only_where_the_sources_bear_it(said, licences, tmp_path):
    sources = tuple(replace(PACK.sources[0], id=str(place), licence=one) for place, one in enumerate(said))
    dataset(replace(PACK, sources=sources), tmp_path)
    told = json.loads((tmp_path / DESCRIPTOR).read_text("utf-8"))["licenses"]
    assert [(one["name"], one.get("path")) for one in told] == licences


def test_the_guide_tells_every_column():
    guide = (Path(__file__).parents[2] / "docs" / "dataset.md").read_text("utf-8")
    told = [line.split("|")[1].strip().strip("`") for line in guide.splitlines() if line.startswith("| `")]
    assert told == list(FIELDS)


WRITE = """
from pathlib import Path
from test_dataset import MADE, write
write(MADE, Path({folder!r}))
"""


def test_two_processes_two_seconds_apart_write_the_same_bytes(folder, tmp_path):
    here = Path(__file__).parent
    time.sleep(max(0.0, 2.1 - (time.time() - (folder / PARQUET).stat().st_mtime)))
    subprocess.run(
        [sys.executable, "-c", WRITE.format(folder=str(tmp_path))],
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(map(str, (here, here.parent)))},
        check=True,
    )
    for name in (CSV, PARQUET, DESCRIPTOR):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1"])
def test_a_text_that_a_spreadsheet_would_run_is_refused(text, tmp_path):
    hostile = replace(THIRD, text=text)
    with pytest.raises(OutputError, match=r"observations.csv: 'text' of .* begins with .*: a spreadsheet would run it"):
        dataset(replace(PACK, figures={hostile.key: hostile}), tmp_path)
    assert not (tmp_path / "observations.csv").exists()


@pytest.mark.parametrize("text", ["-3.2%", "+2.6%", "-1,204", "-£3.5 million"])
def test_a_number_with_its_sign_is_none_of_that(text, tmp_path):
    signed = replace(THIRD, text=text)
    dataset(replace(PACK, figures={signed.key: signed}), tmp_path)
    assert text in (tmp_path / "observations.csv").read_text("utf-8")
