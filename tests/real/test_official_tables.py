"""Official tables as published: what is read is what another reading of the same files gives, edition by edition."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import naive_official as naive
import openpyxl
import pytest

from peelian.core.errors import SourceError
from peelian.core.observations import Observation
from peelian.core.periods import Period
from peelian.findings import ask as findings_ask
from peelian.findings.answers import Answers
from peelian.sources.publishers import home_office_use_of_force, home_office_workforce, iopc_deaths, ons_recorded_crime
from peelian.sources.publishers.catalogue import PUBLICATIONS, recognised
from peelian.sources.publishers.official_tables import Edition
from peelian.sources.received import intake
from peelian.sources.received.receive import Options
from peelian.workspace import workspace as workspaces
from peelian.workspace.areas import AREA_COLUMNS

pytestmark = pytest.mark.real

FOLDERS = {"home-office": ("home_office_workforce", "home_office_use_of_force"), "iopc": ("iopc_deaths",),
           "ons": ("ons_recorded_crime", "ons_population")}  # fmt: skip
LINE = "total recorded crime (excluding fraud)"


def by(found: Edition, *columns: int) -> dict[tuple[object, ...], int]:
    """Rows by some of their columns, months as 2019-09."""
    told = {}
    for row in found.rows:
        key = tuple(str(row[c])[:7] if c == 0 else row[c] for c in columns)
        assert key not in told, f"{key} is there twice"
        told[key] = row[-1]
    return told  # type: ignore[return-value]


def test_every_file_held_is_known_and_of_a_publisher(shared_data: Path) -> None:
    for folder, sources in FOLDERS.items():
        for path in sorted((shared_data / folder).iterdir()):
            found = recognised(path)
            assert found, path.name
            assert found.source in sources


def test_no_other_file_held_is_taken_for_one(shared_data: Path) -> None:
    others = [path for path in shared_data.rglob("*") if path.suffix.lower() in (".csv", ".xlsx", ".xls", ".ods")
              and path.relative_to(shared_data).parts[0] not in FOLDERS]  # fmt: skip
    assert others
    assert not [path for path in others if recognised(path)]


@pytest.mark.parametrize("name", naive.WORKFORCE)
def test_the_workforce_is_what_the_file_says(shared_data: Path, name: str) -> None:
    found = by(home_office_workforce.read_workforce(shared_data / "home-office" / name), 1, 0, 4, 5)
    told = naive.workforce(shared_data / "home-office", name)
    for (force, month, role), text in told.items():
        unit = "headcount" if role == "special constables" else "full-time equivalents"
        own = found.get((force, month, role, unit))
        if text == ".." or (role == "designated officers" and not float(text)):
            assert own is None
        elif unit == "headcount":
            assert own == int(text)
        else:
            assert own == int((Decimal(text) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    assert len(told) == 7 * 3 * 5


@pytest.mark.parametrize("name", naive.USE_OF_FORCE)
def test_the_use_of_force_is_what_the_file_says(shared_data: Path, name: str) -> None:
    edition = home_office_use_of_force.read_use_of_force(shared_data / "home-office" / name)
    found = {key[1:]: n for key, n in by(edition, 0, 1, 4, 5, 6).items() if key[4] == "all"}
    told = naive.use_of_force(shared_data / "home-office", name)
    assert {key: found[(*key, "all")] for key in told} == {key: int(text) for key, text in told.items()}
    assert {str(month)[:7] for _, month in edition.covers} == {naive.USE_OF_FORCE[name][0]}


@pytest.mark.parametrize("name", naive.DEATHS)
def test_deaths_are_what_the_file_says(shared_data: Path, name: str) -> None:
    found = by(iopc_deaths.read_deaths(shared_data / "iopc" / name), 1, 0, 4, 5)
    told = naive.deaths(shared_data / "iopc", name)
    assert {key: found[(*key, "deaths")] for key in told} == {key: int(float(text)) for key, text in told.items()}
    assert len(told) == 7 * 5 * naive.DEATHS[name]


@pytest.mark.parametrize("name", naive.CRIME)
def test_recorded_crime_is_what_the_file_says(shared_data: Path, name: str) -> None:
    edition = ons_recorded_crime.read_recorded_crime(shared_data / "ons" / name)
    found = {(force, offence): n for (_, force, offence), n in by(edition, 0, 1, 4).items()}
    told = naive.crime(shared_data / "ons", name)
    assert {key: found[key] for key in told} == {key: int(text) for key, text in told.items()}
    assert {str(month)[:7] for _, month in edition.covers} == {naive.CRIME[name]}


def test_recorded_crime_of_councils_is_what_the_file_says(shared_data: Path) -> None:
    edition = ons_recorded_crime.read_recorded_crime(shared_data / "ons" / naive.COUNCILS_CSV)
    told = naive.councils(shared_data / "ons")
    for force, code in naive.CODES.items():
        for offence in (LINE, "violence against the person", "theft offences"):
            own: Counter[str] = Counter()
            for row in edition.rows:
                if (row[1], row[4]) == (force, offence):
                    own[str(row[2])] += row[-1]  # type: ignore[operator]
            assert own.total() == told[code, offence]
            assert all(n == told[place, offence] for place, n in own.items() if (place, offence) in told)
    assert told["E06000030", LINE] == 15_993


def test_figures_read_off_the_pages_by_eye(shared_data: Path) -> None:
    home_office, ons = shared_data / "home-office", shared_data / "ons"
    people = by(home_office_workforce.read_workforce(home_office / "police-workforce-sep19-tables.ods"), 1, 0, 4, 5)
    full = "full-time equivalents"
    assert people["Wiltshire Police", "2019-09", "officers", full] == 97_529
    assert people["Wiltshire Police", "2019-09", "community support officers", full] == 14_404
    assert people["Wiltshire Police", "2019-09", "officers", "headcount"] == 1_002
    assert ("South Wales Police", "2019-09", "designated officers", full) not in people
    crimes = ons_recorded_crime.read_recorded_crime(ons / "policeforceareatablesyearendingseptember2019.xlsx")
    assert ("Greater Manchester Police", date(2019, 9, 1)) not in crimes.covers
    shot = by(iopc_deaths.read_deaths(shared_data / "iopc" / "Time_series_tables_2019-20.ods"), 1, 0, 4, 5)
    both = [shot[force, "2020-03", "fatal shooting", "deaths"]
            for force in ("City of London Police", "Metropolitan Police Service")]  # fmt: skip
    assert both == [2, 2]


@pytest.mark.parametrize("name", naive.CRIME)
def test_a_real_file_with_one_figure_changed_is_refused(shared_data: Path, tmp_path: Path, name: str) -> None:
    book = openpyxl.load_workbook(shared_data / "ons" / name)
    sheet = next(sheet for sheet in book if sheet.title.strip() == "Table P1")
    row = next(row for row in sheet.iter_rows(min_row=7) if row[0].value == "E23000038")
    row[12].value += 1
    book.save(tmp_path / name)
    with pytest.raises(SourceError, match="theft offences of its forces add up to"):
        ons_recorded_crime.read_recorded_crime(tmp_path / name)


@pytest.fixture(scope="module")
def received(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    """A workspace of Wiltshire's that has received every official table held, in no order of time."""
    folder = tmp_path_factory.mktemp("official") / "office"
    folder.mkdir()
    (folder / "office.toml").write_text('name = "Office"\narea = "wiltshire"\n')
    (folder / "plan.toml").write_text('title = "Plan"\n')
    (folder / "areas.csv").write_text(
        f"{','.join(AREA_COLUMNS)}\nswindon,Swindon,local authority,Wiltshire Police,E06000030,\n"
        "wiltshire-council,Wiltshire,local authority,Wiltshire Police,E06000054,\n"
    )
    paths = [path for name in FOLDERS for path in sorted((shared_data / name).iterdir(), reverse=True)]
    intake.receive_known(workspaces.load(folder), paths, Options())
    office = workspaces.load(folder)
    with findings_ask.answers(office, office.measures.values()) as ask:
        yield ask


def value(ask: Answers, told: str) -> tuple[int, int | None] | str:
    """Numerator and denominator of `measure@area/period`, or why it has no value."""
    measure, _, rest = told.partition("@")
    area, _, period = rest.partition("/")
    found = ask.outcome(measure, area, Period.parse(period))
    return (found.numerator, found.denominator) if isinstance(found, Observation) else found.reason  # type: ignore[union-attr]


@pytest.mark.parametrize("name", naive.WORKFORCE)
def test_measures_of_people_are_of_the_latest_edition(shared_data: Path, received: Answers, name: str) -> None:
    latest: dict[tuple[str, str, str], str] = {}
    for edition in naive.WORKFORCE:  # from the earliest on
        latest |= naive.workforce(shared_data / "home-office", edition)
    keys = {force.force: force.key for force in received.areas.forces}
    for (force, month, role), text in latest.items():
        if month in naive.WORKFORCE[name][1] and role == "officers":
            hundredths = int((Decimal(text) * 100).quantize(Decimal(1), ROUND_HALF_UP))
            assert value(received, f"officers_fte@{keys[force]}/{month}") == (hundredths, None)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("officers_fte@wiltshire/2019-09", (97_529, None)),
        ("officers_fte@wiltshire/2019-20-q3", (97_529, None)),
        ("officers_fte@wiltshire/2019-20", "the latest reading is for September 2019"),
        ("staff_fte@wiltshire/2019-09", (94_590, None)),
        ("staff_fte@south-wales/2019-09", (197_448, None)),
        ("pcso_fte@wiltshire/2019-09", (14_404, None)),
        ("pcso_fte@norfolk/2019-09", "workforce for September 2019 does not include Norfolk Constabulary"),
        ("officers_rate@wiltshire/2019-09", (1_002, 722_217)),
        ("officers_rate@wiltshire/2014-09", "workforce for September 2014 does not include Wiltshire Police"),
        ("use_of_force_incidents@wiltshire/2019-20", (2_409, None)),
        ("energy_device_uses@wiltshire/2018-19", (309, None)),
        ("energy_device_discharges@wiltshire/2019-20", (36, None)),
        ("deaths_police_contact@wiltshire/2018-19", (3, None)),
        ("deaths_in_custody@wiltshire/2019-20", (0, None)),
        ("ons_recorded_crime@wiltshire/12m-2025-06", (41_090, None)),
        ("ons_recorded_crime@swindon/12m-2025-06", (15_993, None)),
        ("ons_recorded_crime_rate@swindon/12m-2025-06", (15_993, 235_657)),
        ("ons_recorded_crime@swindon/12m-2019-12", "recorded crime for December 2019 does not include Swindon"),
        ("ons_recorded_crime@wiltshire/2018-19", (43_246, None)),
        ("ons_recorded_crime@greater-manchester/12m-2019-09",
         "recorded crime for September 2019 does not include Greater Manchester Police"),
        ("ons_recorded_crime_rate@city-of-london/12m-2019-09",
         "rates per resident are not given for City of London Police"),
    ],
)  # fmt: skip
def test_a_measure_has_its_value_or_the_reason_why_not(received: Answers, told: str, expected: object) -> None:
    assert value(received, told) == expected


def test_the_editions_held_are_those_compared() -> None:
    assert set(PUBLICATIONS) == {source for sources in FOLDERS.values() for source in sources}
