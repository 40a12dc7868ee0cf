"""Off period: which figures of a paper are of another period than the one it reports on."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from peelian.core.language import say
from peelian.core.pack import Cell, Page, Receipt, Row, Run, Table, figure_keys
from peelian.core.periods import Period, add_months, month_words
from peelian.core.phrases import Phrase


def page(
    pages: Sequence[Page], receipts: Mapping[str, Receipt], titles: Mapping[str, str], period: Period
) -> Page | None:
    """A page whose table has a row for each other period, with what is told of it; None where there is none.

    `titles` names measures and statements by their keys. The months of a chart are told as one span. The period of a
    statement is as its document has it, so that one which gives none says so.
    """
    printed = dict.fromkeys(key for one in pages for key in figure_keys(one.title, one.blocks))
    told = [receipts[key] for key in printed]
    rows = tuple(
        Row((Run(name),), (Cell((Run("; ".join(sorted({titles[key] for key in keys}))),)),))
        for name, keys in (*_computed(told, period), *_stated(told, period))
    )
    if not rows:
        return None
    heads = (say(Phrase.PERIOD), say(Phrase.OFF_PERIOD_TOLD))
    table = Table(say(Phrase.OFF_PERIOD_CAPTION, period=period.words), heads, rows)
    title = (Run(say(Phrase.OFF_PERIOD_TITLE, period=period.words)),)
    return Page("other-periods", say(Phrase.ABOUT_THE_PAPER), title, (table,))


def _computed(told: Iterable[Receipt], period: Period) -> Iterator[tuple[str, Collection[str]]]:
    """Each other period in words with the measures told of it: the latest first, and of those the longest."""
    months: dict[str, set[date]] = {}
    found: dict[tuple[date, date, str], set[str]] = {}
    for receipt in told:
        if not receipt.measure:
            continue
        of = Period.parse(receipt.period)
        if of.kind == "month":
            months.setdefault(receipt.measure, set()).add(of.start)
        elif of != period:
            found.setdefault((of.stop, of.start, of.words), set()).add(receipt.measure)
    for measure, held in months.items():
        for first, last in _spans(sorted(held)):
            name = month_words(first)
            if first != last:
                name = say(Phrase.OFF_PERIOD_MONTHS, first=name, last=month_words(last))
            found.setdefault((add_months(last, 1), first, name), set()).add(measure)
    for stop, start, name in sorted(found, key=lambda one: (-one[0].toordinal(), one[1], one[2])):
        yield name, found[stop, start, name]


def _spans(months: Sequence[date]) -> Iterator[tuple[date, date]]:
    """The first and last of each run of months without a gap."""
    first = last = months[0]
    for month in months[1:]:
        if month != add_months(last, 1):
            yield first, last
            first = month
        last = month
    yield first, last


def _stated(told: Iterable[Receipt], period: Period) -> Iterator[tuple[str, Collection[str]]]:
    """Each other period that documents give their statements, as they word it."""
    found: dict[str, set[str]] = {}
    for receipt in told:
        if receipt.statement and receipt.period_words.lower() != period.words.lower():
            found.setdefault(receipt.period_words, set()).add(receipt.key)
    for name in sorted(found):
        yield say(Phrase.OFF_PERIOD_STATED, period=name or say(Phrase.NOT_GIVEN)), found[name]
