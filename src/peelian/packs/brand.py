"""The office's own look: two colours that can be read on white, and a logo that is a picture."""

import base64
import io
import warnings
from pathlib import Path

from peelian.core.errors import DefinitionError
from peelian.core.pack import Brand
from peelian.core.plan import HouseStyle
from peelian.typography import contrast
from peelian.workspace.atomic_write import is_file

MOST_BYTES = 300_000
MOST_PIXELS = 2_000
BEGINNINGS = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff"}
"""By what Pillow calls a kind of picture, how its files begin, damaged ones too."""


def brand(look: HouseStyle, folder: Path) -> Brand:
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
    if found < contrast.LEAST_CONTRAST:
        what = f"{colour} has a contrast of {found:.2f} to 1 with white, and text needs {contrast.LEAST_CONTRAST} to 1"
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
    return f"data:{_kind(content, name, where)};base64,{base64.b64encode(content).decode()}"


def _kind(content: bytes, name: str, where: str) -> str:
    """What the picture is, once it is seen to be whole: Pillow draws it for slides and PDFs too.

    To open it reads its size and no more; nothing is unpacked of one that is too large.
    """
    from PIL import Image

    def opened() -> Image.Image:
        return Image.open(_Whole(content), formats=tuple(BEGINNINGS))

    if not content.startswith(tuple(BEGINNINGS.values())):
        raise DefinitionError(where, f"{name!r} is neither a PNG nor a JPEG", "save it as one of them")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = opened()
        if max(picture.size) <= MOST_PIXELS:
            opened().verify()
            opened().load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        what = f"{name!r} has more pixels than {MOST_PIXELS:,} by {MOST_PIXELS:,}"
        raise DefinitionError(where, what, "save it smaller") from None
    except Exception:  # Pillow raises whatever the decoder it fell over raises
        raise DefinitionError(where, f"{name!r} is damaged or cut short", "save the picture again") from None
    if max(picture.size) > MOST_PIXELS:
        what = f"{name!r} is {picture.width:,} by {picture.height:,} pixels, and {MOST_PIXELS:,} are the most"
        raise DefinitionError(where, what, "save it smaller")
    return Image.MIME[str(picture.format)]


class _Whole(io.BytesIO):
    """A file that may not be read past its end, which Pillow forgives once WeasyPrint is in the same process."""

    def read(self, size: int | None = -1, /) -> bytes:
        got = super().read(size)
        if not got and size:
            raise OSError("it ends early")
        return got
