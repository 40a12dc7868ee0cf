"""Reads return templates from text files: those that Peelian ships, and those that an office uses."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from peelian.core.errors import DefinitionError
from peelian.core.shipped_files import SHIPPED, shipped_text
from peelian.core.sources import BUILT_IN_TABLES, Contract
from peelian.workspace.text_files import IDENTIFIER, KEY, read_toml

COLUMN_ROLES = {"month": ("month",), "n": ("whole number", "pounds", "decimal")}


@cache
def shipped_returns() -> Mapping[str, Contract]:
    """The return templates that Peelian ships, by name. An office copies those it needs to its `sources`."""
    return read_contracts(SHIPPED / "returns")


def shipped_return_text(name: str) -> str:
    """The text of a shipped return template."""
    return shipped_text("returns", f"{name}.toml")


def read_contracts(folder: Path) -> Mapping[str, Contract]:
    found: dict[str, Contract] = {}
    for path in sorted(folder.glob("*.toml")):
        contract: Contract = read_toml(path, Contract)
        if contract.name != path.stem or not KEY.fullmatch(contract.name.replace("_", "-")):
            raise DefinitionError(str(path), f"it is called {contract.name!r}", f"name it {path.stem!r}")
        _check_contract(contract, str(path))
        found[contract.name] = contract
    return found


def _check_contract(contract: Contract, where: str) -> None:
    """DefinitionError unless the template can fill its fact table: known columns, right types, a month, a force."""
    names = [column.name for column in contract.column]
    for name in (contract.fills, *names):
        if not IDENTIFIER.fullmatch(name):
            raise DefinitionError(where, f"{name!r} cannot name a table or column", "use small letters, digits and _")
    headers = [column.header.strip() for column in contract.column]
    for header in {header for header in headers if not header or headers.count(header) > 1}:
        what = f"two columns are headed {header!r}" if header else "a column has a blank header"
        raise DefinitionError(where, what, "give each its own header")
    if contract.threshold < 0:
        raise DefinitionError(where, f"threshold is {contract.threshold}, below 0", "write 0 or more")
    for repeated in {name for name in names if names.count(name) > 1}:
        raise DefinitionError(where, f"two columns are called {repeated!r}", "give each its own name")
    if "month" not in names or not ({"force"} & set(names) or contract.force):
        raise DefinitionError(where, "it says neither which month nor which force", "declare a month and a force")
    if contract.fills in BUILT_IN_TABLES:
        table = BUILT_IN_TABLES[contract.fills]
        allowed = {"month", "force", "place", "place_name", "n", *table.columns}
        if unknown := [name for name in names if name not in allowed]:
            raise DefinitionError(
                where, f"{contract.fills} has no column {unknown[0]!r}", f"use one of {', '.join(sorted(allowed))}"
            )
    for column in contract.column:
        if column.name in COLUMN_ROLES and column.type not in COLUMN_ROLES[column.name]:
            raise DefinitionError(
                where, f"{column.name!r} must be a {COLUMN_ROLES[column.name][0]}", "correct its type"
            )
    for identity in contract.identity:
        allowed = {word for column in contract.column if column.name == identity.column for word in column.allowed}
        used = (*identity.adds, *identity.less, *identity.comes_to, *identity.carried)
        if not set(used) <= allowed:
            what = f"an identity uses words that the column {identity.column!r} does not allow"
            raise DefinitionError(where, what, "name a column and words that it allows")


def take_returns(folder: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Copy shipped return templates to the workspace, where the office may change them. Existing files are kept.

    DefinitionError for a name that is not shipped.
    """
    written = []
    for name in names:
        if name not in shipped_returns():
            known = ", ".join(sorted(shipped_returns()))
            raise DefinitionError("returns", f"there is no return {name!r}", f"name one of {known}")
        path = folder / "sources" / f"{name}.toml"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_text(shipped_return_text(name), encoding="utf-8", newline="\n")
            written.append(path)
    return tuple(written)
