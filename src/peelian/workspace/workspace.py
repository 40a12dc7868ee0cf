"""The workspace: one folder of text files for an office, its plan, measures, areas, sources and packs."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from peelian.core.areas import Area, Areas
from peelian.core.errors import DefinitionError, PeelianError, raise_all
from peelian.core.language import in_language, say
from peelian.core.measures import Measure
from peelian.core.periods import Period
from peelian.core.phrases import Phrase
from peelian.core.plan import Break, Office, PackPlan, Plan, RequestSent, Statement
from peelian.core.sources import BUILT_IN_TABLES, Contract, FactTable
from peelian.workspace.areas import read_areas, read_breaks
from peelian.workspace.atomic_write import is_file
from peelian.workspace.measures import read_measures, shipped_measures
from peelian.workspace.templates import read_contracts, shipped_returns
from peelian.workspace.text_files import read_csv, read_text, read_toml, validated

STATEMENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
"""The ids that a narrative can use after `stated:`."""


@dataclass(frozen=True)
class PackText:
    """A pack's plan, its sections (file name and Markdown text, in order) and the text of its brief."""

    id: str
    plan: PackPlan
    sections: tuple[tuple[str, str], ...]
    brief: str = ""


@dataclass(frozen=True)
class Workspace:
    """Everything in the text files, checked."""

    folder: Path
    office: Office
    plan: Plan
    areas: Areas
    measures: Mapping[str, Measure]
    contracts: Mapping[str, Contract]
    breaks: tuple[Break, ...]
    statements: Mapping[str, Statement]
    asked: Mapping[tuple[str, str], RequestSent]

    @property
    def force(self) -> Area:
        """The force the office holds to account."""
        return self.areas[self.office.area]

    @property
    def councils(self) -> tuple[str, ...]:
        """The areas of the councils that send members to the Panel."""
        within = (area.key for area in self.areas.within(self.force) if area.kind == "local authority")
        return self.office.councils or tuple(within)

    @cached_property
    def publishers(self) -> Mapping[str, str]:
        """A sentence for each fact table that names the source of its figures."""
        suppliers: dict[str, list[str]] = {}
        for contract in self.contracts.values():
            suppliers.setdefault(contract.fills, []).append(contract.supplier)
        opened = {name: [table.publisher] for name, table in BUILT_IN_TABLES.items() if name not in suppliers}
        joined = {table: "; ".join(dict.fromkeys(names)) for table, names in {**opened, **suppliers}.items()}
        return {table: say(Phrase.SOURCE_OF, publisher=names) for table, names in joined.items()}

    @cached_property
    def tables(self) -> Mapping[str, FactTable]:
        return {**BUILT_IN_TABLES, **{c.fills: c.table for c in self.contracts.values()}}

    def lacking(self, measure: Measure) -> tuple[str, str] | None:
        """What the workspace lacks to count the measure, and what to do. None if it lacks nothing."""
        for facts, tested in measure.columns.items():
            table = self.tables.get(facts)
            if table is None:
                return _unfilled(facts, self.folder)
            if unknown := set(tested) - set(table.columns):
                columns = ", ".join(table.columns) or "none"
                return f"{table.name} has no column {min(unknown)!r}", f"its columns are {columns}"
        return None

    @property
    def pack_ids(self) -> tuple[str, ...]:
        return tuple(sorted(path.parent.name for path in (self.folder / "packs").glob("*/pack.toml")))

    def pack(self, pack_id: str) -> PackText:
        """DefinitionError if the pack, its period or a section does not exist."""
        folder = self.folder / "packs" / pack_id
        if pack_id not in self.pack_ids:
            known = ", ".join(self.pack_ids) or "none"
            raise DefinitionError(str(folder), "there is no such pack", f"name one of: {known}")
        plan = read_toml(folder / "pack.toml", PackPlan)
        if not plan.period:
            raise DefinitionError(str(folder / "pack.toml"), "period is blank", "write it like 2025-26-q3")
        for key in (plan.period, plan.compare):
            _period(key, folder / "pack.toml")
        if twice := [name for name in plan.sections if plan.sections.count(name) > 1]:
            raise DefinitionError(
                str(folder / "pack.toml"), f"section {twice[0]!r} is listed twice", "keep one of them"
            )
        if lost := set(plan.opinion) - set(plan.sections):
            what = f"opinion names {min(lost)!r}, which is not a section of the pack"
            raise DefinitionError(str(folder / "pack.toml"), what, "name sections of the pack")
        sections = tuple((name, _text(folder, name)) for name in plan.sections)
        return PackText(pack_id, plan, sections, _text(folder, plan.brief) if plan.brief else "")


def load(folder: Path, engine: str = "") -> Workspace:
    """The workspace in a folder. `engine` replaces the engine in office.toml.

    DefinitionError, or Faults for several, says what is wrong and where.
    """
    faults: list[PeelianError] = []

    def part(read: Callable[[], Any], otherwise: Any) -> Any:
        try:
            return read()
        except PeelianError as fault:
            faults.append(fault)
            return otherwise

    if not (folder / "office.toml").is_file():
        raise DefinitionError(str(folder), "there is no office.toml in it", "make a workspace with `peelian new`")
    office: Office = read_toml(folder / "office.toml", Office)
    if engine:
        office = validated({**asdict(office), "engine": engine}, Office, "--engine")
    plan = part(lambda: read_toml(folder / "plan.toml", Plan), Plan(""))
    measures = part(lambda: read_measures(folder / "measures"), {})
    contracts = part(lambda: read_contracts(folder / "sources"), {})
    with in_language(office.language):
        areas = part(lambda: read_areas(folder / "areas.csv", shipped=not office.made_up), Areas({}))
    breaks = part(lambda: read_breaks(folder / "breaks.csv"), ())
    statements = part(lambda: _statements(folder / "statements.csv"), {})
    asked = part(lambda: _requests(folder / "requests.csv"), {})
    raise_all(faults)
    workspace = Workspace(folder, office, plan, areas, measures, contracts, breaks, statements, asked)
    raise_all(_disagreements(workspace))
    return workspace


def _statements(path: Path) -> Mapping[str, Statement]:
    found: dict[str, Statement] = {}
    for number, one in enumerate(read_csv(path, Statement), start=2):
        where = f"{path}, line {number}"
        if not STATEMENT_ID.fullmatch(one.id):
            raise DefinitionError(where, f"{one.id!r} cannot name a statement", "use letters, digits, _ and -")
        if one.id in found:
            raise DefinitionError(where, f"{one.id!r} is used twice", "give each its own id")
        if one.url and not one.url.startswith(("https://", "http://")):
            raise DefinitionError(
                where, f"{one.url!r} is not the address of a page", "begin it with https://, or leave it blank"
            )
        found[one.id] = one
    return found


def _requests(path: Path) -> Mapping[tuple[str, str], RequestSent]:
    found: dict[tuple[str, str], RequestSent] = {}
    for number, one in enumerate(read_csv(path, RequestSent), start=2):
        where = f"{path}, line {number}"
        if (one.pack, one.source) in found:
            raise DefinitionError(where, f"{one.source!r} of {one.pack!r} is listed twice", "keep one of the two")
        for day in filter(None, (one.asked, one.chased)):
            try:
                date.fromisoformat(day)
            except ValueError:
                raise DefinitionError(where, f"{day!r} is not a day", "write it like 2025-11-01") from None
        found[one.pack, one.source] = one
    return found


def _text(folder: Path, name: str) -> str:
    path = folder / name
    if path.parent != folder or not is_file(path):
        raise DefinitionError(str(folder / "pack.toml"), f"section {name!r} does not exist", "correct its name")
    return read_text(path)


def _period(key: str, path: Path) -> None:
    if key:
        try:
            Period.parse(key)
        except ValueError as fault:
            what = str(fault) if key in str(fault) else f"{key!r} is not a period ({fault})"
            raise DefinitionError(str(path), what, "correct the period") from None


def _disagreements(workspace: Workspace) -> Sequence[PeelianError]:
    """Names that one file uses and no other file defines, and other disagreements between files."""
    faults: list[PeelianError] = []
    office = str(workspace.folder / "office.toml")
    known = workspace.areas.by_key
    for key in (workspace.office.area, *workspace.office.peers.names):
        if key not in known or known[key].kind != "force":
            faults.append(DefinitionError(office, f"{key!r} is not a known force", "use a key of areas.csv"))
    for key in workspace.office.councils:
        if key not in known:
            faults.append(DefinitionError(office, f"{key!r} is not a known council", "use a key of areas.csv"))
    for name in workspace.plan.measures:
        if name not in workspace.measures:
            faults.append(
                DefinitionError(
                    str(workspace.folder / "plan.toml"),
                    f"there is no measure {name!r}",
                    "see `peelian measures` for names, or add it to measures/",
                )
            )
    for contract in workspace.contracts.values():
        sharing = workspace.office.sharing
        if contract.of_records and not (sharing.agreement and sharing.assessment):
            what = f"the return {contract.name!r} lists single cases, and no sharing agreement is named"
            to_do = "name it and its impact assessment under [sharing], or ask for counts (a column called n)"
            faults.append(DefinitionError(office, what, to_do))
    for found in workspace.breaks:
        where = str(workspace.folder / "breaks.csv")
        if found.dataset not in workspace.tables:
            faults.append(
                DefinitionError(where, f"{found.dataset!r} is not a fact table", "name one that a return fills")
            )
        if found.area != "*" and found.area not in known:
            faults.append(DefinitionError(where, f"{found.area!r} is not a known area", "use a key of areas.csv, or *"))
    for measure in workspace.measures.values():
        where = str(workspace.folder / "measures" / f"{measure.name}.toml")
        shipped = measure is shipped_measures().get(measure.name)
        if shipped and measure.name not in workspace.plan.measures:
            continue  # a measure that nobody asks for needs no return
        if lacking := workspace.lacking(measure):
            faults.append(DefinitionError(where, *lacking))
    return faults


def _unfilled(facts: str, folder: Path | str) -> tuple[str, str]:
    """The message that no return of the workspace fills a fact table, and what to do."""
    fills = [name for name, contract in shipped_returns().items() if contract.fills == facts]
    to_do = f"start using its return with `peelian returns {folder} --add {fills[0]}`" if fills else "name a fact table"
    return f"nothing fills {facts!r}", to_do
