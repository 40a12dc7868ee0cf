"""The commands: their help, their errors, what they print for another program, and what they leave when they fail."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

import offices
from offices import run
from peelian import cli
from peelian.core import pack_files
from peelian.core.errors import DefinitionError
from peelian.sources.received import lock
from peelian.workspace.workspace import load

ROOT = Path(__file__).parents[2]
COMMANDS = get_command(cli.app).commands  # type: ignore[attr-defined]
ERROR = re.compile(r"[^\n]+: [^\n]+; [^\n]+")
"""Where: what; to do."""

CRIME = "recorded_crime@wiltshire/2025-26-q3:value"


@pytest.fixture(scope="module")
def received(tmp_path_factory) -> Path:
    """The small office, with its files received; made once and copied."""
    folder = tmp_path_factory.mktemp("received") / "office"
    return offices.receive(offices.write(folder, q3={"01.md": offices.SUMMARY}))


@pytest.fixture(scope="module")
def made(received: Path, tmp_path_factory) -> Path:
    """The same, with its pack built."""
    folder = shutil.copytree(received, tmp_path_factory.mktemp("made") / "office")
    assert run("build", folder, "q3").code == 0
    return folder


@pytest.fixture
def office(received: Path, tmp_path: Path) -> Path:
    return shutil.copytree(received, tmp_path / "office")


@pytest.fixture
def built(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "office")


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "peelian", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def under(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the lock, and what is kept to be quicker the next time."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock" and "kept" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


# Help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_that_can_be_given(name):
    told = run(name, "--help")
    assert told.code == 0
    [example] = re.findall(r"Example: peelian (\S+)(.*(?:\n +\S.*)*)", told.out)
    assert example[0] == name
    assert COMMANDS[name].make_context(name, shlex.split(" ".join(example[1].split())))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_documents(name):
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    documents.append(ROOT / "CHANGELOG.md")
    told = "\n".join(path.read_text("utf-8") for path in documents)
    assert re.search(rf"\bpeelian {name}\b|`{name}`", told)


def test_help_lists_the_commands_each_with_what_it_does():
    out = run("--help").out
    assert all(re.search(rf"^ +{name} +[A-Z]\w+ ", out, re.MULTILINE) for name in COMMANDS)


def test_help_imports_neither_the_engine_nor_the_renderers():
    """So that it is quick; what is slow to import is imported by the command that needs it."""
    told = (
        "import sys; sys.argv = ['peelian', '--help']\n"
        "from peelian import cli\n"
        "try: cli.main()\n"
        "finally: print('imported', *sorted(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout
    imported = {name.split(".")[0] for name in out.rpartition("imported ")[2].split()}
    assert "typer" in imported
    assert not imported & {"duckdb", "jinja2", "markdown_it", "pptx", "pydantic", "python_calamine", "vl_convert"}


def test_the_version_is_printed():
    assert re.fullmatch(r"peelian \d+\.\d+\.\d+\n", run("--version").out)


# Errors


def definition(office: Path) -> None:
    rewrite(office / "packs" / "q3" / "01.md", "recorded_crime@swindon", "recorded_crme@swindon")


def claim(office: Path) -> None:
    rewrite(office / "packs" / "q3" / "01.md", "[fell]", "[rose]")


def typed(office: Path) -> None:
    rewrite(office / "packs" / "q3" / "01.md", "[[recorded_crime@swindon]]", "4,200")


@pytest.mark.parametrize(
    ("mistake", "code", "where", "what"),
    [
        (definition, 2, "01.md, line 5", "[[recorded_crme@swindon]]: there is no such measure; see"),
        (claim, 5, "01.md, line 3", "'rose' is not what the data show: the figure went from 18,000 to 14,100, down"),
        (typed, 5, "01.md, line 5", "'4,200' is typed, not bound, in 'Swindon had 4,200.'; write [[measure]]"),
    ],
)
def test_a_pack_that_is_wrong_is_not_built_and_its_fault_is_told(office, mistake, code, where, what):
    mistake(office)
    told = run("build", office, "q3")
    assert (told.code, told.out) == (code, "")
    assert told.err.startswith(f"{office}/packs/q3/{where}: {what}")
    assert ERROR.fullmatch(told.err.strip())


def test_a_file_that_is_not_as_declared_ends_with_3(office, tmp_path):
    sent = tmp_path / "crimes.csv"
    sent.write_text(offices.crimes().replace("2025-12,Wiltshire Police,E06000030,Burglary,800", ",,,Burglary,x"))
    told = run("receive", office, sent, "--source", "crimes_return")
    assert told.code == 3
    assert re.match(r"crimes\.csv, line \d+: 'Month' is blank; correct the cell$", told.err, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "code", "err"),
    [
        (["build", "{office}"], 2, "{office}: say which pack to build; one of q3, or --all"),
        (["build", "{office}", "q3", "--all"], 2, "{office}: say which pack to build; one of q3, or --all"),
        (["build", "{office}", "q4"], 2, "{office}/packs/q4: there is no such pack; name one of: q3"),
        (["build", "nowhere"], 2, "nowhere: there is no office.toml in it; make a workspace with `peelian new`"),
        (["open", "{office}", "q3"], 2, "{office}/build/packs/q3: this pack was not built; run `peelian build"),
        (["trace", "{office}", "q3", CRIME], 2, "{office}/build/packs/q3: this pack was not built; run `peelian build"),
        (["receive", "{office}", "none.zip"], 3, "none.zip: there is no such file or folder; check the name"),
        (["measures", "{office}", "--measure", "x"], 2, "x: there is no such measure; see `peelian measures`"),
        (["measures", "{office}", "--json", "--measure", "x"], 2, "x: there is no such measure; see `peelian"),
        (["measures", "{office}", "--json", "--area", "x"], 2, "x: there is no such area; areas.csv lists the areas"),
        (["measures", "{office}", "--json", "--period", "x"], 2, "period: 'x' is not a period; write a month as"),
        (["areas", "{office}"], 4, "{office}: it has no street files of its force; receive them first"),
        (["simulate", "middlesex"], 2, "simulate: 'middlesex' is not a county in the simulation; write barsetshire"),
    ],
)  # fmt: skip
def test_a_mistake_on_the_command_line_is_one_line_that_says_what_to_do(office, arguments, code, err):
    told = run(*(argument.format(office=office) for argument in arguments))
    assert (told.code, told.out) == (code, "")
    assert told.err.startswith(err.format(office=office))
    assert ERROR.fullmatch(told.err.strip())


def test_a_process_ends_with_the_exit_code_and_prints_no_traceback(office):
    claim(office)
    ended = process("build", office, "q3")
    assert (ended.returncode, ended.stdout) == (5, "")
    assert "Traceback" not in ended.stderr and ERROR.fullmatch(ended.stderr.strip())


def test_a_workspace_that_does_not_hold_together_tells_each_fault(office):
    rewrite(office / "office.toml", '["dorset"]', '["dorsetshire"]')
    rewrite(office / "plan.toml", '"burglary"', '"burglry"')
    told = run("check", office)
    assert told.code == 2
    assert [line.split(":")[0] for line in told.err.splitlines()] == [
        str(office / "office.toml"),
        str(office / "plan.toml"),
    ]
    assert all(ERROR.fullmatch(line) for line in told.err.splitlines())


# Check


def test_check_tells_the_faults_of_every_pack_and_file_worst_first(office):
    definition(office)
    offices.pack(office, "q4", {"01.md": "# Late\n\n## Burglary [rose](=burglary:change)\n\nIt is [[burglry]].\n"})
    [file] = office.glob("received/*/*/people.csv")
    file.write_bytes(file.read_bytes().replace(b"500000", b"500001"))
    told = run("check", office)
    assert told.code == 5
    *faults, summary = told.out.splitlines()
    assert [re.sub(r"^.*/(packs|received)/", "", fault).split(": ")[0] for fault in faults] == [
        "q4/01.md, line 3",
        str(file.relative_to(office / "received")),
        "q3/01.md, line 5",
        "q4/01.md, line 5",
    ]
    assert all(ERROR.fullmatch(fault) for fault in faults)
    assert summary == "2 packs checked: 4 faults."


def test_check_of_a_workspace_in_order_ends_with_0_and_writes_no_pack(office):
    told = run("check", office)
    assert (told.code, told.out, told.err) == (0, "1 pack checked: 0 faults.\n", "")
    assert not (office / "build" / "packs").exists()


# Measures


def test_measures_lists_the_measures_by_name(office):
    lines = run("measures", office).out.splitlines()
    [burglary] = [line for line in lines if line.startswith("burglary ")]
    assert re.fullmatch(r"burglary +count +in plan +Burglary", burglary)
    assert [line.split()[0] for line in lines] == sorted(load(office).measures)


def test_measures_as_json_have_the_keys_told_and_the_figures_of_the_pack(built):
    rows = json.loads(run("measures", built, "--json", "--measure", "recorded_crime").out)
    assert {tuple(row) for row in rows} == {
        ("measure", "area", "period", "start", "stop", "numerator", "denominator", "value", "exact", "unit",
         "lower", "upper", "method", "compared_with", "change", "change_unit", "change_lower", "change_upper",
         "change_method", "verdict", "no_change", "months_present", "months_expected", "status", "reason", "evidence"),
    }  # fmt: skip
    [made] = (built / "build" / "packs" / "q3").glob("*/pack.json")
    figures = json.loads(made.read_bytes())["figures"]
    by_area = {row["area"]: row for row in rows}
    assert set(by_area) == {"wiltshire", "swindon", "wiltshire-council", "wiltshire-outside", "wiltshire-no-location"}
    for area in ("wiltshire", "swindon"):
        receipt = figures[f"recorded_crime@{area}/2025-26-q3:{'value' if area == 'swindon' else 'from-to'}"]
        told = by_area[area]
        for key in ("numerator", "denominator", "unit", "months_present", "months_expected", "evidence"):
            assert told[key] == receipt[key]
        assert (told["start"], told["stop"], told["status"]) == ("2025-10-01", "2026-01-01", "value")
    assert (by_area["wiltshire"]["value"], by_area["swindon"]["value"]) == (14_100, 4_200)
    assert sum(row["value"] for area, row in by_area.items() if area != "wiltshire") == 14_100


def test_measures_may_be_asked_for_by_area_and_period(office):
    asked = ("--measure", "burglary", "--measure", "burglary_rate", "--area", "dorset", "--period", "2025-12")
    rows = json.loads(run("measures", office, "--json", *asked, "--period", "12m-2025-12").out)
    assert [(row["measure"], row["period"], row["numerator"], row["denominator"]) for row in rows] == [
        ("burglary", "2025-12", 4_500, None),
        ("burglary", "12m-2025-12", 54_000, None),
        ("burglary_rate", "2025-12", 4_500, 400_000),
        ("burglary_rate", "12m-2025-12", 54_000, 400_000),
    ]


def test_a_value_that_cannot_be_given_has_its_reason_in_json(office):
    rows = json.loads(run("measures", office, "--json", "--measure", "burglary", "--period", "2023-24").out)
    told = [(r["value"], r["status"], r["months_present"], r["months_expected"]) for r in rows if r["area"] == "dorset"]
    assert told == []
    [force] = [row for row in rows if row["area"] == "wiltshire"]
    assert (force["value"], force["numerator"], force["status"]) == (None, None, "incomplete")
    assert (force["months_present"], force["months_expected"]) == (3, 12)
    assert force["reason"] == "3 of 12 months (April 2023 to December 2023 missing)"


def test_every_month_may_be_asked_for(office):
    asked = ("--measure", "burglary", "--area", "swindon", "--period", "months")
    rows = json.loads(run("measures", office, "--json", *asked).out)
    assert [row["period"] for row in rows] == [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
    assert [row["value"] for row in rows] == [2_000] * 12 + [800] * 12


# Build


def test_build_says_where_the_slides_and_the_page_are(office):
    told = run("build", office, "--all")
    assert (told.code, told.err) == (0, "")
    [folder] = re.findall(r"^q3: \d+ figures bound, \d+ slides, in (.*)$", told.out, re.MULTILINE)
    names = re.findall(r"^  \w+ +(\S+)$", told.out, re.MULTILINE)
    assert names == list(pack_files.FILES.values())
    assert all((Path(folder) / name).exists() for name in names)
    [row] = json.loads(run("build", office, "q3", "--json").out)
    assert row == {"pack": "q3", **{name: str(Path(folder) / file) for name, file in pack_files.FILES.items()}}


def test_two_processes_build_the_same_bytes(office):
    """Whatever the seed of the processes' hashes, and with facts made anew."""
    for seed in ("1", "2"):
        ended = process("build", office, "q3", "--anew", PYTHONHASHSEED=seed)
        assert ended.returncode == 0, ended.stderr
        made = under(office / "build" / "packs" / "q3")
        if seed == "1":
            first = made
            (office / "build" / "packs" / "q3").rename(office / "first")
            for part in (office / "build" / "facts").rglob("*.parquet"):
                part.unlink()
    assert sorted(made) == sorted(first)
    for name in made:
        assert made[name] == first[name], name


@pytest.mark.parametrize("mistake", [definition, claim])
def test_a_build_that_fails_leaves_the_pack_before_as_it_was(built, mistake):
    before = under(built / "build")
    mistake(built)
    assert run("build", built, "q3").code != 0
    assert under(built / "build") == before


def test_a_renderer_that_fails_leaves_the_pack_before_and_nothing_beside_it(built, monkeypatch):
    before = under(built / "build")

    def fail(*_: object) -> None:
        raise DefinitionError("q3", "the slides cannot be drawn", "try again")

    monkeypatch.setattr("peelian.render.slides.presentation.slides", fail)
    rewrite(built / "packs" / "q3" / "01.md", "Swindon had", "In Swindon it was")
    assert run("build", built, "q3", "--anew").code == 2
    assert under(built / "build") == before
    assert sorted(path.name for path in (built / "build" / "packs" / "q3").iterdir()) == sorted(
        ["current", before["packs/q3/current"].decode().strip()]
    )


def test_a_new_build_replaces_the_one_before(built):
    first = (built / "build" / "packs" / "q3" / "current").read_text().strip()
    rewrite(built / "packs" / "q3" / "01.md", "Swindon had", "In Swindon it was")
    assert run("build", built, "q3").code == 0
    folders = [path.name for path in (built / "build" / "packs" / "q3").iterdir() if path.is_dir()]
    assert first not in folders and len(folders) == 1


def test_a_second_writer_is_told_that_another_is_at_work(office, received):
    with lock.one_writer(office):
        ended = process("build", office, "q3")
        receiving = process("receive", office, received.with_name("office-sent"))
    assert (ended.returncode, receiving.returncode) == (2, 2)
    assert ended.stderr == receiving.stderr == f"{office}: another Peelian is using it; wait until it finishes\n"
    assert run("build", office, "q3").code == 0


# Trace


def test_trace_prints_the_integers_the_query_and_the_files(built):
    out = run("trace", built, "q3", "recorded_crime@swindon/2025-26-q3:value").out
    assert out.startswith("4,200    (reported by the force or a provider)\n")
    assert "  When:    October to December 2025, 3 of 3 months\n" in out
    assert re.search(r"^  Integers: 4,200\b", out, re.MULTILINE)
    assert "    SELECT " in out and "with 'Wiltshire Police', 'Anti-social behaviour'" in out
    assert re.search(r"received/crimes_return/\S+/crimes\.csv  as received, fingerprint [0-9a-f]{12}, as at ", out)


def test_trace_as_json_holds_the_receipt_and_the_states_of_the_files(built):
    found = json.loads(run("trace", built, "q3", "recorded_crime@swindon/2025-26-q3:value", "--json").out)
    assert found["receipt"]["numerator"] == 4_200
    assert [state for _, state in found["files"]] == ["as received"]


def test_trace_and_check_tell_a_byte_that_was_changed(built):
    [file] = built.glob("received/*/*/crimes.csv")
    file.write_bytes(file.read_bytes().replace(b",800\n", b",801\n", 1))
    told = run("trace", built, "q3", "recorded_crime@swindon/2025-26-q3:value")
    assert "crimes.csv  changed, fingerprint" in told.out
    told = run("check", built)
    assert told.code == 3
    assert told.out.startswith(
        f"{file}: it is missing or has changed since it was received; put the file back, or receive it again\n"
    )


def test_trace_of_a_key_not_printed_suggests_near_ones(built):
    lost = CRIME.replace(":value", ":split")
    told = run("trace", built, "q3", lost)
    assert told.code == 2
    assert told.err.startswith(f"pack q3: it prints no figure {lost!r}; perhaps ")
    assert "recorded_crime@wiltshire/" in told.err


# Open


@pytest.mark.parametrize(
    ("platform", "environment", "launched"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_open_says_where_the_pack_is_and_opens_it_where_there_is_a_desktop(
    built, monkeypatch, platform, environment, launched
):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    opened: list[str] = []
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr("typer.launch", opened.append)
    [slides], [page] = (list((built / "build").glob(f"packs/q3/*/{name}")) for name in ("slides.pptx", "page.html"))
    assert run("open", built, "q3").out == f"{slides}\n"
    assert run("open", built, "q3", "--file", "page").out == f"{page}\n"
    assert opened == ([str(slides), str(page)] if launched else [])
