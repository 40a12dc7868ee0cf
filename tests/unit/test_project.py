"""The project's documents: what they name exists."""

import ast
import re
import tomllib
from collections.abc import Iterator
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


def test_the_code_and_tests_of_mutation_testing_are_there():
    rooms = tomllib.loads((ROOT / "scripts" / "mutants.toml").read_text("utf-8"))["rooms"]
    paths = [path for room in rooms.values() for path in (*room["tests"], *(f"src/peelian/{c}" for c in room["code"]))]
    assert [path for path in paths if not [*ROOT.glob(path)]] == []


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"].get("optional-dependencies", {})
    groups = (project["project"]["dependencies"], *extras.values(), *project["dependency-groups"].values())
    declared = {re.split(r"[^A-Za-z0-9-]", package)[0] for group in groups for package in group}
    rows = re.findall(r"^\| ([a-z0-9-]+) \| \S", (ROOT / "docs" / "dependencies.md").read_text("utf-8"), re.MULTILINE)
    assert declared <= set(rows)
    assert set(rows) - declared - {"package"} == {"hatchling", "mutmut", "uv"}


def patched(tree: ast.AST) -> Iterator[str]:
    """Attributes of what a module imports from outside the project that it sets or deletes, but of its own process."""
    imported = {
        (name.asname or name.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and not (getattr(node, "module", "") or "").startswith("peelian")
        for name in node.names
    } - {"os", "sys"}

    def root(node: ast.AST) -> str:
        while isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        return node.id if isinstance(node, ast.Name) else ""

    for node in ast.walk(tree):
        changes = isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del)
        sets = isinstance(node, ast.Call) and ast.unparse(node.func) in ("setattr", "delattr")
        if (changes and root(node) in imported) or (sets and root(node.args[0]) in imported):
            yield ast.unparse(node)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import pydyf\npydyf.PDF.page_references = 1", ["pydyf.PDF.page_references"]),
        ("from tinyhtml5 import inputstream\ninputstream.store = {}", ["inputstream.store"]),
        ("from tinyhtml5 import inputstream\ninputstream.store['a'] = 1", ["inputstream.store['a']"]),
        ("from a import B\nsetattr(B, 'c', 1)", ["setattr(B, 'c', 1)"]),
        ("import a\nb = a.c\nb.d = a.e", []),
        ("import os\nos.environ['A'] = 'b'", []),
    ],
)
def test_a_change_of_a_library_is_seen(source: str, found: list[str]):
    assert list(patched(ast.parse(source))) == found


@pytest.mark.parametrize(
    "path", sorted((ROOT / "src").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_no_module_changes_a_library_while_it_runs(path: Path):
    """ADR 16."""
    assert list(patched(ast.parse(path.read_text("utf-8")))) == []
