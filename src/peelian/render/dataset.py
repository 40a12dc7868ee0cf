"""An open dataset: every figure of a pack as a row, with a descriptor that says what each column is.

The descriptor is a Frictionless Data Package, version 1: https://specs.frictionlessdata.io/data-package/.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from peelian.core.pack import Pack, Receipt

CSV, PARQUET, DESCRIPTOR = "observations.csv", "observations.parquet", "datapackage.json"
PLACES = 10
"""Decimals of a value that has no end in decimals; `value_exact` has it whole."""

FIELDS: Mapping[str, tuple[str, str, str]] = {
    "key": ("VARCHAR", "string", "Names the figure: measure@area/period:form, or stated:ID"),
    "text": ("VARCHAR", "string", "The figure as printed on every surface"),
    "form": ("VARCHAR", "string", "What is told of it: value, change, interval, rank and the like"),
    "measure": ("VARCHAR", "string", "The measure's name"),
    "title": ("VARCHAR", "string", "The measure as a reader knows it"),
    "area": ("VARCHAR", "string", "The area's key"),
    "area_name": ("VARCHAR", "string", "The area's name"),
    "period": (
        "VARCHAR",
        "string",
        "A month (2025-12), quarter (2025-26-q3), financial year or 12 months (12m-2025-12)",
    ),
    "period_words": ("VARCHAR", "string", "The same in words"),
    "value": ("DOUBLE", "number", "The value in its unit, unrounded; empty where there is none"),
    "value_exact": ("VARCHAR", "string", "The same as a fraction"),
    "unit": ("VARCHAR", "string", "count, percent, per 1,000 people or per 100"),
    "numerator": ("BIGINT", "integer", "The number counted; empty where it is withheld or missing"),
    "denominator": ("BIGINT", "integer", "The number it is out of; empty for a count"),
    "interval": ("VARCHAR", "string", "The 95% interval and its method"),
    "compared_with": ("VARCHAR", "string", "The period a change is told against"),
    "months_present": ("BIGINT", "integer", "Months of the period that are held"),
    "months_expected": ("BIGINT", "integer", "Months of the period"),
    "status": (
        "VARCHAR",
        "string",
        "value, withheld, incomplete or stated: why there is no value, where there is none",
    ),
    "evidence": ("VARCHAR", "string", "recomputed, official, reported or stated"),
    "sources": ("VARCHAR", "string", "Fingerprints of the received files behind it, with spaces between"),
}
"""Column: its type in Parquet, its type in the descriptor, what it says."""

COLUMNS: Mapping[str, str] = {name: kind for name, (kind, _, _) in FIELDS.items()}
OGL = {
    "name": "OGL-UK-3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "title": "Open Government Licence v3.0",
}


def dataset(pack: Pack, folder: Path) -> None:
    """`observations.csv` and `datapackage.json` in a folder that exists. Parquet is the engine's to write."""
    titles = {measure.name: measure.title for measure in pack.measures}
    with (folder / CSV).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_row(receipt, titles) for receipt in pack.figures.values())
    described = json.dumps(_descriptor(pack), ensure_ascii=False, indent=1)
    (folder / DESCRIPTOR).write_text(described + "\n", encoding="utf-8", newline="\n")


def _row(receipt: Receipt, titles: Mapping[str, str]) -> dict[str, object]:
    own = {name: getattr(receipt, name) for name in FIELDS if hasattr(receipt, name)}
    return {
        **{name: "" if told is None else told for name, told in own.items()},
        "title": titles.get(receipt.measure, ""),
        "value": _decimal(receipt.value),
        "value_exact": receipt.value,
        "sources": " ".join(receipt.snapshots),
    }


def _decimal(value: str) -> str:
    if not value:
        return ""
    exact = Fraction(value)
    rounded = round(Decimal(exact.numerator) / Decimal(exact.denominator), PLACES)
    return f"{rounded:f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:f}"


def _descriptor(pack: Pack) -> dict[str, Any]:
    fields = [{"name": name, "type": kind, "description": says} for name, (_, kind, says) in FIELDS.items()]
    schema = {"fields": fields, "primaryKey": "key", "missingValues": [""]}
    common = {"profile": "tabular-data-resource", "schema": schema}
    return {
        "profile": "tabular-data-package",
        "name": _name(f"{pack.office}-{pack.id}"),
        "id": pack.id,
        "title": pack.title,
        "description": ". ".join(
            part.rstrip(".")
            for part in (pack.subtitle, f"Every figure of the pack for {pack.period_words}", pack.notice)
            if part
        ),
        "version": pack.id,
        "keywords": ["police and crime commissioner", pack.area, pack.period_words],
        "licenses": list(_licences(pack)),
        "sources": [{"title": f"{source.publisher}: {source.file}"} for source in pack.sources],
        "attribution": list(pack.attribution),
        "resources": [
            {
                "name": "observations",
                "path": CSV,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {
                    "delimiter": ",",
                    "quoteChar": '"',
                    "doubleQuote": True,
                    "lineTerminator": "\n",
                    "header": True,
                },
                **common,
            },
            {"name": "observations-parquet", "path": PARQUET, "format": "parquet", "profile": "data-resource"},
        ],
    }


def _licences(pack: Pack) -> Iterator[dict[str, str]]:
    """The open licence, where a source bears it; else what the sources say."""
    told = dict.fromkeys(source.licence for source in pack.sources if source.licence)
    for licence in told:
        yield dict(OGL) if "Open Government Licence" in licence else {"name": _name(licence), "title": licence}
    if not told:
        yield {"name": "other-closed", "title": "None given by the sources: ask the office"}


def _name(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
