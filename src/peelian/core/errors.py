"""Errors a person can act on; anything else is a bug and keeps its traceback.

PeelianError
├── DefinitionError   a text file in the workspace is wrong          (exit 2)
├── SourceError       a data file is not what its source declares    (exit 3)
├── CoverageError     the data stop short of the period asked for    (exit 4)
├── ClaimError        the narrative says what the findings do not    (exit 5)
├── OutputError       a finished file cannot be used by everyone,    (exit 6)
│                     or does not say what the pack says
└── MachineError      the machine cannot: a disk that is full,       (exit 7)
                      a folder that may not be written
"""

import errno
from collections.abc import Sequence


class PeelianError(Exception):
    """Where it is, what is wrong, what to do: printed as one line, `where: what; to do`."""

    exit_code = 1

    def __init__(self, where: str, what: str, to_do: str) -> None:
        super().__init__(f"{where}: {what}; {to_do}")
        self.where, self.what, self.to_do = where, what, to_do


class DefinitionError(PeelianError):
    """A text file of the workspace, or what is asked of it, is wrong."""

    exit_code = 2


class SourceError(PeelianError):
    """A data file is not what its source declares."""

    exit_code = 3


class CoverageError(PeelianError):
    """The data stop short of the period asked for."""

    exit_code = 4


class ClaimError(PeelianError):
    """The narrative says what the findings do not."""

    exit_code = 5


class OutputError(PeelianError):
    """A finished file cannot be used by everyone, or does not say what the pack says."""

    exit_code = 6


class MachineError(PeelianError):
    """The machine cannot: a disk that is full, a folder that may not be written, a package that is not installed."""

    exit_code = 7


NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
MAY_NOT = (errno.EACCES, errno.EPERM, errno.EROFS)


def of_machine(fault: OSError) -> MachineError:
    """What a failed call of the system comes to for the person at the machine."""
    where, to_do = "the machine", "run it again; if it fails again, copy the folder to another disk and try there"
    if fault.errno in NO_ROOM:
        where, to_do = "the disk", "make some room on the disk and run it again; nothing is half done"
    elif fault.errno in MAY_NOT:
        to_do = "get the right to read and write there, or use a copy in a folder of your own"
    return MachineError(str(fault.filename or where), (fault.strerror or str(fault)).lower(), to_do)


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
