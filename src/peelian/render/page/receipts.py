"""Where the page tells how its figures were made: receipts by measure, and every place a figure is printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from peelian.core.language import say
from peelian.core.pack import Chart, MeasureRecord, Pack, Page, Receipt, Table, figure_keys, plain, runs_of
from peelian.core.phrases import Phrase
from peelian.render.page.blocks import slug


@dataclass(frozen=True)
class Place:
    """Where a figure is printed."""

    href: str
    title: str


@dataclass(frozen=True)
class Group:
    """A measure's receipts: those printed in sentences told in full, those of tables and charts listed by page.

    `measure` is the record that says what it means, None where there is none.
    """

    title: str
    measure: MeasureRecord | None
    told: tuple[Receipt, ...]
    listed: Mapping[Place | None, Sequence[Receipt]]


KeysInOrder = Sequence[tuple[Place, str]]


def page_id(one: Page) -> str:
    return "page-" + slug(one.id)


def places_printed(pack: Pack) -> KeysInOrder:
    """Each key with its place, in the order read: the brief, then the paper, and in the end the cover sheet."""
    told = [
        (Place(f"#{page_id(one)}", plain(one.title)), key)
        for one in (*pack.brief, *pack.pages)
        for key in figure_keys(one.title, one.blocks)
    ]
    cover = Place("#cover", say(Phrase.COVER_SHEET))
    return (
        *told,
        *((cover, run.key) for runs in (*pack.cover.asks, *pack.cover.background) for run in runs if run.key),
    )


def places(told: KeysInOrder) -> dict[str, list[Place]]:
    """Every place a figure is printed at, once each."""
    found: dict[str, dict[Place, None]] = {}
    for place, key in told:
        found.setdefault(key, {})[place] = None
    return {key: list(once) for key, once in found.items()}


def groups(pack: Pack, told: KeysInOrder) -> list[Group]:
    """Receipts by measure, in the pack's order of measures; figures stated by documents come last."""
    records = {measure.name: measure for measure in pack.measures}
    in_sentences = {key for one in (*pack.brief, *pack.pages) for key in _sentence_keys(one)}
    first = {key: place for place, key in reversed(told)}
    by_measure: dict[str, list[Receipt]] = {name: [] for name in records}
    for receipt in pack.figures.values():
        by_measure.setdefault(receipt.measure, []).append(receipt)
    return [
        Group(
            records[name].title if name in records else name or say(Phrase.STATED_IN_DOCUMENTS),
            records.get(name),
            tuple(receipt for receipt in receipts if receipt.key in in_sentences),
            _listed([receipt for receipt in receipts if receipt.key not in in_sentences], first),
        )
        for name, receipts in sorted(by_measure.items(), key=lambda at: not at[0])
        if receipts
    ]


def _listed(receipts: Sequence[Receipt], first: Mapping[str, Place]) -> dict[Place | None, Sequence[Receipt]]:
    listed: dict[Place | None, list[Receipt]] = {}
    for receipt in receipts:
        listed.setdefault(first.get(receipt.key), []).append(receipt)
    return dict(listed)


def _sentence_keys(one: Page) -> Iterator[str]:
    """The keys of the figures printed in words rather than in a table or a chart."""
    yield from (run.key for run in one.title if run.key)
    for each in one.blocks:
        if isinstance(each, Chart):
            yield from (run.key for run in each.title if run.key)
        elif not isinstance(each, Table):
            yield from (run.key for run in runs_of(each) if run.key)
