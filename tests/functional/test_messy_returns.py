"""Returns of several kinds in layouts that suppliers' systems make: pivots, sections, sheets, measures down.

Each is confirmed once and read the next quarter without asking; what is stored are the true figures and no others.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import offices
from peelian.core.errors import PeelianError
from peelian.core.periods import MONTH_NAMES, add_months
from peelian.sources.received import intake, kept_files
from peelian.sources.received.receive import Options
from peelian.suppliers import letters as suppliers_letters
from peelian.workspace.workspace import load
from suppliers import Table, book, received, text, words

TEMPLATE = """
name = "{name}"
title = "{title}"
supplier = "The force"
fills = "{name}"
evidence = "reported"
threshold = 0
force = "Wiltshire Police"
column = [
  {{name = "month", header = "Month", type = "month", key = true}},
{columns}
  {{name = "n", header = "{counts}", type = "whole number"}},
]
"""


@dataclass(frozen=True)
class Asked:
    """A return: its title, what it counts, and its columns with their words; of those in `free` any word may stand."""

    title: str
    counts: str
    columns: dict[str, tuple[str, ...]]
    free: tuple[str, ...] = ()

    def template(self, name: str) -> str:
        columns = []
        for number, (header, allowed) in enumerate(self.columns.items()):
            told = "" if header in self.free else ", allowed = [" + ", ".join(f'"{word}"' for word in allowed) + "]"
            columns.append(f'  {{name = "c{number}", header = "{header}", key = true{told}}},')
        return TEMPLATE.format(name=name, title=self.title, counts=self.counts, columns="\n".join(columns))


KINDS = ("Delivery of duties", "Handling of property", "Use of force")
AGES = ("under 18", "18 to 24", "25 to 64", "65 and over")
SERVICES = ("Safe Haven", "Victim Care", "Change Grow Live", "Target Hardening")
FUNCTIONS = ("Response", "Neighbourhood", "Custody")
ROLES = ("officers", "staff", "PCSOs")
TEAMS = ("North", "South", "Mobile unit")
DISPOSALS = ("course", "fixed penalty", "court", "no further action")
RETURNS = {
    "complaints": Asked("Complaints by kind and age", "Complaints", {"Kind": KINDS, "Age band": AGES}),
    "referrals": Asked("Referrals to services", "Referrals", {"Service": SERVICES}, ("Service",)),
    "workforce": Asked("Workforce", "Headcount", {"Function": FUNCTIONS, "Role": ROLES}, ("Function",)),
    "speed": Asked("Speed disposals", "Disposals", {"Team": TEAMS, "Disposal": DISPOSALS}),
}
Key = tuple[Any, ...]
Data = dict[Key, int]


def figures(asked: Asked, first: date) -> Data:
    """Three months, no two figures alike; one is nought."""
    keys = list(product(*asked.columns.values()))
    told = {
        (add_months(first, n), *key): 1000 * (n + 1) + 13 * k + 101 * first.month
        for n in range(3)
        for k, key in enumerate(keys)
    }
    return {**told, (add_months(first, 1), *keys[1]): 0}


def months(data: Data) -> list[date]:
    return sorted({key[0] for key in data})


def labels(data: Data, at: int = 1) -> list[str]:
    return list(dict.fromkeys(key[at] for key in data))


def short(month: date) -> str:
    return f"{MONTH_NAMES[month.month - 1][:3]}-{month:%y}"


def bare(month: date) -> str:
    return MONTH_NAMES[month.month - 1][:3]


def year(month: date) -> str:
    first = month.year - (month.month < 4)
    return f"{first}/{(first + 1) % 100:02d}"


def total(data: Data, *of: Any) -> int:
    """All figures whose keys have these, in their places; None for any."""
    return sum(n for key, n in data.items() if all(word in (None, own) for word, own in zip(of, key, strict=False)))


def per_month(data: Data, *of: Any) -> list[int]:
    return [total(data, month, *of) for month in months(data)]


def tidy(data: Data, heads: Sequence[str], month: Callable[[date], Any] = words) -> Table:
    return [list(heads), *([month(key[0]), *key[1:], n] for key, n in data.items())]


def across(data: Data, heads: Sequence[str], month: Callable[[date], Any] = short) -> Table:
    pairs = dict.fromkeys(key[1:] for key in data)
    return [[*heads, *map(month, months(data))], *([*pair, *per_month(data, *pair)] for pair in pairs)]


# Layouts


def pivot(data: Data) -> Table:
    """Two levels in one column, each group's subtotal in its own row."""
    rows: Table = [["Sum of figures", "Column Labels"], ["Row Labels", *map(short, months(data)), "Grand Total"]]
    for outer in labels(data):
        rows.append([outer, *per_month(data, outer), total(data, None, outer)])
        rows += [[f"   {i}", *per_month(data, outer, i), total(data, None, outer, i)] for i in labels(data, 2)]
    return [*rows, ["Grand Total", *per_month(data), total(data)]]


def pivot_of_three(data: Data) -> Table:
    rows: Table = [["Row Labels", "Sum of Complaints"]]
    for month in months(data):
        rows.append([short(month), total(data, month)])
        for outer in labels(data):
            rows.append([outer, total(data, month, outer)])
            rows += [[inner, data[month, outer, inner]] for inner in labels(data, 2)]
    return [*rows, ["Grand Total", total(data)]]


def months_over_services(data: Data) -> Table:
    rows: Table = [["Row Labels", "Sum of Referrals"]]
    for month in months(data):
        rows += [[short(month), total(data, month)], *([name, data[month, name]] for name in labels(data))]
    return [*rows, ["Grand Total", total(data)]]


def services_over_months(data: Data) -> Table:
    rows: Table = [["Service / month", "Referrals", "% of total"]]
    for name in labels(data):
        rows += [[name, total(data, None, name), "25%"], *([words(m), data[m, name], "8%"] for m in months(data))]
    return rows


def group_rows(data: Data) -> Table:
    """A row of one word heads the rows of its group; a total closes each."""
    rows: Table = [["Return of the force"], [], ["", *map(words, months(data))]]
    for outer in labels(data):
        rows += [[outer], *([inner, *per_month(data, outer, inner)] for inner in labels(data, 2))]
        rows.append([f"Total {outer}", *per_month(data, outer)])
    return rows


def stacked(data: Data) -> Table:
    """A table a team, one below another, each with its title and headings."""
    rows: Table = [["Speed enforcement"], []]
    for team in labels(data):
        rows += [[f"{team} team"], ["Month", *(f"{word}s" for word in DISPOSALS[:-1]), "NFA", "Total"]]
        rows += [[words(m), *(data[m, team, d] for d in DISPOSALS), total(data, m, team)] for m in months(data)]
        rows += [["Total", *(total(data, None, team, d) for d in DISPOSALS), total(data, None, team)], []]
    return rows


def side_by_side(data: Data) -> Table:
    teams = labels(data)
    rows: Table = [[cell for team in teams for cell in (team, "", "", "", "")]]
    rows.append([cell for _ in teams for cell in ("Disposal", *map(short, months(data)), "")])
    return rows + [[cell for team in teams for cell in (d, *per_month(data, team, d), "")] for d in DISPOSALS]


def three_rows(data: Data) -> Table:
    """A year over months over age bands."""
    months_told = months(data)
    upper = ["Kind", year(months_told[0])]
    middle = ["", *(cell for m in months_told for cell in (bare(m), "", "", ""))]
    lower = ["", *AGES * 3]
    return [upper, middle, lower, *([k, *(data[m, k, a] for m in months_told for a in AGES)] for k in KINDS)]


def measures_down(data: Data) -> Table:
    """A row a team and disposal told in one label, units beside, percentages and totals among them."""
    rows: Table = [["Measure", "Unit", *map(short, months(data)), "YTD"]]
    for team in labels(data):
        rows.append([f"{team}: all disposals", "Number", *per_month(data, team), 9_999])
        rows += [[f"{team}: {d}", "Number", *per_month(data, team, d), 9_999] for d in DISPOSALS]
        rows.append([f"{team}: % on a course", "%", "41%", "42%", "43%", "42%"])
    return rows


def on_its_side(data: Data) -> Table:
    """The template's columns as rows."""
    cells = [[short(key[0]), *key[1:], n] for key, n in data.items()]
    return [
        [head, *(cell[at] for cell in cells)] for at, head in enumerate(("Month", "Kind", "Age band", "Complaints"))
    ]


def beside_the_counts(data: Data) -> Table:
    table = across(data, ("Team", "Outcome"))
    more = [
        "YTD",
        "Rolling 12 months",
        "% change",
        "Variance",
        "Target",
        "RAG",
        short(add_months(months(data)[0], -12)),
    ]
    return [[*table[0], *more], *([*row, 99_999, 88_888, 0.1, -4, 500, "G", 77] for row in table[1:])]


def counts_and_percentages(data: Data) -> Table:
    heads = [cell for month in months(data) for cell in (short(month), "")]
    rows: Table = [["Team", "Disposal", *heads], ["", "", *("No.", "%") * 3]]
    pairs = dict.fromkeys(key[1:] for key in data)
    return rows + [[*pair, *(cell for n in per_month(data, *pair) for cell in (n, 0.25))] for pair in pairs]


def bare_months(data: Data) -> Table:
    """The title alone tells the year."""
    table = across(data, ("Provider",), bare)
    return [[f"Referrals {year(months(data)[0])}"], [], [*table[0], "Total"], *([*r, sum(r[1:])] for r in table[1:])]


def marked(data: Data) -> Table:
    marks = ("*", " (p)", " [r]", "²")
    rows = [[words(m), name, f"{n:,}{marks[at % 4]}"] for at, ((m, name), n) in enumerate(data.items())]
    return [["Month", "Service¹", "Referrals [note 2]"], *rows, [], ["* Provisional"]]


def with_all_rows(data: Data) -> Table:
    rows: Table = [["Month", "Kind", "Age band", "Complaints"]]
    for month in months(data):
        rows.append([words(month), "All kinds", "All ages", total(data, month)])
        for kind in KINDS:
            rows.append([words(month), kind, "All ages", total(data, month, kind)])
            rows += [[words(month), kind, age, data[month, kind, age]] for age in AGES]
    return rows


def other_forces(data: Data) -> Table:
    rows: Table = [["Police force", "Month", "Kind", "Age group", "Complaints"]]
    for key, n in data.items():
        own, more = [short(key[0]), *key[1:]], n + 5
        rows += [["WILTSHIRE CONSTABULARY", *own, n], ["Dorset", *own, more], ["England and Wales", *own, more]]
    return rows


def a_second_table(data: Data) -> Table:
    cameras = [[], ["Cameras in use"], ["Site", "Speed limit", "Cameras", "Days"], ["A4 Box", 40, 2, 30]]
    return [["Disposals by team"], *across(data, ("Team", "Disposal")), *cameras]


def year_to_date_below(data: Data) -> Table:
    table = across(data, ("Kind", "Age band"))
    more = [[*row[:2], *(cell + 9 for cell in row[2:])] for row in table[1:]]
    return [["By month"], *table, [], ["Year to date"], table[0], *more]


def the_year_to_come(data: Data) -> Table:
    """A year's months, those to come left blank."""
    first = date(months(data)[0].year - (months(data)[0].month < 4), 4, 1)
    year_months = [add_months(first, n) for n in range(12)]
    pairs = dict.fromkeys(key[1:] for key in data)
    rows = [[*pair, *(data.get((m, *pair), "") for m in year_months)] for pair in pairs]
    return [[f"Speed, {year(first)}"], ["Team", "Disposal", *map(bare, year_months)], *rows]


def a_sheet_each(data: Data, path: Path) -> Path:
    sheets = {
        name: [["Month", "Referrals"], *([words(m), data[m, name]] for m in months(data))] for name in labels(data)
    }
    (last, rows), *before = reversed(sheets.items())
    return book(last, {"Guidance": [["Send by the tenth"]], **dict(reversed(before))})(rows, path)


def data_and_summary(data: Data, path: Path) -> Path:
    table = tidy(data, ("Month", "Function", "Role", "Headcount"))
    return book("Data", {"Summary": across(data, ("Function", "Role"))})(table, path)


def spaced(data: Data) -> Table:
    table = tidy(data, ("Month", "Team", "Disposal", "No."))
    return [table[0], *([*row[:-1], f"{row[-1]:,}".replace(",", "\u00a0")] for row in table[1:])]


def year_first(data: Data) -> Table:
    return tidy(data, ("Month", "Kind", "Ages", "No."), lambda month: f"{month:%y}-{bare(month)}")


def written_together(data: Data) -> Table:
    return tidy(data, ("Period", "Kind", "Age", "Count"), lambda month: f"{month:%Y%m}")


def years_apart(data: Data) -> Table:
    rows = [[key[0].year, key[0].month, *key[1:], n] for key, n in data.items()]
    return [["Year", "Month", "Team", "Disposal", "Total"], *rows]


def roles_across(data: Data) -> Table:
    rows: Table = [["Function", "Month", "Officers", "Police staff", "PCSO", "Total"]]
    for name in labels(data):
        for at, m in enumerate(months(data)):
            rows.append(["" if at else name, short(m), *(data[m, name, r] for r in ROLES), total(data, m, name)])
    return rows


Write = Callable[[Data, Path], Path]


def to(make: Callable[[Data], Table], write: Callable[[Table, Path], Path]) -> Write:
    return lambda data, path: write(make(data), path)


def merge_group_rows(made: Any) -> None:
    own = made.worksheets[0]
    for row in range(4, own.max_row + 1):
        if own.cell(row, 2).value is None:
            own.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)


LAYOUTS: dict[str, tuple[str, Write]] = {
    "a pivot of two levels": ("complaints", to(pivot, book())),
    "a pivot of three levels": ("complaints", to(pivot_of_three, book())),
    "a pivot of free words over the return's": ("workforce", to(pivot, text())),
    "months over free words": ("referrals", to(months_over_services, text())),
    "free words over months": ("referrals", to(services_over_months, book())),
    "a row heads its group": ("speed", to(group_rows, book())),
    "a merged row of free words heads its group": ("workforce", to(group_rows, book(edit=merge_group_rows))),
    "tables one below another": ("speed", to(stacked, book())),
    "tables side by side": ("speed", to(side_by_side, book())),
    "three rows of headings": ("complaints", to(three_rows, text(";"))),
    "measures down with their units": ("speed", to(measures_down, book())),
    "columns as rows": ("complaints", to(on_its_side, text())),
    "derived columns beside": ("speed", to(beside_the_counts, book())),
    "percentages beside counts": ("speed", to(counts_and_percentages, text())),
    "months whose year the title tells": ("referrals", to(bare_months, book())),
    "marks that point to notes": ("referrals", to(marked, text())),
    "rows of all": ("complaints", to(with_all_rows, text("\t", "utf-16"))),
    "other forces' rows": ("complaints", to(other_forces, book())),
    "another table below": ("speed", to(a_second_table, book())),
    "the year to date below": ("complaints", to(year_to_date_below, book())),
    "months to come": ("speed", to(the_year_to_come, book())),
    "a sheet a service": ("referrals", a_sheet_each),
    "data and a summary of them": ("workforce", data_and_summary),
    "spaces in numbers": ("speed", to(spaced, text(";"))),
    "years and months in two columns": ("speed", to(years_apart, book())),
    "free words told once, words across": ("workforce", to(roles_across, book())),
    "months as 25-Oct": ("complaints", to(year_first, text())),
    "months as 202510": ("complaints", to(written_together, text())),
}


@pytest.fixture(scope="module")
def office_text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = offices.write(tmp_path_factory.mktemp("returns") / "office")
    for name, asked in RETURNS.items():
        (folder / "sources" / f"{name}.toml").write_text(asked.template(name))
    return folder


@pytest.fixture
def office(office_text: Path, tmp_path: Path) -> Path:
    return shutil.copytree(office_text, tmp_path / "office")


def stored(folder: Path, name: str) -> Data:
    held = kept_files.received(folder / "received", load(folder).contracts)
    rows = [row for file in held if file.rows for row in file.rows()]
    assert {file.snapshot.source for file in held} <= {name}
    assert {row[1] for row in rows} <= {"Wiltshire Police"}
    found = {(row[0], *row[4:-1]): row[-1] for row in rows}
    assert len(found) == len(rows)
    return found  # type: ignore[return-value]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_return_is_confirmed_once_and_then_known(layout: str, office: Path, tmp_path: Path):
    name, write = LAYOUTS[layout]
    asked = RETURNS[name]
    first, then = figures(asked, date(2025, 10, 1)), figures(asked, date(2026, 1, 1))
    assert received(office, write(first, tmp_path / f"{asked.title} Q3 2025-26"), answer=True) <= 1
    assert stored(office, name) == first
    assert received(office, write(then, tmp_path / f"{asked.title} Q4 2025-26"), answer=False) == 0
    assert stored(office, name) == {**first, **then}


def weekly(data: Data) -> Table:
    rows = [[key[0].replace(day=day), *key[1:], n + day] for key, n in data.items() for day in (5, 12)]
    return [["Week ending", "Kind", "Age band", "Complaints"], *rows]


def cut(data: Data, head: str, change: Callable[[Any], Any]) -> Table:
    table = tidy(data, ("Month", "Kind", "Age band", "Complaints"))
    at = table[0].index(head)
    return [table[0], *([change(cell) if n == at else cell for n, cell in enumerate(row)] for row in table[1:])]


def split(data: Data) -> Table:
    table = tidy(data, ("Month", "Kind", "Age band", "Complaints"))
    return [[*table[0], "Sex"], *([*row, sex] for row in table[1:] for sex in ("F", "M"))]


def days(data: Data) -> Table:
    rows = [[f"{day}-{bare(key[0])}", *key[1:], n] for key, n in data.items() for day in (24, 25, 26)]
    return [["Day", "Kind", "Age band", "Complaints"], *rows]


REFUSED: dict[str, Callable[[Data], Table]] = {
    "weeks": weekly,
    "pounds and pence": lambda d: cut(d, "Complaints", lambda n: f"£{n}.50"),
    "pounds": lambda d: cut(d, "Complaints", lambda n: f"£{n}"),
    "decimal commas": lambda d: cut(d, "Complaints", lambda n: f"{n},5"),
    "a word the return does not have": lambda d: cut(d, "Kind", lambda w: "Data breach" if w == KINDS[2] else w),
    "a word and its opposite": lambda d: cut(d, "Kind", lambda w: f"Not {w}"),
    "no year anywhere": lambda d: across(d, ("Kind", "Age band"), bare),
    "percentages alone": lambda d: cut(d, "Complaints", lambda n: f"{n % 100}%"),
    "a column that splits every row": split,
    "days without a year": days,
}


@pytest.mark.parametrize("layout", REFUSED)
def test_what_cannot_be_read_for_sure_is_refused_with_a_letter_and_nothing_is_stored(layout, office, tmp_path: Path):
    file = text(";")(REFUSED[layout](figures(RETURNS["complaints"], date(2025, 10, 1))), tmp_path / "complaints")
    with pytest.raises(PeelianError) as refused:
        received(office, file, answer=True)
    assert stored(office, "complaints") == {}
    letters = list(suppliers_letters.refusals(load(office), [file], refused.value, date(2026, 1, 20)))
    assert letters or "is most like" in str(refused.value)


def test_withheld_figures_leave_out_their_month_alone(office: Path, tmp_path: Path):
    data = figures(RETURNS["complaints"], date(2025, 10, 1))
    table = across(data, ("Kind", "Age band"))
    for row, mark in zip(table[2:], ("<5", "*", "c", "-", "n/a", "..", ""), strict=False):
        row[3] = mark
    table.append(["Total", "", *per_month(data)])
    assert received(office, book()(table, tmp_path / "complaints"), answer=True) == 1
    assert stored(office, "complaints") == {key: n for key, n in data.items() if key[0] != date(2025, 11, 1)}


def test_a_new_free_word_across_is_asked_about_and_not_left_out(office: Path, tmp_path: Path):
    def services(data: Data) -> Table:
        return [["Month", *labels(data)], *([words(m), *(data[m, s] for s in labels(data))] for m in months(data))]

    first, then = (figures(RETURNS["referrals"], date(2025, 10, 1)), figures(RETURNS["referrals"], date(2026, 1, 1)))
    assert received(office, book()(services(first), tmp_path / "referrals Q3"), answer=True) == 1
    then |= {(month, "New Horizons"): 7 for month in months(then)}
    file = book()(services(then), tmp_path / "referrals Q4")
    with pytest.raises(PeelianError, match="its layout is new"):
        received(office, file, answer=False)
    assert received(office, file, answer=True) == 1
    assert stored(office, "referrals") == {**first, **then}


def test_a_templates_own_csv_with_one_wrong_cell_leaves_out_that_month(office: Path, tmp_path: Path):
    data = figures(RETURNS["referrals"], date(2025, 10, 1))
    table = tidy(data, ("Month", "Service", "Referrals"), lambda m: f"{m:%Y-%m}")
    table[6][2] = "tbc"
    workspace = load(office)
    file = text()(table, tmp_path / "referrals")
    report = intake.receive(workspace, [file], Options(), lambda _: False)
    assert stored(office, "referrals") == {key: n for key, n in data.items() if key[0] != date(2025, 11, 1)}
    [letter] = suppliers_letters.letters(workspace, report, date(2026, 1, 20))
    assert "- cell C7: 'tbc' is not a number. Please correct the cell." in letter.read_text("utf-8")


def test_thousands_that_split_a_line_of_text_are_never_read_as_their_first_figure(office: Path, tmp_path: Path):
    data = figures(RETURNS["referrals"], date(2025, 10, 1))
    file = tmp_path / "referrals.csv"
    file.write_text("Month,Service,Referrals\n" + "".join(f"{m:%Y-%m},{s},{n:,}\n" for (m, s), n in data.items()))
    with pytest.raises(PeelianError, match="it has 4 cells, the header 3"):
        received(office, file, answer=True)
    assert stored(office, "referrals") == {}


TWINS = {"arrests": "Arrests by type", "charges": "Charges by type"}


@pytest.mark.parametrize("heads", [("Month", "Type", "Number"), ("Period", "Type", "How many")])
def test_two_templates_alike_are_told_apart_by_the_words_about_the_file_else_asked(heads, office, tmp_path: Path):
    for name, title in TWINS.items():
        own = Asked(title, "Number", {"Type": ()}, ("Type",))
        (office / "sources" / f"{name}.toml").write_text(own.template(name))
    months_told = [date(2025, month, 1) for month in (10, 11, 12)]
    form = (lambda m: f"{m:%Y-%m}") if heads[0] == "Month" else words
    table = [list(heads), *([form(m), t, m.month] for m in months_told for t in ("bail", "cell"))]
    received(office, text()(table, tmp_path / "Arrests Q3"), answer=True)
    received(office, text()([*table, [form(months_told[0]), "new", 1]], tmp_path / "Charges Q3"), answer=True)
    held = kept_files.received(office / "received", load(office).contracts)
    assert {file.snapshot.file: file.snapshot.source for file in held} == {
        "Arrests Q3.csv": "arrests",
        "Charges Q3.csv": "charges",
    }
    with pytest.raises(PeelianError, match="name its return with --source"):
        received(office, text()([*table, [form(months_told[0]), "other", 1]], tmp_path / "Data"), answer=True)


@pytest.mark.parametrize("name", ["Wiltshire", "WILTSHIRE CONSTABULARY", "wiltshire police"])
def test_an_offices_force_is_known_however_it_is_called(name: str, office: Path, tmp_path: Path):
    data = figures(RETURNS["speed"], date(2025, 10, 1))
    table = [[name, *row] for row in tidy(data, ("Month", "Team", "Disposal", "Disposals"))]
    table[0][0] = "Force"
    assert received(office, text()(table, tmp_path / "speed"), answer=True) <= 1
    assert stored(office, "speed") == data
