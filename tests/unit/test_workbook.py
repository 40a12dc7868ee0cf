"""The workbook: one table a sheet, each cell as the paper prints it, and every figure with how it was made."""

import os
import shutil
import subprocess
import sys
import time
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from drawn import chart
from peelian.core.errors import Faults, OutputError
from peelian.core.pack import (
    Cell,
    Cover,
    MeasureRecord,
    Pack,
    Page,
    Paragraph,
    Point,
    Receipt,
    Row,
    Run,
    Series,
    Shape,
    SourceRecord,
    Table,
)
from peelian.narrative.reference_syntax import FORMS
from peelian.readback import compare_with_pack, printed, workbook_figures
from peelian.render.workbook.numbers import number
from peelian.render.workbook.words import FORM_WORDS as told_forms
from peelian.render.workbook.workbook import workbook

QUARTER, YEAR = "October to December 2025", "12 months to December 2025"
CRIME = MeasureRecord(
    "crime", "Recorded crime", "", "Crimes recorded.", "lower is better", "Not all is told.", "1", "a"
)
CALLS = MeasureRecord(
    "calls", "999 calls", "", "Calls put through.", "neither", "", "1", "b", "It counts calls", "A. Checker"
)


def receipt(key: str, text: str, **rest: Any) -> Receipt:
    told = {"form": "value", "status": "value", "evidence": "reported", "unit": "count", "area_name": "Barsetshire"}
    return Receipt(key, text, **{**told, "period_words": QUARTER, **rest})


RECEIPTS = {
    one.key: one
    for one in (
        receipt("crime:value", "10,331", measure="crime", value="10331", numerator=10331, months_present=3,
                months_expected=3, interval="10,133 to 10,532"),
        receipt("crime:change", "up 3.0%", form="change", measure="crime", value="3", compared_with="a year earlier",
                notes=("Tested by ratio of rates", "Clear.")),
        receipt("crime:courcy", "[c]", measure="crime", area_name="Courcy", status="withheld",
                notes=("fewer than 5, withheld so that nobody can be known from it",)),
        receipt("calls:share", "12.4%", measure="calls", unit="percent", value="62/5", numerator=124, denominator=1000),
        receipt("calls:year", "no value: 11 of 12 months (June 2025 missing)", measure="calls", unit="percent",
                status="incomplete", period_words=YEAR, months_present=11, months_expected=12,
                notes=("11 of 12 months (June 2025 missing)",)),
        receipt("stated:one", "57", form="stated", status="stated", evidence="stated"),
    )
}  # fmt: skip


def told(key: str, number: bool = True) -> Cell:
    return Cell((Run(RECEIPTS[key].text, key),), number=number)


def words(text: str, url: str = "") -> Cell:
    return Cell((Run(text, url=url),))


def row(header: str, *cells: Cell) -> Row:
    return Row((Run(header),), cells)


MEASURES = Table(
    "What changed",
    ("Measure", "Value", "Change", "Year"),
    (
        row("Recorded crime", told("crime:value"), told("crime:change"), words("none asked")),
        row("Recorded crime, Courcy", told("crime:courcy"), words("none"), words("none")),
        row("999 calls", told("calls:share"), words("none"), told("calls:year", number=False)),
    ),
    "Returns of Barsetshire Constabulary (made up). They were received in January.",
)
ODD = Table(
    "What changed",
    ("Subject", "What it says"),
    (
        row("A formula", words("=1+1")),
        row("An address", words("@SUM(A1)")),
        row("A sum", words("+44 20 7946 0000")),
        row("Money", words("£998,000")),
        row("A link", words("the plan", "https://example.org/plan")),
        row("A rate", words("13.7 per 1,000 people")),
        row("A fall", words("−3.2")),
    ),
)


def drawn(shape: Shape) -> Any:
    points = (Point(10331, "10,331", "crime:value"), Point(None, "[c]", "crime:courcy"))
    return chart(shape, f"Crime as {shape}", "Crimes", ("November 2025", "Courcy"), (Series("Crime", points),), "Alt")


PACK = Pack(
    "2025-26-q3", "Report to the Panel", "Crime and calls", "Commissioner for Barsetshire", "Barsetshire Panel",
    "Barsetshire", "2025-26-q3", QUARTER, "October to December 2024", "The same quarter, because crime has seasons.",
    "Barsetshire does not exist.", "en",
    (
        Page("one", "Fewer victims", (Run("Crime rose"),), (Paragraph((Run("Said."),)), MEASURES)),
        Page("two", "Way ahead", (Run("What comes next"),), (ODD,), opinion="The commissioner's opinion"),
        Page("three", "Pictures", (Run("Every shape"),), tuple(map(drawn, get_args(Shape)))),
    ),
    RECEIPTS, (),
    (SourceRecord("aa", "a" * 64, "crimes.csv", "Barsetshire Constabulary", "", "2026-01-01", 1, 0, 0),),
    (CRIME, CALLS), (), ("Made up for tests.",), chance="2 changes were tested.", cover=Cover(author="The analyst"),
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "workbook.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # so gptables tells of an empty cell
        workbook(PACK, path)
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> Any:
    return load_workbook(path)


def lines(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]


def test_a_cover_contents_and_notes_come_first_then_one_table_a_sheet_then_every_figure(book):
    tables = [f"Table_{place}" for place in range(1, 3 + len(get_args(Shape)))]
    assert book.sheetnames == ["Cover", "Contents", "Notes", *tables, "Figures"]
    assert [len(sheet.tables) for sheet in book] == [0] + [1] * (len(book.sheetnames) - 1)


def test_every_table_and_figure_reads_back_as_the_pack_prints_it(path):
    assert list(compare_with_pack._workbook(PACK, path)) == []
    assert workbook_figures.figures(workbook_figures.read_workbook(path)) == {
        key: r.text for key, r in RECEIPTS.items()
    }
    assert len(list(printed.tables(PACK))) == 2 + len(get_args(Shape))


def test_a_number_is_a_number_with_the_format_that_prints_it(book):
    values = {(cell.value, cell.number_format) for row in book["Table_1"].iter_rows() for cell in row}
    assert {(10331, "#,##0"), (0.124, "0.0%")} <= values


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0", (0, "#,##0")),
        ("10,331", (10331, "#,##0")),
        ("90%", (0.9, "0%")),
        ("12.40%", (0.124, "0.00%")),
        ("1,234.5", (1234.5, "#,##0.0")),
        ("£998,000", (998000, '"£"#,##0')),
        ("2025", (2025, "0")),
    ],
)
def test_these_are_plainly_numbers(text, found):
    assert number(text) == found


@pytest.mark.parametrize("text", ["007", "1,2", "−3", "-3", "1e5", "12 of 20", "3rd", "", "[c]", "9" * 16])
def test_these_stay_text(text):
    assert number(text) is None


def test_a_bare_year_among_words_stays_text():
    assert number("2025", told=False) is None


def links(sheet: Any) -> list[Any]:
    return [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_text_that_begins_like_a_formula_stays_text(book):
    odd = {line[0]: line[1] for line in lines(book["Table_2"]) if len(line) == 2}
    types = {cell.data_type for row in book["Table_2"].iter_rows() for cell in row if cell.value is not None}
    assert (odd["A formula"], odd["An address"], odd["A sum"]) == ("=1+1", "@SUM(A1)", "+44 20 7946 0000")
    assert "f" not in types


def test_a_cell_that_is_all_link_leads_there(book):
    assert [one.target for one in links(book["Table_2"]) if one.target] == ["https://example.org/plan"]


def test_the_contents_link_to_every_other_sheet_and_each_links_back(book):
    assert [one.location for one in links(book["Contents"])] == [f"'{name}'!A1" for name in book.sheetnames[2:]]
    for name in book.sheetnames[2:]:
        assert "'Contents'!A1" in [one.location for one in links(book[name])]


def test_tables_with_one_caption_are_told_apart_by_the_part_they_stand_in(book):
    titles = [line[1] for line in lines(book["Contents"]) if len(line) == 3]
    assert titles[2:4] == ["Fewer victims: What changed", "Way ahead: What changed"]
    assert len(set(titles)) == len(titles)


def test_opinion_is_labelled_on_its_sheet(book):
    assert ["The commissioner's opinion"] in lines(book["Table_2"])
    assert ["The commissioner's opinion"] not in lines(book["Table_1"])


def test_notes_are_numbered_as_read_and_referred_to_by_title_or_row_and_never_in_a_figure(book):
    notes = dict(line for line in lines(book["Notes"]) if len(line) == 2 and line[0].startswith("[note"))
    assert list(notes) == [f"[note {place}]" for place in range(1, 7)]
    told = {text: name for name, text in notes.items()}
    sheet = lines(book["Table_1"])
    assert sheet[0] == [
        f"Fewer victims: What changed {told['The same quarter, because crime has seasons.']} "
        f"{told['2 changes were tested.']}"
    ]
    assert "999 calls: Calls put through. It counts calls. Definition checked by A. Checker." in told
    headers = [line[0] for line in sheet]
    crime, withheld = "Recorded crime: Crimes recorded. Not all is told.", "[c]: fewer than 5, withheld so that"
    assert f"Recorded crime {told[crime]}" in headers
    withheld = next(name for text, name in told.items() if text.startswith(withheld))
    assert f"Recorded crime, Courcy {told[crime]} {withheld}" in headers
    missing = told[f"999 calls, Barsetshire, {YEAR}: 11 of 12 months (June 2025 missing)."]
    assert any(header.startswith("999 calls [note") and header.endswith(missing) for header in headers)
    assert ["[c]"] not in sheet and all("[note" not in str(cell) for line in sheet[8:] for cell in line[1:])


def test_a_trap_of_the_measure_of_a_column_stands_in_its_heading(tmp_path):
    table = Table(
        "By area", ("Area", "Crime", "Share"), (row("Barsetshire", told("crime:value"), told("calls:share")),)
    )
    workbook(replace(PACK, pages=(Page("p", "Part", (Run("Title"),), (table,)),)), tmp_path / "workbook.xlsx")
    assert ["Area", "Crime\n[note 1]", "Share\n[note 2]"] in lines(load_workbook(tmp_path / "workbook.xlsx")["Table_1"])
    assert OpenXmlValidator().validate(tmp_path / "workbook.xlsx").is_valid


def test_a_sheet_whose_one_measure_has_a_trap_tells_it_in_the_title(book):
    assert book["Table_3"]["A1"].value.startswith("Crime as line: figures [note ")


def test_shorthand_is_explained_where_it_is_used_and_nowhere_else(book):
    meaning = ["[c] means withheld, so that nobody can be identified."]
    assert meaning in lines(book["Table_1"]) and meaning in lines(book["Cover"])
    assert meaning not in lines(book["Table_2"])


def test_missing_is_not_zero_and_withheld_is_not_missing_in_the_list_of_figures(book):
    head, *rows = lines(book["Figures"])[-len(RECEIPTS) - 1 :]
    by_key = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_key["crime:courcy"]["Numerator"] == "[c]"
    assert by_key["calls:year"]["Denominator"] == "[x]"
    assert by_key["crime:value"]["Denominator"] == "[z]"
    assert by_key["calls:share"] == {
        "Key": "calls:share", "As printed": 0.124, "What it is": "value", "Measure": "999 calls", "Area": "Barsetshire",
        "Period": QUARTER, "Exact value": "62/5", "Numerator": 124, "Denominator": 1000, "95% interval": "[z]",
        "Months held": "[z]", "Status": "value", "Evidence": "reported", "Compared with": "[z]", "Notes": "[z]",
    }  # fmt: skip
    assert by_key["crime:change"]["Notes"] == "Tested by ratio of rates. Clear."


def test_every_form_of_a_figure_is_told_in_words():
    assert {*FORMS, "stated"} == set(told_forms)


def test_the_cover_says_whose_it_is_what_about_and_whom_to_ask(book):
    cover = [line[0] for line in lines(book["Cover"])]
    assert cover[0] == "Report to the Panel"
    assert {"Commissioner for Barsetshire", "Barsetshire does not exist.", "Made up for tests."} <= set(cover)
    assert f"{QUARTER}, compared with October to December 2024." in cover
    assert cover[-1] == "Send questions about these figures to: The analyst."


def test_its_properties_say_title_author_and_language(book):
    told = book.properties
    assert (told.title, told.creator, told.language) == ("Report to the Panel", "Commissioner for Barsetshire", "en")


def test_a_row_is_as_high_as_its_longest_text_wraps(book):
    rows = {book["Notes"].cell(place, 1).value: place for place in range(1, book["Notes"].max_row + 1)}
    heights = book["Notes"].row_dimensions
    assert heights[rows["[note 2]"]].height < 25
    longest = max(rows.values(), key=lambda place: len(str(book["Notes"].cell(place, 2).value)))
    assert heights[longest].height > 30


def broken(*rows: Row, columns: tuple[str, ...] = ("Area", "Crimes")) -> Pack:
    table = Table("Crimes by area", columns, rows)
    return replace(PACK, pages=(Page("p", "Part", (Run("Title"),), (table,)),))


@pytest.mark.parametrize(
    ("pack", "message"),
    [
        (broken(row("Courcy", words(""))), "row 1, column 'Crimes' says '', which nobody can hear"),
        (broken(row("Courcy", words("–"))), "row 1, column 'Crimes' says '–', which nobody can hear"),
        (broken(row("Courcy", words("5")), columns=("Area", "")), "a column has no heading"),
        (broken(row("Courcy", words("5")), columns=("Area", "area")), "2 columns are headed 'area'"),
        (broken(row("Courcy", words("5")), columns=("Area", "long " * 60)), "is too long for Excel"),
        (broken(row("Courcy"), row("Plumstead", words("5"))), "row 1 has 1 cells for 2 columns"),
        (replace(PACK, figures={}), "the pack has no figure to list"),
    ],
)
def test_a_table_that_not_everybody_could_read_is_refused_by_name(pack, message, tmp_path):
    with pytest.raises(OutputError) as caught:
        workbook(pack, tmp_path / "workbook.xlsx")
    assert message in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_all_faults_of_the_tables_are_told_at_once(tmp_path):
    with pytest.raises(Faults) as caught:
        workbook(broken(row("Courcy", words("")), row("Plumstead", words("?"))), tmp_path / "workbook.xlsx")
    assert str(caught.value).count("workbook, Table_1 (Crimes by area)") == 2


def test_the_package_is_valid_so_that_excel_opens_it_without_repair(path):
    found = OpenXmlValidator().validate(path)
    assert found.is_valid, [str(error) for error in found.errors]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_keeps_every_cell(path, book, tmp_path):
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path, path],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    kept = load_workbook(tmp_path / path.name)
    assert {sheet.title: lines(sheet) for sheet in kept} == {sheet.title: lines(sheet) for sheet in book}


WRITE = """
from pathlib import Path
from test_workbook import PACK
from peelian.render.workbook.workbook import workbook
workbook(PACK, Path({path!r}))
"""


def test_the_second_workbook_of_a_process_has_the_bytes_of_the_first(path, tmp_path):
    again = tmp_path / "again.xlsx"
    workbook(PACK, again)
    assert again.read_bytes() == path.read_bytes()


def test_two_processes_two_seconds_apart_write_the_same_bytes(path, tmp_path):
    here = Path(__file__).parent
    apart = tmp_path / "again.xlsx"
    time.sleep(max(0.0, 2.1 - (time.time() - path.stat().st_mtime)))
    subprocess.run(
        [sys.executable, "-c", WRITE.format(path=str(apart))],
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(map(str, (here, here.parent)))},
        check=True,
    )
    assert apart.read_bytes() == path.read_bytes()


def test_asking_for_the_module_does_not_fetch_pandas():
    asked = "import sys, peelian.render.workbook.workbook; raise SystemExit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
