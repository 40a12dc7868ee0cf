"""The layout of the package: a stranger finds a thing by its folder and its file's name."""

from collections import Counter
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src" / "peelian"
MOST_IN_A_FOLDER = 24
NOUNS = {"binding", "rounding"}
"""Words in -ing that are nouns of the field."""


def test_the_package_opens_on_three_files():
    assert sorted(path.name for path in PACKAGE.glob("*.py")) == ["__init__.py", "__main__.py", "cli.py"]


def test_no_folder_holds_more_modules_than_a_person_takes_in():
    sizes = Counter(path.parent for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
    assert {str(folder): size for folder, size in sizes.items() if size > MOST_IN_A_FOLDER} == {}


def test_no_module_is_called_by_what_it_is_doing():
    stems = {path.stem for path in PACKAGE.rglob("*.py")}
    assert {stem for stem in stems if stem.endswith("ing")} <= NOUNS
