"""What both engines must read alike in the SQL they share, whatever their own manners are."""

from collections.abc import Callable

import pytest
from tables import parquet, rows

from peelian.core.observations import Query
from peelian.engine.counts import Engine

CRIMES = """
month    force      place      crime_type  n
2025-10  wiltshire  E01015471  Burglary    3
2025-11  wiltshire  E01015471  Robbery     4
"""


@pytest.fixture
def ask(engine: Engine, tmp_path) -> Callable[..., list[tuple[object, ...]]]:
    engine.facts("crimes", parquet(tmp_path, "crimes", rows(CRIMES)))
    return lambda sql, *parameters: engine.query(Query(sql, parameters))


def test_a_name_in_double_quotes_is_a_column_and_no_text(ask):
    assert ask('SELECT DISTINCT "crime_type" FROM "crimes" ORDER BY "crime_type"') == [("Burglary",), ("Robbery",)]


def test_a_parameter_is_a_value_whatever_stands_in_it(ask):
    hostile = "x' OR '1'='1"
    assert ask('SELECT COUNT(*) FROM "crimes" WHERE "crime_type" = ?', hostile) == [(0,)]
    assert ask('SELECT COUNT(*) FROM "crimes" WHERE "crime_type" IN (?, ?)', "Robbery", hostile) == [(1,)]


def test_sums_are_whole_numbers_and_what_is_none_is_none(ask):
    [(n, none)] = ask('SELECT CAST(SUM("n") AS BIGINT), MIN(NULLIF("n", "n")) FROM "crimes"')
    assert (n, type(n), none) == (7, int, None)


def test_text_that_is_no_number_is_a_fault_and_not_nought(ask):
    with pytest.raises(Exception, match=r"(?i)cast|convert"):
        ask('SELECT CAST("crime_type" AS BIGINT) FROM "crimes"')
