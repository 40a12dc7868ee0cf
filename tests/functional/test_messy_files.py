"""Returns as suppliers really send them: each layout is matched in one confirmation, and the next quarter in none.

Every kind holds the same figures, told another way. What is stored must be those figures and no others.
"""

import csv
import shutil
import subprocess
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import offices
from peelian.core.errors import PeelianError
from peelian.core.periods import MONTH_NAMES
from peelian.sources.received import intake, kept_files
from peelian.sources.received.receive import Options
from peelian.suppliers import letters
from peelian.workspace.workspace import load
from suppliers import CALLS, FORCE, Table, book, received, text, words

LINES, ANSWERED = ("999", "101"), ("within 10 seconds", "later", "abandoned")
Key = tuple[date, str, str]


def figures(first: date) -> dict[Key, int]:
    """Three months of calls, no two figures alike; the second month has a nought."""
    months = [date(first.year, first.month + n, 1) for n in range(3)]
    told = {
        (month, line, how): 1000 * (n + 1) + 100 * a + 10 * b + first.month
        for n, month in enumerate(months)
        for a, line in enumerate(LINES)
        for b, how in enumerate(ANSWERED)
    }
    return {**told, (months[1], "999", "abandoned"): 0}


def tidy(data: dict[Key, int], month: Callable[[date], Any] = lambda m: f"{m:%Y-%m}") -> Table:
    head = ["Month", "Force", "Line", "Answered", "Calls"]
    return [head, *([month(m), FORCE, line, how, n] for (m, line, how), n in data.items())]


def renamed(table: Table, **names: str) -> Table:
    return [[names.get(cell, cell) for cell in table[0]], *table[1:]]


def without(table: Table, head: str) -> Table:
    at = table[0].index(head)
    return [[cell for n, cell in enumerate(row) if n != at] for row in table]


def changed(table: Table, head: str, change: Callable[[Any], Any]) -> Table:
    at = table[0].index(head)
    return [table[0], *([change(cell) if n == at else cell for n, cell in enumerate(row)] for row in table[1:])]


def across(data: dict[Key, int], month: Callable[[date], Any] = words) -> Table:
    months = sorted({m for m, _, _ in data})
    pairs = dict.fromkeys((line, how) for _, line, how in data)
    return [
        ["Line", "Answered", *(month(m) for m in months)],
        *([line, how, *(data[m, line, how] for m in months)] for line, how in pairs),
    ]


def spread(data: dict[Key, int], headings: dict[str, str]) -> Table:
    """A row a month and line, a column for how calls were answered."""
    rows = dict.fromkeys((m, line) for m, line, _ in data)
    return [
        ["Month", "Line", *headings.values()],
        *([words(m), line, *(data[m, line, how] for how in headings)] for m, line in rows),
    ]


def two_rows(data: dict[Key, int]) -> Table:
    months = sorted({m for m, _, _ in data})
    return [
        ["", "999", "", "", "101", "", ""],
        ["Month", *ANSWERED, *ANSWERED],
        *([words(m), *(data[m, line, how] for line in LINES for how in ANSWERED)] for m in months),
    ]


def months_over_lines(data: dict[Key, int]) -> Table:
    """Months in the upper row of headings, lines in the lower."""
    months = sorted({m for m, _, _ in data})
    upper = ["", *(cell for m in months for cell in (words(m), ""))]
    return [
        upper,
        ["Answered", *(LINES * len(months))],
        *([how, *(data[m, line, how] for m in months for line in LINES)] for how in ANSWERED),
    ]


def a_sheet_each(by: int, name: Callable[[Any], str]) -> Callable[[Table, Path], Path]:
    """The table in several sheets, by one of its columns, which is told by the sheet's name alone."""

    def write(table: Table, path: Path) -> Path:
        parts: dict[str, Table] = {}
        for row in table[1:]:
            own = parts.setdefault(name(row[by]), [[cell for n, cell in enumerate(table[0]) if n != by]])
            own.append([cell for n, cell in enumerate(row) if n != by])
        (last, rows), *before = reversed(parts.items())
        return book(last, dict(reversed(before)))(rows, path)

    return write


def of_month(data: dict[Key, int]) -> dict[Key, int]:
    first = min(m for m, _, _ in data)
    return {key: n for key, n in data.items() if key[0] == first}


def with_totals(table: Table, word: str = "Total") -> Table:
    """A last row that adds up the columns of numbers."""
    numeric = [at for at in range(len(table[0])) if all(isinstance(row[at], int) for row in table[1:])]
    last = [sum(row[at] for row in table[1:]) if at in numeric else "" for at in range(len(table[0]))]
    return [*table, [word, *last[1:]]]


def with_subtotals(data: dict[Key, int]) -> Table:
    made = tidy(data)
    found: Table = [made[0]]
    for month in dict.fromkeys(row[0] for row in made[1:]):
        rows = [row for row in made[1:] if row[0] == month]
        found += [*rows, [f"Total {month}", "", "", "", sum(row[4] for row in rows)]]
    return [*found, ["Grand total", "", "", "", sum(row[4] for row in made[1:])]]


def titled(table: Table, *above: str, below: Iterable[str] = ()) -> Table:
    return [*([line] for line in above), [], *table, [], *([line] for line in below)]


def grouped(table: Table, *heads: str) -> Table:
    """A word told once for the rows below it too."""
    made, before = [table[0]], dict[str, Any]()
    for row in table[1:]:
        cells = list(row)
        for head in heads:
            at = table[0].index(head)
            cells[at] = "" if before.get(head) == row[at] else row[at]
            before[head] = row[at]
        made.append(cells)
    return made


def hide_first(made: Any) -> None:
    made.worksheets[0].sheet_state = "hidden"


def merge_months(made: Any) -> None:
    own = made.worksheets[0]
    for top in (2, 8, 14):
        own.merge_cells(f"A{top}:A{top + 5}")


def merge_lines(made: Any) -> None:
    made.worksheets[0].merge_cells("B1:D1")
    made.worksheets[0].merge_cells("E1:G1")


def thousands(n: int) -> str:
    return f"{n:,}"


SHORT = {"within 10 seconds": "Answered within 10s", "later": "Answered later", "abandoned": "Abandoned calls"}
NOTES = ("Abandoned: the caller ended the call first.", "Produced by the performance team.")
Make = Callable[[dict[Key, int]], Table]
Write = Callable[[Table, Path], Path]
KINDS: dict[str, tuple[Make, Write]] = {
    "as the template, in a workbook": (tidy, book()),
    "semicolons": (tidy, text(";")),
    "tabs": (tidy, text("\t")),
    "bars": (tidy, text("|")),
    "UTF-16": (tidy, text("\t", "utf-16")),
    "an older program's letters": (lambda d: titled(tidy(d), "Calls – control room"), text(encoding="cp1252")),
    "every cell quoted": (lambda d: renamed(tidy(d), Calls="Number of calls"), text(quoting=csv.QUOTE_ALL)),
    "columns in another order": (lambda d: [row[::-1] for row in tidy(d)], book()),
    "columns nobody asked for": (lambda d: [[*row, "x", 9] if n else [*row, "Analyst remark", "Rank"]
                                            for n, row in enumerate(tidy(d))], book()),
    "headings in capitals": (lambda d: [[c.upper() for c in tidy(d)[0]], *tidy(d)[1:]], text()),
    "headings of other words": (lambda d: renamed(tidy(d), Month="Reporting month", Line="Phone line",
                                                  Calls="Total number of calls", Answered="How answered"), book()),
    "headings over two lines": (lambda d: renamed(tidy(d), Calls="Number\nof calls", Answered="How\nanswered"), book()),
    "titles above": (lambda d: titled(tidy(d), "Wiltshire Police", "Calls by how they were answered"), book()),
    "notes below": (lambda d: titled(tidy(d), below=NOTES), book()),
    "titles and notes in text": (lambda d: titled(tidy(d), "Calls, provisional", below=NOTES), text()),
    "months in words": (lambda d: tidy(d, words), book()),
    "months as Dec-25": (lambda d: tidy(d, lambda m: f"{MONTH_NAMES[m.month - 1][:3]}-{m:%y}"), text()),
    "months as days": (lambda d: tidy(d, lambda m: m), book()),
    "months as 01/12/2025": (lambda d: tidy(d, lambda m: f"{m:%d/%m/%Y}"), text()),
    "months as the last day": (lambda d: tidy(d, lambda m: f"28.{m:%m.%Y}"), text()),
    "months as 2025-12-01 00:00:00": (lambda d: tidy(d, lambda m: f"{m:%Y-%m-%d} 00:00:00"), text()),
    "months as 12/2025": (lambda d: tidy(d, lambda m: f"{m:%m/%Y}"), text()),
    "months as numbers": (lambda d: tidy(d, lambda m: (m - date(1899, 12, 30)).days), book()),
    "numbers with commas": (lambda d: changed(tidy(d), "Calls", thousands), text()),
    "numbers as text": (lambda d: changed(tidy(d), "Calls", lambda n: f" {n} "), book()),
    "a total": (lambda d: with_totals(tidy(d)), book()),
    "totals among the rows": (with_subtotals, text()),
    "no force": (lambda d: without(tidy(d), "Force"), book()),
    "other words": (lambda d: changed(changed(tidy(d), "Answered", SHORT.get), "Line", lambda w: f"{w} calls"), book()),
    "months across": (across, book()),
    "months across, as days": (lambda d: across(d, lambda m: m), book()),
    "months across, with totals": (lambda d: with_totals(across(d)), text()),
    "months across below titles": (lambda d: titled(across(d), "Calls", below=NOTES), text(";")),
    "answers across": (lambda d: spread(d, SHORT), book()),
    "answers across, with a total of each": (lambda d: [[*row, "Total calls" if n == 0 else sum(row[2:])]
                                                        for n, row in enumerate(spread(d, SHORT))], book()),
    "two rows of headings": (two_rows, book(edit=merge_lines)),
    "two rows of headings in text": (two_rows, text()),
    "months over lines": (months_over_lines, text()),
    "a sheet a month": (tidy, a_sheet_each(0, lambda m: words(date.fromisoformat(f"{m}-01")))),
    "a sheet a line": (tidy, a_sheet_each(2, lambda line: f"{line} calls")),
    "a month told once": (lambda d: grouped(tidy(d, words), "Month"), text()),
    "months and lines told once": (lambda d: grouped(tidy(d, words), "Month", "Line"), book()),
    "merged months": (lambda d: grouped(tidy(d, words), "Month"), book(edit=merge_months)),
    "a cover sheet": (tidy, book("Data", {"Cover": [["Control room return"], ["Contact the performance team"]]})),
    "a hidden sheet first": (tidy, book("Data", {"Lists": [["Line"], ["999"], ["101"]]}, hide_first)),
    "a head on every page": (lambda d: [*tidy(d)[:8], tidy(d)[0], *tidy(d)[8:]], book()),
    "blank rows": (lambda d: [row for one in tidy(d) for row in (one, [])], text()),
    "blank columns": (lambda d: [["", *row[:2], "", *row[2:]] for row in tidy(d)], book()),
}  # fmt: skip


@pytest.fixture(scope="module")
def workspace_text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = offices.write(tmp_path_factory.mktemp("messy") / "office")
    (folder / "sources" / "calls_return.toml").write_text(CALLS)
    return folder


@pytest.fixture
def office(workspace_text: Path, tmp_path: Path) -> Path:
    return shutil.copytree(workspace_text, tmp_path / "office")


def stored(folder: Path) -> dict[Key, int]:
    workspace = load(folder)
    held = kept_files.received(folder / "received", workspace.contracts)
    rows = [row for file in held if file.rows for row in file.rows()]
    assert {row[1] for row in rows} <= {FORCE}
    return {(row[0], row[4], row[5]): row[6] for row in rows}  # type: ignore[misc]


def test_there_are_at_least_forty_kinds():
    assert len(KINDS) >= 40


@pytest.mark.parametrize("kind", KINDS)
def test_a_layout_is_confirmed_once_and_then_known(kind: str, office: Path, tmp_path: Path):
    make, write = KINDS[kind]
    first, then = figures(date(2025, 10, 1)), figures(date(2026, 1, 1))
    assert received(office, write(make(first), tmp_path / "Calls Q3 2025-26"), answer=True) <= 1
    assert stored(office) == first
    assert received(office, write(make(then), tmp_path / "Calls Q4 2025-26"), answer=False) == 0
    assert stored(office) == {**first, **then}


@pytest.mark.parametrize("where", ["title", "file"])
def test_a_month_that_only_a_title_or_the_files_name_tells_is_looked_for_in_each_file(where, office, tmp_path: Path):
    """The month of the file that was confirmed is not that of the next."""
    kept: dict[Key, int] = {}
    for month in (date(2025, 10, 1), date(2025, 11, 1)):
        data = {(month, line, how): n for (_, line, how), n in of_month(figures(date(2025, 10, 1))).items()}
        table = without(tidy(data), "Month")
        name = "Calls" if where == "title" else f"Calls {words(month)}"
        file = book()(titled(table, f"Calls, {words(month)}") if where == "title" else table, tmp_path / name)
        assert received(office, file, answer=not kept) == (0 if kept else 1)
        kept |= data
        assert stored(office) == kept


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_older_and_open_workbooks_are_read_too(suffix: str, office: Path, tmp_path: Path):
    if not shutil.which("soffice"):
        pytest.skip("LIBREOFFICE ABSENT: no workbook was converted")
    first = figures(date(2025, 10, 1))
    path = book()(titled(two_rows(first), "Calls"), tmp_path / "calls")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert received(office, path.with_suffix(f".{suffix}"), answer=True) == 1
    assert stored(office) == first


def test_a_layout_nobody_confirms_leaves_everything_as_it_was(office: Path, tmp_path: Path):
    file = book()(across(figures(date(2025, 10, 1))), tmp_path / "calls")
    with pytest.raises(
        PeelianError, match=r"calls.xlsx: its layout is new; it may be 'Calls by how they were answered'"
    ):
        received(office, file, answer=False)
    assert stored(office) == {}
    assert not (office / intake.MATCHES).exists()


def test_months_that_pass_are_used_the_others_count_as_missing_and_the_supplier_is_told(office: Path, tmp_path: Path):
    data = figures(date(2025, 10, 1))
    table = tidy(data, words)
    wrong = next(n for n, row in enumerate(table) if row[0] == "November 2025")
    table[wrong][4] = "n/a"
    file = book()(table, tmp_path / "calls")
    workspace = load(office)
    report = intake.receive(workspace, [file], Options(), lambda _: True)
    assert set(stored(office)) == {key for key in data if key[0] != date(2025, 11, 1)}
    assert {month for _, month in report.received[0].covers} == {date(2025, 10, 1), date(2025, 12, 1)}
    [letter] = letters.letters(workspace, report, date(2026, 1, 20))
    told = letter.read_text("utf-8")
    assert f"- sheet 'Sheet1', cell E{wrong + 1}: 'n/a' is not a number. Please correct the cell." in told
    assert "To: The control room" in told and "by 30 January 2026" in told


def test_a_total_that_its_parts_do_not_come_to_is_told_and_never_mended(office: Path, tmp_path: Path):
    table = with_totals(tidy(figures(date(2025, 10, 1))))
    table[-1][-1] += 7
    with pytest.raises(PeelianError, match=r"cell E20: the total is [\d,]+, but its parts add up to [\d,]+"):
        received(office, book()(table, tmp_path / "calls"), answer=True)
    assert stored(office) == {}


def test_a_match_by_which_nothing_was_taken_in_is_not_kept(office: Path, tmp_path: Path):
    table = changed(tidy(figures(date(2025, 10, 1)), words), "Calls", lambda _: "n/a")
    table[1][4] = 3
    table.insert(2, list(table[1]))
    asked: list[str] = []
    file = book()(renamed(table, Calls="Number of calls"), tmp_path / "calls")
    with pytest.raises(PeelianError, match=r"is not a number|it tells again"):
        intake.receive(load(office), [file], Options(), lambda seen: not asked.append(seen))
    assert len(asked) == 1
    assert list((office / intake.MATCHES).glob("*.toml")) == []
    assert stored(office) == {}


CRIMES = """
name = "district_return"
title = "Crimes by district"
supplier = "The force"
fills = "district_crimes"
evidence = "reported"
threshold = 0
force = "Wiltshire Police"
column = [
  {name = "month", header = "Month", type = "month", key = true},
  {name = "place", header = "District code", key = true, may_be_blank = true},
  {name = "kind", header = "Type", key = true},
  {name = "n", header = "Crimes", type = "whole number"},
]
"""
PLACES = {"Swindon": "E06000030", "Wiltshire": "E06000054", "": ""}


@pytest.mark.parametrize("head", ["District", "Local authority"])
def test_places_told_by_name_have_their_codes_and_a_blank_one_stays_blank(head: str, office: Path, tmp_path: Path):
    for other in (office / "sources").glob("*.toml"):
        other.unlink()
    (office / "sources" / "district_return.toml").write_text(CRIMES)
    told = [
        (kind, name, 10 * a + b) for a, kind in enumerate(("Burglary", "Robbery"), 1) for b, name in enumerate(PLACES)
    ]
    table = [["Month", head, "Type", "Crimes"], *([words(date(2025, 12, 1)), name, kind, n] for kind, name, n in told)]
    assert received(office, book()(table, tmp_path / "crimes"), answer=True) == 1
    [held] = kept_files.received(office / "received", load(office).contracts)
    assert held.rows
    assert {(row[2], row[4], row[5]) for row in held.rows()} == {(PLACES[name], kind, n) for kind, name, n in told}
