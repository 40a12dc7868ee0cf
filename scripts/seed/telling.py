"""The text of docs/seed.md: a table with a line for each row."""

import re
from collections.abc import Iterator, Sequence

from judging import Found, Judged, listed

INTRO = """# The seed, row by row

What a real presentation told its Panel, and what a report must be able to hold of it. A row that is a figure holds when
Barsetshire, whose data are made up, computes and prints it with all that belongs to it, and Wiltshire as far as public
sources go. What each row must print is told in [seed.toml](seed.toml).

Made from built packs, never by hand: `make demo`, then `.venv/bin/python scripts/seed`. A page is
named by its title, and by its place in the pack's `page.html`.

{counts}

| {heads} |
|{rule}|
"""
HEADS = (
    "row", "what it is", "measures, or the register it waits for", "in Barsetshire", "there it is", "in Wiltshire",
    "there it is", "holds",
)  # fmt: skip


def table(judged: Sequence[Judged]) -> str:
    """The text of docs/seed.md."""
    figures = [one for one in judged if not one.row.get("waits")]
    held = sum(not one.fails for one in figures)
    counts = f"{held} of {len(figures)} rows that are figures hold; {len(judged) - len(figures)} wait for registers."
    head = INTRO.format(counts=counts, heads=" | ".join(HEADS), rule="|".join("---" for _ in HEADS))
    return head + "".join(f"| {' | '.join(_cells(one))} |\n" for one in judged)


def _cells(one: Judged) -> Iterator[str]:
    row, waits = one.row, one.row.get("waits")
    names = dict.fromkeys(re.split(r"[@/:]", reference)[0] for reference in listed(row, "figures"))
    yield str(row["id"])
    yield str(row["title"])
    later = f"; later, {row['later']}" if row.get("later") else ""
    yield f"waits for: {waits}" if waits else (", ".join(f"`{name}`" for name in names) or "every figure") + later
    yield _where(one.made_up)
    yield "waits" if waits else one.made_up.status
    yield _where(one.public)
    yield one.public.status
    yield "waits" if waits else f"no: {'; '.join(one.fails)}".replace("|", "/") if one.fails else "yes"


def _where(found: Found) -> str:
    if not found.articles:
        return "–"
    places = (f"{one.title.replace('|', '/')} (`#{one.id}`)" for one in found.articles)
    return f"`{found.pack}`: " + "; ".join(places)
