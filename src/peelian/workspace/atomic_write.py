"""Writing a text file of the workspace: whole or not at all, whenever the power goes."""

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
    """Whether a file is there, whatever was written for its name: one too long, or one with a NUL, names none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def aside_of(path: Path) -> Path:
    """Where a file is written before it is put in place; what is left there was never ended."""
    return path.with_name(f".{path.name}.new")
