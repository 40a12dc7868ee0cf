"""The office's own look: two colours that can be read on white, and a logo that is a picture."""

import base64
import io
import struct
from collections.abc import Iterator
from pathlib import Path

from peelian.core.errors import DefinitionError
from peelian.core.pack import Brand
from peelian.core.plan import Look
from peelian.typography import contrast
from peelian.workspace.atomic_write import is_file

MOST_BYTES = 300_000
MOST_PIXELS = 2_000
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
ENDS = {"image/png": b"IEND", "image/jpeg": b"\xff\xd9"}
NO_FRAMES = (0xC4, 0xC8, 0xCC)
"""Markers in the range of a JPEG's frames that begin none: tables, an extension, conditioning."""


def brand(look: Look, folder: Path) -> Brand:
    """The look as a pack carries it, with what an office leaves out in Peelian's own. DefinitionError names the key."""
    usual = Brand()
    return Brand(
        main=_colour(folder, "main", look.main or usual.main),
        second=_colour(folder, "second", look.second or usual.second),
        logo=_logo(folder, look.logo) if look.logo else "",
    )


def _colour(folder: Path, key: str, colour: str) -> str:
    where = f"{folder / 'office.toml'}, look.{key}"
    try:
        found = contrast.ratio(colour, "#FFFFFF")
    except ValueError as fault:
        what, _, to_do = str(fault).partition("; ")
        raise DefinitionError(where, what, to_do) from None
    if found < contrast.LEAST:
        what = f"{colour} has a contrast of {found:.2f} to 1 with white, and text needs {contrast.LEAST} to 1"
        raise DefinitionError(where, what, "choose a darker colour")
    return colour.upper()


def _logo(folder: Path, name: str) -> str:
    where = f"{folder / 'office.toml'}, look.logo"
    path = folder / name
    if not is_file(path) or path.is_symlink() or folder.resolve() not in path.resolve().parents:
        raise DefinitionError(where, f"{name!r} is no file of the workspace", "put the picture beside office.toml")
    if (bytes_long := path.stat().st_size) > MOST_BYTES:
        what = f"{name!r} has {bytes_long:,} bytes, and {MOST_BYTES:,} are the most"
        raise DefinitionError(where, what, "save it smaller")
    content = path.read_bytes()
    kind = next((kind for magic, kind in KINDS.items() if content.startswith(magic)), "")
    if not kind:
        raise DefinitionError(where, f"{name!r} is neither a PNG nor a JPEG", "save it as one of them")
    size = _size(content, kind)
    if not all(size) or ENDS[kind] not in content or (max(size) <= MOST_PIXELS and not _is_whole(content)):
        raise DefinitionError(where, f"{name!r} is damaged or cut short", "save the picture again")
    if max(size) > MOST_PIXELS:
        what = f"{name!r} is {size[0]:,} by {size[1]:,} pixels, and {MOST_PIXELS:,} are the most"
        raise DefinitionError(where, what, "save it smaller")
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _is_whole(content: bytes) -> bool:
    """Whether the picture can be drawn: slides and PDF are made with the same library."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            picture.load()
    except Exception:  # Pillow raises whatever the decoder it fell over raises
        return False
    return True


def _size(content: bytes, kind: str) -> tuple[int, int]:
    """Width and height in pixels; 0 by 0 where the file does not hold them where its kind does."""
    try:
        if kind == "image/png":
            return struct.unpack(">II", content[16:24]) if content[12:16] == b"IHDR" else (0, 0)
        return next(_frames(content))
    except (struct.error, StopIteration):
        return 0, 0


def _frames(content: bytes) -> Iterator[tuple[int, int]]:
    """The sizes of a JPEG's frames: its segments are walked from marker to marker (ITU-T T.81, B.1.1 and B.2.2)."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in NO_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            yield width, height
        at += 2 + max(length, 2)
