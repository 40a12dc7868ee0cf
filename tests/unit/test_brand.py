"""The office's own look: colours that can be read, a logo that is a small picture of the workspace's own."""

import base64
import io
import struct
import zlib

import pytest
from PIL import Image, ImageFile

from peelian.core.errors import DefinitionError
from peelian.core.pack import Brand
from peelian.core.plan import HouseStyle
from peelian.packs import brand
from peelian.typography import contrast


def picture(kind: str, size: tuple[int, int] = (40, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#12436D").save(out, kind)
    return out.getvalue()


def refused(folder, **told: str) -> str:
    with pytest.raises(DefinitionError) as fault:
        brand.brand(HouseStyle(**told), folder)
    return str(fault.value).removeprefix(f"{folder}/")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#767676", "#FFFFFF", 4.54),  # the palest grey that passes
        ("#777777", "#FFFFFF", 4.48),  # the darkest that does not
        ("#FFFFFF", "#ff0000", 4.0),
        ("#0000FF", "#FFFFFF", 8.59),
    ],
)
def test_contrast_is_as_wcag_counts_it(one, other, ratio):
    assert contrast.ratio(one, other) == pytest.approx(ratio, abs=0.005)


def test_an_office_without_a_look_has_peelians_own(tmp_path):
    assert brand.brand(HouseStyle(), tmp_path) == Brand()
    assert all(
        contrast.ratio(colour, "#FFFFFF") >= contrast.LEAST_CONTRAST for colour in (Brand().main, Brand().second)
    )


def test_a_colour_of_the_offices_own_takes_its_place(tmp_path):
    assert brand.brand(HouseStyle(main="#00703c"), tmp_path) == Brand(main="#00703C")


def test_a_colour_that_cannot_be_read_is_refused_with_its_contrast(tmp_path):
    said = "office.toml, look.second: #F46A25 has a contrast of 3.03 to 1 with white, and text needs 4.5 to 1; choose"
    assert refused(tmp_path, second="#F46A25").startswith(said)


def test_a_contrast_just_too_low_is_not_rounded_into_a_pass(tmp_path):
    assert "#777777 has a contrast of 4.48 to 1" in refused(tmp_path, main="#777777")


@pytest.mark.parametrize("colour", ["navy", "#123", "#12436D00", "12436D", "#12436G", "#12436D;}", "#12436D\n"])
def test_a_colour_in_any_other_form_is_refused(tmp_path, colour):
    assert refused(tmp_path, main=colour) == f"office.toml, look.main: {colour!r} is no colour; write it as #12436D"


@pytest.mark.parametrize(("kind", "told"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_logo_travels_in_the_pack_by_what_it_is_and_not_by_its_name(tmp_path, kind, told):
    (tmp_path / "logo.bin").write_bytes(picture(kind))
    head, _, body = brand.brand(HouseStyle(logo="logo.bin"), tmp_path).logo.partition(",")
    assert head == f"data:{told};base64"
    assert base64.b64decode(body) == picture(kind)


def test_a_progressive_jpeg_is_measured_too(tmp_path):
    out = io.BytesIO()
    Image.new("RGB", (3000, 10)).save(out, "JPEG", progressive=True)
    (tmp_path / "logo.jpg").write_bytes(out.getvalue())
    assert "'logo.jpg' is 3,000 by 10 pixels, and 2,000 are the most" in refused(tmp_path, logo="logo.jpg")


def test_a_picture_of_too_many_pixels_is_refused(tmp_path):
    (tmp_path / "logo.png").write_bytes(picture("PNG", (10, 2001)))
    assert "'logo.png' is 10 by 2,001 pixels, and 2,000 are the most" in refused(tmp_path, logo="logo.png")


def test_a_picture_that_would_fill_the_memory_is_never_unpacked(tmp_path, monkeypatch):
    """A PNG of a few bytes that says it is 60,000 pixels wide and high: 10 gigabytes."""
    whole = picture("PNG")
    head = b"IHDR" + struct.pack(">II", 60_000, 60_000) + whole[24:29]
    (tmp_path / "logo.png").write_bytes(whole[:12] + head + struct.pack(">I", zlib.crc32(head)) + whole[33:])
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("it was unpacked"))
    assert "'logo.png' has more pixels than 2,000 by 2,000; save it smaller" in refused(tmp_path, logo="logo.png")


def test_a_jpeg_is_measured_by_its_picture_and_not_by_a_smaller_one_inside(tmp_path):
    """A camera puts a small picture before the picture: markers of a frame in a segment are none of the file's."""
    out = io.BytesIO()
    Image.new("RGB", (3000, 10)).save(out, "JPEG", exif=b"Exif\0\0" + picture("JPEG", (16, 16)))
    (tmp_path / "logo.jpg").write_bytes(out.getvalue())
    assert "is 3,000 by 10 pixels" in refused(tmp_path, logo="logo.jpg")


def test_a_picture_of_too_many_bytes_is_refused(tmp_path):
    (tmp_path / "logo.png").write_bytes(picture("PNG") + bytes(300_000))
    assert "and 300,000 are the most; save it smaller" in refused(tmp_path, logo="logo.png")


@pytest.mark.parametrize("content", [b"", b"GIF89a", b'<svg onload="x()"/>', b"%PDF-1.7"])
def test_what_is_no_picture_is_refused_whatever_its_name(tmp_path, content):
    (tmp_path / "logo.png").write_bytes(content)
    assert "'logo.png' is neither a PNG nor a JPEG; save it as one of them" in refused(tmp_path, logo="logo.png")


@pytest.mark.parametrize("forgiving", [False, True], ids=["", "as WeasyPrint makes Pillow"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_cut_short_anywhere_is_refused(tmp_path, monkeypatch, kind, forgiving):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", forgiving)
    whole = picture(kind)
    (tmp_path / "logo").write_bytes(whole + b"some programs add to the end")
    assert brand.brand(HouseStyle(logo="logo"), tmp_path).logo
    for length in range(8, len(whole) - 8, 5):
        (tmp_path / "logo").write_bytes(whole[:length])
        assert "is damaged or cut short; save the picture again" in refused(tmp_path, logo="logo")


def test_a_logo_comes_from_the_workspace_alone(tmp_path):
    folder = tmp_path / "office"
    (folder / "inside").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(picture("PNG"))
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "linked").symlink_to(tmp_path)
    names = (
        "../secret.png",
        str(tmp_path / "secret.png"),
        "link.png",
        "linked/secret.png",
        "none.png",
        "inside",
        "a\0b",
    )
    for name in names:
        assert refused(folder, logo=name) == (
            f"office.toml, look.logo: {name!r} is no file of the workspace; put the picture beside office.toml"
        )
