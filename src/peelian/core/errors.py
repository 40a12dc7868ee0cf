"""Errors a person can act on; anything else is a bug and keeps its traceback.

PeelianError
├── DefinitionError   a text file in the workspace is wrong          (exit 2)
├── SourceError       a data file is not what its source declares    (exit 3)
├── CoverageError     the data stop short of the period asked for    (exit 4)
├── ClaimError        the narrative says what the findings do not    (exit 5)
└── OutputError       a finished file cannot be used by everyone,    (exit 6)
                      or does not say what the pack says
"""

from collections.abc import Sequence


class PeelianError(Exception):
    """Where it is, what is wrong, what to do: printed as one line, `where: what; to do`."""

    exit_code = 1

    def __init__(self, where: str, what: str, to_do: str) -> None:
        super().__init__(f"{where}: {what}; {to_do}")
        self.where, self.what, self.to_do = where, what, to_do


class DefinitionError(PeelianError):
    exit_code = 2


class SourceError(PeelianError):
    exit_code = 3


class CoverageError(PeelianError):
    exit_code = 4


class ClaimError(PeelianError):
    exit_code = 5


class OutputError(PeelianError):
    exit_code = 6


class Faults(PeelianError):
    """Several errors found together, so that a person mends them in one go. Worst exit code first."""

    def __init__(self, faults: Sequence[PeelianError]) -> None:
        self.faults = sorted(faults, key=lambda fault: -fault.exit_code)
        self.exit_code = self.faults[0].exit_code
        Exception.__init__(self, "\n".join(str(fault) for fault in self.faults))


def raise_all(faults: Sequence[PeelianError]) -> None:
    """Nothing when there are none, the one when there is one, `Faults` when there are more."""
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise Faults(faults)
