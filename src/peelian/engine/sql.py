"""The SQL of the engine, in the subset DuckDB and Spark share.

Column and table names were checked against declared tables on loading and are double-quoted; values travel as
positional parameters, `?`, the one marker both engines take. Sums of integers are cast to BIGINT, as the engines
would otherwise give different types.
"""

from collections.abc import Sequence

from peelian.core.measures import Selection
from peelian.core.observations import Query

TOTALS = """
SELECT "month", "force", "place", {columns}CAST(SUM("n") AS BIGINT) AS "n"
FROM (SELECT "month", "force", {place} AS "place", {columns}"n" FROM {facts} AS s) AS f
GROUP BY "month", "force", "place"{group}
"""

LINKED = """(
    SELECT o."month", o."force", o."place", o."outcome", o."n",
           COALESCE(NULLIF(o."crime_type", ''), c."crime_type", '') AS "crime_type"
    FROM "outcomes" AS o
    LEFT JOIN (
        SELECT "force", "record", MIN("crime_type") AS "crime_type"
        FROM "crimes" WHERE "record" IS NOT NULL
        GROUP BY "force", "record" HAVING COUNT(*) = 1
    ) AS c ON c."force" = o."force" AND c."record" = o."record"
)"""

BY_FORCE = """
SELECT "month", "force", CAST(SUM("n") AS BIGINT) AS "n"
FROM {totals}
{where}GROUP BY "month", "force"
"""

BY_AREA = """
SELECT t."month", t."force",
       COALESCE(m."area", CASE WHEN t."place" = '' THEN 'no-location' ELSE 'outside' END) AS "area",
       CAST(SUM(t."n") AS BIGINT) AS "n"
FROM {totals} AS t
JOIN "placed" AS p ON p."force" = t."force"
LEFT JOIN "members" AS m ON m."force" = t."force" AND m."place" = t."place"
{where}GROUP BY t."month", t."force",
       COALESCE(m."area", CASE WHEN t."place" = '' THEN 'no-location' ELSE 'outside' END)
"""

BY_PLACE = """
SELECT "month", "force", "place", CAST(SUM("n") AS BIGINT) AS "n"
FROM {totals}
{where}GROUP BY "month", "force", "place"
"""

READINGS = """
SELECT "month", "force", {column}, CAST(SUM("n") AS BIGINT) AS "n"
FROM {{totals}}
{{where}}GROUP BY "month", "force", {column}
"""

PLACED_MONTHS = """
SELECT DISTINCT t."month", t."force", t."place"
FROM {totals} AS t JOIN "placed" AS p ON p."force" = t."force"
"""


def totals_sql(facts: str, columns: Sequence[str], placed: Sequence[str], *, linked: bool = True) -> Query:
    """The query that reads a fact table: rows of month, force, place, `columns`, n.

    Everything else is sums over its result. The place is kept only for the forces whose places make areas. Outcomes
    rows carry no crime type: where a measure tests it, it is that of the one held crime of the same force and
    identifier, and empty when there is none or more than one, or no crimes are held (`linked` is false).
    """
    place = f'CASE WHEN "force" IN ({", ".join("?" * len(placed))}) THEN "place" ELSE \'\' END' if placed else "''"
    source = LINKED if linked and facts == "outcomes" and "crime_type" in columns else f'"{facts}"'
    quoted = "".join(f'"{column}", ' for column in columns)
    group = "".join(f', "{column}"' for column in columns)
    text = TOTALS.format(place=place, columns=quoted, facts=source, group=group)
    return Query(text.strip(), tuple(placed))


def readings(column: str) -> str:
    """The template, as the BY_ ones, of the figures that stand in a column as text."""
    return READINGS.format(column=f'"{column}"')


def months_sql(template: str, totals: str, selection: Selection) -> Query:
    """Monthly sums of the rows a selection keeps, by one of the BY_ templates."""
    alias = "t." if template == BY_AREA else ""
    tests: list[str] = []
    parameters: list[str] = []
    for negated, columns in (("", selection.where), ("NOT ", selection.without)):
        for column, values in columns.items():
            tests.append(f'{alias}"{column}" {negated}IN ({", ".join("?" * len(values))})')
            parameters.extend(values)
    where = f"WHERE {' AND '.join(tests)}\n" if tests else ""
    return Query(template.format(totals=totals, where=where).strip(), tuple(parameters))


def one_query(name: str, totals: Query, months: Query) -> Query:
    """Both queries as one that can be run by hand: how a printed integer was made."""
    return Query(f"WITH {name} AS (\n{totals.sql}\n)\n{months.sql}", totals.parameters + months.parameters)
