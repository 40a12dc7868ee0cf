"""The documents: every command they show can be given, and every example of the narrative guide builds."""

import re
import runpy
import shlex
import textwrap
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase

import pytest
from typer.main import get_command

import offices
from peelian import cli
from peelian.core.periods import Period
from peelian.narrative.fences import BLOCK_KINDS
from peelian.narrative.reference_syntax import FORMS
from peelian.packs import build
from peelian.workspace.workspace import load

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "narrative.md").read_text("utf-8")
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
COMMANDS = get_command(cli.app).commands  # type: ignore[attr-defined]
CODE = re.compile(r"^```.*?^```|`([^`\n]+)`", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r"^    ```[a-z]+\n.*?^    ```$", re.DOTALL | re.MULTILINE)


def shown(text: str) -> Iterator[str]:
    """Command lines of Peelian set as code, from `peelian` on and without comments."""
    for match in CODE.finditer(text):
        for line in (match[1] or match[0]).splitlines():
            if found := re.search(r"(?:^|[\s$/])peelian( [^#]*|$)", line):
                yield found[1].strip()


LINES = [
    pytest.param(line, id=f"{document.relative_to(ROOT)}: {line}")
    for document in DOCUMENTS
    for line in dict.fromkeys(shown(document.read_text("utf-8")))
]


def test_the_command_lines_of_the_documents_are_found():
    lines = [param.values[0] for param in LINES]
    assert len(lines) >= 5
    assert any(line.startswith("build my-office") for line in lines)
    assert list(shown("`make x` and `.venv/bin/peelian check F # all`\n```\npeelian areas my-office\n```\n")) == [
        "check F",
        "areas my-office",
    ]


@pytest.mark.parametrize("line", LINES)
def test_a_command_line_shown_can_be_given(line: str):
    """Parsed as the command would, and not run. A name alone, `peelian new`, is a mention and no line to give."""
    name, *arguments = shlex.split(line) or ["--help"]
    if name.startswith("-"):
        assert line in ("", "--help", "--version")
        return
    assert name in COMMANDS
    if arguments and "--help" not in arguments:
        COMMANDS[name].make_context(name, arguments)


def fences() -> list[object]:
    found = [textwrap.dedent(fence) for fence in FENCE.findall(GUIDE)]
    return [pytest.param(fence, id=fence.split("\n")[0].strip("`")) for fence in found]


def figures_and_claims() -> str:
    figures = re.findall(r"^\| `(\[\[.*?\]\])` \|", GUIDE, re.MULTILINE)
    [claims] = re.findall(r"^```\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    assert len(figures) > 5 and "more than halved" in claims
    text = "\n\n".join(f"It is {figure}." for figure in figures) + "\n\n" + claims
    return text.replace("stated:ID", "stated:rate")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a pack of all examples of the guide, each on a page of its own."""
    examples = [figures_and_claims(), *(textwrap.dedent(fence) for fence in FENCE.findall(GUIDE))]
    sections = {
        f"{name}.md": f"# Example {name}\n\n## A page of {name}\n\nText.\n\n{text}\n"
        for name, text in zip(ascii_lowercase, examples, strict=False)
    }
    assert len(sections) == len(examples)
    folder = offices.receive(offices.write(tmp_path_factory.mktemp("guide") / "office", q3=sections))
    return build.build(load(folder), "q3").file("page").read_text("utf-8")


@pytest.mark.parametrize("fence", fences())
def test_an_example_of_a_block_in_the_guide_builds(page: str, fence: str):
    assert all(told in page for told in re.findall(r'^(?:caption|about|title|means) = "(.*)"$', fence, re.MULTILINE))


def test_the_examples_of_figures_and_claims_in_the_guide_build(page: str):
    assert all(told in page for told in (">14,100<", ">4,200<", ">56,400<", "down 21.7%", ">more than halved<"))


def test_the_guide_names_every_form_and_every_block():
    forms = re.search(r"Forms:\n(.*?)\nA value", GUIDE, re.DOTALL)
    assert forms
    named = re.findall(r"^\| (`.*?`) \|", forms[1], re.MULTILINE)
    assert set(re.findall(r"`([a-z-]+)`", " ".join(named))) == set(FORMS)
    assert all(re.search(rf"```{kind}\b|`{kind}`", GUIDE) for kind in (*BLOCK_KINDS, "notes"))


def test_the_dictionary_is_what_its_command_writes():
    command = runpy.run_path(str(ROOT / "scripts" / "dictionary"))
    assert (ROOT / "docs" / "dictionary.md").read_text("utf-8") == command["page"]()


def test_the_periods_the_guide_names_are_periods():
    told = re.search(r"Periods: (.*?)\n\nForms:", GUIDE, re.DOTALL)
    assert told
    keys = re.findall(r"`([^`]+)`", told[1])
    kinds = {Period.parse(key, Period.parse("2025-12").last).kind for key in keys}
    assert kinds == {"month", "quarter", "financial year", "year to date", "12 months"}
