"""What looks as if it were about a person stops a file before anything is stored, and is not repeated."""

from datetime import date
from pathlib import Path

import pytest

import offices
from peelian.core.errors import PeelianError
from peelian.sources.received import intake
from peelian.sources.received.receive import Options
from peelian.sources.returns import personal_data
from peelian.sources.spreadsheets.sheets import Cell, Sheet
from peelian.suppliers import letters
from peelian.workspace.workspace import load


def kinds(*rows: tuple[Cell, ...], known: tuple[str, ...] = ()) -> list[str]:
    return [
        fault.what.partition("contain ")[2]
        for fault in personal_data.personal_columns([Sheet("a.csv", "", rows)], known)
    ]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ((("Victim name",), ("x",)), "names"),
        ((("Surname",), ("x",)), "names"),
        ((("Staff full names",), ("x",)), "names"),
        ((("Details",), ("Mrs Thorne rang twice",)), "names"),
        ((("Contact",), ("Eleanor Harding",), ("Mark Robarts",)), "names"),
        ((("Name",), ("J. Eames",)), "names"),
        ((("Home address",), ("x",)), "addresses"),
        ((("Calls", "Where"), (1, "12 Cathedral Close")), "addresses"),
        ((("Calls", "Area"), (1, "BA1 4QT")), "postcodes"),
        ((("DOB",), ("x",)), "dates of birth"),
        ((("Day",), (date(1961, 3, 4),), (date(1985, 6, 7),), (date(1999, 1, 2),)), "dates of birth"),
        ((("Mobile",), ("x",)), "telephone numbers"),
        ((("Calls", "Remarks"), (1, "call back on 07700 900123")), "telephone numbers"),
        ((("Calls", "Remarks"), (1, "write to a.person@example.org")), "e-mail addresses"),
        ((("NHS number",), ("x",)), "numbers of persons"),
        ((("Name of victim",), ("x",)), "names"),
        ((("Service user name",), ("x",)), "names"),
        ((("Complainant's name",), ("x",)), "names"),
        ((("Home address", "Calls"), ("x", 3)), "addresses"),
        ((("Address line 1",), ("x",)), "addresses"),
        ((("Post code", "Calls"), ("x", 3)), "addresses"),
        ((("Phone", "Calls"), ("x", 3)), "telephone numbers"),
        ((("Phone",), (7_700_900_123,)), "telephone numbers"),
        ((("Custody record number",), ("x",)), "numbers of persons"),
        ((("VRM", "Speed"), ("x", 41)), "vehicles' registration marks"),
        ((("Site", "Seen"), ("A4 Box", "AB12 CDE")), "vehicles' registration marks"),
        ((("Month", "Names"), ("2025-12", "Arabella Grant"), ("2025-12", "John Eames")), "names"),
        ((("Ref",), ("QQ123456C".replace("QQ", "AB"),)), "national insurance numbers"),
    ],
)
def test_a_column_about_persons_is_told_with_its_kind(rows, kind):
    assert kinds(*rows) == [kind]


@pytest.mark.parametrize(
    "rows",
    [
        (("Force name", "District name", "Service name"), ("Wiltshire Police", "West Barsetshire", "Safe Haven")),
        (("Name",), ("Swindon",), ("West Barsetshire",)),
        (("Phone line", "Email contacts"), ("999", 12)),
        (("Month",), (date(2025, 10, 1),), (date(2025, 11, 1),), (date(2025, 12, 1),)),
        (("Estates", "Number"), ("Home Office grant", 1_234_567_890)),
        (("LSOA code", "Crimes"), ("E01015471", 12)),
        (("Staff numbers",), (120,)),
        (("Questions to performance@example.org or 01632 960123",), ("Month", "Calls"), ("2025-12", 3)),
        (("Calls",), ("01/10/2025",), ("10,000,000",)),
        (("Name of service", "Team name", "Referrals"), ("Safe Haven", "North", 12)),
        (("Address checked", "Addresses visited", "Checks"), ("yes", 4, 12)),
        (("Contact centre name", "Staff team name", "Calls"), ("Devizes", "Response", 12)),
        (("Month", "Phone", "Email", "Letter"), ("2025-12", 31, 12, 4)),
        (("Channel", "Contacts"), ("Phone", 31), ("Email", 12), ("Mobile", 4)),
        (("Team", "Courses"), ("Mobile", 31), ("North", 12)),
        (
            ("Site", "Street name", "Speed limit"),
            ("A4 Box", "Victoria Road", 40),
            ("B3092 Mere Road", "Albert Street", 30),
        ),
        (("Rank", "Officers"), ("Constable", 812), ("Sergeant", 140), ("Chief Inspector", 12)),
        (("Officers", "Staff", "Victims", "Drivers"), (812, 600, 41, 9)),
        (("Custody suite", "Detentions"), ("Grace House", 12), ("Victoria Centre", 14)),
        (("Postcode checks made", "Number"), ("yes", 2)),
        (("Date of report", "Crimes"), (date(2025, 12, 1), 3)),
    ],
)
def test_places_counts_and_services_are_not_taken_for_persons(rows):
    assert kinds(*rows) == []


def test_an_address_that_a_return_asks_for_is_a_buildings():
    rows = (("Cost", "Site"), (1, "BA1 4QT"))
    assert kinds(*rows, known=("Site",)) == []
    assert kinds(*rows) == ["postcodes"]


def test_nothing_of_such_a_file_is_stored_and_nothing_of_it_is_repeated(tmp_path: Path):
    folder = offices.write(tmp_path / "office")
    file = tmp_path / "crimes.csv"
    file.write_text("Month,Force,Place,Type,Crimes,Victim\n2025-12,Wiltshire Police,,Burglary,1,Miss Dunstable\n")
    workspace = load(folder)
    with pytest.raises(PeelianError) as stopped:
        intake.receive(workspace, [file], Options(), lambda _: True)
    assert str(stopped.value) == (
        "crimes.csv, cell F2: column F seems to contain names; remove that column, and send only counts"
    )
    [letter] = letters.refusals(workspace, [file], stopped.value, date(2026, 1, 20))
    assert "cell F2: column F seems to contain names. Please remove that column" in letter.read_text("utf-8")
    left = [path for path in folder.rglob("*") if path.is_file() and b"Dunstable" in path.read_bytes()]
    assert left == [] and not list((folder / "received").rglob("*.csv"))
