"""Quarantine: a process of its own reads a workbook first, so that one made to harm harms nothing else.

What reads workbooks is compiled code: at a cell in the farthest corner of a sheet it asks for more memory than there
is, and takes its process with it. `python -m peelian.sources.received.quarantine FILE` reads every sheet under limits,
and may fail.
"""

import subprocess
import sys
import zipfile
from pathlib import Path

from peelian.core.errors import SourceError
from peelian.sources.spreadsheets.sheets import WORKBOOKS
from peelian.sources.spreadsheets.xml_parts import DAMAGED

MOST_MEMORY = 400_000_000
"""Bytes of address space that reading a workbook may take, its process included. Windows sets no limit."""

MOST_SECONDS = 20
BEGINNING = 10_000
"""Bytes of a part in which its document type would stand."""

MOST_UNPACKED = 80_000_000
"""Bytes of a workbook's parts, unpacked: the largest published one has 28 million."""


def check_workbook(path: Path) -> None:
    """SourceError where a workbook cannot be read safely. Other files, and what is no workbook, are let pass."""
    if path.suffix.lower() in WORKBOOKS and (what := _fault(path)):
        raise SourceError(path.name, what, "send the figures alone, as XLSX or CSV")


def _fault(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                return f"unpacked it has more than {MOST_UNPACKED:,} bytes"
            for part in parts.infolist():
                if part.filename.endswith((".xml", ".rels")) and _declares(parts, part):
                    return f"its {part.filename} declares entities, as no program that saves workbooks does"
    except (*DAMAGED, OSError):
        pass  # an older workbook, or none: the reader says so
    command = [sys.executable, "-m", "peelian.sources.received.quarantine", str(path)]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return f"reading it takes more than {MOST_SECONDS} seconds"
    return "" if ended.returncode == 0 else "reading it fails, or takes more memory than a return can need"


def _declares(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part of XML begins with a document type, without which it can name no entity."""
    with parts.open(part) as xml:
        return b"<!DOCTYPE" in xml.read(BEGINNING).replace(b"\0", b"")


def main() -> None:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except ImportError:
        pass
    try:
        with CalamineWorkbook.from_path(sys.argv[1]) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError):
        pass  # told in its own words by whoever reads it next


if __name__ == "__main__":
    main()
