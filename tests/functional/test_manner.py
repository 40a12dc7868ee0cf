"""How much a command says of itself: --quiet, --verbose, and a fault that is Peelian's own."""

import pytest

import offices
from offices import run
from peelian.packs import damage


@pytest.fixture
def office(tmp_path):
    return offices.receive(offices.write(tmp_path / "office", q3={"01.md": offices.SUMMARY}))


@pytest.mark.parametrize("order", [("--quiet", "doctor"), ("doctor", "--quiet")])
def test_quiet_says_nothing_where_nothing_is_wrong(office, order):
    ran = run(*order, office)
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_quiet_still_says_what_is_wrong_and_what_was_asked_for(office):
    [path] = office.rglob("crimes.csv")
    path.write_text("")
    assert run("--quiet", "doctor", office).out.startswith(
        f"{path}: it is missing or has changed since it was received"
    )
    assert run("--quiet", "measures", office, "--measure", "burglary").out.startswith("burglary ")


def test_verbose_logs_each_step_with_its_time_on_standard_error(office):
    ran = run("doctor", office, "--verbose")
    assert [line.split(" s  ")[1] for line in ran.err.splitlines()] == ["received files", "facts", "packs"]
    assert [float(line.split(" s  ")[0]) >= 0 for line in ran.err.splitlines()]
    assert ran.out == run("doctor", office).out


def test_a_fault_of_peelians_own_is_a_line_and_with_verbose_a_traceback(office, monkeypatch):
    monkeypatch.setattr(damage, "find_damage", lambda *_: {}["no"])
    ran = run("doctor", office)
    assert (ran.code, ran.out) == (70, "")
    assert ran.err == (
        "peelian: this is a fault of Peelian's own (KeyError: 'no'); "
        "run it again with --verbose, and report what it prints; nothing is half done\n"
    )
    with pytest.raises(KeyError):
        run("--verbose", "doctor", office)
