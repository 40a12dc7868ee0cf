"""The public API: `import peelian`, on an office with figures that can be added up by hand."""

import inspect
import json
import math
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import FunctionType

import pandas
import polars
import pyarrow
import pytest
from filelock import FileLock, Timeout

import offices
import peelian
from peelian import api
from peelian.core import pack_files
from peelian.findings.answers import Answers
from peelian.findings.values import as_json
from peelian.sources.received import lock

ROOT = Path(__file__).parents[2]
SHARE = """
name = "burglary_share"
title = "Burglary as a share of crime"
why = "It says how much of crime is burglary."
unit = "percent"
better = "down"
denominator_kind = "share"

[numerator]
facts = "crimes"
where.crime_type = ["Burglary"]

[denominator]
facts = "crimes"
without.crime_type = ["Anti-social behaviour"]
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> peelian.Workspace:
    """Wiltshire and its two councils, received: crimes of 2024 and 2025."""
    folder = offices.write(tmp_path_factory.mktemp("api") / "office", q3={"01.md": offices.SUMMARY})
    (folder / "measures").mkdir()
    (folder / "measures" / "burglary_share.toml").write_text(SHARE)
    return peelian.open(offices.receive(folder))


# The names


def test_every_public_name_is_there_and_nothing_else():
    assert sorted([*api.__all__, "__version__", "statistics"]) == sorted(peelian.__all__)
    assert {name for name in peelian.__all__ if not hasattr(peelian, name)} == set()
    assert peelian.__version__ == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    with pytest.raises(AttributeError, match="module 'peelian' has no attribute 'nothing'"):
        _ = peelian.nothing


@pytest.mark.parametrize("name", [name for name in peelian.__all__ if name != "__version__"])
def test_a_public_name_says_what_it_is(name: str):
    told = getattr(peelian, name)
    assert told.__doc__ and not told.__doc__.startswith(f"{name}(")  # what a dataclass has of itself
    if inspect.isclass(told):
        members = {member: what for member, what in vars(told).items() if not member.startswith("_")}
        kinds = (property, classmethod, FunctionType)
        public = {member: what for member, what in members.items() if isinstance(what, kinds)}
        assert [member for member, what in public.items() if not what.__doc__] == []


def test_importing_peelian_loads_nothing_and_writes_nothing(tmp_path: Path):
    """Half the time of `peelian --help` would be lost to what a name needs that nobody asked for."""
    told = (
        "import sys, peelian; print([m for m in sys.modules if m.startswith('peelian.') or m in ('duckdb', 'scipy')])"
    )
    ran = subprocess.run([sys.executable, "-c", told], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr, list(tmp_path.iterdir())) == ("[]\n", "", [])


# Values


def test_a_value_comes_with_its_interval_and_its_change(office: peelian.Workspace):
    """3 x (28 + 8 + 5 + 6) hundred crimes, where a year before there were 3 x 60 hundred."""
    [row] = office.values("recorded_crime", areas="wiltshire", periods="2025-26-q3")
    assert (row.measure, row.area, row.period) == ("recorded_crime", "wiltshire", "2025-26-q3")
    assert (row.start, row.stop) == (date(2025, 10, 1), date(2026, 1, 1))
    assert (row.numerator, row.denominator, row.value, row.exact) == (14_100, None, 14_100.0, Fraction(14_100))
    assert (row.unit, row.months_present, row.months_expected, row.status) == ("count", 3, 3, "value")
    assert (row.reason, row.evidence, row.method) == ("", "reported", "Byar or exact Poisson")
    assert row.lower == pytest.approx(14_100 - 1.96 * math.sqrt(14_100), abs=2)
    assert row.upper == pytest.approx(14_100 + 1.96 * math.sqrt(14_100), abs=2)
    assert (row.compared_with, row.change_unit, row.verdict) == ("2024-25-q3", "percent", "lower")
    assert row.change == pytest.approx((14_100 / 18_000 - 1) * 100)
    assert -24 < row.change_lower < row.change < row.change_upper < -19


def test_a_percentage_moves_in_points(office: peelian.Workspace):
    """3,600 of 4,700 a month, where a year before it was 5,000 of 6,000."""
    [row] = office.values("burglary_share", areas="wiltshire", periods="2025-12")
    assert (row.numerator, row.denominator, row.exact) == (3_600, 4_700, Fraction(3_600, 4_700) * 100)
    assert row.lower < 100 * 3_600 / 4_700 == row.value < row.upper
    assert (row.method, row.change_method, row.change_unit) == ("Wilson", "Newcombe", "percentage points")
    assert row.change == pytest.approx(100 * (3_600 / 4_700 - 5_000 / 6_000))
    assert row.change_lower < row.change < row.change_upper < 0
    assert row.verdict == "better"


def test_the_period_compared_with_may_be_named(office: peelian.Workspace):
    [row] = office.values("burglary", areas="swindon", periods="2025-06", compare="2025-05")
    assert (row.compared_with, row.change, row.verdict) == ("2025-05", 0, "no clear change")


def test_a_period_with_a_month_missing_has_no_value_and_says_why(office: peelian.Workspace):
    [row] = office.values("burglary", areas="swindon", periods="2023-24")
    assert (row.value, row.exact, row.numerator, row.lower, row.change) == (None,) * 5
    assert (row.status, row.months_present, row.months_expected) == ("incomplete", 3, 12)
    assert row.reason == "3 of 12 months (April 2023 to December 2023 missing)"
    assert row.no_change == f"April 2023 to March 2024: {row.reason}"
    assert row.verdict == ""


def test_a_small_number_is_withheld_with_all_that_would_tell_it(tmp_path: Path):
    """Swindon's 1,800 robberies, under a threshold of 2,000; Wiltshire's 3,300 are over it."""
    folder = offices.write(tmp_path / "office")
    contract = folder / "sources" / "crimes_return.toml"
    contract.write_text(contract.read_text().replace("threshold = 0", "threshold = 2000"))
    office = peelian.open(offices.receive(folder))
    swindon, force = office.values("robbery", areas=["swindon", "wiltshire"], periods="2025-26-q3")
    assert (swindon.status, force.status, force.value) == ("withheld", "value", 3_300)
    told = (swindon.numerator, swindon.value, swindon.exact, swindon.lower, swindon.upper, swindon.change)
    assert told == (None,) * 6
    assert (swindon.change_lower, swindon.change_upper, swindon.verdict) == (None, None, "")
    assert swindon.reason and "1,800" not in swindon.reason + swindon.no_change


def test_without_names_values_are_those_of_the_plan_the_force_and_the_packs(office: peelian.Workspace):
    rows = office.values()
    assert office.plan == ("recorded_crime", "burglary")
    assert {row.measure for row in rows} == {"recorded_crime", "burglary"}
    assert {row.area for row in rows} == {
        "wiltshire", "swindon", "wiltshire-council", "wiltshire-outside", "wiltshire-no-location",
    }  # fmt: skip
    assert {row.period for row in rows} == {"2025-26-q3"}
    assert rows == office.values(["recorded_crime", "burglary"], periods=["2025-26-q3"])


def test_every_month_and_every_area_may_be_asked_for(office: peelian.Workspace):
    months = office.values("burglary", areas="swindon", periods="months")
    assert [row.value for row in months] == [2_000] * 12 + [800] * 12
    assert {row.area for row in office.values("burglary", areas="all", periods="2025-12")} <= {*office.areas}


# Arrow, and frames from it


def test_the_table_has_a_column_for_each_field_of_one_type_whatever_it_holds(office: peelian.Workspace):
    rows = office.values("burglary_share", periods="2025-12")
    table, none = rows.to_arrow(), rows[:0].to_arrow()
    assert table.column_names == [field.name for field in fields(peelian.Value)]
    assert table.schema == none.schema
    assert (table.num_rows, none.num_rows) == (len(rows), 0)
    types = {name: str(table.schema.field(name).type) for name in table.column_names}
    assert {name for name, kind in types.items() if kind == "int64"} == {
        "numerator", "denominator", "months_present", "months_expected",
    }  # fmt: skip
    assert {name for name, kind in types.items() if kind == "double"} == {
        "value", "lower", "upper", "change", "change_lower", "change_upper",
    }  # fmt: skip
    assert (types["start"], types["stop"], types["exact"]) == ("date32[day]", "date32[day]", "string")
    assert Fraction(table.to_pylist()[0]["exact"]) == rows[0].exact


def test_pandas_and_polars_make_the_same_frame_of_it(office: peelian.Workspace):
    rows = office.values("burglary", areas=["wiltshire", "swindon"], periods="months")
    frame, other = rows.to_arrow().to_pandas(), polars.from_arrow(rows.to_arrow())
    assert frame.groupby("area")["value"].sum().to_dict() == {"wiltshire": 103_200, "swindon": 33_600}
    assert dict(other.group_by("area").agg(polars.col("value").sum()).iter_rows()) == {
        "wiltshire": 103_200,
        "swindon": 33_600,
    }
    assert pandas.DataFrame.from_arrow(rows).equals(frame)
    assert [polars.Date, polars.Int64, polars.String] == [other[name].dtype for name in ("start", "numerator", "exact")]
    assert pyarrow.table(rows).equals(rows.to_arrow())


def test_without_pyarrow_the_error_names_the_extra(office: peelian.Workspace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(peelian.MachineError, match=r"pyarrow is not installed; .*pip install 'peelian\[analysis\]'"):
        office.values("burglary").to_arrow()


# JSON


def test_measures_as_json_are_the_same_rows(office: peelian.Workspace):
    asked = ("--measure", "burglary_share", "--period", "2025-12")
    told = json.loads(offices.run("measures", office.folder, "--json", *asked).out)
    rows = office.values("burglary_share", periods="2025-12")
    assert [list(row) for row in told] == [[field.name for field in fields(peelian.Value)]] * len(rows)
    assert (told[0]["start"], told[0]["exact"], told[0]["verdict"]) == ("2025-12-01", "3600/47", "better")
    for name in ("measure", "area", "value", "lower", "upper", "change", "change_lower", "change_upper", "verdict"):
        assert [row[name] for row in told] == [getattr(row, name) for row in rows]


def test_a_limit_without_end_is_null_in_json(office: peelian.Workspace):
    """Where there was nothing a year before, now over then has no upper limit."""
    [row] = office.values("burglary", areas="swindon", periods="2025-12")
    endless = peelian.Values([replace(row, change=None, change_upper=math.inf)])
    assert as_json(endless)[0]["change_upper"] is None
    assert math.isinf(endless.to_arrow().to_pylist()[0]["change_upper"])


# Findings


def test_the_finding_behind_a_figure_says_what_its_row_says(office: peelian.Workspace):
    [row] = office.values("burglary", areas="swindon", periods="2025-26-q3")
    level = office.level("burglary", "2025-26-q3", area="swindon")
    assert isinstance(level, peelian.Level)
    assert (level.at.value, level.interval) == (2_400, peelian.Bounds(row.lower, row.upper, row.method))
    change = office.change("burglary", "2025-26-q3", area="swindon")
    assert isinstance(change, peelian.RelativeChange)
    assert (change.ratio, change.per_cent, change.clear) == (Fraction(2_400, 6_000), -60, True)
    share = office.change("burglary_share", "2025-12", compare="2025-11")
    assert isinstance(share, peelian.PointsChange)
    assert (share.difference, share.clear, share.then.period.key) == (0, False, "2025-11")


def test_a_rank_names_who_was_ranked_and_a_signal_the_months_it_rests_on(office: peelian.Workspace):
    rank = office.rank("burglary", "2025-26-q3")
    assert isinstance(rank, peelian.Rank)
    assert (rank.position, rank.of, rank.universe) == (2, 2, "territorial police forces")
    signal = office.signal("burglary", "2025-12", area="swindon")
    assert isinstance(signal, peelian.Signal)
    assert (signal.kind, signal.months, signal.since) == ("improvement", 24, date(2024, 1, 1))


def test_where_there_is_no_finding_the_reason_is_given(office: peelian.Workspace):
    assert office.level("burglary", "2023-12") == peelian.NoFinding("0 of 1 months (December 2023 missing)")
    assert office.rank("burglary", "2025-12", area="swindon") == peelian.NoFinding("only forces are ranked")


# Receive, build, trace


def test_files_are_received_a_pack_built_and_a_figure_traced_back_to_them(tmp_path: Path):
    office = peelian.open(str(offices.write(tmp_path / "office", q3={"01.md": offices.SUMMARY})))
    sent = tmp_path / "crimes.csv"
    sent.write_text(offices.crimes())
    report = office.receive(sent, as_at=date(2026, 1, 15))
    assert [(one.source, one.as_at) for one in report.received] == [("crimes_return", date(2026, 1, 15))]
    assert office.receive([sent]).already == [sent.name]
    built = office.build("q3")
    assert all(built.file(name).exists() for name in pack_files.FILES)
    key = "recorded_crime@swindon/2025-26-q3:value"
    assert office.figures("q3")[key].text == "4,200"
    trace = office.trace("q3", key)
    assert (trace.receipt.numerator, trace.measure.name) == (4_200, "recorded_crime")
    assert [state for _, state in trace.files] == ["as received"]
    with pytest.raises(peelian.DefinitionError, match="it prints no figure 'recorded'; perhaps recorded_crime@"):
        office.trace("q3", "recorded")


def test_a_layout_that_is_new_is_read_once_it_is_confirmed(tmp_path: Path):
    """Under another heading than the return's own."""
    office = peelian.open(offices.write(tmp_path / "office"))
    sent = tmp_path / "crimes.csv"
    sent.write_text(offices.crimes().replace("Type,", "Crime type,", 1))
    seen: list[str] = []
    with pytest.raises(peelian.SourceError):
        office.receive(sent)
    report = office.receive(sent, confirm=lambda told: bool(seen.append(told)) or True)
    assert len(seen) == 1 and "crimes.csv" in seen[0]
    assert [one.source for one in report.received] == ["crimes_return"]


# What is refused


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"measures": "x"}, "x: there is no such measure; see"),
        ({"measures": "burglary", "areas": "x"}, "x: there is no such area; areas.csv lists"),
        ({"measures": "burglary", "periods": "x"}, "period: 'x' is not a period; write a month as"),
        ({"measures": "burglary", "compare": "x"}, "period: 'x' is not a period; write a month as"),
    ],
)
def test_a_name_that_is_not_known_is_refused(office: peelian.Workspace, asked: dict[str, str], said: str):
    with pytest.raises(peelian.DefinitionError) as raised:
        office.values(**asked)
    assert str(raised.value).startswith(said)
    finding = {"measure": asked["measures"], "period": asked.get("periods", "2025-12"), "area": asked.get("areas", "")}
    with pytest.raises(peelian.DefinitionError) as raised:
        office.change(**finding, compare=asked.get("compare", ""))
    assert str(raised.value).startswith(said)


def test_a_folder_that_is_no_workspace_is_refused(tmp_path: Path):
    with pytest.raises(peelian.DefinitionError, match=r"there is no office\.toml in it"):
        peelian.open(tmp_path)


def test_opening_writes_nothing(tmp_path: Path):
    folder = offices.write(tmp_path / "office")
    before = sorted(folder.rglob("*"))
    office = peelian.open(folder)
    assert (office.packs, office.folder, office.name) == ((), folder, "Office of the Police and Crime Commissioner")
    assert office.measures["burglary"].title == "Burglary"
    assert office.areas["swindon"].kind == "local authority"
    assert sorted(folder.rglob("*")) == before


def test_one_process_at_a_time_works_in_a_workspace(office: peelian.Workspace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lock, "PATIENCE", 0)
    with FileLock(office.folder / "build" / ".lock"):
        for asked in (office.values, lambda: office.level("burglary", "2025-12"), lambda: office.build("q3")):
            with pytest.raises(peelian.DefinitionError, match="another Peelian is using it"):
                asked()


def test_a_workspace_is_held_while_its_figures_are_read(office: peelian.Workspace, monkeypatch: pytest.MonkeyPatch):
    """Facts that another process makes again meanwhile would be of two days."""

    def level(*_: object) -> peelian.NoFinding:
        with pytest.raises(Timeout):
            FileLock(office.folder / "build" / ".lock", timeout=0).acquire()
        return peelian.NoFinding("held")

    monkeypatch.setattr(Answers, "level", level)
    assert office.level("burglary", "2025-12") == peelian.NoFinding("held")


def test_threads_of_one_process_take_turns(office: peelian.Workspace):
    with ThreadPoolExecutor(4) as threads:
        first, *others = threads.map(lambda _: office.values("burglary", periods="months"), range(4))
    assert len(first) == 5 * 24
    assert others == [first] * 3


def test_all_dataclasses_a_caller_gets_are_frozen():
    """But for `Report`, which is written while files are received."""
    kinds = [getattr(peelian, name) for name in peelian.__all__]
    told = {kind.__name__ for kind in kinds if is_dataclass(kind) and not kind.__dataclass_params__.frozen}
    assert told == {"Report"}
