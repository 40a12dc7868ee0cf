"""Reads measures from text files: those that Peelian ships, and the workspace's own."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from peelian.core.errors import DefinitionError, PeelianError, raise_all
from peelian.core.measures import Measure
from peelian.core.periods import parse_month
from peelian.core.shipped_files import SHIPPED
from peelian.workspace.text_files import IDENTIFIER, parse_toml, read_text, validated

DIVIDED = ("per 1,000 people", "percent", "per 100", "days each")
"""Units that need a denominator."""


@cache
def shipped_measures() -> Mapping[str, Measure]:
    """The measures Peelian ships, by name."""
    return _read_measures(SHIPPED / "measures")


@cache
def outcome_codes() -> Mapping[str, tuple[str, ...]]:
    """National outcome code to the labels data.police.uk prints for it."""
    labels: dict[str, list[str]] = defaultdict(list)
    with (SHIPPED / "data" / "outcome_codes.csv").open(encoding="utf-8") as text:
        for row in csv.DictReader(text):
            labels[row["code"]].append(row["label"])
    return {code: tuple(listed) for code, listed in labels.items()}


def read_measures(folder: Path) -> Mapping[str, Measure]:
    """The shipped measures and the workspace's own. The workspace's wins over a shipped one of the same name."""
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
    """A measure. Outcome codes in its selections become the labels in the data."""
    raw = parse_toml(read_text(path), str(path))
    codes: list[str] = []
    for part in ("numerator", "denominator"):
        for tests in ("where", "without"):
            chosen = raw.get(part, {}).get(tests, {}) if isinstance(raw.get(part, {}), dict) else {}
            if isinstance(chosen, dict) and "outcome_code" in chosen:
                listed = chosen.pop("outcome_code")
                if not isinstance(listed, list):
                    raise DefinitionError(str(path), "outcome_code is not a list", 'write it as ["1", "1A"]')
                if unknown := [code for code in listed if code not in outcome_codes()]:
                    known = ", ".join(outcome_codes())
                    raise DefinitionError(str(path), f"{unknown[0]!r} is not an outcome code", f"use one of {known}")
                chosen["outcome"] = [label for code in listed for label in outcome_codes()[code]]
                codes.extend(code for code in listed if code not in codes)
    measure: Measure = validated(raw, Measure, str(path))
    if not IDENTIFIER.fullmatch(measure.name):
        what = f"{measure.name!r} cannot name a measure"
        raise DefinitionError(str(path), what, "use small letters, digits and _")
    for selection in (measure.numerator, measure.denominator):
        tested = {**selection.where, **selection.without} if selection else {}
        if blank := [column for column, listed in tested.items() if not listed]:
            raise DefinitionError(str(path), f"{blank[0]} lists no words", "list its words, or remove it")
    read_or_banded = measure.reads or measure.bands
    if measure.unit in DIVIDED and not measure.denominator and not read_or_banded:
        raise DefinitionError(str(path), f"a measure in {measure.unit} has no denominator", "declare [denominator]")
    if measure.reads and measure.areas != ("force",):
        raise DefinitionError(str(path), "a reported figure is for forces only", 'write areas = ["force"]')
    if read_or_banded and measure.denominator:
        what = "a reported or estimated figure has no denominator"
        raise DefinitionError(str(path), what, "remove [denominator]")
    if measure.bands:
        measure = _banded(measure, str(path))
    if (measure.unit == "per 1,000 people") != (measure.denominator_kind == "population"):
        raise DefinitionError(str(path), "per 1,000 people and population go together", "correct unit or kind")
    _check_review(measure, str(path))
    return replace(measure, codes=tuple(codes)) if codes else measure


def _check_review(measure: Measure, where: str) -> None:
    """Who checked the definition is printed with when it is next reviewed."""
    if measure.next_review and not measure.checked_by:
        raise DefinitionError(where, "next_review has no checked_by", "write who checked the definition")
    if measure.next_review:
        try:
            parse_month(measure.next_review)
        except ValueError:
            raise DefinitionError(
                where, f"next_review is {measure.next_review!r}", "write a month, as 2027-06"
            ) from None


def _banded(measure: Measure, where: str) -> Measure:
    """The measure with only the rows of its bands in its numerator. DefinitionError unless the bands are contiguous."""
    assert measure.bands
    edges = [*measure.bands.edges.values()]
    for number, (low, *high) in enumerate(edges):
        last = number == len(edges) - 1
        if len(high) != 1 and not (last and not high):
            raise DefinitionError(
                where, "a band lacks an upper end, which only the last band may", "correct [bands.edges]"
            )
        if high and (high[0] <= low or (not last and edges[number + 1][0] != high[0])):
            raise DefinitionError(where, "its bands do not follow one another", "correct [bands.edges]")
    kept = {**measure.numerator.where, measure.bands.column: tuple(measure.bands.edges)}
    return replace(measure, numerator=replace(measure.numerator, where=kept))
