"""Receiving: all or nothing, nothing held twice, and the latest file current."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import offices
from peelian.core.errors import Faults, PeelianError, SourceError
from peelian.core.periods import Period
from peelian.core.sources import BUILT_IN_TABLES, Snapshot
from peelian.findings import ask as findings_ask
from peelian.sources.facts import store
from peelian.sources.facts.places import named_places
from peelian.sources.facts.store import ReceivedFile
from peelian.sources.received import intake, kept_files, unpack
from peelian.sources.received import receive as received_receive
from peelian.sources.received.receive import Options
from peelian.workspace.templates import take_returns
from peelian.workspace.workspace import load
from published import NOWHERE, SWINDON, WILTSHIRE, crime, outcome, outcomes, stop, street, write

COUNT = """
title = "Recorded crime"
why = "It tells how much."
unit = "count"
better = "down"
areas = ["force", "local authority", "outside the force", "no location"]
name = "crime"
[numerator]
facts = "{facts}"
without.crime_type = ["Anti-social behaviour"]
"""


SNAPSHOT = Snapshot("", "police_uk", "crimes", "", date(2025, 10, 31), "", "", "", "", "", "recomputed", 0, ())


@pytest.fixture
def office(workspace: Path) -> Path:
    """The workspace, with one measure: crimes but anti-social behaviour."""
    (workspace / "measures" / "crime.toml").write_text(COUNT.format(facts="crimes"))
    return workspace


def receive(office: Path, *paths: Path, **options) -> received_receive.Report:
    return intake.receive_known(load(office), paths, Options(**options))


def counted(office: Path, month: str, area: str = "wiltshire", measure: str = "crime") -> int | str:
    """The number, or why there is none."""
    declared = load(office)
    with findings_ask.answers(declared, [declared.measures[measure]]) as ask:
        found = ask.outcome(measure, area, Period.parse(month))
    return getattr(found, "numerator", None) if hasattr(found, "numerator") else found.reason


def contents(office: Path) -> dict[str, bytes]:
    """Every file kept and every fact derived, by path."""
    homes = (office / "received", office / "build" / "facts")
    return {str(p.relative_to(office)): p.read_bytes() for home in homes for p in home.rglob("*") if p.is_file()}


def refused(office: Path, *paths: Path, **options) -> str:
    """What a receive says that is refused; nothing of the workspace has changed."""
    before = contents(office)
    with pytest.raises(PeelianError) as fault:
        receive(office, *paths, **options)
    assert contents(office) == before
    assert not list((office / "received").glob(".staging*"))
    return str(fault.value)


def test_files_are_kept_untouched_with_a_sidecar_and_counted(office, tmp_path):
    file = street(tmp_path, "2025-10", crime(), crime(place=WILTSHIRE), crime("Anti-social behaviour"))
    report = receive(office, file)
    kept = office / "received" / "police_uk" / "2025-10-31" / file.name
    assert kept.read_bytes() == file.read_bytes()
    (snapshot,) = report.received
    assert (snapshot.rows, snapshot.covers) == (3, (("Wiltshire Police", date(2025, 10, 1)),))
    assert [counted(office, "2025-10", area) for area in ("wiltshire", "swindon", "wiltshire-council")] == [2, 1, 1]


def test_a_file_a_folder_and_a_zip_give_the_same(office, tmp_path):
    street(tmp_path / "folder", "2025-10", crime())
    street(tmp_path / "folder", "2025-11", crime(), crime())
    (tmp_path / "folder" / ".DS_Store").write_text("left by a Mac")
    archive = tmp_path / "download.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for path in (tmp_path / "folder").rglob("*.csv"):
            out.write(path, f"2025-11/{path.name}")
        out.writestr("__MACOSX/2025-11/._2025-10-wiltshire-street.csv", "left by a Mac")
    single = street(tmp_path, "2025-12", crime(), crime(), crime())
    assert len(receive(office, tmp_path / "folder", single).received) == 3
    assert [counted(office, month) for month in ("2025-10", "2025-11", "2025-12")] == [1, 2, 3]
    report = receive(office, archive)
    assert (report.received, len(report.already)) == ([], 2)


def test_both_line_ends_and_a_byte_order_mark_are_read(office, tmp_path):
    """The 2021-22 files end lines with CRLF, the 2025 copies with LF."""
    paths = [
        street(tmp_path, "2025-10", crime(), crime(), line_end="\r\n"),
        street(tmp_path, "2025-10", crime(), force="dorset", line_end="\n"),
        street(tmp_path, "2025-11", crime(), line_end="\n"),
    ]
    paths[2].write_bytes(b"\xef\xbb\xbf" + paths[2].read_bytes())
    receive(office, *paths)
    assert [counted(office, "2025-10", force) for force in ("wiltshire", "dorset")] == [2, 1]
    assert counted(office, "2025-11") == 1


def test_one_bad_file_refuses_all_and_every_fault_is_told(office, tmp_path):
    receive(office, street(tmp_path / "first", "2025-09", crime()))
    street(tmp_path / "more", "2025-10", crime())
    bad = street(tmp_path / "more", "2025-11", crime())
    bad.write_text(bad.read_text().replace("Crime type", "Kind of crime"))
    (tmp_path / "more" / "readme.txt").write_text("hello")
    told = refused(office, tmp_path / "more")
    assert "2025-11-wiltshire-street.csv, line 1: its columns are not those published, missing Crime type, " in told
    assert "not expected Kind of crime" in told
    assert "readme.txt: no return template has its columns" in told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2025-10-atlantis-street.csv", "data.police.uk has no police force called 'atlantis'"),
        ("2025-13-wiltshire-street.csv", "'2025-13' is not a month"),
        ("2025-10-dorset-street.csv", "1 of its rows are of Wiltshire Police, 2025-10, but its name says Dorset"),
        ("2025-11-wiltshire-street.csv", "1 of its rows are of Wiltshire Police, 2025-10, but its name says Wiltshire"),
    ],
)
def test_a_file_is_what_its_name_says(office, tmp_path, name, told):
    file = street(tmp_path, "2025-10", crime())
    assert told in refused(office, file.rename(tmp_path / name))


def test_a_line_that_cannot_be_read_refuses_the_file_unless_rejects_are_accepted(office, tmp_path):
    file = street(tmp_path, "2025-10", *[crime()] * 3)
    lines = file.read_bytes().split(b"\r\n")
    lines[2] += b",one cell too many"
    file.write_bytes(b"\r\n".join(lines))
    assert "2025-10-wiltshire-street.csv, line 3: " in refused(office, file)
    report = receive(office, file, accept_rejects=True)
    assert [(line.file, line.line) for line in report.rejected] == [(file.name, 3)]
    assert (report.received[0].rows, report.received[0].rejected) == (2, 1)
    assert counted(office, "2025-10") == 2


def test_every_rejected_line_is_counted_however_many(office, tmp_path):
    file = street(tmp_path, "2025-10", *[crime()] * 3_001)
    head, first, *rest = file.read_bytes().split(b"\r\n")
    file.write_bytes(b"\r\n".join([head, first, *(line + b",too many" for line in rest if line)]))
    report = receive(office, file, accept_rejects=True)
    assert (report.received[0].rows, report.received[0].rejected) == (1, 3_000)


def test_lines_left_out_once_do_not_refuse_the_next_receive(office, tmp_path):
    file = street(tmp_path, "2025-10", crime(), crime())
    file.write_bytes(file.read_bytes().rstrip() + b",one cell too many\r\n")
    receive(office, file, accept_rejects=True)
    for part in store.parts(office / "build" / "facts", "crimes"):
        part.unlink()  # build/ is derived: safe to delete
    receive(office, street(tmp_path, "2025-11", crime()))
    assert (counted(office, "2025-10"), counted(office, "2025-11")) == (1, 1)


def test_a_file_of_a_header_alone_is_refused_unless_it_is_a_nil_return(office, tmp_path):
    october, november = street(tmp_path, "2025-10"), street(tmp_path, "2025-11")
    assert "it has a header and no rows" in refused(office, october)
    assert "0 of 1 months" in counted(office, "2025-10")
    receive(office, october, november, nil=True)
    assert (counted(office, "2025-10"), counted(office, "2025-11")) == (0, 0)
    assert len(receive(office, october, november, nil=True).already) == 2


def test_a_file_held_already_is_told_and_not_doubled(office, tmp_path):
    file = street(tmp_path, "2025-10", crime())
    receive(office, file)
    before = contents(office)
    report = receive(office, file)
    assert (report.received, report.already, report.parts) == ([], [file.name], 0)
    assert contents(office) == before


def test_a_file_given_twice_at_once_is_received_once(office, tmp_path):
    file = street(tmp_path, "2025-10", crime())
    assert len(receive(office, file, file).received) == 1
    assert counted(office, "2025-10") == 1


def test_a_later_file_replaces_its_own_rows_and_no_others(office, tmp_path):
    old = [street(tmp_path / "old", month, crime()) for month in ("2025-10", "2025-11")]
    old.append(street(tmp_path / "old", "2025-10", crime(), force="dorset"))
    receive(office, *old)
    parts = store.parts(office / "build" / "facts", "crimes")
    untouched = parts[1].read_bytes()
    new = street(tmp_path / "new", "2025-10", crime(), crime())
    report = receive(office, new, as_at=date(2026, 1, 31))
    assert report.parts == 1
    assert [counted(office, "2025-10", force) for force in ("wiltshire", "dorset")] == [2, 1]
    assert parts[1].read_bytes() == untouched
    assert (office / "received" / "police_uk" / "2025-11-30" / new.name).read_bytes() == old[0].read_bytes()


def test_an_earlier_file_never_replaces_a_later_one(office, tmp_path):
    receive(office, street(tmp_path / "new", "2025-10", crime(), crime()), as_at=date(2026, 1, 31))
    receive(office, street(tmp_path / "old", "2025-10", crime()), as_at=date(2025, 12, 31))
    assert counted(office, "2025-10") == 2


def test_of_two_files_preferred_the_later_received_is_current_though_the_clock_was_set_back(
    office, tmp_path, monkeypatch
):
    first = receive(office, street(tmp_path / "1", "2025-10", crime()), prefer=True)

    class SetBack(datetime):
        @classmethod
        def now(cls, zone=None):
            return datetime(2001, 1, 1, tzinfo=zone)

    monkeypatch.setattr(received_receive, "datetime", SetBack)
    second = receive(office, street(tmp_path / "2", "2025-10", crime(), crime()), prefer=True)
    assert counted(office, "2025-10") == 2
    assert second.received[0].received_at > first.received[0].received_at


def test_a_file_that_changes_while_it_is_read_is_refused(office, tmp_path, monkeypatch):
    """Another program is still writing it."""
    file = street(tmp_path, "2025-10", crime())
    real = unpack.hashlib.sha256

    def sha256():
        file.write_bytes(file.read_bytes() + file.read_bytes().splitlines(keepends=True)[1])
        return real()

    monkeypatch.setattr(unpack.hashlib, "sha256", sha256)
    told = refused(office, file)
    assert told == f"{file.name}: it changed while it was read; close the program that writes it, and receive it again"


@given(st.permutations([(date(2025, 12, 31), False), (date(2026, 1, 31), False), (date(2026, 1, 31), True)]))
def test_the_latest_date_is_current_then_the_preferred_in_whatever_order_they_came(order):
    covers = (("Wiltshire Police", date(2025, 10, 1)),)
    table = BUILT_IN_TABLES["crimes"]
    held = [
        ReceivedFile(replace(SNAPSHOT, sha256=str(n) * 64, as_at=as_at, preferred=preferred, received_at=str(n),
                             covers=covers), Path(str(n)), table)
        for n, (as_at, preferred) in enumerate(order)
    ]  # fmt: skip
    (by_force,) = store.current(held).values()
    assert by_force["Wiltshire Police"].snapshot.preferred


def test_two_files_as_at_one_date_that_differ_are_refused_until_one_is_preferred(office, tmp_path):
    receive(office, street(tmp_path / "a", "2025-10", crime()))
    other = street(tmp_path / "b", "2025-10", crime(), crime())
    told = refused(office, other)
    assert "both report Wiltshire Police, 2025-10, as at 2025-10-31, and differ" in told
    assert "--prefer" in told
    receive(office, other, prefer=True)
    assert counted(office, "2025-10") == 2
    assert len(list((office / "received").glob("police_uk/2025-10-31/*.csv"))) == 2


def test_deleted_facts_are_made_again_as_they_were(office, tmp_path):
    receive(office, street(tmp_path, "2025-10", crime(), crime(place=NOWHERE)))
    receive(office, street(tmp_path / "new", "2025-10", crime()), as_at=date(2026, 1, 31))
    for part in store.parts(office / "build" / "facts", "crimes"):
        part.write_bytes(part.read_bytes()[:100])
    assert counted(office, "2025-10") == 1


@pytest.mark.parametrize("name", ["../2025-10-wiltshire-street.csv", "/etc/2025-10-wiltshire-street.csv"])
def test_a_zip_cannot_write_outside_the_workspace(office, tmp_path, name):
    archive = tmp_path / "download.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr(name, street(tmp_path, "2025-10", crime()).read_bytes())
    assert "its name leads outside the archive" in refused(office, archive)
    assert {p.name for p in tmp_path.iterdir()} == {"office", "download.zip", "2025-10"}


def test_a_damaged_zip_is_refused(office, tmp_path):
    archive = tmp_path / "download.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("2025-10-wiltshire-street.csv", street(tmp_path, "2025-10", *[crime()] * 50).read_bytes())
    whole = archive.read_bytes()
    archive.write_bytes(whole[:60] + bytes(20) + whole[80:])
    assert "the archive is damaged or locked" in refused(office, archive)
    archive.write_bytes(whole[: len(whole) // 2])
    assert "it cannot be read as a zip" in refused(office, archive)


def test_a_file_changed_or_lost_after_it_was_received_is_told(office, tmp_path):
    receive(office, street(tmp_path, "2025-10", crime()), street(tmp_path, "2025-11", crime()))
    assert list(kept_files.damaged(office / "received", {})) == []
    changed, lost = sorted((office / "received").rglob("*.csv"))
    changed.write_bytes(changed.read_bytes() + b"\r\n")
    lost.unlink()
    assert [Path(fault.where).name for fault in kept_files.damaged(office / "received", {})] == [
        changed.name,
        lost.name,
    ]


def test_a_file_without_a_sidecar_was_never_received(office, tmp_path):
    receive(office, street(tmp_path, "2025-10", crime()))
    next((office / "received").rglob("*.received.json")).unlink()
    assert "0 of 1 months" in counted(office, "2025-10")


def test_identical_street_rows_are_kept_and_identical_outcomes_rows_dropped_and_counted(office, tmp_path):
    """Incidents without an identifier, snapped to one point, honestly look alike; outcomes rows do not."""
    incident = crime("Anti-social behaviour")
    twice = outcome(), outcome(), outcome("Local resolution")
    report = receive(office, street(tmp_path, "2025-10", incident, incident), outcomes(tmp_path, "2025-10", *twice))
    told = {snapshot.dataset: (snapshot.rows, snapshot.duplicates) for snapshot in report.received}
    assert told == {"crimes": (2, 0), "outcomes": (2, 1)}


def test_a_quoted_comma_does_not_shift_the_columns(office, tmp_path):
    poole = ("E01015338", "Bournemouth, Christchurch and Poole 001A")
    rows = [
        crime(place=poole),
        crime("Anti-social behaviour", place=poole),
        crime(Location='On or near "The Mews", A1'),
    ]
    receive(office, street(tmp_path, "2025-10", *rows))
    assert counted(office, "2025-10") == 2
    assert counted(office, "2025-10", "wiltshire-outside") == 1


def test_an_unquoted_comma_never_shifts_the_columns(office, tmp_path):
    """Street rows end with an empty cell, so with one comma too many DuckDB sees nothing wrong by itself."""
    file = street(tmp_path, "2025-10", crime(), crime("Anti-social behaviour", Location="On or near Mews"))
    file.write_bytes(file.read_bytes().replace(b"near Mews", b"near, Mews"))
    assert "2025-10-wiltshire-street.csv, line 3: it has 13 cells, the header 12" in refused(office, file)


def test_line_ends_that_are_not_all_alike_are_refused(office, tmp_path):
    file = street(tmp_path, "2025-10", crime(), crime(), crime())
    lines = file.read_bytes().split(b"\r\n")
    for torn in (b"\r\n".join(lines[:2]) + b"\n" + b"\r\n".join(lines[2:]), file.read_bytes() + b"\r"):
        file.write_bytes(torn)
        assert "its line ends differ" in refused(office, file)


DAMAGE = st.lists(
    st.tuples(
        st.integers(0, 2_000), st.sampled_from(['"', ",", "\n", "\r", "\r\n", '""', "\0", "\\", '",', "é", None])
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=40)
@given(DAMAGE)
def test_what_is_received_is_what_pythons_own_csv_reads_or_it_is_refused(damage):
    """A few characters put in or taken out anywhere below the header: never another row than Python sees."""
    with TemporaryDirectory() as folder:
        place = ("E01015338", "Bournemouth, Christchurch and Poole 001A")
        file = street(Path(folder), "2025-10", crime(), crime(place=place), crime("Drugs"), crime(place=place))
        head, _, body = file.read_bytes().decode().partition("\r\n")
        for at, mark in damage:
            at %= len(body)
            body = body[:at] + (mark or "") + body[at + (mark is None) :]
        file.write_bytes(f"{head}\r\n{body}".encode())
        try:
            received_receive.receive(Path(folder), [file], {}, Options())
        except PeelianError:
            return
        (part,) = store.parts(Path(folder) / "build" / "facts", "crimes")
        columns = '"place", "place_name", "crime_type", "outcome"'
        found = duckdb.execute(f"SELECT {columns} FROM read_parquet(?)", [str(part)]).fetchall()  # noqa: S608
        rows = [row for row in csv.reader(io.StringIO(body, newline=""), strict=True) if row]
        assert all(len(row) == 12 for row in rows)
        assert sorted(found) == sorted(tuple(row[7:11]) for row in rows)


def test_text_that_is_not_utf8_is_refused_with_its_line(office, tmp_path):
    file = street(tmp_path, "2025-10", crime(), crime(place=("W01000001", "Ynys Mon 001A")))
    file.write_bytes(file.read_bytes().replace(b"Mon 0", b"M\xf4n 0"))
    assert "line 3" in refused(office, file)


def test_stops_are_of_the_month_and_force_their_file_name_says(office, tmp_path):
    """Their times are labelled UTC but filed by local month; no column tells the force."""
    (office / "measures" / "crime.toml").write_text(COUNT.format(facts="stops").replace("without", "# without"))
    late = stop(Date="2025-09-30T23:48:00+00:00")
    receive(office, write(tmp_path, "stop-and-search", "2025-10", [late, stop(), stop()]))
    assert counted(office, "2025-10") == 3
    assert "0 of 1 months" in counted(office, "2025-10", "swindon")  # their rows tell no place


def test_every_fault_of_several_files_is_told_at_once(office, tmp_path):
    names = ["2025-10-atlantis-street.csv", "2025-10-lyonesse-street.csv"]
    paths = [street(tmp_path / str(i), "2025-10", crime()).rename(tmp_path / name) for i, name in enumerate(names)]
    with pytest.raises(Faults) as fault:
        receive(office, *paths)
    assert [type(f) for f in fault.value.faults] == [SourceError, SourceError]
    assert fault.value.exit_code == 3


def test_the_sidecar_says_where_a_file_came_from(office, tmp_path):
    told = receive(office, street(tmp_path, "2025-10", crime()), publisher="A force", licence="None").received[0]
    assert isinstance(told, Snapshot)
    assert (told.publisher, told.licence, told.origin) == ("A force", "None", "2025-10-wiltshire-street.csv")
    (held,) = kept_files.received(office / "received", {})
    assert held.snapshot == told
    assert SWINDON[0].encode() in held.path.read_bytes()


def test_a_small_area_is_called_what_its_latest_month_calls_it(office, tmp_path):
    """LSOA names begin with their council's, and change when councils merge."""
    then, now = ("E01015338", "Poole 001A"), ("E01015338", "Bournemouth, Christchurch and Poole 045A")
    receive(office, street(tmp_path, "2025-10", crime(place=then)), street(tmp_path, "2025-11", crime(place=now)))
    assert named_places(office / "build" / "facts", "Wiltshire Police") == dict([now])


def test_a_file_that_is_no_return_known_is_the_offices_to_settle_and_no_suppliers(tmp_path):
    folder = offices.write(tmp_path / "office")
    (tmp_path / "minutes.txt").write_text("Agreed: all of it.\n", encoding="utf-8")
    told = offices.run("receive", folder, tmp_path / "minutes.txt", "--confirm", "--as-at", "2026-02-01")
    assert told.code != 0
    assert "minutes.txt: no return template has its columns; name its return with --source" in told.err
    assert "letter" not in told.out + told.err
    assert not (folder / "letters").exists()


SERVICES = """Month,Force,Service,Figure,People
{month},Wiltshire Police,{service},referrals,40
"""


def test_a_second_providers_file_does_not_silently_undo_the_firsts(office, tmp_path):
    """Each has its own service alone, and both are of one return, force and month."""
    take_returns(office, ["services_return"])
    sent = {name: tmp_path / f"{name}.csv" for name in ("one", "two", "both", "next")}
    one, two = (SERVICES.format(month="2025-10", service=name) for name in ("Helpline", "Refuge"))
    sent["one"].write_text(one)
    sent["two"].write_text(two)
    sent["both"].write_text(one + two.splitlines()[1] + "\n")
    sent["next"].write_text(SERVICES.format(month="2025-11", service="Refuge"))
    receive(office, sent["one"], as_at=date(2025, 11, 5))
    before = contents(office)
    with pytest.raises(PeelianError) as fault:
        receive(office, sent["two"], as_at=date(2025, 11, 6))
    said = "for October 2025 it would replace one.csv, but it lacks 'Helpline'; put everything in one"
    assert said in str(fault.value)
    assert contents(office) == before
    assert [receive(office, sent[name], as_at=date(2025, 12, 1)).parts for name in ("both", "next")] == [1, 1]
    assert receive(office, sent["two"], as_at=date(2025, 12, 2), prefer=True).parts == 1


def test_what_a_file_takes_back_of_listed_words_alone_is_a_revision_like_any_other(office, tmp_path):
    """Of what a template lists, as the kinds of figure, a file may have fewer rows than the one before."""
    take_returns(office, ["services_return"])
    text = SERVICES.format(month="2025-10", service="Helpline")
    (tmp_path / "first.csv").write_text(text + "2025-10,Wiltshire Police,Helpline,accepted,30\n")
    (tmp_path / "again.csv").write_text(text)
    receive(office, tmp_path / "first.csv", as_at=date(2025, 11, 5))
    assert receive(office, tmp_path / "again.csv", as_at=date(2025, 11, 6)).parts == 1
