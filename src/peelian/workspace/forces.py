"""The police forces, and every name that publishers use for them."""

import csv
from collections.abc import Mapping
from functools import cache

from peelian.core.areas import Area
from peelian.core.shipped_files import SHIPPED


@cache
def shipped_forces() -> Mapping[str, Area]:
    with (SHIPPED / "data" / "forces.csv").open(encoding="utf-8") as text:
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


@cache
def force_aliases() -> Mapping[str, str]:
    """Every spelling of a force's name, to the name in its street files: Devon and Cornwall (ONS) is one."""
    with (SHIPPED / "data" / "forces.csv").open(encoding="utf-8") as text:
        return {
            row[column]: row["name"]
            for row in csv.DictReader(text)
            for column in ("slug", "ons_name", "ons_name_2016", "name")
            if row[column]
        }


@cache
def force_names() -> Mapping[str, str]:
    """Slug in file names to the name in `Falls within`: devon-and-cornwall to Devon & Cornwall Police."""
    with (SHIPPED / "data" / "forces.csv").open(encoding="utf-8") as text:
        return {row["slug"]: row["name"] for row in csv.DictReader(text)}
