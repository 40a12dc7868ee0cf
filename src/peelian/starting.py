"""Starting: a new workspace from a few answers, and its areas from the files it receives."""

import csv
import difflib
import io
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tomlkit

from peelian.core.errors import CoverageError, DefinitionError, SourceError
from peelian.core.periods import Period, add_months
from peelian.core.sources import BUILT_IN_TABLES
from peelian.core.writing import write_whole
from peelian.definitions import (
    AREA_COLUMNS,
    read_text,
    shipped_forces,
    shipped_measures,
    shipped_return_text,
    shipped_returns,
)
from peelian.sources.boundaries import MOST_BYTES
from peelian.sources.districts import districts
from peelian.sources.places import named_places
from peelian.workspace import Workspace

Ask = Callable[[str, str], str]
ON_A_SLIDE = 8
"""Rows of a table that fit on a slide whatever their cells say: a reason for having no value is long."""

SUGGESTED = ("recorded_crime", "recorded_crime_rate", "asb_incidents", "further_action_cohort")


@dataclass(frozen=True)
class Start:
    """What a new workspace begins with. What is empty is asked for."""

    office: str
    force: str
    plan: str
    measures: tuple[str, ...]
    period: str


def last_quarter(today: date) -> Period:
    """The last quarter that is over: on 22 November 2026, July to September 2026."""
    month = add_months(today.replace(day=1), -3)
    start = add_months(month, -((month.month - 1) % 3))
    return Period(start, add_months(start, 3), "quarter")


def refuse_used(folder: Path) -> None:
    """DefinitionError when the folder holds something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DefinitionError(str(folder), "it is there already and not empty", "name another folder")


def ask(told: Start, prompt: Ask) -> Start:
    """What was not told is asked for. DefinitionError for a force, measure or period not known."""
    try:
        period = Period.parse(told.period)
    except ValueError as fault:
        raise DefinitionError("period", str(fault), "or leave it out") from None
    _check_measures(told.measures, period)
    office = told.office or prompt("The office's name", "Office of the Police and Crime Commissioner")
    force = told.force or prompt(f"Its police force ({', '.join(shipped_forces())})", "")
    if force not in shipped_forces():
        raise DefinitionError("force", f"{force!r} is no police force", "name it as above, such as devon-and-cornwall")
    plan = told.plan or prompt("The title of the police and crime plan", "Police and crime plan")
    return Start(office, force, plan, told.measures or _chosen(prompt, period), told.period)


def _check_measures(measures: Sequence[str], period: Period) -> None:
    if unknown := [name for name in measures if name not in shipped_measures()]:
        near = ", ".join(difflib.get_close_matches(unknown[0], shipped_measures(), 3, 0.3)) or ", ".join(SUGGESTED)
        raise DefinitionError("measure", f"there is no measure {unknown[0]!r}", f"name one such as {near}")
    for found in (shipped_measures()[name] for name in measures):
        if period.kind not in found.periods:
            what = f"{found.name!r} is not given for a {period.kind}"
            raise DefinitionError("measure", what, f"leave it out; a section may print it for a {found.periods[-1]}")


def _chosen(prompt: Ask, period: Period) -> tuple[str, ...]:
    """Those given for the first pack's kind of period: totals of a year have no quarter."""
    listed = [name for name, found in shipped_measures().items() if period.kind in found.periods]
    for number, name in enumerate(listed, start=1):
        mark = "x" if name in SUGGESTED else " "
        print(f" [{mark}] {number:>3}  {shipped_measures()[name].title}")
    ticked = ",".join(str(listed.index(name) + 1) for name in SUGGESTED if name in listed)
    return _numbered(prompt("The measures to start with, by number, commas between", ticked), listed)


def make(folder: Path, start: Start) -> tuple[Path, ...]:
    """Write the workspace's text files. DefinitionError when the folder holds something already."""
    refuse_used(folder)
    period = start.period
    text = {
        "office.toml": f"""# The office and its force. `names` hold digits and may be typed in a narrative.
name = {_toml(start.office)}
area = {_toml(start.force)}
names = ["101", "999"]

# The forces it is set beside: keys of forces, and who says they are alike.
[peers]
names = []
source = ""
as_at = ""
""",
        "plan.toml": f'title = {_toml(start.plan)}\n\n[[priority]]\ntitle = "Priority one"\n\n'
        f'[[priority.objective]]\ntitle = "First objective"\nmeasures = {_toml(list(start.measures))}\n',
        "areas.csv": ",".join(AREA_COLUMNS) + "\n",
        "breaks.csv": "dataset,area,month,reason\n"
        "population,*,2021-06,estimates from here on are based on the Census of 2021\n",
        "statements.csv": "id,text,value,unit,period,scope,source,url\n",
        f"packs/{period}/pack.toml": f'title = "Report to the Police and Crime Panel"\nperiod = "{period}"\n'
        'sections = ["01-summary.md"]\n',
        f"packs/{period}/01-summary.md": _first_section(start),
    }
    for name, body in text.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8", newline="\n")
    for name in ("measures", "sources", "received"):
        (folder / name).mkdir()
    needed = {facts for name in start.measures for facts in shipped_measures()[name].columns} - {*BUILT_IN_TABLES}
    taken = take_returns(folder, [name for name, one in shipped_returns().items() if one.fills in needed])
    return (*(folder / name for name in text), *taken)


OF_ONE_PACK = ("meeting", "frozen", "compare", "compare_why")
"""What pack.toml says of its own quarter alone."""

NAMED_PERIOD = re.compile(r"\b(12m-)?20[0-9]{2}-[0-9]{2}(-(q[1-4]|ytd-20[0-9]{2}-[0-9]{2}))?\b")


def next_pack(workspace: Workspace, period: str, like: str = "") -> tuple[Path, tuple[str, ...]]:
    """A pack of another period with the text of `like`, or of the latest there is; and where its text names a period.

    Its meeting, whether it was frozen and what it was compared with are not carried over. DefinitionError for what is
    no period, a pack there is already, and one to be like that is not there.
    """
    try:
        period = Period.parse(period).key
    except ValueError as fault:
        raise DefinitionError("period", str(fault), "such as 2025-26-q3") from None
    packs = workspace.folder / "packs"
    if (packs / period).exists():
        raise DefinitionError(str(packs / period), "it is there already", "name another period, or change its text")
    if not workspace.pack_ids:
        raise DefinitionError(str(packs), "there is no pack to begin from", "start with `peelian new`")
    ends = {name: Period.parse(workspace.pack(name).plan.period).last for name in workspace.pack_ids}
    before = like or max(ends, key=lambda name: (ends[name], name))
    plan = tomlkit.parse(read_text(packs / workspace.pack(before).id / "pack.toml"))
    plan["period"] = period
    for name in OF_ONE_PACK:
        plan.pop(name, None)
    aside = packs / f".{period}.new"
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(packs / before, aside)
    (aside / "pack.toml").write_text(tomlkit.dumps(plan), encoding="utf-8", newline="\n")
    aside.replace(packs / period)
    return packs / period, tuple(_named_periods(packs / period))


def _named_periods(pack: Path) -> Iterator[str]:
    for path in sorted(pack.glob("*.md")):
        for number, line in enumerate(read_text(path).splitlines(), 1):
            for found in NAMED_PERIOD.finditer(line):
                yield f"{path.name}, line {number}: {found[0]}"


def take_returns(folder: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Write shipped return templates into the workspace, where the office may change them. What is there stays.

    DefinitionError for one that is not shipped.
    """
    written = []
    for name in names:
        if name not in shipped_returns():
            known = ", ".join(sorted(shipped_returns()))
            raise DefinitionError("returns", f"there is no return {name!r}", f"name one of {known}")
        path = folder / "sources" / f"{name}.toml"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_text(shipped_return_text(name), encoding="utf-8", newline="\n")
            written.append(path)
    return tuple(written)


def add_areas(workspace: Workspace, boundaries: Mapping[str, Sequence[Path]]) -> tuple[str, ...]:
    """Write the councils of the office's force, and the small areas they are made of, into areas.csv.

    An LSOA's name less its last word is its local authority, whatever the year of its boundaries. `boundaries` maps a
    year ("2011", "2021") to files that hold the codes of that year, such as ONS boundary files: only LSOAs named there
    can be areas of their own, as a code alone does not tell its year. Rows of areas that are no councils of this
    force are kept. What comes back are the names of the councils written.
    """
    force = workspace.force
    councils = {d.name: d for d in districts() if d.force == force.force and d.last is None}
    keys = {name: _key(name) + ("-council" if _key(name) in shipped_forces() else "") for name in councils}
    named = named_places(workspace.folder / "build" / "facts", force.force)
    if not named:
        raise CoverageError(str(workspace.folder), "no street files of its force were received", "receive them first")
    vintages = {year: set(_codes(year, paths)) for year, paths in boundaries.items()}
    rows: list[dict[str, str]] = []
    for name, council in sorted(councils.items()):
        base = {"area": keys[name], "name": name, "kind": "local authority", "force": force.force}
        rows.append({**base, "place": council.code})
        for place in (place for place, told in named.items() if told.rpartition(" ")[0] == name):
            years = [year for year, codes in sorted(vintages.items()) if place in codes] or [""]
            rows.extend({**base, "place": place, "vintage": year} for year in years)
    path = workspace.folder / "areas.csv"
    with path.open(encoding="utf-8-sig", newline="") as text:
        kept = [row for row in csv.DictReader(text) if row["area"] not in keys.values()]
    out = io.StringIO()
    writer = csv.DictWriter(out, AREA_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows([*kept, *rows])
    write_whole(path, out.getvalue())
    return tuple(sorted(councils))


def _codes(year: str, paths: Sequence[Path]) -> Iterator[str]:
    """SourceError where it is no year, or a file names no small area."""
    if not re.fullmatch(r"20[0-9]{2}", year):
        raise DefinitionError("--boundaries", f"{year!r} is no year", "write it as 2021=FILE")
    for path in paths:
        if not path.is_file():
            raise SourceError(str(path), "there is no such file", "write it as 2021=FILE")
        if path.stat().st_size > MOST_BYTES:
            raise SourceError(str(path), f"it has more than {MOST_BYTES:,} bytes", "download a generalised version")
        codes = re.findall(rb"\b[EW]01[0-9]{6}\b", path.read_bytes())
        if not codes:
            raise SourceError(
                str(path), "it has no code of a small area", "give that year's file of boundaries or codes"
            )
        yield from (code.decode() for code in codes)


def _numbered(text: str, listed: Sequence[str]) -> tuple[str, ...]:
    numbers = [part for part in re.split(r"[,\s]+", text.strip()) if part]
    if not numbers or not all(re.fullmatch(r"[0-9]{1,4}", n) and 1 <= int(n) <= len(listed) for n in numbers):
        what = f"{text!r} is not a list of numbers from 1 to {len(listed)}"
        raise DefinitionError("measures", what, "write them as 1, 4, 7")
    return tuple(dict.fromkeys(listed[int(number) - 1] for number in numbers))


def _first_section(start: Start) -> str:
    """Figures stand below the title, not in it: why there is no value may be too long for a slide's title."""
    first = shipped_measures()[start.measures[0]]
    text = f"""# Summary

## How each measure of the plan compares with a year earlier

{first.title}: [[{first.name}]]; against a year earlier: [[{first.name}:change]].

{_figures(start.measures[:ON_A_SLIDE])}"""
    for at in range(ON_A_SLIDE, len(start.measures), ON_A_SLIDE):
        text += f"\n## More measures of the plan\n\n{_figures(start.measures[at : at + ON_A_SLIDE])}"
    return text


def _figures(measures: Sequence[str]) -> str:
    return f"""```figures
caption = "The plan's measures"
first = "Measure"
rows = {_toml(list(measures))}
[columns]
"This period" = ":value"
"Change on a year earlier" = ":change"
```
"""


def _toml(value: str | list[str]) -> str:
    return tomlkit.item(value).as_string()


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
