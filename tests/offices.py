"""A small office with figures that can be added up by hand, and the command line as a person meets it.

Hundreds of crimes a month, the same in every month of a year (and ten incidents of anti-social behaviour, which are no
crimes):

                 Swindon              Wiltshire            Dorset
            burglary robbery     burglary robbery     burglary robbery
    2024          20       5           30       5           40      10
    2025           8       6           28       5           45      10

So October to December 2025 has 14,100 crimes where a year before had 18,000, and 10,800 burglaries where it had 15,000.
"""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from peelian import cli
from peelian.sources.received import intake
from peelian.sources.received.receive import Options
from peelian.workspace.workspace import load

TEXT = {
    "office.toml": """
name = "Office of the Police and Crime Commissioner"
area = "wiltshire"
names = ["101", "Safer Streets 5"]

[peers]
names = ["dorset"]
""",
    "plan.toml": """
title = "Police and crime plan"

[[priority]]
title = "Fewer victims"

[[priority.objective]]
title = "Less burglary"
measures = ["recorded_crime", "burglary"]
""",
    "areas.csv": """\
area,name,kind,force,place,vintage
swindon,Swindon,local authority,Wiltshire Police,E06000030,
wiltshire-council,Wiltshire,local authority,Wiltshire Police,E06000054,
""",
    "statements.csv": """\
id,text,value,unit,period,scope,source,url
stations,Mobile police stations to come,two more,vehicles,not given,Wiltshire,A report to the Panel,https://example.org/
visits,Satisfaction with visits,improved,claim,not given,Wiltshire,A report to the Panel,https://example.org/
rate,Share of crimes with further action,12.4%,percent,not given,Wiltshire,A report to the Panel,https://example.org/
""",
    "sources/crimes_return.toml": """
name = "crimes_return"
title = "Crimes by type"
supplier = "The forces"
fills = "crimes"
evidence = "reported"
threshold = 0
column = [
  {name = "month", header = "Month", type = "month", key = true},
  {name = "force", header = "Force", type = "force", key = true},
  {name = "place", header = "Place", key = true, may_be_blank = true},
  {name = "crime_type", header = "Type", key = true},
  {name = "n", header = "Crimes", type = "whole number"},
]
""",
    "sources/people_return.toml": """
name = "people_return"
title = "People by district"
supplier = "The office"
fills = "population"
evidence = "official"
threshold = 0
stock = true
column = [
  {name = "month", header = "Mid-year", type = "month", key = true},
  {name = "force", header = "Force", type = "force"},
  {name = "place", header = "District", key = true},
  {name = "n", header = "People", type = "whole number"},
]
""",
}

PACK = """
title = "Report to the Police and Crime Panel"
period = "2025-26-q3"
sections = [{sections}]
{more}
"""

SUMMARY = """# Summary

## Recorded crime [fell](=recorded_crime:change), [[recorded_crime:from-to]]

Swindon had [[recorded_crime@swindon]].
"""

PEOPLE = """\
Mid-year,Force,District,People
2024-06,Wiltshire Police,E06000030,200000
2024-06,Wiltshire Police,E06000054,500000
2024-06,Dorset Police,E06000058,400000
"""

SWINDON, COUNCIL, DORSET = ("Wiltshire", "E06000030"), ("Wiltshire", "E06000054"), ("Dorset", "")
CRIMES = {
    2024: {SWINDON: (2_000, 500), COUNCIL: (3_000, 500), DORSET: (4_000, 1_000)},
    2025: {SWINDON: (800, 600), COUNCIL: (2_800, 500), DORSET: (4_500, 1_000)},
}
KINDS = ("Burglary", "Robbery", "Anti-social behaviour")


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def write(folder: Path, **packs: dict[str, str]) -> Path:
    """The office's text alone, and packs: `write(folder, q3={"01.md": "# ..."})`."""
    for name, text in TEXT.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name, sections in packs.items():
        pack(folder, name, sections)
    return folder


def pack(folder: Path, name: str, sections: dict[str, str], more: str = "") -> Path:
    """A pack's folder, of October to December 2025."""
    home = folder / "packs" / name
    home.mkdir(parents=True, exist_ok=True)
    listed = ", ".join(f'"{section}"' for section in sections)
    (home / "pack.toml").write_text(PACK.format(sections=listed, more=more), encoding="utf-8")
    for section, text in sections.items():
        (home / section).write_text(text, encoding="utf-8")
    return home


def know_barsetshire(folder: Path) -> Path:
    """Whose made-up figures the examples of templates are, so that an example may come back as if it were filled in."""
    with (folder / "areas.csv").open("a", encoding="utf-8") as text:
        text.write("barsetshire,Barsetshire,force,Barsetshire Constabulary,,\n")
    return folder


def crimes(without: str = "") -> str:
    """The return of crimes, perhaps without a month."""
    lines = ["Month,Force,Place,Type,Crimes"]
    for year, by_place in CRIMES.items():
        for month in (f"{year}-{number:02d}" for number in range(1, 13)):
            for (force, place), counts in by_place.items():
                told = zip(KINDS, (*counts, 10), strict=True)
                lines.extend(f"{month},{force} Police,{place},{kind},{n}" for kind, n in told if month != without)
    return "\n".join(lines) + "\n"


def receive(folder: Path, without: str = "") -> Path:
    """The folder, with its returns of crimes and people received."""
    sent = folder.parent / f"{folder.name}-sent"
    sent.mkdir()
    (sent / "crimes.csv").write_text(crimes(without))
    (sent / "people.csv").write_text(PEOPLE)
    intake.receive_known(load(folder), [sent], Options())
    return folder


def run(*arguments: object) -> Ran:
    """The command as a person gives it, in this process."""
    out, err, was = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["peelian", *map(str, arguments)]
    code = 0
    try:
        with redirect_stdout(out), redirect_stderr(err):
            cli.main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.argv = was
    return Ran(code, out.getvalue(), err.getvalue())
