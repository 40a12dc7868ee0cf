"""Files that something happened to after their layout was confirmed: a figure is stored as the file tells it, or not.

A known-good file of a confirmed layout is damaged in one place, at random from a fixed seed. What is stored must be the
true figures, or its months are left out, or the file is refused or asked about again. Figures exchanged under headings
that all stay are not among the damages: no reader can know.
"""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from peelian.core.errors import PeelianError
from peelian.core.sources import Column, Contract
from peelian.sources.layouts import matches
from peelian.sources.layouts.candidate import Own
from peelian.sources.returns import read_return
from peelian.sources.returns.recognise import Layouts, Unmatched, recognise
from peelian.sources.spreadsheets import sheets
from suppliers import Table, book, text, words

KINDS, AGES = ("Delivery of duties", "Use of force", "Discrimination"), ("under 18", "18 to 64", "65 and over")
SERVICES = ("Safe Haven", "Victim Care", "Change Grow Live")
OFFICE = Own("Wiltshire Police")
Data = dict[tuple[Any, ...], int]


def contract(name: str, counts: str, *columns: Column, kind: Any = "whole number") -> Contract:
    own = (Column("month", "Month", "month", key=True), *columns, Column("n", counts, kind))
    return Contract(name, name.title(), "The force", name, "reported", 0, own, force=OFFICE.force)


COMPLAINTS = contract(
    "complaints",
    "Complaints",
    Column("kind", "Kind", key=True, allowed=KINDS),
    Column("age", "Age band", key=True, allowed=AGES),
)
REFERRALS = contract("referrals", "Referrals", Column("service", "Service", key=True))
SURVEY = contract("survey", "Satisfied", Column("service", "Service", key=True), kind="figure")


def figures(first: int, *keys: tuple[str, ...]) -> Data:
    pairs = [(a, b) for a in keys[0] for b in keys[1]] if len(keys) > 1 else [(a,) for a in keys[0]]
    dates = [date(2025 + (first + n > 12), (first + n - 1) % 12 + 1, 1) for n in range(3)]
    return {(m, *pair): 1000 * (n + 1) + 13 * k + first for n, m in enumerate(dates) for k, pair in enumerate(pairs)}


def months(data: Data) -> list[date]:
    return sorted({key[0] for key in data})


def across(data: Data) -> Table:
    pairs = dict.fromkeys(key[1:] for key in data)
    rows = [[*pair, *(data[m, *pair] for m in months(data))] for pair in pairs]
    sums = [sum(row[n] for row in rows) for n in range(-3, 0)]
    return [["Kind of complaint", "Age", *map(words, months(data)), ], *rows, ["Total", "", *sums]]  # fmt: skip


def ages_across(data: Data) -> Table:
    head = ["Month", "Kind", *AGES, "Total"]
    rows = [[words(m), k, *(data[m, k, a] for a in AGES)] for m in months(data) for k in KINDS]
    return [["Complaints, by age"], [], head, *([*row, sum(row[2:])] for row in rows)]


def services_down(data: Data) -> Table:
    return [["Period", "Provider", "Number"], *([words(m), service, n] for (m, service), n in data.items())]


def services_over(data: Data) -> Table:
    rows: Table = [["Provider", *map(words, months(data))]]
    return [*rows, *([service, *(data[m, service] for m in months(data))] for service in SERVICES)]


GOOD: dict[str, tuple[Contract, tuple[tuple[str, ...], ...], Callable[[Data], Table]]] = {
    "months across": (COMPLAINTS, (KINDS, AGES), across),
    "ages across": (COMPLAINTS, (KINDS, AGES), ages_across),
    "services down": (REFERRALS, (SERVICES,), services_down),
    "services over months": (REFERRALS, (SERVICES,), services_over),
}


def heading_row(rows: Table) -> int:
    return next(n for n, row in enumerate(rows) if len(row) > 1)


def damaged(rng: random.Random, table: Table) -> tuple[str, Table]:
    rows = [list(row) for row in table]
    head = heading_row(rows)
    row, width = rng.randrange(head, len(rows)), len(rows[head])
    at = rng.randrange(width)
    kind = rng.choice(DAMAGES)
    match kind:
        case "a heading put in":
            rows[head].insert(at, rng.choice(["Notes", "Extra", "2025", "Total", ""]))
        case "a heading blanked":
            rows[head][at] = ""
        case "a cell put in":
            rows[row].insert(at, "")
        case "a cell blanked":
            rows[row][min(at, len(rows[row]) - 1)] = ""
        case "a cell taken out":
            rows[row].pop(min(at, len(rows[row]) - 1))
        case "a number for a word":
            words_at = [n for n, cell in enumerate(rows[row]) if isinstance(cell, str)] or [0]
            rows[row][rng.choice(words_at)] = rng.choice([7, 0, 2025, "12", "n/a"])
        case "a remark":
            rows.insert(row, [rng.choice(["Draft figures", "Note: revised", "Provisional", "See below"])])
        case "the headings moved down":
            rows.insert(row, rows.pop(head))
        case "a column put in":
            for n, own in enumerate(rows[head:], start=head):
                own.insert(at, "Extra" if n == head else n)
    return kind, rows


DAMAGES = (
    "a heading put in", "a heading blanked", "a cell put in", "a cell blanked", "a cell taken out",
    "a number for a word", "a remark", "the headings moved down", "a column put in",
)  # fmt: skip


def confirmed(path: Path, asked: Contract) -> matches.Match:
    with pytest.raises(Unmatched) as new:
        recognise(path, sheets.read_sheets(path), {asked.name: asked}, Layouts((), OFFICE))
    assert new.value.proposal
    return matches.parse(matches.written(new.value.proposal.match), "kept")


def read(path: Path, asked: Contract, match: matches.Match) -> read_return.Return:
    return recognise(path, sheets.read_sheets(path), {asked.name: asked}, Layouts((match,), OFFICE))[2]


def told(rows: tuple[tuple[Any, ...], ...]) -> Data:
    found = {(row[0], *row[4:-1]): row[-1] for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize("layout", GOOD)
def test_what_is_stored_of_a_damaged_file_is_true_and_whole(layout: str, tmp_path: Path):
    asked, keys, write = GOOD[layout]
    match = confirmed(book()(write(figures(10, *keys)), tmp_path / "first"), asked)
    data = figures(1, *keys)
    rng = random.Random(layout)  # noqa: S311
    assert told(read(book()(write(data), tmp_path / "good"), asked, match).rows) == data
    stored = 0
    for number in range(120):
        kind, table = damaged(rng, write(data))
        try:
            found = told(read(book()(table, tmp_path / f"damaged {number}"), asked, match).rows)
        except PeelianError:
            continue
        stored += 1
        held = {key[0] for key in found}
        assert found == {key: n for key, n in data.items() if key[0] in held}, (number, kind, table)
    assert stored > 20


def test_a_word_that_was_not_there_before_is_read_and_told(tmp_path: Path):
    match = confirmed(book()(services_down(figures(10, SERVICES)), tmp_path / "first"), REFERRALS)
    data = figures(1, (*SERVICES, "New Horizons"))
    found = read(book()(services_down(data), tmp_path / "then"), REFERRALS, match)
    assert told(found.rows) == data
    assert found.new == ("Service 'New Horizons'",)


def shares(data: Data, change: Callable[[int], Any]) -> Table:
    return [["Period", "Provider", "Satisfied"], *([words(m), s, change(n)] for (m, s), n in data.items())]


def test_shares_of_one_are_read_as_per_cent_where_all_are_and_a_match_says_so(tmp_path: Path):
    data = figures(10, SERVICES)
    file = book()(shares(data, lambda n: n / 10_000), tmp_path / "first")
    with pytest.raises(Unmatched) as new:
        recognise(file, sheets.read_sheets(file), {"survey": SURVEY}, Layouts((), OFFICE))
    assert new.value.proposal
    assert "Figures are shares of one and are read as per cent: 0.5 is 50%." in new.value.proposal.seen
    match = matches.parse(matches.written(new.value.proposal.match), "kept")
    assert match.shares
    found = told(read(file, SURVEY, match).rows)
    assert {key: float(n) for key, n in found.items()} == {key: n / 100 for key, n in data.items()}  # type: ignore[arg-type]
    mixed = book()(shares(data, lambda n: n / 10_000 if n < 3000 else 71.2), tmp_path / "mixed")
    assert {key[0].month for key in told(read(mixed, SURVEY, match).rows)} == {10, 11}


def test_a_share_of_one_among_per_cents_is_a_fault(tmp_path: Path):
    data = figures(10, SERVICES)
    match = confirmed(book()(shares(data, lambda n: n / 100), tmp_path / "first"), SURVEY)
    found = read(book()(shares(data, lambda n: 0.712 if n == 1010 else n / 100), tmp_path / "then"), SURVEY, match)
    assert {key[0].month for key in told(found.rows)} == {11, 12}
    assert "looks like a share of one" in str(found.left_out[0])


def test_a_table_that_is_no_longer_headed_as_it_was_is_not_silently_left_out(tmp_path: Path):
    def two(data: Data, again: str) -> Table:
        first = [row for row in services_down(data) if row[0] != words(months(data)[-1])]
        second = [row for row in services_down(data) if row[0] == words(months(data)[-1])]
        return [*first, [], ["Period", again, "Number"], *second]

    match = confirmed(book()(two(figures(10, SERVICES), "Provider"), tmp_path / "first"), REFERRALS)
    data = figures(1, SERVICES)
    assert told(read(book()(two(data, "Provider"), tmp_path / "then"), REFERRALS, match).rows) == data
    with pytest.raises(PeelianError):
        read(text()(two(data, "Whom"), tmp_path / "other"), REFERRALS, match)
