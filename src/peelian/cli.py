"""The command line: each command one verb of the library, imported when it runs so that help is quick."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from peelian import __version__
from peelian.core import pack_files
from peelian.core.errors import PeelianError, of_machine
from peelian.packs import assemble, source_use
from peelian.packs import check as packs_check
from peelian.sources.facts import councils
from peelian.suppliers import letters
from peelian.workspace import next_pack, templates

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Peelian makes a police and crime commissioner's quarterly report, every figure bound to data.\n\n"
    "Example: peelian build examples/wiltshire 2025-26-q3",
)

Folder = Annotated[Path, typer.Argument(help="The workspace: the folder that holds office.toml.")]
PackId = Annotated[str, typer.Argument(help="The pack, such as 2025-26-q3.")]
EngineName = Annotated[str, typer.Option("--engine", help="duckdb or spark. Else the one office.toml names.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for another program to read.")]


ANYWHERE = ("--quiet", "--verbose")
"""Options that may stand before the command or after it."""

STOPPED = 130
"""What Typer exits with on Ctrl-C."""


@dataclass
class Manner:
    """How much the command says of itself."""

    quiet: bool = False
    verbose: bool = False


manner = Manner()


def main() -> None:
    """Run a command. A fault a person can act on is one line on standard error and an exit code of its class."""
    sys.argv[1:] = sorted(sys.argv[1:], key=lambda word: word not in ANYWHERE)
    try:
        app()
    except SystemExit as ended:
        if ended.code == STOPPED:
            print("Stopped. Nothing is half done: what was not finished is as it was.", file=sys.stderr)
        raise
    except (PeelianError, OSError) as fault:
        told = fault if isinstance(fault, PeelianError) else of_machine(fault)
        print(told, file=sys.stderr)
        raise SystemExit(told.exit_code) from None
    except Exception as bug:
        if manner.verbose:
            raise
        what = " ".join(f"{type(bug).__name__}: {bug}".split())
        to_do = "run it again with --verbose, and report what it prints; nothing is half done"
        print(f"peelian: this is a fault of Peelian's own ({what}); {to_do}", file=sys.stderr)
        raise SystemExit(70) from None


@app.callback(invoke_without_command=True)
def version(
    show: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print what is wrong or was asked for, no more.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log each step with its time, on standard error.")] = False,
) -> None:
    manner.quiet, manner.verbose = quiet, verbose
    if show:
        print(f"peelian {__version__}")
        raise typer.Exit


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make; it must not exist or be empty.")],
    name: Annotated[str, typer.Option(help="The office's name.")] = "",
    force: Annotated[str, typer.Option(help="The police force, as data.police.uk's file names call it.")] = "",
    plan: Annotated[str, typer.Option(help="The plan's title.")] = "",
    measure: Annotated[list[str] | None, typer.Option(help="A measure to start with; may be repeated.")] = None,
    period: Annotated[str, typer.Option(help="The first pack's period. Else the last full quarter.")] = "",
) -> None:
    """Make a workspace: asks for the office, its force, its plan and the measures to start with.

    Example: peelian new my-office --period 2025-26-q3
    """
    from peelian.workspace import new_workspace

    new_workspace.refuse_used(folder)
    period = period or new_workspace.last_quarter(datetime.now(UTC).date()).key
    told = new_workspace.Start(name, force, plan, tuple(measure or ()), period)
    made = new_workspace.make(folder, new_workspace.ask(told, lambda text, default: typer.prompt(text, default)))
    _say(f"Made {folder}: {', '.join(path.relative_to(folder).as_posix() for path in made)}.")
    _say(f"Next: peelian receive {folder} DOWNLOAD.zip, then peelian areas {folder}, then peelian build {folder} --all")


@app.command()
def pack(
    folder: Folder,
    period: Annotated[str, typer.Argument(help="Of which period, such as 2025-26-q4.")],
    like: Annotated[str, typer.Option(help="The pack whose text it begins with; else the latest.")] = "",
) -> None:
    """Begin the pack of another quarter, with the text of the one before.

    Example: peelian pack my-office 2025-26-q4
    """
    from peelian.workspace import workspace

    made, named = next_pack.next_pack(workspace.load(folder), period, like)
    _say(f"Made {made}, {_count(len(list(made.iterdir())), 'file')}.")
    if named:
        print("Its text names these periods, which do not move with the pack:")
    for line in named:
        print(f"  {line}")
    _say(f"Next: say when the Panel meets (peelian setup export {folder} setup.xlsx, sheet Packs), then peelian check")


@app.command()
def setup(
    action: Annotated[str, typer.Argument(help="export or import.")],
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="The workbook.")],
    apply: Annotated[bool, typer.Option("--apply", help="Import: write the changes. Else they are only told.")] = False,
) -> None:
    """Write plan, measures, peers, suppliers and packs as a workbook, and bring a changed one back.

    Import tells each change and writes none, unless --apply says so.

    Example: peelian setup export my-office setup.xlsx
    """
    from peelian.sources.registers import setup_workbook
    from peelian.workspace import workspace

    setup_workbook.refuse_unknown(action)
    declared = workspace.load(folder)
    if action == "export":
        setup_workbook.export(declared, file)
        _say(f"Wrote {file}. Change it, then: peelian setup import {folder} {file}")
        return
    made = setup_workbook.changes(declared, file)
    for change in made:
        print(change)
    if made and apply:
        setup_workbook.apply(made)
        workspace.load(folder)
    done = "written" if apply else "found; write them with --apply"
    _say(f"{_count(len(made), 'change')} {done if made else 'found'}.")


@app.command()
def template(
    folder: Folder,
    name: Annotated[str, typer.Argument(help="The return, as sources/ calls it.")],
    file: Annotated[Path, typer.Argument(help="The workbook or CSV to write.")],
) -> None:
    """Write a return's template for a supplier to fill in: XLSX with drop-downs and an example, or CSV.

    Example: peelian template my-office calls_return calls.xlsx
    """
    from peelian.suppliers import template as suppliers_template
    from peelian.workspace import workspace

    suppliers_template.send_out(workspace.load(folder), name, file, datetime.now(UTC).date().replace(day=1))
    _say(f"Wrote {file}.")


@app.command()
def receive(
    folder: Folder,
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or zips, as you received them.")],
    source: Annotated[str, typer.Option(help="The return template the files are sent on.")] = "",
    as_at: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The date the data are as at.")] = None,
    publisher: Annotated[str, typer.Option(help="Who published the files.")] = "",
    licence: Annotated[str, typer.Option(help="Under which licence.")] = "",
    accept_rejects: Annotated[bool, typer.Option(help="Keep the lines that can be read, count the rest.")] = False,
    nil: Annotated[bool, typer.Option(help="The supplier says there was nothing to report.")] = False,
    prefer: Annotated[
        bool, typer.Option(help="These files replace others, of the same date or of more than they hold.")
    ] = False,
    confirm: Annotated[bool, typer.Option(help="Read a new layout as proposed, and keep that for next time.")] = False,
) -> None:
    """Take files in, all or none: data.police.uk downloads, official tables, suppliers' returns.

    Of a layout that is new it says what it sees and how it would read it, and asks; the answer is kept.

    Example: peelian receive my-office 2025-12.zip
    """
    from peelian.sources.received import intake
    from peelian.sources.received.receive import Options
    from peelian.workspace import workspace

    declared = workspace.load(folder)
    options = Options(source, as_at.date() if as_at else None, publisher, licence, accept_rejects, nil, prefer)
    today = datetime.now(UTC).date()
    try:
        report = intake.receive(declared, paths, options, _yes if confirm else _ask, _progress)
    except PeelianError as fault:
        for path in letters.refusals(declared, paths, fault, today):
            print(f"A letter to send: {path}")
        raise
    _tell_of(report)
    for path in letters.letters(declared, report, today):
        print(f"A letter to the supplier: {path}")


def _tell_of(report: Any) -> None:
    """What a receive did."""
    rows = sum(snapshot.rows for snapshot in report.received)
    held = _count(len(report.already), "file")
    _say(f"Received {_count(len(report.received), 'file')}, {rows:,} rows; {held} held already.")
    if report.restored:
        _say(f"Put back as it was received: {', '.join(report.restored)}.")
    duplicates = sum(snapshot.duplicates for snapshot in report.received)
    if duplicates:
        _say(f"Dropped {duplicates:,} outcomes rows that repeat another in every column.")
    for name in report.unused:
        print(f"Kept, but not used: {name}: files as at a later date hold its months.")
    for line in report.rejected:
        print(f"Left out {line.file}, line {line.line}: {line.why}")
    for file, headings in report.unread.items():
        _say(f"Left unread in {file}: {', '.join(headings)}.")
    for file, words in report.new.items():
        _say(f"New in {file}: {', '.join(words)}.")
    for file, faults in report.left_out.items():
        print(f"Of {file}, months with a fault are left out and count as missing:")
        for one in faults:
            print(f"  {one}")


@app.command()
def fetch(
    source: Annotated[str, typer.Argument(help="Whose archives: police-uk.")],
    months: Annotated[str, typer.Option(help="The first and last month, as 2023-01:2025-12.")],
    folder: Annotated[Path, typer.Option(help="The workspace: the folder that holds office.toml.")] = Path(),
    force: Annotated[
        list[str] | None, typer.Option(help="A force, as file names call it; may be repeated. Else the office's.")
    ] = None,
    archive: Annotated[
        str, typer.Option(help="The newest archive to take from, as 2026-09. Else the last month's.")
    ] = "",
    base: Annotated[str, typer.Option("--from", help="Another address that serves the archives.")] = "",
) -> None:
    """Take a force's files out of the published archives, without the rest of them, and receive them.

    What an interrupted fetch had is kept for the next.

    Example: peelian fetch police-uk --folder my-office --months 2023-01:2025-12
    """
    from peelian.core.errors import DefinitionError
    from peelian.sources.received import fetch as received_fetch
    from peelian.sources.received.download import BASE
    from peelian.sources.received.receive import Options
    from peelian.workspace import workspace

    if source != "police-uk":
        raise DefinitionError("fetch", f"{source!r} is nothing that can be fetched", "write police-uk")
    declared = workspace.load(folder)
    with _progress() as progress:
        done = received_fetch.fetch_police_uk(
            declared, tuple(force or ()), months, Options(), base or BASE, archive, progress
        )
    for one in done:
        _say(f"From {one.archive}:")
        _tell_of(one.report)
        if one.lacking:
            print(f"Not in {one.archive}: {', '.join(one.lacking)}.")


def _yes(seen: str) -> bool:
    print(seen)
    return True


def _ask(seen: str) -> bool:
    """On a terminal the person is asked; elsewhere nobody is there to say yes."""
    print(seen)
    return sys.stdin.isatty() and typer.confirm("Read it so, now and next time?")


@app.command()
def areas(
    folder: Folder,
    boundaries: Annotated[
        list[str] | None,
        typer.Option(help="A year and a file with that year's LSOA codes, as 2021=FILE; may be repeated."),
    ] = None,
    outlines: Annotated[
        list[Path] | None,
        typer.Option(help="A GeoJSON or TopoJSON file of boundaries, for small maps; may be repeated."),
    ] = None,
    attribution: Annotated[str, typer.Option(help="Whom the outlines are owed to, printed in packs with maps.")] = "",
) -> None:
    """Write the councils and small areas of the office's force into areas.csv, from the street files received.

    With --outlines, write the outlines of the areas it holds into outlines.geojson instead.

    Example: peelian areas my-office --boundaries 2021=lsoa2021.geojson
    """
    from peelian.sources.publishers import boundaries as drawn
    from peelian.workspace import workspace

    if outlines:
        declared = workspace.load(folder)
        keys = drawn.add_outlines(folder, declared.areas, outlines, attribution)
        _say(f"Wrote {folder / drawn.OUTLINES}: {', '.join(keys)}.")
        return
    by_year: dict[str, list[Path]] = {}
    for told in boundaries or ():
        year, _, path = told.partition("=")
        by_year.setdefault(year, []).append(Path(path))
    added = councils.add_areas(workspace.load(folder), by_year)
    _say(f"Wrote {folder / 'areas.csv'}: {', '.join(added)}.")


@app.command()
def returns(
    folder: Folder,
    add: Annotated[list[str] | None, typer.Option(help="A return to take in; may be repeated.")] = None,
) -> None:
    """List the returns there are and who owes those the office uses; with --add, take one into the workspace.

    Example: peelian returns my-office --add complaints_return
    """
    from peelian.workspace import workspace
    from peelian.workspace.templates import shipped_returns

    declared = workspace.load(folder)
    if add:
        for path in templates.take_returns(folder, add):
            _say(f"Wrote {path}: change who owes it there, or by `peelian setup export`.")
        return
    for name, contract in sorted({**shipped_returns(), **declared.contracts}.items()):
        owed = f"owed by {contract.supplier}" if name in declared.contracts else "not in use"
        print(f"{name:<26} {owed:<44} {contract.title}")


@app.command()
def quarter(
    folder: Folder,
    pack: PackId,
    write: Annotated[bool, typer.Option(help="Write the requests and reminders due, and note them.")] = False,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As of this day. Else today.")] = None,
) -> None:
    """Tell the quarter's timetable, and of each return who owes it, what has come and which pages wait for it.

    Example: peelian quarter my-office 2025-26-q3
    """
    from peelian.core import periods
    from peelian.suppliers import requests, timetable
    from peelian.workspace import workspace

    declared = workspace.load(folder)
    text = declared.pack(pack)
    today = on.date() if on else datetime.now(UTC).date()
    for step, day in timetable.of_pack(declared, text).items():
        print(f"{step.replace('_', ' '):<10}{periods.day_words(day)}{'  (past)' if day < today else ''}")
    rows = timetable.standing(declared, text, assemble.used(declared, text))
    print()
    print(timetable.table(rows, today))
    if write:
        for path in requests.write(declared, text, rows, today):
            _say(f"Wrote {path}")


@app.command()
def check(folder: Folder = Path()) -> None:
    """Read every definition, section and received file, and report all that is wrong, worst first.

    Example: peelian check my-office
    """
    from peelian.workspace import workspace

    declared = workspace.load(folder)
    faults = packs_check.check(declared)
    for fault in faults:
        print(fault)
    _say(f"{_count(len(declared.pack_ids), 'pack')} checked: {_count(len(faults), 'fault')}.")
    raise typer.Exit(max((fault.exit_code for fault in faults), default=0))


@app.command()
def doctor(folder: Folder = Path()) -> None:
    """Tell what is damaged of received files, facts and built packs, and how to restore it. Nothing is changed.

    Example: peelian doctor my-office
    """
    from peelian.packs import damage as looking
    from peelian.workspace import workspace

    declared = workspace.load(folder)
    with _progress() as progress:
        found = looking.look(declared, progress)
    for fault in found.faults:
        print(fault)
    looked = f"{_count(found.files, 'received file')}, {_count(found.parts, 'part')} of facts and"
    _say(f"Looked at {looked} {_count(found.packs, 'pack')}: {len(found.faults) or 'none'} damaged.")
    raise typer.Exit(max((fault.exit_code for fault in found.faults), default=0))


@app.command()
def measures(
    folder: Folder = Path(),
    measure: Annotated[list[str] | None, typer.Option(help="A measure; may be repeated. Else the plan's.")] = None,
    area: Annotated[list[str] | None, typer.Option(help="An area, or 'all'. Else the office's and its parts.")] = None,
    period: Annotated[list[str] | None, typer.Option(help="A period, or 'months'. Else those of the packs.")] = None,
    engine: EngineName = "",
    as_json: Json = False,
) -> None:
    """List the measures; with --json, their values by area and period.

    Example: peelian measures my-office --json --measure recorded_crime --period 2025-26-q3
    """
    import json

    from peelian.findings import values
    from peelian.workspace import workspace

    declared = workspace.load(folder, engine)
    if as_json:
        rows = values.values(declared, tuple(measure or ()), tuple(area or ()), tuple(period or ()))
        print(json.dumps(list(rows), ensure_ascii=False, indent=1))
        return
    for name, title, unit, where in values.names(declared, tuple(measure or ())):
        print(f"{name:<44} {unit:<17} {where:<8} {title}")


@app.command("quality")
def quality_of(folder: Folder = Path(), as_json: Json = False) -> None:
    """Tell what arrived from each source, what is missing, left out, repeated or replaced, and the figures it touches.

    Example: peelian quality my-office
    """
    import json
    from dataclasses import asdict

    from peelian.sources.received import quality
    from peelian.workspace import workspace

    declared = workspace.load(folder)
    sources, touched = quality.report(declared), list(source_use.touched(declared))
    if as_json:
        told = {"sources": [asdict(one) for one in sources], "figures": [asdict(one) for one in touched]}
        print(json.dumps(told, default=str, ensure_ascii=False, indent=1))
        return
    for one in sources:
        print(one.title)
        print(f"  arrived   {_count(one.files, 'file')}, {one.rows:,} rows, latest as at {one.as_at}")
        print(f"  months    {one.held_in_words or 'none for this force'}")
        print(f"  missing   {one.missing_in_words}")
        print(f"  left out  {one.rejected:,} lines; repeats dropped {one.duplicates:,}")
        print(f"  replaced  {', '.join(one.superseded) or 'none'}")
    for rest in touched:
        if rest.figures:
            figures = _count(rest.figures, "figure")
            print(f"{rest.pack}: {figures} rest on {rest.source}, {rest.without_value} have no value")


@app.command()
def build(
    folder: Folder = Path(),
    pack: Annotated[str, typer.Argument(help="The pack; leave out with --all.")] = "",
    all_packs: Annotated[bool, typer.Option("--all", help="Build every pack of the workspace.")] = False,
    engine: EngineName = "",
    as_json: Json = False,
) -> None:
    """Make a pack, every figure bound to data: paper, brief, page, slides, workbook and dataset.

    Example: peelian build examples/wiltshire 2025-26-q3
    """
    import json

    from peelian.core.errors import DefinitionError
    from peelian.packs import build as building
    from peelian.workspace import workspace

    declared = workspace.load(folder, engine)
    if bool(pack) == all_packs:
        raise DefinitionError(
            str(folder), "say which pack to build", f"one of {', '.join(declared.pack_ids)}, or --all"
        )
    with _progress() as progress:
        made = building.build_each(declared, declared.pack_ids if all_packs else (pack,), progress)
    if as_json:
        told = [{"pack": b.pack.id, **{name: str(b.file(name)) for name in pack_files.FILES}} for b in made]
        print(json.dumps(told, indent=1))
        return
    for built in made:
        figures = len(built.pack.figures)
        slides = len(built.pack.slides) + 1
        _say(f"{built.pack.id}: {_count(figures, 'figure')} bound, {_count(slides, 'slide')}, in {built.folder}")
        for name, file in pack_files.FILES.items():
            _say(f"  {name:<10}{f'not made: {built.left_out[file]}' if file in built.left_out else file}")


@app.command()
def trace(
    folder: Folder,
    pack: PackId,
    figure: Annotated[str, typer.Argument(help="The figure's key.")],
    as_json: Json = False,
) -> None:
    """Follow a printed figure back to its definition, its queries and its received files.

    Example: peelian trace examples/wiltshire 2025-26-q3 recorded_crime@wiltshire/2025-26-q3:value
    """
    import json
    from dataclasses import asdict

    from peelian.packs import packfile
    from peelian.proof import trace as tracing

    found = tracing.trace(packfile.read(folder, pack), figure, folder / "received")
    if as_json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return
    for line in _told(found):
        print(line)


@app.command()
def sent(folder: Folder, pack: PackId) -> None:
    """Note that the paper went out as last built. Figures that move later are told on the last slide and page.

    Example: peelian sent my-office 2025-26-q3
    """
    from peelian.packs import moved_figures as sending
    from peelian.packs import packfile

    _say(f"Noted what the paper says in {sending.note(packfile.read(folder, pack), folder)}.")


@app.command()
def compare(
    deck: Annotated[Path, typer.Argument(help="The slides as the office edited them.")],
    pack: Annotated[Path, typer.Argument(help="The built pack: its folder, or its pack.json.")],
) -> None:
    """Hold an edited deck against its pack: layout and words may differ, figures may not.

    Example: peelian compare Edited.pptx pack.json
    """
    from peelian.packs import edited_deck

    found = edited_deck.compare(deck, pack)
    for line in (*found.refused, *found.left_out):
        print(line)
    print(f"{found.kept} figures stand as in the pack, {len(found.refused)} do not.")
    raise typer.Exit(6 if found.refused else 0)


@app.command("open")
def open_pack(
    folder: Folder,
    pack: PackId,
    file: Annotated[str, typer.Option(help="Which: slides, paper, brief, page or workbook.")] = "slides",
) -> None:
    """Open a file of a built pack with the desktop's own program, and say where it is.

    Example: peelian open examples/wiltshire 2023-24-q3 --file page
    """
    from peelian.core.errors import DefinitionError
    from peelian.packs import packfile

    if file not in pack_files.FILES:
        raise DefinitionError("--file", f"{file!r} is no file of a pack", f"one of {', '.join(pack_files.FILES)}")
    path = packfile.built(folder, pack) / pack_files.FILES[file]
    print(path)
    if _has_desktop():
        typer.launch(str(path))


@app.command()
def simulate(
    county: Annotated[str, typer.Argument(help="The county that does not exist: barsetshire.")],
    into: Annotated[Path | None, typer.Option(help="The folder to write. Else one called like the county.")] = None,
    seed: Annotated[int, typer.Option(help="Another number makes other figures.")] = 1815,
) -> None:
    """Make the workspace of a force that does not exist, with every file it receives made up.

    Example: peelian simulate barsetshire --into my-barsetshire
    """
    from peelian.core.errors import DefinitionError
    from peelian.simulation import simulate as simulation

    if county != "barsetshire":
        raise DefinitionError("simulate", f"{county!r} is no county that can be made up", "write barsetshire")
    folder = into or Path(county)
    with _progress() as progress:
        received = simulation.simulate(folder, seed, progress)
    rows = sum(snapshot.rows for snapshot in received)
    _say(f"Made {folder}: {_count(len(received), 'file')} received, {rows:,} rows. Every figure is made up.")
    _say(f"Next: peelian build {folder} --all")


def _told(found: Any) -> Iterator[str]:
    """A trace in plain lines."""
    from peelian.core.words import EVIDENCE_WORDS

    receipt = found.receipt
    yield f"{receipt.text}    ({EVIDENCE_WORDS[receipt.evidence]})"
    if found.statement:
        yield f"  Said:    {found.statement.text}"
        yield f"  By:      {found.statement.source} {found.statement.url}".rstrip()
        return
    yield f"  What:    {found.measure.title}. {found.measure.definition}"
    compared = f", against {receipt.compared_with}" if receipt.compared_with else ""
    yield f"  Where:   {receipt.area_name}"
    yield f"  When:    {receipt.period_words}, {receipt.months_present} of {receipt.months_expected} months{compared}"
    if receipt.numerator is not None:
        base = f" of {receipt.denominator:,}" if receipt.denominator is not None else ""
        yield f"  Integers: {receipt.numerator:,}{base}; exactly {receipt.value}"
    if receipt.interval:
        yield f"  Range:   {receipt.interval}"
    for note in receipt.notes:
        yield f"  Note:    {note}"
    for query in found.queries:
        yield "  Query:"
        yield from (f"    {line}" for line in query.sql.splitlines())
        yield f"    with {', '.join(repr(p) for p in query.parameters)}" if query.parameters else "    no parameters"
    yield f"  Made from {_count(len(found.files), 'file')}:"
    for source, state in found.files:
        yield f"    received/{source.file}  {state}, fingerprint {source.sha256[:12]}, as at {source.as_at}"


def _has_desktop() -> bool:
    """Linux without one has nothing to open a file with, and xdg-open says so at length."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _say(text: str) -> None:
    if not manner.quiet:
        print(text)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Says what is being done: in a line of the terminal that goes again, or with --verbose in a log that stays."""
    if manner.verbose:
        began = time.monotonic()
        yield lambda step: print(f"{time.monotonic() - began:7.1f} s  {step}", file=sys.stderr)
    elif manner.quiet or not sys.stderr.isatty():
        yield lambda _: None
    else:
        from rich.console import Console

        with Console(stderr=True).status("") as status:
            yield status.update


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
