"""Figures withheld to protect others: other answers, and only the parts of a text that rest on them bound again."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

import offices
from peelian.core.observations import Observation, Withheld
from peelian.core.periods import Period
from peelian.core.plan import PackPlan
from peelian.findings import ask as findings_ask
from peelian.findings.answers import Answers
from peelian.packs import assemble, contents
from peelian.packs.parts import Parts
from peelian.workspace.workspace import PackText, Workspace, load

KEY = ("robbery", "swindon", Period.parse("2025-26-q3"))
BURGLARY, ROBBERY = (
    "# One\n\n## Burglary came to [[burglary]]\n\nSo.\n",
    "# Two\n\n## [[robbery@swindon]] robberies\n\nSo.\n",
)
TEXT = PackText(
    "q3", PackPlan("Report", "2025-26-q3", ("1.md", "2.md"), kind="document"), (("1.md", BURGLARY), ("2.md", ROBBERY))
)


@dataclass
class Office:
    workspace: Workspace
    ask: Answers


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    declared = load(offices.receive(offices.write(tmp_path_factory.mktemp("parts") / "office")))
    with findings_ask.answers(declared, declared.measures.values()) as ask:
        yield Office(declared, ask)


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The sections that are bound, as they are."""
    files: list[str] = []
    real = contents.read_section
    monkeypatch.setattr(
        contents, "read_section", lambda section, text: files.append(section.file[-4:]) or real(section, text)
    )
    return files


def begun(office: Office) -> Parts:
    return assemble.begin(office.workspace, TEXT, office.ask)


def test_withholding_leaves_the_answers_it_was_given_as_they_were(office):
    beside = office.ask.without([KEY])
    assert isinstance(beside.outcome(*KEY), Withheld)
    assert isinstance(office.ask.outcome(*KEY), Observation)


def test_withheld_figures_bind_again_only_the_parts_that_rest_on_their_measures(office, read):
    parts = begun(office)
    before = contents.bind(office.workspace, TEXT, parts)
    assert read == ["1.md", "2.md"]
    after = contents.bind(office.workspace, TEXT, parts.without(frozenset([KEY])))
    assert read == ["1.md", "2.md", "2.md"]
    assert after.pages[0] is before.pages[0]
    assert after.binder.receipts["robbery@swindon/2025-26-q3:value"].status == "withheld"
    assert before.binder.receipts["robbery@swindon/2025-26-q3:value"].status == "value"


def test_parts_put_together_are_what_a_text_bound_at_once_is(office):
    """Receipts, and the numbers of their queries, whatever was bound before in whatever order."""
    parts = begun(office)
    contents.bind(office.workspace, TEXT, parts)
    other = PackText("q3", TEXT.plan, (("1.md", BURGLARY.replace("[[burglary]]", "[[robbery]]")), TEXT.sections[1]))
    again = contents.bind(office.workspace, other, parts).binder
    afresh = contents.bind(office.workspace, other, begun(office)).binder
    assert again.receipts == afresh.receipts
    assert list(again.queries) == list(afresh.queries)
    assert (again.asked, again.tests) == (afresh.asked, afresh.tests)


def test_a_text_bound_before_is_not_bound_again(office, read):
    parts = begun(office)
    for _ in range(2):
        contents.bind(office.workspace, TEXT, parts)
    assert read == ["1.md", "2.md"]
