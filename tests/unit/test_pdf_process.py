"""The process that lays out PDFs: what is asked of it and what it answers, each a line of JSON."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from peelian.core.errors import OutputError
from peelian.packs import pdf_process
from peelian.packs.pdf_process import ASKED, LAID_OUT, LaidOut, PdfRequest
from peelian.render.pdf import documents


def saying(line: str) -> pdf_process.Aside:
    """The process, as far as what it says."""
    made = object.__new__(pdf_process.Aside)
    made._process = SimpleNamespace(stdout=io.StringIO(line), wait=lambda: 9)  # type: ignore[assignment]
    return made


@pytest.mark.parametrize(
    "came",
    [
        LaidOut({"paper.pdf": (), "brief.pdf": ("too long; shorten it", "‘’\n●")}),
        LaidOut(lacking="no Pango; install it"),
    ],
)
def test_an_answer_comes_back_as_it_was_given_in_one_line(came: LaidOut):
    line = LAID_OUT.dump_json(came).decode()
    assert "\n" not in line
    assert saying(f"{line}\n").answer() == came


def test_what_is_asked_comes_as_it_was_asked():
    asked = PdfRequest(Path("packs/q 3"), Path("charts"))
    assert ASKED.validate_json(ASKED.dump_json(asked)) == asked


@pytest.mark.parametrize("line", ["(process:7): a warning of Pango\n", json.dumps({"paper.pdf": 1}) + "\n", "[]\n"])
def test_what_is_no_answer_is_a_fault_with_what_was_said(line: str):
    with pytest.raises(OutputError, match="which is no answer"):
        saying(line).answer()


def test_a_process_that_ended_is_a_fault_with_its_exit_code():
    with pytest.raises(OutputError, match=r"ended early \(exit code 9\)"):
        saying("").answer()


def test_a_system_that_cannot_lay_out_says_why_and_names_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(documents, "missing", lambda: "no Pango; install it")
    assert pdf_process.make(tmp_path, tmp_path) == LaidOut(lacking="no Pango; install it")
