"""The layout of the package: a stranger finds a thing by its folder and its file's name."""

import ast
from collections import Counter, defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
PACKAGE = SOURCE / "peelian"
MOST_IN_A_FOLDER = 24
MOST_OF_A_NAME = 3
NOUNS = {"binding", "rounding"}
"""Words in -ing that are nouns of the field."""


def module(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


TREES = {module(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def imports(tree: ast.Module) -> set[str]:
    """The modules of Peelian a module imports, in functions and for types alone too."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            named = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in TREES else node.module for name in named}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name in TREES}


def test_the_package_opens_on_three_files():
    assert sorted(path.name for path in PACKAGE.glob("*.py")) == ["__init__.py", "__main__.py", "cli.py"]


def test_no_folder_holds_more_modules_than_a_person_takes_in():
    sizes = Counter(path.parent for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
    assert {str(folder): size for folder, size in sizes.items() if size > MOST_IN_A_FOLDER} == {}


def test_no_module_is_called_by_what_it_is_doing():
    stems = {path.stem for path in PACKAGE.rglob("*.py")}
    assert {stem for stem in stems if stem.endswith("ing")} <= NOUNS


def test_no_module_imports_itself_by_way_of_others():
    """import-linter leaves out what is imported for types alone; a reader does not."""
    try:
        TopologicalSorter({name: imports(tree) - {name} for name, tree in TREES.items()}).prepare()
    except CycleError as fault:
        raise AssertionError(" imports ".join(fault.args[1])) from None


def test_a_name_means_one_thing():
    homes: dict[str, set[str]] = defaultdict(set)
    for name, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].add(name)
            elif isinstance(node, ast.Assign):
                for target in (inner for one in node.targets for inner in ast.walk(one)):
                    if isinstance(target, ast.Name) and not target.id.startswith("_"):
                        homes[target.id].add(name)
    assert {name: sorted(found) for name, found in homes.items() if len(found) > MOST_OF_A_NAME} == {}
