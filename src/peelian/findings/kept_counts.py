"""Counts kept between runs: what each question on a fact table was answered with, while its facts are the same."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from peelian.core.code_digest import code_digest
from peelian.engine.counts import Rows
from peelian.sources.facts import store as facts_store
from peelian.workspace import kept

LINKED = {"outcomes": ("crimes",)}
"""Fact tables that are read with another."""

MOST_ROWS = 100_000
"""Answers with more rows are not kept: they take longer to read than to count."""


class KeptCounts:
    """A file for each fact table, made from its parts, the engine and the code: a change of any has it begun anew."""

    def __init__(self, home: Path, parts: Mapping[str, Sequence[Path]], engine: str) -> None:
        self._home, self._parts, self._engine = home, parts, engine
        self._made_from: dict[str, str] = {}
        self._tables: dict[str, dict[str, Rows]] = {}
        self._new: set[str] = set()

    def rows(self, facts: str, question: str, ask: Callable[[], Rows]) -> Rows:
        """The rows that answer a question, which must tell all that decides them besides the facts."""
        table, asked = self._table(facts), kept.digest(question)
        if asked not in table:
            table[asked] = ask()
            self._new.add(facts)
        return table[asked]

    def save(self) -> None:
        """Write the tables that have a new answer."""
        for facts in sorted(self._new):
            told = {
                asked: [[month.isoformat(), *rest] for month, *rest in rows]
                for asked, rows in sorted(self._tables[facts].items())
                if len(rows) <= MOST_ROWS
            }
            kept.write(self._home / f"{facts}.json", self._made_from[facts], told)
        self._new.clear()

    def _table(self, facts: str) -> dict[str, Rows]:
        if facts not in self._tables:
            read_with = [facts_store.marks(self._parts.get(one, ())) for one in (facts, *LINKED.get(facts, ()))]
            self._made_from[facts] = kept.digest(code_digest(), self._engine, read_with)
            held = kept.read(self._home / f"{facts}.json", self._made_from[facts]) or {}
            self._tables[facts] = {
                asked: [(date.fromisoformat(month), *rest) for month, *rest in rows] for asked, rows in held.items()
            }
        return self._tables[facts]
