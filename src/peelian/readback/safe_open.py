"""Opening: a file from outside, checked before it is read, whatever it turns out to be."""

import io
import zipfile
from pathlib import Path
from typing import Any

from peelian.core.errors import SourceError

MOST_PACKED, MOST_UNPACKED, MOST_PARTS = 100_000_000, 400_000_000, 10_000
"""A deck of fifty photographs is below these; what is above them would fill the machine's memory."""

OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
SAVE_AGAIN = "open it in PowerPoint and save it as a presentation (.pptx)"


def deck(path: Path) -> Any:
    """The presentation, by python-pptx. SourceError where it is none, is locked, or would not be safe to read."""
    from pptx import Presentation

    try:
        if path.stat().st_size > MOST_PACKED:
            raise SourceError(str(path), "it is too large to read", "make its pictures smaller and save it again")
        content = path.read_bytes()
    except OSError as fault:
        raise SourceError(str(path), f"it cannot be read ({fault.strerror})", "check its name and place") from None
    checked(content, str(path))
    try:
        made = Presentation(io.BytesIO(content))
        slides = list(made.slides)
    except Exception as fault:  # python-pptx raises whatever the part of its package it fell over raises
        raise SourceError(str(path), f"it is not a presentation ({type(fault).__name__})", SAVE_AGAIN) from None
    if not slides:
        raise SourceError(str(path), "it has no slides", "choose the deck that was edited")
    return made


def checked(content: bytes, where: str) -> None:
    """SourceError for what is no Office file, or one made to harm who reads it."""
    if content.startswith(OLD_OFFICE):
        raise SourceError(
            where, "it is locked with a password, or in the old .ppt format", "save it as .pptx, unlocked"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise SourceError(where, "unpacked, it is too large to read", "make its pictures smaller")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _declares(package.read(part)):
                    raise SourceError(
                        where, f"{part.filename} declares entities, which no Office file does", SAVE_AGAIN
                    )
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, EOFError, OSError) as fault:
        raise SourceError(where, f"it is not a presentation ({type(fault).__name__})", SAVE_AGAIN) from None


def _declares(xml: bytes) -> bool:
    """Whether there is a document type: Office writes none, and a bomb needs one. UTF-16 has a zero in each letter."""
    return b"<!DOCTYPE" in xml or b"<!DOCTYPE" in xml[:100_000].replace(b"\0", b"")
