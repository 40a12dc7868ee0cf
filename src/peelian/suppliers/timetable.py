"""The quarter's timetable, worked back from the Panel's meeting, and the state of each return.

Papers must be public five clear days before a meeting in England and three in Wales. The day they are sent and the day
of the meeting do not count (Local Government Act 1972, section 100B, in the version for each nation). Weekends and bank
holidays do not count either, since offices are shut. A Panel's own rules may ask for more.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from peelian.core.coverage import months_in_words
from peelian.core.errors import DefinitionError
from peelian.core.language import say
from peelian.core.measures import Measure
from peelian.core.periods import Period, day_words
from peelian.core.phrases import Phrase
from peelian.core.plan import RequestSent, Timetable
from peelian.core.sources import Contract, Snapshot
from peelian.sources.received import kept_files
from peelian.workspace.workspace import PackText, Workspace

WALES = ("Dyfed-Powys Police", "Gwent Police", "North Wales Police", "South Wales Police")
CLEAR = {"ENG": 5, "WLS": 3}
STEPS = ("requests", "data", "checks", "draft", "comments", "review", "sign_off")
"""In the order they fall due. The timetable gives each as working days before the papers go."""


@dataclass(frozen=True)
class Standing:
    """The state of one return for one pack. A date not reached is None. `waiting` lists the pages that wait for it."""

    contract: Contract
    asked: date | None
    due: date
    received: date | None
    months: tuple[date, ...]
    missing: tuple[date, ...]
    chased: date | None
    waiting: tuple[str, ...]


def days(meeting: date, plan: Timetable, nation: str = "ENG") -> Mapping[str, date]:
    """Each step's day by its name, in order: the STEPS, then papers and meeting. `nation` is ENG or WLS."""
    shut = _shut(meeting, nation)
    papers = before(meeting, (plan.clear or CLEAR[nation]) + 1, shut)
    return {**{step: before(papers, getattr(plan, step), shut) for step in STEPS}, "papers": papers, "meeting": meeting}


def before(day: date, working: int, shut: Container[date]) -> date:
    """The working day that is `working` working days before `day`. `day` need not be a working day."""
    while working:
        day -= timedelta(days=1)
        working -= day.weekday() < 5 and day not in shut
    return day


def of_pack(workspace: Workspace, text: PackText) -> Mapping[str, date]:
    """The pack's timetable. DefinitionError if its meeting has no date, or one that is not a date."""
    where = str(workspace.folder / "packs" / text.id / "pack.toml")
    try:
        meeting = date.fromisoformat(text.plan.meeting)
    except ValueError:
        what = f"its meeting is {text.plan.meeting!r}, not a date" if text.plan.meeting else "it has no meeting date"
        to_do = 'write meeting = "2026-02-12", or its date on the sheet Packs of `peelian setup export`'
        raise DefinitionError(where, what, to_do) from None
    nation = "WLS" if workspace.force.force in WALES else "ENG"
    return days(meeting, workspace.office.timetable, nation)


def standing(workspace: Workspace, text: PackText, used: Sequence[Measure]) -> tuple[Standing, ...]:
    """The state of every return that the pack's measures use, in order of name."""
    due = of_pack(workspace, text)["data"]
    period = Period.parse(text.plan.period)
    snapshots = [file.snapshot for file in kept_files.received(workspace.folder / "received", workspace.contracts)]
    found = []
    for name, contract in sorted(workspace.contracts.items()):
        using = [measure for measure in used if contract.fills in {part.facts for part in measure.selections}]
        if using:
            state = _standing(contract, [s for s in snapshots if s.source == name], workspace, period, due)
            asked = workspace.asked.get((text.id, name), RequestSent(text.id, name))
            waiting = _waiting(text, using) if state.missing else ()
            found.append(replace(state, asked=_day(asked.asked), chased=_day(asked.chased), waiting=waiting))
    return tuple(found)


def overdue(
    workspace: Workspace, text: PackText, used: Sequence[Measure]
) -> Mapping[str, tuple[str, tuple[date, ...]]]:
    """By fact table, what to print instead of a figure and the months it concerns. Empty until the pack is frozen."""
    if not text.plan.frozen:
        return {}
    return {
        one.contract.fills: (
            say(Phrase.NOT_RECEIVED, supplier=one.contract.supplier, day=day_words(one.due)),
            one.missing,
        )
        for one in standing(workspace, text, used)
        if one.missing
    }


HEADS = ("return", "owed by", "asked", "due", "received", "accepted", "chased", "waiting for it")


def table(rows: Sequence[Standing], today: date) -> str:
    """One line for each return, in columns as wide as their longest cell."""
    lines = [HEADS, *(_line(one, today) for one in rows)]
    wide = [max(len(line[at]) for line in lines) for at in range(len(HEADS))]
    return "\n".join("  ".join(cell.ljust(wide[at]) for at, cell in enumerate(line)).rstrip() for line in lines)


def _line(one: Standing, today: date) -> tuple[str, ...]:
    months = len(one.months) + len(one.missing)
    late = one.missing and today > one.due
    return (
        one.contract.name,
        one.contract.supplier,
        str(one.asked or "not yet"),
        f"{one.due}{' late' if late else ''}",
        str(one.received or "nothing"),
        f"{len(one.months)} of {months} months" if one.missing else "all",
        str(one.chased or "never"),
        "; ".join(one.waiting) or "nothing",
    )


def _standing(
    contract: Contract, snapshots: Sequence[Snapshot], workspace: Workspace, period: Period, due: date
) -> Standing:
    force = workspace.force.force
    wanted = set(period.months)
    come = {month: s for s in snapshots for reporting, month in s.covers if reporting == force and month in wanted}
    last = max((s.received_at[:10] for s in come.values()), default="")
    months, missing = tuple(sorted(come)), tuple(sorted(wanted - set(come)))
    if contract.stock and any(month <= period.last for s in snapshots for _, month in s.covers):
        missing = ()
    return Standing(contract, None, due, _day(last), months, missing, None, ())


def _waiting(text: PackText, measures: Sequence[Measure]) -> tuple[str, ...]:
    """The titles of the sections that name one of the measures."""
    names = [measure.name for measure in measures]
    return tuple(_title(name, body) for name, body in text.sections if any(each in body for each in names))


def _title(name: str, body: str) -> str:
    return next((line[2:].strip() for line in body.splitlines() if line.startswith("# ")), name)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _shut(meeting: date, nation: str) -> Container[date]:
    import holidays  # takes a quarter of a second, and no other command needs it

    kept: Container[date] = holidays.country_holidays("GB", subdiv=nation, years=(meeting.year - 1, meeting.year))
    return kept


def request(office: str, one: Standing, period: Period, meeting: date) -> str:
    """The text of a request to a supplier, ready to send."""
    asked = [
        f"- {column.header}" + (say(Phrase.ONE_OF, words=", ".join(column.allowed)) if column.allowed else "")
        + (f". {column.says}" if column.says else "")
        for column in one.contract.column
    ]  # fmt: skip
    lines = (
        say(Phrase.LETTER_TO, name=one.contract.supplier),
        say(Phrase.REQUEST_ABOUT, title=one.contract.title, period=period.words),
        "",
        say(
            Phrase.PLEASE_SEND,
            meeting=day_words(meeting),
            title=one.contract.title,
            months=months_in_words(period.months),
            day=day_words(one.due),
        ),
        "",
        *asked,
        "",
        say(Phrase.SEND_AS_WRITTEN),
        "",
        office,
    )
    return "\n".join(lines) + "\n"


def chaser(office: str, one: Standing, period: Period, meeting: date) -> str:
    """The text of a reminder to a supplier, ready to send."""
    lines = (
        say(Phrase.LETTER_TO, name=one.contract.supplier),
        say(Phrase.REQUEST_ABOUT, title=one.contract.title, period=period.words),
        "",
        say(
            Phrase.NOT_HAD,
            title=one.contract.title,
            day=day_words(one.due),
            months=months_in_words(one.missing),
            meeting=day_words(meeting),
        ),
        *([say(Phrase.WAITING_FOR_IT, sections="; ".join(one.waiting))] if one.waiting else []),
        "",
        say(Phrase.CANNOT_BE_SENT),
        "",
        office,
    )
    return "\n".join(lines) + "\n"
