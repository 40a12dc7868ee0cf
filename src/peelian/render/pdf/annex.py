"""Where the paper tells what its figures rest on: short, since there are hundreds; the page tells each in full."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from peelian.core.language import say
from peelian.core.pack import MeasureRecord, Pack, Receipt, SourceRecord, StatementRecord
from peelian.core.phrases import Phrase


@dataclass(frozen=True)
class AnnexEntry:
    """Figures that share a period and all that is said of them: `facts` stands once behind them all."""

    period: str
    figures: tuple[Receipt, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True)
class AnnexPart:
    """A measure's figures for one area. `shared` holds of all that do not say otherwise: evidence, kind of interval."""

    area: str
    shared: tuple[str, ...]
    entries: tuple[AnnexEntry, ...]


@dataclass(frozen=True)
class Group:
    """A measure's figures: in `parts` those of the text, and in `tabled` those that stand only in tables.

    `measure` is None where the pack has no record of it.
    """

    title: str
    measure: MeasureRecord | None
    parts: tuple[AnnexPart, ...]
    tabled: tuple[Receipt, ...]


@dataclass(frozen=True)
class Source:
    """A document, and what it states: each statement with the keys of the figures that repeat it."""

    name: str
    url: str
    statements: tuple[tuple[StatementRecord, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Received:
    """The files of one return, or of one public table, that share publisher and licence."""

    name: str
    publisher: str
    licence: str
    files: int
    first: str
    last: str
    rows: int
    rejected: int
    duplicates: int


def groups(pack: Pack, told: frozenset[str], tabled: frozenset[str]) -> tuple[Group, ...]:
    """The receipts of both by measure, in the pack's order of measures; not those of statements.

    `told` are the keys of text, `tabled` those that stand only in tables.
    """
    by_measure: dict[str, list[Receipt]] = {measure.name: [] for measure in pack.measures}
    for key, receipt in pack.figures.items():
        if (key in told or key in tabled) and not receipt.statement:
            by_measure.setdefault(receipt.measure, []).append(receipt)
    records = {measure.name: measure for measure in pack.measures}
    return tuple(
        Group(
            record.title if (record := records.get(name)) else say(Phrase.OTHER_FIGURES),
            record,
            tuple(_parts(one for one in receipts if one.key in told)),
            tuple(one for one in receipts if one.key not in told),
        )
        for name, receipts in sorted(by_measure.items(), key=lambda at: at[0] not in records)
        if receipts
    )


def stated(pack: Pack, keys: frozenset[str]) -> tuple[Source, ...]:
    """The pack's statements by source, each with those of `keys` that repeat it."""
    repeated: dict[str, list[str]] = {}
    for key, receipt in pack.figures.items():
        if key in keys and receipt.statement:
            repeated.setdefault(receipt.statement, []).append(key)
    sources: dict[tuple[str, str], list[tuple[StatementRecord, tuple[str, ...]]]] = {}
    for one in pack.statements:
        sources.setdefault((one.source, one.url), []).append((one, tuple(repeated.get(one.id, ()))))
    return tuple(Source(name, url, tuple(told)) for (name, url), told in sources.items())


def received(pack: Pack) -> tuple[Received, ...]:
    """The files the pack rests on, counted by what they hold: there are hundreds, and the page lists each."""
    together: dict[tuple[str, str, str], list[SourceRecord]] = {}
    for one in pack.sources:
        together.setdefault((one.file.partition("/")[0], one.publisher, one.licence), []).append(one)
    return tuple(
        Received(
            name.replace("_", " ").capitalize(),
            publisher,
            licence,
            len(files),
            min(one.as_at for one in files),
            max(one.as_at for one in files),
            sum(one.rows for one in files),
            sum(one.rejected for one in files),
            sum(one.duplicates for one in files),
        )
        for (name, publisher, licence), files in sorted(together.items())
    )


def _parts(receipts: Iterable[Receipt]) -> Iterator[AnnexPart]:
    by_area: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        by_area.setdefault(receipt.area_name, []).append(receipt)
    for area, all_of_it in by_area.items():
        evidence = _most(one.evidence for one in all_of_it)
        method = _most(_method(one) for one in all_of_it if one.interval)
        yield AnnexPart(area, tuple(filter(None, (evidence, method))), tuple(_entries(all_of_it, evidence, method)))


def _entries(receipts: Iterable[Receipt], evidence: str, method: str) -> Iterator[AnnexEntry]:
    together: dict[tuple[str, tuple[str, ...]], list[Receipt]] = {}
    for one in receipts:
        interval = one.interval.partition(" (")[0] if _method(one) == method else one.interval
        facts = (_out_of(one), interval, one.evidence if one.evidence != evidence else "", *_compared(one), *one.notes)
        together.setdefault((one.period_words, tuple(filter(None, facts))), []).append(one)
    return (AnnexEntry(period, tuple(told), facts) for (period, facts), told in together.items())


def _out_of(one: Receipt) -> str:
    if one.numerator is None or not one.denominator:
        return ""
    return say(Phrase.OUT_OF, numerator=f"{one.numerator:,}", denominator=f"{one.denominator:,}")


def _compared(one: Receipt) -> tuple[str, ...]:
    return (say(Phrase.COMPARED_WITH_PERIOD, period=one.compared_with),) if one.compared_with else ()


def _method(one: Receipt) -> str:
    """How an interval was made: what stands in its brackets."""
    return one.interval.partition(" (")[2].removesuffix(")")


def _most(words: Iterable[str]) -> str:
    """The words most of them share: said once for all, and again only where they differ."""
    return next((word for word, _ in Counter(words).most_common(1)), "")
