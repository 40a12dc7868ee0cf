"""Copies arriving files, also from folders and zips, and takes each one's fingerprint. Two files at a time."""

import errno
import hashlib
import os
import re
import stat
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, TypeVar

from peelian.core.errors import SourceError, raise_all
from peelian.sources.spreadsheets.xml_parts import DAMAGED

IGNORED = re.compile(r"(^|/)(\.(?!\.?/)|__MACOSX|Thumbs\.db|desktop\.ini)")
CHUNK = 1 << 20
MOST_FILES = 20_000
"""Files in an archive. Three years of all forces are about 4,600."""

MOST_FILE_BYTES = 60_000_000
"""Bytes of one file. The largest month of the largest force has less than half of that."""

MOST_PACKED = 200
"""How many times smaller packing may make a file: ten for data.police.uk, a thousand for a file of one letter."""

PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LOCKED = 1
"""The bit of a member's flags for a password."""

ARCHIVES = re.compile(r"\.(zip|7z|rar|tar|gz|tgz|bz2|xz|zst)$", re.IGNORECASE)
NO_FILE = "it is a link or a device, not a file"
OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|\\|(^|/)\.\.(/|$)")
ODD_NAME = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069<>:\"/\\|?*]|[. ]$"
    r"|^(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)|(?<=^.{150})."
)
"""Characters in a file name that are invisible, or that some system refuses. An office may copy its folder to any."""

AT_ONCE = 2
"""Files copied at a time: as many as a laptop can unpack, hash and sync without waiting."""

_T = TypeVar("_T")
R = TypeVar("R")


@dataclass(frozen=True)
class Incoming:
    """An arriving file: its name without folders, its origin, a way to open it, and the file on disk that holds it."""

    name: str
    origin: str
    open: Callable[[], BinaryIO]
    on_disk: Path


def incoming(paths: Sequence[Path], opened: ExitStack) -> Iterator[Incoming]:
    """Every file in these files, folders and zips. Zips stay open until `opened` closes.

    SourceError if a path does not exist, or a zip cannot be read.
    """
    for path in paths:
        if not path.exists():
            raise SourceError(str(path), "there is no such file or folder", "check the name")
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_symlink() or not (file.is_file() or file.is_dir()):
                    raise SourceError(str(file), NO_FILE, "put the file itself there, or remove it")
                if file.is_file() and not IGNORED.search(file.relative_to(path).as_posix()):
                    yield Incoming(file.name, str(file.relative_to(path.parent)), partial(_open, file), file)
        elif not path.is_file():
            raise SourceError(str(path), NO_FILE, "name the files you received")
        elif path.suffix.lower() == ".zip":
            yield from _members(path, opened)
        else:
            yield Incoming(path.name, path.name, partial(_open, path), path)


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _members(path: Path, opened: ExitStack) -> Iterator[Incoming]:
    try:
        archive = opened.enter_context(zipfile.ZipFile(path))
    except (*DAMAGED, OSError) as fault:
        raise SourceError(path.name, f"it cannot be read as a zip ({fault})", "download it again") from None
    raise_all(list(_led_astray(path.name, archive.infolist())))
    for member in archive.infolist():
        if not member.is_dir() and not IGNORED.search(member.filename):
            name = PurePosixPath(member.filename).name
            yield Incoming(name, f"{path.name}: {member.filename}", partial(archive.open, member), path)  # type: ignore[arg-type]


def _led_astray(file: str, members: Sequence[zipfile.ZipInfo]) -> Iterator[SourceError]:
    """A fault for an archive, or a file in it, that is not normal for data."""
    if len(members) > MOST_FILES:
        what = f"it has {len(members):,} files, more than the {MOST_FILES:,} allowed"
        yield SourceError(file, what, "unpack it, and receive only the files you need")
        return
    names: set[str] = set()
    for member in members:
        name, kind = member.filename, stat.S_IFMT(member.external_attr >> 16)
        what = ""
        if OUTSIDE.search(name):
            what = "its name leads outside the archive"
        elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            what = NO_FILE
        elif name.casefold() in names:
            what = "two files in it have this name"
        elif member.flag_bits & LOCKED:
            what = "it is locked with a password"
        elif member.compress_type not in PACKINGS:
            what = "it is packed by a method that Peelian cannot read"
        elif member.file_size > MOST_FILE_BYTES:
            what = f"it has {member.file_size:,} bytes, more than the {MOST_FILE_BYTES:,} allowed"
        elif member.file_size > max(CHUNK, MOST_PACKED * member.compress_size):
            what = f"it unpacks to more than {MOST_PACKED} times its size, unlike real data"
        elif ARCHIVES.search(name):
            what = "it is an archive in an archive"
        names.add(name.casefold())
        if what:
            yield SourceError(f"{file}: {name!r}", what, "ask for the archive again, or unpack it and check it")
            return


def copy(file: Incoming, path: Path) -> str:
    """Copy the file to `path` and return its SHA-256. SourceError if it cannot be read, or changes during the copy."""
    if odd := ODD_NAME.search(file.name):
        what = f"its name has {odd[0]!r}, which some systems refuse"
        to_do = "give it a plain name of at most 150 letters, digits, spaces, - and _"
        raise SourceError(repr(file.origin), what, to_do)
    path.parent.mkdir(parents=True)
    before, digest = _state(file.on_disk), hashlib.sha256()
    try:
        with file.open() as source, path.open("wb") as target:
            while chunk := source.read(CHUNK):
                if target.tell() + len(chunk) > MOST_FILE_BYTES:
                    what = f"it has more than {MOST_FILE_BYTES:,} bytes"
                    raise SourceError(file.origin, what, "ask for only the figures")
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
    except (*DAMAGED, OSError) as fault:
        if (
            isinstance(fault, OSError) and fault.errno != errno.EINVAL
        ):  # the machine's fault; EINVAL is a seek out of bounds
            raise
        raise SourceError(file.origin, f"the archive is damaged or locked ({fault})", "download it again") from None
    if _state(file.on_disk) != before:
        raise SourceError(
            file.origin, "it changed while it was read", "close the program that writes it, and receive it again"
        )
    return digest.hexdigest()


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def in_turn(work: Callable[[_T], R], items: Iterable[_T]) -> Iterator[tuple[_T, Callable[[], R]]]:
    """Each item, in order, with a function that waits for its result. AT_ONCE items run at a time, with few ahead."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun: deque[tuple[_T, Future[R]]] = deque()
        try:
            for item in items:
                begun.append((item, pool.submit(work, item)))
                if len(begun) > 2 * AT_ONCE:
                    first, future = begun.popleft()
                    yield first, future.result
            while begun:
                first, future = begun.popleft()
                yield first, future.result
        finally:
            for _, future in begun:
                future.cancel()
