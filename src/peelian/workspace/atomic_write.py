"""Writes a text file whole or not at all, even if the power fails."""

import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write UTF-8 text with \\n line ends beside the file, sync it, and put it in the file's place."""
    aside = aside_of(path)
    with aside.open("w", encoding="utf-8", newline="\n") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    aside.replace(path)


def is_file(path: Path) -> bool:
    """Whether the file exists. False, not an error, for a name that is too long or has a NUL."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def aside_of(path: Path) -> Path:
    """Where a file is written before it moves into place. A file left there was never finished."""
    return path.with_name(f".{path.name}.new")
