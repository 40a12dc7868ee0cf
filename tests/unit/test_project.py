"""The project's documents: what they name exists."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from peelian import cli

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
COMMANDS = [*DOCUMENTS, ROOT / "Makefile", ROOT / "scripts" / "try"]


def named(document: Path) -> object:
    return document.relative_to(ROOT).as_posix()


def code(document: Path) -> str:
    """What a Markdown file sets as code; the whole of any other."""
    text = document.read_text(encoding="utf-8")
    if document.suffix != ".md":
        return text
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_the_files_a_document_names_are_there(document: Path):
    paths = re.findall(r"`((?:src|docs|scripts|tests|examples|bench|\.ci)/[^`\s]*)`", document.read_text("utf-8"))
    whole = [path for path in paths if not re.search(r"[A-Z]{3,}|[*<{]", path.removesuffix("README.md"))]
    assert [path for path in whole if not (ROOT / path).exists() and "/build/" not in path] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_the_links_of_a_document_lead_somewhere(document: Path):
    prose = re.sub(r"```.*?```|`[^`\n]+`", "", document.read_text("utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\((?!https?:|#|=)([^)#\s]+)", prose)
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", COMMANDS, ids=named)
def test_the_commands_a_document_names_are_there(document: Path):
    told = re.findall(r"(?:^|[`\s/])peelian ([a-z]+)(?=[\s`]|$)", code(document), re.MULTILINE)
    assert set(told) <= set(get_command(cli.app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_the_targets_a_document_names_are_there(document: Path):
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = {name for line in re.findall(r"^([a-z0-9 -]+):", makefile, re.MULTILINE) for name in line.split()}
    assert set(re.findall(r"\bmake ([a-z]+(?:-[0-9])?)", code(document))) <= targets


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"].get("optional-dependencies", {})
    groups = (project["project"]["dependencies"], *extras.values(), *project["dependency-groups"].values())
    declared = {re.split(r"[^A-Za-z0-9-]", package)[0] for group in groups for package in group}
    rows = re.findall(r"^\| ([a-z0-9-]+) \| \S", (ROOT / "docs" / "dependencies.md").read_text("utf-8"), re.MULTILINE)
    assert declared <= set(rows)
    assert set(rows) - declared - {"package"} == {"hatchling", "uv"}
