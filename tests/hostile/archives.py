"""Folders and zips: what an archive can be made to do to who opens it."""

import io
import os
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from hostile import Case, Command, Make, Place, accepted, refused, sent
from hostile.police import as_csv, name, rows

GOOD, NAME = as_csv(rows("street")).encode(), f"2025-12/{name('street')}"
OF = "zip"


def zipped(files: Mapping[str, bytes] | list[tuple[str, bytes]], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        for member, content in files.items() if isinstance(files, Mapping) else files:
            archive.writestr(zipfile.ZipInfo(member) if packed == zipfile.ZIP_STORED else member, content)
    return out.getvalue()


def bomb(megabytes: int) -> bytes:
    """So many megabytes of nothing, packed a thousandfold."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(NAME, "w", force_zip64=True) as member,
    ):
        member.write(GOOD)
        for _ in range(megabytes):
            member.write(bytes(1 << 20))
    return out.getvalue()


def special(kind: int, content: bytes = b"/etc/passwd") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo(NAME)
        info.create_system, info.external_attr = 3, (kind | 0o777) << 16
        archive.writestr(info, content)
    return out.getvalue()


def encrypted() -> bytes:
    """Marked as encrypted, in both its headers."""
    content = bytearray(zipped({NAME: GOOD}))
    for at in (6, content.find(b"PK\x01\x02") + 8):
        content[at] |= 1
    return bytes(content)


def changed(content: bytes, old: bytes, new: bytes, count: int = -1) -> bytes:
    assert old in content
    return content.replace(old, new, count)


def damaged() -> bytes:
    content = bytearray(zipped({NAME: GOOD}, zipfile.ZIP_STORED))
    content[content.find(b"Burglary")] ^= 1
    return bytes(content)


def understated() -> bytes:
    """Says that it unpacks to ten bytes, and unpacks to 300 MB."""
    content, size = bomb(300), len(GOOD) + 300 * (1 << 20)
    central = content.rfind(b"PK\x01\x02")
    told = size.to_bytes(4, "little")
    assert told in content[central:]
    return content[:central] + content[central:].replace(told, (10).to_bytes(4, "little"), 1)


@cache
def many(number: int) -> bytes:
    return zipped([(f"{n}.csv", b"") for n in range(number)], zipfile.ZIP_STORED)


def nested(deep: int) -> bytes:
    content = zipped({NAME: GOOD})
    for n in range(deep):
        content = zipped({f"{n}.zip": content})
    return content


def a_folder(files: Mapping[str, bytes | str], make: Callable[[Place], None] = lambda _: None) -> Make:
    def made(place: Place) -> Command:
        (place.sent / "all").mkdir()
        for file, content in files.items():
            place.send(f"all/{file}", content)
        make(place)
        return "receive", place.office, place.sent / "all"

    return made


def link(name: str, target: str) -> Callable[[Place], None]:
    return lambda place: (place.sent / "all" / name).symlink_to(target)


def cases() -> Iterator[Case]:
    def no(what: str, content: bytes | Callable[[], bytes], *says: str, large: bool = False) -> Case:
        return refused(OF, what, sent("archive.zip", content), *(says or ("archive.zip",)), large=large)

    def yes(what: str, content: bytes, *says: str) -> Case:
        return accepted(OF, what, sent("archive.zip", content), *says)

    yield yes("as published", zipped({NAME: GOOD}), "Received 1 file, 4 rows")
    yield yes("with what a Mac puts beside", zipped({NAME: GOOD, f"__MACOSX/2025-12/._{name('street')}": b"x", ".DS_Store": b"x"}), "Received 1 file, 4 rows")  # fmt: skip
    yield yes("with folders as members", zipped({"2025-12/": b"", NAME: GOOD}), "Received 1 file, 4 rows")
    yield no("an empty file", b"")
    yield no("nothing in it", zipped({}), "no file")
    yield no("folders alone", zipped({"2025-12/": b""}), "no file")
    yield no("no zip", b"hello" * 100)
    yield no("cut short", zipped({NAME: GOOD})[:-30])
    yield no("cut in half", zipped({NAME: GOOD})[:150])
    yield no("zeros in its middle", zipped({NAME: GOOD}, zipfile.ZIP_STORED)[:200] + bytes(100) + zipped({NAME: GOOD}, zipfile.ZIP_STORED)[300:])  # fmt: skip
    yield no("a wrong checksum", damaged(), NAME)
    yield no("encrypted", encrypted(), NAME, "locked with a password")
    yield no("packed by a method nobody knows", changed(zipped({NAME: GOOD}), b"\x08\x00", b"\x63\x00", 2), NAME)
    yield no("a zip in a zip", nested(1), "0.zip", "archive in an archive")
    yield no("a zip in a zip, ten deep", nested(10), "archive in an archive")
    yield no("a zip in a zip, called a CSV", zipped({NAME: zipped({NAME: GOOD})}), f"{name('street')}, line 1")
    yield no("a tar in a zip", zipped({"all.tar.gz": b"\x1f\x8b" + bytes(100)}), "all.tar.gz", "archive in an archive")
    for told in ("../" * 6 + "etc/x.csv", "/etc/x.csv", "..\\..\\x.csv", "C:\\x.csv", "a/../../x.csv", "C:x.csv", "\\\\host\\x.csv"):  # fmt: skip
        yield no(f"a member called {told}", zipped({told: GOOD}), "outside")
    yield no("a symbolic link", special(stat.S_IFLNK), NAME, "link")
    yield no("a device", special(stat.S_IFCHR), NAME, "device")
    yield no("a pipe", special(stat.S_IFIFO), NAME)
    yield no(
        "two members of one name", zipped([(NAME, GOOD), (NAME, GOOD[:-1])], zipfile.ZIP_STORED), NAME, "two files"
    )
    yield no(
        "two members of one name but for case", zipped({NAME: GOOD, NAME.upper(): GOOD}), NAME.upper(), "two files"
    )
    yield no(
        "one file in two folders, and different",
        zipped({NAME: GOOD, f"x/{name('street')}": GOOD + GOOD.splitlines(keepends=True)[1]}),
        name("street"),
        "differ",
    )
    yield yes(
        "one file in two folders, alike", zipped({NAME: GOOD, f"x/{name('street')}": GOOD}), "Received 1 file, 4 rows"
    )
    for told in ("a\nb.csv", "a\x1b[2Jb.csv", "con.csv", "x" * 300 + ".csv", "a<b>.csv", 'a"b.csv', "x.csv ", "\u202egpj.csv"):  # fmt: skip
        yield no(f"a member called {told[:12]!r}", zipped({told: GOOD}), "name")
    yield no("a name made to break SQL", zipped({"x'; DROP TABLE facts; --.csv": GOOD}), "not their name")
    yield no("a name that is no text", changed(zipped({"abcd.csv": GOOD}), b"abcd", b"\xff\xfe\x80d"), "d.csv")
    yield no("100,000 members", lambda: many(100_000), "100,000 files")
    yield no("20,001 members", lambda: many(20_001), "20,001 files")
    yield no("more bytes than it says", lambda: understated(), large=True)
    yield no("a bomb of 2 GB", lambda: bomb(2_000), large=True)
    yield no("a bomb of 50 MB", lambda: bomb(50), "times its size")
    yield no("fifty bombs of 50 MB", lambda: fifty(), "times its size", large=True)
    of = "folder"
    yield accepted(of, "of good files", a_folder({NAME: GOOD}), "Received 1 file, 4 rows")
    yield refused(of, "an empty one", a_folder({}), "all", "no file")
    yield refused(
        of,
        "a path that is not there",
        lambda place: ("receive", place.office, place.sent / "none.csv"),
        "none.csv",
        "no such file",
    )
    yield refused(
        of, "one good file and one bad", a_folder({NAME: GOOD, "notes.csv": "Dear all,\nplease find"}), "notes.csv"
    )
    yield refused(
        of, "one of a kind nobody reads", a_folder({NAME: GOOD, "report.pdf": b"%PDF-1.7\n" + bytes(200)}), "report.pdf"
    )
    yield refused(of, "a picture", a_folder({"chart.png": b"\x89PNG\r\n\x1a\n" + bytes(100)}), "chart.png")
    yield refused(of, "a Word file", a_folder({"letter.docx": zipped({"word/document.xml": b"<x/>"})}), "letter.docx")
    yield refused(of, "a zip in it", a_folder({"x.zip": zipped({NAME: GOOD})}), "x.zip")
    yield refused(
        of, "a link to a file outside it", a_folder({}, link("2025-12-wiltshire-street.csv", "/etc/hostname")), "link"
    )
    yield refused(of, "a link to a folder outside it", a_folder({NAME: GOOD}, link("etc", "/etc")), "link")
    yield refused(of, "a link to itself", a_folder({NAME: GOOD}, link("again", ".")), "link")
    yield refused(of, "a link to nothing", a_folder({NAME: GOOD}, link("gone.csv", "/nowhere")), "link")
    yield refused(
        of,
        "a pipe",
        a_folder({NAME: GOOD}, lambda place: os.mkfifo(place.sent / "all" / "p.csv")),
        "p.csv",
    )
    yield accepted(
        of, "hidden files of a Mac", a_folder({NAME: GOOD, ".DS_Store": b"x", "Thumbs.db": b"x"}), "Received 1 file"
    )
    yield refused(of, "the workspace itself", lambda place: ("receive", place.office, place.office))
    yield refused(of, "a device", lambda place: ("receive", place.office, "/dev/null"), "/dev/null")
    yield refused(of, "a device without end", lambda place: ("receive", place.office, "/dev/zero"), "/dev/zero")


def fifty() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(50):
            with archive.open(f"2025-12/{n}.csv", "w", force_zip64=True) as member:
                for _ in range(50):
                    member.write(b"a," * (1 << 19))
    return out.getvalue()


CASES = [*cases()]
