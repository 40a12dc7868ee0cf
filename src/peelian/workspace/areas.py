"""Reads areas.csv, and breaks.csv, which lists the breaks in series."""

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from peelian.core.areas import Area, AreaKind, Areas, rest_of
from peelian.core.errors import DefinitionError
from peelian.core.periods import parse_month
from peelian.core.plan import Break
from peelian.workspace.forces import shipped_forces
from peelian.workspace.text_files import KEY, read_csv, read_table

AREA_COLUMNS = ("area", "name", "kind", "force", "place", "vintage")


def read_areas(path: Path, *, shipped: bool) -> Areas:
    """Forces first, then the areas of areas.csv. Each place of a local authority keeps the years of its boundaries."""
    by_key: dict[str, Area] = dict(shipped_forces()) if shipped else {}
    members: dict[str, set[str]] = defaultdict(set)
    home: dict[str, str] = {}
    vintages: dict[str, set[str]] = defaultdict(set)
    for where, row in read_table(path, AREA_COLUMNS):
        if not KEY.fullmatch(row["area"]):
            raise DefinitionError(where, f"{row['area']!r} cannot be an area's key", "use small letters, digits and -")
        if not row["name"].strip():
            raise DefinitionError(where, "its name is blank", "write what the area is called")
        if not re.fullmatch(r"(19|20)[0-9]{2}|", row["vintage"]):
            raise DefinitionError(
                where, f"vintage is {row['vintage']!r}", "write the year of the boundaries, such as 2021"
            )
        kinds: dict[str, AreaKind] = {"force": "force", "local authority": "local authority"}
        if row["kind"] not in kinds:
            raise DefinitionError(where, f"{row['kind']!r} is not a kind of area", "use force or local authority")
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
            raise DefinitionError(
                str(path), f"{area.key} is in {area.force!r}, which is not a known force", "correct the force"
            )
        if area.kind == "local authority":
            if area.key not in members:
                what = f"{area.key} has no place, so it would count nothing"
                raise DefinitionError(str(path), what, "list the codes of its places, or run `peelian areas`")
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
            raise DefinitionError(f"{path}, line {number}", "it repeats a line above", "remove it")
    return breaks
