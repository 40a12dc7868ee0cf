"""Figuring: which columns hold the figures, and what each of them is of."""

from collections.abc import Sequence

from peelian.core.sources import Column
from peelian.sources.layouts import guess_columns
from peelian.sources.layouts.candidate import COUNTS, Candidate
from peelian.sources.layouts.matches import ACROSS, FIGURE_COLUMN, Value
from peelian.sources.spreadsheets.headings import Heading
from peelian.sources.spreadsheets.word_match import gist, is_derived, is_total, norm, word_of


def figures(look: Candidate) -> None:
    """Months across, or several columns of figures each of some of the return's words, or one column of figures."""
    plain = [head for head in look.unused() if _is_plain(look, head)]
    months = [head for head in look.unused() if head.month_in(look.context)]
    if months and "month" not in look.at:
        look.months = ACROSS
        if FIGURE_COLUMN in look.at:
            del look.columns[FIGURE_COLUMN], look.at[FIGURE_COLUMN]
        _under_months(look, [head for head in months if head in plain])
        return
    numeric = [head for head in plain if look.numeric(head.at) and not head.month and head.parts]
    own = _of_words(look, numeric)
    if FIGURE_COLUMN in look.at and len(own) > 1:  # what was taken for the figures is their total
        del look.columns[FIGURE_COLUMN], look.at[FIGURE_COLUMN]
    if FIGURE_COLUMN in look.at:
        return
    if own:
        look.values = own
        _unsure_of(look, numeric, own)
        return
    counted = [head for head in look.unused() if look.numeric(head.at) and not is_derived(head.rest) and head.parts]
    named = [
        head
        for head in counted
        if COUNTS.fullmatch(norm(head.rest)) or set(gist(look.own_header())) & set(gist(head.rest))
    ]
    free = look.free_missing()
    if free and len(rests(numeric)) > 1 and not guess_columns.words_before(look, numeric[0].at):
        own_headers = {norm(column.header) for column in look.contract.column}
        if any(norm(head.rest) in own_headers for head in numeric):
            look.unsure.append("the headings do not stand over what they say")
        look.values = [Value(head.rest, {free.name: head.rest}) for head in numeric]
        look.guessed += 1
        return
    labelled = max((at for at in look.at.values()), default=-1)
    after = [head for head in numeric if head.at > labelled]
    chosen = numeric if len(rests(numeric)) == 1 else named if len(rests(named)) == 1 else []
    chosen = chosen or next((found for found in (after, counted) if len(rests(found)) == 1), [])
    if any(head.blank and look.numeric(head.at) for head in look.unused()):
        look.unsure.append("a column of figures has no heading")
    if len(chosen) == 1 and not chosen[0].years:
        look.take(FIGURE_COLUMN, chosen[0])
    elif chosen:
        look.values = [Value(chosen[0].rest)]


def _is_plain(look: Candidate, head: Heading) -> bool:
    """Whether a heading is of figures as they were counted, and of a part of them; a word of the return's always is."""
    if norm(head.rest) in look.own_words:
        return True
    return not is_derived(head.rest) and not any(is_total(rest) for rest in head.rests)


def _under_months(look: Candidate, months: Sequence[Heading]) -> None:
    ends = rests(months)
    own = _of_words(look, months)
    if own:
        look.values = own
        _unsure_of(look, months, own)
        held = {norm(value.heading) for value in own}
        if look.sheet.turned and any(norm(end) not in held for end in ends):
            look.unsure.append("not every column under a month is of words that are known")
        if "" in ends:
            look.unsure.append("a column of figures under a month has no heading of its own")
    elif len(ends) == 1 and ends[0]:
        look.values = [Value(ends[0])]
    elif len(ends) > 1:
        named = [r for r in ends if norm(r) == norm(look.own_header()) or COUNTS.fullmatch(norm(r))]
        free = look.free_missing()
        if len(named) == 1:
            look.values = [Value(named[0])]
        elif free and "" not in ends:
            look.values = [Value(rest, {free.name: rest}) for rest in ends]
            look.guessed += 1
        elif "" not in ends:
            look.unsure.append(f"{' and '.join(map(repr, ends[:2]))} may both be the figures")
    if not months:
        look.unsure.append("no column under the months has the figures")


def _of_words(look: Candidate, heads: Sequence[Heading]) -> list[Value]:
    """Each heading with the return's words in it; those with fewer than others are totals of theirs."""
    missing = [c for c in look.contract.column if (c.allowed or c.name == "place") and c.name not in look.at]
    made: dict[str, Value] = {}
    for head in heads:
        of = {c.name: word for c in missing if (word := _word_in(look, head, c))}
        if of and head.rest not in made:
            made[head.rest] = Value(head.rest, of)
    most = max((len(value.of) for value in made.values()), default=0)
    return _one_each([value for value in made.values() if len(value.of) == most])


def _word_in(look: Candidate, head: Heading, column: Column) -> str:
    """The return's word in one part of a heading, the lowest first, or in the whole; a place's code by its name."""
    parts = (*reversed(head.rests), head.rest)
    if column.name == "place":
        return next((look.office.code(part) for part in parts if look.office.code(part)), "")
    exact = [part for part in parts if norm(part) in map(norm, column.allowed)]
    return next((word for part in exact or parts if (word := word_of(part, column.allowed))), "")


def _unsure_of(look: Candidate, heads: Sequence[Heading], own: Sequence[Value]) -> None:
    """A word without a column, beside a column without a word, may be that column's."""
    taken = {norm(value.heading) for value in own}
    spare = [rest for rest in rests(heads) if norm(rest) not in taken]
    names = own[0].of if own else {}
    for column in look.contract.column:
        if column.name in names:
            told = {value.of.get(column.name, "") for value in own}
            lost = [word for word in column.allowed or look.office.places.values() if word not in told]
            others = [rest for rest in spare if not is_total(rest)]
            if lost and others:
                look.unsure.append(f"it has no column {lost[0]!r}, unless {others[0]!r} is that column")


def rests(heads: Sequence[Heading]) -> list[str]:
    return list({norm(head.rest): head.rest for head in heads}.values())


def _one_each(values: Sequence[Value]) -> list[Value]:
    """Of two headings that could be of the same words, the one that says them and no more; else neither."""
    by_of: dict[tuple[tuple[str, str], ...], list[Value]] = {}
    for value in values:
        by_of.setdefault(tuple(sorted(value.of.items())), []).append(value)
    kept = []
    for of, alike in by_of.items():
        exact = [v for v in alike if norm(v.heading) in {norm(word) for _, word in of}]
        if len(alike) == 1 or len(exact) == 1:
            kept.append((alike if len(alike) == 1 else exact)[0])
    return kept
