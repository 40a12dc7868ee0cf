"""A new workspace from a few answers: the office, its force, its plan and the measures to start with."""

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tomlkit

from peelian.core.errors import DefinitionError
from peelian.core.periods import Period, add_months
from peelian.core.sources import BUILT_IN_TABLES
from peelian.workspace.areas import AREA_COLUMNS
from peelian.workspace.forces import shipped_forces
from peelian.workspace.measures import shipped_measures
from peelian.workspace.templates import shipped_returns, take_returns

Ask = Callable[[str, str], str]
ON_A_SLIDE = 8
"""Rows of a table that fit on a slide even if every cell has a long reason for having no value."""

SUGGESTED = ("recorded_crime", "recorded_crime_rate", "asb_incidents", "further_action_cohort")


@dataclass(frozen=True)
class Start:
    """The contents of a new workspace. `ask` fills in what is empty."""

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
    """DefinitionError if the folder already has something in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DefinitionError(str(folder), "it already exists and is not empty", "name another folder")


def ask(given: Start, prompt: Ask) -> Start:
    """The start with its gaps filled by questions. DefinitionError for an unknown force, measure or period."""
    try:
        period = Period.parse(given.period)
    except ValueError as fault:
        raise DefinitionError("period", str(fault), "or leave it out") from None
    _check_measures(given.measures, period)
    office = given.office or prompt("The office's name", "Office of the Police and Crime Commissioner")
    force = given.force or prompt(f"Its police force ({', '.join(shipped_forces())})", "")
    if force not in shipped_forces():
        raise DefinitionError(
            "force", f"{force!r} is not a police force", "name it as above, such as devon-and-cornwall"
        )
    plan = given.plan or prompt("The title of the police and crime plan", "Police and crime plan")
    return Start(office, force, plan, given.measures or _chosen(prompt, period), given.period)


def _check_measures(measures: Sequence[str], period: Period) -> None:
    if unknown := [name for name in measures if name not in shipped_measures()]:
        near = ", ".join(difflib.get_close_matches(unknown[0], shipped_measures(), 3, 0.3)) or ", ".join(SUGGESTED)
        raise DefinitionError("measure", f"there is no measure {unknown[0]!r}", f"name one such as {near}")
    for found in (shipped_measures()[name] for name in measures):
        if period.kind not in found.periods:
            what = f"{found.name!r} is not given for a {period.kind}"
            raise DefinitionError("measure", what, f"leave it out; a section may print it for a {found.periods[-1]}")


def _chosen(prompt: Ask, period: Period) -> tuple[str, ...]:
    """Asks for measures with values for the first pack's kind of period. Yearly totals have none for a quarter."""
    listed = [name for name, found in shipped_measures().items() if period.kind in found.periods]
    for number, name in enumerate(listed, start=1):
        mark = "x" if name in SUGGESTED else " "
        print(f" [{mark}] {number:>3}  {shipped_measures()[name].title}")
    ticked = ",".join(str(listed.index(name) + 1) for name in SUGGESTED if name in listed)
    return _numbered(prompt("The measures to start with, as numbers with commas", ticked), listed)


def make_workspace(folder: Path, start: Start) -> tuple[Path, ...]:
    """Write the workspace's text files. DefinitionError if the folder already has something in it."""
    refuse_used(folder)
    period = start.period
    text = {
        "office.toml": f"""# The office and its force. `names` are names with digits that a narrative may contain.
name = {_toml(start.office)}
area = {_toml(start.force)}
names = ["101", "999"]

# The forces it is compared with, and who says they are similar.
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


def _numbered(text: str, listed: Sequence[str]) -> tuple[str, ...]:
    numbers = [part for part in re.split(r"[,\s]+", text.strip()) if part]
    if not numbers or not all(re.fullmatch(r"[0-9]{1,4}", n) and 1 <= int(n) <= len(listed) for n in numbers):
        what = f"{text!r} is not a list of numbers from 1 to {len(listed)}"
        raise DefinitionError("measures", what, "write them as 1, 4, 7")
    return tuple(dict.fromkeys(listed[int(number) - 1] for number in numbers))


def _first_section(start: Start) -> str:
    """Figures go below the title, not in it: the reason for a missing value may be too long for a slide's title."""
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
"Change in a year" = ":change"
```
"""


def _toml(value: str | list[str]) -> str:
    return tomlkit.item(value).as_string()
