"""Definitions: text files (TOML, CSV) as the dataclasses they declare, with every fault named by file and key."""

import csv
import hashlib
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from peelian.core.areas import Area, AreaKind, Areas, rest_of
from peelian.core.errors import DefinitionError, PeelianError, raise_all
from peelian.core.measures import Measure
from peelian.core.periods import parse_month
from peelian.core.plan import Break
from peelian.core.sources import BUILT_IN_TABLES, Contract

AREA_COLUMNS = ("area", "name", "kind", "force", "place", "vintage")
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
ROLES = {"month": ("month",), "n": ("whole number", "pounds", "decimal")}
DIVIDED = ("per 1,000 people", "percent", "per 100", "days each")
"""Units that nothing is in without being divided by something."""


MOST_BYTES, MOST_OF_SECTION = 3_000_000, 200_000
"""Bytes of a text that people write: the largest areas.csv has a fifth of it, the longest section a tenth."""

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@cache
def adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def read_text(path: Path) -> str:
    """A text file that people write. DefinitionError where it is none, is too long, or hides something."""
    try:
        if path.is_symlink():
            raise DefinitionError(str(path), "it is a link, not a file", "put the file itself there")
        most = MOST_OF_SECTION if path.suffix == ".md" else MOST_BYTES
        if (size := path.stat().st_size) > most:
            what = f"it has {size:,} bytes, and {most:,} are the most"
            raise DefinitionError(str(path), what, "keep what belongs there")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise DefinitionError(str(path), f"it is not UTF-8 text ({fault.reason})", "save it as UTF-8") from None
    except OSError as fault:
        raise DefinitionError(str(path), f"it cannot be read ({fault.strerror})", "check that it is there") from None
    if unseen := UNSEEN.search(text):
        where = f"{path}, line {text.count(chr(10), 0, unseen.start()) + 1}"
        raise DefinitionError(where, "it has a character that cannot be seen", "type the line again")
    return text


def read_toml(path: Path, kind: type) -> Any:
    """A text file as the dataclass it declares. DefinitionError names the file and the key that is wrong."""
    return validated(parse_toml(read_text(path), str(path)), kind, str(path))


def parse_toml(text: str, where: str) -> dict[str, Any]:
    """DefinitionError where it is no TOML, or none that anybody would write by hand."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise DefinitionError(where, f"it is not TOML ({fault})", "correct that line") from None
    except RecursionError:
        raise DefinitionError(where, "its brackets are nested too deep", "correct it") from None
    except ValueError as fault:
        raise DefinitionError(where, f"a number is too long ({str(fault).partition(';')[0]})", "correct it") from None


def validated(raw: Any, kind: type, where: str) -> Any:
    try:
        return adapter(kind).validate_python(raw)
    except ValidationError as error:
        faults = []
        for problem in error.errors():
            key = ".".join(str(part) for part in problem["loc"])
            extra = problem["type"] in ("extra_forbidden", "unexpected_keyword_argument")
            what = f"{key!r} is not a key it can have" if extra else f"{key}: {problem['msg'].lower()}"
            faults.append(DefinitionError(where, what, "correct or remove it"))
        raise_all(faults)
        raise AssertionError("pydantic refused without a reason") from error


def read_csv(path: Path, kind: type) -> tuple[Any, ...]:
    """Rows of a small text table as dataclasses; none when the file is not there."""
    if not path.exists():
        return ()
    rows = _table(path, [field.name for field in fields(kind)])
    return tuple(validated(row, kind, where) for where, row in rows)


def _table(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row by its columns, with where it stands. DefinitionError where the columns or a row are not as expected."""
    reader = csv.reader(read_text(path).splitlines(), strict=True)
    try:
        if next(reader, []) != list(columns):
            raise DefinitionError(f"{path}, line 1", "its columns are not as expected", f"use {','.join(columns)}")
        for cells in reader:
            where = f"{path}, line {reader.line_num}"
            if not cells:
                continue
            if len(cells) != len(columns):
                what = f"it has {len(cells)} cells, the header {len(columns)}"
                raise DefinitionError(where, what, 'correct the line; put a cell with commas in "quotes"')
            yield where, dict(zip(columns, cells, strict=True))
    except csv.Error as fault:
        raise DefinitionError(f"{path}, line {reader.line_num}", str(fault), "correct the line") from None


@cache
def shipped_measures() -> Mapping[str, Measure]:
    """The measures Peelian ships, by name."""
    folder = resources.files("peelian") / "measures"
    with resources.as_file(folder) as path:
        return _read_measures(path)


@cache
def shipped_returns() -> Mapping[str, Contract]:
    """The return templates Peelian ships, by name: an office takes those it needs into its `sources`."""
    with resources.as_file(resources.files("peelian") / "returns") as path:
        return read_contracts(path)


def shipped_return_text(name: str) -> str:
    """A shipped return template's own text."""
    return (resources.files("peelian") / "returns" / f"{name}.toml").read_text(encoding="utf-8")


@cache
def outcome_codes() -> Mapping[str, tuple[str, ...]]:
    """National outcome code to the labels data.police.uk prints for it."""
    labels: dict[str, list[str]] = defaultdict(list)
    with (resources.files("peelian") / "data" / "outcome_codes.csv").open(encoding="utf-8") as text:
        for row in csv.DictReader(text):
            labels[row["code"]].append(row["label"])
    return {code: tuple(told) for code, told in labels.items()}


@cache
def shipped_forces() -> Mapping[str, Area]:
    with (resources.files("peelian") / "data" / "forces.csv").open(encoding="utf-8") as text:
        return {
            row["slug"]: Area(
                row["slug"],
                row["name"],
                "force",
                row["name"],
                code=row["pfa_code"],
                slug=row["slug"],
                ranked=row["ranked"] == "yes",
                per_resident=row["per_resident"] == "yes",
            )
            for row in csv.DictReader(text)
        }


def digest(thing: Any) -> str:
    """SHA-256 of a definition, in canonical JSON."""
    text = json.dumps(asdict(thing), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def read_measures(folder: Path) -> Mapping[str, Measure]:
    """Shipped measures, and over them the workspace's own of the same name."""
    return {**shipped_measures(), **_read_measures(folder)}


def _read_measures(folder: Path) -> Mapping[str, Measure]:
    found: dict[str, Measure] = {}
    faults: list[PeelianError] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            measure = read_measure(path)
            if measure.name != path.stem:
                raise DefinitionError(str(path), f"it is called {measure.name!r}", f"name it {path.stem!r}")
            found[measure.name] = measure
        except PeelianError as fault:
            faults.append(fault)
    raise_all(faults)
    return found


def read_measure(path: Path) -> Measure:
    """A measure; outcome codes in its selections become the labels the data print."""
    raw = parse_toml(read_text(path), str(path))
    codes: list[str] = []
    for part in ("numerator", "denominator"):
        for tests in ("where", "without"):
            chosen = raw.get(part, {}).get(tests, {}) if isinstance(raw.get(part, {}), dict) else {}
            if isinstance(chosen, dict) and "outcome_code" in chosen:
                listed = chosen.pop("outcome_code")
                if not isinstance(listed, list):
                    raise DefinitionError(str(path), "outcome_code is no list", 'write it as ["1", "1A"]')
                if unknown := [code for code in listed if code not in outcome_codes()]:
                    known = ", ".join(outcome_codes())
                    raise DefinitionError(str(path), f"{unknown[0]!r} is no outcome code", f"use one of {known}")
                chosen["outcome"] = [label for code in listed for label in outcome_codes()[code]]
                codes.extend(code for code in listed if code not in codes)
    measure: Measure = validated(raw, Measure, str(path))
    if not IDENTIFIER.fullmatch(measure.name):
        what = f"{measure.name!r} cannot name a measure"
        raise DefinitionError(str(path), what, "use small letters, digits and _")
    for selection in (measure.numerator, measure.denominator):
        tested = {**selection.where, **selection.without} if selection else {}
        if blank := [column for column, listed in tested.items() if not listed]:
            raise DefinitionError(str(path), f"{blank[0]} names no word", "name words it may be, or take it out")
    told = measure.reads or measure.bands
    if measure.unit in DIVIDED and not measure.denominator and not told:
        raise DefinitionError(str(path), f"a measure in {measure.unit} has no denominator", "declare [denominator]")
    if told and measure.areas != ("force",) and measure.reads:
        raise DefinitionError(str(path), "what is read as it was told is given for forces", 'write areas = ["force"]')
    if told and measure.denominator:
        raise DefinitionError(str(path), "what is read or estimated has no denominator", "take [denominator] out")
    if measure.bands:
        measure = _banded(measure, str(path))
    if (measure.unit == "per 1,000 people") != (measure.denominator_kind == "population"):
        raise DefinitionError(str(path), "per 1,000 people and population go together", "correct unit or kind")
    return replace(measure, codes=tuple(codes)) if codes else measure


def _banded(measure: Measure, where: str) -> Measure:
    """Of the numerator the rows of its bands alone. DefinitionError unless the bands follow one another."""
    assert measure.bands
    edges = [*measure.bands.edges.values()]
    for number, (low, *high) in enumerate(edges):
        last = number == len(edges) - 1
        if len(high) != 1 and not (last and not high):
            raise DefinitionError(where, "a band has not two ends; the last may have one", "correct [bands.edges]")
        if high and (high[0] <= low or (not last and edges[number + 1][0] != high[0])):
            raise DefinitionError(where, "its bands do not follow one another", "correct [bands.edges]")
    kept = {**measure.numerator.where, measure.bands.column: tuple(measure.bands.edges)}
    return replace(measure, numerator=replace(measure.numerator, where=kept))


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
        raise DefinitionError(where, f"threshold is {contract.threshold}, below nought", "write 0 or more")
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
        if column.name in ROLES and column.type not in ROLES[column.name]:
            raise DefinitionError(where, f"{column.name!r} must be a {ROLES[column.name][0]}", "correct its type")
    for identity in contract.identity:
        allowed = {word for column in contract.column if column.name == identity.column for word in column.allowed}
        told = (*identity.adds, *identity.less, *identity.comes_to, *identity.carried)
        if not set(told) <= allowed:
            what = f"an identity is of {identity.column!r}, or of words it does not allow"
            raise DefinitionError(where, what, "name a column and words it allows")


def read_areas(path: Path, *, shipped: bool) -> Areas:
    """Forces first, then the areas of areas.csv. Each place of a local authority carries the boundaries it is of."""
    by_key: dict[str, Area] = dict(shipped_forces()) if shipped else {}
    members: dict[str, set[str]] = defaultdict(set)
    home: dict[str, str] = {}
    vintages: dict[str, set[str]] = defaultdict(set)
    for where, row in _table(path, AREA_COLUMNS):
        if not KEY.fullmatch(row["area"]):
            raise DefinitionError(where, f"{row['area']!r} cannot be an area's key", "use small letters, digits and -")
        if not row["name"].strip():
            raise DefinitionError(where, "its name is blank", "write what the area is called")
        if not re.fullmatch(r"(19|20)[0-9]{2}|", row["vintage"]):
            raise DefinitionError(where, f"vintage is {row['vintage']!r}", "write the year of the boundaries, as 2021")
        kinds: dict[str, AreaKind] = {"force": "force", "local authority": "local authority"}
        if row["kind"] not in kinds:
            raise DefinitionError(where, f"{row['kind']!r} is no kind of area", "use force or local authority")
        known = by_key.get(row["area"])
        if row["kind"] == "force":
            base = known or Area(row["area"], row["name"], "force", row["force"], slug=row["area"])
            by_key[row["area"]] = replace(base, name=row["name"], force=row["force"])
            continue
        by_key.setdefault(row["area"], Area(row["area"], row["name"], "local authority", row["force"]))
        if row["place"]:
            if (other := home.setdefault(row["place"], row["area"])) != row["area"]:
                raise DefinitionError(where, f"{row['place']} is in {other} already", "keep one of the two")
            members[row["area"]].add(row["place"])
            if row["vintage"]:
                vintages[row["place"]].add(row["vintage"])
    forces = {area.force: area for area in by_key.values() if area.kind == "force"}
    for area in list(by_key.values()):
        if area.force not in forces:
            raise DefinitionError(str(path), f"{area.key} is of {area.force!r}, no force known", "correct the force")
        if area.kind == "local authority":
            if area.key not in members:
                what = f"{area.key} has no place, so nothing would be counted in it"
                raise DefinitionError(str(path), what, "give the codes it is made of, or run `peelian areas`")
            for rest in rest_of(forces[area.force]):
                by_key.setdefault(rest.key, rest)
    return Areas(
        by_key,
        {area: frozenset(places) for area, places in members.items()},
        {place: frozenset(years) for place, years in vintages.items()},
    )


def read_breaks(path: Path) -> tuple[Break, ...]:
    breaks: tuple[Break, ...] = read_csv(path, Break)
    for number, found in enumerate(breaks, start=2):
        try:
            parse_month(found.month)
        except ValueError as fault:
            raise DefinitionError(f"{path}, line {number}", str(fault), "correct the month") from None
        if found in breaks[: number - 2]:
            raise DefinitionError(f"{path}, line {number}", "it says again what a line above says", "take it out")
    return breaks
