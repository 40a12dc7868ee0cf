"""What `import peelian` gives, but for statistics: the workspace, its rows and findings, and the errors they raise."""

from peelian.api.workspace import Workspace, open
from peelian.core.areas import Area
from peelian.core.errors import (
    ClaimError,
    CoverageError,
    DefinitionError,
    Faults,
    MachineError,
    OutputError,
    PeelianError,
    SourceError,
)
from peelian.core.findings import Bounds, Level, NoFinding, PointsChange, Rank, RelativeChange, Signal
from peelian.core.measures import Measure
from peelian.core.observations import Estimate, Observation, Reported
from peelian.core.pack import Receipt
from peelian.core.periods import Period
from peelian.findings.values import Value, Values
from peelian.packs.build import Built
from peelian.proof.trace import Trace
from peelian.sources.received.receive import Report

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
    "open",
]
