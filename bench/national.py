"""A national archive, made up in the published layout: 43 forces, 12,300 street rows a force and month on average.

36 months are 19 million rows, 4 GB of CSV. Nothing in it is a figure of a real force: every row is drawn by its number
alone, every place is called Made Up, and what is made is for timing only. Zipped as published, 36 months in each.
"""

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from peelian.core.periods import add_months, month_key
from peelian.workspace import forces as workspace_forces

LAST = date(2025, 12, 1)
MONTHS_OF_AN_ARCHIVE = 36
ROWS = 12_300
"""Rows of a force and month, on average: the largest force has some seven times as many, the smallest a third."""

TYPES = ("Anti-social behaviour", "Anti-social behaviour", "Violence and sexual offences",
         "Violence and sexual offences", "Violence and sexual offences", "Criminal damage and arson", "Other theft",
         "Public order", "Shoplifting", "Shoplifting", "Burglary", "Vehicle crime", "Drugs", "Robbery", "Bicycle theft",
         "Possession of weapons", "Theft from the person", "Other crime")  # fmt: skip
OUTCOMES = ("Investigation complete; no suspect identified", "Unable to prosecute suspect", "Under investigation",
            "Status update unavailable", "Awaiting court outcome", "Local resolution", "Court result unavailable",
            "Offender given a caution")  # fmt: skip

ONE = """
SELECT CASE WHEN kind = $asb THEN NULL ELSE sha256(concat($month, $force, i)) END AS "Crime ID", $month AS "Month",
       $force AS "Reported by", $force AS "Falls within",
       printf('%.6f', -2 + h % 900001 / 1e6) AS "Longitude", printf('%.6f', 51 + h // 7 % 900001 / 1e6) AS "Latitude",
       concat('On or near Made Up Road ', h // 11 % 3000) AS "Location",
       printf('E01%06d', $base + h // 13 % 700) AS "LSOA code", printf('Made Up %03dA', h // 13 % 700) AS "LSOA name",
       kind AS "Crime type", CASE WHEN kind = $asb THEN NULL ELSE $outcomes[1 + h // 17 % len($outcomes)] END
       AS "Last outcome category", NULL AS "Context"
FROM (SELECT i, h, $types[1 + h % len($types)] AS kind
      FROM (SELECT i, CAST(hash(i, $month, $force) % 1000000007 AS BIGINT) AS h FROM range($rows) AS r(i)))
"""


def forces() -> list[tuple[str, str]]:
    """The 43 territorial forces: the word in their files' names, and their name."""
    return [
        (slug, name) for slug, name in workspace_forces.force_names().items() if slug not in ("btp", "northern-ireland")
    ]


def months(number: int) -> list[date]:
    """So many months, the last of them LAST."""
    return [add_months(LAST, -back) for back in reversed(range(number))]


def archives(folder: Path, wanted: Sequence[date], per: int = MONTHS_OF_AN_ARCHIVE) -> list[Path]:
    """Zips of the street files of these months, oldest first, made in `folder` where they are not there yet.

    Those before the last `per` months are in zips of their own, as years of archives are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = [wanted[max(0, end - per) : end] for end in sorted(range(len(wanted), 0, -per))]
    return [_archive(folder / f"{month_key(part[0])}-to-{month_key(part[-1])}.zip", part) for part in parts]


def _archive(path: Path, part: Sequence[date]) -> Path:
    if path.exists():
        return path
    aside, csv = path.with_suffix(".new"), path.with_suffix(".csv")
    with duckdb.connect() as connection, zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for month in part:
            for number, (slug, name) in enumerate(forces()):
                told = {
                    "month": month_key(month), "force": name, "base": 700 * number, "asb": TYPES[0],
                    "types": list(TYPES), "outcomes": list(OUTCOMES), "rows": _rows(number),
                }  # fmt: skip
                connection.execute(f"CREATE OR REPLACE TEMP TABLE made AS {ONE}", told)
                connection.execute(f"COPY made TO '{csv}' (HEADER, DELIMITER ',')")
                name = f"{month_key(month)}/{month_key(month)}-{slug}-street.csv"
                archive.writestr(name, csv.read_bytes().replace(b"\n", b"\r\n"))
    csv.unlink()
    aside.replace(path)
    return path


def _rows(number: int) -> int:
    """Rows a month of the force of this number, so that their mean is ROWS."""
    shares = [1 / (1 + at) ** 0.7 for at in range(len(forces()))]
    return round(ROWS * len(shares) * shares[number] / sum(shares))
