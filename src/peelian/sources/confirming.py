"""Confirming: what a file was like when its layout was confirmed, kept with the match and told beforehand."""

from collections.abc import Sequence
from dataclasses import replace

from peelian.core.sources import Contract
from peelian.sources import matched, shapes, shares, words
from peelian.sources.headings import headings
from peelian.sources.proposing import Proposal
from peelian.sources.sheets import Sheet


def as_it_is(offered: Proposal, sheets: Sequence[Sheet], contract: Contract) -> Proposal:
    """The proposal with the file's headings, what of it is left unread, and its words, so that a change is noticed."""
    match = offered.match
    seen: dict[str, int] = {}
    for sheet, place in matched.places(sheets, match, contract):
        for part, times in shapes.shape(headings(sheet, place.header, match.headings)).items():
            seen[part] = max(times, seen.get(part, 0))
    read = matched.read(sheets, match, contract)
    known = {column.name: words.said(read.lines, column) for column in words.free(contract)}
    listed = tuple(part for part, times in seen.items() for _ in range(times))
    known = {name: told for name, told in known.items() if told}
    match = replace(match, seen=listed, apart=len(read.apart), known=known)
    if shares.told(read.lines, contract) == shares.ALL:
        match = replace(match, shares=True)
    lines = ["Shares of one are read as per cent: 0.5 is 50%."] if match.shares else []
    lines += [f"With figures, and left unread: {', '.join(read.apart)}."] if read.apart else []
    return replace(offered, match=match, seen=(*offered.seen, *lines))
