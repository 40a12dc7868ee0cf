"""Files as they arrive, of folders and zips too, each copied aside with its fingerprint while the next is unpacked."""

import hashlib
import os
import re
import stat
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, TypeVar

from peelian.core.errors import SourceError, raise_all

IGNORED = re.compile(r"(^|/)(\.(?!\.?/)|__MACOSX|Thumbs\.db|desktop\.ini)")
CHUNK = 1 << 20
MOST_FILES = 20_000
"""Members of an archive: three years of all forces are some 4,600."""

MOST_BYTES = 100_000_000
"""Bytes of one file: the largest month of the largest force is a quarter of that."""

OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|\\|(^|/)\.\.(/|$)")
ODD_NAME = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*]|[. ]$|^(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)")
"""What some system refuses in a file's name: an office's folder is copied from one to another."""

AT_ONCE = 2
"""Files copied at a time: unpacking, hashing and syncing wait for each other no more than the cores of a laptop do."""

T = TypeVar("T")
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
            for file in sorted(p for p in path.rglob("*") if p.is_file()):
                if not IGNORED.search(file.relative_to(path).as_posix()):
                    yield Incoming(file.name, str(file.relative_to(path.parent)), partial(_open, file), file)
        elif path.suffix.lower() == ".zip":
            yield from _members(path, opened)
        else:
            yield Incoming(path.name, path.name, partial(_open, path), path)


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _members(path: Path, opened: ExitStack) -> Iterator[Incoming]:
    try:
        archive = opened.enter_context(zipfile.ZipFile(path))
    except (zipfile.BadZipFile, OSError) as fault:
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
            what = "it is a link or a device, not a file"
        elif name in seen:
            what = "there are two members of this name"
        elif member.file_size > MOST_BYTES:
            what = f"it has {member.file_size:,} bytes, and {MOST_BYTES:,} are the most"
        elif name.lower().endswith(".zip"):
            what = "it is an archive in an archive"
        seen.add(name)
        if what:
            yield SourceError(f"{file}: {name!r}", what, "ask for the archive again; or unpack it, and look at it")
            return


def copy(file: Incoming, path: Path) -> str:
    """The SHA-256 of the bytes, as they are copied. SourceError where they cannot be read, or change meanwhile."""
    if odd := ODD_NAME.search(file.name):
        what = f"its name has {odd[0]!r} in it" if odd[0] else "its name is one that no file may have everywhere"
        raise SourceError(repr(file.origin), what, "give it a plain name of letters, digits, spaces, - and _")
    path.parent.mkdir(parents=True)
    before, digest = _state(file.on_disk), hashlib.sha256()
    try:
        with file.open() as source, path.open("wb") as target:
            while chunk := source.read(CHUNK):
                if target.tell() + len(chunk) > MOST_BYTES:
                    what = f"it has more than {MOST_BYTES:,} bytes"
                    raise SourceError(file.origin, what, "ask for the figures alone")
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as fault:
        raise SourceError(file.origin, f"the archive is damaged or locked ({fault})", "download it again") from None
    if _state(file.on_disk) != before:
        raise SourceError(file.origin, "it changed while it was read", "close whatever writes it, and receive it again")
    return digest.hexdigest()


def _state(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_size, told.st_mtime_ns


def in_turn(work: Callable[[T], R], items: Iterable[T]) -> Iterator[tuple[T, Callable[[], R]]]:
    """Each item with what waits for its work, in order; AT_ONCE are worked on meanwhile, and few are begun ahead."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun: deque[tuple[T, Future[R]]] = deque()
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
