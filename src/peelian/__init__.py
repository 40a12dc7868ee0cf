"""Peelian: a police and crime commissioner's quarterly report in which every figure is bound to data.

    import peelian

    office = peelian.open("examples/wiltshire")
    rows = office.values("recorded_crime", periods="months")
    rows.to_arrow().to_pandas()

`open` gives a `Workspace`: receive files, read values as typed rows, ask for the finding behind a figure, build a pack
and trace what it prints. `peelian.statistics` needs no workspace. Importing this module reads no file, writes none, and
loads nothing else: a name is loaded when it is first used.

Places are keys of `Workspace.areas`, such as "wiltshire". Periods are whole months, half-open, and written as keys:
a month 2025-12, a quarter 2025-26-q3 (October to December 2025), a financial year 2025-26, a year to date
2025-26-ytd-2025-12, 12 months 12m-2025-12. What a person can mend is raised as a `PeelianError`; what the machine
refuses, as an OSError.
"""

# ruff: noqa: F403, F405 (the names are listed once, in peelian.api; a test holds __all__ to it)

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peelian import statistics
    from peelian.api import *

__version__ = "0.1.0"

__all__ = [
    "Area",
    "Bounds",
    "Built",
    "ClaimError",
    "CoverageError",
    "DefinitionError",
    "Estimate",
    "Faults",
    "Level",
    "MachineError",
    "Measure",
    "NoFinding",
    "Observation",
    "OutputError",
    "PeelianError",
    "Period",
    "PointsChange",
    "Rank",
    "Receipt",
    "RelativeChange",
    "Report",
    "Reported",
    "Signal",
    "SourceError",
    "Trace",
    "Value",
    "Values",
    "Workspace",
    "__version__",
    "open",
    "statistics",
]


if not TYPE_CHECKING:  # where types are checked, a name that is not there is a mistake

    def __getattr__(name: str) -> Any:
        """A public name, loaded now and kept."""
        if name == "statistics":
            return import_module("peelian.statistics")
        if name not in __all__:
            raise AttributeError(f"module 'peelian' has no attribute {name!r}")
        found = globals()[name] = getattr(import_module("peelian.api"), name)
        return found


def __dir__() -> list[str]:
    return [*globals(), *__all__]
