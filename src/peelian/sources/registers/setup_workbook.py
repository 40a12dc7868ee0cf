"""The plan, its measures, peers, suppliers and packs as a workbook, to change in a spreadsheet and read back.

Reading back compares the workbook with the workspace value by value and writes only the differences. The text files
keep their comments and order.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from peelian.core.errors import DefinitionError, PeelianError, SourceError, raise_all
from peelian.core.periods import Period
from peelian.core.plan import PackPlan
from peelian.sources.received import quarantine
from peelian.sources.spreadsheets import sheets
from peelian.sources.spreadsheets.sheets import Cell, Sheet
from peelian.workspace.atomic_write import write_whole
from peelian.workspace.templates import shipped_return_text, shipped_returns
from peelian.workspace.text_files import read_toml
from peelian.workspace.workspace import Workspace

PLAN, OFFICE, PEERS, SUPPLIERS, PACKS, MEASURES = "Plan", "Office", "Peers", "Suppliers", "Packs", "Measures"
PLAN_HEADS = ("Priority", "Objective", "Measure")
SUPPLIER_HEADS = ("Return", "Title", "Supplier")
PACK_HEADS = ("Pack", "Title", "Subtitle", "Period", "Meeting", "Author", "Purpose", "Sections", "Frozen")
OFFICE_KEYS = {"Name": "name", "Panel": "panel"}
PACK_KEYS = {"Title": "title", "Subtitle": "subtitle", "Period": "period", "Meeting": "meeting", "Author": "author",
             "Purpose": "purpose"}  # fmt: skip
DAY = "%Y-%m-%d"

NumberedRows = list[tuple[int, dict[str, str]]]
"""A sheet's rows below its headings: the row's number, from 0, and its cells by heading."""


@dataclass(frozen=True)
class Change:
    """A value that differs between a text file and the workbook. `keys` lead to it in the file."""

    file: Path
    keys: tuple[str, ...]
    old: Any
    new: Any

    def __str__(self) -> str:
        return f"{self.file}, {'.'.join(self.keys)}: {_said(self.old)} becomes {_said(self.new)}"


def export(workspace: Workspace, path: Path) -> None:
    """Write the workbook to `path`: a sheet for each subject, with drop-downs where only certain words are allowed."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "text_wrap": True})
    for name, heads, rows in _tables(workspace):
        sheet = book.add_worksheet(name)
        sheet.set_column(0, len(heads) - 1, 34)
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head, bold)
        for number, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                sheet.write_string(number, at, cell)
        if name == PLAN:
            allowed = {"validate": "list", "source": f"={MEASURES}!$A$2:$A${len(workspace.measures) + 1}"}
            sheet.data_validation(1, 2, 500, 2, allowed)
        if name == PACKS:
            sheet.data_validation(1, PACK_HEADS.index("Frozen"), 500, PACK_HEADS.index("Frozen"), {
                "validate": "list", "source": ["yes", "no"]})  # fmt: skip
    book.close()


def _tables(workspace: Workspace) -> Iterator[tuple[str, Sequence[str], Sequence[tuple[str, ...]]]]:
    office, plan = workspace.office, workspace.plan
    settings = [(head, str(getattr(office, key))) for head, key in OFFICE_KEYS.items()]
    settings += [("Plan", plan.title), ("Peers chosen by", office.peers.source), ("Peers as at", office.peers.as_at)]
    yield OFFICE, ("What", "As it stands"), settings
    rows = [
        (priority.title, objective.title, measure)
        for priority in plan.priority
        for objective in priority.objective
        for measure in objective.measures or ("",)
    ]
    yield PLAN, PLAN_HEADS, rows
    yield PEERS, ("Force",), [(name,) for name in office.peers.names]
    yield SUPPLIERS, SUPPLIER_HEADS, _supplied(workspace)
    yield PACKS, PACK_HEADS, [_pack_row(workspace, name) for name in workspace.pack_ids]
    yield (
        MEASURES,
        ("Measure", "Title", "Unit"),
        [(m.name, m.title, m.unit) for _, m in sorted(workspace.measures.items())],
    )


def _supplied(workspace: Workspace) -> Sequence[tuple[str, ...]]:
    """The office's returns, then the other shipped ones, without a supplier."""
    own = [(c.name, c.title, c.supplier) for _, c in sorted(workspace.contracts.items())]
    return own + [
        (c.name, c.title, "") for name, c in sorted(shipped_returns().items()) if name not in workspace.contracts
    ]


def _pack_row(workspace: Workspace, name: str) -> tuple[str, ...]:
    plan = _pack(workspace, name)
    values = [str(getattr(plan, key)) for key in PACK_KEYS.values()]
    return (name, *values, "; ".join(plan.sections), "yes" if plan.frozen else "no")


def _pack(workspace: Workspace, name: str) -> PackPlan:
    plan: PackPlan = read_toml(workspace.folder / "packs" / name / "pack.toml", PackPlan)
    return plan


def changes(workspace: Workspace, path: Path) -> tuple[Change, ...]:
    """The differences between workbook and workspace. SourceError, or Faults for several, names each faulty cell."""
    quarantine.check_workbook(path)
    found = {sheet.name: sheet for sheet in sheets.read_sheets(path)}
    faults: list[PeelianError] = []
    made: list[Change] = []
    readers: dict[
        str, tuple[Sequence[str], Callable[[Workspace, Sheet, NumberedRows, list[PeelianError]], Iterator[Change]]]
    ]
    readers = {
        OFFICE: (("What", "As it stands"), _office),
        PLAN: (PLAN_HEADS, _plan),
        PEERS: (("Force",), _peers),
        SUPPLIERS: (SUPPLIER_HEADS, _suppliers),
        PACKS: (PACK_HEADS, _packs),
    }
    for name, (heads, reader) in readers.items():
        if name not in found:
            faults.append(SourceError(path.name, f"it has no sheet {name!r}", "export it again and change that file"))
            continue
        rows = _rows(found[name], heads, faults)
        made += reader(workspace, found[name], rows, faults)
    raise_all(faults)
    return tuple(made)


def _rows(sheet: Sheet, heads: Sequence[str], faults: list[PeelianError]) -> NumberedRows:
    top = [str(cell) for cell in sheet.rows[0]] if sheet.rows else []
    if lost := [head for head in heads if head not in top]:
        faults.append(SourceError(sheet.place(0), f"it has no heading {lost[0]!r}", "put it back"))
        return []
    at = {head: top.index(head) for head in heads}
    read = (
        (number, {head: _cell(sheet.cell(number, at[head])) for head in heads}) for number in range(1, len(sheet.rows))
    )
    return [(number, cells) for number, cells in read if any(cells.values())]


def _cell(cell: Cell) -> str:
    return cell.strftime(DAY) if not isinstance(cell, str | int | float) else str(cell).strip()


def _fault(sheet: Sheet, heads: Sequence[str], row: int, head: str, what: str, to_do: str) -> SourceError:
    return SourceError(sheet.place(row, list(heads).index(head)), what, to_do)


def _differing(file: Path, keys: tuple[str, ...], old: Any, new: Any) -> Iterator[Change]:
    if old != new:
        yield Change(file, keys, old, new)


def _office(workspace: Workspace, sheet: Sheet, rows: NumberedRows, faults: list[PeelianError]) -> Iterator[Change]:
    settings = {cells["What"]: (row, cells["As it stands"]) for row, cells in rows}
    office, file = workspace.office, workspace.folder / "office.toml"
    for head, old, where in (
        *((head, getattr(office, key), (file, (key,))) for head, key in OFFICE_KEYS.items()),
        ("Plan", workspace.plan.title, (workspace.folder / "plan.toml", ("title",))),
        ("Peers chosen by", office.peers.source, (file, ("peers", "source"))),
        ("Peers as at", office.peers.as_at, (file, ("peers", "as_at"))),
    ):
        if head not in settings:
            faults.append(SourceError(sheet.place(0), f"the row {head!r} is missing", "put it back"))
        elif head in ("Name", "Plan") and not settings[head][1]:
            faults.append(SourceError(sheet.place(settings[head][0], 1), f"{head!r} is blank", "fill it in"))
        else:
            yield from _differing(*where, old, settings[head][1])


def _plan(workspace: Workspace, sheet: Sheet, rows: NumberedRows, faults: list[PeelianError]) -> Iterator[Change]:
    """Reads rows in order. Consecutive rows with the same name belong to the same priority or objective."""
    priorities: dict[str, dict[str, list[str]]] = {}
    for row, cells in rows:
        for head in ("Priority", "Objective"):
            if not cells[head]:
                faults.append(_fault(sheet, PLAN_HEADS, row, head, f"{head!r} is blank", "write it in each row"))
        measure = cells["Measure"]
        if measure and measure not in workspace.measures:
            what = f"there is no measure {measure!r}"
            faults.append(_fault(sheet, PLAN_HEADS, row, "Measure", what, f"choose one from the sheet {MEASURES!r}"))
        listed = priorities.setdefault(cells["Priority"], {}).setdefault(cells["Objective"], [])
        if measure in listed:
            faults.append(_fault(sheet, PLAN_HEADS, row, "Measure", f"{measure!r} is listed twice", "remove one"))
        listed += [measure] if measure else []
    new = [
        {"title": title, "objective": [{"title": name, "measures": names} for name, names in objectives.items()]}
        for title, objectives in priorities.items()
    ]
    old = [
        {"title": p.title, "objective": [{"title": o.title, "measures": list(o.measures)} for o in p.objective]}
        for p in workspace.plan.priority
    ]
    yield from _differing(workspace.folder / "plan.toml", ("priority",), old, new)


def _peers(workspace: Workspace, sheet: Sheet, rows: NumberedRows, faults: list[PeelianError]) -> Iterator[Change]:
    names = [cells["Force"] for _, cells in rows]
    for row, cells in rows:
        area = workspace.areas.by_key.get(cells["Force"])
        if area is None or area.kind != "force":
            known = ", ".join(sorted(key for key, one in workspace.areas.by_key.items() if one.kind == "force")[:5])
            what = f"there is no force {cells['Force']!r}"
            faults.append(_fault(sheet, ("Force",), row, "Force", what, f"write its key, such as {known}"))
    yield from _differing(
        workspace.folder / "office.toml", ("peers", "names"), list(workspace.office.peers.names), names
    )


def _suppliers(workspace: Workspace, sheet: Sheet, rows: NumberedRows, faults: list[PeelianError]) -> Iterator[Change]:
    for row, cells in rows:
        file = workspace.folder / "sources" / f"{cells['Return']}.toml"
        if cells["Return"] not in workspace.contracts and cells["Return"] in shipped_returns():
            yield from _differing(file, ("supplier",), "", cells["Supplier"])
            continue
        contract = workspace.contracts.get(cells["Return"])
        if contract is None:
            what = f"there is no return {cells['Return']!r}"
            faults.append(_fault(sheet, SUPPLIER_HEADS, row, "Return", what, "add returns as sources/NAME.toml"))
            continue
        yield from _differing(file, ("title",), contract.title, cells["Title"])
        yield from _differing(file, ("supplier",), contract.supplier, cells["Supplier"])


def _packs(workspace: Workspace, sheet: Sheet, rows: NumberedRows, faults: list[PeelianError]) -> Iterator[Change]:
    for row, cells in rows:
        if cells["Pack"] not in workspace.pack_ids:
            what = f"there is no pack {cells['Pack']!r}"
            faults.append(_fault(sheet, PACK_HEADS, row, "Pack", what, "add packs as folders in packs/"))
            continue
        plan, folder = _pack(workspace, cells["Pack"]), workspace.folder / "packs" / cells["Pack"]
        try:
            Period.parse(cells["Period"])
        except ValueError as fault:
            what, _, to_do = str(fault).partition("; ")
            faults.append(_fault(sheet, PACK_HEADS, row, "Period", what, to_do))
        sections = [name.strip() for name in cells["Sections"].split(";") if name.strip()]
        for name in sections:
            if not (folder / name).is_file() or (folder / name).parent != folder:
                what = f"there is no section {name!r} in {folder}"
                faults.append(_fault(sheet, PACK_HEADS, row, "Sections", what, "write the file first"))
        if cells["Frozen"] not in ("yes", "no"):
            what = f"{cells['Frozen']!r} is neither yes nor no"
            faults.append(_fault(sheet, PACK_HEADS, row, "Frozen", what, "write yes or no"))
        file = folder / "pack.toml"
        for head, key in PACK_KEYS.items():
            yield from _differing(file, (key,), getattr(plan, key), cells[head])
        yield from _differing(file, ("sections",), list(plan.sections), sections)
        yield from _differing(file, ("frozen",), plan.frozen, cells["Frozen"] == "yes")


def apply(made: Sequence[Change]) -> None:
    """Write the changes and keep the rest of each file. A file is written whole or not at all."""
    by_file: dict[Path, list[Change]] = {}
    for change in made:
        by_file.setdefault(change.file, []).append(change)
    for file, own in by_file.items():
        shipped = file.stem in shipped_returns() and file.parent.name == "sources" and not file.exists()
        text = shipped_return_text(file.stem) if shipped else file.read_text(encoding="utf-8-sig")
        document = tomlkit.parse(text)
        for change in own:
            held: Any = document
            for key in change.keys[:-1]:
                held = held.setdefault(key, tomlkit.table())
            held[change.keys[-1]] = _toml(change.new)
        write_whole(file, tomlkit.dumps(document))


def _toml(value: Any) -> Any:
    """The value for tomlkit, with each table of a list under its own heading."""
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        listed = tomlkit.aot()
        for one in value:
            table = tomlkit.table()
            for key, inner in one.items():
                table[key] = _toml(inner)
            listed.append(table)
        return listed
    return value


def _said(value: Any) -> str:
    """A value in words, for one line of text."""
    if isinstance(value, list):
        if value and isinstance(value[0], Mapping):
            names = (m for p in value for o in p["objective"] for m in o["measures"])
            return f"{len(value)} priorities ({', '.join(names)})"
        return ", ".join(map(str, value)) or "none"
    return "yes" if value is True else "no" if value is False else repr(value) if value else "nothing"


def refuse_unknown(action: str) -> None:
    if action not in ("export", "import"):
        raise DefinitionError("setup", f"{action!r} is not an action", "write export or import")
