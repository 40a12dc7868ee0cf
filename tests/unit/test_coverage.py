"""Coverage: which months a force has reported."""

from datetime import date

from peelian.core.coverage import Coverage
from peelian.core.sources import Snapshot

MAY, JUNE, JULY = (date(2025, month, 1) for month in (5, 6, 7))


def file(name: str) -> Snapshot:
    return Snapshot(name.ljust(64, "0"), "", "", name, JULY, "", "", "", "", "", "recomputed", 0, ())


def test_a_month_is_there_for_the_force_and_the_dataset_that_were_received():
    a, b = file("a"), file("b")
    north = {("crimes", "North", JUNE): a, ("crimes", "North", MAY): b, ("stops", "North", JULY): b}
    held = Coverage({**north, ("crimes", "South", JULY): a})
    assert held.has("crimes", "North", JUNE)
    assert not held.has("crimes", "South", JUNE)
    assert not held.has("stops", "North", JUNE)
    assert held.snapshot("crimes", "North", MAY) is b
    assert held.months("crimes", "North") == (MAY, JUNE)
    assert held.months("crimes") == (MAY, JUNE, JULY)
    assert held.months("crimes", "East") == held.months("waits") == ()
