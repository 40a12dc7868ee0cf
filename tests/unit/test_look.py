"""The office's own look: colours that can be read, a logo that is a picture."""

import struct
import zlib
from pathlib import Path

import pytest

from peelian import look
from peelian.core import contrast
from peelian.core.errors import DefinitionError
from peelian.core.plan import Look


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(header))


def test_contrast_is_that_of_wcag():
    assert contrast.ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast.ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


def test_an_office_without_a_look_has_peelians(tmp_path: Path):
    assert look.brand(Look(), tmp_path).main == "#12436D"


def test_a_logo_is_carried_as_a_data_address(tmp_path: Path):
    (tmp_path / "logo.png").write_bytes(png(40, 20))
    assert look.brand(Look(logo="logo.png"), tmp_path).logo.startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Look(main="#999999"), "look.main: #999999 has a contrast of 2.85 to 1 with white"),
        (Look(second="red"), "look.second: 'red' is no colour"),
        (Look(logo="none.png"), "look.logo: 'none.png' is no file of the workspace"),
        (Look(logo="../logo.png"), "is no file of the workspace"),
        (Look(logo="words.png"), "is neither a PNG nor a JPEG"),
        (Look(logo="large.png"), "it is 3000 by 10 pixels, and 2000 are the most"),
        (Look(logo="heavy.png"), "bytes, and 300,000 are the most"),
    ],
)
def test_what_cannot_be_read_or_seen_is_refused_by_its_key(tmp_path: Path, told: Look, said: str):
    folder = tmp_path / "office"
    folder.mkdir()
    (tmp_path / "logo.png").write_bytes(png(40, 20))
    (folder / "words.png").write_text("words")
    (folder / "large.png").write_bytes(png(3000, 10))
    (folder / "heavy.png").write_bytes(png(40, 20) + b"0" * 300_000)
    with pytest.raises(DefinitionError) as fault:
        look.brand(told, folder)
    assert said in str(fault.value)
