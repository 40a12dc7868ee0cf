"""Readers to fuzz: what each reads, a small right file to begin with, and how its bytes are changed."""

import io
import random
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import official_tables
from hostile import CALLS, template
from hostile.books import ods, text, xls, xlsx
from hostile.office import CSVS, MATCH, MEASURE, PACK, TOMLS
from hostile.others import collection, feature
from hostile.police import as_csv, rows
from hostile.returns import TABLE
from peelian.core.areas import Areas
from peelian.core.plan import Break, Office, PackPlan, Plan, Statement
from peelian.core.sources import Contract
from peelian.sources.facts import store
from peelian.sources.facts.store import ReceivedFile
from peelian.sources.layouts import matches
from peelian.sources.publishers import (
    boundaries,
    home_office_use_of_force,
    home_office_workforce,
    iopc_deaths,
    ons_recorded_crime,
    police_uk,
)
from peelian.sources.publishers.catalogue import recognised
from peelian.sources.received import quarantine, unpack
from peelian.sources.received.sidecars import read_sidecar
from peelian.sources.returns import hidden_cells, recognise
from peelian.sources.spreadsheets import sheets
from peelian.workspace.areas import read_areas
from peelian.workspace.measures import read_measure
from peelian.workspace.text_files import parse_toml, read_csv, read_toml, validated

CONTRACTS = {"calls_return": validated(parse_toml(CALLS, "calls_return.toml"), Contract, "calls_return.toml")}


@dataclass(frozen=True)
class Reader:
    """Something that reads a file, and what the file is called."""

    name: str
    file: str
    read: Callable[[Path], object]


def _street(kind: str, path: Path) -> None:
    """As `receive` reads it: checked, then made into facts, apart from any store."""
    from dataclasses import replace
    from datetime import date

    from peelian.core.sources import BUILT_IN_TABLES, Snapshot

    police_uk.check_file(path, police_uk.FILE_KINDS[kind])
    dataset = police_uk.FILE_KINDS[kind].dataset
    told = Snapshot(
        "a" * 64, "police_uk", dataset, path.name, date(2025, 12, 31), "", "", "", "", "", "recomputed", 0, ()
    )
    told = replace(told, covers=(("Wiltshire Police", date(2025, 12, 1)),))
    file = ReceivedFile(told, path, BUILT_IN_TABLES[dataset], bulk=police_uk.FILE_KINDS[kind])
    store.remake([file], path.parent / "store", path.parent / "aside")


def _return(path: Path) -> None:
    """As `receive` reads it: a workbook first by a process of its own, as what reads them may run without end."""
    quarantine.check_workbook(path)
    held = sheets.read_sheets(path)
    list(hidden_cells.hidden_figures(path, held))
    recognise.recognise(path, held, CONTRACTS, recognise.Layouts())


def _unpacked(path: Path) -> None:
    from contextlib import ExitStack

    shutil.rmtree(path.parent / "copied", ignore_errors=True)
    with ExitStack() as opened:
        for number, file in enumerate(unpack.incoming([path], opened)):
            unpack.copy(file, path.parent / "copied" / str(number) / file.name)


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2025-12/2025-12-wiltshire-street.csv", as_csv(rows("street")))
    return out.getvalue()


def _published(made: official_tables.Sheets) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return official_tables.save(Path(folder) / "x.xlsx", made).read_bytes()


def _sidecar() -> bytes:
    return next((template() / "received" / "calls_return").rglob("*.received.json")).read_bytes()


AREAS = Areas({}, {}, {})
READERS = (
    *(Reader(kind, f"2025-12-wiltshire-{kind}.csv", partial(_street, kind)) for kind in police_uk.FILE_KINDS),
    Reader("return, CSV", "calls.csv", _return),
    Reader("return, XLSX", "calls.xlsx", _return),
    Reader("return, XLS", "calls.xls", _return),
    Reader("return, ODS", "calls.ods", _return),
    Reader("zip", "archive.zip", _unpacked),
    Reader("workforce", "x.xlsx", home_office_workforce.read_workforce),
    Reader("use of force", "x.xlsx", home_office_use_of_force.read_use_of_force),
    Reader("deaths", "x.xlsx", iopc_deaths.read_deaths),
    Reader("recorded crime", "x.xlsx", ons_recorded_crime.read_recorded_crime),
    Reader("publication", "x.xlsx", recognised),
    Reader("boundaries", "lad.geojson", lambda path: boundaries.read_boundaries(path, AREAS)),
    Reader("sidecar", "calls.csv.received.json", read_sidecar),
    Reader("match", "calls_return.toml", matches.load_match),
    Reader("measure", "own.toml", read_measure),
    Reader("office", "office.toml", lambda path: read_toml(path, Office)),
    Reader("plan", "plan.toml", lambda path: read_toml(path, Plan)),
    Reader("pack", "pack.toml", lambda path: read_toml(path, PackPlan)),
    Reader("template", "calls_return.toml", lambda path: read_toml(path, Contract)),
    Reader("areas", "areas.csv", lambda path: read_areas(path, shipped=True)),
    Reader("breaks", "breaks.csv", lambda path: read_csv(path, Break)),
    Reader("statements", "statements.csv", lambda path: read_csv(path, Statement)),
)


class _Seeds(Mapping[str, bytes]):
    """A right file for each reader, made when it is asked for."""

    def __getitem__(self, name: str) -> bytes:
        return _seed(name)

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(reader.name for reader in READERS)

    def __len__(self) -> int:
        return len(READERS)


SEEDS = _Seeds()


@cache
def _seed(name: str) -> bytes:
    made: dict[str, Callable[[], bytes]] = {
        **{kind: partial(lambda kind: as_csv(rows(kind)).encode(), kind) for kind in police_uk.FILE_KINDS},
        "return, CSV": lambda: text(TABLE), "return, XLSX": lambda: xlsx(TABLE), "return, XLS": lambda: xls(TABLE),
        "return, ODS": lambda: ods(TABLE), "zip": _zip, "workforce": lambda: _published(official_tables.workforce()),
        "use of force": lambda: _published(official_tables.use_of_force()), "deaths": lambda: _published(official_tables.deaths()),
        "recorded crime": lambda: _published(official_tables.recorded_crime()),
        "publication": lambda: _published(official_tables.workforce()),
        "boundaries": lambda: collection(feature()).encode(), "sidecar": _sidecar, "match": MATCH.encode, "measure": MEASURE.encode,
        "office": TOMLS["office.toml"].encode, "plan": TOMLS["plan.toml"].encode, "pack": PACK.encode,
        "template": CALLS.encode, "areas": CSVS["areas.csv"].encode, "breaks": CSVS["breaks.csv"].encode,
        "statements": CSVS["statements.csv"].encode,
    }  # fmt: skip
    return made[name]()


WORDS = (b"", b"\0", b'"', b",", b"\n", b"\r\n", b"\xff\xfe", b"\xc3", b"-1", b"1e999", b"9" * 40, b"=", b"[", b"{", b"<", b"&a;", b"../",
         b"2025-13", "é".encode(), "\u202e".encode(), b"null", b"true", b"nan")  # fmt: skip


def mutated(seed: bytes, number: int) -> bytes:
    """A few changes at places that the number chooses: of a workbook or zip mostly within a part, packed again."""
    told = random.Random(number)
    if seed[:2] == b"PK" and told.random() < 0.8:
        return _repacked(seed, told)
    content = bytearray(seed)
    for _ in range(told.randint(1, 4)):
        at, end = sorted((told.randrange(len(content) + 1), told.randrange(len(content) + 1)))
        match told.randrange(5):
            case 0:
                content[at:at] = told.choice(WORDS)
            case 1:
                content[at : min(end, at + 20)] = told.choice(WORDS)
            case 2:
                content[at : at + told.randint(1, 60)] = b""
            case 3:
                content[at:at] = content[at : min(end, at + 300)]
            case _ if content:
                content[min(at, len(content) - 1)] = told.randrange(256)
    return bytes(content)


def _repacked(seed: bytes, told: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = told.choice([name for name in parts if name.endswith((".xml", ".rels", ".csv"))])
    parts[name] = mutated(parts[name], told.randrange(1 << 30))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return out.getvalue()
