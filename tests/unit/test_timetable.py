"""The quarter's days worked back from the meeting, counted by hand; what each return owes; letters; the freeze."""

from datetime import date
from pathlib import Path

import pytest

import offices
from peelian.core.errors import DefinitionError
from peelian.core.plan import Timetable
from peelian.findings import ask as findings_ask
from peelian.packs import assemble
from peelian.suppliers import requests, timetable
from peelian.workspace.workspace import load

MORE = 'meeting = "2026-02-12"'
TODAY = date(2026, 1, 20)


def test_papers_lie_open_five_clear_working_days_in_england_and_three_in_wales():
    """Thursday 12 February 2026: clear are 5, 6, 9, 10 and 11; the papers go on Wednesday 4."""
    assert timetable.days(date(2026, 2, 12), Timetable())["papers"] == date(2026, 2, 4)
    assert timetable.days(date(2026, 2, 12), Timetable(), "WLS")["papers"] == date(2026, 2, 6)
    assert timetable.days(date(2026, 2, 12), Timetable(clear=7))["papers"] == date(2026, 2, 2)


def test_bank_holidays_are_no_working_days():
    """Thursday 9 April 2026: Easter's Friday and Monday, 3 and 6 April, are left out. Clear: 31, 1, 2, 7 and 8."""
    assert timetable.days(date(2026, 4, 9), Timetable())["papers"] == date(2026, 3, 30)
    christmas = timetable.days(date(2026, 1, 8), Timetable())
    assert christmas["papers"] == date(2025, 12, 30)
    assert christmas["data"] == date(2025, 12, 5)


def test_every_step_falls_on_a_working_day_before_the_next():
    steps = list(timetable.days(date(2026, 2, 12), Timetable()).values())
    assert steps == sorted(steps) and len(set(steps)) == len(steps)
    assert all(day.weekday() < 5 for day in steps)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The small office with a meeting, and November 2025 of its crimes not sent."""
    folder = offices.write(tmp_path / "office")
    offices.pack(folder, "q3", {"01.md": offices.SUMMARY}, MORE)
    return offices.receive(folder, without="2025-11")


def standing(folder: Path) -> dict[str, timetable.Standing]:
    workspace = load(folder)
    text = workspace.pack("q3")
    rows = timetable.standing(workspace, text, assemble.used(workspace, text))
    return {one.contract.name: one for one in rows}


def test_each_return_says_what_has_come_and_which_pages_wait(office):
    one = standing(office)["crimes_return"]
    assert one.due == date(2026, 1, 14)
    assert one.missing == (date(2025, 11, 1),) and len(one.months) == 2
    assert one.waiting == ("Summary",)
    assert "people_return" not in standing(office)


def test_a_pack_without_a_meeting_is_told_so(tmp_path):
    folder = offices.receive(offices.write(tmp_path / "office", q3={"01.md": offices.SUMMARY}))
    with pytest.raises(DefinitionError, match=r'pack.toml: it has no meeting date; write meeting = "2026-02-12"'):
        standing(folder)


def written(folder: Path, today: date) -> list[str]:
    workspace = load(folder)
    text = workspace.pack("q3")
    rows = timetable.standing(workspace, text, assemble.used(workspace, text))
    return [path.name for path in requests.write_requests(workspace, text, rows, today)]


def test_a_request_is_written_once_and_a_reminder_once_a_day_when_it_is_late(office):
    assert written(office, date(2026, 1, 5)) == ["q3-crimes_return-request.txt"]
    assert written(office, date(2026, 1, 6)) == []
    assert written(office, TODAY) == ["q3-crimes_return-reminder.txt"]
    assert written(office, TODAY) == []
    assert standing(office)["crimes_return"].asked == date(2026, 1, 5)
    assert standing(office)["crimes_return"].chased == TODAY
    request = (office / "letters" / "q3-crimes_return-request.txt").read_text("utf-8")
    assert "by 14 January 2026" in request and "- Month" in request and "To: The forces" in request
    reminder = (office / "letters" / "q3-crimes_return-reminder.txt").read_text("utf-8")
    assert (
        "have not received\nNovember 2025" in reminder and "These sections of the report need it: Summary." in reminder
    )


def test_the_command_prints_the_days_and_a_line_a_return(office):
    ran = offices.run("quarter", office, "q3", "--on", "2026-01-20")
    assert ran.code == 0, ran.err
    assert "data      14 January 2026  (past)" in ran.out and "papers    4 February 2026\n" in ran.out
    line = next(line for line in ran.out.splitlines() if line.startswith("crimes_return"))
    assert [part.strip() for part in line.split("  ") if part.strip()][1:6] == [
        "The forces", "not yet", "2026-01-14 late", str(standing(office)["crimes_return"].received), "2 of 3 months",
    ]  # fmt: skip


def test_once_frozen_a_figure_says_who_has_not_sent_it(office):
    page = "# Summary\n\n## Crimes\n\nThere were [[recorded_crime]].\n"
    for frozen, told in (
        (False, "no value: 2 of 3 months (November 2025 missing)"),
        (True, "no value: not provided by The forces, due 14 January 2026 (November 2025 missing)"),
    ):
        offices.pack(office, "q3", {"01.md": page}, f"{MORE}\nfrozen = {str(frozen).lower()}")
        workspace = load(office)
        text = workspace.pack("q3")
        with findings_ask.answers(workspace, assemble.used(workspace, text)) as ask:
            pack, _ = assemble.assemble(workspace, text, ask)
        assert pack.figures["recorded_crime@wiltshire/2025-26-q3:value"].text == told
