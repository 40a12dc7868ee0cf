"""Adds a file's headings, unread parts and words to its proposed match, so that a later change is noticed."""

from collections.abc import Sequence
from dataclasses import replace

from peelian.core.sources import Contract
from peelian.sources.layouts import drift, read_match
from peelian.sources.layouts.propose import Proposal
from peelian.sources.returns import free_words, percent_shares
from peelian.sources.spreadsheets.headings import headings
from peelian.sources.spreadsheets.sheets import Sheet


def as_it_is(offered: Proposal, sheets: Sequence[Sheet], contract: Contract) -> Proposal:
    """The proposal with the file's headings, its number of unread tables, and its words."""
    match = offered.match
    found: dict[str, int] = {}
    for sheet, place in read_match.places(sheets, match, contract):
        for part, times in drift.shape(headings(sheet, place.header, match.headings)).items():
            found[part] = max(times, found.get(part, 0))
    read = read_match.read_with_match(sheets, match, contract)
    known = {column.name: free_words.said(read.lines, column) for column in free_words.free(contract)}
    listed = tuple(part for part, times in found.items() for _ in range(times))
    known = {name: words for name, words in known.items() if words}
    match = replace(match, seen=listed, apart=len(read.apart), known=known)
    if percent_shares.told(read.lines, contract) == percent_shares.ALL:
        match = replace(match, shares=True)
    lines = ["Figures are shares of one and are read as per cent: 0.5 is 50%."] if match.shares else []
    lines += [f"Not read, although it has figures: {', '.join(read.apart)}."] if read.apart else []
    return replace(offered, match=match, seen=(*offered.seen, *lines))
