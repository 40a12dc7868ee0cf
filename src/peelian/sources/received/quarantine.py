"""Reads each workbook first in a process of its own, so that a harmful one cannot crash the program.

The library that reads workbooks is compiled code. A cell in the farthest corner of a sheet makes it ask for more memory
than the machine has, which kills its process. `python -m peelian.sources.received.quarantine FILE` reads every sheet
within limits, and may fail.
"""

import subprocess
import sys
import zipfile
from pathlib import Path

from peelian.core.errors import SourceError
from peelian.sources.spreadsheets.sheets import WORKBOOKS
from peelian.sources.spreadsheets.xml_parts import DAMAGED

MOST_MEMORY = 400_000_000
"""Bytes of address space for the process that reads a workbook. No limit on Windows."""

MOST_SECONDS = 20
BEGINNING = 10_000
"""Bytes at the start of a part in which to look for a document type."""

MOST_UNPACKED = 80_000_000
"""Bytes of a workbook's unpacked parts. The largest published one has 28 million."""


def check_workbook(path: Path) -> None:
    """SourceError if a workbook cannot be read safely. Other files pass."""
    if path.suffix.lower() in WORKBOOKS and (what := _fault(path)):
        raise SourceError(path.name, what, "send only the figures, as XLSX or CSV")


def _fault(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                return f"it unpacks to more than {MOST_UNPACKED:,} bytes"
            for part in parts.infolist():
                if part.filename.endswith((".xml", ".rels")) and _declares(parts, part):
                    return f"its {part.filename} declares entities, which no spreadsheet program does"
    except (*DAMAGED, OSError):
        pass  # an older workbook, or not one: the reader says so
    try:
        return "" if apart(path) else "it cannot be read, or takes more memory than a return can need"
    except subprocess.TimeoutExpired:
        return f"reading it takes more than {MOST_SECONDS} seconds"


def apart(path: Path) -> bool:
    """Whether a process of its own could read every sheet. TimeoutExpired where it takes too long."""
    command = [sys.executable, "-m", "peelian.sources.received.quarantine", str(path)]
    return subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=False).returncode == 0  # noqa: S603


def every_sheet(path: Path) -> None:
    """Reads every sheet, which may end the process."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError):
        pass  # the next reader reports it in its own words


def _declares(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether an XML part begins with a document type, which is the only way to declare entities."""
    with parts.open(part) as xml:
        return b"<!DOCTYPE" in xml.read(BEGINNING).replace(b"\0", b"")


def main() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except ImportError:
        pass
    every_sheet(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
