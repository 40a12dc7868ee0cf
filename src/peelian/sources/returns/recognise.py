"""Recognises which return a supplier's file is, and reads it by its template, by a kept match, or by a proposal."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from peelian.core.errors import PeelianError, SourceError
from peelian.core.sources import Contract
from peelian.sources.layouts import matches as layouts_matches
from peelian.sources.layouts import propose, read_match
from peelian.sources.layouts.matches import Match
from peelian.sources.layouts.propose import Own, Proposal
from peelian.sources.returns import confirmed_layout, read_return
from peelian.sources.returns.read_return import Return
from peelian.sources.spreadsheets.sheets import Sheet

MANY = 1_000_000
"""The number of faults of a file without any usable month."""

Recognised = tuple[Contract, str, Return]
"""A file's return, the text of its match, and its contents."""


@dataclass(frozen=True)
class Layouts:
    """The matches that an office has confirmed, and facts about the office that suppliers need not repeat."""

    matches: Sequence[Match] = ()
    office: Own = propose.NOBODY


class _File:
    """A file and its possible returns. It reads the file once by each match."""

    def __init__(self, path: Path, held: Sequence[Sheet], wanted: Mapping[str, Contract]) -> None:
        self.path, self.sheets, self.wanted, self.name = path, held, wanted, path.name
        self._read: list[tuple[Match, Return | PeelianError]] = []

    def matched(self, match: Match) -> Recognised:
        found = next((read for own, read in self._read if own == match), None)
        if found is None:
            found = self._reading(match)
            self._read.append((match, found))
        if isinstance(found, PeelianError):
            raise found
        return self.wanted[match.reads], layouts_matches.written(match), found

    def _reading(self, match: Match) -> Return | PeelianError:
        try:
            return read_return.read_matched(self.path, self.wanted[match.reads], match, self.sheets)
        except PeelianError as fault:
            return fault

    def faults(self, match: Match) -> int:
        """The number of faults if the match reads the file."""
        try:
            return len(self.matched(match)[2].left_out)
        except PeelianError:
            return MANY

    def evidence(self) -> Mapping[str, int]:
        return propose.evidence(self.sheets, self.wanted.values())


class Undecided(SourceError):
    """A question that only the office can answer, such as which return a file is. No letter to the supplier."""


class Unmatched(Undecided):
    """A layout that nobody has confirmed yet. `proposal` is a way to read it, or None if nothing fits."""

    def __init__(self, file: str, what: str, to_do: str, proposal: Proposal | None) -> None:
        super().__init__(file, what, to_do)
        self.proposal = proposal


def recognise(
    path: Path, sheets: Sequence[Sheet], contracts: Mapping[str, Contract], layouts: Layouts, source: str = ""
) -> Recognised:
    """The file's return, match and contents. SourceError if no return fits or several do; Unmatched if it is new."""
    wanted = {name: contract for name, contract in contracts.items() if not source or name == source}
    known = ", ".join(sorted(contracts)) or "none"
    to_do = f"name its return with --source (templates: {known}), or leave it out"
    if source and not wanted:
        raise Undecided(path.name, f"no return template is called {source!r}", to_do)
    file = _File(path, sheets, wanted)
    own = _as_asked(file, to_do)
    if own:
        try:
            return own, "", read_return.read_return(path, own)
        except PeelianError as fault:  # its cells may be in another form: numbers with commas, months in words
            return _otherwise(file, layouts, own, fault)
    if filled := _filled_in(file):
        return file.matched(filled) if not file.faults(filled) else _otherwise(file, layouts, wanted[filled.reads])
    kept = _by_kept(file, layouts, to_do)
    if kept and not file.faults(kept):
        return file.matched(kept)
    proposals = propose.propose(sheets, wanted.values(), layouts.office)
    if kept and not _better(file, kept, proposals):
        return file.matched(kept)
    return _proposed(file, proposals, to_do)


def _as_asked(file: _File, to_do: str) -> Contract | None:
    """The return with a text file's columns. Of several, the one that fits its cells best, then its words."""
    header = read_return.header_of(file.path)
    fits = [contract for contract in file.wanted.values() if read_return.matches(header, contract)]
    if len(fits) > 1:
        said = file.evidence()
        ranks = {c.name: (_strict_faults(file.path, c), -said[c.name]) for c in fits}
        best = min(ranks.values())
        fits = [contract for contract in fits if ranks[contract.name] == best]
    if len(fits) > 1:
        raise Undecided(file.name, "several return templates have its columns", to_do)
    return fits[0] if fits else None


def _filled_in(file: _File) -> Match | None:
    """The match for a filled-in template: a workbook with exactly the template's headings in its first row."""
    read = [sheet for sheet in file.sheets if read_match.is_read(sheet) and sheet.name and sheet.rows]
    head = [str(cell) for cell in read[0].rows[0] if cell != ""] if read else []
    fits = [c for c in file.wanted.values() if [column.header for column in c.column] == head]
    twice = {word for word in head if head.count(word) > 1}
    for headers in ([column.header for column in contract.column] for contract in file.wanted.values()):
        if set(headers) <= set(head) and (alike := twice & set(headers)):
            what = f"several columns have the heading {min(alike)!r}"
            raise SourceError(read[0].place(0), what, "keep the right one")
    return _plain(fits[0]) if len(fits) == 1 else None


def _plain(contract: Contract) -> Match:
    return Match(contract.name, columns={column.name: column.header for column in contract.column})


def _otherwise(file: _File, layouts: Layouts, own: Contract, strict: PeelianError | None = None) -> Recognised:
    """Reads a file with a template's columns and faulty cells: by another match, or only its months without a fault."""
    if len(set(header := read_return.header_of(file.path))) < len(header):
        alike = SourceError(file.name, "two of its headings are the same", "keep the right one")
        raise strict or alike
    matches = [match for match in layouts.matches if match.reads == own.name]
    for match in read_match.fitting(file.sheets, matches, file.wanted):
        if not file.faults(match):
            return file.matched(match)
    proposals = propose.propose(file.sheets, [own], layouts.office)
    if proposals and not proposals[0].lacking and not file.faults(proposals[0].match):
        return _proposed(file, proposals, "")
    try:
        return file.matched(_plain(own))
    except PeelianError as fault:
        raise strict or fault from None


def _by_kept(file: _File, layouts: Layouts, to_do: str) -> Match | None:
    """The kept match that reads the file with the fewest faults, or None.

    If another return has the same columns, the file's words decide between them.
    """
    wanted = file.wanted
    kept = read_match.fitting(file.sheets, [match for match in layouts.matches if match.reads in wanted], wanted)
    if not kept:
        return None
    said = file.evidence()
    rivals = [
        replace(match, reads=other.name)
        for match in kept
        for other in wanted.values()
        if other.name != match.reads and _alike(other, wanted[match.reads])
    ]
    ranked = sorted(
        ((file.faults(match), -said[match.reads], n, match) for n, match in enumerate([*kept, *rivals])),
        key=lambda one: one[:3],
    )
    faults, words, n, best = ranked[0]
    others = {match.reads for f, w, _, match in ranked if (f, w) == (faults, words) and match.reads != best.reads}
    if others:
        raise Undecided(file.name, f"it may be {' or '.join(sorted({best.reads, *others}))}", to_do)
    return best if n < len(kept) else None


def _alike(one: Contract, other: Contract) -> bool:
    """Whether two returns have the same columns."""
    return {column.header for column in one.column} == {column.header for column in other.column}


def _better(file: _File, kept: Match, proposals: Sequence[Proposal]) -> bool:
    """Whether the first proposal reads the file with fewer faults than the kept match."""
    if not proposals or proposals[0].lacking:
        return False
    return file.faults(proposals[0].match) < file.faults(kept)


def _proposed(file: _File, proposals: Sequence[Proposal], to_do: str) -> Recognised:
    if not proposals:
        raise Unmatched(file.name, "no return template has its columns", to_do, None)
    first, *others = proposals
    title = file.wanted[first.match.reads].title
    if first.lacking:
        what = f"it is most like {title!r}, but {first.lacking[0]}"
        raise Unmatched(file.name, what, "ask for the return on its template, or write its match by hand", first)
    if others and not others[0].lacking and first.rank == others[0].rank:
        ranks = [file.faults(one.match) for one in (first, others[0])]
        if ranks[0] == ranks[1]:
            what = f"it may be {title!r} or {file.wanted[others[0].match.reads].title!r}"
            raise Undecided(file.name, what, to_do)
        first = first if ranks[0] < ranks[1] else others[0]
        title = file.wanted[first.match.reads].title
    if first.asked_for_so(file.wanted[first.match.reads]):
        return file.matched(first.match)
    what = f"its layout is new; it may be {title!r}"
    first = confirmed_layout.as_it_is(first, file.sheets, file.wanted[first.match.reads])
    raise Unmatched(file.name, what, "check how it would be read, and confirm with --confirm", first)


def _strict_faults(path: Path, contract: Contract) -> int:
    try:
        read_return.read_return(path, contract)
    except PeelianError as fault:
        faults: Collection[object] = getattr(fault, "faults", [fault])
        return len(faults)
    return 0
