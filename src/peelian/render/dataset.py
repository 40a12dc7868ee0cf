"""An open dataset: every figure of a pack as a row, with a descriptor that says what each column is.

The descriptor is a Frictionless Data Package, version 1: https://specs.frictionlessdata.io/data-package/.
"""

import csv
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

from peelian.core.errors import OutputError, PeelianError, raise_all
from peelian.core.language import say
from peelian.core.pack import Pack, Receipt, Status
from peelian.core.phrases import Phrase

CSV, PARQUET, DESCRIPTOR = "observations.csv", "observations.parquet", "datapackage.json"
VALUE_DECIMALS = 10
"""Decimals of a value that has no end in decimals; `value_exact` has it whole."""

FIELDS: Mapping[str, tuple[str, str, Phrase]] = {
    "key": ("VARCHAR", "string", Phrase.FIELD_KEY),
    "text": ("VARCHAR", "string", Phrase.FIELD_TEXT),
    "form": ("VARCHAR", "string", Phrase.FIELD_FORM),
    "measure": ("VARCHAR", "string", Phrase.FIELD_MEASURE),
    "title": ("VARCHAR", "string", Phrase.FIELD_TITLE),
    "area": ("VARCHAR", "string", Phrase.FIELD_AREA),
    "area_name": ("VARCHAR", "string", Phrase.FIELD_AREA_NAME),
    "period": ("VARCHAR", "string", Phrase.FIELD_PERIOD),
    "period_words": ("VARCHAR", "string", Phrase.FIELD_PERIOD_WORDS),
    "value": ("DOUBLE", "number", Phrase.FIELD_VALUE),
    "value_exact": ("VARCHAR", "string", Phrase.FIELD_VALUE_EXACT),
    "unit": ("VARCHAR", "string", Phrase.FIELD_UNIT),
    "numerator": ("BIGINT", "integer", Phrase.FIELD_NUMERATOR),
    "denominator": ("BIGINT", "integer", Phrase.FIELD_DENOMINATOR),
    "interval": ("VARCHAR", "string", Phrase.FIELD_INTERVAL),
    "compared_with": ("VARCHAR", "string", Phrase.FIELD_COMPARED_WITH),
    "months_present": ("BIGINT", "integer", Phrase.FIELD_MONTHS_PRESENT),
    "months_expected": ("BIGINT", "integer", Phrase.FIELD_MONTHS_EXPECTED),
    "status": ("VARCHAR", "string", Phrase.FIELD_STATUS),
    "evidence": ("VARCHAR", "string", Phrase.FIELD_EVIDENCE),
    "sources": ("VARCHAR", "string", Phrase.FIELD_SOURCES),
}
"""Column: its type in Parquet, its type in the descriptor, what it says."""

CHANGES = ("change", "from-to", "verdict")
STATUSES: tuple[str, ...] = get_args(Status)
OTHER_UNITS = {"rank": "rank", "base": "count", "count": "count"}

COLUMNS: Mapping[str, str] = {name: kind for name, (kind, _, _) in FIELDS.items()}
LICENCES: Mapping[str, Mapping[str, str]] = {
    "Open Government Licence": {
        "name": "OGL-UK-3.0",
        "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "title": "Open Government Licence v3.0",
    }
}
"""By what sources call them, with the names the Open Definition has for them."""

FORMULA, SIGNED = re.compile(r"[=+@\t\r-]"), re.compile(r"[+-][£$]?[0-9][0-9,./]*( ?%|[a-z ]*)?")
"""What a spreadsheet takes for the beginning of a formula; and a number with its sign, which is none."""

NOT_SPECIFIED = "notspecified"
"""The Open Definition's name for a licence that is not one of its own, or that nobody gave."""


def dataset(pack: Pack, folder: Path) -> None:
    """`observations.csv` and `datapackage.json` in a folder that exists. Parquet is the engine's to write.

    OutputError for a text that a spreadsheet would run as a formula: quotes do not keep it from that, and a sign before
    it would make another text of it.
    """
    titles = {measure.name: measure.title for measure in pack.measures}
    rows = [_row(receipt, titles) for receipt in pack.figures.values()]
    raise_all([fault for row in rows for fault in _run(row)])
    with (folder / CSV).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    written = (folder / CSV).read_bytes()
    described = json.dumps(_descriptor(pack, written), ensure_ascii=False, indent=1)
    (folder / DESCRIPTOR).write_text(described + "\n", encoding="utf-8", newline="\n")


def _run(row: Mapping[str, object]) -> Iterator[PeelianError]:
    for column, told in row.items():
        if isinstance(told, str) and FORMULA.match(told) and not SIGNED.fullmatch(told):
            what = f"{column!r} of {row['key']} begins with {told[0]!r}: a spreadsheet would run it"
            yield OutputError(CSV, what, "begin it with a letter")


def _row(receipt: Receipt, titles: Mapping[str, str]) -> dict[str, object]:
    own = {name: getattr(receipt, name) for name in FIELDS if hasattr(receipt, name)}
    return {
        **{name: "" if told is None else told for name, told in own.items()},
        "title": titles.get(receipt.measure, ""),
        "value": _decimal(receipt.value),
        "value_exact": receipt.value,
        "unit": _unit(receipt),
        "sources": " ".join(receipt.snapshots),
    }


def _unit(receipt: Receipt) -> str:
    """The unit of the row's own value, where the receipt has its measure's: points are not per cent."""
    if receipt.form in CHANGES:
        return "percentage points" if receipt.unit == "percent" else "percent change"
    return OTHER_UNITS.get(receipt.form, receipt.unit)


def _decimal(value: str) -> str:
    if not value:
        return ""
    exact = Fraction(value)
    rounded = round(Decimal(exact.numerator) / Decimal(exact.denominator), VALUE_DECIMALS)
    return f"{rounded:f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:f}"


def _descriptor(pack: Pack, observations: bytes) -> dict[str, Any]:
    told = (pack.subtitle, say(Phrase.EVERY_FIGURE_FOR, period=pack.period_words), pack.notice)
    return {
        "profile": "tabular-data-package",
        "name": _name(f"{pack.office}-{pack.id}"),
        "title": pack.title,
        "description": " ".join(f"{part.rstrip('.')}." for part in told if part),
        "version": pack.id,
        "keywords": [say(Phrase.KEYWORD), pack.area, pack.period_words],
        "licenses": list(_licences(pack)),
        "sources": [{"title": f"{source.publisher}: {source.file}"} for source in pack.sources],
        "attribution": list(pack.attribution),
        "resources": [_resource(observations)],
    }


def _resource(observations: bytes) -> dict[str, Any]:
    """The CSV. The Parquet is told of in words: a tabular package may list nothing but CSV and JSON."""
    return {
        "profile": "tabular-data-resource",
        "name": "observations",
        "title": say(Phrase.OBSERVATIONS),
        "description": say(Phrase.ROW_A_FIGURE, file=PARQUET),
        "path": CSV,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(observations),
        "hash": f"sha256:{hashlib.sha256(observations).hexdigest()}",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n", "header": True},
        "schema": {"fields": [_field(name) for name in FIELDS], "primaryKey": "key", "missingValues": [""]},
    }


def _field(name: str) -> dict[str, Any]:
    _, kind, says = FIELDS[name]
    constraints = {"key": {"required": True, "unique": True}, "status": {"required": True, "enum": list(STATUSES)}}
    told = {"constraints": constraints[name]} if name in constraints else {}
    return {"name": name, "type": kind, "description": say(says), **told}


def _licences(pack: Pack) -> Iterator[dict[str, str]]:
    """Each licence that a source bears, under its name in the Open Definition where it has one there."""
    told = dict.fromkeys(source.licence for source in pack.sources if source.licence)
    for licence in told:
        known = next((dict(one) for name, one in LICENCES.items() if name in licence), None)
        yield known or {"name": NOT_SPECIFIED, "title": licence}
    if not told:
        yield {"name": NOT_SPECIFIED, "title": say(Phrase.NO_LICENCE)}


def _name(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
