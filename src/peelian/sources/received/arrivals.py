"""Files as they arrive, of folders and zips too, each copied aside with its fingerprint while the next is unpacked."""

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
"""Members of an archive: three years of all forces are some 4,600."""

MOST_FILE_BYTES = 60_000_000
"""Bytes of one file: the largest month of the largest force is less than half of that."""

MOST_PACKED = 200
"""Times that packing makes a file smaller: those of data.police.uk ten times, a file of one letter a thousand times."""

PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LOCKED = 1
"""The bit of a member's flags that says so."""

ARCHIVES = re.compile(r"\.(zip|7z|rar|tar|gz|tgz|bz2|xz|zst)$", re.IGNORECASE)
NO_FILE = "it is a link or a device, not a file"
OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|\\|(^|/)\.\.(/|$)")
ODD_NAME = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069<>:\"/\\|?*]|[. ]$"
    r"|^(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)|(?<=^.{150})."
)
"""What some system refuses in a file's name, or nobody sees there: an office's folder is copied from one to another."""

AT_ONCE = 2
"""Files copied at a time: unpacking, hashing and syncing wait for each other no more than the cores of a laptop do."""

_T = TypeVar("_T")
R = TypeVar("R")


@dataclass(frozen=True)
class Incoming:
    """One file as it arrives: a name without folders, where it was, how to open it, and the file on disk it is of."""

    name: str
    origin: str
    open: Callable[[], BinaryIO]
    on_disk: Path


def incoming(paths: Sequence[Path], opened: ExitStack) -> Iterator[Incoming]:
    """Every file of these files, folders and zips. Zips stay open until `opened` is closed.

    SourceError where there is no such path, or it is no zip that can be read.
    """
    for path in paths:
        if not path.exists():
            raise SourceError(str(path), "there is no such file or folder", "check the name")
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_symlink() or not (file.is_file() or file.is_dir()):
                    raise SourceError(str(file), NO_FILE, "put the file itself there, or take it out")
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
        raise SourceError(path.name, f"it is not a zip that can be read ({fault})", "download it again") from None
    raise_all(list(_led_astray(path.name, archive.infolist())))
    for member in archive.infolist():
        if not member.is_dir() and not IGNORED.search(member.filename):
            name = PurePosixPath(member.filename).name
            yield Incoming(name, f"{path.name}: {member.filename}", partial(archive.open, member), path)  # type: ignore[arg-type]


def _led_astray(file: str, members: Sequence[zipfile.ZipInfo]) -> Iterator[SourceError]:
    """A fault for an archive, or a member of one, that is not as anybody packs data."""
    if len(members) > MOST_FILES:
        what = f"it has {len(members):,} members, and {MOST_FILES:,} are the most"
        yield SourceError(file, what, "unpack it, and receive what you need of it")
        return
    seen: set[str] = set()
    for member in members:
        name, kind = member.filename, stat.S_IFMT(member.external_attr >> 16)
        what = ""
        if OUTSIDE.search(name):
            what = "its name leads outside the archive"
        elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            what = NO_FILE
        elif name.casefold() in seen:
            what = "there are two members of this name"
        elif member.flag_bits & LOCKED:
            what = "it is locked with a password"
        elif member.compress_type not in PACKINGS:
            what = "it is packed in a way that is seldom used, and not read here"
        elif member.file_size > MOST_FILE_BYTES:
            what = f"it has {member.file_size:,} bytes, and {MOST_FILE_BYTES:,} are the most"
        elif member.file_size > max(CHUNK, MOST_PACKED * member.compress_size):
            what = f"it unpacks to more than {MOST_PACKED} times its size, as no data do"
        elif ARCHIVES.search(name):
            what = "it is an archive in an archive"
        seen.add(name.casefold())
        if what:
            yield SourceError(f"{file}: {name!r}", what, "ask for the archive again; or unpack it, and look at it")
            return


def copy(file: Incoming, path: Path) -> str:
    """The SHA-256 of the bytes, as they are copied. SourceError where they cannot be read, or change meanwhile."""
    if odd := ODD_NAME.search(file.name):
        what = f"its name is one that not every system takes, for {odd[0]!r}"
        to_do = "give it a plain name of at most 150 letters, digits, spaces, - and _"
        raise SourceError(repr(file.origin), what, to_do)
    path.parent.mkdir(parents=True)
    before, digest = _state(file.on_disk), hashlib.sha256()
    try:
        with file.open() as source, path.open("wb") as target:
            while chunk := source.read(CHUNK):
                if target.tell() + len(chunk) > MOST_FILE_BYTES:
                    what = f"it has more than {MOST_FILE_BYTES:,} bytes"
                    raise SourceError(file.origin, what, "ask for the figures alone")
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
    except (*DAMAGED, OSError) as fault:
        if isinstance(fault, OSError) and fault.errno != errno.EINVAL:  # of the machine: EINVAL is a place no file has
            raise
        raise SourceError(file.origin, f"the archive is damaged or locked ({fault})", "download it again") from None
    if _state(file.on_disk) != before:
        raise SourceError(file.origin, "it changed while it was read", "close whatever writes it, and receive it again")
    return digest.hexdigest()


def _state(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_size, told.st_mtime_ns


def in_turn(work: Callable[[_T], R], items: Iterable[_T]) -> Iterator[tuple[_T, Callable[[], R]]]:
    """Each item with what waits for its work, in order; AT_ONCE are worked on meanwhile, and few are begun ahead."""
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
